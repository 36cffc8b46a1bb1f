/*
 * What each column of a table becomes in SPSS or Stata, decided when all its
 * rows have been seen: a number, a day, a text of so many bytes, ...
 *
 * A column whose type promises a number or a day, but which holds anything
 * else, becomes text: nothing that was answered is left out. An answer that is
 * no choice of its question gets a number of its own, above the others.
 */
#ifndef VZ_STORAGE_EXPORT_STAT_PLAN_H
#define VZ_STORAGE_EXPORT_STAT_PLAN_H

#include "export_table.h"

enum vz_stat_kind {
    VZ_STAT_TEXT,
    VZ_STAT_NUMBER,
    VZ_STAT_FLAG, // 0 or 1
    VZ_STAT_CHOICE,
    VZ_STAT_DATE,
    VZ_STAT_TIME,
    VZ_STAT_DATETIME,
};

// A name of a choice and its number.
struct vz_stat_value {
    const char *name;
    int32_t number;
    const struct vz_schema_choice *choice; // NULL: the form has no such choice
};

struct vz_stat_column {
    const struct vz_export_column *column;
    enum vz_stat_kind kind;
    size_t longest; // bytes of the longest text
    struct vz_stat_value *values;
    size_t n_values, cap_values;
    size_t n_unknown; // of them that the form does not know
    int32_t next;     // number of the next unknown choice
};

struct vz_stat_plan {
    struct vz_export_table *table;  // borrowed
    struct vz_stat_column *columns; // one for each of the table
};

// False when out of memory.
bool vz_stat_plan_init(struct vz_stat_plan *plan,
                       struct vz_export_table *table);
void vz_stat_plan_finish(struct vz_stat_plan *plan);
// Learns from a row of the source table.
bool vz_stat_plan_see(struct vz_stat_plan *plan, const char *const *cells);

// What a cell is as a number: of a day its number from 1970, of a time its
// milliseconds, of both milliseconds from 1970. False: nothing is there.
bool vz_stat_number(const struct vz_stat_column *column, const char *cell,
                    double *number);

#endif
