#include "kiosk_ears.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define STEP (EARS_RATE / 20)
#define SHIFTS 8
#define SILENCE (EARS_RATE / 100)

void kiosk_ears_init(struct kiosk_ears *ears, const char *dir) {
    snprintf(ears->heard, sizeof(ears->heard), "%s/heard.raw", dir);
    snprintf(ears->said, sizeof(ears->said), "%s/said.raw", dir);
    setenv("SDL_AUDIODRIVER", "disk", 1);
    setenv("SDL_DISKAUDIOFILE", ears->heard, 1);
    setenv("SDL_DISKAUDIOFILEIN", ears->said, 1);
    setenv("SDL_DISKAUDIODELAY", "2", 1);
}

void kiosk_ears_finish(struct kiosk_ears *ears) {
    remove(ears->heard);
    remove(ears->said);
    unsetenv("SDL_AUDIODRIVER");
    unsetenv("SDL_DISKAUDIOFILE");
    unsetenv("SDL_DISKAUDIOFILEIN");
    unsetenv("SDL_DISKAUDIODELAY");
}

void kiosk_ears_say(struct kiosk_ears *ears, const int16_t *samples, size_t n) {
    FILE *file = fopen(ears->said, "wb");
    if (!file || fwrite(samples, sizeof(*samples), n, file) != n ||
        fclose(file)) {
        abort();
    }
}

int16_t *kiosk_ears_syllables(int seconds, double hz, size_t *n) {
    *n = (size_t)seconds * EARS_RATE;
    int16_t *samples = calloc(*n, sizeof(*samples));
    for (size_t i = 0; samples && i < *n; i++) {
        double t = (double)i / EARS_RATE;
        double loud = sin(M_PI * 4 * t) * sin(M_PI * 4 * t);
        bool silent = i > *n / 3 && i < *n * 2 / 3;
        samples[i] =
            (int16_t)(silent ? 0 : 12000 * loud * sin(2 * M_PI * hz * t));
    }
    return samples;
}

int16_t *kiosk_ears_heard(const struct kiosk_ears *ears, size_t *n) {
    *n = 0;
    FILE *file = fopen(ears->heard, "rb");
    if (!file) {
        return calloc(1, sizeof(int16_t));
    }
    fseek(file, 0, SEEK_END);
    size_t len = (size_t)ftell(file) / sizeof(int16_t);
    rewind(file);
    int16_t *samples = calloc(len + 1, sizeof(*samples));
    *n = samples ? fread(samples, sizeof(*samples), len, file) : 0;
    fclose(file);
    return samples;
}

double kiosk_ears_energy(const int16_t *samples, size_t n) {
    double sum = 0;
    for (size_t i = 0; i < n; i++) {
        sum += abs(samples[i]);
    }
    return n ? sum / (double)n : 0;
}

double kiosk_ears_seconds(const struct kiosk_ears *ears) {
    size_t n, loud = 0;
    int16_t *samples = kiosk_ears_heard(ears, &n);
    for (size_t i = 0; i + STEP <= n; i += STEP) {
        loud += kiosk_ears_energy(samples + i, STEP) > 20;
    }
    free(samples);
    return (double)loud / 20;
}

// Pearson's correlation of the loudness of `a` with that of `b` from `shift`.
static double correlate(const int16_t *a, size_t n_a, const int16_t *b,
                        size_t n_b) {
    double sa = 0, sb = 0, saa = 0, sbb = 0, sab = 0, n = 0;
    for (size_t i = 0; i + STEP <= n_a && i + STEP <= n_b; i += STEP) {
        double x = kiosk_ears_energy(a + i, STEP);
        double y = kiosk_ears_energy(b + i, STEP);
        sa += x, sb += y, saa += x * x, sbb += y * y, sab += x * y, n++;
    }
    double d = sqrt(n * saa - sa * sa) * sqrt(n * sbb - sb * sb);
    return d > 0 ? (n * sab - sa * sb) / d : 0;
}

void kiosk_ears_squeeze(int16_t *samples, size_t *n) {
    size_t to = 0, zeros = 0;
    for (size_t i = 0; i < *n; i++) {
        zeros = samples[i] ? 0 : zeros + 1;
        if (zeros < SILENCE) {
            samples[to++] = samples[i];
        }
    }
    *n = to;
}

double kiosk_ears_alike(const int16_t *a, size_t n_a, const int16_t *b,
                        size_t n_b) {
    double best = 0;
    for (size_t shift = 0; shift < SHIFTS * STEP; shift += STEP / 4) {
        double one = shift < n_b ? correlate(a, n_a, b + shift, n_b - shift)
                                 : 0;
        double other = shift < n_a ? correlate(a + shift, n_a - shift, b, n_b)
                                   : 0;
        best = one > best ? one : best;
        best = other > best ? other : best;
    }
    return best;
}
