/*
 * integer, decimal, and text with the appearance `numbers`: a field and a
 * keypad. The decimal sign is the language's; a point is what is stored.
 */
#include "widget_ops.h"

#include "base/log.h"
#include "field.h"
#include "kiosk/locale/locale.h"
#include "layout.h"

#include <stdlib.h>
#include <string.h>

#define DIGITS_INTEGER 9 // ODK integers are 32 bits wide
#define DIGITS_DECIMAL 15
#define DIGITS_TEXT 40
#define PAD_WIDTH 620
#define KEY_MAX 118
#define KEY_MIN 56
#define KEY_GAP 18
#define ROWS 4
#define COLUMNS 4

enum command {
    CHAR, // b = the character
    BACKSPACE,
    FIELD,
};

struct number {
    struct vz_text_edit edit; // as shown, with the language's decimal sign
};

static bool digits_text(const struct vz_question *q) {
    return q->type == VZ_FIELD_STRING &&
           vz_appearance_has(q->appearance, "numbers");
}

static bool accepts(const struct vz_question *q) {
    return q->control == VZ_CONTROL_INPUT &&
           (q->type == VZ_FIELD_INT || q->type == VZ_FIELD_DECIMAL ||
            digits_text(q));
}

static char decimal_sign(void) {
    return strcmp(vz_locale_current()->code, "en") == 0 ? '.' : ',';
}

static void swap_sign(char *text, char from, char to) {
    char *at = strchr(text, from);
    if (at) {
        *at = to;
    }
}

static bool enter(struct vz_widget *widget) {
    struct number *number = calloc(1, sizeof(*number));
    const struct vz_question *q = vz_widget_question(widget);
    if (!number) {
        return false;
    }
    if (q && !vz_text_edit_set(&number->edit, q->value)) {
        free(number);
        return false;
    }
    number->edit.limit = DIGITS_TEXT;
    if (q && q->type == VZ_FIELD_DECIMAL && number->edit.text.data) {
        swap_sign(number->edit.text.data, '.', decimal_sign());
    }
    widget->state = number;
    return true;
}

static void leave(struct vz_widget *widget) {
    struct number *number = widget->state;
    if (number) {
        vz_text_edit_finish(&number->edit);
        free(number);
    }
}

static int pad_height(const struct vz_ui *ui, int key) {
    return ROWS * key + (ROWS - 1) * vz_px(ui, KEY_GAP) + vz_px(ui, VZ_FOOT);
}

static int field_height(const struct vz_ui *ui) {
    return vz_field_height(ui, 1);
}

static struct vz_extent measure(struct vz_widget *widget, int width) {
    const struct vz_ui *ui = widget->ui;
    int least = pad_height(ui, vz_px(ui, 80));
    if (ui->portrait) {
        least += field_height(ui) + vz_px(ui, VZ_GAP);
    }
    return (struct vz_extent){least, VZ_EXTENT_PAGE};
}

// The keypad's rows; the last column holds what is not a digit.
struct pad_key {
    const char *name, *label, *icon;
    char character;
};

static void add_key(struct vz_scene *scene, struct vz_rect rect,
                    const struct pad_key *key) {
    char label[2] = {key->character, '\0'};
    bool digit = key->character >= '0' && key->character <= '9';
    vz_scene_add(scene,
                 &(struct vz_box){
                     .name = vz_scene_text(scene, "key:%s",
                                           key->name ? key->name : label),
                     .role = VZ_ROLE_KEY,
                     .look = digit ? VZ_LOOK_KEY : VZ_LOOK_KEY_FUNCTION,
                     .rect = rect,
                     .label = key->icon ? NULL : label,
                     .type = VZ_TYPE_PIN,
                     .align = VZ_ALIGN_CENTER,
                     .icon = key->icon,
                     .icon_size = 48,
                     .slop = true,
                     .act = VZ_ACT_WIDGET,
                     .a = key->icon && !key->character ? BACKSPACE : CHAR,
                     .b = key->character,
                 });
}

static struct vz_rect cell(const struct vz_ui *ui, struct vz_rect pad, int key,
                           int column, int row) {
    struct vz_rect rect =
        vz_layout_column(pad, COLUMNS, column, vz_px(ui, KEY_GAP));
    rect.y += row * (key + vz_px(ui, KEY_GAP));
    rect.h = key;
    return rect;
}

