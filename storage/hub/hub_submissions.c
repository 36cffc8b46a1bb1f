#include "hub_submissions.h"

#include "base/log.h"
#include "erasure_arrival.h"
#include "hub_private.h"
#include "typed_table.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

// ---------------------------------------------------------------- the row
static void bind_id(struct vz_stmt *stmt, int index, int64_t id) {
    if (id) {
        vz_stmt_bind_int(stmt, index, id);
    } else {
        vz_stmt_bind_null(stmt, index);
    }
}

static void bind_submission(struct vz_stmt *stmt,
                            const struct vz_hub_incoming *in, const char *now) {
    const struct vz_submission *parsed = in->parsed;
    vz_stmt_bind_int(stmt, 1, in->form_id);
    vz_stmt_bind_text(stmt, 2, parsed->instance_id);
    vz_stmt_bind_text(stmt, 3, parsed->version);
    bind_id(stmt, 4, in->form_version_id);
    bind_id(stmt, 5, in->device_id);
    vz_stmt_bind_text(stmt, 6, parsed->device_id);
    bind_id(stmt, 7, parsed->sequence);
    vz_stmt_bind_text(stmt, 8, in->xml);
    vz_stmt_bind_text(stmt, 9, in->xml_sha256);
    vz_stmt_bind_int(stmt, 10, parsed->encrypted);
    vz_stmt_bind_text(stmt, 11, parsed->deprecated_id);
    vz_stmt_bind_text(stmt, 12, now);
    vz_stmt_bind_text(stmt, 13, vz_hub_withdrawal_of(in->schema, parsed));
}

// VZ_EXISTS: the id is there already.
static enum vz_status insert_submission(struct vz_hub_store *store,
                                        const struct vz_hub_incoming *in,
                                        const char *now, int64_t *id) {
    struct vz_stmt *stmt = vz_db_prepare(
        store->db,
        "INSERT INTO submissions (form_id, instance_id, version,"
        " form_version_id, device_id, client_id, sequence, xml, xml_sha256,"
        " encrypted, deprecated_id, received_at, withdrawal,"
        " attachments_expected, attachments_present)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0, 0)"
        " ON CONFLICT (instance_id, form_id) DO NOTHING"
        " RETURNING submission_id");
    bind_submission(stmt, in, now);
    return vz_stmt_run_id(stmt, id);
}

static enum vz_status find_submission(struct vz_hub_store *store,
                                      int64_t form_id, const char *instance_id,
                                      const char *sha256, int64_t *id,
                                      bool *same) {
    struct vz_stmt *stmt = vz_db_prepare(
        store->db, "SELECT submission_id, xml_sha256 FROM submissions"
                   " WHERE instance_id = ? AND form_id = ?");
    vz_stmt_bind_text(stmt, 1, instance_id);
    vz_stmt_bind_int(stmt, 2, form_id);
    enum vz_status status = vz_stmt_step(stmt);
    if (status == VZ_OK) {
        *id = vz_stmt_int(stmt, 0);
        *same = !strcmp(vz_stmt_text(stmt, 1), sha256);
    }
    vz_stmt_reset(stmt);
    return status;
}

static enum vz_status keep_conflict(struct vz_hub_store *store,
                                    const struct vz_hub_incoming *in,
                                    struct vz_hub_receipt *receipt,
                                    const char *now) {
    int64_t submission_id = receipt->submission_id;
    struct vz_stmt *stmt = vz_db_prepare(
        store->db, "INSERT INTO conflicts (submission_id, device_id, xml,"
                   " xml_sha256, received_at) VALUES (?, ?, ?, ?, ?)"
                   " ON CONFLICT (submission_id, xml_sha256) DO NOTHING");
    vz_stmt_bind_int(stmt, 1, submission_id);
    bind_id(stmt, 2, in->device_id);
    vz_stmt_bind_text(stmt, 3, in->xml);
    vz_stmt_bind_text(stmt, 4, in->xml_sha256);
    vz_stmt_bind_text(stmt, 5, now);
    enum vz_status status = vz_stmt_run(stmt);
    if (status != VZ_OK) {
        return status;
    }
    receipt->conflict_kept = true;
    LOGW("conflict: submission %lld came again with other content, sha256 %s",
         (long long)submission_id, in->xml_sha256);
    return VZ_CONFLICT;
}

