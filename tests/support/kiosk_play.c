#include "kiosk_play.h"

#include "base/clock.h"
#include "base/log.h"
#include "kiosk/kiosk_parts.h"
#include "kiosk_seed.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define DEADLINE_MS 20000

static void give_up(const struct kiosk_play *stage, const char *what,
                    const char *name) {
    const char *screen = stage->kiosk ? stage->kiosk->scene.screen : NULL;
    fprintf(stderr, "kiosk_play: no %s %s (screen %s, position %s)\n", what,
            name, screen ? screen : "none",
            screen && stage->kiosk->scene.position
                ? stage->kiosk->scene.position
                : "none");
    abort();
}

// The kiosk's clock is frozen; patience is measured on the system's.
static int64_t real_ms(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

void kiosk_play_init(struct kiosk_play *stage) {
    kiosk_play_init_bare(stage);
    kiosk_seed_form(stage->dir, "kort", "assets/forms/kort.csv");
    kiosk_seed_form(stage->dir, "verhaal", "assets/forms/verhaal.csv");
    kiosk_seed_form(stage->dir, "getuigenis", "assets/forms/getuigenis.csv");
}

void kiosk_play_init_bare(struct kiosk_play *stage) {
    char settings[600], staff[VZ_PIN_HASH_SIZE], worker[VZ_PIN_HASH_SIZE];
    struct vz_error error = {0};
    *stage = (struct kiosk_play){0};
    store_folder_make(stage->dir);
    if (!vz_pin_init() || !vz_pin_hash("123456", staff) ||
        !vz_pin_hash("4711", worker)) {
        abort();
    }
    snprintf(settings, sizeof(settings),
             "[staff]\npin = %s\n[workers]\n07 = %s\n", staff, worker);
    if (!vz_config_parse(&stage->config, settings, &error)) {
        abort();
    }
    stage->options.window_w = 1280;
    stage->options.window_h = 800;
    stage->options.window = "1280x800";
    // A folder of tests may be called like one of assets.
    const char *build = getenv("BUILD");
    stage->options.assets = build ? build : "build";
    setenv("SDL_VIDEODRIVER", "offscreen", 1);
    vz_log_set_level(VZ_LOG_ERROR);
    vz_clock_freeze(STAGE_NOW_MS);
}

void kiosk_play_finish(struct kiosk_play *stage) {
    kiosk_play_stop(stage);
    vz_config_finish(&stage->config);
    store_folder_remove(stage->dir);
    vz_clock_thaw();
}

void kiosk_play_start(struct kiosk_play *stage) {
    struct vz_error error = {0};
    stage->kiosk = calloc(1, sizeof(*stage->kiosk));
    if (!stage->kiosk || !vz_kiosk_init(stage->kiosk, &stage->options,
                                        &stage->config, stage->dir, &error)) {
        fprintf(stderr, "kiosk_play: %s\n", error.message);
        abort();
    }
    vz_kiosk_show(stage->kiosk);
    int64_t end = real_ms() + DEADLINE_MS;
    while (!stage->kiosk->loaded) {
        vz_kiosk_turn(stage->kiosk, 5);
        if (real_ms() > end) {
            give_up(stage, "forms", "");
        }
    }
    kiosk_play_settle(stage);
}

void kiosk_play_stop(struct kiosk_play *stage) {
    if (stage->kiosk) {
        vz_kiosk_finish(stage->kiosk);
        free(stage->kiosk);
        stage->kiosk = NULL;
    }
}

bool kiosk_play_shows(const struct kiosk_play *stage, const char *screen) {
    const char *overlay = vz_overlay_name(stage->kiosk->overlay);
    const char *shown = stage->kiosk->scene.screen;
    return !strcmp(overlay ? overlay : shown ? shown : "", screen);
}

const struct vz_box *kiosk_play_box(const struct kiosk_play *stage,
                                    const char *name) {
    return vz_scene_find(&stage->kiosk->scene, name);
}

void kiosk_play_wait(struct kiosk_play *stage, const char *screen) {
    int64_t end = real_ms() + DEADLINE_MS;
    while (!kiosk_play_shows(stage, screen)) {
        vz_kiosk_turn(stage->kiosk, 5);
        if (real_ms() > end) {
            give_up(stage, "screen", screen);
        }
    }
}

void kiosk_play_wait_box(struct kiosk_play *stage, const char *name) {
    int64_t end = real_ms() + DEADLINE_MS;
    while (!kiosk_play_box(stage, name)) {
        vz_kiosk_turn(stage->kiosk, 5);
        if (real_ms() > end) {
            give_up(stage, "box", name);
        }
    }
}

// Jobs run in their order: when the answer to this one is there, so are those
// to all before.
// The last of the jobs that were given; those before it are done when it is.
struct last_job {
    struct vz_job job;
    bool *done;
};

static void run_last(struct vz_job *base, struct vz_kiosk_store *store) {
}

static void done_last(struct vz_job *base, void *userdata) {
    *((struct last_job *)base)->done = true;
}

static void destroy_last(struct vz_job *base) {
    free(base);
}

void kiosk_play_settle(struct kiosk_play *stage) {
    int64_t end = real_ms() + DEADLINE_MS;
    bool done = false;
    vz_kiosk_give_status(stage->kiosk);
    struct last_job *last =
        vz_kiosk_new_job(sizeof(*last), run_last, done_last, destroy_last);
    if (!last) {
        abort();
    }
    last->done = &done;
    vz_kiosk_give_job(stage->kiosk, &last->job);
    while (!done) {
        vz_kiosk_turn(stage->kiosk, 5);
        if (real_ms() > end) {
            give_up(stage, "answer from the store thread", "");
        }
    }
}

// A turn handles one event; what threads have posted may stand before ours.
static void drain(struct kiosk_play *stage) {
    do {
        vz_kiosk_turn(stage->kiosk, 0);
    } while (SDL_PollEvent(NULL));
}

static void push_finger(struct kiosk_play *stage, Uint32 type,
                        const struct vz_rect *rect) {
    const struct vz_ui *ui = &stage->kiosk->window.ui;
    SDL_Event event = {
        .tfinger = {
            .type = type,
            .touchId = 1,
            .fingerId = 1,
            .x = ((float)rect->x + (float)rect->w / 2) / (float)ui->width,
            .y = ((float)rect->y + (float)rect->h / 2) / (float)ui->height,
        }};
    SDL_PushEvent(&event);
    drain(stage);
}

void kiosk_play_tap_now(struct kiosk_play *stage, const char *name) {
    const struct vz_box *box = kiosk_play_box(stage, name);
    struct vz_rect rect = box ? box->rect : (struct vz_rect){0};
    push_finger(stage, SDL_FINGERDOWN, &rect);
    push_finger(stage, SDL_FINGERUP, &rect);
}

void kiosk_play_tap(struct kiosk_play *stage, const char *name) {
    kiosk_play_wait_box(stage, name);
    kiosk_play_tap_now(stage, name);
    kiosk_play_pass(stage, 300);
}

void kiosk_play_type(struct kiosk_play *stage, const char *text) {
    for (size_t i = 0; text[i]; i++) {
        SDL_Event event = {.text = {.type = SDL_TEXTINPUT}};
        event.text.text[0] = text[i];
        SDL_PushEvent(&event);
        drain(stage);
    }
}

void kiosk_play_pass(struct kiosk_play *stage, int64_t ms) {
    vz_clock_advance(ms);
    drain(stage);
}

void kiosk_play_enter(struct kiosk_play *stage, const char *form_id) {
    kiosk_play_wait(stage, "attract");
    kiosk_play_pass(stage, 301);
    kiosk_play_tap(stage, "begin");
    kiosk_play_wait(stage, "start");
    kiosk_play_tap(stage, !strcmp(form_id, "kort") ? "door:0" : "door:1");
    kiosk_play_wait(stage, "question");
}

struct vz_kiosk_status kiosk_play_status(const struct kiosk_play *stage) {
    struct vz_kiosk_store *store = NULL;
    struct vz_error error = {0};
    struct vz_kiosk_status status = {0};
    bool damaged;
    if (vz_kiosk_store_open(&store, stage->dir, false, &damaged, &error) !=
            VZ_OK ||
        vz_kiosk_store_status(store, &status) != VZ_OK) {
        abort();
    }
    vz_kiosk_store_close(store);
    return status;
}
