#include "question_part.h"

#include "kiosk/locale/locale.h"
#include "kiosk/text/text.h"
#include "kiosk/widget/plain_text.h"

#include <string.h>

#define STACK_GAP 28 // between two questions of one page
#define HINT_GAP 4
#define LINES_ALL 1000
#define BANNER_SIDES 110 // icon and padding beside a message
#define BANNER_PADDING 36
#define BANNER_GAP 16
#define PICTURE_LEAST 140

struct rung {
    enum vz_type type;
    int lines; // at most, at this size
};

// A question alone is as large as it can be; a text to read (note) goes over
// to regular type when it is more than a heading.
static const struct rung alone_rungs[] = {
    {VZ_TYPE_QUESTION, 2},
    {VZ_TYPE_ANSWER, 3},
    {VZ_TYPE_BODY_BOLD, LINES_ALL},
    {VZ_TYPE_SMALL_BOLD, LINES_ALL},
};
static const struct rung note_rungs[] = {
    {VZ_TYPE_QUESTION, 2},
    {VZ_TYPE_LEAD, 5},
    {VZ_TYPE_BODY, LINES_ALL},
    {VZ_TYPE_SMALL, LINES_ALL},
};
static const struct rung stacked_rungs[] = {
    {VZ_TYPE_ANSWER, 2},
    {VZ_TYPE_BODY_BOLD, 4},
    {VZ_TYPE_SMALL_BOLD, LINES_ALL},
};

static bool is_note(const struct vz_question *q) {
    return !vz_widget_is_answered(q);
}

static struct vz_fit fit_label(const struct vz_ui *ui, const char *text,
                               const struct rung *rungs, size_t n, int width,
                               int height) {
    struct vz_fit fit = {0};
    for (size_t i = 0; i < n; i++) {
        int line = vz_layout_measure(ui, "", rungs[i].type, 0, 0).height;
        int most = rungs[i].lines == LINES_ALL ? height : rungs[i].lines * line;
        most = height && most > height ? height : most;
        fit = vz_layout_fit(ui, text, &rungs[i].type, 1, width, most);
        if (fit.fits) {
            return fit;
        }
    }
    return fit;
}

// Calendars that other clients show; the date that is stored is the same.
static bool other_calendar(const char *appearance) {
    static const char *const names[] = {"ethiopian",     "coptic",  "islamic",
                                        "bikram-sambat", "myanmar", "persian",
                                        "buddhist"};
    bool other = false;
    for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++) {
        other = other || vz_appearance_has(appearance, names[i]);
    }
    return other;
}

// What is said below a question whose author gave no hint, or NULL.
static const char *own_hint(const struct vz_question *q) {
    if (q->control == VZ_CONTROL_SELECT && !is_note(q)) {
        return vz_tr("You can choose more than one.");
    }
    if (q->control == VZ_CONTROL_RANK) {
        return vz_tr("Touch them in the right order. The first touch is 1.");
    }
    if (vz_appearance_has(q->appearance, "vz-triad")) {
        return vz_tr("Drag the yellow stone. "
                     "Or touch a place in the triangle.");
    }
    if (q->type == VZ_FIELD_DATE || q->type == VZ_FIELD_DATETIME) {
        return other_calendar(q->appearance)
                   ? vz_tr("Choose a date in the ordinary calendar.")
                   : NULL;
    }
    if (q->control == VZ_CONTROL_UPLOAD) {
        return vz_appearance_has(q->appearance, "signature")
                   ? vz_tr("Put your name or a sign. It need not look nice.")
               : vz_appearance_has(q->appearance, "draw") ||
                       vz_appearance_has(q->appearance, "annotate")
                   ? vz_tr("Draw with your finger.")
                   : NULL;
    }
    if (vz_appearance_has(q->appearance, "vz-dyad")) {
        return vz_tr("Drag the yellow stone. Or touch a place on the line.");
    }
    return NULL;
}

// The width of "3 chosen" at its widest, with the gap before it.
static int count_width(const struct vz_page *page,
                       const struct vz_question *q) {
    const struct vz_ui *ui = page->view->ui;
    const char *most = vz_arena_printf(
        page->arena,
        vz_trn("%zu chosen", "%zu chosen", (unsigned long)q->n_choices),
        q->n_choices);
    return vz_px(ui, 14) +
           vz_layout_measure(ui, most ? most : "", VZ_TYPE_BODY_BOLD, 0, 0)
               .width;
}

