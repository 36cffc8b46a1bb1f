#include "openrosa_reply.h"

#include "hub_server.h"

void vz_openrosa_reply_files(struct vz_exchange *exchange, unsigned status,
                             const char *message,
                             const struct vz_stored_file *files, size_t n) {
    struct vz_strbuf body = {0};
    vz_response_write(&body, message, files, n);
    vz_http_reply(exchange->request, status, VZ_OPENROSA_TYPE, &body);
    vz_strbuf_finish(&body);
}

void vz_openrosa_reply(struct vz_exchange *exchange, unsigned status,
                       const char *message) {
    vz_openrosa_reply_files(exchange, status, message, NULL, 0);
}
