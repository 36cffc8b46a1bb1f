// vertelhub serve: runs until SIGTERM or SIGINT.
#include "base/file.h"
#include "base/log.h"
#include "command.h"
#include "hub_server.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#define HOST_SIZE 128
#define PEM_MAX ((size_t)1024 * 1024)

struct pem {
    struct vz_strbuf certificate, key;
};

// "127.0.0.1:8383", "[::1]:8383", ":8383" (every address).
static bool split_address(const char *text, char host[HOST_SIZE],
                          uint16_t *port) {
    const char *colon = strrchr(text, ':');
    if (!colon || !colon[1]) {
        return false;
    }
    char *end;
    errno = 0;
    unsigned long number = strtoul(colon + 1, &end, 10);
    size_t len = (size_t)(colon - text);
    if (*end || errno || number > 65535 || len >= HOST_SIZE) {
        return false;
    }
    if (len >= 2 && text[0] == '[' && text[len - 1] == ']') {
        text++;
        len -= 2;
    }
    memcpy(host, text, len);
    host[len] = '\0';
    *port = (uint16_t)number;
    return true;
}

static bool read_pem(const char *path, struct vz_strbuf *out,
                     struct vz_error *error) {
    enum vz_status status = vz_file_read(path, PEM_MAX, out);
    return status == VZ_OK ||
           vz_error_set(error, status, "%s cannot be read: %s.", path,
                        vz_status_text(status));
}

static bool read_tls(const struct vz_arguments *arguments, struct pem *pem,
                     struct vz_error *error) {
    const char *certificate = vz_argument(arguments, "tls-cert");
    return !certificate ||
           (read_pem(certificate, &pem->certificate, error) &&
            read_pem(vz_argument(arguments, "tls-key"), &pem->key, error));
}

// Tells systemd, when it asks, that requests are answered from now on.
static void notify_ready(void) {
    const char *path = getenv("NOTIFY_SOCKET");
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    if (!path || strlen(path) >= sizeof(address.sun_path)) {
        return;
    }
    strcpy(address.sun_path, path);
    if (path[0] == '@') {
        address.sun_path[0] = '\0';
    }
    int fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    if (fd >= 0) {
        size_t len = offsetof(struct sockaddr_un, sun_path) + strlen(path);
        sendto(fd, "READY=1", 7, MSG_NOSIGNAL, (struct sockaddr *)&address,
               (socklen_t)len);
        close(fd);
    }
}

static bool write_port(const char *path, uint16_t port,
                       struct vz_error *error) {
    char text[16];
    int len = snprintf(text, sizeof(text), "%u\n", (unsigned)port);
    enum vz_status status = path ? vz_file_write(path, text, (size_t)len)
                                 : VZ_OK;
    return status == VZ_OK ||
           vz_error_set(error, status, "%s cannot be written: %s.", path,
                        vz_status_text(status));
}

// The signals that end the hub are waited for here and blocked everywhere
// else: threads inherit this mask.
static void block_signals(sigset_t *ends) {
    sigemptyset(ends);
    sigaddset(ends, SIGTERM);
    sigaddset(ends, SIGINT);
    sigprocmask(SIG_BLOCK, ends, NULL);
    signal(SIGPIPE, SIG_IGN);
}

static enum vz_exit serve(const struct vz_arguments *arguments,
                          const struct vz_hub_server_params *params) {
    struct vz_error error = {0};
    sigset_t ends;
    block_signals(&ends);
    struct vz_hub_server *server = vz_hub_server_start(params, &error);
    if (!server) {
        return vz_command_fail(&error);
    }
    uint16_t port = vz_hub_server_port(server);
    enum vz_exit exit = VZ_EXIT_OK;
    if (write_port(vz_argument(arguments, "port-file"), port, &error)) {
        printf("Listening on %s://%s:%u\n",
               params->tls_certificate ? "https" : "http",
               *params->host ? params->host : "0.0.0.0", (unsigned)port);
        fflush(stdout);
        notify_ready();
        int signal_number;
        sigwait(&ends, &signal_number);
        LOGI("stopping on signal %d", signal_number);
    } else {
        exit = vz_command_fail(&error);
    }
    vz_hub_server_stop(server);
    return exit;
}

// A token in the clear on a public network is everybody's token.
static enum vz_exit check_address(const struct vz_arguments *arguments,
                                  const char *host) {
    bool tls = vz_argument(arguments, "tls-cert");
    if (tls != (vz_argument(arguments, "tls-key") != NULL)) {
        return vz_command_misused(arguments,
                                  "--tls-cert and --tls-key belong together.");
    }
    if (!vz_http_is_loopback(host) && !tls &&
        !vz_argument(arguments, "behind-proxy")) {
        return vz_command_misused(
            arguments,
            "%s can be reached from outside and would be served without "
            "encryption. Give --tls-cert and --tls-key, or --behind-proxy when "
            "a proxy does it, or listen on 127.0.0.1.",
            *host ? host : "every address");
    }
    return VZ_EXIT_OK;
}

static enum vz_exit run(const struct vz_arguments *arguments) {
    const char *listen = vz_argument(arguments, "listen");
    char host[HOST_SIZE];
    struct vz_hub_place place;
    struct vz_hub_server_params params = {
        .place = &place,
        .host = host,
        .behind_proxy = vz_argument(arguments, "behind-proxy") != NULL,
        .assets = vz_argument(arguments, "assets")};
    if (!split_address(listen ? listen : "127.0.0.1:8383", host,
                       &params.port)) {
        return vz_command_misused(
            arguments, "--listen takes ADDRESS:PORT, not '%s'.", listen);
    }
    enum vz_exit exit = check_address(arguments, host);
    if (exit != VZ_EXIT_OK) {
        return exit;
    }
    if (!vz_command_place(arguments, &place)) {
        return VZ_EXIT_FAILURE;
    }
    struct pem pem = {0};
    struct vz_error error = {0};
    if (!read_tls(arguments, &pem, &error)) {
        exit = vz_command_fail(&error);
    } else {
        params.tls_certificate = pem.certificate.data;
        params.tls_key = pem.key.data;
        exit = serve(arguments, &params);
    }
    vz_strbuf_finish(&pem.certificate);
    vz_strbuf_wipe(&pem.key);
    return exit;
}

const struct vz_command vz_serve_command = {
    .name = "serve",
    .positional = "",
    .help = "receive submissions until stopped",
    .more =
        "Without TLS it listens on this machine only. SIGTERM or Ctrl-C ends "
        "it: what\nhas arrived is stored and answered first. At /w people take "
        "their story back\nwith the code that the kiosk gave them.\n",
    .run = run,
    .options = {VZ_STORE_OPTION,
                {"listen", "HOST:PORT",
                 "where to listen (default 127.0.0.1:8383; port 0: any)"},
                {"port-file", "FILE", "write the port number there"},
                {"tls-cert", "FILE", "certificate chain, PEM"},
                {"tls-key", "FILE", "its private key, PEM"},
                {"behind-proxy", NULL,
                 "a proxy in front does TLS and sets X-Forwarded-Proto, -For"},
                {"assets", "DIR", "the folder with web/withdraw.html"}},
};
