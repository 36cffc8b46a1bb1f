/*
 * A submission as it comes in, over the wire or in a bundle: the multipart body
 * is read, its XML parsed and its form found, and what the sender is told.
 */
#ifndef VZ_HUB_INTAKE_H
#define VZ_HUB_INTAKE_H

#include "form_catalogue.h"
#include "upload.h"

// What the sender is told; status 0 = nothing is wrong so far.
struct vz_intake_reply {
    unsigned status; // of HTTP
    const char *message;
};

struct vz_intake {
    struct vz_form_catalogue *catalogue; // borrowed
    struct vz_upload upload;
    struct vz_submission parsed;
    const struct vz_form_catalogue_form *form; // found while the XML is read
    bool form_known;                           // its version too
    enum vz_status form_status;
    struct vz_error error; // what a reply's message may point to
};

// Begins with a request's Content-Type; `dir` is the store's, borrowed. Zeroed
// is allowed to finish.
struct vz_intake_reply vz_intake_init(struct vz_intake *intake,
                                      struct vz_form_catalogue *catalogue,
                                      const char *content_type,
                                      const char *dir);
void vz_intake_finish(struct vz_intake *intake);
// More of the body.
struct vz_intake_reply vz_intake_feed(struct vz_intake *intake,
                                      const char *bytes, size_t len);
// The body is complete. Nothing wrong: `incoming` is what the store takes, as
// long as the intake lives.
struct vz_intake_reply vz_intake_end(struct vz_intake *intake,
                                     int64_t device_id,
                                     struct vz_hub_incoming *incoming);
// What the sender is told of a body that is refused before it is read.
struct vz_intake_reply vz_intake_refusal(enum vz_status status);
// What the sender is told after the store answered `status`.
struct vz_intake_reply vz_intake_stored(enum vz_status status);
// Says in `body` which files are durable, for a 201. False: out of memory.
bool vz_intake_receipt(const struct vz_intake *intake, struct vz_strbuf *body);

#define VZ_INTAKE_THANKS "full submission upload was successful!"

#endif
