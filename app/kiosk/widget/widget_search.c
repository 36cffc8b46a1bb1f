/*
 * select_one and select_multiple with the appearance `autocomplete` or
 * `search`, and lists that are too long for letter keys: the first letters are
 * typed, and what fits best is offered.
 */
#include "widget_ops.h"

#include "base/log.h"
#include "field.h"
#include "keyboard.h"
#include "kiosk/locale/locale.h"
#include "kiosk/text/fold.h"
#include "layout.h"
#include "letter_keys.h"
#include "plain_text.h"

#include <stdlib.h>
#include <string.h>

#define LETTERS_MAX 40
#define LONG_LIST 150 // rows that nobody wants to turn the pages of
#define OFFERS_MAX 12
#define GAP 10
#define ROW 88
#define FIELD_LEAST 60
#define FIELD_EDGES 12 // above and below its line
#define FIELD VZ_KEYBOARD_COUNT_
#define OFFER (VZ_KEYBOARD_COUNT_ + 1) // b = index of the choice

struct search {
    struct vz_text_edit edit;
    struct vz_rect face; // of the field, as last built
    bool numbers;
    uint32_t accents;
};

static bool accepts(const struct vz_question *q) {
    bool selects = q->control == VZ_CONTROL_SELECT1 ||
                   q->control == VZ_CONTROL_SELECT;
    return selects && (vz_appearance_has(q->appearance, "autocomplete") ||
                       vz_appearance_has(q->appearance, "search") ||
                       q->n_choices > LONG_LIST);
}

static bool enter(struct vz_widget *widget) {
    struct search *search = calloc(1, sizeof(*search));
    if (search) {
        search->edit.limit = LETTERS_MAX;
    }
    widget->state = search;
    return search != NULL;
}

static void leave(struct vz_widget *widget) {
    struct search *search = widget->state;
    if (search) {
        vz_text_edit_finish(&search->edit);
        free(search);
    }
}

static int row_pitch(const struct vz_ui *ui) {
    return vz_px(ui, ROW + VZ_FOOT + GAP);
}

static struct vz_extent measure(struct vz_widget *widget, int width) {
    const struct vz_ui *ui = widget->ui;
    int least = vz_px(ui, FIELD_LEAST * ui->text_scale + GAP) + row_pitch(ui) +
                vz_keyboard_height(ui);
    return (struct vz_extent){least, VZ_EXTENT_PAGE};
}

static struct vz_keyboard keyboard(const struct vz_widget *widget) {
    const struct search *search = widget->state;
    return (struct vz_keyboard){
        .code = widget->keyboard ? widget->keyboard : vz_locale_current()->code,
        .numbers = search->numbers,
        .accents = search->accents,
    };
}

// The best offers for what is typed, best first; those chosen when nothing is.
static size_t find_offers(const struct vz_question *q, const char *letters,
                          size_t most, size_t offers[OFFERS_MAX]) {
    size_t n = 0;
    for (int rank = 3; rank > 0; rank--) {
        for (size_t i = 0; i < q->n_choices && n < most; i++) {
            int own;
            if (!*letters) {
                own = q->choices[i].selected ? 3 : 2;
            } else {
                char *label = vz_fold(q->choices[i].label);
                own = label ? vz_fold_match(label, letters) : 0;
                free(label);
            }
            if (own == rank) {
                offers[n++] = i;
            }
        }
    }
    return n;
}

