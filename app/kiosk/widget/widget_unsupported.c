/*
 * Kinds of question that this kiosk cannot ask: it says why in plain words,
 * and what to do. The form's author was warned: vertelform check --kiosk.
 */
#include "widget_ops.h"

#include "kiosk/locale/locale.h"
#include "layout.h"

#include <string.h>

#define ICON 72
#define PAD 32

static bool accepts(const struct vz_question *q) {
    return true;
}

static bool is_upload(const struct vz_question *q, const char *kind) {
    return q->control == VZ_CONTROL_UPLOAD && q->mediatype &&
           strncmp(q->mediatype, kind, strlen(kind)) == 0;
}

struct reason {
    const char *text, *icon;
};

static struct reason reason_for(const struct vz_question *q) {
    if (q->type == VZ_FIELD_GEOPOINT || q->type == VZ_FIELD_GEOTRACE ||
        q->type == VZ_FIELD_GEOSHAPE) {
        return (struct reason){vz_tr("This kiosk cannot tell where you are."),
                               "house"};
    }
    if (is_upload(q, "image/")) {
        return (struct reason){vz_tr("There is no camera here."), "camera"};
    }
    if (is_upload(q, "video/")) {
        return (struct reason){vz_tr("No film can be made here."), "camera"};
    }
    if (q->control == VZ_CONTROL_UPLOAD) {
        return (struct reason){vz_tr("No file can be chosen here."), "folder"};
    }
    return (struct reason){vz_tr("This question does not work here."), "info"};
}

static const char *text_for(struct vz_arena *arena,
                            const struct vz_question *q) {
    const char *then = q->required ? vz_tr("Ask a worker to help.")
                                   : vz_tr("You can skip this question.");
    const char *text =
        vz_arena_printf(arena, "%s\n%s", reason_for(q).text, then);
    return text ? text : then;
}

static struct vz_fit fit_text(struct vz_widget *widget, const char *text,
                              int width) {
    static const enum vz_type types[] = {VZ_TYPE_BODY, VZ_TYPE_SMALL};
    const struct vz_ui *ui = widget->ui;
    int room = width - vz_px(ui, ICON + 3 * PAD);
    return vz_layout_fit(ui, text, types, 2, room, 0);
}

static struct vz_extent measure(struct vz_widget *widget, int width) {
    const struct vz_question *q = vz_widget_question(widget);
    struct vz_arena arena = {0};
    int height = vz_px(widget->ui, ICON);
    if (q) {
        int text = fit_text(widget, text_for(&arena, q), width).height;
        height = text > height ? text : height;
    }
    vz_arena_finish(&arena);
    height += 2 * vz_px(widget->ui, PAD);
    return (struct vz_extent){height, height};
}

static void build(struct vz_widget *widget, struct vz_scene *scene,
                  struct vz_rect area) {
    const struct vz_question *q = vz_widget_question(widget);
    const struct vz_ui *ui = widget->ui;
    if (!q) {
        return;
    }
    const char *text = text_for(&scene->arena, q);
    struct vz_fit fit = fit_text(widget, text, area.w);
    struct vz_rect panel = area;
    int pad = vz_px(ui, PAD), icon = vz_px(ui, ICON);
    panel.h = measure(widget, area.w).natural;
    panel.h = panel.h < area.h ? panel.h : area.h;
    vz_scene_add(scene, &(struct vz_box){.name = "panel",
                                         .look = VZ_LOOK_PANEL,
                                         .rect = panel});
    struct vz_rect inner = {panel.x + pad, panel.y, panel.w - 2 * pad, panel.h};
    struct vz_rect sign = vz_layout_cut_start(&inner, icon, pad);
    vz_scene_add(scene,
                 &(struct vz_box){.name = "sign",
                                  .look = VZ_LOOK_TEXT,
                                  .rect = vz_layout_center(sign, icon, icon),
                                  .icon = reason_for(q).icon,
                                  .icon_size = ICON,
                                  .align = VZ_ALIGN_CENTER});
    inner = vz_layout_center(inner, inner.w, fit.height);
    struct vz_text_block block = {.name = "unsupported",
                                  .text = text,
                                  .type = fit.type,
                                  .shrink = fit.shrink,
                                  .role = VZ_ROLE_TEXT};
    vz_layout_text(scene, ui, inner, &block);
}

const struct vz_widget_ops vz_widget_unsupported = {
    .name = "unsupported",
    .accepts = accepts,
    .measure = measure,
    .build = build,
};
