// The disk is full, or fails, at every write in turn: it is told, nothing is
// claimed to be saved, and the store is usable when there is room again.
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/log.h"
#include "storage/kiosk/outbox.h"
#include "storage/sync/sync.h"
#include "support/store_folder.h"
#include "support/store_server.h"
#include "support/store_vfs.h"

#include <stdio.h>
#include <string.h>

#define N_VISITS 2
#define FILE_SIZE 30000
#define MAX_OPERATIONS 2000

static char folder[STORE_PATH_SIZE];
static char bytes[FILE_SIZE];

static bool is_told(enum vz_status status) {
    return status == VZ_OK || status == VZ_FULL || status == VZ_IO;
}

static struct vz_kiosk_store *open_store(void) {
    struct vz_kiosk_store *store;
    struct vz_error error = {0};
    enum vz_status status =
        vz_kiosk_store_open(&store, folder, true, NULL, &error);
    assert_true(is_told(status));
    if (status != VZ_OK) {
        assert_true(error.message[0]);
        store_vfs_disarm();
        assert_int_equal(vz_kiosk_store_open(&store, folder, true, NULL, NULL),
                         VZ_OK);
    }
    return store;
}

static void begin(struct vz_kiosk_store *store, const char *id) {
    int64_t sequence;
    enum vz_status status =
        vz_kiosk_store_begin(store, id, "kort", "1", &sequence);
    assert_true(is_told(status));
    if (status != VZ_OK) {
        store_vfs_disarm();
        assert_int_equal(
            vz_kiosk_store_begin(store, id, "kort", "1", &sequence), VZ_OK);
    }
}

static void complete(struct vz_kiosk_store *store, const char *id) {
    const struct vz_outbox_file file = {"v.ogg", "audio/ogg", bytes, FILE_SIZE};
    enum vz_status status =
        vz_kiosk_store_complete(store, id, "<d/>", 4, &file, 1);
    assert_true(is_told(status));
    if (status != VZ_OK) {
        struct vz_kiosk_status counts;
        assert_int_equal(vz_kiosk_store_status(store, &counts), VZ_OK);
        int64_t before = counts.waiting;
        store_vfs_disarm();
        assert_int_equal(
            vz_kiosk_store_complete(store, id, "<d/>", 4, &file, 1), VZ_OK);
        assert_int_equal(vz_kiosk_store_status(store, &counts), VZ_OK);
        assert_int_equal(counts.waiting, before + 1);
    }
}

static void check(void) {
    struct vz_kiosk_store *store;
    bool damaged;
    assert_int_equal(vz_kiosk_store_open(&store, folder, true, &damaged, NULL),
                     VZ_OK);
    assert_false(damaged);
    int n = 0;
    struct vz_outbox_record record;
    while (vz_outbox_next(store, INT64_MAX / 2, &record) == VZ_OK) {
        n++;
        assert_int_equal(record.files[0].len, FILE_SIZE);
        assert_memory_equal(record.files[0].bytes, bytes, FILE_SIZE);
        assert_int_equal(vz_outbox_mark_submitted(store, &record), VZ_OK);
        vz_outbox_record_finish(&record);
    }
    assert_int_equal(n, N_VISITS);
    vz_kiosk_store_close(store);
}

// True when the fault did not come any more.
static bool run(enum store_vfs_fault fault, int n) {
    store_vfs_arm(fault, n);
    struct vz_kiosk_store *store = open_store();
    for (int i = 0; i < N_VISITS; i++) {
        char id[32];
        snprintf(id, sizeof(id), "uuid:visit-%d", i);
        begin(store, id);
        complete(store, id);
    }
    bool through = store_vfs_operations() > 0 && store_vfs_operations() < n;
    store_vfs_disarm();
    vz_kiosk_store_close(store);
    return through;
}

static void enumerate(enum store_vfs_fault fault) {
    vz_log_set_level(VZ_LOG_ERROR + 1);
    memset(bytes, 'x', sizeof(bytes));
    bool through = false;
    int n = 0;
    while (!through) {
        assert_true(++n < MAX_OPERATIONS);
        store_folder_make(folder);
        through = run(fault, n);
        check();
        store_folder_remove(folder);
    }
    assert_true(n > 30);
    print_message("# %d points\n", n - 1);
}

static void one_write_finds_no_room(void **state) {
    enumerate(STORE_VFS_FULL);
}

static void all_later_writes_find_no_room(void **state) {
    enumerate(STORE_VFS_FULL_ON);
}

static void one_write_fails(void **state) {
    enumerate(STORE_VFS_IO);
}

// A record that cannot be marked as maybe sent is not sent.
static void nothing_leaves_that_cannot_be_written_down(void **state) {
    vz_log_set_level(VZ_LOG_ERROR + 1);
    store_folder_make(folder);
    struct store_server *server = store_server_start();
    store_vfs_disarm();
    struct vz_kiosk_store *store = open_store();
    begin(store, "uuid:1");
    complete(store, "uuid:1");
    vz_kiosk_store_close(store);

    const struct vz_sync_params params = {.dir = folder,
                                          .server = store_server_url(server)};
    struct vz_error error = {0};
    store_vfs_arm(STORE_VFS_FULL_ON, 1);
    assert_int_not_equal(vz_sync_once(&params, &error), VZ_OK);
    assert_int_equal(store_server_requests(server, "POST"), 0);
    store_vfs_disarm();
    store = open_store();
    struct vz_kiosk_status counts;
    assert_int_equal(vz_kiosk_store_status(store, &counts), VZ_OK);
    assert_int_equal(counts.waiting, 1);
    vz_kiosk_store_close(store);
    store_server_stop(server);
    store_folder_remove(folder);
}

static int install(void **state) {
    store_vfs_install();
    return 0;
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(one_write_finds_no_room),
        cmocka_unit_test(all_later_writes_find_no_room),
        cmocka_unit_test(one_write_fails),
        cmocka_unit_test(nothing_leaves_that_cannot_be_written_down),
    };
    return cmocka_run_group_tests_name("kiosk_store_full", tests, install,
                                       NULL);
}
