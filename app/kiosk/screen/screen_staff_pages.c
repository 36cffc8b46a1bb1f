/*
 * The other pages of the staff screen: forms, tests, the hub, the USB stick.
 */
#include "staff_part.h"

#include "kiosk/locale/locale.h"
#include "kiosk/widget/keyboard.h"
#include "kiosk/widget/layout.h"
#include "kiosk/widget/level_meter.h"

#include <string.h>

#define FORM_ROW 84
#define FIELD 88
#define DOT 36

// -------------------------------------------------------------------- forms
static void add_form(const struct vz_view *view, struct vz_scene *scene,
                     size_t i, struct vz_rect row) {
    const struct vz_ui *ui = view->ui;
    const struct vz_form_row *form = &view->forms[i];
    vz_scene_add(scene,
                 &(struct vz_box){.name = vz_scene_text(scene, "form:%zu", i),
                                  .look = VZ_LOOK_PANEL,
                                  .rect = row});
    struct vz_rect inner = {row.x + vz_px(ui, 28), row.y + vz_px(ui, 4),
                            row.w - vz_px(ui, 56), row.h - vz_px(ui, 8)};
    const char *detail = vz_scene_text(
        scene, "%s · %s%s", form->form_id,
        *form->version
            ? vz_scene_text(scene, vz_tr("version %s"), form->version)
            : vz_tr("no version"),
        form->worker     ? vz_tr(" · for workers")
        : !form->offered ? vz_tr(" · not offered")
                         : "");
    struct vz_fit title =
        vz_staff_fit(ui, form->title, VZ_TYPE_BODY_BOLD, inner.w, inner.h / 2);
    struct vz_text_block block = {.name =
                                      vz_scene_text(scene, "form-title:%zu", i),
                                  .text = form->title,
                                  .type = title.type,
                                  .shrink = title.shrink,
                                  .role = VZ_ROLE_TEXT};
    int height = vz_layout_text(scene, ui, inner, &block);
    vz_layout_cut_top(&inner, height, 0);
    struct vz_fit fit = vz_staff_fit(ui, detail, VZ_TYPE_MIN, inner.w, inner.h);
    block = (struct vz_text_block){
        .name = vz_scene_text(scene, "form-version:%zu", i),
        .text = detail,
        .type = fit.type,
        .shrink = fit.shrink,
        .look = VZ_LOOK_TEXT_SOFT,
        .role = VZ_ROLE_TEXT};
    vz_layout_text(scene, ui, inner, &block);
}

static void add_turns(struct vz_scene *scene, const struct vz_ui *ui,
                      struct vz_rect line, bool before, bool after) {
    int gap = vz_px(ui, 24);
    vz_staff_add_key(scene, ui, vz_layout_column(line, 2, 0, gap),
                     &(struct vz_staff_key){.name = "turn-back",
                                            .label = vz_tr("Before"),
                                            .icon = vz_layout_back_icon(ui),
                                            .act = VZ_STAFF_TURN,
                                            .b = -1,
                                            .off = !before});
    vz_staff_add_key(scene, ui, vz_layout_column(line, 2, 1, gap),
                     &(struct vz_staff_key){.name = "turn-on",
                                            .label = vz_tr("More"),
                                            .icon = vz_layout_next_icon(ui),
                                            .act = VZ_STAFF_TURN,
                                            .b = 1,
                                            .off = !after});
}

void vz_staff_forms(const struct vz_view *view, struct vz_scene *scene,
                    struct vz_rect area) {
    const struct vz_ui *ui = view->ui;
    if (!view->n_forms || !view->forms) {
        vz_staff_text(scene, ui, &area, "no-forms", vz_tr("No forms"),
                      VZ_TYPE_BODY_BOLD, VZ_LOOK_TEXT);
        return;
    }
    int row = vz_px(ui, FORM_ROW), gap = vz_px(ui, 14);
    size_t rows = (size_t)((area.h + gap) / (row + gap));
    size_t first = 0;
    if (view->n_forms > rows) {
        struct vz_rect line =
            vz_layout_cut_bottom(&area, vz_px(ui, VZ_STAFF_KEY), gap);
        rows = (size_t)((area.h + gap) / (row + gap));
        rows = rows ? rows : 1;
        size_t parts = (view->n_forms + rows - 1) / rows;
        size_t part = (size_t)view->staff->part;
        part = part < parts ? part : parts - 1;
        first = part * rows;
        add_turns(scene, ui, line, part > 0, part + 1 < parts);
    }
    for (size_t i = first; i < view->n_forms && i < first + rows; i++) {
        add_form(view, scene, i, vz_layout_cut_top(&area, row, gap));
    }
}

