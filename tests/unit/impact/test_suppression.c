// Small numbers: what is hidden, and that nothing hidden can be computed.
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "impact/suppression.h"

#include <stdlib.h>

static void expect_parts(const size_t *counts, size_t n, const char *hidden) {
    bool found[8];
    vz_suppress_parts(counts, n, 10, found);
    for (size_t i = 0; i < n; i++) {
        assert_int_equal(found[i], hidden[i] == 'h');
    }
}

static void small_parts_take_a_second_with_them(void **state) {
    expect_parts((size_t[]){40, 30, 20}, 3, "sss");
    expect_parts((size_t[]){40, 3, 20}, 3, "shh");
    expect_parts((size_t[]){40, 3, 8}, 3, "shh");
    expect_parts((size_t[]){40, 2, 3}, 3, "hhh");
    expect_parts((size_t[]){40, 0, 20}, 3, "sss");
    expect_parts((size_t[]){97, 3, 0}, 3, "hhs");
    expect_parts((size_t[]){10, 10}, 2, "ss");
}

static void a_small_total_hides_all(void **state) {
    expect_parts((size_t[]){9, 0}, 2, "hh");
    expect_parts((size_t[]){0, 0}, 2, "hh");
    expect_parts((size_t[]){10, 0}, 2, "ss");
}

// For every table of three cells up to 30: hidden cells are several, together
// at least the threshold, and no small one is shown.
static void no_hidden_cell_can_be_computed(void **state) {
    bool hidden[3];
    for (size_t i = 0; i < 30 * 30 * 30; i++) {
        size_t counts[] = {i % 30, i / 30 % 30, i / 900};
        size_t n_hidden = 0, sum = 0, total = 0;
        vz_suppress_parts(counts, 3, 10, hidden);
        for (size_t j = 0; j < 3; j++) {
            total += counts[j];
            n_hidden += hidden[j];
            sum += hidden[j] ? counts[j] : 0;
            assert_true(hidden[j] || counts[j] == 0 || counts[j] >= 10);
        }
        assert_int_not_equal(n_hidden, 1);
        assert_true(n_hidden == 0 || n_hidden == 3 || sum >= 10);
        assert_true(total >= 10 || n_hidden == 3);
    }
}

static void overlapping_cells_hide_the_few_who_did_not(void **state) {
    bool hidden[5];
    vz_suppress_overlaps((size_t[]){0, 3, 50, 95, 100}, 5, 100, 10, hidden);
    assert_false(hidden[0]);
    assert_true(hidden[1]);
    assert_false(hidden[2]);
    assert_true(hidden[3]);
    assert_false(hidden[4]);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(small_parts_take_a_second_with_them),
        cmocka_unit_test(a_small_total_hides_all),
        cmocka_unit_test(no_hidden_cell_can_be_computed),
        cmocka_unit_test(overlapping_cells_hide_the_few_who_did_not),
    };
    return cmocka_run_group_tests_name("suppression", tests, NULL, NULL);
}
