#include "odata_metadata.h"

#include "odata_cell.h"
#include "odata_name.h"
#include "odata_plan.h"

#include <string.h>

#define SYSTEM "org.opendatakit.submission"

// ------------------------------------------------------------------ service
static void write_set(struct vz_strbuf *out, const char *path) {
    vz_strbuf_append(out, "{\"name\":\"");
    vz_odata_table_name(out, path);
    vz_strbuf_append(out, "\",\"kind\":\"EntitySet\",\"url\":\"");
    vz_odata_table_name(out, path);
    vz_strbuf_append(out, "\"}");
}

void vz_odata_write_service(struct vz_strbuf *out,
                            const struct vz_schema *schema, const char *root) {
    vz_strbuf_printf(out, "{\"@odata.context\":\"%s/$metadata\",\"value\":[",
                     root);
    write_set(out, "");
    for (size_t i = 0; i < schema->n_fields; i++) {
        if (schema->fields[i].type == VZ_FIELD_REPEAT) {
            vz_strbuf_append_char(out, ',');
            write_set(out, schema->fields[i].path);
        }
    }
    vz_strbuf_append(out, "]}");
}

// ----------------------------------------------------------------- metadata
static void write_property(struct vz_strbuf *out, const char *name,
                           const char *type) {
    vz_strbuf_append(out, "<Property Name=\"");
    vz_odata_name(out, name, strlen(name));
    vz_strbuf_printf(out, "\" Type=\"%s\"/>", type);
}

static void write_namespace(struct vz_strbuf *out,
                            const struct vz_schema *schema) {
    vz_strbuf_append(out, "org.opendatakit.user.");
    vz_odata_name(out, schema->form_id, strlen(schema->form_id));
}

// A group is a type of its own, named by its path.
static void write_type_name(struct vz_strbuf *out, const char *path) {
    vz_odata_path(out, path, '.');
}

static void write_child(struct vz_strbuf *out, const struct vz_schema *schema,
                        const struct vz_field *field) {
    if (field->type == VZ_FIELD_GROUP) {
        vz_strbuf_append(out, "<Property Name=\"");
        vz_odata_name(out, field->name, strlen(field->name));
        vz_strbuf_append(out, "\" Type=\"");
        write_namespace(out, schema);
        vz_strbuf_append_char(out, '.');
        write_type_name(out, field->path);
        vz_strbuf_append(out, "\"/>");
    } else if (field->type == VZ_FIELD_REPEAT) {
        vz_strbuf_append(out, "<NavigationProperty Name=\"");
        vz_odata_name(out, field->name, strlen(field->name));
        vz_strbuf_append(out, "\" Type=\"Collection(");
        write_namespace(out, schema);
        vz_strbuf_append_char(out, '.');
        vz_odata_table_name(out, field->path);
        vz_strbuf_append(out, ")\"/>");
    } else if (vz_consent_rule_of(field) != VZ_RULE_NEVER) {
        write_property(out, field->name, vz_odata_type(field->type));
    }
}

static void write_children(struct vz_strbuf *out,
                           const struct vz_schema *schema, int parent) {
    for (size_t i = 0; i < schema->n_fields; i++) {
        if (schema->fields[i].parent == parent) {
            write_child(out, schema, &schema->fields[i]);
        }
    }
}

// The name of the key that points to the row around this repeat.
static void write_parent_key(struct vz_strbuf *out,
                             const struct vz_schema *schema,
                             const struct vz_field *repeat) {
    int parent = repeat->parent;
    while (parent >= 0 && schema->fields[parent].type != VZ_FIELD_REPEAT) {
        parent = schema->fields[parent].parent;
    }
    vz_strbuf_append(out, "<Property Name=\"__Submissions");
    if (parent >= 0) {
        vz_strbuf_append_char(out, '-');
        vz_odata_path(out, schema->fields[parent].path, '-');
    }
    vz_strbuf_append(out, "-id\" Type=\"Edm.String\"/>");
}

