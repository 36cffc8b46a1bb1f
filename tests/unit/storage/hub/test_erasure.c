// A story leaves and its counts stay: on the disk, after a retry, after a
// restored backup, and when the code came before the story.
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/file.h"
#include "base/log.h"
#include "support/hub_database.h"
#include "support/hub_shelf.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define CODE_A \
    "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
#define CODE_B \
    "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb"
#define WORDS "Zonnebloemkwartier"
#define SOUND "klankbestandbytes"

static const struct hub_answers story = {
    .instance_id = "uuid:1",
    .rating = "3",
    .remark = "dank aan " WORDS,
    .story = "het verhaal van " WORDS " en mij",
    .title = WORDS,
    .consent = "team",
    .withdrawal = CODE_A,
    .n_pets = 2,
    .photo = "p.png",
};

static struct vz_hub_file file_of(const char *name, const char *bytes,
                                  char sha256[VZ_SHA256_HEX]) {
    vz_sha256_hex(bytes, strlen(bytes), sha256);
    return (struct vz_hub_file){
        .name = name, .sha256 = sha256, .bytes = bytes, .len = strlen(bytes)};
}

static void add_story(struct hub_shelf *shelf) {
    char sha256[VZ_SHA256_HEX];
    struct vz_hub_file photo = file_of("p.png", SOUND, sha256);
    struct vz_hub_receipt receipt;
    assert_int_equal(hub_shelf_add(shelf, &story, &photo, 1, &receipt), VZ_OK);
    assert_true(receipt.complete);
}

static struct vz_hub_erased withdraw(struct hub_shelf *shelf,
                                     const char *code) {
    struct vz_hub_erasure erasure = hub_shelf_erasure(shelf);
    struct vz_hub_erased erased;
    assert_int_equal(
        vz_hub_erase_withdrawn(shelf->store, code, &erasure, &erased, NULL),
        VZ_OK);
    return erased;
}

static size_t replay(struct hub_shelf *shelf) {
    struct vz_hub_erasure erasure = hub_shelf_erasure(shelf);
    size_t n = 99;
    assert_int_equal(vz_hub_erasures_replay(shelf->store, &erasure, &n, NULL),
                     VZ_OK);
    return n;
}

static void assert_forgotten(struct hub_shelf *shelf) {
    assert_int_equal(vz_hub_erasure_settle(shelf->store), VZ_OK);
    assert_false(hub_database_holds(&shelf->place, WORDS));
    assert_false(hub_database_holds(&shelf->place, SOUND));
    assert_false(hub_database_holds(&shelf->place, "pet1"));
}

static void the_words_go_and_the_counts_stay(void **state) {
    struct hub_shelf shelf;
    hub_shelf_open(&shelf);
    add_story(&shelf);
    assert_true(hub_database_holds(&shelf.place, WORDS));
    struct vz_hub_erased erased = withdraw(&shelf, CODE_A);
    assert_int_equal(erased.n_found, 1);
    assert_int_equal(erased.n_erased, 1);
    assert_forgotten(&shelf);
    assert_int_equal(hub_shelf_number(&shelf, "SELECT rating FROM form_1"), 3);
    assert_int_equal(
        hub_shelf_number(&shelf, "SELECT count(*) FROM form_1_repeat_1"), 2);
    assert_string_equal(hub_shelf_text(&shelf, "SELECT _consent FROM form_1"),
                        "team");
    assert_string_equal(
        hub_shelf_text(&shelf, "SELECT \"story/text\" FROM form_1"), "(null)");
    assert_int_equal(hub_shelf_number(&shelf, "SELECT count(*) FROM blobs"), 0);
    assert_int_equal(hub_shelf_number(&shelf,
                                      "SELECT count(*) FROM audits WHERE"
                                      " action = 'submission.erase'"),
                     1);
    // A second time is no mistake.
    erased = withdraw(&shelf, CODE_A);
    assert_int_equal(erased.n_found, 1);
    assert_int_equal(erased.n_erased, 0);
    hub_shelf_close(&shelf);
}

static void the_log_holds_hash_and_time_only(void **state) {
    struct hub_shelf shelf;
    hub_shelf_open(&shelf);
    add_story(&shelf);
    withdraw(&shelf, CODE_A);
    char hash[VZ_SHA256_HEX], kind[20], at[40];
    char logged[80];
    const char *path = shelf.place.erasure_log;
    vz_sha256_hex("uuid:1", 6, hash);
    struct vz_strbuf text = {0};
    assert_int_equal(vz_file_read(path, 1000, &text), VZ_OK);
    assert_int_equal(sscanf(text.data, "%39s %19s %79s", at, kind, logged), 3);
    assert_string_equal(kind, "instance");
    assert_string_equal(logged, hash);
    assert_int_equal(strlen(text.data),
                     strlen(at) + strlen(kind) + strlen(hash) + 3);
    vz_strbuf_finish(&text);
    hub_shelf_close(&shelf);
}