// -------------------------------------------------------------- attachments
static enum vz_status expect_attachment(struct vz_hub_store *store,
                                        int64_t submission_id, const char *name,
                                        int64_t *n) {
    struct vz_stmt *stmt = vz_db_prepare(
        store->db, "INSERT INTO attachments (submission_id, name, expected)"
                   " VALUES (?, ?, 1)"
                   " ON CONFLICT (submission_id, name) DO NOTHING");
    vz_stmt_bind_int(stmt, 1, submission_id);
    vz_stmt_bind_text(stmt, 2, name);
    enum vz_status status = vz_stmt_run(stmt);
    *n += status == VZ_OK ? vz_db_changes(store->db) : 0;
    return status;
}

static bool has_binary(const struct vz_schema *schema) {
    for (size_t i = 0; i < schema->n_fields; i++) {
        if (schema->fields[i].type == VZ_FIELD_BINARY) {
            return true;
        }
    }
    return false;
}

static enum vz_status expect_answers(struct vz_hub_store *store,
                                     const struct vz_hub_incoming *in,
                                     int64_t id, int64_t *n) {
    enum vz_status status = VZ_OK;
    if (!has_binary(in->schema)) {
        return VZ_OK;
    }
    for (size_t i = 0; i < in->parsed->n_values && status == VZ_OK; i++) {
        const struct vz_submission_value *value = &in->parsed->values[i];
        const struct vz_field *field =
            *value->text ? vz_schema_field(in->schema, value->path) : NULL;
        if (field && field->type == VZ_FIELD_BINARY) {
            status = expect_attachment(store, id, value->text, n);
        }
    }
    return status;
}

// Writes down which files the XML names, so that what is missing is known.
static enum vz_status expect_attachments(struct vz_hub_store *store,
                                         const struct vz_hub_incoming *in,
                                         int64_t id, int64_t *n) {
    enum vz_status status = expect_answers(store, in, id, n);
    for (size_t i = 0; i < in->parsed->n_attachments && status == VZ_OK; i++) {
        status = expect_attachment(store, id, in->parsed->attachments[i], n);
    }
    return status;
}

// VZ_OK with *stored false: the very same file is there already.
static enum vz_status claim_attachment(struct vz_hub_store *store,
                                       int64_t submission_id,
                                       const struct vz_hub_file *file,
                                       int64_t blob_id, const char *now,
                                       bool *stored) {
    struct vz_stmt *stmt = vz_db_prepare(
        store->db,
        "INSERT INTO attachments (submission_id, name, expected, blob_id,"
        " content_type, received_at) VALUES (?1, ?2, 0, ?3, ?4, ?5)"
        " ON CONFLICT (submission_id, name) DO UPDATE SET"
        " blob_id = ?3, content_type = ?4, received_at = ?5"
        " WHERE attachments.blob_id IS NULL");
    vz_stmt_bind_int(stmt, 1, submission_id);
    vz_stmt_bind_text(stmt, 2, file->name);
    vz_stmt_bind_int(stmt, 3, blob_id);
    vz_stmt_bind_text(stmt, 4, file->content_type);
    vz_stmt_bind_text(stmt, 5, now);
    enum vz_status status = vz_stmt_run(stmt);
    *stored = status == VZ_OK && vz_db_changes(store->db) > 0;
    return status;
}

