// What the service manager hears, on a socket as systemd makes it.
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/clock.h"
#include "kiosk/service.h"
#include "support/store_folder.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#define NOW_MS 1790000000000

struct fixture {
    char dir[STORE_PATH_SIZE];
    int fd; // of the manager
};

static void listen_at(struct fixture *f, const char *name) {
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    size_t len = strlen(name);
    assert_true(len < sizeof(address.sun_path));
    memcpy(address.sun_path, name, len);
    if (name[0] == '@') {
        address.sun_path[0] = '\0';
    }
    f->fd = socket(AF_UNIX, SOCK_DGRAM, 0);
    assert_int_equal(
        bind(f->fd, (struct sockaddr *)&address,
             (socklen_t)(offsetof(struct sockaddr_un, sun_path) + len)),
        0);
    setenv("NOTIFY_SOCKET", name, 1);
}

static int set_up(void **state) {
    struct fixture *f = calloc(1, sizeof(*f));
    char path[STORE_PATH_SIZE];
    vz_clock_freeze(NOW_MS);
    store_folder_make(f->dir);
    store_folder_path(path, f->dir, "notify");
    listen_at(f, path);
    setenv("WATCHDOG_USEC", "30000000", 1);
    *state = f;
    return 0;
}

static int tear_down(void **state) {
    struct fixture *f = *state;
    close(f->fd);
    store_folder_remove(f->dir);
    vz_clock_thaw();
    free(f);
    return 0;
}

// The next message, "" when there is none.
static const char *heard(const struct fixture *f) {
    static char text[64];
    ssize_t n = recv(f->fd, text, sizeof(text) - 1, MSG_DONTWAIT);
    text[n > 0 ? n : 0] = '\0';
    return text;
}

static void it_is_told_start_and_end(void **state) {
    struct vz_service service;
    vz_service_init(&service);
    assert_string_equal(heard(*state), "");
    vz_service_ready(&service);
    assert_string_equal(heard(*state), "READY=1");
    vz_service_stopping(&service);
    assert_string_equal(heard(*state), "STOPPING=1");
    assert_int_equal(service.due, 0);
}

static void signs_of_life_come_twice_a_period(void **state) {
    struct vz_service service;
    int64_t start = vz_clock_monotonic_ms();
    vz_service_init(&service);
    vz_service_tick(&service, start + 60000); // not ready yet
    assert_string_equal(heard(*state), "");
    vz_service_ready(&service);
    heard(*state);
    assert_int_equal(service.due, start + 15000);
    vz_service_tick(&service, start + 14999);
    assert_string_equal(heard(*state), "");
    vz_service_tick(&service, start + 15000);
    assert_string_equal(heard(*state), "WATCHDOG=1");
    assert_int_equal(service.due, start + 30000);
}

static void no_watchdog_no_signs(void **state) {
    struct vz_service service;
    setenv("WATCHDOG_USEC", "soon", 1);
    vz_service_init(&service);
    vz_service_ready(&service);
    assert_string_equal(heard(*state), "READY=1");
    assert_int_equal(service.due, 0);
}

static void children_do_not_speak_for_it(void **state) {
    struct vz_service service;
    vz_service_init(&service);
    assert_null(getenv("NOTIFY_SOCKET"));
    assert_null(getenv("WATCHDOG_USEC"));
}

static void an_abstract_socket_will_do(void **state) {
    struct fixture *f = *state;
    struct vz_service service;
    char name[40];
    close(f->fd);
    snprintf(name, sizeof(name), "@vertelzuil-test-%d", (int)getpid());
    listen_at(f, name);
    vz_service_init(&service);
    vz_service_ready(&service);
    assert_string_equal(heard(f), "READY=1");
}

static void nobody_listens(void **state) {
    static const char *const names[] = {"", "relative", "/nowhere/at/all", "/"};
    struct vz_service service;
    for (size_t i = 0; i < 4; i++) {
        setenv("NOTIFY_SOCKET", names[i], 1);
        vz_service_init(&service);
        vz_service_ready(&service);
        vz_service_stopping(&service);
    }
    unsetenv("NOTIFY_SOCKET");
    vz_service_init(&service);
    assert_string_equal(service.address, "");
    vz_service_ready(&service);
    assert_string_equal(heard(*state), "");
}

#define TEST(function) \
    cmocka_unit_test_setup_teardown(function, set_up, tear_down)

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(it_is_told_start_and_end),
        TEST(signs_of_life_come_twice_a_period),
        TEST(no_watchdog_no_signs),
        TEST(children_do_not_speak_for_it),
        TEST(an_abstract_socket_will_do),
        TEST(nobody_listens),
    };
    return cmocka_run_group_tests_name("service", tests, NULL, NULL);
}
