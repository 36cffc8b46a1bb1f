// Forms, their versions and their media.
#include "base/log.h"
#include "hub_private.h"
#include "openrosa/openrosa.h"
#include "typed_table.h"

#include <stdio.h>
#include <string.h>

void vz_hub_form_list_finish(struct vz_hub_form_list *list) {
    vz_arena_finish(&list->arena);
    *list = (struct vz_hub_form_list){0};
}

void vz_hub_media_list_finish(struct vz_hub_media_list *list) {
    vz_arena_finish(&list->arena);
    *list = (struct vz_hub_media_list){0};
}

// ------------------------------------------------------------------- adding
static enum vz_status find_form(struct vz_hub_store *store,
                                const char *xml_form_id, int64_t *form_id) {
    struct vz_stmt *stmt = vz_db_prepare(
        store->db, "SELECT form_id FROM forms WHERE xml_form_id = ?");
    vz_stmt_bind_text(stmt, 1, xml_form_id);
    enum vz_status status = vz_stmt_step(stmt);
    if (status == VZ_OK) {
        *form_id = vz_stmt_int(stmt, 0);
    }
    vz_stmt_reset(stmt);
    return status;
}

static enum vz_status insert_form(struct vz_hub_store *store,
                                  const struct vz_schema *schema,
                                  int64_t *form_id) {
    struct vz_stmt *stmt = vz_db_prepare(
        store->db, "INSERT INTO forms (xml_form_id, title, created_at)"
                   " VALUES (?, ?, ?) RETURNING form_id");
    char now[VZ_ISO_SIZE];
    vz_hub_now(now);
    vz_stmt_bind_text(stmt, 1, schema->form_id);
    vz_stmt_bind_text(stmt, 2, schema->title ? schema->title : "");
    vz_stmt_bind_text(stmt, 3, now);
    return vz_stmt_run_id(stmt, form_id);
}

static enum vz_status insert_version(struct vz_hub_store *store,
                                     const struct vz_hub_form_params *params,
                                     int64_t form_id, const char *md5,
                                     int64_t *version_id) {
    struct vz_stmt *stmt = vz_db_prepare(
        store->db, "INSERT INTO form_versions"
                   " (form_id, version, title, xml, md5, created_at)"
                   " VALUES (?, ?, ?, ?, ?, ?) RETURNING form_version_id");
    const struct vz_schema *schema = params->schema;
    char now[VZ_ISO_SIZE];
    vz_hub_now(now);
    vz_stmt_bind_int(stmt, 1, form_id);
    vz_stmt_bind_text(stmt, 2, schema->version ? schema->version : "");
    vz_stmt_bind_text(stmt, 3, schema->title ? schema->title : "");
    vz_stmt_bind_text(stmt, 4, params->xml);
    vz_stmt_bind_text(stmt, 5, md5);
    vz_stmt_bind_text(stmt, 6, now);
    return vz_stmt_run_id(stmt, version_id);
}

// VZ_NOT_FOUND: a new version. VZ_EXISTS: the same content. VZ_CONFLICT.
static enum vz_status compare_version(struct vz_hub_store *store,
                                      int64_t form_id, const char *version,
                                      const char *md5, int64_t *version_id) {
    struct vz_stmt *stmt = vz_db_prepare(store->db,
                                         "SELECT form_version_id, md5"
                                         " FROM form_versions"
                                         " WHERE form_id = ? AND version = ?");
    vz_stmt_bind_int(stmt, 1, form_id);
    vz_stmt_bind_text(stmt, 2, version);
    enum vz_status status = vz_stmt_step(stmt);
    if (status == VZ_OK) {
        *version_id = vz_stmt_int(stmt, 0);
        status = strcmp(vz_stmt_text(stmt, 1), md5) ? VZ_CONFLICT : VZ_EXISTS;
    }
    vz_stmt_reset(stmt);
    return status;
}

static enum vz_status insert_media(struct vz_hub_store *store,
                                   int64_t version_id,
                                   const struct vz_hub_media *media) {
    char sha256[VZ_SHA256_HEX];
    char md5[VZ_MD5_HEX];
    vz_sha256_hex(media->bytes, media->len, sha256);
    vz_md5_hex(media->bytes, media->len, md5);
    int64_t blob_id = 0;
    enum vz_status status =
        vz_hub_blob_add(store, sha256, media->bytes, media->len, &blob_id);
    if (status != VZ_OK) {
        return status;
    }
    struct vz_stmt *stmt =
        vz_db_prepare(store->db, "INSERT INTO form_media"
                                 " (form_version_id, name, md5, blob_id)"
                                 " VALUES (?, ?, ?, ?)");
    vz_stmt_bind_int(stmt, 1, version_id);
    vz_stmt_bind_text(stmt, 2, media->name);
    vz_stmt_bind_text(stmt, 3, md5);
    vz_stmt_bind_int(stmt, 4, blob_id);
    return vz_stmt_run(stmt);
}

