/*
 * Text made fit for formats that break on what is no text: every byte that is
 * no UTF-8, and every control character but tab and line ends, becomes U+FFFD.
 */
#ifndef VZ_STORAGE_EXPORT_CLEAN_TEXT_H
#define VZ_STORAGE_EXPORT_CLEAN_TEXT_H

#include "base/strbuf.h"

// `text` itself when it is fit, else a cleaned copy in `scratch` (which is
// cleared first). Out of memory shows in scratch->failed.
const char *vz_export_clean(struct vz_strbuf *scratch, const char *text);

// The length of the longest beginning of fit text that has at most `max`
// bytes and ends with a whole character.
size_t vz_export_fit_bytes(const char *text, size_t max);
// The same in UTF-16 units, in which Excel counts.
size_t vz_export_fit_utf16(const char *text, size_t max);
// The same in characters, in which Stata counts.
size_t vz_export_fit_characters(const char *text, size_t max);

#endif
