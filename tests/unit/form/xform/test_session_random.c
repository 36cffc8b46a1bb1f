/*
 * Repeats that grow, shrink and lose their middle, with answers between: after
 * every change what was recomputed must be what is computed from nothing.
 */
#include "support/form_fixture.h"

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const struct form_parts parts = {
    .instance =
        "<n>1</n><kind/><a><v/><w/><p/><up/><b><q/><pos/><s/></b><sum/></a>"
        "<c><k/></c><total/><last/><names/><cs/>",
    .model =
        "<instance id='l'><root><item><x>1</x><y>u</y></item>"
        "<item><x>2</x><y>u</y></item><item><x>3</x><y>v</y></item></root>"
        "</instance>"
        "<bind nodeset='/data/n' type='int'/>"
        "<bind nodeset='/data/a' relevant=\"position(.) != 3 or "
        "/data/kind = 'v'\"/>"
        "<bind nodeset='/data/a/v' type='int'/>"
        "<bind nodeset='/data/a/w' relevant='../v != 2'/>"
        "<bind nodeset='/data/a/p' calculate='position(..)'/>"
        "<bind nodeset='/data/a/up' calculate='coalesce(indexed-repeat("
        "/data/a/v, /data/a, position(..) - 1), 0) + 1'/>"
        "<bind nodeset='/data/a/b' relevant='../v != 1'/>"
        "<bind nodeset='/data/a/b/pos' calculate=\"concat(position(../..), "
        "'-', position(..))\"/>"
        "<bind nodeset='/data/a/sum' calculate='sum(../b/q) + count(../b)'/>"
        "<bind nodeset='/data/c' relevant=\"/data/kind != 'v'\"/>"
        "<bind nodeset='/data/total' calculate='sum(/data/a/sum)'/>"
        "<bind nodeset='/data/last' calculate='/data/a[last()]/v'/>"
        "<bind nodeset='/data/names' calculate=\"join(' ', /data/a/b/pos)\"/>"
        "<bind nodeset='/data/cs' calculate='count(/data/c)'/>",
    .body = "<input ref='/data/n'/><input ref='/data/kind'/>"
            "<repeat nodeset='/data/a'><input ref='/data/a/v'/>"
            "<input ref='/data/a/w'/>"
            "<repeat nodeset='/data/a/b'><input ref='/data/a/b/q'/>"
            "<select1 ref='/data/a/b/s'><itemset nodeset=\"instance('l')/root/"
            "item[y = /data/kind or x = current()/../../v]\"><value ref='x'/>"
            "<label ref='x'/></itemset></select1></repeat></repeat>"
            "<repeat nodeset='/data/c' jr:count='/data/n'>"
            "<input ref='/data/c/k'/></repeat>"};

struct dice {
    uint64_t state;
};

static unsigned roll(struct dice *dice, unsigned sides) {
    dice->state = dice->state * UINT64_C(6364136223846793005) + 1442695;
    return (unsigned)(dice->state >> 33) % sides;
}

// A ref that may or may not be there now.
static void some_ref(struct dice *dice, char *ref, size_t size) {
    static const char *const outer[] = {"/data/n", "/data/kind"};
    static const char *const leaves[] = {"v", "v", "w"};
    unsigned a = roll(dice, 4) + 1;
    unsigned b = roll(dice, 3) + 1;
    switch (roll(dice, 4)) {
    case 0:
        snprintf(ref, size, "%s", outer[roll(dice, 2)]);
        break;
    case 1:
        snprintf(ref, size, "/data/a[%u]/%s", a, leaves[roll(dice, 3)]);
        break;
    default:
        snprintf(ref, size, "/data/a[%u]/b[%u]/%s", a, b,
                 roll(dice, 2) ? "q" : "s");
    }
}

static void change(struct dice *dice, struct vz_session *session) {
    static const char *const values[] = {"1", "2", "3", "", "u", "v"};
    char ref[60];
    switch (roll(dice, 8)) {
    case 0:
        vz_session_grow(session, "/data/a");
        break;
    case 1:
        snprintf(ref, sizeof(ref), "/data/a[%u]/b", roll(dice, 3) + 1);
        vz_session_grow(session, ref);
        break;
    case 2:
        snprintf(ref, sizeof(ref), "/data/a[%u]", roll(dice, 4) + 1);
        vz_session_remove_repeat(session, ref);
        break;
    case 3:
        snprintf(ref, sizeof(ref), "/data/a[%u]/b[%u]", roll(dice, 3) + 1,
                 roll(dice, 3) + 1);
        vz_session_remove_repeat(session, ref);
        break;
    default:
        some_ref(dice, ref, sizeof(ref));
        vz_session_answer(session, ref, values[roll(dice, 6)]);
    }
}

static char *preview(struct vz_session *session) {
    struct vz_strbuf xml = {0};
    assert_true(vz_session_preview(session, &xml));
    return vz_strbuf_take(&xml);
}

static void compare_with_fresh(const struct vz_form *form,
                               struct vz_session *session) {
    struct vz_strbuf xml = {0};
    assert_true(vz_session_save(session, &xml));
    struct vz_saved_instance saved = {xml.data, xml.len, false};
    struct vz_session_params params = {.device_id = ""};
    struct vz_session *fresh = vz_session_open(form, &params, &saved, NULL);
    assert_non_null(fresh);
    char *ours = preview(session);
    char *theirs = preview(fresh);
    assert_string_equal(ours, theirs);
    assert_int_equal(vz_session_n_positions(session),
                     vz_session_n_positions(fresh));
    free(ours);
    free(theirs);
    vz_session_destroy(fresh);
    vz_strbuf_finish(&xml);
}

static void test_recomputed_is_computed(void **state) {
    struct vz_form *form = form_fixture_make(&parts);
    for (uint64_t seed = 1; seed <= 30; seed++) {
        struct dice dice = {seed * UINT64_C(0x9e3779b97f4a7c15)};
        struct vz_session *session = form_fixture_session(form);
        for (int i = 0; i < 40; i++) {
            change(&dice, session);
            compare_with_fresh(form, session);
        }
        vz_session_destroy(session);
    }
    vz_form_destroy(form);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_recomputed_is_computed),
    };
    return cmocka_run_group_tests_name("session_random", tests, NULL, NULL);
}
