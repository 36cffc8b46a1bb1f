#include "kiosk_speech.h"

#include "kiosk_parts.h"

#include "base/clock.h"
#include "base/file.h"
#include "base/log.h"
#include "kiosk/locale/locale.h"
#include "kiosk/speech/voice.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/*
 * Reading aloud. The reading is made on the main thread from the boxes that are
 * on the screen, and said by the sound thread; which word is heard comes back
 * as an event, and is marked in the next scene.
 */

#define BETWEEN_MS 250 // silence between two things that are read
#define SLOW_PERCENT 75
#define NOTICE_MS 5000

// On the sound thread or SDL's. Many wakes become one event.
static void wake(void *userdata) {
    struct vz_kiosk *kiosk = userdata;
    if (!atomic_exchange(&kiosk->speech.told, true)) {
        SDL_PushEvent(&(SDL_Event){.type = kiosk->speech.event});
    }
}

void vz_kiosk_speech_start(struct vz_kiosk *kiosk) {
    kiosk->speech.heard.id = -1;
    kiosk->speech.volume = 1;
    kiosk->speech.sound = vz_sound_create(&(struct vz_sound_params){
        .wake = wake,
        .userdata = kiosk,
        .keep_open_s = kiosk->config->keep_open_seconds,
    });
}

void vz_kiosk_speech_take_config(struct vz_kiosk *kiosk) {
    vz_kiosk_speech_set_volume(kiosk, kiosk->speech.volume);
    if (!vz_switches_init(&kiosk->switches, kiosk->config->keys)) {
        LOGW("[keys] holds a name that is no key, or a key twice: the usual "
             "five keys are used, F1 to F5.");
    }
}

void vz_kiosk_speech_finish(struct vz_kiosk *kiosk) {
    vz_sound_destroy(kiosk->speech.sound);
    kiosk->speech.sound = NULL;
    vz_reading_finish(&kiosk->speech.reading);
}

void vz_kiosk_speech_set_volume(struct vz_kiosk *kiosk, int step) {
    static const int percent[] = {50, 100, 150};
    step = step < 0 ? 0 : step > 2 ? 2 : step;
    kiosk->speech.volume = step;
    if (kiosk->speech.sound) {
        vz_sound_set_volume(kiosk->speech.sound,
                            kiosk->config->volume * percent[step] / 100);
    }
}

// ------------------------------------------------------------------ languages
// The code of the language in which the form shows itself: "nl" of "Nederlands
// (nl)". False: the form does not say.
static bool form_code(const struct vz_kiosk *kiosk, char *code, size_t size) {
    if (!kiosk->visit.session) {
        return false;
    }
    const char *name = vz_form_language(
        kiosk->visit.form, vz_session_language(kiosk->visit.session));
    const char *open = strrchr(name, '(');
    const char *from = open ? open + 1 : name;
    size_t len = strcspn(from, ")-_");
    if (len < 2 || len > 3) {
        return false;
    }
    snprintf(code, size, "%.*s", (int)len, from);
    return true;
}

// The voice for a box's words, or NULL.
static const char *voice_for(const struct vz_kiosk *kiosk, bool of_form) {
    char code[8];
    if (of_form && form_code(kiosk, code, sizeof(code))) {
        return vz_voice_find(code);
    }
    return vz_voice_find(kiosk->languages[kiosk->language].code);
}

// --------------------------------------------------------------------- prompts
static const char *choice_prompt(const struct vz_question *q,
                                 const char *name) {
    for (size_t i = 0; i < q->n_choices; i++) {
        if (!strcmp(q->choices[i].name, name)) {
            return q->choices[i].audio;
        }
    }
    return NULL;
}

