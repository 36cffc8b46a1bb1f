// The OData feed over HTTP: what Power BI and pyODK read, and who sees what.
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "support/hub_person.h"

#include <jansson.h>
#include <stdio.h>
#include <string.h>

#define SVC "/projects/1/forms/bezoek.svc"

struct visit {
    struct hub_house house;
    struct vz_strbuf reply;
    char cor[HUB_HEADER_SIZE], vic[HUB_HEADER_SIZE];
};

static void send_visits(struct visit *visit, int from, int to) {
    struct vz_strbuf xml = {0};
    char id[40], rating[12];
    for (int i = from; i <= to; i++) {
        snprintf(id, sizeof(id), "uuid:%d", i);
        snprintf(rating, sizeof(rating), "%d", i);
        hub_visit(&xml, id, rating, NULL);
        assert_int_equal(hub_post(&visit->house, xml.data, NULL, 0, NULL), 201);
    }
    vz_strbuf_finish(&xml);
}

static int open_visit(void **state) {
    static struct visit visit;
    visit = (struct visit){0};
    hub_house_open(&visit.house);
    hub_person_add_all(&visit.house);
    hub_person_sign_in(&visit.house, "cor", visit.cor);
    hub_person_sign_in(&visit.house, "vic", visit.vic);
    send_visits(&visit, 1, 5);
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
    return hub_person_ask(&visit->house, "GET", path, visit->cor, NULL,
                          &visit->reply);
}

// The ratings of the rows in order, as "5 4 3".
static const char *ratings(struct visit *visit) {
    static char out[200];
    json_error_t error;
    json_t *page = json_loads(hub_reply_body(&visit->reply), 0, &error);
    size_t i;
    json_t *row;
    out[0] = '\0';
    if (!page) {
        fail_msg("%s in %s", error.text, visit->reply.data);
    }
    json_array_foreach(json_object_get(page, "value"), i, row) {
        snprintf(out + strlen(out), sizeof(out) - strlen(out), "%s%d",
                 i ? " " : "",
                 (int)json_integer_value(json_object_get(row, "rating")));
    }
    json_decref(page);
    return out;
}

static void the_documents_name_the_tables(void **state) {
    struct visit *visit = *state;
    assert_int_equal(get(visit, SVC), 200);
    hub_expect(&visit->reply, "OData-Version: 4.0");
    hub_expect(&visit->reply, "{\"name\":\"Submissions.pets\",\"kind\":"
                              "\"EntitySet\",\"url\":\"Submissions.pets\"}");
    assert_int_equal(get(visit, SVC "/$metadata"), 200);
    hub_expect(&visit->reply, "<EntityType Name=\"Submissions.pets\">");
    hub_expect(&visit->reply, "<Property Name=\"rating\" Type=\"Edm.Int64\"/>");
    assert_int_equal(get(visit, SVC "/%24metadata"), 200);
    assert_int_equal(get(visit, "/projects/1/forms/geen.svc"), 404);
    assert_int_equal(get(visit, SVC "/Submissions.nothing"), 404);
}

static void a_row_has_everything_at_its_place(void **state) {
    struct visit *visit = *state;
    assert_int_equal(get(visit, SVC "/Submissions?$top=1&$count=true"), 200);
    hub_expect(&visit->reply, "\"@odata.count\":5,\"value\":[{\"__id\":"
                              "\"uuid:5\",\"__system\":{\"submissionDate\":\"");
    hub_expect(&visit->reply, "\"submitterId\":\"1\",\"submitterName\":"
                              "\"zuil\",\"attachmentsPresent\":0");
    hub_expect(&visit->reply, "\"reviewState\":null");
    hub_expect(&visit->reply,
               "\"rating\":5,\"photo\":null,\"pets@odata.navigationLink\":"
               "\"Submissions('uuid%3A5')/pets\",\"meta\":{\"instanceID\":"
               "\"uuid:5\"}");
}

