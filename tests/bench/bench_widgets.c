/*
 * From a touch to pixels for every kind of question, without a window: the
 * widget answers, the form recomputes, the scene is built and what differs is
 * painted. Rows as in bench_kiosk, but the second figure is the 99th
 * percentile.
 */
#include "base/clock.h"
#include "form/xlsform/xlsform.h"
#include "kiosk/locale/locale.h"
#include "kiosk/screen/view.h"
#include "kiosk/visit.h"
#include "support/ui_stage.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define FORM "tests/data/kiosk/alle_vragen.csv"
#define MEDIA "tests/data/kiosk/media"
#define TOUCHES 200

static const char *const pages[] = {
    "smiley",   "kaarten",      "lijst",    "likert",   "plaatjes",
    "zoeken",   "letters",      "volgorde", "cijfer",   "schuif",
    "staand",   "kies_getal",   "sterren",  "verschil", "samen_zelf",
    "aantal",   "naam",         "datum",    "moment",   "gelezen",
    "tekening", "handtekening", "tabel",
};

struct bench {
    struct ui_stage stage;
    struct vz_visit visit;
    double samples[TOUCHES];
};

static void give_up(const char *what) {
    fprintf(stderr, "bench_widgets: %s\n", what);
    exit(1);
}

static int by_size(const void *a, const void *b) {
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static struct vz_form *load(void) {
    struct vz_strbuf xml = {0};
    struct vz_diagnostics diagnostics = {0};
    struct vz_error error = {0};
    if (!vz_xlsform_convert(FORM, NULL, &xml, &diagnostics)) {
        give_up("the form cannot be converted");
    }
    struct vz_form *form = vz_form_load(vz_strbuf_text(&xml), xml.len,
                                        &(struct vz_form_media){MEDIA}, &error);
    vz_diagnostics_finish(&diagnostics);
    vz_strbuf_finish(&xml);
    return form ? form : (give_up(error.message), NULL);
}

static void show(struct bench *bench, bool whole) {
    struct vz_visit_page page;
    vz_visit_page(&bench->visit, &page);
    struct vz_view view = {.ui = &bench->stage.ui,
                           .screen = VZ_SCREEN_QUESTION,
                           .session = bench->visit.session,
                           .widgets = bench->visit.widgets,
                           .n_widgets = bench->visit.n_widgets,
                           .may_go_on = page.may_go_on,
                           .at = page.at,
                           .total = page.total};
    vz_scene_clear(&bench->stage.scene);
    vz_screen_build(&view, &bench->stage.scene);
    ui_stage_paint(&bench->stage, whole);
}

// The `i`th box of the page that a finger can answer with, going round.
static const struct vz_box *pick(const struct vz_scene *scene, int i) {
    int n = 0;
    for (int pass = 0; pass < 2; pass++) {
        int at = 0;
        for (size_t k = 0; k < scene->n; k++) {
            const struct vz_box *box = &scene->boxes[k];
            bool usable = box->act == VZ_ACT_WIDGET && box->a >= 0 &&
                          !(box->state & VZ_STATE_DISABLED);
            if (usable && pass && at++ == i % n) {
                return box;
            }
            n += usable && !pass;
        }
        if (n == 0) {
            return NULL;
        }
    }
    return NULL;
}

static void touch(struct bench *bench, const struct vz_box *box, int i) {
    struct vz_widget *widgets = bench->visit.widgets;
    const size_t n = bench->visit.n_widgets;
    const struct vz_box own = *box;
    const int x = own.rect.x + own.rect.w * (i * 37 % 100) / 100;
    const int y = own.rect.y + own.rect.h * (i * 53 % 100) / 100;
    enum vz_widget_result result =
        own.drags ? vz_widget_drag(widgets, n, &own, x, y,
                                   i % 8 ? VZ_DRAG_MOVE : VZ_DRAG_START)
                  : vz_widget_activate(widgets, n, &own, x, y);
    if (result == VZ_WIDGET_ANSWERED) {
        vz_visit_answered(&bench->visit);
    }
}

static void measure(struct bench *bench, const char *page) {
    char ref[64], name[64];
    snprintf(ref, sizeof(ref), "/data/%s", page);
    if (!vz_session_jump(bench->visit.session, ref)) {
        give_up(page);
    }
    vz_visit_answered(&bench->visit);
    show(bench, true);
    for (int i = 0; i < TOUCHES; i++) {
        const struct vz_box *box = pick(&bench->stage.scene, i / 4);
        if (!box) {
            give_up("nothing to touch");
        }
        const int64_t from = vz_clock_monotonic_us();
        touch(bench, box, i);
        show(bench, false);
        bench->samples[i] = (double)(vz_clock_monotonic_us() - from) / 1000.0;
    }
    qsort(bench->samples, TOUCHES, sizeof(*bench->samples), by_size);
    snprintf(name, sizeof(name), "touch to pixels: %s",
             bench->visit.widgets[0].ops->name);
    printf("%-40s %10.3f %10.3f  %-6s %s\n", name, bench->samples[TOUCHES / 2],
           bench->samples[TOUCHES * 99 / 100], "ms", "< 16 (p 99)");
}

int main(void) {
    static struct bench bench;
    char dir[512];
    const char *build = getenv("BUILD");
    snprintf(dir, sizeof(dir), "%s/locale", build ? build : "build");
    if (!vz_locale_init(dir) || !ui_stage_init(&bench.stage, 1280, 800)) {
        give_up("no translations, fonts or icons");
    }
    struct vz_form *form = load();
    const struct vz_visit_params params = {.form = form,
                                           .ui = &bench.stage.ui,
                                           .media = MEDIA,
                                           .language = "nl",
                                           .device_id = "bench"};
    if (!vz_visit_begin(&bench.visit, &params)) {
        give_up("no visit");
    }
    printf("%-40s %10s %10s  %-6s %s\n", "figure", "median", "p 99", "unit",
           "aim");
    for (size_t i = 0; i < sizeof(pages) / sizeof(*pages); i++) {
        measure(&bench, pages[i]);
    }
    vz_visit_finish(&bench.visit);
    vz_form_destroy(form);
    ui_stage_finish(&bench.stage);
    return 0;
}