// The file name of the recorded prompt for a box's words, or NULL.
static const char *prompt_of(const struct vz_kiosk *kiosk,
                             const struct vz_box *box) {
    const struct vz_visit *visit = &kiosk->visit;
    if (kiosk->screen != VZ_SCREEN_QUESTION || !visit->media || !box ||
        box->widget < 0 || (size_t)box->widget >= visit->n_widgets) {
        return NULL;
    }
    const struct vz_question *q =
        vz_widget_question(&visit->widgets[box->widget]);
    const char *name = vz_reading_base_name(box);
    return !q                             ? NULL
           : !strcmp(name, "question")    ? q->audio
           : !strcmp(name, "hint")        ? q->hint_audio
           : !strncmp(name, "choice:", 7) ? choice_prompt(q, name + 7)
                                          : NULL;
}

// The path for free(3); NULL: there is no such file.
static char *prompt_path(const struct vz_kiosk *kiosk, const char *file) {
    if (!file || !kiosk->visit.media || strchr(file, '/')) {
        return NULL;
    }
    char *path = vz_path_join(kiosk->visit.media, file);
    if (path && !vz_file_exists(path)) {
        free(path);
        return NULL;
    }
    return path;
}

// --------------------------------------------------------------------- reading
static void give_item(struct vz_kiosk *kiosk, size_t index) {
    const struct vz_reading_item *said = &kiosk->speech.reading.items[index];
    const struct vz_box *box = vz_scene_find(&kiosk->scene, said->name);
    char *path = prompt_path(kiosk, prompt_of(kiosk, box));
    struct vz_sound_item item = {
        .kind = path ? VZ_SOUND_FILE : VZ_SOUND_SPEECH,
        .id = (int)index,
        .text = path ? path : said->text,
        .voice = voice_for(kiosk, box && vz_reading_is_of_form(box)),
        .spell = said->spell,
        .speed = kiosk->speech.slow ? SLOW_PERCENT : 0,
        .pause_ms = BETWEEN_MS,
    };
    if (path || item.voice) {
        vz_sound_add(kiosk->speech.sound, &item);
    }
    free(path);
}

// Says the reading from its first item on.
static void give_reading(struct vz_kiosk *kiosk) {
    kiosk->speech.saying = VZ_SAYING_READING;
    for (size_t i = 0; i < kiosk->speech.reading.n; i++) {
        give_item(kiosk, i);
    }
    vz_sound_look(kiosk->speech.sound, &kiosk->speech.heard);
    kiosk->dirty = true;
}

static bool silent(const struct vz_kiosk *kiosk) {
    struct vz_recorder_view view = {0};
    if (kiosk->speech.sound) {
        vz_recorder_look(vz_sound_recorder(kiosk->speech.sound), &view);
    }
    // While a person talks the kiosk does not.
    return !kiosk->speech.sound || view.phase == VZ_RECORDER_OPENS ||
           view.phase == VZ_RECORDER_HEARS;
}

void vz_kiosk_hush(struct vz_kiosk *kiosk) {
    struct vz_speech *speech = &kiosk->speech;
    if (!speech->sound || !vz_kiosk_speaks(kiosk)) {
        return;
    }
    vz_sound_stop(speech->sound);
    vz_sound_look(speech->sound, &speech->heard);
    kiosk->dirty = true;
}

bool vz_kiosk_speaks(const struct vz_kiosk *kiosk) {
    struct vz_sound_view view = {.id = -1};
    if (kiosk->speech.sound) {
        vz_sound_look(kiosk->speech.sound, &view);
    }
    return view.busy || view.id >= 0;
}

// A new reading instead of the one that may be going on.
static struct vz_reading *fresh(struct vz_kiosk *kiosk) {
    vz_kiosk_hush(kiosk);
    vz_reading_finish(&kiosk->speech.reading);
    return &kiosk->speech.reading;
}

void vz_kiosk_read_aloud(struct vz_kiosk *kiosk) {
    kiosk->speech.asked = true;
    if (!silent(kiosk) &&
        vz_reading_add_scene(fresh(kiosk), &kiosk->scene, VZ_READING_ALL)) {
        give_reading(kiosk);
    }
}

