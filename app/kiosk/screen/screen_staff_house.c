/*
 * What a house sets on the screen: languages, doors, waiting, volume, and the
 * opening hours.
 *
 * Keys only, so that no value can be set that the settings file would refuse.
 */
#include "staff_part.h"

#include "kiosk/locale/locale.h"
#include "kiosk/widget/layout.h"

#include <string.h>

#define DOORS_A_ROW 3
#define DOORS_MAX 12
#define HALF_HOUR 30

static bool offers_language(const struct vz_view *view, const char *code) {
    for (size_t i = 0; i < view->n_languages; i++) {
        if (!strcmp(view->languages[i].code, code)) {
            return true;
        }
    }
    return false;
}

// Cell `i` of `n` in rows of `columns` keys.
static struct vz_rect cell(const struct vz_ui *ui, struct vz_rect row,
                           int columns, int i) {
    struct vz_rect face =
        vz_layout_column(row, columns, i % columns, vz_px(ui, 16));
    face.y += i / columns * vz_px(ui, VZ_STAFF_KEY + 18);
    return face;
}

static void add_languages(const struct vz_view *view, struct vz_scene *scene,
                          struct vz_rect *area) {
    const struct vz_ui *ui = view->ui;
    int n = (int)view->n_all_languages;
    int columns = ui->portrait ? 3 : 4;
    struct vz_rect row = vz_staff_row(scene, ui, area, "languages-name",
                                      vz_tr("Languages"),
                                      (n + columns - 1) / columns);
    for (int i = 0; i < n; i++) {
        const struct vz_language *language = &view->all_languages[i];
        vz_staff_add_key(
            scene, ui, cell(ui, row, columns, i),
            &(struct vz_staff_key){
                .name = vz_scene_text(scene, "house:%s", language->code),
                .label = language->name,
                .act = VZ_STAFF_LANGUAGE,
                .b = i,
                .on = offers_language(view, language->code),
            });
    }
}

static void add_doors(const struct vz_view *view, struct vz_scene *scene,
                      struct vz_rect *area) {
    const struct vz_ui *ui = view->ui;
    int n = (int)(view->n_forms < DOORS_MAX ? view->n_forms : DOORS_MAX);
    int columns = ui->portrait ? 2 : DOORS_A_ROW;
    if (!n || !view->forms) {
        return;
    }
    struct vz_rect row = vz_staff_row(scene, ui, area, "doors-name",
                                      vz_tr("Doors"),
                                      (n + columns - 1) / columns);
    for (int i = 0; i < n; i++) {
        const struct vz_form_row *form = &view->forms[i];
        vz_staff_add_key(
            scene, ui, cell(ui, row, columns, i),
            &(struct vz_staff_key){
                .name = vz_scene_text(scene, "offer:%s", form->form_id),
                .label = form->title,
                .act = VZ_STAFF_DOOR,
                .b = i,
                .on = form->offered,
            });
    }
}

void vz_staff_house(const struct vz_view *view, struct vz_scene *scene,
                    struct vz_rect area) {
    const struct vz_ui *ui = view->ui;
    vz_staff_message(view, scene, &area);
    add_languages(view, scene, &area);
    struct vz_rect row =
        vz_staff_row(scene, ui, &area, "idle-name", vz_tr("Waits for"), 1);
    vz_staff_stepper(
        scene, ui, row, "idle",
        vz_scene_text(scene,
                      vz_trn("%d second", "%d seconds",
                             (unsigned long)view->config->idle_seconds),
                      view->config->idle_seconds),
        VZ_STAFF_IDLE, 15);
    row = vz_staff_row(scene, ui, &area, "volume-name", vz_tr("Volume"), 1);
    vz_staff_stepper(scene, ui, row, "volume",
                     vz_scene_text(scene, "%d %%", view->config->volume),
                     VZ_STAFF_VOLUME, 10);
    add_doors(view, scene, &area);
}

// -------------------------------------------------------------------- hours
static const char *weekday_name(int weekday) {
    const char *names[] = {vz_tr("Monday"),    vz_tr("Tuesday"),
                           vz_tr("Wednesday"), vz_tr("Thursday"),
                           vz_tr("Friday"),    vz_tr("Saturday"),
                           vz_tr("Sunday")};
    return names[weekday];
}

static const char *hours_text(struct vz_scene *scene,
                              const struct vz_hours *hours, int weekday) {
    char text[VZ_HOURS_TEXT_SIZE];
    if (!hours->set[weekday]) {
        return vz_tr("open all day");
    }
    if (!hours->days[weekday].n) {
        return vz_tr("closed");
    }
    struct vz_hours_day day = hours->days[weekday];
    bool more = day.n > 2; // the key has room for two
    day.n = more ? 1 : day.n;
    vz_hours_write(&day, text);
    return vz_scene_text(scene, "%s%s", text, more ? " …" : "");
}

