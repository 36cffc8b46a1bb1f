/*
 * The sound thread: everything that is heard and recorded goes through it.
 *
 * It alone owns the voice (kiosk/speech), SDL's audio and its devices. Items
 * are heard one after the other; a stop empties the queue and is heard at once.
 * The devices are opened on demand and closed at rest, SDL's audio with them,
 * so that a silent kiosk costs nothing. What changed is told by `wake`; the
 * main thread then looks.
 */
#ifndef VZ_KIOSK_AUDIO_SOUND_H
#define VZ_KIOSK_AUDIO_SOUND_H

#include "recorder.h"

#include <stdbool.h>
#include <stddef.h>

struct vz_sound;

struct vz_sound_params {
    // Called on any thread when vz_sound_look or the recorder's look would
    // answer something else.
    void (*wake)(void *userdata);
    void *userdata;
    int keep_open_s; // so long the loudspeaker stays open after the last sound
};

// Starts the thread. NULL (logged) on failure.
struct vz_sound *vz_sound_create(const struct vz_sound_params *params);
// Silence, joins, wipes. NULL is allowed.
void vz_sound_destroy(struct vz_sound *sound);

enum vz_sound_kind {
    VZ_SOUND_SPEECH, // `text` by `voice`
    VZ_SOUND_FILE,   // the sound file at `text`
    VZ_SOUND_BYTES,  // the sound file in `bytes`
    VZ_SOUND_RISING, // short tones
    VZ_SOUND_FALLING,
    VZ_SOUND_RECORD, // not heard: the recorder listens when this one's turn is
};

struct vz_sound_item {
    enum vz_sound_kind kind;
    int id; // 0 or more: what vz_sound_look answers while it is heard
    const char *text;
    const char *voice; // from vz_voice_find
    bool spell;
    int speed; // percent, 0 = 100
    const void *bytes;
    size_t len;
    int pause_ms; // silence behind it
};

// Queues an item; everything is copied. False: out of memory.
bool vz_sound_add(struct vz_sound *sound, const struct vz_sound_item *item);
// Silence at once, and nothing is queued any more. A recording goes on.
void vz_sound_stop(struct vz_sound *sound);
// 0..100.
void vz_sound_set_volume(struct vz_sound *sound, int percent);

struct vz_sound_view {
    int id;          // of the item heard now; -1 = none
    size_t from, to; // bytes of its text: the word heard now; equal = none
    bool busy;       // something is heard or will be
    bool absent;     // the last item found no loudspeaker, or lost it
};
void vz_sound_look(struct vz_sound *sound, struct vz_sound_view *view);

// The recorder that VZ_SOUND_RECORD starts; lives as long as `sound`.
struct vz_recorder *vz_sound_recorder(struct vz_sound *sound);

#endif
