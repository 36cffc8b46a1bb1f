/*
 * A question page: how far one is, the question, its answers, the way on.
 */
#include "frame.h"

#include "form/xform/form.h"
#include "kiosk/locale/locale.h"
#include "kiosk/widget/plain_text.h"
#include "question_part.h"

#include <string.h>

#define STONES_MAX 8 // longer forms show a bar

static void add_bar(struct vz_scene *scene, const struct vz_ui *ui,
                    struct vz_rect head, size_t at, size_t total) {
    int width = vz_px(ui, 300), height = vz_px(ui, 18);
    struct vz_rect bar = {head.x + head.w - width,
                          head.y + (head.h - height) / 2, width, height};
    vz_scene_add(scene, &(struct vz_box){.name = "progress",
                                         .role = VZ_ROLE_PROGRESS,
                                         .look = VZ_LOOK_STONE_OPEN,
                                         .rect = bar});
    bar.w = (int)((size_t)width * at / total);
    int least = 2 * height + 2; // round at both ends
    bar.w = bar.w > least ? bar.w : least;
    vz_scene_add(scene, &(struct vz_box){.name = "progress-done",
                                         .look = VZ_LOOK_STONE_DONE,
                                         .rect = bar});
}

static void add_stones(struct vz_scene *scene, const struct vz_ui *ui,
                       struct vz_rect head, size_t at, size_t total) {
    int width = vz_px(ui, 64), height = vz_px(ui, 18), gap = vz_px(ui, 8);
    int x = head.x + head.w - (int)total * (width + gap) + gap;
    for (size_t i = 0; i < total; i++) {
        vz_scene_add(
            scene, &(struct vz_box){
                       .name = vz_scene_text(scene, "progress:%zu", i + 1),
                       .role = i + 1 == at ? VZ_ROLE_PROGRESS : VZ_ROLE_NONE,
                       .look = i + 1 < at    ? VZ_LOOK_STONE_DONE
                               : i + 1 == at ? VZ_LOOK_STONE_NOW
                                             : VZ_LOOK_STONE_OPEN,
                       .rect = {x + (int)i * (width + gap),
                                head.y + (head.h - height) / 2, width, height},
                   });
    }
}

// "Kind 2 - Question 3 of 9"
static const char *add_where(const struct vz_view *view,
                             struct vz_scene *scene) {
    const char *title = view->title ? vz_plain_text(&scene->arena, view->title)
                                    : NULL;
    if (!view->total) {
        return title ? title : "";
    }
    if (!title) {
        return vz_scene_text(scene, vz_tr("Question %zu of %zu"), view->at,
                             view->total);
    }
    const struct vz_ui *ui = view->ui;
    const char *both = vz_scene_text(scene, vz_tr("%s · Question %zu of %zu"),
                                     title, view->at, view->total);
    int room = vz_frame_head(ui).w - vz_px(ui, 53 + 24 + STONES_MAX * 72);
    return vz_layout_measure(ui, both, VZ_TYPE_SMALL, vz_frame_capped(ui), 0)
                       .width <= room
               ? both
               : vz_scene_text(scene, vz_tr("Question %zu of %zu"), view->at,
                               view->total);
}

static void add_head(const struct vz_view *view, struct vz_scene *scene) {
    const struct vz_ui *ui = view->ui;
    struct vz_rect head = vz_frame_head(ui);
    const char *where = add_where(view, scene);
    if (view->assisted) {
        struct vz_dark_bar bar = {vz_tr("Together with a worker"), where, NULL};
        vz_frame_dark_bar(scene, ui, &bar);
        return;
    }
    vz_frame_brand(scene, ui, head, 40, where, VZ_TYPE_SMALL,
                   VZ_LOOK_TEXT_SOFT);
    if (view->total > STONES_MAX) {
        add_bar(scene, ui, head, view->at, view->total);
    } else {
        add_stones(scene, ui, head, view->at, view->total);
    }
}

