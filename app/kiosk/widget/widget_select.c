/*
 * select_one and select_multiple: cards with pictures, or a list; long lists
 * with letter keys above them.
 *
 * Appearances: likert, list and list-nolabel (rows of a table) set the answers
 * side by side, columns and columns-N (also columns-pack and compact) set them
 * in columns, quick goes on by itself.
 */
#include "widget_ops.h"

#include "base/log.h"
#include "choice_grid.h"
#include "kiosk/locale/locale.h"
#include "letter_keys.h"
#include "plain_text.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum command {
    CHOOSE, // b = index of the choice
    TURN,   // to page b
    LETTER, // only the choices of letter b, or all again
};

#define LETTERS_GAP 20 // between the letter keys and the list

struct select {
    int page;
    char letter[VZ_LETTER_SIZE]; // whose choices are shown; "" = all
};

static bool accepts(const struct vz_question *q) {
    return q->control == VZ_CONTROL_SELECT1 || q->control == VZ_CONTROL_SELECT;
}

// A long list opens where its answer is.
static bool enter(struct vz_widget *widget) {
    struct select *select = calloc(1, sizeof(*select));
    const struct vz_question *q = vz_widget_question(widget);
    widget->state = select;
    for (size_t i = 0; select && q && i < q->n_choices; i++) {
        if (q->choices[i].selected && q->control == VZ_CONTROL_SELECT1) {
            vz_letter_of(q->choices[i].label, select->letter);
        }
    }
    return select != NULL;
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

static bool has_pictures(const struct vz_widget *widget,
                         const struct vz_question *q) {
    for (size_t i = 0; widget->media && i < q->n_choices; i++) {
        if (q->choices[i].image) {
            return true;
        }
    }
    return false;
}

static int wanted_columns(const struct vz_ui *ui, const char *appearance) {
    for (int n = 1; n <= 6; n++) {
        char name[24];
        snprintf(name, sizeof(name), "columns-%d", n);
        if (vz_appearance_has(appearance, name)) {
            return n;
        }
    }
    bool columns = vz_appearance_has(appearance, "columns") ||
                   vz_appearance_has(appearance, "columns-pack") ||
                   vz_appearance_has(appearance, "compact");
    return !columns ? 0 : ui->portrait ? 2 : 3;
}

static struct vz_choice_wish wish(const struct vz_widget *widget,
                                  const struct vz_question *q) {
    return (struct vz_choice_wish){
        .icons = has_icons(widget, q),
        .pictures = has_pictures(widget, q),
        .row = vz_appearance_has(q->appearance, "likert") ||
               vz_appearance_has(q->appearance, "list") ||
               vz_appearance_has(q->appearance, "list-nolabel"),
        .columns = wanted_columns(widget->ui, q->appearance),
    };
}

static int letters_height(const struct vz_ui *ui,
                          const struct vz_letter_keys *keys) {
    return keys->n ? keys->height + vz_px(ui, LETTERS_GAP) : 0;
}

static struct vz_extent measure(struct vz_widget *widget, int width) {
    const struct vz_question *q = vz_widget_question(widget);
    const struct vz_ui *ui = widget->ui;
    if (!q || !q->n_choices) {
        return (struct vz_extent){0, 0};
    }
    struct vz_choice_wish wanted = wish(widget, q);
    struct vz_choice_grid grid = vz_choice_grid_plan(ui, q, &wanted, width, 0);
    struct vz_letter_keys keys;
    vz_letter_keys_plan(&keys, ui, q, width);
    int letters = letters_height(ui, &keys);
    int least = vz_choice_grid_height(ui, &grid, 1) + letters;
    if (grid.rows > 1) {
        least += vz_choice_grid_more_height(ui);
    }
    return (struct vz_extent){
        least, vz_choice_grid_height(ui, &grid, grid.rows) + letters};
}

// What the screen shows now: all choices, or those of one letter.
struct shown {
    struct vz_question question; // with these choices only
    size_t *index;               // of each in the form's question
};

static bool fill_shown(struct shown *shown, struct vz_arena *arena,
                       const struct vz_question *q, const char *letter) {
    size_t n = 0;
    struct vz_choice *choices =
        vz_arena_alloc_array(arena, q->n_choices, sizeof(*choices));
    shown->index =
        vz_arena_alloc_array(arena, q->n_choices, sizeof(*shown->index));
    if (!choices || !shown->index) {
        return false;
    }
    for (size_t i = 0; i < q->n_choices; i++) {
        char own[VZ_LETTER_SIZE] = "";
        if (*letter) {
            vz_letter_of(q->choices[i].label, own);
        }
        if (strcmp(own, letter) == 0) {
            shown->index[n] = i;
            choices[n++] = q->choices[i];
        }
    }
    shown->question = *q;
    shown->question.choices = choices;
    shown->question.n_choices = n;
    return true;
}

static enum vz_look look_of(const struct vz_choice_grid *grid) {
    return grid->icons ? VZ_LOOK_CARD
           : grid->row ? VZ_LOOK_BUTTON
                       : VZ_LOOK_LIST_CARD;
}

static void add_choice(struct vz_widget *widget, struct vz_scene *scene,
                       const struct vz_choice_grid *grid,
                       const struct vz_choice *choice, size_t i,
                       const struct vz_question *q, struct vz_rect cell) {
    const bool one = q->control == VZ_CONTROL_SELECT1;
    const bool bare = grid->row ||
                      vz_appearance_has(q->appearance, "no-buttons");
    vz_scene_add(scene,
                 &(struct vz_box){
                     .name = vz_scene_text(scene, "choice:%s", choice->name),
                     .role = one ? VZ_ROLE_RADIO : VZ_ROLE_CHECKBOX,
                     .look = look_of(grid),
                     .rect = cell,
                     .state = vz_widget_state(widget, choice->selected),
                     .label = vz_plain_text(&scene->arena, choice->label),
                     .type = grid->type,
                     .shrink = grid->shrink,
                     .align = grid->row ? VZ_ALIGN_CENTER : VZ_ALIGN_START,
                     .icon = grid->icons ? icon(widget, i) : NULL,
                     .picture = grid->pictures
                                    ? vz_widget_media(widget, &scene->arena,
                                                      choice->image)
                                    : NULL,
                     .marker = bare  ? VZ_MARKER_NONE
                               : one ? VZ_MARKER_ROUND
                                     : VZ_MARKER_SQUARE,
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

// The page of the list; `shown` has the choices. Below letter keys it stays
// right below them, whatever its length.
static void add_list(struct vz_widget *widget, struct vz_scene *scene,
                     const struct shown *shown, struct vz_rect area,
                     bool lettered) {
    const struct vz_question *q = &shown->question;
    const struct vz_ui *ui = widget->ui;
    struct select *select = widget->state;
    struct vz_choice_wish wanted = wish(widget, q);
    struct vz_choice_grid grid =
        vz_choice_grid_plan(ui, q, &wanted, area.w, area.h);
    if (select->page >= grid.pages) {
        select->page = 0;
    }
    struct vz_rect more = {0};
    if (grid.pages > 1) {
        const int gap = vz_px(ui, VZ_CHOICE_MORE_GAP);
        more = vz_layout_cut_bottom(&area, vz_choice_grid_more_height(ui) - gap,
                                    gap);
        more.h -= vz_px(ui, VZ_FOOT);
    }
    struct vz_rect rows = lettered ? area
                                   : vz_choice_grid_place(ui, &grid, area);
    size_t first = (size_t)select->page * (size_t)grid.per_page;
    size_t end = first + (size_t)grid.per_page;
    end = end < q->n_choices ? end : q->n_choices;
    for (size_t i = first; i < end; i++) {
        add_choice(widget, scene, &grid, &q->choices[i], shown->index[i], q,
                   vz_choice_grid_cell(&grid, rows, (int)(i - first)));
    }
    if (grid.pages > 1) {
        add_more(widget, scene, &grid, select->page, (int)(q->n_choices - end),
                 more);
    }
}

static void build(struct vz_widget *widget, struct vz_scene *scene,
                  struct vz_rect area) {
    const struct vz_question *q = vz_widget_question(widget);
    struct select *select = widget->state;
    const struct vz_ui *ui = widget->ui;
    struct vz_letter_keys keys;
    struct shown shown;
    if (!q || !q->n_choices) {
        return;
    }
    vz_letter_keys_plan(&keys, ui, q, area.w);
    bool lettered = keys.n > 0;
    if (!fill_shown(&shown, &scene->arena, q, lettered ? select->letter : "")) {
        scene->failed = true;
        return;
    }
    if (!shown.question.n_choices) { // a choice of that letter is gone
        select->letter[0] = '\0';
        fill_shown(&shown, &scene->arena, q, "");
    }
    if (lettered) {
        struct vz_rect top =
            vz_layout_cut_top(&area, keys.height, vz_px(ui, LETTERS_GAP));
        vz_letter_keys_add(scene, ui, &keys, select->letter, top, LETTER);
    }
    add_list(widget, scene, &shown, area, lettered);
}

// "None of these" goes with no other answer: a choice with anything in its
// column `exclusive`, or with one of the usual names.
static bool excludes_others(const struct vz_widget *widget,
                            const struct vz_question *q, size_t i) {
    static const char *const names[] = {"geen", "niets", "none"};
    const char *column =
        vz_session_choice_column(widget->session, widget->ref, i, "exclusive");
    bool excludes = column && *column && strcmp(column, "no") != 0;
    for (size_t k = 0; k < sizeof(names) / sizeof(*names); k++) {
        excludes = excludes || strcmp(q->choices[i].name, names[k]) == 0;
    }
    return excludes;
}

// The chosen names after choice `touched` was touched; false = out of memory.
static bool toggle(const struct vz_widget *widget, const struct vz_question *q,
                   size_t touched, struct vz_strbuf *value) {
    const bool on = !q->choices[touched].selected;
    const bool alone = excludes_others(widget, q, touched);
    for (size_t i = 0; i < q->n_choices; i++) {
        const struct vz_choice *choice = &q->choices[i];
        bool keep = choice->selected &&
                    !(on && (alone || excludes_others(widget, q, i)));
        if (i == touched ? on : keep) {
            if (value->len) {
                vz_strbuf_append_char(value, ' ');
            }
            vz_strbuf_append(value, choice->name);
        }
    }
    return !value->failed;
}

enum vz_widget_result vz_widget_choose(struct vz_widget *widget,
                                       size_t touched) {
    const struct vz_question *q = vz_widget_question(widget);
    if (!q || touched >= q->n_choices) {
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
    if (toggle(widget, q, touched, &value)) {
        result = vz_widget_answer(widget, value.len ? value.data : "");
    } else {
        LOG_OOM();
    }
    vz_strbuf_wipe(&value);
    return result;
}

// The letter that is shown already shows all again.
static void pick_letter(struct vz_widget *widget, const struct vz_box *box) {
    struct select *select = widget->state;
    bool again = strcmp(select->letter, box->label) == 0;
    snprintf(select->letter, sizeof(select->letter), "%s",
             again ? "" : box->label);
    select->page = 0;
}

static enum vz_widget_result activate(struct vz_widget *widget,
                                      const struct vz_box *box, int x, int y) {
    struct select *select = widget->state;
    if (box->a == LETTER) {
        pick_letter(widget, box);
        return VZ_WIDGET_REBUILD;
    }
    if (box->a == TURN) {
        select->page = box->b;
        return VZ_WIDGET_REBUILD;
    }
    return vz_widget_choose(widget, (size_t)box->b);
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
