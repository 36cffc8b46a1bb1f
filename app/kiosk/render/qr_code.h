/*
 * QR codes (the door to libqrencode). The last one is kept, so that a repaint
 * does not encode again.
 */
#ifndef VZ_KIOSK_RENDER_QR_CODE_H
#define VZ_KIOSK_RENDER_QR_CODE_H

#include <stdbool.h>
#include <stdint.h>

// Zeroed = empty.
struct vz_qr_code {
    char *text;
    uint8_t *modules; // side x side, 1 = dark
    int side;
};

// Encodes (error correction M). False when it does not fit or memory is out.
bool vz_qr_code_set(struct vz_qr_code *code, const char *text);
// Overwrites and frees.
void vz_qr_code_finish(struct vz_qr_code *code);

#endif
