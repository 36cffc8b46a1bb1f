// The kiosk's store loses its process, or its power, at every write in turn:
// what was answered with VZ_OK is there whole, and of what was not thanked for
// nothing is on the disk.
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/log.h"
#include "storage/kiosk/outbox.h"
#include "support/store_folder.h"
#include "support/store_vfs.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define N_VISITS 3
#define FILE_SIZE 21000
#define MAX_OPERATIONS 2000

// What the child had done when it ended, told through a pipe.
struct progress {
    bool begun[N_VISITS];
    int64_t sequence[N_VISITS];
    bool entered[N_VISITS]; // complete was called
    bool thanked[N_VISITS]; // and answered VZ_OK
    bool finished;
};

struct note {
    char what; // 'b', 'e', 't', 'f'
    int visit;
    int64_t sequence;
};

static char folder[STORE_PATH_SIZE];

static void instance_id(int visit, char out[32]) {
    snprintf(out, 32, "uuid:visit-%d", visit);
}

static void make_xml(int visit, char out[200]) {
    snprintf(out, 200, "<d><verhaal>xml-canary-%d.</verhaal></d>", visit);
}

static void make_file(int visit, char out[FILE_SIZE]) {
    char canary[32];
    int len = snprintf(canary, sizeof(canary), "file-canary-%d.", visit);
    for (int i = 0; i < FILE_SIZE; i++) {
        out[i] = canary[i % len];
    }
}

static bool is_on_disk(int visit) {
    char xml[32], file[32];
    snprintf(xml, sizeof(xml), "xml-canary-%d.", visit);
    snprintf(file, sizeof(file), "file-canary-%d.", visit);
    return store_folder_holds(folder, xml) || store_folder_holds(folder, file);
}

// ------------------------------------------------------------------ the child

static void tell(int pipe, char what, int visit, int64_t sequence) {
    const struct note note = {what, visit, sequence};
    if (write(pipe, &note, sizeof(note)) != (ssize_t)sizeof(note)) {
        _exit(3);
    }
}

static void visit(struct vz_kiosk_store *store, int pipe, int number) {
    char id[32], xml[200];
    static char bytes[FILE_SIZE];
    int64_t sequence;
    instance_id(number, id);
    make_xml(number, xml);
    make_file(number, bytes);
    if (vz_kiosk_store_begin(store, id, "kort", "1", &sequence) != VZ_OK) {
        _exit(4);
    }
    tell(pipe, 'b', number, sequence);
    const struct vz_outbox_file file = {"v.ogg", "audio/ogg", bytes, FILE_SIZE};
    tell(pipe, 'e', number, 0);
    if (vz_kiosk_store_complete(store, id, xml, strlen(xml), &file, 1) !=
        VZ_OK) {
        _exit(5);
    }
    tell(pipe, 't', number, 0);
}

// From an empty folder: open, three visits and one that is given up, close.
static void run_child(int pipe, enum store_vfs_fault fault, int n) {
    store_vfs_install();
    store_vfs_arm(fault, n);
    struct vz_kiosk_store *store;
    if (vz_kiosk_store_open(&store, folder, true, NULL, NULL) != VZ_OK) {
        _exit(2);
    }
    for (int i = 0; i < N_VISITS; i++) {
        visit(store, pipe, i);
    }
    int64_t sequence;
    if (vz_kiosk_store_begin(store, "uuid:away", "kort", "1", &sequence) ||
        vz_kiosk_store_abandon(store, "uuid:away")) {
        _exit(6);
    }
    vz_kiosk_store_close(store);
    tell(pipe, 'f', 0, 0);
    _exit(0);
}

