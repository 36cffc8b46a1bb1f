// Status codes, and the sentence for a person.
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/status.h"

#include <string.h>

static void every_code_has_a_name_and_a_sentence(void **state) {
    assert_string_equal(vz_status_name(VZ_OK), "ok");
    assert_string_equal(vz_status_name(VZ_NEWER), "newer");
    for (int i = VZ_OK; i <= VZ_NEWER; i++) {
        const char *name = vz_status_name((enum vz_status)i);
        assert_true(strlen(name) > 1 && strcmp(name, "unknown") != 0);
        assert_true(strchr(vz_status_text((enum vz_status)i), ' '));
    }
    assert_string_equal(vz_status_name((enum vz_status)(VZ_NEWER + 1)),
                        "unknown");
}

static void an_error_holds_code_and_sentence(void **state) {
    struct vz_error error = {0};
    assert_false(vz_error_set(&error, VZ_LIMIT, "%s has %d.", "It", 7));
    assert_int_equal(error.status, VZ_LIMIT);
    assert_string_equal(error.message, "It has 7.");
    assert_false(vz_error_set(NULL, VZ_LIMIT, "nobody asks"));
}

// The euro sign takes three bytes; whatever the length, none is cut in two.
static void a_long_sentence_is_cut_at_a_character(void **state) {
    for (size_t lead = 0; lead < 3; lead++) {
        char text[1000] = "";
        memset(text, 'x', lead);
        for (size_t i = lead; i + 3 < sizeof(text); i += 3) {
            memcpy(text + i, "\xe2\x82\xac", 4);
        }
        struct vz_error error = {0};
        vz_error_set(&error, VZ_INVALID, "%s", text);
        size_t len = strlen(error.message);
        assert_true(len > sizeof(error.message) - 4);
        assert_int_equal((len - lead) % 3, 0);
        assert_memory_equal(error.message, text, len);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_code_has_a_name_and_a_sentence),
        cmocka_unit_test(an_error_holds_code_and_sentence),
        cmocka_unit_test(a_long_sentence_is_cut_at_a_character),
    };
    return cmocka_run_group_tests_name("status", tests, NULL, NULL);
}
