#include "script.h"

#include "base/clock.h"
#include "base/file.h"
#include "base/log.h"
#include "kiosk/input/keys.h"
#include "kiosk/render/shot.h"
#include "kiosk/text/text.h"

#include <stdlib.h>
#include <string.h>

#define SCRIPT_MAX (1024 * 1024)
#define PATIENCE_MS 10000
// The kiosk takes a second touch of the same box within 250 ms (a key: 80 ms)
// for the same touch; a person at ease is slower.
#define PAUSE_MS 270
#define KEY_PAUSE_MS 90
#define SCRIPT_TOUCH 7 // id of the script's finger

enum step_kind {
    STEP_TAP,
    STEP_TYPE,
    STEP_KEY,
    STEP_WAIT_SCREEN,
    STEP_WAIT_BOX,
    STEP_SHOT,
    STEP_IDLE,
    STEP_QUIT,
};

static const struct {
    const char *word;
    enum step_kind kind;
    bool argument;
} words[] = {
    {"tap", STEP_TAP, true},           {"type", STEP_TYPE, true},
    {"key", STEP_KEY, true},           {"wait screen", STEP_WAIT_SCREEN, true},
    {"wait box", STEP_WAIT_BOX, true}, {"shot", STEP_SHOT, true},
    {"idle", STEP_IDLE, true},         {"quit", STEP_QUIT, false},
};

struct step {
    enum step_kind kind;
    const char *argument; // in the arena
    int line;
};

struct vz_script {
    struct vz_arena arena;
    struct step *steps;
    size_t n, cap;
    const char *shots; // in the arena, or NULL

    size_t at;     // the step that is being done
    int64_t since; // monotonic ms; when it was first tried
    size_t typed;  // bytes of STEP_TYPE that are done
    bool down;     // the finger is on the screen
    float x, y;    // where, 0..1
    char last[96]; // box touched last
    int64_t last_ms;
};

// ------------------------------------------------------------------- reading
static bool add_step(struct vz_script *script, char *text, int line,
                     struct vz_error *error) {
    for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++) {
        size_t len = strlen(words[i].word);
        if (strncmp(text, words[i].word, len) != 0 ||
            (text[len] && text[len] != ' ')) {
            continue;
        }
        const char *argument = text + len + strspn(text + len, " ");
        if (words[i].argument != (*argument != '\0')) {
            break;
        }
        if (!vz_grow(&script->steps, &script->cap, script->n,
                     sizeof(*script->steps))) {
            return vz_error_nomem(error);
        }
        script->steps[script->n++] =
            (struct step){words[i].kind, argument, line};
        return true;
    }
    return vz_error_set(error, VZ_SYNTAX,
                        "Script line %d: write tap, type, key, wait screen, "
                        "wait box, shot, idle or quit, and what.",
                        line);
}

static bool read_steps(struct vz_script *script, char *text,
                       struct vz_error *error) {
    char *rest = NULL;
    int line = 0;
    while (text) {
        rest = strchr(text, '\n');
        if (rest) {
            *rest++ = '\0';
        }
        line++;
        text += strspn(text, " \t");
        size_t len = strlen(text);
        while (len > 0 && strchr(" \t\r", text[len - 1])) {
            text[--len] = '\0';
        }
        if (*text && *text != '#' && !add_step(script, text, line, error)) {
            return false;
        }
        text = rest;
    }
    return true;
}

struct vz_script *vz_script_load(const char *path, const char *shots,
                                 struct vz_error *error) {
    struct vz_strbuf text = {0};
    struct vz_script *script = calloc(1, sizeof(*script));
    enum vz_status status = vz_file_read(path, SCRIPT_MAX, &text);
    bool ok = script != NULL;
    if (!ok) {
        vz_error_nomem(error);
    } else if (status != VZ_OK) {
        ok = vz_error_set(error, status, "%s: %s.", path,
                          vz_status_text(status));
    } else {
        char *copy = vz_arena_strdup(&script->arena, vz_strbuf_text(&text));
        script->shots = vz_arena_strdup(&script->arena, shots);
        ok = copy ? read_steps(script, copy, error) : vz_error_nomem(error);
    }
    vz_strbuf_finish(&text);
    if (!ok) {
        vz_script_destroy(script);
        return NULL;
    }
    return script;
}

void vz_script_destroy(struct vz_script *script) {
    if (script) {
        vz_arena_finish(&script->arena);
        free(script->steps);
        free(script);
    }
}

