// Taking a story back over HTTP: the page, the code, and who may try how often.
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/clock.h"
#include "base/file.h"
#include "base/log.h"
#include "hub/form_catalogue.h"
#include "hub/withdrawal_page.h"
#include "openrosa/code.h"
#include "storage/hub/erasure.h"
#include "support/hub_house.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define WORDS "Zonnebloemkwartier"
#define FORM_TYPE "Content-Type: application/x-www-form-urlencoded\r\n"
#define DUTCH "Accept-Language: nl-NL,nl;q=0.9,en;q=0.8\r\n"

static const char form_xml[] =
    "<h:html xmlns=\"http://www.w3.org/2002/xforms\" "
    "xmlns:h=\"http://www.w3.org/1999/xhtml\" "
    "xmlns:vz=\"urn:vertelzuil:form\" "
    "xmlns:orx=\"http://openrosa.org/xforms\">"
    "<h:head><h:title>Vertel</h:title><model><instance>"
    "<data id=\"vertel\" version=\"1\"><rating/><story/><code/>"
    "<orx:meta><orx:instanceID/></orx:meta></data></instance>"
    "<bind nodeset=\"/data/rating\" type=\"int\"/>"
    "<bind nodeset=\"/data/story\" type=\"string\" vz:role=\"story\"/>"
    "<bind nodeset=\"/data/code\" type=\"string\" vz:role=\"withdrawal\"/>"
    "</model></h:head><h:body><input ref=\"/data/rating\"><label>R</label>"
    "</input><input ref=\"/data/story\"><label>S</label></input></h:body>"
    "</h:html>";

struct stage {
    struct hub_house house;
    char salt[VZ_HUB_SALT_SIZE];
    struct vz_strbuf reply;
};

static void open_stage(struct stage *stage) {
    *stage = (struct stage){0};
    hub_house_open(&stage->house);
    struct vz_hub_store *store;
    struct vz_schema schema;
    bool added;
    assert_int_equal(vz_hub_store_open(&store, &stage->house.place, 0, NULL),
                     VZ_OK);
    assert_true(vz_form_catalogue_read_schema(form_xml, strlen(form_xml),
                                              &schema, NULL));
    struct vz_hub_form_params params = {.schema = &schema,
                                        .xml = form_xml,
                                        .xml_len = strlen(form_xml),
                                        .actor = "test"};
    assert_int_equal(vz_hub_form_add(store, &params, &added, NULL), VZ_OK);
    assert_int_equal(vz_hub_withdrawal_salt(store, stage->salt), VZ_OK);
    vz_schema_finish(&schema);
    vz_hub_store_close(store);
}

static void close_stage(struct stage *stage) {
    vz_strbuf_finish(&stage->reply);
    hub_house_close(&stage->house);
}

// A story arrives; its code is new.
static void tell(struct stage *stage, const char *id, const char *code) {
    char hash[VZ_CODE_HASH_SIZE], xml[800];
    assert_true(vz_code_hash(code, stage->salt, hash));
    snprintf(xml, sizeof(xml),
             "<data id=\"vertel\" version=\"1\"><rating>4</rating><story>%s"
             "</story><code>%s</code><meta><instanceID>%s</instanceID></meta>"
             "</data>",
             WORDS, hash, id);
    assert_int_equal(hub_post(&stage->house, xml, NULL, 0, &stage->reply), 201);
    // Each retry is answered with the digest that lets the kiosk let go.
    char digest[VZ_SHA256_HEX];
    vz_sha256_hex(xml, strlen(xml), digest);
    assert_non_null(strstr(stage->reply.data, digest));
}

static int give(struct stage *stage, const char *typed) {
    char body[200];
    snprintf(body, sizeof(body), "code=%s", typed);
    return hub_request(&stage->house, "POST", "//w", FORM_TYPE DUTCH, body,
                       strlen(body), &stage->reply);
}

static bool says(const struct stage *stage, const char *text) {
    return strstr(stage->reply.data, text);
}

static void a_story_is_taken_back(void **state) {
    struct stage stage;
    char code[VZ_CODE_SIZE], typed[40];
    open_stage(&stage);
    vz_code_make(code);
    tell(&stage, "uuid:1", code);
    assert_true(store_folder_holds(stage.house.folder, WORDS));
    // As a browser sends what a person typed.
    snprintf(typed, sizeof(typed), "%.4s+%.4s%%20%.4s", code, code + 4,
             code + 8);
    assert_int_equal(give(&stage, typed), 200);
    assert_true(says(&stage, "Je verhaal is weg. Niemand kan het nog lezen."));
    assert_false(says(&stage, "<form"));
    assert_false(store_folder_holds(stage.house.folder, WORDS));
    assert_int_equal(
        hub_house_number(&stage.house, "SELECT rating FROM form_2"), 4);
    assert_int_equal(give(&stage, code), 200);
    tell(&stage, "uuid:1", code);
    assert_false(store_folder_holds(stage.house.folder, WORDS));
    close_stage(&stage);
}

