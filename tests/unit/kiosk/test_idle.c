// The passing of time, with a frozen clock: warnings, countdowns, resets.
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/clock.h"
#include "support/kiosk_play.h"

#include <stdlib.h>
#include <string.h>

#define S 1000

static int set_up(void **state) {
    struct kiosk_play *stage = calloc(1, sizeof(*stage));
    kiosk_play_init(stage);
    kiosk_play_start(stage);
    *state = stage;
    return 0;
}

static int tear_down(void **state) {
    kiosk_play_finish(*state);
    free(*state);
    return 0;
}

// The screen shown after the clock moved on by so many milliseconds.
#define assert_shown_after(stage, ms, screen)         \
    do {                                              \
        kiosk_play_pass(stage, ms);                   \
        assert_true(kiosk_play_shows(stage, screen)); \
    } while (0)

static int shown_seconds(const struct kiosk_play *stage) {
    const struct vz_box *box = kiosk_play_box(stage, "countdown");
    const char *digits = box ? strpbrk(box->label, "0123456789") : NULL;
    return digits ? atoi(digits) : -1;
}

static void a_question_waits_45_s_and_asks_for_20(void **state) {
    struct kiosk_play *stage = *state;
    kiosk_play_enter(stage, "kort");
    kiosk_play_tap(stage, "choice:goed"); // 300 ms pass with it
    assert_shown_after(stage, 45 * S - 301, "question");
    assert_shown_after(stage, 1, "idle");
    assert_null(kiosk_play_box(stage, "choice:goed")); // covered whole
    assert_shown_after(stage, 19 * S + 999, "idle");
    assert_shown_after(stage, 1, "attract");
    kiosk_play_settle(stage);
    assert_int_equal(kiosk_play_status(stage).abandoned, 1);
}

static void who_is_still_there_goes_on(void **state) {
    struct kiosk_play *stage = *state;
    kiosk_play_enter(stage, "kort");
    kiosk_play_tap(stage, "choice:goed");
    assert_shown_after(stage, 45 * S, "idle");
    assert_shown_after(stage, 15 * S, "idle");
    kiosk_play_tap(stage, "stay");
    assert_true(kiosk_play_shows(stage, "question"));
    assert_true(kiosk_play_box(stage, "choice:goed")->state &
                VZ_STATE_SELECTED);
    assert_shown_after(stage, 44 * S, "question");
    assert_shown_after(stage, 1 * S, "idle");
}

// The network sets the clock while somebody is answering: to ten years ahead,
// and back to 1970.
static void a_jump_of_the_clock_ends_no_visit(void **state) {
    struct kiosk_play *stage = *state;
    kiosk_play_enter(stage, "kort");
    kiosk_play_tap(stage, "choice:goed");
    vz_clock_set_wall(STAGE_NOW_MS + 3650 * 86400 * (int64_t)S);
    assert_shown_after(stage, 0, "question");
    assert_shown_after(stage, 44 * S, "question");
    vz_clock_set_wall(0);
    assert_shown_after(stage, 1 * S, "idle");
    assert_shown_after(stage, 10 * S, "idle");
    int left = stage->kiosk->shown_s;
    assert_in_range(left, 9, 10);
    vz_clock_set_wall(STAGE_NOW_MS);
    assert_shown_after(stage, 0, "idle");
    assert_int_equal(stage->kiosk->shown_s, left);
    kiosk_play_tap(stage, "stay");
    for (int page = 0; page < 4; page++) {
        vz_clock_set_wall(page % 2 ? 0 : STAGE_NOW_MS + 86400 * (int64_t)S);
        kiosk_play_tap(stage, "next");
    }
    kiosk_play_wait(stage, "thanks");
    vz_clock_set_wall(0);
    assert_shown_after(stage, 58 * S, "thanks");
    assert_shown_after(stage, 2 * S, "attract");
    assert_int_equal(kiosk_play_status(stage).waiting, 1);
}

