/*
 * A submission's XML without what was told: the same elements, some of them
 * emptied.
 */
#ifndef VZ_OPENROSA_MASK_H
#define VZ_OPENROSA_MASK_H

#include "base/status.h"
#include "base/strbuf.h"

#include <stdbool.h>

// Appends the XML anew. Each element without element children is a leaf, as in
// vz_submission_parse; `keeps` is asked once a leaf, in document order, with
// its path below the root and its text, and a leaf that it does not keep loses
// its text and its attributes. Comments, instructions and text beside elements
// are left out; element names, namespaces and other attributes stay, prefixes
// may change. VZ_SYNTAX, VZ_INVALID and VZ_LIMIT as vz_submission_parse;
// VZ_NOMEM. On failure `out` is not whole.
enum vz_status vz_submission_mask(
    struct vz_strbuf *out, const char *xml, size_t len,
    bool (*keeps)(const char *path, const char *text, void *userdata),
    void *userdata);

#endif