// VZ_NOT_FOUND: the version has no such file. VZ_CONFLICT: another one.
static enum vz_status compare_media(struct vz_hub_store *store,
                                    int64_t version_id,
                                    const struct vz_hub_media *media) {
    struct vz_stmt *stmt =
        vz_db_prepare(store->db, "SELECT md5 FROM form_media"
                                 " WHERE form_version_id = ? AND name = ?");
    char md5[VZ_MD5_HEX];
    vz_md5_hex(media->bytes, media->len, md5);
    vz_stmt_bind_int(stmt, 1, version_id);
    vz_stmt_bind_text(stmt, 2, media->name);
    enum vz_status status = vz_stmt_step(stmt);
    if (status == VZ_OK && strcmp(vz_stmt_text(stmt, 0), md5) != 0) {
        status = VZ_CONFLICT;
    }
    vz_stmt_reset(stmt);
    return status;
}

// A version that was published without some of its files may get them later.
static enum vz_status add_media(struct vz_hub_store *store, int64_t version_id,
                                const struct vz_hub_form_params *params,
                                bool *added, struct vz_error *error) {
    for (size_t i = 0; i < params->n_media; i++) {
        const struct vz_hub_media *media = &params->media[i];
        enum vz_status status = compare_media(store, version_id, media);
        if (status == VZ_NOT_FOUND) {
            *added = true;
            status = insert_media(store, version_id, media);
        }
        if (status == VZ_CONFLICT) {
            vz_error_set(error, status,
                         "The file '%s' of this version is known with other "
                         "content. Give the form a new version.",
                         media->name);
        }
        if (status != VZ_OK) {
            return status;
        }
    }
    return VZ_OK;
}

static enum vz_status make_current(struct vz_hub_store *store, int64_t form_id,
                                   int64_t version_id, const char *title) {
    struct vz_stmt *stmt =
        vz_db_prepare(store->db, "UPDATE forms SET current_version_id = ?,"
                                 " title = ? WHERE form_id = ?");
    vz_stmt_bind_int(stmt, 1, version_id);
    vz_stmt_bind_text(stmt, 2, title ? title : "");
    vz_stmt_bind_int(stmt, 3, form_id);
    return vz_stmt_run(stmt);
}

// Submissions that came before their version did are no longer unknown.
static enum vz_status adopt_unknown(struct vz_hub_store *store, int64_t form_id,
                                    int64_t version_id, const char *version) {
    struct vz_stmt *stmt = vz_db_prepare(
        store->db, "UPDATE submissions SET form_version_id = ?"
                   " WHERE form_version_id IS NULL AND form_id = ?"
                   " AND version = ?");
    vz_stmt_bind_int(stmt, 1, version_id);
    vz_stmt_bind_int(stmt, 2, form_id);
    vz_stmt_bind_text(stmt, 3, version ? version : "");
    return vz_stmt_run(stmt);
}

static enum vz_status add_version(struct vz_hub_store *store,
                                  const struct vz_hub_form_params *params,
                                  int64_t form_id, const char *md5,
                                  struct vz_error *error) {
    const struct vz_schema *schema = params->schema;
    int64_t version_id = 0;
    bool added;
    enum vz_status status =
        insert_version(store, params, form_id, md5, &version_id);
    if (status == VZ_OK) {
        status = add_media(store, version_id, params, &added, error);
    }
    if (status == VZ_OK) {
        status = make_current(store, form_id, version_id, schema->title);
    }
    if (status == VZ_OK) {
        status = vz_typed_ensure(store, form_id, schema, error);
    }
    if (status == VZ_OK) {
        status = adopt_unknown(store, form_id, version_id, schema->version);
    }
    if (status == VZ_OK) {
        status = vz_hub_audit(store, params->actor, "form.add", schema->form_id,
                              schema->version);
    }
    return status;
}

