/*
 * The files that a form uses, read from the folder beside it.
 */
#ifndef VZ_HUB_FORM_MEDIA_H
#define VZ_HUB_FORM_MEDIA_H

#include "base/status.h"
#include "storage/hub/hub_store.h"

// Zeroed = empty.
struct vz_form_media_files {
    struct vz_hub_media *items;
    size_t n, cap;
};

// Reads every plain file of `dir`, or, when `dir` is NULL, of the folder
// "<path without ending>-media" if there is one. On failure the list is empty.
bool vz_form_media_read(struct vz_form_media_files *files, const char *path,
                        const char *dir, struct vz_error *error);
void vz_form_media_finish(struct vz_form_media_files *files);

#endif
