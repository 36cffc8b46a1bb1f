// Sessions and people over HTTP: who comes in, as what, until when.
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "support/hub_database.h"
#include "support/hub_person.h"

#include "base/clock.h"

#include <stdio.h>
#include <string.h>

struct visit {
    struct hub_house house;
    struct vz_strbuf reply;
    char header[HUB_HEADER_SIZE];
};

static int open_visit(void **state) {
    static struct visit visit;
    visit = (struct visit){0};
    hub_house_open(&visit.house);
    hub_person_add_all(&visit.house);
    *state = &visit;
    return 0;
}

static int close_visit(void **state) {
    struct visit *visit = *state;
    vz_strbuf_finish(&visit->reply);
    hub_house_close(&visit->house);
    return 0;
}

static int ask(struct visit *visit, const char *method, const char *path,
               const char *header, const char *json) {
    return hub_person_ask(&visit->house, method, path, header, json,
                          &visit->reply);
}

static void a_session_lasts_until_it_is_ended(void **state) {
    struct visit *visit = *state;
    hub_person_sign_in(&visit->house, "cor", visit->header);
    assert_int_equal(ask(visit, "GET", "/users/current", visit->header, NULL),
                     200);
    hub_expect(&visit->reply, "\"email\":\"cor\"");
    hub_expect(&visit->reply, "\"role\":\"coordinator\"");
    assert_int_equal(
        ask(visit, "GET", "/sessions/restore", visit->header, NULL), 200);
    hub_expect(&visit->reply, "\"expiresAt\":\"");
    assert_int_equal(
        ask(visit, "DELETE", "/sessions/current", visit->header, NULL), 200);
    hub_expect(&visit->reply, "{\"success\":true}");
    assert_int_equal(ask(visit, "GET", "/users/current", visit->header, NULL),
                     401);
    hub_expect(&visit->reply, "{\"code\":401.2,\"message\":");
    assert_int_equal(
        ask(visit, "GET", "/sessions/restore", visit->header, NULL), 404);
    assert_int_equal(
        hub_house_number(&visit->house,
                         "SELECT count(*) FROM audits WHERE actor = 'cor' AND"
                         " action IN ('session.start', 'session.end')"),
        2);
}

static void a_session_ends_by_itself_after_a_day(void **state) {
    struct visit *visit = *state;
    hub_person_sign_in(&visit->house, "cor", visit->header);
    vz_clock_advance((int64_t)23 * 3600 * 1000);
    assert_int_equal(ask(visit, "GET", "/users/current", visit->header, NULL),
                     200);
    vz_clock_advance((int64_t)61 * 60 * 1000);
    assert_int_equal(ask(visit, "GET", "/users/current", visit->header, NULL),
                     401);
    // The next one who signs in sweeps it away.
    hub_person_sign_in(&visit->house, "ada", visit->header);
    assert_int_equal(
        hub_house_number(&visit->house, "SELECT count(*) FROM sessions"), 1);
    vz_clock_thaw();
}

static void the_token_is_stored_nowhere(void **state) {
    struct visit *visit = *state;
    hub_person_sign_in(&visit->house, "cor", visit->header);
    char token[VZ_TOKEN_SIZE];
    assert_int_equal(sscanf(visit->header, "Authorization: Bearer %43s", token),
                     1);
    assert_true(hub_database_holds(&visit->house.place, "session.start"));
    assert_false(hub_database_holds(&visit->house.place, token));
}

static void a_cookie_writes_only_with_its_csrf_token(void **state) {
    struct visit *visit = *state;
    char csrf[100], token[100], cookie[400], both[600];
    assert_int_equal(ask(visit, "POST", "/sessions", NULL,
                         "{\"email\":\"ada\",\"password\":\"" HUB_PASSWORD
                         "\"}"),
                     200);
    hub_expect(&visit->reply, "; HttpOnly; SameSite=Strict");
    hub_person_value(&visit->reply, "csrf", csrf, sizeof(csrf));
    hub_person_value(&visit->reply, "token", token, sizeof(token));
    snprintf(cookie, sizeof(cookie), "Cookie: other=1; session=%s\r\n", token);
    static const char body[] =
        "{\"email\":\"new\",\"password\":\"0123456789\"}";
    assert_int_equal(ask(visit, "GET", "/users", cookie, NULL), 200);
    assert_int_equal(ask(visit, "POST", "/users", cookie, body), 401);
    snprintf(both, sizeof(both), "%sX-CSRF-Token: %s\r\n", cookie, token);
    assert_int_equal(ask(visit, "POST", "/users", both, body), 401);
    snprintf(both, sizeof(both), "%sX-CSRF-Token: %s\r\n", cookie, csrf);
    assert_int_equal(ask(visit, "POST", "/users", both, body), 200);
    hub_expect(&visit->reply, "\"role\":\"viewer\"");
}

