// Forms that come and go, the closed kiosk, and who gets through which door.
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "kiosk/kiosk_parts.h"
#include "support/kiosk_play.h"
#include "support/kiosk_seed.h"

#include <stdlib.h>
#include <string.h>

static int start(void **state, void (*init)(struct kiosk_play *)) {
    struct kiosk_play *play = calloc(1, sizeof(*play));
    init(play);
    kiosk_play_start(play);
    *state = play;
    return 0;
}

static int set_up(void **state) {
    return start(state, kiosk_play_init);
}

static int set_up_bare(void **state) {
    return start(state, kiosk_play_init_bare);
}

static int tear_down(void **state) {
    kiosk_play_finish(*state);
    free(*state);
    return 0;
}

// As the sync thread does when forms were installed.
static void forms_changed(struct kiosk_play *play) {
    atomic_store(&play->kiosk->forms_changed, true);
    SDL_PushEvent(&(SDL_Event){.type = play->kiosk->wake_event});
    kiosk_play_pass(play, 1);
    kiosk_play_settle(play);
}

static void enter_pin(struct kiosk_play *play, const char *digits) {
    for (; *digits; digits++) {
        char key[8] = {'p', 'i', 'n', ':', *digits, '\0'};
        kiosk_play_tap(play, key);
    }
    kiosk_play_tap(play, "pin:check");
    kiosk_play_settle(play);
}

static void without_forms_it_is_closed_until_some_come(void **state) {
    struct kiosk_play *play = *state;
    assert_true(kiosk_play_shows(play, "closed"));
    kiosk_seed_form(play->dir, "kort", "assets/forms/kort.csv");
    forms_changed(play);
    assert_true(kiosk_play_shows(play, "attract"));
    kiosk_play_enter(play, "kort");
}

static void staff_come_in_while_it_is_closed(void **state) {
    struct kiosk_play *play = *state;
    kiosk_play_tap(play, "worker");
    enter_pin(play, "00123456");
    assert_true(kiosk_play_shows(play, "staff"));
    kiosk_play_tap(play, "exit");
    assert_false(play->kiosk->running);
}

static void a_full_disk_closes_it(void **state) {
    struct kiosk_play *play = *state;
    play->kiosk->disk_free = 1000;
    vz_kiosk_take_forms(play->kiosk);
    kiosk_play_pass(play, 1);
    assert_true(kiosk_play_shows(play, "closed"));
    assert_null(kiosk_play_box(play, "begin"));
    // It looks again by itself.
    kiosk_play_pass(play, 30000);
    kiosk_play_wait(play, "attract");
}

static void new_forms_wait_for_the_end_of_a_visit(void **state) {
    struct kiosk_play *play = *state;
    kiosk_play_enter(play, "kort");
    kiosk_play_tap(play, "choice:goed");
    kiosk_seed_form(play->dir, "ander", "assets/forms/verhaal.csv");
    forms_changed(play);
    assert_true(play->kiosk->has_fresh);
    assert_true(kiosk_play_box(play, "choice:goed")->state & VZ_STATE_SELECTED);
    kiosk_play_tap(play, "stop");
    kiosk_play_tap(play, "stop-yes");
    assert_false(play->kiosk->has_fresh);
    assert_int_equal(play->kiosk->forms.n, 4);
}

static void residents_do_not_see_the_workers_form(void **state) {
    struct kiosk_play *play = *state;
    kiosk_play_pass(play, 301);
    kiosk_play_tap(play, "begin");
    kiosk_play_wait(play, "start");
    assert_non_null(kiosk_play_box(play, "door:1"));
    assert_null(kiosk_play_box(play, "door:2"));
    assert_string_equal(kiosk_play_box(play, "door:0")->label, "Korte vragen");
}

static void five_wrong_pins_lock_the_pad_over_a_restart(void **state) {
    struct kiosk_play *play = *state;
    kiosk_play_pass(play, 301);
    kiosk_play_tap(play, "begin");
    kiosk_play_tap(play, "worker");
    enter_pin(play, "079999");
    for (int i = 0; i < 4; i++) {
        assert_int_equal(play->kiosk->pin.tries_left, 4 - i);
        enter_pin(play, "9999");
    }
    assert_true(play->kiosk->pin.wait_until > 0);
    enter_pin(play, "4711");
    assert_true(kiosk_play_shows(play, "pin"));

    kiosk_play_stop(play);
    kiosk_play_start(play);
    kiosk_play_pass(play, 301);
    kiosk_play_tap(play, "begin");
    kiosk_play_tap(play, "worker");
    enter_pin(play, "074711");
    assert_true(kiosk_play_shows(play, "pin"));
    // Whoever waits a minute at the pad may try again.
    for (int i = 0; i < 3; i++) {
        kiosk_play_pass(play, 20000);
        kiosk_play_tap(play, "pin:4");
    }
    kiosk_play_tap(play, "pin:7");
    kiosk_play_tap(play, "pin:1");
    kiosk_play_tap(play, "pin:1");
    kiosk_play_tap(play, "pin:check");
    kiosk_play_settle(play);
    assert_true(kiosk_play_shows(play, "worker"));
}

static void a_house_may_begin_in_another_language(void **state) {
    struct kiosk_play *play = *state;
    kiosk_play_stop(play);
    play->config.languages = "xx, en nl";
    kiosk_play_start(play);
    kiosk_play_pass(play, 301);
    kiosk_play_tap(play, "begin");
    assert_string_equal(kiosk_play_box(play, "door:0")->label,
                        "Short questions");
    kiosk_play_tap(play, "language:nl");
    assert_string_equal(kiosk_play_box(play, "door:0")->label, "Korte vragen");
    kiosk_play_pass(play, 45000);
    assert_true(kiosk_play_shows(play, "attract"));
    assert_string_equal(kiosk_play_box(play, "begin")->label, "Touch to start");
}

static void a_house_offers_only_its_languages(void **state) {
    struct kiosk_play *play = *state;
    kiosk_play_stop(play);
    play->config.languages = "en";
    kiosk_play_start(play);
    kiosk_play_pass(play, 301);
    assert_null(kiosk_play_box(play, "greet:nl"));
    kiosk_play_tap(play, "greet:en");
    assert_non_null(kiosk_play_box(play, "language:en"));
    assert_null(kiosk_play_box(play, "language:nl"));
}

#define TEST(function) \
    cmocka_unit_test_setup_teardown(function, set_up, tear_down)
#define TEST_BARE(function) \
    cmocka_unit_test_setup_teardown(function, set_up_bare, tear_down)

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST_BARE(without_forms_it_is_closed_until_some_come),
        TEST_BARE(staff_come_in_while_it_is_closed),
        TEST(a_full_disk_closes_it),
        TEST(new_forms_wait_for_the_end_of_a_visit),
        TEST(residents_do_not_see_the_workers_form),
        TEST(five_wrong_pins_lock_the_pad_over_a_restart),
        TEST(a_house_offers_only_its_languages),
        TEST(a_house_may_begin_in_another_language),
    };
    return cmocka_run_group_tests_name("doors", tests, NULL, NULL);
}
