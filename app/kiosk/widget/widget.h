/*
 * A widget: how one question looks and is answered.
 *
 * The question screen owns one widget for each question on the page. A widget
 * never draws and never moves on by itself: it adds boxes to the scene, and
 * turns touches and typing into answers in the session. Main thread only.
 */
#ifndef VZ_KIOSK_WIDGET_WIDGET_H
#define VZ_KIOSK_WIDGET_WIDGET_H

#include "base/strbuf.h"
#include "form/xform/session.h"
#include "kiosk/scene/scene.h"

enum vz_widget_result {
    VZ_WIDGET_NOTHING,
    VZ_WIDGET_REBUILD,  // something to show changed; the answer did not
    VZ_WIDGET_ANSWERED, // the session's answer changed
    VZ_WIDGET_NEXT,     // as if Verder had been touched (quick selects, enter)
};

// A key of a physical keyboard or switch, beyond text.
enum vz_widget_key {
    VZ_KEY_BACKSPACE,
    VZ_KEY_DELETE,
    VZ_KEY_LEFT,
    VZ_KEY_RIGHT,
    VZ_KEY_UP,
    VZ_KEY_DOWN,
    VZ_KEY_ENTER,
    VZ_KEY_SELECT_LEFT, // the caret moves, what it passes is selected
    VZ_KEY_SELECT_RIGHT,
    VZ_KEY_SELECT_UP,
    VZ_KEY_SELECT_DOWN,
};

// A finger on a box that is dragged.
enum vz_drag {
    VZ_DRAG_START,
    VZ_DRAG_MOVE,
    VZ_DRAG_END,
};

#define VZ_REF_SIZE 512 // of the refs that are kept beside a session

struct vz_widget;
struct vz_attachments; // kiosk/attachments.h

// Heights in screen px that a widget asks for at a width.
struct vz_extent {
    int least;   // below this it cannot be used
    int natural; // nothing hidden on a further page; over the screen's height:
                 // it wants a page of its own
};

struct vz_widget_ops {
    const char *name;
    // Mandatory: does this variant serve the question? Asked in table order.
    bool (*accepts)(const struct vz_question *question);
    // It answers the whole group that it stands in: the group's label is its
    // question, and the group's other questions are not shown.
    bool joins;
    // Optional: allocate `state`. False = out of memory.
    bool (*enter)(struct vz_widget *widget);
    // Mandatory: what it asks for at `width`.
    struct vz_extent (*measure)(struct vz_widget *widget, int width);
    // Mandatory: adds boxes within `area`, for the session's present state.
    // Boxes with VZ_ACT_WIDGET get their `widget` number from the caller.
    void (*build)(struct vz_widget *widget, struct vz_scene *scene,
                  struct vz_rect area);
    // Optional: a box with VZ_ACT_WIDGET was touched, at x, y on the screen.
    enum vz_widget_result (*activate)(struct vz_widget *widget,
                                      const struct vz_box *box, int x, int y);
    // Optional: a finger on a box with `drags`, at x, y on the screen, perhaps
    // outside the box. Such a box gets `activate` from keys only.
    enum vz_widget_result (*drag)(struct vz_widget *widget,
                                  const struct vz_box *box, int x, int y,
                                  enum vz_drag drag);
    // Optional: the finger has been down on the box for 400 ms, then every
    // 150 ms (key repeat, accents). Unless it answers VZ_WIDGET_NOTHING, the
    // release that follows is not an activation.
    enum vz_widget_result (*hold)(struct vz_widget *widget,
                                  const struct vz_box *box);
    // Optional: typed on a physical keyboard, UTF-8.
    enum vz_widget_result (*type)(struct vz_widget *widget, const char *text);
    enum vz_widget_result (*key)(struct vz_widget *widget,
                                 enum vz_widget_key key);
    // Optional: overwrites and frees `state`.
    void (*leave)(struct vz_widget *widget);
};

struct vz_widget {
    const struct vz_widget_ops *ops;
    struct vz_session *session; // borrowed
    const struct vz_ui *ui;     // borrowed
    const char *media;          // folder of the form's files, or NULL; borrowed
    struct vz_attachments *attachments; // of the visit; borrowed
    char *ref;                          // of the question; owned
    struct vz_question *joined; // the group as a question; owned, or NULL
    bool shown;           // its boxes are on the screen (set while building)
    const char *keyboard; // layout by language code; NULL: the interface's
    bool error;           // its answer is not in order
    char *message;        // why, in the person's language; owned, or NULL
    bool enlarged;        // its picture is shown over the whole screen
    bool sought;          // the page turns to its answers at the next build
    size_t part; // of the page's first widget: which part of a page that does
                 // not fit on one screen is shown, from 0
    void *state; // of the variant
};

// Chooses the variant for a question and enters it. False = out of memory.
bool vz_widget_init(struct vz_widget *widget, struct vz_session *session,
                    const struct vz_ui *ui, const struct vz_question *question);
void vz_widget_finish(struct vz_widget *widget);
// Is it still of the variant that would be chosen now?
bool vz_widget_serves(const struct vz_widget *widget,
                      const struct vz_question *question);

// The question as it is now, or NULL when it is no longer on the page or when
// another widget answers it. Valid until the session next changes.
const struct vz_question *vz_widget_question(const struct vz_widget *widget);

// The path of one of the form's files, in the arena; NULL when the form has no
// folder, or for a name that is not a plain one.
const char *vz_widget_media(const struct vz_widget *widget,
                            struct vz_arena *arena, const char *name);

// A touched box with VZ_ACT_WIDGET, given to the widget it belongs to (or
// turning to another part of a page that does not fit on one screen).
// `widgets` are the page's `n` widgets; x and y on the screen.
enum vz_widget_result vz_widget_activate(struct vz_widget *widgets, size_t n,
                                         const struct vz_box *box, int x,
                                         int y);
// The same for a finger that drags a box.
enum vz_widget_result vz_widget_drag(struct vz_widget *widgets, size_t n,
                                     const struct vz_box *box, int x, int y,
                                     enum vz_drag drag);
// The same for a finger that stays, for typing and for keys. Typing and keys
// go to the widget that is on the screen and takes them.
enum vz_widget_result vz_widget_hold(struct vz_widget *widgets, size_t n,
                                     const struct vz_box *box);
enum vz_widget_result vz_widget_type(struct vz_widget *widgets, size_t n,
                                     const char *text);
enum vz_widget_result vz_widget_key(struct vz_widget *widgets, size_t n,
                                    enum vz_widget_key key);

// The audio question that stands beside a typed one (body::vz:voice), if it can
// be asked now; false = there is none. Its ref goes to `out`.
bool vz_widget_voice_ref(const struct vz_widget *widget, char *out,
                         size_t size);

// Box number `a` of the boxes that turn to part `b` of the page.
#define VZ_WIDGET_TURN (-1)
// Box number `a` of what shows a question's picture large (`b` = 1) or not.
#define VZ_WIDGET_ENLARGE (-2)

// Closes a picture that is shown large; false when there was none.
bool vz_widget_close_picture(struct vz_widget *widgets, size_t n);
// False for what is only read: notes, readonly questions, the head of a table.
bool vz_widget_is_answered(const struct vz_question *question);
// What is wrong with its answer (copied), or NULL: nothing.
void vz_widget_set_message(struct vz_widget *widget, const char *message);
// True when the widget wants the whole page down to the foot for a keyboard or
// keypad (then the question stands at the top on one line).
bool vz_widget_types(const struct vz_question *question);
// True for question kinds that need more time before the idle warning (90 s).
bool vz_widget_is_slow(const struct vz_question *question);

#endif
