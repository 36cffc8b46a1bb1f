#include "recorder.h"

#include "encode.h"
#include "output.h"

#include "base/log.h"

#include <math.h>
#include <string.h>

#define STEP_MS 50 // a level each
#define STEP (VZ_SOUND_RATE * STEP_MS / 1000)
#define QUIET_MS 8000
#define HEARD 12 // a level from here on is a voice
// Levels are decibels: this much below full scale is 0.
#define FLOOR_DB 54.0

void vz_recorder_init(struct vz_recorder *recorder,
                      void (*wake)(void *userdata), void *userdata) {
    *recorder = (struct vz_recorder){.wake = wake, .userdata = userdata};
    pthread_mutex_init(&recorder->mutex, NULL);
    vz_condition_init(&recorder->changed);
}

void vz_recorder_finish(struct vz_recorder *recorder) {
    if (recorder->wake) {
        vz_strbuf_wipe(&recorder->file);
        pthread_mutex_destroy(&recorder->mutex);
        pthread_cond_destroy(&recorder->changed);
        explicit_bzero(recorder, sizeof(*recorder));
    }
}

// -------------------------------------------------------------- main thread
// The sound thread holds the file while it listens; it wipes it then itself.
static void empty(struct vz_recorder *recorder) {
    bool listens = recorder->view.phase == VZ_RECORDER_HEARS ||
                   recorder->view.phase == VZ_RECORDER_PAUSES;
    recorder->drop = listens;
    if (!listens) {
        vz_strbuf_wipe(&recorder->file);
        recorder->view = (struct vz_recorder_view){0};
    }
    recorder->end = listens;
    recorder->pause = false;
    recorder->silent_ms = 0;
    recorder->loudest = 0;
    pthread_cond_broadcast(&recorder->changed);
}

void vz_recorder_begin(struct vz_recorder *recorder, int limit_s) {
    pthread_mutex_lock(&recorder->mutex);
    empty(recorder);
    if (!recorder->drop) {
        recorder->view.phase = VZ_RECORDER_OPENS;
        recorder->view.limit_ms = (int64_t)limit_s * 1000;
    }
    pthread_mutex_unlock(&recorder->mutex);
}

void vz_recorder_look(struct vz_recorder *recorder,
                      struct vz_recorder_view *view) {
    pthread_mutex_lock(&recorder->mutex);
    *view = recorder->view;
    pthread_mutex_unlock(&recorder->mutex);
}

void vz_recorder_pause(struct vz_recorder *recorder, bool pause) {
    pthread_mutex_lock(&recorder->mutex);
    recorder->pause = pause;
    pthread_cond_broadcast(&recorder->changed);
    pthread_mutex_unlock(&recorder->mutex);
}

void vz_recorder_end(struct vz_recorder *recorder) {
    pthread_mutex_lock(&recorder->mutex);
    recorder->end = true;
    pthread_cond_broadcast(&recorder->changed);
    pthread_mutex_unlock(&recorder->mutex);
}

bool vz_recorder_take(struct vz_recorder *recorder, struct vz_strbuf *out) {
    pthread_mutex_lock(&recorder->mutex);
    bool whole = recorder->view.phase == VZ_RECORDER_DONE;
    if (whole) {
        *out = recorder->file;
        recorder->file = (struct vz_strbuf){0};
        recorder->view = (struct vz_recorder_view){0};
    }
    pthread_mutex_unlock(&recorder->mutex);
    return whole;
}

void vz_recorder_wipe(struct vz_recorder *recorder) {
    pthread_mutex_lock(&recorder->mutex);
    empty(recorder);
    pthread_mutex_unlock(&recorder->mutex);
}

bool vz_recorder_is_empty(struct vz_recorder *recorder) {
    pthread_mutex_lock(&recorder->mutex);
    bool is = recorder->view.phase == VZ_RECORDER_REST && !recorder->file.data;
    // What is being thrown away is the sound thread's, and gone in a moment.
    is = is || recorder->drop;
    pthread_mutex_unlock(&recorder->mutex);
    return is;
}

// ------------------------------------------------------------- sound thread
static uint8_t level_of(const int16_t *samples, size_t n) {
    double sum = 1e-9;
    for (size_t i = 0; i < n; i++) {
        sum += (double)samples[i] * samples[i];
    }
    double db = 10 * log10(sum / (double)n / (32767.0 * 32767.0));
    double level = (db + FLOOR_DB) / FLOOR_DB * 100;
    return level < 0 ? 0 : level > 100 ? 100 : (uint8_t)level;
}

