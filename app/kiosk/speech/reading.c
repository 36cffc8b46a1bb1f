#include "reading.h"

#include "base/strbuf.h"
#include "kiosk/locale/locale.h"
#include "kiosk/text/text.h"

#include <stdlib.h>
#include <string.h>

void vz_reading_finish(struct vz_reading *reading) {
    vz_arena_wipe(&reading->arena);
    free(reading->items);
    *reading = (struct vz_reading){0};
}

const char *vz_reading_base_name(const struct vz_box *box) {
    const char *slash = box->name ? strrchr(box->name, '/') : NULL;
    return slash ? slash + 1 : box->name ? box->name : "";
}

bool vz_reading_is_of_form(const struct vz_box *box) {
    const char *name = vz_reading_base_name(box);
    return !strcmp(name, "question") || !strcmp(name, "hint") ||
           !strncmp(name, "choice:", 7);
}

static bool has(const char *text) {
    return text && *text;
}

// -------------------------------------------------------------------- labels
// Keys that show a picture are said by name.
static const char *key_words(const char *name) {
    const struct {
        const char *name, *words;
    } keys[] = {
        {"key:backspace", vz_tr("Erase a letter")},
        {"key:enter", vz_tr("New line")},
        {"key:shift", vz_tr("Capitals")},
        {"key:123", vz_tr("Digits and signs")},
        {"key:abc", vz_tr("Letters")},
        {"prompt", vz_tr("Listen")},
        {"talk", vz_tr("Talk")},
        {"record", vz_tr("Touch and talk")},
        {"key:accents", vz_tr("Letters with accents")},
        {"key:close", vz_tr("Close")},
        {"key:left", vz_tr("To the left")},
        {"key:right", vz_tr("To the right")},
        {"key:up", vz_tr("Up")},
        {"key:down", vz_tr("Down")},
    };
    for (size_t i = 0; i < sizeof(keys) / sizeof(*keys); i++) {
        if (!strcmp(name, keys[i].name)) {
            return keys[i].words;
        }
    }
    return NULL;
}

// Digits one by one, with a rest behind each group.
static void say_code(struct vz_strbuf *out, const char *code) {
    for (; *code; code++) {
        if (*code == ' ') {
            vz_strbuf_append(out, ". ");
        } else {
            vz_strbuf_printf(out, "%c, ", *code);
        }
    }
}

// The words of the label; answers how many bytes of it can be marked.
static size_t say_label(struct vz_strbuf *out, const struct vz_box *box) {
    const char *key = key_words(vz_reading_base_name(box));
    if (key) {
        vz_strbuf_append(out, key);
        return 0;
    }
    if (has(box->spoken)) {
        vz_strbuf_append(out, box->spoken);
        return 0;
    }
    if (box->type == VZ_TYPE_CODE) {
        say_code(out, box->label);
        return 0;
    }
    size_t from = out->len;
    vz_strbuf_append(out, has(box->label) ? box->label : "");
    for (size_t i = from; i < out->len; i++) {
        // The bytes keep their places, so that words can be marked.
        if (out->data[i] == *VZ_TEXT_BOLD || out->data[i] == '\n') {
            out->data[i] = ' ';
        }
    }
    return out->len - from;
}

// -------------------------------------------------------------------- states
static void add_words(struct vz_strbuf *out, const char *words) {
    size_t end = out->len;
    while (end > 0 && out->data[end - 1] == ' ') {
        end--;
    }
    bool open = end > 0 && !strchr(".,!?:;", out->data[end - 1]);
    vz_strbuf_append(out, open ? ". " : end > 0 ? " " : "");
    vz_strbuf_append(out, words);
}

static void say_choice(struct vz_strbuf *out, const struct vz_box *box,
                       bool all) {
    bool one = box->role == VZ_ROLE_RADIO || box->role == VZ_ROLE_CHECKBOX;
    bool chosen = box->state & VZ_STATE_SELECTED;
    if (one && (chosen || all)) {
        add_words(out, chosen ? vz_tr("chosen") : vz_tr("not chosen"));
    }
}

