/*
 * What is being heard: one output device, a second of samples ahead of it, and
 * marks that say which item and which word of it is at the loudspeaker now.
 *
 * One thread owns it: opens, writes, closes. SDL's callback takes samples out.
 * Any thread may stop it or look at it. All fields but `device` are guarded by
 * `mutex`.
 */
#ifndef VZ_KIOSK_AUDIO_OUTPUT_H
#define VZ_KIOSK_AUDIO_OUTPUT_H

#include "base/thread.h"

#include <SDL.h>

#define VZ_SOUND_RATE 48000 // samples a second, mono, 16 bits: everywhere here
#define VZ_OUTPUT_MARKS 256

// From the moment `at` on, bytes from..to of item `id` are heard.
struct vz_output_mark {
    uint64_t at;
    int id;
    size_t from, to;
};

struct vz_output {
    SDL_AudioDeviceID device; // of the owner; 0 = closed
    pthread_mutex_t mutex;
    pthread_cond_t changed;
    int16_t *ring; // a second
    size_t first, n;
    uint64_t written, heard; // samples since the start
    struct vz_output_mark marks[VZ_OUTPUT_MARKS];
    size_t first_mark, n_marks;
    struct vz_output_mark now; // id -1: nothing
    unsigned generation;       // what was begun in an older one is void
    int volume;                // percent
    bool more;                 // the owner is not done writing
    void (*wake)(void *userdata);
    void *userdata;
};

// `wake` is called, from any thread, when vz_output_now would answer something
// else. False when out of memory.
bool vz_output_init(struct vz_output *output, void (*wake)(void *userdata),
                    void *userdata);
void vz_output_finish(struct vz_output *output);

// ----------------------------------------------------- the owner's thread
// Opens the device, unless it is open. False (logged) when there is none. SDL's
// audio must be there.
bool vz_output_open(struct vz_output *output);
void vz_output_close(struct vz_output *output);
// The device is open but was taken out.
bool vz_output_lost(const struct vz_output *output);
// Waits until there is room. False: stopped, or the device was lost.
bool vz_output_write(struct vz_output *output, unsigned generation,
                     const int16_t *samples, size_t n);
// A mark at a moment counted as `written` is.
void vz_output_mark(struct vz_output *output, unsigned generation,
                    const struct vz_output_mark *mark);
uint64_t vz_output_written(struct vz_output *output);
// Waits until all that was written is heard. False as vz_output_write.
bool vz_output_drain(struct vz_output *output, unsigned generation);

// ------------------------------------------------------------- any thread
// Silence at once; what is written in the present generation is thrown away.
// Answers the new generation.
unsigned vz_output_stop(struct vz_output *output);
unsigned vz_output_generation(struct vz_output *output);
void vz_output_set_volume(struct vz_output *output, int percent);
// What is heard now.
struct vz_output_mark vz_output_now(struct vz_output *output);

#endif