static void announce(struct vz_kiosk *kiosk) {
    if (!silent(kiosk) &&
        vz_reading_add_scene(fresh(kiosk), &kiosk->scene, VZ_READING_TEXTS)) {
        give_reading(kiosk);
    }
}

void vz_kiosk_say_focus(struct vz_kiosk *kiosk) {
    const struct vz_box *box = vz_focus_box(&kiosk->focus, &kiosk->scene);
    if (!silent(kiosk) && box && vz_reading_add_box(fresh(kiosk), box)) {
        give_reading(kiosk);
    }
}

void vz_kiosk_say_choice(struct vz_kiosk *kiosk, const struct vz_box *box) {
    bool one = box->role == VZ_ROLE_RADIO || box->role == VZ_ROLE_CHECKBOX;
    if (kiosk->speech.asked && one && box->act == VZ_ACT_WIDGET) {
        snprintf(kiosk->speech.reply, sizeof(kiosk->speech.reply), "%s",
                 box->name);
    }
}

// The scene with the touched answer's new state is there.
static void reply(struct vz_kiosk *kiosk) {
    struct vz_speech *speech = &kiosk->speech;
    const struct vz_box *box =
        *speech->reply ? vz_scene_find(&kiosk->scene, speech->reply) : NULL;
    speech->reply[0] = '\0';
    if (box && !silent(kiosk) && vz_reading_add_box(fresh(kiosk), box)) {
        give_reading(kiosk);
    }
}

// The seconds that are left, said twice.
static void count_down(struct vz_kiosk *kiosk) {
    struct vz_speech *speech = &kiosk->speech;
    bool due = kiosk->shown_s == 10 || kiosk->shown_s == 5;
    const struct vz_box *box = due && kiosk->shown_s != speech->counted_s
                                   ? vz_scene_find(&kiosk->scene, "text")
                                   : NULL;
    speech->counted_s = kiosk->shown_s;
    if (box && vz_kiosk_can_read(kiosk) &&
        vz_reading_add_box(fresh(kiosk), box)) {
        give_reading(kiosk);
    }
}

static void repeat(struct vz_kiosk *kiosk) {
    if (silent(kiosk)) {
        return;
    }
    vz_kiosk_hush(kiosk);
    if (kiosk->speech.reading.n == 0) {
        announce(kiosk);
    } else {
        give_reading(kiosk);
    }
}

// ------------------------------------------------------------------------ keys
static void move(struct vz_kiosk *kiosk, enum vz_focus_move move) {
    vz_focus_move(&kiosk->focus, &kiosk->scene, move);
    vz_kiosk_say_focus(kiosk);
}

static void choose(struct vz_kiosk *kiosk) {
    const struct vz_box *box = vz_focus_box(&kiosk->focus, &kiosk->scene);
    if (!box) {
        return;
    }
    enum vz_act act = box->act;
    int a = box->a;
    vz_kiosk_act(kiosk, box, box->rect.x + box->rect.w / 2,
                 box->rect.y + box->rect.h / 2);
    vz_kiosk_show(kiosk);
    // What was chosen says its new state; a new page says itself.
    if ((act == VZ_ACT_WIDGET && a != VZ_WIDGET_TURN) ||
        act == VZ_ACT_PIN_KEY || act == VZ_ACT_TEXT_SIZE ||
        act == VZ_ACT_CONTRAST) {
        vz_kiosk_say_focus(kiosk);
    }
}

