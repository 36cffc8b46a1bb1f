/*
 * Opening hours: for each day of the week, when the kiosk is open.
 *
 * In local time, in whole minutes. A day that is not set is open all day. What
 * crosses midnight is written on two days: 20:00-24:00 and 00:00-02:00.
 */
#ifndef VZ_KIOSK_HOURS_H
#define VZ_KIOSK_HOURS_H

#include "base/clock.h"

#include <stdbool.h>

#define VZ_HOURS_SPANS 4
#define VZ_MINUTES_A_DAY (24 * 60)
#define VZ_HOURS_TEXT_SIZE 64

struct vz_hours_span {
    int from, to; // minutes of the day; `to` is closed again
};
// Zeroed = closed all day.
struct vz_hours_day {
    struct vz_hours_span spans[VZ_HOURS_SPANS]; // in order, apart
    int n;
};
struct vz_hours {
    bool set[7]; // Monday first
    struct vz_hours_day days[7];
};

// Reads "09:00-12:30 13:00-17:00", "closed" or "open". False, and `day` as it
// was, when it is none of these or the spans are not in order.
bool vz_hours_read(struct vz_hours_day *day, const char *text);
// The text that reads as this day.
void vz_hours_write(const struct vz_hours_day *day,
                    char out[VZ_HOURS_TEXT_SIZE]);

bool vz_hours_are_open(const struct vz_hours *hours,
                       const struct vz_datetime *local);

// When it opens next after a moment at which it is closed: the day (0 = Monday)
// and the minute of it. False when it never does.
bool vz_hours_next_opening(const struct vz_hours *hours,
                           const struct vz_datetime *local, int *weekday,
                           int *minute);

// 0 = Monday.
int vz_hours_weekday(const struct vz_datetime *local);

#endif
