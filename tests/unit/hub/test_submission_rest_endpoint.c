// Submissions over REST, and what consent and role let through.
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "support/hub_person.h"

#include <jansson.h>
#include <stdio.h>
#include <string.h>

// A form with a consent question and a withdrawal check.
static const char story_form[] =
    "<h:html xmlns=\"http://www.w3.org/2002/xforms\" "
    "xmlns:h=\"http://www.w3.org/1999/xhtml\" "
    "xmlns:vz=\"urn:vertelzuil:form\" "
    "xmlns:orx=\"http://openrosa.org/xforms\">"
    "<h:head><h:title>V</h:title><model><instance>"
    "<data id=\"verhaal\" version=\"1\"><n/><story/><voice/><consent/>"
    "<check/><orx:meta><orx:instanceID/></orx:meta></data></instance>"
    "<bind nodeset=\"/data/n\" type=\"int\"/>"
    "<bind nodeset=\"/data/story\" type=\"string\" vz:role=\"story\"/>"
    "<bind nodeset=\"/data/voice\" type=\"binary\"/>"
    "<bind nodeset=\"/data/consent\" type=\"string\" vz:role=\"consent\"/>"
    "<bind nodeset=\"/data/check\" type=\"string\" vz:role=\"withdrawal\"/>"
    "</model></h:head><h:body><input ref=\"/data/n\"><label>N</label></input>"
    "<input ref=\"/data/story\"><label>S</label></input>"
    "<upload ref=\"/data/voice\" mediatype=\"image/*\"><label>V</label>"
    "</upload><input ref=\"/data/consent\"><label>C</label></input></h:body>"
    "</h:html>";

#define FORM "/projects/1/forms/verhaal"

struct visit {
    struct hub_house house;
    struct vz_strbuf reply;
    char ada[HUB_HEADER_SIZE], cor[HUB_HEADER_SIZE], vic[HUB_HEADER_SIZE];
};

static void tell(struct visit *visit, const char *id, const char *consent) {
    char xml[600];
    struct hub_post_file file = {"p.png", "picture", 7};
    snprintf(xml, sizeof(xml),
             "<data id=\"verhaal\" version=\"1\"><n>7</n><story>The well of "
             "%s</story><voice>p.png</voice><consent>%s</consent><check>hash"
             "</check><meta><instanceID>%s</instanceID></meta></data>",
             id, consent, id);
    assert_int_equal(hub_post(&visit->house, xml, &file, 1, NULL), 201);
}

static int open_visit(void **state) {
    static struct visit visit;
    visit = (struct visit){0};
    hub_house_open(&visit.house);
    hub_person_add_all(&visit.house);
    hub_person_sign_in(&visit.house, "ada", visit.ada);
    hub_person_sign_in(&visit.house, "cor", visit.cor);
    hub_person_sign_in(&visit.house, "vic", visit.vic);
    assert_int_equal(hub_person_ask(&visit.house, "POST",
                                    "/projects/1/forms?publish=true", visit.ada,
                                    story_form, &visit.reply),
                     200);
    tell(&visit, "count", "count");
    tell(&visit, "team", "team");
    tell(&visit, "organisation", "organisation");
    *state = &visit;
    return 0;
}

static int close_visit(void **state) {
    struct visit *visit = *state;
    vz_strbuf_finish(&visit->reply);
    hub_house_close(&visit->house);
    return 0;
}

static int get(struct visit *visit, const char *who, const char *path) {
    return hub_person_ask(&visit->house, "GET", path, who, NULL, &visit->reply);
}

static void one_is_found_by_its_instance_id(void **state) {
    struct visit *visit = *state;
    assert_int_equal(get(visit, visit->vic, FORM "/submissions/team"), 200);
    hub_expect(&visit->reply, "{\"instanceId\":\"team\",\"submitterId\":1,");
    hub_expect(&visit->reply, "\"reviewState\":null");
    assert_int_equal(get(visit, visit->vic, FORM "/submissions/none"), 404);
    assert_int_equal(
        get(visit, visit->vic, "/projects/1/forms/bezoek/submissions/team"),
        404);
}