static void typing_has_90_s_and_every_key_counts(void **state) {
    struct kiosk_play *stage = *state;
    kiosk_play_enter(stage, "verhaal");
    kiosk_play_tap(stage, "choice:age_16_25");
    kiosk_play_tap(stage, "next");
    kiosk_play_wait_box(stage, "key:a");
    for (int i = 0; i < 5; i++) {
        assert_shown_after(stage, 80 * S, "question");
        kiosk_play_type(stage, "a");
        assert_shown_after(stage, 80 * S, "question");
        kiosk_play_tap(stage, "key:b");
    }
    assert_shown_after(stage, 89 * S, "question");
    assert_shown_after(stage, 1 * S, "idle");
}

static void the_start_screen_clears_without_asking(void **state) {
    struct kiosk_play *stage = *state;
    kiosk_play_pass(stage, 301);
    kiosk_play_tap(stage, "greet:en");
    assert_string_equal(kiosk_play_box(stage, "title")->label,
                        "Hello! What would you like to do?");
    kiosk_play_tap(stage, "display");
    kiosk_play_tap(stage, "contrast:1");
    kiosk_play_tap(stage, "comfort:calm");
    kiosk_play_tap(stage, "comfort:low");
    kiosk_play_tap(stage, "close");
    kiosk_play_tap(stage, "text-size");
    assert_true(stage->kiosk->window.ui.high_contrast);
    assert_shown_after(stage, 45 * S, "attract");
    assert_false(stage->kiosk->window.ui.high_contrast);
    assert_int_equal(stage->kiosk->text_size, 0);
    assert_int_equal(stage->kiosk->language, 0);
}

// Who asks for more time waits twice as long, for this visit only.
static void more_time_doubles(void **state) {
    struct kiosk_play *stage = *state;
    int usual = stage->config.idle_seconds;
    kiosk_play_tap(stage, "begin");
    kiosk_play_wait(stage, "start");
    kiosk_play_tap(stage, "display");
    kiosk_play_tap(stage, "comfort:time");
    kiosk_play_tap(stage, "close");
    assert_shown_after(stage, (2 * usual - 2) * (int64_t)S, "start");
    assert_shown_after(stage, 3 * (int64_t)S, "attract");
    kiosk_play_pass(stage, 1 * S);
    kiosk_play_tap(stage, "begin");
    kiosk_play_wait(stage, "start");
    assert_shown_after(stage, (usual + 1) * (int64_t)S, "attract");
}

static void attract_waits_for_ever(void **state) {
    struct kiosk_play *stage = *state;
    assert_shown_after(stage, 7 * 24 * 3600 * (int64_t)S, "attract");
}

static const char *headline(const struct kiosk_play *stage) {
    return kiosk_play_box(stage, "headline")->label;
}

static void attract_asks_in_each_language_for_8_s(void **state) {
    struct kiosk_play *stage = *state;
    kiosk_play_stop(stage);
    stage->config.languages = "nl, en";
    kiosk_play_start(stage);
    int x = kiosk_play_box(stage, "greet:nl")->rect.x;
    assert_string_equal(headline(stage), "Hoe is het hier voor jou?");
    kiosk_play_pass(stage, 8 * S);
    assert_string_equal(headline(stage), "How is it here for you?");
    assert_int_equal(kiosk_play_box(stage, "greet:nl")->rect.x, x - 8);
    // All else stays in the language of the house.
    assert_string_equal(kiosk_play_box(stage, "begin")->label,
                        "Raak aan en begin");
    kiosk_play_pass(stage, 8 * S);
    assert_string_equal(headline(stage), "Hoe is het hier voor jou?");
}

static void calm_motion_keeps_attract_still(void **state) {
    struct kiosk_play *stage = *state;
    kiosk_play_stop(stage);
    stage->config.reduced_motion = true;
    kiosk_play_start(stage);
    kiosk_play_pass(stage, 8 * S);
    assert_string_equal(headline(stage), "Hoe is het hier voor jou?");
}

