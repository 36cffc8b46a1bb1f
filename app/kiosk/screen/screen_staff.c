/*
 * The staff screen: is everything well, what waits, send now, leave.
 *
 * Problems stand first; the top line says whether visitors can go on.
 */
#include "frame.h"

#include "base/clock.h"
#include "kiosk/locale/locale.h"
#include "kiosk/widget/layout.h"

#define CARD_HEIGHT 152
#define CARD_GAP 16
#define DISK_LOW (200 * 1000 * 1000) // bytes
#define MINUTE_MS (60 * 1000)
#define LATE_MS (24 * 60 * (int64_t)MINUTE_MS)

enum health {
    BAD,
    WAITS,
    GOOD,
};

struct card {
    const char *name, *title, *fact, *icon;
    enum health health;
    enum vz_act act; // of its button, or VZ_ACT_NONE
    const char *act_label;
    bool act_off;
};

#define CARDS 6

static const char *ago(struct vz_scene *scene, int64_t ms) {
    long minutes = (long)(ms / MINUTE_MS);
    if (minutes < 1) {
        return vz_tr("just now");
    }
    if (minutes < 60) {
        return vz_scene_text(
            scene,
            vz_trn("%ld minute ago", "%ld minutes ago", (unsigned long)minutes),
            minutes);
    }
    long hours = minutes / 60;
    if (hours < 24) {
        return vz_scene_text(
            scene,
            vz_trn("%ld hour ago", "%ld hours ago", (unsigned long)hours),
            hours);
    }
    long days = hours / 24;
    return vz_scene_text(
        scene, vz_trn("%ld day ago", "%ld days ago", (unsigned long)days),
        days);
}

static struct card outbox_card(const struct vz_view *view,
                               struct vz_scene *scene) {
    const struct vz_kiosk_status *s = &view->status;
    struct card card = {.name = "outbox",
                        .title = vz_tr("Sending"),
                        .icon = "sync",
                        .health = s->waiting ? WAITS : GOOD,
                        .act = VZ_ACT_SEND_NOW,
                        .act_label = view->sending ? vz_tr("Busy")
                                                   : vz_tr("Send now"),
                        .act_off = view->sending || !view->enrolled};
    if (!s->waiting) {
        card.fact = vz_tr("Nothing waits");
        return card;
    }
    const char *count =
        vz_scene_text(scene,
                      vz_trn("%lld answer waits", "%lld answers wait",
                             (unsigned long)s->waiting),
                      (long long)s->waiting);
    card.fact =
        s->oldest_waiting_ms
            ? vz_scene_text(scene, vz_tr("%s, the oldest: %s"), count,
                            ago(scene, view->now_ms - s->oldest_waiting_ms))
            : count;
    return card;
}

static struct card sync_card(const struct vz_view *view,
                             struct vz_scene *scene) {
    const struct vz_kiosk_status *s = &view->status;
    struct card card = {
        .name = "sync", .title = vz_tr("Last contact"), .icon = "wifi"};
    if (!view->enrolled) {
        card.fact = vz_tr("This kiosk has no hub yet");
        card.health = BAD;
    } else if (s->last_error[0]) {
        // The technical sentence is in the log; here stands what it means.
        card.fact =
            s->last_sync_ms
                ? vz_scene_text(scene, vz_tr("No connection. Last time: %s"),
                                ago(scene, view->now_ms - s->last_sync_ms))
                : vz_tr("No connection yet");
        card.health = BAD;
        card.icon = "wifi-off";
    } else if (!s->last_sync_ms) {
        card.fact = vz_tr("No connection yet");
        card.health = WAITS;
    } else {
        int64_t since = view->now_ms - s->last_sync_ms;
        card.fact = ago(scene, since);
        card.health = since > LATE_MS ? WAITS : GOOD;
    }
    return card;
}

static struct card held_card(const struct vz_view *view,
                             struct vz_scene *scene) {
    long long held = (long long)view->status.held;
    struct card card = {.name = "held",
                        .title = vz_tr("Kept back"),
                        .icon = "pause",
                        .health = held ? BAD : GOOD,
                        .fact = vz_tr("Nothing is kept back")};
    if (held) {
        card.fact = vz_scene_text(
            scene,
            vz_trn("The hub refused %lld answer. It is safe here.",
                   "The hub refused %lld answers. They are safe here.",
                   (unsigned long)held),
            held);
    }
    return card;
}

static struct card disk_card(const struct vz_view *view,
                             struct vz_scene *scene) {
    struct card card = {.name = "disk",
                        .title = vz_tr("Storage"),
                        .icon = "storage",
                        .health = GOOD,
                        .fact = vz_tr("Not known")};
    if (view->disk_free >= 0) {
        double gigabytes = (double)view->disk_free / 1e9;
        card.fact =
            gigabytes < 1
                ? vz_scene_text(scene, vz_tr("%.0f MB free"), gigabytes * 1000)
                : vz_scene_text(scene, vz_tr("%.0f GB free"), gigabytes);
        card.health = view->disk_free < DISK_LOW ? BAD : GOOD;
    }
    return card;
}

