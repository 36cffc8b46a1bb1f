/*
 * vz-consent: who may know the story. Three cards with one, two and three
 * stones; below them "count only" and "throw away".
 *
 * No default. What erases the story, and what lets everybody read it, is asked
 * a second time, in the question's own place.
 */
#include "widget_ops.h"

#include "base/log.h"
#include "kiosk/locale/locale.h"
#include "layout.h"
#include "plain_text.h"

#include <stdlib.h>
#include <string.h>

#define CARD_MAX 326
#define CARD_MAX_PORTRAIT 220
#define SHRINK_LEAST 55 // percent; below it nothing can be read

enum level {
    DISCARD,
    COUNT,
    TEAM,
    ORGANISATION,
    PUBLIC,
    LEVELS_,
};

static const struct {
    const char *name, *icon;
} levels[LEVELS_] = {
    [DISCARD] = {"discard", "trash"},
    [COUNT] = {"count", "chart"},
    [TEAM] = {"team", "house"},
    [ORGANISATION] = {"organisation", "town-hall"},
    [PUBLIC] = {"public", "globe"},
};

enum command {
    CHOOSE, // b = index of the choice
    CONFIRM,
    CANCEL,
};

struct consent {
    int asking; // index of the choice to be confirmed, -1 = none
};

static bool accepts(const struct vz_question *q) {
    return q->control == VZ_CONTROL_SELECT1 &&
           vz_appearance_has(q->appearance, "vz-consent");
}

static bool enter(struct vz_widget *widget) {
    struct consent *consent = calloc(1, sizeof(*consent));
    if (!consent) {
        return false;
    }
    consent->asking = -1;
    widget->state = consent;
    return true;
}

static void leave(struct vz_widget *widget) {
    free(widget->state);
}

// Index of a level's choice, or -1 when the author left it out.
static int find(const struct vz_question *q, enum level level) {
    for (size_t i = 0; i < q->n_choices; i++) {
        if (strcmp(q->choices[i].name, levels[level].name) == 0) {
            return (int)i;
        }
    }
    return -1;
}

static int level_of(const struct vz_question *q, int choice) {
    for (int level = 0; level < LEVELS_; level++) {
        if (find(q, (enum level)level) == choice) {
            return level;
        }
    }
    return -1;
}

// The author's words below a title: detail_<language code>, else detail.
static const char *detail(const struct vz_widget *widget, int choice) {
    char column[32] = "detail_";
    strncat(column, vz_locale_current()->code,
            sizeof(column) - strlen(column) - 1);
    const char *text = vz_session_choice_column(widget->session, widget->ref,
                                                (size_t)choice, column);
    if (!text || !*text) {
        text = vz_session_choice_column(widget->session, widget->ref,
                                        (size_t)choice, "detail");
    }
    return text && *text ? text : NULL;
}

static int cards_least(const struct vz_ui *ui) {
    return vz_px(ui,
                 ui->portrait ? 3 * 150 + 2 * 24 : 160 + 110 * ui->text_scale);
}

static int below_height(const struct vz_ui *ui) {
    int keys = vz_px(ui, VZ_ANSWER_MIN + VZ_FOOT);
    return ui->portrait ? keys + vz_px(ui, 20 + 66 * ui->text_scale) : keys;
}

static struct vz_extent measure(struct vz_widget *widget, int width) {
    int least = cards_least(widget->ui) + vz_px(widget->ui, 36) +
                below_height(widget->ui);
    return (struct vz_extent){least, VZ_EXTENT_PAGE};
}

// Where the words of a card stand, as the painter sets them: below the tile,
// or beside it where the card is low.
static void words_room(const struct vz_ui *ui, int width, int height, int *w,
                       int *h) {
    bool high = height >= vz_px(ui, 280);
    *w = width - vz_px(ui, high ? 70 : 35 + 104 + 20 + 35 + 80);
    *h = height - vz_px(ui, high ? 31 + 104 + 18 + 16 : 2 * 10 - 8);
}

static bool card_fits(const struct vz_widget *widget,
                      const struct vz_question *q, int i,
                      const struct vz_fit *fit, int w, int h) {
    const struct vz_ui *ui = widget->ui;
    const char *words = detail(widget, i);
    struct vz_fit title =
        vz_layout_measure(ui, q->choices[i].label, fit->type, fit->shrink, w);
    if (!words) {
        return title.fits && title.height <= h;
    }
    struct vz_fit below =
        vz_layout_measure(ui, words, VZ_TYPE_BODY, fit->shrink, w);
    return title.fits && below.fits &&
           title.height + below.height + vz_px(ui, 12) <= h;
}

