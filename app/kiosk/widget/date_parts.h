/*
 * A date as three numbers that can be stepped, each day one that exists.
 */
#ifndef VZ_KIOSK_WIDGET_DATE_PARTS_H
#define VZ_KIOSK_WIDGET_DATE_PARTS_H

#include <stdbool.h>
#include <stddef.h>

enum vz_date_part {
    VZ_DATE_DAY,
    VZ_DATE_MONTH,
    VZ_DATE_YEAR,
    VZ_DATE_PARTS_,
};

struct vz_date_parts {
    int day, month, year;
};

#define VZ_DATE_YEAR_MIN 1900
#define VZ_DATE_YEAR_MAX 2100

// Reads YYYY-MM-DD (anything behind it is left out). False when it is none.
bool vz_date_parts_read(struct vz_date_parts *date, const char *text);
// Writes YYYY-MM-DD. `size` 16 is enough.
void vz_date_parts_write(const struct vz_date_parts *date, char *out,
                         size_t size);
// Days and months go round; a day that the month does not have becomes its
// last one. Years stop at the ends.
void vz_date_parts_step(struct vz_date_parts *date, enum vz_date_part part,
                        int by);

#endif
