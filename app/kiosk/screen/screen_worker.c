/*
 * The worker's room: the forms that a worker can begin with somebody.
 */
#include "frame.h"

#include "kiosk/locale/locale.h"
#include "kiosk/widget/layout.h"

#include <string.h>

#define ROW 100
#define ROW_GAP 20
#define ROWS_A_PART 4 // in two columns; on a high screen one more, in one
#define DOOR 220
#define DOORS_MAX 4

static bool tells(const struct vz_door *door) {
    return door->kind && (strcmp(door->kind, "story") == 0 ||
                          strcmp(door->kind, "testimonial") == 0);
}

// A few forms are doors, as on the start screen; many are keys.
static void add_form(const struct vz_view *view, struct vz_scene *scene,
                     size_t i, struct vz_rect face, bool door) {
    static const enum vz_type types[] = {VZ_TYPE_QUESTION, VZ_TYPE_ANSWER,
                                         VZ_TYPE_BODY_BOLD, VZ_TYPE_SMALL_BOLD};
    const struct vz_ui *ui = view->ui;
    const struct vz_door *form = &view->doors[i];
    const char *icon = form->icon ? form->icon : "pencil";
    int from = door ? 0 : 1;
    struct vz_fit fit =
        vz_layout_fit(ui, form->title, types + from, (size_t)(4 - from),
                      face.w - vz_px(ui, door ? 290 : 240), face.h);
    struct vz_box box = {
        .name = vz_scene_text(scene, "door:%zu", i),
        .role = VZ_ROLE_BUTTON,
        .look = door          ? VZ_LOOK_DOOR_STORY
                : tells(form) ? VZ_LOOK_RECORD
                              : VZ_LOOK_BUTTON,
        .rect = face,
        .label = form->title,
        .type = fit.type,
        .shrink = fit.shrink,
        .align = VZ_ALIGN_CENTER,
        .icon = icon,
        .slop = true,
        .act = VZ_ACT_DOOR,
        .a = (int)i,
    };
    if (!door) {
        vz_layout_shrink_label(ui, &box); // a key's label is on one line
    }
    vz_scene_add(scene, &box);
}

static void add_forms(const struct vz_view *view, struct vz_scene *scene,
                      struct vz_rect area) {
    const struct vz_ui *ui = view->ui;
    bool doors = view->n_doors <= DOORS_MAX;
    struct vz_frame_part part = vz_frame_door_part(
        view, scene, &area, ui->portrait ? ROWS_A_PART + 1 : 2 * ROWS_A_PART);
    size_t n = part.n;
    int columns = !ui->portrait && (doors || n > 4) ? 2 : 1;
    int rows = ((int)n + columns - 1) / columns;
    int gap = vz_px(ui, ROW_GAP), least = vz_px(ui, VZ_ANSWER_MIN);
    int height = rows ? (area.h + gap) / rows - gap : 0;
    int most = vz_px(ui, doors ? DOOR : ROW);
    height = height < most ? height : most;
    if (height < least) {
        columns++;
        rows = ((int)n + columns - 1) / columns;
        height = (area.h + gap) / rows - gap;
        height = height < most ? height : most;
    }
    for (size_t i = 0; i < n; i++) {
        struct vz_rect face = vz_layout_column(area, columns, (int)i % columns,
                                               vz_px(ui, VZ_GAP));
        face.y += (int)i / columns * (height + gap);
        face.h = height;
        add_form(view, scene, part.first + i, face, doors);
    }
}

void vz_screen_worker(const struct vz_view *view, struct vz_scene *scene) {
    static const enum vz_type types[] = {VZ_TYPE_TITLE, VZ_TYPE_ANSWER,
                                         VZ_TYPE_BODY_BOLD};
    const struct vz_ui *ui = view->ui;
    struct vz_dark_bar bar = {vz_tr("For workers"), vz_tr("Not public"),
                              "lock"};
    vz_frame_dark_bar(scene, ui, &bar);
    struct vz_rect area = vz_frame_content(ui);
    vz_layout_cut_top(&area, vz_px(ui, 112) - area.y, 0);
    const char *text = view->n_doors
                           ? vz_tr("What do you want to write down?")
                           : vz_tr("There are no forms for workers here.");
    struct vz_fit fit =
        vz_layout_fit(ui, text, types, 3, area.w, vz_px(ui, 140));
    struct vz_text_block block = {.name = "title",
                                  .text = text,
                                  .type = fit.type,
                                  .shrink = fit.shrink,
                                  .role = VZ_ROLE_HEADING};
    int height = vz_layout_text(scene, ui, area, &block);
    vz_layout_cut_top(&area, height, vz_px(ui, VZ_GAP));
    add_forms(view, scene, area);
    struct vz_rect line = vz_frame_low_line(ui);
    vz_frame_button(scene, ui, &line,
                    (struct vz_box){.name = "back",
                                    .look = VZ_LOOK_BUTTON,
                                    .label = vz_tr("Close"),
                                    .icon = "lock",
                                    .act = VZ_ACT_BACK},
                    false);
    const char *note = vz_tr("Closes by itself after 2 minutes");
    struct vz_fit small =
        vz_layout_measure(ui, note, VZ_TYPE_SMALL, vz_frame_capped(ui), 0);
    if (small.width + vz_px(ui, 60) < line.w) {
        vz_frame_fact(scene, ui, line.x + vz_px(ui, 16),
                      line.y + (line.h - small.height) / 2, "note", "clock",
                      note, VZ_TYPE_SMALL);
    }
}
