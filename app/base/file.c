#include "file.h"

#include "memory.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

enum vz_status vz_status_from_errno(int error) {
    switch (error) {
    case ENOSPC:
    case EDQUOT:
        return VZ_FULL;
    case ENOENT:
        return VZ_NOT_FOUND;
    case EACCES:
    case EPERM:
        return VZ_DENIED;
    case ENOMEM:
        return VZ_NOMEM;
    default:
        return VZ_IO;
    }
}

static enum vz_status read_all(int fd, size_t max, struct vz_strbuf *out) {
    size_t start = out->len;
    for (;;) {
        if (!vz_strbuf_reserve(out, 64 * 1024)) {
            return VZ_NOMEM;
        }
        ssize_t n = read(fd, out->data + out->len, 64 * 1024);
        if (n < 0 && errno == EINTR) {
            continue;
        }
        if (n < 0) {
            return vz_status_from_errno(errno);
        }
        if (n == 0) {
            return VZ_OK;
        }
        out->len += (size_t)n;
        out->data[out->len] = '\0';
        if (out->len - start > max) {
            return VZ_LIMIT;
        }
    }
}

enum vz_status vz_file_read(const char *path, size_t max,
                            struct vz_strbuf *out) {
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0) {
        return vz_status_from_errno(errno);
    }
    enum vz_status status = read_all(fd, max, out);
    close(fd);
    return status;
}

static enum vz_status write_all(int fd, const char *bytes, size_t len) {
    while (len > 0) {
        ssize_t n = write(fd, bytes, len);
        if (n < 0 && errno == EINTR) {
            continue;
        }
        if (n < 0) {
            return vz_status_from_errno(errno);
        }
        bytes += n;
        len -= (size_t)n;
    }
    return VZ_OK;
}

static enum vz_status sync_dir_of(const char *path) {
    const char *base = vz_path_base(path);
    char *dir = base == path ? strdup(".")
                             : vz_strndup(path, (size_t)(base - path));
    if (!dir) {
        return VZ_NOMEM;
    }
    enum vz_status status = VZ_OK;
    int fd = open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0 || fsync(fd)) {
        status = vz_status_from_errno(errno);
    }
    if (fd >= 0) {
        close(fd);
    }
    free(dir);
    return status;
}

static enum vz_status write_new(const char *temp, const void *bytes, size_t len,
                                bool sync) {
    int fd = open(temp, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    if (fd < 0) {
        return vz_status_from_errno(errno);
    }
    enum vz_status status = write_all(fd, bytes, len);
    if (sync && status == VZ_OK && fsync(fd)) {
        status = vz_status_from_errno(errno);
    }
    if (close(fd) && status == VZ_OK) {
        status = vz_status_from_errno(errno);
    }
    return status;
}

static enum vz_status replace_file(const char *path, const void *bytes,
                                   size_t len, bool sync) {
    struct vz_strbuf temp = {0};
    vz_strbuf_printf(&temp, "%s.new", path);
    if (temp.failed) {
        return VZ_NOMEM;
    }
    enum vz_status status = write_new(temp.data, bytes, len, sync);
    if (status == VZ_OK && rename(temp.data, path)) {
        status = vz_status_from_errno(errno);
    }
    if (status != VZ_OK) {
        unlink(temp.data);
    } else if (sync) {
        status = sync_dir_of(path);
    }
    vz_strbuf_finish(&temp);
    return status;
}

enum vz_status vz_file_write(const char *path, const void *bytes, size_t len) {
    return replace_file(path, bytes, len, true);
}

enum vz_status vz_file_replace(const char *path, const void *bytes,
                               size_t len) {
    return replace_file(path, bytes, len, false);
}

enum vz_status vz_file_append(const char *path, const void *bytes, size_t len) {
    bool is_new = !vz_file_exists(path);
    int fd = open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0600);
    off_t before = fd < 0 ? -1 : lseek(fd, 0, SEEK_END);
    if (before < 0) {
        enum vz_status failed = vz_status_from_errno(errno);
        if (fd >= 0) {
            close(fd);
        }
        return failed;
    }
    enum vz_status status = write_all(fd, bytes, len);
    if (status == VZ_OK && fsync(fd)) {
        status = vz_status_from_errno(errno);
    }
    if (status != VZ_OK && ftruncate(fd, before)) {
        // Half a line is left; who reads it knows it by its missing end.
    }
    close(fd);
    return status == VZ_OK && is_new ? sync_dir_of(path) : status;
}

enum vz_status vz_dir_make(const char *path) {
    char *copy = strdup(path);
    if (!copy) {
        return VZ_NOMEM;
    }
    enum vz_status status = VZ_OK;
    for (char *slash = copy + 1; status == VZ_OK && slash;) {
        slash = strchr(slash, '/');
        if (slash) {
            *slash = '\0';
        }
        if (mkdir(copy, 0700) && errno != EEXIST) {
            status = vz_status_from_errno(errno);
        }
        if (slash) {
            *slash++ = '/';
        }
    }
    free(copy);
    return status;
}

// The folder itself is locked: there is no file to make on a full disk, and
// none to be left behind.
enum vz_status vz_dir_lock(const char *path, int *lock) {
    *lock = -1;
    int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0) {
        return vz_status_from_errno(errno);
    }
    if (flock(fd, LOCK_EX | LOCK_NB)) {
        enum vz_status status =
            errno == EWOULDBLOCK ? VZ_BUSY : vz_status_from_errno(errno);
        close(fd);
        return status;
    }
    *lock = fd;
    return VZ_OK;
}

void vz_dir_unlock(int lock) {
    if (lock >= 0) {
        close(lock);
    }
}

bool vz_file_exists(const char *path) {
    return access(path, F_OK) == 0;
}

enum vz_status vz_file_rename(const char *from, const char *to) {
    if (renameat2(AT_FDCWD, from, AT_FDCWD, to, RENAME_NOREPLACE)) {
        return errno == EEXIST ? VZ_EXISTS : vz_status_from_errno(errno);
    }
    return sync_dir_of(to);
}

enum vz_status vz_file_remove(const char *path) {
    if (unlink(path) && errno != ENOENT) {
        return vz_status_from_errno(errno);
    }
    return VZ_OK;
}

int64_t vz_file_disk_free(const char *path) {
    struct statvfs disk;
    if (statvfs(path, &disk)) {
        return -1;
    }
    return (int64_t)disk.f_bavail * (int64_t)disk.f_frsize;
}

char *vz_path_join(const char *dir, const char *name) {
    struct vz_strbuf path = {0};
    size_t len = strlen(dir);
    vz_strbuf_printf(&path, "%s%s%s", dir,
                     len && dir[len - 1] == '/' ? "" : "/", name);
    return vz_strbuf_take(&path);
}

const char *vz_path_base(const char *path) {
    const char *slash = strrchr(path, '/');
    return slash ? slash + 1 : path;
}
