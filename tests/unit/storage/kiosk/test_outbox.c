// The outbox: order, marks, pauses, holding, and what pruning may remove.
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/clock.h"
#include "base/log.h"
#include "openrosa/openrosa.h"
#include "storage/kiosk/outbox.h"
#include "support/store_folder.h"

#include <stdio.h>
#include <string.h>

#define NOW INT64_C(1800000000000)
#define DAY (INT64_C(24) * 3600 * 1000)

static char folder[STORE_PATH_SIZE];
static struct vz_kiosk_store *store;

static int set_up(void **state) {
    vz_log_set_level(VZ_LOG_ERROR + 1);
    vz_clock_freeze(NOW);
    store_folder_make(folder);
    return vz_kiosk_store_open(&store, folder, true, NULL, NULL);
}

static int tear_down(void **state) {
    vz_kiosk_store_close(store);
    store_folder_remove(folder);
    vz_clock_thaw();
    return 0;
}

// Adds a complete submission with two files.
static void add(const char *id) {
    int64_t sequence;
    assert_int_equal(vz_kiosk_store_begin(store, id, "kort", "1", &sequence),
                     VZ_OK);
    const struct vz_outbox_file files[] = {
        {"a.ogg", "audio/ogg", "sound\0canary", 12},
        {"b.jpg", "image/jpeg", "picture", 7}};
    char xml[80];
    snprintf(xml, sizeof(xml), "<d>story-canary %s</d>", id);
    assert_int_equal(
        vz_kiosk_store_complete(store, id, xml, strlen(xml), files, 2), VZ_OK);
}

static struct vz_outbox_record next(const char *id) {
    struct vz_outbox_record record;
    assert_int_equal(vz_outbox_next(store, vz_clock_wall_ms(), &record), VZ_OK);
    assert_string_equal(record.instance_id, id);
    return record;
}

static void assert_nothing_due(void) {
    struct vz_outbox_record record;
    assert_int_equal(vz_outbox_next(store, vz_clock_wall_ms(), &record),
                     VZ_NOT_FOUND);
}

static void refuse(const char *id, const struct vz_outbox_failure *failure) {
    struct vz_outbox_record record = next(id);
    assert_int_equal(vz_outbox_mark_failed(store, &record, failure), VZ_OK);
    vz_outbox_record_finish(&record);
}

static void submit(const char *id) {
    struct vz_outbox_record record = next(id);
    assert_int_equal(vz_outbox_mark_accepted(store, &record, 0, 2, NULL, 0),
                     VZ_OK);
    assert_true(vz_outbox_is_stored(&record));
    assert_int_equal(vz_outbox_mark_submitted(store, &record), VZ_OK);
    vz_outbox_record_finish(&record);
}

static struct vz_kiosk_status status_now(void) {
    struct vz_kiosk_status status;
    assert_int_equal(vz_kiosk_store_status(store, &status), VZ_OK);
    return status;
}

static void a_record_comes_with_all_its_bytes(void **state) {
    assert_nothing_due();
    add("uuid:1");
    struct vz_outbox_record record = next("uuid:1");
    assert_string_equal(record.form_id, "kort");
    assert_int_equal(record.sequence, 1);
    assert_string_equal(record.xml, "<d>story-canary uuid:1</d>");
    assert_int_equal(record.n_files, 2);
    assert_string_equal(record.files[0].name, "a.ogg");
    assert_memory_equal(record.files[0].bytes, "sound\0canary", 12);
    assert_string_equal(record.files[1].content_type, "image/jpeg");
    char sha256[VZ_SHA256_HEX];
    vz_sha256_hex("picture", 7, sha256);
    assert_string_equal(record.files[1].sha256, sha256);
    assert_false(record.maybe_sent);
    vz_outbox_record_finish(&record);
}

static void maybe_sent_survives(void **state) {
    add("uuid:1");
    struct vz_outbox_record record = next("uuid:1");
    assert_int_equal(vz_outbox_mark_sending(store, &record), VZ_OK);
    assert_true(record.maybe_sent);
    vz_outbox_record_finish(&record);
    vz_kiosk_store_close(store);
    assert_int_equal(vz_kiosk_store_open(&store, folder, true, NULL, NULL),
                     VZ_OK);
    record = next("uuid:1");
    assert_true(record.maybe_sent);
    vz_outbox_record_finish(&record);
}

