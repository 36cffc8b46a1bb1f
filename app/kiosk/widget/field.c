#include "field.h"

#include "kiosk/render/box_painter.h"
#include "kiosk/text/text.h"

#define PADS 50 // above and below the lines, the counter's room too

static int line_height(const struct vz_ui *ui) {
    return vz_text_style(ui, VZ_TYPE_FIELD).line;
}

int vz_field_height(const struct vz_ui *ui, int lines) {
    return vz_px(ui, PADS) + lines * line_height(ui);
}

int vz_field_lines(const struct vz_ui *ui, int height) {
    int lines = (height - vz_px(ui, PADS - 6)) / line_height(ui);
    return lines > 0 ? lines : 1;
}

static struct vz_box field_box(const struct vz_text_edit *edit,
                               struct vz_rect face) {
    size_t from, to;
    vz_text_edit_selected(edit, &from, &to);
    return (struct vz_box){
        .name = "field",
        .role = VZ_ROLE_FIELD,
        .look = VZ_LOOK_FIELD,
        .rect = face,
        .state = VZ_STATE_ACTIVE,
        .label = vz_text_edit_get(edit),
        .type = VZ_TYPE_FIELD,
        .caret = (int)edit->caret,
        .level = edit->top,
        .mark_from = (int)from,
        .mark_to = (int)to,
        .secret = true,
        .drags = true,
        .act = VZ_ACT_WIDGET,
    };
}

void vz_field_add(struct vz_scene *scene, const struct vz_ui *ui,
                  struct vz_text_edit *edit, struct vz_rect face, int command,
                  bool error) {
    struct vz_box box = field_box(edit, face);
    box.state |= error ? VZ_STATE_ERROR : 0u;
    box.a = command;
    edit->top = vz_box_field(ui, &box).top;
    box.level = edit->top;
    vz_scene_add(scene, &box);
}

size_t vz_field_offset_at(const struct vz_ui *ui, const struct vz_box *box,
                          int x, int y) {
    struct vz_field_view view = vz_box_field(ui, box);
    return view.layout ? vz_text_offset_at(view.layout, x - view.window.x,
                                           y - view.window.y + view.scroll)
                       : 0;
}

void vz_field_drag(const struct vz_ui *ui, struct vz_text_edit *edit,
                   const struct vz_box *box, int x, int y, enum vz_drag drag) {
    size_t offset = vz_field_offset_at(ui, box, x, y);
    vz_text_edit_move(edit, offset, drag != VZ_DRAG_START);
}

bool vz_field_reads_back(const struct vz_ui *ui,
                         const struct vz_text_edit *edit) {
    struct vz_text_style style = vz_text_style(ui, VZ_TYPE_FIELD);
    return vz_text_reads_back(
        vz_text_lay_out(ui->text, vz_text_edit_get(edit), &style, 0),
        edit->caret);
}

bool vz_field_move_line(const struct vz_ui *ui, struct vz_text_edit *edit,
                        struct vz_rect face, int by, bool selects) {
    struct vz_box box = field_box(edit, face);
    struct vz_field_view view = vz_box_field(ui, &box);
    if (!view.layout) {
        return false;
    }
    struct vz_rect caret = vz_text_caret(view.layout, edit->caret);
    int line = vz_text_line_height(view.layout);
    int row = (caret.y + caret.h / 2) / line + by;
    if (row < 0 || row >= vz_text_lines(view.layout)) {
        return false;
    }
    vz_text_edit_move(
        edit, vz_text_offset_at(view.layout, caret.x, row * line + line / 2),
        selects);
    return true;
}