static void say_role(struct vz_strbuf *out, const struct vz_box *box) {
    if (box->role == VZ_ROLE_BUTTON) {
        add_words(out, vz_tr("button"));
    } else if (box->role == VZ_ROLE_SLIDER) {
        add_words(out, vz_tr("slider"));
    } else if (box->role == VZ_ROLE_FIELD) {
        add_words(out, vz_tr("text field"));
        if (!has(box->label)) {
            add_words(out, vz_tr("empty"));
        }
    }
    if (box->state & VZ_STATE_DISABLED) {
        add_words(out, vz_tr("not yet: choose an answer first"));
    }
}

// A sign that a voice would pass over.
static bool is_sign(const char *text) {
    return vz_grapheme_count(text) == 1 && (unsigned char)*text < 0x80 &&
           !(*text >= 'a' && *text <= 'z') && !(*text >= '0' && *text <= '9');
}

static bool add(struct vz_reading *reading, const struct vz_box *box,
                bool whole) {
    struct vz_strbuf words = {0};
    struct vz_reading_item item = {0};
    item.label_len = say_label(&words, box);
    item.spell = box->role == VZ_ROLE_KEY && words.len && is_sign(words.data);
    if (has(box->detail)) {
        add_words(&words, box->detail);
    }
    say_choice(&words, box, whole);
    if (whole) {
        say_role(&words, box);
    }
    bool ok = !words.failed;
    if (ok && words.len > 0) {
        item.name =
            vz_arena_strdup(&reading->arena, box->name ? box->name : "");
        item.text = vz_arena_strdup(&reading->arena, words.data);
        ok = item.name && item.text &&
             vz_grow(&reading->items, &reading->cap, reading->n,
                     sizeof(*reading->items));
        if (ok) {
            reading->items[reading->n++] = item;
        }
    }
    vz_strbuf_wipe(&words);
    return ok;
}

bool vz_reading_add_box(struct vz_reading *reading, const struct vz_box *box) {
    return add(reading, box, true);
}

// -------------------------------------------------------------------- scenes
// The keys around a question are where they always are.
static bool is_frame(const struct vz_box *box) {
    switch (box->act) {
    case VZ_ACT_NEXT:
    case VZ_ACT_BACK:
    case VZ_ACT_STOP:
    case VZ_ACT_OPEN_LANGUAGES:
    case VZ_ACT_OPEN_DISPLAY:
    case VZ_ACT_READ_ALOUD:
    case VZ_ACT_WORKER:
    case VZ_ACT_CLOSE:
        return true;
    default:
        return !strcmp(vz_reading_base_name(box), "back") ||
               !strcmp(vz_reading_base_name(box), "next") ||
               !strcmp(vz_reading_base_name(box), "head") ||
               !strcmp(vz_reading_base_name(box), "worker");
    }
}

static bool is_said(const struct vz_box *box, enum vz_reading_scope scope) {
    switch (box->role) {
    case VZ_ROLE_TEXT:
    case VZ_ROLE_HEADING:
    case VZ_ROLE_ALERT:
        return !is_frame(box);
    case VZ_ROLE_BUTTON:
    case VZ_ROLE_RADIO:
    case VZ_ROLE_CHECKBOX:
    case VZ_ROLE_FIELD:
        return scope == VZ_READING_ALL && !is_frame(box) && has(box->label);
    default:
        return false;
    }
}

// Where an overlay begins, which is all there is to read then.
static size_t first_box(const struct vz_scene *scene) {
    for (size_t i = scene->n; i-- > 0;) {
        enum vz_look look = scene->boxes[i].look;
        if (look == VZ_LOOK_SHADE || look == VZ_LOOK_SHEET) {
            return i + 1;
        }
    }
    return 0;
}

bool vz_reading_add_scene(struct vz_reading *reading,
                          const struct vz_scene *scene,
                          enum vz_reading_scope scope) {
    bool ok = true;
    for (size_t i = first_box(scene); ok && i < scene->n; i++) {
        if (is_said(&scene->boxes[i], scope)) {
            ok = add(reading, &scene->boxes[i], false);
        }
    }
    return ok;
}
