// The text field and its keyboard type what they show.
#include "support/kiosk_stage.h"

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "kiosk/locale/locale.h"
#include "kiosk/text/text.h"
#include "kiosk/widget/keyboard.h"

#include <stdio.h>
#include <string.h>

static void test_types_with_capitals_at_sentences(void **state) {
    struct kiosk_stage stage;
    kiosk_stage_open(&stage, 1280, 800, 1);
    kiosk_stage_go(&stage, "better");
    assert_string_equal(kiosk_stage_box(&stage, "key:q")->label, "Q");
    kiosk_stage_type(&stage, "op zaterdag. niets");
    assert_string_equal(kiosk_stage_value(&stage, "better"),
                        "Op zaterdag. Niets");
    assert_string_equal(kiosk_stage_box(&stage, "key:q")->label, "q");
    kiosk_stage_close(&stage);
}

static void test_shift_changes_one_letter(void **state) {
    struct kiosk_stage stage;
    kiosk_stage_open(&stage, 1280, 800, 1);
    kiosk_stage_go(&stage, "better");
    kiosk_stage_touch(&stage, "key:shift"); // no capital at the start
    kiosk_stage_type(&stage, "a");
    kiosk_stage_touch(&stage, "key:shift");
    kiosk_stage_type(&stage, "bc");
    assert_string_equal(kiosk_stage_value(&stage, "better"), "aBc");
    kiosk_stage_close(&stage);
}

static int touch_every_key(struct kiosk_stage *stage, const char *layer) {
    int keys = 0;
    for (size_t i = 0;; i++) {
        vz_session_answer(stage->session, "/data/better", "");
        kiosk_stage_go(stage, "better");
        if (layer) {
            kiosk_stage_touch(stage, layer);
        }
        if (i >= stage->scene.n) {
            return keys;
        }
        const struct vz_box *box = &stage->scene.boxes[i];
        if (box->look != VZ_LOOK_KEY || box->icon) {
            continue;
        }
        char name[32], label[VZ_KEYBOARD_TEXT_SIZE];
        strcpy(name, box->name);
        strcpy(label, box->label);
        kiosk_stage_touch(stage, name);
        assert_string_equal(kiosk_stage_value(stage, "better"), label);
        keys++;
    }
}

static const struct {
    const char *code;
    int letters; // on its keys, signs included
    const char *all;
} alphabets[] = {
    {"nl", 30, "abcdefghijklmnopqrstuvwxyzé,.?"},
    {"en", 30, "abcdefghijklmnopqrstuvwxyzé,.?"},
    {"pl", 30, "abcdefghijklmnopqrstuvwxyzł,.?"},
    {"tr", 35, "abcçdefgğhıijklmnoöprsştuüvyzqwx,.?"},
    {"uk", 37, "абвгґдеєжзиіїйклмнопрстуфхцчшщьюя.,?'"},
    {"ar", 37, "ابتثجحخدذرزسشصضطظعغفقكلمنهويىةءئؤ.،؟"},
};

// Every letter of the alphabet has a key, without a layer or a hold.
static void test_every_language_has_its_letters(void **state) {
    for (size_t i = 0; i < sizeof(alphabets) / sizeof(*alphabets); i++) {
        struct kiosk_stage stage;
        kiosk_stage_open(&stage, 800, 1280, 1);
        vz_locale_set(alphabets[i].code);
        stage.ui.rtl = vz_locale_current()->rtl;
        assert_int_equal(touch_every_key(&stage, NULL), alphabets[i].letters);
        const char *at = alphabets[i].all;
        for (size_t next; *at; at += next) {
            char name[32];
            next = vz_grapheme_next(at, 0);
            snprintf(name, sizeof(name), "key:%.*s", (int)next, at);
            assert_true(kiosk_stage_has(&stage, name));
        }
        kiosk_stage_close(&stage);
    }
}

