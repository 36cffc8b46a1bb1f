/*
 * Sound files become samples: a form's recorded prompts, and what a person just
 * recorded. WAV, FLAC, Ogg Vorbis, Ogg Opus, MP3 (libsndfile).
 *
 * Any thread. Samples are mono: channels are mixed.
 */
#ifndef VZ_KIOSK_AUDIO_DECODE_H
#define VZ_KIOSK_AUDIO_DECODE_H

#include "base/status.h"

#include <stddef.h>
#include <stdint.h>

struct vz_decode_sink {
    // Once, before the samples. False: stop.
    bool (*begin)(int rate, void *userdata);
    // False: enough, stop.
    bool (*samples)(const int16_t *samples, size_t n, void *userdata);
    void *userdata;
};

// VZ_OK also when the sink had enough. VZ_NOT_FOUND: cannot be opened or is no
// sound file that is known.
enum vz_status vz_decode_file(const char *path,
                              const struct vz_decode_sink *sink);
// The same for a file in memory.
enum vz_status vz_decode_bytes(const void *bytes, size_t len,
                               const struct vz_decode_sink *sink);

#endif