static void a_code_may_come_first(void **state) {
    struct stage stage;
    char code[VZ_CODE_SIZE];
    open_stage(&stage);
    vz_code_make(code);
    assert_int_equal(give(&stage, code), 202);
    assert_true(says(&stage, "zodra we verbinding hebben"));
    hub_house_stop(&stage.house);
    hub_house_start(&stage.house);
    tell(&stage, "uuid:1", code);
    assert_false(store_folder_holds(stage.house.folder, WORDS));
    assert_int_equal(
        hub_house_number(&stage.house, "SELECT rating FROM form_2"), 4);
    close_stage(&stage);
}

static void a_restart_forgets_what_a_backup_brought_back(void **state) {
    struct stage stage;
    struct vz_strbuf backup = {0};
    char code[VZ_CODE_SIZE];
    open_stage(&stage);
    vz_code_make(code);
    tell(&stage, "uuid:1", code);
    hub_house_stop(&stage.house);
    assert_int_equal(
        vz_file_read(stage.house.place.database, (size_t)10 << 20, &backup),
        VZ_OK);
    hub_house_start(&stage.house);
    assert_int_equal(give(&stage, code), 200);
    hub_house_stop(&stage.house);
    assert_int_equal(
        vz_file_write(stage.house.place.database, backup.data, backup.len),
        VZ_OK);
    assert_true(store_folder_holds(stage.house.folder, WORDS));
    hub_house_start(&stage.house);
    assert_false(store_folder_holds(stage.house.folder, WORDS));
    vz_strbuf_finish(&backup);
    close_stage(&stage);
}

static void a_wrong_code_is_asked_again(void **state) {
    static const char *const wrong[] = {"",
                                        "1234",
                                        "abc",
                                        "%00",
                                        "%zz",
                                        "12345678901234567890",
                                        "572572572573",
                                        "%F0%9F%98%80",
                                        "<script>"};
    struct stage stage;
    open_stage(&stage);
    for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
        assert_int_equal(give(&stage, wrong[i]), 400);
        assert_true(says(&stage, "Deze code kennen we niet."));
        assert_true(says(&stage, "aria-invalid=\"true\""));
        assert_true(says(&stage, "<form"));
        assert_false(says(&stage, "<script>"));
    }
    // None of them was a try.
    assert_int_equal(give(&stage, "572572572572"), 202);
    close_stage(&stage);
}

static void a_guesser_has_to_wait(void **state) {
    struct stage stage;
    char code[VZ_CODE_SIZE], mine[VZ_CODE_SIZE];
    open_stage(&stage);
    vz_code_make(mine);
    tell(&stage, "uuid:1", mine);
    for (int i = 0; i < VZ_RATE_ONE; i++) {
        vz_code_make(code);
        assert_int_equal(give(&stage, code), 202);
    }
    assert_int_equal(give(&stage, mine), 429);
    assert_true(says(&stage, "Retry-After: "));
    assert_true(says(&stage, "Wacht tien minuten."));
    assert_true(store_folder_holds(stage.house.folder, WORDS));
    vz_clock_advance(VZ_RATE_WINDOW_MS);
    assert_int_equal(give(&stage, mine), 200);
    close_stage(&stage);
}

// A new code from a client that says and the proxy that saw these addresses.
static int guess_from(struct stage *stage, const char *said, const char *seen) {
    char headers[300], body[40], code[VZ_CODE_SIZE];
    vz_code_make(code);
    snprintf(body, sizeof(body), "code=%s", code);
    snprintf(headers, sizeof(headers), FORM_TYPE "X-Forwarded-For: %s, %s\r\n",
             said, seen);
    return hub_request(&stage->house, "POST", "//w", headers, body,
                       strlen(body), &stage->reply);
}

static void behind_a_proxy_each_client_counts(void **state) {
    struct stage stage;
    char said[40];
    open_stage(&stage);
    hub_house_stop(&stage.house);
    struct vz_hub_server_params params = {
        .place = &stage.house.place, .host = "127.0.0.1", .behind_proxy = true};
    stage.house.server = vz_hub_server_start(&params, NULL);
    assert_non_null(stage.house.server);
    stage.house.port = vz_hub_server_port(stage.house.server);
    for (int i = 0; i < VZ_RATE_ONE; i++) {
        snprintf(said, sizeof(said), "192.0.2.%d", i);
        assert_int_equal(guess_from(&stage, said, "198.51.100.7"), 202);
    }
    assert_int_equal(guess_from(&stage, "192.0.2.99", "198.51.100.7"), 429);
    assert_int_equal(guess_from(&stage, "192.0.2.99", "198.51.100.8"), 202);
    close_stage(&stage);
}