static void test_turkish_keeps_its_dots(void **state) {
    struct kiosk_stage stage;
    kiosk_stage_open(&stage, 1280, 800, 1);
    vz_locale_set("tr");
    kiosk_stage_go(&stage, "better");
    kiosk_stage_touch(&stage, "key:i");
    kiosk_stage_touch(&stage, "key:i");
    kiosk_stage_touch(&stage, "key:shift");
    kiosk_stage_touch(&stage, "key:ı");
    assert_string_equal(kiosk_stage_value(&stage, "better"), "İiI");
    kiosk_stage_close(&stage);
}

static void test_arabic_joins_and_offers_hamza(void **state) {
    struct kiosk_stage stage;
    kiosk_stage_open(&stage, 1280, 800, 1);
    vz_locale_set("ar");
    stage.ui.rtl = true;
    kiosk_stage_go(&stage, "better");
    assert_false(kiosk_stage_has(&stage, "key:shift"));
    kiosk_stage_touch(&stage, "key:لا");
    kiosk_stage_hold(&stage, "key:ا");
    kiosk_stage_touch(&stage, "accent:أ");
    assert_string_equal(kiosk_stage_value(&stage, "better"), "لاأ");
    // The letters stand as on every Arabic keyboard, the bottom row turns.
    assert_true(kiosk_stage_box(&stage, "key:ض")->rect.x <
                kiosk_stage_box(&stage, "key:ص")->rect.x);
    assert_true(kiosk_stage_box(&stage, "key:123")->rect.x >
                kiosk_stage_box(&stage, "key:space")->rect.x);
    // Left goes on in a text that reads to the left.
    vz_widget_key(stage.widgets, 1, VZ_KEY_RIGHT);
    vz_widget_key(stage.widgets, 1, VZ_KEY_BACKSPACE);
    assert_string_equal(kiosk_stage_value(&stage, "better"), "لأ");
    kiosk_stage_close(&stage);
}

static void test_shift_twice_stays(void **state) {
    struct kiosk_stage stage;
    kiosk_stage_open(&stage, 1280, 800, 1);
    kiosk_stage_go(&stage, "better");
    kiosk_stage_type(&stage, "a");
    kiosk_stage_touch(&stage, "key:shift");
    kiosk_stage_touch(&stage, "key:shift");
    assert_string_equal(kiosk_stage_box(&stage, "key:shift")->label, "ABC");
    kiosk_stage_type(&stage, "bc");
    kiosk_stage_touch(&stage, "key:shift");
    kiosk_stage_type(&stage, "d");
    assert_string_equal(kiosk_stage_value(&stage, "better"), "ABCd");
    kiosk_stage_close(&stage);
}

static void drag(struct kiosk_stage *stage, double at, enum vz_drag how) {
    const struct vz_box *box = kiosk_stage_box(stage, "field");
    vz_widget_drag(stage->widgets, stage->view.n_widgets, box,
                   box->rect.x + (int)(box->rect.w * at),
                   box->rect.y + box->rect.h / 2, how);
    kiosk_stage_build(stage);
}

static void test_a_drag_selects_and_a_key_replaces(void **state) {
    struct kiosk_stage stage;
    kiosk_stage_open(&stage, 1280, 800, 1);
    kiosk_stage_go(&stage, "better");
    kiosk_stage_type(&stage, "abc");
    drag(&stage, 0, VZ_DRAG_START);
    drag(&stage, 0.9, VZ_DRAG_MOVE);
    drag(&stage, 0.9, VZ_DRAG_END);
    const struct vz_box *box = kiosk_stage_box(&stage, "field");
    assert_int_equal(box->mark_from, 0);
    assert_int_equal(box->mark_to, 3);
    kiosk_stage_type(&stage, "x");
    assert_string_equal(kiosk_stage_value(&stage, "better"), "X");
    box = kiosk_stage_box(&stage, "field");
    assert_int_equal(box->mark_from, box->mark_to);
    kiosk_stage_close(&stage);
}

