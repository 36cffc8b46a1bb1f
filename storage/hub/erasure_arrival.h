/*
 * A submission at the door: has it been erased already?
 *
 * A kiosk that was offline sends a story after its teller took it back, and a
 * kiosk that got no answer sends one again. Both are stored without the words.
 */
#ifndef VZ_STORAGE_HUB_ERASURE_ARRIVAL_H
#define VZ_STORAGE_HUB_ERASURE_ARRIVAL_H

#include "hub_submissions.h"

// The hash of its withdrawal code, in the submission's memory; NULL = none.
const char *vz_hub_withdrawal_of(const struct vz_schema *schema,
                                 const struct vz_submission *parsed);

struct vz_hub_arrival {
    const struct vz_hub_incoming *incoming; // what is to be stored
    bool erased;                            // it is masked
    struct vz_hub_incoming own;             // of the masked one
    struct vz_submission parsed;
    struct vz_strbuf xml;
};

// Decides by the instanceID, by that of the submission which it edits, and by
// the withdrawal code; masks it when it was erased. Within the caller's
// transaction. Needs vz_hub_arrival_finish in any case.
enum vz_status vz_hub_arrival_init(struct vz_hub_arrival *arrival,
                                   struct vz_hub_store *store,
                                   const struct vz_hub_incoming *incoming);
void vz_hub_arrival_finish(struct vz_hub_arrival *arrival);

// Writes down that the new row is an erased one.
enum vz_status vz_hub_arrival_erased(const struct vz_hub_arrival *arrival,
                                     struct vz_hub_store *store,
                                     int64_t submission_id);

#endif
