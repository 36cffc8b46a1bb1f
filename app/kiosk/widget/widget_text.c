/*
 * text: a field and the on-screen keyboard.
 *
 * What is typed goes to the session at every key, so that a page can be left
 * at any moment; the widget holds a copy with a caret, wiped on leaving.
 */
#include "widget_ops.h"

#include "base/log.h"
#include "field.h"
#include "keyboard.h"
#include "kiosk/locale/locale.h"
#include "kiosk/text/text.h"
#include "layout.h"

#include <stdlib.h>
#include <string.h>

#define LETTERS_MAX 2000
#define LETTERS_SHOWN 500 // the counter shows from here down
#define FIELD_GAP 20
#define LINES_MAX 10
#define FIELD VZ_KEYBOARD_COUNT_ // box number of the field itself

enum shift {
    SHIFT_AUTO, // a capital where a sentence begins
    SHIFT_ON,
    SHIFT_OFF,
    SHIFT_LOCK, // capitals until it is touched again
};

struct typing {
    struct vz_text_edit edit;
    struct vz_rect face; // of the field, as last built
    enum shift shift;
    bool numbers;
    uint32_t accents;
};

static bool accepts(const struct vz_question *q) {
    return q->control == VZ_CONTROL_INPUT && q->type == VZ_FIELD_STRING;
}

static bool enter(struct vz_widget *widget) {
    struct typing *typing = calloc(1, sizeof(*typing));
    if (!typing) {
        return false;
    }
    const struct vz_question *q = vz_widget_question(widget);
    typing->edit.limit = LETTERS_MAX;
    if (q && !vz_text_edit_set(&typing->edit, q->value)) {
        free(typing);
        return false;
    }
    widget->state = typing;
    return true;
}

static void leave(struct vz_widget *widget) {
    struct typing *typing = widget->state;
    if (typing) {
        vz_text_edit_finish(&typing->edit);
        free(typing);
    }
}

static struct vz_extent measure(struct vz_widget *widget, int width) {
    int least = vz_field_height(widget->ui, 1) + vz_px(widget->ui, FIELD_GAP) +
                vz_keyboard_height(widget->ui);
    return (struct vz_extent){least, VZ_EXTENT_PAGE};
}

static struct vz_keyboard keyboard(const struct vz_widget *widget) {
    const struct typing *typing = widget->state;
    bool sentence = vz_text_edit_at_sentence(&typing->edit);
    char voice[VZ_REF_SIZE];
    return (struct vz_keyboard){
        .code = widget->keyboard ? widget->keyboard : vz_locale_current()->code,
        .numbers = typing->numbers,
        .locked = typing->shift == SHIFT_LOCK,
        .capital = typing->shift == SHIFT_ON || typing->shift == SHIFT_LOCK ||
                   (typing->shift == SHIFT_AUTO && sentence),
        .accents = typing->accents,
        .talks = widget->ui->recorder &&
                 vz_widget_voice_ref(widget, voice, sizeof(voice)),
    };
}

static void add_counter(struct vz_widget *widget, struct vz_scene *scene,
                        struct vz_rect face, size_t left) {
    const struct vz_ui *ui = widget->ui;
    const char *text =
        left
            ? vz_scene_text(scene,
                            vz_trn("%zu letter left", "%zu letters left", left),
                            left)
            : vz_tr("This is full");
    // It keeps its size at larger text, to stay out of the lines above it.
    int shrink = ui->text_scale > 1 ? (int)(100 / ui->text_scale) : 0;
    struct vz_fit fit = vz_layout_measure(ui, text, VZ_TYPE_MIN, shrink, 0);
    struct vz_rect rect = {face.x + face.w - fit.width - vz_px(ui, 20),
                           face.y + face.h - vz_px(ui, 6) - fit.height,
                           fit.width, fit.height};
    vz_scene_add(scene, &(struct vz_box){
                            .name = "counter",
                            .role = left ? VZ_ROLE_TEXT : VZ_ROLE_ALERT,
                            .look = VZ_LOOK_TEXT_SOFT,
                            .rect = rect,
                            .label = text,
                            .type = VZ_TYPE_MIN,
                            .shrink = shrink,
                        });
}