static void name_and_password_open_each_request(void **state) {
    struct visit *visit = *state;
    hub_person_basic("vic", HUB_PASSWORD, visit->header);
    assert_int_equal(ask(visit, "GET", "/users/current", visit->header, NULL),
                     200);
    hub_person_basic("vic", "wrong password", visit->header);
    assert_int_equal(ask(visit, "GET", "/users/current", visit->header, NULL),
                     401);
    hub_person_basic("nobody", HUB_PASSWORD, visit->header);
    assert_int_equal(ask(visit, "GET", "/users/current", visit->header, NULL),
                     401);
    // What was typed as a name is written down only when it is one.
    assert_int_equal(
        hub_house_number(&visit->house,
                         "SELECT count(*) FROM audits WHERE"
                         " action = 'session.refuse' AND actor = 'vic'"),
        1);
    assert_int_equal(hub_house_number(&visit->house,
                                      "SELECT count(*) FROM audits WHERE"
                                      " actor = 'nobody'"),
                     0);
}

static void guessing_is_stopped_and_knowing_is_not_counted(void **state) {
    struct visit *visit = *state;
    hub_person_basic("vic", HUB_PASSWORD, visit->header);
    for (int i = 0; i < VZ_RATE_ONE + 2; i++) {
        assert_int_equal(
            ask(visit, "GET", "/users/current", visit->header, NULL), 200);
    }
    static const char wrong[] = "{\"email\":\"ada\",\"password\":\"guess\"}";
    for (int i = 0; i < VZ_RATE_ONE; i++) {
        assert_int_equal(ask(visit, "POST", "/sessions", NULL, wrong), 401);
    }
    assert_int_equal(ask(visit, "POST", "/sessions", NULL, wrong), 429);
    hub_expect(&visit->reply, "Retry-After: ");
    assert_int_equal(ask(visit, "GET", "/users/current", visit->header, NULL),
                     429);
    vz_clock_advance(VZ_RATE_WINDOW_MS);
    assert_int_equal(ask(visit, "GET", "/users/current", visit->header, NULL),
                     200);
    vz_clock_thaw();
}

static void an_admin_adds_people_and_changes_roles(void **state) {
    struct visit *visit = *state;
    char cor[HUB_HEADER_SIZE];
    hub_person_sign_in(&visit->house, "ada", visit->header);
    hub_person_sign_in(&visit->house, "cor", cor);
    assert_int_equal(ask(visit, "POST", "/users", visit->header,
                         "{\"email\":\"a \\\"q\\\"\",\"password\":"
                         "\"0123456789\",\"role\":\"coordinator\"}"),
                     200);
    hub_expect(&visit->reply, "\"email\":\"a \\\"q\\\"\"");
    assert_int_equal(ask(visit, "POST", "/users", visit->header,
                         "{\"email\":\"cor\",\"password\":\"0123456789\"}"),
                     409);
    assert_int_equal(ask(visit, "POST", "/users", visit->header,
                         "{\"email\":\"short\",\"password\":\"0123\"}"),
                     400);
    assert_int_equal(ask(visit, "POST", "/users", visit->header, "[1"), 400);
    assert_int_equal(
        ask(visit, "PATCH", "/users/2", visit->header, "{\"role\":\"viewer\"}"),
        200);
    // What was given to a coordinator does not serve a viewer.
    assert_int_equal(ask(visit, "GET", "/users/current", cor, NULL), 401);
    assert_int_equal(
        ask(visit, "PATCH", "/users/1", visit->header, "{\"role\":\"viewer\"}"),
        409);
    assert_int_equal(ask(visit, "PATCH", "/users/99", visit->header,
                         "{\"role\":\"viewer\"}"),
                     404);
    assert_int_equal(ask(visit, "GET", "/users/2", visit->header, NULL), 200);
    hub_expect(&visit->reply, "\"role\":\"viewer\"");
}

static void an_unknown_address_answers_in_json(void **state) {
    struct visit *visit = *state;
    assert_int_equal(ask(visit, "GET", "/nothing", NULL, NULL), 404);
    hub_expect(&visit->reply, "{\"code\":404.1,\"message\":");
}

int main(void) {
#define T(test) cmocka_unit_test_setup_teardown(test, open_visit, close_visit)
    const struct CMUnitTest tests[] = {
        T(a_session_lasts_until_it_is_ended),
        T(a_session_ends_by_itself_after_a_day),
        T(the_token_is_stored_nowhere),
        T(a_cookie_writes_only_with_its_csrf_token),
        T(name_and_password_open_each_request),
        T(guessing_is_stopped_and_knowing_is_not_counted),
        T(an_admin_adds_people_and_changes_roles),
        T(an_unknown_address_answers_in_json),
    };
    return cmocka_run_group_tests_name("people_endpoint", tests, NULL, NULL);
}
