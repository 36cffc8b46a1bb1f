#include "output.h"

#include "base/log.h"
#include "base/memory.h"

#include <stdlib.h>
#include <string.h>

#define RING VZ_SOUND_RATE
#define BUFFER 1024 // samples the device takes at a time: 21 ms
#define LOOK_MS 200 // how often a waiting owner looks whether it was lost

static const struct vz_output_mark nothing = {.id = -1};

bool vz_output_init(struct vz_output *output, void (*wake)(void *userdata),
                    void *userdata) {
    *output = (struct vz_output){
        .now = nothing, .volume = 100, .wake = wake, .userdata = userdata};
    output->ring = vz_alloc_array(RING, sizeof(*output->ring));
    if (!output->ring) {
        LOG_OOM();
        return false;
    }
    pthread_mutex_init(&output->mutex, NULL);
    vz_condition_init(&output->changed);
    return true;
}

void vz_output_finish(struct vz_output *output) {
    if (!output->ring) {
        return;
    }
    pthread_mutex_destroy(&output->mutex);
    pthread_cond_destroy(&output->changed);
    explicit_bzero(output->ring, RING * sizeof(*output->ring));
    free(output->ring);
    *output = (struct vz_output){0};
}

// ----------------------------------------------------------- SDL's callback
// Takes the marks that are due; true when another word is heard now.
static bool pass_marks(struct vz_output *output) {
    bool passed = false;
    while (output->n_marks > 0 &&
           output->marks[output->first_mark].at <= output->heard) {
        output->now = output->marks[output->first_mark];
        output->first_mark = (output->first_mark + 1) % VZ_OUTPUT_MARKS;
        output->n_marks--;
        passed = true;
    }
    if (output->n == 0 && !output->more && output->now.id != -1) {
        output->now = nothing;
        passed = true;
    }
    return passed;
}

static void take_samples(struct vz_output *output, int16_t *out, size_t n) {
    size_t have = output->n < n ? output->n : n;
    for (size_t i = 0; i < have; i++) {
        int16_t *sample = &output->ring[(output->first + i) % RING];
        out[i] = (int16_t)(*sample * output->volume / 100);
        *sample = 0; // nothing that was heard stays
    }
    memset(out + have, 0, (n - have) * sizeof(*out));
    output->first = (output->first + have) % RING;
    output->n -= have;
    output->heard += have;
}

static void SDLCALL play(void *userdata, Uint8 *stream, int len) {
    struct vz_output *output = userdata;
    pthread_mutex_lock(&output->mutex);
    take_samples(output, (int16_t *)stream, (size_t)len / sizeof(int16_t));
    bool passed = pass_marks(output);
    pthread_cond_broadcast(&output->changed);
    pthread_mutex_unlock(&output->mutex);
    if (passed) {
        output->wake(output->userdata);
    }
}

// --------------------------------------------------------- the owner's thread
bool vz_output_open(struct vz_output *output) {
    if (output->device) {
        return true;
    }
    SDL_AudioSpec wanted = {.freq = VZ_SOUND_RATE,
                            .format = AUDIO_S16SYS,
                            .channels = 1,
                            .samples = BUFFER,
                            .callback = play,
                            .userdata = output};
    output->device = SDL_OpenAudioDevice(NULL, 0, &wanted, NULL, 0);
    if (!output->device) {
        LOGW("No loudspeaker could be opened: %s.", SDL_GetError());
        return false;
    }
    SDL_PauseAudioDevice(output->device, 0);
    return true;
}

void vz_output_close(struct vz_output *output) {
    if (output->device) {
        SDL_CloseAudioDevice(output->device);
        output->device = 0;
    }
}

bool vz_output_lost(const struct vz_output *output) {
    return output->device &&
           SDL_GetAudioDeviceStatus(output->device) == SDL_AUDIO_STOPPED;
}

// Waits for a change; the mutex is held. False: stopped or lost.
static bool wait_on(struct vz_output *output, unsigned generation) {
    struct timespec until = vz_deadline_after(LOOK_MS);
    pthread_cond_timedwait(&output->changed, &output->mutex, &until);
    if (output->generation != generation) {
        return false;
    }
    // SDL's own lock is taken by the callback before ours, never after it.
    pthread_mutex_unlock(&output->mutex);
    bool lost = vz_output_lost(output);
    pthread_mutex_lock(&output->mutex);
    return !lost && output->generation == generation;
}

static size_t put(struct vz_output *output, const int16_t *samples, size_t n) {
    size_t room = RING - output->n;
    size_t now = n < room ? n : room;
    for (size_t i = 0; i < now; i++) {
        output->ring[(output->first + output->n + i) % RING] = samples[i];
    }
    output->n += now;
    output->written += now;
    return now;
}

bool vz_output_write(struct vz_output *output, unsigned generation,
                     const int16_t *samples, size_t n) {
    pthread_mutex_lock(&output->mutex);
    bool ok = output->generation == generation;
    output->more = output->more || ok;
    while (ok && n > 0) {
        size_t now = put(output, samples, n);
        samples += now;
        n -= now;
        ok = n == 0 || wait_on(output, generation);
    }
    pthread_mutex_unlock(&output->mutex);
    return ok;
}

void vz_output_mark(struct vz_output *output, unsigned generation,
                    const struct vz_output_mark *mark) {
    pthread_mutex_lock(&output->mutex);
    if (output->generation == generation && output->n_marks < VZ_OUTPUT_MARKS) {
        size_t at = (output->first_mark + output->n_marks) % VZ_OUTPUT_MARKS;
        output->marks[at] = *mark;
        output->n_marks++;
    }
    pthread_mutex_unlock(&output->mutex);
}

uint64_t vz_output_written(struct vz_output *output) {
    pthread_mutex_lock(&output->mutex);
    uint64_t written = output->written;
    pthread_mutex_unlock(&output->mutex);
    return written;
}

bool vz_output_drain(struct vz_output *output, unsigned generation) {
    pthread_mutex_lock(&output->mutex);
    bool ok = output->generation == generation;
    output->more = false;
    // The last word is heard until the callback has found nothing behind it.
    while (ok && (output->n > 0 || output->now.id != -1)) {
        ok = wait_on(output, generation);
    }
    pthread_mutex_unlock(&output->mutex);
    return ok;
}

// --------------------------------------------------------------- any thread
unsigned vz_output_stop(struct vz_output *output) {
    pthread_mutex_lock(&output->mutex);
    unsigned generation = ++output->generation;
    explicit_bzero(output->ring, RING * sizeof(*output->ring));
    output->heard = output->written;
    output->first = output->n = 0;
    output->first_mark = output->n_marks = 0;
    output->more = false;
    output->now = nothing;
    pthread_cond_broadcast(&output->changed);
    pthread_mutex_unlock(&output->mutex);
    output->wake(output->userdata);
    return generation;
}

unsigned vz_output_generation(struct vz_output *output) {
    pthread_mutex_lock(&output->mutex);
    unsigned generation = output->generation;
    pthread_mutex_unlock(&output->mutex);
    return generation;
}

void vz_output_set_volume(struct vz_output *output, int percent) {
    pthread_mutex_lock(&output->mutex);
    output->volume = percent < 0 ? 0 : percent > 100 ? 100 : percent;
    pthread_mutex_unlock(&output->mutex);
}

struct vz_output_mark vz_output_now(struct vz_output *output) {
    pthread_mutex_lock(&output->mutex);
    struct vz_output_mark now = output->now;
    pthread_mutex_unlock(&output->mutex);
    return now;
}
