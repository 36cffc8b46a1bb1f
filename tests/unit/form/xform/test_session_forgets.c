/*
 * Between two people nothing is left: no block of memory that held words of
 * an answer is given back before it was overwritten.
 */
#include "support/form_fixture.h"

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <malloc.h>
#include <stdlib.h>
#include <string.h>

#define SECRET "Zonneschijn"

void __real_free(void *memory);
void __wrap_free(void *memory);
void *__wrap_realloc(void *memory, size_t size);

// Blocks that were freed with the secret in them. The compiler knows that
// free() changes no variable of ours; this one it does.
static volatile size_t n_left;

void __wrap_free(void *memory) {
    if (memory &&
        memmem(memory, malloc_usable_size(memory), SECRET, strlen(SECRET))) {
        n_left++;
    }
    __real_free(memory);
}

// Always moves, so that no copy escapes by luck.
void *__wrap_realloc(void *memory, size_t size) {
    size_t old = memory ? malloc_usable_size(memory) : 0;
    void *moved = malloc(size);
    if (moved && memory) {
        memcpy(moved, memory, old < size ? old : size);
        __wrap_free(memory);
    }
    return moved;
}

static void test_the_watch_sees_a_leak(void **state) {
    char *memory = strdup("a " SECRET);
    n_left = 0;
    free(memory);
    assert_int_equal(n_left, 1);
}

static void test_a_visit_leaves_nothing(void **state) {
    struct vz_form *form = form_fixture_load("story.xml");
    n_left = 0;
    struct vz_session *session = form_fixture_session(form);
    // The name is shown in a label, the title goes into a calculation.
    form_fixture_answer(session, "/data/name",
                        SECRET " and a name that is so long that it does not "
                               "fit into any buffer that was made for names");
    form_fixture_answer(session, "/data/age", "20");
    form_fixture_answer(session, "/data/g/story", "Met " SECRET " erin");
    form_fixture_answer(session, "/data/g/title", SECRET);
    form_fixture_answer(session, "/data/g/story", "Zonder");
    while (vz_session_next(session)) {
        assert_non_null(vz_session_event(session));
    }
    vz_session_set_language(session, 1);
    assert_true(vz_session_jump(session, "/data/age"));
    assert_non_null(
        strstr(vz_session_event(session)->questions[0].label, SECRET));
    form_fixture_answer(session, "/data/consent", "team");
    struct vz_strbuf xml = {0};
    assert_true(vz_session_finalize(session, &xml));
    assert_non_null(strstr(xml.data, SECRET));
    vz_strbuf_wipe(&xml);
    vz_session_destroy(session);
    assert_int_equal(n_left, 0);
    vz_form_destroy(form);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_the_watch_sees_a_leak),
        cmocka_unit_test(test_a_visit_leaves_nothing),
    };
    return cmocka_run_group_tests_name("session_forgets", tests, NULL, NULL);
}
