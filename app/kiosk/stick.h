/*
 * The USB stick that staff puts in. Linux only: what is mounted below /media,
 * /run/media or /mnt, as the system tells in /proc/self/mounts.
 */
#ifndef VZ_KIOSK_STICK_H
#define VZ_KIOSK_STICK_H

#include <stdbool.h>
#include <stddef.h>

#define VZ_STICK_MOUNTS "/proc/self/mounts"
#define VZ_STICK_PATH_SIZE 512

// The folder of the stick that was mounted last and can be written. False, and
// "" in `out`, when there is none. `mounts` is the file to read.
bool vz_stick_find(const char *mounts, char out[VZ_STICK_PATH_SIZE]);

#endif
