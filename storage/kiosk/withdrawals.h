/*
 * Stories that are asked back at the kiosk, by the hash of their code.
 *
 * What was not yet sent is erased here at once. Everything else is the hub's to
 * erase: the hash waits until the hub has been told (storage/sync), and the
 * kiosk's own copy goes with the tombstone that comes back.
 */
#ifndef VZ_STORAGE_KIOSK_WITHDRAWALS_H
#define VZ_STORAGE_KIOSK_WITHDRAWALS_H

#include "kiosk_store.h"
#include "openrosa/code.h"

// Takes back what holds this hash (64 hexadecimal digits). *gone: it was here,
// no byte of it had left, and now it is erased, also from the write-ahead log;
// its row stays as `abandoned`, so that its number is explained. Else the
// request is stored for the hub. On any failure nothing has changed.
enum vz_status vz_withdrawal_ask(struct vz_kiosk_store *store, const char *hash,
                                 bool *gone);

// The request that has waited longest. VZ_NOT_FOUND: none.
enum vz_status vz_withdrawal_next(struct vz_kiosk_store *store,
                                  char hash[VZ_CODE_HASH_SIZE]);
// The hub has been told of it.
enum vz_status vz_withdrawal_told(struct vz_kiosk_store *store,
                                  const char *hash);
// How many wait.
enum vz_status vz_withdrawals_waiting(struct vz_kiosk_store *store, int64_t *n);

#endif
