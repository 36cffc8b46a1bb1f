#include "voice.h"

#include "base/log.h"
#include "base/strbuf.h"

#include <espeak-ng/espeak_ng.h>
#include <espeak-ng/speak_lib.h>
#include <stdatomic.h>
#include <string.h>

#define PACE 150 // words a minute: slower than the engine's own 175
#define BUFFER_MS 60

// The engine is one for the process and does not survive being ended and begun
// again: it is begun once.
static atomic_bool begun;

const char *vz_voice_find(const char *code) {
    // Tigrinya has no voice: it is heard from recorded prompts or not at all.
    static const struct {
        const char *code, *voice;
    } voices[] = {
        {"nl", "nl"}, {"en", "en"}, {"ar", "ar"},
        {"tr", "tr"}, {"pl", "pl"}, {"uk", "uk"},
    };
    for (size_t i = 0; code && i < sizeof(voices) / sizeof(*voices); i++) {
        if (!strcmp(voices[i].code, code)) {
            return voices[i].voice;
        }
    }
    return NULL;
}

// What the engine's callback needs; it comes back with each event.
struct saying {
    const struct vz_voice_sink *sink;
    const char *text;
    bool spell;
    int rate;
    bool stopped;
};

// The byte at which character `n` (from 0) begins.
static size_t byte_of(const char *text, int n) {
    size_t at = 0;
    while (text[at] && n > 0) {
        do {
            at++;
        } while (((unsigned char)text[at] & 0xc0) == 0x80);
        n--;
    }
    return at;
}

static void take_word(struct saying *saying, const espeak_EVENT *event) {
    // The engine counts characters from 1.
    int first = event->text_position - 1;
    if (saying->spell || first < 0 || event->length <= 0) {
        return;
    }
    size_t from = byte_of(saying->text, first);
    size_t to = from + byte_of(saying->text + from, event->length);
    uint64_t at = (uint64_t)event->audio_position * (uint64_t)saying->rate;
    saying->sink->word(at / 1000, from, to, saying->sink->userdata);
}

// Called by the engine within vz_voice_say. Not 0: it stops.
static int take(short *samples, int n, espeak_EVENT *events) {
    struct saying *saying = NULL;
    espeak_EVENT *event = events;
    for (;; event++) {
        saying = event->user_data ? event->user_data : saying;
        if (event->type == espeakEVENT_WORD && saying) {
            take_word(saying, event);
        }
        if (event->type == espeakEVENT_LIST_TERMINATED) {
            break;
        }
    }
    if (!saying) {
        return 0;
    }
    if (samples && n > 0 && !saying->stopped) {
        saying->stopped =
            !saying->sink->samples(samples, (size_t)n, saying->sink->userdata);
    }
    return saying->stopped;
}

bool vz_voice_open(void) {
    if (atomic_load(&begun)) {
        return true;
    }
    int rate = espeak_Initialize(AUDIO_OUTPUT_SYNCHRONOUS, BUFFER_MS, NULL,
                                 espeakINITIALIZE_DONT_EXIT);
    if (rate <= 0) {
        LOGE("Nothing can be read aloud: the data of espeak-ng are missing. "
             "Install espeak-ng-data.");
        return false;
    }
    espeak_SetSynthCallback(take);
    atomic_store(&begun, true);
    return true;
}

int vz_voice_rate(void) {
    return espeak_ng_GetSampleRate();
}

static bool spelled(struct vz_strbuf *out, const char *text) {
    vz_strbuf_append(out, "<say-as interpret-as=\"tts:char\">");
    vz_strbuf_append_xml(out, text);
    vz_strbuf_append(out, "</say-as>");
    return !out->failed;
}

static bool synthesize(const char *text, unsigned flags,
                       struct saying *saying) {
    return espeak_Synth(text, strlen(text) + 1, 0, POS_CHARACTER, 0,
                        flags | espeakCHARS_UTF8 | espeakENDPAUSE, NULL,
                        saying) == EE_OK &&
           !saying->stopped;
}

bool vz_voice_say(const struct vz_voice_text *text,
                  const struct vz_voice_sink *sink) {
    struct saying saying = {sink, text->text, text->spell, vz_voice_rate(),
                            false};
    if (espeak_SetVoiceByName(text->voice) != EE_OK) {
        LOGE("espeak-ng has no voice %s.", text->voice);
        return false;
    }
    espeak_SetParameter(espeakRATE,
                        PACE * (text->speed ? text->speed : 100) / 100, 0);
    if (!text->spell) {
        return synthesize(text->text, 0, &saying);
    }
    struct vz_strbuf marked = {0};
    bool ok = spelled(&marked, text->text) &&
              synthesize(marked.data, espeakSSML, &saying);
    vz_strbuf_wipe(&marked);
    return ok;
}

static bool drop(const int16_t *samples, size_t n, void *userdata) {
    return true;
}

static void pass(uint64_t at, size_t from, size_t to, void *userdata) {
}

void vz_voice_forget(void) {
    // Longer than what it keeps of a text at a time: a clause.
    static const char neutral[] =
        "nul nul nul nul nul nul nul nul nul nul nul nul nul nul nul nul "
        "nul nul nul nul nul nul nul nul nul nul nul nul nul nul nul nul "
        "nul nul nul nul nul nul nul nul nul nul nul nul nul nul nul nul.";
    const struct vz_voice_text text = {.text = neutral, .voice = "nl"};
    const struct vz_voice_sink sink = {drop, pass, NULL};
    if (atomic_load(&begun)) {
        vz_voice_say(&text, &sink);
    }
}