static void add_level(struct vz_recorder *recorder, uint8_t level) {
    struct vz_recorder_view *view = &recorder->view;
    if (view->n_levels == VZ_RECORDER_LEVELS) {
        memmove(view->levels, view->levels + 1, VZ_RECORDER_LEVELS - 1);
        view->n_levels--;
    }
    view->levels[view->n_levels++] = level;
    recorder->loudest = level > recorder->loudest ? level : recorder->loudest;
    recorder->silent_ms = level >= HEARD ? 0 : recorder->silent_ms + STEP_MS;
    view->quiet = recorder->silent_ms >= QUIET_MS;
    view->ms += STEP_MS;
}

// What the main thread wants now; waits a step. True: go on.
static bool next_step(struct vz_recorder *recorder, bool *paused) {
    pthread_mutex_lock(&recorder->mutex);
    if (!recorder->end) {
        struct timespec until = vz_deadline_after(STEP_MS);
        pthread_cond_timedwait(&recorder->changed, &recorder->mutex, &until);
    }
    struct vz_recorder_view *view = &recorder->view;
    *paused = recorder->pause;
    view->phase = *paused ? VZ_RECORDER_PAUSES : VZ_RECORDER_HEARS;
    bool on = !recorder->end && view->ms < view->limit_ms;
    pthread_mutex_unlock(&recorder->mutex);
    return on;
}

// Takes whole steps out of the device's queue.
static bool hear(struct vz_recorder *recorder, SDL_AudioDeviceID device,
                 struct vz_encoder *encoder) {
    int16_t samples[STEP];
    bool ok = true;
    while (ok && SDL_GetQueuedAudioSize(device) >= sizeof(samples)) {
        size_t n = SDL_DequeueAudio(device, samples, sizeof(samples)) /
                   sizeof(*samples);
        ok = vz_encoder_write(encoder, samples, n);
        pthread_mutex_lock(&recorder->mutex);
        add_level(recorder, level_of(samples, n));
        ok = ok && recorder->view.ms < recorder->view.limit_ms;
        pthread_mutex_unlock(&recorder->mutex);
    }
    explicit_bzero(samples, sizeof(samples));
    recorder->wake(recorder->userdata);
    return ok;
}

static void listen_on(struct vz_recorder *recorder, SDL_AudioDeviceID device,
                      struct vz_encoder *encoder) {
    bool was_paused = true, paused = false, on = true;
    while (on && SDL_GetAudioDeviceStatus(device) != SDL_AUDIO_STOPPED) {
        if (paused != was_paused) {
            SDL_PauseAudioDevice(device, paused);
            recorder->wake(recorder->userdata);
        }
        was_paused = paused;
        on = next_step(recorder, &paused);
        on = hear(recorder, device, encoder) && on;
    }
}

static SDL_AudioDeviceID open_microphone(void) {
    SDL_AudioSpec wanted = {.freq = VZ_SOUND_RATE,
                            .format = AUDIO_S16SYS,
                            .channels = 1,
                            .samples = 1024};
    SDL_AudioDeviceID device = SDL_OpenAudioDevice(NULL, 1, &wanted, NULL, 0);
    if (!device) {
        LOGW("No microphone could be opened: %s.", SDL_GetError());
    }
    return device;
}

static void settle(struct vz_recorder *recorder, enum vz_recorder_phase phase) {
    pthread_mutex_lock(&recorder->mutex);
    if (recorder->drop || phase == VZ_RECORDER_ABSENT) {
        vz_strbuf_wipe(&recorder->file);
    }
    if (recorder->drop) {
        recorder->view = (struct vz_recorder_view){0};
    } else {
        recorder->view.phase = phase;
        recorder->view.quiet = false;
        recorder->view.soft = recorder->loudest < HEARD;
    }
    recorder->drop = recorder->end = recorder->pause = false;
    pthread_mutex_unlock(&recorder->mutex);
    recorder->wake(recorder->userdata);
}

// Does the main thread still want it? Then the file is ours from now on.
static bool take_over(struct vz_recorder *recorder, int *limit_s) {
    pthread_mutex_lock(&recorder->mutex);
    bool wanted = recorder->view.phase == VZ_RECORDER_OPENS;
    *limit_s = (int)(recorder->view.limit_ms / 1000);
    if (wanted) {
        recorder->view.phase = VZ_RECORDER_HEARS;
    }
    pthread_mutex_unlock(&recorder->mutex);
    return wanted;
}

void vz_recorder_listen(struct vz_recorder *recorder) {
    int limit_s;
    if (!take_over(recorder, &limit_s)) {
        return;
    }
    SDL_AudioDeviceID device = open_microphone();
    struct vz_encoder *encoder =
        device ? vz_encoder_create(&recorder->file, VZ_SOUND_RATE, limit_s)
               : NULL;
    if (encoder) {
        listen_on(recorder, device, encoder);
    }
    if (device) {
        SDL_ClearQueuedAudio(device);
        SDL_CloseAudioDevice(device);
    }
    bool whole = vz_encoder_end(encoder);
    settle(recorder, whole ? VZ_RECORDER_DONE : VZ_RECORDER_ABSENT);
}
