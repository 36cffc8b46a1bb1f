/*
 * Dates in expressions: ISO 8601 text to days since 1970-01-01, and back.
 *
 * A date counts whole days of the calendar, whatever the time zone. A date-time
 * is a moment: days since 1970-01-01T00:00Z with a fraction. Text without an
 * offset is local time (base/clock).
 */
#ifndef VZ_FORM_XPATH_ISO_DATE_H
#define VZ_FORM_XPATH_ISO_DATE_H

#include "base/clock.h"
#include "xpath.h"

#include <stdbool.h>

struct vz_iso_date {
    enum vz_xpath_type type; // VZ_XPATH_DATE or VZ_XPATH_DATETIME
    double days;
};

// YYYY-MM-DD, or with THH[:MM[:SS[.f]]][Z|+HH[:MM]]; white space around is
// allowed. False when it is anything else or no date of the calendar.
bool vz_iso_date_parse(const char *text, struct vz_iso_date *date);
// The same, also with months and days of one digit: what date() takes.
bool vz_iso_date_parse_loose(const char *text, struct vz_iso_date *date);
// HH:MM[:SS[.f]][Z|+HH[:MM]] as a fraction of the local day.
bool vz_iso_date_parse_time(const char *text, double *fraction);

// ISO 8601 with the local offset for DATETIME; "" when the number is no date
// that can be written. `size` VZ_ISO_SIZE is enough.
void vz_iso_date_format(enum vz_xpath_type type, double days, char *out,
                        size_t size);

// The moment at which a calendar day begins here.
double vz_iso_date_midnight(double date);
// The calendar day of a moment, here.
double vz_iso_date_day(double moment);
// Calendar and clock of a value, here. False when it is out of range.
bool vz_iso_date_split(enum vz_xpath_type type, double days,
                       struct vz_datetime *out);

// Today's day and this moment.
double vz_iso_date_today(void);
double vz_iso_date_now(void);

#endif