// ------------------------------------------------------------------ touching
static bool touchable(const struct vz_box *box) {
    return box->act != VZ_ACT_NONE && !(box->state & VZ_STATE_DISABLED);
}

// The last box with this name, else with this label: what lies on top.
static const struct vz_box *find_box(const struct vz_scene *scene,
                                     const char *what, bool touch) {
    for (int by_label = 0; by_label < 2; by_label++) {
        for (size_t i = scene->n; i-- > 0;) {
            const struct vz_box *box = &scene->boxes[i];
            const char *text = by_label ? box->label : box->name;
            if (text && !strcmp(text, what) && (!touch || touchable(box))) {
                return box;
            }
        }
    }
    return NULL;
}

static void push_finger(const struct vz_script *script, Uint32 type) {
    SDL_Event event = {.tfinger = {
                           .type = type,
                           .touchId = SCRIPT_TOUCH,
                           .fingerId = SCRIPT_TOUCH,
                           .x = script->x,
                           .y = script->y,
                           .pressure = 1,
                       }};
    SDL_PushEvent(&event);
}

// Puts the finger on a box, when it is time. True when it is down.
static bool press(struct vz_script *script, const struct vz_script_sight *sight,
                  const struct vz_box *box) {
    int64_t now = vz_clock_monotonic_ms();
    int pause = box->role == VZ_ROLE_KEY ? KEY_PAUSE_MS : PAUSE_MS;
    if (box->name && !strcmp(script->last, box->name) &&
        now - script->last_ms < pause) {
        return false;
    }
    const struct vz_rect *r = &box->rect;
    script->x = ((float)r->x + (float)r->w / 2) / (float)sight->ui->width;
    script->y = ((float)r->y + (float)r->h / 2) / (float)sight->ui->height;
    snprintf(script->last, sizeof(script->last), "%s",
             box->name ? box->name : "");
    push_finger(script, SDL_FINGERDOWN);
    script->down = true;
    return true;
}

static void lift(struct vz_script *script) {
    push_finger(script, SDL_FINGERUP);
    script->down = false;
    script->last_ms = vz_clock_monotonic_ms();
}

// -------------------------------------------------------------------- typing
static const struct vz_box *find_key(const struct vz_scene *scene,
                                     const char *label) {
    for (size_t i = 0; i < scene->n; i++) {
        const struct vz_box *box = &scene->boxes[i];
        if (box->role == VZ_ROLE_KEY && touchable(box) && box->label &&
            !strcmp(box->label, label)) {
            return box;
        }
    }
    return NULL;
}

static const struct vz_box *key_named(const struct vz_scene *scene,
                                      const char *name) {
    const struct vz_box *box = vz_scene_find(scene, name);
    return box && touchable(box) ? box : NULL;
}

// The key to touch next for a letter: its own, or the one that brings it in
// sight. *own says which.
static const struct vz_box *key_for(const struct vz_scene *scene,
                                    const char *letter, bool *own) {
    *own = true;
    if (!strcmp(letter, " ")) {
        return key_named(scene, "key:space");
    }
    const struct vz_box *key = find_key(scene, letter);
    if (key) {
        return key;
    }
    *own = false;
    bool plain = letter[1] == '\0';
    char other[2] = {(char)(letter[0] ^ 0x20), '\0'};
    bool is_letter = plain && ((letter[0] >= 'a' && letter[0] <= 'z') ||
                               (letter[0] >= 'A' && letter[0] <= 'Z'));
    if (is_letter && find_key(scene, other)) {
        return key_named(scene, "key:shift");
    }
    // Another layer. Open accents hide the upper row; they bring what is not
    // ASCII.
    bool ascii = (unsigned char)letter[0] < 0x80;
    const struct vz_box *close = ascii ? key_named(scene, "key:close") : NULL;
    const struct vz_box *abc = close ? close : key_named(scene, "key:abc");
    if (abc || !ascii) {
        return abc ? abc : key_named(scene, "key:accents");
    }
    return key_named(scene, "key:123");
}

// One letter's touch. True when all is typed.
static bool type_on(struct vz_script *script,
                    const struct vz_script_sight *sight, const char *text) {
    const char *rest = text + script->typed;
    if (!*rest) {
        return true;
    }
    char letter[16];
    size_t len = vz_grapheme_next(rest, 0);
    snprintf(letter, sizeof(letter), "%.*s", (int)len, rest);
    bool own = false;
    const struct vz_box *key = key_for(sight->scene, letter, &own);
    if (key && press(script, sight, key)) {
        script->typed += own ? len : 0;
        script->since = vz_clock_monotonic_ms();
    }
    return false;
}

