#include "keyboard.h"

#include "keyboard_layouts.h"
#include "kiosk/locale/locale.h"
#include "layout.h"

#include <string.h>

#define KEY_HEIGHT 74
#define KEY_HEIGHT_PORTRAIT 88
#define ROW_GAP 14
#define KEY_GAP 10
#define KEY_GAP_PORTRAIT 8
#define KEY_GAP_NARROW 4 // between twelve keys on a high screen
#define ROWS 4
#define KEYS_MAX 24
#define KEY_FOOT 5

// The sign in the layouts that stands for a key, for those that have one.
static const char *const special[VZ_KEYBOARD_COUNT_] = {
    [VZ_KEYBOARD_BACKSPACE] = VZ_SIGN_BACKSPACE,
    [VZ_KEYBOARD_ENTER] = VZ_SIGN_ENTER,
    [VZ_KEYBOARD_SHIFT] = VZ_SIGN_SHIFT,
    [VZ_KEYBOARD_LEFT] = VZ_SIGN_LEFT,
    [VZ_KEYBOARD_RIGHT] = VZ_SIGN_RIGHT,
    [VZ_KEYBOARD_UP] = VZ_SIGN_UP,
    [VZ_KEYBOARD_DOWN] = VZ_SIGN_DOWN,
};

static const struct {
    const char *name, *icon;
} keys[VZ_KEYBOARD_COUNT_] = {
    [VZ_KEYBOARD_BACKSPACE] = {"backspace", "keyboard-backspace"},
    [VZ_KEYBOARD_ENTER] = {"enter", "enter"},
    [VZ_KEYBOARD_SHIFT] = {"shift", "shift"},
    [VZ_KEYBOARD_LEFT] = {"left", "back"},
    [VZ_KEYBOARD_RIGHT] = {"right", "next"},
    [VZ_KEYBOARD_UP] = {"up", "arrow-up"},
    [VZ_KEYBOARD_DOWN] = {"down", "arrow-down"},
};

// The accents that are shown: a letter's, or all of the language's.
static const char *accents_for(const struct vz_keyboard *keyboard) {
    const struct vz_keyboard_layout *layout =
        vz_keyboard_layout(keyboard->code);
    return keyboard->accents == 1
               ? layout->accents
               : vz_keyboard_variants(layout, keyboard->accents);
}

bool vz_keyboard_has_accents(const struct vz_keyboard *keyboard,
                             uint32_t letter) {
    return vz_keyboard_variants(vz_keyboard_layout(keyboard->code), letter) !=
           NULL;
}

// Code points of the basic plane; all that the tables hold are.
static void write_point(uint32_t point, char out[VZ_KEYBOARD_TEXT_SIZE]) {
    const char low = (char)(0x80 | (point & 63));
    if (point < 0x80) {
        memcpy(out, (char[]){(char)point, 0}, 2);
    } else if (point < 0x800) {
        memcpy(out, (char[]){(char)(0xc0 | point >> 6), low, 0}, 3);
    } else {
        const char middle = (char)(0x80 | (point >> 6 & 63));
        memcpy(out, (char[]){(char)(0xe0 | point >> 12), middle, low, 0}, 4);
    }
}

void vz_keyboard_text(const struct vz_keyboard *keyboard, uint32_t letter,
                      char out[VZ_KEYBOARD_TEXT_SIZE]) {
    if (letter == VZ_LAM_ALEF) {
        memcpy(out, "\u0644\u0627", 5);
        return;
    }
    write_point(
        keyboard->capital
            ? vz_keyboard_capital(vz_keyboard_layout(keyboard->code), letter)
            : letter,
        out);
}

// Between `n` keys of a row.
static int key_gap(const struct vz_ui *ui, int n) {
    return vz_px(ui, !ui->portrait ? KEY_GAP
                     : n > 11      ? KEY_GAP_NARROW
                                   : KEY_GAP_PORTRAIT);
}

static int key_height(const struct vz_ui *ui) {
    return vz_px(ui, ui->portrait ? KEY_HEIGHT_PORTRAIT : KEY_HEIGHT);
}

int vz_keyboard_height(const struct vz_ui *ui) {
    return ROWS * key_height(ui) + (ROWS - 1) * vz_px(ui, ROW_GAP) +
           vz_px(ui, KEY_FOOT);
}

// Letters grow as far as their type does; words would crowd their key.
static int key_shrink(const struct vz_ui *ui, enum vz_type type) {
    return ui->text_scale > 1 && type != VZ_TYPE_KEY
               ? (int)(100 / ui->text_scale)
               : 0;
}

