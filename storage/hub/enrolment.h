/*
 * One-time codes with which a kiosk gets its key.
 *
 * Eight letters and digits that cannot be taken for one another, 40 bits at
 * random: good for a day, once. Only the code's hash is stored.
 */
#ifndef VZ_STORAGE_HUB_ENROLMENT_H
#define VZ_STORAGE_HUB_ENROLMENT_H

#include "hub_store.h"

#define VZ_ENROLMENT_CODE_SIZE 10 // "K7MP-Q2XW" and its NUL
#define VZ_ENROLMENT_HOURS 24

// Makes a code for a device of this name, in place of an older one.
// VZ_EXISTS: there is such a device already.
enum vz_status vz_hub_enrolment_make(struct vz_hub_store *store,
                                     const char *name, const char *actor,
                                     char code[VZ_ENROLMENT_CODE_SIZE],
                                     struct vz_error *error);

// The code is handed in: the device is made and its token given. White space,
// hyphens and the case of the letters count for nothing. VZ_DENIED: no such
// code, used, or too old.
enum vz_status vz_hub_enrolment_use(struct vz_hub_store *store,
                                    const char *code, char token[VZ_TOKEN_SIZE],
                                    struct vz_error *error);

#endif
