/*
 * PINs of staff and workers: hashing, and the brake on guessing.
 *
 * A try is counted on disk before it is checked and taken back when it was
 * right, so that pulling the plug gives nobody another try. After five errors
 * every further one costs a wait of 1, 2, 5, then 15 minutes, per number.
 */
#ifndef VZ_KIOSK_PIN_H
#define VZ_KIOSK_PIN_H

#include "storage/kiosk/kiosk_store.h"

// Argon2id at these costs everywhere in the kiosk.
#define VZ_ARGON2_PASSES 2
#define VZ_ARGON2_BYTES (19u * 1024 * 1024)

#define VZ_PIN_DIGITS_MAX 12
#define VZ_PIN_STAFF_DIGITS 6
#define VZ_PIN_WORKER_DIGITS_MIN 4
#define VZ_PIN_HASH_SIZE 128
#define VZ_PIN_TRIES 5

// Must be called once before anything else here and in openrosa/code.h. False
// when the system gives no random numbers.
bool vz_pin_init(void);

// The line for the settings file. False = out of memory. Slow on purpose.
bool vz_pin_hash(const char *pin, char out[VZ_PIN_HASH_SIZE]);

enum vz_pin_result {
    VZ_PIN_RIGHT,
    VZ_PIN_WRONG,
    VZ_PIN_WAIT,   // too many errors: it was not even looked at
    VZ_PIN_FAILED, // the store would not count it, so it was not checked
};
struct vz_pin_verdict {
    enum vz_pin_result result;
    int tries_left; // before waiting begins; 0 afterwards
    int wait_s;     // until the next try is looked at; 0 = none
};

// Checks a PIN on the store thread. `who` is "staff" or "07"; `hash` NULL means
// there is no such number, which costs the same time and counts the same.
struct vz_pin_verdict vz_pin_check(struct vz_kiosk_store *store,
                                   const char *who, const char *hash,
                                   const char *pin);

#endif
