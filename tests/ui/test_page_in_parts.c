// A field-list that is higher than the screen is cut into parts. What was left
// open on an earlier part is shown again when the respondent wants to go on.
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/file.h"
#include "support/kiosk_play.h"
#include "support/kiosk_seed.h"

#include <string.h>

static const char form[] =
    "survey\n,type,name,label,required,appearance\n"
    ",begin_group,page,Page,,field-list\n"
    ",select_one l,first,First?,yes,\n,select_one l,second,Second?,,\n"
    ",select_one l,third,Third?,,\n,select_one l,fourth,Fourth?,,\n"
    ",end_group,,,,\n"
    "choices\n,list_name,name,label\n,l,a,Apple\n,l,b,Bread\n,l,c,Cake\n"
    ",l,d,Date\n,l,e,Egg\n,l,f,Fig\n"
    "settings\n,form_title,form_id\n,Parts,parts\n";

static int set_up(void **state) {
    static struct kiosk_play stage;
    char path[STORE_PATH_SIZE];
    kiosk_play_init_bare(&stage);
    store_folder_path(path, stage.dir, "parts.csv");
    assert_int_equal(vz_file_write(path, form, strlen(form)), VZ_OK);
    kiosk_seed_form(stage.dir, "parts", path);
    vz_file_remove(path);
    kiosk_play_start(&stage);
    kiosk_play_tap(&stage, "begin");
    kiosk_play_tap(&stage, "door:0");
    kiosk_play_wait(&stage, "question");
    *state = &stage;
    return 0;
}

static int tear_down(void **state) {
    kiosk_play_finish(*state);
    return 0;
}

// Touches Verder until the last part is there; answers how many parts there
// were.
static int to_the_last_part(struct kiosk_play *stage) {
    int parts = 1;
    while (kiosk_play_box(stage, "next")->act == VZ_ACT_WIDGET) {
        kiosk_play_tap(stage, "next");
        parts++;
    }
    return parts;
}

static void what_is_missing_is_shown_again(void **state) {
    struct kiosk_play *stage = *state;
    assert_non_null(kiosk_play_box(stage, "first/choice:a"));
    assert_true(to_the_last_part(stage) > 1);
    assert_null(kiosk_play_box(stage, "first/choice:a"));

    kiosk_play_tap(stage, "next");
    kiosk_play_wait_box(stage, "first/error");
    assert_non_null(kiosk_play_box(stage, "first/choice:a"));

    // The part stays while its question is being answered.
    kiosk_play_tap(stage, "first/choice:b");
    assert_non_null(kiosk_play_box(stage, "first/choice:b"));
    to_the_last_part(stage);
    kiosk_play_tap(stage, "next");
    kiosk_play_wait(stage, "thanks");
}

// Larger letters put a typed text and its keyboard on a part of their own; it
// is what stays in sight.
static void typed_text_stays_in_sight_in_large_letters(void **state) {
    static struct kiosk_play stage;
    kiosk_play_init(&stage);
    kiosk_play_start(&stage);
    kiosk_play_enter(&stage, "verhaal");
    kiosk_play_tap(&stage, "choice:age_26_45");
    kiosk_play_tap(&stage, "next");
    kiosk_play_wait_box(&stage, "key:a");
    kiosk_play_tap(&stage, "key:a");
    kiosk_play_tap(&stage, "display");
    kiosk_play_tap(&stage, "text:2");
    kiosk_play_tap(&stage, "close");
    assert_non_null(kiosk_play_box(&stage, "key:a"));
    kiosk_play_finish(&stage);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(what_is_missing_is_shown_again, set_up,
                                        tear_down),
        cmocka_unit_test(typed_text_stays_in_sight_in_large_letters),
    };
    return cmocka_run_group_tests_name("page_in_parts", tests, NULL, NULL);
}
