#include "status.h"

#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

static const struct {
    const char *name;
    const char *text;
} statuses[] = {
#define VZ_STATUS_ROW(code, name, text) {name, text},
    VZ_STATUS_MAP(VZ_STATUS_ROW)
#undef VZ_STATUS_ROW
};

static bool known(enum vz_status status) {
    return (size_t)status < sizeof(statuses) / sizeof(statuses[0]);
}

const char *vz_status_name(enum vz_status status) {
    return known(status) ? statuses[status].name : "unknown";
}

const char *vz_status_text(enum vz_status status) {
    return known(status) ? statuses[status].text : "unknown error";
}

// Drops the bytes of a character that was cut in two at the end of `text`.
static void trim_cut_character(char *text, size_t len) {
    size_t start = len;
    while (start > 0 && ((unsigned char)text[start - 1] & 0xC0) == 0x80) {
        start--;
    }
    if (start == 0) {
        return;
    }
    unsigned char lead = (unsigned char)text[start - 1];
    size_t need = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : lead >= 0xC0 ? 2 : 1;
    if (len - (start - 1) < need) {
        text[start - 1] = '\0';
    }
}

bool vz_error_set(struct vz_error *error, enum vz_status status,
                  const char *format, ...) {
    if (!error) {
        return false;
    }
    error->status = status;
    va_list args;
    va_start(args, format);
    int n = vsnprintf(error->message, sizeof(error->message), format, args);
    va_end(args);
    if (n >= (int)sizeof(error->message)) {
        trim_cut_character(error->message, strlen(error->message));
    }
    return false;
}

bool vz_error_nomem(struct vz_error *error) {
    return vz_error_set(error, VZ_NOMEM, "There is not enough memory.");
}