static void a_retry_hears_success_and_restores_nothing(void **state) {
    struct hub_shelf shelf;
    hub_shelf_open(&shelf);
    add_story(&shelf);
    withdraw(&shelf, CODE_A);
    add_story(&shelf);
    assert_forgotten(&shelf);
    assert_int_equal(hub_shelf_number(&shelf, "SELECT count(*) FROM form_1"),
                     1);
    assert_int_equal(
        hub_shelf_number(&shelf, "SELECT count(*) FROM attachments"), 0);
    hub_shelf_close(&shelf);
}

static void other_content_of_it_is_forgotten_too(void **state) {
    struct hub_shelf shelf;
    hub_shelf_open(&shelf);
    struct hub_answers other = story;
    other.rating = "1";
    add_story(&shelf);
    assert_int_equal(hub_shelf_add(&shelf, &other, NULL, 0, NULL), VZ_CONFLICT);
    withdraw(&shelf, CODE_A);
    assert_forgotten(&shelf);
    other.rating = "2";
    assert_int_equal(hub_shelf_add(&shelf, &other, NULL, 0, NULL), VZ_CONFLICT);
    assert_forgotten(&shelf);
    assert_int_equal(hub_shelf_number(&shelf, "SELECT count(*) FROM conflicts"),
                     2);
    hub_shelf_close(&shelf);
}

static void a_file_of_somebody_else_stays(void **state) {
    struct hub_shelf shelf;
    hub_shelf_open(&shelf);
    struct hub_answers other = {
        .instance_id = "uuid:2", .n_pets = 1, .photo = "q.png"};
    char sha256[VZ_SHA256_HEX];
    struct vz_hub_file same = file_of("q.png", SOUND, sha256);
    add_story(&shelf);
    assert_int_equal(hub_shelf_add(&shelf, &other, &same, 1, NULL), VZ_OK);
    withdraw(&shelf, CODE_A);
    assert_int_equal(hub_shelf_number(&shelf, "SELECT count(*) FROM blobs"), 1);
    assert_int_equal(
        hub_shelf_number(&shelf, "SELECT count(*) FROM attachments"), 1);
    hub_shelf_close(&shelf);
}

static void restore(struct hub_shelf *shelf, const char *backup) {
    vz_hub_store_close(shelf->store);
    hub_database_restore(&shelf->place, backup);
    assert_int_equal(vz_file_remove(backup), VZ_OK);
    assert_int_equal(vz_hub_store_open(&shelf->store, &shelf->place, 0, NULL),
                     VZ_OK);
}

static void back_up(struct hub_shelf *shelf, char backup[STORE_PATH_SIZE]) {
    assert_int_equal(vz_hub_erasure_settle(shelf->store), VZ_OK);
    store_folder_path(backup, shelf->folder, "backup");
    hub_database_back_up(&shelf->place, backup);
}

static void a_restored_backup_forgets_again(void **state) {
    struct hub_shelf shelf;
    char backup[STORE_PATH_SIZE];
    hub_shelf_open(&shelf);
    add_story(&shelf);
    assert_int_equal(replay(&shelf), 0);
    back_up(&shelf, backup);
    withdraw(&shelf, CODE_A);
    assert_int_equal(replay(&shelf), 0);
    restore(&shelf, backup);
    assert_true(hub_database_holds(&shelf.place, WORDS));
    assert_int_equal(replay(&shelf), 1);
    assert_forgotten(&shelf);
    assert_int_equal(replay(&shelf), 0);
    add_story(&shelf);
    assert_forgotten(&shelf);
    assert_int_equal(hub_shelf_number(&shelf, "SELECT rating FROM form_1"), 3);
    hub_shelf_close(&shelf);
}

static void a_backup_from_before_the_story_forgets_too(void **state) {
    struct hub_shelf shelf;
    char backup[STORE_PATH_SIZE];
    hub_shelf_open(&shelf);
    back_up(&shelf, backup);
    add_story(&shelf);
    withdraw(&shelf, CODE_A);
    restore(&shelf, backup);
    assert_int_equal(replay(&shelf), 0);
    add_story(&shelf);
    assert_forgotten(&shelf);
    hub_shelf_close(&shelf);
}

static void a_code_may_come_before_its_story(void **state) {
    struct hub_shelf shelf;
    char backup[STORE_PATH_SIZE];
    hub_shelf_open(&shelf);
    back_up(&shelf, backup);
    assert_int_equal(withdraw(&shelf, CODE_A).n_found, 0);
    // And even then a restored backup knows it.
    restore(&shelf, backup);
    replay(&shelf);
    add_story(&shelf);
    assert_forgotten(&shelf);
    assert_int_equal(hub_shelf_number(&shelf, "SELECT rating FROM form_1"), 3);
    assert_int_equal(withdraw(&shelf, CODE_A).n_found, 1);
    assert_int_equal(
        hub_shelf_number(&shelf, "SELECT count(*) FROM tombstones"), 1);
    hub_shelf_close(&shelf);
}

