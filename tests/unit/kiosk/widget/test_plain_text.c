// Labels lose their markup and nothing else.
#include "kiosk/widget/plain_text.h"

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

static void check(const char *text, const char *plain) {
    struct vz_arena arena = {0};
    assert_string_equal(vz_plain_text(&arena, text), plain);
    vz_arena_finish(&arena);
}

static void test_markup_goes(void **state) {
    check("See [the house](https://example.org/a_b) now", "See the house now");
    check("This is **very** _important_.", "This is very important.");
    check("## Part one\nQuestion", "Part one\nQuestion");
    check("<span style=\"color:red\">Red</span> word", "Red word");
    check("One<br/>Two", "One\nTwo");
    check("<p>One</p>Two", "One\nTwo");
    check("*Hoe* gaat het?", "Hoe gaat het?");
}

static void test_lists_get_bullets(void **state) {
    check("Bring:\n- bread\n* milk\n+ tea", "Bring:\n\u2022 bread\n"
                                            "\u2022 milk\n\u2022 tea");
    check("-5 degrees", "-5 degrees");
    check("8 - 3", "8 - 3");
    check("- ", "- ");
}

static void check_marked(const char *text, const char *marked) {
    struct vz_arena arena = {0};
    assert_string_equal(vz_marked_text(&arena, text), marked);
    vz_arena_finish(&arena);
}

static void test_bold_is_kept_where_it_is_shown(void **state) {
    check_marked("This is **very** good", "This is \x02very\x02 good");
    check_marked("This is __very__ good", "This is \x02very\x02 good");
    check_marked("This is _very_ good", "This is very good");
    check_marked("# Rules\nBe kind", "\x02Rules\x02\nBe kind");
    check_marked("# Rules **of** all", "\x02Rules of all\x02");
    check_marked("**open", "**open");
}

static void test_words_stay(void **state) {
    check("Hoe gaat het?", "Hoe gaat het?");
    check("snake_case_name", "snake_case_name");
    check("2 * 3 < 7 en 1 #", "2 * 3 < 7 en 1 #");
    check("[a list] and (more)", "[a list] and (more)");
    check("Kies * of _", "Kies * of _");
    check("\\*no star\\*", "*no star*");
    check("1 < 2", "1 < 2");
    check("", "");
}

static void test_broken_markup_stays(void **state) {
    check("[open", "[open");
    check("[a](b", "[a](b");
    check("<b", "<b");
    check("**", "**");
    check("\\", "\\");
    check("_", "_");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_markup_goes),
        cmocka_unit_test(test_lists_get_bullets),
        cmocka_unit_test(test_bold_is_kept_where_it_is_shown),
        cmocka_unit_test(test_words_stay),
        cmocka_unit_test(test_broken_markup_stays),
    };
    return cmocka_run_group_tests_name("plain_text", tests, NULL, NULL);
}
