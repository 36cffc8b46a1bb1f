/*
 * date, time and dateTime: columns with plus and minus keys. Empty until a key
 * is touched, which starts at now, so that nothing is suggested.
 *
 * The appearances month-year and year leave columns out; the first of the
 * month or year is stored, as ODK clients do.
 */
#include "widget_ops.h"

#include "base/clock.h"
#include "date_parts.h"
#include "kiosk/locale/locale.h"
#include "layout.h"

#include <stdlib.h>

#define KEY 88
#define COLUMN_MAX 300
#define UNKNOWN_WIDTH 300

enum command {
    STEP, // b = part * 2 + (1 = up)
    UNKNOWN,
};

static bool accepts(const struct vz_question *q) {
    return q->control == VZ_CONTROL_INPUT &&
           (q->type == VZ_FIELD_DATE || q->type == VZ_FIELD_TIME ||
            q->type == VZ_FIELD_DATETIME);
}

static int line_height(const struct vz_ui *ui, enum vz_type type) {
    return vz_layout_measure(ui, "", type, 0, 0).height;
}

static int steps_height(const struct vz_ui *ui) {
    return 2 * vz_px(ui, KEY + VZ_FOOT) + vz_px(ui, 16) +
           line_height(ui, VZ_TYPE_QUESTION) + line_height(ui, VZ_TYPE_SMALL);
}

static bool beside(const struct vz_ui *ui) {
    return !ui->portrait;
}

static struct vz_extent measure(struct vz_widget *widget, int width) {
    const struct vz_ui *ui = widget->ui;
    int height = steps_height(ui);
    if (!beside(ui)) {
        height += vz_px(ui, VZ_ANSWER_MIN + VZ_FOOT + 24);
    }
    return (struct vz_extent){height, height};
}

static const char *month_name(int month) {
    // In calendar order; short enough for one column.
    const char *names[] = {
        vz_tr("January"), vz_tr("February"), vz_tr("March"),
        vz_tr("April"),   vz_tr("May"),      vz_tr("June"),
        vz_tr("July"),    vz_tr("August"),   vz_tr("September"),
        vz_tr("October"), vz_tr("November"), vz_tr("December"),
    };
    return names[month - 1];
}

static const char *part_text(struct vz_scene *scene,
                             const struct vz_date_parts *date,
                             enum vz_date_part part) {
    switch (part) {
    case VZ_DATE_DAY:
        return vz_scene_text(scene, "%d", date->day);
    case VZ_DATE_MONTH:
        return month_name(date->month);
    case VZ_DATE_YEAR:
        return vz_scene_text(scene, "%d", date->year);
    case VZ_DATE_HOUR:
        return vz_scene_text(scene, "%d", date->hour);
    default:
        return vz_scene_text(scene, "%02d", date->minute);
    }
}

static void add_step(struct vz_widget *widget, struct vz_scene *scene,
                     struct vz_rect face, enum vz_date_part part, bool up) {
    static const char *const names[] = {"day", "month", "year", "hour",
                                        "minute"};
    const char *units[] = {vz_tr("day"), vz_tr("month"), vz_tr("year"),
                           vz_tr("hour"), vz_tr("minute")};
    vz_scene_add(
        scene,
        &(struct vz_box){
            .name = vz_scene_text(scene, "%s-%s", names[part],
                                  up ? "plus" : "minus"),
            .role = VZ_ROLE_BUTTON,
            .spoken = vz_scene_text(
                scene, up ? vz_tr("%s: more") : vz_tr("%s: less"), units[part]),
            .look = VZ_LOOK_BUTTON,
            .rect = face,
            .icon = up ? "plus" : "minus",
            .icon_size = 40,
            .align = VZ_ALIGN_CENTER,
            .slop = true,
            .act = VZ_ACT_WIDGET,
            .a = STEP,
            .b = (int)part * 2 + up,
        });
}

// One size for all values: that of the longest month.
static struct vz_fit value_fit(const struct vz_ui *ui, int width) {
    static const enum vz_type types[] = {VZ_TYPE_QUESTION, VZ_TYPE_ANSWER,
                                         VZ_TYPE_BODY_BOLD, VZ_TYPE_SMALL_BOLD};
    struct vz_fit widest = {0};
    for (int month = 1; month <= 12; month++) {
        struct vz_fit fit =
            vz_layout_fit(ui, month_name(month), types, 4, width, 0);
        int line = vz_layout_measure(ui, "", fit.type, fit.shrink, 0).height;
        if (!widest.height || line < widest.height) {
            widest = fit;
            widest.height = line;
        }
    }
    return widest;
}

