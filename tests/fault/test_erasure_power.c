// The power goes, or the disk fails, at every write of an erasure in turn.
// After the next start the story is whole or forgotten, forgotten when that
// was answered, and the counts are there in any case.
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

#define CODE "cccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccc"
#define WORDS "Zonnebloemkwartier"
#define FILE_SIZE ((size_t)21000)
#define MAX_OPERATIONS 3000

static void add_story(struct hub_shelf *shelf) {
    static char bytes[FILE_SIZE], words[6000];
    char sha256[VZ_SHA256_HEX];
    for (size_t at = 0; at + sizeof(WORDS) < sizeof(bytes);) {
        at += (size_t)sprintf(bytes + at, "%s", WORDS);
    }
    snprintf(words, sizeof(words), "%.5000s", bytes);
    vz_sha256_hex(bytes, sizeof(bytes), sha256);
    struct vz_hub_file photo = {.name = "p.png",
                                .sha256 = sha256,
                                .bytes = bytes,
                                .len = sizeof(bytes)};
    struct hub_answers answers = {.instance_id = "uuid:1",
                                  .rating = "3",
                                  .story = words,
                                  .consent = "team",
                                  .withdrawal = CODE,
                                  .n_pets = 2,
                                  .photo = "p.png"};
    if (hub_shelf_add(shelf, &answers, &photo, 1, NULL) != VZ_OK) {
        abort();
    }
}

static enum vz_status withdraw(struct hub_shelf *shelf) {
    struct vz_hub_erasure erasure = hub_shelf_erasure(shelf);
    struct vz_hub_erased erased;
    return vz_hub_erase_withdrawn(shelf->store, CODE, &erasure, &erased, NULL);
}

// In the child: erases; tells when that was answered VZ_OK.
static void work(struct hub_shelf *shelf, int pipe, enum store_vfs_fault fault,
                 int n) {
    if (vz_hub_store_open(&shelf->store, &shelf->place, 0, NULL) != VZ_OK) {
        _exit(2);
    }
    store_vfs_arm(fault, n);
    if (withdraw(shelf) == VZ_OK && write(pipe, "y", 1) != 1) {
        _exit(3);
    }
    vz_hub_erasure_settle(shelf->store);
    // The end of the enumeration: operation n was never reached.
    if (store_vfs_operations() < n && write(pipe, "e", 1) != 1) {
        _exit(3);
    }
    _exit(0);
}

static void run_child(struct hub_shelf *shelf, enum store_vfs_fault fault,
                      int n, bool *answered, bool *finished) {
    int pipes[2];
    assert_int_equal(pipe(pipes), 0);
    pid_t pid = fork();
    if (pid == 0) {
        close(pipes[0]);
        work(shelf, pipes[1], fault, n);
    }
    close(pipes[1]);
    *answered = *finished = false;
    for (char note; read(pipes[0], &note, 1) == 1;) {
        *answered = *answered || note == 'y';
        *finished = *finished || note == 'e';
    }
    close(pipes[0]);
    waitpid(pid, NULL, 0);
}

static void check_counts(struct hub_shelf *shelf) {
    assert_int_equal(hub_shelf_number(shelf, "SELECT rating FROM form_1"), 3);
    assert_int_equal(
        hub_shelf_number(shelf, "SELECT count(*) FROM form_1_repeat_1"), 2);
    assert_string_equal(hub_shelf_text(shelf, "PRAGMA integrity_check"), "ok");
}

// All of it or nothing of it.
static bool is_erased(struct hub_shelf *shelf) {
    bool erased = hub_shelf_number(
        shelf, "SELECT erased_at IS NOT NULL FROM submissions");
    assert_int_equal(hub_shelf_number(shelf, "SELECT count(*) FROM tombstones"),
                     erased);
    assert_int_equal(hub_shelf_number(shelf, "SELECT count(*) FROM form_1"
                                             " WHERE \"story/text\" IS NULL"),
                     erased);
    assert_int_equal(hub_shelf_number(shelf, "SELECT count(*) FROM submissions"
                                             " WHERE instr(xml, '" WORDS "')"),
                     !erased);
    assert_int_equal(hub_shelf_number(shelf, "SELECT count(*) FROM blobs"),
                     !erased);
    return erased;
}

static void recover(struct hub_shelf *shelf, bool answered) {
    assert_int_equal(
        vz_hub_store_open(&shelf->store, &shelf->place, VZ_HUB_CHECK, NULL),
        VZ_OK);
    struct vz_hub_erasure erasure = hub_shelf_erasure(shelf);
    size_t n;
    is_erased(shelf);
    assert_int_equal(vz_hub_erasures_replay(shelf->store, &erasure, &n, NULL),
                     VZ_OK);
    check_counts(shelf);
    assert_true(is_erased(shelf) || !answered);
    assert_int_equal(withdraw(shelf), VZ_OK);
    assert_true(is_erased(shelf));
    assert_int_equal(vz_hub_erasure_settle(shelf->store), VZ_OK);
    assert_false(store_folder_holds(shelf->folder, WORDS));
    check_counts(shelf);
}

static void at_every_write(enum store_vfs_fault fault) {
    bool finished = false;
    int n = 1;
    for (; !finished && n < MAX_OPERATIONS; n++) {
        struct hub_shelf shelf;
        bool answered;
        hub_shelf_open(&shelf);
        add_story(&shelf);
        vz_hub_store_close(shelf.store);
        run_child(&shelf, fault, n, &answered, &finished);
        recover(&shelf, answered);
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
    return cmocka_run_group_tests_name("erasure_power", tests, NULL, NULL);
}