static bool cards_fit(const struct vz_widget *widget,
                      const struct vz_question *q, const struct vz_fit *fit,
                      int w, int h) {
    bool all = true;
    for (int level = TEAM; all && level <= PUBLIC; level++) {
        int i = find(q, (enum level)level);
        all = i < 0 || card_fits(widget, q, i, fit, w, h);
    }
    return all;
}

// One size for the three cards. Titles give way first, then both: the words
// below them say what is promised.
static struct vz_fit cards_size(const struct vz_widget *widget,
                                const struct vz_question *q, int width,
                                int height) {
    static const enum vz_type types[] = {VZ_TYPE_LEAD_BOLD, VZ_TYPE_ANSWER,
                                         VZ_TYPE_BODY_BOLD};
    int w, h;
    words_room(widget->ui, width, height, &w, &h);
    struct vz_fit fit = {0};
    for (int shrink = 100; shrink > SHRINK_LEAST; shrink -= 3) {
        for (size_t t = 0; t < sizeof(types) / sizeof(*types); t++) {
            fit = (struct vz_fit){.type = types[t],
                                  .shrink = shrink == 100 ? 0 : shrink};
            if (cards_fit(widget, q, &fit, w, h)) {
                return fit;
            }
        }
    }
    fit.shrink = SHRINK_LEAST;
    return fit;
}

static void add_card(struct vz_widget *widget, struct vz_scene *scene,
                     const struct vz_question *q, enum level level,
                     struct vz_rect face, const struct vz_fit *fit) {
    int i = find(q, level);
    const struct vz_choice *choice = &q->choices[i];
    vz_scene_add(scene,
                 &(struct vz_box){
                     .name = vz_scene_text(scene, "choice:%s", choice->name),
                     .role = VZ_ROLE_RADIO,
                     .look = VZ_LOOK_CONSENT,
                     .rect = face,
                     .state = vz_widget_state(widget, choice->selected),
                     .label = vz_plain_text(&scene->arena, choice->label),
                     .detail = detail(widget, i),
                     .type = fit->type,
                     .shrink = fit->shrink,
                     .icon = levels[level].icon,
                     .level = (int)level - TEAM + 1,
                     .n_levels = 3,
                     .slop = true,
                     .act = VZ_ACT_WIDGET,
                     .a = CHOOSE,
                     .b = i,
                 });
}

static void add_cards(struct vz_widget *widget, struct vz_scene *scene,
                      const struct vz_question *q, struct vz_rect area) {
    const struct vz_ui *ui = widget->ui;
    int gap = vz_px(ui, VZ_GAP), n = 0;
    for (int level = TEAM; level <= PUBLIC; level++) {
        n += find(q, (enum level)level) >= 0;
    }
    if (!n) {
        return;
    }
    int most = vz_px(ui, ui->portrait ? CARD_MAX_PORTRAIT : CARD_MAX);
    int height = ui->portrait ? (area.h - vz_px(ui, VZ_FOOT) + gap) / n - gap
                              : area.h - vz_px(ui, VZ_FOOT);
    height = height < most ? height : most;
    int width = ui->portrait ? area.w : vz_layout_column(area, n, 0, gap).w;
    struct vz_fit fit = cards_size(widget, q, width, height);
    int at = 0;
    for (int level = TEAM; level <= PUBLIC; level++) {
        if (find(q, (enum level)level) < 0) {
            continue;
        }
        struct vz_rect face = area;
        if (ui->portrait) {
            face.y += at * (height + gap);
        } else {
            face = vz_layout_column(area, n, at, gap);
        }
        face.h = height;
        add_card(widget, scene, q, (enum level)level, face, &fit);
        at++;
    }
}

static struct vz_box key_box(struct vz_widget *widget, struct vz_scene *scene,
                             const struct vz_question *q, enum level level,
                             struct vz_rect face) {
    int i = find(q, level);
    struct vz_box box = {
        .name = vz_scene_text(scene, "choice:%s", q->choices[i].name),
        .role = VZ_ROLE_RADIO,
        .look = VZ_LOOK_BUTTON,
        .rect = face,
        .state = vz_widget_state(widget, q->choices[i].selected),
        .label = vz_plain_text(&scene->arena, q->choices[i].label),
        .type = VZ_TYPE_BODY_BOLD,
        .align = VZ_ALIGN_CENTER,
        .icon = levels[level].icon,
        .slop = true,
        .act = VZ_ACT_WIDGET,
        .a = CHOOSE,
        .b = i,
    };
    vz_layout_shrink_label(widget->ui, &box);
    return box;
}