static void test_shift_and_arrows_select_graphemes(void **state) {
    struct kiosk_stage stage;
    kiosk_stage_open(&stage, 1280, 800, 1);
    kiosk_stage_go(&stage, "better");
    vz_widget_type(stage.widgets, 1, "ne\u0308t");
    vz_widget_key(stage.widgets, 1, VZ_KEY_LEFT);
    vz_widget_key(stage.widgets, 1, VZ_KEY_SELECT_LEFT);
    kiosk_stage_build(&stage);
    const struct vz_box *box = kiosk_stage_box(&stage, "field");
    assert_int_equal(box->mark_from, 1);
    assert_int_equal(box->mark_to, 4); // the letter and its mark
    vz_widget_key(stage.widgets, 1, VZ_KEY_BACKSPACE);
    assert_string_equal(kiosk_stage_value(&stage, "better"), "nt");
    // An arrow alone goes to the end of what is selected.
    vz_widget_key(stage.widgets, 1, VZ_KEY_SELECT_LEFT);
    vz_widget_key(stage.widgets, 1, VZ_KEY_RIGHT);
    vz_widget_type(stage.widgets, 1, "o");
    assert_string_equal(kiosk_stage_value(&stage, "better"), "not");
    kiosk_stage_close(&stage);
}

static void test_every_key_types_what_it_shows(void **state) {
    static const char *const layers[] = {NULL, "key:123", "key:accents"};
    struct kiosk_stage stage;
    kiosk_stage_open(&stage, 1280, 800, 1);
    int keys = 0;
    for (size_t layer = 0; layer < 3; layer++) {
        keys += touch_every_key(&stage, layers[layer]);
    }
    assert_true(keys > 80);
    kiosk_stage_close(&stage);
}

static void test_hold_offers_accents(void **state) {
    struct kiosk_stage stage;
    kiosk_stage_open(&stage, 1280, 800, 1);
    kiosk_stage_go(&stage, "better");
    kiosk_stage_type(&stage, "een x");
    assert_int_equal(kiosk_stage_hold(&stage, "key:e"), VZ_WIDGET_REBUILD);
    kiosk_stage_touch(&stage, "accent:ë");
    kiosk_stage_type(&stage, "q");
    assert_string_equal(kiosk_stage_value(&stage, "better"), "Een xëq");
    assert_int_equal(kiosk_stage_hold(&stage, "key:q"), VZ_WIDGET_NOTHING);
    assert_false(kiosk_stage_has(&stage, "accent:ë"));
    kiosk_stage_close(&stage);
}

static void test_backspace_and_hold(void **state) {
    struct kiosk_stage stage;
    kiosk_stage_open(&stage, 1280, 800, 1);
    kiosk_stage_go(&stage, "better");
    kiosk_stage_type(&stage, "abc");
    kiosk_stage_touch(&stage, "key:é");
    kiosk_stage_touch(&stage, "key:backspace");
    assert_string_equal(kiosk_stage_value(&stage, "better"), "Abc");
    kiosk_stage_hold(&stage, "key:backspace");
    kiosk_stage_hold(&stage, "key:backspace");
    assert_string_equal(kiosk_stage_value(&stage, "better"), "A");
    kiosk_stage_close(&stage);
}

static void test_caret_by_arrows_and_touch(void **state) {
    struct kiosk_stage stage;
    kiosk_stage_open(&stage, 1280, 800, 1);
    kiosk_stage_go(&stage, "better");
    kiosk_stage_type(&stage, "ac");
    kiosk_stage_touch(&stage, "key:123");
    kiosk_stage_touch(&stage, "key:left");
    kiosk_stage_touch(&stage, "key:abc");
    kiosk_stage_type(&stage, "b");
    assert_string_equal(kiosk_stage_value(&stage, "better"), "Abc");
    drag(&stage, 0.9, VZ_DRAG_START); // behind the text
    drag(&stage, 0.9, VZ_DRAG_END);
    kiosk_stage_touch(&stage, "key:enter");
    kiosk_stage_type(&stage, "d");
    assert_string_equal(kiosk_stage_value(&stage, "better"), "Abc\nd");
    vz_widget_key(stage.widgets, 1, VZ_KEY_UP);
    kiosk_stage_build(&stage);
    kiosk_stage_type(&stage, "x");
    assert_string_equal(kiosk_stage_value(&stage, "better"), "Axbc\nd");
    kiosk_stage_close(&stage);
}

