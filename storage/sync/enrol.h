/*
 * Enrolment: a one-time code becomes this device's key.
 *
 * The wire: POST ADDRESS/v1/enrol, the code as the whole body (text/plain). The
 * hub answers 200 with lines "name: value": server, salt, withdrawal.
 */
#ifndef VZ_STORAGE_SYNC_ENROL_H
#define VZ_STORAGE_SYNC_ENROL_H

#include "base/status.h"

#define VZ_ENROL_TEXT_SIZE 512

// What the hub gives. Holds the key: wipe it after use.
struct vz_enrolment {
    char server[VZ_ENROL_TEXT_SIZE];         // of struct vz_sync_params
    char salt[VZ_ENROL_TEXT_SIZE];           // for withdrawal codes
    char withdrawal_url[VZ_ENROL_TEXT_SIZE]; // of the page for them
};

// Asks the hub; waits for it at most some 20 s, so not on the main thread.
// `address` is as people type it: without a scheme it is https. VZ_DENIED: the
// hub does not know the code (any more); VZ_NETWORK; VZ_INVALID: the address or
// the reply makes no sense.
enum vz_status vz_enrol(const char *address, const char *code,
                        const char *ca_file, struct vz_enrolment *enrolment,
                        struct vz_error *error);

#endif
