// The life of a visit on a real kiosk with a real store: what is on the disk
// when, and how often.
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "support/kiosk_play.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

#define TOLD "zeldzaam"

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

// A short visit up to the last page, where Versturen stands.
static void to_last_page(struct kiosk_play *stage) {
    kiosk_play_enter(stage, "kort");
    kiosk_play_tap(stage, "choice:goed");
    kiosk_play_tap(stage, "next");
    kiosk_play_tap(stage, "choice:plezier");
    kiosk_play_tap(stage, "next");
    kiosk_play_tap(stage, "choice:ja");
    kiosk_play_tap(stage, "next");
    kiosk_play_tap(stage, "choice:nee");
}

// A story up to its first text, typed but not sent.
static void to_told(struct kiosk_play *stage) {
    kiosk_play_enter(stage, "verhaal");
    kiosk_play_tap(stage, "choice:age_16_25");
    kiosk_play_tap(stage, "next");
    kiosk_play_wait_box(stage, "key:a");
    kiosk_play_type(stage, TOLD);
}

static int64_t left_incomplete(const struct kiosk_play *stage) {
    struct vz_kiosk_store *store = NULL;
    struct vz_error error = {0};
    bool damaged;
    int64_t n = -1;
    assert_int_equal(
        vz_kiosk_store_open(&store, stage->dir, false, &damaged, &error),
        VZ_OK);
    assert_int_equal(vz_kiosk_store_abandon_left(store, &n), VZ_OK);
    vz_kiosk_store_close(store);
    return n;
}

static void it_stands_in_the_store_before_the_first_answer(void **state) {
    struct kiosk_play *stage = *state;
    kiosk_play_enter(stage, "kort");
    assert_int_equal(left_incomplete(stage), 1);
}

static void no_answer_is_taken_before_that(void **state) {
    struct kiosk_play *stage = *state;
    kiosk_play_pass(stage, 301);
    kiosk_play_tap(stage, "begin");
    kiosk_play_wait_box(stage, "door:0");
    kiosk_play_tap_now(stage, "door:0");
    // Between the door and the commit the start screen stays.
    assert_true(stage->kiosk->stage == VZ_STAGE_ANSWERING ||
                kiosk_play_shows(stage, "start"));
    kiosk_play_wait(stage, "question");
    assert_int_equal(stage->kiosk->stage, VZ_STAGE_ANSWERING);
}

static void answers_are_not_on_the_disk_before_thanks(void **state) {
    struct kiosk_play *stage = *state;
    to_told(stage);
    kiosk_play_settle(stage);
    assert_false(store_folder_holds(stage->dir, TOLD));
    assert_false(store_folder_holds(stage->dir, "<leeftijd>age_16_25"));
    // As after a kill: another process finds the row, and no answer.
    assert_int_equal(left_incomplete(stage), 1);
    assert_false(store_folder_holds(stage->dir, TOLD));
    assert_int_equal(kiosk_play_status(stage).waiting, 0);
}

static void thanks_comes_after_the_commit(void **state) {
    struct kiosk_play *stage = *state;
    to_last_page(stage);
    kiosk_play_tap(stage, "next");
    kiosk_play_wait(stage, "thanks");
    assert_int_equal(kiosk_play_status(stage).waiting, 1);
    assert_int_equal(kiosk_play_status(stage).abandoned, 0);
    assert_null(kiosk_play_box(stage, "code:1")); // no story was told
}

static void verder_five_times_sends_once(void **state) {
    struct kiosk_play *stage = *state;
    to_last_page(stage);
    for (int i = 0; i < 5; i++) {
        kiosk_play_tap_now(stage, "next");
    }
    kiosk_play_wait(stage, "thanks");
    kiosk_play_settle(stage);
    assert_int_equal(kiosk_play_status(stage).waiting, 1);
}