static void add_offer(struct vz_widget *widget, struct vz_scene *scene,
                      const struct vz_question *q, size_t i,
                      struct vz_rect face) {
    static const enum vz_type types[] = {VZ_TYPE_ANSWER, VZ_TYPE_BODY_BOLD,
                                         VZ_TYPE_SMALL_BOLD, VZ_TYPE_MIN};
    const struct vz_ui *ui = widget->ui;
    const struct vz_choice *choice = &q->choices[i];
    const char *label = vz_plain_text(&scene->arena, choice->label);
    bool one = q->control == VZ_CONTROL_SELECT1;
    struct vz_fit fit = vz_layout_fit(ui, label, types, 4,
                                      face.w - vz_px(ui, 2 * 28 + 60), face.h);
    vz_scene_add(scene,
                 &(struct vz_box){
                     .name = vz_scene_text(scene, "choice:%s", choice->name),
                     .role = one ? VZ_ROLE_RADIO : VZ_ROLE_CHECKBOX,
                     .look = VZ_LOOK_LIST_CARD,
                     .rect = face,
                     .state = vz_widget_state(widget, choice->selected),
                     .label = label,
                     .type = fit.type,
                     .shrink = fit.shrink,
                     .marker = one ? VZ_MARKER_ROUND : VZ_MARKER_SQUARE,
                     .act = VZ_ACT_WIDGET,
                     .a = OFFER,
                     .b = (int)i,
                 });
}

static void add_nothing(struct vz_widget *widget, struct vz_scene *scene,
                        struct vz_rect area) {
    static const enum vz_type types[] = {VZ_TYPE_BODY, VZ_TYPE_SMALL,
                                         VZ_TYPE_MIN};
    const char *text = vz_tr("Nothing found. Try other letters.");
    struct vz_fit fit =
        vz_layout_fit(widget->ui, text, types, 3, area.w, area.h);
    struct vz_text_block block = {.name = "nothing",
                                  .text = text,
                                  .type = fit.type,
                                  .shrink = fit.shrink,
                                  .role = VZ_ROLE_ALERT};
    vz_layout_text(scene, widget->ui, area, &block);
}

static void add_offers(struct vz_widget *widget, struct vz_scene *scene,
                       const struct vz_question *q, struct vz_rect area) {
    const struct vz_ui *ui = widget->ui;
    const struct search *search = widget->state;
    const int columns = ui->portrait || ui->text_scale >= 1.5 ? 2 : 3;
    size_t rows = (size_t)((area.h + vz_px(ui, GAP)) / row_pitch(ui));
    size_t offers[OFFERS_MAX], most = rows * (size_t)columns;
    char *letters = vz_fold(vz_text_edit_get(&search->edit));
    size_t n = letters
                   ? find_offers(q, letters,
                                 most < OFFERS_MAX ? most : OFFERS_MAX, offers)
                   : 0;
    for (size_t i = 0; i < n; i++) {
        struct vz_rect face = vz_layout_column(
            area, columns, (int)(i % (size_t)columns), vz_px(ui, 16));
        face.y += (int)(i / (size_t)columns) * row_pitch(ui);
        face.h = vz_px(ui, ROW);
        add_offer(widget, scene, q, offers[i], face);
    }
    if (n == 0) {
        add_nothing(widget, scene, area);
    }
    if (letters) {
        explicit_bzero(letters, strlen(letters));
    }
    free(letters);
}

// Above the offers; where that would squeeze what is typed, beside them.
static struct vz_rect cut_field(const struct vz_ui *ui, struct vz_rect *area) {
    const int gap = vz_px(ui, GAP), whole = vz_field_height(ui, 1);
    const int line = vz_layout_measure(ui, "", VZ_TYPE_FIELD, 0, 0).height;
    const int room = area->h - row_pitch(ui);
    if (room >= line + vz_px(ui, FIELD_EDGES)) {
        return vz_layout_cut_top(area, whole < room ? whole : room, gap);
    }
    // Right above the keys, so that eyes and fingers stay together.
    *area = vz_layout_cut_bottom(area, vz_px(ui, ROW + VZ_FOOT), 0);
    return vz_layout_cut_start(area, area->w * 2 / 5, vz_px(ui, 16));
}

static void build(struct vz_widget *widget, struct vz_scene *scene,
                  struct vz_rect area) {
    struct search *search = widget->state;
    const struct vz_question *q = vz_widget_question(widget);
    const struct vz_ui *ui = widget->ui;
    if (!q) {
        return;
    }
    struct vz_rect below =
        vz_layout_cut_bottom(&area, vz_keyboard_height(ui), vz_px(ui, GAP));
    search->face = cut_field(ui, &area);
    vz_field_add(scene, ui, &search->edit, search->face, FIELD, widget->error);
    struct vz_box *box = scene->n ? &scene->boxes[scene->n - 1] : NULL;
    if (box && box->look == VZ_LOOK_FIELD) {
        box->detail = vz_tr("Type the first letters.");
        box->act = VZ_ACT_NONE; // typing always goes to it
    }
    add_offers(widget, scene, q, area);
    struct vz_keyboard keys = keyboard(widget);
    vz_keyboard_build(&keys, scene, ui, below);
}

