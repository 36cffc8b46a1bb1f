/*
 * Files that came with a form (lists, pictures), laid out in a folder, because
 * the form engine reads them by name from one.
 *
 * DIR/media/KEY, where KEY is a digest of the form's id and version and of the
 * names and hashes of its files. A folder gets that name once it is complete,
 * and is never changed after: a new set of files makes a new folder, beside
 * the one that a visit may still be reading. Store thread only.
 */
#ifndef VZ_KIOSK_MEDIA_FOLDER_H
#define VZ_KIOSK_MEDIA_FOLDER_H

#include "storage/kiosk/kiosk_store.h"

// The folder of an offered form's files, made if it is not there, in *path for
// free(3); NULL for a form without files. `dir` is the store's. VZ_IO,
// VZ_FULL, VZ_NOMEM. A file whose name is not a plain one is left out.
enum vz_status vz_media_folder_lay(const char *dir,
                                   struct vz_kiosk_store *store,
                                   const struct vz_kiosk_form *form,
                                   char **path);

// Removes the folders that neither `used` names nor an offered form needs, and
// what an interruption left half made. What cannot be removed is logged.
void vz_media_folder_sweep(const char *dir, struct vz_kiosk_store *store,
                           const char *const *used, size_t n_used);

#endif