static void build(struct vz_widget *widget, struct vz_scene *scene,
                  struct vz_rect area) {
    struct typing *typing = widget->state;
    const struct vz_ui *ui = widget->ui;
    struct vz_rect below = vz_layout_cut_bottom(&area, vz_keyboard_height(ui),
                                                vz_px(ui, FIELD_GAP));
    int lines = vz_field_lines(ui, area.h);
    int height = vz_field_height(ui, lines < LINES_MAX ? lines : LINES_MAX);
    height = height < area.h ? height : area.h;
    // Right above the keys, so that eyes and fingers stay together.
    typing->face = vz_layout_cut_bottom(&area, height, 0);
    size_t left = vz_text_edit_left_over(&typing->edit);
    bool counter = left <= LETTERS_SHOWN;
    vz_field_add(scene, ui, &typing->edit, typing->face, FIELD, widget->error);
    if (counter) {
        add_counter(widget, scene, typing->face, left);
    }
    struct vz_keyboard keys = keyboard(widget);
    vz_keyboard_build(&keys, scene, ui, below);
}

static enum vz_widget_result store(struct vz_widget *widget) {
    struct typing *typing = widget->state;
    typing->shift = typing->shift == SHIFT_LOCK ? SHIFT_LOCK : SHIFT_AUTO;
    typing->accents = 0;
    return vz_widget_answer(widget, vz_text_edit_get(&typing->edit));
}

static enum vz_widget_result insert(struct vz_widget *widget,
                                    const char *text) {
    struct typing *typing = widget->state;
    if (!vz_text_edit_insert(&typing->edit, text)) {
        return VZ_WIDGET_REBUILD; // full: the counter says so
    }
    return store(widget);
}

// An arrow goes the way it points: towards the end of a text that reads from
// right to left is to the left.
static void move_aside(struct vz_widget *widget, enum vz_widget_key key) {
    struct vz_text_edit *edit = &((struct typing *)widget->state)->edit;
    bool selects = key == VZ_KEY_SELECT_LEFT || key == VZ_KEY_SELECT_RIGHT;
    bool left = key == VZ_KEY_LEFT || key == VZ_KEY_SELECT_LEFT;
    if (left != vz_field_reads_back(widget->ui, edit)) {
        vz_text_edit_left(edit, selects);
    } else {
        vz_text_edit_right(edit, selects);
    }
}

static enum vz_widget_result move(struct vz_widget *widget,
                                  enum vz_widget_key key) {
    struct typing *typing = widget->state;
    switch (key) {
    case VZ_KEY_LEFT:
    case VZ_KEY_RIGHT:
    case VZ_KEY_SELECT_LEFT:
    case VZ_KEY_SELECT_RIGHT:
        move_aside(widget, key);
        break;
    case VZ_KEY_UP:
    case VZ_KEY_DOWN:
    case VZ_KEY_SELECT_UP:
    case VZ_KEY_SELECT_DOWN:
        vz_field_move_line(widget->ui, &typing->edit, typing->face,
                           key == VZ_KEY_UP || key == VZ_KEY_SELECT_UP ? -1 : 1,
                           key == VZ_KEY_SELECT_UP ||
                               key == VZ_KEY_SELECT_DOWN);
        break;
    case VZ_KEY_BACKSPACE:
        return vz_text_edit_backspace(&typing->edit) ? store(widget)
                                                     : VZ_WIDGET_NOTHING;
    case VZ_KEY_DELETE:
        return vz_text_edit_delete(&typing->edit) ? store(widget)
                                                  : VZ_WIDGET_NOTHING;
    case VZ_KEY_ENTER:
        return insert(widget, "\n");
    }
    return VZ_WIDGET_REBUILD;
}

