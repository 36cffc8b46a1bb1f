/*
 * A voice: text becomes samples and the moments at which its words are heard.
 *
 * The door to espeak-ng, used in its retrieval mode: it never opens a sound
 * device. The engine is one for the whole process, so everything here but
 * vz_voice_find belongs to one thread, the one that opened it.
 */
#ifndef VZ_KIOSK_SPEECH_VOICE_H
#define VZ_KIOSK_SPEECH_VOICE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

// The voice for a language code ("nl"), a static string, or NULL when there is
// none: what has no recorded prompt then cannot be heard. Any thread.
const char *vz_voice_find(const char *code);

// Begins the engine, if it is not; false (logged) when its data are not
// installed. It stays until the process ends.
bool vz_voice_open(void);
// Samples a second of an open engine; they are mono.
int vz_voice_rate(void);
// Overwrites what the engine still holds of the text it said last with a
// neutral one.
void vz_voice_forget(void);

struct vz_voice_text {
    const char *text;  // UTF-8
    const char *voice; // from vz_voice_find
    bool spell;        // sign by sign: names of punctuation too
    int speed;         // percent of the usual pace; 0 = 100
};

struct vz_voice_sink {
    // Mandatory. False: enough, stop.
    bool (*samples)(const int16_t *samples, size_t n, void *userdata);
    // Mandatory: from sample `at` of this text on, the bytes from `from` up to
    // `to` are being said. Not called when spelling.
    void (*word)(uint64_t at, size_t from, size_t to, void *userdata);
    void *userdata;
};

// Says a text into a sink. True when it was said to its end; false when the
// sink had enough or the engine refused.
bool vz_voice_say(const struct vz_voice_text *text,
                  const struct vz_voice_sink *sink);

#endif
