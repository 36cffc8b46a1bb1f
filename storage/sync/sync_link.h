/*
 * What the parts of a sync round share: the store, the wire, the addresses.
 * Belongs to the thread that runs the round.
 */
#ifndef VZ_STORAGE_SYNC_SYNC_LINK_H
#define VZ_STORAGE_SYNC_SYNC_LINK_H

#include "http_client.h"
#include "openrosa/bundle_file.h"
#include "storage/kiosk/kiosk_store.h"
#include "sync.h"

// What addresses in a bundle begin with.
#define VZ_BUNDLE_URL "bundle:/"

struct vz_sync_link {
    struct vz_kiosk_store *store;
    struct vz_http_client *http;
    const char *server;    // base address
    const char *device_id; // or NULL
    // The hub's documents come from here instead, and `server` is VZ_BUNDLE_URL
    // ("bundle:/NAME" is the entry NAME). NULL: from the network.
    struct vz_bundle_reader *bundle;
    struct vz_sync_callbacks callbacks;
};

// Appends server + "/" + name and the deviceID.
void vz_sync_link_url(const struct vz_sync_link *link, struct vz_strbuf *url,
                      const char *name);

// Tells the owner that counts changed, or forms did.
void vz_sync_link_tell_status(const struct vz_sync_link *link);
void vz_sync_link_tell_forms(const struct vz_sync_link *link);

// Asks for a document. VZ_OK: 200 with a body. VZ_NETWORK: not reached, or not
// our server; VZ_DENIED: the key; VZ_NOT_FOUND; VZ_LIMIT. `openrosa`: the
// header must be there (it is missing on the files that lists point to).
// An interrupted request is VZ_NETWORK without a message.
enum vz_status vz_sync_link_get(const struct vz_sync_link *link,
                                const char *url, size_t max, bool openrosa,
                                struct vz_http_reply *reply,
                                struct vz_error *error);

#endif
