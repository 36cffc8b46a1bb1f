/*
 * All time in the project. Tests set it; nothing else reads the system clock
 * but the waits of thread.h.
 *
 * Wall time is milliseconds since 1970 UTC and can jump; monotonic time is
 * milliseconds since some start and cannot. Use wall time for what is written
 * down, monotonic time for what is waited for.
 */
#ifndef VZ_BASE_CLOCK_H
#define VZ_BASE_CLOCK_H

#include <stddef.h>
#include <stdint.h>

// Safe from every thread.
int64_t vz_clock_wall_ms(void);
int64_t vz_clock_monotonic_ms(void);
// Microseconds, for measuring only.
int64_t vz_clock_monotonic_us(void);

// Stops both clocks at `wall_ms`; they move only by vz_clock_advance. For
// tests and for `vertelform play --now`. Call before other threads start.
void vz_clock_freeze(int64_t wall_ms);
// Moves both clocks on. Running clocks jump ahead and go on from there.
void vz_clock_advance(int64_t ms);
// The wall jumps to another moment, as when someone or the network sets it;
// monotonic time does not notice. Of stopped clocks only.
void vz_clock_set_wall(int64_t wall_ms);
// Back to the system clock.
void vz_clock_thaw(void);

// A moment on the wall of a place.
struct vz_datetime {
    int year, month, day; // month and day from 1
    int hour, minute, second, ms;
    int offset_min; // minutes east of UTC
};

// Local time (TZ of the process) at a moment.
struct vz_datetime vz_clock_local(int64_t wall_ms);
// The same at offset 0.
struct vz_datetime vz_clock_utc(int64_t wall_ms);

// Days from 1970-01-01 to a date of the proleptic Gregorian calendar, and back.
int64_t vz_days_from_date(int year, int month, int day);
void vz_date_from_days(int64_t days, int *year, int *month, int *day);

// ISO 8601 with milliseconds: 2026-11-24T14:05:09.120+01:00 (Z when the offset
// is 0 and `zulu` semantics are wanted: vz_clock_utc gives offset 0 -> "Z").
// `size` 32 is enough.
#define VZ_ISO_SIZE 32
void vz_clock_format_iso(const struct vz_datetime *time, char *out,
                         size_t size);

#endif
