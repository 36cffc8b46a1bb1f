#include "sound.h"

#include "decode.h"
#include "output.h"

#include "base/log.h"
#include "base/memory.h"
#include "kiosk/speech/voice.h"

#include <math.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#define TONE_MS 180
#define CHUNK 1024 // samples handed on at a time

struct item {
    struct vz_sound_item item;
    unsigned generation; // of the output when it was queued
    char *text;
    char *bytes;
};

struct vz_sound {
    struct vz_thread thread;
    struct vz_queue queue; // of struct item
    struct vz_output output;
    struct vz_recorder recorder;
    atomic_int pending; // items not yet heard to their end
    atomic_bool absent;
    int keep_open_ms;
    void (*wake)(void *userdata);
    void *userdata;
    // The sound thread's own:
    bool sdl;     // SDL's audio is there
    bool voice;   // espeak-ng is open
    bool no_data; // espeak-ng cannot be opened: do not try again
};

// ---------------------------------------------------------------- main thread
static void destroy_item(struct item *item) {
    if (item->text) {
        explicit_bzero(item->text, strlen(item->text));
    }
    if (item->bytes) {
        explicit_bzero(item->bytes, item->item.len);
    }
    free(item->text);
    free(item->bytes);
    free(item);
}

static struct item *copy_item(const struct vz_sound_item *from) {
    struct item *item = calloc(1, sizeof(*item));
    if (!item) {
        return NULL;
    }
    item->item = *from;
    item->text = from->text ? strdup(from->text) : NULL;
    item->bytes = from->bytes ? malloc(from->len + 1) : NULL;
    if ((from->text && !item->text) || (from->bytes && !item->bytes)) {
        destroy_item(item);
        return NULL;
    }
    if (from->bytes) {
        memcpy(item->bytes, from->bytes, from->len);
    }
    return item;
}

bool vz_sound_add(struct vz_sound *sound, const struct vz_sound_item *item) {
    struct item *copy = copy_item(item);
    if (copy) {
        copy->generation = vz_output_generation(&sound->output);
        atomic_fetch_add(&sound->pending, 1);
        if (vz_queue_push(&sound->queue, copy)) {
            return true;
        }
        atomic_fetch_sub(&sound->pending, 1);
        destroy_item(copy);
    }
    LOG_OOM();
    return false;
}

void vz_sound_stop(struct vz_sound *sound) {
    // The thread throws away what is queued in an older generation.
    vz_output_stop(&sound->output);
}

void vz_sound_set_volume(struct vz_sound *sound, int percent) {
    vz_output_set_volume(&sound->output, percent);
}

void vz_sound_look(struct vz_sound *sound, struct vz_sound_view *view) {
    struct vz_output_mark now = vz_output_now(&sound->output);
    *view = (struct vz_sound_view){
        .id = now.id,
        .from = now.from,
        .to = now.to,
        .busy = atomic_load(&sound->pending) > 0,
        .absent = atomic_load(&sound->absent),
    };
}

struct vz_recorder *vz_sound_recorder(struct vz_sound *sound) {
    return &sound->recorder;
}

// --------------------------------------------------------------- sound thread
// One item on its way to the loudspeaker.
struct playing {
    struct vz_sound *sound;
    const struct item *item;
    SDL_AudioStream *stream; // from the item's rate to the device's
    int rate;
    uint64_t base; // where in the output it began
};

static void mark(struct playing *playing, uint64_t at, size_t from, size_t to) {
    vz_output_mark(&playing->sound->output, playing->item->generation,
                   &(struct vz_output_mark){playing->base + at,
                                            playing->item->item.id, from, to});
}

static bool write_out(struct playing *playing, const int16_t *samples,
                      size_t n) {
    return vz_output_write(&playing->sound->output, playing->item->generation,
                           samples, n);
}

static bool begin(int rate, void *userdata) {
    struct playing *playing = userdata;
    playing->rate = rate;
    playing->base = vz_output_written(&playing->sound->output);
    playing->stream = SDL_NewAudioStream(AUDIO_S16SYS, 1, rate, AUDIO_S16SYS, 1,
                                         VZ_SOUND_RATE);
    if (!playing->stream) {
        LOG_OOM();
        return false;
    }
    mark(playing, 0, 0, 0);
    return true;
}