static struct progress run(enum store_vfs_fault fault, int n) {
    int ends[2];
    assert_int_equal(pipe(ends), 0);
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        close(ends[0]);
        run_child(ends[1], fault, n);
    }
    close(ends[1]);
    struct progress progress = {0};
    struct note note;
    while (read(ends[0], &note, sizeof(note)) == (ssize_t)sizeof(note)) {
        progress.begun[note.visit] |= note.what == 'b';
        progress.entered[note.visit] |= note.what == 'e';
        progress.thanked[note.visit] |= note.what == 't';
        progress.finished |= note.what == 'f';
        if (note.what == 'b') {
            progress.sequence[note.visit] = note.sequence;
        }
    }
    close(ends[0]);
    int status;
    assert_int_equal(waitpid(child, &status, 0), child);
    // Killed, or through: never an error of its own.
    assert_true(WIFSIGNALED(status) || WEXITSTATUS(status) == 0);
    return progress;
}

// ------------------------------------------------------------------ the check

static void assert_whole(const struct vz_outbox_record *record, int visit) {
    char xml[200];
    static char bytes[FILE_SIZE];
    make_xml(visit, xml);
    make_file(visit, bytes);
    assert_string_equal(record->xml, xml);
    assert_int_equal(record->n_files, 1);
    assert_int_equal(record->files[0].len, FILE_SIZE);
    assert_memory_equal(record->files[0].bytes, bytes, FILE_SIZE);
}

// Reads the outbox to its end; says which visits are there.
static void read_outbox(struct vz_kiosk_store *store, bool there[N_VISITS]) {
    struct vz_outbox_record record;
    enum vz_status status;
    while ((status = vz_outbox_next(store, INT64_MAX / 2, &record)) == VZ_OK) {
        int visit = atoi(record.instance_id + strlen("uuid:visit-"));
        assert_in_range(visit, 0, N_VISITS - 1);
        assert_false(there[visit]);
        there[visit] = true;
        assert_whole(&record, visit);
        assert_int_equal(vz_outbox_mark_submitted(store, &record), VZ_OK);
        vz_outbox_record_finish(&record);
    }
    assert_int_equal(status, VZ_NOT_FOUND);
}

static void check(const struct progress *progress) {
    for (int i = 0; i < N_VISITS; i++) {
        if (!progress->entered[i]) {
            assert_false(is_on_disk(i));
        }
    }
    struct vz_kiosk_store *store;
    bool damaged, there[N_VISITS] = {false};
    assert_int_equal(vz_kiosk_store_open(&store, folder, true, &damaged, NULL),
                     VZ_OK);
    assert_false(damaged);
    int64_t n, sequence;
    assert_int_equal(vz_kiosk_store_abandon_left(store, &n), VZ_OK);
    read_outbox(store, there);
    for (int i = 0; i < N_VISITS; i++) {
        assert_true(there[i] || !progress->thanked[i]);
        assert_true(there[i] || !is_on_disk(i));
    }
    // The number of a visit that was begun is never given again.
    assert_int_equal(
        vz_kiosk_store_begin(store, "uuid:after", "kort", "1", &sequence),
        VZ_OK);
    for (int i = 0; i < N_VISITS; i++) {
        assert_true(!progress->begun[i] || sequence > progress->sequence[i]);
    }
    vz_kiosk_store_close(store);
}

static void enumerate(enum store_vfs_fault fault) {
    vz_log_set_level(VZ_LOG_ERROR + 1);
    bool finished = false;
    int n = 0;
    while (!finished) {
        assert_true(++n < MAX_OPERATIONS);
        store_folder_make(folder);
        struct progress progress = run(fault, n);
        check(&progress);
        finished = progress.finished;
        store_folder_remove(folder);
    }
    // The sequence has so many writes that each visit was hit.
    assert_true(n > 40);
    print_message("# %d points\n", n - 1);
}

static void killed_at_every_write(void **state) {
    enumerate(STORE_VFS_KILL);
}

static void power_lost_at_every_write(void **state) {
    enumerate(STORE_VFS_POWER);
}

static void power_lost_with_half_of_the_writes(void **state) {
    enumerate(STORE_VFS_POWER_TORN);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(killed_at_every_write),
        cmocka_unit_test(power_lost_at_every_write),
        cmocka_unit_test(power_lost_with_half_of_the_writes),
    };
    return cmocka_run_group_tests_name("kiosk_store_power", tests, NULL, NULL);
}
