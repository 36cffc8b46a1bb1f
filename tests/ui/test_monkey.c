// A monkey at the kiosk: thousands of touches, drags, keys and pauses from a
// seed, through the same events as those of a person. It never crashes, never
// gets past a PIN, and leaves nothing for the next one to see.
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/clock.h"
#include "base/file.h"
#include "support/kiosk_play.h"

#include <stdlib.h>
#include <string.h>

#ifdef __SANITIZE_ADDRESS__
#define STEPS 10000
#else
#define STEPS 2000
#endif

#define CANARY "kanarie"

struct monkey {
    struct kiosk_play play;
    char describe[STORE_PATH_SIZE];
    uint64_t seed;
    int step;
    char visit[64]; // id of the latest
    char *attract;  // described before anyone came
    int thanked;    // visits that ended in thanks
    int resets;
};

static uint32_t draw(struct monkey *m, uint32_t below) {
    m->seed ^= m->seed << 13;
    m->seed ^= m->seed >> 7;
    m->seed ^= m->seed << 17;
    return (uint32_t)(m->seed >> 32) % below;
}

static char *described(const struct monkey *m) {
    struct vz_strbuf text = {0};
    assert_int_equal(vz_file_read(m->describe, 1 << 20, &text), VZ_OK);
    return vz_strbuf_take(&text);
}

static void push(struct monkey *m, SDL_Event event) {
    SDL_PushEvent(&event);
    kiosk_play_pass(&m->play, 0);
}

static void finger(struct monkey *m, Uint32 type, int id, int x, int y) {
    const struct vz_ui *ui = &m->play.kiosk->window.ui;
    push(m, (SDL_Event){.tfinger = {.type = type,
                                    .touchId = 1,
                                    .fingerId = id,
                                    .x = (float)x / (float)ui->width,
                                    .y = (float)y / (float)ui->height}});
}

// --------------------------------------------------------------------- tricks
static void touch_a_box(struct monkey *m) {
    const struct vz_scene *scene = &m->play.kiosk->scene;
    for (int tries = 0; tries < 20 && scene->n > 0; tries++) {
        const struct vz_box *box = &scene->boxes[draw(m, (uint32_t)scene->n)];
        if (box->act != VZ_ACT_NONE && box->rect.w > 0 && box->rect.h > 0) {
            int x = box->rect.x + (int)draw(m, (uint32_t)box->rect.w);
            int y = box->rect.y + (int)draw(m, (uint32_t)box->rect.h);
            finger(m, SDL_FINGERDOWN, 1, x, y);
            finger(m, SDL_FINGERUP, 1, x, y);
            break;
        }
    }
    kiosk_play_pass(&m->play, 200 + draw(m, 200));
}

static void go_on(struct monkey *m) {
    if (kiosk_play_box(&m->play, "next")) {
        kiosk_play_tap_now(&m->play, "next");
    }
    kiosk_play_pass(&m->play, 300);
}

static void touch_anywhere(struct monkey *m) {
    int x = (int)draw(m, 1280), y = (int)draw(m, 800);
    finger(m, SDL_FINGERDOWN, 1, x, y);
    finger(m, SDL_FINGERUP, 1, x, y);
}

static void drag(struct monkey *m) {
    int id = 1 + (int)draw(m, 12), x = (int)draw(m, 1280);
    int y = (int)draw(m, 800);
    finger(m, SDL_FINGERDOWN, id, x, y);
    for (uint32_t i = draw(m, 5); i > 0; i--) {
        x += (int)draw(m, 400) - 200;
        y += (int)draw(m, 400) - 200;
        finger(m, SDL_FINGERMOTION, id, x, y);
        kiosk_play_pass(&m->play, draw(m, 300));
    }
    if (draw(m, 4)) { // some are never lifted
        finger(m, SDL_FINGERUP, id, x, y);
    }
}

