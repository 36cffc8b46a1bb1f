/*
 * SIGTERM, SIGINT and SIGHUP as a call instead of a sudden end.
 */
#ifndef VZ_KIOSK_SIGNALS_H
#define VZ_KIOSK_SIGNALS_H

#include "base/thread.h"

struct vz_signals {
    struct vz_thread thread;
    void (*on_end)(void *userdata);
    void *userdata;
};

// Blocks the signals on this thread (call before others are started) and waits
// for them on one of its own, which calls `on_end` once. False = logged.
bool vz_signals_start(struct vz_signals *signals,
                      void (*on_end)(void *userdata), void *userdata);
void vz_signals_stop(struct vz_signals *signals);

#endif
