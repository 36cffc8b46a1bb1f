#include "choice_grid.h"

#include "plain_text.h"

// Inside a card, design px (design.md 4, "Big answer card").
#define CARD_START (28 + 3 + 104 + 24) // padding, edge, tile, gap
#define CARD_END 14
#define CARD_MARKER (19 + 8 + 40) // from the end edge
#define MARKER_BOTTOM (19 + 40 + 4)
#define CARD_HEIGHT_MIN 140
#define CARD_HEIGHT_MAX 220
#define HIGH_CARD 280 // narrower ones have their tile above the label
#define HIGH_CARD_TILE (88 + 10) // and the gap below it
#define HIGH_CARD_SIDE 12
#define PICTURE_CARD_SIDE 14
#define PICTURE_CARD_GAP 10
#define PICTURE_MIN 120
#define PICTURE_CARD_MAX 420
#define LIST_PADDING 28
#define LIST_MARKER 60 // 40, and 20 of air
#define LIST_HEIGHT_MAX 112
#define MORE_HEIGHT 68
#define ROW_SIDE 15 // padding and edge of a key in one row
#define ROW_GAP 14
#define ROW_HEIGHT_MAX 160
#define COLUMNS_MAX 8
#define LINES_MAX 3

struct try {
    int columns;
    enum vz_type type;
    int shrink;
    bool any_lines;
    bool row;
    int beside; // px
};

// Above and below a label; larger text has its own air.
static int label_padding(const struct vz_ui *ui) {
    return vz_px(ui, ui->text_scale > 1 ? 14 : 22);
}

int vz_choice_grid_more_height(const struct vz_ui *ui) {
    return vz_px(ui, MORE_HEIGHT + VZ_FOOT + VZ_CHOICE_MORE_GAP);
}

struct vz_rect vz_choice_grid_place(const struct vz_ui *ui,
                                    const struct vz_choice_grid *grid,
                                    struct vz_rect area) {
    int slack = area.h - vz_choice_grid_height(ui, grid, grid->rows);
    if (slack > 0) {
        area.y += ui->portrait ? slack : slack / 2;
    }
    return area;
}

int vz_choice_grid_height(const struct vz_ui *ui,
                          const struct vz_choice_grid *grid, int rows) {
    return rows * (grid->row_height + grid->gap_y) - grid->gap_y +
           vz_px(ui, VZ_FOOT);
}

struct vz_rect vz_choice_grid_cell(const struct vz_choice_grid *grid,
                                   struct vz_rect area, int i) {
    struct vz_rect cell =
        vz_layout_column(area, grid->columns, i % grid->columns, grid->gap_x);
    cell.y += i / grid->columns * (grid->row_height + grid->gap_y);
    cell.h = grid->row_height;
    return cell;
}

// The height a label needs in a cell of this width, or 0 when it does not fit:
// the painter's own rules, so that it never has to step the type down.
static int list_height(const struct vz_ui *ui, const char *label,
                       const struct try *try, int cell, int *lines) {
    int width = cell - vz_px(ui, 2 * LIST_PADDING + LIST_MARKER) - try->beside;
    if (try->row) {
        width = cell - 2 * vz_px(ui, ROW_SIDE);
    }
    struct vz_fit fit =
        vz_layout_measure(ui, label, try->type, try->shrink, width);
    *lines = fit.height;
    return fit.fits ? fit.height + 2 * label_padding(ui) : 0;
}

static int high_card_height(const struct vz_ui *ui, const char *label,
                            const struct try *try, int cell, int *lines) {
    int side = vz_px(ui, HIGH_CARD_SIDE);
    struct vz_fit fit =
        vz_layout_measure(ui, label, try->type, try->shrink, cell - 2 * side);
    *lines = fit.height;
    double grown = 1 + (ui->text_scale - 1) * 0.2;
    return fit.fits ? vz_px(ui, HIGH_CARD_TILE * grown) + fit.height + 2 * side
                    : 0;
}

// The picture has what the words below it leave.
static int picture_card_height(const struct vz_ui *ui, const char *label,
                               const struct try *try, int cell, int *lines) {
    int side = vz_px(ui, PICTURE_CARD_SIDE);
    struct vz_fit fit =
        vz_layout_measure(ui, label, try->type, try->shrink, cell - 2 * side);
    *lines = fit.height;
    return fit.fits ? fit.height + vz_px(ui, PICTURE_MIN + PICTURE_CARD_GAP) +
                          2 * side
                    : 0;
}

