// Text: line breaks, widths of mixed scripts, carets and points, the cache.
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "kiosk/text/text.h"

#include <stdlib.h>
#include <string.h>

static const struct vz_text_style latin = {.size = 32, .line = 40};
static const struct vz_text_style arabic = {
    .size = 32, .line = 40, .rtl = true};

static int set_up(void **state) {
    struct vz_error error = {0};
    *state = vz_text_create(&error);
    return *state ? 0 : -1;
}

static int tear_down(void **state) {
    vz_text_destroy(*state);
    return 0;
}

static int width_of(struct vz_text *text, const char *string,
                    const struct vz_text_style *style) {
    return vz_text_width(vz_text_lay_out(text, string, style, 0));
}

static void test_breaks_at_words(void **state) {
    struct vz_text *text = *state;
    const char *string = "Mensen ontmoeten";
    const int whole = width_of(text, string, &latin);
    const int word = width_of(text, "ontmoeten", &latin);
    const struct vz_text_layout *layout =
        vz_text_lay_out(text, string, &latin, whole);
    assert_int_equal(vz_text_lines(layout), 1);
    layout = vz_text_lay_out(text, string, &latin, whole - 1);
    assert_int_equal(vz_text_lines(layout), 2);
    assert_int_equal(vz_text_width(layout), word);
    assert_int_equal(vz_text_height(layout), 80);
    assert_false(vz_text_overflows(layout));
    layout = vz_text_lay_out(text, string, &latin, word - 1);
    assert_int_equal(vz_text_lines(layout), 2); // never inside a word
    assert_true(vz_text_overflows(layout));
}

static void test_newlines(void **state) {
    struct vz_text *text = *state;
    assert_int_equal(vz_text_lines(vz_text_lay_out(text, "", &latin, 0)), 1);
    assert_int_equal(
        vz_text_lines(vz_text_lay_out(text, "een\ntwee\n", &latin, 0)), 3);
    assert_int_equal(
        vz_text_lines(vz_text_lay_out(text, "een\r\n\r\ntwee", &latin, 0)), 3);
    struct vz_rect caret =
        vz_text_caret(vz_text_lay_out(text, "een\n", &latin, 0), 4);
    assert_int_equal(caret.x, 0);
    assert_int_equal(caret.y, 40);
    assert_int_equal(caret.h, 40);
}

static void test_trailing_space_takes_no_width(void **state) {
    struct vz_text *text = *state;
    assert_int_equal(width_of(text, "goed   ", &latin),
                     width_of(text, "goed", &latin));
    const struct vz_text_layout *layout =
        vz_text_lay_out(text, "goed ", &latin, 0);
    assert_true(vz_text_caret(layout, 5).x > vz_text_caret(layout, 4).x);
}

// Thai has no spaces: lines begin at syllables that show where they begin.
static void test_thai_is_broken(void **state) {
    struct vz_text *text = *state;
    const char *thai = "\u0e40\u0e23\u0e32\u0e44\u0e1b\u0e42\u0e23\u0e07"
                       "\u0e40\u0e23\u0e35\u0e22\u0e19\u0e41\u0e25\u0e49"
                       "\u0e27\u0e40\u0e08\u0e2d\u0e40\u0e1e\u0e37\u0e48"
                       "\u0e2d\u0e19";
    const int whole = width_of(text, thai, &latin);
    const struct vz_text_layout *layout =
        vz_text_lay_out(text, thai, &latin, whole / 2);
    assert_in_range(vz_text_lines(layout), 2, 3);
    assert_false(vz_text_overflows(layout));
    assert_true(vz_text_width(layout) <= whole / 2);
}