static void plan_hint(const struct vz_page *page, const struct vz_question *q,
                      enum vz_type type, struct vz_question_head *head) {
    const enum vz_type types[] = {type, type == VZ_TYPE_BODY ? VZ_TYPE_SMALL
                                                             : VZ_TYPE_MIN};
    const struct vz_ui *ui = page->view->ui;
    const int width = page->area.w;
    bool several = q->control == VZ_CONTROL_SELECT && !is_note(q);
    head->hint_text =
        q->hint && q->hint[0] ? vz_marked_text(page->arena, q->hint) : NULL;
    if (vz_appearance_has(q->appearance, "vz-consent")) {
        head->hint_text = NULL; // it stands beside the lower answers
    }
    head->counts = several;
    if (!head->hint_text) {
        head->hint_text = own_hint(q);
    }
    if (q->video) {
        const char *film = vz_tr("There is a film with this question. "
                                 "It does not play here.");
        head->hint_text =
            head->hint_text
                ? vz_arena_printf(page->arena, "%s\n%s", head->hint_text, film)
                : film;
    }
    if (!head->hint_text) {
        return;
    }
    struct vz_fit one = vz_layout_measure(ui, head->hint_text, type, 0, 0);
    head->hint = vz_layout_fit(ui, head->hint_text, types, 2, width, 0);
    int count = several ? count_width(page, q) : 0;
    head->count_beside = several && one.width + count <= width;
}

int vz_question_prompt_size(const struct vz_view *view,
                            const struct vz_question *q) {
    return q->audio && view->plays_prompts
               ? vz_px(view->ui, VZ_ANSWER_MIN + VZ_FOOT)
               : 0;
}

static struct vz_question_head plan_head(const struct vz_page *page,
                                         const struct vz_question *q,
                                         enum vz_type hint, int height,
                                         bool alone) {
    const struct vz_ui *ui = page->view->ui;
    struct vz_question_head head = {.label_text =
                                        vz_marked_text(page->arena, q->label)};
    plan_hint(page, q, hint, &head);
    int below = head.hint_text ? head.hint.height + vz_px(ui, HINT_GAP) : 0;
    if (head.counts && !head.count_beside) {
        below += vz_layout_measure(ui, "", VZ_TYPE_BODY_BOLD, 0, 0).height;
    }
    int prompt = vz_question_prompt_size(page->view, q);
    int room = height ? height - below : 0;
    const struct rung *rungs = alone ? alone_rungs : stacked_rungs;
    size_t n = alone ? 4 : 3;
    if (is_note(q)) {
        rungs = alone ? note_rungs : note_rungs + 1;
    }
    if (!q->label[0]) {
        head.label = (struct vz_fit){.fits = true};
    } else if (height && room <= 0) {
        head.label = (struct vz_fit){.fits = false};
    } else {
        int beside = prompt ? prompt + vz_px(ui, VZ_GAP) : 0;
        head.label = fit_label(ui, head.label_text, rungs, n,
                               page->area.w - beside, room);
    }
    head.height = head.label.height + below;
    if (head.height < prompt) {
        head.height = prompt;
    }
    return head;
}

// Where it is tight the hint gives way before the question does.
struct vz_question_head vz_question_head_plan(const struct vz_page *page,
                                              const struct vz_question *q,
                                              int height, bool alone) {
    static const enum vz_type hints[] = {VZ_TYPE_BODY, VZ_TYPE_SMALL,
                                         VZ_TYPE_MIN};
    const struct vz_ui *ui = page->view->ui;
    struct vz_question_head head = {0};
    for (size_t i = 0; i < sizeof(hints) / sizeof(*hints); i++) {
        head = plan_head(page, q, hints[i], height, alone);
        int label =
            vz_layout_measure(ui, "", head.label.type, head.label.shrink, 0)
                .height;
        int hint =
            vz_layout_measure(ui, "", head.hint.type, head.hint.shrink, 0)
                .height;
        if (!head.hint_text || !q->label[0] ||
            (head.label.fits && label > hint)) {
            break;
        }
    }
    return head;
}

int vz_part_gap(const struct vz_ui *ui, const struct vz_question *q) {
    return vz_px(ui, vz_widget_types(q) ? 14 : 26);
}

const char *vz_part_text(const struct vz_page *page,
                         const struct vz_question *q) {
    const char *label = vz_marked_text(page->arena, q->label);
    if (!q->hint || !q->hint[0]) {
        return label;
    }
    const char *text = vz_arena_printf(page->arena, "%s\n\n%s", label,
                                       vz_marked_text(page->arena, q->hint));
    return text ? text : label;
}

