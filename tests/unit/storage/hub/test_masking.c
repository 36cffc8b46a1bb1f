// What stays of a submission when its story is erased.
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "storage/hub/masking.h"

#include <string.h>

static const struct vz_field fields[] = {
    {.path = "story", .visible = true, .role = "story"},
    {.path = "why", .visible = true, .role = "why"},
    {.path = "other", .visible = true}, // free text without a role
    {.path = "voice", .type = VZ_FIELD_BINARY},
    {.path = "age", .type = VZ_FIELD_INT, .visible = true},
    {.path = "mood", .type = VZ_FIELD_SELECT_ONE, .visible = true},
    {.path = "today", .type = VZ_FIELD_DATE},
    {.path = "score"},    // hidden texts from here on
    {.path = "summary"},  // a sentence
    {.path = "initials"}, // a piece of what was told
    {.path = "group"},    // a word of its own
    {.path = "deviceid"},
    {.path = "assisted", .role = "assisted"},
    {.path = "code", .role = "withdrawal"},
    {.path = "meta/instanceID"},
    {.path = "meta/instanceName"},
};
static const struct vz_schema schema = {
    .fields = fields, .n_fields = sizeof(fields) / sizeof(fields[0])};

static const char xml[] =
    "<data id=\"p\"><story>Ada woont hier 12 jaar</story><why>omdat</why>"
    "<other>0612345678</other><voice>ada.ogg</voice><age>12</age>"
    "<mood>good</mood><today>2026-11-24</today><score>12</score>"
    "<summary>good and glad</summary><initials>Ada</initials>"
    "<group>b3</group><deviceid>kiosk:7f</deviceid><assisted>1</assisted>"
    "<code>c0de</code><later>een ander veld</later>"
    "<meta><instanceID>uuid:1</instanceID><deprecatedID>uuid:0</deprecatedID>"
    "<instanceName>Ada 12</instanceName></meta></data>";

static const char masked[] =
    "<data id=\"p\"><story></story><why></why><other></other><voice></voice>"
    "<age>12</age><mood>good</mood><today>2026-11-24</today><score>12</score>"
    "<summary></summary><initials></initials><group>b3</group>"
    "<deviceid>kiosk:7f</deviceid><assisted>1</assisted><code>c0de</code>"
    "<later></later><meta><instanceID>uuid:1</instanceID>"
    "<deprecatedID>uuid:0</deprecatedID><instanceName></instanceName></meta>"
    "</data>";

static void mask(const char *text, struct vz_strbuf *out) {
    struct vz_submission parsed;
    assert_int_equal(
        vz_submission_parse(&parsed, text, strlen(text), NULL, NULL, NULL),
        VZ_OK);
    assert_int_equal(vz_hub_mask(&schema, &parsed, text, strlen(text), out),
                     VZ_OK);
    vz_submission_finish(&parsed);
}

static void counts_stay_and_words_go(void **state) {
    struct vz_strbuf out = {0};
    mask(xml, &out);
    assert_string_equal(out.data, masked);
    vz_strbuf_finish(&out);
}

// Its file holds the answers, so nothing of it may lead there.
static void an_encrypted_one_loses_its_key(void **state) {
    struct vz_strbuf out = {0};
    mask("<data id=\"p\" encrypted=\"yes\"><base64EncryptedKey>a2V5"
         "</base64EncryptedKey><encryptedXmlFile>s.xml.enc</encryptedXmlFile>"
         "<meta><instanceID>uuid:1</instanceID></meta></data>",
         &out);
    assert_null(strstr(out.data, "a2V5"));
    assert_null(strstr(out.data, "s.xml.enc"));
    assert_non_null(strstr(out.data, "uuid:1"));
    vz_strbuf_finish(&out);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(counts_stay_and_words_go),
        cmocka_unit_test(an_encrypted_one_loses_its_key),
    };
    return cmocka_run_group_tests_name("masking", tests, NULL, NULL);
}
