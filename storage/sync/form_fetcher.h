/*
 * Brings the installed forms in line with the server's form list.
 *
 * Hashes are compared with those that the last list and manifest gave, never
 * with files. A form and its media are installed as one set or not at all, and
 * a form is retired only when a whole, valid list does not name it.
 */
#ifndef VZ_STORAGE_SYNC_FORM_FETCHER_H
#define VZ_STORAGE_SYNC_FORM_FETCHER_H

#include "sync_link.h"

// *changed: a form was installed or retired. On failure `error` (zeroed before
// the call) names the first form that failed; the others are brought up to
// date all the same. VZ_NETWORK, VZ_DENIED: the list itself was not had;
// VZ_INVALID, VZ_CORRUPT (a download does not match its hash), ...
enum vz_status vz_form_fetcher_run(const struct vz_sync_link *link,
                                   bool *changed, struct vz_error *error);

#endif
