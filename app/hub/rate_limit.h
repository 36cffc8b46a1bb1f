/*
 * How often something may be tried: by one address, and by all together.
 *
 * Windows of ten minutes. The sum over all bounds the guesses of somebody who
 * has many addresses, and so how many addresses need to be remembered.
 */
#ifndef VZ_HUB_RATE_LIMIT_H
#define VZ_HUB_RATE_LIMIT_H

#include "base/thread.h"

#define VZ_RATE_WINDOW_MS ((int64_t)10 * 60 * 1000)
#define VZ_RATE_ONE 10 // tries of one address in a window
#define VZ_RATE_ALL 60 // tries of all
#define VZ_RATE_KEY_SIZE 48

struct vz_rate_window {
    char key[VZ_RATE_KEY_SIZE];
    int64_t since_ms; // monotonic
    unsigned n;
};

// Safe from every thread.
struct vz_rate_limit {
    pthread_mutex_t mutex;
    struct vz_rate_window all;
    struct vz_rate_window one[VZ_RATE_ALL + 1];
};

bool vz_rate_limit_init(struct vz_rate_limit *limit);
void vz_rate_limit_finish(struct vz_rate_limit *limit);

// Counts a try from an address (text; IPv6 counts by its /64, which is one
// house). 0 = it may; else seconds until it may again, and it is not counted.
int64_t vz_rate_limit_take(struct vz_rate_limit *limit, const char *address);
// Takes that try back: it was right, and only wrong ones count.
void vz_rate_limit_give_back(struct vz_rate_limit *limit, const char *address);

#endif
