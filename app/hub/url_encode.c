#include "url_encode.h"

#include <ctype.h>
#include <string.h>

void vz_url_encode(struct vz_strbuf *out, const char *text) {
    for (; *text; text++) {
        if (isalnum((unsigned char)*text) || strchr("-._~", *text)) {
            vz_strbuf_append_char(out, *text);
        } else {
            vz_strbuf_printf(out, "%%%02X", (unsigned char)*text);
        }
    }
}