// The keys of the foot differ by where one is on the page and in the form.
struct foot {
    bool more_parts; // Verder shows the next part of this page
    size_t part;
    bool only_text; // nothing on the page can be answered
};

// At the end of a page in parts Verder leads to what is missing instead of
// being off: that may stand on a part that is not seen now.
static struct vz_box next_box(const struct vz_view *view,
                              const struct foot *foot) {
    const bool on = view->may_go_on || foot->part > 0;
    const char *label = vz_tr("Next");
    if (!foot->more_parts && view->last_page) {
        label = vz_tr("Send");
    } else if (!foot->more_parts && on && view->empty && !foot->only_text) {
        label = vz_tr("Skip");
    }
    struct vz_box box = {
        .name = "next",
        .role = VZ_ROLE_BUTTON,
        .look = VZ_LOOK_PRIMARY,
        .state = on || foot->more_parts ? 0u : VZ_STATE_DISABLED,
        .label = label,
        .type = VZ_TYPE_BODY_BOLD,
        .align = VZ_ALIGN_CENTER,
        .icon = vz_layout_next_icon(view->ui),
        .icon_after = true,
        .slop = true,
        .act = VZ_ACT_NEXT,
    };
    if (foot->more_parts) {
        box.act = VZ_ACT_WIDGET;
        box.a = VZ_WIDGET_TURN;
        box.b = (int)foot->part + 1;
    }
    return box;
}

static struct vz_box back_box(const struct vz_view *view,
                              const struct foot *foot) {
    struct vz_box box = {
        .name = "back",
        .role = VZ_ROLE_BUTTON,
        .look = VZ_LOOK_BUTTON,
        .label = vz_tr("Back"),
        .type = VZ_TYPE_BODY_BOLD,
        .align = VZ_ALIGN_CENTER,
        .icon = vz_layout_back_icon(view->ui),
        .slop = true,
        .act = VZ_ACT_BACK,
    };
    if (foot->part > 0) {
        box.act = VZ_ACT_WIDGET;
        box.a = VZ_WIDGET_TURN;
        box.b = (int)foot->part - 1;
    }
    return box;
}

static void add_foot(const struct vz_view *view, struct vz_scene *scene,
                     const struct foot *foot) {
    const struct vz_ui *ui = view->ui;
    // Without a voice for what is shown there is no key for it.
    const int first = view->can_read ? 0 : 1, n = 4 - first;
    const struct vz_helper helpers[] = {
        {"read-aloud", vz_tr("Read aloud"), "speaker", VZ_ACT_READ_ALOUD},
        {"languages", vz_tr("Language"), "globe", VZ_ACT_OPEN_LANGUAGES},
        {"display", vz_tr("Display"), "view", VZ_ACT_OPEN_DISPLAY},
        {"stop", vz_tr("Stop"), "close", VZ_ACT_STOP},
    };
    struct vz_rect line = vz_frame_foot(ui);
    struct vz_box next = next_box(view, foot), back = back_box(view, foot);
    struct vz_rect bar;
    if (ui->portrait) {
        bar = vz_layout_cut_top(&line, vz_px(ui, 88), vz_px(ui, 24));
        back.rect = vz_layout_cut_start(&line, line.w / 3, vz_px(ui, 24));
        next.rect = line;
        back.type = next.type = VZ_TYPE_ANSWER;
        vz_layout_shrink_label(ui, &back);
        vz_layout_shrink_label(ui, &next);
    } else {
        line.h = vz_px(ui, 88);
        next.shrink = back.shrink = vz_frame_capped(ui);
        int least = vz_px(ui, 190);
        back.rect = vz_layout_cut_start(
            &line, vz_layout_button_width(ui, &back, least), vz_px(ui, 24));
        next.rect = vz_layout_cut_end(
            &line, vz_layout_button_width(ui, &next, least), vz_px(ui, 24));
        int width =
            vz_px(ui, ui->text_scale > 1.1 ? 160 : 128) * n + vz_px(ui, 6);
        width = width < line.w ? width : line.w;
        // In the middle of the screen, so that it stands still when Verder
        // becomes wider, as long as there is room.
        bar = vz_layout_center(line, width, line.h);
        int middle = (ui->width - width) / 2;
        if (middle >= line.x && middle + width <= line.x + line.w) {
            bar.x = middle;
        }
    }
    vz_scene_add(scene, &next);
    vz_frame_helpers(scene, ui, bar, helpers + first, n);
    vz_scene_add(scene, &back);
}

