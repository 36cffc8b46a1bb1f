/*
 * What the main thread keeps of what is being said.
 */
#ifndef VZ_KIOSK_KIOSK_SPEECH_H
#define VZ_KIOSK_KIOSK_SPEECH_H

#include "kiosk/audio/sound.h"
#include "kiosk/speech/reading.h"

#include <stdatomic.h>

// What staff tries out.
enum vz_sound_test {
    VZ_SOUND_TEST_NONE,
    VZ_SOUND_TEST_SPEAKER,
    VZ_SOUND_TEST_MICROPHONE,
};

// What was begun last.
enum vz_saying {
    VZ_SAYING_NOTHING,
    VZ_SAYING_READING, // of the screen
    VZ_SAYING_PROMPT,  // of a label
    VZ_SAYING_VOICE,   // of the person, listened back to
};

struct vz_speech {
    struct vz_sound *sound;    // NULL: the thread could not be started
    uint32_t event;            // SDL event type: look at `sound`
    atomic_bool told;          // such an event is under way
    struct vz_reading reading; // its items carry their index as id
    struct vz_sound_view heard;
    bool asked;       // this person wanted to hear something
    bool absent_told; // that there is no loudspeaker
    bool by_keys;     // the five keys are used: what has the focus is said
    enum vz_saying saying;
    enum vz_saying hushed; // what the finger that is down has ended
    int volume; // of this visit: 0 soft, 1 as the house set it, 2 loud
    bool slow;
    char reply[96]; // box that was touched, to be said when it is shown
    int counted_s;  // of the idle countdown, as last said; 0 = not yet
    char page[128]; // what was last announced, or played by itself
};

#endif
