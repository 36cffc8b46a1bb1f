/*
 * Ears and a mouth for tests: SDL's disk driver writes what is heard into a
 * file and reads what the microphone hears from another one. Both are raw:
 * mono, 16 bits, 48,000 samples a second.
 */
#ifndef VZ_TESTS_KIOSK_EARS_H
#define VZ_TESTS_KIOSK_EARS_H

#include "support/store_folder.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define EARS_RATE 48000

struct kiosk_ears {
    char heard[STORE_PATH_SIZE]; // file of the loudspeaker
    char said[STORE_PATH_SIZE];  // file of the microphone
};

// Sets SDL's environment: sound goes many times as fast as in life. There is no
// microphone until kiosk_ears_say. `dir` is an existing folder.
void kiosk_ears_init(struct kiosk_ears *ears, const char *dir);
// Back to no sound at all.
void kiosk_ears_finish(struct kiosk_ears *ears);

// The microphone will hear these samples, then silence.
void kiosk_ears_say(struct kiosk_ears *ears, const int16_t *samples, size_t n);
// `seconds` of a voice-like sound: syllables of `hz`, four a second, with a
// silence in the middle third.
int16_t *kiosk_ears_syllables(int seconds, double hz, size_t *n);

// Everything heard since the loudspeaker was last opened, for free(3).
int16_t *kiosk_ears_heard(const struct kiosk_ears *ears, size_t *n);
// Seconds of it that are not silent.
double kiosk_ears_seconds(const struct kiosk_ears *ears);
// Mean absolute sample of n.
double kiosk_ears_energy(const int16_t *samples, size_t n);
// Takes out stretches of silence: a busy machine puts some in.
void kiosk_ears_squeeze(int16_t *samples, size_t *n);
// How alike the loudness of two sounds goes, 50 ms by 50 ms, at the best shift
// of up to 400 ms: 1 = the same.
double kiosk_ears_alike(const int16_t *a, size_t n_a, const int16_t *b,
                        size_t n_b);

#endif
