#include "range_steps.h"

#include "kiosk/locale/locale.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define STEPS_MAX 100000

bool vz_range_steps_init(struct vz_range_steps *steps,
                         const struct vz_question *q) {
    double step = isnan(q->range_step) ? 1 : fabs(q->range_step);
    if (q->control != VZ_CONTROL_RANGE || isnan(q->range_start) ||
        isnan(q->range_end) || step <= 0) {
        return false;
    }
    double n = floor(fabs(q->range_end - q->range_start) / step + 1e-9);
    if (n < 1 || n > STEPS_MAX) {
        return false;
    }
    *steps = (struct vz_range_steps){
        .start = q->range_start,
        .step = q->range_end < q->range_start ? -step : step,
        .last = (int)n,
        .whole = floor(step) == step && floor(q->range_start) == q->range_start,
    };
    return true;
}

int vz_range_steps_index(const struct vz_range_steps *steps,
                         const char *value) {
    char *end;
    double number = strtod(value, &end);
    if (end == value) {
        return -1;
    }
    double index = round((number - steps->start) / steps->step);
    return index < 0 ? 0 : index > steps->last ? steps->last : (int)index;
}

void vz_range_steps_format(const struct vz_range_steps *steps, int index,
                           char *out, size_t size) {
    double value = steps->start + index * steps->step;
    if (steps->whole) {
        snprintf(out, size, "%.0f", value);
        return;
    }
    snprintf(out, size, "%.6f", value);
    char *end = out + strlen(out);
    while (end[-1] == '0' && end[-2] != '.') {
        *--end = '\0';
    }
}

void vz_range_steps_show(const struct vz_range_steps *steps, int index,
                         char *out, size_t size) {
    vz_range_steps_format(steps, index, out, size);
    char *point = strchr(out, '.');
    if (point && strcmp(vz_locale_current()->code, "en") != 0) {
        *point = ',';
    }
}