// --------------------------------------------------------------------- steps
static bool push_key(const char *name) {
    bool back = !strcmp(name, "backtab");
    const struct vz_key *key = vz_key_named(back ? "tab" : name);
    if (!key) {
        return false;
    }
    SDL_Event event = {.key = {.type = SDL_KEYDOWN, .state = SDL_PRESSED}};
    event.key.keysym.sym = key->code;
    event.key.keysym.mod = back ? KMOD_LSHIFT : KMOD_NONE;
    SDL_PushEvent(&event);
    return true;
}

static bool take_shot(const struct vz_script *script,
                      const struct vz_script_sight *sight, const char *name) {
    struct vz_strbuf path = {0};
    if (!script->shots) {
        LOGE("A script that takes pictures needs --shots DIR.");
        return false;
    }
    vz_strbuf_printf(&path, "%s/%s.png", script->shots, name);
    bool ok = !path.failed && vz_shot_save(sight->surface, path.data);
    if (!ok) {
        LOGE("%s could not be written.", vz_strbuf_text(&path));
    }
    vz_strbuf_finish(&path);
    return ok;
}

static bool is_shown(const struct vz_script_sight *sight, const char *name) {
    if (sight->overlay) {
        return !strcmp(sight->overlay, name);
    }
    return sight->scene->screen && !strcmp(sight->scene->screen, name);
}

// Tries a step: VZ_SCRIPT_ENDED when it is done, GOES_ON to try it again.
static enum vz_script_result try_step(struct vz_script *script,
                                      const struct vz_script_sight *sight,
                                      const struct step *step) {
    const struct vz_box *box;
    bool done = false;
    switch (step->kind) {
    case STEP_TAP:
        box = find_box(sight->scene, step->argument, true);
        done = box && press(script, sight, box);
        break;
    case STEP_TYPE:
        done = type_on(script, sight, step->argument);
        break;
    case STEP_KEY:
        if (!push_key(step->argument)) {
            return VZ_SCRIPT_FAILED;
        }
        done = true;
        break;
    case STEP_WAIT_SCREEN:
        done = is_shown(sight, step->argument);
        break;
    case STEP_WAIT_BOX:
        done = find_box(sight->scene, step->argument, false) != NULL;
        break;
    case STEP_SHOT:
        if (!take_shot(script, sight, step->argument)) {
            return VZ_SCRIPT_FAILED;
        }
        done = true;
        break;
    case STEP_IDLE:
        vz_clock_advance((int64_t)(atof(step->argument) * 1000));
        done = true;
        break;
    case STEP_QUIT:
        script->at = script->n;
        return VZ_SCRIPT_ENDED;
    }
    return done ? VZ_SCRIPT_ENDED : VZ_SCRIPT_GOES_ON;
}

static enum vz_script_result give_up(const struct vz_script *script,
                                     const struct vz_script_sight *sight) {
    const struct step *step = &script->steps[script->at];
    const char *word = "";
    for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++) {
        word = words[i].kind == step->kind ? words[i].word : word;
    }
    LOGE("Script line %d could not be done: %s%s%s (screen %s%s%s).",
         step->line, word, step->kind == STEP_TYPE ? "" : " ",
         step->kind == STEP_TYPE ? "" : step->argument,
         sight->scene->screen ? sight->scene->screen : "none",
         sight->overlay ? ", overlay " : "",
         sight->overlay ? sight->overlay : "");
    return VZ_SCRIPT_FAILED;
}

enum vz_script_result vz_script_step(struct vz_script *script,
                                     const struct vz_script_sight *sight) {
    if (script->down) {
        lift(script);
        return VZ_SCRIPT_GOES_ON;
    }
    if (script->at >= script->n) {
        return VZ_SCRIPT_ENDED;
    }
    int64_t now = vz_clock_monotonic_ms();
    script->since = script->since ? script->since : now;
    enum vz_script_result result =
        try_step(script, sight, &script->steps[script->at]);
    if (result == VZ_SCRIPT_ENDED) {
        script->at++;
        script->since = 0;
        script->typed = 0;
        return script->at > script->n ? VZ_SCRIPT_ENDED : VZ_SCRIPT_GOES_ON;
    }
    if (result == VZ_SCRIPT_FAILED || now - script->since > PATIENCE_MS) {
        return give_up(script, sight);
    }
    return VZ_SCRIPT_GOES_ON;
}
