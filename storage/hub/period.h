/*
 * The day a submission belongs to, for its period columns.
 *
 * A kiosk may send weeks after the visit, so the day comes from the form's own
 * metadata. A clock that is plainly wrong (before 2020, or later than the day
 * after arrival) is not believed; then the day of arrival counts.
 */
#ifndef VZ_STORAGE_HUB_PERIOD_H
#define VZ_STORAGE_HUB_PERIOD_H

#include "openrosa/openrosa.h"

#include <stdbool.h>
#include <stdint.h>

struct vz_period {
    char date[16]; // YYYY-MM-DD
    int year, month;
    char week[16];  // ISO 8601: 2026-W48
    bool from_form; // else the day it was received
};
// `received_ms` is wall time; its day is that of the process's time zone.
struct vz_period vz_period_of(const struct vz_submission *parsed,
                              int64_t received_ms);

#endif
