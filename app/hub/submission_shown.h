/*
 * One submission as somebody may see it: its XML without what consent keeps
 * back, and its consent, by which its files are shown or not.
 */
#ifndef VZ_HUB_SUBMISSION_SHOWN_H
#define VZ_HUB_SUBMISSION_SHOWN_H

#include "form_catalogue.h"
#include "storage/hub/consent_ladder.h"
#include "storage/hub/submission_view.h"

struct vz_submission_shown {
    struct vz_hub_submission_list list; // the one, with its XML
    bool asked;                         // its form asks for consent
    char *consent;                      // the answer; NULL = none
};

// Finds it. VZ_NOT_FOUND; VZ_CORRUPT: its XML or its form cannot be read.
enum vz_status vz_submission_shown_find(struct vz_submission_shown *shown,
                                        struct vz_hub_store *store,
                                        const char *xml_form_id,
                                        const char *instance_id);
// Appends its XML. The check of the withdrawal code is never in it; where
// nothing else is kept back the rest is byte for byte when it has none.
enum vz_status vz_submission_shown_xml(const struct vz_submission_shown *shown,
                                       struct vz_hub_store *store,
                                       const char *xml_form_id,
                                       enum vz_consent audience,
                                       struct vz_strbuf *out);
void vz_submission_shown_finish(struct vz_submission_shown *shown);

#endif
