#include "choice_grid.h"

// Inside a card, design px (design.md 4, "Big answer card").
#define CARD_PADDING 28
#define CARD_TILE 104
#define CARD_MARKER 60 // 40, and 20 of air
#define CARD_HEIGHT 190
#define CARD_HEIGHT_MIN 140
#define CARD_HEIGHT_MAX 220
#define LIST_PADDING 28
#define LIST_HEIGHT_MAX 112
#define LABEL_PADDING 22 // above and below
#define MORE_HEIGHT 68
#define LINES_MAX 3

struct try {
    int columns;
    enum vz_type type;
    int shrink;
};

static int label_width(const struct vz_ui *ui, bool icons, int cell) {
    return cell - vz_px(ui, icons ? 2 * CARD_PADDING + CARD_TILE
                                  : 2 * LIST_PADDING + CARD_MARKER);
}

int vz_choice_grid_more_height(const struct vz_ui *ui) {
    return vz_px(ui, MORE_HEIGHT + VZ_FOOT + 20);
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

// The least height of a row at this size, or 0 when a label does not fit.
static int row_height(const struct vz_ui *ui, const struct vz_question *q,
                      bool icons, int width, const struct try *try,
                      bool any_lines) {
    int height = vz_px(ui, icons ? CARD_HEIGHT_MIN : VZ_ANSWER_MIN);
    const int line =
        vz_layout_measure(ui, "", try->type, try->shrink, 0).height;
    for (size_t i = 0; i < q->n_choices; i++) {
        struct vz_fit fit = vz_layout_measure(ui, q->choices[i].label,
                                              try->type, try->shrink, width);
        if (!fit.fits || (!any_lines && fit.height > LINES_MAX * line)) {
            return 0;
        }
        int needed = fit.height + 2 * vz_px(ui, LABEL_PADDING);
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
    int most = vz_px(ui, grid->icons ? CARD_HEIGHT_MAX : LIST_HEIGHT_MAX);
    each = each < most ? each : most;
    grid->row_height = each > grid->row_height ? each : grid->row_height;
}

static const int *column_order(const struct vz_ui *ui, bool icons, size_t n) {
    static const int wide_cards[] = {3, 2, 1, 0};
    static const int few_rows[] = {1, 2, 0};
    static const int two[] = {2, 1, 0};
    static const int three[] = {2, 3, 1, 0};
    if (icons) {
        return ui->portrait || ui->text_scale >= 1.5 ? two : wide_cards;
    }
    if (n <= (ui->portrait ? 6 : 4)) {
        return few_rows;
    }
    return ui->portrait || ui->text_scale >= 1.5 ? two : three;
}

struct plan {
    const struct vz_ui *ui;
    const struct vz_question *question;
    int width, height;
    struct vz_choice_grid grid; // of the present try
    struct vz_choice_grid best;
};

// True when this try holds all answers on one page.
static bool attempt(struct plan *plan, const struct try *try, bool any_lines) {
    struct vz_choice_grid *grid = &plan->grid;
    struct vz_rect row = {0, 0, plan->width, 0};
    int cell = vz_layout_column(row, try->columns, 0, grid->gap_x).w;
    grid->columns = try->columns;
    grid->type = try->type;
    grid->shrink = try->shrink;
    grid->row_height = row_height(plan->ui, plan->question, grid->icons,
                                  label_width(plan->ui, grid->icons, cell), try,
                                  any_lines);
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

static bool attempt_all(struct plan *plan, bool any_lines) {
    static const enum vz_type types[] = {VZ_TYPE_ANSWER, VZ_TYPE_BODY_BOLD,
                                         VZ_TYPE_SMALL_BOLD};
    const int *order =
        column_order(plan->ui, plan->grid.icons, plan->question->n_choices);
    for (size_t t = 0; t < sizeof(types) / sizeof(*types); t++) {
        for (const int *columns = order; *columns; columns++) {
            for (int shrink = 100; shrink >= 85; shrink -= 5) {
                struct try try = {*columns, types[t],
                                  shrink == 100 ? 0 : shrink};
                if (attempt(plan, &try, any_lines)) {
                    return true;
                }
            }
        }
    }
    return false;
}

struct vz_choice_grid vz_choice_grid_plan(const struct vz_ui *ui,
                                          const struct vz_question *question,
                                          bool icons, int width, int height) {
    struct plan plan = {
        .ui = ui, .question = question, .width = width, .height = height};
    plan.grid.icons = icons;
    plan.grid.gap_x = vz_px(ui, VZ_GAP);
    plan.grid.gap_y = vz_px(ui, icons ? 26 : 20);
    if (!attempt_all(&plan, false) && !plan.best.per_page &&
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
