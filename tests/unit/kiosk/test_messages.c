// Messages stand beside the answers they are about.
#include "base/file.h"
#include "support/kiosk_play.h"
#include "support/kiosk_seed.h"

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

static const char form[] =
    "survey\n,type,name,label,required,required_message,appearance,"
    "constraint,constraint_message,parameters\n"
    ",begin_group,page,Page,,,field-list,,,\n"
    ",select_one l,one,One?,yes,Choose one.,likert,,,\n"
    ",range,two,Two?,,,,. < 5,Less than 5.,start=0 end=8 step=2\n"
    ",end_group,,,,,,,,\n"
    ",note,last,Last,,,,,,\n"
    "choices\n,list_name,name,label\n,l,a,A\n,l,b,B\n"
    "settings\n,form_title,form_id\n,Messages,messages\n";

static int set_up(void **state) {
    static struct kiosk_play stage;
    char path[STORE_PATH_SIZE];
    kiosk_play_init_bare(&stage);
    store_folder_path(path, stage.dir, "messages.csv");
    assert_int_equal(vz_file_write(path, form, strlen(form)), VZ_OK);
    kiosk_seed_form(stage.dir, "messages", path);
    vz_file_remove(path);
    kiosk_play_start(&stage);
    kiosk_play_tap(&stage, "begin");
    kiosk_play_tap(&stage, "door:0");
    kiosk_play_wait_box(&stage, "one/choice:a");
    *state = &stage;
    return 0;
}

static int tear_down(void **state) {
    kiosk_play_finish(*state);
    return 0;
}

// 8 breaks the constraint of the second, once the first is answered.
static void break_both(struct kiosk_play *stage) {
    vz_session_answer(stage->kiosk->visit.session, "/data/page/two", "8");
    vz_kiosk_turn(stage->kiosk, 0);
    assert_int_equal(vz_visit_next(&stage->kiosk->visit), VZ_VISIT_STAYED);
    stage->kiosk->dirty = true;
    vz_kiosk_turn(stage->kiosk, 0);
}

static void each_question_has_its_own(void **state) {
    struct kiosk_play *stage = *state;
    break_both(stage);
    const struct vz_box *first = kiosk_play_box(stage, "one/error");
    assert_non_null(first);
    assert_string_equal(first->label, "Choose one.");
    assert_true(first->rect.y < kiosk_play_box(stage, "one/choice:a")->rect.y);
    assert_true(kiosk_play_box(stage, "one/choice:a")->state & VZ_STATE_ERROR);
    if (!kiosk_play_box(stage, "two/error")) { // on the next part
        kiosk_play_tap(stage, "next");
    }
    assert_string_equal(kiosk_play_box(stage, "two/error")->label,
                        "Less than 5.");
}

static void what_is_in_order_loses_its_message(void **state) {
    struct kiosk_play *stage = *state;
    break_both(stage);
    kiosk_play_tap(stage, "one/choice:a");
    assert_null(kiosk_play_box(stage, "one/error"));
    assert_non_null(kiosk_play_box(stage, "two/error"));
    kiosk_play_tap(stage, "two/minus");
    assert_non_null(kiosk_play_box(stage, "two/error")); // 6 is too much
    kiosk_play_tap(stage, "two/minus");
    assert_null(kiosk_play_box(stage, "two/error"));
    assert_int_equal(vz_visit_next(&stage->kiosk->visit), VZ_VISIT_MOVED);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(each_question_has_its_own, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(what_is_in_order_loses_its_message,
                                        set_up, tear_down),
    };
    return cmocka_run_group_tests_name("messages", tests, NULL, NULL);
}