// The letters are no answer: only what is offered for them changes.
static enum vz_widget_result insert(struct vz_widget *widget,
                                    const char *text) {
    struct search *search = widget->state;
    search->accents = 0;
    if (*text != '\n') {
        vz_text_edit_insert(&search->edit, text);
    }
    return VZ_WIDGET_REBUILD;
}

static enum vz_widget_result key(struct vz_widget *widget,
                                 enum vz_widget_key pressed) {
    struct vz_text_edit *edit = &((struct search *)widget->state)->edit;
    if (pressed == VZ_KEY_BACKSPACE) {
        vz_text_edit_backspace(edit);
    } else if (pressed == VZ_KEY_DELETE) {
        vz_text_edit_delete(edit);
    } else if (pressed == VZ_KEY_LEFT) {
        vz_text_edit_left(edit, false);
    } else if (pressed == VZ_KEY_RIGHT) {
        vz_text_edit_right(edit, false);
    } else {
        return VZ_WIDGET_NOTHING;
    }
    return VZ_WIDGET_REBUILD;
}

// What was typed has served: the next letters begin anew.
static enum vz_widget_result choose(struct vz_widget *widget, size_t i) {
    struct vz_text_edit *edit = &((struct search *)widget->state)->edit;
    enum vz_widget_result result = vz_widget_choose(widget, i);
    if (result != VZ_WIDGET_NOTHING && !vz_text_edit_set(edit, "")) {
        LOG_OOM();
    }
    return result;
}

static enum vz_widget_result press(struct vz_widget *widget,
                                   const struct vz_box *box) {
    struct search *search = widget->state;
    struct vz_keyboard keys = keyboard(widget);
    char text[VZ_KEYBOARD_TEXT_SIZE];
    switch ((enum vz_keyboard_key)box->a) {
    case VZ_KEYBOARD_CHAR:
    case VZ_KEYBOARD_VARIANT:
        vz_keyboard_text(&keys, (uint32_t)box->b, text);
        return insert(widget, text);
    case VZ_KEYBOARD_LAYER:
        search->numbers = !search->numbers;
        search->accents = 0;
        return VZ_WIDGET_REBUILD;
    case VZ_KEYBOARD_ACCENTS:
        search->accents = search->accents ? 0 : 1;
        return VZ_WIDGET_REBUILD;
    case VZ_KEYBOARD_BACKSPACE:
        return key(widget, VZ_KEY_BACKSPACE);
    case VZ_KEYBOARD_LEFT:
        return key(widget, VZ_KEY_LEFT);
    case VZ_KEYBOARD_RIGHT:
        return key(widget, VZ_KEY_RIGHT);
    default:
        return VZ_WIDGET_NOTHING;
    }
}

static enum vz_widget_result activate(struct vz_widget *widget,
                                      const struct vz_box *box, int x, int y) {
    return box->a == OFFER   ? choose(widget, (size_t)box->b)
           : box->a == FIELD ? VZ_WIDGET_NOTHING
                             : press(widget, box);
}

static enum vz_widget_result hold(struct vz_widget *widget,
                                  const struct vz_box *box) {
    return box->a == VZ_KEYBOARD_BACKSPACE ? key(widget, VZ_KEY_BACKSPACE)
                                           : VZ_WIDGET_NOTHING;
}

const struct vz_widget_ops vz_widget_search = {
    .name = "search",
    .accepts = accepts,
    .enter = enter,
    .measure = measure,
    .build = build,
    .activate = activate,
    .hold = hold,
    .type = insert,
    .key = key,
    .leave = leave,
};