static void click(struct monkey *m) {
    SDL_Event event = {.button = {.type = SDL_MOUSEBUTTONDOWN,
                                  .button = (Uint8)(1 + draw(m, 3)),
                                  .x = (int)draw(m, 1280),
                                  .y = (int)draw(m, 800)}};
    push(m, event);
    event.type = SDL_MOUSEBUTTONUP;
    push(m, event);
}

static void press_a_key(struct monkey *m) {
    static const SDL_Keycode keys[] = {
        SDLK_TAB,       SDLK_LEFT,   SDLK_RIGHT, SDLK_UP, SDLK_DOWN,
        SDLK_RETURN,    SDLK_RETURN, SDLK_SPACE, SDLK_F4, SDLK_ESCAPE,
        SDLK_BACKSPACE, SDLK_DELETE, SDLK_HOME,  SDLK_a,  SDLK_PRINTSCREEN};
    static const Uint16 mods[] = {KMOD_NONE, KMOD_NONE,  KMOD_NONE, KMOD_LSHIFT,
                                  KMOD_LALT, KMOD_LCTRL, KMOD_LGUI};
    SDL_Event event = {.key = {.type = SDL_KEYDOWN, .state = SDL_PRESSED}};
    event.key.keysym.sym = keys[draw(m, sizeof(keys) / sizeof(*keys))];
    event.key.keysym.mod = mods[draw(m, sizeof(mods) / sizeof(*mods))];
    push(m, event);
}

static void type(struct monkey *m) {
    static const char *const texts[] = {
        CANARY, "é", "7", "  ", "\xf0\x9f\x90\x92", "ሰላም", "\xd9\x85\xd8\xb1"};
    SDL_Event event = {.text = {.type = SDL_TEXTINPUT}};
    snprintf(event.text.text, sizeof(event.text.text), "%s",
             texts[draw(m, sizeof(texts) / sizeof(*texts))]);
    push(m, event);
}

static void trouble_the_window(struct monkey *m) {
    static const Uint8 events[] = {
        SDL_WINDOWEVENT_EXPOSED, SDL_WINDOWEVENT_FOCUS_LOST,
        SDL_WINDOWEVENT_CLOSE, SDL_WINDOWEVENT_SIZE_CHANGED};
    push(m, (SDL_Event){.window = {.type = SDL_WINDOWEVENT,
                                   .event = events[draw(m, 4)]}});
    push(m, (SDL_Event){.type = SDL_QUIT});
}

static void wait_a_while(struct monkey *m) {
    static const uint32_t most_ms[] = {500, 5000, 60000, 200000};
    kiosk_play_pass(&m->play, draw(m, most_ms[draw(m, 4)]));
}

static const struct {
    unsigned weight; // of 100
    void (*play)(struct monkey *);
} tricks[] = {
    {48, touch_a_box},   {16, go_on},
    {8, touch_anywhere}, {6, drag},
    {4, click},          {6, press_a_key},
    {7, type},           {2, trouble_the_window},
    {3, wait_a_while},
};

static void play_a_trick(struct monkey *m) {
    unsigned ticket = draw(m, 100);
    for (size_t i = 0; i < sizeof(tricks) / sizeof(*tricks); i++) {
        if (ticket < tricks[i].weight) {
            tricks[i].play(m);
            return;
        }
        ticket -= tricks[i].weight;
    }
}

// ----------------------------------------------------------------- what holds
static void check_always(struct monkey *m) {
    const struct vz_kiosk *kiosk = m->play.kiosk;
    assert_true(kiosk->running);
    assert_int_not_equal(kiosk->screen, VZ_SCREEN_STAFF);
    assert_int_not_equal(kiosk->screen, VZ_SCREEN_WORKER);
    assert_int_not_equal(kiosk->screen, VZ_SCREEN_CLOSED);
    char *text = described(m);
    assert_null(strstr(text, CANARY));
    free(text);
}

