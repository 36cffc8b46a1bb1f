#include "rate_limit.h"

#include "base/clock.h"

#include <arpa/inet.h>
#include <stdio.h>
#include <string.h>

bool vz_rate_limit_init(struct vz_rate_limit *limit) {
    *limit = (struct vz_rate_limit){0};
    return pthread_mutex_init(&limit->mutex, NULL) == 0;
}

void vz_rate_limit_finish(struct vz_rate_limit *limit) {
    pthread_mutex_destroy(&limit->mutex);
}

static void make_key(const char *address, char key[VZ_RATE_KEY_SIZE]) {
    struct in6_addr ip;
    snprintf(key, VZ_RATE_KEY_SIZE, "%s", address);
    if (inet_pton(AF_INET6, address, &ip) != 1) {
        return;
    }
    if (!IN6_IS_ADDR_V4MAPPED(&ip)) {
        memset(ip.s6_addr + 8, 0, 8);
    }
    inet_ntop(AF_INET6, &ip, key, VZ_RATE_KEY_SIZE);
}

static bool is_over(const struct vz_rate_window *window, int64_t now) {
    return !window->n || now - window->since_ms >= VZ_RATE_WINDOW_MS;
}

// The window of this key, or a free one; more keys than there is room for are
// stopped by the sum over all.
static struct vz_rate_window *find_window(struct vz_rate_limit *limit,
                                          const char *key, int64_t now) {
    struct vz_rate_window *oldest = &limit->one[0];
    for (size_t i = 0; i < sizeof(limit->one) / sizeof(limit->one[0]); i++) {
        struct vz_rate_window *window = &limit->one[i];
        if (!is_over(window, now) && !strcmp(window->key, key)) {
            return window;
        }
        if (is_over(window, now) ||
            (!is_over(oldest, now) && window->since_ms < oldest->since_ms)) {
            oldest = window;
        }
    }
    *oldest = (struct vz_rate_window){.since_ms = now};
    snprintf(oldest->key, sizeof(oldest->key), "%s", key);
    return oldest;
}

static int64_t seconds_left(const struct vz_rate_window *window, int64_t now) {
    return (window->since_ms + VZ_RATE_WINDOW_MS - now) / 1000 + 1;
}

int64_t vz_rate_limit_take(struct vz_rate_limit *limit, const char *address) {
    char key[VZ_RATE_KEY_SIZE];
    int64_t now = vz_clock_monotonic_ms(), wait = 0;
    make_key(address, key);
    pthread_mutex_lock(&limit->mutex);
    if (is_over(&limit->all, now)) {
        limit->all = (struct vz_rate_window){.since_ms = now};
    }
    struct vz_rate_window *one = find_window(limit, key, now);
    if (one->n >= VZ_RATE_ONE) {
        wait = seconds_left(one, now);
    } else if (limit->all.n >= VZ_RATE_ALL) {
        wait = seconds_left(&limit->all, now);
    } else {
        one->n++;
        limit->all.n++;
    }
    pthread_mutex_unlock(&limit->mutex);
    return wait;
}

void vz_rate_limit_give_back(struct vz_rate_limit *limit, const char *address) {
    char key[VZ_RATE_KEY_SIZE];
    make_key(address, key);
    pthread_mutex_lock(&limit->mutex);
    for (size_t i = 0; i < sizeof(limit->one) / sizeof(limit->one[0]); i++) {
        struct vz_rate_window *one = &limit->one[i];
        if (one->n && !strcmp(one->key, key)) {
            one->n--;
            limit->all.n -= limit->all.n > 0;
            break;
        }
    }
    pthread_mutex_unlock(&limit->mutex);
}
