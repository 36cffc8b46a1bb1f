#include "letter_keys.h"

#include "kiosk/text/text.h"
#include "layout.h"
#include "plain_text.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <wchar.h>
#include <wctype.h>

#define KEY_WIDTH 76
#define KEY_HEIGHT 74
#define KEY_FOOT 5
#define GAP_X 12
#define GAP_Y 14
#define ROWS_MAX 2
#define ROWS_MAX_PORTRAIT 3
#define USEFUL 4 // fewer letters do not part a list

void vz_letter_of(const char *label, char letter[VZ_LETTER_SIZE]) {
    struct vz_arena arena = {0};
    const char *plain = vz_plain_text(&arena, label);
    mbstate_t in = {0}, out = {0};
    wchar_t wide;
    char upper[VZ_LETTER_SIZE + MB_LEN_MAX];
    size_t len = *plain ? vz_grapheme_next(plain, 0) : 0;
    len = len < VZ_LETTER_SIZE ? len : 0;
    memcpy(letter, plain, len);
    letter[len] = '\0';
    // A letter with marks of its own stays as it is written.
    if (len > 0 && mbrtowc(&wide, plain, len, &in) == len) {
        size_t size = wcrtomb(upper, (wchar_t)towupper((wint_t)wide), &out);
        if (size != (size_t)-1 && size < VZ_LETTER_SIZE) {
            memcpy(letter, upper, size);
            letter[size] = '\0';
        }
    }
    vz_arena_finish(&arena);
}

static int compare(const void *a, const void *b) {
    return strcmp(a, b);
}

// False when there are too many for keys.
static bool collect(struct vz_letter_keys *keys, const struct vz_question *q) {
    for (size_t i = 0; i < q->n_choices; i++) {
        char letter[VZ_LETTER_SIZE];
        vz_letter_of(q->choices[i].label, letter);
        int at = 0;
        while (at < keys->n && strcmp(keys->letters[at], letter) != 0) {
            at++;
        }
        if (at == VZ_LETTERS_MAX || !*letter) {
            return false;
        }
        if (at == keys->n) {
            memcpy(keys->letters[keys->n++], letter, VZ_LETTER_SIZE);
        }
    }
    return true;
}

void vz_letter_keys_plan(struct vz_letter_keys *keys, const struct vz_ui *ui,
                         const struct vz_question *question, int width) {
    *keys = (struct vz_letter_keys){0};
    if (question->n_choices <= VZ_LETTERS_LEAST || !collect(keys, question) ||
        keys->n < USEFUL) {
        keys->n = 0;
        return;
    }
    qsort(keys->letters, (size_t)keys->n, VZ_LETTER_SIZE, compare);
    int gap = vz_px(ui, GAP_X);
    int most = (width + gap) / (vz_px(ui, KEY_WIDTH) + gap);
    most = most > 0 ? most : 1;
    keys->rows = (keys->n + most - 1) / most;
    // Rows of the same length, so that no key stands alone.
    keys->per_row = (keys->n + keys->rows - 1) / keys->rows;
    if (keys->rows > (ui->portrait ? ROWS_MAX_PORTRAIT : ROWS_MAX)) {
        keys->n = 0;
        return;
    }
    keys->height = keys->rows * vz_px(ui, KEY_HEIGHT + GAP_Y) -
                   vz_px(ui, GAP_Y - KEY_FOOT);
}

void vz_letter_keys_add(struct vz_scene *scene, const struct vz_ui *ui,
                        const struct vz_letter_keys *keys, const char *chosen,
                        struct vz_rect area, int command) {
    int gap = vz_px(ui, GAP_X), width = vz_px(ui, KEY_WIDTH);
    int whole = keys->per_row * (width + gap) - gap;
    if (whole < area.w && keys->rows > 1) {
        width = (area.w + gap) / keys->per_row - gap;
    }
    for (int i = 0; i < keys->n; i++) {
        bool now = strcmp(keys->letters[i], chosen) == 0;
        struct vz_box box = {
            .name = vz_scene_text(scene, "letter:%s", keys->letters[i]),
            .role = VZ_ROLE_KEY,
            .look = VZ_LOOK_KEY,
            .rect = {area.x + i % keys->per_row * (width + gap),
                     area.y + i / keys->per_row * vz_px(ui, KEY_HEIGHT + GAP_Y),
                     width, vz_px(ui, KEY_HEIGHT)},
            .state = now ? VZ_STATE_SELECTED : 0u,
            .label = keys->letters[i],
            .type = VZ_TYPE_KEY,
            .align = VZ_ALIGN_CENTER,
            .act = VZ_ACT_WIDGET,
            .a = command,
            .b = i,
        };
        vz_layout_shrink_label(ui, &box);
        vz_scene_add(scene, &box);
    }
}