static void pages_follow_each_other_to_the_end(void **state) {
    struct visit *visit = *state;
    char path[500];
    assert_int_equal(get(visit, SVC "/Submissions?$top=2"), 200);
    assert_string_equal(ratings(visit), "5 4");
    // Somebody sends meanwhile; the pages are of what there was.
    send_visits(visit, 6, 6);
    hub_person_value(&visit->reply, "@odata.nextLink", path, sizeof(path));
    assert_int_equal(get(visit, strstr(path, "/v1") + 3), 200);
    assert_string_equal(ratings(visit), "3 2");
    hub_person_value(&visit->reply, "@odata.nextLink", path, sizeof(path));
    assert_int_equal(get(visit, strstr(path, "/v1") + 3), 200);
    assert_string_equal(ratings(visit), "1");
    assert_null(strstr(visit->reply.data, "nextLink"));
}

static void options_choose_rows(void **state) {
    static const struct {
        const char *query, *ratings;
    } cases[] = {
        {"", "5 4 3 2 1"},
        {"?$skip=1&$top=2", "4 3"},
        {"?$top=0", ""},
        {"?$orderby=__system/submissionDate%20asc", "1 2 3 4 5"},
        {"?$orderby=__system/submissionDate%20desc&$top=1", "5"},
        {"?$filter=__id%20eq%20'uuid:3'", "3"},
        {"?$filter=not%20(__id%20eq%20'uuid:3')", "5 4 2 1"},
        {"?$filter=__id%20ne%20'uuid:3'%20and%20__system/submitterId%20eq%201",
         "5 4 2 1"},
        {"?$filter=__id%20eq%20'uuid:3'%20or%20'uuid:4'%20eq%20__id", "4 3"},
        {"?$filter=__system/submissionDate%20gt%202020-01-01", "5 4 3 2 1"},
        {"?$filter=__system/submissionDate%20lt%202020-01-01T00:00:00.000Z",
         ""},
        {"?$filter=__system/submissionDate%20le%20now()", "5 4 3 2 1"},
        {"?$filter=year(__system/submissionDate)%20lt%202020", ""},
        {"?$filter=__system/reviewState%20eq%20null", "5 4 3 2 1"},
        {"?$filter=__system/reviewState%20ne%20'approved'", "5 4 3 2 1"},
        {"?$filter=__id%20eq%20'x''%20OR%20''1''=''1'", ""},
    };
    struct visit *visit = *state;
    char path[400];
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        snprintf(path, sizeof(path), SVC "/Submissions%s", cases[i].query);
        if (get(visit, path) != 200) {
            fail_msg("%s: %s", path, visit->reply.data);
        }
        if (strcmp(ratings(visit), cases[i].ratings) != 0) {
            fail_msg("%s: %s", path, ratings(visit));
        }
    }
}

static void what_is_not_understood_is_refused(void **state) {
    static const struct {
        const char *query;
        int status;
    } cases[] = {
        {"?$apply=x", 501},
        {"?$search=x", 501},
        {"?$expand=pets", 501},
        {"?$orderby=rating", 501},
        {"?$expand=*&$select=rating", 501},
        {"?$filter=rating%20eq%201", 501},
        {"?$filter=__id%20eq", 501},
        {"?$filter=__id", 400},
        {"?$filter=__id%20eq%20'x", 400},
        {"?$filter=__id%20eq%20'x')", 400},
        {"?$filter=__id%20eq%201", 400},
        {"?$filter=(((((((((((((((((((((((((((__id%20eq%20'x'", 400},
        {"?$top=-1", 400},
        {"?$top=many", 400},
        {"?$count=maybe", 400},
        {"?$select=nothing", 400},
        {"?$format=xml", 406},
    };
    struct visit *visit = *state;
    char path[400];
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        snprintf(path, sizeof(path), SVC "/Submissions%s", cases[i].query);
        int status = get(visit, path);
        if (status != cases[i].status) {
            fail_msg("%s: %s", path, visit->reply.data);
        }
        hub_expect(&visit->reply, "{\"code\":");
    }
    char header[600];
    snprintf(header, sizeof(header), "%sAccept: application/xml\r\n",
             visit->cor);
    assert_int_equal(hub_person_ask(&visit->house, "GET", SVC "/Submissions",
                                    header, NULL, &visit->reply),
                     406);
}

