/*
 * A long interview played to its end, again and again, with answers that lead
 * to other sections; and what was computed bit by bit must be what is computed
 * at once.
 */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "app/tools/vertelform.h"
#include "form/xform/session.h"
#include "support/form_interview.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

struct walk {
    struct vz_form *form;
    struct vz_play play;
    json_t *reply;
    uint64_t dice;
    size_t n_answers;
};

static unsigned roll(struct walk *walk, unsigned sides) {
    walk->dice = walk->dice * UINT64_C(6364136223846793005) + 1;
    return (unsigned)(walk->dice >> 33) % sides;
}

static void say(struct walk *walk, const char *line) {
    char *text = vz_play_answer(&walk->play, line, strlen(line));
    assert_non_null(text);
    json_decref(walk->reply);
    walk->reply = json_loads(text, 0, NULL);
    free(text);
    assert_non_null(walk->reply);
    if (json_object_get(walk->reply, "error")) {
        fail_msg("%s: %s", line,
                 json_string_value(json_object_get(walk->reply, "error")));
    }
}

static const char *got(const struct walk *walk, const char *key) {
    const char *text = json_string_value(json_object_get(walk->reply, key));
    return text ? text : "";
}

static void answer(struct walk *walk, const char *value) {
    char line[200];
    snprintf(line, sizeof(line), "{\"do\":\"answer\",\"value\":\"%s\"}", value);
    say(walk, line);
    assert_string_equal(got(walk, "value"), value);
    assert_true(json_is_true(json_object_get(walk->reply, "valid")));
    walk->n_answers++;
}

static void answer_choice(struct walk *walk) {
    json_t *choices = json_object_get(walk->reply, "choices");
    size_t n = json_array_size(choices);
    assert_true(n > 0);
    // The first one is "yes" or "female": half of the time.
    unsigned i = roll(walk, 2) ? 0 : roll(walk, (unsigned)n);
    json_t *value = json_object_get(json_array_get(choices, i), "value");
    char copy[40];
    snprintf(copy, sizeof(copy), "%s", json_string_value(value));
    answer(walk, copy);
}

static void answer_number(struct walk *walk) {
    static const unsigned days[] = {3, 20, 900, 3000, 15000, 30000};
    bool age = strstr(got(walk, "ref"), "days_old") != NULL;
    char text[20];
    snprintf(text, sizeof(text), "%u",
             age ? days[roll(walk, 6)] : roll(walk, 10));
    answer(walk, text);
}

static void answer_question(struct walk *walk) {
    const char *type = got(walk, "type");
    bool readonly = json_is_true(json_object_get(walk->reply, "readonly"));
    if (strcmp(got(walk, "kind"), "question") != 0 || readonly) {
        return;
    }
    if (!strncmp(type, "select", 6)) {
        answer_choice(walk);
    } else if (!strcmp(type, "int")) {
        answer_number(walk);
    } else {
        answer(walk, "told");
    }
}

static char *preview(struct vz_session *session) {
    struct vz_strbuf xml = {0};
    assert_true(vz_session_preview(session, &xml));
    return vz_strbuf_take(&xml);
}

// Written down and opened again, all of it is computed anew.
static void compare_with_fresh(struct walk *walk) {
    struct vz_strbuf xml = {0};
    assert_true(vz_session_save(walk->play.session, &xml));
    struct vz_saved_instance saved = {xml.data, xml.len, false};
    struct vz_session_params params = {.device_id = "", .every_position = true};
    struct vz_session *fresh =
        vz_session_open(walk->form, &params, &saved, NULL);
    assert_non_null(fresh);
    char *ours = preview(walk->play.session);
    char *theirs = preview(fresh);
    assert_string_equal(ours, theirs);
    assert_int_equal(vz_session_n_positions(walk->play.session),
                     vz_session_n_positions(fresh));
    free(ours);
    free(theirs);
    vz_session_destroy(fresh);
    vz_strbuf_finish(&xml);
}

static void walk_to_end(struct walk *walk) {
    struct vz_session_params params = {.device_id = "", .every_position = true};
    walk->play.session = vz_session_create(walk->form, &params);
    assert_non_null(walk->play.session);
    say(walk, "{\"do\":\"next\"}");
    for (int i = 0; strcmp(got(walk, "kind"), "end") != 0; i++) {
        assert_true(i < 1000);
        answer_question(walk);
        if (i % 60 == 0) {
            compare_with_fresh(walk);
        }
        say(walk, i % 50 == 0 ? "{\"do\":\"language\",\"name\":\"Nederlands "
                                "(nl)\"}"
                              : "{\"do\":\"state\"}");
        say(walk, "{\"do\":\"next\"}");
    }
    compare_with_fresh(walk);
    say(walk, "{\"do\":\"validate\"}");
    assert_int_equal(
        json_array_size(json_object_get(walk->reply, "violations")), 0);
    say(walk, "{\"do\":\"finalise\"}");
    assert_non_null(strstr(got(walk, "xml"), "<days_old>"));
    vz_session_destroy(walk->play.session);
    walk->play.session = NULL;
}

static void test_interview(void **state) {
    struct vz_strbuf csv = {0}, xml = {0};
    struct vz_diagnostics diagnostics = {0};
    struct form_interview_size size;
    form_interview_write(&csv, &size);
    assert_true(size.rows >= 560);
    assert_true(size.selects >= 300);
    assert_true(vz_xlsform_convert_bytes(csv.data, csv.len, "interview.csv",
                                         NULL, &xml, &diagnostics));
    struct walk walk = {.form = vz_form_load(xml.data, xml.len, NULL, NULL)};
    assert_non_null(walk.form);
    size_t least = SIZE_MAX;
    size_t most = 0;
    for (uint64_t seed = 1; seed <= 12; seed++) {
        walk.dice = seed * UINT64_C(0x9e3779b97f4a7c15);
        walk.n_answers = 0;
        walk_to_end(&walk);
        least = walk.n_answers < least ? walk.n_answers : least;
        most = walk.n_answers > most ? walk.n_answers : most;
    }
    // Other answers lead through other sections.
    assert_true(least > 60);
    assert_true(most > least + 40);
    json_decref(walk.reply);
    vz_form_destroy(walk.form);
    vz_diagnostics_finish(&diagnostics);
    vz_strbuf_finish(&csv);
    vz_strbuf_finish(&xml);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_interview),
    };
    return cmocka_run_group_tests_name("play_long", tests, NULL, NULL);
}
