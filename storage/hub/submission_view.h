/*
 * Single submissions, for people: which there are, their XML, their files and
 * what a coordinator thinks of them. What consent keeps back is not decided
 * here: the caller shows XML and files by consent_ladder.h.
 */
#ifndef VZ_STORAGE_HUB_SUBMISSION_VIEW_H
#define VZ_STORAGE_HUB_SUBMISSION_VIEW_H

#include "hub_store.h"

// Texts live in the list's arena; NULL = none.
struct vz_hub_submission {
    int64_t submission_id;
    const char *instance_id, *version;
    int64_t device_id; // 0 = none
    const char *device, *client_id;
    const char *review_state;
    const char *received_at, *reviewed_at;
    bool edits;      // it replaced another
    const char *xml; // only from vz_hub_submission_get
    size_t xml_len;
};
struct vz_hub_submission_list {
    struct vz_arena arena;
    struct vz_hub_submission *items;
    size_t n;
};
// Submissions of a form that no edit has replaced, the newest first, which are
// older than `before` (INT64_MAX = all); at most `limit`, of which the first
// `skip` are passed over.
enum vz_status vz_hub_submissions(struct vz_hub_store *store,
                                  const char *xml_form_id, int64_t before,
                                  int64_t limit, int64_t skip,
                                  struct vz_hub_submission_list *list);
// One with its XML. VZ_NOT_FOUND.
enum vz_status vz_hub_submission_get(struct vz_hub_store *store,
                                     const char *xml_form_id,
                                     const char *instance_id,
                                     struct vz_hub_submission_list *list);
void vz_hub_submission_list_finish(struct vz_hub_submission_list *list);

struct vz_hub_file_info {
    const char *name, *content_type; // content_type NULL = not said
    int64_t blob_id;                 // 0 = it has not come
};
struct vz_hub_file_list {
    struct vz_arena arena;
    struct vz_hub_file_info *items;
    size_t n;
};
// The files that a submission's XML names.
enum vz_status vz_hub_submission_files(struct vz_hub_store *store,
                                       int64_t submission_id,
                                       struct vz_hub_file_list *list);
void vz_hub_file_list_finish(struct vz_hub_file_list *list);

// Writes down a review: approved, rejected, hasIssues or NULL = none.
// VZ_INVALID: another word.
enum vz_status vz_hub_submission_review(struct vz_hub_store *store,
                                        const struct vz_hub_submission *one,
                                        const char *review_state,
                                        const char *actor);

#endif
