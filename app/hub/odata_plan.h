/*
 * The shape of one table of a feed: which cell, group or repeat comes when.
 */
#ifndef VZ_HUB_ODATA_PLAN_H
#define VZ_HUB_ODATA_PLAN_H

#include "storage/hub/hub_rows.h"

enum vz_odata_op_kind {
    VZ_ODATA_OPEN,   // a group begins
    VZ_ODATA_CLOSE,  // and ends
    VZ_ODATA_CELL,   // a cell of the row
    VZ_ODATA_REPEAT, // rows of another table
};

struct vz_odata_op {
    enum vz_odata_op_kind kind;
    const char *name; // as OData writes it; NULL when a group ends
    const struct vz_field *field;
    size_t column; // of a cell
    size_t table;  // of a repeat
};

struct vz_odata_plan {
    struct vz_arena arena;
    struct vz_odata_op *ops;
    size_t n, cap;
};

// What $select names: paths of OData names. None: everything.
struct vz_odata_select {
    char *paths[100]; // for free(3)
    bool met[100];    // that there is such a thing, filled by what follows
    size_t n;
};
// Whether a thing is selected: itself, what it is in, or (`is_group`)
// something in it.
bool vz_odata_selects(struct vz_odata_select *select, const char *path,
                      bool is_group);

// Plans table `table` of `rows`. False when out of memory.
bool vz_odata_plan_init(struct vz_odata_plan *plan, struct vz_hub_rows *rows,
                        size_t table, const struct vz_schema *schema,
                        struct vz_odata_select *select);
void vz_odata_plan_finish(struct vz_odata_plan *plan);

// Appends the name of a table: "Submissions", "Submissions.group.repeat".
void vz_odata_table_name(struct vz_strbuf *out, const char *path);

#endif