static void a_kept_story_gets_its_code(void **state) {
    struct kiosk_play *stage = *state;
    to_told(stage);
    kiosk_play_tap(stage, "next");
    kiosk_play_tap(stage, "next");
    kiosk_play_tap(stage, "next");
    kiosk_play_tap(stage, "choice:wonen");
    kiosk_play_tap(stage, "next");
    kiosk_play_tap(stage, "choice:team");
    kiosk_play_tap(stage, "next");
    kiosk_play_wait(stage, "thanks");
    char code[VZ_CODE_SHOWN_SIZE];
    memcpy(code, stage->kiosk->code_shown, sizeof(code));
    assert_int_equal(strlen(code), VZ_CODE_SHOWN_SIZE - 1);
    assert_true(store_folder_holds(stage->dir, TOLD));
    assert_true(store_folder_holds(stage->dir, "<intrekcode>"));
    // The store has the hash, never the code.
    char digits[VZ_CODE_SIZE];
    snprintf(digits, sizeof(digits), "%.4s%.4s%.4s", code, code + 5, code + 10);
    assert_true(vz_code_valid(digits));
    assert_false(store_folder_holds(stage->dir, digits));
    kiosk_play_tap(stage, "done");
    assert_true(kiosk_play_shows(stage, "attract"));
    assert_string_equal(stage->kiosk->code_shown, "");
}

static void under_16_no_story_is_asked_for(void **state) {
    struct kiosk_play *stage = *state;
    kiosk_play_enter(stage, "verhaal");
    kiosk_play_tap(stage, "choice:under_16");
    kiosk_play_tap(stage, "next");
    for (int page = 0; page < 3; page++) {
        assert_null(kiosk_play_box(stage, "key:a"));
        kiosk_play_tap(stage, "next");
    }
    kiosk_play_wait(stage, "thanks");
    assert_null(kiosk_play_box(stage, "code:1"));
    assert_int_equal(kiosk_play_status(stage).waiting, 1);
}

static void stopping_leaves_a_row_without_answers(void **state) {
    struct kiosk_play *stage = *state;
    to_told(stage);
    kiosk_play_tap(stage, "stop");
    assert_true(kiosk_play_shows(stage, "stop"));
    kiosk_play_tap(stage, "stop-yes");
    assert_true(kiosk_play_shows(stage, "attract"));
    kiosk_play_settle(stage);
    assert_int_equal(kiosk_play_status(stage).abandoned, 1);
    assert_int_equal(kiosk_play_status(stage).waiting, 0);
    assert_false(store_folder_holds(stage->dir, TOLD));
}

static void terug_keeps_answers_even_at_the_start_screen(void **state) {
    struct kiosk_play *stage = *state;
    kiosk_play_enter(stage, "kort");
    kiosk_play_tap(stage, "choice:goed");
    kiosk_play_tap(stage, "back");
    assert_true(kiosk_play_shows(stage, "start"));
    kiosk_play_tap(stage, "door:0");
    kiosk_play_wait(stage, "question");
    assert_true(kiosk_play_box(stage, "choice:goed")->state &
                VZ_STATE_SELECTED);
    // Another door ends this visit.
    kiosk_play_tap(stage, "back");
    kiosk_play_tap(stage, "door:1");
    kiosk_play_wait_box(stage, "choice:age_16_25");
    assert_int_equal(kiosk_play_status(stage).abandoned, 1);
}

static void another_language_keeps_answers(void **state) {
    struct kiosk_play *stage = *state;
    kiosk_play_enter(stage, "kort");
    kiosk_play_tap(stage, "choice:goed");
    kiosk_play_tap(stage, "languages");
    kiosk_play_tap(stage, "language:en");
    assert_true(kiosk_play_shows(stage, "question"));
    const struct vz_box *box = kiosk_play_box(stage, "choice:goed");
    assert_string_equal(box->label, "Good");
    assert_true(box->state & VZ_STATE_SELECTED);
}

static void a_crash_is_told_and_counted(void **state) {
    struct kiosk_play *stage = *state;
    to_told(stage);
    // As a kill leaves it: nothing is written on the way out.
    stage->kiosk->stage = VZ_STAGE_STORING;
    kiosk_play_stop(stage);
    kiosk_play_start(stage);
    assert_true(stage->kiosk->after_crash);
    assert_int_equal(kiosk_play_status(stage).abandoned, 1);
    kiosk_play_enter(stage, "kort");
    assert_false(stage->kiosk->after_crash);
}

