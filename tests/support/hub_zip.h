// Reads one file out of a zip.
#ifndef VZ_TESTS_HUB_ZIP_H
#define VZ_TESTS_HUB_ZIP_H

#include "base/strbuf.h"

// Appends the file's bytes; false when the zip or the file is not there.
bool hub_zip_read(const char *path, const char *name, struct vz_strbuf *out);

#endif