static enum vz_status same_attachment(struct vz_hub_store *store,
                                      int64_t submission_id, const char *name,
                                      int64_t blob_id) {
    struct vz_stmt *stmt = vz_db_prepare(store->db,
                                         "SELECT 1 FROM attachments WHERE"
                                         " submission_id = ? AND name = ?"
                                         " AND blob_id = ?");
    vz_stmt_bind_int(stmt, 1, submission_id);
    vz_stmt_bind_text(stmt, 2, name);
    vz_stmt_bind_int(stmt, 3, blob_id);
    enum vz_status status = vz_stmt_step(stmt);
    vz_stmt_reset(stmt);
    return status == VZ_NOT_FOUND ? VZ_CONFLICT : status;
}

static enum vz_status add_file(struct vz_hub_store *store, int64_t id,
                               const struct vz_hub_file *file,
                               const char *now) {
    int64_t blob_id = 0;
    enum vz_status status =
        vz_hub_blob_add(store, file->sha256, file->bytes, file->len, &blob_id);
    if (status != VZ_OK) {
        return status;
    }
    bool stored = false;
    status = claim_attachment(store, id, file, blob_id, now, &stored);
    if (status == VZ_OK && !stored) {
        status = same_attachment(store, id, file->name, blob_id);
    }
    if (status == VZ_CONFLICT) {
        LOGW("conflict: a file of submission %lld came again with other "
             "content, sha256 %s",
             (long long)id, file->sha256);
    }
    return status;
}

static enum vz_status count_attachments(struct vz_hub_store *store,
                                        int64_t id) {
    struct vz_stmt *stmt = vz_db_prepare(
        store->db,
        "UPDATE submissions SET (attachments_expected, attachments_present) ="
        " (SELECT count(*) FILTER (WHERE expected = 1),"
        " count(*) FILTER (WHERE expected = 1 AND blob_id IS NOT NULL)"
        " FROM attachments WHERE submission_id = ?1)"
        " WHERE submission_id = ?1");
    vz_stmt_bind_int(stmt, 1, id);
    return vz_stmt_run(stmt);
}

static enum vz_status read_complete(struct vz_hub_store *store, int64_t id,
                                    bool *complete) {
    struct vz_stmt *stmt = vz_db_prepare(
        store->db, "SELECT attachments_present >= attachments_expected"
                   " FROM submissions WHERE submission_id = ?");
    vz_stmt_bind_int(stmt, 1, id);
    enum vz_status status = vz_stmt_step(stmt);
    *complete = status == VZ_OK && vz_stmt_int(stmt, 0);
    vz_stmt_reset(stmt);
    return status;
}

// -------------------------------------------------------------------- edits
// The submission that this one edits leaves the typed tables; its row and XML
// stay. One that the hub never saw is no reason to refuse.
static enum vz_status supersede(struct vz_hub_store *store,
                                const struct vz_hub_incoming *in,
                                int64_t new_id) {
    int64_t old_id = 0;
    bool same;
    enum vz_status status = find_submission(store, in->form_id,
                                            in->parsed->deprecated_id,
                                            in->xml_sha256, &old_id, &same);
    if (status == VZ_NOT_FOUND) {
        return VZ_OK;
    }
    if (status != VZ_OK) {
        return status;
    }
    struct vz_stmt *stmt = vz_db_prepare(
        store->db, "UPDATE submissions SET superseded_by = ?"
                   " WHERE submission_id = ? AND superseded_by IS NULL");
    vz_stmt_bind_int(stmt, 1, new_id);
    vz_stmt_bind_int(stmt, 2, old_id);
    status = vz_stmt_run(stmt);
    if (status == VZ_OK && vz_db_changes(store->db) == 0) {
        return VZ_CONFLICT;
    }
    return status == VZ_OK ? vz_typed_delete(store, in->form_id, old_id)
                           : status;
}

