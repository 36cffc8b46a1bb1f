#include "store_vfs.h"

#include <sqlite3.h>

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

// What a write replaced, so that it can be taken back.
struct undo {
    struct undo *older;
    char path[512];
    int64_t offset;
    int64_t old_size; // of the file before
    int len;          // bytes that were there before
    unsigned char bytes[];
};

struct shim_file {
    sqlite3_file base;
    sqlite3_file *real;
    char path[512];
};

// One process tests one connection at a time.
static struct {
    sqlite3_vfs vfs;
    sqlite3_vfs *real;
    sqlite3_io_methods methods;
    enum store_vfs_fault fault;
    int n, operations;
    struct undo *newest;
} shim;

// ----------------------------------------------------------------- unsynced

static void remember(const char *path, int64_t offset, int64_t len) {
    struct stat info;
    int fd = open(path, O_RDONLY);
    if (fd < 0) {
        return;
    }
    int64_t size = fstat(fd, &info) ? 0 : info.st_size;
    int64_t there = offset < size ? size - offset : 0;
    int keep = (int)(there < len ? there : len);
    struct undo *undo = calloc(1, sizeof(*undo) + (size_t)keep);
    if (!undo) {
        abort();
    }
    snprintf(undo->path, sizeof(undo->path), "%s", path);
    undo->offset = offset;
    undo->old_size = size;
    undo->len = (int)pread(fd, undo->bytes, (size_t)keep, offset);
    close(fd);
    undo->older = shim.newest;
    shim.newest = undo;
}

static void take_back(const struct undo *undo) {
    int fd = open(undo->path, O_WRONLY);
    if (fd < 0) {
        return;
    }
    if (undo->len > 0 &&
        pwrite(fd, undo->bytes, (size_t)undo->len, undo->offset) < 0) {
        abort();
    }
    struct stat info;
    if (!fstat(fd, &info) && info.st_size > undo->old_size &&
        ftruncate(fd, undo->old_size)) {
        abort();
    }
    close(fd);
}

// A sync makes what was written to its file permanent.
static void forget(const char *path) {
    struct undo **at = &shim.newest;
    while (*at) {
        struct undo *undo = *at;
        if (!path || !strcmp(undo->path, path)) {
            *at = undo->older;
            free(undo);
        } else {
            at = &undo->older;
        }
    }
}

static void lose_power(bool torn) {
    int i = 0;
    for (struct undo *undo = shim.newest; undo; undo = undo->older) {
        if (!torn || i++ % 2 == 0) {
            take_back(undo);
        }
    }
}

// ---------------------------------------------------------------- operations

// Counts one. Anything but SQLITE_OK: it fails so and is not done.
static int operation(bool is_write) {
    if (shim.fault == STORE_VFS_COUNT && shim.n < 0) {
        return SQLITE_OK;
    }
    bool now = ++shim.operations == shim.n;
    bool later = shim.operations > shim.n;
    switch (shim.fault) {
    case STORE_VFS_KILL:
    case STORE_VFS_POWER:
    case STORE_VFS_POWER_TORN:
        if (now) {
            if (shim.fault != STORE_VFS_KILL) {
                lose_power(shim.fault == STORE_VFS_POWER_TORN);
            }
            kill(getpid(), SIGKILL);
        }
        return SQLITE_OK;
    case STORE_VFS_FULL:
        return now ? SQLITE_FULL : SQLITE_OK;
    case STORE_VFS_FULL_ON:
        return (now || later) && is_write ? SQLITE_FULL : SQLITE_OK;
    case STORE_VFS_IO:
        return now ? SQLITE_IOERR_WRITE : SQLITE_OK;
    case STORE_VFS_COUNT:
        break;
    }
    return SQLITE_OK;
}

static sqlite3_file *real_of(sqlite3_file *file) {
    return ((struct shim_file *)file)->real;
}

static const char *path_of(sqlite3_file *file) {
    return ((struct shim_file *)file)->path;
}

static int shim_close(sqlite3_file *file) {
    int code = real_of(file)->pMethods->xClose(real_of(file));
    free(real_of(file));
    return code;
}

static int shim_read(sqlite3_file *file, void *to, int n, sqlite3_int64 at) {
    return real_of(file)->pMethods->xRead(real_of(file), to, n, at);
}

static int shim_write(sqlite3_file *file, const void *from, int n,
                      sqlite3_int64 at) {
    int code = operation(true);
    if (code != SQLITE_OK) {
        return code;
    }
    remember(path_of(file), at, n);
    return real_of(file)->pMethods->xWrite(real_of(file), from, n, at);
}

static int shim_truncate(sqlite3_file *file, sqlite3_int64 size) {
    int code = operation(false);
    if (code != SQLITE_OK) {
        return code;
    }
    remember(path_of(file), size, INT32_MAX);
    return real_of(file)->pMethods->xTruncate(real_of(file), size);
}

