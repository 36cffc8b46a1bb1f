#include "hub_attachments.h"

#include "hub_private.h"
#include "typed_table.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

struct vz_hub_attachments {
    struct vz_table_files files;
    struct vz_hub_store *store;
    struct vz_stmt *stmt;
    bool asked; // the form has a consent question
    enum vz_consent audience;
    struct vz_strbuf path, bytes; // of the present file
};

// Appends a name from outside as one step of a path.
static void append_step(struct vz_strbuf *path, const char *name) {
    size_t from = path->len;
    vz_strbuf_append(path, name ? name : "");
    if (!path->failed) {
        vz_hub_tame_filename(path->data + from);
    }
}

static enum vz_status read_file(struct vz_hub_attachments *attachments,
                                struct vz_table_file *file) {
    struct vz_strbuf *path = &attachments->path, *bytes = &attachments->bytes;
    vz_strbuf_clear(path);
    vz_strbuf_append(path, "media/");
    append_step(path, vz_stmt_text(attachments->stmt, 1));
    vz_strbuf_append_char(path, '/');
    append_step(path, vz_stmt_text(attachments->stmt, 2));
    vz_strbuf_clear(bytes);
    enum vz_status status = vz_hub_blob_read(
        attachments->store, vz_stmt_int(attachments->stmt, 3), bytes);
    if (status == VZ_OK && path->failed) {
        status = VZ_NOMEM;
    }
    file->path = vz_strbuf_text(path);
    file->bytes = vz_strbuf_text(bytes);
    file->len = bytes->len;
    // Rows end with VZ_NOT_FOUND; a row without its bytes is damage.
    return status == VZ_NOT_FOUND ? VZ_CORRUPT : status;
}

// What does not say that it is a picture or a text may be a voice.
static bool may_speak(const char *content_type) {
    return !content_type || (strncasecmp(content_type, "image/", 6) != 0 &&
                             strncasecmp(content_type, "text/", 5) != 0);
}

bool vz_hub_attachment_leaves(bool asked, const char *consent,
                              const char *content_type,
                              enum vz_consent audience) {
    return vz_consent_allows(VZ_RULE_STORY, asked, consent,
                             may_speak(content_type) ? VZ_CONSENT_PUBLIC
                                                     : audience);
}

static bool may_leave(const struct vz_hub_attachments *attachments) {
    return vz_hub_attachment_leaves(
        attachments->asked, vz_stmt_text(attachments->stmt, 0),
        vz_stmt_text(attachments->stmt, 4), attachments->audience);
}

static enum vz_status next_file(struct vz_table_files *files,
                                struct vz_table_file *file,
                                struct vz_error *error) {
    struct vz_hub_attachments *attachments = files->userdata;
    enum vz_status status;
    do {
        status = vz_stmt_step(attachments->stmt);
    } while (status == VZ_OK && !may_leave(attachments));
    if (status == VZ_NOT_FOUND) {
        return status;
    }
    if (status == VZ_OK) {
        status = read_file(attachments, file);
    }
    if (status != VZ_OK) {
        vz_error_set(error, status, "An attachment could not be read: %s.",
                     vz_status_text(status));
    }
    return status;
}

static enum vz_status prepare(struct vz_hub_attachments *attachments,
                              int64_t form_id) {
    struct vz_typed_tables typed;
    enum vz_status status =
        vz_typed_tables_load(attachments->store, form_id, &typed);
    if (status != VZ_OK) {
        return status;
    }
    struct vz_strbuf sql = {0};
    status = typed.n ? VZ_OK : VZ_NOT_FOUND;
    if (status == VZ_OK) {
        vz_typed_select_attachments(&sql, typed.items[0].name);
        status = sql.failed ? VZ_NOMEM : VZ_OK;
    }
    if (status == VZ_OK) {
        attachments->stmt =
            vz_db_prepare_scan(attachments->store->db, sql.data);
        status = vz_stmt_failed(attachments->stmt);
    }
    vz_strbuf_finish(&sql);
    vz_typed_tables_finish(&typed);
    return status;
}

enum vz_status vz_hub_attachments_open(struct vz_hub_attachments **out,
                                       struct vz_hub_store *store,
                                       const struct vz_hub_rows_params *params,
                                       struct vz_error *error) {
    *out = NULL;
    struct vz_hub_attachments *attachments = calloc(1, sizeof(*attachments));
    if (!attachments) {
        vz_error_nomem(error);
        return VZ_NOMEM;
    }
    attachments->files.next = next_file;
    attachments->files.userdata = attachments;
    attachments->store = store;
    attachments->audience = params->audience;
    attachments->asked = vz_schema_role(params->schema, "consent") != NULL;
    enum vz_status status = prepare(attachments, params->form_id);
    if (status != VZ_OK) {
        vz_error_set(error, status, "The attachments cannot be read: %s.",
                     vz_status_text(status));
        vz_hub_attachments_close(attachments);
        return status;
    }
    *out = attachments;
    return VZ_OK;
}

void vz_hub_attachments_close(struct vz_hub_attachments *attachments) {
    if (attachments) {
        vz_stmt_finish(attachments->stmt);
        vz_strbuf_finish(&attachments->path);
        vz_strbuf_finish(&attachments->bytes);
        free(attachments);
    }
}

struct vz_table_files *
vz_hub_attachments_files(struct vz_hub_attachments *attachments) {
    return &attachments->files;
}
