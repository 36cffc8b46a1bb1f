// Themes: files, messages, and the contrast of every pair in use.
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/file.h"
#include "kiosk/render/contrast.h"
#include "kiosk/render/look.h"
#include "kiosk/render/theme.h"
#include "support/ui_stage.h"

#include <SDL_image.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static void themes(struct vz_theme *both) {
    vz_theme_default(&both[0]);
    vz_theme_high_contrast(&both[1]);
}

static const unsigned states[] = {
    0, VZ_STATE_SELECTED, VZ_STATE_PRESSED, VZ_STATE_DISABLED, VZ_STATE_ERROR,
};

// A box of each look in each state; text stands on its face, or on the page
// where it has none.
static void check_text(const struct vz_ui *ui, enum vz_look look,
                       unsigned state) {
    const struct vz_box box = {
        .look = look, .state = state, .label = "Goed", .rect = {0, 0, 200, 88}};
    const struct vz_skin skin = vz_skin_of(ui, &box);
    SDL_Color ground = vz_ink_color(ui, VZ_COLOR_vla);
    if (skin.face_color >= 0) {
        ground = vz_ink_color(ui, skin.face_color);
    } else if (look == VZ_LOOK_BAR_DARK) {
        ground = vz_ink_color(ui, VZ_COLOR_gracht9);
    }
    const double ratio = vz_contrast(vz_ink_color(ui, skin.text_color), ground);
    if (ratio < 6.5) {
        fail_msg("look %d, state %u: %.2f", look, state, ratio);
    }
}

static void test_text_contrast(void **state) {
    struct vz_theme both[2];
    themes(both);
    for (int t = 0; t < 2; t++) {
        struct vz_ui ui = {.width = 1280,
                           .height = 800,
                           .scale = 1,
                           .text_scale = 1,
                           .theme = &both[t]};
        for (int look = 0; look < VZ_LOOK_COUNT_; look++) {
            for (size_t s = 0; s < sizeof(states) / sizeof(*states); s++) {
                check_text(&ui, (enum vz_look)look, states[s]);
            }
        }
    }
}

struct pair {
    enum vz_color above, below;
    double least; // as design.md 2.2 states it
};

static void test_contrast_of_the_palette(void **state) {
    static const struct pair pairs[] = {
        {VZ_COLOR_inkt, VZ_COLOR_vla, 14.1},
        {VZ_COLOR_inkt, VZ_COLOR_melk, 15.1},
        {VZ_COLOR_inkt, VZ_COLOR_zon, 9.6},
        {VZ_COLOR_inkt, VZ_COLOR_zon2, 12.5},
        {VZ_COLOR_inkt, VZ_COLOR_gracht1, 12.1},
        {VZ_COLOR_inkt, VZ_COLOR_regen, 10.2},
        {VZ_COLOR_inkt2, VZ_COLOR_vla, 7.3},
        {VZ_COLOR_melk, VZ_COLOR_gracht, 9.8},
        {VZ_COLOR_melk, VZ_COLOR_tulp, 7.1},
        {VZ_COLOR_gras8, VZ_COLOR_gras1, 7.8},
        {VZ_COLOR_fout8, VZ_COLOR_fout1, 8.3},
        {VZ_COLOR_fout, VZ_COLOR_melk, 7.6},
        {VZ_COLOR_lijn, VZ_COLOR_vla, 4.5},
        {VZ_COLOR_lijn, VZ_COLOR_melk, 4.8},
        {VZ_COLOR_zon7, VZ_COLOR_zon, 3.2},
        {VZ_COLOR_regen7, VZ_COLOR_vla, 7.5},
    };
    struct vz_theme theme;
    vz_theme_default(&theme);
    for (size_t i = 0; i < sizeof(pairs) / sizeof(*pairs); i++) {
        assert_true(vz_contrast(theme.colors[pairs[i].above],
                                theme.colors[pairs[i].below]) >=
                    pairs[i].least);
    }
}

// An edge or a foot tells what can be touched: it must stand out from the page.
static void test_edges_are_seen(void **state) {
    struct vz_theme both[2];
    themes(both);
    for (int t = 0; t < 2; t++) {
        for (int look = 0; look < VZ_LOOK_COUNT_; look++) {
            const struct vz_look_row *row = vz_look_row((enum vz_look)look);
            const int line = row->foot_height ? row->foot : row->edge;
            if (line >= 0 && (row->touch || row->edge_width)) {
                assert_true(vz_contrast(both[t].colors[line],
                                        both[t].colors[VZ_COLOR_vla]) >= 3);
            }
        }
    }
}

static void write_theme(const char *path, const char *text) {
    assert_int_equal(vz_file_write(path, text, strlen(text)), VZ_OK);
}

static void test_files(void **state) {
    char dir[] = "/tmp/themeXXXXXX";
    char path[64];
    assert_non_null(mkdtemp(dir));
    snprintf(path, sizeof(path), "%s/t.ini", dir);
    struct vz_theme theme;
    struct vz_error error = {0};
    write_theme(path, "[theme]\norganisation = De Linde\n[colors]\n"
                      "gracht = #102030\n");
    assert_true(vz_theme_load(&theme, path, &error));
    assert_string_equal(theme.organisation, "De Linde");
    assert_int_equal(theme.colors[VZ_COLOR_gracht].g, 0x20);
    assert_int_equal(theme.colors[VZ_COLOR_vla].b, 0xe4); // kept
    write_theme(path, "[colors]\n\ngrocht = #102030\n");
    assert_false(vz_theme_load(&theme, path, &error));
    assert_non_null(strstr(error.message, "line 3"));
    assert_non_null(strstr(error.message, "grocht"));
    write_theme(path, "[colors]\nzon = yellow\n");
    assert_false(vz_theme_load(&theme, path, &error));
    assert_non_null(strstr(error.message, "zon"));
    assert_int_equal(theme.colors[VZ_COLOR_gracht].g, 0x20); // as it was
    unlink(path);
    assert_false(vz_theme_load(&theme, path, &error));
    rmdir(dir);
}

