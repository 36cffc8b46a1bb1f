// The OpenRosa answers of the hub over real HTTP.
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "openrosa/openrosa.h"
#include "support/hub_house.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static void expect(const struct vz_strbuf *reply, const char *text) {
    if (!strstr(vz_strbuf_text(reply), text)) {
        print_error("expected %s in\n%s\n", text, vz_strbuf_text(reply));
        fail();
    }
}

static const char *body_of(const struct vz_strbuf *reply) {
    const char *body = strstr(vz_strbuf_text(reply), "\r\n\r\n");
    assert_non_null(body);
    return body + 4;
}

static void the_form_list_leads_to_form_and_media(void **state) {
    struct hub_house house;
    hub_house_open(&house);
    struct vz_strbuf reply = {0};
    assert_int_equal(
        hub_request(&house, "GET", "/formList", "", NULL, 0, &reply), 200);
    expect(&reply, "X-OpenRosa-Version: 1.0\r\n");
    expect(&reply, "Content-Type: text/xml; charset=utf-8\r\n");
    struct vz_formlist list;
    const char *xml = body_of(&reply);
    assert_int_equal(vz_formlist_parse(&list, xml, strlen(xml), NULL), VZ_OK);
    assert_int_equal(list.n, 1);
    assert_string_equal(list.items[0].form_id, "bezoek");
    char host[80];
    snprintf(host, sizeof(host), "http://hub.test:%u", (unsigned)house.port);
    assert_memory_equal(list.items[0].download_url, host, strlen(host));
    const char *path = list.items[0].download_url + strlen(host);
    assert_memory_equal(path, house.base, strlen(house.base));
    path += strlen(house.base);
    assert_int_equal(hub_request(&house, "GET", path, "", NULL, 0, &reply),
                     200);
    char hash[VZ_MD5_HEX + 4] = "md5:";
    vz_md5_hex(body_of(&reply), strlen(body_of(&reply)), hash + 4);
    assert_string_equal(hash, list.items[0].hash);
    vz_formlist_finish(&list);

    assert_int_equal(hub_request(&house, "GET", "/forms/bezoek/manifest", "",
                                 NULL, 0, &reply),
                     200);
    expect(&reply, "<filename>a b.txt</filename>");
    expect(&reply, "/forms/bezoek/attachments/a%20b.txt");
    assert_int_equal(hub_request(&house, "GET",
                                 "/forms/bezoek/attachments/a%20b.txt", "",
                                 NULL, 0, &reply),
                     200);
    assert_string_equal(body_of(&reply), "media");
    vz_strbuf_finish(&reply);
    hub_house_close(&house);
}

static void the_form_id_filters_the_list(void **state) {
    struct hub_house house;
    hub_house_open(&house);
    struct vz_strbuf reply = {0};
    hub_request(&house, "GET", "/formList?formID=bezoek&deviceID=x", "", NULL,
                0, &reply);
    expect(&reply, "<formID>bezoek</formID>");
    hub_request(&house, "GET", "/formList?formID=other", "", NULL, 0, &reply);
    assert_null(strstr(reply.data, "<formID>"));
    vz_strbuf_finish(&reply);
    hub_house_close(&house);
}

static void head_says_how_much_may_come(void **state) {
    struct hub_house house;
    hub_house_open(&house);
    struct vz_strbuf reply = {0};
    assert_int_equal(
        hub_request(&house, "HEAD", "/submission", "", NULL, 0, &reply), 204);
    expect(&reply, "X-OpenRosa-Version: 1.0\r\n");
    expect(&reply, "X-OpenRosa-Accept-Content-Length: 100000000\r\n");
    vz_strbuf_finish(&reply);
    hub_house_close(&house);
}

static void every_refusal_speaks_openrosa(void **state) {
    static const struct {
        const char *method, *path;
        int status;
    } cases[] = {
        {"GET", "/forms/none.xml", 404},
        {"GET", "/forms/none/manifest", 404},
        {"GET", "/forms/bezoek/attachments/none", 404},
        {"GET", "/nothing", 404},
        {"GET", "//", 404},
        {"PUT", "/submission", 405},
        {"DELETE", "/formList", 405},
        {"GET", "//v1/key/wrong/projects/1/formList", 401},
        {"POST", "//v1/key/wrong/projects/1/submission", 401},
    };
    struct hub_house house;
    hub_house_open(&house);
    struct vz_strbuf reply = {0};
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        assert_int_equal(hub_request(&house, cases[i].method, cases[i].path, "",
                                     NULL, 0, &reply),
                         cases[i].status);
        expect(&reply, "X-OpenRosa-Version: 1.0\r\n");
        struct vz_response response;
        const char *xml = body_of(&reply);
        assert_int_equal(vz_response_parse(&response, xml, strlen(xml)), VZ_OK);
        assert_true(*response.message);
        vz_response_finish(&response);
    }
    vz_strbuf_finish(&reply);
    hub_house_close(&house);
}

