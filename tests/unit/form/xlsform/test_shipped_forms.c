/*
 * The question sets that come with the program, and workbooks that others
 * wrote: they convert without an error, and do what they promise.
 */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/file.h"
#include "form/xform/session.h"
#include "support/xlsform_case.h"

#include <string.h>

static struct vz_form *load(const char *path) {
    struct vz_strbuf xml = {0};
    struct vz_diagnostics diagnostics = {0};
    bool ok = vz_xlsform_convert(path, NULL, &xml, &diagnostics);
    for (size_t i = 0; i < diagnostics.n; i++) {
        struct vz_strbuf text = {0};
        vz_diagnostic_format(&diagnostics.items[i], &text);
        print_message("%s: %s\n", path, text.data);
        vz_strbuf_finish(&text);
    }
    assert_true(ok);
    // Not even a warning in what is shipped.
    assert_int_equal(diagnostics.n, 0);
    struct vz_form *form = vz_form_load(xml.data, xml.len, NULL, NULL);
    assert_non_null(form);
    vz_diagnostics_finish(&diagnostics);
    vz_strbuf_finish(&xml);
    return form;
}

static struct vz_session *open_session(const struct vz_form *form,
                                       const char *language) {
    struct vz_session_params params = {
        .device_id = "test",
        .language = (size_t)vz_form_find_language(form, language),
    };
    struct vz_session *session = vz_session_create(form, &params);
    assert_non_null(session);
    return session;
}

static void test_attributes_and_roles(void **state) {
    static const struct {
        const char *path, *id, *door, *kind;
        const char *roles[9];
    } forms[] = {
        {"assets/forms/kort.csv",
         "kort",
         "resident",
         "short",
         {"age-band", "story", "consent", "withdrawal"}},
        {"assets/forms/verhaal.csv",
         "verhaal",
         "resident",
         "story",
         {"age-band", "story", "why", "story-title", "theme", "consent",
          "withdrawal"}},
        {"assets/forms/getuigenis.csv",
         "getuigenis",
         "worker",
         "testimonial",
         {"age-band", "activity", "story", "story-title", "theme", "quote-name",
          "consent", "assisted"}},
    };
    for (size_t i = 0; i < sizeof(forms) / sizeof(*forms); i++) {
        struct vz_form *form = load(forms[i].path);
        assert_string_equal(vz_form_id(form), forms[i].id);
        assert_string_equal(vz_form_attribute(form, "door"), forms[i].door);
        assert_string_equal(vz_form_attribute(form, "kind"), forms[i].kind);
        assert_non_null(vz_form_attribute(form, "minutes"));
        assert_int_equal(vz_form_n_languages(form), 2);
        assert_int_equal(vz_form_find_language(form, "nl"), 0);
        assert_int_equal(vz_form_find_language(form, "en"), 1);
        for (size_t j = 0; forms[i].roles[j]; j++) {
            if (!vz_form_role_ref(form, forms[i].roles[j])) {
                fail_msg("%s has no %s", forms[i].path, forms[i].roles[j]);
            }
        }
        vz_form_destroy(form);
    }
}

// Walks from the start; counts the pages and remembers whether a role was met.
static size_t walk(struct vz_session *session, const char *role, bool *met) {
    size_t pages = 0;
    *met = false;
    assert_true(vz_session_jump(session, NULL));
    while (vz_session_next(session)) {
        const struct vz_event *event = vz_session_event(session);
        if (event->kind == VZ_EVENT_END) {
            break;
        }
        for (size_t i = 0; i < event->n_questions; i++) {
            const struct vz_question *question = &event->questions[i];
            *met = *met ||
                   (question->role && strcmp(question->role, role) == 0);
        }
        pages++;
    }
    return pages;
}

static void test_kort_is_four_pages_without_a_story(void **state) {
    struct vz_form *form = load("assets/forms/kort.csv");
    struct vz_session *session = open_session(form, "nl");
    bool story;
    assert_int_equal(walk(session, "story", &story), 4);
    assert_false(story);
    vz_session_answer(session, "/data/iets_vertellen", "ja");
    vz_session_answer(session, "/data/leeftijd", "age_26_45");
    assert_int_equal(walk(session, "story", &story), 6);
    assert_true(story);
    vz_session_destroy(session);
    vz_form_destroy(form);
}

