#include "kiosk_parts.h"

#include "kiosk/locale/locale.h"
#include "kiosk/speech/voice.h"

#include <string.h>

/*
 * Staff hears whether the loudspeaker works, and hears back what the
 * microphone takes in. Nothing of it is kept.
 */

#define LISTEN_S 5

void vz_kiosk_test_sound(struct vz_kiosk *kiosk) {
    struct vz_sound *sound = kiosk->speech.sound;
    const char *code = kiosk->languages[kiosk->language].code;
    const char *voice = vz_voice_find(code);
    if (!sound || kiosk->sound_test) {
        return;
    }
    kiosk->sound_test = VZ_SOUND_TEST_SPEAKER;
    kiosk->staff.busy = true;
    vz_kiosk_hush(kiosk);
    vz_sound_add(sound, &(struct vz_sound_item){.kind = VZ_SOUND_RISING});
    if (voice) {
        vz_sound_add(sound, &(struct vz_sound_item){
                                .kind = VZ_SOUND_SPEECH,
                                .text = vz_tr("This is how this kiosk sounds."),
                                .voice = voice,
                            });
    }
    kiosk->dirty = true;
}

void vz_kiosk_test_microphone(struct vz_kiosk *kiosk) {
    struct vz_sound *sound = kiosk->speech.sound;
    if (!sound || kiosk->sound_test) {
        return;
    }
    vz_kiosk_staff_say(kiosk, false,
                       vz_tr("Talk now. In a moment you hear yourself."));
    kiosk->sound_test = VZ_SOUND_TEST_MICROPHONE;
    kiosk->staff.busy = true;
    vz_kiosk_hush(kiosk);
    vz_recorder_begin(vz_sound_recorder(sound), LISTEN_S);
    vz_sound_add(sound, &(struct vz_sound_item){.kind = VZ_SOUND_RISING});
    vz_sound_add(sound, &(struct vz_sound_item){.kind = VZ_SOUND_RECORD});
}

static void say(struct vz_kiosk *kiosk, bool bad, const char *text) {
    kiosk->sound_test = VZ_SOUND_TEST_NONE;
    vz_kiosk_staff_say(kiosk, bad, text);
}

static void play_back(struct vz_kiosk *kiosk, bool soft) {
    struct vz_strbuf file = {0};
    if (vz_recorder_take(vz_sound_recorder(kiosk->speech.sound), &file)) {
        vz_sound_add(kiosk->speech.sound,
                     &(struct vz_sound_item){.kind = VZ_SOUND_BYTES,
                                             .bytes = file.data,
                                             .len = file.len});
    }
    vz_strbuf_wipe(&file);
    atomic_store(&kiosk->microphone_found,
                 soft ? VZ_MICROPHONE_SILENT : VZ_MICROPHONE_WORKS);
    say(kiosk, soft,
        soft ? vz_tr("The microphone heard nothing.")
             : vz_tr("That was what the microphone heard."));
}

void vz_kiosk_sound_test_spoke(struct vz_kiosk *kiosk) {
    struct vz_recorder_view view;
    struct vz_sound_view heard;
    vz_sound_look(kiosk->speech.sound, &heard);
    vz_recorder_look(vz_sound_recorder(kiosk->speech.sound), &view);
    kiosk->dirty = true;
    if (kiosk->sound_test == VZ_SOUND_TEST_SPEAKER) {
        if (heard.absent) {
            say(kiosk, true, vz_tr("No loudspeaker was found."));
        } else if (!heard.busy && heard.id < 0) {
            say(kiosk, false, vz_tr("Did you hear it?"));
        }
    } else if (view.phase == VZ_RECORDER_ABSENT) {
        vz_recorder_wipe(vz_sound_recorder(kiosk->speech.sound));
        atomic_store(&kiosk->microphone_found, VZ_MICROPHONE_ABSENT);
        say(kiosk, true, vz_tr("No microphone was found."));
    } else if (view.phase == VZ_RECORDER_DONE) {
        play_back(kiosk, view.soft);
    }
}