// A label in a wide card runs below the marker or keeps clear of it.
static int card_height(const struct vz_ui *ui, const char *label,
                       const struct try *try, int cell, int *lines) {
    double tile = 104 * 0.2 * (ui->text_scale - 1);
    double marker = 40 * ((ui->text_scale < 1.3 ? ui->text_scale : 1.3) - 1);
    int start = vz_px(ui, CARD_START + tile);
    struct vz_fit fit = vz_layout_measure(ui, label, try->type, try->shrink,
                                          cell - start - vz_px(ui, CARD_END));
    *lines = fit.height;
    if (!fit.fits) {
        return 0;
    }
    int narrow = cell - start - vz_px(ui, CARD_MARKER + marker);
    int height = fit.height + 2 * label_padding(ui);
    if (fit.width <= narrow) {
        return height;
    }
    struct vz_fit clear =
        vz_layout_measure(ui, label, try->type, try->shrink, narrow);
    if (clear.fits) {
        *lines = clear.height;
        return clear.height + 2 * label_padding(ui);
    }
    int below = fit.height + 2 * vz_px(ui, MARKER_BOTTOM + marker) + 2;
    return below > height ? below : height;
}

// The least height of a row at this size, or 0 when a label does not fit.
static int row_height(const struct vz_ui *ui, const struct vz_question *q,
                      const struct vz_choice_grid *grid, int cell,
                      const struct try *try) {
    const bool icons = grid->icons;
    bool high = icons && cell < vz_px(ui, HIGH_CARD);
    int height = vz_px(ui, icons ? CARD_HEIGHT_MIN : VZ_ANSWER_MIN);
    int line = vz_layout_measure(ui, "", try->type, try->shrink, 0).height;
    for (size_t i = 0; i < q->n_choices; i++) {
        struct vz_arena arena = {0};
        const char *label = vz_plain_text(&arena, q->choices[i].label);
        int lines;
        int needed = grid->pictures
                         ? picture_card_height(ui, label, try, cell, &lines)
                     : high  ? high_card_height(ui, label, try, cell, &lines)
                     : icons ? card_height(ui, label, try, cell, &lines)
                             : list_height(ui, label, try, cell, &lines);
        vz_arena_finish(&arena);
        if (!needed || (!try->any_lines && lines > LINES_MAX * line)) {
            return 0;
        }
        height = needed > height ? needed : height;
    }
    return height;
}

static int rows_in(const struct vz_ui *ui, const struct vz_choice_grid *grid,
                   int height) {
    int rows = (height - vz_px(ui, VZ_FOOT) + grid->gap_y) /
               (grid->row_height + grid->gap_y);
    return rows > 0 ? rows : 1;
}

// Fills the grid's pages for a height; true when one page holds all.
static bool paginate(const struct vz_ui *ui, struct vz_choice_grid *grid, int n,
                     int height) {
    grid->rows = (n + grid->columns - 1) / grid->columns;
    if (height && vz_choice_grid_height(ui, grid, grid->rows) > height) {
        grid->rows = rows_in(ui, grid, height - vz_choice_grid_more_height(ui));
    }
    grid->per_page = grid->rows * grid->columns;
    grid->pages = (n + grid->per_page - 1) / grid->per_page;
    return grid->pages == 1;
}

// What is left of the height makes the rows higher, up to a limit.
static void stretch(const struct vz_ui *ui, struct vz_choice_grid *grid,
                    int height) {
    if (grid->pages > 1) {
        height -= vz_choice_grid_more_height(ui);
    }
    int each =
        (height - vz_px(ui, VZ_FOOT) + grid->gap_y) / grid->rows - grid->gap_y;
    int most = vz_px(ui, grid->pictures ? PICTURE_CARD_MAX
                         : grid->icons  ? CARD_HEIGHT_MAX
                         : grid->row    ? ROW_HEIGHT_MAX
                                        : LIST_HEIGHT_MAX);
    each = each < most ? each : most;
    grid->row_height = each > grid->row_height ? each : grid->row_height;
}

static const int *column_order(const struct vz_ui *ui, bool icons, size_t n) {
    static const int cards[] = {3, 2, 1, 0};
    static const int few_rows[] = {1, 2, 0};
    static const int two[] = {2, 1, 0};
    static const int three[] = {2, 3, 1, 0};
    if (icons && (n == 2 || n == 4)) {
        return two; // no card stands alone
    }
    if (icons) {
        return ui->text_scale >= 1.5 ? two : cards;
    }
    if (n <= (ui->portrait ? 6 : 4)) {
        return few_rows;
    }
    return ui->portrait || ui->text_scale >= 1.5 ? two : three;
}

