/*
 * The staff screen: is everything well, what waits, send now, leave; and the
 * way to its other pages (screen_staff_*.c).
 *
 * Problems stand first; the top line says whether visitors can go on.
 */
#include "staff_part.h"

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

#define CARDS_MAX 9 // that there are
#define CARDS 6     // that fit; what is well gives way

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
    return (struct card){
        .name = "visits",
        .title = vz_tr("Visits today"),
        .icon = "people",
        .health = GOOD,
        .fact = vz_scene_text(
            scene, vz_tr("%lld begun, %lld finished, %lld stopped early"),
            (long long)view->today_started, (long long)view->today_completed,
            (long long)view->today_abandoned),
    };
}

#define CLOCK_LEAST_MS INT64_C(1735689600000) // 2025: before it nobody set it

static struct card clock_card(const struct vz_view *view,
                              struct vz_scene *scene) {
    struct vz_datetime now = vz_clock_local(view->now_ms);
    bool wrong = view->now_ms < CLOCK_LEAST_MS;
    const char *text = vz_scene_text(scene, "%02d-%02d-%04d %02d:%02d", now.day,
                                     now.month, now.year, now.hour, now.minute);
    return (struct card){
        .name = "clock",
        .title = vz_tr("Clock"),
        .icon = "clock",
        .health = wrong ? BAD : GOOD,
        .fact = wrong ? vz_scene_text(scene, vz_tr("%s is not right"), text)
                      : text,
    };
}

static struct card power_card(const struct vz_view *view,
                              struct vz_scene *scene) {
    const struct vz_power *power = &view->power;
    return (struct card){
        .name = "power",
        .title = vz_tr("Battery"),
        .icon = "power",
        .health = vz_power_is_low(power) ? BAD : GOOD,
        .fact = vz_scene_text(scene,
                              power->charging ? vz_tr("%d %%, it charges")
                                              : vz_tr("%d %%, not plugged in"),
                              power->percent),
    };
}

static struct card settings_card(const struct vz_view *view,
                                 struct vz_scene *scene) {
    return (struct card){.name = "settings",
                         .title = vz_tr("Settings"),
                         .icon = "settings",
                         .health = BAD,
                         .fact = view->problem};
}

// In the order of weight; what is not known of this kiosk is left out.
static int collect_cards(const struct vz_view *view, struct vz_scene *scene,
                         struct card cards[CARDS_MAX]) {
    int n = 0;
    cards[n++] = outbox_card(view, scene);
    cards[n++] = sync_card(view, scene);
    cards[n++] = held_card(view, scene);
    cards[n++] = disk_card(view, scene);
    if (view->problem) {
        cards[n++] = settings_card(view, scene);
    }
    if (view->power.battery) {
        cards[n++] = power_card(view, scene);
    }
    cards[n++] = visits_card(view, scene);
    cards[n++] = clock_card(view, scene);
    cards[n++] = forms_card(view, scene);
    return n;
}