// A caret on a line that is seen leaves the text where it stands.
static void test_visible_lines_stay(void **state) {
    struct kiosk_stage stage;
    kiosk_stage_open(&stage, 1280, 800, 1);
    vz_session_answer(stage.session, "/data/better", "a\nb\nc\nd\ne\nf\ng");
    kiosk_stage_go(&stage, "better");
    int top = kiosk_stage_box(&stage, "field")->level;
    assert_in_range(top, 1, 5);
    for (int line = 6; line > top; line--) {
        vz_widget_key(stage.widgets, 1, VZ_KEY_UP);
        kiosk_stage_build(&stage);
        assert_int_equal(kiosk_stage_box(&stage, "field")->level, top);
    }
    vz_widget_key(stage.widgets, 1, VZ_KEY_UP);
    kiosk_stage_build(&stage);
    assert_int_equal(kiosk_stage_box(&stage, "field")->level, top - 1);
    kiosk_stage_close(&stage);
}

static void test_physical_keyboard(void **state) {
    struct kiosk_stage stage;
    kiosk_stage_open(&stage, 1280, 800, 1);
    kiosk_stage_go(&stage, "better");
    assert_int_equal(vz_widget_type(stage.widgets, 1, "Zoë"),
                     VZ_WIDGET_ANSWERED);
    vz_widget_key(stage.widgets, 1, VZ_KEY_BACKSPACE);
    assert_string_equal(kiosk_stage_value(&stage, "better"), "Zo");
    kiosk_stage_close(&stage);
}

static void test_counter_and_end(void **state) {
    struct kiosk_stage stage;
    char text[2001];
    kiosk_stage_open(&stage, 1280, 800, 1);
    memset(text, 'a', sizeof(text));
    text[1499] = '\0';
    vz_session_answer(stage.session, "/data/better", text);
    kiosk_stage_go(&stage, "better");
    assert_false(kiosk_stage_has(&stage, "counter"));
    kiosk_stage_type(&stage, "a");
    assert_string_equal(kiosk_stage_box(&stage, "counter")->label,
                        "nog 500 letters");
    text[1499] = 'a';
    text[1999] = '\0';
    vz_session_answer(stage.session, "/data/better", text);
    kiosk_stage_go(&stage, "better");
    assert_string_equal(kiosk_stage_box(&stage, "counter")->label,
                        "nog 1 letter");
    kiosk_stage_type(&stage, "aa");
    assert_int_equal(strlen(kiosk_stage_value(&stage, "better")), 2000);
    assert_int_equal(kiosk_stage_box(&stage, "counter")->role, VZ_ROLE_ALERT);
    kiosk_stage_close(&stage);
}

static void test_typed_text_is_secret(void **state) {
    struct kiosk_stage stage;
    kiosk_stage_open(&stage, 1280, 800, 1);
    kiosk_stage_go(&stage, "better");
    kiosk_stage_type(&stage, "geheim");
    for (size_t i = 0; i < stage.scene.n; i++) {
        const struct vz_box *box = &stage.scene.boxes[i];
        if (box->label && strstr(box->label, "Geheim")) {
            assert_true(box->secret);
        }
    }
    kiosk_stage_close(&stage);
}

static void test_keyboard_keeps_its_order_mirrored(void **state) {
    struct kiosk_stage stage;
    kiosk_stage_open(&stage, 1280, 800, 1);
    stage.ui.rtl = true;
    kiosk_stage_go(&stage, "better");
    assert_true(kiosk_stage_box(&stage, "key:q")->rect.x <
                kiosk_stage_box(&stage, "key:w")->rect.x);
    kiosk_stage_go(&stage, "visits");
    assert_true(kiosk_stage_box(&stage, "key:1")->rect.x <
                kiosk_stage_box(&stage, "key:2")->rect.x);
    kiosk_stage_close(&stage);
}