static void a_list_has_them_newest_first(void **state) {
    struct visit *visit = *state;
    hub_person_read_all(&visit->house, FORM "/submissions", visit->vic,
                        &visit->reply);
    json_t *list = json_loads(hub_reply_body(&visit->reply), 0, NULL);
    assert_int_equal(json_array_size(list), 3);
    const json_t *first = json_array_get(list, 0);
    assert_string_equal(json_string_value(json_object_get(first, "instanceId")),
                        "organisation");
    json_decref(list);
    hub_person_read_all(&visit->house, FORM "/submissions?limit=1&offset=1",
                        visit->vic, &visit->reply);
    list = json_loads(hub_reply_body(&visit->reply), 0, NULL);
    assert_int_equal(json_array_size(list), 1);
    hub_expect(&visit->reply, "{\"instanceId\":\"team\"");
    json_decref(list);
    assert_int_equal(get(visit, visit->vic, "/projects/1/forms/no/submissions"),
                     404);
}

static void what_is_told_is_shown_as_far_as_consent_goes(void **state) {
    static const struct {
        const char *id;
        bool cor, vic;
    } cases[] = {
        {"count", false, false},
        {"team", true, false},
        {"organisation", true, true},
    };
    struct visit *visit = *state;
    char path[200];
    for (size_t i = 0; i < 3; i++) {
        for (int viewer = 0; viewer < 2; viewer++) {
            const char *who = viewer ? visit->vic : visit->cor;
            bool shown = viewer ? cases[i].vic : cases[i].cor;
            snprintf(path, sizeof(path), FORM "/submissions/%s.xml",
                     cases[i].id);
            assert_int_equal(get(visit, who, path), 200);
            hub_expect(&visit->reply, "<n>7</n>");
            assert_int_equal(strstr(visit->reply.data, "The well of") != NULL,
                             shown);
            assert_null(strstr(visit->reply.data, "hash"));
            snprintf(path, sizeof(path), FORM "/submissions/%s/attachments",
                     cases[i].id);
            assert_int_equal(get(visit, who, path), 200);
            assert_int_equal(strstr(visit->reply.data, "p.png") != NULL, shown);
            strcat(path, "/p.png");
            assert_int_equal(get(visit, who, path), shown ? 200 : 404);
            snprintf(path, sizeof(path),
                     FORM ".svc/Submissions('%s')?$select=story,voice,check",
                     cases[i].id);
            // The check is in no way out, so it is not even a name.
            assert_int_equal(get(visit, who, path), 400);
            *strrchr(path, ',') = '\0';
            assert_int_equal(get(visit, who, path), 200);
            assert_int_equal(strstr(visit->reply.data, "The well of") != NULL,
                             shown);
        }
    }
}

static void a_file_is_a_file_and_no_page(void **state) {
    struct visit *visit = *state;
    assert_int_equal(
        get(visit, visit->cor, FORM "/submissions/team/attachments/p.png"),
        200);
    hub_expect(&visit->reply, "Content-Disposition: attachment; "
                              "filename*=UTF-8''p.png");
    hub_expect(&visit->reply, "X-Content-Type-Options: nosniff");
    assert_string_equal(hub_reply_body(&visit->reply), "picture");
}

static void a_coordinator_reviews(void **state) {
    struct visit *visit = *state;
    assert_int_equal(hub_person_ask(&visit->house, "PATCH",
                                    FORM "/submissions/team", visit->cor,
                                    "{\"reviewState\":\"approved\"}",
                                    &visit->reply),
                     200);
    hub_expect(&visit->reply, "\"reviewState\":\"approved\"");
    assert_int_equal(hub_person_ask(&visit->house, "PATCH",
                                    FORM "/submissions/team", visit->cor,
                                    "{\"reviewState\":\"lovely\"}",
                                    &visit->reply),
                     400);
    assert_int_equal(hub_person_ask(&visit->house, "PATCH",
                                    FORM "/submissions/team", visit->cor, "{}",
                                    &visit->reply),
                     400);
    assert_int_equal(get(visit, visit->vic,
                         FORM ".svc/Submissions?$select=__id&$filter="
                              "__system/reviewState%20eq%20'approved'"),
                     200);
    hub_expect(&visit->reply, "\"value\":[{\"__id\":\"team\"}]");
    assert_int_equal(hub_house_number(&visit->house,
                                      "SELECT count(*) FROM audits WHERE"
                                      " action = 'submission.review' AND"
                                      " actor = 'cor'"),
                     1);
}

int main(void) {
#define T(test) cmocka_unit_test_setup_teardown(test, open_visit, close_visit)
    const struct CMUnitTest tests[] = {
        T(one_is_found_by_its_instance_id),
        T(a_list_has_them_newest_first),
        T(what_is_told_is_shown_as_far_as_consent_goes),
        T(a_file_is_a_file_and_no_page),
        T(a_coordinator_reviews),
    };
    return cmocka_run_group_tests_name("submission_rest_endpoint", tests, NULL,
                                       NULL);
}