static void another_code_harms_nobody(void **state) {
    struct hub_shelf shelf;
    hub_shelf_open(&shelf);
    add_story(&shelf);
    assert_int_equal(withdraw(&shelf, CODE_B).n_found, 0);
    assert_string_equal(
        hub_shelf_text(&shelf, "SELECT \"story/title\" FROM form_1"), WORDS);
    hub_shelf_close(&shelf);
}

static void edits_go_with_it(void **state) {
    struct hub_shelf shelf;
    hub_shelf_open(&shelf);
    struct hub_answers first = story, second = story;
    first.instance_id = "uuid:2";
    first.deprecated_id = "uuid:1";
    first.photo = second.photo = NULL;
    // An edit by other software may have lost the code.
    first.withdrawal = NULL;
    second.instance_id = "uuid:3";
    second.deprecated_id = "uuid:2";
    second.withdrawal = NULL;
    add_story(&shelf);
    assert_int_equal(hub_shelf_add(&shelf, &first, NULL, 0, NULL), VZ_OK);
    assert_int_equal(withdraw(&shelf, CODE_A).n_erased, 2);
    assert_forgotten(&shelf);
    assert_int_equal(hub_shelf_add(&shelf, &second, NULL, 0, NULL), VZ_OK);
    assert_forgotten(&shelf);
    assert_int_equal(hub_shelf_number(&shelf, "SELECT count(*) FROM form_1"),
                     1);
    hub_shelf_close(&shelf);
}

static void an_original_may_come_after_its_edit_is_erased(void **state) {
    struct hub_shelf shelf;
    hub_shelf_open(&shelf);
    struct vz_hub_erasure erasure = hub_shelf_erasure(&shelf);
    struct vz_hub_erased erased;
    struct hub_answers edit = story;
    edit.instance_id = "uuid:2";
    edit.deprecated_id = "uuid:1";
    edit.withdrawal = edit.photo = NULL;
    assert_int_equal(hub_shelf_add(&shelf, &edit, NULL, 0, NULL), VZ_OK);
    assert_int_equal(
        vz_hub_erase_instance(shelf.store, "uuid:2", &erasure, &erased, NULL),
        VZ_OK);
    add_story(&shelf);
    assert_forgotten(&shelf);
    hub_shelf_close(&shelf);
}

static void an_instance_is_erased_by_its_id(void **state) {
    struct hub_shelf shelf;
    hub_shelf_open(&shelf);
    struct vz_hub_erasure erasure = hub_shelf_erasure(&shelf);
    struct vz_hub_erased erased;
    add_story(&shelf);
    assert_int_equal(
        vz_hub_erase_instance(shelf.store, "uuid:9", &erasure, &erased, NULL),
        VZ_NOT_FOUND);
    assert_int_equal(
        vz_hub_erase_instance(shelf.store, "uuid:1", &erasure, &erased, NULL),
        VZ_OK);
    assert_int_equal(erased.n_erased, 1);
    assert_forgotten(&shelf);
    hub_shelf_close(&shelf);
}

static void without_a_log_nothing_is_erased(void **state) {
    struct hub_shelf shelf;
    hub_shelf_open(&shelf);
    struct vz_hub_erasure erasure = hub_shelf_erasure(&shelf);
    struct vz_hub_erased erased;
    add_story(&shelf);
    const char *path = shelf.place.erasure_log;
    assert_int_equal(vz_dir_make(path), VZ_OK);
    assert_int_not_equal(
        vz_hub_erase_withdrawn(shelf.store, CODE_A, &erasure, &erased, NULL),
        VZ_OK);
    assert_string_equal(
        hub_shelf_text(&shelf, "SELECT \"story/title\" FROM form_1"), WORDS);
    assert_int_equal(
        hub_shelf_number(&shelf, "SELECT count(*) FROM tombstones"), 0);
    remove(path);
    assert_int_equal(withdraw(&shelf, CODE_A).n_erased, 1);
    hub_shelf_close(&shelf);
}