static enum vz_status add_form(struct vz_hub_store *store,
                               const struct vz_hub_form_params *params,
                               bool *added, struct vz_error *error) {
    const struct vz_schema *schema = params->schema;
    char md5[VZ_MD5_HEX];
    vz_md5_hex(params->xml, params->xml_len, md5);
    int64_t form_id = 0, version_id = 0;
    enum vz_status status = find_form(store, schema->form_id, &form_id);
    if (status == VZ_NOT_FOUND) {
        status = insert_form(store, schema, &form_id);
    }
    if (status != VZ_OK) {
        return status;
    }
    status = compare_version(store, form_id,
                             schema->version ? schema->version : "", md5,
                             &version_id);
    if (status == VZ_EXISTS) {
        status = add_media(store, version_id, params, added, error);
        return status == VZ_OK
                   ? make_current(store, form_id, version_id, schema->title)
                   : status;
    }
    if (status == VZ_CONFLICT) {
        vz_error_set(error, status,
                     "Version '%s' of form '%s' is known with other content. "
                     "Give the changed form a new version in the settings "
                     "sheet.",
                     schema->version ? schema->version : "", schema->form_id);
        return status;
    }
    if (status != VZ_NOT_FOUND) {
        return status;
    }
    *added = true;
    return add_version(store, params, form_id, md5, error);
}

enum vz_status vz_hub_form_add(struct vz_hub_store *store,
                               const struct vz_hub_form_params *params,
                               bool *added, struct vz_error *error) {
    *added = false;
    bool began;
    enum vz_status status = vz_hub_enter(store, &began);
    if (status == VZ_OK) {
        status =
            vz_hub_leave(store, began, add_form(store, params, added, error));
    }
    if (status != VZ_OK && error && error->status == VZ_OK) {
        vz_error_set(error, status, "The form could not be stored: %s.",
                     vz_status_text(status));
    }
    return status;
}

// ------------------------------------------------------------------ reading
// The columns that every query below selects, in the order of read_form.
#define FORM_COLUMNS                                                   \
    "f.form_id, v.form_version_id, f.xml_form_id, v.version, v.title," \
    " v.md5, v.created_at, (SELECT count(*) FROM form_media AS m"      \
    " WHERE m.form_version_id = v.form_version_id)"

static bool read_form(struct vz_arena *arena, struct vz_stmt *stmt,
                      struct vz_hub_form *form) {
    form->form_id = vz_stmt_int(stmt, 0);
    form->form_version_id = vz_stmt_int(stmt, 1);
    form->xml_form_id = vz_hub_column(arena, stmt, 2);
    form->version = vz_hub_column(arena, stmt, 3);
    form->title = vz_hub_column(arena, stmt, 4);
    form->hash = vz_arena_printf(arena, "md5:%s", vz_stmt_text(stmt, 5));
    form->created_at = vz_hub_column(arena, stmt, 6);
    form->n_media = vz_stmt_int(stmt, 7);
    return form->xml_form_id && form->version && form->title && form->hash &&
           form->created_at;
}

static bool read_xml(struct vz_arena *arena, struct vz_stmt *stmt,
                     struct vz_hub_form *form) {
    size_t len;
    const void *xml = vz_stmt_bytes(stmt, 8, &len);
    form->xml = vz_arena_strndup(arena, xml ? xml : "", xml ? len : 0);
    form->xml_len = len;
    return form->xml;
}

// What column 8 of a query holds.
enum extra {
    EXTRA_NONE,
    EXTRA_XML,
    EXTRA_COUNT,
};

static bool push_form(struct vz_hub_form_list *list, size_t *cap,
                      struct vz_stmt *stmt, enum extra extra) {
    if (!vz_arena_grow(&list->arena, &list->items, cap, list->n,
                       sizeof(*list->items))) {
        return false;
    }
    struct vz_hub_form *form = &list->items[list->n++];
    if (!read_form(&list->arena, stmt, form)) {
        return false;
    }
    if (extra == EXTRA_COUNT) {
        form->n_submissions = vz_stmt_int(stmt, 8);
    }
    return extra != EXTRA_XML || read_xml(&list->arena, stmt, form);
}

// Runs a bound query into a list.
static enum vz_status read_list(struct vz_stmt *stmt, enum extra extra,
                                struct vz_hub_form_list *list) {
    *list = (struct vz_hub_form_list){0};
    size_t cap = 0;
    enum vz_status status;
    while ((status = vz_stmt_step(stmt)) == VZ_OK) {
        if (!push_form(list, &cap, stmt, extra)) {
            status = VZ_NOMEM;
            break;
        }
    }
    vz_stmt_reset(stmt);
    if (status != VZ_NOT_FOUND) {
        vz_hub_form_list_finish(list);
        return status;
    }
    return VZ_OK;
}

