/*
 * The steps of a range question, counted from its start.
 */
#ifndef VZ_KIOSK_WIDGET_RANGE_STEPS_H
#define VZ_KIOSK_WIDGET_RANGE_STEPS_H

#include "form/xform/session.h"

#include <stddef.h>

struct vz_range_steps {
    double start, step; // step is negative when the range counts down
    int last;           // index of the last step; the first is 0
    bool whole;         // every value is an integer
};

// False when the question is no usable range (no ends, no step, too many).
bool vz_range_steps_init(struct vz_range_steps *steps,
                         const struct vz_question *question);
// The index of a stored value, or -1 when it is empty or no number.
int vz_range_steps_index(const struct vz_range_steps *steps, const char *value);
// A step's value as stored, with a decimal point. `size` 32 is enough.
void vz_range_steps_format(const struct vz_range_steps *steps, int index,
                           char *out, size_t size);
// The same as it is shown: with the decimal sign of the present language.
void vz_range_steps_show(const struct vz_range_steps *steps, int index,
                         char *out, size_t size);

#endif
