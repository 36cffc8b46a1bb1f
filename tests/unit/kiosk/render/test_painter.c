// The painter: what is repainted, and pixels at chosen points.
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "kiosk/render/box_painter.h"
#include "support/ui_gallery.h"
#include "support/ui_stage.h"

#include <stdlib.h>
#include <string.h>

static int set_up(void **state) {
    struct ui_stage *stage = calloc(1, sizeof(*stage));
    *state = stage;
    return stage && ui_stage_init(stage, 1280, 800) ? 0 : -1;
}

static int tear_down(void **state) {
    ui_stage_finish(*state);
    free(*state);
    return 0;
}

static void add(struct ui_stage *stage, struct vz_box box) {
    box.caret = box.look == VZ_LOOK_FIELD ? box.caret : -1;
    assert_non_null(vz_scene_add(&stage->scene, &box));
}

// Two cards and a heading; the first card in a state.
static void build(struct ui_stage *stage, unsigned state, const char *heading) {
    vz_scene_clear(&stage->scene);
    stage->scene.background = "vla";
    add(stage, (struct vz_box){.name = "heading",
                               .rect = {40, 20, 1200, 58},
                               .label = heading,
                               .type = VZ_TYPE_QUESTION});
    for (int i = 0; i < 2; i++) {
        add(stage, (struct vz_box){.name = i ? "choice:b" : "choice:a",
                                   .look = VZ_LOOK_CARD,
                                   .rect = {100 + i * 500, 200, 400, 200},
                                   .label = i ? "Eten" : "Sport",
                                   .type = VZ_TYPE_ANSWER,
                                   .icon = i ? "food" : "sport",
                                   .state = i ? 0 : state,
                                   .act = VZ_ACT_WIDGET});
    }
}

static void one_rect(const struct ui_stage *stage, size_t n, SDL_Rect wanted) {
    assert_int_equal(n, 1);
    assert_int_equal(stage->rects[0].x, wanted.x);
    assert_int_equal(stage->rects[0].y, wanted.y);
    assert_int_equal(stage->rects[0].w, wanted.w);
    assert_int_equal(stage->rects[0].h, wanted.h);
}

static void test_first_paint_is_whole(void **state) {
    struct ui_stage *stage = *state;
    build(stage, 0, "Wat deed je?");
    one_rect(stage, ui_stage_paint(stage, false), (SDL_Rect){0, 0, 1280, 800});
    assert_int_equal(ui_stage_paint(stage, false), 0);
    build(stage, 0, "Wat deed je?"); // the same again, in other memory
    assert_int_equal(ui_stage_paint(stage, false), 0);
    one_rect(stage, ui_stage_paint(stage, true), (SDL_Rect){0, 0, 1280, 800});
}

static void test_selected_card_repaints_itself(void **state) {
    struct ui_stage *stage = *state;
    build(stage, 0, "Wat deed je?");
    ui_stage_paint(stage, true);
    build(stage, VZ_STATE_SELECTED, "Wat deed je?");
    // Face 400 x 200, foot 6 below, badge 13 above and 9 beside.
    const SDL_Rect card = {100, 187, 409, 219};
    one_rect(stage, ui_stage_paint(stage, false), card);
    build(stage, 0, "Wat deed je?");
    one_rect(stage, ui_stage_paint(stage, false), card);
    build(stage, VZ_STATE_PRESSED, "Wat deed je?");
    one_rect(stage, ui_stage_paint(stage, false),
             (SDL_Rect){100, 200, 400, 206});
    build(stage, VZ_STATE_FOCUSED, "Wat deed je?");
    one_rect(stage, ui_stage_paint(stage, false),
             (SDL_Rect){90, 190, 420, 226});
}

// What is painted piece by piece must be what a whole paint gives.
static void test_pieces_equal_whole(void **state) {
    struct ui_stage *stage = *state;
    static const unsigned states[] = {0,
                                      VZ_STATE_SELECTED,
                                      VZ_STATE_PRESSED,
                                      VZ_STATE_FOCUSED,
                                      VZ_STATE_DISABLED,
                                      VZ_STATE_ERROR,
                                      VZ_STATE_SELECTED | VZ_STATE_PRESSED,
                                      0};
    build(stage, 0, "Een");
    ui_stage_paint(stage, true);
    const size_t len =
        (size_t)stage->surface->pitch * (size_t)stage->surface->h;
    void *pieces = malloc(len);
    assert_non_null(pieces);
    for (size_t i = 0; i < sizeof(states) / sizeof(*states); i++) {
        build(stage, states[i], i % 2 ? "Een" : "Twee jij");
        ui_stage_paint(stage, false);
        memcpy(pieces, stage->surface->pixels, len);
        ui_stage_paint(stage, true);
        assert_memory_equal(pieces, stage->surface->pixels, len);
    }
    free(pieces);
}

