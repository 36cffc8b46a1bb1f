#include "strbuf.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void vz_strbuf_finish(struct vz_strbuf *buf) {
    free(buf->data);
    *buf = (struct vz_strbuf){0};
}

void vz_strbuf_wipe(struct vz_strbuf *buf) {
    if (buf->data) {
        explicit_bzero(buf->data, buf->cap);
    }
    vz_strbuf_finish(buf);
}

void vz_strbuf_clear(struct vz_strbuf *buf) {
    buf->len = 0;
    buf->failed = false;
    if (buf->data) {
        buf->data[0] = '\0';
    }
}

bool vz_strbuf_reserve(struct vz_strbuf *buf, size_t more) {
    if (buf->failed || more > SIZE_MAX / 2 - buf->len - 1) {
        buf->failed = true;
        return false;
    }
    size_t need = buf->len + more + 1;
    if (need <= buf->cap) {
        return true;
    }
    size_t cap = buf->cap ? buf->cap * 2 : 64;
    if (cap < need) {
        cap = need;
    }
    char *data = realloc(buf->data, cap);
    if (!data) {
        buf->failed = true;
        return false;
    }
    buf->data = data;
    buf->cap = cap;
    buf->data[buf->len] = '\0';
    return true;
}

void vz_strbuf_append_n(struct vz_strbuf *buf, const char *bytes, size_t len) {
    if (!vz_strbuf_reserve(buf, len)) {
        return;
    }
    if (len) {
        memcpy(buf->data + buf->len, bytes, len);
    }
    buf->len += len;
    buf->data[buf->len] = '\0';
}

void vz_strbuf_append(struct vz_strbuf *buf, const char *text) {
    vz_strbuf_append_n(buf, text, strlen(text));
}

void vz_strbuf_append_char(struct vz_strbuf *buf, char c) {
    vz_strbuf_append_n(buf, &c, 1);
}

void vz_strbuf_printf(struct vz_strbuf *buf, const char *format, ...) {
    va_list args;
    va_start(args, format);
    int len = vsnprintf(NULL, 0, format, args);
    va_end(args);
    if (len < 0 || !vz_strbuf_reserve(buf, (size_t)len)) {
        return;
    }
    va_start(args, format);
    vsnprintf(buf->data + buf->len, (size_t)len + 1, format, args);
    va_end(args);
    buf->len += (size_t)len;
}

static const char *xml_reference(char c) {
    switch (c) {
    case '&':
        return "&amp;";
    case '<':
        return "&lt;";
    case '>':
        return "&gt;";
    case '"':
        return "&quot;";
    case '\t':
        return "&#9;";
    case '\n':
        return "&#10;";
    case '\r':
        return "&#13;";
    default:
        return NULL;
    }
}

void vz_strbuf_append_xml(struct vz_strbuf *buf, const char *text) {
    const char *start = text;
    for (; *text; text++) {
        const char *reference = xml_reference(*text);
        if (reference) {
            vz_strbuf_append_n(buf, start, (size_t)(text - start));
            vz_strbuf_append(buf, reference);
            start = text + 1;
        }
    }
    vz_strbuf_append_n(buf, start, (size_t)(text - start));
}

char *vz_strbuf_take(struct vz_strbuf *buf) {
    if (!buf->failed && !buf->data) {
        vz_strbuf_reserve(buf, 0);
    }
    char *data = buf->failed ? NULL : buf->data;
    if (!data) {
        free(buf->data);
    }
    *buf = (struct vz_strbuf){0};
    return data;
}

const char *vz_strbuf_text(const struct vz_strbuf *buf) {
    return buf->data ? buf->data : "";
}
