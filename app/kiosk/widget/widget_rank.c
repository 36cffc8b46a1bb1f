/*
 * rank: rows, touched in order; the first touch is place 1, a touch on a row
 * with a place takes it out again.
 *
 * The answer stands when every row has its place; until then the picks live
 * in the widget only.
 */
#include "widget_ops.h"

#include "base/log.h"
#include "choice_grid.h"
#include "plain_text.h"

#include <stdlib.h>
#include <string.h>

#define CHOICES_MAX 64
#define PLACE (52 + 20) // the number stone and its gap
#define MARKER 60       // what a list has for its marker
#define PICTURE (40 + 20)

struct rank {
    int picks[CHOICES_MAX]; // indices of choices in the order touched
    int n;
};

static bool accepts(const struct vz_question *q) {
    return q->control == VZ_CONTROL_RANK && q->n_choices <= CHOICES_MAX;
}

// The picks are what the session's value says, when it was answered before.
static void read_value(struct rank *rank, const struct vz_question *q) {
    rank->n = 0;
    for (const char *at = q->value; *at;) {
        size_t len = strcspn(at, " ");
        for (size_t i = 0; i < q->n_choices; i++) {
            if (strlen(q->choices[i].name) == len &&
                strncmp(q->choices[i].name, at, len) == 0 &&
                rank->n < CHOICES_MAX) {
                rank->picks[rank->n++] = (int)i;
            }
        }
        at += len;
        at += strspn(at, " ");
    }
}

static bool enter(struct vz_widget *widget) {
    struct rank *rank = calloc(1, sizeof(*rank));
    widget->state = rank;
    const struct vz_question *q = vz_widget_question(widget);
    if (rank && q) {
        read_value(rank, q);
    }
    return rank != NULL;
}

static void leave(struct vz_widget *widget) {
    free(widget->state);
}

// The place of a choice from 1, or 0.
static int place_of(const struct rank *rank, int choice) {
    for (int i = 0; i < rank->n; i++) {
        if (rank->picks[i] == choice) {
            return i + 1;
        }
    }
    return 0;
}

static const char *icon(const struct vz_widget *widget, int choice) {
    const char *name = vz_session_choice_column(widget->session, widget->ref,
                                                (size_t)choice, "icon");
    return name && *name ? name : NULL;
}

// The number stands at the start, a picture behind it.
static struct vz_choice_wish wish(const struct vz_widget *widget,
                                  const struct vz_question *q) {
    struct vz_choice_wish wish = {.beside = PLACE - MARKER};
    for (size_t i = 0; i < q->n_choices; i++) {
        if (icon(widget, (int)i)) {
            wish.beside = PLACE - MARKER + PICTURE;
        }
    }
    return wish;
}

static struct vz_extent measure(struct vz_widget *widget, int width) {
    const struct vz_question *q = vz_widget_question(widget);
    if (!q || !q->n_choices) {
        return (struct vz_extent){0, 0};
    }
    struct vz_choice_wish wanted = wish(widget, q);
    struct vz_choice_grid grid =
        vz_choice_grid_plan(widget->ui, q, &wanted, width, 0);
    int natural = vz_choice_grid_height(widget->ui, &grid, grid.rows);
    // All rows must be seen together: two columns, or else all of the height.
    int least = natural * 6 / 10;
    grid = vz_choice_grid_plan(widget->ui, q, &wanted, width, least);
    return (struct vz_extent){grid.pages == 1 ? least : natural, natural};
}

static void add_row(struct vz_widget *widget, struct vz_scene *scene,
                    const struct vz_choice_grid *grid,
                    const struct vz_choice *choice, int i,
                    struct vz_rect cell) {
    int place = place_of(widget->state, i);
    vz_scene_add(scene,
                 &(struct vz_box){
                     .name = vz_scene_text(scene, "choice:%s", choice->name),
                     .role = VZ_ROLE_CHECKBOX,
                     .look = VZ_LOOK_LIST_CARD,
                     .rect = cell,
                     .state = vz_widget_state(widget, place > 0),
                     .label = vz_plain_text(&scene->arena, choice->label),
                     .type = grid->type,
                     .shrink = grid->shrink,
                     .icon = icon(widget, i),
                     .marker = VZ_MARKER_PLACE,
                     .level = place,
                     .slop = true,
                     .act = VZ_ACT_WIDGET,
                     .b = i,
                 });
}

static void build(struct vz_widget *widget, struct vz_scene *scene,
                  struct vz_rect area) {
    const struct vz_question *q = vz_widget_question(widget);
    if (!q || !q->n_choices) {
        return;
    }
    struct vz_choice_wish wanted = wish(widget, q);
    struct vz_choice_grid grid =
        vz_choice_grid_plan(widget->ui, q, &wanted, area.w, area.h);
    area = vz_choice_grid_place(widget->ui, &grid, area);
    for (size_t i = 0; i < q->n_choices; i++) {
        add_row(widget, scene, &grid, &q->choices[i], (int)i,
                vz_choice_grid_cell(&grid, area, (int)i));
    }
}

static void toggle(struct rank *rank, int choice) {
    int place = place_of(rank, choice);
    if (!place) {
        rank->picks[rank->n++] = choice;
        return;
    }
    for (int i = place; i < rank->n; i++) {
        rank->picks[i - 1] = rank->picks[i];
    }
    rank->n--;
}

static enum vz_widget_result activate(struct vz_widget *widget,
                                      const struct vz_box *box, int x, int y) {
    const struct vz_question *q = vz_widget_question(widget);
    struct rank *rank = widget->state;
    if ((size_t)box->b >= q->n_choices) {
        return VZ_WIDGET_NOTHING;
    }
    toggle(rank, box->b);
    struct vz_strbuf value = {0};
    // ODK stores a rank as all names in order; half of one is no answer.
    for (int i = 0; rank->n == (int)q->n_choices && i < rank->n; i++) {
        vz_strbuf_append(&value, i ? " " : "");
        vz_strbuf_append(&value, q->choices[rank->picks[i]].name);
    }
    if (value.failed) {
        LOG_OOM();
    } else {
        vz_widget_answer(widget, value.len ? value.data : "");
    }
    vz_strbuf_wipe(&value);
    return VZ_WIDGET_ANSWERED;
}

const struct vz_widget_ops vz_widget_rank = {
    .name = "rank",
    .accepts = accepts,
    .enter = enter,
    .measure = measure,
    .build = build,
    .activate = activate,
    .leave = leave,
};