static void a_submission_is_stored_before_201(void **state) {
    struct hub_house house;
    hub_house_open(&house);
    struct vz_strbuf xml = {0}, reply = {0};
    struct hub_post_file photo = {"p.png", "pixels", 6};
    hub_visit(&xml, "uuid:1", "3", "p.png");
    assert_int_equal(hub_post(&house, xml.data, &photo, 1, &reply), 201);
    expect(&reply, "X-OpenRosa-Accept-Content-Length: ");
    struct vz_response response;
    const char *body = body_of(&reply);
    assert_int_equal(vz_response_parse(&response, body, strlen(body)), VZ_OK);
    assert_int_equal(response.n_files, 2);
    char hash[VZ_SHA256_HEX];
    vz_sha256_hex(xml.data, xml.len, hash);
    assert_string_equal(response.files[0].name, "");
    assert_string_equal(response.files[0].sha256, hash);
    vz_sha256_hex("pixels", 6, hash);
    assert_string_equal(response.files[1].name, "p.png");
    assert_string_equal(response.files[1].sha256, hash);
    vz_response_finish(&response);
    assert_int_equal(hub_house_number(&house,
                                      "SELECT attachments_expected * 10 +"
                                      " attachments_present FROM submissions"),
                     11);
    assert_int_equal(hub_house_number(&house, "SELECT rating FROM form_1"), 3);
    vz_strbuf_finish(&xml);
    vz_strbuf_finish(&reply);
    hub_house_close(&house);
}

// The name in the header is encoded, the one in the XML is not: one file.
static void an_encoded_name_is_the_one_in_the_xml(void **state) {
    struct hub_house house;
    hub_house_open(&house);
    struct vz_strbuf xml = {0}, reply = {0};
    struct hub_post_file photo = {"a%22b.png", "pixels", 6};
    hub_visit(&xml, "uuid:1", "3", "a\"b.png");
    assert_int_equal(hub_post(&house, xml.data, &photo, 1, &reply), 201);
    expect(&reply, "name=\"a&quot;b.png\"");
    assert_int_equal(hub_house_number(&house,
                                      "SELECT attachments_expected * 10 +"
                                      " attachments_present FROM submissions"),
                     11);
    // A line end in a name is no file name, encoded or not.
    struct hub_post_file lines = {"a%0D%0Ab.png", "pixels", 6};
    hub_visit(&xml, "uuid:2", "3", "");
    assert_int_equal(hub_post(&house, xml.data, &lines, 1, &reply), 400);
    vz_strbuf_finish(&xml);
    vz_strbuf_finish(&reply);
    hub_house_close(&house);
}

static void again_is_success_and_other_is_conflict(void **state) {
    struct hub_house house;
    hub_house_open(&house);
    struct vz_strbuf xml = {0};
    hub_visit(&xml, "uuid:1", "3", NULL);
    assert_int_equal(hub_post(&house, xml.data, NULL, 0, NULL), 201);
    assert_int_equal(hub_post(&house, xml.data, NULL, 0, NULL), 201);
    hub_visit(&xml, "uuid:1", "4", NULL);
    assert_int_equal(hub_post(&house, xml.data, NULL, 0, NULL), 409);
    assert_int_equal(
        hub_house_number(&house, "SELECT count(*) FROM submissions"), 1);
    assert_int_equal(hub_house_number(&house, "SELECT count(*) FROM conflicts"),
                     1);
    vz_strbuf_finish(&xml);
    hub_house_close(&house);
}

static void what_is_no_submission_is_refused(void **state) {
    static const struct {
        const char *xml;
        int status;
    } cases[] = {
        {"<data id=\"bezoek\" version=\"1\"><rating>1</rating></data>", 400},
        {"<data version=\"1\"><meta><instanceID>uuid:1</instanceID></meta>"
         "</data>",
         400},
        {"<data id=\"other\"><meta><instanceID>uuid:1</instanceID></meta>"
         "</data>",
         404},
        {"<data id=\"bezoek\"", 400},
        {"not xml", 400},
        {"", 400},
        {"{\"id\": 1}", 400},
        {"<!DOCTYPE d [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b "
         "\"&a;&a;&a;&a;&a;&a;&a;&a;\">]><data id=\"bezoek\"><rating>&b;"
         "</rating><meta><instanceID>uuid:1</instanceID></meta></data>",
         400},
        {"<!DOCTYPE d [<!ENTITY x SYSTEM \"file:///etc/passwd\">]>"
         "<data id=\"bezoek\"><rating>&x;</rating><meta><instanceID>uuid:1"
         "</instanceID></meta></data>",
         400},
    };
    struct hub_house house;
    hub_house_open(&house);
    struct vz_strbuf reply = {0};
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        int status = hub_post(&house, cases[i].xml, NULL, 0, &reply);
        if (status != cases[i].status) {
            print_error("%s\n%s\n", cases[i].xml, reply.data);
        }
        assert_int_equal(status, cases[i].status);
        expect(&reply, "<OpenRosaResponse");
    }
    assert_int_equal(
        hub_house_number(&house, "SELECT count(*) FROM submissions"), 0);
    vz_strbuf_finish(&reply);
    hub_house_close(&house);
}