// "Count only" and "throw away", in one size of letters.
static void add_keys(struct vz_widget *widget, struct vz_scene *scene,
                     const struct vz_question *q, struct vz_rect area) {
    static const enum level both[] = {COUNT, DISCARD};
    const struct vz_ui *ui = widget->ui;
    struct vz_box keys[2];
    int n = 0, least = 0, line[2];
    for (int i = 0; i < 2; i++) {
        if (find(q, both[i]) < 0) {
            continue;
        }
        keys[n] = key_box(widget, scene, q, both[i],
                          vz_layout_column(area, 2, i, vz_px(ui, 20)));
        line[n] =
            vz_layout_measure(ui, "", keys[n].type, keys[n].shrink, 0).height;
        least = line[n] < line[least] ? n : least;
        n++;
    }
    for (int i = 0; i < n; i++) {
        keys[i].type = keys[least].type;
        keys[i].shrink = keys[least].shrink;
        vz_scene_add(scene, &keys[i]);
    }
}

static void add_promise(struct vz_widget *widget, struct vz_scene *scene,
                        const struct vz_question *q, struct vz_rect area) {
    static const enum vz_type types[] = {VZ_TYPE_SMALL, VZ_TYPE_MIN};
    const struct vz_ui *ui = widget->ui;
    const char *text =
        q->hint && q->hint[0]
            ? vz_plain_text(&scene->arena, q->hint)
            : vz_tr("You can change your mind later. You get a code.");
    int size = vz_px(ui, 36);
    struct vz_rect icon = vz_layout_cut_start(&area, size, vz_px(ui, 14));
    struct vz_fit fit = vz_layout_fit(ui, text, types, 2, area.w, area.h);
    vz_scene_add(scene, &(struct vz_box){
                            .name = "promise-icon",
                            .look = VZ_LOOK_TEXT,
                            .rect = vz_layout_center(icon, size, size),
                            .icon = "info",
                            .icon_size = 36,
                            .align = VZ_ALIGN_CENTER,
                        });
    struct vz_text_block block = {
        .name = "promise",
        .text = text,
        .type = fit.type,
        .shrink = fit.shrink,
        .role = VZ_ROLE_TEXT,
    };
    area.y += (area.h - fit.height) / 2;
    vz_layout_text(scene, ui, area, &block);
}

static void build_choices(struct vz_widget *widget, struct vz_scene *scene,
                          const struct vz_question *q, struct vz_rect area) {
    const struct vz_ui *ui = widget->ui;
    struct vz_rect below =
        vz_layout_cut_bottom(&area, below_height(ui), vz_px(ui, 36));
    int slack = area.h - vz_px(ui, CARD_MAX + VZ_FOOT);
    if (!ui->portrait && slack > 0) {
        area.y += slack / 4;
        area.h -= slack / 4;
        below.y -= slack / 2;
    }
    add_cards(widget, scene, q, area);
    struct vz_rect promise;
    int gap = vz_px(ui, 20);
    if (ui->portrait) {
        promise =
            vz_layout_cut_top(&below, vz_px(ui, 66 * ui->text_scale), gap);
    } else {
        promise = vz_layout_cut_start(&below, below.w * 440 / 1200, gap);
    }
    promise.h -= ui->portrait ? 0 : vz_px(ui, VZ_FOOT);
    below.h = vz_px(ui, VZ_ANSWER_MIN);
    add_promise(widget, scene, q, promise);
    add_keys(widget, scene, q, below);
}

struct confirmation {
    const char *text, *yes;
};

static struct confirmation confirmation(enum level level) {
    switch (level) {
    case DISCARD:
        return (struct confirmation){
            vz_tr("Then we erase your story. Nobody will read it."),
            vz_tr("Yes, throw it away")};
    case COUNT:
        return (struct confirmation){
            vz_tr("Then we erase your story. We only count your answers."),
            vz_tr("Yes, only count")};
    default:
        return (struct confirmation){
            vz_tr("Then everybody may read your story. "
                  "Also on a poster or website. "
                  "What is printed we cannot take back."),
            vz_tr("Yes, everybody")};
    }
}

static void add_answer(const struct vz_ui *ui, struct vz_scene *scene,
                       struct vz_rect face, struct vz_box box) {
    box.role = VZ_ROLE_BUTTON;
    box.rect = face;
    box.type = VZ_TYPE_BODY_BOLD;
    box.align = VZ_ALIGN_CENTER;
    box.slop = true;
    box.act = VZ_ACT_WIDGET;
    vz_layout_shrink_label(ui, &box);
    vz_scene_add(scene, &box);
}