static void to_thanks(struct kiosk_play *stage) {
    kiosk_play_enter(stage, "kort");
    for (int page = 0; page < 4; page++) {
        kiosk_play_tap(stage, "next");
    }
    kiosk_play_wait(stage, "thanks");
}

static void thanks_counts_down_from_60(void **state) {
    struct kiosk_play *stage = *state;
    to_thanks(stage);
    int first = shown_seconds(stage);
    assert_in_range(first, 59, 60); // the touch before may have moved time
    assert_shown_after(stage, 1 * S, "thanks");
    assert_int_equal(shown_seconds(stage), first - 1);
    assert_shown_after(stage, 58 * S, "thanks");
    assert_shown_after(stage, 1 * S, "attract");
}

static void more_time_is_had_three_times(void **state) {
    struct kiosk_play *stage = *state;
    to_thanks(stage);
    for (int i = 0; i < 3; i++) {
        kiosk_play_tap(stage, "more-time");
    }
    assert_null(kiosk_play_box(stage, "more-time"));
    assert_in_range(shown_seconds(stage), 238, 240);
    assert_shown_after(stage, 235 * S, "thanks");
    assert_shown_after(stage, 5 * S, "attract");
}

static void a_touch_right_after_a_reset_does_not_count(void **state) {
    struct kiosk_play *stage = *state;
    to_thanks(stage);
    kiosk_play_tap_now(stage, "done");
    assert_true(kiosk_play_shows(stage, "attract"));
    kiosk_play_tap_now(stage, "begin");
    assert_true(kiosk_play_shows(stage, "attract"));
    kiosk_play_pass(stage, 301);
    kiosk_play_tap_now(stage, "begin");
    assert_true(kiosk_play_shows(stage, "start"));
}

// From attract through the PIN pad; with 00 the staff's.
static void enter_pin(struct kiosk_play *stage, const char *digits) {
    kiosk_play_pass(stage, 301);
    kiosk_play_tap(stage, "begin");
    kiosk_play_tap(stage, "worker");
    for (; *digits; digits++) {
        char key[8] = {'p', 'i', 'n', ':', *digits, '\0'};
        kiosk_play_tap(stage, key);
    }
    kiosk_play_tap(stage, "pin:check");
}

static void workers_have_two_minutes(void **state) {
    struct kiosk_play *stage = *state;
    enter_pin(stage, "074711");
    kiosk_play_wait(stage, "worker");
    assert_shown_after(stage, 119 * S, "worker");
    assert_shown_after(stage, 1 * S, "attract");
    assert_false(stage->kiosk->worker_in);
}

static void staff_have_two_minutes(void **state) {
    struct kiosk_play *stage = *state;
    enter_pin(stage, "00123456");
    kiosk_play_wait(stage, "staff");
    assert_shown_after(stage, 119 * S, "staff");
    assert_shown_after(stage, 1 * S, "attract");
}

#define TEST(function) \
    cmocka_unit_test_setup_teardown(function, set_up, tear_down)

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(a_question_waits_45_s_and_asks_for_20),
        TEST(who_is_still_there_goes_on),
        TEST(a_jump_of_the_clock_ends_no_visit),
        TEST(typing_has_90_s_and_every_key_counts),
        TEST(the_start_screen_clears_without_asking),
        TEST(more_time_doubles),
        TEST(attract_waits_for_ever),
        TEST(attract_asks_in_each_language_for_8_s),
        TEST(calm_motion_keeps_attract_still),
        TEST(thanks_counts_down_from_60),
        TEST(more_time_is_had_three_times),
        TEST(a_touch_right_after_a_reset_does_not_count),
        TEST(workers_have_two_minutes),
        TEST(staff_have_two_minutes),
    };
    return cmocka_run_group_tests_name("idle", tests, NULL, NULL);
}
