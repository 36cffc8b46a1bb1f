/*
 * A stage for screens and widgets: a real form in a real session, real fonts,
 * no window. Touches go through the scene's hit test.
 */
#ifndef VZ_TESTS_KIOSK_STAGE_H
#define VZ_TESTS_KIOSK_STAGE_H

#include "kiosk/render/theme.h"
#include "kiosk/attachments.h"
#include "kiosk/screen/view.h"

struct kiosk_stage {
    struct vz_ui ui;
    struct vz_theme theme;
    struct vz_form *form;
    struct vz_session *session;
    struct vz_widget widgets[16];
    struct vz_attachments attachments;
    struct vz_view view;
    struct vz_scene scene;
};

// A screen of a size and text size (1, 1.25, 1.5) with the form
// tests/data/xform/widgets.xml. Fails the test when something is missing.
void kiosk_stage_open(struct kiosk_stage *stage, int width, int height,
                      double text_scale);
// The same with the form tests/data/kiosk/alle_vragen.csv, which has one of
// every kind of question.
void kiosk_stage_open_every(struct kiosk_stage *stage, int width, int height,
                            double text_scale);
void kiosk_stage_close(struct kiosk_stage *stage);

// Goes to a question or group ("feel") and shows its page.
void kiosk_stage_go(struct kiosk_stage *stage, const char *name);
// Builds the scene anew.
void kiosk_stage_build(struct kiosk_stage *stage);
// Touches the middle of a box, which must be there and be what a finger hits.
enum vz_widget_result kiosk_stage_touch(struct kiosk_stage *stage,
                                        const char *box);
// The same at a fraction of the box's width.
enum vz_widget_result kiosk_stage_touch_at(struct kiosk_stage *stage,
                                           const char *box, double x);
// A finger at a fraction of a box's width and height that drags it.
enum vz_widget_result kiosk_stage_drag(struct kiosk_stage *stage,
                                       const char *box, double x, double y,
                                       enum vz_drag drag);
// Touches the keys of a text one after the other: "key:a", "key:space", ...
void kiosk_stage_type(struct kiosk_stage *stage, const char *text);
// Rests a finger on a box for 400 ms.
enum vz_widget_result kiosk_stage_hold(struct kiosk_stage *stage,
                                       const char *box);
// The box of this name; fails the test when there is none.
const struct vz_box *kiosk_stage_box(struct kiosk_stage *stage,
                                     const char *box);
bool kiosk_stage_has(struct kiosk_stage *stage, const char *box);
// The answer in the session.
const char *kiosk_stage_value(struct kiosk_stage *stage, const char *name);

#endif
