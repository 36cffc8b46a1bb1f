#include "signals.h"

#include <signal.h>

static void fill(sigset_t *set) {
    sigemptyset(set);
    sigaddset(set, SIGTERM);
    sigaddset(set, SIGINT);
    sigaddset(set, SIGHUP);
}

static void wait_for_signal(void *userdata) {
    struct vz_signals *signals = userdata;
    sigset_t set;
    int number = 0;
    fill(&set);
    if (sigwait(&set, &number) == 0) {
        signals->on_end(signals->userdata);
    }
}

bool vz_signals_start(struct vz_signals *signals,
                      void (*on_end)(void *userdata), void *userdata) {
    sigset_t set;
    *signals = (struct vz_signals){.on_end = on_end, .userdata = userdata};
    // A peer that hangs up is an error to handle, not an end.
    signal(SIGPIPE, SIG_IGN);
    fill(&set);
    pthread_sigmask(SIG_BLOCK, &set, NULL);
    return vz_thread_start(&signals->thread, "signals", wait_for_signal,
                           signals);
}

void vz_signals_stop(struct vz_signals *signals) {
    if (signals->thread.started) {
        pthread_kill(signals->thread.handle, SIGTERM);
        vz_thread_join(&signals->thread);
    }
}
