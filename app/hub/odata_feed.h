/*
 * The rows of a feed, written in pieces of 250.
 *
 * Each piece is a short read of the store that goes on where the last one
 * ended, so a page costs the same wherever it is, no writer waits, and a reply
 * of a million rows takes the memory of one piece. Cells obey consent: they
 * come through hub_rows.h.
 */
#ifndef VZ_HUB_ODATA_FEED_H
#define VZ_HUB_ODATA_FEED_H

#include "form_history.h"
#include "odata_options.h"

struct vz_exchange;
struct vz_odata_feed;

struct vz_odata_request {
    const char *form;     // formID
    const char *table;    // "Submissions", "Submissions.group.repeat"
    const char *instance; // only this submission, or NULL
};

// Makes the first piece. NULL with error. VZ_NOT_FOUND: no such form, table or
// submission; VZ_INVALID: $select names what is not there. Takes `options`.
struct vz_odata_feed *vz_odata_feed_open(struct vz_exchange *exchange,
                                         const struct vz_odata_request *request,
                                         struct vz_odata_options *options,
                                         struct vz_error *error);
// All of it, when the first piece was the last too; else NULL.
struct vz_strbuf *vz_odata_feed_whole(struct vz_odata_feed *feed);
// As vz_http_stream has it.
bool vz_odata_feed_more(void *feed, struct vz_strbuf *out, bool *broken);
void vz_odata_feed_close(void *feed);

#endif