// Hands on what the stream has ready.
static bool pass_on(struct playing *playing) {
    int16_t samples[CHUNK];
    int n;
    bool ok = true;
    while (ok && (n = SDL_AudioStreamGet(playing->stream, samples,
                                         sizeof(samples))) > 0) {
        ok = write_out(playing, samples, (size_t)n / sizeof(*samples));
    }
    explicit_bzero(samples, sizeof(samples));
    return ok;
}

static bool take_samples(const int16_t *samples, size_t n, void *userdata) {
    struct playing *playing = userdata;
    return SDL_AudioStreamPut(playing->stream, samples,
                              (int)(n * sizeof(*samples))) == 0 &&
           pass_on(playing);
}

static void take_word(uint64_t at, size_t from, size_t to, void *userdata) {
    struct playing *playing = userdata;
    mark(playing, at * VZ_SOUND_RATE / (uint64_t)playing->rate, from, to);
}

static bool open_voice(struct vz_sound *sound) {
    if (!sound->voice && !sound->no_data) {
        sound->voice = vz_voice_open();
        sound->no_data = !sound->voice;
    }
    return sound->voice;
}

static void speak(struct playing *playing) {
    const struct vz_sound_item *item = &playing->item->item;
    struct vz_voice_text text = {playing->item->text, item->voice, item->spell,
                                 item->speed};
    struct vz_voice_sink sink = {take_samples, take_word, playing};
    if (open_voice(playing->sound) && begin(vz_voice_rate(), playing)) {
        vz_voice_say(&text, &sink);
    }
}

static void play_file(struct playing *playing) {
    const struct item *item = playing->item;
    struct vz_decode_sink sink = {begin, take_samples, playing};
    bool bytes = item->item.kind == VZ_SOUND_BYTES;
    enum vz_status status =
        bytes ? vz_decode_bytes(item->bytes, item->item.len, &sink)
              : vz_decode_file(item->text, &sink);
    if (status != VZ_OK) {
        LOGW("A sound file could not be played: %s.", vz_status_text(status));
    }
}

// Two soft notes, a fourth apart.
static void play_tone(struct playing *playing, bool rises) {
    int16_t samples[VZ_SOUND_RATE / 1000 * TONE_MS];
    size_t n = sizeof(samples) / sizeof(*samples);
    double phase = 0;
    for (size_t i = 0; i < n; i++) {
        bool high = (i >= n / 2) == rises;
        double along = (double)(i % (n / 2)) / (double)(n / 2);
        phase += 2 * M_PI * (high ? 587.3 : 440.0) / VZ_SOUND_RATE;
        samples[i] = (int16_t)(9000 * sin(M_PI * along) * sin(phase));
    }
    if (begin(VZ_SOUND_RATE, playing)) {
        take_samples(samples, n, playing);
    }
}

static void play_pause(struct playing *playing) {
    static const int16_t silence[CHUNK];
    size_t left = (size_t)playing->item->item.pause_ms * VZ_SOUND_RATE / 1000;
    bool ok = true;
    while (ok && left > 0) {
        size_t n = left < CHUNK ? left : CHUNK;
        ok = write_out(playing, silence, n);
        left -= n;
    }
}

// SDL's own audio thread looks for devices all the time: it is there only
// while something sounds.
static bool start_sdl(struct vz_sound *sound) {
    if (!sound->sdl && SDL_InitSubSystem(SDL_INIT_AUDIO) != 0) {
        LOGW("There is no sound here: %s.", SDL_GetError());
        return false;
    }
    sound->sdl = true;
    return true;
}

