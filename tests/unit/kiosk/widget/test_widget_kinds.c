// Which widget serves which question of a form with every kind, and what the
// rarer ones do.
#include "support/kiosk_stage.h"

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

static const struct {
    const char *question, *widget;
} kinds[] = {
    {"smiley", "smiley"},     {"kaarten", "select"},   {"likert", "select"},
    {"plaatjes", "select"},   {"zoeken", "search"},    {"volgorde", "rank"},
    {"cijfer", "scale"},      {"schuif", "slider"},    {"staand", "upright"},
    {"kies_getal", "picker"}, {"sterren", "rating"},   {"verschil", "triad"},
    {"samen_zelf", "dyad"},   {"aantal", "number"},    {"huur", "number"},
    {"telefoon", "number"},   {"naam", "text"},        {"verhaal", "text"},
    {"datum", "date"},        {"tijd", "date"},        {"moment", "date"},
    {"tekst", "note"},        {"gelezen", "trigger"},  {"tekening", "draw"},
    {"handtekening", "draw"}, {"op_foto", "draw"},     {"foto", "unsupported"},
    {"waar", "unsupported"},  {"film", "unsupported"},
};

static void test_each_kind_has_its_widget(void **state) {
    struct kiosk_stage stage;
    kiosk_stage_open_every(&stage, 1280, 800, 1);
    for (size_t i = 0; i < sizeof(kinds) / sizeof(*kinds); i++) {
        kiosk_stage_go(&stage, kinds[i].question);
        assert_string_equal(stage.widgets[0].ops->name, kinds[i].widget);
    }
    kiosk_stage_close(&stage);
}

static void test_what_cannot_be_asked_is_explained(void **state) {
    struct kiosk_stage stage;
    kiosk_stage_open_every(&stage, 1280, 800, 1);
    kiosk_stage_go(&stage, "waar");
    assert_string_equal(kiosk_stage_box(&stage, "unsupported")->label,
                        "Deze zuil weet niet waar je bent.\n"
                        "Je kunt deze vraag overslaan.");
    kiosk_stage_go(&stage, "foto");
    assert_string_equal(kiosk_stage_box(&stage, "unsupported")->label,
                        "Hier is geen camera.\n"
                        "Je kunt deze vraag overslaan.");
    kiosk_stage_go(&stage, "met_film");
    assert_string_equal(kiosk_stage_box(&stage, "hint")->label,
                        "Bij deze vraag hoort een filmpje. "
                        "Dat speelt hier niet.");
    kiosk_stage_close(&stage);
}

static void test_upright_rises_to_the_top(void **state) {
    struct kiosk_stage stage;
    kiosk_stage_open_every(&stage, 1280, 800, 1);
    kiosk_stage_go(&stage, "staand");
    assert_false(kiosk_stage_has(&stage, "thumb"));
    kiosk_stage_drag(&stage, "slider", 0.5, 0, VZ_DRAG_START);
    assert_string_equal(kiosk_stage_value(&stage, "staand"), "25");
    kiosk_stage_drag(&stage, "slider", 0.5, 1.5, VZ_DRAG_MOVE);
    assert_string_equal(kiosk_stage_value(&stage, "staand"), "15");
    kiosk_stage_touch(&stage, "plus");
    assert_string_equal(kiosk_stage_value(&stage, "staand"), "16");
    kiosk_stage_close(&stage);
}

static void test_picker_counts(void **state) {
    struct kiosk_stage stage;
    kiosk_stage_open_every(&stage, 800, 1280, 1);
    kiosk_stage_go(&stage, "kies_getal");
    assert_string_equal(kiosk_stage_box(&stage, "value")->label, "?");
    kiosk_stage_touch(&stage, "plus");
    assert_string_equal(kiosk_stage_value(&stage, "kies_getal"), "15");
    kiosk_stage_hold(&stage, "minus");
    assert_string_equal(kiosk_stage_box(&stage, "value")->label, "14");
    kiosk_stage_close(&stage);
}

static void test_slider_follows_the_finger(void **state) {
    struct kiosk_stage stage;
    kiosk_stage_open_every(&stage, 1280, 800, 1);
    kiosk_stage_go(&stage, "schuif");
    kiosk_stage_drag(&stage, "slider", 0, 0.5, VZ_DRAG_START);
    assert_string_equal(kiosk_stage_value(&stage, "schuif"), "0");
    kiosk_stage_drag(&stage, "slider", 2, 5, VZ_DRAG_MOVE);
    assert_string_equal(kiosk_stage_value(&stage, "schuif"), "40");
    // Where nothing changes nothing is built anew.
    assert_int_equal(kiosk_stage_drag(&stage, "slider", 1, 0.5, VZ_DRAG_END),
                     VZ_WIDGET_NOTHING);
    kiosk_stage_close(&stage);
}

static void test_a_choice_may_exclude_the_others(void **state) {
    struct kiosk_stage stage;
    kiosk_stage_open_every(&stage, 1280, 800, 1);
    kiosk_stage_go(&stage, "kaarten");
    kiosk_stage_touch(&stage, "choice:eten");
    kiosk_stage_touch(&stage, "choice:sport");
    kiosk_stage_touch(&stage, "choice:niets");
    assert_string_equal(kiosk_stage_value(&stage, "kaarten"), "niets");
    kiosk_stage_touch(&stage, "choice:hulp");
    assert_string_equal(kiosk_stage_value(&stage, "kaarten"), "hulp");
    kiosk_stage_close(&stage);
}