static void add_key(struct vz_scene *scene, const struct vz_ui *ui,
                    struct vz_rect rect, struct vz_box box) {
    const struct vz_rect screen = {0, 0, ui->width, ui->height};
    box.role = VZ_ROLE_KEY;
    box.rect = vz_layout_keep_order(ui, screen, rect);
    box.type = box.type ? box.type : VZ_TYPE_KEY;
    box.align = VZ_ALIGN_CENTER;
    box.shrink = key_shrink(ui, box.type);
    box.slop = true;
    box.act = VZ_ACT_WIDGET;
    vz_scene_add(scene, &box);
}

static enum vz_keyboard_key special_key(uint32_t point) {
    for (int i = VZ_KEYBOARD_CHAR + 1; i < VZ_KEYBOARD_COUNT_; i++) {
        if (special[i] && (uint32_t)*special[i] == point) {
            return (enum vz_keyboard_key)i;
        }
    }
    return VZ_KEYBOARD_CHAR;
}

static void add_special(const struct vz_keyboard *keyboard,
                        struct vz_scene *scene, const struct vz_ui *ui,
                        struct vz_rect rect, enum vz_keyboard_key key) {
    bool shift = key == VZ_KEYBOARD_SHIFT;
    struct vz_box box = {
        .name = vz_scene_text(scene, "key:%s", keys[key].name),
        .look = VZ_LOOK_KEY_FUNCTION,
        .state = shift && keyboard->capital ? VZ_STATE_SELECTED : 0u,
        .icon = keys[key].icon,
        .icon_size = 40,
        .a = (int)key,
    };
    if (shift && keyboard->locked) {
        box.label = "ABC";
        box.type = VZ_TYPE_BODY_BOLD;
        box.icon = NULL;
    }
    add_key(scene, ui, rect, box);
}

static void add_point(const struct vz_keyboard *keyboard,
                      struct vz_scene *scene, const struct vz_ui *ui,
                      struct vz_rect rect, uint32_t point,
                      enum vz_keyboard_key kind) {
    enum vz_keyboard_key key = special_key(point);
    char small[VZ_KEYBOARD_TEXT_SIZE], shown[VZ_KEYBOARD_TEXT_SIZE];
    if (key != VZ_KEYBOARD_CHAR) {
        add_special(keyboard, scene, ui, rect, key);
        return;
    }
    vz_keyboard_text(&(struct vz_keyboard){0}, point, small);
    vz_keyboard_text(keyboard, point, shown);
    bool variant = kind == VZ_KEYBOARD_VARIANT;
    add_key(scene, ui, rect,
            (struct vz_box){
                .name = vz_scene_text(scene, variant ? "accent:%s" : "key:%s",
                                      small),
                .look = VZ_LOOK_KEY,
                .label = shown,
                .slides = variant,
                .a = (int)kind,
                .b = (int)point,
            });
}

static void add_row(const struct vz_keyboard *keyboard, struct vz_scene *scene,
                    const struct vz_ui *ui, struct vz_rect row,
                    const char *points, enum vz_keyboard_key kind) {
    uint32_t list[KEYS_MAX];
    int n = 0;
    while (*points && n < KEYS_MAX) {
        list[n++] = vz_keyboard_point(&points);
    }
    for (int i = 0; i < n; i++) {
        add_point(keyboard, scene, ui,
                  vz_layout_column(row, n, i, key_gap(ui, n)), list[i], kind);
    }
}

// The accents take the place of the top row, with a key that closes them.
static void add_accents(const struct vz_keyboard *keyboard,
                        struct vz_scene *scene, const struct vz_ui *ui,
                        struct vz_rect row) {
    int width = vz_px(ui, ui->portrait ? 88 : 120);
    const char *accents = accents_for(keyboard);
    struct vz_rect close = vz_layout_cut_end(&row, width, key_gap(ui, 0));
    add_row(keyboard, scene, ui, row, accents ? accents : "",
            VZ_KEYBOARD_VARIANT);
    add_key(scene, ui, close,
            (struct vz_box){.name = "key:close",
                            .look = VZ_LOOK_KEY_FUNCTION,
                            .icon = "close",
                            .icon_size = 40,
                            .a = VZ_KEYBOARD_ACCENTS});
}

// The bottom row turns with the reading direction, unlike the letters: its
// keys stand where the thumbs of a reader of that language look for them.
static struct vz_rect turned(const struct vz_ui *ui, struct vz_rect rect) {
    return vz_layout_keep_order(ui, (struct vz_rect){0, 0, ui->width, 0}, rect);
}