// The digits stand as on a telephone, in every language.
static void add_at(struct vz_scene *scene, const struct vz_ui *ui,
                   struct vz_rect pad, struct vz_rect rect,
                   const struct pad_key *key) {
    add_key(scene, vz_layout_keep_order(ui, pad, rect), key);
}

static void add_pad(struct vz_scene *scene, const struct vz_ui *ui,
                    const struct vz_question *q, struct vz_rect pad, int key) {
    for (int i = 0; i < 9; i++) {
        struct pad_key digit = {.character = (char)('1' + i)};
        add_at(scene, ui, pad, cell(ui, pad, key, i % 3, i / 3), &digit);
    }
    struct vz_rect zero = cell(ui, pad, key, 0, ROWS - 1);
    struct vz_rect end = cell(ui, pad, key, 2, ROWS - 1);
    zero.w = end.x + end.w - zero.x;
    add_at(scene, ui, pad, zero, &(struct pad_key){.character = '0'});
    add_at(scene, ui, pad, cell(ui, pad, key, 3, 0),
           &(struct pad_key){"backspace", NULL, "keyboard-backspace", 0});
    add_at(scene, ui, pad, cell(ui, pad, key, 3, 1),
           &(struct pad_key){"minus", NULL, "minus", '-'});
    if (q->type != VZ_FIELD_INT) {
        char sign = q->type == VZ_FIELD_DECIMAL ? decimal_sign() : '.';
        add_at(scene, ui, pad, cell(ui, pad, key, 3, 2),
               &(struct pad_key){.name = "decimal", .character = sign});
    }
}

static void build(struct vz_widget *widget, struct vz_scene *scene,
                  struct vz_rect area) {
    struct number *number = widget->state;
    const struct vz_question *q = vz_widget_question(widget);
    const struct vz_ui *ui = widget->ui;
    if (!q) {
        return;
    }
    int gap = vz_px(ui, VZ_GAP), width = vz_px(ui, PAD_WIDTH);
    struct vz_rect field = area, pad = area;
    if (ui->portrait) {
        field = vz_layout_cut_top(&pad, field_height(ui), gap);
    } else {
        pad = vz_layout_cut_end(&field, width, 2 * gap);
        field.h = field_height(ui);
    }
    int key = (pad.h - vz_px(ui, VZ_FOOT) + vz_px(ui, KEY_GAP)) / ROWS -
              vz_px(ui, KEY_GAP);
    int most = vz_px(ui, KEY_MAX);
    key = key < most ? key : most;
    if (ui->portrait) {
        int height = pad_height(ui, key);
        field.y += pad.h - height;
        pad.y += pad.h - height;
    }
    vz_field_add(scene, ui, &number->edit, field, FIELD, widget->error);
    add_pad(scene, ui, q, pad, key);
}

static size_t limit(const struct vz_question *q) {
    return q->type == VZ_FIELD_INT       ? DIGITS_INTEGER
           : q->type == VZ_FIELD_DECIMAL ? DIGITS_DECIMAL
                                         : DIGITS_TEXT;
}

// What is stored: the text with a point, or nothing while it is no number yet
// ("-", ",").
static enum vz_widget_result store(struct vz_widget *widget) {
    struct number *number = widget->state;
    const struct vz_question *q = vz_widget_question(widget);
    char value[DIGITS_TEXT + 4] = "";
    const char *text = vz_text_edit_get(&number->edit);
    if (strlen(text) < sizeof(value) && strpbrk(text, "0123456789")) {
        memcpy(value, text, strlen(text) + 1);
    }
    if (q->type == VZ_FIELD_DECIMAL) {
        swap_sign(value, ',', '.');
    }
    enum vz_widget_result result = vz_widget_answer(widget, value);
    explicit_bzero(value, sizeof(value));
    return result;
}

static size_t n_digits(const char *text) {
    size_t n = 0;
    for (; *text; text++) {
        n += *text >= '0' && *text <= '9';
    }
    return n;
}

// Minus puts or takes the sign in front, wherever the caret stands.
static bool toggle_minus(struct vz_text_edit *edit) {
    size_t caret = edit->caret;
    bool negative = vz_text_edit_get(edit)[0] == '-';
    edit->caret = edit->anchor = 0;
    bool done = negative ? vz_text_edit_delete(edit)
                         : vz_text_edit_insert(edit, "-");
    caret = !done ? caret : negative ? caret - (caret > 0) : caret + 1;
    vz_text_edit_move(edit, caret, false);
    return done;
}