static void play_item(struct vz_sound *sound, const struct item *item) {
    struct playing playing = {.sound = sound, .item = item};
    if (!start_sdl(sound) || !vz_output_open(&sound->output)) {
        atomic_store(&sound->absent, true);
        return;
    }
    switch (item->item.kind) {
    case VZ_SOUND_SPEECH:
        speak(&playing);
        break;
    case VZ_SOUND_FILE:
    case VZ_SOUND_BYTES:
        play_file(&playing);
        break;
    case VZ_SOUND_RISING:
    case VZ_SOUND_FALLING:
        play_tone(&playing, item->item.kind == VZ_SOUND_RISING);
        break;
    case VZ_SOUND_RECORD:
        break;
    }
    if (playing.stream) {
        SDL_AudioStreamFlush(playing.stream);
        pass_on(&playing);
        SDL_FreeAudioStream(playing.stream);
    }
    play_pause(&playing);
    bool lost = vz_output_lost(&sound->output);
    atomic_store(&sound->absent, lost);
    if (lost) {
        LOGW("The loudspeaker was lost.");
        vz_output_close(&sound->output);
        vz_output_stop(&sound->output); // with all that waits for it
    }
}

static void record(struct vz_sound *sound, const struct item *item) {
    // First the tone, so that it is not on the recording.
    vz_output_drain(&sound->output, item->generation);
    start_sdl(sound); // without it the microphone cannot be opened, which it
                      // says itself
    vz_recorder_listen(&sound->recorder);
}

static void serve(struct vz_sound *sound, const struct item *item) {
    if (item->generation != vz_output_generation(&sound->output)) {
        return; // stopped before its turn
    }
    if (item->item.kind == VZ_SOUND_RECORD) {
        record(sound, item);
        return;
    }
    play_item(sound, item);
    // The next item follows without a gap; after the last one, wait until it
    // is heard.
    if (atomic_load(&sound->pending) == 1) {
        vz_output_drain(&sound->output, item->generation);
    }
}

static void rest(struct vz_sound *sound) {
    vz_output_close(&sound->output);
    if (sound->sdl) {
        SDL_QuitSubSystem(SDL_INIT_AUDIO);
        sound->sdl = false;
    }
    if (sound->voice) {
        vz_voice_forget();
        sound->voice = false;
    }
}

static void run(void *userdata) {
    struct vz_sound *sound = userdata;
    while (!vz_queue_ended(&sound->queue)) {
        bool open = sound->sdl || sound->voice;
        struct item *item =
            vz_queue_pop(&sound->queue, open ? sound->keep_open_ms : -1);
        if (!item) {
            rest(sound);
            continue;
        }
        serve(sound, item);
        destroy_item(item);
        if (atomic_fetch_sub(&sound->pending, 1) == 1) {
            sound->wake(sound->userdata);
        }
    }
    rest(sound);
    SDL_TLSCleanup(); // SDL knows only of threads that it made
}

// ----------------------------------------------------------------- lifetime
struct vz_sound *vz_sound_create(const struct vz_sound_params *params) {
    struct vz_sound *sound = calloc(1, sizeof(*sound));
    if (!sound || !vz_queue_init(&sound->queue)) {
        LOG_OOM();
        free(sound);
        return NULL;
    }
    sound->wake = params->wake;
    sound->userdata = params->userdata;
    sound->keep_open_ms = params->keep_open_s * 1000;
    vz_recorder_init(&sound->recorder, params->wake, params->userdata);
    if (!vz_output_init(&sound->output, params->wake, params->userdata) ||
        !vz_thread_start(&sound->thread, "sound", run, sound)) {
        vz_sound_destroy(sound);
        return NULL;
    }
    return sound;
}

void vz_sound_destroy(struct vz_sound *sound) {
    if (!sound) {
        return;
    }
    if (sound->output.ring) {
        vz_output_stop(&sound->output);
    }
    vz_recorder_wipe(&sound->recorder);
    vz_queue_close(&sound->queue);
    vz_thread_join(&sound->thread);
    for (struct item *item; (item = vz_queue_pop(&sound->queue, 0));) {
        destroy_item(item);
    }
    vz_queue_finish(&sound->queue);
    vz_output_finish(&sound->output);
    vz_recorder_finish(&sound->recorder);
    free(sound);
}
