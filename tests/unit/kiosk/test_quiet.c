// Opening hours: dark and still when it is closed, and open again by itself.
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/clock.h"
#include "kiosk/kiosk_parts.h"
#include "support/kiosk_play.h"

#include <stdlib.h>
#include <string.h>

#define MINUTE (60 * 1000)
#define HOUR (60 * INT64_C(60000))

// STAGE_NOW_MS is Monday 2026-09-21, 14:13:20 UTC.
static int start(void **state, const char *monday) {
    struct kiosk_play *play = calloc(1, sizeof(*play));
    setenv("TZ", "UTC", 1);
    kiosk_play_init(play);
    struct vz_hours *hours = &play->config.hours;
    for (int i = 0; i < 7; i++) {
        hours->set[i] = true;
        assert_true(vz_hours_read(&hours->days[i], i ? "closed" : monday));
    }
    *state = play;
    return 0;
}

static int start_open(void **state) {
    return start(state, "09:00-17:00");
}

static int tear_down(void **state) {
    kiosk_play_finish(*state);
    free(*state);
    return 0;
}

static void it_rests_at_closing_time_and_opens_again(void **state) {
    struct kiosk_play *play = *state;
    kiosk_play_start(play);
    assert_true(kiosk_play_shows(play, "attract"));
    vz_clock_advance(2 * HOUR + 46 * MINUTE);
    kiosk_play_pass(play, 0);
    assert_true(kiosk_play_shows(play, "attract")); // 16:59
    kiosk_play_pass(play, 1 * MINUTE);
    assert_true(kiosk_play_shows(play, "quiet"));
    assert_string_equal(kiosk_play_box(play, "opening")->label,
                        "Weer open: maandag om 9:00");
    vz_clock_advance(7 * 24 * HOUR - 8 * HOUR - MINUTE);
    kiosk_play_pass(play, 0);
    assert_true(kiosk_play_shows(play, "quiet")); // a minute too early
    kiosk_play_pass(play, MINUTE);
    assert_true(kiosk_play_shows(play, "attract"));
}

// Nothing is painted for as long as it rests.
static void nothing_is_drawn_while_it_rests(void **state) {
    struct kiosk_play *play = *state;
    vz_clock_advance(5 * HOUR);
    kiosk_play_start(play);
    assert_true(kiosk_play_shows(play, "quiet"));
    kiosk_play_settle(play);
    kiosk_play_pass(play, MINUTE);
    for (int i = 0; i < 120; i++) {
        vz_clock_advance(MINUTE);
        vz_kiosk_tick(play->kiosk);
        assert_false(play->kiosk->dirty);
        assert_false(play->kiosk->window.whole);
    }
}

static void a_visit_is_finished_first(void **state) {
    struct kiosk_play *play = *state;
    vz_clock_advance(2 * HOUR + 46 * MINUTE);
    kiosk_play_start(play);
    kiosk_play_enter(play, "kort");
    kiosk_play_tap(play, "choice:goed");
    kiosk_play_pass(play, 40000);
    kiosk_play_tap(play, "next");
    assert_true(kiosk_play_shows(play, "question")); // 17:00 by now
    kiosk_play_tap(play, "stop");
    kiosk_play_tap(play, "stop-yes");
    assert_true(kiosk_play_shows(play, "quiet"));
}

static void a_touch_wakes_nobody_but_staff(void **state) {
    struct kiosk_play *play = *state;
    vz_clock_advance(5 * HOUR);
    kiosk_play_start(play);
    kiosk_play_pass(play, 301);
    size_t touchable = 0;
    for (size_t i = 0; i < play->kiosk->scene.n; i++) {
        touchable += play->kiosk->scene.boxes[i].act != VZ_ACT_NONE;
    }
    assert_int_equal(touchable, 1);
    kiosk_play_tap(play, "worker");
    assert_true(kiosk_play_shows(play, "pin"));
    kiosk_play_pass(play, 45000);
    assert_true(kiosk_play_shows(play, "quiet"));
}

// The network sets the clock: what it says counts from the next minute on.
static void a_clock_that_jumps_opens_and_closes_it(void **state) {
    struct kiosk_play *play = *state;
    kiosk_play_start(play);
    vz_clock_set_wall(0); // Thursday
    kiosk_play_pass(play, MINUTE);
    assert_true(kiosk_play_shows(play, "quiet"));
    vz_clock_set_wall(INT64_C(2147480000000) + 3 * 24 * HOUR); // January 2038
    kiosk_play_pass(play, MINUTE);
    assert_true(kiosk_play_shows(play, "quiet"));
    vz_clock_set_wall(STAGE_NOW_MS);
    kiosk_play_pass(play, MINUTE);
    assert_true(kiosk_play_shows(play, "attract"));
}

#define TEST(function) \
    cmocka_unit_test_setup_teardown(function, start_open, tear_down)

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(it_rests_at_closing_time_and_opens_again),
        TEST(nothing_is_drawn_while_it_rests),
        TEST(a_visit_is_finished_first),
        TEST(a_touch_wakes_nobody_but_staff),
        TEST(a_clock_that_jumps_opens_and_closes_it),
    };
    return cmocka_run_group_tests_name("quiet", tests, NULL, NULL);
}
