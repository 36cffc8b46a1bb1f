// The queue between threads: order, closing, waiting.
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/thread.h"

#define N_ITEMS 20000

static int items[N_ITEMS];

static void push_all(void *userdata) {
    struct vz_queue *queue = userdata;
    for (int i = 0; i < N_ITEMS; i++) {
        items[i] = i;
        vz_queue_push(queue, &items[i]);
    }
    vz_queue_close(queue);
}

static void items_arrive_once_and_in_order(void **state) {
    struct vz_queue queue;
    assert_true(vz_queue_init(&queue));
    struct vz_thread thread = {0};
    assert_true(vz_thread_start(&thread, "pusher", push_all, &queue));
    int expected = 0;
    int *item;
    while ((item = vz_queue_pop(&queue, -1))) {
        assert_int_equal(*item, expected++);
    }
    assert_int_equal(expected, N_ITEMS);
    assert_true(vz_queue_ended(&queue));
    vz_thread_join(&thread);
    vz_thread_join(&thread); // harmless
    vz_queue_finish(&queue);
}

static void closed_queues_refuse_and_drain(void **state) {
    struct vz_queue queue;
    assert_true(vz_queue_init(&queue));
    assert_null(vz_queue_pop(&queue, 0));
    assert_true(vz_queue_push(&queue, &items[0]));
    vz_queue_close(&queue);
    assert_false(vz_queue_push(&queue, &items[1]));
    assert_false(vz_queue_ended(&queue));
    assert_ptr_equal(vz_queue_pop(&queue, -1), &items[0]);
    assert_null(vz_queue_pop(&queue, -1));
    vz_queue_finish(&queue);
}

static void waiting_ends_at_its_deadline(void **state) {
    struct vz_queue queue;
    assert_true(vz_queue_init(&queue));
    assert_null(vz_queue_pop(&queue, 5));
    vz_queue_finish(&queue);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(items_arrive_once_and_in_order),
        cmocka_unit_test(closed_queues_refuse_and_drain),
        cmocka_unit_test(waiting_ends_at_its_deadline),
    };
    return cmocka_run_group_tests_name("thread", tests, NULL, NULL);
}
