// A form with every kind of question, page by page: nothing overlaps, nothing
// is too small to touch, nothing leaves the screen, in any size, direction and
// theme. With VZ_PICTURES=DIR each page is also saved there, to be looked at;
// VZ_FILLED=1 touches the first answer of each page before.
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "form/xlsform/xlsform.h"
#include "kiosk/locale/locale.h"
#include "kiosk/screen/view.h"
#include "kiosk/visit.h"
#include "support/ui_stage.h"

#include <SDL_image.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define FORM "tests/data/kiosk/alle_vragen.csv"
#define MEDIA "tests/data/kiosk/media"
#define PAGES_MAX 200

struct variant {
    const char *name, *language;
    int width, height;
    double text_scale;
    bool high_contrast;
};

static const struct variant variants[] = {
    {"nl", "nl", 1280, 800, 1, false},
    {"ar", "ar", 1280, 800, 1, false},
    {"nl-portrait", "nl", 800, 1280, 1, false},
    {"ar-portrait", "ar", 800, 1280, 1, false},
    {"nl-large", "nl", 1280, 800, 1.5, false},
    {"nl-small", "nl", 1024, 600, 1.25, false},
    {"nl-wide", "nl", 1920, 1080, 1, false},
    {"nl-contrast", "nl", 1280, 800, 1, true},
};

struct walk {
    const struct variant *variant;
    struct ui_stage stage;
    struct vz_visit visit;
    struct vz_view view;
    int page;
    int wrong;
};

static struct vz_form *load(void) {
    struct vz_strbuf xml = {0};
    struct vz_diagnostics diagnostics = {0};
    struct vz_error error = {0};
    assert_true(vz_xlsform_convert(FORM, NULL, &xml, &diagnostics));
    struct vz_form *form = vz_form_load(vz_strbuf_text(&xml), xml.len,
                                        &(struct vz_form_media){MEDIA}, &error);
    assert_non_null(form);
    vz_diagnostics_finish(&diagnostics);
    vz_strbuf_finish(&xml);
    return form;
}

static void build(struct walk *w) {
    struct vz_visit_page page;
    vz_visit_page(&w->visit, &page);
    w->view.session = w->visit.session;
    w->view.widgets = w->visit.widgets;
    w->view.n_widgets = w->visit.n_widgets;
    w->view.last_page = page.last;
    w->view.may_go_on = page.may_go_on;
    w->view.empty = page.empty;
    w->view.error = *w->visit.error ? w->visit.error : NULL;
    w->view.at = page.at;
    w->view.total = page.total;
    w->view.title = page.title;
    w->view.repeat_count = page.repeat_count;
    vz_scene_clear(&w->stage.scene);
    vz_screen_build(&w->view, &w->stage.scene);
    assert_false(w->stage.scene.failed);
}

static bool overlap(struct vz_rect a, struct vz_rect b) {
    return a.x < b.x + b.w && b.x < a.x + a.w && a.y < b.y + b.h &&
           b.y < a.y + a.h;
}

static void complain(struct walk *w, const struct vz_box *box,
                     const char *what) {
    print_error("%s page %d (%s): %s %s %d,%d %dx%d\n", w->variant->name,
                w->page, w->stage.scene.position ? w->stage.scene.position : "",
                box->name, what, box->rect.x, box->rect.y, box->rect.w,
                box->rect.h);
    w->wrong++;
}

static void check_box(struct walk *w, const struct vz_box *box) {
    const struct vz_ui *ui = &w->stage.ui;
    const struct vz_rect r = box->rect;
    // The foot stands below the face.
    if (r.x < 0 || r.y < 0 || r.x + r.w > ui->width || r.y + r.h > ui->height) {
        complain(w, box, "leaves the screen");
    }
    const bool key = box->role == VZ_ROLE_KEY;
    const int least = vz_px(ui, 56) - 1;
    if (box->act != VZ_ACT_NONE && box->role != VZ_ROLE_NONE && !key &&
        (r.w < least || r.h < least)) {
        complain(w, box, "is too small to touch");
    }
}

