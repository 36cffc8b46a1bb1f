/*
 * Files that a visit makes (drawings, recordings), in memory until the last
 * screen: then those that answers still name go into the store with the
 * submission. Overwritten before they are freed. Main thread only.
 */
#ifndef VZ_KIOSK_ATTACHMENTS_H
#define VZ_KIOSK_ATTACHMENTS_H

#include <stdbool.h>
#include <stddef.h>

// All of a visit's files together; a submission is sealed in memory too.
#define VZ_ATTACHMENTS_MAX ((size_t)48 << 20)

struct vz_attachment {
    char *name;               // plain file name, as the answer holds it; owned
    const char *content_type; // static
    void *bytes;              // owned
    size_t len;
};

// Zeroed = empty.
struct vz_attachments {
    struct vz_attachment *items;
    size_t n, cap;
    size_t bytes;   // of all of them
    size_t counter; // of the names made so far
};

void vz_attachments_finish(struct vz_attachments *attachments);

// A name that the visit has not used yet, such as "tekening-2.png", for
// free(3); NULL = out of memory.
char *vz_attachments_name(struct vz_attachments *attachments, const char *stem,
                          const char *ending);
// Takes `bytes` (of malloc), which replace those of a file of that name. False
// when out of memory or over the limit: then they are overwritten and freed.
bool vz_attachments_put(struct vz_attachments *attachments, const char *name,
                        const char *content_type, void *bytes, size_t len);
// The file of this name, or NULL; valid until the next change.
const struct vz_attachment *
vz_attachments_find(const struct vz_attachments *attachments, const char *name);
// Overwrites and forgets it; harmless when there is none.
void vz_attachments_remove(struct vz_attachments *attachments,
                           const char *name);

#endif
