// Repeats on the kiosk: one more, done, take the last one away.
#include "form/xlsform/xlsform.h"
#include "kiosk/locale/locale.h"
#include "kiosk/screen/view.h"
#include "kiosk/visit.h"
#include "support/ui_stage.h"

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>

struct fixture {
    struct ui_stage stage;
    struct vz_form *form;
    struct vz_visit visit;
    struct vz_view view;
};

static struct vz_form *load(void) {
    struct vz_strbuf xml = {0};
    struct vz_diagnostics diagnostics = {0};
    struct vz_error error = {0};
    assert_true(vz_xlsform_convert("tests/data/kiosk/alle_vragen.csv", NULL,
                                   &xml, &diagnostics));
    struct vz_form *form =
        vz_form_load(vz_strbuf_text(&xml), xml.len, NULL, &error);
    assert_non_null(form);
    vz_diagnostics_finish(&diagnostics);
    vz_strbuf_finish(&xml);
    return form;
}

static void build(struct fixture *f) {
    struct vz_visit_page page;
    vz_visit_page(&f->visit, &page);
    f->view = (struct vz_view){.ui = &f->stage.ui,
                               .screen = VZ_SCREEN_QUESTION,
                               .session = f->visit.session,
                               .widgets = f->visit.widgets,
                               .n_widgets = f->visit.n_widgets,
                               .may_go_on = page.may_go_on,
                               .last_page = page.last,
                               .at = page.at,
                               .total = page.total,
                               .title = page.title,
                               .repeat_count = page.repeat_count,
                               .removing = f->visit.removing};
    vz_scene_clear(&f->stage.scene);
    vz_screen_build(&f->view, &f->stage.scene);
}

static const struct vz_box *box(struct fixture *f, const char *name) {
    build(f);
    return vz_scene_find(&f->stage.scene, name);
}

static int set_up(void **state) {
    struct fixture *f = calloc(1, sizeof(*f));
    char dir[512];
    const char *build_dir = getenv("BUILD");
    snprintf(dir, sizeof(dir), "%s/locale", build_dir ? build_dir : "build");
    assert_true(vz_locale_init(dir) && vz_locale_set("nl"));
    assert_true(ui_stage_init(&f->stage, 1280, 800));
    f->form = load();
    const struct vz_visit_params params = {.form = f->form,
                                           .ui = &f->stage.ui,
                                           .language = "nl",
                                           .device_id = "test"};
    assert_true(vz_visit_begin(&f->visit, &params));
    assert_true(vz_session_jump(f->visit.session, "/data/kind[1]/kind_jaar"));
    vz_visit_answered(&f->visit);
    *state = f;
    return 0;
}

static int tear_down(void **state) {
    struct fixture *f = *state;
    vz_visit_finish(&f->visit);
    vz_form_destroy(f->form);
    ui_stage_finish(&f->stage);
    free(f);
    return 0;
}

static void test_a_page_says_which_one_it_is_about(void **state) {
    struct fixture *f = *state;
    struct vz_visit_page page;
    vz_visit_page(&f->visit, &page);
    assert_string_equal(page.title, "Kind 1");
}

static void test_the_kiosk_asks_for_another_one(void **state) {
    struct fixture *f = *state;
    assert_int_equal(vz_visit_next(&f->visit), VZ_VISIT_MOVED);
    assert_string_equal(box(f, "question")->label, "Kind");
    assert_string_equal(box(f, "hint")->label, "Je vertelde over 1. Nog een?");
    assert_int_equal(box(f, "repeat-add")->act, VZ_ACT_REPEAT_ADD);
    assert_int_equal(box(f, "repeat-done")->act, VZ_ACT_NEXT);
    assert_false(box(f, "next")->state & VZ_STATE_DISABLED);
}

static void test_another_one_is_added_and_answered(void **state) {
    struct fixture *f = *state;
    struct vz_visit_page page;
    vz_visit_next(&f->visit);
    assert_true(vz_visit_add_repeat(&f->visit));
    vz_visit_page(&f->visit, &page);
    assert_string_equal(page.title, "Kind 2");
    assert_string_equal(f->visit.widgets[0].ref, "/data/kind[2]/kind_naam");
    assert_false(vz_visit_add_repeat(&f->visit)); // not the place for it
    vz_visit_next(&f->visit);
    vz_visit_next(&f->visit);
    assert_string_equal(box(f, "hint")->label, "Je vertelde over 2. Nog een?");
}

static void test_the_last_one_is_taken_away_when_asked_twice(void **state) {
    struct fixture *f = *state;
    struct vz_visit_page page;
    vz_session_answer(f->visit.session, "/data/kind[1]/kind_jaar", "7");
    vz_visit_next(&f->visit);
    vz_visit_add_repeat(&f->visit);
    vz_visit_next(&f->visit);
    vz_visit_next(&f->visit);
    f->visit.removing = true;
    assert_non_null(box(f, "remove-yes"));
    assert_true(vz_visit_remove_repeat(&f->visit));
    assert_null(box(f, "remove-yes"));
    vz_visit_page(&f->visit, &page);
    assert_int_equal(page.repeat_count, 1);
    assert_string_equal(
        vz_session_value(f->visit.session, "/data/kind[1]/kind_jaar"), "7");
    assert_true(vz_visit_remove_repeat(&f->visit));
    assert_string_equal(box(f, "hint")->label, "Is er iets te vertellen?");
    assert_null(box(f, "remove"));
    assert_false(vz_visit_remove_repeat(&f->visit));
}

static void test_done_leads_on(void **state) {
    struct fixture *f = *state;
    vz_visit_next(&f->visit);
    assert_int_equal(vz_visit_next(&f->visit), VZ_VISIT_MOVED);
    assert_string_equal(f->visit.widgets[0].ref, "/data/slot");
    assert_int_equal(vz_visit_back(&f->visit), VZ_VISIT_MOVED);
    assert_non_null(box(f, "repeat-add"));
}

int main(void) {
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(test_a_page_says_which_one_it_is_about),
        TEST(test_the_kiosk_asks_for_another_one),
        TEST(test_another_one_is_added_and_answered),
        TEST(test_the_last_one_is_taken_away_when_asked_twice),
        TEST(test_done_leads_on),
    };
    return cmocka_run_group_tests_name("repeat", tests, NULL, NULL);
}
