/*
 * A layer under SQLite that counts what reaches the disk, and fails at will.
 *
 * Every write, sync, truncation and deletion of a database file is an
 * operation, counted from 1. At operation `n` the chosen thing happens. Writes
 * since the last sync are remembered, so that a power cut can take them back:
 * `kill -9` is none, as unsynced pages survive it.
 */
#ifndef VZ_TESTS_STORE_VFS_H
#define VZ_TESTS_STORE_VFS_H

#include <stdbool.h>

enum store_vfs_fault {
    STORE_VFS_COUNT,      // only count
    STORE_VFS_KILL,       // the process dies; what was written stays
    STORE_VFS_POWER,      // dies; nothing of what was not synced stays
    STORE_VFS_POWER_TORN, // dies; every second unsynced write stays
    STORE_VFS_FULL,       // operation n fails: the disk is full
    STORE_VFS_FULL_ON,    // and so do all later writes
    STORE_VFS_IO,         // operation n fails: an I/O error
};

// Becomes the default layer of every connection opened from now on. Once a
// process, before threads are started.
void store_vfs_install(void);
// Starts to count anew.
void store_vfs_arm(enum store_vfs_fault fault, int n);
void store_vfs_disarm(void);
// Operations since arm.
int store_vfs_operations(void);

#endif
