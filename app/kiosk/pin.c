#include "pin.h"

#include "base/clock.h"
#include "base/log.h"

#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

// Checked in place of an unknown number's hash, so that the time taken does
// not tell which numbers exist. No PIN of digits gives this hash.
static const char no_hash[] =
    "$argon2id$v=19$m=19456,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA$"
    "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

static const int waits_min[] = {1, 2, 5, 15};
#define N_WAITS ((int)(sizeof(waits_min) / sizeof(*waits_min)))

struct counter {
    int errors;
    int64_t last_ms; // wall time of the last error
};

bool vz_pin_init(void) {
    return sodium_init() >= 0;
}

bool vz_pin_hash(const char *pin, char out[VZ_PIN_HASH_SIZE]) {
    _Static_assert(VZ_PIN_HASH_SIZE >= crypto_pwhash_STRBYTES, "room");
    return crypto_pwhash_str_alg(out, pin, strlen(pin), VZ_ARGON2_PASSES,
                                 VZ_ARGON2_BYTES,
                                 crypto_pwhash_ALG_ARGON2ID13) == 0;
}

static void counter_name(const char *who, char out[32]) {
    snprintf(out, 32, "pin_errors.%.16s", who);
}

// No value yet counts as no errors; a store that cannot be read fails.
static bool load_counter(struct vz_kiosk_store *store, const char *who,
                         struct counter *counter) {
    char name[32];
    char *text = NULL;
    *counter = (struct counter){0};
    counter_name(who, name);
    enum vz_status status = vz_kiosk_store_get(store, name, &text);
    if (status == VZ_OK) {
        long long last = 0;
        if (sscanf(text, "%d %lld", &counter->errors, &last) != 2) {
            *counter = (struct counter){0};
        }
        counter->last_ms = last;
    }
    free(text);
    return status == VZ_OK || status == VZ_NOT_FOUND;
}

static bool save_counter(struct vz_kiosk_store *store, const char *who,
                         const struct counter *counter) {
    char name[32], text[48];
    counter_name(who, name);
    snprintf(text, sizeof(text), "%d %lld", counter->errors,
             (long long)counter->last_ms);
    return vz_kiosk_store_set(store, name, text) == VZ_OK;
}

// Seconds to wait before the next try, whole ones, rounded up.
static int seconds_to_wait(const struct counter *counter) {
    int over = counter->errors - VZ_PIN_TRIES;
    if (over < 0) {
        return 0;
    }
    int minutes = waits_min[over < N_WAITS ? over : N_WAITS - 1];
    int64_t whole = (int64_t)minutes * 60000;
    int64_t left = counter->last_ms + whole - vz_clock_wall_ms();
    return left > 0 ? (int)((left + 999) / 1000) : 0;
}

static int tries_left(const struct counter *counter) {
    int left = VZ_PIN_TRIES - counter->errors;
    return left > 0 ? left : 0;
}

struct vz_pin_verdict vz_pin_check(struct vz_kiosk_store *store,
                                   const char *who, const char *hash,
                                   const char *pin) {
    struct counter counter;
    if (!load_counter(store, who, &counter)) {
        return (struct vz_pin_verdict){.result = VZ_PIN_FAILED};
    }
    // A clock that was set back must not lock the door for longer than the
    // wait itself: the wait begins anew.
    if (counter.last_ms > vz_clock_wall_ms()) {
        counter.last_ms = vz_clock_wall_ms();
        save_counter(store, who, &counter);
    }
    int wait = seconds_to_wait(&counter);
    if (wait > 0) {
        return (struct vz_pin_verdict){VZ_PIN_WAIT, 0, wait};
    }
    counter.errors++;
    counter.last_ms = vz_clock_wall_ms();
    if (!save_counter(store, who, &counter)) {
        return (struct vz_pin_verdict){.result = VZ_PIN_FAILED};
    }
    // libsodium wants all of the array, not only the string in it.
    char whole[crypto_pwhash_STRBYTES] = "";
    snprintf(whole, sizeof(whole), "%s", hash ? hash : no_hash);
    bool right = crypto_pwhash_str_verify(whole, pin, strlen(pin)) == 0;
    if (right && hash) {
        // If this is not written, the next right PIN clears it.
        save_counter(store, who, &(struct counter){0});
        return (struct vz_pin_verdict){.result = VZ_PIN_RIGHT};
    }
    LOGW("A wrong PIN for %s, error %d.",
         strcmp(who, "staff") ? "a worker" : "staff", counter.errors);
    return (struct vz_pin_verdict){VZ_PIN_WRONG, tries_left(&counter),
                                   seconds_to_wait(&counter)};
}