// Where the next part begins: at a widget, in the middle of its label or
// behind it.
struct cursor {
    size_t widget;
    size_t offset; // into the label
    bool label_done;
};

static struct vz_extent extent(const struct vz_page *page, size_t i) {
    struct vz_widget *widget = &page->view->widgets[i];
    return widget->ops->measure(widget, page->area.w);
}

static size_t count_shown(const struct vz_view *view) {
    size_t n = 0;
    for (size_t i = 0; i < view->n_widgets; i++) {
        n += vz_widget_question(&view->widgets[i]) != NULL;
    }
    return n;
}

struct vz_fit vz_part_message(const struct vz_view *view, size_t index,
                              int width) {
    static const enum vz_type types[] = {VZ_TYPE_BODY, VZ_TYPE_SMALL};
    const char *message = view->widgets[index].message;
    if (!message || count_shown(view) < 2) {
        return (struct vz_fit){0};
    }
    return vz_layout_fit(view->ui, message, types, 2,
                         width - vz_px(view->ui, BANNER_SIDES),
                         vz_px(view->ui, 120));
}

int vz_part_banner_height(const struct vz_ui *ui,
                          const struct vz_fit *message) {
    return message->height
               ? message->height + vz_px(ui, BANNER_PADDING + BANNER_GAP)
               : 0;
}

static bool has_picture(const struct vz_page *page, size_t i) {
    struct vz_widget *widget = &page->view->widgets[i];
    const struct vz_question *q = vz_widget_question(widget);
    // One to draw on stands on the pad.
    return q &&
           !(q->control == VZ_CONTROL_UPLOAD &&
             vz_appearance_has(q->appearance, "annotate")) &&
           vz_widget_media(widget, page->arena, q->image);
}

// The height of a question among others, or a page's height when it wants a
// page of its own.
static int stacked_height(const struct vz_page *page, size_t i) {
    const struct vz_view *view = page->view;
    const struct vz_question *q = vz_widget_question(&view->widgets[i]);
    struct vz_extent need = extent(page, i);
    struct vz_question_head head = vz_question_head_plan(page, q, 0, false);
    if (!head.label.fits || need.natural > view->ui->height ||
        has_picture(page, i)) {
        return view->ui->height;
    }
    int gap = head.height && need.natural ? vz_part_gap(view->ui, q) : 0;
    struct vz_fit message = vz_part_message(view, i, page->area.w);
    return head.height + gap + need.natural +
           vz_part_banner_height(view->ui, &message);
}

bool vz_part_split_picture(const struct vz_page *page, size_t index,
                           bool answers, struct vz_rect *area,
                           struct vz_rect *picture) {
    const struct vz_ui *ui = page->view->ui;
    struct vz_widget *widget = &page->view->widgets[index];
    if (!has_picture(page, index)) {
        return false;
    }
    int gap = vz_px(ui, VZ_GAP), most = area->h * 2 / 5;
    int least = answers ? widget->ops->measure(widget, area->w).least : 0;
    if (!least) {
        *picture = vz_layout_cut_top(area, area->h, 0);
        return picture->h >= vz_px(ui, PICTURE_LEAST);
    }
    if (ui->portrait) {
        int room = area->h - least - gap;
        if (room < vz_px(ui, PICTURE_LEAST)) {
            return false;
        }
        *picture = vz_layout_cut_top(area, room < most ? room : most, gap);
        return true;
    }
    int width = area->w * 2 / 5;
    int narrow = area->w - width - gap;
    if (widget->ops->measure(widget, narrow).least > area->h) {
        return false;
    }
    *picture = vz_layout_cut_end(area, width, gap);
    return true;
}

static size_t next_widget(const struct vz_view *view, size_t i) {
    while (i < view->n_widgets && !vz_widget_question(&view->widgets[i])) {
        i++; // no longer relevant
    }
    return i;
}

// Widgets from `first` that share one part; 0 = not even two fit.
static size_t stack(const struct vz_page *page, size_t first) {
    const struct vz_view *view = page->view;
    int used = 0;
    size_t last = first, shown = 0;
    for (size_t i = first; i < view->n_widgets; i = next_widget(view, i + 1)) {
        int gap = shown ? vz_px(view->ui, STACK_GAP) : 0;
        int height = stacked_height(page, i);
        if (used + gap + height > page->area.h) {
            break;
        }
        used += gap + height;
        last = i;
        shown++;
    }
    return shown > 1 ? last - first + 1 : 0;
}