// What is wrong with an answer; the area becomes what is left.
static void add_banner(const struct vz_ui *ui, struct vz_scene *scene,
                       const char *text, const struct vz_fit *fit,
                       struct vz_rect *area) {
    int gap = vz_px(ui, 16);
    struct vz_rect rect =
        vz_layout_cut_top(area, vz_part_banner_height(ui, fit) - gap, gap);
    vz_scene_add(scene, &(struct vz_box){
                            .name = "error",
                            .role = VZ_ROLE_ALERT,
                            .look = VZ_LOOK_ERROR,
                            .rect = rect,
                            .label = text,
                            .type = fit->type,
                            .shrink = fit->shrink,
                            .icon = "warning",
                        });
}

// A question alone has its message at the top; among others beside it.
static void add_error(const struct vz_view *view, struct vz_scene *scene,
                      struct vz_rect *area) {
    static const enum vz_type types[] = {VZ_TYPE_BODY, VZ_TYPE_SMALL};
    const struct vz_ui *ui = view->ui;
    bool beside = false;
    for (size_t i = 0; i < view->n_widgets; i++) {
        beside = beside || vz_part_message(view, i, area->w).height > 0;
    }
    if (view->error && !beside) {
        struct vz_fit fit = vz_layout_fit(ui, view->error, types, 2,
                                          area->w - vz_px(ui, 110),
                                          vz_px(ui, 120));
        add_banner(ui, scene, view->error, &fit, area);
    }
}

static void add_message(const struct vz_view *view, struct vz_scene *scene,
                        size_t index, struct vz_rect *area) {
    struct vz_fit fit = vz_part_message(view, index, area->w);
    if (fit.height) {
        add_banner(view->ui, scene, view->widgets[index].message, &fit, area);
    }
}

static size_t chosen(const struct vz_question *q) {
    size_t n = 0;
    for (size_t i = 0; i < q->n_choices; i++) {
        n += q->choices[i].selected;
    }
    return n;
}

static void add_count(const struct vz_ui *ui, struct vz_scene *scene,
                      const struct vz_question *q, struct vz_rect rect) {
    size_t n = chosen(q);
    struct vz_text_block block = {
        .name = "count",
        .text = vz_scene_text(scene, vz_trn("%zu chosen", "%zu chosen", n), n),
        .type = VZ_TYPE_BODY_BOLD,
        .role = VZ_ROLE_TEXT,
    };
    if (n) {
        vz_layout_text(scene, ui, rect, &block);
    }
}

static void add_hint(const struct vz_ui *ui, struct vz_scene *scene,
                     const struct vz_question *q,
                     const struct vz_question_head *head, struct vz_rect area) {
    struct vz_text_block block = {
        .name = "hint",
        .text = head->hint_text,
        .type = head->hint.type,
        .shrink = head->hint.shrink,
        .look = VZ_LOOK_TEXT_SOFT,
        .role = VZ_ROLE_TEXT,
    };
    if (!head->hint_text) {
        return;
    }
    if (!head->count_beside) {
        int height = vz_layout_text(scene, ui, area, &block);
        if (head->counts) {
            area.y += height;
            add_count(ui, scene, q, area);
        }
        return;
    }
    struct vz_rect line =
        vz_layout_cut_start(&area, head->hint.width, vz_px(ui, 14));
    vz_layout_text(scene, ui, line, &block);
    add_count(ui, scene, q, area);
}