static void sort_cards(struct card *cards, int n) {
    for (int i = 1; i < n; i++) {
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

static void add_texts(struct vz_scene *scene, const struct vz_ui *ui,
                      struct vz_rect area, const struct card *card) {
    struct vz_fit title =
        vz_staff_fit(ui, card->title, VZ_TYPE_BODY_BOLD, area.w, area.h / 2);
    struct vz_fit fact = vz_staff_fit(ui, card->fact, VZ_TYPE_SMALL, area.w,
                                      area.h - title.height);
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
    struct vz_rect chip =
        vz_layout_center(end, end.w, vz_px(ui, button ? 40 : 48));
    if (button) {
        chip.y = end.y + (end.h - vz_px(ui, 40 + 8 + 60)) / 2;
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
        .rect = {end.x, chip.y + chip.h + vz_px(ui, 8), end.w, vz_px(ui, 60)},
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
                        const struct card *cards, int n, struct vz_rect *area) {
    const struct vz_ui *ui = view->ui;
    int problems = 0;
    for (int i = 0; i < n; i++) {
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
        vz_staff_fit(ui, text, VZ_TYPE_BODY_BOLD, area->w, vz_px(ui, 80));
    struct vz_text_block block = {.name = "summary",
                                  .text = text,
                                  .type = fit.type,
                                  .shrink = fit.shrink,
                                  .role = VZ_ROLE_HEADING};
    int height = vz_layout_text(scene, ui, *area, &block);
    vz_layout_cut_top(area, height, vz_px(ui, 16));
}

static void status_page(const struct vz_view *view, struct vz_scene *scene,
                        struct vz_rect area) {
    const struct vz_ui *ui = view->ui;
    struct card cards[CARDS_MAX];
    int n = collect_cards(view, scene, cards);
    sort_cards(cards, n);
    add_summary(scene, view, cards, n, &area);
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

static const struct {
    const char *name, *icon;
    void (*build)(const struct vz_view *view, struct vz_scene *scene,
                  struct vz_rect area);
} pages[VZ_STAFF_PAGES_] = {
    [VZ_STAFF_STATUS] = {"page:status", "info", status_page},
    [VZ_STAFF_FORMS] = {"page:forms", "list", vz_staff_forms},
    [VZ_STAFF_HOUSE] = {"page:house", "settings", vz_staff_house},
    [VZ_STAFF_HOURS] = {"page:hours", "clock", vz_staff_hours},
    [VZ_STAFF_TEST] = {"page:test", "touch", vz_staff_test},
    [VZ_STAFF_HUB] = {"page:hub", "wifi", vz_staff_hub},
    [VZ_STAFF_STICK] = {"page:stick", "storage", vz_staff_stick},
};

static void add_pages(const struct vz_view *view, struct vz_scene *scene,
                      struct vz_rect bar) {
    const char *labels[VZ_STAFF_PAGES_] = {
        vz_tr("Status"), vz_tr("Questions"), vz_tr("House"), vz_tr("Hours"),
        vz_tr("Test"),   vz_tr("Hub"),       vz_tr("USB"),
    };
    struct vz_helper helpers[VZ_STAFF_PAGES_];
    for (int i = 0; i < VZ_STAFF_PAGES_; i++) {
        helpers[i] = (struct vz_helper){
            .name = pages[i].name,
            .label = labels[i],
            .icon = pages[i].icon,
            .act = VZ_ACT_STAFF,
        };
    }
    size_t first = scene->n + 1; // behind their bar
    vz_frame_helpers(scene, view->ui, bar, helpers, VZ_STAFF_PAGES_);
    for (size_t i = first; i < scene->n; i++) {
        scene->boxes[i].a = VZ_STAFF_GO;
        scene->boxes[i].b = (int)(i - first);
    }
    size_t now = first + (view->staff ? view->staff->page : VZ_STAFF_STATUS);
    if (now < scene->n) {
        struct vz_rect mark = scene->boxes[now].rect;
        int pad = vz_px(view->ui, 20), height = vz_px(view->ui, 6);
        mark = (struct vz_rect){mark.x + pad, mark.y + mark.h - height,
                                mark.w - 2 * pad, height};
        vz_scene_add(scene, &(struct vz_box){.name = "page-now",
                                             .look = VZ_LOOK_STONE_DONE,
                                             .rect = mark});
    }
}

// On a high screen the pages have a row of their own.
static void add_foot(const struct vz_view *view, struct vz_scene *scene) {
    const struct vz_ui *ui = view->ui;
    struct vz_rect foot = vz_frame_foot(ui);
    struct vz_rect line = vz_frame_low_line(ui);
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
    if (ui->portrait) {
        line = vz_layout_cut_top(&foot, vz_px(ui, 88), 0);
    }
    add_pages(view, scene, line);
}

// Name, hub and version; on a narrow screen less of it, on one line.
static const char *bar_note(const struct vz_view *view,
                            struct vz_scene *scene) {
    const struct vz_ui *ui = view->ui;
    const char *host = view->server_host ? view->server_host : "";
    const char *name = view->device_name ? view->device_name : vz_tr("no name");
    const char *version = view->version ? view->version : "";
    const char *notes[] = {vz_scene_text(scene, "%s · %s%s%s", name, host,
                                         *host ? " · " : "", version),
                           vz_scene_text(scene, "%s · %s", name, version), name,
                           version};
    int room = (ui->width - vz_px(ui, 2 * 40 + 55)) * 2 / 5;
    size_t i = 0;
    while (i < 3 && vz_layout_measure(ui, notes[i], VZ_TYPE_SMALL,
                                      vz_frame_capped(ui), 0)
                            .width > room) {
        i++;
    }
    return notes[i];
}

void vz_screen_staff(const struct vz_view *view, struct vz_scene *scene) {
    static const struct vz_staff_room fresh = {0};
    const struct vz_ui *ui = view->ui;
    const struct vz_staff_room *room = view->staff ? view->staff : &fresh;
    struct vz_dark_bar bar = {vz_tr("Manage this kiosk"), bar_note(view, scene),
                              NULL};
    vz_frame_dark_bar(scene, ui, &bar);
    struct vz_rect area = vz_frame_content(ui);
    vz_layout_cut_top(&area, vz_px(ui, 104) - area.y, 0);
    pages[room->page].build(view, scene, area);
    add_foot(view, scene);
}