// The log is cut after every byte: what is whole in it counts.
static void half_a_line_of_the_log_is_passed_over(void **state) {
    struct hub_shelf shelf;
    char backup[STORE_PATH_SIZE];
    struct vz_strbuf whole = {0};
    hub_shelf_open(&shelf);
    const char *path = shelf.place.erasure_log;
    add_story(&shelf);
    back_up(&shelf, backup);
    withdraw(&shelf, CODE_A);
    assert_int_equal(vz_file_read(path, 1000, &whole), VZ_OK);
    // Restoring a server takes its time, and the log is the same file.
    size_t step = hub_database_is_server() ? 23 : 1;
    for (size_t len = 0; len < whole.len; len += step) {
        char again[STORE_PATH_SIZE];
        restore(&shelf, backup);
        assert_int_equal(vz_file_write(path, whole.data, len), VZ_OK);
        assert_int_equal(replay(&shelf), 0);
        assert_int_equal(
            hub_shelf_number(&shelf, "SELECT count(*) FROM tombstones"), 0);
        back_up(&shelf, again);
    }
    withdraw(&shelf, CODE_A);
    restore(&shelf, backup);
    assert_int_equal(replay(&shelf), 1);
    assert_forgotten(&shelf);
    vz_strbuf_finish(&whole);
    hub_shelf_close(&shelf);
}

// The words of every second story are WORDS, those of the others are not.
static void add_numbered(struct hub_shelf *shelf, int i, bool with_photo) {
    char id[40], words[6000], code[VZ_SHA256_HEX], sha256[VZ_SHA256_HEX];
    const char *word = i % 2 ? WORDS : "rust";
    struct hub_answers answers = story;
    size_t len = (size_t)snprintf(words, sizeof(words), "%s", word);
    while (len < (size_t)(i % 7) * 800) {
        len += (size_t)snprintf(words + len, sizeof(words) - len, " %s", word);
    }
    snprintf(id, sizeof(id), "uuid:%d", i);
    snprintf(code, sizeof(code), "%064x", i);
    answers.instance_id = id;
    answers.withdrawal = code;
    answers.title = answers.remark = NULL;
    answers.story = words;
    struct vz_hub_file photo = file_of("p.png", words, sha256);
    assert_int_equal(hub_shelf_add(shelf, &answers, &photo, with_photo, NULL),
                     VZ_OK);
}

// Many stories share pages of the file, and rows move between pages when they
// grow; none of one's words may hide in what a page does not use.
static void no_page_keeps_a_word(void **state) {
    struct hub_shelf shelf;
    hub_shelf_open(&shelf);
    char code[VZ_SHA256_HEX];
    for (int i = 0; i < 120; i++) {
        add_numbered(&shelf, i, i % 3 == 0);
    }
    for (int i = 0; i < 120; i++) {
        add_numbered(&shelf, i, true);
    }
    for (int i = 1; i < 120; i += 2) {
        snprintf(code, sizeof(code), "%064x", i);
        assert_int_equal(withdraw(&shelf, code).n_erased, 1);
    }
    assert_int_equal(vz_hub_erasure_settle(shelf.store), VZ_OK);
    assert_false(hub_database_holds(&shelf.place, WORDS));
    assert_true(hub_database_holds(&shelf.place, "rust rust"));
    hub_shelf_close(&shelf);
}

static void the_salt_is_made_once(void **state) {
    struct hub_shelf shelf, other;
    char a[VZ_HUB_SALT_SIZE], b[VZ_HUB_SALT_SIZE];
    hub_shelf_open(&shelf);
    hub_shelf_open(&other);
    assert_int_equal(vz_hub_withdrawal_salt(shelf.store, a), VZ_OK);
    assert_int_equal(strlen(a), VZ_HUB_SALT_SIZE - 1);
    assert_int_equal(vz_hub_withdrawal_salt(shelf.store, b), VZ_OK);
    assert_string_equal(a, b);
    assert_int_equal(vz_hub_withdrawal_salt(other.store, b), VZ_OK);
    assert_string_not_equal(a, b);
    hub_shelf_close(&shelf);
    hub_shelf_close(&other);
}

int main(void) {
    vz_log_set_level(VZ_LOG_ERROR + 1);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_words_go_and_the_counts_stay),
        cmocka_unit_test(the_log_holds_hash_and_time_only),
        cmocka_unit_test(a_retry_hears_success_and_restores_nothing),
        cmocka_unit_test(other_content_of_it_is_forgotten_too),
        cmocka_unit_test(a_file_of_somebody_else_stays),
        cmocka_unit_test(a_restored_backup_forgets_again),
        cmocka_unit_test(a_backup_from_before_the_story_forgets_too),
        cmocka_unit_test(a_code_may_come_before_its_story),
        cmocka_unit_test(another_code_harms_nobody),
        cmocka_unit_test(edits_go_with_it),
        cmocka_unit_test(an_original_may_come_after_its_edit_is_erased),
        cmocka_unit_test(an_instance_is_erased_by_its_id),
        cmocka_unit_test(without_a_log_nothing_is_erased),
        cmocka_unit_test(half_a_line_of_the_log_is_passed_over),
        cmocka_unit_test(no_page_keeps_a_word),
        cmocka_unit_test(the_salt_is_made_once),
    };
    return cmocka_run_group_tests_name("erasure", tests, NULL, NULL);
}