// Numbers read from left to right within a text from right to left, and
// brackets enclose what they enclosed.
static void test_numbers_and_brackets_in_arabic(void **state) {
    struct vz_text *text = *state;
    // "alif 12 (ba)": alif at the right, then 1 left of 2, then "(ba)".
    const char *string = "\u0627 12 (\u0628)";
    const struct vz_text_layout *layout =
        vz_text_lay_out(text, string, &arabic, 0);
    const int alif = vz_text_caret(layout, 0).x;
    const int one = vz_text_caret(layout, 3).x;
    const int two = vz_text_caret(layout, 4).x;
    const int open = vz_text_caret(layout, 6).x;
    const int shut = vz_text_caret(layout, 9).x;
    assert_true(alif > two);
    assert_true(one < two);
    assert_true(one > open);
    assert_true(open > shut);
    assert_int_equal(alif, vz_text_width(layout));
}

// Signs that Ethiopic fonts lack come from another one, at the same size.
static void test_every_grapheme_finds_a_font(void **state) {
    struct vz_text *text = *state;
    const char *mixed = "\u1230\u120b\u121d? \u041f\u0440 \u0645\u0631 ab "
                        "\u0f40\u4e2d";
    const struct vz_text_layout *layout =
        vz_text_lay_out(text, mixed, &latin, 0);
    int before = -1;
    for (size_t at = 0; at < 10; at = vz_grapheme_next(mixed, at)) {
        const int x = vz_text_caret(layout, at).x;
        assert_true(x > before);
        before = x;
    }
    assert_int_equal(vz_text_lines(layout), 1);
}

static void test_bold_words_take_no_room_of_their_own(void **state) {
    struct vz_text *text = *state;
    struct vz_text_style bold = latin;
    bold.bold = true;
    const char *marked = VZ_TEXT_BOLD "goed" VZ_TEXT_BOLD;
    assert_int_equal(width_of(text, marked, &latin),
                     width_of(text, "goed", &bold));
    assert_int_equal(width_of(text, marked, &bold),
                     width_of(text, "goed", &bold));
    assert_true(width_of(text, "heel " VZ_TEXT_BOLD "goed", &latin) >
                width_of(text, "heel goed", &latin));
    char plain[] = "a " VZ_TEXT_BOLD "b" VZ_TEXT_BOLD " c";
    vz_text_unmark(plain);
    assert_string_equal(plain, "a b c");
}

static void test_scripts_are_joined(void **state) {
    struct vz_text *text = *state;
    // Joined letters are narrower than the same letters kept apart.
    const int joined = width_of(text, "\u0643\u064a\u0641", &arabic);
    const int apart = width_of(text, "\u0643\u200c\u064a\u200c\u0641", &arabic);
    assert_true(joined > 0);
    assert_true(joined < apart);
    // Arabic is set larger and its lines higher, Ethiopic lines higher.
    const struct vz_text_layout *layout =
        vz_text_lay_out(text, "\u0643\u064a\u0641", &latin, 0);
    assert_int_equal(vz_text_line_height(layout), 52);
    layout = vz_text_lay_out(text, "\u1230\u120b\u121d", &latin, 0);
    assert_int_equal(vz_text_line_height(layout), 46);
    assert_true(vz_text_width(layout) > 0);
    // No box for punctuation that the Ethiopic font lacks: it has the width
    // that Andika gives it.
    assert_int_equal(width_of(text, "\u1230?", &latin) -
                         width_of(text, "\u1230", &latin),
                     width_of(text, "?", &latin));
}

static void test_mixed_directions(void **state) {
    struct vz_text *text = *state;
    const char *string = "\u0645\u0631\u062d\u0628\u0627 Anna";
    const struct vz_text_layout *layout =
        vz_text_lay_out(text, string, &arabic, 400);
    // Reads from the right: the caret before the first letter is at the right
    // end, the one before "A" left of the Arabic word.
    const struct vz_rect first = vz_text_caret(layout, 0);
    const struct vz_rect name = vz_text_caret(layout, 11);
    assert_int_equal(first.x, 400);
    assert_true(name.x < first.x - width_of(text, "Anna", &arabic));
    // Within the name carets go to the right.
    assert_true(vz_text_caret(layout, 12).x > name.x);
}