static void test_numbers(void **state) {
    struct kiosk_stage stage;
    kiosk_stage_open(&stage, 1280, 800, 1);
    kiosk_stage_go(&stage, "rent");
    kiosk_stage_type(&stage, "450");
    kiosk_stage_touch(&stage, "key:decimal");
    kiosk_stage_touch(&stage, "key:decimal"); // one sign only
    kiosk_stage_type(&stage, "5");
    assert_string_equal(kiosk_stage_box(&stage, "field")->label, "450,5");
    assert_string_equal(kiosk_stage_value(&stage, "rent"), "450.5");
    kiosk_stage_go(&stage, "rent"); // coming back shows it the same way
    assert_string_equal(kiosk_stage_box(&stage, "field")->label, "450,5");
    vz_locale_set("en");
    kiosk_stage_go(&stage, "rent");
    assert_string_equal(kiosk_stage_box(&stage, "field")->label, "450.5");
    kiosk_stage_close(&stage);
}

static void test_integers(void **state) {
    struct kiosk_stage stage;
    kiosk_stage_open(&stage, 800, 1280, 1.5);
    kiosk_stage_go(&stage, "visits");
    kiosk_stage_touch(&stage, "key:minus");
    assert_string_equal(kiosk_stage_value(&stage, "visits"), "");
    kiosk_stage_type(&stage, "12");
    assert_string_equal(kiosk_stage_value(&stage, "visits"), "-12");
    kiosk_stage_touch(&stage, "key:minus");
    assert_string_equal(kiosk_stage_value(&stage, "visits"), "12");
    kiosk_stage_type(&stage, "3456789012");
    assert_string_equal(kiosk_stage_value(&stage, "visits"), "123456789");
    assert_int_equal(vz_widget_type(stage.widgets, 1, "x"), VZ_WIDGET_NOTHING);
    kiosk_stage_close(&stage);
}

static void test_digits_of_a_text(void **state) {
    struct kiosk_stage stage;
    kiosk_stage_open(&stage, 1280, 800, 1);
    kiosk_stage_go(&stage, "phone");
    kiosk_stage_type(&stage, "06");
    kiosk_stage_touch(&stage, "key:minus");
    kiosk_stage_type(&stage, "12");
    assert_string_equal(kiosk_stage_value(&stage, "phone"), "06-12");
    kiosk_stage_close(&stage);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_types_with_capitals_at_sentences),
        cmocka_unit_test(test_shift_changes_one_letter),
        cmocka_unit_test(test_every_key_types_what_it_shows),
        cmocka_unit_test(test_every_language_has_its_letters),
        cmocka_unit_test(test_turkish_keeps_its_dots),
        cmocka_unit_test(test_arabic_joins_and_offers_hamza),
        cmocka_unit_test(test_shift_twice_stays),
        cmocka_unit_test(test_a_drag_selects_and_a_key_replaces),
        cmocka_unit_test(test_shift_and_arrows_select_graphemes),
        cmocka_unit_test(test_hold_offers_accents),
        cmocka_unit_test(test_backspace_and_hold),
        cmocka_unit_test(test_caret_by_arrows_and_touch),
        cmocka_unit_test(test_visible_lines_stay),
        cmocka_unit_test(test_physical_keyboard),
        cmocka_unit_test(test_counter_and_end),
        cmocka_unit_test(test_typed_text_is_secret),
        cmocka_unit_test(test_keyboard_keeps_its_order_mirrored),
        cmocka_unit_test(test_numbers),
        cmocka_unit_test(test_integers),
        cmocka_unit_test(test_digits_of_a_text),
    };
    return cmocka_run_group_tests_name("widget_text", tests, NULL, NULL);
}
