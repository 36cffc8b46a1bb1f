// Whole visits played by scripts, in both orientations and at three sizes:
// what was touched stands in the store.
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/clock.h"
#include "base/file.h"
#include "support/kiosk_play.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

struct fixture {
    struct kiosk_play stage;
    char script[STORE_PATH_SIZE];
    char describe[STORE_PATH_SIZE];
};

static int set_up(void **state) {
    struct fixture *f = calloc(1, sizeof(*f));
    kiosk_play_init(&f->stage);
    vz_clock_thaw(); // a script lives in running time
    store_folder_path(f->script, f->stage.dir, "script");
    store_folder_path(f->describe, f->stage.dir, "screen.json");
    f->stage.options.script = f->script;
    f->stage.options.describe = f->describe;
    *state = f;
    return 0;
}

static int tear_down(void **state) {
    struct fixture *f = *state;
    kiosk_play_finish(&f->stage);
    free(f);
    return 0;
}

static int play(struct fixture *f, int w, int h, const char *script) {
    struct vz_error error = {0};
    f->stage.options.window_w = w;
    f->stage.options.window_h = h;
    assert_int_equal(vz_file_write(f->script, script, strlen(script)), VZ_OK);
    f->stage.kiosk = calloc(1, sizeof(*f->stage.kiosk));
    assert_true(vz_kiosk_init(f->stage.kiosk, &f->stage.options,
                              &f->stage.config, f->stage.dir, &error));
    int status = vz_kiosk_run(f->stage.kiosk);
    kiosk_play_stop(&f->stage);
    vz_file_remove(f->script); // it holds what was typed
    return status;
}

static json_t *described(const struct fixture *f) {
    json_t *root = json_load_file(f->describe, 0, NULL);
    assert_non_null(root);
    return root;
}

static const char short_visit[] = "tap begin\n"
                                  "tap door:0\n"
                                  "tap choice:goed\n"
                                  "tap next\n"
                                  "tap choice:plezier\n"
                                  "tap choice:hulp\n"
                                  "tap next\n"
                                  "tap choice:misschien\n"
                                  "tap next\n"
                                  "tap choice:nee\n"
                                  "tap next\n"
                                  "wait screen thanks\n"
                                  "tap done\n"
                                  "wait screen attract\n";

static void a_short_visit_at(struct fixture *f, int w, int h) {
    assert_int_equal(play(f, w, h, short_visit), 0);
    assert_int_equal(kiosk_play_status(&f->stage).waiting, 1);
    assert_true(
        store_folder_holds(f->stage.dir, "<hoe_was_het>goed</hoe_was_het>"));
    assert_true(store_folder_holds(f->stage.dir,
                                   "<opbrengst>hulp plezier</opbrengst>") ||
                store_folder_holds(f->stage.dir,
                                   "<opbrengst>plezier hulp</opbrengst>"));
    assert_true(
        store_folder_holds(f->stage.dir, "<aanraden>misschien</aanraden>"));
}

static void a_short_visit_in_landscape(void **state) {
    a_short_visit_at(*state, 1280, 800);
}
static void a_short_visit_in_portrait(void **state) {
    a_short_visit_at(*state, 800, 1280);
}
static void a_short_visit_on_a_small_screen(void **state) {
    a_short_visit_at(*state, 1024, 600);
}
static void a_short_visit_on_a_large_screen(void **state) {
    a_short_visit_at(*state, 1920, 1200);
}

static void a_story_is_typed_in_english(void **state) {
    struct fixture *f = *state;
    assert_int_equal(play(f, 1280, 800,
                          "tap greet:en\n"
                          "tap door:1\n"
                          "tap choice:age_26_45\n"
                          "tap next\n"
                          "wait box key:a\n"
                          "type I cook here on Friday. It is fun (really), é!\n"
                          "tap next\n"
                          "wait box key:a\n"
                          "tap next\n"
                          "wait box key:a\n"
                          "type Cooking 4 all\n"
                          "tap next\n"
                          "tap choice:gezond\n"
                          "tap next\n"
                          "tap choice:organisation\n"
                          "tap next\n"
                          "wait screen thanks\n"),
                     0);
    assert_true(store_folder_holds(
        f->stage.dir, "I cook here on Friday. It is fun (really), é!"));
    assert_true(store_folder_holds(f->stage.dir, "<titel>Cooking 4 all"));
}

static void nothing_typed_is_described(void **state) {
    struct fixture *f = *state;
    assert_int_equal(play(f, 1280, 800,
                          "tap begin\ntap door:1\n"
                          "tap choice:age_66\ntap next\n"
                          "wait box key:a\n"
                          "type Zeldzaam\n"
                          "quit\n"),
                     0);
    json_t *root = described(f);
    assert_string_equal(json_string_value(json_object_get(root, "screen")),
                        "question");
    assert_string_equal(json_string_value(json_object_get(root, "form")),
                        "verhaal");
    assert_non_null(json_object_get(root, "position"));
    json_decref(root);
    assert_false(store_folder_holds(f->stage.dir, "eldzaam"));
    assert_int_equal(kiosk_play_status(&f->stage).abandoned, 1);
}

static void keys_alone_are_enough(void **state) {
    struct fixture *f = *state;
    assert_int_equal(play(f, 1280, 800,
                          "key tab\nkey enter\n"
                          "wait screen start\n"
                          "key tab\nkey enter\n"
                          "wait screen question\n"
                          "key tab\nkey right\nkey enter\n"
                          "wait box next\n"
                          "key escape\n"
                          "wait screen start\n"
                          "key escape\n"
                          "wait screen attract\n"),
                     0);
}

static void a_step_that_cannot_be_done_fails(void **state) {
    struct fixture *f = *state;
    assert_int_equal(play(f, 1280, 800, "key nosuchkey\n"), 1);
    assert_int_equal(play(f, 1280, 800, "shot here\n"), 1); // no --shots
}

static void an_idle_visit_is_wiped(void **state) {
    struct fixture *f = *state;
    assert_int_equal(play(f, 1280, 800,
                          "tap begin\ntap door:0\ntap choice:goed\n"
                          "idle 46\nwait screen idle\n"
                          "idle 21\nwait screen attract\n"),
                     0);
    assert_int_equal(kiosk_play_status(&f->stage).abandoned, 1);
    assert_false(store_folder_holds(f->stage.dir, "<hoe_was_het>"
                                                  "goed"));
}

#define TEST(function) \
    cmocka_unit_test_setup_teardown(function, set_up, tear_down)

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(a_short_visit_in_landscape),
        TEST(a_short_visit_in_portrait),
        TEST(a_short_visit_on_a_small_screen),
        TEST(a_short_visit_on_a_large_screen),
        TEST(a_story_is_typed_in_english),
        TEST(nothing_typed_is_described),
        TEST(keys_alone_are_enough),
        TEST(a_step_that_cannot_be_done_fails),
        TEST(an_idle_visit_is_wiped),
    };
    return cmocka_run_group_tests_name("whole_visits", tests, NULL, NULL);
}
