// Submissions over real HTTP: what is stored, what is answered.
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "openrosa/openrosa.h"
#include "support/hub_house.h"

#include <string.h>

static void head_says_how_much_may_come(void **state) {
    struct hub_house house;
    hub_house_open(&house);
    struct vz_strbuf reply = {0};
    assert_int_equal(
        hub_request(&house, "HEAD", "/submission", "", NULL, 0, &reply), 204);
    hub_expect(&reply, "X-OpenRosa-Version: 1.0\r\n");
    hub_expect(&reply, "X-OpenRosa-Accept-Content-Length: 100000000\r\n");
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
    hub_expect(&reply, "X-OpenRosa-Accept-Content-Length: ");
    struct vz_response response;
    const char *body = hub_reply_body(&reply);
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
    hub_expect(&reply, "name=\"a&quot;b.png\"");
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
        hub_expect(&reply, "<OpenRosaResponse");
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

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(head_says_how_much_may_come),
        cmocka_unit_test(a_submission_is_stored_before_201),
        cmocka_unit_test(an_encoded_name_is_the_one_in_the_xml),
        cmocka_unit_test(again_is_success_and_other_is_conflict),
        cmocka_unit_test(what_is_no_submission_is_refused),
        cmocka_unit_test(an_unknown_version_is_kept_and_marked),
        cmocka_unit_test(the_sequence_number_is_kept),
        cmocka_unit_test(utf_16_is_refused_and_not_cut),
    };
    return cmocka_run_group_tests_name("submission_endpoint", tests, NULL,
                                       NULL);
}
