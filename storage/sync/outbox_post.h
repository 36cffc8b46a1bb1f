/*
 * The bodies of submission posts: multipart/form-data, split under a limit.
 *
 * The same record and range always give the same bytes, so that a repeat is
 * one: the boundary is made from the digest of the XML.
 */
#ifndef VZ_STORAGE_SYNC_OUTBOX_POST_H
#define VZ_STORAGE_SYNC_OUTBOX_POST_H

#include "base/strbuf.h"
#include "storage/kiosk/outbox.h"

// Limit of servers that name none.
#define VZ_OUTBOX_DEFAULT_LIMIT 10000000
#define VZ_OUTBOX_MAX_FILES 100

// Attachments first..first+n-1 of a record, without those accepted before.
struct vz_outbox_post {
    size_t first, n;
    size_t n_files; // that are in the body
    bool last;      // no further post follows
};

// The post that begins at attachment `from`: as many files as fit under
// `limit` bytes, at least one. A file over the limit goes alone.
struct vz_outbox_post vz_outbox_post_plan(const struct vz_outbox_record *record,
                                          size_t from, int64_t limit);

// The whole body; check out->failed.
void vz_outbox_post_write(struct vz_strbuf *out,
                          const struct vz_outbox_record *record,
                          const struct vz_outbox_post *post);

// The Content-Type header that goes with it. 128 bytes are enough.
#define VZ_OUTBOX_POST_TYPE_SIZE 128
void vz_outbox_post_type(char out[VZ_OUTBOX_POST_TYPE_SIZE],
                         const struct vz_outbox_record *record);

#endif