// Plays what was recorded for the question.
static void add_prompt(struct vz_scene *scene, const struct vz_ui *ui,
                       struct vz_rect rect) {
    rect.w -= vz_px(ui, VZ_FOOT);
    rect.h = rect.w;
    vz_scene_add(scene, &(struct vz_box){
                            .name = "prompt",
                            .role = VZ_ROLE_BUTTON,
                            .look = VZ_LOOK_BUTTON,
                            .rect = rect,
                            .align = VZ_ALIGN_CENTER,
                            .icon = "speaker",
                            .icon_size = 48,
                            .slop = true,
                            .act = VZ_ACT_PROMPT,
                        });
}

// The question above its answers; the area becomes what is left.
static void add_question(const struct vz_view *view, struct vz_scene *scene,
                         const struct vz_part *part,
                         const struct vz_question *q,
                         const struct vz_question_head *head,
                         struct vz_rect *area) {
    const struct vz_ui *ui = view->ui;
    struct vz_rect top = *area;
    int prompt = vz_question_prompt_size(view, q);
    if (prompt) {
        add_prompt(scene, ui,
                   vz_layout_cut_end(&top, prompt, vz_px(ui, VZ_GAP)));
    }
    if (q->label[0]) {
        struct vz_text_block block = {
            .name = "question",
            .text = head->label_text,
            .type = head->label.type,
            .shrink = head->label.shrink,
            .role = VZ_ROLE_HEADING,
        };
        int height = vz_layout_text(scene, ui, top, &block);
        vz_layout_cut_top(&top, height, vz_px(ui, 4));
    }
    add_hint(ui, scene, q, head, top);
    vz_layout_cut_top(area, head->height,
                      part->answers ? vz_part_gap(ui, q) : 0);
}

// A piece of a label that is longer than the screen.
static void add_piece(const struct vz_page *page, struct vz_scene *scene,
                      const struct vz_question *q, const struct vz_part *part) {
    const char *text = vz_part_text(page, q);
    char *piece =
        vz_arena_strndup(page->arena, text + part->from, part->to - part->from);
    if (!piece) {
        scene->failed = true;
        return;
    }
    struct vz_text_block block = {
        .name = "question",
        .text = piece,
        .type = VZ_TYPE_SMALL,
        .role = VZ_ROLE_HEADING,
    };
    vz_layout_text(scene, page->view->ui, page->area, &block);
}

static const char *short_name(const char *ref) {
    const char *slash = strrchr(ref, '/');
    return slash ? slash + 1 : ref;
}

// The boxes from `first` on belong to widget `index`; where several questions
// share a page their names say whose they are.
static void own_boxes(const struct vz_view *view, struct vz_scene *scene,
                      size_t first, size_t index) {
    const char *whose = short_name(view->widgets[index].ref);
    for (size_t i = first; i < scene->n; i++) {
        struct vz_box *box = &scene->boxes[i];
        box->widget = (int)index;
        if (view->n_widgets > 1 && box->name) {
            box->name = vz_scene_text(scene, "%s/%s", whose, box->name);
        }
    }
}

// Answers low on a high screen; on a wide one right below the question. Who
// sits gets them in the lower half, or as low as their least height allows.
static struct vz_rect answers_area(const struct vz_ui *ui,
                                   const struct vz_question *q,
                                   struct vz_rect area, int least) {
    int top = ui->low ? ui->height / 2 : vz_px(ui, 318);
    if (ui->low && area.y + area.h - top < least) {
        top = area.y + area.h - least;
    }
    if ((ui->low || (ui->portrait && !vz_widget_types(q))) && area.y < top) {
        area.h -= top - area.y;
        area.y = top;
    }
    return area;
}

// Touched, it is shown as large as the screen.
static void add_picture(const struct vz_page *page, struct vz_scene *scene,
                        size_t index, struct vz_rect rect) {
    struct vz_widget *widget = &page->view->widgets[index];
    const struct vz_question *q = vz_widget_question(widget);
    vz_scene_add(scene,
                 &(struct vz_box){
                     .name = "picture",
                     .role = VZ_ROLE_BUTTON,
                     .spoken = vz_tr("Make the picture larger"),
                     .look = VZ_LOOK_PICTURE,
                     .rect = rect,
                     .picture = vz_widget_media(widget, page->arena, q->image),
                     .act = VZ_ACT_WIDGET,
                     .a = VZ_WIDGET_ENLARGE,
                     .b = 1});
}

