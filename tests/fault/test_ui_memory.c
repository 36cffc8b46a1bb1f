// Lack of memory while text is set and a scene is painted: whichever
// allocation fails, nothing breaks, and with memory the picture is right again.
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/log.h"
#include "support/base_memory.h"
#include "support/ui_gallery.h"
#include "support/ui_stage.h"

#include <stdlib.h>
#include <string.h>

// Builds and paints one page on a fresh stage with allocation `n` failing, then
// again with memory: that must give the picture `wanted`, or is copied into it
// when `n` is 0. False when there were fewer allocations.
static bool paint_with_fault(long n, uint8_t *wanted) {
    static const char *const name = "typing";
    size_t n_pages;
    const struct ui_gallery_page *page = ui_gallery_pages(&n_pages);
    while (strcmp(page->name, name) != 0) {
        page++;
    }
    struct ui_stage stage;
    base_memory_fail_at(n);
    bool ready = ui_stage_init(&stage, 640, 400);
    if (ready) {
        ui_gallery_build(page, &stage.ui, &stage.scene);
        ui_stage_paint(&stage, true);
    }
    const bool failed = base_memory_end();
    if (ready) {
        // A fresh start: what the fault spoilt may be in the caches.
        vz_painter_forget(stage.painter);
        ui_gallery_build(page, &stage.ui, &stage.scene);
        assert_true(ui_stage_paint(&stage, true) > 0);
        const size_t len =
            (size_t)stage.surface->pitch * (size_t)stage.surface->h;
        if (n == 0) {
            memcpy(wanted, stage.surface->pixels, len);
        } else {
            assert_memory_equal(stage.surface->pixels, wanted, len);
        }
        ui_stage_finish(&stage);
    }
    return failed;
}

static void test_every_allocation_fails_once(void **state) {
    vz_log_set_level(VZ_LOG_ERROR + 1);
    uint8_t *wanted = malloc(640 * 400 * 4);
    assert_non_null(wanted);
    paint_with_fault(0, wanted);
    long n = 1;
    while (paint_with_fault(n, wanted)) {
        n++;
        assert_true(n < 100000);
    }
    assert_true(n > 100);
    free(wanted);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_allocation_fails_once),
    };
    return cmocka_run_group_tests_name("ui memory", tests, NULL, NULL);
}