void vz_kiosk_switch(struct vz_kiosk *kiosk, enum vz_switch key) {
    kiosk->dirty = true;
    if (!kiosk->speech.by_keys) {
        kiosk->speech.asked = kiosk->speech.by_keys = true;
        kiosk->speech.page[0] = '\0'; // this page says itself first
        if (key == VZ_SWITCH_REPEAT) {
            return;
        }
    }
    switch (key) {
    case VZ_SWITCH_NEXT:
        move(kiosk, VZ_FOCUS_NEXT);
        break;
    case VZ_SWITCH_BACK:
        move(kiosk, VZ_FOCUS_PREVIOUS);
        break;
    case VZ_SWITCH_CHOOSE:
        choose(kiosk);
        break;
    case VZ_SWITCH_REPEAT:
        repeat(kiosk);
        break;
    case VZ_SWITCH_STOP:
        vz_kiosk_hush(kiosk);
        break;
    case VZ_SWITCH_COUNT_:
        break;
    }
}

// ----------------------------------------------------------------- on screen
bool vz_kiosk_can_read(const struct vz_kiosk *kiosk) {
    if (!kiosk->speech.sound || !kiosk->config->read_aloud) {
        return false;
    }
    if (voice_for(kiosk, kiosk->screen == VZ_SCREEN_QUESTION)) {
        return true;
    }
    for (size_t i = 0;
         kiosk->screen == VZ_SCREEN_QUESTION && i < kiosk->visit.n_widgets;
         i++) {
        const struct vz_question *q =
            vz_widget_question(&kiosk->visit.widgets[i]);
        if (q && q->audio) {
            return true;
        }
    }
    return false;
}

void vz_kiosk_mark_spoken(const struct vz_kiosk *kiosk,
                          struct vz_scene *scene) {
    const struct vz_speech *speech = &kiosk->speech;
    if (speech->heard.id < 0 || (size_t)speech->heard.id >= speech->reading.n) {
        return;
    }
    const struct vz_reading_item *item =
        &speech->reading.items[speech->heard.id];
    for (size_t i = 0; i < scene->n; i++) {
        struct vz_box *box = &scene->boxes[i];
        if (!box->name || strcmp(box->name, item->name) != 0) {
            continue;
        }
        box->state |= VZ_STATE_SPOKEN;
        if (box->look != VZ_LOOK_FIELD && speech->heard.to <= item->label_len) {
            box->mark_from = (int)speech->heard.from;
            box->mark_to = (int)speech->heard.to;
        }
    }
}

// The sound thread has something to tell.
void vz_kiosk_sound_spoke(struct vz_kiosk *kiosk) {
    struct vz_speech *speech = &kiosk->speech;
    struct vz_sound_view before = speech->heard;
    atomic_store(&speech->told, false);
    vz_sound_look(speech->sound, &speech->heard);
    if (speech->heard.id != before.id || speech->heard.from != before.from ||
        speech->heard.to != before.to) {
        kiosk->dirty = true;
        // Who listens is there.
        vz_kiosk_touched(kiosk);
    }
    if (!speech->heard.absent) {
        speech->absent_told = false;
    } else if (!speech->absent_told && speech->asked) {
        speech->absent_told = true;
        vz_kiosk_notice(kiosk, vz_tr("The sound does not work now. You can "
                                     "just go on."));
    }
    if (kiosk->sound_test) {
        vz_kiosk_sound_test_spoke(kiosk);
    } else {
        vz_kiosk_recorder_spoke(kiosk);
    }
}

void vz_kiosk_notice(struct vz_kiosk *kiosk, const char *text) {
    snprintf(kiosk->notice, sizeof(kiosk->notice), "%s", text);
    kiosk->notice_until = vz_clock_monotonic_ms() + NOTICE_MS;
    kiosk->dirty = true;
}

// Which page this is: screen, overlay, place in the form and part of it.
static void name_page(const struct vz_kiosk *kiosk, char *out, size_t size) {
    const char *overlay = vz_overlay_name(kiosk->overlay);
    snprintf(out, size, "%s/%s/%zu/%s", kiosk->scene.screen,
             overlay ? overlay : "",
             kiosk->visit.n_widgets ? kiosk->visit.widgets[0].part : 0,
             kiosk->scene.position ? kiosk->scene.position : "");
}

