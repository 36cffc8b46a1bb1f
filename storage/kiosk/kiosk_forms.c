/*
 * Installed forms: whole sets of form and media that replace each other.
 */
#include "kiosk_store.h"

#include "kiosk_store_private.h"

#include "base/clock.h"

static enum vz_status stop_offering(struct vz_kiosk_store *store,
                                    const char *form_id) {
    struct vz_stmt *stmt =
        vz_db_prepare(store->db, "UPDATE forms SET offered = 0"
                                 " WHERE xml_form_id = ? AND offered = 1");
    vz_stmt_bind_text(stmt, 1, form_id);
    return vz_stmt_run(stmt);
}

// An older version is kept for as long as an instance of it is open.
static enum vz_status drop_unused(struct vz_kiosk_store *store) {
    return vz_stmt_run(vz_db_prepare(
        store->db, "DELETE FROM forms WHERE offered = 0 AND NOT EXISTS ("
                   "SELECT 1 FROM instances WHERE state = 'incomplete'"
                   " AND instances.xml_form_id = forms.xml_form_id"
                   " AND instances.version = forms.version)"));
}

static enum vz_status insert_form(struct vz_kiosk_store *store,
                                  const struct vz_installed_form *form,
                                  int64_t *row) {
    struct vz_stmt *stmt = vz_db_prepare(
        store->db, "INSERT INTO forms (xml_form_id, version, title, hash, xml,"
                   " offered, installed_at) VALUES (?, ?, ?, ?, ?, 1, ?)"
                   " RETURNING form_id");
    vz_stmt_bind_text(stmt, 1, form->form_id);
    vz_stmt_bind_text(stmt, 2, form->version);
    vz_stmt_bind_text(stmt, 3, form->name);
    vz_stmt_bind_text(stmt, 4, form->hash);
    vz_stmt_bind_bytes(stmt, 5, form->xml, form->xml_len);
    vz_stmt_bind_int(stmt, 6, vz_clock_wall_ms());
    return vz_stmt_run_id(stmt, row);
}

static enum vz_status insert_media(struct vz_kiosk_store *store, int64_t row,
                                   const struct vz_installed_media *media) {
    struct vz_stmt *stmt = vz_db_prepare(
        store->db, "INSERT INTO media (form_id, filename, hash, bytes)"
                   " VALUES (?, ?, ?, ?)");
    vz_stmt_bind_int(stmt, 1, row);
    vz_stmt_bind_text(stmt, 2, media->filename);
    vz_stmt_bind_text(stmt, 3, media->hash);
    vz_stmt_bind_bytes(stmt, 4, media->bytes, media->len);
    return vz_stmt_run(stmt);
}

static enum vz_status replace_form(struct vz_kiosk_store *store,
                                   const struct vz_installed_form *form) {
    int64_t row = 0;
    enum vz_status status = stop_offering(store, form->form_id);
    if (status == VZ_OK) {
        status = insert_form(store, form, &row);
    }
    for (size_t i = 0; status == VZ_OK && i < form->n_media; i++) {
        status = insert_media(store, row, &form->media[i]);
    }
    return status == VZ_OK ? drop_unused(store) : status;
}

enum vz_status vz_kiosk_store_install_form(struct vz_kiosk_store *store,
                                           const struct vz_installed_form *f) {
    enum vz_status status = vz_db_begin(store->db);
    if (status != VZ_OK) {
        return status;
    }
    return vz_kiosk_store_end(store, replace_form(store, f));
}

enum vz_status vz_kiosk_store_retire_form(struct vz_kiosk_store *store,
                                          const char *form_id) {
    enum vz_status status = vz_db_begin(store->db);
    if (status != VZ_OK) {
        return status;
    }
    status = stop_offering(store, form_id);
    if (status == VZ_OK) {
        status = drop_unused(store);
    }
    return vz_kiosk_store_end(store, status);
}

// ----------------------------------------------------------------- reading

static bool take_form(struct vz_arena *arena, struct vz_stmt *stmt,
                      struct vz_kiosk_form *form) {
    form->form_id = vz_arena_strdup(arena, vz_stmt_text(stmt, 0));
    form->version = vz_arena_strdup(arena, vz_stmt_text(stmt, 1));
    form->name = vz_arena_strdup(arena, vz_stmt_text(stmt, 2));
    form->hash = vz_arena_strdup(arena, vz_stmt_text(stmt, 3));
    return form->form_id && form->version && form->name && form->hash;
}

// Puts every row of the statement into the list.
static enum vz_status take_forms(struct vz_kiosk_form_list *list,
                                 struct vz_stmt *stmt) {
    size_t cap = 0;
    enum vz_status status;
    while ((status = vz_stmt_step(stmt)) == VZ_OK) {
        if (!vz_arena_grow(&list->arena, &list->items, &cap, list->n,
                           sizeof(*list->items)) ||
            !take_form(&list->arena, stmt, &list->items[list->n])) {
            return VZ_NOMEM;
        }
        list->n++;
    }
    return status == VZ_NOT_FOUND ? VZ_OK : status;
}