static int shim_sync(sqlite3_file *file, int flags) {
    int code = operation(false);
    if (code != SQLITE_OK) {
        return code == SQLITE_IOERR_WRITE ? SQLITE_IOERR_FSYNC : code;
    }
    forget(path_of(file));
    // The disk of the test need not spin.
    return SQLITE_OK;
}

static int shim_size(sqlite3_file *file, sqlite3_int64 *size) {
    return real_of(file)->pMethods->xFileSize(real_of(file), size);
}

static int shim_lock(sqlite3_file *file, int level) {
    return real_of(file)->pMethods->xLock(real_of(file), level);
}

static int shim_unlock(sqlite3_file *file, int level) {
    return real_of(file)->pMethods->xUnlock(real_of(file), level);
}

static int shim_check(sqlite3_file *file, int *result) {
    return real_of(file)->pMethods->xCheckReservedLock(real_of(file), result);
}

static int shim_control(sqlite3_file *file, int op, void *argument) {
    return real_of(file)->pMethods->xFileControl(real_of(file), op, argument);
}

static int shim_sector(sqlite3_file *file) {
    return real_of(file)->pMethods->xSectorSize(real_of(file));
}

static int shim_traits(sqlite3_file *file) {
    // A power cut may undo any page: promise nothing.
    return real_of(file)->pMethods->xDeviceCharacteristics(real_of(file)) &
           ~(SQLITE_IOCAP_POWERSAFE_OVERWRITE | SQLITE_IOCAP_BATCH_ATOMIC);
}

static int shim_shm_map(sqlite3_file *file, int page, int size, int extend,
                        void volatile **memory) {
    return real_of(file)->pMethods->xShmMap(real_of(file), page, size, extend,
                                            memory);
}

static int shim_shm_lock(sqlite3_file *file, int offset, int n, int flags) {
    return real_of(file)->pMethods->xShmLock(real_of(file), offset, n, flags);
}

static void shim_shm_barrier(sqlite3_file *file) {
    real_of(file)->pMethods->xShmBarrier(real_of(file));
}

static int shim_shm_unmap(sqlite3_file *file, int remove) {
    return real_of(file)->pMethods->xShmUnmap(real_of(file), remove);
}

// ----------------------------------------------------------------- the layer

static int shim_open(sqlite3_vfs *vfs, const char *name, sqlite3_file *file,
                     int flags, int *out_flags) {
    struct shim_file *shim_file = (struct shim_file *)file;
    *shim_file = (struct shim_file){0};
    shim_file->real = calloc(1, (size_t)shim.real->szOsFile);
    snprintf(shim_file->path, sizeof(shim_file->path), "%s", name ? name : "");
    int code =
        shim.real->xOpen(shim.real, name, shim_file->real, flags, out_flags);
    if (code != SQLITE_OK) {
        free(shim_file->real);
        return code;
    }
    shim_file->base.pMethods = &shim.methods;
    return SQLITE_OK;
}

static int shim_delete(sqlite3_vfs *vfs, const char *name, int sync_dir) {
    int code = operation(false);
    if (code != SQLITE_OK) {
        return code == SQLITE_IOERR_WRITE ? SQLITE_IOERR_DELETE : code;
    }
    forget(name);
    return shim.real->xDelete(shim.real, name, sync_dir);
}

void store_vfs_install(void) {
    shim.real = sqlite3_vfs_find(NULL);
    shim.vfs = *shim.real;
    shim.vfs.pNext = NULL;
    shim.vfs.zName = "store-test";
    shim.vfs.szOsFile = sizeof(struct shim_file);
    shim.vfs.xOpen = shim_open;
    shim.vfs.xDelete = shim_delete;
    shim.methods = (sqlite3_io_methods){
        .iVersion = 2,
        .xClose = shim_close,
        .xRead = shim_read,
        .xWrite = shim_write,
        .xTruncate = shim_truncate,
        .xSync = shim_sync,
        .xFileSize = shim_size,
        .xLock = shim_lock,
        .xUnlock = shim_unlock,
        .xCheckReservedLock = shim_check,
        .xFileControl = shim_control,
        .xSectorSize = shim_sector,
        .xDeviceCharacteristics = shim_traits,
        .xShmMap = shim_shm_map,
        .xShmLock = shim_shm_lock,
        .xShmBarrier = shim_shm_barrier,
        .xShmUnmap = shim_shm_unmap,
    };
    store_vfs_disarm();
    sqlite3_vfs_register(&shim.vfs, 1);
}

void store_vfs_arm(enum store_vfs_fault fault, int n) {
    forget(NULL);
    shim.fault = fault;
    shim.n = n;
    shim.operations = 0;
}

void store_vfs_disarm(void) {
    store_vfs_arm(STORE_VFS_COUNT, -1);
}

int store_vfs_operations(void) {
    return shim.operations;
}
