#include "day_counts.h"

#include "kiosk_store_private.h"

#include "base/clock.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void vz_day_text(int64_t wall_ms, char out[VZ_DAY_SIZE]) {
    struct vz_datetime t = vz_clock_local(wall_ms);
    // A clock that is far off must not overflow the text.
    unsigned year = (unsigned)t.year % 10000;
    snprintf(out, VZ_DAY_SIZE, "%04u-%02u-%02u", year, (unsigned)t.month % 100,
             (unsigned)t.day % 100);
}

// ----------------------------------------------------------------- counting
static const char *const count_sql[] = {
    [VZ_DAY_STARTED] =
        "INSERT INTO day_counts (day, xml_form_id, started) VALUES (?, ?, 1)"
        " ON CONFLICT DO UPDATE SET started = started + 1",
    [VZ_DAY_COMPLETED] =
        "INSERT INTO day_counts (day, xml_form_id, completed) VALUES (?, ?, 1)"
        " ON CONFLICT DO UPDATE SET completed = completed + 1",
    [VZ_DAY_ABANDONED] =
        "INSERT INTO day_counts (day, xml_form_id, abandoned) VALUES (?, ?, 1)"
        " ON CONFLICT DO UPDATE SET abandoned = abandoned + 1",
};

static enum vz_status count_one(struct vz_kiosk_store *store,
                                enum vz_day_what what, const char *form_id,
                                int64_t begun_ms) {
    char day[VZ_DAY_SIZE];
    vz_day_text(begun_ms, day);
    struct vz_stmt *stmt = vz_db_prepare(store->db, count_sql[what]);
    vz_stmt_bind_text(stmt, 1, day);
    vz_stmt_bind_text(stmt, 2, form_id);
    return vz_stmt_run(stmt);
}

enum vz_status vz_day_counts_add(struct vz_kiosk_store *store,
                                 enum vz_day_what what,
                                 const char *instance_id) {
    struct vz_stmt *stmt =
        vz_db_prepare(store->db, "SELECT xml_form_id, begun_at FROM instances"
                                 " WHERE state = 'incomplete'"
                                 " AND (?1 IS NULL OR instance_id = ?1)");
    vz_stmt_bind_text(stmt, 1, instance_id);
    enum vz_status status;
    while ((status = vz_stmt_step(stmt)) == VZ_OK) {
        const char *form_id = vz_stmt_text(stmt, 0);
        status = form_id ? count_one(store, what, form_id, vz_stmt_int(stmt, 1))
                         : VZ_NOMEM;
        if (status != VZ_OK) {
            break;
        }
    }
    vz_stmt_reset(stmt);
    return status == VZ_NOT_FOUND ? VZ_OK : status;
}

// ------------------------------------------------------------------ reading
static bool read_row(struct vz_day_count_list *list, struct vz_stmt *stmt,
                     size_t *cap) {
    if (!vz_arena_grow(&list->arena, &list->items, cap, list->n,
                       sizeof(*list->items))) {
        return false;
    }
    struct vz_day_count *row = &list->items[list->n++];
    *row = (struct vz_day_count){
        .day = vz_arena_strdup(&list->arena, vz_stmt_text(stmt, 0)),
        .form_id = vz_arena_strdup(&list->arena, vz_stmt_text(stmt, 1)),
        .started = vz_stmt_int(stmt, 2),
        .completed = vz_stmt_int(stmt, 3),
        .abandoned = vz_stmt_int(stmt, 4),
    };
    return row->day && row->form_id;
}

enum vz_status vz_day_counts_read(struct vz_kiosk_store *store,
                                  const char *since,
                                  struct vz_day_count_list *list) {
    *list = (struct vz_day_count_list){0};
    struct vz_stmt *stmt = vz_db_prepare(
        store->db, "SELECT day, xml_form_id, started, completed, abandoned"
                   " FROM day_counts WHERE day >= ? ORDER BY day, xml_form_id");
    vz_stmt_bind_text(stmt, 1, since);
    size_t cap = 0;
    enum vz_status status;
    while ((status = vz_stmt_step(stmt)) == VZ_OK) {
        if (!read_row(list, stmt, &cap)) {
            status = VZ_NOMEM;
            break;
        }
    }
    vz_stmt_reset(stmt);
    return status == VZ_NOT_FOUND ? VZ_OK : status;
}

void vz_day_count_list_finish(struct vz_day_count_list *list) {
    vz_arena_finish(&list->arena);
    *list = (struct vz_day_count_list){0};
}

enum vz_status vz_day_counts_json(struct vz_kiosk_store *store,
                                  const char *since, char **json) {
    *json = NULL;
    struct vz_stmt *stmt = vz_db_prepare(
        store->db,
        "SELECT json_group_array(json_object('day', day, 'form', xml_form_id,"
        " 'started', started, 'completed', completed, 'abandoned', abandoned))"
        " FROM (SELECT * FROM day_counts WHERE day >= ?"
        " ORDER BY day, xml_form_id)");
    vz_stmt_bind_text(stmt, 1, since);
    enum vz_status status = vz_stmt_step(stmt);
    if (status == VZ_OK) {
        const char *text = vz_stmt_text(stmt, 0);
        *json = text ? strdup(text) : NULL;
        status = *json ? VZ_OK : VZ_NOMEM;
    }
    vz_stmt_reset(stmt);
    return status;
}
