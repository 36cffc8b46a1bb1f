#include "kiosk.h"

#include "assets.h"
#include "kiosk_parts.h"

#include "base/clock.h"
#include "base/file.h"
#include "base/log.h"
#include "kiosk/locale/locale.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define SCRIPT_PAUSE_MS 10 // between two looks of a script at the screen

// On the store thread, and on the one that decodes pictures.
static void wake(void *userdata) {
    struct vz_kiosk *kiosk = userdata;
    SDL_PushEvent(&(SDL_Event){.type = kiosk->wake_event});
}

// On the signal thread.
static void end(void *userdata) {
    struct vz_kiosk *kiosk = userdata;
    SDL_PushEvent(&(SDL_Event){.type = kiosk->end_event});
}

static void set_hints(void) {
    // The window's own surface: a hundred times less memory and time than the
    // GPU's road for what changes here.
    SDL_SetHint(SDL_HINT_FRAMEBUFFER_ACCELERATION, "0");
    // SDL would turn SIGTERM into the close button that a kiosk ignores.
    SDL_SetHint(SDL_HINT_NO_SIGNAL_HANDLERS, "1");
    SDL_SetHint(SDL_HINT_TOUCH_MOUSE_EVENTS, "0");
    SDL_SetHint(SDL_HINT_VIDEO_ALLOW_SCREENSAVER, "0");
    SDL_SetHint(SDL_HINT_MOUSE_FOCUS_CLICKTHROUGH, "1");
    // Whatever takes the focus, the kiosk stays on the screen.
    SDL_SetHint(SDL_HINT_VIDEO_MINIMIZE_ON_FOCUS_LOSS, "0");
}

static bool start_sdl(struct vz_kiosk *kiosk, struct vz_error *error) {
    set_hints();
    bool started = SDL_Init(SDL_INIT_VIDEO) == 0;
    // Pictures that nobody sees are for who asks for them by name.
    if (!started || (!vz_window_is_seen() && !getenv("SDL_VIDEODRIVER"))) {
        vz_error_set(error, VZ_UNSUPPORTED,
                     "No display could be opened (%s). Set DISPLAY, or "
                     "SDL_VIDEODRIVER=offscreen to run without one.",
                     started ? "there is none" : SDL_GetError());
        SDL_Quit();
        return false;
    }
    SDL_EventState(SDL_DROPFILE, SDL_DISABLE);
    SDL_EventState(SDL_DROPTEXT, SDL_DISABLE);
    Uint32 first = SDL_RegisterEvents(3);
    kiosk->wake_event = first;
    kiosk->end_event = first + 1;
    kiosk->speech.event = first + 2;
    kiosk->fingers_by_mouse =
        SDL_GetHintBoolean(SDL_HINT_MOUSE_TOUCH_EVENTS, SDL_FALSE);
    return true;
}

static bool start_locale(struct vz_kiosk *kiosk, struct vz_error *error) {
    char *dir = vz_assets_find(kiosk->options->assets, "locale", error);
    if (!dir) {
        return false;
    }
    bool ok = vz_locale_init(dir);
    free(dir);
    if (ok) {
        kiosk->n_languages =
            vz_locale_choose(kiosk->config->languages, kiosk->languages);
        vz_kiosk_set_language(kiosk, 0);
    }
    return ok || vz_error_set(error, VZ_UNSUPPORTED,
                              "The translations could not be opened: is the "
                              "locale C.UTF-8 there?");
}

static bool load_script(struct vz_kiosk *kiosk, struct vz_error *error) {
    const struct vz_options *options = kiosk->options;
    if (!options->script) {
        return true;
    }
    if (options->shots && vz_dir_make(options->shots) != VZ_OK) {
        return vz_error_set(error, VZ_IO,
                            "The folder %s cannot be made. Name another one "
                            "with --shots.",
                            options->shots);
    }
    kiosk->script = vz_script_load(options->script, options->shots, error);
    return kiosk->script != NULL;
}

static bool open_window(struct vz_kiosk *kiosk, struct vz_error *error) {
    const struct vz_options *options = kiosk->options;
    const struct vz_config *config = kiosk->config;
    struct vz_window_params params = {
        .assets = options->assets,
        .theme = config->theme,
        .organisation = config->organisation,
    };
    if (options->window) {
        params.w = options->window_w;
        params.h = options->window_h;
    } else if (!config->fullscreen) {
        params.w = 1280;
        params.h = 800;
    }
    return vz_window_open(&kiosk->window, &params, error);
}