static void build_question(struct vz_widget *widget, struct vz_scene *scene,
                           const struct vz_question *q, int choice,
                           struct vz_rect area) {
    static const enum vz_type types[] = {VZ_TYPE_LEAD, VZ_TYPE_BODY,
                                         VZ_TYPE_SMALL};
    const struct vz_ui *ui = widget->ui;
    enum level level = (enum level)level_of(q, choice);
    struct confirmation ask = confirmation(level);
    struct vz_rect panel = area;
    panel.h = vz_px(ui, ui->portrait ? 560 : 380);
    panel.h = panel.h < area.h ? panel.h : area.h;
    panel = vz_layout_center(area, panel.w, panel.h);
    vz_scene_add(scene, &(struct vz_box){.name = "confirm",
                                         .look = VZ_LOOK_PANEL,
                                         .rect = panel});
    int pad = vz_px(ui, 44);
    struct vz_rect inner = {panel.x + pad, panel.y + vz_px(ui, 36),
                            panel.w - 2 * pad, panel.h - 2 * vz_px(ui, 36)};
    int key = vz_px(ui, 100), gap = vz_px(ui, VZ_GAP);
    struct vz_rect keys = vz_layout_cut_bottom(
        &inner, (ui->portrait ? 2 * key + gap : key) + vz_px(ui, VZ_FOOT), gap);
    struct vz_text_block title = {
        .name = "confirm-title",
        .text = vz_plain_text(&scene->arena, q->choices[choice].label),
        .type = VZ_TYPE_ANSWER,
        .role = VZ_ROLE_HEADING};
    int height = vz_layout_text(scene, ui, inner, &title);
    vz_layout_cut_top(&inner, height, vz_px(ui, 12));
    struct vz_fit fit = vz_layout_fit(ui, ask.text, types, 3, inner.w, inner.h);
    struct vz_text_block text = {.name = "confirm-text",
                                 .text = ask.text,
                                 .type = fit.type,
                                 .shrink = fit.shrink,
                                 .role = VZ_ROLE_TEXT};
    vz_layout_text(scene, ui, inner, &text);
    struct vz_rect no = vz_layout_column(keys, 2, 0, gap);
    struct vz_rect yes = vz_layout_column(keys, 2, 1, gap);
    if (ui->portrait) {
        no = yes = keys;
        no.y += key + gap;
    }
    no.h = yes.h = key;
    add_answer(ui, scene, no,
               (struct vz_box){.name = "confirm-no",
                               .look = VZ_LOOK_BUTTON,
                               .label = vz_tr("No, choose again"),
                               .icon = vz_layout_back_icon(ui),
                               .a = CANCEL});
    add_answer(ui, scene, yes,
               (struct vz_box){.name = "confirm-yes",
                               .look = VZ_LOOK_PRIMARY,
                               .label = ask.yes,
                               .icon = levels[level].icon,
                               .a = CONFIRM});
}

static void build(struct vz_widget *widget, struct vz_scene *scene,
                  struct vz_rect area) {
    const struct vz_question *q = vz_widget_question(widget);
    const struct consent *consent = widget->state;
    if (!q) {
        return;
    }
    if (consent->asking >= 0 && (size_t)consent->asking < q->n_choices) {
        build_question(widget, scene, q, consent->asking, area);
    } else {
        build_choices(widget, scene, q, area);
    }
}

static enum vz_widget_result choose(struct vz_widget *widget, int choice) {
    const struct vz_question *q = vz_widget_question(widget);
    struct consent *consent = widget->state;
    if (choice < 0 || (size_t)choice >= q->n_choices) {
        return VZ_WIDGET_NOTHING;
    }
    if (q->choices[choice].selected) {
        return vz_widget_answer(widget, "");
    }
    int level = level_of(q, choice);
    if (level == DISCARD || level == COUNT || level == PUBLIC) {
        consent->asking = choice;
        return VZ_WIDGET_REBUILD;
    }
    return vz_widget_answer(widget, q->choices[choice].name);
}

static enum vz_widget_result activate(struct vz_widget *widget,
                                      const struct vz_box *box, int x, int y) {
    struct consent *consent = widget->state;
    int asked = consent->asking;
    switch (box->a) {
    case CHOOSE:
        return choose(widget, box->b);
    case CONFIRM:
        consent->asking = -1;
        return vz_widget_answer(
            widget, vz_widget_question(widget)->choices[asked].name);
    default:
        consent->asking = -1;
        return VZ_WIDGET_REBUILD;
    }
}

const struct vz_widget_ops vz_widget_consent = {
    .name = "consent",
    .accepts = accepts,
    .enter = enter,
    .measure = measure,
    .build = build,
    .activate = activate,
    .leave = leave,
};