static void write_entity(struct vz_strbuf *out, const struct vz_schema *schema,
                         int index) {
    const struct vz_field *repeat = index < 0 ? NULL : &schema->fields[index];
    vz_strbuf_append(out, "<EntityType Name=\"");
    vz_odata_table_name(out, repeat ? repeat->path : "");
    vz_strbuf_append(out, "\"><Key><PropertyRef Name=\"__id\"/></Key>"
                          "<Property Name=\"__id\" Type=\"Edm.String\""
                          " Nullable=\"false\"/>");
    if (repeat) {
        write_parent_key(out, schema, repeat);
    } else {
        write_property(out, "__system", SYSTEM ".metadata");
    }
    write_children(out, schema, index);
    vz_strbuf_append(out, "</EntityType>");
}

static void write_types(struct vz_strbuf *out, const struct vz_schema *schema) {
    write_entity(out, schema, -1);
    for (size_t i = 0; i < schema->n_fields; i++) {
        if (schema->fields[i].type == VZ_FIELD_REPEAT) {
            write_entity(out, schema, (int)i);
        } else if (schema->fields[i].type == VZ_FIELD_GROUP) {
            vz_strbuf_append(out, "<ComplexType Name=\"");
            write_type_name(out, schema->fields[i].path);
            vz_strbuf_append(out, "\">");
            write_children(out, schema, (int)i);
            vz_strbuf_append(out, "</ComplexType>");
        }
    }
}

static void write_container_set(struct vz_strbuf *out,
                                const struct vz_schema *schema,
                                const char *path) {
    vz_strbuf_append(out, "<EntitySet Name=\"");
    vz_odata_table_name(out, path);
    vz_strbuf_append(out, "\" EntityType=\"");
    write_namespace(out, schema);
    vz_strbuf_append_char(out, '.');
    vz_odata_table_name(out, path);
    vz_strbuf_append(out, "\"/>");
}

static const struct {
    const char *name, *type;
} system_types[] = {
    {"submissionDate", "Edm.DateTimeOffset"},
    {"updatedAt", "Edm.DateTimeOffset"},
    {"deletedAt", "Edm.DateTimeOffset"},
    {"submitterId", "Edm.String"},
    {"submitterName", "Edm.String"},
    {"attachmentsPresent", "Edm.Int64"},
    {"attachmentsExpected", "Edm.Int64"},
    {"status", "Edm.String"},
    {"reviewState", "Edm.String"},
    {"deviceId", "Edm.String"},
    {"edits", "Edm.Int64"},
    {"formVersion", "Edm.String"},
};

void vz_odata_write_metadata(struct vz_strbuf *out,
                             const struct vz_schema *schema) {
    vz_strbuf_append(out,
                     "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                     "<edmx:Edmx Version=\"4.0\""
                     " xmlns:edmx=\"http://docs.oasis-open.org/odata/ns/edmx\">"
                     "<edmx:DataServices><Schema Namespace=\"" SYSTEM "\""
                     " xmlns=\"http://docs.oasis-open.org/odata/ns/edm\">"
                     "<ComplexType Name=\"metadata\">");
    for (size_t i = 0; i < sizeof(system_types) / sizeof(system_types[0]);
         i++) {
        write_property(out, system_types[i].name, system_types[i].type);
    }
    vz_strbuf_append(out, "</ComplexType></Schema><Schema Namespace=\"");
    write_namespace(out, schema);
    vz_strbuf_append(out,
                     "\" xmlns=\"http://docs.oasis-open.org/odata/ns/edm\">");
    write_types(out, schema);
    vz_strbuf_append(out, "<EntityContainer Name=\"");
    vz_odata_name(out, schema->form_id, strlen(schema->form_id));
    vz_strbuf_append(out, "\">");
    write_container_set(out, schema, "");
    for (size_t i = 0; i < schema->n_fields; i++) {
        if (schema->fields[i].type == VZ_FIELD_REPEAT) {
            write_container_set(out, schema, schema->fields[i].path);
        }
    }
    vz_strbuf_append(out, "</EntityContainer></Schema></edmx:DataServices>"
                          "</edmx:Edmx>\n");
}