// Every border of a grapheme has its own caret, and a point on that caret
// leads back to it.
static void check_carets(struct vz_text *text, const char *string,
                         const struct vz_text_style *style, int direction) {
    const struct vz_text_layout *layout =
        vz_text_lay_out(text, string, style, 0);
    int last = 0;
    for (size_t at = 0;; at = vz_grapheme_next(string, at)) {
        const struct vz_rect caret = vz_text_caret(layout, at);
        if (at > 0) {
            assert_true((caret.x - last) * direction > 0);
        }
        assert_int_equal(vz_text_offset_at(layout, caret.x, caret.y + 5), at);
        last = caret.x;
        if (string[at] == '\0') {
            break;
        }
    }
    // The width is rounded up, a caret to the nearest pixel.
    const int end = direction > 0 ? vz_text_width(layout) : 0;
    assert_in_range(last + 1, end, end + 1);
}

static void test_carets_by_grapheme(void **state) {
    struct vz_text *text = *state;
    check_carets(text, "Wat kan hier beter?", &latin, 1);
    check_carets(text, "fluffig AVA", &latin, 1);
    check_carets(text, "re\u0301sume\u0301 \u00e9\u00eb", &latin, 1);
    check_carets(text, "\u1230\u120b\u121d \u12a8\u1218\u12ed", &latin, 1);
    check_carets(text, "\u0643\u064a\u0641 \u062a\u0634\u0639\u0631", &arabic,
                 -1);
    // A lam-alef ligature has a place between its letters.
    check_carets(text, "\u0633\u0644\u0627\u0645", &arabic, -1);
}

static void test_caret_on_wrapped_lines(void **state) {
    struct vz_text *text = *state;
    const char *string = "een twee";
    const struct vz_text_layout *layout = vz_text_lay_out(
        text, string, &latin, width_of(text, "twee", &latin) + 2);
    assert_int_equal(vz_text_lines(layout), 2);
    assert_int_equal(vz_text_caret(layout, 4).x, 0);
    assert_int_equal(vz_text_caret(layout, 4).y, 40);
    // Far right of the first line is still on that line.
    assert_int_equal(vz_text_offset_at(layout, 5000, 10), 3);
    assert_int_equal(vz_text_offset_at(layout, 5000, 50), 8);
    assert_int_equal(vz_text_offset_at(layout, -10, -10), 0);
    assert_int_equal(vz_text_offset_at(layout, -10, 5000), 4);
}

static void test_graphemes(void **state) {
    const char *family = "a\U0001F468\u200D\U0001F469b";
    assert_int_equal(vz_grapheme_count(family), 3);
    assert_int_equal(vz_grapheme_next(family, 1), 1 + 4 + 3 + 4);
    assert_int_equal(vz_grapheme_prev(family, 12), 1);
    assert_int_equal(vz_grapheme_prev(family, 0), 0);
    assert_int_equal(vz_grapheme_next("e\u0301x", 0), 3);
    assert_int_equal(vz_grapheme_count(""), 0);
    assert_int_equal(vz_grapheme_next("a", 5), 1);
}

static void test_bad_utf8_is_shown(void **state) {
    struct vz_text *text = *state;
    assert_true(width_of(text, "a\xff\xfe z", &latin) >
                width_of(text, "a z", &latin));
    assert_true(width_of(text, "\xc3", &latin) > 0);
}

static void test_cache(void **state) {
    struct vz_text *text = *state;
    const struct vz_text_layout *first =
        vz_text_lay_out(text, "Goed", &latin, 200);
    assert_ptr_equal(vz_text_lay_out(text, "Goed", &latin, 200), first);
    vz_text_age(text); // far below the limit: nothing goes
    assert_ptr_equal(vz_text_lay_out(text, "Goed", &latin, 200), first);
    vz_text_trim(text);
    assert_int_equal(width_of(text, "Goed", &latin),
                     vz_text_width(vz_text_lay_out(text, "Goed", &latin, 0)));
}

static size_t ink(const SDL_Surface *surface, struct vz_rect r) {
    size_t n = 0;
    for (int y = r.y; y < r.y + r.h; y++) {
        const uint32_t *row =
            (const uint32_t *)((const uint8_t *)surface->pixels +
                               y * surface->pitch);
        for (int x = r.x; x < r.x + r.w; x++) {
            n += (row[x] & 0xffffff) != 0xffffff;
        }
    }
    return n;
}