enum vz_status vz_hub_forms(struct vz_hub_store *store,
                            struct vz_hub_form_list *list) {
    struct vz_stmt *stmt = vz_db_prepare(
        store->db,
        "SELECT " FORM_COLUMNS ", (SELECT count(*) FROM submissions AS s"
        " WHERE s.form_id = f.form_id AND s.superseded_by IS NULL)"
        " FROM forms AS f JOIN form_versions AS v"
        " ON v.form_version_id = f.current_version_id"
        " ORDER BY f.xml_form_id");
    return read_list(stmt, EXTRA_COUNT, list);
}

enum vz_status vz_hub_forms_current(struct vz_hub_store *store,
                                    const char *xml_form_id,
                                    struct vz_hub_form_list *list) {
    struct vz_stmt *stmt =
        vz_db_prepare(store->db, "SELECT " FORM_COLUMNS
                                 " FROM forms AS f JOIN form_versions AS v"
                                 " ON v.form_version_id = f.current_version_id"
                                 " WHERE f.xml_form_id = ?1 OR ?1 IS NULL"
                                 " ORDER BY f.xml_form_id");
    vz_stmt_bind_text(stmt, 1, xml_form_id);
    return read_list(stmt, EXTRA_NONE, list);
}

static enum vz_status not_empty(enum vz_status status,
                                struct vz_hub_form_list *list) {
    return status == VZ_OK && list->n == 0 ? VZ_NOT_FOUND : status;
}

enum vz_status vz_hub_form_version(struct vz_hub_store *store,
                                   const char *xml_form_id, const char *version,
                                   struct vz_hub_form_list *list) {
    struct vz_stmt *stmt = vz_db_prepare(
        store->db, "SELECT " FORM_COLUMNS ", v.xml"
                   " FROM forms AS f JOIN form_versions AS v"
                   " ON v.form_id = f.form_id WHERE f.xml_form_id = ?1 AND"
                   " (v.version = ?2 OR (?2 IS NULL AND"
                   " v.form_version_id = f.current_version_id))");
    vz_stmt_bind_text(stmt, 1, xml_form_id);
    vz_stmt_bind_text(stmt, 2, version);
    return not_empty(read_list(stmt, EXTRA_XML, list), list);
}

enum vz_status vz_hub_form_versions(struct vz_hub_store *store,
                                    const char *xml_form_id,
                                    struct vz_hub_form_list *list) {
    struct vz_stmt *stmt = vz_db_prepare(
        store->db, "SELECT " FORM_COLUMNS ", v.xml"
                   " FROM forms AS f JOIN form_versions AS v"
                   " ON v.form_id = f.form_id WHERE f.xml_form_id = ?"
                   " ORDER BY v.form_version_id = f.current_version_id DESC,"
                   " v.form_version_id DESC");
    vz_stmt_bind_text(stmt, 1, xml_form_id);
    return not_empty(read_list(stmt, EXTRA_XML, list), list);
}

// -------------------------------------------------------------------- media
static bool push_media(struct vz_hub_media_list *list, struct vz_stmt *stmt) {
    if (!list->items) {
        list->items = vz_arena_alloc_array(
            &list->arena, (size_t)vz_stmt_int(stmt, 4), sizeof(*list->items));
    }
    if (!list->items) {
        return false;
    }
    struct vz_hub_media_item *item = &list->items[list->n++];
    item->name = vz_hub_column(&list->arena, stmt, 0);
    item->hash = vz_arena_printf(&list->arena, "md5:%s", vz_stmt_text(stmt, 1));
    item->blob_id = vz_stmt_int(stmt, 2);
    item->size = vz_stmt_int(stmt, 3);
    return item->name && item->hash;
}

enum vz_status vz_hub_form_media(struct vz_hub_store *store,
                                 int64_t form_version_id,
                                 struct vz_hub_media_list *list) {
    *list = (struct vz_hub_media_list){0};
    struct vz_stmt *stmt = vz_db_prepare(
        store->db, "SELECT m.name, m.md5, m.blob_id, b.size,"
                   " count(*) OVER () FROM form_media AS m"
                   " JOIN blobs AS b ON b.blob_id = m.blob_id"
                   " WHERE m.form_version_id = ? ORDER BY m.name");
    vz_stmt_bind_int(stmt, 1, form_version_id);
    enum vz_status status;
    while ((status = vz_stmt_step(stmt)) == VZ_OK) {
        if (!push_media(list, stmt)) {
            status = VZ_NOMEM;
            break;
        }
    }
    vz_stmt_reset(stmt);
    if (status != VZ_NOT_FOUND) {
        vz_hub_media_list_finish(list);
        return status;
    }
    return VZ_OK;
}
