/*
 * The condition of an OData request, as SQL with bound values.
 *
 * Its text comes from outside: it is parsed here, at the edge, and not a byte
 * of it becomes SQL. Fields are __id and __system/ submissionDate, updatedAt,
 * submitterId, reviewState, also with $root/Submissions/ before them; then
 * lt le eq ne ge gt, and or not, brackets, now() and year() to second().
 */
#ifndef VZ_STORAGE_HUB_ROW_FILTER_H
#define VZ_STORAGE_HUB_ROW_FILTER_H

#include "base/clock.h"
#include "base/status.h"
#include "base/strbuf.h"

#include <stdint.h>

#define VZ_FILTER_VALUES_MAX 50
#define VZ_FILTER_TEXT_MAX 300
#define VZ_FILTER_LENGTH_MAX 4000

struct vz_filter_value {
    bool is_number;
    int64_t number;
    char text[VZ_FILTER_TEXT_MAX];
};

// Zeroed = every row.
struct vz_row_filter {
    struct vz_strbuf sql; // over `submissions AS s`, with a `?` a value
    struct vz_filter_value *values; // for free(3)
    size_t n, cap;
};

// Adds a condition to what is there already, by "and". VZ_INVALID: it is none;
// VZ_UNSUPPORTED: it asks for more than the above; VZ_LIMIT, VZ_NOMEM.
bool vz_row_filter_add(struct vz_row_filter *filter, const char *text,
                       struct vz_error *error);
// Adds that the submission has this instanceID.
bool vz_row_filter_add_id(struct vz_row_filter *filter,
                          const char *instance_id);
void vz_row_filter_finish(struct vz_row_filter *filter);

#endif