static void test_draws_within_clip_and_alignment(void **state) {
    struct vz_text *text = *state;
    SDL_Surface *surface =
        SDL_CreateRGBSurfaceWithFormat(0, 400, 60, 32, SDL_PIXELFORMAT_RGB888);
    SDL_FillRect(surface, NULL, 0xffffff);
    const struct vz_text_layout *layout =
        vz_text_lay_out(text, "Goed", &latin, 0);
    const SDL_Color black = {0, 0, 0, 255};
    const struct vz_rect none = {0, 0, 0, 0};
    vz_text_draw(text, layout, surface, &none, 0, 0, 400, VZ_ALIGN_START,
                 black);
    assert_int_equal(ink(surface, (struct vz_rect){0, 0, 400, 60}), 0);
    vz_text_draw(text, layout, surface, NULL, 0, 0, 400, VZ_ALIGN_END, black);
    const int left = 400 - vz_text_width(layout);
    assert_int_equal(ink(surface, (struct vz_rect){0, 0, left - 1, 60}), 0);
    assert_true(ink(surface, (struct vz_rect){left, 0, 399 - left, 40}) > 200);
    SDL_FillRect(surface, NULL, 0xffffff);
    vz_text_draw(text, layout, surface, NULL, 0, 0, 400, VZ_ALIGN_CENTER,
                 black);
    assert_int_equal(ink(surface, (struct vz_rect){0, 0, left / 2 - 1, 60}), 0);
    assert_true(ink(surface, (struct vz_rect){left / 2, 0, 100, 40}) > 200);
    SDL_FreeSurface(surface);
}

static void test_styles_follow_scale(void **state) {
    struct vz_ui ui = {.scale = 1, .text_scale = 1};
    assert_int_equal(vz_text_style(&ui, VZ_TYPE_QUESTION).size, 46);
    assert_int_equal(vz_text_style(&ui, VZ_TYPE_QUESTION).line, 58);
    ui.text_scale = 1.5;
    assert_int_equal(vz_text_style(&ui, VZ_TYPE_QUESTION).size, 69);
    assert_int_equal(vz_text_style(&ui, VZ_TYPE_KEY).size, 47);
    assert_int_equal(vz_text_style(&ui, VZ_TYPE_DISPLAY).size, 115);
    assert_int_equal(vz_text_style(&ui, VZ_TYPE_CODE).size, 54);
    ui = (struct vz_ui){.scale = 1, .text_scale = 1, .portrait = true};
    assert_int_equal(vz_text_style(&ui, VZ_TYPE_QUESTION).size, 60);
    ui = (struct vz_ui){.scale = 0.75, .text_scale = 1, .rtl = true};
    assert_int_equal(vz_text_style(&ui, VZ_TYPE_ANSWER).size, 24);
    assert_true(vz_text_style(&ui, VZ_TYPE_ANSWER).rtl);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_breaks_at_words),
        cmocka_unit_test(test_newlines),
        cmocka_unit_test(test_trailing_space_takes_no_width),
        cmocka_unit_test(test_thai_is_broken),
        cmocka_unit_test(test_numbers_and_brackets_in_arabic),
        cmocka_unit_test(test_every_grapheme_finds_a_font),
        cmocka_unit_test(test_bold_words_take_no_room_of_their_own),
        cmocka_unit_test(test_scripts_are_joined),
        cmocka_unit_test(test_mixed_directions),
        cmocka_unit_test(test_carets_by_grapheme),
        cmocka_unit_test(test_caret_on_wrapped_lines),
        cmocka_unit_test(test_graphemes),
        cmocka_unit_test(test_bad_utf8_is_shown),
        cmocka_unit_test(test_cache),
        cmocka_unit_test(test_draws_within_clip_and_alignment),
        cmocka_unit_test(test_styles_follow_scale),
    };
    return cmocka_run_group_tests_name("text", tests, set_up, tear_down);
}
