#include "painter.h"

#include "base/log.h"
#include "base/memory.h"
#include "blend.h"
#include "box_content.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#define MAX_DAMAGE 48 // rectangles; more become one

struct damage {
    struct vz_rect rects[MAX_DAMAGE];
    size_t n;
};

struct vz_painter {
    struct vz_shapes shapes;
    struct vz_icon_cache icons;
    struct vz_qr_code qr;
    struct vz_picture_cache pictures;
    bool arrived; // a picture, since the last paint
    // What is on the surface.
    struct vz_scene shown;
    bool valid;
    struct vz_ui ui;
    struct vz_theme theme;
    char background[16];
};

struct vz_painter *vz_painter_create(const char *icons_dir,
                                     struct vz_error *error) {
    struct vz_painter *painter = calloc(1, sizeof(*painter));
    if (painter) {
        painter->icons.dir = vz_strndup(icons_dir, strlen(icons_dir));
    }
    if (!painter || !painter->icons.dir) {
        vz_painter_destroy(painter);
        vz_error_nomem(error);
        return NULL;
    }
    return painter;
}

void vz_painter_destroy(struct vz_painter *painter) {
    if (painter) {
        vz_scene_finish(&painter->shown);
        vz_qr_code_finish(&painter->qr);
        vz_pictures_finish(&painter->pictures);
        vz_icon_cache_finish(&painter->icons);
        vz_shapes_finish(&painter->shapes);
        free(painter);
    }
}

void vz_painter_forget(struct vz_painter *painter) {
    vz_scene_clear(&painter->shown);
    vz_qr_code_finish(&painter->qr);
    vz_icon_retry(&painter->icons);
    vz_pictures_clear(&painter->pictures);
    painter->valid = false;
    if (painter->ui.text) {
        vz_text_trim(painter->ui.text);
    }
}

void vz_painter_on_picture(struct vz_painter *painter,
                           void (*wake)(void *userdata), void *userdata) {
    painter->pictures.wake = wake;
    painter->pictures.userdata = userdata;
}

bool vz_painter_collect(struct vz_painter *painter) {
    painter->arrived = vz_pictures_collect(&painter->pictures) ||
                       painter->arrived;
    return painter->arrived;
}

// ------------------------------------------------------------------- damage

static bool touch(struct vz_rect a, struct vz_rect b) {
    return a.x <= b.x + b.w && b.x <= a.x + a.w && a.y <= b.y + b.h &&
           b.y <= a.y + a.h;
}

// Adds a rectangle; those that touch it become one with it.
static void damage_add(struct damage *damage, struct vz_rect rect,
                       const struct vz_ui *ui) {
    rect = vz_rect_cut(rect, (struct vz_rect){0, 0, ui->width, ui->height});
    if (rect.w <= 0) {
        return;
    }
    for (size_t i = 0; i < damage->n;) {
        if (touch(damage->rects[i], rect)) {
            rect = vz_rect_around(rect, damage->rects[i]);
            damage->rects[i] = damage->rects[--damage->n];
            i = 0; // the larger one may touch those before it
        } else {
            i++;
        }
    }
    while (damage->n >= MAX_DAMAGE) {
        rect = vz_rect_around(rect, damage->rects[--damage->n]);
    }
    damage->rects[damage->n++] = rect;
}

static bool same_name(const struct vz_box *a, const struct vz_box *b) {
    return strcmp(a->name ? a->name : "", b->name ? b->name : "") == 0;
}

// The box of that name on the screen, sought from `hint` on: scenes change
// little, so it is nearly always there.
static size_t find_shown(const struct vz_scene *shown, const struct vz_box *box,
                         size_t hint) {
    for (size_t k = 0; k < shown->n; k++) {
        const size_t i = (hint + k) % shown->n;
        if (same_name(&shown->boxes[i], box)) {
            return i;
        }
    }
    return shown->n;
}

// Old boxes from..to are gone.
static void damage_old(struct damage *damage, const struct vz_scene *shown,
                       size_t from, size_t to, const struct vz_ui *ui) {
    for (size_t i = from; i < to; i++) {
        damage_add(damage, vz_look_bounds(ui, &shown->boxes[i]), ui);
    }
}

// What differs between the two scenes. Boxes keep their order as a rule; one
// that moved in it counts as gone and come anew, because it may cover others
// now.
static void compare(struct damage *damage, const struct vz_scene *shown,
                    const struct vz_scene *scene, const struct vz_ui *ui) {
    size_t next = 0; // first old box not accounted for
    for (size_t i = 0; i < scene->n; i++) {
        const struct vz_box *box = &scene->boxes[i];
        const size_t at = find_shown(shown, box, next);
        if (at >= next && at < shown->n) {
            damage_old(damage, shown, next, at, ui);
            next = at + 1;
            if (vz_box_same(&shown->boxes[at], box)) {
                continue;
            }
            damage_old(damage, shown, at, at + 1, ui);
        }
        damage_add(damage, vz_look_bounds(ui, box), ui);
    }
    damage_old(damage, shown, next, shown->n, ui);
}

static void damage_pictures(struct damage *damage, const struct vz_scene *scene,
                            const struct vz_ui *ui) {
    for (size_t i = 0; i < scene->n; i++) {
        if (scene->boxes[i].picture) {
            damage_add(damage, vz_look_bounds(ui, &scene->boxes[i]), ui);
        }
    }
}

