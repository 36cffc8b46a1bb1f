// Every look and state, painted at every size, direction, text size and theme.
// With VZ_PICTURES=DIR each page is also saved there as a PNG, to be looked at.
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "support/ui_gallery.h"
#include "support/ui_stage.h"

#include <SDL_image.h>
#include <stdio.h>
#include <stdlib.h>

struct variant {
    const char *name;
    int width, height;
    double text_scale;
    bool rtl, high_contrast;
};

static const struct variant variants[] = {
    {"1280x800", 1280, 800, 1, false, false},
    {"1024x600", 1024, 600, 1, false, false},
    {"1920x1200", 1920, 1200, 1, false, false},
    {"rtl", 1280, 800, 1, true, false},
    {"large", 1280, 800, 1.5, false, false},
    {"contrast", 1280, 800, 1, false, true},
};

static void save(const struct ui_stage *stage, const char *page,
                 const char *variant) {
    const char *dir = getenv("VZ_PICTURES");
    char path[512];
    if (dir) {
        snprintf(path, sizeof(path), "%s/%s-%s.png", dir, page, variant);
        assert_int_equal(IMG_SavePNG(stage->surface, path), 0);
    }
}

static size_t count_differing(const SDL_Surface *surface, uint32_t first) {
    size_t n = 0;
    for (int y = 0; y < surface->h; y++) {
        const uint32_t *row =
            (const uint32_t *)((const uint8_t *)surface->pixels +
                               y * surface->pitch);
        for (int x = 0; x < surface->w; x++) {
            n += (row[x] & 0xffffff) != first;
        }
    }
    return n;
}

static void paint_variant(const struct variant *variant) {
    struct ui_stage stage;
    assert_true(ui_stage_init(&stage, variant->width, variant->height));
    stage.ui.text_scale = variant->text_scale;
    stage.ui.rtl = variant->rtl;
    if (variant->high_contrast) {
        vz_theme_high_contrast(&stage.theme);
        stage.ui.high_contrast = true;
    }
    size_t n;
    const struct ui_gallery_page *pages = ui_gallery_pages(&n);
    for (size_t i = 0; i < n; i++) {
        ui_gallery_build(&pages[i], &stage.ui, &stage.scene);
        assert_false(stage.scene.failed);
        assert_int_equal(ui_stage_paint(&stage, true), 1);
        assert_true(count_differing(stage.surface,
                                    ui_stage_pixel(&stage, 0, 0)) > 10000);
        assert_int_equal(ui_stage_paint(&stage, false), 0);
        save(&stage, pages[i].name, variant->name);
    }
    ui_stage_finish(&stage);
}

static void test_all_looks_in_all_variants(void **state) {
    for (size_t i = 0; i < sizeof(variants) / sizeof(*variants); i++) {
        paint_variant(&variants[i]);
    }
}

// The gallery is only worth something when nothing is missing from it.
static void test_gallery_is_complete(void **state) {
    bool seen[VZ_LOOK_COUNT_] = {false};
    size_t n;
    const struct ui_gallery_page *pages = ui_gallery_pages(&n);
    for (size_t i = 0; i < n; i++) {
        for (size_t k = 0; k < pages[i].n; k++) {
            seen[pages[i].boxes[k].look] = true;
        }
    }
    for (int look = 0; look < VZ_LOOK_COUNT_; look++) {
        assert_true(seen[look]);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_all_looks_in_all_variants),
        cmocka_unit_test(test_gallery_is_complete),
    };
    return cmocka_run_group_tests_name("gallery", tests, NULL, NULL);
}
