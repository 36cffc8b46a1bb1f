/*
 * What a person is telling: the microphone's sound, how loud it is, and the Ogg
 * Opus file that grows from it, in memory only.
 *
 * The sound thread listens (vz_recorder_listen); the main thread looks, pauses,
 * ends and takes or wipes what came of it. Fields are guarded by `mutex`.
 */
#ifndef VZ_KIOSK_AUDIO_RECORDER_H
#define VZ_KIOSK_AUDIO_RECORDER_H

#include "base/strbuf.h"
#include "base/thread.h"

#include <stdint.h>

#define VZ_RECORDER_LEVELS 34 // of the last moments; 20 a second

enum vz_recorder_phase {
    VZ_RECORDER_REST,   // nothing was told
    VZ_RECORDER_OPENS,  // the tone sounds, the microphone is opened
    VZ_RECORDER_HEARS,  // it listens
    VZ_RECORDER_PAUSES, // begun, and listens to nothing for now
    VZ_RECORDER_DONE,   // the file is whole: take it
    VZ_RECORDER_ABSENT, // there is no microphone, or it was lost at once
};

struct vz_recorder_view {
    enum vz_recorder_phase phase;
    uint8_t levels[VZ_RECORDER_LEVELS]; // 0..100, the oldest first
    int n_levels;                       // of them are there
    int64_t ms, limit_ms;               // told; at most
    bool quiet;                         // nothing was heard for 8 s
    bool soft; // DONE, and nothing loud enough to understand was ever heard
};

struct vz_recorder {
    pthread_mutex_t mutex;
    pthread_cond_t changed;
    struct vz_recorder_view view;
    bool end;              // wanted by the main thread
    bool pause;            // likewise
    bool drop;             // what comes is thrown away
    int64_t silent_ms;     // since something was heard
    uint8_t loudest;       // level so far
    struct vz_strbuf file; // the sound thread's while phase is HEARS or PAUSES
    void (*wake)(void *userdata);
    void *userdata;
};

// `wake` is called on the sound thread when the view changed.
void vz_recorder_init(struct vz_recorder *recorder,
                      void (*wake)(void *userdata), void *userdata);
void vz_recorder_finish(struct vz_recorder *recorder);

// ------------------------------------------------------------- main thread
// Before the sound thread is asked to listen: empties it.
void vz_recorder_begin(struct vz_recorder *recorder, int limit_s);
void vz_recorder_look(struct vz_recorder *recorder,
                      struct vz_recorder_view *view);
void vz_recorder_pause(struct vz_recorder *recorder, bool pause);
// Ends softly: what was told is kept, and DONE comes.
void vz_recorder_end(struct vz_recorder *recorder);
// Moves a whole file into `out` (for vz_strbuf_wipe); the recorder rests. False
// when there is none.
bool vz_recorder_take(struct vz_recorder *recorder, struct vz_strbuf *out);
// Throws everything away, also what is just being told.
void vz_recorder_wipe(struct vz_recorder *recorder);
// True when nothing is held.
bool vz_recorder_is_empty(struct vz_recorder *recorder);

// ------------------------------------------------------------ sound thread
// Opens the microphone and listens until the end, the limit or a wipe. SDL's
// audio must be there.
void vz_recorder_listen(struct vz_recorder *recorder);

#endif
