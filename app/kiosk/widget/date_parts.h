/*
 * A moment as numbers that can be stepped, each day one that exists.
 */
#ifndef VZ_KIOSK_WIDGET_DATE_PARTS_H
#define VZ_KIOSK_WIDGET_DATE_PARTS_H

#include <stdbool.h>
#include <stddef.h>

enum vz_date_part {
    VZ_DATE_DAY,
    VZ_DATE_MONTH,
    VZ_DATE_YEAR,
    VZ_DATE_HOUR,
    VZ_DATE_MINUTE, // steps by VZ_MINUTE_STEP
    VZ_DATE_PARTS_,
};

struct vz_date_parts {
    int day, month, year;
    int hour, minute;
};

#define VZ_MINUTE_STEP 5

#define VZ_DATE_YEAR_MIN 1900
#define VZ_DATE_YEAR_MAX 2100

// Reads YYYY-MM-DD (anything behind it is left out). False when it is none.
bool vz_date_parts_read(struct vz_date_parts *date, const char *text);
// Writes YYYY-MM-DD. `size` 16 is enough.
void vz_date_parts_write(const struct vz_date_parts *date, char *out,
                         size_t size);
// The same for HH:MM, and for YYYY-MM-DDTHH:MM (what is behind is left out).
bool vz_date_parts_read_time(struct vz_date_parts *date, const char *text);
bool vz_date_parts_read_moment(struct vz_date_parts *date, const char *text);
// Writes a time, or date and time, with the offset that holds here at that
// moment. `size` VZ_ISO_SIZE is enough.
void vz_date_parts_write_time(const struct vz_date_parts *date, char *out,
                              size_t size);
void vz_date_parts_write_moment(const struct vz_date_parts *date, char *out,
                                size_t size);
// Days, months, hours and minutes go round; a day that the month does not have
// becomes its last one. Years stop at the ends.
void vz_date_parts_step(struct vz_date_parts *date, enum vz_date_part part,
                        int by);

#endif