// The label's recorded prompt, where the form asks that it plays by itself.
static void autoplay(struct vz_kiosk *kiosk) {
    struct vz_visit *visit = &kiosk->visit;
    for (size_t i = 0; i < visit->n_widgets; i++) {
        const struct vz_question *q = vz_widget_question(&visit->widgets[i]);
        const char *wanted = q ? vz_session_autoplay(visit->session, q->ref)
                               : NULL;
        if (wanted && !strcmp(wanted, "audio") && q->audio) {
            vz_kiosk_play_prompt(kiosk, i);
            return;
        }
    }
}

void vz_kiosk_play_prompt(struct vz_kiosk *kiosk, size_t widget) {
    const struct vz_question *q =
        widget < kiosk->visit.n_widgets
            ? vz_widget_question(&kiosk->visit.widgets[widget])
            : NULL;
    char *path = q ? prompt_path(kiosk, q->audio) : NULL;
    if (path && !silent(kiosk)) {
        fresh(kiosk);
        kiosk->speech.saying = VZ_SAYING_PROMPT;
        vz_sound_add(
            kiosk->speech.sound,
            &(struct vz_sound_item){.kind = VZ_SOUND_FILE, .text = path});
    }
    free(path);
}

void vz_kiosk_page_shown(struct vz_kiosk *kiosk) {
    struct vz_speech *speech = &kiosk->speech;
    char page[sizeof(speech->page)];
    name_page(kiosk, page, sizeof(page));
    if (!speech->sound) {
        return;
    }
    if (!strcmp(page, speech->page)) {
        if (kiosk->overlay == VZ_OVERLAY_IDLE) {
            count_down(kiosk);
        } else {
            reply(kiosk);
        }
        return;
    }
    speech->reply[0] = '\0';
    memcpy(speech->page, page, sizeof(page));
    // Whatever was said, it was of another page.
    vz_kiosk_hush(kiosk);
    bool idle = kiosk->overlay == VZ_OVERLAY_IDLE;
    if (kiosk->screen != VZ_SCREEN_ATTRACT && vz_kiosk_can_read(kiosk) &&
        (speech->by_keys || idle)) {
        announce(kiosk);
    } else if (kiosk->screen == VZ_SCREEN_QUESTION && !kiosk->overlay) {
        autoplay(kiosk);
    }
}

void vz_kiosk_say_again(struct vz_kiosk *kiosk) {
    if (vz_kiosk_can_read(kiosk)) {
        announce(kiosk);
    }
}

// --------------------------------------------------------------------- leaving
void vz_kiosk_speech_reset(struct vz_kiosk *kiosk) {
    struct vz_speech *speech = &kiosk->speech;
    if (speech->sound) {
        vz_sound_stop(speech->sound);
        vz_recorder_wipe(vz_sound_recorder(speech->sound));
        vz_sound_look(speech->sound, &speech->heard);
    }
    kiosk->sound_test = VZ_SOUND_TEST_NONE;
    explicit_bzero(kiosk->record_ref, sizeof(kiosk->record_ref));
    kiosk->recorder = (struct vz_recorder_view){0};
    vz_reading_finish(&speech->reading);
    speech->asked = speech->by_keys = speech->slow = false;
    speech->saying = speech->hushed = VZ_SAYING_NOTHING;
    explicit_bzero(speech->page, sizeof(speech->page));
    explicit_bzero(speech->reply, sizeof(speech->reply));
    vz_kiosk_speech_set_volume(kiosk, 1);
    explicit_bzero(kiosk->notice, sizeof(kiosk->notice));
    kiosk->notice_until = 0;
}

bool vz_kiosk_speech_is_empty(const struct vz_kiosk *kiosk) {
    const struct vz_speech *speech = &kiosk->speech;
    return !speech->reading.items && !speech->asked && !speech->by_keys &&
           !speech->slow && speech->volume == 1 && speech->heard.id < 0 &&
           (!speech->sound ||
            vz_recorder_is_empty(vz_sound_recorder(speech->sound)));
}
