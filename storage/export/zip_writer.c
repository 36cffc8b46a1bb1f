#include "zip_writer.h"

#include "base/clock.h"
#include "base/file.h"

#include <archive.h>
#include <archive_entry.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct vz_zip {
    char *path, *growing; // growing: path + ".part"
    int fd;
    struct archive *archive;
};

static enum vz_status fail(struct vz_zip *zip, struct vz_error *error) {
    int code = zip->archive ? archive_errno(zip->archive) : errno;
    enum vz_status status = vz_status_from_errno(code);
    vz_error_set(error, status, "%s cannot be written: %s.", zip->path,
                 vz_status_text(status));
    return status;
}

static bool open_archive(struct vz_zip *zip) {
    zip->fd =
        open(zip->growing, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    if (zip->fd < 0) {
        return false;
    }
    zip->archive = archive_write_new();
    // Names are UTF-8 whatever the locale of the process.
    return zip->archive &&
           archive_write_set_format_zip(zip->archive) == ARCHIVE_OK &&
           archive_write_set_format_option(zip->archive, "zip", "hdrcharset",
                                           "UTF-8") >= ARCHIVE_WARN &&
           archive_write_open_fd(zip->archive, zip->fd) == ARCHIVE_OK;
}

struct vz_zip *vz_zip_create(const char *path, struct vz_error *error) {
    struct vz_zip *zip = calloc(1, sizeof(*zip));
    size_t len = strlen(path);
    if (zip) {
        zip->fd = -1;
        zip->path = strdup(path);
        zip->growing = malloc(len + sizeof(".part"));
    }
    if (!zip || !zip->path || !zip->growing) {
        vz_error_nomem(error);
        free(zip ? zip->growing : NULL);
        free(zip ? zip->path : NULL);
        free(zip);
        return NULL;
    }
    memcpy(zip->growing, path, len);
    memcpy(zip->growing + len, ".part", sizeof(".part"));
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
    if (fsync(zip->fd) || rename(zip->growing, zip->path)) {
        return fail(zip, error);
    }
    free(zip->growing);
    zip->growing = NULL;
    return VZ_OK;
}

void vz_zip_destroy(struct vz_zip *zip) {
    if (!zip) {
        return;
    }
    if (zip->archive) {
        archive_write_free(zip->archive);
    }
    if (zip->fd >= 0) {
        close(zip->fd);
    }
    if (zip->growing) {
        unlink(zip->growing);
    }
    free(zip->growing);
    free(zip->path);
    free(zip);
}