static struct card forms_card(const struct vz_view *view,
                              struct vz_scene *scene) {
    struct card card = {.name = "forms",
                        .title = vz_tr("Forms"),
                        .icon = "list",
                        .health = view->n_forms ? GOOD : BAD};
    card.fact = view->n_forms
                    ? vz_scene_text(
                          scene, vz_trn("%zu form", "%zu forms", view->n_forms),
                          view->n_forms)
                    : vz_tr("No forms");
    return card;
}

static struct card visits_card(const struct vz_view *view,
                               struct vz_scene *scene) {
    const struct vz_kiosk_status *s = &view->status;
    return (struct card){
        .name = "visits",
        .title = vz_tr("Visits"),
        .icon = "people",
        .health = GOOD,
        .fact = vz_scene_text(scene, vz_tr("%lld sent, %lld stopped early"),
                              (long long)s->sent, (long long)s->abandoned),
    };
}

static void sort_cards(struct card *cards) {
    for (int i = 1; i < CARDS; i++) {
        for (int j = i; j > 0 && cards[j].health < cards[j - 1].health; j--) {
            struct card swap = cards[j];
            cards[j] = cards[j - 1];
            cards[j - 1] = swap;
        }
    }
}

static void add_chip(struct vz_scene *scene, const struct vz_ui *ui,
                     struct vz_rect rect, const struct card *card) {
    static const enum vz_look looks[] = {VZ_LOOK_CHIP_BAD, VZ_LOOK_CHIP_WAIT,
                                         VZ_LOOK_CHIP_GOOD};
    static const char *const icons[] = {"close", "warning", "check"};
    const char *words[] = {vz_tr("Broken"), vz_tr("Waits"), vz_tr("Good")};
    struct vz_box box = {
        .name = vz_scene_text(scene, "%s-chip", card->name),
        .role = VZ_ROLE_TEXT,
        .look = looks[card->health],
        .rect = rect,
        .label = words[card->health],
        .type = VZ_TYPE_SMALL_BOLD,
        .icon = icons[card->health],
        .icon_size = 28,
        .align = VZ_ALIGN_CENTER,
    };
    vz_layout_shrink_label(ui, &box);
    vz_scene_add(scene, &box);
}

// Staff's texts keep their size: the setting is for visitors. They step down
// where they must.
static struct vz_fit fit_text(const struct vz_ui *ui, const char *text,
                              enum vz_type type, int width, int height) {
    struct vz_fit fit = {0};
    for (int percent = 100; percent >= 70; percent -= 5) {
        int shrink = (int)(percent / ui->text_scale);
        fit = vz_layout_measure(ui, text, type, shrink, width);
        if (fit.fits && fit.height <= height) {
            break;
        }
    }
    return fit;
}

static void add_texts(struct vz_scene *scene, const struct vz_ui *ui,
                      struct vz_rect area, const struct card *card) {
    struct vz_fit title =
        fit_text(ui, card->title, VZ_TYPE_BODY_BOLD, area.w, area.h / 2);
    struct vz_fit fact =
        fit_text(ui, card->fact, VZ_TYPE_SMALL, area.w, area.h - title.height);
    int slack = area.h - title.height - fact.height;
    area.y += slack > 0 ? slack / 2 : 0;
    struct vz_text_block block = {
        .name = vz_scene_text(scene, "%s-title", card->name),
        .text = card->title,
        .type = title.type,
        .shrink = title.shrink,
        .role = VZ_ROLE_HEADING};
    vz_layout_text(scene, ui, area, &block);
    area.y += title.height;
    block = (struct vz_text_block){
        .name = vz_scene_text(scene, "%s-fact", card->name),
        .text = card->fact,
        .type = fact.type,
        .shrink = fact.shrink,
        .look = VZ_LOOK_TEXT_SOFT,
        .role = VZ_ROLE_TEXT};
    vz_layout_text(scene, ui, area, &block);
}

