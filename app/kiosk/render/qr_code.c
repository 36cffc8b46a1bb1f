#include "qr_code.h"

#include "base/log.h"
#include "base/memory.h"

#include <qrencode.h>
#include <stdlib.h>
#include <string.h>

bool vz_qr_code_set(struct vz_qr_code *code, const char *text) {
    if (code->text && strcmp(code->text, text) == 0) {
        return true;
    }
    vz_qr_code_finish(code);
    QRcode *made = QRcode_encodeString(text, 0, QR_ECLEVEL_M, QR_MODE_8, 1);
    if (!made) {
        LOGW("a QR code could not be made");
        return false;
    }
    const size_t side = (size_t)made->width;
    code->modules = vz_alloc_array(side, side);
    code->text = vz_strndup(text, strlen(text));
    if (code->modules && code->text) {
        code->side = made->width;
        for (size_t i = 0; i < side * side; i++) {
            code->modules[i] = made->data[i] & 1;
        }
    }
    QRcode_free(made);
    if (!code->side) {
        vz_qr_code_finish(code);
        LOG_OOM();
    }
    return code->side > 0;
}

// The code opens a person's story for removal: nothing of it stays behind.
static void wipe(void *bytes, size_t len) {
    volatile unsigned char *at = bytes;
    while (at && len--) {
        *at++ = 0;
    }
}

void vz_qr_code_finish(struct vz_qr_code *code) {
    if (!code) {
        return;
    }
    wipe(code->modules, (size_t)code->side * (size_t)code->side);
    wipe(code->text, code->text ? strlen(code->text) : 0);
    free(code->modules);
    free(code->text);
    *code = (struct vz_qr_code){0};
}
