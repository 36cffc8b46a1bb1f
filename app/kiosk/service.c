#include "service.h"

#include "base/clock.h"
#include "base/log.h"

#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

// The manager waits for the whole time; a sign that comes late by half of it
// is still in time.
#define SIGNS_A_PERIOD 2

static bool send_to(const char *name, const char *message) {
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    size_t len = strlen(name);
    int fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    if (fd < 0) {
        return false;
    }
    memcpy(address.sun_path, name, len);
    if (name[0] == '@') {
        address.sun_path[0] = '\0';
    }
    socklen_t size = (socklen_t)(offsetof(struct sockaddr_un, sun_path) + len);
    // Never wait for a manager that does not read.
    ssize_t sent = sendto(fd, message, strlen(message),
                          MSG_NOSIGNAL | MSG_DONTWAIT,
                          (struct sockaddr *)&address, size);
    close(fd);
    return sent >= 0;
}

static void tell(struct vz_service *service, const char *message) {
    if (*service->address && !send_to(service->address, message)) {
        LOGW("The service manager could not be told '%s': %s.", message,
             strerror(errno));
    }
}

static int64_t watchdog_ms(void) {
    const char *text = getenv("WATCHDOG_USEC");
    char *end = NULL;
    long long us = text ? strtoll(text, &end, 10) : 0;
    // $WATCHDOG_PID names xinit, which stands between the manager and this.
    return text && !*end && us > 0 ? us / 1000 : 0;
}

void vz_service_init(struct vz_service *service) {
    *service = (struct vz_service){0};
    const char *name = getenv("NOTIFY_SOCKET");
    bool known = name && (name[0] == '/' || name[0] == '@') && name[1];
    if (known && strlen(name) < sizeof(service->address)) {
        snprintf(service->address, sizeof(service->address), "%s", name);
        service->every_ms = watchdog_ms() / SIGNS_A_PERIOD;
    } else if (name) {
        LOGW("NOTIFY_SOCKET is not an address of this machine.");
    }
    unsetenv("NOTIFY_SOCKET");
    unsetenv("WATCHDOG_USEC");
    unsetenv("WATCHDOG_PID");
}

void vz_service_ready(struct vz_service *service) {
    tell(service, "READY=1");
    if (service->every_ms > 0) {
        service->due = vz_clock_monotonic_ms() + service->every_ms;
    }
}

void vz_service_tick(struct vz_service *service, int64_t now) {
    if (service->due && now >= service->due) {
        service->due = now + service->every_ms;
        tell(service, "WATCHDOG=1");
    }
}

void vz_service_stopping(struct vz_service *service) {
    service->due = 0;
    tell(service, "STOPPING=1");
}