static void test_boxes_come_and_go(void **state) {
    struct ui_stage *stage = *state;
    build(stage, 0, "Een");
    ui_stage_paint(stage, true);
    add(stage, (struct vz_box){.name = "toast",
                               .look = VZ_LOOK_TOAST,
                               .rect = {600, 600, 300, 60},
                               .label = "Gekozen"});
    one_rect(stage, ui_stage_paint(stage, false),
             (SDL_Rect){600, 600, 300, 60});
    assert_int_equal(ui_stage_pixel(stage, 620, 630),
                     ui_stage_color(stage, VZ_COLOR_inkt));
    build(stage, 0, "Een");
    one_rect(stage, ui_stage_paint(stage, false),
             (SDL_Rect){600, 600, 300, 60});
    assert_int_equal(ui_stage_pixel(stage, 620, 630),
                     ui_stage_color(stage, VZ_COLOR_vla));
}

static void test_changed_order_is_repainted(void **state) {
    struct ui_stage *stage = *state;
    for (int turn = 0; turn < 2; turn++) {
        vz_scene_clear(&stage->scene);
        for (int i = 0; i < 2; i++) {
            const bool red = i == turn;
            add(stage,
                (struct vz_box){.name = red ? "red" : "green",
                                .look = red ? VZ_LOOK_RECORD : VZ_LOOK_PRIMARY,
                                .rect = {100, 100, 200, 88}});
        }
        ui_stage_paint(stage, turn == 0);
        assert_int_equal(
            ui_stage_pixel(stage, 200, 140),
            ui_stage_color(stage, turn ? VZ_COLOR_tulp : VZ_COLOR_gracht));
    }
}

static void test_settings_repaint_all(void **state) {
    struct ui_stage *stage = *state;
    build(stage, 0, "Een");
    ui_stage_paint(stage, true);
    stage->ui.text_scale = 1.25;
    one_rect(stage, ui_stage_paint(stage, false), (SDL_Rect){0, 0, 1280, 800});
    stage->scene.background = "zon";
    one_rect(stage, ui_stage_paint(stage, false), (SDL_Rect){0, 0, 1280, 800});
    assert_int_equal(ui_stage_pixel(stage, 5, 5),
                     ui_stage_color(stage, VZ_COLOR_zon));
    vz_theme_high_contrast(&stage->theme);
    one_rect(stage, ui_stage_paint(stage, false), (SDL_Rect){0, 0, 1280, 800});
    assert_int_equal(ui_stage_pixel(stage, 5, 5), 0x000000);
    vz_painter_forget(stage->painter);
    one_rect(stage, ui_stage_paint(stage, false), (SDL_Rect){0, 0, 1280, 800});
}

static void test_failed_scene_keeps_the_screen(void **state) {
    struct ui_stage *stage = *state;
    build(stage, 0, "Een");
    ui_stage_paint(stage, true);
    stage->scene.failed = true;
    stage->scene.boxes[0].label = "Twee";
    assert_int_equal(ui_stage_paint(stage, true), 0);
}

static void test_rects_are_merged_and_bounded(void **state) {
    struct ui_stage *stage = *state;
    for (int turn = 0; turn < 2; turn++) {
        vz_scene_clear(&stage->scene);
        for (int i = 0; i < 100; i++) {
            add(stage,
                (struct vz_box){
                    .name = vz_scene_text(&stage->scene, "stone:%d", i),
                    .look = turn ? VZ_LOOK_STONE_DONE : VZ_LOOK_STONE_OPEN,
                    .rect = {10 + i % 10 * 60, 10 + i / 10 * 60, 40, 20}});
        }
        const size_t n = ui_stage_paint(stage, turn == 0);
        assert_in_range(n, 1, UI_STAGE_RECTS);
    }
    assert_int_equal(ui_stage_pixel(stage, 30, 20),
                     ui_stage_color(stage, VZ_COLOR_gracht));
    assert_int_equal(ui_stage_pixel(stage, 10 + 9 * 60 + 20, 10 + 9 * 60 + 10),
                     ui_stage_color(stage, VZ_COLOR_gracht));
    // A caller with room for one rectangle gets one that covers all.
    vz_scene_clear(&stage->scene);
    SDL_Rect one;
    assert_int_equal(vz_painter_paint(stage->painter, &stage->ui, &stage->scene,
                                      stage->surface, false, &one, 1),
                     1);
    assert_true(one.x <= 10 && one.y <= 10 && one.w >= 580 && one.h >= 560);
}