static enum vz_widget_result put(struct vz_widget *widget, char character) {
    struct number *number = widget->state;
    const struct vz_question *q = vz_widget_question(widget);
    const char *text = vz_text_edit_get(&number->edit);
    bool text_type = digits_text(q);
    char one[2] = {character, '\0'};
    bool done = false;
    if (character >= '0' && character <= '9') {
        done = n_digits(text) < limit(q) &&
               !(number->edit.caret == 0 && text[0] == '-') &&
               vz_text_edit_insert(&number->edit, one);
    } else if (character == '-' && !text_type) {
        done = toggle_minus(&number->edit);
    } else if (text_type && strchr("-.,+ ", character)) {
        done = vz_text_edit_insert(&number->edit, one);
    } else if (q->type == VZ_FIELD_DECIMAL &&
               (character == '.' || character == ',') && !strpbrk(text, ".,")) {
        one[0] = decimal_sign();
        done = vz_text_edit_insert(&number->edit, one);
    }
    return done ? store(widget) : VZ_WIDGET_NOTHING;
}

static enum vz_widget_result type(struct vz_widget *widget, const char *text) {
    enum vz_widget_result result = VZ_WIDGET_NOTHING;
    for (; *text; text++) {
        if ((unsigned char)*text < 0x80 && put(widget, *text)) {
            result = VZ_WIDGET_ANSWERED;
        }
    }
    return result;
}

static enum vz_widget_result key(struct vz_widget *widget,
                                 enum vz_widget_key pressed) {
    struct vz_text_edit *edit = &((struct number *)widget->state)->edit;
    switch (pressed) {
    case VZ_KEY_BACKSPACE:
        return vz_text_edit_backspace(edit) ? store(widget) : VZ_WIDGET_NOTHING;
    case VZ_KEY_DELETE:
        return vz_text_edit_delete(edit) ? store(widget) : VZ_WIDGET_NOTHING;
    case VZ_KEY_LEFT:
        return vz_text_edit_left(edit, false) ? VZ_WIDGET_REBUILD
                                              : VZ_WIDGET_NOTHING;
    case VZ_KEY_RIGHT:
        return vz_text_edit_right(edit, false) ? VZ_WIDGET_REBUILD
                                               : VZ_WIDGET_NOTHING;
    case VZ_KEY_SELECT_LEFT:
        return vz_text_edit_left(edit, true) ? VZ_WIDGET_REBUILD
                                             : VZ_WIDGET_NOTHING;
    case VZ_KEY_SELECT_RIGHT:
        return vz_text_edit_right(edit, true) ? VZ_WIDGET_REBUILD
                                              : VZ_WIDGET_NOTHING;
    case VZ_KEY_ENTER:
        return VZ_WIDGET_NEXT;
    case VZ_KEY_UP:
    case VZ_KEY_DOWN:
    case VZ_KEY_SELECT_UP:
    case VZ_KEY_SELECT_DOWN:
        break;
    }
    return VZ_WIDGET_NOTHING;
}

static enum vz_widget_result activate(struct vz_widget *widget,
                                      const struct vz_box *box, int x, int y) {
    struct number *number = widget->state;
    switch (box->a) {
    case CHAR:
        return put(widget, (char)box->b);
    case BACKSPACE:
        return key(widget, VZ_KEY_BACKSPACE);
    default:
        vz_field_drag(widget->ui, &number->edit, box, x, y, VZ_DRAG_START);
        return VZ_WIDGET_REBUILD;
    }
}

static enum vz_widget_result drag(struct vz_widget *widget,
                                  const struct vz_box *box, int x, int y,
                                  enum vz_drag drag) {
    struct number *number = widget->state;
    vz_field_drag(widget->ui, &number->edit, box, x, y, drag);
    return VZ_WIDGET_REBUILD;
}

static enum vz_widget_result hold(struct vz_widget *widget,
                                  const struct vz_box *box) {
    return box->a == BACKSPACE ? key(widget, VZ_KEY_BACKSPACE)
                               : VZ_WIDGET_NOTHING;
}

const struct vz_widget_ops vz_widget_number = {
    .name = "number",
    .accepts = accepts,
    .enter = enter,
    .measure = measure,
    .build = build,
    .activate = activate,
    .drag = drag,
    .hold = hold,
    .type = type,
    .key = key,
    .leave = leave,
};
