// What is drawn in a visit goes into its submission, and nowhere else.
#include "base/clock.h"
#include "storage/kiosk/outbox.h"
#include "support/kiosk_play.h"
#include "support/kiosk_seed.h"

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <SDL.h>
#include <string.h>

static void finger(struct kiosk_play *stage, Uint32 type, double x, double y) {
    SDL_Event event = {.type = type};
    event.tfinger.fingerId = 7;
    event.tfinger.x = (float)(x / stage->kiosk->window.ui.width);
    event.tfinger.y = (float)(y / stage->kiosk->window.ui.height);
    SDL_PushEvent(&event);
    while (SDL_PollEvent(NULL)) { // others may stand before it
        vz_kiosk_turn(stage->kiosk, 0);
    }
}

static void draw_line(struct kiosk_play *stage) {
    const struct vz_rect pad = kiosk_play_box(stage, "pad")->rect;
    finger(stage, SDL_FINGERDOWN, pad.x + 50, pad.y + 50);
    for (int i = 1; i < 20; i++) {
        finger(stage, SDL_FINGERMOTION, pad.x + 50 + 10 * i, pad.y + 50 + i);
    }
    finger(stage, SDL_FINGERUP, pad.x + 250, pad.y + 70);
}

static void begin(struct kiosk_play *stage) {
    kiosk_play_init_bare(stage);
    kiosk_seed_form(stage->dir, "tekenen", "tests/data/kiosk/tekenen.csv");
    kiosk_play_start(stage);
    kiosk_play_wait(stage, "attract");
    kiosk_play_pass(stage, 301);
    kiosk_play_tap(stage, "begin");
    kiosk_play_tap(stage, "door:0");
    kiosk_play_wait_box(stage, "pad");
}

static size_t count_files(struct kiosk_play *stage,
                          struct vz_outbox_record *record) {
    struct vz_kiosk_store *store = NULL;
    struct vz_error error = {0};
    bool damaged = false;
    assert_int_equal(
        vz_kiosk_store_open(&store, stage->dir, false, &damaged, &error),
        VZ_OK);
    assert_int_equal(vz_outbox_next(store, vz_clock_wall_ms(), record), VZ_OK);
    vz_kiosk_store_close(store);
    return record->n_files;
}

static void test_a_drawing_and_a_signature_are_sent_along(void **state) {
    struct kiosk_play stage;
    struct vz_outbox_record record = {0};
    begin(&stage);
    draw_line(&stage);
    assert_non_null(kiosk_play_box(&stage, "stroke:0:0"));
    assert_int_equal(stage.kiosk->visit.attachments.n, 1);
    kiosk_play_tap(&stage, "next");
    kiosk_play_tap(&stage, "say-yes");
    assert_int_equal(stage.kiosk->visit.attachments.n, 2);
    kiosk_play_tap(&stage, "next");
    kiosk_play_wait(&stage, "thanks");
    assert_null(stage.kiosk->visit.attachments.items);
    kiosk_play_stop(&stage);
    assert_int_equal(count_files(&stage, &record), 2);
    assert_non_null(strstr(record.xml, "tekening-1.png"));
    vz_outbox_record_finish(&record);
    kiosk_play_finish(&stage);
}

static void test_undone_and_begun_again(void **state) {
    struct kiosk_play stage;
    begin(&stage);
    draw_line(&stage);
    draw_line(&stage);
    assert_non_null(kiosk_play_box(&stage, "stroke:1:0"));
    kiosk_play_tap(&stage, "undo");
    assert_null(kiosk_play_box(&stage, "stroke:1:0"));
    assert_int_equal(stage.kiosk->visit.attachments.n, 1);
    kiosk_play_tap(&stage, "undo");
    assert_int_equal(stage.kiosk->visit.attachments.n, 0);
    draw_line(&stage);
    kiosk_play_tap(&stage, "again");
    assert_int_equal(stage.kiosk->visit.attachments.n, 0);
    kiosk_play_finish(&stage);
}

static void test_back_on_the_page_it_is_only_said_to_be_kept(void **state) {
    struct kiosk_play stage;
    begin(&stage);
    draw_line(&stage);
    kiosk_play_tap(&stage, "next");
    kiosk_play_tap(&stage, "back");
    assert_non_null(kiosk_play_box(&stage, "kept"));
    assert_null(kiosk_play_box(&stage, "stroke:0:0"));
    draw_line(&stage); // the pad takes nothing now
    assert_null(kiosk_play_box(&stage, "stroke:0:0"));
    kiosk_play_tap(&stage, "again");
    draw_line(&stage);
    assert_non_null(kiosk_play_box(&stage, "stroke:0:0"));
    kiosk_play_finish(&stage);
}

static void test_nothing_is_left_after_the_visit(void **state) {
    struct kiosk_play stage;
    begin(&stage);
    draw_line(&stage);
    kiosk_play_tap(&stage, "stop");
    kiosk_play_tap(&stage, "stop-yes");
    kiosk_play_wait(&stage, "attract");
    assert_null(stage.kiosk->visit.attachments.items);
    assert_null(stage.kiosk->visit.widgets);
    kiosk_play_finish(&stage);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_drawing_and_a_signature_are_sent_along),
        cmocka_unit_test(test_undone_and_begun_again),
        cmocka_unit_test(test_back_on_the_page_it_is_only_said_to_be_kept),
        cmocka_unit_test(test_nothing_is_left_after_the_visit),
    };
    return cmocka_run_group_tests_name("drawing_kept", tests, NULL, NULL);
}