// --------------------------------------------------------------------- test
static void add_dots(const struct vz_view *view, struct vz_scene *scene) {
    const struct vz_staff_room *room = view->staff;
    int size = vz_px(view->ui, DOT);
    int n = room->n_dots < VZ_STAFF_DOTS ? room->n_dots : VZ_STAFF_DOTS;
    for (int i = 0; i < n; i++) {
        const struct vz_staff_dot *dot = &room->dots[i];
        bool last = (room->n_dots - 1) % VZ_STAFF_DOTS == i;
        struct vz_rect rect = {dot->x - size / 2, dot->y - size / 2, size,
                               size};
        if (view->ui->rtl) {
            rect.x = view->ui->width - rect.x - size; // touches do not mirror
        }
        vz_scene_add(scene,
                     &(struct vz_box){
                         .name = vz_scene_text(scene, "touched:%d", i),
                         .look = last ? VZ_LOOK_STONE_NOW : VZ_LOOK_STONE_DONE,
                         .rect = rect});
    }
}

// While the microphone is tried: what it hears.
static void add_levels(const struct vz_view *view, struct vz_scene *scene,
                       struct vz_rect area) {
    const struct vz_recorder_view *heard = view->ui->recorder;
    int wide = vz_px(view->ui, 680), high = vz_level_meter_height(view->ui);
    if (heard && heard->phase == VZ_RECORDER_HEARS) {
        vz_level_meter_add(scene, view->ui,
                           vz_layout_center(area, wide < area.w ? wide : area.w,
                                            high < area.h ? high : area.h),
                           heard);
    }
}

void vz_staff_test(const struct vz_view *view, struct vz_scene *scene,
                   struct vz_rect area) {
    const struct vz_ui *ui = view->ui;
    vz_staff_message(view, scene, &area);
    struct vz_rect line =
        vz_layout_cut_bottom(&area, vz_px(ui, VZ_STAFF_KEY), vz_px(ui, 24));
    line.y -= vz_px(ui, VZ_FOOT);
    vz_staff_text(scene, ui, &area, "touch-text",
                  vz_tr("Touch the screen: a dot appears under your finger."),
                  VZ_TYPE_BODY, VZ_LOOK_TEXT);
    vz_scene_add(scene, &(struct vz_box){.name = "touch-area",
                                         .look = VZ_LOOK_PANEL,
                                         .rect = area});
    add_dots(view, scene);
    add_levels(view, scene, area);
    bool busy = view->staff->busy;
    vz_staff_add_key(scene, ui, vz_layout_column(line, 2, 0, vz_px(ui, 24)),
                     &(struct vz_staff_key){
                         .name = "test-sound",
                         .label = view->has_sound ? vz_tr("Test the sound")
                                                  : vz_tr("No sound here"),
                         .icon = "speaker",
                         .act = VZ_STAFF_SOUND,
                         .off = !view->has_sound || busy,
                     });
    vz_staff_add_key(scene, ui, vz_layout_column(line, 2, 1, vz_px(ui, 24)),
                     &(struct vz_staff_key){
                         .name = "test-microphone",
                         .label = view->has_microphone
                                      ? vz_tr("Test the microphone")
                                      : vz_tr("No microphone here"),
                         .icon = "microphone",
                         .act = VZ_STAFF_MICROPHONE,
                         .off = !view->has_microphone || busy,
                     });
}

// ---------------------------------------------------------------------- hub
static void add_field(const struct vz_view *view, struct vz_scene *scene,
                      struct vz_rect face, enum vz_staff_field field) {
    static const char *const names[] = {"address", "code"};
    const char *empty[] = {vz_tr("Address of the hub"), vz_tr("Code")};
    const struct vz_staff_room *room = view->staff;
    const char *text = room->typed[field];
    bool active = room->field == field;
    vz_scene_add(scene, &(struct vz_box){
                            .name = names[field],
                            .role = VZ_ROLE_FIELD,
                            .look = VZ_LOOK_FIELD,
                            .rect = face,
                            .state = active ? VZ_STATE_ACTIVE : 0u,
                            .label = *text || active ? text : empty[field],
                            .type = VZ_TYPE_FIELD,
                            .shrink = (int)(85 / view->ui->text_scale),
                            .caret = active ? (int)strlen(text) : -1,
                            .secret = field == VZ_STAFF_CODE,
                            .act = VZ_ACT_STAFF,
                            .a = VZ_STAFF_FIELD,
                            .b = field,
                        });
}

