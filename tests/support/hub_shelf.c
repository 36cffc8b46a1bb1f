#include "support/hub_shelf.h"

#include "support/hub_database.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum vz_status hub_shelf_publish(struct hub_shelf *shelf,
                                 const struct vz_schema *schema,
                                 const char *xml) {
    struct vz_hub_form_params params = {
        .schema = schema, .xml = xml, .xml_len = strlen(xml), .actor = "test"};
    bool added;
    return vz_hub_form_add(shelf->store, &params, &added, NULL);
}

void hub_shelf_open(struct hub_shelf *shelf) {
    *shelf = (struct hub_shelf){0};
    store_folder_make(shelf->folder);
    shelf->place = hub_database_place(shelf->folder);
    hub_form_schema(&shelf->schema, "1");
    if (vz_hub_store_open(&shelf->store, &shelf->place, VZ_HUB_CREATE, NULL) !=
            VZ_OK ||
        hub_shelf_publish(shelf, &shelf->schema, "<form version='1'/>") !=
            VZ_OK) {
        abort();
    }
    struct vz_hub_form_list forms;
    if (vz_hub_forms_current(shelf->store, "proef", &forms) != VZ_OK) {
        abort();
    }
    shelf->form_id = forms.items[0].form_id;
    shelf->version_id = forms.items[0].form_version_id;
    vz_hub_form_list_finish(&forms);
}

void hub_shelf_close(struct hub_shelf *shelf) {
    vz_hub_store_close(shelf->store);
    vz_schema_finish(&shelf->schema);
    store_folder_remove(shelf->folder);
}

enum vz_status hub_shelf_add(struct hub_shelf *shelf,
                             const struct hub_answers *answers,
                             const struct vz_hub_file *files, size_t n_files,
                             struct vz_hub_receipt *receipt) {
    struct vz_strbuf xml = {0};
    hub_form_xml(&xml, answers);
    struct vz_submission parsed;
    if (vz_submission_parse(&parsed, xml.data, xml.len, hub_form_is_repeat,
                            NULL, NULL) != VZ_OK) {
        abort();
    }
    char sha256[VZ_SHA256_HEX];
    vz_sha256_hex(xml.data, xml.len, sha256);
    struct vz_hub_incoming incoming = {
        .form_id = shelf->form_id,
        .form_version_id = shelf->version_id,
        .schema_version_id = shelf->version_id,
        .schema = &shelf->schema,
        .xml = xml.data,
        .xml_len = xml.len,
        .xml_sha256 = sha256,
        .parsed = &parsed,
        .files = files,
        .n_files = n_files,
    };
    struct vz_hub_receipt own;
    enum vz_status status = vz_hub_submission_add(shelf->store, &incoming,
                                                  receipt ? receipt : &own);
    vz_submission_finish(&parsed);
    vz_strbuf_finish(&xml);
    return status;
}

static const struct vz_schema *schema_for(void *userdata, const char *form,
                                          int64_t form_version_id,
                                          int64_t *schema_version_id,
                                          struct vz_error *error) {
    struct hub_shelf *shelf = userdata;
    *schema_version_id = shelf->version_id;
    return &shelf->schema;
}

struct vz_hub_erasure hub_shelf_erasure(struct hub_shelf *shelf) {
    return (struct vz_hub_erasure){
        .schema_for = schema_for, .userdata = shelf, .actor = "test"};
}

int64_t hub_shelf_number(struct hub_shelf *shelf, const char *sql) {
    struct vz_stmt *stmt =
        vz_db_prepare_text(vz_hub_store_db(shelf->store), sql);
    if (vz_stmt_step(stmt) != VZ_OK) {
        abort();
    }
    int64_t number = vz_stmt_int(stmt, 0);
    vz_stmt_finish(stmt);
    return number;
}

const char *hub_shelf_text(struct hub_shelf *shelf, const char *sql) {
    static char text[1000];
    struct vz_stmt *stmt =
        vz_db_prepare_text(vz_hub_store_db(shelf->store), sql);
    size_t len = 0;
    while (vz_stmt_step(stmt) == VZ_OK && len < sizeof(text)) {
        const char *found = vz_stmt_text(stmt, 0);
        len += (size_t)snprintf(text + len, sizeof(text) - len, "%s%s",
                                len ? " " : "", found ? found : "(null)");
    }
    if (len == 0) {
        abort();
    }
    vz_stmt_finish(stmt);
    return text;
}