bool vz_kiosk_init(struct vz_kiosk *kiosk, const struct vz_options *options,
                   const struct vz_config *config, const char *dir,
                   struct vz_error *error) {
    *kiosk = (struct vz_kiosk){
        .options = options,
        .config = config,
        .dir = dir,
        .disk_free = -1,
        .running = true,
        .dirty = true,
        .screen = VZ_SCREEN_ATTRACT,
    };
    snprintf(kiosk->server, sizeof(kiosk->server), "%s",
             options->server ? options->server : config->server);
    if (!vz_pin_init()) {
        return vz_error_set(error, VZ_UNSUPPORTED,
                            "The system gives no random numbers.");
    }
    if (!*config->withdrawal_salt) {
        LOGW("No [house] withdrawal_salt is set: the hub will not know the "
             "codes that this kiosk gives. `vertelhub device add` prints it.");
    }
    vz_service_init(&kiosk->service); // before there is a child or a thread
    if (!start_sdl(kiosk, error)) {
        return false;
    }
    // Signals are blocked before any other thread is there to take them, and
    // the store opens while the window is being made.
    if (!load_script(kiosk, error) || !start_locale(kiosk, error) ||
        !vz_signals_start(&kiosk->signals, end, kiosk) ||
        !vz_store_thread_start(&kiosk->store, dir, wake, kiosk)) {
        goto fail;
    }
    vz_kiosk_give_forms(kiosk);
    vz_kiosk_give_status(kiosk);
    if (!open_window(kiosk, error)) {
        goto fail;
    }
    vz_painter_on_picture(kiosk->window.painter, wake, kiosk);
    vz_kiosk_speech_start(kiosk);
    vz_kiosk_speech_take_config(kiosk);
    kiosk->moves = vz_window_is_seen();
    SDL_StartTextInput();
    vz_kiosk_touched(kiosk);
    return true;

fail:
    if (!error->message[0]) {
        vz_error_set(error, VZ_NOMEM, "The kiosk's threads could not start.");
    }
    vz_kiosk_finish(kiosk);
    return false;
}

// Milliseconds to wait for an event; -1 = until there is one.
static int time_to_wait(const struct vz_kiosk *kiosk, int64_t most) {
    int64_t deadline = vz_kiosk_deadline(kiosk);
    int64_t wait = -1;
    if (deadline != VZ_NEVER) {
        wait = deadline - vz_clock_monotonic_ms();
        wait = wait < 0 ? 0 : wait > 3600000 ? 3600000 : wait;
    }
    if (most >= 0 && (wait < 0 || wait > most)) {
        wait = most;
    }
    return (int)wait;
}

static bool next_is_motion(void) {
    SDL_Event next;
    return SDL_PeepEvents(&next, 1, SDL_PEEKEVENT, SDL_FIRSTEVENT,
                          SDL_LASTEVENT) == 1 &&
           (next.type == SDL_FINGERMOTION || next.type == SDL_MOUSEMOTION);
}

void vz_kiosk_turn(struct vz_kiosk *kiosk, int64_t max_wait_ms) {
    SDL_Event event;
    int wait = time_to_wait(kiosk, max_wait_ms);
    if (wait < 0 ? SDL_WaitEvent(&event) : SDL_WaitEventTimeout(&event, wait)) {
        vz_kiosk_event(kiosk, &event);
        while (next_is_motion() && SDL_PollEvent(&event)) {
            vz_kiosk_event(kiosk, &event); // a frame for all of them
        }
    }
    vz_kiosk_tick(kiosk);
    vz_kiosk_show(kiosk);
}

static void play_script(struct vz_kiosk *kiosk) {
    enum vz_script_result result = vz_script_step(
        kiosk->script, &(struct vz_script_sight){
                           .scene = &kiosk->scene,
                           .ui = &kiosk->window.ui,
                           .overlay = vz_overlay_name(kiosk->overlay),
                           .surface = vz_window_surface(&kiosk->window),
                       });
    if (result != VZ_SCRIPT_GOES_ON) {
        kiosk->running = false;
        kiosk->failed = result == VZ_SCRIPT_FAILED;
    }
}

int vz_kiosk_run(struct vz_kiosk *kiosk) {
    vz_kiosk_show(kiosk);
    vz_service_ready(&kiosk->service);
    while (kiosk->running) {
        vz_kiosk_turn(kiosk, kiosk->script ? SCRIPT_PAUSE_MS : -1);
        if (kiosk->script && kiosk->running && !SDL_PollEvent(NULL) &&
            !kiosk->window.motion.runs &&
            vz_clock_monotonic_ms() >= kiosk->guard_until) {
            play_script(kiosk);
        }
    }
    vz_service_stopping(&kiosk->service);
    return kiosk->failed ? 1 : 0;
}

void vz_kiosk_finish(struct vz_kiosk *kiosk) {
    vz_kiosk_leave_visit(kiosk);
    // Interrupt: no job is taken any more.
    vz_store_thread_close(&kiosk->store);
    // Join: the transfer in progress is cut off, jobs given are run.
    vz_kiosk_speech_finish(kiosk);
    vz_sync_stop(kiosk->sync);
    vz_store_thread_finish(&kiosk->store);
    vz_signals_stop(&kiosk->signals);
    // Finish.
    vz_scene_finish(&kiosk->scene);
    vz_scene_finish(&kiosk->next);
    vz_window_close(&kiosk->window);
    vz_script_destroy(kiosk->script);
    vz_catalogue_finish(&kiosk->forms);
    vz_catalogue_finish(&kiosk->fresh);
    vz_config_finish(&kiosk->own);
    if (kiosk->password) {
        explicit_bzero(kiosk->password, strlen(kiosk->password));
        free(kiosk->password);
    }
    explicit_bzero(kiosk, sizeof(*kiosk));
    SDL_Quit();
}
