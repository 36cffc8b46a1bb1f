/*
 * select_one and select_multiple: cards with pictures, or a list.
 */
#include "widget_ops.h"

#include "base/log.h"
#include "choice_grid.h"
#include "kiosk/locale/locale.h"

#include <stdlib.h>
#include <string.h>

enum command {
    CHOOSE, // b = index of the choice
    TURN,   // to page b
};

struct select {
    int page;
};

static bool accepts(const struct vz_question *q) {
    return q->control == VZ_CONTROL_SELECT1 || q->control == VZ_CONTROL_SELECT;
}

static bool enter(struct vz_widget *widget) {
    widget->state = calloc(1, sizeof(struct select));
    return widget->state != NULL;
}

static void leave(struct vz_widget *widget) {
    free(widget->state);
}

static const char *icon(const struct vz_widget *widget, size_t choice) {
    const char *name =
        vz_session_choice_column(widget->session, widget->ref, choice, "icon");
    return name && *name ? name : NULL;
}

static bool has_icons(const struct vz_widget *widget,
                      const struct vz_question *q) {
    for (size_t i = 0; i < q->n_choices; i++) {
        if (icon(widget, i)) {
            return true;
        }
    }
    return false;
}

static struct vz_extent measure(struct vz_widget *widget, int width) {
    const struct vz_question *q = vz_widget_question(widget);
    const struct vz_ui *ui = widget->ui;
    if (!q || !q->n_choices) {
        return (struct vz_extent){0, 0};
    }
    struct vz_choice_grid grid =
        vz_choice_grid_plan(ui, q, has_icons(widget, q), width, 0);
    int least = vz_choice_grid_height(ui, &grid, 1);
    if (grid.rows > 1) {
        least += vz_choice_grid_more_height(ui);
    }
    return (struct vz_extent){least,
                              vz_choice_grid_height(ui, &grid, grid.rows)};
}

static void add_choice(struct vz_widget *widget, struct vz_scene *scene,
                       const struct vz_choice_grid *grid,
                       const struct vz_question *q, size_t i,
                       struct vz_rect cell) {
    bool one = q->control == VZ_CONTROL_SELECT1;
    const struct vz_choice *choice = &q->choices[i];
    vz_scene_add(scene,
                 &(struct vz_box){
                     .name = vz_scene_text(scene, "choice:%s", choice->name),
                     .role = one ? VZ_ROLE_RADIO : VZ_ROLE_CHECKBOX,
                     .look = grid->icons ? VZ_LOOK_CARD : VZ_LOOK_LIST_CARD,
                     .rect = cell,
                     .state = vz_widget_state(widget, choice->selected),
                     .label = choice->label,
                     .type = grid->type,
                     .shrink = grid->shrink,
                     .icon = grid->icons ? icon(widget, i) : NULL,
                     .marker = one ? VZ_MARKER_ROUND : VZ_MARKER_SQUARE,
                     .slop = true,
                     .act = VZ_ACT_WIDGET,
                     .a = CHOOSE,
                     .b = (int)i,
                 });
}

static void add_more(struct vz_widget *widget, struct vz_scene *scene,
                     const struct vz_choice_grid *grid, int page, int left,
                     struct vz_rect rect) {
    const char *label =
        left ? vz_scene_text(scene,
                             vz_trn("%d more answer", "%d more answers",
                                    (unsigned long)left),
                             left)
             : vz_tr("To the first answers");
    vz_scene_add(scene, &(struct vz_box){
                            .name = "more",
                            .role = VZ_ROLE_BUTTON,
                            .look = VZ_LOOK_BUTTON,
                            .rect = rect,
                            .label = label,
                            .type = VZ_TYPE_BODY_BOLD,
                            .align = VZ_ALIGN_CENTER,
                            .icon = left ? "arrow-down" : "arrow-up",
                            .slop = true,
                            .act = VZ_ACT_WIDGET,
                            .a = TURN,
                            .b = left ? page + 1 : 0,
                        });
}

