#include "odata_name.h"

#include <ctype.h>
#include <string.h>

void vz_odata_name(struct vz_strbuf *out, const char *name, size_t len) {
    for (size_t i = 0; i < len; i++) {
        unsigned char c = (unsigned char)name[i];
        if (i == 0 && isdigit(c)) {
            vz_strbuf_append_char(out, '_');
        }
        vz_strbuf_append_char(out, c < 0x80 && isalnum(c) ? (char)c : '_');
    }
}

void vz_odata_path(struct vz_strbuf *out, const char *path, char separator) {
    while (*path) {
        size_t len = strcspn(path, "/");
        vz_odata_name(out, path, len);
        path += len;
        if (*path) {
            vz_strbuf_append_char(out, separator);
            path++;
        }
    }
}