// The house's blue on the page's blue.
static void test_an_unreadable_pair_is_refused(void **state) {
    char dir[] = "/tmp/themeXXXXXX";
    char path[64];
    assert_non_null(mkdtemp(dir));
    snprintf(path, sizeof(path), "%s/t.ini", dir);
    struct vz_theme theme;
    vz_theme_default(&theme);
    struct vz_error error = {0};
    write_theme(path, "[colors]\ngracht = #9FC5E8\n");
    assert_false(vz_theme_load(&theme, path, &error));
    assert_non_null(strstr(error.message, "'melk' cannot be read on 'gracht'"));
    assert_int_equal(theme.colors[VZ_COLOR_gracht].g, 0x4a); // as it was
    write_theme(path, "[colors]\ninkt2 = #777777\n");
    assert_false(vz_theme_load(&theme, path, &error));
    assert_non_null(strstr(error.message, "'inkt2'"));
    unlink(path);
    rmdir(dir);
}

// Every text that a look puts on a face is among the pairs that are checked.
static void test_every_pair_in_use_is_checked(void **state) {
    struct vz_theme theme;
    vz_theme_default(&theme);
    struct vz_ui ui = {.scale = 1, .text_scale = 1, .theme = &theme};
    for (int look = 0; look < VZ_LOOK_COUNT_; look++) {
        for (size_t s = 0; s < sizeof(states) / sizeof(*states); s++) {
            const struct vz_box box = {.look = (enum vz_look)look,
                                       .state = states[s],
                                       .rect = {0, 0, 200, 88}};
            const struct vz_skin skin = vz_skin_of(&ui, &box);
            const int text = skin.text_color == VZ_INK_ON_SUN ? VZ_COLOR_inkt
                                                              : skin.text_color;
            bool found = skin.face_color < 0 || text < 0;
            for (size_t i = 0; !found && i < vz_n_contrast_pairs; i++) {
                const struct vz_contrast_pair *pair = &vz_contrast_pairs[i];
                found = (int)pair->above == text &&
                        (int)pair->below == skin.face_color;
            }
            if (!found) {
                fail_msg("look %d, state %u: %s on %s", look, states[s],
                         vz_color_name((enum vz_color)text),
                         vz_color_name((enum vz_color)skin.face_color));
            }
        }
    }
}

static void write_logo(const char *path) {
    SDL_Surface *logo =
        SDL_CreateRGBSurfaceWithFormat(0, 60, 20, 32, SDL_PIXELFORMAT_ARGB8888);
    assert_non_null(logo);
    SDL_FillRect(logo, NULL, 0xff112233);
    SDL_FillRect(logo, &(SDL_Rect){30, 0, 30, 20}, 0); // clear
    assert_int_equal(IMG_SavePNG(logo, path), 0);
    SDL_FreeSurface(logo);
}

static void test_a_logo_takes_the_place_of_the_mark(void **state) {
    char dir[] = "/tmp/themeXXXXXX";
    char path[64], picture[64];
    assert_non_null(mkdtemp(dir));
    snprintf(path, sizeof(path), "%s/t.ini", dir);
    snprintf(picture, sizeof(picture), "%s/huis.png", dir);
    write_theme(path, "[theme]\nlogo = huis.png\n");
    write_logo(picture);
    struct ui_stage stage;
    struct vz_error error = {0};
    assert_true(ui_stage_init(&stage, 400, 300));
    assert_true(vz_theme_load(&stage.theme, path, &error));
    assert_true(vz_theme_mark_width(&stage.theme) == 3.0);
    stage.scene.background = "vla";
    vz_scene_add(&stage.scene, &(struct vz_box){.name = "brand",
                                                .look = VZ_LOOK_BRAND,
                                                .rect = {30, 40, 90, 30}});
    ui_stage_paint(&stage, true);
    assert_int_equal(ui_stage_pixel(&stage, 40, 50), 0x112233);
    assert_int_equal(ui_stage_pixel(&stage, 110, 50),
                     ui_stage_color(&stage, VZ_COLOR_vla));
    vz_theme_finish(&stage.theme);
    ui_stage_finish(&stage);
    unlink(picture);
    assert_false(vz_theme_load(&stage.theme, path, &error));
    assert_non_null(strstr(error.message, "huis.png"));
    unlink(path);
    rmdir(dir);
}

static void test_shipped_themes(void **state) {
    struct vz_theme both[2];
    struct vz_theme read;
    struct vz_error error = {0};
    themes(both);
    static const char *const files[] = {"assets/themes/vertelzuil.ini",
                                        "assets/themes/high-contrast.ini"};
    for (int i = 0; i < 2; i++) {
        assert_true(vz_theme_load(&read, files[i], &error));
        assert_memory_equal(read.colors, both[i].colors, sizeof(read.colors));
        assert_int_equal(read.high_contrast, i == 1);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_text_contrast),
        cmocka_unit_test(test_contrast_of_the_palette),
        cmocka_unit_test(test_edges_are_seen),
        cmocka_unit_test(test_files),
        cmocka_unit_test(test_an_unreadable_pair_is_refused),
        cmocka_unit_test(test_every_pair_in_use_is_checked),
        cmocka_unit_test(test_a_logo_takes_the_place_of_the_mark),
        cmocka_unit_test(test_shipped_themes),
    };
    return cmocka_run_group_tests_name("theme", tests, NULL, NULL);
}