static void add_column(struct vz_widget *widget, struct vz_scene *scene,
                       struct vz_rect column, enum vz_date_part part,
                       const struct vz_date_parts *date, struct vz_fit fit) {
    const struct vz_ui *ui = widget->ui;
    const char *units[] = {vz_tr("day"), vz_tr("month"), vz_tr("year"),
                           vz_tr("hour"), vz_tr("minute")};
    const char *value = date ? part_text(scene, date, part) : "?";
    int key = vz_px(ui, KEY), foot = vz_px(ui, VZ_FOOT);
    fit = vz_layout_measure(ui, value, fit.type, fit.shrink, column.w);
    add_step(widget, scene, vz_layout_cut_top(&column, key, foot), part, true);
    struct vz_rect middle = vz_layout_cut_top(
        &column, line_height(ui, VZ_TYPE_QUESTION), vz_px(ui, 8));
    middle.y += (middle.h - fit.height) / 2 + vz_px(ui, 4);
    struct vz_text_block block = {
        .name = vz_scene_text(scene, "date-%d", (int)part),
        .text = value,
        .type = fit.type,
        .shrink = fit.shrink,
        .role = VZ_ROLE_TEXT,
        .align = VZ_ALIGN_CENTER,
    };
    vz_layout_text(scene, ui, middle, &block);
    add_step(widget, scene,
             vz_layout_cut_top(&column, key, foot + vz_px(ui, 8)), part, false);
    block.name = vz_scene_text(scene, "date-unit-%d", (int)part);
    block.text = units[part];
    block.type = VZ_TYPE_SMALL;
    block.shrink = 0;
    block.look = VZ_LOOK_TEXT_SOFT;
    vz_layout_text(scene, ui, column, &block);
}

static void add_unknown(struct vz_widget *widget, struct vz_scene *scene,
                        struct vz_rect face, bool chosen) {
    struct vz_box box = {
        .name = "unknown",
        .role = VZ_ROLE_BUTTON,
        .look = VZ_LOOK_BUTTON,
        .rect = face,
        .state = chosen ? VZ_STATE_SELECTED : 0u,
        .label = vz_tr("I do not know"),
        .type = VZ_TYPE_BODY_BOLD,
        .align = VZ_ALIGN_CENTER,
        .slop = true,
        .act = VZ_ACT_WIDGET,
        .a = UNKNOWN,
    };
    vz_layout_shrink_label(widget->ui, &box);
    vz_scene_add(scene, &box);
}

static enum vz_date_part first_part(const struct vz_question *q) {
    if (q->type == VZ_FIELD_TIME) {
        return VZ_DATE_HOUR;
    }
    return vz_appearance_has(q->appearance, "year")         ? VZ_DATE_YEAR
           : vz_appearance_has(q->appearance, "month-year") ? VZ_DATE_MONTH
                                                            : VZ_DATE_DAY;
}

static int count_parts(const struct vz_question *q) {
    int end = q->type == VZ_FIELD_DATE ? VZ_DATE_YEAR + 1 : VZ_DATE_PARTS_;
    return end - (int)first_part(q);
}

static bool read_value(const struct vz_question *q,
                       struct vz_date_parts *date) {
    return q->type == VZ_FIELD_TIME ? vz_date_parts_read_time(date, q->value)
           : q->type == VZ_FIELD_DATETIME
               ? vz_date_parts_read_moment(date, q->value)
               : vz_date_parts_read(date, q->value);
}

static void write_value(const struct vz_question *q,
                        const struct vz_date_parts *date, char *out,
                        size_t size) {
    if (q->type == VZ_FIELD_TIME) {
        vz_date_parts_write_time(date, out, size);
    } else if (q->type == VZ_FIELD_DATETIME) {
        vz_date_parts_write_moment(date, out, size);
    } else {
        vz_date_parts_write(date, out, size);
    }
}

