// Memory runs out at every allocation in turn while a story is erased, and
// while one comes that was erased before: all of it or nothing of it, no word
// where none may be, and the next try works.
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/log.h"
#include "support/base_memory.h"
#include "support/hub_shelf.h"

#include <libxml/xmlerror.h>
#include <stdlib.h>
#include <string.h>

#define CODE "cccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccc"
#define WORDS "Zonnebloemkwartier"
#define MAX_ALLOCATIONS 5000

static bool failed; // in the last try

static void say_nothing(void *userdata, const char *format, ...) {
}

static const struct hub_answers story = {.instance_id = "uuid:1",
                                         .rating = "3",
                                         .story = WORDS,
                                         .consent = "team",
                                         .withdrawal = CODE,
                                         .n_pets = 2,
                                         .photo = "p.png"};

// Everything but the storing itself has the memory that it needs.
static enum vz_status add_story(struct hub_shelf *shelf, int n) {
    struct vz_strbuf xml = {0};
    struct vz_submission parsed;
    char sha256[VZ_SHA256_HEX], photo_sha256[VZ_SHA256_HEX];
    struct vz_hub_receipt receipt;
    hub_form_xml(&xml, &story);
    assert_int_equal(vz_submission_parse(&parsed, xml.data, xml.len,
                                         hub_form_is_repeat, NULL, NULL),
                     VZ_OK);
    vz_sha256_hex(xml.data, xml.len, sha256);
    vz_sha256_hex(WORDS, strlen(WORDS), photo_sha256);
    struct vz_hub_file photo = {.name = "p.png",
                                .sha256 = photo_sha256,
                                .bytes = WORDS,
                                .len = strlen(WORDS)};
    struct vz_hub_incoming incoming = {.form_id = shelf->form_id,
                                       .form_version_id = shelf->version_id,
                                       .schema_version_id = shelf->version_id,
                                       .schema = &shelf->schema,
                                       .xml = xml.data,
                                       .xml_len = xml.len,
                                       .xml_sha256 = sha256,
                                       .parsed = &parsed,
                                       .files = &photo,
                                       .n_files = 1};
    base_memory_fail_at(n + 1);
    enum vz_status status =
        vz_hub_submission_add(shelf->store, &incoming, &receipt);
    failed = base_memory_end();
    vz_submission_finish(&parsed);
    vz_strbuf_finish(&xml);
    return status;
}

static enum vz_status withdraw(struct hub_shelf *shelf, int n) {
    struct vz_hub_erasure erasure = hub_shelf_erasure(shelf);
    struct vz_hub_erased erased;
    struct vz_error error = {0};
    base_memory_fail_at(n + 1);
    enum vz_status status =
        vz_hub_erase_withdrawn(shelf->store, CODE, &erasure, &erased, &error);
    failed = base_memory_end();
    assert_true(status == VZ_OK || *error.message);
    return status;
}

// Without what the store has cached so far.
static void reopen(struct hub_shelf *shelf) {
    vz_hub_store_close(shelf->store);
    assert_int_equal(vz_hub_store_open(&shelf->store, &shelf->place, 0, NULL),
                     VZ_OK);
}

static void assert_forgotten(struct hub_shelf *shelf) {
    assert_int_equal(vz_hub_erasure_settle(shelf->store), VZ_OK);
    assert_false(store_folder_holds(shelf->folder, WORDS));
    assert_int_equal(hub_shelf_number(shelf, "SELECT rating FROM form_1"), 3);
    assert_int_equal(
        hub_shelf_number(shelf, "SELECT count(*) FROM form_1_repeat_1"), 2);
}

static void an_erasure_is_whole_or_not_at_all(void **state) {
    int n = 0;
    for (failed = true; failed && n < MAX_ALLOCATIONS; n++) {
        struct hub_shelf shelf;
        hub_shelf_open(&shelf);
        assert_int_equal(add_story(&shelf, -1), VZ_OK);
        reopen(&shelf);
        if (withdraw(&shelf, n) != VZ_OK) {
            assert_true(failed);
            assert_int_equal(
                hub_shelf_number(&shelf, "SELECT count(*) FROM tombstones"), 0);
            assert_string_equal(
                hub_shelf_text(&shelf, "SELECT \"story/text\" FROM form_1"),
                WORDS);
            bool again = failed;
            assert_int_equal(withdraw(&shelf, -1), VZ_OK);
            failed = again;
        }
        assert_forgotten(&shelf);
        hub_shelf_close(&shelf);
    }
    assert_false(failed);
    assert_true(n > 20);
}

static void no_word_of_an_erased_one_is_stored(void **state) {
    int n = 0;
    for (failed = true; failed && n < MAX_ALLOCATIONS; n++) {
        struct hub_shelf shelf;
        hub_shelf_open(&shelf);
        assert_int_equal(withdraw(&shelf, -1), VZ_OK);
        reopen(&shelf);
        if (add_story(&shelf, n) != VZ_OK) {
            assert_true(failed);
            assert_int_equal(
                hub_shelf_number(&shelf, "SELECT count(*) FROM submissions"),
                0);
            bool again = failed;
            assert_int_equal(add_story(&shelf, -1), VZ_OK);
            failed = again;
        }
        assert_forgotten(&shelf);
        hub_shelf_close(&shelf);
    }
    assert_false(failed);
    assert_true(n > 20);
}

int main(void) {
    vz_log_set_level(VZ_LOG_ERROR + 1);
    base_memory_hook_xml();
    xmlSetGenericErrorFunc(NULL, say_nothing);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_erasure_is_whole_or_not_at_all),
        cmocka_unit_test(no_word_of_an_erased_one_is_stored),
    };
    return cmocka_run_group_tests_name("erasure_memory", tests, NULL, NULL);
}
