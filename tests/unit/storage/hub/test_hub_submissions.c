// Submissions in the hub's store: once each, files, conflicts, edits.
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "support/hub_shelf.h"

#include <stdlib.h>
#include <string.h>

static struct vz_hub_file file(const char *name, const char *bytes,
                               char sha256[VZ_SHA256_HEX]) {
    vz_sha256_hex(bytes, strlen(bytes), sha256);
    return (struct vz_hub_file){.name = name,
                                .content_type = "image/png",
                                .sha256 = sha256,
                                .bytes = bytes,
                                .len = strlen(bytes)};
}

static void the_same_xml_twice_is_one_row(void **state) {
    struct hub_shelf shelf;
    hub_shelf_open(&shelf);
    struct hub_answers answers = {.instance_id = "uuid:1", .rating = "3"};
    struct vz_hub_receipt first, again;
    assert_int_equal(hub_shelf_add(&shelf, &answers, NULL, 0, &first), VZ_OK);
    assert_int_equal(hub_shelf_add(&shelf, &answers, NULL, 0, &again), VZ_OK);
    assert_true(first.is_new);
    assert_false(again.is_new);
    assert_true(again.complete);
    assert_int_equal(first.submission_id, again.submission_id);
    assert_int_equal(hub_shelf_number(&shelf, "SELECT count(*) FROM form_1"),
                     1);
    hub_shelf_close(&shelf);
}

static void the_xml_is_kept_byte_for_byte(void **state) {
    struct hub_shelf shelf;
    hub_shelf_open(&shelf);
    struct hub_answers answers = {.instance_id = "uuid:1",
                                  .remark = "caf\xc3\xa9 <&> \"x\""};
    assert_int_equal(hub_shelf_add(&shelf, &answers, NULL, 0, NULL), VZ_OK);
    struct vz_strbuf xml = {0};
    hub_form_xml(&xml, &answers);
    assert_string_equal(hub_shelf_text(&shelf, "SELECT xml FROM submissions"),
                        xml.data);
    vz_strbuf_finish(&xml);
    hub_shelf_close(&shelf);
}

static void other_xml_under_the_id_is_refused_and_kept(void **state) {
    struct hub_shelf shelf;
    hub_shelf_open(&shelf);
    struct hub_answers answers = {.instance_id = "uuid:1", .rating = "3"};
    assert_int_equal(hub_shelf_add(&shelf, &answers, NULL, 0, NULL), VZ_OK);
    answers.rating = "1";
    assert_int_equal(hub_shelf_add(&shelf, &answers, NULL, 0, NULL),
                     VZ_CONFLICT);
    assert_int_equal(hub_shelf_add(&shelf, &answers, NULL, 0, NULL),
                     VZ_CONFLICT);
    assert_int_equal(hub_shelf_number(&shelf, "SELECT rating FROM form_1"), 3);
    assert_int_equal(hub_shelf_number(&shelf, "SELECT count(*) FROM conflicts"),
                     1);
    hub_shelf_close(&shelf);
}

static void files_may_come_in_any_post(void **state) {
    struct hub_shelf shelf;
    hub_shelf_open(&shelf);
    char hash[VZ_SHA256_HEX];
    struct vz_hub_file photo = file("p.png", "pixels", hash);
    struct hub_answers answers = {
        .instance_id = "uuid:1", .n_pets = 1, .photo = "p.png"};
    struct vz_hub_receipt receipt;
    assert_int_equal(hub_shelf_add(&shelf, &answers, NULL, 0, &receipt), VZ_OK);
    assert_false(receipt.complete);
    assert_int_equal(hub_shelf_add(&shelf, &answers, &photo, 1, &receipt),
                     VZ_OK);
    assert_true(receipt.complete);
    assert_string_equal(hub_shelf_text(&shelf,
                                       "SELECT attachments_expected || '/' ||"
                                       " attachments_present FROM submissions"),
                        "1/1");
    hub_shelf_close(&shelf);
}

static void a_file_is_never_replaced(void **state) {
    struct hub_shelf shelf;
    hub_shelf_open(&shelf);
    char hash[VZ_SHA256_HEX], other[VZ_SHA256_HEX];
    struct vz_hub_file photo = file("p.png", "pixels", hash);
    struct vz_hub_file changed = file("p.png", "other pixels", other);
    struct hub_answers answers = {
        .instance_id = "uuid:1", .n_pets = 1, .photo = "p.png"};
    assert_int_equal(hub_shelf_add(&shelf, &answers, &photo, 1, NULL), VZ_OK);
    assert_int_equal(hub_shelf_add(&shelf, &answers, &photo, 1, NULL), VZ_OK);
    assert_int_equal(hub_shelf_add(&shelf, &answers, &changed, 1, NULL),
                     VZ_CONFLICT);
    assert_string_equal(
        hub_shelf_text(&shelf, "SELECT sha256 FROM attachments JOIN blobs"
                               " USING (blob_id)"),
        hash);
    hub_shelf_close(&shelf);
}