static enum vz_widget_result press_shift(struct vz_widget *widget) {
    struct typing *typing = widget->state;
    // Twice locks; what began as a capital by itself is turned off first.
    typing->shift = typing->shift == SHIFT_ON  ? SHIFT_LOCK
                    : keyboard(widget).capital ? SHIFT_OFF
                                               : SHIFT_ON;
    return VZ_WIDGET_REBUILD;
}

static enum vz_widget_result press(struct vz_widget *widget,
                                   enum vz_keyboard_key pressed, int letter) {
    static const enum vz_widget_key as_key[VZ_KEYBOARD_COUNT_] = {
        [VZ_KEYBOARD_BACKSPACE] = VZ_KEY_BACKSPACE,
        [VZ_KEYBOARD_ENTER] = VZ_KEY_ENTER,
        [VZ_KEYBOARD_LEFT] = VZ_KEY_LEFT,
        [VZ_KEYBOARD_RIGHT] = VZ_KEY_RIGHT,
        [VZ_KEYBOARD_UP] = VZ_KEY_UP,
        [VZ_KEYBOARD_DOWN] = VZ_KEY_DOWN,
    };
    struct typing *typing = widget->state;
    struct vz_keyboard keys = keyboard(widget);
    char text[VZ_KEYBOARD_TEXT_SIZE];
    switch (pressed) {
    case VZ_KEYBOARD_CHAR:
    case VZ_KEYBOARD_VARIANT:
        vz_keyboard_text(&keys, (uint32_t)letter, text);
        return insert(widget, text);
    case VZ_KEYBOARD_SHIFT:
        return press_shift(widget);
    case VZ_KEYBOARD_LAYER:
        typing->numbers = !typing->numbers;
        typing->accents = 0;
        return VZ_WIDGET_REBUILD;
    case VZ_KEYBOARD_ACCENTS:
        typing->accents = typing->accents ? 0 : 1;
        return VZ_WIDGET_REBUILD;
    default:
        return move(widget, as_key[pressed]);
    }
}

static enum vz_widget_result activate(struct vz_widget *widget,
                                      const struct vz_box *box, int x, int y) {
    if (box->a == FIELD) {
        return VZ_WIDGET_NOTHING; // from keys: the arrows move the caret
    }
    if (box->a < 0 || box->a >= VZ_KEYBOARD_COUNT_) {
        return VZ_WIDGET_NOTHING;
    }
    return press(widget, (enum vz_keyboard_key)box->a, box->b);
}

static enum vz_widget_result drag(struct vz_widget *widget,
                                  const struct vz_box *box, int x, int y,
                                  enum vz_drag drag) {
    struct typing *typing = widget->state;
    if (box->a != FIELD) {
        return VZ_WIDGET_NOTHING;
    }
    vz_field_drag(widget->ui, &typing->edit, box, x, y, drag);
    return VZ_WIDGET_REBUILD;
}

static enum vz_widget_result hold(struct vz_widget *widget,
                                  const struct vz_box *box) {
    struct typing *typing = widget->state;
    struct vz_keyboard keys = keyboard(widget);
    switch (box->a) {
    case VZ_KEYBOARD_CHAR:
        if (typing->accents ||
            !vz_keyboard_has_accents(&keys, (uint32_t)box->b)) {
            return VZ_WIDGET_NOTHING;
        }
        typing->accents = (uint32_t)box->b;
        return VZ_WIDGET_REBUILD;
    case VZ_KEYBOARD_BACKSPACE:
    case VZ_KEYBOARD_LEFT:
    case VZ_KEYBOARD_RIGHT:
    case VZ_KEYBOARD_UP:
    case VZ_KEYBOARD_DOWN:
        return press(widget, (enum vz_keyboard_key)box->a, 0);
    default:
        return VZ_WIDGET_NOTHING;
    }
}

const struct vz_widget_ops vz_widget_text = {
    .name = "text",
    .accepts = accepts,
    .enter = enter,
    .measure = measure,
    .build = build,
    .activate = activate,
    .drag = drag,
    .hold = hold,
    .type = insert,
    .key = move,
    .leave = leave,
};
