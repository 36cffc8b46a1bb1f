#include "zip_writer.h"

#include "base/clock.h"
#include "base/file.h"
#include "growing_file.h"

#include <archive.h>
#include <archive_entry.h>
#include <stdlib.h>

struct vz_zip {
    struct vz_growing_file *file;
    struct archive *archive;
};

static enum vz_status fail(struct vz_zip *zip, struct vz_error *error) {
    int code = zip->archive ? archive_errno(zip->archive) : 0;
    return vz_growing_file_failed(zip->file, code, error);
}

static bool open_archive(struct vz_zip *zip) {
    zip->archive = archive_write_new();
    // Names are UTF-8 whatever the locale of the process.
    return zip->archive &&
           archive_write_set_format_zip(zip->archive) == ARCHIVE_OK &&
           archive_write_set_format_option(zip->archive, "zip", "hdrcharset",
                                           "UTF-8") >= ARCHIVE_WARN &&
           archive_write_open_fd(zip->archive, vz_growing_file_descriptor(
                                                   zip->file)) == ARCHIVE_OK;
}

struct vz_zip *vz_zip_create(const char *path, struct vz_error *error) {
    struct vz_zip *zip = calloc(1, sizeof(*zip));
    if (!zip) {
        vz_error_nomem(error);
        return NULL;
    }
    zip->file = vz_growing_file_create(path, error);
    if (!zip->file) {
        free(zip);
        return NULL;
    }
    if (!open_archive(zip)) {
        fail(zip, error);
        vz_zip_destroy(zip);
        return NULL;
    }
    return zip;
}

enum vz_status vz_zip_begin(struct vz_zip *zip, const char *name,
                            struct vz_error *error) {
    struct archive_entry *entry = archive_entry_new();
    if (!entry) {
        vz_error_nomem(error);
        return VZ_NOMEM;
    }
    archive_entry_set_pathname_utf8(entry, name);
    archive_entry_set_filetype(entry, AE_IFREG);
    archive_entry_set_perm(entry, 0644);
    archive_entry_set_mtime(entry, vz_clock_wall_ms() / 1000, 0);
    int code = archive_write_header(zip->archive, entry);
    archive_entry_free(entry);
    return code >= ARCHIVE_WARN ? VZ_OK : fail(zip, error);
}

enum vz_status vz_zip_write(struct vz_zip *zip, const void *bytes, size_t len,
                            struct vz_error *error) {
    const char *at = bytes;
    while (len > 0) {
        la_ssize_t n = archive_write_data(zip->archive, at, len);
        if (n <= 0) {
            return fail(zip, error);
        }
        at += n;
        len -= (size_t)n;
    }
    return VZ_OK;
}

enum vz_status vz_zip_finish(struct vz_zip *zip, struct vz_error *error) {
    if (archive_write_close(zip->archive) != ARCHIVE_OK) {
        return fail(zip, error);
    }
    archive_write_free(zip->archive);
    zip->archive = NULL;
    return vz_growing_file_finish(zip->file, error);
}

void vz_zip_destroy(struct vz_zip *zip) {
    if (!zip) {
        return;
    }
    if (zip->archive) {
        archive_write_free(zip->archive);
    }
    vz_growing_file_destroy(zip->file);
    free(zip);
}