static void equal_bytes_under_two_names_are_two_files(void **state) {
    struct hub_shelf shelf;
    hub_shelf_open(&shelf);
    char hash[VZ_SHA256_HEX];
    struct vz_hub_file files[] = {file("a.png", "pixels", hash),
                                  file("b.png", "pixels", hash)};
    struct hub_answers answers = {.instance_id = "uuid:1"};
    assert_int_equal(hub_shelf_add(&shelf, &answers, files, 2, NULL), VZ_OK);
    assert_int_equal(
        hub_shelf_number(&shelf, "SELECT count(*) FROM attachments"), 2);
    assert_int_equal(hub_shelf_number(&shelf, "SELECT count(*) FROM blobs"), 1);
    hub_shelf_close(&shelf);
}

static void a_large_file_comes_back_whole(void **state) {
    struct hub_shelf shelf;
    hub_shelf_open(&shelf);
    size_t len = 700 * 1000;
    char *bytes = vz_alloc_array(len + 1, 1);
    for (size_t i = 0; i < len; i++) {
        bytes[i] = (char)('a' + i * 7 % 26);
    }
    char hash[VZ_SHA256_HEX];
    struct vz_hub_file sound = file("s.opus", bytes, hash);
    struct hub_answers answers = {.instance_id = "uuid:1"};
    assert_int_equal(hub_shelf_add(&shelf, &answers, &sound, 1, NULL), VZ_OK);
    struct vz_strbuf back = {0};
    assert_int_equal(vz_hub_blob_read(shelf.store, 1, &back), VZ_OK);
    assert_int_equal(back.len, len);
    assert_memory_equal(back.data, bytes, len);
    vz_strbuf_finish(&back);
    free(bytes);
    hub_shelf_close(&shelf);
}

static void an_edit_replaces_the_row(void **state) {
    struct hub_shelf shelf;
    hub_shelf_open(&shelf);
    struct hub_answers answers = {.instance_id = "uuid:1", .rating = "1"};
    struct hub_answers edit = {
        .instance_id = "uuid:2", .deprecated_id = "uuid:1", .rating = "3"};
    struct hub_answers late = {
        .instance_id = "uuid:3", .deprecated_id = "uuid:1", .rating = "2"};
    assert_int_equal(hub_shelf_add(&shelf, &answers, NULL, 0, NULL), VZ_OK);
    assert_int_equal(hub_shelf_add(&shelf, &edit, NULL, 0, NULL), VZ_OK);
    assert_int_equal(hub_shelf_add(&shelf, &late, NULL, 0, NULL), VZ_CONFLICT);
    int64_t n;
    assert_int_equal(vz_hub_submission_count(shelf.store, shelf.form_id, &n),
                     VZ_OK);
    assert_int_equal(n, 1);
    assert_int_equal(
        hub_shelf_number(&shelf,
                         "SELECT sum(CAST(rating AS INTEGER)) FROM form_1"),
        3);
    assert_int_equal(
        hub_shelf_number(&shelf, "SELECT count(*) FROM submissions"), 2);
    hub_shelf_close(&shelf);
}

static void a_failure_leaves_the_rest_of_the_group(void **state) {
    struct hub_shelf shelf;
    hub_shelf_open(&shelf);
    struct hub_answers good = {.instance_id = "uuid:1"};
    struct hub_answers bad = {.instance_id = "uuid:1", .rating = "2"};
    struct hub_answers last = {.instance_id = "uuid:2"};
    assert_int_equal(vz_hub_store_begin(shelf.store), VZ_OK);
    assert_int_equal(hub_shelf_add(&shelf, &good, NULL, 0, NULL), VZ_OK);
    assert_int_equal(hub_shelf_add(&shelf, &bad, NULL, 0, NULL), VZ_CONFLICT);
    assert_int_equal(hub_shelf_add(&shelf, &last, NULL, 0, NULL), VZ_OK);
    assert_int_equal(vz_hub_store_commit(shelf.store), VZ_OK);
    assert_int_equal(
        hub_shelf_number(&shelf, "SELECT count(*) FROM submissions"), 2);
    hub_shelf_close(&shelf);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_same_xml_twice_is_one_row),
        cmocka_unit_test(the_xml_is_kept_byte_for_byte),
        cmocka_unit_test(other_xml_under_the_id_is_refused_and_kept),
        cmocka_unit_test(files_may_come_in_any_post),
        cmocka_unit_test(a_file_is_never_replaced),
        cmocka_unit_test(equal_bytes_under_two_names_are_two_files),
        cmocka_unit_test(a_large_file_comes_back_whole),
        cmocka_unit_test(an_edit_replaces_the_row),
        cmocka_unit_test(a_failure_leaves_the_rest_of_the_group),
    };
    return cmocka_run_group_tests_name("hub_submissions", tests, NULL, NULL);
}