// The end of the piece of a label that fills the area at the smallest size of
// a text to read, cut between two lines.
static size_t cut_label(const struct vz_page *page, const char *label,
                        size_t from) {
    const struct vz_ui *ui = page->view->ui;
    const struct vz_rect area = page->area;
    struct vz_text_style style = vz_text_style(ui, VZ_TYPE_SMALL);
    const struct vz_text_layout *layout =
        vz_text_lay_out(ui->text, label + from, &style, area.w);
    int lines = area.h / style.line;
    if (!layout || lines < 1 || vz_text_lines(layout) <= lines) {
        return strlen(label);
    }
    size_t end = vz_text_offset_at(layout, 0, lines * style.line + 1);
    return end ? from + end : strlen(label);
}

// The label has the page to itself, in pieces when it is longer than that.
static void label_part(const struct vz_page *page, const struct vz_question *q,
                       struct cursor *at, struct vz_part *part) {
    struct vz_question_head head =
        vz_question_head_plan(page, q, page->area.h, true);
    *part = (struct vz_part){
        .first = at->widget, .n = 1, .alone = true, .label = true};
    if (!at->offset && head.label.fits) {
        at->label_done = true;
        part->picture = has_picture(page, at->widget);
    } else {
        const char *text = vz_part_text(page, q);
        part->from = at->offset;
        part->to = cut_label(page, text, at->offset);
        at->offset = part->to;
        at->label_done = text[part->to] == '\0';
    }
    if (at->label_done && extent(page, at->widget).least == 0) {
        *at = (struct cursor){.widget = at->widget + 1};
    }
}

static bool next_part(const struct vz_page *whole, struct cursor *at,
                      struct vz_part *part) {
    const struct vz_view *view = whole->view;
    struct vz_page left = *whole; // by the message
    const struct vz_page *page = whole;
    at->widget = next_widget(view, at->widget);
    if (at->widget >= view->n_widgets) {
        return false;
    }
    const struct vz_question *q =
        vz_widget_question(&view->widgets[at->widget]);
    if (at->label_done) {
        *part = (struct vz_part){
            .first = at->widget, .n = 1, .alone = true, .answers = true};
        *at = (struct cursor){.widget = at->widget + 1};
        return true;
    }
    size_t together = at->offset ? 0 : stack(page, at->widget);
    if (together) {
        *part = (struct vz_part){
            .first = at->widget, .n = together, .label = true, .answers = true};
        *at = (struct cursor){.widget = at->widget + together};
        return true;
    }
    struct vz_fit message = vz_part_message(view, at->widget, page->area.w);
    left.area.h -= vz_part_banner_height(view->ui, &message);
    page = &left;
    int least = extent(page, at->widget).least;
    int room = page->area.h - least - (least ? vz_part_gap(view->ui, q) : 0);
    struct vz_question_head head = {0};
    if (room > 0) {
        head = vz_question_head_plan(page, q, room, true);
    }
    struct vz_rect below = {page->area.x, 0, page->area.w,
                            page->area.h - head.height -
                                vz_part_gap(view->ui, q)};
    struct vz_rect picture;
    bool pictured = has_picture(page, at->widget);
    if (at->offset || !head.label.fits ||
        (pictured &&
         !vz_part_split_picture(page, at->widget, true, &below, &picture))) {
        label_part(page, q, at, part);
        return true;
    }
    *part = (struct vz_part){.first = at->widget,
                             .n = 1,
                             .alone = true,
                             .label = true,
                             .answers = true,
                             .picture = pictured};
    *at = (struct cursor){.widget = at->widget + 1};
    return true;
}

size_t vz_part_find(const struct vz_page *page, size_t index,
                    struct vz_part *part) {
    struct cursor at = {0};
    struct vz_part next;
    size_t n = 0;
    *part = (struct vz_part){0};
    while (next_part(page, &at, &next)) {
        if (n <= index) {
            *part = next;
        }
        n++;
    }
    return n;
}

size_t vz_part_of_widget(const struct vz_page *page, size_t widget) {
    struct cursor at = {0};
    struct vz_part part;
    size_t n = 0;
    while (next_part(page, &at, &part)) {
        if (part.answers && widget >= part.first &&
            widget < part.first + part.n) {
            return n;
        }
        n++;
    }
    return 0;
}
