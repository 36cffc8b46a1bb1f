/*
 * A recording becomes an Ogg Opus file in memory (libopusenc). Nothing touches
 * the disk. One thread at a time.
 */
#ifndef VZ_KIOSK_AUDIO_ENCODE_H
#define VZ_KIOSK_AUDIO_ENCODE_H

#include "base/strbuf.h"

#include <stdint.h>

struct vz_encoder;

// Mono speech at `rate`; the file grows in `out`, which is given room for
// `seconds` at once, so that no copy of it is left behind by growing. `out`
// must outlive the encoder. NULL (logged) on failure.
struct vz_encoder *vz_encoder_create(struct vz_strbuf *out, int rate,
                                     int seconds);
// False (logged): out of memory; what was written before is kept.
bool vz_encoder_write(struct vz_encoder *encoder, const int16_t *samples,
                      size_t n);
// Completes the file. False (logged) when it is not whole. NULL is allowed.
bool vz_encoder_end(struct vz_encoder *encoder);

#endif
