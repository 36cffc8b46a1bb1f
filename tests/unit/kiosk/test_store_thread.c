// The store thread: jobs in order, results on the caller's side, and nothing
// dropped at the end.
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "kiosk/store_thread.h"
#include "support/store_folder.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct fixture {
    char dir[STORE_PATH_SIZE];
    struct vz_store_thread thread;
    struct vz_queue woken; // what the main thread's event queue is elsewhere
    char order[64];
};

struct letter_job {
    struct vz_job job;
    char letter;
    bool stored;
};

static void wake(void *userdata) {
    struct fixture *f = userdata;
    assert_true(vz_queue_push(&f->woken, f));
}

static void run_letter(struct vz_job *base, struct vz_kiosk_store *store) {
    struct letter_job *job = (struct letter_job *)base;
    char name[2] = {job->letter, '\0'};
    job->stored = store && vz_kiosk_store_set(store, name, "was here") == VZ_OK;
}

static void done_letter(struct vz_job *base, void *userdata) {
    struct fixture *f = userdata;
    struct letter_job *job = (struct letter_job *)base;
    char text[2] = {job->stored ? job->letter : '-', '\0'};
    strcat(f->order, text);
}

static void destroy_letter(struct vz_job *base) {
    free(base);
}

static bool give(struct fixture *f, char letter) {
    struct letter_job *job = calloc(1, sizeof(*job));
    assert_non_null(job);
    job->job = (struct vz_job){run_letter, done_letter, destroy_letter};
    job->letter = letter;
    return vz_store_thread_give(&f->thread, &job->job);
}

static int set_up(void **state) {
    struct fixture *f = calloc(1, sizeof(*f));
    store_folder_make(f->dir);
    assert_true(vz_queue_init(&f->woken));
    assert_true(vz_store_thread_start(&f->thread, f->dir, wake, f));
    *state = f;
    return 0;
}

static int tear_down(void **state) {
    struct fixture *f = *state;
    vz_store_thread_finish(&f->thread);
    while (vz_queue_pop(&f->woken, 0)) {
    }
    vz_queue_finish(&f->woken);
    store_folder_remove(f->dir);
    free(f);
    return 0;
}

static void wait_for(struct fixture *f, size_t n) {
    while (strlen(f->order) < n) {
        assert_non_null(vz_queue_pop(&f->woken, 10000));
        vz_store_thread_collect(&f->thread);
    }
}

static void jobs_come_back_in_order(void **state) {
    struct fixture *f = *state;
    for (char letter = 'a'; letter <= 'h'; letter++) {
        assert_true(give(f, letter));
    }
    wait_for(f, 8);
    assert_string_equal(f->order, "abcdefgh");
}

static void what_was_given_is_run_before_the_end(void **state) {
    struct fixture *f = *state;
    for (char letter = 'a'; letter <= 'z'; letter++) {
        assert_true(give(f, letter));
    }
    vz_store_thread_finish(&f->thread);
    assert_string_equal(f->order, ""); // done is not called any more

    struct vz_kiosk_store *store = NULL;
    struct vz_error error = {0};
    bool damaged;
    char *value = NULL;
    assert_int_equal(
        vz_kiosk_store_open(&store, f->dir, false, &damaged, &error), VZ_OK);
    assert_int_equal(vz_kiosk_store_get(store, "z", &value), VZ_OK);
    assert_string_equal(value, "was here");
    free(value);
    vz_kiosk_store_close(store);
}

static void nothing_is_taken_after_closing(void **state) {
    struct fixture *f = *state;
    vz_store_thread_close(&f->thread);
    assert_false(give(f, 'a'));
    vz_store_thread_finish(&f->thread);
    assert_false(give(f, 'b')); // and it is harmless when it is gone
}

static void a_store_that_cannot_be_opened_is_tried_again(void **state) {
    struct fixture *f = *state;
    char path[STORE_PATH_SIZE];
    store_folder_path(path, f->dir, "blocked");
    FILE *blocker = fopen(path, "w"); // a file where the folder should be
    assert_non_null(blocker);
    fclose(blocker);
    vz_store_thread_finish(&f->thread);
    assert_true(vz_store_thread_start(&f->thread, path, wake, f));
    assert_true(give(f, 'a'));
    wait_for(f, 1);
    assert_string_equal(f->order, "-");
    remove(path);
    assert_true(give(f, 'b'));
    wait_for(f, 2);
    assert_string_equal(f->order, "-b");
    vz_store_thread_finish(&f->thread);
    store_folder_remove(path);
}

#define TEST(function) \
    cmocka_unit_test_setup_teardown(function, set_up, tear_down)

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(jobs_come_back_in_order),
        TEST(what_was_given_is_run_before_the_end),
        TEST(nothing_is_taken_after_closing),
        TEST(a_store_that_cannot_be_opened_is_tried_again),
    };
    return cmocka_run_group_tests_name("store_thread", tests, NULL, NULL);
}
