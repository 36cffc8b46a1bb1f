#include "submission_view.h"

#include "hub_private.h"

#include <string.h>

// The columns of a submission, in the order of read_one.
#define COLUMNS                                                       \
    "s.submission_id, s.instance_id, s.version, s.device_id, d.name," \
    " s.client_id, s.review_state, s.received_at, s.reviewed_at,"     \
    " s.deprecated_id"
#define TABLES                                                        \
    " FROM submissions AS s JOIN forms AS f ON f.form_id = s.form_id" \
    " LEFT JOIN devices AS d ON d.device_id = s.device_id"

// NULL stays NULL; *ok turns false when out of memory.
static const char *copy(struct vz_arena *arena, struct vz_stmt *stmt,
                        int column, bool *ok) {
    const char *text = vz_stmt_text(stmt, column);
    const char *kept = vz_arena_strdup(arena, text);
    *ok = *ok && (kept || !text);
    return kept;
}

static bool read_one(struct vz_arena *arena, struct vz_stmt *stmt,
                     struct vz_hub_submission *one) {
    bool ok = true;
    *one = (struct vz_hub_submission){.submission_id = vz_stmt_int(stmt, 0)};
    one->instance_id = copy(arena, stmt, 1, &ok);
    one->version = copy(arena, stmt, 2, &ok);
    one->device_id = vz_stmt_int(stmt, 3);
    one->device = copy(arena, stmt, 4, &ok);
    one->client_id = copy(arena, stmt, 5, &ok);
    one->review_state = copy(arena, stmt, 6, &ok);
    one->received_at = copy(arena, stmt, 7, &ok);
    one->reviewed_at = copy(arena, stmt, 8, &ok);
    one->edits = vz_stmt_text(stmt, 9) != NULL;
    return ok;
}

static bool push(struct vz_hub_submission_list *list, size_t *cap,
                 struct vz_stmt *stmt) {
    return vz_arena_grow(&list->arena, &list->items, cap, list->n,
                         sizeof(*list->items)) &&
           read_one(&list->arena, stmt, &list->items[list->n++]);
}

void vz_hub_submission_list_finish(struct vz_hub_submission_list *list) {
    vz_arena_wipe(&list->arena);
    *list = (struct vz_hub_submission_list){0};
}

enum vz_status vz_hub_submissions(struct vz_hub_store *store,
                                  const char *xml_form_id, int64_t before,
                                  int64_t limit, int64_t skip,
                                  struct vz_hub_submission_list *list) {
    struct vz_stmt *stmt = vz_db_prepare(
        store->db, "SELECT " COLUMNS TABLES
                   " WHERE f.xml_form_id = ? AND s.superseded_by IS NULL"
                   " AND s.submission_id < ?"
                   " ORDER BY s.submission_id DESC LIMIT ? OFFSET ?");
    size_t cap = 0;
    enum vz_status status;
    *list = (struct vz_hub_submission_list){0};
    vz_stmt_bind_text(stmt, 1, xml_form_id);
    vz_stmt_bind_int(stmt, 2, before);
    vz_stmt_bind_int(stmt, 3, limit);
    vz_stmt_bind_int(stmt, 4, skip);
    while ((status = vz_stmt_step(stmt)) == VZ_OK) {
        if (!push(list, &cap, stmt)) {
            status = VZ_NOMEM;
            break;
        }
    }
    vz_stmt_reset(stmt);
    if (status != VZ_NOT_FOUND) {
        vz_hub_submission_list_finish(list);
        return status;
    }
    return VZ_OK;
}

static bool read_xml(struct vz_hub_submission_list *list,
                     struct vz_stmt *stmt) {
    size_t cap = 0;
    if (!push(list, &cap, stmt)) {
        return false;
    }
    size_t len;
    const void *xml = vz_stmt_bytes(stmt, 10, &len);
    list->items[0].xml =
        vz_arena_strndup(&list->arena, xml ? xml : "", xml ? len : 0);
    list->items[0].xml_len = len;
    return list->items[0].xml;
}

