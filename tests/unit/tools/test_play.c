/*
 * vertelform play: a form filled in by lines of JSON.
 */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "app/tools/vertelform.h"
#include "form/xform/session.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

static const char csv[] =
    "survey\n,type,name,label::Nederlands (nl),label::English (en),constraint,"
    "constraint_message::Nederlands (nl),required,appearance\n"
    ",integer,leeftijd,Hoe oud?,How old?,. > 3,Te jong,yes,\n"
    ",begin_group,g,G,G,,,,field-list\n,text,a,A,A,,,,\n"
    ",select_one l,b,B,B,,,,\n,end_group,,,,,,,\n"
    "choices\n,list_name,name,label::Nederlands (nl),label::English (en)\n"
    ",l,x,Iks,Ex\n";

struct play {
    struct vz_form *form;
    struct vz_play play;
    json_t *reply; // of the last command
};

static int start(void **state) {
    struct play *play = calloc(1, sizeof(*play));
    struct vz_strbuf xml = {0};
    struct vz_diagnostics diagnostics = {0};
    assert_true(vz_xlsform_convert_bytes(csv, strlen(csv), "f.csv", NULL, &xml,
                                         &diagnostics));
    play->form = vz_form_load(xml.data, xml.len, NULL, NULL);
    assert_non_null(play->form);
    struct vz_session_params params = {.device_id = "", .every_position = true};
    play->play.session = vz_session_create(play->form, &params);
    assert_non_null(play->play.session);
    vz_diagnostics_finish(&diagnostics);
    vz_strbuf_finish(&xml);
    *state = play;
    return 0;
}

static int stop(void **state) {
    struct play *play = *state;
    json_decref(play->reply);
    vz_play_finish(&play->play);
    vz_session_destroy(play->play.session);
    vz_form_destroy(play->form);
    free(play);
    return 0;
}

static void say(struct play *play, const char *line) {
    char *text = vz_play_answer(&play->play, line, strlen(line));
    assert_non_null(text);
    assert_null(strchr(text, '\n'));
    json_decref(play->reply);
    play->reply = json_loads(text, 0, NULL);
    assert_non_null(play->reply);
    free(text);
}

static const char *got(const struct play *play, const char *key) {
    const char *text = json_string_value(json_object_get(play->reply, key));
    return text ? text : "";
}

static void test_a_form_from_start_to_end(void **state) {
    struct play *play = *state;
    say(play, "{\"do\":\"state\"}");
    assert_string_equal(got(play, "kind"), "start");
    say(play, "{\"do\":\"next\"}");
    assert_string_equal(got(play, "kind"), "question");
    assert_string_equal(got(play, "ref"), "/data/leeftijd");
    assert_string_equal(got(play, "label"), "Hoe oud?");
    assert_string_equal(got(play, "type"), "int");
    assert_true(json_is_true(json_object_get(play->reply, "required")));
    say(play, "{\"do\":\"answer\",\"value\":\"12\"}");
    assert_true(json_is_true(json_object_get(play->reply, "valid")));
    say(play, "{\"do\":\"next\"}");
    assert_string_equal(got(play, "kind"), "group");
    assert_string_equal(got(play, "ref"), "/data/g");
    assert_string_equal(got(play, "appearance"), "field-list");
    say(play, "{\"do\":\"next\"}");
    assert_string_equal(got(play, "ref"), "/data/g/a");
    say(play, "{\"do\":\"next\"}");
    say(play, "{\"do\":\"answer\",\"ref\":\"/data/g/b\",\"value\":\"x\"}");
    assert_string_equal(got(play, "value"), "x");
    say(play, "{\"do\":\"next\"}");
    assert_string_equal(got(play, "kind"), "end");
    say(play, "{\"do\":\"finalise\"}");
    assert_non_null(strstr(got(play, "xml"), "<leeftijd>12</leeftijd>"));
}

static void test_what_is_not_valid_is_told(void **state) {
    struct play *play = *state;
    say(play, "{\"do\":\"finalise\"}");
    assert_string_equal(got(play, "kind"), "invalid");
    say(play, "{\"do\":\"answer\",\"ref\":\"/data/leeftijd\",\"value\":\"2\"}");
    assert_true(json_is_false(json_object_get(play->reply, "valid")));
    say(play, "{\"do\":\"validate\"}");
    json_t *first =
        json_array_get(json_object_get(play->reply, "violations"), 0);
    assert_string_equal(json_string_value(json_object_get(first, "kind")),
                        "constraint");
    assert_string_equal(json_string_value(json_object_get(first, "message")),
                        "Te jong");
    say(play, "{\"do\":\"answer\",\"ref\":\"/data/leeftijd\",\"value\":\"\"}");
    say(play, "{\"do\":\"get\",\"ref\":\"/data/leeftijd\"}");
    assert_string_equal(got(play, "value"), "");
}

static void test_language_and_jump(void **state) {
    struct play *play = *state;
    say(play, "{\"do\":\"languages\"}");
    assert_int_equal(json_array_size(json_object_get(play->reply, "languages")),
                     2);
    say(play, "{\"do\":\"jump\",\"ref\":\"/data/leeftijd\"}");
    say(play, "{\"do\":\"language\",\"name\":\"English (en)\"}");
    assert_string_equal(got(play, "label"), "How old?");
}

static void test_a_failed_command_does_not_end_the_session(void **state) {
    struct play *play = *state;
    static const struct {
        const char *line, *kind;
    } cases[] = {
        {"nonsense", "syntax"},
        {"[1]", "syntax"},
        {"{\"do\":\"dance\"}", "usage"},
        {"{}", "usage"},
        {"{\"do\":\"prev\"}", "start"},
        {"{\"do\":\"get\",\"ref\":\"/data/nee\"}", "not_found"},
        {"{\"do\":\"jump\",\"ref\":\"/data/nee\"}", "not_found"},
        {"{\"do\":\"language\",\"name\":\"Klingon\"}", "not_found"},
        {"{\"do\":\"answer\",\"value\":\"1\"}", "usage"},
        {"{\"do\":\"answer\",\"ref\":\"/data/leeftijd\",\"value\":\"x\"}",
         "type"},
        {"{\"do\":\"add-repeat\"}", "usage"},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
        say(play, cases[i].line);
        assert_string_equal(got(play, "kind"), cases[i].kind);
        assert_true(*got(play, "error"));
    }
    say(play, "{\"do\":\"next\"}");
    assert_string_equal(got(play, "kind"), "question");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_a_form_from_start_to_end, start,
                                        stop),
        cmocka_unit_test_setup_teardown(test_what_is_not_valid_is_told, start,
                                        stop),
        cmocka_unit_test_setup_teardown(test_language_and_jump, start, stop),
        cmocka_unit_test_setup_teardown(
            test_a_failed_command_does_not_end_the_session, start, stop),
    };
    return cmocka_run_group_tests_name("play", tests, NULL, NULL);
}