static void select_keeps_only_what_it_names(void **state) {
    struct visit *visit = *state;
    assert_int_equal(get(visit, SVC "/Submissions?$top=1&$select=__id,"
                                    "__system/reviewState,rating"),
                     200);
    hub_expect(&visit->reply,
               "[{\"__id\":\"uuid:5\",\"__system\":{\"reviewState\":null},"
               "\"rating\":5}]");
    assert_int_equal(
        get(visit, SVC "/Submissions?$top=1&$select=meta/instanceID"), 200);
    hub_expect(&visit->reply, "[{\"meta\":{\"instanceID\":\"uuid:5\"}}]");
}

static void repeats_come_beside_and_inside(void **state) {
    struct visit *visit = *state;
    char inside[60], beside[60];
    assert_int_equal(get(visit, SVC "/Submissions?$top=1&$expand=*"), 200);
    hub_expect(&visit->reply, "\"pets\":[{\"__id\":\"");
    hub_expect(&visit->reply,
               "\"__Submissions-id\":\"uuid:5\",\"name\":\"Rex\"}]");
    snprintf(inside, sizeof(inside), "%.40s",
             strstr(visit->reply.data, "\"pets\":[{\"__id\":\"") + 16);
    assert_int_equal(get(visit, SVC "/Submissions.pets"), 200);
    snprintf(beside, sizeof(beside), "%.40s",
             strstr(visit->reply.data, "[{\"__id\":\"") + 9);
    assert_string_equal(inside, beside);
    assert_int_equal(get(visit, SVC "/Submissions('uuid%3A2')/pets"), 200);
    hub_expect(&visit->reply, "\"__Submissions-id\":\"uuid:2\"");
    assert_null(strstr(visit->reply.data, "uuid:3"));
    assert_int_equal(get(visit, SVC "/Submissions('uuid:2')"), 200);
    assert_string_equal(ratings(visit), "2");
    assert_int_equal(get(visit, SVC "/Submissions('uuid:99')"), 404);
}

// The form asks for no consent, so what was told is for the team only.
static void a_viewer_sees_no_words_of_the_team(void **state) {
    struct visit *visit = *state;
    assert_int_equal(hub_person_ask(&visit->house, "GET",
                                    SVC "/Submissions?$expand=*", visit->vic,
                                    NULL, &visit->reply),
                     200);
    assert_string_equal(ratings(visit), "5 4 3 2 1");
    hub_expect(&visit->reply, "\"name\":null");
    assert_null(strstr(visit->reply.data, "Rex"));
    assert_int_equal(hub_person_ask(&visit->house, "GET", SVC "/Submissions",
                                    NULL, NULL, &visit->reply),
                     401);
}

static void more_than_a_piece_comes_as_a_stream(void **state) {
    struct visit *visit = *state;
    send_visits(visit, 6, 260);
    hub_person_read_all(&visit->house, SVC "/Submissions?$expand=*", visit->cor,
                        &visit->reply);
    json_t *page = json_loads(hub_reply_body(&visit->reply), 0, NULL);
    assert_non_null(page);
    json_t *rows = json_object_get(page, "value");
    assert_int_equal(json_array_size(rows), 260);
    for (size_t i = 0; i < 260; i++) {
        json_t *row = json_array_get(rows, i);
        assert_int_equal(json_integer_value(json_object_get(row, "rating")),
                         260 - (int)i);
        assert_int_equal(json_array_size(json_object_get(row, "pets")), 1);
    }
    json_decref(page);
}

int main(void) {
#define T(test) cmocka_unit_test_setup_teardown(test, open_visit, close_visit)
    const struct CMUnitTest tests[] = {
        T(the_documents_name_the_tables),
        T(a_row_has_everything_at_its_place),
        T(pages_follow_each_other_to_the_end),
        T(options_choose_rows),
        T(what_is_not_understood_is_refused),
        T(select_keeps_only_what_it_names),
        T(repeats_come_beside_and_inside),
        T(a_viewer_sees_no_words_of_the_team),
        T(more_than_a_piece_comes_as_a_stream),
    };
    return cmocka_run_group_tests_name("odata_endpoint", tests, NULL, NULL);
}