static void a_failed_record_stands_behind_the_others(void **state) {
    add("uuid:1");
    add("uuid:2");
    const struct vz_outbox_failure now = {.reason = "r"};
    refuse("uuid:1", &now);
    submit("uuid:2");
    struct vz_outbox_record record = next("uuid:1");
    assert_int_equal(record.attempts, 1);
    vz_outbox_record_finish(&record);
    assert_int_equal(status_now().waiting, 1);
    assert_int_equal(status_now().sent, 1);
}

static void pauses_are_kept_and_forgotten_on_a_wake(void **state) {
    add("uuid:1");
    add("uuid:2");
    const struct vz_outbox_failure ours = {.next_attempt_ms = NOW + 60000};
    const struct vz_outbox_failure asked = {.next_attempt_ms = NOW + 90000,
                                            .pause_asked = true};
    refuse("uuid:1", &ours);
    refuse("uuid:2", &asked);
    assert_nothing_due();
    int64_t due;
    assert_int_equal(vz_outbox_next_due(store, &due), VZ_OK);
    assert_int_equal(due, NOW + 60000);
    assert_int_equal(vz_outbox_forget_pauses(store), VZ_OK);
    submit("uuid:1");
    assert_nothing_due();
    vz_clock_advance(90000);
    submit("uuid:2");
    assert_int_equal(vz_outbox_next_due(store, &due), VZ_NOT_FOUND);
}

static void a_clock_that_jumped_back_does_not_block(void **state) {
    add("uuid:1");
    const struct vz_outbox_failure year = {.next_attempt_ms =
                                               NOW + 3600 * 1000};
    refuse("uuid:1", &year);
    vz_clock_freeze(0);
    struct vz_outbox_record record = next("uuid:1");
    vz_outbox_record_finish(&record);
}

static void held_records_wait_for_staff(void **state) {
    add("uuid:1");
    add("uuid:2");
    const struct vz_outbox_failure hold = {.hold = VZ_OUTBOX_HELD,
                                           .reason = "unknown form"};
    const struct vz_outbox_failure daily = {.hold = VZ_OUTBOX_HELD_DAILY,
                                            .next_attempt_ms = NOW + DAY,
                                            .reason = "closed"};
    refuse("uuid:1", &hold);
    refuse("uuid:2", &daily);
    assert_int_equal(status_now().held, 2);
    assert_int_equal(status_now().waiting, 0);
    assert_int_equal(vz_outbox_forget_pauses(store), VZ_OK);
    assert_nothing_due();
    struct vz_outbox_held_list list;
    assert_int_equal(vz_outbox_held(store, &list), VZ_OK);
    assert_int_equal(list.n, 2);
    assert_int_equal(list.items[0].sequence, 1);
    assert_string_equal(list.items[0].reason, "unknown form");
    vz_outbox_held_list_finish(&list);

    vz_clock_advance(DAY);
    submit("uuid:2");
    assert_nothing_due();
    assert_int_equal(vz_outbox_release_held(store), VZ_OK);
    submit("uuid:1");
    assert_int_equal(status_now().held, 0);
    assert_int_equal(status_now().sent, 2);
}

static void is_stored_only_when_every_digest_was_named(void **state) {
    add("uuid:1");
    struct vz_outbox_record record = next("uuid:1");
    struct vz_stored_file stored[] = {{"", record.xml_sha256},
                                      {"a.ogg", record.files[0].sha256}};
    assert_int_equal(vz_outbox_mark_accepted(store, &record, 0, 1, stored, 2),
                     VZ_OK);
    assert_false(vz_outbox_is_stored(&record));
    vz_outbox_record_finish(&record);

    // The marks are on the disk: the next try sends the rest only.
    record = next("uuid:1");
    assert_true(record.files[0].accepted && record.files[0].stored);
    assert_false(record.files[1].accepted);
    struct vz_stored_file other = {"b.jpg", record.files[0].sha256};
    assert_int_equal(vz_outbox_mark_accepted(store, &record, 1, 1, &other, 1),
                     VZ_CONFLICT);
    assert_false(vz_outbox_is_stored(&record));
    struct vz_stored_file right = {"b.jpg", record.files[1].sha256};
    assert_int_equal(vz_outbox_mark_accepted(store, &record, 1, 1, &right, 1),
                     VZ_OK);
    assert_true(vz_outbox_is_stored(&record));
    assert_int_equal(vz_outbox_forget_accepted(store, &record), VZ_OK);
    assert_false(vz_outbox_is_stored(&record));
    vz_outbox_record_finish(&record);
}