// A column of its share: words need more room than digits.
static struct vz_rect column_of(struct vz_rect area,
                                const struct vz_question *q, int i, int gap) {
    static const int shares[VZ_DATE_PARTS_] = {10, 16, 12, 10, 10};
    enum vz_date_part first = first_part(q);
    int n = count_parts(q), whole = 0, before = 0;
    if (n <= 3) {
        return vz_layout_column(area, n, i, gap);
    }
    for (int k = 0; k < n; k++) {
        before += k < i ? shares[(int)first + k] : 0;
        whole += shares[(int)first + k];
    }
    int room = area.w - (n - 1) * gap;
    int left = room * before / whole;
    int right = room * (before + shares[(int)first + i]) / whole;
    return (struct vz_rect){area.x + left + i * gap, area.y, right - left,
                            area.h};
}

static void build(struct vz_widget *widget, struct vz_scene *scene,
                  struct vz_rect area) {
    const struct vz_question *q = vz_widget_question(widget);
    const struct vz_ui *ui = widget->ui;
    struct vz_date_parts date;
    if (!q) {
        return;
    }
    bool dated = read_value(q, &date);
    int unknown_height = vz_px(ui, VZ_ANSWER_MIN);
    struct vz_rect unknown = {0};
    int height = measure(widget, area.w).natural;
    if (area.h > height) {
        area.y += ui->portrait ? area.h - height : (area.h - height) / 2;
    }
    if (beside(ui)) {
        unknown = vz_layout_cut_end(&area, vz_px(ui, UNKNOWN_WIDTH),
                                    vz_px(ui, 2 * VZ_GAP));
        unknown.y += (steps_height(ui) - unknown_height) / 2;
    } else {
        unknown = area;
        unknown.y += steps_height(ui) + vz_px(ui, 24);
    }
    unknown.h = unknown_height;
    enum vz_date_part first = first_part(q);
    int n = count_parts(q), gap = vz_px(ui, n > 3 ? VZ_GAP / 2 : VZ_GAP);
    int most = n * vz_px(ui, COLUMN_MAX) + (n - 1) * gap;
    area.w = area.w < most || ui->portrait ? area.w : most;
    int widest = first <= VZ_DATE_MONTH ? VZ_DATE_MONTH - (int)first : 0;
    struct vz_fit fit = value_fit(ui, column_of(area, q, widest, gap).w);
    for (int i = 0; i < n; i++) {
        add_column(widget, scene, column_of(area, q, i, gap),
                   (enum vz_date_part)(first + (unsigned)i),
                   dated ? &date : NULL, fit);
    }
    if (!q->required) {
        add_unknown(widget, scene, unknown, false);
    }
}

static struct vz_date_parts today(void) {
    struct vz_datetime now = vz_clock_local(vz_clock_wall_ms());
    return (struct vz_date_parts){.day = now.day,
                                  .month = now.month,
                                  .year = now.year,
                                  .hour = now.hour,
                                  .minute =
                                      now.minute - now.minute % VZ_MINUTE_STEP};
}

static enum vz_widget_result step(struct vz_widget *widget, int b) {
    const struct vz_question *q = vz_widget_question(widget);
    struct vz_date_parts date = today();
    char value[VZ_ISO_SIZE];
    if (read_value(q, &date)) {
        vz_date_parts_step(&date, (enum vz_date_part)(b / 2), b % 2 ? 1 : -1);
    }
    if (q->type == VZ_FIELD_DATE) {
        date.day = first_part(q) > VZ_DATE_DAY ? 1 : date.day;
        date.month = first_part(q) > VZ_DATE_MONTH ? 1 : date.month;
    }
    write_value(q, &date, value, sizeof(value));
    return vz_widget_answer(widget, value);
}

static enum vz_widget_result activate(struct vz_widget *widget,
                                      const struct vz_box *box, int x, int y) {
    if (box->a == UNKNOWN) {
        return vz_widget_answer(widget, "");
    }
    return step(widget, box->b);
}

static enum vz_widget_result hold(struct vz_widget *widget,
                                  const struct vz_box *box) {
    return box->a == STEP ? step(widget, box->b) : VZ_WIDGET_NOTHING;
}

const struct vz_widget_ops vz_widget_date = {
    .name = "date",
    .accepts = accepts,
    .measure = measure,
    .build = build,
    .activate = activate,
    .hold = hold,
};