enum vz_status vz_kiosk_store_forms(struct vz_kiosk_store *store,
                                    struct vz_kiosk_form_list *list) {
    *list = (struct vz_kiosk_form_list){0};
    struct vz_stmt *stmt =
        vz_db_prepare(store->db, "SELECT xml_form_id, version, title, hash"
                                 " FROM forms WHERE offered = 1"
                                 " ORDER BY xml_form_id");
    enum vz_status status = take_forms(list, stmt);
    vz_stmt_reset(stmt);
    if (status != VZ_OK) {
        vz_kiosk_form_list_finish(list);
    }
    return status;
}

static enum vz_status take_xml(struct vz_kiosk_form_list *list,
                               struct vz_stmt *stmt) {
    list->items = vz_arena_alloc(&list->arena, sizeof(*list->items));
    if (!list->items || !take_form(&list->arena, stmt, list->items)) {
        return VZ_NOMEM;
    }
    list->items->xml =
        vz_kiosk_copy_bytes(&list->arena, stmt, 4, &list->items->xml_len);
    list->n = 1;
    return list->items->xml ? VZ_OK : VZ_NOMEM;
}

enum vz_status vz_kiosk_store_form(struct vz_kiosk_store *store,
                                   const char *form_id,
                                   struct vz_kiosk_form_list *list) {
    *list = (struct vz_kiosk_form_list){0};
    struct vz_stmt *stmt = vz_db_prepare(
        store->db, "SELECT xml_form_id, version, title, hash, xml FROM forms"
                   " WHERE xml_form_id = ? AND offered = 1");
    vz_stmt_bind_text(stmt, 1, form_id);
    enum vz_status status = vz_stmt_step(stmt);
    if (status == VZ_OK) {
        status = take_xml(list, stmt);
    }
    vz_stmt_reset(stmt);
    if (status != VZ_OK) {
        vz_kiosk_form_list_finish(list);
    }
    return status;
}

void vz_kiosk_form_list_finish(struct vz_kiosk_form_list *list) {
    if (list) {
        vz_arena_finish(&list->arena);
        *list = (struct vz_kiosk_form_list){0};
    }
}

static bool take_media(struct vz_arena *arena, struct vz_stmt *stmt,
                       struct vz_installed_media *media) {
    media->filename = vz_arena_strdup(arena, vz_stmt_text(stmt, 0));
    media->hash = vz_arena_strdup(arena, vz_stmt_text(stmt, 1));
    return media->filename && media->hash;
}

enum vz_status vz_kiosk_store_media(struct vz_kiosk_store *store,
                                    const char *form_id,
                                    struct vz_kiosk_media_list *list) {
    *list = (struct vz_kiosk_media_list){0};
    struct vz_stmt *stmt = vz_db_prepare(
        store->db, "SELECT filename, media.hash FROM media JOIN forms"
                   " USING (form_id) WHERE xml_form_id = ? AND offered = 1"
                   " ORDER BY filename");
    vz_stmt_bind_text(stmt, 1, form_id);
    size_t cap = 0;
    enum vz_status status;
    while ((status = vz_stmt_step(stmt)) == VZ_OK) {
        if (!vz_arena_grow(&list->arena, &list->items, &cap, list->n,
                           sizeof(*list->items)) ||
            !take_media(&list->arena, stmt, &list->items[list->n])) {
            status = VZ_NOMEM;
            break;
        }
        list->n++;
    }
    vz_stmt_reset(stmt);
    if (status != VZ_NOT_FOUND) {
        vz_kiosk_media_list_finish(list);
        return status;
    }
    return VZ_OK;
}

static enum vz_status take_media_file(struct vz_kiosk_media_list *list,
                                      struct vz_stmt *stmt) {
    list->items = vz_arena_alloc(&list->arena, sizeof(*list->items));
    if (!list->items || !take_media(&list->arena, stmt, list->items)) {
        return VZ_NOMEM;
    }
    list->items->bytes =
        vz_kiosk_copy_bytes(&list->arena, stmt, 2, &list->items->len);
    list->n = 1;
    return list->items->bytes ? VZ_OK : VZ_NOMEM;
}

enum vz_status vz_kiosk_store_media_file(struct vz_kiosk_store *store,
                                         const char *form_id,
                                         const char *filename,
                                         struct vz_kiosk_media_list *list) {
    *list = (struct vz_kiosk_media_list){0};
    struct vz_stmt *stmt = vz_db_prepare(
        store->db, "SELECT filename, media.hash, bytes FROM media JOIN forms"
                   " USING (form_id) WHERE xml_form_id = ? AND offered = 1"
                   " AND filename = ?");
    vz_stmt_bind_text(stmt, 1, form_id);
    vz_stmt_bind_text(stmt, 2, filename);
    enum vz_status status = vz_stmt_step(stmt);
    if (status == VZ_OK) {
        status = take_media_file(list, stmt);
    }
    vz_stmt_reset(stmt);
    if (status != VZ_OK) {
        vz_kiosk_media_list_finish(list);
    }
    return status;
}

void vz_kiosk_media_list_finish(struct vz_kiosk_media_list *list) {
    if (list) {
        vz_arena_finish(&list->arena);
        *list = (struct vz_kiosk_media_list){0};
    }
}