static void the_page_is_safe_and_in_two_languages(void **state) {
    static const char *const headers[] = {
        "Cache-Control: no-store",
        "Content-Security-Policy: default-src 'none'",
        "frame-ancestors 'none'",
        "X-Content-Type-Options: nosniff",
        "X-Frame-Options: DENY",
        "Referrer-Policy: no-referrer",
        "Content-Type: text/html; charset=utf-8",
    };
    struct stage stage;
    open_stage(&stage);
    assert_int_equal(
        hub_request(&stage.house, "GET", "//w", DUTCH, NULL, 0, &stage.reply),
        200);
    for (size_t i = 0; i < sizeof(headers) / sizeof(headers[0]); i++) {
        assert_true(says(&stage, headers[i]));
    }
    assert_true(says(&stage, "<html lang=\"nl\""));
    assert_true(says(&stage, "Haal mijn verhaal weg"));
    assert_false(says(&stage, "data-"));
    assert_false(says(&stage, "role=\"alert\""));
    assert_int_equal(hub_request(&stage.house, "GET", "//w",
                                 "Accept-Language: en-GB\r\n", NULL, 0,
                                 &stage.reply),
                     200);
    assert_true(says(&stage, "<html lang=\"en\""));
    assert_true(says(&stage, "Remove my story"));
    close_stage(&stage);
}

static void its_files_are_served_and_no_others(void **state) {
    struct stage stage;
    open_stage(&stage);
    assert_int_equal(hub_request(&stage.house, "GET", "//w/withdraw.js", "",
                                 NULL, 0, &stage.reply),
                     200);
    assert_true(says(&stage, "Content-Type: text/javascript"));
    assert_true(says(&stage, "location.hash"));
    assert_int_equal(hub_request(&stage.house, "GET", "//w/withdraw.css", "",
                                 NULL, 0, &stage.reply),
                     200);
    assert_int_equal(hub_request(&stage.house, "GET", "//w/report.html", "",
                                 NULL, 0, &stage.reply),
                     404);
    assert_int_equal(hub_request(&stage.house, "GET", "//w/..%2fhub.sqlite", "",
                                 NULL, 0, &stage.reply),
                     404);
    close_stage(&stage);
}

static void odd_forms_are_refused(void **state) {
    struct stage stage;
    char body[3000];
    open_stage(&stage);
    memset(body, 'a', sizeof(body));
    assert_int_equal(hub_request(&stage.house, "POST", "//w", FORM_TYPE, body,
                                 sizeof(body), &stage.reply),
                     413);
    assert_int_equal(hub_request(&stage.house, "POST", "//w",
                                 "Content-Type: text/plain\r\n", "code=1", 6,
                                 &stage.reply),
                     415);
    assert_int_equal(hub_request(&stage.house, "POST", "//w", FORM_TYPE,
                                 "a=1&b&&=", 8, &stage.reply),
                     400);
    assert_int_equal(hub_request(&stage.house, "PUT", "//w", FORM_TYPE, "a", 1,
                                 &stage.reply),
                     405);
    close_stage(&stage);
}

static void the_language_follows_the_wish(void **state) {
    assert_string_equal(vz_withdrawal_language(NULL), "nl");
    assert_string_equal(vz_withdrawal_language("fr, tr;q=0.9"), "nl");
    assert_string_equal(vz_withdrawal_language("en"), "en");
    assert_string_equal(vz_withdrawal_language("nl;q=0.5, en;q=0.8"), "en");
    assert_string_equal(vz_withdrawal_language("en;q=0.5,nl-BE"), "nl");
    assert_string_equal(vz_withdrawal_language("enm, nl;q=0.1"), "nl");
    assert_string_equal(vz_withdrawal_language(",,;q=,en;q="), "nl");
    assert_string_equal(vz_withdrawal_language("en;q=1e999, nl;q=nan"), "nl");
}

int main(void) {
    vz_log_set_level(VZ_LOG_ERROR + 1);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_story_is_taken_back),
        cmocka_unit_test(a_code_may_come_first),
        cmocka_unit_test(a_restart_forgets_what_a_backup_brought_back),
        cmocka_unit_test(a_wrong_code_is_asked_again),
        cmocka_unit_test(a_guesser_has_to_wait),
        cmocka_unit_test(behind_a_proxy_each_client_counts),
        cmocka_unit_test(the_page_is_safe_and_in_two_languages),
        cmocka_unit_test(its_files_are_served_and_no_others),
        cmocka_unit_test(odd_forms_are_refused),
        cmocka_unit_test(the_language_follows_the_wish),
    };
    return cmocka_run_group_tests_name("withdrawal", tests, NULL, NULL);
}