// The author's wish comes first.
static void fill_order(const struct vz_ui *ui,
                       const struct vz_choice_wish *wish, size_t n,
                       int order[COLUMNS_MAX]) {
    int at = 0;
    if (wish->columns > 0 && wish->columns < COLUMNS_MAX) {
        order[at++] = wish->columns;
    }
    const int *rest = column_order(ui, wish->icons || wish->pictures, n);
    for (int i = 0; rest[i]; i++) {
        order[at++] = rest[i];
    }
    order[at] = 0;
}

struct plan {
    const struct vz_ui *ui;
    const struct vz_question *question;
    const struct vz_choice_wish *wish;
    int width, height;
    struct vz_choice_grid grid; // of the present try
    struct vz_choice_grid best;
};

// True when this try holds all answers on one page.
static bool attempt(struct plan *plan, const struct try *try) {
    struct vz_choice_grid *grid = &plan->grid;
    struct vz_rect row = {0, 0, plan->width, 0};
    int cell = vz_layout_column(row, try->columns, 0, grid->gap_x).w;
    grid->columns = try->columns;
    grid->type = try->type;
    grid->shrink = try->shrink;
    grid->row_height = row_height(plan->ui, plan->question, grid, cell, try);
    if (!grid->row_height) {
        return false;
    }
    bool whole =
        paginate(plan->ui, grid, (int)plan->question->n_choices, plan->height);
    if (whole || grid->per_page > plan->best.per_page) {
        plan->best = *grid;
    }
    return whole;
}

// Smaller type first goes down to 85 %, then to a smaller row of the scale.
static bool attempt_all(struct plan *plan, bool any_lines) {
    static const struct {
        enum vz_type type;
        int least;
    } sizes[] = {{VZ_TYPE_ANSWER, 85},
                 {VZ_TYPE_BODY_BOLD, 85},
                 {VZ_TYPE_SMALL_BOLD, 95}};
    int order[COLUMNS_MAX];
    fill_order(plan->ui, plan->wish, plan->question->n_choices, order);
    for (size_t t = 0; t < sizeof(sizes) / sizeof(*sizes); t++) {
        for (const int *columns = order; *columns; columns++) {
            for (int s = 100; s >= sizes[t].least; s -= 5) {
                struct try try = {
                    .columns = *columns,
                    .type = sizes[t].type,
                    .shrink = s == 100 ? 0 : s,
                    .any_lines = any_lines,
                    .beside = vz_px(plan->ui, plan->wish->beside),
                };
                if (attempt(plan, &try)) {
                    return true;
                }
            }
        }
    }
    return false;
}

// All side by side, the words as large as they can be.
static bool attempt_row(struct plan *plan) {
    static const enum vz_type types[] = {VZ_TYPE_ANSWER, VZ_TYPE_BODY_BOLD,
                                         VZ_TYPE_SMALL_BOLD};
    const struct vz_choice_grid usual = plan->grid;
    plan->grid.row = true;
    plan->grid.gap_x = vz_px(plan->ui, ROW_GAP);
    for (size_t t = 0; t < sizeof(types) / sizeof(*types); t++) {
        struct try try = {.columns = (int)plan->question->n_choices,
                          .type = types[t],
                          .row = true};
        if (attempt(plan, &try)) {
            return true;
        }
    }
    plan->grid = usual;
    plan->best = (struct vz_choice_grid){0};
    return false;
}

struct vz_choice_grid vz_choice_grid_plan(const struct vz_ui *ui,
                                          const struct vz_question *question,
                                          const struct vz_choice_wish *wish,
                                          int width, int height) {
    struct plan plan = {.ui = ui,
                        .question = question,
                        .wish = wish,
                        .width = width,
                        .height = height};
    plan.grid.icons = wish->icons || wish->pictures;
    plan.grid.pictures = wish->pictures;
    plan.grid.gap_x = vz_px(ui, VZ_GAP);
    plan.grid.gap_y = vz_px(ui, wish->icons && ui->text_scale <= 1 ? 26 : 20);
    bool row = wish->row && !wish->icons && question->n_choices < COLUMNS_MAX &&
               attempt_row(&plan);
    if (!row && !attempt_all(&plan, false) && !plan.best.per_page &&
        !attempt_all(&plan, true) && !plan.best.per_page) {
        // A word wider than the screen: one column, the smallest type.
        plan.best = plan.grid;
        plan.best.columns = 1;
        plan.best.type = VZ_TYPE_SMALL;
        plan.best.shrink = 0;
        plan.best.row_height = vz_px(ui, VZ_ANSWER_MIN);
        paginate(ui, &plan.best, (int)question->n_choices, height);
    }
    if (height) {
        stretch(ui, &plan.best, height);
    }
    return plan.best;
}