// Whoever uses keys or a switch can answer everything but a drawing.
static void check_keys(struct walk *w) {
    for (size_t n = 0; n < w->visit.n_widgets; n++) {
        struct vz_widget *widget = &w->visit.widgets[n];
        const struct vz_question *q = vz_widget_question(widget);
        bool reached = false;
        for (size_t i = 0; i < w->stage.scene.n; i++) {
            const struct vz_box *box = &w->stage.scene.boxes[i];
            reached = reached ||
                      (box->act == VZ_ACT_WIDGET && box->a >= 0 &&
                       box->role != VZ_ROLE_NONE && box->widget == (int)n);
        }
        const bool needs = q && vz_widget_is_answered(q) && widget->shown &&
                           strcmp(widget->ops->name, "draw") != 0 &&
                           strcmp(widget->ops->name, "unsupported") != 0;
        if (needs && !reached) {
            print_error("%s page %d: %s cannot be reached by keys\n",
                        w->variant->name, w->page, widget->ref);
            w->wrong++;
        }
    }
}

// What a picture alone says is said in words to who hears the screen.
static void check_words(struct walk *w) {
    for (size_t i = 0; i < w->stage.scene.n; i++) {
        const struct vz_box *box = &w->stage.scene.boxes[i];
        const bool touched =
            box->act == VZ_ACT_WIDGET &&
            (box->role == VZ_ROLE_BUTTON || box->role == VZ_ROLE_RADIO ||
             box->role == VZ_ROLE_CHECKBOX || box->role == VZ_ROLE_SLIDER);
        const char *words = box->spoken ? box->spoken : box->label;
        if (touched && (!words || !*words)) {
            complain(w, box, "has no words");
        }
    }
}

static bool solid(const struct vz_box *box) {
    return box->act != VZ_ACT_NONE && box->role != VZ_ROLE_NONE;
}

static void check(struct walk *w) {
    const struct vz_scene *scene = &w->stage.scene;
    for (size_t i = 0; i < scene->n; i++) {
        check_box(w, &scene->boxes[i]);
        for (size_t k = i + 1; k < scene->n; k++) {
            if (solid(&scene->boxes[i]) && solid(&scene->boxes[k]) &&
                overlap(scene->boxes[i].rect, scene->boxes[k].rect)) {
                complain(w, &scene->boxes[i], scene->boxes[k].name);
            }
        }
    }
}

static void save(struct walk *w, int part) {
    const char *dir = getenv("VZ_PICTURES");
    const char *position = w->stage.scene.position;
    const char *name = position ? strrchr(position, '/') : NULL;
    char path[512];
    if (!dir) {
        return;
    }
    ui_stage_paint(&w->stage, true);
    for (int i = 0; i < 20; i++) { // pictures arrive from their thread
        poll(NULL, 0, 5);
        if (vz_painter_collect(w->stage.painter)) {
            ui_stage_paint(&w->stage, false);
        }
    }
    snprintf(path, sizeof(path), "%s/%02d-%s%s-%s.png", dir, w->page,
             name ? name + 1 : "page", part ? "-2" : "", w->variant->name);
    assert_int_equal(IMG_SavePNG(w->stage.surface, path), 0);
}

static void touch(struct walk *w, const struct vz_box *box) {
    const int x = box->rect.x + box->rect.w * 2 / 5;
    const int y = box->rect.y + box->rect.h * 2 / 5;
    struct vz_widget *widgets = w->visit.widgets;
    const size_t n = w->visit.n_widgets;
    if (box->drags) {
        vz_widget_drag(widgets, n, box, x, y, VZ_DRAG_START);
        for (int i = 1; i < 40; i++) {
            vz_widget_drag(widgets, n, box, x + i * box->rect.w / 80,
                           y + (i * 7 % 60) * (i % 2 ? 1 : -1), VZ_DRAG_MOVE);
        }
        vz_widget_drag(widgets, n, box, x, y, VZ_DRAG_END);
    } else {
        vz_widget_activate(widgets, n, box, x, y);
    }
    vz_visit_answered(&w->visit);
}

