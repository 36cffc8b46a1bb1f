#include "support/form_fixture.h"

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>

static const struct vz_question *question_at(struct vz_session *session,
                                             const char *ref) {
    assert_true(vz_session_jump(session, ref));
    return &vz_session_event(session)->questions[0];
}

static void test_texts_follow_the_language(void **state) {
    struct vz_form *form = form_fixture_load("story.xml");
    struct vz_session *session = form_fixture_session(form);
    const struct vz_question *question = question_at(session, "/data/name");
    assert_string_equal(question->label, "Hoe heet je?");
    assert_string_equal(question->hint, "Alleen je voornaam");
    assert_string_equal(question->guidance, "Vraag het rustig");
    vz_session_set_language(session, 1);
    question = &vz_session_event(session)->questions[0];
    assert_string_equal(question->label, "What is your name?");
    assert_string_equal(question->hint, "First name only");
    // Not translated: the default language stands in.
    assert_string_equal(question->guidance, "Vraag het rustig");
    vz_session_set_language(session, 9);
    assert_int_equal(vz_session_language(session), 1);
    vz_session_destroy(session);
    vz_form_destroy(form);
}

static void test_outputs_show_answers(void **state) {
    struct vz_form *form = form_fixture_load("story.xml");
    struct vz_session *session = form_fixture_session(form);
    assert_string_equal(question_at(session, "/data/age")->label,
                        "Hoe oud ben je, ?");
    form_fixture_answer(session, "/data/name", "Noor");
    assert_string_equal(question_at(session, "/data/age")->label,
                        "Hoe oud ben je, Noor?");
    vz_session_set_language(session, 1);
    assert_string_equal(vz_session_event(session)->questions[0].label,
                        "How old are you, Noor?");
    vz_session_destroy(session);
    vz_form_destroy(form);
}

static void test_media_and_attributes(void **state) {
    struct vz_form *form = form_fixture_load("story.xml");
    struct vz_session *session = form_fixture_session(form);
    form_fixture_answer(session, "/data/age", "20");
    form_fixture_answer(session, "/data/g/story", "x");
    const struct vz_question *question = question_at(session, "/data/g/story");
    assert_string_equal(question->audio, "story.ogg");
    assert_null(question->image);
    assert_string_equal(question->role, "story");
    assert_string_equal(question->appearance, "multiline");
    question = question_at(session, "/data/consent");
    assert_string_equal(question->choices[2].image, "team.png");
    assert_null(question->choices[1].image);
    assert_string_equal(
        vz_session_question_attribute(session, "/data/age", "keys"), "number");
    assert_null(vz_session_question_attribute(session, "/data/age", "x"));
    assert_null(vz_session_question_attribute(session, "/data/zz", "x"));
    vz_session_destroy(session);
    vz_form_destroy(form);
}

static const struct form_parts mixed = {
    .itext = "<itext><translation lang='nl'><text id='who'><value>Over "
             "<output value=' ../name '/></value></text>"
             "<text id='c'><value>Kies <output value='/data/a'/></value>"
             "</text></translation></itext>",
    .instance = "<a>1</a><rep><name>An</name><q/></rep>"
                "<rep><name>Bo</name><q/></rep><s/>",
    .model = "<instance id='l'><root><item><itextId>c</itextId>"
             "<name>x</name></item></root></instance>",
    .body = "<input ref='/data/a'><label>  Een <output value='/data/a'/>\n"
            "  <hint>no</hint></label></input>"
            "<group ref='/data/rep'><repeat nodeset='/data/rep'>"
            "<input ref='/data/rep/q'><label ref=\"jr:itext('who')\"/>"
            "</input></repeat></group>"
            "<select1 ref='/data/s'><label ref=\"jr:itext('gone')\">Kies"
            "</label><itemset nodeset=\"instance('l')/root/item\">"
            "<value ref='name'/><label ref='jr:itext(itextId)'/></itemset>"
            "</select1>"};

static void test_relative_outputs_belong_to_their_question(void **state) {
    struct vz_form *form = form_fixture_make(&mixed);
    struct vz_session *session = form_fixture_session(form);
    assert_string_equal(question_at(session, "/data/rep[1]/q")->label,
                        "Over An");
    assert_string_equal(question_at(session, "/data/rep[2]/q")->label,
                        "Over Bo");
    vz_session_destroy(session);
    vz_form_destroy(form);
}

static void test_inline_texts_and_choice_texts(void **state) {
    struct vz_form *form = form_fixture_make(&mixed);
    struct vz_session *session = form_fixture_session(form);
    form_fixture_answer(session, "/data/a", "twee");
    const struct vz_question *question = question_at(session, "/data/a");
    assert_true(!strncmp(question->label, "Een twee", 8));
    question = question_at(session, "/data/s");
    assert_string_equal(question->label, "Kies");
    assert_string_equal(question->choices[0].label, "Kies twee");
    vz_session_destroy(session);
    vz_form_destroy(form);
}

static void test_appearance_words(void **state) {
    assert_true(vz_appearance_has("minimal vz-smiley", "vz-smiley"));
    assert_true(vz_appearance_has("vz-smiley", "vz-smiley"));
    assert_false(vz_appearance_has("vz-smiley-5", "vz-smiley"));
    assert_false(vz_appearance_has("", "vz-smiley"));
}

// References keep the prefixes of the form; without them they are understood.
static void test_references_have_prefixes(void **state) {
    struct vz_form *form = form_fixture_make(&(struct form_parts){
        .itext = "",
        .instance = "<orx:meta><orx:instanceID/></orx:meta><odk:r><a/></odk:r>",
        .model = "",
        .body = "<group ref='/data/odk:r'><repeat nodeset='/data/odk:r'>"
                "<input ref='/data/odk:r/a'><label>A</label></input>"
                "</repeat></group>"});
    struct vz_session *session = form_fixture_session(form);
    static const struct {
        const char *given, *ref;
    } cases[] = {
        {"/data/meta/instanceID", "/data/orx:meta/orx:instanceID"},
        {"/data/orx:meta/orx:instanceID", "/data/orx:meta/orx:instanceID"},
        {"/data/r[1]/a", "/data/odk:r[1]/a"},
        {"/data/odk:r[1]/a", "/data/odk:r[1]/a"},
        {"/data/odk:r", "/data/odk:r"},
    };
    struct vz_node_look look;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        assert_true(vz_session_look(session, cases[i].given, &look));
        assert_string_equal(look.ref, cases[i].ref);
    }
    assert_true(vz_session_jump(session, "/data/odk:r[1]/a"));
    assert_string_equal(vz_session_event(session)->ref, "/data/odk:r[1]/a");
    struct vz_schema schema;
    assert_true(vz_form_schema(form, &schema));
    assert_string_equal(schema.fields[1].path, "meta/instanceID");
    vz_schema_finish(&schema);
    vz_session_destroy(session);
    vz_form_destroy(form);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_texts_follow_the_language),
        cmocka_unit_test(test_outputs_show_answers),
        cmocka_unit_test(test_media_and_attributes),
        cmocka_unit_test(test_relative_outputs_belong_to_their_question),
        cmocka_unit_test(test_inline_texts_and_choice_texts),
        cmocka_unit_test(test_appearance_words),
        cmocka_unit_test(test_references_have_prefixes),
    };
    return cmocka_run_group_tests_name("session_text", tests, NULL, NULL);
}