// As when there was no memory for it at the door.
static void a_hash_that_failed_is_made_at_the_end(void **state) {
    struct kiosk_play *stage = *state;
    to_last_page(stage);
    kiosk_play_settle(stage);
    explicit_bzero(stage->kiosk->visit.code_hash,
                   sizeof(stage->kiosk->visit.code_hash));
    kiosk_play_tap_now(stage, "next");
    kiosk_play_wait(stage, "thanks");
    kiosk_play_settle(stage);
    assert_int_equal(kiosk_play_status(stage).waiting, 1);
}

static void limit_files(rlim_t bytes) {
    struct rlimit limit;
    getrlimit(RLIMIT_FSIZE, &limit);
    limit.rlim_cur = bytes;
    setrlimit(RLIMIT_FSIZE, &limit);
}

static void a_save_that_fails_can_be_tried_again(void **state) {
    struct kiosk_play *stage = *state;
    to_last_page(stage);
    signal(SIGXFSZ, SIG_IGN);
    limit_files(0); // no file can grow: as a full disk
    kiosk_play_tap_now(stage, "next");
    kiosk_play_wait(stage, "save-failed");
    assert_int_equal(kiosk_play_status(stage).waiting, 0);
    kiosk_play_tap(stage, "close");
    assert_true(kiosk_play_shows(stage, "question"));
    assert_true(kiosk_play_box(stage, "choice:nee")->state & VZ_STATE_SELECTED);
    kiosk_play_tap(stage, "next");
    kiosk_play_wait(stage, "save-failed");
    limit_files(RLIM_INFINITY);
    kiosk_play_tap(stage, "retry");
    kiosk_play_wait(stage, "thanks");
    assert_int_equal(kiosk_play_status(stage).waiting, 1);
}

static void a_worker_captures_with_their_pin(void **state) {
    struct kiosk_play *stage = *state;
    static const char *const keys[] = {"pin:0", "pin:7", "pin:4",    "pin:7",
                                       "pin:1", "pin:1", "pin:check"};
    kiosk_play_pass(stage, 301);
    kiosk_play_tap(stage, "begin");
    kiosk_play_tap(stage, "worker");
    for (size_t i = 0; i < sizeof(keys) / sizeof(*keys); i++) {
        kiosk_play_tap(stage, keys[i]);
    }
    kiosk_play_wait(stage, "worker");
    kiosk_play_tap(stage, "door:0");
    kiosk_play_wait(stage, "question");
    kiosk_play_tap(stage, "choice:under_16");
    kiosk_play_tap(stage, "next");
    while (!kiosk_play_shows(stage, "thanks")) {
        kiosk_play_tap(stage, "next");
        kiosk_play_settle(stage);
    }
    assert_true(
        store_folder_holds(stage->dir, "<samen_ingevuld>1</samen_ingevuld>"));
}

#define TEST(function) \
    cmocka_unit_test_setup_teardown(function, set_up, tear_down)

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(it_stands_in_the_store_before_the_first_answer),
        TEST(no_answer_is_taken_before_that),
        TEST(answers_are_not_on_the_disk_before_thanks),
        TEST(thanks_comes_after_the_commit),
        TEST(verder_five_times_sends_once),
        TEST(a_kept_story_gets_its_code),
        TEST(under_16_no_story_is_asked_for),
        TEST(stopping_leaves_a_row_without_answers),
        TEST(terug_keeps_answers_even_at_the_start_screen),
        TEST(another_language_keeps_answers),
        TEST(a_crash_is_told_and_counted),
        TEST(a_hash_that_failed_is_made_at_the_end),
        TEST(a_save_that_fails_can_be_tried_again),
        TEST(a_worker_captures_with_their_pin),
    };
    return cmocka_run_group_tests_name("visit", tests, NULL, NULL);
}
