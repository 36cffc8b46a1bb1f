/*
 * What the text of a cell stands for: numbers, days and times of day.
 *
 * A time of day is the one on the clock of whoever answered, as it was
 * written: the offset behind it is left out, since spreadsheets and
 * statistics programs know no time zones.
 */
#ifndef VZ_STORAGE_EXPORT_CELL_VALUE_H
#define VZ_STORAGE_EXPORT_CELL_VALUE_H

#include <stdbool.h>
#include <stdint.h>

struct vz_moment {
    int64_t day; // from 1970-01-01
    int32_t ms;  // of the day
};

// A decimal number that a double keeps whole (15 digits at most) and that is
// no code with a leading zero. False when the text is something else.
bool vz_cell_number(const char *text, double *number);
// An integer of 32 bits, written the plain way.
bool vz_cell_integer(const char *text, int32_t *number);

// "2026-11-24"; whatever follows the date is left out.
bool vz_cell_date(const char *text, struct vz_moment *moment);
// "14:05", "14:05:09.120+01:00".
bool vz_cell_time(const char *text, struct vz_moment *moment);
// "2026-11-24T14:05:09.120+01:00"; a date alone is its midnight.
bool vz_cell_datetime(const char *text, struct vz_moment *moment);

#endif
