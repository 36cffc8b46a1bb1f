// The project, its forms and its devices over REST.
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "support/hub_person.h"

#include <stdio.h>
#include <string.h>

struct visit {
    struct hub_house house;
    struct vz_strbuf reply;
    char ada[HUB_HEADER_SIZE], vic[HUB_HEADER_SIZE];
};

static int open_visit(void **state) {
    static struct visit visit;
    visit = (struct visit){0};
    hub_house_open(&visit.house);
    hub_person_add_all(&visit.house);
    hub_person_sign_in(&visit.house, "ada", visit.ada);
    hub_person_sign_in(&visit.house, "vic", visit.vic);
    *state = &visit;
    return 0;
}

static int close_visit(void **state) {
    struct visit *visit = *state;
    vz_strbuf_finish(&visit->reply);
    hub_house_close(&visit->house);
    return 0;
}

static int get(struct visit *visit, const char *path) {
    return hub_person_ask(&visit->house, "GET", path, visit->vic, NULL,
                          &visit->reply);
}

static void a_viewer_reads_project_and_forms(void **state) {
    struct visit *visit = *state;
    assert_int_equal(get(visit, "/projects"), 200);
    hub_expect(&visit->reply, "[{\"id\":1,\"name\":\"");
    assert_int_equal(get(visit, "/projects/1"), 200);
    assert_int_equal(get(visit, "/projects/2"), 404);
    assert_int_equal(get(visit, "/projects/1/forms"), 200);
    hub_expect(&visit->reply, "\"xmlFormId\":\"bezoek\"");
    assert_int_equal(get(visit, "/projects/1/forms/bezoek"), 200);
    hub_expect(&visit->reply, "\"state\":\"open\"");
    assert_int_equal(get(visit, "/projects/1/forms/geen"), 404);
    assert_int_equal(get(visit, "/projects/1/forms/bezoek.xml"), 200);
    hub_expect(&visit->reply, "<h:html");
    assert_int_equal(get(visit, "/projects/1/forms/bezoek/versions"), 200);
    hub_expect(&visit->reply, "\"version\":\"1\"");
    assert_int_equal(get(visit, "/projects/1/forms/bezoek/versions/1.xml"),
                     200);
    hub_expect(&visit->reply, "<h:html");
    assert_int_equal(get(visit, "/projects/1/forms/bezoek/versions/2.xml"),
                     404);
    assert_int_equal(get(visit, "/projects/1/forms/bezoek/attachments"), 200);
    hub_expect(&visit->reply, "\"name\":\"a b.txt\"");
    assert_int_equal(get(visit, "/projects/1/forms/bezoek/attachments/"
                                "a%20b.txt"),
                     200);
    assert_string_equal(hub_reply_body(&visit->reply), "media");
}

static void fields_are_listed_with_their_types(void **state) {
    struct visit *visit = *state;
    assert_int_equal(get(visit, "/projects/1/forms/bezoek/fields?odata=true"),
                     200);
    hub_expect(&visit->reply, "{\"path\":\"/rating\",\"name\":\"rating\","
                              "\"type\":\"int\"");
    hub_expect(&visit->reply, "\"path\":\"/photo\",\"name\":\"photo\",\"type\":"
                              "\"binary\",\"binary\":true");
    hub_expect(&visit->reply, "\"path\":\"/pets\",\"name\":\"pets\",\"type\":"
                              "\"repeat\"");
}

static void a_form_is_published_as_xml_and_as_a_workbook(void **state) {
    static const char xml[] =
        "<h:html xmlns=\"http://www.w3.org/2002/xforms\" "
        "xmlns:h=\"http://www.w3.org/1999/xhtml\"><h:head><h:title>T</h:title>"
        "<model><instance><data id=\"nieuw\" version=\"a\"><q/></data>"
        "</instance><bind nodeset=\"/data/q\" type=\"int\"/></model></h:head>"
        "<h:body><input ref=\"/data/q\"><label>Q</label></input></h:body>"
        "</h:html>";
    static const char csv[] = "survey\n,type,name,label\n,integer,n,How many?\n"
                              "settings\n,form_id,version\n,boek,1\n";
    static const char wrong[] = "survey\n,type,name,label\n,nonsense,n,How?\n";
    struct visit *visit = *state;
    struct {
        const char *path, *body;
        int status;
    } cases[] = {
        {"/projects/1/forms?publish=true", xml, 200},
        {"/projects/1/forms?publish=true", xml, 409},
        {"/projects/1/forms?publish=true", csv, 200},
        {"/projects/1/forms?publish=true", wrong, 400},
        {"/projects/1/forms?publish=true", "<x/>", 400},
        {"/projects/1/forms", xml, 501},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        int status = hub_person_ask(&visit->house, "POST", cases[i].path,
                                    visit->ada, cases[i].body, &visit->reply);
        if (status != cases[i].status) {
            fail_msg("case %zu: %s", i, visit->reply.data);
        }
    }
    assert_int_equal(get(visit, "/projects/1/forms"), 200);
    hub_expect(&visit->reply, "\"xmlFormId\":\"nieuw\"");
    hub_expect(&visit->reply, "\"xmlFormId\":\"boek\"");
    assert_int_equal(
        hub_house_number(&visit->house,
                         "SELECT count(*) FROM audits WHERE actor = 'ada'"
                         " AND action LIKE 'form.%'"),
        2);
}

static void an_app_user_sends_until_it_is_revoked(void **state) {
    struct visit *visit = *state;
    struct vz_strbuf xml = {0};
    char path[100];
    assert_int_equal(hub_person_ask(&visit->house, "POST",
                                    "/projects/1/app-users", visit->ada,
                                    "{\"displayName\":\"balie\"}",
                                    &visit->reply),
                     200);
    hub_expect(&visit->reply, "\"type\":\"field_key\"");
    char token[100];
    hub_person_value(&visit->reply, "token", token, sizeof(token));
    snprintf(visit->house.base, sizeof(visit->house.base),
             "/v1/key/%s/projects/1", token);
    hub_visit(&xml, "uuid:1", "3", NULL);
    assert_int_equal(hub_post(&visit->house, xml.data, NULL, 0, NULL), 201);
    assert_int_equal(hub_person_ask(&visit->house, "GET",
                                    "/projects/1/app-users", visit->ada, NULL,
                                    &visit->reply),
                     200);
    hub_expect(&visit->reply, "\"displayName\":\"balie\"");
    assert_null(strstr(visit->reply.data, token));
    snprintf(path, sizeof(path), "/projects/1/app-users/%d", 2);
    assert_int_equal(hub_person_ask(&visit->house, "DELETE", path, visit->ada,
                                    NULL, &visit->reply),
                     200);
    assert_int_equal(hub_person_ask(&visit->house, "DELETE", path, visit->ada,
                                    NULL, &visit->reply),
                     404);
    hub_visit(&xml, "uuid:2", "3", NULL);
    assert_int_equal(hub_post(&visit->house, xml.data, NULL, 0, NULL), 401);
    vz_strbuf_finish(&xml);
}

int main(void) {
#define T(test) cmocka_unit_test_setup_teardown(test, open_visit, close_visit)
    const struct CMUnitTest tests[] = {
        T(a_viewer_reads_project_and_forms),
        T(fields_are_listed_with_their_types),
        T(a_form_is_published_as_xml_and_as_a_workbook),
        T(an_app_user_sends_until_it_is_revoked),
    };
    return cmocka_run_group_tests_name("form_rest_endpoint", tests, NULL, NULL);
}
