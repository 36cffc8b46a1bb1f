// Thousands of random touches, drags, holds, keys and letters on a form with
// every kind of question, while size, language and letters change: nothing
// breaks, and a triad always sums to 100.
#include "form/xlsform/xlsform.h"
#include "kiosk/locale/locale.h"
#include "kiosk/screen/view.h"
#include "kiosk/visit.h"
#include "support/ui_stage.h"

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define STEPS 4000

struct monkey {
    struct ui_stage stage;
    struct vz_visit visit;
    uint32_t seed;
};

static unsigned pick(struct monkey *m, unsigned n) {
    m->seed = m->seed * 1664525u + 1013904223u;
    return (m->seed >> 8) % n;
}

static struct vz_form *load(void) {
    struct vz_strbuf xml = {0};
    struct vz_diagnostics diagnostics = {0};
    struct vz_error error = {0};
    assert_true(vz_xlsform_convert("tests/data/kiosk/alle_vragen.csv", NULL,
                                   &xml, &diagnostics));
    struct vz_form *form =
        vz_form_load(vz_strbuf_text(&xml), xml.len, NULL, &error);
    assert_non_null(form);
    vz_diagnostics_finish(&diagnostics);
    vz_strbuf_finish(&xml);
    return form;
}

static void build(struct monkey *m) {
    struct vz_visit_page page;
    vz_visit_page(&m->visit, &page);
    struct vz_view view = {.ui = &m->stage.ui,
                           .screen = VZ_SCREEN_QUESTION,
                           .session = m->visit.session,
                           .widgets = m->visit.widgets,
                           .n_widgets = m->visit.n_widgets,
                           .may_go_on = page.may_go_on,
                           .empty = page.empty,
                           .error = *m->visit.error ? m->visit.error : NULL,
                           .at = page.at,
                           .total = page.total,
                           .title = page.title,
                           .repeat_count = page.repeat_count};
    vz_scene_clear(&m->stage.scene);
    vz_screen_build(&view, &m->stage.scene);
    assert_false(m->stage.scene.failed);
}

static void did(struct monkey *m, enum vz_widget_result result) {
    if (result == VZ_WIDGET_ANSWERED) {
        vz_visit_answered(&m->visit);
    } else if (result == VZ_WIDGET_NEXT) {
        vz_visit_next(&m->visit);
    }
}

static void touch(struct monkey *m) {
    const struct vz_scene *scene = &m->stage.scene;
    if (!scene->n) {
        return;
    }
    struct vz_box box = scene->boxes[pick(m, (unsigned)scene->n)];
    struct vz_widget *widgets = m->visit.widgets;
    const size_t n = m->visit.n_widgets;
    if (box.act != VZ_ACT_WIDGET || (box.state & VZ_STATE_DISABLED)) {
        return;
    }
    const int x = box.rect.x - 50 + (int)pick(m, (unsigned)box.rect.w + 100);
    const int y = box.rect.y - 50 + (int)pick(m, (unsigned)box.rect.h + 100);
    if (box.drags) {
        did(m,
            vz_widget_drag(widgets, n, &box, x, y, (enum vz_drag)pick(m, 3)));
    } else if (pick(m, 6) == 0) {
        did(m, vz_widget_hold(widgets, n, &box));
    } else {
        did(m, vz_widget_activate(widgets, n, &box, x, y));
    }
}

static void type(struct monkey *m) {
    static const char *const texts[] = {"a",      "7", "-", "\u00e9",
                                        "\u0643", ",", " ", "\n"};
    struct vz_widget *widgets = m->visit.widgets;
    const size_t n = m->visit.n_widgets;
    if (pick(m, 2)) {
        did(m, vz_widget_type(widgets, n, texts[pick(m, 8)]));
    } else {
        did(m, vz_widget_key(widgets, n, (enum vz_widget_key)pick(m, 11)));
    }
}

static void turn(struct monkey *m) {
    static const struct {
        int w, h;
    } sizes[] = {{1280, 800}, {800, 1280}, {1024, 600}};
    static const double letters[] = {1, 1.25, 1.5};
    const unsigned what = pick(m, 4);
    if (what == 0) {
        const unsigned i = pick(m, 3);
        assert_true(ui_stage_resize(&m->stage, sizes[i].w, sizes[i].h));
    } else if (what == 1) {
        m->stage.ui.text_scale = letters[pick(m, 3)];
    } else if (what == 2) {
        m->stage.ui.rtl = pick(m, 2);
        vz_visit_set_language(&m->visit, m->stage.ui.rtl ? "ar" : "nl");
    } else if (!vz_visit_add_repeat(&m->visit)) {
        vz_visit_remove_repeat(&m->visit);
    }
}

static void check_triad(struct monkey *m) {
    static const char *const corners[] = {"mensen", "plek", "activiteit"};
    int sum = 0, n = 0;
    for (int i = 0; i < 3; i++) {
        char ref[64];
        snprintf(ref, sizeof(ref), "/data/verschil/%s", corners[i]);
        const char *value = vz_session_value(m->visit.session, ref);
        n += value && *value;
        sum += value ? atoi(value) : 0;
    }
    assert_true(n == 0 || (n == 3 && sum == 100));
}

// To any page, so that all of them get their share.
static void jump(struct monkey *m) {
    const size_t n = vz_session_n_positions(m->visit.session);
    enum vz_event_kind kind;
    const char *ref = NULL;
    vz_session_position(m->visit.session, pick(m, (unsigned)n), &kind, &ref);
    char *copy = ref ? strdup(ref) : NULL;
    if (copy && kind != VZ_EVENT_REPEAT && kind != VZ_EVENT_PROMPT &&
        vz_session_jump(m->visit.session, copy)) {
        vz_visit_answered(&m->visit);
    }
    free(copy);
}

static void step(struct monkey *m) {
    const unsigned what = pick(m, 100);
    build(m);
    if (what < 70) {
        touch(m);
    } else if (what < 84) {
        type(m);
    } else if (what < 89) {
        jump(m);
    } else if (what < 94) {
        if (vz_visit_next(&m->visit) == VZ_VISIT_ENDED) {
            vz_visit_reopen(&m->visit);
        }
    } else if (what < 96) {
        vz_visit_back(&m->visit);
    } else {
        turn(m);
    }
    check_triad(m);
}

static void test_random_touches(void **state) {
    static struct monkey m;
    char dir[512];
    const char *build_dir = getenv("BUILD");
    snprintf(dir, sizeof(dir), "%s/locale", build_dir ? build_dir : "build");
    assert_true(vz_locale_init(dir) && vz_locale_set("nl"));
    assert_true(ui_stage_init(&m.stage, 1280, 800));
    struct vz_form *form = load();
    const struct vz_visit_params params = {.form = form,
                                           .ui = &m.stage.ui,
                                           .media = "tests/data/kiosk/media",
                                           .language = "nl",
                                           .device_id = "test"};
    assert_true(vz_visit_begin(&m.visit, &params));
    m.seed = 20261124;
    for (int i = 0; i < STEPS; i++) {
        step(&m);
    }
    vz_visit_finish(&m.visit);
    assert_null(m.visit.attachments.items);
    vz_form_destroy(form);
    ui_stage_finish(&m.stage);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_random_touches),
    };
    return cmocka_run_group_tests_name("widget_monkey", tests, NULL, NULL);
}
