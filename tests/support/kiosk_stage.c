#include "kiosk_stage.h"

#include "form/xlsform/xlsform.h"
#include "form_fixture.h"
#include "kiosk/locale/locale.h"
#include "kiosk/text/text.h"

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static double scale_of(int width, int height) {
    bool portrait = height > width;
    double x = width / (portrait ? 800.0 : 1280.0);
    double y = height / (portrait ? 1280.0 : 800.0);
    return x < y ? x : y;
}

#define EVERY "tests/data/kiosk/alle_vragen.csv"
#define MEDIA "tests/data/kiosk/media"

static struct vz_form *load_every(void) {
    struct vz_strbuf xml = {0};
    struct vz_diagnostics diagnostics = {0};
    struct vz_error error = {0};
    assert_true(vz_xlsform_convert(EVERY, NULL, &xml, &diagnostics));
    struct vz_form *form = vz_form_load(vz_strbuf_text(&xml), xml.len,
                                        &(struct vz_form_media){MEDIA}, &error);
    assert_non_null(form);
    vz_diagnostics_finish(&diagnostics);
    vz_strbuf_finish(&xml);
    return form;
}

// Takes the form.
static void open_with(struct kiosk_stage *stage, struct vz_form *form,
                      int width, int height, double text_scale) {
    char dir[512];
    const char *build = getenv("BUILD");
    *stage = (struct kiosk_stage){0};
    snprintf(dir, sizeof(dir), "%s/locale", build ? build : "build");
    assert_true(vz_locale_init(dir));
    struct vz_error error = {0};
    vz_theme_default(&stage->theme);
    stage->ui = (struct vz_ui){.width = width,
                               .height = height,
                               .scale = scale_of(width, height),
                               .text_scale = text_scale,
                               .portrait = height > width,
                               .theme = &stage->theme,
                               .text = vz_text_create(&error)};
    assert_non_null(stage->ui.text);
    stage->form = form;
    stage->session = form_fixture_session(stage->form);
    stage->view = (struct vz_view){.ui = &stage->ui,
                                   .screen = VZ_SCREEN_QUESTION,
                                   .organisation = "Buurthuis",
                                   .headline = vz_tr("How is it here for you?"),
                                   .session = stage->session,
                                   .widgets = stage->widgets,
                                   .may_go_on = true,
                                   .can_read = true,
                                   .pin_tries_left = -1,
                                   .disk_free = -1};
    stage->view.n_languages = vz_locale_languages(&stage->view.languages);
}

void kiosk_stage_open(struct kiosk_stage *stage, int width, int height,
                      double text_scale) {
    open_with(stage, form_fixture_load("widgets.xml"), width, height,
              text_scale);
}

void kiosk_stage_open_every(struct kiosk_stage *stage, int width, int height,
                            double text_scale) {
    open_with(stage, load_every(), width, height, text_scale);
}

static void drop_widgets(struct kiosk_stage *stage) {
    for (size_t i = 0; i < stage->view.n_widgets; i++) {
        vz_widget_finish(&stage->widgets[i]);
    }
    stage->view.n_widgets = 0;
}

void kiosk_stage_close(struct kiosk_stage *stage) {
    drop_widgets(stage);
    vz_attachments_finish(&stage->attachments);
    vz_scene_finish(&stage->scene);
    vz_session_destroy(stage->session);
    vz_form_destroy(stage->form);
    vz_text_destroy(stage->ui.text);
}

void kiosk_stage_build(struct kiosk_stage *stage) {
    vz_scene_clear(&stage->scene);
    vz_screen_build(&stage->view, &stage->scene);
    assert_false(stage->scene.failed);
}

void kiosk_stage_go(struct kiosk_stage *stage, const char *name) {
    char ref[128];
    snprintf(ref, sizeof(ref), "/data/%s", name);
    drop_widgets(stage);
    assert_true(vz_session_jump(stage->session, ref));
    const struct vz_event *event = vz_session_event(stage->session);
    for (size_t i = 0; i < event->n_questions; i++) {
        assert_true(vz_widget_init(&stage->widgets[i], stage->session,
                                   &stage->ui, &event->questions[i]));
        stage->widgets[i].media = MEDIA;
        stage->widgets[i].attachments = &stage->attachments;
        stage->view.n_widgets++;
    }
    vz_session_progress(stage->session, &stage->view.at, &stage->view.total);
    kiosk_stage_build(stage);
}

bool kiosk_stage_has(struct kiosk_stage *stage, const char *box) {
    return vz_scene_find(&stage->scene, box) != NULL;
}

const struct vz_box *kiosk_stage_box(struct kiosk_stage *stage,
                                     const char *name) {
    const struct vz_box *box = vz_scene_find(&stage->scene, name);
    if (!box) {
        fail_msg("no box %s on the screen", name);
    }
    return box;
}

enum vz_widget_result kiosk_stage_touch_at(struct kiosk_stage *stage,
                                           const char *name, double at) {
    const struct vz_box *box = kiosk_stage_box(stage, name);
    int x = box->rect.x + (int)((box->rect.w - 1) * at);
    int y = box->rect.y + box->rect.h / 2;
    const struct vz_box *hit = vz_scene_hit(&stage->scene, &stage->ui, x, y);
    assert_ptr_equal(hit, box);
    enum vz_widget_result result =
        vz_widget_activate(stage->widgets, stage->view.n_widgets, box, x, y);
    kiosk_stage_build(stage);
    return result;
}

enum vz_widget_result kiosk_stage_drag(struct kiosk_stage *stage,
                                       const char *name, double x, double y,
                                       enum vz_drag drag) {
    const struct vz_box *box = kiosk_stage_box(stage, name);
    assert_true(box->drags);
    enum vz_widget_result result =
        vz_widget_drag(stage->widgets, stage->view.n_widgets, box,
                       box->rect.x + (int)((box->rect.w - 1) * x),
                       box->rect.y + (int)((box->rect.h - 1) * y), drag);
    kiosk_stage_build(stage);
    return result;
}

enum vz_widget_result kiosk_stage_touch(struct kiosk_stage *stage,
                                        const char *box) {
    return kiosk_stage_touch_at(stage, box, 0.5);
}

enum vz_widget_result kiosk_stage_hold(struct kiosk_stage *stage,
                                       const char *name) {
    enum vz_widget_result result = vz_widget_hold(
        stage->widgets, stage->view.n_widgets, kiosk_stage_box(stage, name));
    kiosk_stage_build(stage);
    return result;
}

void kiosk_stage_type(struct kiosk_stage *stage, const char *text) {
    char name[16];
    for (; *text; text++) {
        if (*text == ' ') {
            snprintf(name, sizeof(name), "key:space");
        } else {
            snprintf(name, sizeof(name), "key:%c", *text);
        }
        kiosk_stage_touch(stage, name);
    }
}

const char *kiosk_stage_value(struct kiosk_stage *stage, const char *name) {
    char ref[128];
    snprintf(ref, sizeof(ref), "/data/%s", name);
    const char *value = vz_session_value(stage->session, ref);
    return value ? value : "";
}
