/*
 * The field that shows what is being typed.
 */
#ifndef VZ_KIOSK_WIDGET_FIELD_H
#define VZ_KIOSK_WIDGET_FIELD_H

#include "kiosk/scene/scene.h"
#include "text_edit.h"
#include "widget.h"

// The height of a field that shows `lines` lines, with room for a counter.
int vz_field_height(const struct vz_ui *ui, int lines);
// How many lines fit a height; at least 1.
int vz_field_lines(const struct vz_ui *ui, int height);

// Adds the field's box; touches on it come back with `a` = `command`. It shows
// the lines it showed before, as long as the caret is on one of them.
void vz_field_add(struct vz_scene *scene, const struct vz_ui *ui,
                  struct vz_text_edit *edit, struct vz_rect face, int command,
                  bool error);
// The caret for a touch at x, y on the screen on the field's box.
size_t vz_field_offset_at(const struct vz_ui *ui, const struct vz_box *box,
                          int x, int y);
// A finger on the field's box: it places the caret, then selects.
void vz_field_drag(const struct vz_ui *ui, struct vz_text_edit *edit,
                   const struct vz_box *box, int x, int y, enum vz_drag drag);
// Does the text read from right to left where the caret stands?
bool vz_field_reads_back(const struct vz_ui *ui,
                         const struct vz_text_edit *edit);
// Moves the caret a line up (-1) or down (1) in a field of this face; false
// when there is none. `selects` as for vz_text_edit_move.
bool vz_field_move_line(const struct vz_ui *ui, struct vz_text_edit *edit,
                        struct vz_rect face, int by, bool selects);

#endif
