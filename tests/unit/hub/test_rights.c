// Who may do what: each address that people use, tried by everybody.
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "support/hub_person.h"

#include <stdio.h>
#include <string.h>

// The least role that may; a request that may is answered with anything but
// 401 and 403, here mostly "there is no such thing" or "give more".
static const struct {
    const char *method, *path, *body;
    enum vz_hub_role role;
} requests[] = {
    {"GET", "/users/current", NULL, VZ_HUB_ROLE_VIEWER},
    {"GET", "/users", NULL, VZ_HUB_ROLE_ADMIN},
    {"POST", "/users", "{}", VZ_HUB_ROLE_ADMIN},
    {"GET", "/users/1", NULL, VZ_HUB_ROLE_ADMIN},
    {"PATCH", "/users/1", "{\"role\":\"admin\"}", VZ_HUB_ROLE_ADMIN},
    {"GET", "/projects", NULL, VZ_HUB_ROLE_VIEWER},
    {"GET", "/projects/1", NULL, VZ_HUB_ROLE_VIEWER},
    {"GET", "/projects/1/app-users", NULL, VZ_HUB_ROLE_ADMIN},
    {"POST", "/projects/1/app-users", "{\"displayName\":\"x\"}",
     VZ_HUB_ROLE_ADMIN},
    {"DELETE", "/projects/1/app-users/1", NULL, VZ_HUB_ROLE_ADMIN},
    {"GET", "/projects/1/forms", NULL, VZ_HUB_ROLE_VIEWER},
    {"POST", "/projects/1/forms?publish=true", "<x/>", VZ_HUB_ROLE_ADMIN},
    {"GET", "/projects/1/forms/bezoek", NULL, VZ_HUB_ROLE_VIEWER},
    {"GET", "/projects/1/forms/bezoek.xml", NULL, VZ_HUB_ROLE_VIEWER},
    {"GET", "/projects/1/forms/bezoek/fields", NULL, VZ_HUB_ROLE_VIEWER},
    {"GET", "/projects/1/forms/bezoek/versions", NULL, VZ_HUB_ROLE_VIEWER},
    {"GET", "/projects/1/forms/bezoek/versions/1.xml", NULL,
     VZ_HUB_ROLE_VIEWER},
    {"GET", "/projects/1/forms/bezoek/attachments", NULL, VZ_HUB_ROLE_VIEWER},
    {"GET", "/projects/1/forms/bezoek/submissions", NULL, VZ_HUB_ROLE_VIEWER},
    {"GET", "/projects/1/forms/bezoek/submissions/1", NULL, VZ_HUB_ROLE_VIEWER},
    {"GET", "/projects/1/forms/bezoek/submissions/1.xml", NULL,
     VZ_HUB_ROLE_VIEWER},
    {"GET", "/projects/1/forms/bezoek/submissions/1/attachments", NULL,
     VZ_HUB_ROLE_VIEWER},
    {"GET", "/projects/1/forms/bezoek/submissions/1/attachments/x", NULL,
     VZ_HUB_ROLE_VIEWER},
    {"PATCH", "/projects/1/forms/bezoek/submissions/1",
     "{\"reviewState\":null}", VZ_HUB_ROLE_COORDINATOR},
    {"GET", "/projects/1/forms/bezoek.svc", NULL, VZ_HUB_ROLE_VIEWER},
    {"GET", "/projects/1/forms/bezoek.svc/$metadata", NULL, VZ_HUB_ROLE_VIEWER},
    {"GET", "/projects/1/forms/bezoek.svc/Submissions", NULL,
     VZ_HUB_ROLE_VIEWER},
    {"GET", "/projects/1/forms/bezoek.svc/Submissions('1')/pets", NULL,
     VZ_HUB_ROLE_VIEWER},
};
#define N_REQUESTS (sizeof(requests) / sizeof(requests[0]))

struct visit {
    struct hub_house house;
    char headers[4][HUB_HEADER_SIZE]; // by role
};

static int open_visit(void **state) {
    static struct visit visit;
    visit = (struct visit){0};
    hub_house_open(&visit.house);
    hub_person_add_all(&visit.house);
    hub_person_sign_in(&visit.house, "vic", visit.headers[VZ_HUB_ROLE_VIEWER]);
    hub_person_sign_in(&visit.house, "cor",
                       visit.headers[VZ_HUB_ROLE_COORDINATOR]);
    hub_person_sign_in(&visit.house, "ada", visit.headers[VZ_HUB_ROLE_ADMIN]);
    *state = &visit;
    return 0;
}

static int close_visit(void **state) {
    struct visit *visit = *state;
    hub_house_close(&visit->house);
    return 0;
}

static int ask(struct visit *visit, size_t i, const char *header) {
    return hub_person_ask(&visit->house, requests[i].method, requests[i].path,
                          header, requests[i].body, NULL);
}

static void nobody_gets_in_unknown(void **state) {
    struct visit *visit = *state;
    char device[600], wrong[HUB_HEADER_SIZE];
    hub_person_basic("zuil", visit->house.token, device);
    snprintf(wrong, sizeof(wrong), "Authorization: Bearer %s\r\n",
             visit->house.token);
    for (size_t i = 0; i < N_REQUESTS; i++) {
        if (ask(visit, i, "") != 401 || ask(visit, i, wrong) != 401) {
            fail_msg("%s %s", requests[i].method, requests[i].path);
        }
    }
    // A device reads its forms and nothing else that people read.
    assert_int_equal(hub_person_ask(&visit->house, "GET", "/projects/1/forms",
                                    device, NULL, NULL),
                     401);
}

static void each_role_does_what_it_may_and_no_more(void **state) {
    struct visit *visit = *state;
    int64_t refused = 0;
    for (enum vz_hub_role role = VZ_HUB_ROLE_VIEWER; role <= VZ_HUB_ROLE_ADMIN;
         role++) {
        for (size_t i = 0; i < N_REQUESTS; i++) {
            int status = ask(visit, i, visit->headers[role]);
            bool may = role >= requests[i].role;
            if (may ? status == 401 || status == 403 : status != 403) {
                fail_msg("%s: %s %s: %d", vz_hub_role_name(role),
                         requests[i].method, requests[i].path, status);
            }
            refused += !may;
        }
    }
    // Each of them can be read afterwards, with who it was.
    assert_true(refused > 0);
    assert_int_equal(hub_house_number(&visit->house,
                                      "SELECT count(*) FROM audits WHERE"
                                      " action = 'access.refuse' AND"
                                      " actor IN ('vic', 'cor')"),
                     refused);
}

int main(void) {
#define T(test) cmocka_unit_test_setup_teardown(test, open_visit, close_visit)
    const struct CMUnitTest tests[] = {
        T(nobody_gets_in_unknown),
        T(each_role_does_what_it_may_and_no_more),
    };
    return cmocka_run_group_tests_name("rights", tests, NULL, NULL);
}
