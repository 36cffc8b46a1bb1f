#include "support/form_fixture.h"

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <string.h>

static const struct {
    const char *model, *repeat; // where an action stands
    const char *message;        // part of it; NULL = the form loads
} cases[] = {
    {"<setvalue event='odk-instance-load' ref='/data/a'>x</setvalue>", "",
     NULL},
    {"<setvalue event='xforms-ready odk-instance-first-load' bind='b'/>", "",
     NULL},
    {"<odk:recordaudio event='odk-instance-first-load' ref='/data/a' "
     "odk:quality='voice-only'/>",
     "", NULL},
    {"<setvalue event='odk-instance-load my-event' ref='/data/a'/>", "",
     "setvalue /data/a: there is no event 'my-event'"},
    {"<setvalue event='odk-new-repeat' ref='/data/r/k'/>", "",
     "odk-new-repeat is an event of a <repeat>"},
    {"", "<setvalue event='odk-new-repeat' ref='/data/r/k'/>", NULL},
    {"<setvalue event='odk-instance-load'/>", "", "needs a ref or a bind"},
    {"<setvalue event='odk-instance-load' ref='/data/none'/>", "",
     "setvalue /data/none: the instance has no such node"},
    {"<odk:setgeopoint event='odk-instance-load' ref='/data/none'/>", "",
     "the instance has no such node"},
    {"<setvalue event='odk-instance-load' ref='/data/@none'/>", "", NULL},
    {"<setvalue event='odk-instance-load' ref='/data/r[1]/k'/>", "", NULL},
    {"<setvalue event='odk-instance-load' ref='/data/r[noo = 1]/k'/>", "",
     "setvalue /data/r[noo = 1]/k"},
    {"<setvalue event='odk-instance-load' ref='/data/r[. = \"]\"]/k'/>", "",
     NULL},
    {"<setvalue event='odk-instance-load' ref='/data/a' value='1 +'/>", "",
     "setvalue /data/a"},
};

static void test_actions(void **state) {
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        char model[600];
        char body[600];
        snprintf(model, sizeof(model), "<bind id='b' nodeset='/data/a'/>%s",
                 cases[i].model);
        snprintf(body, sizeof(body),
                 "<repeat nodeset='/data/r'>%s<input ref='/data/r/k'/>"
                 "</repeat>",
                 cases[i].repeat);
        struct form_parts parts = {
            .instance = "<a/><r><k/></r>", .model = model, .body = body};
        if (!cases[i].message) {
            vz_form_destroy(form_fixture_make(&parts));
            continue;
        }
        struct vz_error error = {0};
        form_fixture_refused(&parts, &error);
        if (!strstr(error.message, cases[i].message)) {
            fail_msg("'%s' does not say '%s'", error.message, cases[i].message);
        }
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_actions),
    };
    return cmocka_run_group_tests_name("form_actions", tests, NULL, NULL);
}