static void add_days(const struct vz_view *view, struct vz_scene *scene,
                     struct vz_rect area) {
    const struct vz_ui *ui = view->ui;
    int gap = vz_px(ui, 12), foot = vz_px(ui, VZ_FOOT);
    int height = (area.h + gap) / 7 - gap - foot;
    int most = vz_px(ui, VZ_STAFF_KEY);
    height = height < most ? height : most;
    for (int i = 0; i < 7; i++) {
        struct vz_rect face = {area.x, area.y + i * (height + gap + foot),
                               area.w, height};
        vz_staff_add_key(scene, ui, face,
                         &(struct vz_staff_key){
                             .name = vz_scene_text(scene, "day:%d", i),
                             .label = vz_scene_text(
                                 scene, "%s: %s", weekday_name(i),
                                 hours_text(scene, &view->config->hours, i)),
                             .act = VZ_STAFF_DAY,
                             .b = i,
                             .on = view->staff->weekday == i,
                         });
    }
}

static void add_span(const struct vz_view *view, struct vz_scene *scene,
                     struct vz_rect *area) {
    const struct vz_ui *ui = view->ui;
    const struct vz_hours_day *day =
        &view->config->hours.days[view->staff->weekday];
    int from = day->spans[0].from, to = day->spans[day->n - 1].to;
    struct vz_rect row =
        vz_staff_row(scene, ui, area, "from-name", vz_tr("From"), 1);
    vz_staff_stepper(scene, ui, row, "from",
                     vz_scene_text(scene, "%02d:%02d", from / 60, from % 60),
                     VZ_STAFF_FROM, HALF_HOUR);
    row = vz_staff_row(scene, ui, area, "to-name", vz_tr("To"), 1);
    vz_staff_stepper(scene, ui, row, "to",
                     vz_scene_text(scene, "%02d:%02d", to / 60, to % 60),
                     VZ_STAFF_TO, HALF_HOUR);
}

static void add_day(const struct vz_view *view, struct vz_scene *scene,
                    struct vz_rect area) {
    const struct vz_ui *ui = view->ui;
    const struct vz_hours *hours = &view->config->hours;
    int weekday = view->staff->weekday;
    bool set = hours->set[weekday];
    bool closed = set && !hours->days[weekday].n;
    const struct vz_staff_key keys[] = {
        {.name = "day-open",
         .label = vz_tr("Open all day"),
         .act = VZ_STAFF_DAY_KIND,
         .b = VZ_STAFF_OPEN,
         .on = !set},
        {.name = "day-hours",
         .label = vz_tr("Hours"),
         .act = VZ_STAFF_DAY_KIND,
         .b = VZ_STAFF_HOURS_SET,
         .on = set && !closed},
        {.name = "day-closed",
         .label = vz_tr("Closed"),
         .act = VZ_STAFF_DAY_KIND,
         .b = VZ_STAFF_CLOSED,
         .on = closed},
    };
    int key = vz_px(ui, VZ_STAFF_KEY), foot = vz_px(ui, VZ_FOOT + 12);
    struct vz_rect row =
        vz_layout_cut_top(&area, ui->portrait ? key : 3 * key + 2 * foot, foot);
    row.h = key;
    for (int i = 0; i < 3; i++) {
        struct vz_rect face = row;
        if (ui->portrait) {
            face = vz_layout_column(row, 3, i, vz_px(ui, 16));
        } else {
            face.y += i * (key + foot);
        }
        vz_staff_add_key(scene, ui, face, &keys[i]);
    }
    if (set && !closed) {
        add_span(view, scene, &area);
    }
    if (area.h < key) {
        return; // a message has its place
    }
    row = vz_layout_cut_top(&area, key, 0);
    vz_staff_add_key(
        scene, ui, row,
        &(struct vz_staff_key){.name = "day-copy",
                               .label = vz_tr("Monday to Friday like this"),
                               .act = VZ_STAFF_COPY_DAY});
}

void vz_staff_hours(const struct vz_view *view, struct vz_scene *scene,
                    struct vz_rect area) {
    const struct vz_ui *ui = view->ui;
    vz_staff_message(view, scene, &area);
    struct vz_rect days = area;
    if (ui->portrait) {
        days.h = area.h * 6 / 11;
        vz_layout_cut_top(&area, days.h, vz_px(ui, 16));
    } else {
        days = vz_layout_cut_start(&area, vz_px(ui, 520), vz_px(ui, 48));
    }
    add_days(view, scene, days);
    add_day(view, scene, area);
}
