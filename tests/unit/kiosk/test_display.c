// A screen that is turned, unplugged and plugged in again costs no answer.
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "support/kiosk_play.h"

#include <stdlib.h>

static int set_up(void **state) {
    struct kiosk_play *play = calloc(1, sizeof(*play));
    kiosk_play_init(play);
    kiosk_play_start(play);
    *state = play;
    return 0;
}

static int tear_down(void **state) {
    kiosk_play_finish(*state);
    free(*state);
    return 0;
}

static void settle(struct kiosk_play *play) {
    for (int i = 0; i < 10; i++) {
        kiosk_play_pass(play, 0);
    }
}

static void turn(struct kiosk_play *play, int w, int h) {
    SDL_SetWindowSize(play->kiosk->window.window, w, h);
    settle(play);
}

static bool is_chosen(struct kiosk_play *play) {
    return kiosk_play_box(play, "choice:goed")->state & VZ_STATE_SELECTED;
}

static void a_turned_screen_keeps_the_answer(void **state) {
    struct kiosk_play *play = *state;
    kiosk_play_enter(play, "kort");
    kiosk_play_tap(play, "choice:goed");
    assert_false(play->kiosk->window.ui.portrait);
    turn(play, 800, 1280);
    assert_true(play->kiosk->window.ui.portrait);
    assert_int_equal(play->kiosk->window.ui.width, 800);
    assert_true(is_chosen(play));
    const struct vz_box *box = kiosk_play_box(play, "next");
    assert_true(box->rect.x + box->rect.w <= 800);
    kiosk_play_tap(play, "next"); // where it is now
    kiosk_play_tap(play, "back");
    turn(play, 1280, 800);
    assert_true(is_chosen(play));
}

// A finger that was down when the screen turned touches nothing.
static void a_finger_on_a_turning_screen_lets_go(void **state) {
    struct kiosk_play *play = *state;
    kiosk_play_enter(play, "kort");
    const struct vz_rect *rect = &kiosk_play_box(play, "choice:goed")->rect;
    SDL_Event event = {.tfinger = {.type = SDL_FINGERDOWN, .fingerId = 3}};
    event.tfinger.x = (float)(rect->x + rect->w / 2) / 1280;
    event.tfinger.y = (float)(rect->y + rect->h / 2) / 800;
    SDL_PushEvent(&event);
    settle(play);
    turn(play, 800, 1280);
    event.type = SDL_FINGERUP;
    SDL_PushEvent(&event);
    settle(play);
    assert_false(is_chosen(play));
}

static void push_display(struct kiosk_play *play, Uint8 what) {
    SDL_Event event = {.display = {.type = SDL_DISPLAYEVENT, .event = what}};
    SDL_PushEvent(&event);
    settle(play);
}

static void unplugging_and_plugging_in_paints_all_anew(void **state) {
    struct kiosk_play *play = *state;
    kiosk_play_enter(play, "kort");
    kiosk_play_tap(play, "choice:goed");
    push_display(play, SDL_DISPLAYEVENT_DISCONNECTED);
    SDL_Surface *surface = vz_window_surface(&play->kiosk->window);
    assert_non_null(surface);
    SDL_FillRect(surface, NULL, 0); // what a screen that comes back shows
    push_display(play, SDL_DISPLAYEVENT_CONNECTED);
    assert_false(play->kiosk->window.whole); // it was painted
    const uint32_t *pixels = surface->pixels;
    assert_true((pixels[0] & 0xffffff) != 0);
    assert_true(is_chosen(play));
    push_display(play, SDL_DISPLAYEVENT_ORIENTATION);
    assert_true(kiosk_play_shows(play, "question"));
}

#define TEST(function) \
    cmocka_unit_test_setup_teardown(function, set_up, tear_down)

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(a_turned_screen_keeps_the_answer),
        TEST(a_finger_on_a_turning_screen_lets_go),
        TEST(unplugging_and_plugging_in_paints_all_anew),
    };
    return cmocka_run_group_tests_name("display", tests, NULL, NULL);
}
