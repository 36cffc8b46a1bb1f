// What is said of a screen: which boxes, in which order, with which words.
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "kiosk/locale/locale.h"
#include "kiosk/speech/reading.h"
#include "kiosk/text/text.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const struct vz_box page[] = {
    {.name = "head", .role = VZ_ROLE_TEXT, .label = "Vraag 1 van 2"},
    {.name = "question",
     .role = VZ_ROLE_HEADING,
     .label = "Wat vond je " VZ_TEXT_BOLD "nu" VZ_TEXT_BOLD "?"},
    {.name = "hint", .role = VZ_ROLE_TEXT, .label = "Kies wat past."},
    {.name = "choice:ja", .role = VZ_ROLE_RADIO, .label = "Ja"},
    {.name = "choice:nee",
     .role = VZ_ROLE_RADIO,
     .label = "Nee",
     .detail = "Niet echt",
     .state = VZ_STATE_SELECTED},
    {.name = "key:a", .role = VZ_ROLE_KEY, .label = "a"},
    {.name = "next",
     .role = VZ_ROLE_BUTTON,
     .label = "Verder",
     .act = VZ_ACT_NEXT},
};

struct fixture {
    struct vz_scene scene;
    struct vz_reading reading;
};

static int set_up(void **state) {
    struct fixture *f = calloc(1, sizeof(*f));
    const char *build = getenv("BUILD");
    char dir[512];
    snprintf(dir, sizeof(dir), "%s/locale", build ? build : "build");
    assert_true(vz_locale_init(dir));
    assert_true(vz_locale_set("nl"));
    for (size_t i = 0; i < sizeof(page) / sizeof(*page); i++) {
        vz_scene_add(&f->scene, &page[i]);
    }
    *state = f;
    return 0;
}

static int tear_down(void **state) {
    struct fixture *f = *state;
    vz_reading_finish(&f->reading);
    vz_scene_finish(&f->scene);
    free(f);
    return 0;
}

static void assert_says(struct fixture *f, const char *const *texts, size_t n) {
    assert_int_equal(f->reading.n, n);
    for (size_t i = 0; i < n; i++) {
        assert_string_equal(f->reading.items[i].text, texts[i]);
    }
}

static void a_page_is_question_hint_and_answers(void **state) {
    struct fixture *f = *state;
    static const char *const texts[] = {"Wat vond je  nu ?", "Kies wat past.",
                                        "Ja", "Nee. Niet echt. gekozen"};
    assert_true(vz_reading_add_scene(&f->reading, &f->scene, VZ_READING_ALL));
    assert_says(f, texts, 4);
    // Bytes keep their places, so that a word can be marked.
    assert_int_equal(f->reading.items[0].label_len, strlen(page[1].label));
    assert_int_equal(f->reading.items[3].label_len, 3);
}

static void texts_alone_leave_the_answers_out(void **state) {
    struct fixture *f = *state;
    static const char *const texts[] = {"Wat vond je  nu ?", "Kies wat past."};
    assert_true(vz_reading_add_scene(&f->reading, &f->scene, VZ_READING_TEXTS));
    assert_says(f, texts, 2);
}

static void over_a_page_only_the_sheet_is_read(void **state) {
    struct fixture *f = *state;
    static const char *const texts[] = {"Wil je stoppen?"};
    vz_scene_add(&f->scene,
                 &(struct vz_box){.name = "shade", .look = VZ_LOOK_SHADE});
    vz_scene_add(&f->scene,
                 &(struct vz_box){.name = "ask", .look = VZ_LOOK_SHEET});
    vz_scene_add(&f->scene, &(struct vz_box){.name = "title",
                                             .role = VZ_ROLE_HEADING,
                                             .label = "Wil je stoppen?"});
    assert_true(vz_reading_add_scene(&f->reading, &f->scene, VZ_READING_ALL));
    assert_says(f, texts, 1);
}

static void a_box_says_what_it_is_and_how_it_stands(void **state) {
    struct fixture *f = *state;
    static const struct {
        struct vz_box box;
        const char *text;
        bool spell;
    } boxes[] = {
        {{.name = "choice:ja", .role = VZ_ROLE_RADIO, .label = "Ja"},
         "Ja. niet gekozen",
         false},
        {{.name = "next",
          .role = VZ_ROLE_BUTTON,
          .label = "Verder",
          .state = VZ_STATE_DISABLED},
         "Verder. knop. nog niet: kies eerst een antwoord",
         false},
        {{.name = "q/key:backspace", .role = VZ_ROLE_KEY},
         "Wis een letter",
         false},
        {{.name = "key:?", .role = VZ_ROLE_KEY, .label = "?"}, "?", true},
        {{.name = "key:a", .role = VZ_ROLE_KEY, .label = "a"}, "a", false},
        {{.name = "field", .role = VZ_ROLE_FIELD, .label = ""},
         "tekstveld. leeg",
         false},
        {{.name = "code",
          .role = VZ_ROLE_TEXT,
          .type = VZ_TYPE_CODE,
          .label = "48 17"},
         "4, 8, . 1, 7, ",
         false},
    };
    for (size_t i = 0; i < sizeof(boxes) / sizeof(*boxes); i++) {
        vz_reading_finish(&f->reading);
        assert_true(vz_reading_add_box(&f->reading, &boxes[i].box));
        assert_says(f, &boxes[i].text, 1);
        assert_int_equal(f->reading.items[0].spell, boxes[i].spell);
    }
}

static void words_of_the_form_are_known_from_the_interface(void **state) {
    assert_true(
        vz_reading_is_of_form(&(struct vz_box){.name = "vraag/choice:ja"}));
    assert_true(vz_reading_is_of_form(&(struct vz_box){.name = "hint"}));
    assert_false(vz_reading_is_of_form(&(struct vz_box){.name = "next"}));
}

int main(void) {
    const struct CMUnitTest tests[] = {
#define TEST(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)
        TEST(a_page_is_question_hint_and_answers),
        TEST(texts_alone_leave_the_answers_out),
        TEST(over_a_page_only_the_sheet_is_read),
        TEST(a_box_says_what_it_is_and_how_it_stands),
        TEST(words_of_the_form_are_known_from_the_interface),
#undef TEST
    };
    return cmocka_run_group_tests_name("reading", tests, NULL, NULL);
}
