/*
 * Attachments on their way out: files that obey consent.
 *
 * The files that exports hand out come from here and from nowhere else. A file
 * tells what a story tells, so it needs the same consent; a voice tells who is
 * speaking as well, so it leaves only with consent for everyone.
 */
#ifndef VZ_STORAGE_HUB_HUB_ATTACHMENTS_H
#define VZ_STORAGE_HUB_HUB_ATTACHMENTS_H

#include "hub_rows.h"

struct vz_hub_attachments;

// Whether a file may be shown to an audience. `consent` is the answer, NULL or
// "" = none; `asked`: the form has a consent question; `content_type` NULL =
// not said, which may be a voice.
bool vz_hub_attachment_leaves(bool asked, const char *consent,
                              const char *content_type,
                              enum vz_consent audience);

// Opens the files of a form's submissions, for the audience that `params`
// names. While the form's rows are open on this store the files are of the
// same snapshot. Files that the XML does not name stay at the hub.
enum vz_status vz_hub_attachments_open(struct vz_hub_attachments **out,
                                       struct vz_hub_store *store,
                                       const struct vz_hub_rows_params *params,
                                       struct vz_error *error);
// NULL is allowed.
void vz_hub_attachments_close(struct vz_hub_attachments *attachments);

// The files, read once, each whole in memory: media/INSTANCE/NAME, with '-'
// for what file systems refuse. Valid until close.
struct vz_table_files *
vz_hub_attachments_files(struct vz_hub_attachments *attachments);

#endif