// The picture over everything, until it is touched.
static void add_enlarged(const struct vz_page *page, struct vz_scene *scene,
                         size_t index) {
    const struct vz_ui *ui = page->view->ui;
    struct vz_widget *widget = &page->view->widgets[index];
    const struct vz_question *q = vz_widget_question(widget);
    struct vz_rect screen = {0, 0, ui->width, ui->height};
    int edge = vz_px(ui, 40), key = vz_px(ui, VZ_ANSWER_MIN);
    struct vz_rect inner = {edge, edge, ui->width - 2 * edge,
                            ui->height - 2 * edge};
    vz_frame_freeze(scene);
    vz_scene_add(scene, &(struct vz_box){.name = "large",
                                         .look = VZ_LOOK_SHEET,
                                         .rect = screen});
    struct vz_rect foot = vz_layout_cut_bottom(&inner, key + vz_px(ui, VZ_FOOT),
                                               vz_px(ui, VZ_GAP));
    vz_scene_add(scene, &(struct vz_box){.name = "large-picture",
                                         .look = VZ_LOOK_PICTURE,
                                         .rect = inner,
                                         .picture = vz_widget_media(
                                             widget, page->arena, q->image)});
    foot = vz_layout_center(foot, vz_px(ui, 360), key);
    vz_scene_add(scene, &(struct vz_box){.name = "large-close",
                                         .role = VZ_ROLE_BUTTON,
                                         .look = VZ_LOOK_PRIMARY,
                                         .rect = foot,
                                         .label = vz_tr("Close"),
                                         .type = VZ_TYPE_BODY_BOLD,
                                         .align = VZ_ALIGN_CENTER,
                                         .icon = "close",
                                         .slop = true,
                                         .act = VZ_ACT_WIDGET,
                                         .widget = (int)index,
                                         .a = VZ_WIDGET_ENLARGE});
}

static void add_alone(const struct vz_page *page, struct vz_scene *scene,
                      const struct vz_part *part) {
    const struct vz_view *view = page->view;
    struct vz_rect area = page->area;
    struct vz_widget *widget = &view->widgets[part->first];
    const struct vz_question *q = vz_widget_question(widget);
    size_t first = scene->n;
    add_message(view, scene, part->first, &area);
    if (!part->label) {
        struct vz_text_block block = {.name = "question",
                                      .text = vz_tr("Your answer"),
                                      .type = VZ_TYPE_ANSWER,
                                      .role = VZ_ROLE_HEADING};
        int height = vz_layout_text(scene, view->ui, area, &block);
        vz_layout_cut_top(&area, height, vz_part_gap(view->ui, q));
    } else if (part->to) {
        struct vz_page left = {view, page->arena, area};
        add_piece(&left, scene, q, part);
    } else {
        int least = part->answers ? widget->ops->measure(widget, area.w).least
                                  : 0;
        int room = area.h - least - (least ? vz_part_gap(view->ui, q) : 0);
        struct vz_question_head head =
            vz_question_head_plan(page, q, room, true);
        add_question(view, scene, part, q, &head, &area);
    }
    struct vz_rect picture;
    if (part->picture && vz_part_split_picture(page, part->first, part->answers,
                                               &area, &picture)) {
        add_picture(page, scene, part->first, picture);
    }
    if (part->answers) {
        int least = widget->ops->measure(widget, area.w).least;
        struct vz_rect low = answers_area(view->ui, q, area, least);
        widget->shown = true;
        widget->ops->build(widget, scene, low.h >= least ? low : area);
    }
    own_boxes(view, scene, first, part->first);
}