enum vz_status vz_hub_submission_get(struct vz_hub_store *store,
                                     const char *xml_form_id,
                                     const char *instance_id,
                                     struct vz_hub_submission_list *list) {
    struct vz_stmt *stmt = vz_db_prepare(
        store->db, "SELECT " COLUMNS ", s.xml" TABLES
                   " WHERE f.xml_form_id = ? AND s.instance_id = ?");
    *list = (struct vz_hub_submission_list){0};
    vz_stmt_bind_text(stmt, 1, xml_form_id);
    vz_stmt_bind_text(stmt, 2, instance_id);
    enum vz_status status = vz_stmt_step(stmt);
    if (status == VZ_OK && !read_xml(list, stmt)) {
        status = VZ_NOMEM;
    }
    vz_stmt_reset(stmt);
    if (status != VZ_OK) {
        vz_hub_submission_list_finish(list);
    }
    return status;
}

// -------------------------------------------------------------------- files
static bool push_file(struct vz_hub_file_list *list, size_t *cap,
                      struct vz_stmt *stmt) {
    bool ok = true;
    if (!vz_arena_grow(&list->arena, &list->items, cap, list->n,
                       sizeof(*list->items))) {
        return false;
    }
    struct vz_hub_file_info *file = &list->items[list->n++];
    file->name = copy(&list->arena, stmt, 0, &ok);
    file->content_type = copy(&list->arena, stmt, 1, &ok);
    file->blob_id = vz_stmt_int(stmt, 2);
    return ok;
}

enum vz_status vz_hub_submission_files(struct vz_hub_store *store,
                                       int64_t submission_id,
                                       struct vz_hub_file_list *list) {
    struct vz_stmt *stmt = vz_db_prepare(
        store->db, "SELECT name, content_type, blob_id FROM attachments"
                   " WHERE submission_id = ? AND expected = 1 ORDER BY name");
    size_t cap = 0;
    enum vz_status status;
    *list = (struct vz_hub_file_list){0};
    vz_stmt_bind_int(stmt, 1, submission_id);
    while ((status = vz_stmt_step(stmt)) == VZ_OK) {
        if (!push_file(list, &cap, stmt)) {
            status = VZ_NOMEM;
            break;
        }
    }
    vz_stmt_reset(stmt);
    if (status != VZ_NOT_FOUND) {
        vz_hub_file_list_finish(list);
        return status;
    }
    return VZ_OK;
}

void vz_hub_file_list_finish(struct vz_hub_file_list *list) {
    vz_arena_finish(&list->arena);
    *list = (struct vz_hub_file_list){0};
}

// ------------------------------------------------------------------- review
static bool is_review(const char *state) {
    return !state || !strcmp(state, "approved") || !strcmp(state, "rejected") ||
           !strcmp(state, "hasIssues");
}

static enum vz_status write_review(struct vz_hub_store *store,
                                   const struct vz_hub_submission *one,
                                   const char *review_state,
                                   const char *actor) {
    struct vz_stmt *stmt = vz_db_prepare(
        store->db, "UPDATE submissions SET review_state = ?, reviewed_at = ?"
                   " WHERE submission_id = ?");
    char now[VZ_ISO_SIZE];
    vz_hub_now(now);
    vz_stmt_bind_text(stmt, 1, review_state);
    vz_stmt_bind_text(stmt, 2, now);
    vz_stmt_bind_int(stmt, 3, one->submission_id);
    enum vz_status status = vz_stmt_run(stmt);
    return status == VZ_OK ? vz_hub_audit(store, actor, "submission.review",
                                          one->instance_id, review_state)
                           : status;
}

enum vz_status vz_hub_submission_review(struct vz_hub_store *store,
                                        const struct vz_hub_submission *one,
                                        const char *review_state,
                                        const char *actor) {
    bool began;
    if (!is_review(review_state)) {
        return VZ_INVALID;
    }
    enum vz_status status = vz_hub_enter(store, &began);
    return status == VZ_OK
               ? vz_hub_leave(store, began,
                              write_review(store, one, review_state, actor))
               : status;
}