// Characters and function keys beside the space.
static void add_beside(const struct vz_keyboard *keyboard,
                       struct vz_scene *scene, const struct vz_ui *ui,
                       struct vz_rect *row, const char *points, bool at_end) {
    uint32_t list[KEYS_MAX];
    int n = 0, gap = key_gap(ui, 0);
    int narrow = vz_px(ui, ui->portrait ? 72 : 100);
    int wide = vz_px(ui, ui->portrait ? 88 : 132);
    while (*points && n < KEYS_MAX) {
        list[n++] = vz_keyboard_point(&points);
    }
    for (int i = 0; i < n; i++) {
        uint32_t point = list[at_end ? n - 1 - i : i];
        int width = special_key(point) == VZ_KEYBOARD_CHAR ? narrow : wide;
        struct vz_rect rect = at_end ? vz_layout_cut_end(row, width, gap)
                                     : vz_layout_cut_start(row, width, gap);
        add_point(keyboard, scene, ui, turned(ui, rect), point,
                  VZ_KEYBOARD_CHAR);
    }
}

static void add_layer_keys(const struct vz_keyboard *keyboard,
                           struct vz_scene *scene, const struct vz_ui *ui,
                           struct vz_rect *row) {
    const struct vz_keyboard_layout *layout =
        vz_keyboard_layout(keyboard->code);
    int width = vz_px(ui, ui->portrait ? 124 : 155), gap = key_gap(ui, 0);
    add_key(scene, ui, turned(ui, vz_layout_cut_start(row, width, gap)),
            (struct vz_box){
                .name = keyboard->numbers ? "key:abc" : "key:123",
                .look = VZ_LOOK_KEY_FUNCTION,
                .label = keyboard->numbers ? layout->letters : "123",
                .type = VZ_TYPE_BODY,
                .a = VZ_KEYBOARD_LAYER,
            });
    if (!layout->accents) {
        return;
    }
    add_key(scene, ui, turned(ui, vz_layout_cut_start(row, width, gap)),
            (struct vz_box){
                .name = "key:accents",
                .look = VZ_LOOK_KEY_FUNCTION,
                .state = keyboard->accents ? VZ_STATE_SELECTED : 0u,
                .label = layout->sample,
                .type = VZ_TYPE_BODY,
                .a = VZ_KEYBOARD_ACCENTS,
            });
}

// Telling instead of typing: at the end of the last row, in its own colour. A
// high screen has room for its picture only.
static void add_talk(struct vz_scene *scene, const struct vz_ui *ui,
                     struct vz_rect *row) {
    const struct vz_rect screen = {0, 0, ui->width, ui->height};
    int gap = vz_px(ui, ui->portrait ? KEY_GAP_PORTRAIT : KEY_GAP);
    int width = ui->portrait ? vz_px(ui, 124) : row->w * 4 / 11;
    struct vz_rect rect = turned(ui, vz_layout_cut_end(row, width, gap));
    struct vz_box box = {.name = "talk",
                         .role = VZ_ROLE_BUTTON,
                         .look = VZ_LOOK_RECORD,
                         .rect = vz_layout_keep_order(ui, screen, rect),
                         .label = ui->portrait ? NULL : vz_tr("Talk"),
                         .type = VZ_TYPE_BODY_BOLD,
                         .align = VZ_ALIGN_CENTER,
                         .icon = "microphone",
                         .icon_size = 40,
                         .slop = true,
                         .act = VZ_ACT_TALK};
    if (box.label) {
        vz_layout_shrink_label(ui, &box);
    }
    vz_scene_add(scene, &box);
}

static void add_bottom(const struct vz_keyboard *keyboard,
                       struct vz_scene *scene, const struct vz_ui *ui,
                       struct vz_rect row) {
    const struct vz_keyboard_layout *layout =
        vz_keyboard_layout(keyboard->code);
    add_layer_keys(keyboard, scene, ui, &row);
    if (keyboard->talks) {
        add_talk(scene, ui, &row);
    }
    if (!keyboard->numbers) {
        add_beside(keyboard, scene, ui, &row, layout->before, false);
        add_beside(keyboard, scene, ui, &row, layout->behind, true);
    }
    add_key(scene, ui, turned(ui, row),
            (struct vz_box){
                .name = "key:space",
                .look = VZ_LOOK_KEY,
                .label = vz_tr("space"),
                .type = VZ_TYPE_SMALL,
                .icon = "space",
                .icon_size = 40,
                .a = VZ_KEYBOARD_CHAR,
                .b = ' ',
            });
}

void vz_keyboard_build(const struct vz_keyboard *keyboard,
                       struct vz_scene *scene, const struct vz_ui *ui,
                       struct vz_rect area) {
    const char *const *rows = keyboard->numbers
                                  ? vz_keyboard_number_rows
                                  : vz_keyboard_layout(keyboard->code)->rows;
    for (int i = 0; i < 3; i++) {
        struct vz_rect row =
            vz_layout_cut_top(&area, key_height(ui), vz_px(ui, ROW_GAP));
        if (i == 0 && keyboard->accents) {
            add_accents(keyboard, scene, ui, row);
        } else {
            add_row(keyboard, scene, ui, row, rows[i], VZ_KEYBOARD_CHAR);
        }
    }
    area.h = key_height(ui);
    add_bottom(keyboard, scene, ui, area);
}
