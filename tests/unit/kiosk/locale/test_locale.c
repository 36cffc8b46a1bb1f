// The interface speaks all its languages, completely.
#include "kiosk/locale/locale.h"

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void open_catalogues(void) {
    char dir[512];
    const char *build = getenv("BUILD");
    snprintf(dir, sizeof(dir), "%s/locale", build ? build : "build");
    assert_true(vz_locale_init(dir));
}

static void test_dutch_first(void **state) {
    const struct vz_language *languages;
    open_catalogues();
    assert_true(vz_locale_languages(&languages) >= 2);
    assert_string_equal(languages[0].code, "nl");
    assert_ptr_equal(vz_locale_current(), &languages[0]);
    assert_string_equal(vz_tr("Next"), "Verder");
}

static void test_switches_at_once(void **state) {
    open_catalogues();
    assert_true(vz_locale_set("en"));
    assert_string_equal(vz_locale_current()->code, "en");
    assert_string_equal(vz_tr("Next"), "Next");
    assert_true(vz_locale_set("nl"));
    assert_string_equal(vz_tr("Next"), "Verder");
}

static void test_unknown_language_changes_nothing(void **state) {
    open_catalogues();
    assert_false(vz_locale_set("xx"));
    assert_false(vz_locale_set(NULL));
    assert_string_equal(vz_tr("Back"), "Terug");
}

static void test_a_house_chooses_and_orders(void **state) {
    struct vz_language chosen[VZ_LANGUAGES_MAX];
    open_catalogues();
    assert_int_equal(vz_locale_choose("en, xx en,nl", chosen), 2);
    assert_string_equal(chosen[0].code, "en");
    assert_string_equal(chosen[1].code, "nl");
    assert_int_equal(vz_locale_choose(" nl ", chosen), 1);
    assert_string_equal(chosen[0].name, "Nederlands");
}

static void test_a_house_without_a_known_language_has_all(void **state) {
    struct vz_language chosen[VZ_LANGUAGES_MAX];
    const struct vz_language *all;
    open_catalogues();
    size_t n = vz_locale_languages(&all);
    assert_int_equal(vz_locale_choose("", chosen), n);
    assert_int_equal(vz_locale_choose("xx, n", chosen), n);
    assert_string_equal(chosen[0].code, "nl");
}

// The right form of a number in each language: its text holds `part`.
static void check_plural(const char *code, unsigned long n, const char *part) {
    assert_true(vz_locale_set(code));
    const char *text = vz_trn("%ld day ago", "%ld days ago", n);
    if (!strstr(text, part)) {
        fail_msg("%s, %lu: \"%s\" has no \"%s\"", code, n, text, part);
    }
}

static void test_plurals_of_every_language(void **state) {
    open_catalogues();
    check_plural("pl", 1, "dzień");
    check_plural("pl", 3, "dni");
    check_plural("uk", 1, "день");
    check_plural("uk", 3, "дні ");
    check_plural("uk", 11, "днів");
    check_plural("uk", 22, "дні ");
    check_plural("ar", 2, "يومين");
    check_plural("ar", 5, "أيام");
    check_plural("ar", 11, "يومًا");
    check_plural("ar", 100, "يوم");
    check_plural("tr", 7, "gün");
    check_plural("ti", 1, "መዓልቲ");
    check_plural("ti", 2, "መዓልታት");
    assert_true(vz_locale_set("nl"));
}

static void test_names_are_in_their_own_script(void **state) {
    const struct vz_language *languages;
    open_catalogues();
    size_t n = vz_locale_languages(&languages);
    assert_int_equal(n, 7);
    for (size_t i = 0; i < n; i++) {
        bool arabic = strcmp(languages[i].code, "ar") == 0;
        assert_int_equal(languages[i].rtl, arabic);
        assert_true(vz_locale_set(languages[i].code));
        // Each has a catalogue that says something of its own.
        bool english = strcmp(languages[i].code, "en") == 0;
        assert_int_equal(strcmp(vz_tr("Next"), "Next") == 0, english);
    }
    assert_string_equal(languages[2].name, "العربية");
    assert_string_equal(languages[6].name, "ትግርኛ");
    assert_true(vz_locale_set("nl"));
}

static void test_plurals(void **state) {
    open_catalogues();
    assert_string_equal(vz_trn("%d more answer", "%d more answers", 1),
                        "Nog %d antwoord");
    assert_string_equal(vz_trn("%d more answer", "%d more answers", 2),
                        "Nog %d antwoorden");
}

// Every text in the kiosk's sources is in the catalogue and translated, with
// placeholders that agree.
static void check_catalogue(const char *language) {
    char command[1024];
    snprintf(command, sizeof(command),
             "pot=$(mktemp) && find app/kiosk -name '*.c' -print0 | "
             "xargs -0 xgettext --from-code=UTF-8 -k -kvz_tr:1 -kvz_trn:1,2 "
             "-o \"$pot\" && sed -i s/CHARSET/UTF-8/ \"$pot\" && msgcmp "
             "assets/locale/%s.po \"$pot\" && "
             "msgfmt --check-format -o /dev/null assets/locale/%s.po; "
             "status=$?; rm -f \"$pot\"; exit $status",
             language, language);
    assert_int_equal(system(command), 0);
}

static void test_catalogues_are_complete(void **state) {
    const struct vz_language *languages;
    open_catalogues();
    size_t n = vz_locale_languages(&languages);
    for (size_t i = 0; i < n; i++) {
        check_catalogue(languages[i].code);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_dutch_first),
        cmocka_unit_test(test_switches_at_once),
        cmocka_unit_test(test_unknown_language_changes_nothing),
        cmocka_unit_test(test_a_house_chooses_and_orders),
        cmocka_unit_test(test_a_house_without_a_known_language_has_all),
        cmocka_unit_test(test_plurals),
        cmocka_unit_test(test_plurals_of_every_language),
        cmocka_unit_test(test_names_are_in_their_own_script),
        cmocka_unit_test(test_catalogues_are_complete),
    };
    return cmocka_run_group_tests_name("locale", tests, NULL, NULL);
}