// The first answer of each question.
static void fill(struct walk *w) {
    w->visit.widgets[0].part = 0;
    for (size_t n = 0; n < w->visit.n_widgets; n++) {
        build(w);
        for (size_t i = 0; i < w->stage.scene.n; i++) {
            const struct vz_box *box = &w->stage.scene.boxes[i];
            if (box->act == VZ_ACT_WIDGET && box->widget == (int)n &&
                box->a >= 0 &&
                !(box->state & (VZ_STATE_SELECTED | VZ_STATE_DISABLED))) {
                touch(w, box);
                break;
            }
        }
    }
}

// All parts of a page.
static void look(struct walk *w) {
    for (int part = 0; part < 6; part++) {
        build(w);
        check(w);
        check_keys(w);
        check_words(w);
        save(w, part);
        const struct vz_box *next = vz_scene_find(&w->stage.scene, "next");
        if (!next || next->act != VZ_ACT_WIDGET) {
            break;
        }
        vz_widget_activate(w->visit.widgets, w->visit.n_widgets, next, 0, 0);
    }
}

static void open_visit(struct walk *w, const struct vz_form *form) {
    w->stage.ui.text_scale = w->variant->text_scale;
    w->stage.ui.rtl = strcmp(w->variant->language, "ar") == 0;
    if (w->variant->high_contrast) {
        vz_theme_high_contrast(&w->stage.theme);
        w->stage.ui.high_contrast = true;
    }
    const struct vz_visit_params params = {.form = form,
                                           .ui = &w->stage.ui,
                                           .media = MEDIA,
                                           .language = w->variant->language,
                                           .device_id = "test"};
    assert_true(vz_visit_begin(&w->visit, &params));
    w->view = (struct vz_view){.ui = &w->stage.ui,
                               .screen = VZ_SCREEN_QUESTION,
                               .organisation = "Buurthuis De Linde",
                               .pin_tries_left = -1,
                               .disk_free = -1};
    w->view.n_languages = vz_locale_languages(&w->view.languages);
}

static int walk_variant(const struct vz_form *form,
                        const struct variant *variant) {
    struct walk *w = calloc(1, sizeof(*w));
    assert_non_null(w);
    w->variant = variant;
    assert_true(ui_stage_init(&w->stage, variant->width, variant->height));
    open_visit(w, form);
    const char *filled = getenv("VZ_FILLED");
    for (w->page = 1; w->page < PAGES_MAX; w->page++) {
        if (filled) {
            fill(w);
        }
        look(w);
        enum vz_visit_move move = vz_visit_next(&w->visit);
        if (move == VZ_VISIT_STAYED) {
            look(w); // with its message
            fill(w);
            move = vz_visit_next(&w->visit);
        }
        if (move != VZ_VISIT_MOVED) {
            break;
        }
    }
    assert_true(w->page > 45 && w->page < PAGES_MAX);
    int wrong = w->wrong;
    vz_visit_finish(&w->visit);
    ui_stage_finish(&w->stage);
    free(w);
    return wrong;
}

static void test_every_page_in_every_variant(void **state) {
    char dir[512];
    const char *build_dir = getenv("BUILD");
    snprintf(dir, sizeof(dir), "%s/locale", build_dir ? build_dir : "build");
    assert_true(vz_locale_init(dir));
    struct vz_form *form = load();
    int wrong = 0;
    for (size_t i = 0; i < sizeof(variants) / sizeof(*variants); i++) {
        const char *only = getenv("VZ_VARIANT");
        if (only && strcmp(only, variants[i].name) != 0) {
            continue;
        }
        vz_locale_set(variants[i].language);
        wrong += walk_variant(form, &variants[i]);
    }
    vz_form_destroy(form);
    assert_int_equal(wrong, 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_page_in_every_variant),
    };
    return cmocka_run_group_tests_name("every_question", tests, NULL, NULL);
}