// Under 16: no story is asked, and none that was typed before is kept.
static void test_under_16_counts_only(void **state) {
    static const struct {
        const char *path, *story;
    } forms[] = {
        {"assets/forms/kort.csv", "/data/verhaal_deel/verhaal"},
        {"assets/forms/verhaal.csv", "/data/verhaal_deel/verandering"},
        {"assets/forms/getuigenis.csv", "/data/verhaal_deel/verhaal"},
    };
    for (size_t i = 0; i < sizeof(forms) / sizeof(*forms); i++) {
        struct vz_form *form = load(forms[i].path);
        struct vz_session *session = open_session(form, "en");
        vz_session_answer(session, "/data/iets_vertellen", "ja");
        vz_session_answer(session, "/data/leeftijd", "age_16_25");
        assert_int_equal(vz_session_answer(session, forms[i].story, "a secret"),
                         VZ_ANSWER_OK);
        vz_session_answer(session, "/data/leeftijd", "under_16");
        bool story, consent;
        walk(session, "story", &story);
        walk(session, "consent", &consent);
        assert_false(story);
        assert_false(consent);
        struct vz_strbuf xml = {0};
        assert_true(vz_session_finalize(session, &xml));
        assert_null(strstr(xml.data, "a secret"));
        assert_non_null(strstr(xml.data, "under_16"));
        vz_strbuf_finish(&xml);
        vz_session_destroy(session);
        vz_form_destroy(form);
    }
}

static void test_consent_has_its_five_names_and_details(void **state) {
    static const char *const names[] = {"team", "organisation", "public",
                                        "count", "discard"};
    struct vz_form *form = load("assets/forms/verhaal.csv");
    struct vz_session *session = open_session(form, "nl");
    vz_session_answer(session, "/data/leeftijd", "age_66");
    vz_session_answer(session, "/data/verhaal_deel/verandering", "iets");
    const char *ref = vz_form_role_ref(form, "consent");
    assert_true(vz_session_jump(session, ref));
    const struct vz_question *question =
        &vz_session_event(session)->questions[0];
    assert_true(vz_appearance_has(question->appearance, "vz-consent"));
    assert_true(question->required);
    assert_string_equal(question->label, "Wie mag jouw verhaal lezen?");
    assert_int_equal(question->n_choices, 5);
    for (size_t i = 0; i < 5; i++) {
        assert_string_equal(question->choices[i].name, names[i]);
    }
    assert_string_equal(question->choices[0].label, "Het buurthuis");
    assert_string_equal(vz_session_choice_column(session, ref, 0, "detail_nl"),
                        "Alleen de mensen die hier werken.");
    assert_string_equal(vz_session_choice_column(session, ref, 1, "icon"),
                        "town-hall");
    vz_session_destroy(session);
    vz_form_destroy(form);
}

static void test_a_testimonial_is_marked_as_assisted(void **state) {
    struct vz_form *form = load("assets/forms/getuigenis.csv");
    struct vz_session *session = open_session(form, "nl");
    assert_string_equal(
        vz_session_value(session, vz_form_role_ref(form, "assisted")), "1");
    vz_session_destroy(session);
    vz_form_destroy(form);
}

static void test_public_workbooks(void **state) {
    static const char *const paths[] = {
        "../shared/forms/all-question-types-v2024091201-3.xlsx",
        "../shared/forms/socio-economic-survey-v20240515.xlsx",
    };
    for (size_t i = 0; i < sizeof(paths) / sizeof(*paths); i++) {
        if (!vz_file_exists(paths[i])) {
            print_message("%s is not here\n", paths[i]);
            skip();
        }
        struct vz_strbuf xml = {0};
        struct vz_diagnostics diagnostics = {0};
        assert_true(vz_xlsform_convert(paths[i], NULL, &xml, &diagnostics));
        assert_int_equal(diagnostics.n_errors, 0);
        struct vz_form *form = vz_form_load(xml.data, xml.len, NULL, NULL);
        assert_non_null(form);
        vz_form_destroy(form);
        vz_diagnostics_finish(&diagnostics);
        vz_strbuf_finish(&xml);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_attributes_and_roles),
        cmocka_unit_test(test_kort_is_four_pages_without_a_story),
        cmocka_unit_test(test_under_16_counts_only),
        cmocka_unit_test(test_consent_has_its_five_names_and_details),
        cmocka_unit_test(test_a_testimonial_is_marked_as_assisted),
        cmocka_unit_test(test_public_workbooks),
    };
    return cmocka_run_group_tests_name("shipped_forms", tests, NULL, NULL);
}
