#include "spool.h"

#include "base/file.h"
#include "base/strbuf.h"

#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define ROW_MAX ((size_t)1 << 30)

// A row is its length, then each cell: 1 and its text with NUL, or 0.
struct vz_spool {
    FILE *file;
    size_t n;
    struct vz_strbuf row;
};

static enum vz_status fail(enum vz_status status, struct vz_error *error) {
    vz_error_set(error, status, "A working file beside the export fails: %s.",
                 vz_status_text(status));
    return status;
}

// A file without a name in the folder of `beside`.
static int open_unnamed(const char *beside) {
    const char *base = vz_path_base(beside);
    struct vz_strbuf path = {0};
    vz_strbuf_append_n(&path, beside, (size_t)(base - beside));
    vz_strbuf_append(&path, ".");
    int fd = path.failed
                 ? -1
                 : open(path.data, O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
    if (fd < 0 && !path.failed) { // a disk that knows no such files
        vz_strbuf_append(&path, "/.vertelhub-XXXXXX");
        fd = path.failed ? -1 : mkostemp(path.data, O_CLOEXEC);
        if (fd >= 0) {
            unlink(path.data);
        }
    }
    vz_strbuf_finish(&path);
    return fd;
}

struct vz_spool *vz_spool_create(const char *beside, size_t n,
                                 struct vz_error *error) {
    struct vz_spool *spool = calloc(1, sizeof(*spool));
    if (!spool) {
        vz_error_nomem(error);
        return NULL;
    }
    spool->n = n;
    int fd = open_unnamed(beside);
    spool->file = fd >= 0 ? fdopen(fd, "w+") : NULL;
    if (!spool->file) {
        fail(vz_status_from_errno(errno), error);
        if (fd >= 0) {
            close(fd);
        }
        free(spool);
        return NULL;
    }
    return spool;
}

enum vz_status vz_spool_add(struct vz_spool *spool, const char *const *cells,
                            struct vz_error *error) {
    struct vz_strbuf *row = &spool->row;
    vz_strbuf_clear(row);
    for (size_t i = 0; i < spool->n; i++) {
        vz_strbuf_append_char(row, cells[i] ? 1 : 0);
        if (cells[i]) {
            vz_strbuf_append_n(row, cells[i], strlen(cells[i]) + 1);
        }
    }
    if (row->failed) {
        vz_error_nomem(error);
        return VZ_NOMEM;
    }
    if (row->len > ROW_MAX) {
        return fail(VZ_LIMIT, error);
    }
    uint32_t len = (uint32_t)row->len;
    if (fwrite(&len, sizeof(len), 1, spool->file) != 1 ||
        (len && fwrite(row->data, len, 1, spool->file) != 1)) {
        return fail(vz_status_from_errno(errno), error);
    }
    return VZ_OK;
}

enum vz_status vz_spool_rewind(struct vz_spool *spool, struct vz_error *error) {
    if (fflush(spool->file) || ferror(spool->file) ||
        fseeko(spool->file, 0, SEEK_SET)) {
        return fail(vz_status_from_errno(errno), error);
    }
    return VZ_OK;
}

enum vz_status vz_spool_next(struct vz_spool *spool, const char **cells,
                             struct vz_error *error) {
    uint32_t len;
    if (fread(&len, sizeof(len), 1, spool->file) != 1) {
        return ferror(spool->file) ? fail(VZ_IO, error) : VZ_NOT_FOUND;
    }
    vz_strbuf_clear(&spool->row);
    if (!vz_strbuf_reserve(&spool->row, len + 1)) {
        vz_error_nomem(error);
        return VZ_NOMEM;
    }
    if (len && fread(spool->row.data, len, 1, spool->file) != 1) {
        return fail(VZ_IO, error);
    }
    const char *at = spool->row.data;
    for (size_t i = 0; i < spool->n; i++) {
        bool there = *at++;
        cells[i] = there ? at : NULL;
        at += there ? strlen(at) + 1 : 0;
    }
    return VZ_OK;
}

void vz_spool_destroy(struct vz_spool *spool) {
    if (spool) {
        fclose(spool->file);
        vz_strbuf_finish(&spool->row);
        free(spool);
    }
}