static void test_a_random_order_stays(void **state) {
    struct kiosk_stage stage;
    kiosk_stage_open_every(&stage, 1280, 800, 1);
    kiosk_stage_go(&stage, "door_elkaar");
    const struct vz_rect before =
        kiosk_stage_box(&stage, "choice:tot_65")->rect;
    kiosk_stage_touch(&stage, "choice:tot_25");
    kiosk_stage_go(&stage, "volgorde");
    kiosk_stage_go(&stage, "door_elkaar");
    const struct vz_rect after = kiosk_stage_box(&stage, "choice:tot_65")->rect;
    assert_memory_equal(&before, &after, sizeof(before));
    kiosk_stage_close(&stage);
}

static void test_choices_show_their_pictures(void **state) {
    struct kiosk_stage stage;
    kiosk_stage_open_every(&stage, 1280, 800, 1);
    kiosk_stage_go(&stage, "plaatjes");
    assert_string_equal(kiosk_stage_box(&stage, "choice:park")->picture,
                        "tests/data/kiosk/media/park.jpg");
    assert_int_equal(kiosk_stage_box(&stage, "choice:park")->marker,
                     VZ_MARKER_ROUND);
    kiosk_stage_go(&stage, "alleen_plaatjes");
    assert_int_equal(kiosk_stage_box(&stage, "choice:park")->marker,
                     VZ_MARKER_NONE);
    kiosk_stage_close(&stage);
}

static void test_a_picture_grows_when_it_is_touched(void **state) {
    struct kiosk_stage stage;
    kiosk_stage_open_every(&stage, 1280, 800, 1);
    kiosk_stage_go(&stage, "plaatje_vraag");
    kiosk_stage_touch(&stage, "picture");
    assert_true(kiosk_stage_box(&stage, "large-picture")->rect.w > 1100);
    assert_int_equal(kiosk_stage_box(&stage, "choice:ja")->act, VZ_ACT_NONE);
    kiosk_stage_touch(&stage, "large-close");
    assert_false(kiosk_stage_has(&stage, "large-picture"));
    kiosk_stage_touch(&stage, "choice:ja");
    assert_string_equal(kiosk_stage_value(&stage, "plaatje_vraag"), "ja");
    // The key for back closes it too, and only then goes back.
    kiosk_stage_touch(&stage, "picture");
    assert_true(vz_widget_close_picture(stage.widgets, 1));
    assert_false(vz_widget_close_picture(stage.widgets, 1));
    kiosk_stage_close(&stage);
}

static void test_only_plain_names_are_pictures(void **state) {
    struct kiosk_stage stage;
    kiosk_stage_open_every(&stage, 1280, 800, 1);
    kiosk_stage_go(&stage, "plaatjes");
    struct vz_arena arena = {0};
    const struct vz_widget *widget = &stage.widgets[0];
    assert_null(vz_widget_media(widget, &arena, "../secret.png"));
    assert_null(vz_widget_media(widget, &arena, ".hidden"));
    assert_null(vz_widget_media(widget, &arena, NULL));
    assert_string_equal(vz_widget_media(widget, &arena, "jr://images/a.png"),
                        "tests/data/kiosk/media/a.png");
    vz_arena_finish(&arena);
    kiosk_stage_close(&stage);
}

static void test_rows_of_a_table_have_their_own_words(void **state) {
    struct kiosk_stage stage;
    kiosk_stage_open_every(&stage, 1280, 800, 1);
    kiosk_stage_go(&stage, "tabel");
    assert_false(kiosk_stage_has(&stage, "tabel_kop/choice:wel"));
    const struct vz_box *first = kiosk_stage_box(&stage, "tabel_a/choice:niet");
    const struct vz_box *last = kiosk_stage_box(&stage, "tabel_a/choice:wel");
    assert_int_equal(first->rect.y, last->rect.y);
    kiosk_stage_touch(&stage, "tabel_a/choice:wel");
    assert_string_equal(kiosk_stage_value(&stage, "tabel/tabel_a"), "wel");
    kiosk_stage_close(&stage);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_each_kind_has_its_widget),
        cmocka_unit_test(test_what_cannot_be_asked_is_explained),
        cmocka_unit_test(test_upright_rises_to_the_top),
        cmocka_unit_test(test_picker_counts),
        cmocka_unit_test(test_slider_follows_the_finger),
        cmocka_unit_test(test_a_choice_may_exclude_the_others),
        cmocka_unit_test(test_a_random_order_stays),
        cmocka_unit_test(test_choices_show_their_pictures),
        cmocka_unit_test(test_a_picture_grows_when_it_is_touched),
        cmocka_unit_test(test_only_plain_names_are_pictures),
        cmocka_unit_test(test_rows_of_a_table_have_their_own_words),
    };
    return cmocka_run_group_tests_name("widget_kinds", tests, NULL, NULL);
}