// Back at rest, the screen is as it was before anyone came.
static void check_rest(struct monkey *m) {
    char *text = described(m);
    assert_string_equal(text, m->attract);
    free(text);
    assert_null(m->play.kiosk->visit.session);
    assert_int_equal(m->play.kiosk->text_size, 0);
    m->resets++;
}

// A visit that was just begun holds no answer.
static void check_new_visit(struct monkey *m) {
    const struct vz_kiosk *kiosk = m->play.kiosk;
    if (kiosk->screen != VZ_SCREEN_QUESTION ||
        !strcmp(m->visit, vz_session_instance_id(kiosk->visit.session))) {
        return;
    }
    snprintf(m->visit, sizeof(m->visit), "%s",
             vz_session_instance_id(kiosk->visit.session));
    const struct vz_scene *scene = &m->play.kiosk->scene;
    for (size_t i = 0; i < scene->n; i++) {
        const struct vz_box *box = &scene->boxes[i];
        bool answer = box->name && !strncmp(box->name, "choice:", 7);
        assert_false(answer && (box->state & VZ_STATE_SELECTED));
    }
}

static void watch(struct monkey *m, enum vz_screen before) {
    enum vz_screen now = m->play.kiosk->screen;
    check_always(m);
    check_new_visit(m);
    if (now == before) {
        return;
    }
    m->thanked += now == VZ_SCREEN_THANKS;
    if (now == VZ_SCREEN_ATTRACT) {
        check_rest(m);
    } else if (now == VZ_SCREEN_START && before == VZ_SCREEN_ATTRACT) {
        assert_null(m->play.kiosk->visit.session);
    }
}

// Until the person goes away and the screen has cleared itself.
static void leave(struct monkey *m) {
    for (int i = 0; i < 20 && !kiosk_play_shows(&m->play, "attract"); i++) {
        enum vz_screen before = m->play.kiosk->screen;
        kiosk_play_settle(&m->play);
        kiosk_play_pass(&m->play, 130000);
        m->thanked += m->play.kiosk->screen == VZ_SCREEN_THANKS &&
                      before != VZ_SCREEN_THANKS;
    }
    assert_true(kiosk_play_shows(&m->play, "attract"));
}

static bool waits_for_store(const struct vz_kiosk *kiosk) {
    return kiosk->stage == VZ_STAGE_BEGINNING ||
           kiosk->stage == VZ_STAGE_HASHING ||
           kiosk->stage == VZ_STAGE_STORING || kiosk->pin.checking;
}

static void run(uint64_t seed) {
    struct monkey m = {.seed = seed};
    kiosk_play_init(&m.play);
    m.play.config.withdrawal_salt = "zout"; // codes are given
    store_folder_path(m.describe, m.play.dir, "screen.json");
    m.play.options.describe = m.describe;
    m.play.options.window = NULL; // full screen
    m.play.options.window_w = m.play.options.window_h = 0;
    kiosk_play_start(&m.play);
    kiosk_play_pass(&m.play, 301);
    m.attract = described(&m);
    for (m.step = 0; m.step < STEPS; m.step++) {
        enum vz_screen before = m.play.kiosk->screen;
        play_a_trick(&m);
        if (waits_for_store(m.play.kiosk)) {
            kiosk_play_settle(&m.play); // a person is slower than it
        }
        watch(&m, before);
    }
    leave(&m);
    kiosk_play_settle(&m.play);
    struct vz_kiosk_status status = kiosk_play_status(&m.play);
    print_message("seed %llu: %d resets, %d visits sent, %lld abandoned\n",
                  (unsigned long long)seed, m.resets, m.thanked,
                  (long long)status.abandoned);
    assert_int_equal(status.waiting, m.thanked);
    assert_true(m.resets > 3 && m.thanked > 0 && status.abandoned > 3);
    free(m.attract);
    kiosk_play_finish(&m.play);
}

static void a_monkey_finds_no_way_out(void **state) {
    run(20261124);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_monkey_finds_no_way_out),
    };
    return cmocka_run_group_tests_name("monkey", tests, NULL, NULL);
}
