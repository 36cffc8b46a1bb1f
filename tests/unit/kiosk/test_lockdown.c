// No way out of a kiosk in full screen, and no odd way through it.
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/clock.h"
#include "support/kiosk_play.h"

#include <stdlib.h>
#include <string.h>

static int set_up(void **state) {
    struct kiosk_play *play = calloc(1, sizeof(*play));
    kiosk_play_init(play);
    play->options.window = NULL; // full screen, as the settings say
    play->options.window_w = play->options.window_h = 0;
    kiosk_play_start(play);
    *state = play;
    return 0;
}

static int tear_down(void **state) {
    kiosk_play_finish(*state);
    free(*state);
    return 0;
}

static void push(struct kiosk_play *play, SDL_Event event) {
    SDL_PushEvent(&event);
    kiosk_play_pass(play, 1);
}

static void press(struct kiosk_play *play, SDL_Keycode key, Uint16 mod) {
    SDL_Event event = {.key = {.type = SDL_KEYDOWN, .state = SDL_PRESSED}};
    event.key.keysym.sym = key;
    event.key.keysym.mod = mod;
    push(play, event);
}

static void finger(struct kiosk_play *play, Uint32 type, int id,
                   const char *name) {
    const struct vz_rect *r = &kiosk_play_box(play, name)->rect;
    const struct vz_ui *ui = &play->kiosk->window.ui;
    push(play, (SDL_Event){.tfinger = {.type = type,
                                       .touchId = 1,
                                       .fingerId = id,
                                       .x = ((float)r->x + (float)r->w / 2) /
                                            (float)ui->width,
                                       .y = ((float)r->y + (float)r->h / 2) /
                                            (float)ui->height}});
}

static void closing_the_window_does_nothing(void **state) {
    struct kiosk_play *play = *state;
    assert_false(play->kiosk->window.windowed);
    push(play, (SDL_Event){.type = SDL_QUIT});
    push(play, (SDL_Event){.window = {.type = SDL_WINDOWEVENT,
                                      .event = SDL_WINDOWEVENT_CLOSE}});
    assert_true(play->kiosk->running);
    assert_true(kiosk_play_shows(play, "attract"));
}

static void keys_of_a_desktop_do_nothing(void **state) {
    static const struct {
        SDL_Keycode key;
        Uint16 mod;
    } keys[] = {
        {SDLK_F4, KMOD_LALT},
        {SDLK_TAB, KMOD_LALT},
        {SDLK_ESCAPE, KMOD_LCTRL},
        {SDLK_RETURN, KMOD_LALT},
        {SDLK_F1, KMOD_LCTRL | KMOD_LALT},
        {SDLK_DELETE, KMOD_LCTRL | KMOD_LALT},
        {SDLK_q, KMOD_LCTRL},
        {SDLK_w, KMOD_LCTRL},
        {SDLK_LGUI, KMOD_LGUI},
        {SDLK_PRINTSCREEN, KMOD_NONE},
        {SDLK_F11, KMOD_NONE},
        {SDLK_MENU, KMOD_NONE},
        {SDLK_AC_HOME, KMOD_NONE},
        {SDLK_POWER, KMOD_NONE},
    };
    struct kiosk_play *play = *state;
    kiosk_play_enter(play, "kort");
    kiosk_play_tap(play, "choice:goed");
    for (size_t i = 0; i < sizeof(keys) / sizeof(*keys); i++) {
        press(play, keys[i].key, keys[i].mod);
        assert_true(play->kiosk->running);
        assert_true(kiosk_play_shows(play, "question"));
        assert_string_equal(play->kiosk->scene.position, "/data/hoe_was_het");
        assert_false(play->kiosk->focus.visible);
    }
    assert_true(kiosk_play_box(play, "choice:goed")->state & VZ_STATE_SELECTED);
}

static void escape_only_goes_back(void **state) {
    struct kiosk_play *play = *state;
    kiosk_play_enter(play, "kort");
    for (int i = 0; i < 10; i++) {
        press(play, SDLK_ESCAPE, KMOD_NONE);
        kiosk_play_pass(play, 400);
    }
    assert_true(play->kiosk->running);
    assert_true(kiosk_play_shows(play, "attract"));
}

// The first lifts and brings the next page; there stands a key of that name.
static void a_second_finger_does_not_skip_a_page(void **state) {
    struct kiosk_play *play = *state;
    kiosk_play_enter(play, "kort");
    kiosk_play_tap(play, "choice:goed");
    finger(play, SDL_FINGERDOWN, 1, "next");
    finger(play, SDL_FINGERDOWN, 2, "next");
    finger(play, SDL_FINGERUP, 1, "next");
    kiosk_play_pass(play, 1000);
    assert_string_equal(play->kiosk->scene.position, "/data/opbrengst");
    finger(play, SDL_FINGERUP, 2, "next");
    assert_string_equal(play->kiosk->scene.position, "/data/opbrengst");
}

static void a_finger_below_an_overlay_does_nothing(void **state) {
    struct kiosk_play *play = *state;
    kiosk_play_enter(play, "kort");
    finger(play, SDL_FINGERDOWN, 1, "choice:goed");
    finger(play, SDL_FINGERDOWN, 2, "stop");
    finger(play, SDL_FINGERUP, 2, "stop");
    assert_true(kiosk_play_shows(play, "stop"));
    finger(play, SDL_FINGERUP, 1, "choice:goed");
    kiosk_play_tap(play, "stay");
    assert_false(kiosk_play_box(play, "choice:goed")->state &
                 VZ_STATE_SELECTED);
}

static void a_long_press_is_one_touch(void **state) {
    static const char *const boxes[] = {"back", "stop", "next", "choice:goed"};
    struct kiosk_play *play = *state;
    kiosk_play_enter(play, "kort");
    for (size_t i = 0; i < 4; i++) {
        finger(play, SDL_FINGERDOWN, 1, boxes[i]);
        for (int s = 0; s < 30; s++) {
            kiosk_play_pass(play, 1000);
        }
        assert_true(kiosk_play_shows(play, "question"));
        push(play, (SDL_Event){.tfinger = {.type = SDL_FINGERUP,
                                           .touchId = 1,
                                           .fingerId = 1,
                                           .x = 0.5f,
                                           .y = 0.99f}});
        kiosk_play_tap(play, "choice:slecht"); // still there
    }
}

static void ten_fingers_and_one_more(void **state) {
    struct kiosk_play *play = *state;
    kiosk_play_enter(play, "kort");
    for (int id = 1; id <= 14; id++) {
        finger(play, SDL_FINGERDOWN, id, "choice:goed");
    }
    for (int id = 1; id <= 14; id++) {
        finger(play, SDL_FINGERUP, id, "choice:goed");
    }
    assert_true(kiosk_play_box(play, "choice:goed")->state & VZ_STATE_SELECTED);
    kiosk_play_pass(play, 300);
    kiosk_play_tap(play, "next");
    assert_string_equal(play->kiosk->scene.position, "/data/opbrengst");
}

#define TEST(function) \
    cmocka_unit_test_setup_teardown(function, set_up, tear_down)

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(closing_the_window_does_nothing),
        TEST(keys_of_a_desktop_do_nothing),
        TEST(escape_only_goes_back),
        TEST(a_second_finger_does_not_skip_a_page),
        TEST(a_finger_below_an_overlay_does_nothing),
        TEST(a_long_press_is_one_touch),
        TEST(ten_fingers_and_one_more),
    };
    return cmocka_run_group_tests_name("lockdown", tests, NULL, NULL);
}
