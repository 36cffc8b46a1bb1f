#include "growing_file.h"

#include "base/file.h"
#include "base/memory.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define BUFFER_SIZE ((size_t)256 * 1024)

struct vz_growing_file {
    char *path, *part;
    int fd;
    int failed; // errno of the first write that failed
    bool finished;
    char *buffer;
    size_t used;
};

enum vz_status vz_growing_file_failed(const struct vz_growing_file *file,
                                      int code, struct vz_error *error) {
    enum vz_status status = vz_status_from_errno(code);
    vz_error_set(error, status, "%s cannot be written: %s.", file->path,
                 vz_status_text(status));
    return status;
}

struct vz_growing_file *vz_growing_file_create(const char *path,
                                               struct vz_error *error) {
    struct vz_growing_file *file = calloc(1, sizeof(*file));
    struct vz_strbuf part = {0};
    vz_strbuf_printf(&part, "%s.part", path);
    if (file) {
        file->fd = -1;
        file->path = strdup(path);
        file->part = vz_strbuf_take(&part);
        file->buffer = malloc(BUFFER_SIZE);
    }
    vz_strbuf_finish(&part);
    if (!file || !file->path || !file->part || !file->buffer) {
        vz_growing_file_destroy(file);
        vz_error_nomem(error);
        return NULL;
    }
    file->fd = open(file->part, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    if (file->fd < 0) {
        vz_growing_file_failed(file, errno, error);
        vz_growing_file_destroy(file);
        return NULL;
    }
    return file;
}

int vz_growing_file_descriptor(const struct vz_growing_file *file) {
    return file->fd;
}

const char *vz_growing_file_part(const struct vz_growing_file *file) {
    return file->part;
}

static bool write_out(struct vz_growing_file *file, const char *bytes,
                      size_t len) {
    while (len > 0 && !file->failed) {
        ssize_t n = write(file->fd, bytes, len);
        if (n < 0 && errno != EINTR) {
            file->failed = errno;
        } else if (n > 0) {
            bytes += n;
            len -= (size_t)n;
        }
    }
    return !file->failed;
}

static bool flush(struct vz_growing_file *file) {
    size_t used = file->used;
    file->used = 0;
    return write_out(file, file->buffer, used);
}

bool vz_growing_file_write(struct vz_growing_file *file, const void *bytes,
                           size_t len) {
    if (len > BUFFER_SIZE - file->used && !flush(file)) {
        return false;
    }
    if (len > BUFFER_SIZE) {
        return write_out(file, bytes, len);
    }
    memcpy(file->buffer + file->used, bytes, len);
    file->used += len;
    return !file->failed;
}

enum vz_status vz_growing_file_finish(struct vz_growing_file *file,
                                      struct vz_error *error) {
    if (!flush(file)) {
        return vz_growing_file_failed(file, file->failed, error);
    }
    if (fsync(file->fd) || rename(file->part, file->path)) {
        return vz_growing_file_failed(file, errno, error);
    }
    file->finished = true;
    return VZ_OK;
}

void vz_growing_file_destroy(struct vz_growing_file *file) {
    if (!file) {
        return;
    }
    if (file->fd >= 0) {
        close(file->fd);
        if (!file->finished) {
            unlink(file->part);
        }
    }
    free(file->buffer);
    free(file->part);
    free(file->path);
    free(file);
}
