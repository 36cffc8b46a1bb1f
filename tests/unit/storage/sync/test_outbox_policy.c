// The decision table: one case a row of what servers were seen to answer.
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "storage/sync/outbox_policy.h"

#define HOUR INT64_C(3600000)
#define DAY (24 * HOUR)

enum from { SERVER, BODY, PROXY }; // header and no body; both; neither

static const struct {
    int status;
    const char *subcode;
    enum from from;
    enum vz_outbox_action action;
} cases[] = {
    // 201 / 202 with an OpenRosa body; all else under 400 is a portal.
    {201, "", BODY, VZ_OUTBOX_ACCEPTED},
    {202, "", BODY, VZ_OUTBOX_ACCEPTED},
    {201, "", SERVER, VZ_OUTBOX_BACK_OFF},
    {202, "", PROXY, VZ_OUTBOX_BACK_OFF},
    {200, "", BODY, VZ_OUTBOX_BACK_OFF},
    {200, "", PROXY, VZ_OUTBOX_BACK_OFF},
    {204, "", SERVER, VZ_OUTBOX_BACK_OFF},
    {302, "", PROXY, VZ_OUTBOX_BACK_OFF},
    {307, "", SERVER, VZ_OUTBOX_BACK_OFF},
    {511, "", PROXY, VZ_OUTBOX_BACK_OFF},
    {407, "", PROXY, VZ_OUTBOX_BACK_OFF},
    // The key.
    {401, "", BODY, VZ_OUTBOX_STOP_SERVER},
    {401, "", PROXY, VZ_OUTBOX_STOP_SERVER},
    {403, "", BODY, VZ_OUTBOX_STOP_SERVER},
    // The account.
    {402, "", BODY, VZ_OUTBOX_HOLD_ALL},
    // The form.
    {404, "", BODY, VZ_OUTBOX_HOLD},
    {404, "404.6", BODY, VZ_OUTBOX_HOLD},
    {405, "", BODY, VZ_OUTBOX_HOLD_ONE_DAY},
    {409, "409.2", BODY, VZ_OUTBOX_HOLD_ONE_DAY},
    // The id.
    {409, "", BODY, VZ_OUTBOX_RETRY_ONCE},
    {409, "409.1", BODY, VZ_OUTBOX_RETRY_ONCE},
    {409, "409.18", BODY, VZ_OUTBOX_RETRY_ONCE},
    {410, "", BODY, VZ_OUTBOX_RETRY_ONCE},
    {423, "", BODY, VZ_OUTBOX_RETRY},
    // The bytes.
    {400, "", BODY, VZ_OUTBOX_HOLD},
    {400, "400.7", SERVER, VZ_OUTBOX_HOLD},
    {415, "", SERVER, VZ_OUTBOX_HOLD},
    {413, "", PROXY, VZ_OUTBOX_HOLD}, // cannot be split: see below
    // The server.
    {500, "", BODY, VZ_OUTBOX_RETRY},
    {502, "", PROXY, VZ_OUTBOX_RETRY},
    {503, "", SERVER, VZ_OUTBOX_RETRY},
    {408, "", PROXY, VZ_OUTBOX_RETRY},
    {429, "", PROXY, VZ_OUTBOX_RETRY},
    // A proxy that refuses one request must not stop the others.
    {400, "", PROXY, VZ_OUTBOX_RETRY},
    {404, "", PROXY, VZ_OUTBOX_RETRY},
};

static void every_row_of_the_table(void **state) {
    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
        const struct vz_outbox_reply reply = {
            .status = cases[i].status,
            .subcode = cases[i].subcode,
            .openrosa_header = cases[i].from != PROXY,
            .openrosa_body = cases[i].from == BODY,
        };
        struct vz_outbox_decision decision = vz_outbox_decide(&reply);
        if (decision.action != cases[i].action) {
            print_message("case %zu, status %d %s\n", i, cases[i].status,
                          cases[i].subcode);
        }
        assert_int_equal(decision.action, cases[i].action);
        assert_true(decision.words);
        assert_true(decision.action == VZ_OUTBOX_ACCEPTED || decision.words[0]);
    }
}

