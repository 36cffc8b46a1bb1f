#include "keyboard.h"

#include "kiosk/locale/locale.h"
#include "layout.h"

#include <string.h>

#define KEY_HEIGHT 74
#define KEY_HEIGHT_PORTRAIT 88
#define ROW_GAP 14
#define KEY_GAP 10
#define KEY_GAP_PORTRAIT 8
#define ROWS 4
#define KEYS_MAX 24
#define KEY_FOOT 5

// Signs in the rows below that stand for keys without a character.
static const char special[VZ_KEYBOARD_COUNT_] = {
    [VZ_KEYBOARD_BACKSPACE] = '\b', [VZ_KEYBOARD_ENTER] = '\n',
    [VZ_KEYBOARD_SHIFT] = '\x0e',   [VZ_KEYBOARD_LEFT] = '\x11',
    [VZ_KEYBOARD_RIGHT] = '\x12',   [VZ_KEYBOARD_UP] = '\x13',
    [VZ_KEYBOARD_DOWN] = '\x14',
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

struct layout {
    const char *code;
    const char *rows[3];
    const char *accents; // of the accents key
};

// design.md 4.1. The first one serves languages without a layout.
static const struct layout layouts[] = {
    {"nl", {"qwertyuiop\b", "asdfghjklé\n", "\x0ezxcvbnm,.?"}, "éèëïöüóá"},
    {"en", {"qwertyuiop\b", "asdfghjklé\n", "\x0ezxcvbnm,.?"}, "éèëïöüóá"},
};

static const char *const number_rows[3] = {"1234567890\b", "€@-()!'\":;\n",
                                           "\x11\x13\x14\x12,.?/+%&"};

// What a long touch on a letter offers.
static const struct {
    char letter;
    const char *accents;
} accents_of[] = {
    {'a', "áàäâå"}, {'c', "ç"},     {'e', "éèëê"}, {'i', "íìïî"},
    {'n', "ñ"},     {'o', "óòöôø"}, {'u', "úùüû"}, {'y', "ÿý"},
};

static const struct layout *find_layout(const char *code) {
    for (size_t i = 0; i < sizeof(layouts) / sizeof(*layouts); i++) {
        if (code && strcmp(layouts[i].code, code) == 0) {
            return &layouts[i];
        }
    }
    return &layouts[0];
}

static const char *accents_for(const struct vz_keyboard *keyboard,
                               uint32_t letter) {
    if (letter == 1) {
        return find_layout(keyboard->code)->accents;
    }
    for (size_t i = 0; i < sizeof(accents_of) / sizeof(*accents_of); i++) {
        if ((uint32_t)accents_of[i].letter == letter) {
            return accents_of[i].accents;
        }
    }
    return NULL;
}

bool vz_keyboard_has_accents(const struct vz_keyboard *keyboard,
                             uint32_t letter) {
    return accents_for(keyboard, letter) != NULL;
}

// Reads a code point of our own tables (well-formed, at most three bytes).
static uint32_t read_point(const char **at) {
    const unsigned char *s = (const unsigned char *)*at;
    int more = s[0] < 0x80 ? 0 : s[0] < 0xe0 ? 1 : 2;
    uint32_t point = more == 0 ? s[0] : more == 1 ? s[0] & 0x1fu : s[0] & 0x0fu;
    for (int i = 1; i <= more; i++) {
        point = point << 6 | (s[i] & 0x3fu);
    }
    *at += more + 1;
    return point;
}

static uint32_t capital(uint32_t point) {
    bool ascii = point >= 'a' && point <= 'z';
    bool latin = point >= 0xe0 && point <= 0xfe && point != 0xf7;
    return ascii || latin ? point - 0x20 : point == 0xff ? 0x178 : point;
}

void vz_keyboard_text(const struct vz_keyboard *keyboard, uint32_t letter,
                      char out[5]) {
    uint32_t point = keyboard->capital ? capital(letter) : letter;
    if (point < 0x80) {
        memcpy(out, (char[]){(char)point, 0}, 2);
    } else if (point < 0x800) {
        memcpy(
            out,
            (char[]){(char)(0xc0 | point >> 6), (char)(0x80 | (point & 63)), 0},
            3);
    } else {
        memcpy(out,
               (char[]){(char)(0xe0 | point >> 12),
                        (char)(0x80 | (point >> 6 & 63)),
                        (char)(0x80 | (point & 63)), 0},
               4);
    }
}

static int key_height(const struct vz_ui *ui) {
    return vz_px(ui, ui->portrait ? KEY_HEIGHT_PORTRAIT : KEY_HEIGHT);
}

int vz_keyboard_height(const struct vz_ui *ui) {
    return ROWS * key_height(ui) + (ROWS - 1) * vz_px(ui, ROW_GAP) +
           vz_px(ui, KEY_FOOT);
}

// Digits and letters keep the size of the key: growing them would crowd it.
static int key_shrink(const struct vz_ui *ui) {
    return ui->text_scale > 1 ? (int)(100 / ui->text_scale) : 0;
}

static void add_key(struct vz_scene *scene, const struct vz_ui *ui,
                    struct vz_rect rect, struct vz_box box) {
    const struct vz_rect screen = {0, 0, ui->width, ui->height};
    box.role = VZ_ROLE_KEY;
    box.rect = vz_layout_keep_order(ui, screen, rect);
    box.type = box.type ? box.type : VZ_TYPE_KEY;
    box.align = VZ_ALIGN_CENTER;
    box.shrink = key_shrink(ui);
    box.slop = true;
    box.act = VZ_ACT_WIDGET;
    vz_scene_add(scene, &box);
}

static enum vz_keyboard_key special_key(uint32_t point) {
    for (int i = VZ_KEYBOARD_CHAR + 1; i < VZ_KEYBOARD_COUNT_; i++) {
        if (special[i] && (uint32_t)special[i] == point) {
            return (enum vz_keyboard_key)i;
        }
    }
    return VZ_KEYBOARD_CHAR;
}

static void add_point(const struct vz_keyboard *keyboard,
                      struct vz_scene *scene, const struct vz_ui *ui,
                      struct vz_rect rect, uint32_t point) {
    enum vz_keyboard_key key = special_key(point);
    if (key != VZ_KEYBOARD_CHAR) {
        bool on = key == VZ_KEYBOARD_SHIFT && keyboard->capital;
        add_key(scene, ui, rect,
                (struct vz_box){
                    .name = vz_scene_text(scene, "key:%s", keys[key].name),
                    .look = VZ_LOOK_KEY_FUNCTION,
                    .state = on ? VZ_STATE_SELECTED : 0u,
                    .icon = keys[key].icon,
                    .icon_size = 40,
                    .a = (int)key,
                });
        return;
    }
    char small[5], shown[5];
    vz_keyboard_text(&(struct vz_keyboard){0}, point, small);
    vz_keyboard_text(keyboard, point, shown);
    add_key(scene, ui, rect,
            (struct vz_box){
                .name = vz_scene_text(scene, "key:%s", small),
                .look = VZ_LOOK_KEY,
                .label = shown,
                .a = VZ_KEYBOARD_CHAR,
                .b = (int)point,
            });
}

static void add_row(const struct vz_keyboard *keyboard, struct vz_scene *scene,
                    const struct vz_ui *ui, struct vz_rect row,
                    const char *points) {
    uint32_t list[KEYS_MAX];
    int n = 0;
    while (*points && n < KEYS_MAX) {
        list[n++] = read_point(&points);
    }
    int gap = vz_px(ui, ui->portrait ? KEY_GAP_PORTRAIT : KEY_GAP);
    for (int i = 0; i < n; i++) {
        add_point(keyboard, scene, ui, vz_layout_column(row, n, i, gap),
                  list[i]);
    }
}

// The accents take the place of the top row, with a key that closes them.
static void add_accents(const struct vz_keyboard *keyboard,
                        struct vz_scene *scene, const struct vz_ui *ui,
                        struct vz_rect row) {
    int width = vz_px(ui, ui->portrait ? 88 : 120);
    struct vz_rect close = vz_layout_cut_end(&row, width, vz_px(ui, KEY_GAP));
    add_row(keyboard, scene, ui, row, accents_for(keyboard, keyboard->accents));
    add_key(scene, ui, close,
            (struct vz_box){.name = "key:close",
                            .look = VZ_LOOK_KEY_FUNCTION,
                            .icon = "close",
                            .icon_size = 40,
                            .a = VZ_KEYBOARD_ACCENTS});
}

static void add_bottom(const struct vz_keyboard *keyboard,
                       struct vz_scene *scene, const struct vz_ui *ui,
                       struct vz_rect row) {
    int width = vz_px(ui, ui->portrait ? 124 : 155);
    int gap = vz_px(ui, ui->portrait ? KEY_GAP_PORTRAIT : KEY_GAP);
    add_key(scene, ui, vz_layout_cut_start(&row, width, gap),
            (struct vz_box){
                .name = keyboard->numbers ? "key:abc" : "key:123",
                .look = VZ_LOOK_KEY_FUNCTION,
                .label = keyboard->numbers ? "abc" : "123",
                .type = VZ_TYPE_BODY,
                .a = VZ_KEYBOARD_LAYER,
            });
    add_key(scene, ui, vz_layout_cut_start(&row, width, gap),
            (struct vz_box){
                .name = "key:accents",
                .look = VZ_LOOK_KEY_FUNCTION,
                .state = keyboard->accents ? VZ_STATE_SELECTED : 0u,
                .label = "éëï",
                .type = VZ_TYPE_BODY,
                .a = VZ_KEYBOARD_ACCENTS,
            });
    add_key(scene, ui, row,
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
    const struct layout *layout = find_layout(keyboard->code);
    const char *const *rows = keyboard->numbers ? number_rows : layout->rows;
    for (int i = 0; i < 3; i++) {
        struct vz_rect row =
            vz_layout_cut_top(&area, key_height(ui), vz_px(ui, ROW_GAP));
        if (i == 0 && keyboard->accents) {
            add_accents(keyboard, scene, ui, row);
        } else {
            add_row(keyboard, scene, ui, row, rows[i]);
        }
    }
    area.h = key_height(ui);
    add_bottom(keyboard, scene, ui, area);
}