static void test_pixels_of_states(void **state) {
    struct ui_stage *stage = *state;
    const uint32_t page = ui_stage_color(stage, VZ_COLOR_vla);
    build(stage, 0, "Een");
    ui_stage_paint(stage, true);
    assert_int_equal(ui_stage_pixel(stage, 300, 201),
                     ui_stage_color(stage, VZ_COLOR_lijn)); // outline
    assert_int_equal(ui_stage_pixel(stage, 300, 204), 0xffffff);
    assert_int_equal(ui_stage_pixel(stage, 300, 404),
                     ui_stage_color(stage, VZ_COLOR_lijn)); // foot
    assert_int_equal(ui_stage_pixel(stage, 300, 407), page);
    assert_int_equal(ui_stage_pixel(stage, 101, 201), page); // corner

    build(stage, VZ_STATE_SELECTED, "Een");
    ui_stage_paint(stage, false);
    assert_int_equal(ui_stage_pixel(stage, 300, 205),
                     ui_stage_color(stage, VZ_COLOR_inkt)); // 6 px border
    assert_int_equal(ui_stage_pixel(stage, 300, 207),
                     ui_stage_color(stage, VZ_COLOR_zon));
    assert_int_equal(ui_stage_pixel(stage, 483, 190), // badge, above the face
                     ui_stage_color(stage, VZ_COLOR_vla));
    assert_int_equal(ui_stage_pixel(stage, 483, 195),
                     ui_stage_color(stage, VZ_COLOR_inkt));

    build(stage, VZ_STATE_PRESSED, "Een");
    ui_stage_paint(stage, false);
    assert_int_equal(ui_stage_pixel(stage, 300, 203), page); // sunk by 6
    assert_int_equal(ui_stage_pixel(stage, 300, 405),
                     ui_stage_color(stage, VZ_COLOR_lijn));

    build(stage, VZ_STATE_DISABLED, "Een");
    ui_stage_paint(stage, false);
    assert_int_equal(ui_stage_pixel(stage, 250, 210), page); // no fill
    assert_int_equal(ui_stage_pixel(stage, 300, 404), page); // no foot
}

static void test_typed_text_scrolls_to_the_caret(void **state) {
    struct ui_stage *stage = *state;
    struct vz_box field = {.name = "field",
                           .look = VZ_LOOK_FIELD,
                           .rect = {40, 152, 1200, 142},
                           .label = "een\ntwee\ndrie\nvier",
                           .type = VZ_TYPE_FIELD,
                           .state = VZ_STATE_ACTIVE,
                           .secret = true};
    for (int end = 0; end < 2; end++) {
        vz_scene_clear(&stage->scene);
        field.caret = end ? 18 : 0;
        add(stage, field);
        ui_stage_paint(stage, true);
        // Two lines show; the caret stands on the first or the second.
        const int y = 152 + 19 + (end ? 46 : 0) + 23;
        bool seen = false;
        for (int x = 60; x < 300; x++) {
            seen |= ui_stage_pixel(stage, x, y) ==
                    ui_stage_color(stage, VZ_COLOR_tulp);
        }
        assert_true(seen);
    }
    // A touch on the upper line now means the third line of the text.
    const struct vz_box *box = vz_scene_find(&stage->scene, "field");
    const struct vz_field_view view = vz_box_field(&stage->ui, box);
    assert_int_equal(view.scroll, 2 * 46);
    assert_int_equal(
        vz_text_offset_at(view.layout, 0, 180 - view.window.y + view.scroll),
        9);
    assert_int_equal(
        vz_text_offset_at(view.layout, 1000, 240 - view.window.y + view.scroll),
        18);
}

static void test_button_width(void **state) {
    struct ui_stage *stage = *state;
    struct vz_box box = {.look = VZ_LOOK_BUTTON,
                         .label = "Terug",
                         .type = VZ_TYPE_BODY_BOLD,
                         .icon = "back"};
    assert_in_range(vz_painter_button_width(&stage->ui, &box), 180, 200);
    box.icon = NULL;
    const int plain = vz_painter_button_width(&stage->ui, &box);
    box.label = "Terug naar start";
    assert_true(vz_painter_button_width(&stage->ui, &box) > plain + 60);
}

static void test_missing_icon_is_no_reason_to_stop(void **state) {
    struct ui_stage *stage = *state;
    add(stage, (struct vz_box){.name = "a",
                               .look = VZ_LOOK_BUTTON,
                               .rect = {10, 10, 200, 88},
                               .icon = "../../../etc/passwd",
                               .label = "Ja"});
    add(stage, (struct vz_box){.name = "b",
                               .look = VZ_LOOK_BUTTON,
                               .rect = {10, 210, 200, 88},
                               .icon = "no-such-icon"});
    assert_int_equal(ui_stage_paint(stage, true), 1);
    assert_int_equal(ui_stage_pixel(stage, 20, 50), 0xffffff);
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
int main(void) {
    const struct CMUnitTest tests[] = {
        CASE(test_first_paint_is_whole),
        CASE(test_selected_card_repaints_itself),
        CASE(test_pieces_equal_whole),
        CASE(test_boxes_come_and_go),
        CASE(test_changed_order_is_repainted),
        CASE(test_settings_repaint_all),
        CASE(test_failed_scene_keeps_the_screen),
        CASE(test_rects_are_merged_and_bounded),
        CASE(test_pixels_of_states),
        CASE(test_typed_text_scrolls_to_the_caret),
        CASE(test_button_width),
        CASE(test_missing_icon_is_no_reason_to_stop),
    };
    return cmocka_run_group_tests_name("painter", tests, NULL, NULL);
}