// ------------------------------------------------------------------- adding
static enum vz_status fill_new(struct vz_hub_store *store,
                               const struct vz_hub_incoming *in, int64_t id,
                               int64_t *n_expected) {
    enum vz_status status = expect_attachments(store, in, id, n_expected);
    if (status == VZ_OK && in->parsed->deprecated_id) {
        status = supersede(store, in, id);
    }
    if (status == VZ_OK) {
        struct vz_typed_row row = {
            .form_id = in->form_id,
            .schema_version_id = in->schema_version_id,
            .schema = in->schema,
            .submission_id = id,
            .parsed = in->parsed,
            .received_ms = vz_clock_wall_ms(),
        };
        status = vz_typed_insert(store, &row);
    }
    return status;
}

static enum vz_status add_files(struct vz_hub_store *store,
                                const struct vz_hub_incoming *in, int64_t id,
                                const char *now) {
    enum vz_status status = VZ_OK;
    for (size_t i = 0; i < in->n_files && status == VZ_OK; i++) {
        status = add_file(store, id, &in->files[i], now);
    }
    return status;
}

static enum vz_status add_again(struct vz_hub_store *store,
                                const struct vz_hub_incoming *in,
                                const char *now,
                                struct vz_hub_receipt *receipt) {
    bool same = false;
    enum vz_status status =
        find_submission(store, in->form_id, in->parsed->instance_id,
                        in->xml_sha256, &receipt->submission_id, &same);
    if (status != VZ_OK) {
        return status;
    }
    if (!same) {
        return keep_conflict(store, in, receipt, now);
    }
    status = add_files(store, in, receipt->submission_id, now);
    if (status == VZ_OK && in->n_files) {
        status = count_attachments(store, receipt->submission_id);
    }
    return status == VZ_OK ? read_complete(store, receipt->submission_id,
                                           &receipt->complete)
                           : status;
}

static enum vz_status add_new(struct vz_hub_store *store,
                              const struct vz_hub_incoming *in, const char *now,
                              struct vz_hub_receipt *receipt) {
    int64_t n_expected = 0;
    receipt->is_new = true;
    enum vz_status status =
        fill_new(store, in, receipt->submission_id, &n_expected);
    if (status == VZ_OK) {
        status = add_files(store, in, receipt->submission_id, now);
    }
    if (status == VZ_OK && (n_expected || in->n_files)) {
        status = count_attachments(store, receipt->submission_id);
    }
    if (status == VZ_OK && n_expected) {
        return read_complete(store, receipt->submission_id, &receipt->complete);
    }
    receipt->complete = true;
    return status;
}

static enum vz_status add(struct vz_hub_store *store,
                          const struct vz_hub_incoming *in,
                          struct vz_hub_receipt *receipt) {
    char now[VZ_ISO_SIZE];
    vz_hub_now(now);
    enum vz_status status =
        insert_submission(store, in, now, &receipt->submission_id);
    if (status == VZ_EXISTS) {
        return add_again(store, in, now, receipt);
    }
    return status == VZ_OK ? add_new(store, in, now, receipt) : status;
}

// What was erased before it came, or comes again, is stored without its words
// and files; the sender hears the same.
static enum vz_status add_or_mask(struct vz_hub_store *store,
                                  const struct vz_hub_incoming *incoming,
                                  struct vz_hub_receipt *receipt) {
    struct vz_hub_arrival arrival;
    enum vz_status status = vz_hub_arrival_init(&arrival, store, incoming);
    if (status == VZ_OK) {
        status = add(store, arrival.incoming, receipt);
    }
    if (status == VZ_OK && arrival.erased && receipt->is_new) {
        status = vz_hub_arrival_erased(&arrival, store, receipt->submission_id);
    }
    vz_hub_arrival_finish(&arrival);
    return status;
}

enum vz_status vz_hub_submission_add(struct vz_hub_store *store,
                                     const struct vz_hub_incoming *incoming,
                                     struct vz_hub_receipt *receipt) {
    *receipt = (struct vz_hub_receipt){0};
    bool began;
    enum vz_status status = vz_hub_enter(store, &began);
    if (status != VZ_OK) {
        return status;
    }
    status = vz_db_savepoint(store->db);
    if (status != VZ_OK) {
        return vz_hub_leave(store, began, status);
    }
    enum vz_status added = add_or_mask(store, incoming, receipt);
    if (added == VZ_OK || receipt->conflict_kept) {
        status = vz_db_release(store->db);
    } else {
        vz_db_rollback_to(store->db);
    }
    status = vz_hub_leave(store, began, status);
    return status == VZ_OK ? added : status;
}

