/*
 * Where the answers of a select stand: columns, rows, pages, type size.
 *
 * Prefers all answers on one page at the full type size; then smaller type,
 * other columns, and pages. Never breaks a word.
 */
#ifndef VZ_KIOSK_WIDGET_CHOICE_GRID_H
#define VZ_KIOSK_WIDGET_CHOICE_GRID_H

#include "form/xform/session.h"
#include "kiosk/scene/ui.h"
#include "layout.h"

#define VZ_CHOICE_MORE_GAP 20 // above the button that turns the page

// What the widget and the author want of it.
struct vz_choice_wish {
    bool icons;    // cards with pictograms
    bool pictures; // cards with pictures of their own above the words
    bool row;      // all in one row if that can be (likert)
    int columns;   // 0 = as it comes out best
    int beside;    // design px of a list's row that is taken from its label
};

struct vz_choice_grid {
    int columns, rows; // of a page
    int per_page, pages;
    int row_height;   // face, px
    int gap_x, gap_y; // gap_y between face and face
    enum vz_type type;
    int shrink;
    bool icons;
    bool pictures;
    bool row; // all stand side by side, as keys
};

// Plans `question`'s choices for an area. Height 0 = as high as it gets.
struct vz_choice_grid vz_choice_grid_plan(const struct vz_ui *ui,
                                          const struct vz_question *question,
                                          const struct vz_choice_wish *wish,
                                          int width, int height);
// The height that the rows of a page take, feet included.
int vz_choice_grid_height(const struct vz_ui *ui,
                          const struct vz_choice_grid *grid, int rows);
// The rows stand in the middle of a wide screen, low on a high one (hands
// low); each page's rows where the first page has them.
struct vz_rect vz_choice_grid_place(const struct vz_ui *ui,
                                    const struct vz_choice_grid *grid,
                                    struct vz_rect area);
// The cell of the `i`th choice of a page; the rows start at the area's top.
struct vz_rect vz_choice_grid_cell(const struct vz_choice_grid *grid,
                                   struct vz_rect area, int i);
// The height of the button that turns the page, with its gap.
int vz_choice_grid_more_height(const struct vz_ui *ui);

#endif