static void build(struct vz_widget *widget, struct vz_scene *scene,
                  struct vz_rect area) {
    const struct vz_question *q = vz_widget_question(widget);
    struct select *select = widget->state;
    if (!q || !q->n_choices) {
        return;
    }
    const struct vz_ui *ui = widget->ui;
    struct vz_choice_grid grid =
        vz_choice_grid_plan(ui, q, has_icons(widget, q), area.w, area.h);
    if (select->page >= grid.pages) {
        select->page = 0;
    }
    struct vz_rect rest = area;
    struct vz_rect more = {0};
    if (grid.pages > 1) {
        const int foot = vz_px(ui, VZ_FOOT);
        more = vz_layout_cut_bottom(&rest,
                                    vz_choice_grid_more_height(ui) -
                                        vz_px(ui, VZ_CHOICE_MORE_GAP),
                                    vz_px(ui, VZ_CHOICE_MORE_GAP));
        more.h -= foot;
    }
    struct vz_rect rows = vz_choice_grid_place(ui, &grid, rest);
    size_t first = (size_t)select->page * (size_t)grid.per_page;
    size_t end = first + (size_t)grid.per_page;
    end = end < q->n_choices ? end : q->n_choices;
    for (size_t i = first; i < end; i++) {
        add_choice(widget, scene, &grid, q, i,
                   vz_choice_grid_cell(&grid, rows, (int)(i - first)));
    }
    if (grid.pages > 1) {
        add_more(widget, scene, &grid, select->page, (int)(q->n_choices - end),
                 more);
    }
}

// "None of these" goes with no other answer.
static bool excludes_others(const char *name) {
    return strcmp(name, "geen") == 0 || strcmp(name, "none") == 0;
}

// The chosen names after choice `touched` was touched; false = out of memory.
static bool toggle(const struct vz_question *q, size_t touched,
                   struct vz_strbuf *value) {
    const bool on = !q->choices[touched].selected;
    const bool alone = excludes_others(q->choices[touched].name);
    for (size_t i = 0; i < q->n_choices; i++) {
        const struct vz_choice *choice = &q->choices[i];
        bool keep = choice->selected &&
                    !(on && (alone || excludes_others(choice->name)));
        if (i == touched ? on : keep) {
            if (value->len) {
                vz_strbuf_append_char(value, ' ');
            }
            vz_strbuf_append(value, choice->name);
        }
    }
    return !value->failed;
}

static enum vz_widget_result choose(struct vz_widget *widget, size_t touched) {
    const struct vz_question *q = vz_widget_question(widget);
    if (touched >= q->n_choices) {
        return VZ_WIDGET_NOTHING;
    }
    if (q->control == VZ_CONTROL_SELECT1) {
        bool quick = vz_appearance_has(q->appearance, "quick") &&
                     !q->choices[touched].selected;
        enum vz_widget_result result = vz_widget_answer(
            widget,
            q->choices[touched].selected ? "" : q->choices[touched].name);
        return quick && result == VZ_WIDGET_ANSWERED ? VZ_WIDGET_NEXT : result;
    }
    struct vz_strbuf value = {0};
    enum vz_widget_result result = VZ_WIDGET_NOTHING;
    if (toggle(q, touched, &value)) {
        result = vz_widget_answer(widget, value.len ? value.data : "");
    } else {
        LOG_OOM();
    }
    vz_strbuf_wipe(&value);
    return result;
}

static enum vz_widget_result activate(struct vz_widget *widget,
                                      const struct vz_box *box, int x, int y) {
    struct select *select = widget->state;
    if (box->a == TURN) {
        select->page = box->b;
        return VZ_WIDGET_REBUILD;
    }
    return choose(widget, (size_t)box->b);
}

const struct vz_widget_ops vz_widget_select = {
    .name = "select",
    .accepts = accepts,
    .enter = enter,
    .measure = measure,
    .build = build,
    .activate = activate,
    .leave = leave,
};