// True when all labels could be set differently now.
static bool setting_changed(const struct vz_painter *painter,
                            const struct vz_ui *ui,
                            const struct vz_scene *scene) {
    const struct vz_ui *old = &painter->ui;
    const char *background = scene->background ? scene->background : "";
    return old->width != ui->width || old->height != ui->height ||
           old->scale != ui->scale || old->text_scale != ui->text_scale ||
           old->portrait != ui->portrait || old->rtl != ui->rtl ||
           old->text != ui->text ||
           painter->theme.high_contrast != ui->theme->high_contrast ||
           memcmp(painter->theme.colors, ui->theme->colors,
                  sizeof(ui->theme->colors)) != 0 ||
           strncmp(painter->background, background,
                   sizeof(painter->background) - 1) != 0;
}

// ----------------------------------------------------------------- painting

static void paint_rect(struct vz_painter *painter, const struct vz_ui *ui,
                       const struct vz_scene *scene, SDL_Surface *surface,
                       struct vz_rect rect) {
    const struct vz_brush brush = {.surface = surface,
                                   .clip = rect,
                                   .ui = ui,
                                   .scene = scene,
                                   .shapes = &painter->shapes,
                                   .icons = &painter->icons,
                                   .qr = &painter->qr,
                                   .pictures = &painter->pictures};
    vz_blend_fill(surface, &rect, rect, vz_page_color(ui, scene->background));
    for (size_t i = 0; i < scene->n; i++) {
        const struct vz_box *box = &scene->boxes[i];
        if (vz_rect_cut(vz_look_bounds(ui, box), rect).w > 0) {
            vz_box_paint(&brush, box);
        }
    }
    for (size_t i = 0; i < scene->n; i++) {
        if (scene->boxes[i].state & VZ_STATE_FOCUSED) {
            vz_box_paint_ring(&brush, &scene->boxes[i]);
        }
    }
}

// Keeps a copy for the next comparison; without memory the next paint is
// whole.
static void remember(struct vz_painter *painter, const struct vz_ui *ui,
                     const struct vz_scene *scene) {
    vz_scene_clear(&painter->shown);
    for (size_t i = 0; i < scene->n && !painter->shown.failed; i++) {
        vz_scene_add(&painter->shown, &scene->boxes[i]);
    }
    painter->valid = !painter->shown.failed;
    painter->ui = *ui;
    painter->theme = *ui->theme;
    SDL_strlcpy(painter->background, scene->background ? scene->background : "",
                sizeof(painter->background));
}

// Fewer rectangles than were found: the last ones become one.
static size_t hand_out(const struct damage *damage, SDL_Rect *rects,
                       size_t max) {
    size_t n = 0;
    for (size_t i = 0; i < damage->n && max > 0; i++) {
        struct vz_rect r = damage->rects[i];
        if (n == max) {
            const SDL_Rect last = rects[--n];
            r = vz_rect_around(
                r, (struct vz_rect){last.x, last.y, last.w, last.h});
        }
        rects[n++] = (SDL_Rect){r.x, r.y, r.w, r.h};
    }
    return n;
}

size_t vz_painter_paint(struct vz_painter *painter, const struct vz_ui *ui,
                        const struct vz_scene *scene, SDL_Surface *surface,
                        bool whole, SDL_Rect *rects, size_t max) {
    struct damage damage = {.n = 0};
    if (scene->failed || !surface ||
        surface->format->BytesPerPixel != sizeof(uint32_t)) {
        return 0; // what is on the screen stays
    }
    if (whole || !painter->valid || setting_changed(painter, ui, scene)) {
        damage_add(&damage, (struct vz_rect){0, 0, ui->width, ui->height}, ui);
    } else {
        compare(&damage, &painter->shown, scene, ui);
    }
    if (painter->arrived) {
        damage_pictures(&damage, scene, ui);
        painter->arrived = false;
    }
    if (damage.n == 0) {
        return 0;
    }
    for (size_t i = 0; i < damage.n; i++) {
        paint_rect(painter, ui, scene, surface, damage.rects[i]);
    }
    remember(painter, ui, scene);
    vz_text_age(ui->text);
    vz_icon_age(&painter->icons);
    vz_pictures_age(&painter->pictures);
    return hand_out(&damage, rects, max);
}

// ----------------------------------------------------------------- measures

int vz_painter_button_width(const struct vz_ui *ui, const struct vz_box *box) {
    const struct vz_look_row *row = vz_look_row(box->look);
    const struct vz_text_style style = vz_box_style(ui, box, box->type);
    const char *label = box->label ? box->label : "";
    const int text =
        *label ? vz_text_width(vz_text_lay_out(ui->text, label, &style, 0)) : 0;
    const int icon = vz_content_icon_px(ui, box, row);
    const int sides = 2 * vz_px(ui, row->padding + row->edge_width);
    const int gap = vz_px(ui, row->gap);
    switch (row->content) {
    case VZ_CONTENT_HELPER:
        return sides + (text > icon ? text : icon);
    case VZ_CONTENT_CARD:
        return sides + vz_px(ui, 104) + gap + text;
    case VZ_CONTENT_LIST:
        return sides + text + (icon ? icon + gap : 0) +
               (box->marker != VZ_MARKER_NONE ? vz_px(ui, 60) : 0);
    case VZ_CONTENT_DOOR:
        return sides + vz_px(ui, 156) + gap + text;
    case VZ_CONTENT_BANNER:
        return sides + vz_px(ui, 8 + 44) + gap + text;
    default:
        return sides + text + (icon && text ? icon + gap : icon);
    }
}