// Its keys belong to the fields above it.
static void add_keyboard(const struct vz_view *view, struct vz_scene *scene,
                         struct vz_rect area) {
    const struct vz_staff_room *room = view->staff;
    struct vz_keyboard keyboard = {
        .code = "en", .numbers = room->numbers, .capital = room->capital};
    size_t first = scene->n;
    vz_keyboard_build(&keyboard, scene, view->ui, area);
    for (size_t i = first; i < scene->n; i++) {
        if (scene->boxes[i].act == VZ_ACT_WIDGET) {
            scene->boxes[i].act = VZ_ACT_STAFF_KEY;
        }
    }
}

void vz_staff_hub(const struct vz_view *view, struct vz_scene *scene,
                  struct vz_rect area) {
    const struct vz_ui *ui = view->ui;
    int keys = vz_keyboard_height(ui);
    struct vz_rect keyboard = vz_layout_cut_bottom(&area, keys, vz_px(ui, 12));
    vz_staff_message(view, scene, &area);
    struct vz_rect line = vz_layout_cut_top(&area, vz_px(ui, FIELD), 0);
    struct vz_rect enrol =
        vz_layout_cut_end(&line, vz_px(ui, 190), vz_px(ui, 16));
    struct vz_rect code =
        vz_layout_cut_end(&line, vz_px(ui, 270), vz_px(ui, 16));
    add_field(view, scene, line, VZ_STAFF_ADDRESS);
    add_field(view, scene, code, VZ_STAFF_CODE);
    enrol.h = vz_px(ui, VZ_STAFF_KEY);
    enrol.y += vz_px(ui, (FIELD - VZ_STAFF_KEY) / 2);
    vz_staff_add_key(
        scene, ui, enrol,
        &(struct vz_staff_key){.name = "enrol",
                               .label = vz_tr("Connect"),
                               .act = VZ_STAFF_ENROL,
                               .off = view->staff->busy ||
                                      !*view->staff->typed[VZ_STAFF_CODE],
                               .look = VZ_LOOK_PRIMARY});
    if (view->staff->busy || *view->staff->message) {
        area.h = 0; // the message stands there
    } else {
        vz_layout_cut_top(&area, 0, vz_px(ui, 10));
        const char *error = view->status.last_error;
        const char *text =
            !view->enrolled ? vz_tr("Type the address and the code that "
                                    "the hub gives, or scan them.")
            : *error ? vz_scene_text(scene, "%s: %s", view->server_host, error)
                     : vz_scene_text(scene, vz_tr("Connected with %s."),
                                     view->server_host);
        struct vz_fit fit =
            vz_staff_fit(ui, text, VZ_TYPE_SMALL, area.w, area.h);
        struct vz_text_block block = {.name = "hub-state",
                                      .text = text,
                                      .type = fit.type,
                                      .shrink = fit.shrink,
                                      .role = VZ_ROLE_TEXT};
        vz_layout_text(scene, ui, area, &block);
    }
    add_keyboard(view, scene, keyboard);
}

// -------------------------------------------------------------------- stick
void vz_staff_stick(const struct vz_view *view, struct vz_scene *scene,
                    struct vz_rect area) {
    const struct vz_ui *ui = view->ui;
    bool can = view->stick && !view->staff->busy;
    vz_staff_message(view, scene, &area);
    vz_staff_text(scene, ui, &area, "stick-text",
                  vz_tr("Without a network the answers go to the hub on a USB "
                        "stick, and what the hub gives back comes in."),
                  VZ_TYPE_BODY, VZ_LOOK_TEXT);
    vz_staff_text(
        scene, ui, &area, "stick-state",
        view->stick ? vz_scene_text(scene, vz_tr("USB stick: %s"), view->stick)
                    : vz_tr("There is no USB stick. Put one in."),
        VZ_TYPE_BODY_BOLD, VZ_LOOK_TEXT);
    vz_layout_cut_top(&area, 0, vz_px(ui, 12));
    int gap = vz_px(ui, 24);
    struct vz_rect row = vz_layout_cut_top(&area, vz_px(ui, 112), gap);
    vz_staff_add_key(scene, ui, vz_layout_column(row, 2, 0, gap),
                     &(struct vz_staff_key){.name = "export",
                                            .label = vz_tr("Put on the stick"),
                                            .icon = "storage",
                                            .act = VZ_STAFF_EXPORT,
                                            .off = !can,
                                            .look = VZ_LOOK_PRIMARY});
    vz_staff_add_key(
        scene, ui, vz_layout_column(row, 2, 1, gap),
        &(struct vz_staff_key){.name = "import",
                               .label = vz_tr("Read from the stick"),
                               .icon = "folder",
                               .act = VZ_STAFF_IMPORT,
                               .off = !can});
}
