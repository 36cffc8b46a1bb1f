/*
 * The keys of a voice recorder: `a` of a box with VZ_ACT_RECORD.
 */
#ifndef VZ_KIOSK_WIDGET_RECORD_KEY_H
#define VZ_KIOSK_WIDGET_RECORD_KEY_H

enum vz_record_key {
    VZ_RECORD_START,
    VZ_RECORD_PAUSE,
    VZ_RECORD_GO_ON,
    VZ_RECORD_END,   // done: keeps it
    VZ_RECORD_AGAIN, // throws it away
    VZ_RECORD_PLAY,
};

#endif