static void broken_connections(void **state) {
    struct vz_outbox_reply reply = {.transport = VZ_OUTBOX_UNKNOWN};
    assert_int_equal(vz_outbox_decide(&reply).action, VZ_OUTBOX_RETRY);
    assert_true(vz_outbox_decide(&reply).pause_ms > 0);
    reply.transport = VZ_OUTBOX_UNREACHED;
    assert_int_equal(vz_outbox_decide(&reply).action, VZ_OUTBOX_BACK_OFF);
    reply.transport = VZ_OUTBOX_ELSEWHERE;
    reply.status = 201;
    reply.openrosa_header = reply.openrosa_body = true;
    assert_int_equal(vz_outbox_decide(&reply).action, VZ_OUTBOX_BACK_OFF);
}

static void a_conflict_is_tried_once_more_and_then_held(void **state) {
    struct vz_outbox_reply reply = {
        .status = 409, .openrosa_header = true, .openrosa_body = true};
    assert_int_equal(vz_outbox_decide(&reply).action, VZ_OUTBOX_RETRY_ONCE);
    assert_true(vz_outbox_decide(&reply).pause_ms > 0);
    reply.conflicts = 1;
    assert_int_equal(vz_outbox_decide(&reply).action, VZ_OUTBOX_HOLD);
}

static void what_can_be_split_is_split(void **state) {
    const struct vz_outbox_reply reply = {.status = 413, .can_split = true};
    assert_int_equal(vz_outbox_decide(&reply).action, VZ_OUTBOX_SPLIT);
}

static void days_and_hours(void **state) {
    struct vz_outbox_reply reply = {.status = 402, .openrosa_header = true};
    assert_int_equal(vz_outbox_decide(&reply).pause_ms, DAY);
    reply.status = 405;
    assert_int_equal(vz_outbox_decide(&reply).pause_ms, DAY);
    reply.status = 401;
    assert_int_equal(vz_outbox_decide(&reply).pause_ms, HOUR);
}

static void pauses_grow_up_to_an_hour_and_differ(void **state) {
    for (unsigned random = 0; random < 2000; random += 7) {
        int64_t first = vz_outbox_pause_ms(0, random);
        assert_in_range(first, 22500, 37500);
        assert_in_range(vz_outbox_pause_ms(1, random), 45000, 75000);
        for (int i = 0; i < 40; i++) {
            assert_in_range(vz_outbox_pause_ms(i, random), 22500, HOUR);
        }
        assert_in_range(vz_outbox_pause_ms(1000, random), 3 * HOUR / 4, HOUR);
    }
    assert_int_not_equal(vz_outbox_pause_ms(3, 0), vz_outbox_pause_ms(3, 1));
}

static void a_server_may_ask_for_a_longer_pause(void **state) {
    struct vz_outbox_reply reply = {.status = 503, .retry_after_s = 7200};
    struct vz_outbox_decision decision = vz_outbox_decide(&reply);
    assert_int_equal(decision.pause_ms, 2 * HOUR);
    assert_true(decision.pause_asked);
    reply.retry_after_s = INT64_MAX;
    assert_int_equal(vz_outbox_decide(&reply).pause_ms, DAY);
    reply.retry_after_s = 1;
    decision = vz_outbox_decide(&reply);
    assert_true(decision.pause_ms > 1000);
    assert_false(decision.pause_asked);
    reply.status = 423;
    reply.openrosa_header = true;
    assert_true(vz_outbox_decide(&reply).pause_ms >= 30000);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_row_of_the_table),
        cmocka_unit_test(broken_connections),
        cmocka_unit_test(a_conflict_is_tried_once_more_and_then_held),
        cmocka_unit_test(what_can_be_split_is_split),
        cmocka_unit_test(days_and_hours),
        cmocka_unit_test(pauses_grow_up_to_an_hour_and_differ),
        cmocka_unit_test(a_server_may_ask_for_a_longer_pause),
    };
    return cmocka_run_group_tests_name("outbox_policy", tests, NULL, NULL);
}