// Who sits gets a page of several questions as low as it goes: boxes from
// `first` on, whose end is at `end`, come down to `bottom`.
static void sink(struct vz_scene *scene, size_t first, int end, int bottom) {
    for (size_t i = first; end < bottom && i < scene->n; i++) {
        scene->boxes[i].rect.y += bottom - end;
    }
}

static void add_stacked(const struct vz_page *page, struct vz_scene *scene,
                        const struct vz_part *part) {
    const struct vz_view *view = page->view;
    struct vz_rect area = page->area;
    const struct vz_ui *ui = view->ui;
    size_t all = scene->n;
    for (size_t i = part->first; i < part->first + part->n; i++) {
        struct vz_widget *widget = &view->widgets[i];
        const struct vz_question *q = vz_widget_question(widget);
        if (!q) {
            continue;
        }
        size_t first = scene->n;
        int height = widget->ops->measure(widget, area.w).natural;
        struct vz_question_head head = vz_question_head_plan(page, q, 0, false);
        struct vz_part own = {.answers = height > 0};
        add_question(view, scene, &own, q, &head, &area);
        add_message(view, scene, i, &area);
        struct vz_rect rect = vz_layout_cut_top(&area, height, vz_px(ui, 28));
        widget->shown = true;
        widget->ops->build(widget, scene, rect);
        own_boxes(view, scene, first, i);
    }
    if (ui->low) {
        sink(scene, all, area.y - vz_px(ui, 28), page->area.y + page->area.h);
    }
}

// What is sought turns the page once: a question with a message, or what was
// seen before the letters changed their size.
static size_t wanted_part(const struct vz_page *page) {
    const struct vz_view *view = page->view;
    for (size_t i = 0; i < view->n_widgets; i++) {
        if (view->widgets[i].sought) {
            view->widgets[0].part = vz_part_of_widget(page, i);
            view->widgets[i].sought = false;
            break;
        }
    }
    return view->n_widgets ? view->widgets[0].part : 0;
}

static bool only_text(const struct vz_view *view) {
    for (size_t i = 0; i < view->n_widgets; i++) {
        const struct vz_question *q = vz_widget_question(&view->widgets[i]);
        if (q && vz_widget_is_answered(q)) {
            return false;
        }
    }
    return true;
}

static void hide_all(const struct vz_view *view) {
    for (size_t i = 0; i < view->n_widgets; i++) {
        view->widgets[i].shown = false;
    }
}

void vz_screen_question(const struct vz_view *view, struct vz_scene *scene) {
    const struct vz_ui *ui = view->ui;
    const struct vz_event *event = vz_session_event(view->session);
    scene->form_id = vz_form_id(vz_session_form(view->session));
    scene->position =
        event && event->ref ? vz_scene_text(scene, "%s", event->ref) : NULL;
    struct vz_rect area = vz_frame_content(ui);
    if (view->assisted) {
        vz_layout_cut_top(
            &area, vz_frame_dark_bar_height(ui) + vz_px(ui, 12) - area.y, 0);
    }
    add_head(view, scene);
    add_error(view, scene, &area);
    hide_all(view);
    if (event && event->kind == VZ_EVENT_PROMPT) {
        vz_screen_repeat(view, scene, event->label, area);
        add_foot(view, scene, &(struct foot){.only_text = true});
        return;
    }
    struct vz_part part;
    struct vz_page page = {view, &scene->arena, area};
    size_t wanted = wanted_part(&page);
    size_t n = vz_part_find(&page, wanted, &part);
    wanted = n && wanted >= n ? n - 1 : wanted;
    if (n && part.alone) {
        add_alone(&page, scene, &part);
    } else if (n) {
        add_stacked(&page, scene, &part);
    }
    struct foot foot = {wanted + 1 < n, wanted, only_text(view)};
    add_foot(view, scene, &foot);
    for (size_t i = part.first; n && i < part.first + part.n; i++) {
        if (view->widgets[i].enlarged &&
            vz_widget_question(&view->widgets[i])) {
            add_enlarged(&page, scene, i);
        }
    }
}
