// The hub's store loses its power, or its disk, at every write in turn: what
// was answered with VZ_OK is there whole, with its files and its typed rows,
// and nothing is half there.
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/log.h"
#include "support/hub_shelf.h"
#include "support/store_vfs.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define N_VISITS 3
#define FILE_SIZE ((size_t)21000)
#define MAX_OPERATIONS 3000

static enum vz_status add_visit(struct hub_shelf *shelf, int number) {
    static char bytes[FILE_SIZE];
    char id[32], sha256[VZ_SHA256_HEX];
    snprintf(id, sizeof(id), "uuid:%d", number);
    memset(bytes, 'a' + number, sizeof(bytes));
    vz_sha256_hex(bytes, sizeof(bytes), sha256);
    struct vz_hub_file photo = {.name = "p.png",
                                .sha256 = sha256,
                                .bytes = bytes,
                                .len = sizeof(bytes)};
    struct hub_answers answers = {
        .instance_id = id, .rating = "3", .n_pets = 2, .photo = "p.png"};
    return hub_shelf_add(shelf, &answers, &photo, 1, NULL);
}

// In the child: stores the visits; tells each one that was answered VZ_OK.
static void work(struct hub_shelf *shelf, int pipe, enum store_vfs_fault fault,
                 int n) {
    if (vz_hub_store_open(&shelf->store, &shelf->place, 0, NULL) != VZ_OK) {
        _exit(2);
    }
    store_vfs_arm(fault, n);
    for (int i = 0; i < N_VISITS; i++) {
        char number = (char)i;
        if (add_visit(shelf, i) == VZ_OK && write(pipe, &number, 1) != 1) {
            _exit(3);
        }
    }
    // The end of the enumeration: operation n was never reached.
    char end = store_vfs_operations() < n ? 'e' : 'f';
    if (write(pipe, &end, 1) != 1) {
        _exit(3);
    }
    _exit(0);
}

// Runs the child; *finished when it came to its end without the fault.
static void run_child(struct hub_shelf *shelf, enum store_vfs_fault fault,
                      int n, bool thanked[N_VISITS], bool *finished) {
    int pipes[2];
    assert_int_equal(pipe(pipes), 0);
    pid_t pid = fork();
    if (pid == 0) {
        close(pipes[0]);
        work(shelf, pipes[1], fault, n);
    }
    close(pipes[1]);
    char note;
    *finished = false;
    memset(thanked, 0, N_VISITS * sizeof(*thanked));
    while (read(pipes[0], &note, 1) == 1) {
        if (note == 'e') {
            *finished = true;
        } else if (note != 'f') {
            thanked[(int)note] = true;
        }
    }
    close(pipes[0]);
    waitpid(pid, NULL, 0);
}

static int64_t count(struct hub_shelf *shelf, const char *sql, int number) {
    char whole[300];
    snprintf(whole, sizeof(whole), sql, number);
    return hub_shelf_number(shelf, whole);
}

static void check(struct hub_shelf *shelf, const bool thanked[N_VISITS]) {
    for (int i = 0; i < N_VISITS; i++) {
        int64_t there = count(shelf,
                              "SELECT count(*) FROM submissions"
                              " WHERE instance_id = 'uuid:%d'",
                              i);
        assert_true(there == 1 || !thanked[i]);
        // Whole or not at all: the row, its typed rows, its file.
        assert_int_equal(count(shelf,
                               "SELECT count(*) FROM form_1 JOIN submissions"
                               " USING (submission_id)"
                               " WHERE instance_id = 'uuid:%d'",
                               i),
                         there);
        assert_int_equal(count(shelf,
                               "SELECT count(*) FROM form_1_repeat_1 JOIN"
                               " submissions USING (submission_id)"
                               " WHERE instance_id = 'uuid:%d'",
                               i),
                         2 * there);
        assert_int_equal(count(shelf,
                               "SELECT count(*) FROM submissions JOIN"
                               " attachments USING (submission_id) JOIN blobs"
                               " USING (blob_id) JOIN blob_chunks USING"
                               " (blob_id) WHERE instance_id = 'uuid:%d'"
                               " AND length(bytes) = size",
                               i),
                         there);
    }
    assert_string_equal(hub_shelf_text(shelf, "PRAGMA integrity_check"), "ok");
}

// After the fault the store opens, holds what was promised, and takes the same
// submissions again.
static void recover(struct hub_shelf *shelf, const bool thanked[N_VISITS]) {
    assert_int_equal(
        vz_hub_store_open(&shelf->store, &shelf->place, VZ_HUB_CHECK, NULL),
        VZ_OK);
    check(shelf, thanked);
    for (int i = 0; i < N_VISITS; i++) {
        assert_int_equal(add_visit(shelf, i), VZ_OK);
    }
    assert_int_equal(
        hub_shelf_number(shelf, "SELECT count(*) FROM submissions"), N_VISITS);
}

static void at_every_write(enum store_vfs_fault fault) {
    bool finished = false;
    int n = 1;
    for (; !finished && n < MAX_OPERATIONS; n++) {
        struct hub_shelf shelf;
        bool thanked[N_VISITS];
        hub_shelf_open(&shelf);
        vz_hub_store_close(shelf.store);
        run_child(&shelf, fault, n, thanked, &finished);
        recover(&shelf, thanked);
        hub_shelf_close(&shelf);
    }
    assert_true(finished);
    assert_true(n > 10);
}

static void power_may_go_at_every_write(void **state) {
    at_every_write(STORE_VFS_POWER);
}

static void power_may_tear_at_every_write(void **state) {
    at_every_write(STORE_VFS_POWER_TORN);
}

static void the_disk_may_fill_at_every_write(void **state) {
    at_every_write(STORE_VFS_FULL_ON);
}

static void every_write_may_fail(void **state) {
    at_every_write(STORE_VFS_IO);
}

int main(void) {
    vz_log_set_level(VZ_LOG_ERROR + 1);
    store_vfs_install();
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(power_may_go_at_every_write),
        cmocka_unit_test(power_may_tear_at_every_write),
        cmocka_unit_test(the_disk_may_fill_at_every_write),
        cmocka_unit_test(every_write_may_fail),
    };
    return cmocka_run_group_tests_name("hub_store_power", tests, NULL, NULL);
}