enum vz_status vz_hub_submission_count(struct vz_hub_store *store,
                                       int64_t form_id, int64_t *n) {
    struct vz_stmt *stmt = vz_db_prepare(
        store->db, "SELECT count(*) FROM submissions WHERE form_id = ?"
                   " AND superseded_by IS NULL");
    vz_stmt_bind_int(stmt, 1, form_id);
    enum vz_status status = vz_stmt_step(stmt);
    *n = status == VZ_OK ? vz_stmt_int(stmt, 0) : 0;
    vz_stmt_reset(stmt);
    return status;
}

// --------------------------------------------------------------- rebuilding
int64_t vz_hub_iso_ms(const char *text) {
    int y = 1970, m = 1, d = 1, hour = 0, minute = 0, second = 0;
    if (!text || sscanf(text, "%4d-%2d-%2dT%2d:%2d:%2d", &y, &m, &d, &hour,
                        &minute, &second) < 3) {
        return 0;
    }
    int64_t days = vz_days_from_date(y, m, d);
    return ((days * 24 + hour) * 60 + minute) * 60000 + second * 1000;
}

static enum vz_status rebuild_row(struct vz_hub_store *store, int64_t form_id,
                                  struct vz_stmt *stmt,
                                  const struct vz_hub_schema_source *source,
                                  struct vz_error *error) {
    struct vz_typed_row row = {.form_id = form_id};
    row.submission_id = vz_stmt_int(stmt, 0);
    row.received_ms = vz_hub_iso_ms(vz_stmt_text(stmt, 3));
    row.schema = source->schema_for(source->userdata, vz_stmt_int(stmt, 1),
                                    &row.schema_version_id);
    size_t len;
    const void *xml = vz_stmt_bytes(stmt, 2, &len);
    struct vz_submission parsed = {0};
    enum vz_status status = vz_submission_parse(
        &parsed, xml, len, source->is_repeat, source->userdata, error);
    if (status == VZ_OK) {
        row.parsed = &parsed;
        status = vz_typed_insert(store, &row);
    }
    vz_submission_finish(&parsed);
    return status;
}

static enum vz_status rebuild_rows(struct vz_hub_store *store, int64_t form_id,
                                   const struct vz_hub_schema_source *source,
                                   int64_t *n, struct vz_error *error) {
    struct vz_stmt *stmt = vz_db_prepare_scan(
        store->db, "SELECT submission_id, form_version_id, xml, received_at"
                   " FROM submissions WHERE form_id = ?"
                   " AND superseded_by IS NULL ORDER BY submission_id");
    vz_stmt_bind_int(stmt, 1, form_id);
    enum vz_status status;
    while ((status = vz_stmt_step(stmt)) == VZ_OK) {
        enum vz_status added = rebuild_row(store, form_id, stmt, source, error);
        if (added != VZ_OK) {
            vz_stmt_finish(stmt);
            return added;
        }
        ++*n;
    }
    vz_stmt_finish(stmt);
    return status == VZ_NOT_FOUND ? VZ_OK : status;
}

enum vz_status vz_hub_rebuild(struct vz_hub_store *store, int64_t form_id,
                              const struct vz_hub_schema_source *source,
                              int64_t *n, struct vz_error *error) {
    *n = 0;
    bool began;
    vz_typed_plans_destroy(store);
    enum vz_status status = vz_hub_enter(store, &began);
    if (status != VZ_OK) {
        return status;
    }
    status = vz_typed_clear(store, form_id);
    if (status == VZ_OK) {
        status = rebuild_rows(store, form_id, source, n, error);
    }
    return vz_hub_leave(store, began, status);
}