static void add_card(struct vz_scene *scene, const struct vz_ui *ui,
                     struct vz_rect rect, const struct card *card) {
    vz_scene_add(scene, &(struct vz_box){
                            .name = vz_scene_text(scene, "%s-card", card->name),
                            .look = VZ_LOOK_PANEL,
                            .rect = rect,
                        });
    int pad = vz_px(ui, 24), tile = vz_px(ui, 76);
    struct vz_rect inner = {rect.x + pad, rect.y + vz_px(ui, 12),
                            rect.w - 2 * pad, rect.h - 2 * vz_px(ui, 12)};
    struct vz_rect sign = vz_layout_cut_start(&inner, tile, vz_px(ui, 22));
    vz_scene_add(scene, &(struct vz_box){
                            .name = vz_scene_text(scene, "%s-icon", card->name),
                            .look = VZ_LOOK_TILE,
                            .rect = vz_layout_center(sign, tile, tile),
                            .icon = card->icon,
                            .icon_size = 48,
                        });
    double grown = ui->text_scale < 1.3 ? ui->text_scale : 1.3;
    struct vz_rect end =
        vz_layout_cut_end(&inner, vz_px(ui, 190 * grown), vz_px(ui, 20));
    bool button = card->act != VZ_ACT_NONE;
    struct vz_rect chip = vz_layout_center(end, end.w, vz_px(ui, 48));
    if (button) {
        chip.y = end.y + vz_px(ui, 2);
    }
    add_chip(scene, ui, chip, card);
    add_texts(scene, ui, inner, card);
    if (!button) {
        return;
    }
    struct vz_box box = {
        .name = "send",
        .role = VZ_ROLE_BUTTON,
        .look = VZ_LOOK_BUTTON,
        .rect = {end.x, chip.y + chip.h + vz_px(ui, 10), end.w, vz_px(ui, 60)},
        .state = card->act_off ? VZ_STATE_DISABLED : 0u,
        .label = card->act_label,
        .type = VZ_TYPE_SMALL_BOLD,
        .align = VZ_ALIGN_CENTER,
        .act = card->act,
    };
    vz_layout_shrink_label(ui, &box);
    vz_scene_add(scene, &box);
}

static void add_summary(struct vz_scene *scene, const struct vz_view *view,
                        const struct card *cards, struct vz_rect *area) {
    const struct vz_ui *ui = view->ui;
    int problems = 0;
    for (int i = 0; i < CARDS; i++) {
        problems += cards[i].health != GOOD;
    }
    const char *attention =
        problems ? vz_scene_text(scene,
                                 vz_trn("%d thing asks for attention.",
                                        "%d things ask for attention.",
                                        (unsigned long)problems),
                                 problems)
                 : vz_tr("All is well.");
    const char *visitors = view->n_forms
                               ? vz_tr("Visitors can simply take part.")
                               : vz_tr("Visitors can not begin now.");
    const char *text = vz_scene_text(scene, "%s %s", attention, visitors);
    struct vz_fit fit =
        fit_text(ui, text, VZ_TYPE_BODY_BOLD, area->w, vz_px(ui, 80));
    struct vz_text_block block = {.name = "summary",
                                  .text = text,
                                  .type = fit.type,
                                  .shrink = fit.shrink,
                                  .role = VZ_ROLE_HEADING};
    int height = vz_layout_text(scene, ui, *area, &block);
    vz_layout_cut_top(area, height, vz_px(ui, 16));
}

static void add_cards(const struct vz_view *view, struct vz_scene *scene,
                      struct vz_rect area) {
    const struct vz_ui *ui = view->ui;
    struct card cards[CARDS] = {
        outbox_card(view, scene), sync_card(view, scene),
        held_card(view, scene),   disk_card(view, scene),
        forms_card(view, scene),  visits_card(view, scene),
    };
    sort_cards(cards);
    add_summary(scene, view, cards, &area);
    int columns = ui->portrait ? 1 : 2;
    int rows = CARDS / columns, gap = vz_px(ui, CARD_GAP);
    int height = (area.h + gap) / rows - gap;
    int most = vz_px(ui, CARD_HEIGHT);
    height = height < most ? height : most;
    for (int i = 0; i < CARDS; i++) {
        struct vz_rect rect =
            vz_layout_column(area, columns, i % columns, vz_px(ui, VZ_GAP));
        rect.y += i / columns * (height + gap);
        rect.h = height;
        add_card(scene, ui, rect, &cards[i]);
    }
}

void vz_screen_staff(const struct vz_view *view, struct vz_scene *scene) {
    const struct vz_ui *ui = view->ui;
    const char *host = view->server_host ? view->server_host : "";
    const char *note = vz_scene_text(
        scene, "%s · %s%s%s",
        view->device_name ? view->device_name : vz_tr("no name"), host,
        *host ? " · " : "", view->version ? view->version : "");
    struct vz_dark_bar bar = {vz_tr("Manage this kiosk"), note, NULL};
    vz_frame_dark_bar(scene, ui, &bar);
    struct vz_rect area = vz_frame_content(ui);
    vz_layout_cut_top(&area, vz_px(ui, 104) - area.y, 0);
    add_cards(view, scene, area);
    struct vz_rect line = vz_frame_foot(ui);
    line.y += line.h - vz_px(ui, 88);
    line.h = vz_px(ui, 88);
    vz_frame_button(scene, ui, &line,
                    (struct vz_box){.name = "back",
                                    .look = VZ_LOOK_BUTTON,
                                    .label = vz_tr("Close"),
                                    .icon = "lock",
                                    .act = VZ_ACT_BACK},
                    false);
    vz_frame_button(scene, ui, &line,
                    (struct vz_box){.name = "exit",
                                    .look = VZ_LOOK_BUTTON,
                                    .label = vz_tr("Stop the kiosk"),
                                    .icon = "power",
                                    .act = VZ_ACT_EXIT},
                    true);
}