static void what_was_sent_stays_and_then_goes(void **state) {
    add("uuid:1");
    submit("uuid:1");
    int64_t n, sequence;
    assert_int_equal(vz_kiosk_store_begin(store, "uuid:2", "k", "", &sequence),
                     VZ_OK);
    assert_int_equal(vz_kiosk_store_abandon(store, "uuid:2"), VZ_OK);
    add("uuid:3");
    assert_int_equal(vz_outbox_prune(store, NOW + 30 * DAY - 1, 30, &n), VZ_OK);
    assert_int_equal(n, 0);
    assert_int_equal(vz_outbox_prune(store, 0, 30, &n), VZ_OK);
    assert_int_equal(n, 0);
    assert_true(store_folder_holds(folder, "story-canary uuid:1"));
    assert_int_equal(vz_outbox_prune(store, NOW + 30 * DAY, 30, &n), VZ_OK);
    assert_int_equal(n, 2);
    assert_false(store_folder_holds(folder, "story-canary uuid:1"));
    assert_true(store_folder_holds(folder, "story-canary uuid:3"));
    assert_int_equal(status_now().sent, 1);
    assert_int_equal(status_now().abandoned, 1);
    // Numbers go on.
    assert_int_equal(vz_kiosk_store_begin(store, "uuid:4", "k", "", &sequence),
                     VZ_OK);
    assert_int_equal(sequence, 4);
}

static void what_the_hub_did_not_confirm_is_never_pruned(void **state) {
    add("uuid:1");
    struct vz_outbox_record record = next("uuid:1");
    struct vz_stored_file stored = {"", record.xml_sha256};
    assert_int_equal(vz_outbox_mark_accepted(store, &record, 0, 2, &stored, 1),
                     VZ_OK);
    assert_int_equal(vz_outbox_mark_submitted(store, &record), VZ_OK);
    int64_t n;
    assert_int_equal(vz_outbox_prune(store, NOW + 300 * DAY, 30, &n), VZ_OK);
    assert_int_equal(n, 0);
    struct vz_stored_file rest[] = {{"a.ogg", record.files[0].sha256},
                                    {"b.jpg", record.files[1].sha256}};
    assert_int_equal(vz_outbox_mark_accepted(store, &record, 0, 2, rest, 2),
                     VZ_OK);
    assert_int_equal(vz_outbox_prune(store, NOW + 300 * DAY, 30, &n), VZ_OK);
    assert_int_equal(n, 1);
    vz_outbox_record_finish(&record);
}

static void what_waits_or_is_held_is_never_pruned(void **state) {
    add("uuid:1");
    add("uuid:2");
    const struct vz_outbox_failure hold = {.hold = VZ_OUTBOX_HELD};
    refuse("uuid:1", &hold);
    int64_t n;
    assert_int_equal(vz_outbox_prune(store, NOW + 9999 * DAY, 0, &n), VZ_OK);
    assert_int_equal(n, 0);
}

static void notes_reach_the_status(void **state) {
    assert_int_equal(vz_outbox_note_error(store, "no network"), VZ_OK);
    assert_string_equal(status_now().last_error, "no network");
    assert_int_equal(status_now().last_sync_ms, 0);
    assert_int_equal(vz_outbox_note_success(store, NOW), VZ_OK);
    assert_string_equal(status_now().last_error, "");
    assert_int_equal(status_now().last_sync_ms, NOW);
}

#define T(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void) {
    const struct CMUnitTest tests[] = {
        T(a_record_comes_with_all_its_bytes),
        T(maybe_sent_survives),
        T(a_failed_record_stands_behind_the_others),
        T(pauses_are_kept_and_forgotten_on_a_wake),
        T(a_clock_that_jumped_back_does_not_block),
        T(held_records_wait_for_staff),
        T(is_stored_only_when_every_digest_was_named),
        T(what_was_sent_stays_and_then_goes),
        T(what_the_hub_did_not_confirm_is_never_pruned),
        T(what_waits_or_is_held_is_never_pruned),
        T(notes_reach_the_status),
    };
    return cmocka_run_group_tests_name("outbox", tests, NULL, NULL);
}