static void an_unknown_version_is_kept_and_marked(void **state) {
    struct hub_house house;
    hub_house_open(&house);
    assert_int_equal(
        hub_post(&house,
                 "<data id=\"bezoek\" version=\"99\"><rating>4</rating>"
                 "<new>x</new><meta><instanceID>uuid:1</instanceID></meta>"
                 "</data>",
                 NULL, 0, NULL),
        201);
    assert_int_equal(hub_house_number(&house,
                                      "SELECT count(*) FROM submissions WHERE"
                                      " form_version_id IS NULL AND"
                                      " version = '99'"),
                     1);
    assert_int_equal(hub_house_number(&house, "SELECT rating FROM form_1"), 4);
    hub_house_close(&house);
}

static void the_sequence_number_is_kept(void **state) {
    struct hub_house house;
    hub_house_open(&house);
    assert_int_equal(
        hub_post(&house,
                 "<data id=\"bezoek\" version=\"1\" "
                 "xmlns:vz=\"urn:vertelzuil:form\" vz:sequence=\"41\">"
                 "<meta><instanceID>uuid:1</instanceID></meta></data>",
                 NULL, 0, NULL),
        201);
    assert_int_equal(
        hub_house_number(&house, "SELECT sequence FROM submissions"), 41);
    hub_house_close(&house);
}

// UTF-16 has NUL bytes; kept as text it would end at the first.
static void utf_16_is_refused_and_not_cut(void **state) {
    static const char xml[] = "<data id=\"bezoek\"><meta><instanceID>uuid:1"
                              "</instanceID></meta></data>";
    struct hub_house house;
    hub_house_open(&house);
    struct vz_strbuf body = {0};
    hub_body(&body, "XXXX", NULL, 0);
    struct vz_strbuf wide = {0};
    const char *place = strstr(body.data, "XXXX");
    vz_strbuf_append_n(&wide, body.data, (size_t)(place - body.data));
    vz_strbuf_append_n(&wide, "\xff\xfe", 2);
    for (size_t i = 0; xml[i]; i++) {
        vz_strbuf_append_n(&wide, &xml[i], 1);
        vz_strbuf_append_n(&wide, "\0", 1);
    }
    vz_strbuf_append(&wide, place + 4);
    assert_int_equal(hub_request(&house, "POST", "/submission", HUB_BODY_TYPE,
                                 wide.data, wide.len, NULL),
                     400);
    vz_strbuf_finish(&body);
    vz_strbuf_finish(&wide);
    hub_house_close(&house);
}

// A Host header with markup or a line break does not reach the reply.
static void a_false_host_is_not_repeated(void **state) {
    struct hub_house house;
    hub_house_open(&house);
    struct vz_strbuf request = {0}, reply = {0};
    vz_strbuf_printf(&request,
                     "GET %s/formList HTTP/1.1\r\nHost: evil\"><x>\r\n\r\n",
                     house.base);
    int fd = hub_connect(house.port);
    hub_send(fd, request.data, request.len);
    assert_int_equal(hub_receive(fd, &reply), 200);
    close(fd);
    assert_null(strstr(reply.data, "evil"));
    expect(&reply, "<downloadUrl>http://127.0.0.1:");
    vz_strbuf_finish(&request);
    vz_strbuf_finish(&reply);
    hub_house_close(&house);
}

static void a_revoked_token_opens_nothing(void **state) {
    struct hub_house house;
    hub_house_open(&house);
    struct vz_hub_store *store;
    assert_int_equal(vz_hub_store_open(&store, house.path, 0, NULL), VZ_OK);
    assert_int_equal(vz_hub_device_revoke(store, "zuil", "test"), VZ_OK);
    vz_hub_store_close(store);
    struct vz_strbuf xml = {0}, reply = {0};
    hub_visit(&xml, "uuid:1", "3", NULL);
    assert_int_equal(hub_post(&house, xml.data, NULL, 0, &reply), 401);
    assert_null(strstr(reply.data, house.token));
    vz_strbuf_finish(&xml);
    vz_strbuf_finish(&reply);
    hub_house_close(&house);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_form_list_leads_to_form_and_media),
        cmocka_unit_test(the_form_id_filters_the_list),
        cmocka_unit_test(head_says_how_much_may_come),
        cmocka_unit_test(every_refusal_speaks_openrosa),
        cmocka_unit_test(a_submission_is_stored_before_201),
        cmocka_unit_test(an_encoded_name_is_the_one_in_the_xml),
        cmocka_unit_test(again_is_success_and_other_is_conflict),
        cmocka_unit_test(what_is_no_submission_is_refused),
        cmocka_unit_test(an_unknown_version_is_kept_and_marked),
        cmocka_unit_test(the_sequence_number_is_kept),
        cmocka_unit_test(utf_16_is_refused_and_not_cut),
        cmocka_unit_test(a_false_host_is_not_repeated),
        cmocka_unit_test(a_revoked_token_opens_nothing),
    };
    return cmocka_run_group_tests_name("openrosa_endpoint", tests, NULL, NULL);
}
