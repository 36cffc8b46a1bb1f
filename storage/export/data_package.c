#include "data_package.h"

#include "clean_text.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>

struct job {
    const struct vz_export_params *params;
    struct vz_strbuf clean, title;
};

static json_t *text(struct job *job, const char *value) {
    return json_string(vz_export_clean(&job->clean, value));
}

// The type of a column in the words of Table Schema; format may be NULL.
static const char *type_of(enum vz_field_type type, const char **format) {
    static const char *const names[] = {
        [VZ_FIELD_INT] = "integer",     [VZ_FIELD_DECIMAL] = "number",
        [VZ_FIELD_BOOLEAN] = "boolean", [VZ_FIELD_DATE] = "date",
        [VZ_FIELD_TIME] = "time",       [VZ_FIELD_DATETIME] = "datetime",
        [VZ_FIELD_REPEAT] = NULL, // the table's length
    };
    // A time carries milliseconds and an offset, which the default is without.
    *format = type == VZ_FIELD_TIME || type == VZ_FIELD_DATETIME ? "any" : NULL;
    return names[type] ? names[type] : "string";
}

// The choices of a select_one: in a data package of version 2, categories.
static json_t *categories(struct job *job, const struct vz_field *field) {
    json_t *out = json_array();
    for (size_t i = 0; i < field->n_choices; i++) {
        const struct vz_schema_choice *choice = &field->choices[i];
        const char *label = vz_texts_get(job->params->schema, &choice->label,
                                         job->params->language);
        json_t *item = json_object();
        json_object_set_new(item, "value", text(job, choice->name));
        json_object_set_new(item, "label",
                            text(job, label ? label : choice->name));
        json_array_append_new(out, item);
    }
    return out;
}

static json_t *field_of(struct job *job, const struct vz_export_table *table,
                        size_t index) {
    const struct vz_export_column *column = &table->columns[index];
    const struct vz_column *source = &table->table->columns[column->source];
    const char *format, *type = type_of(source->type, &format);
    json_t *out = json_object();
    json_object_set_new(out, "name", text(job, column->name));
    json_object_set_new(out, "type",
                        json_string(column->choice ? "boolean" : type));
    if (format && !column->choice) {
        json_object_set_new(out, "format", json_string(format));
    }
    vz_export_title(&job->title, job->params->schema, table, index,
                    job->params->language);
    json_object_set_new(out, "title", text(job, vz_strbuf_text(&job->title)));
    if (column->choice) {
        json_object_set_new(out, "trueValues", json_pack("[s]", "1"));
        json_object_set_new(out, "falseValues", json_pack("[s]", "0"));
    } else if (source->type == VZ_FIELD_SELECT_ONE && source->field &&
               source->field->n_choices) {
        json_object_set_new(out, "categories", categories(job, source->field));
    }
    return out;
}

static json_t *schema_of(struct job *job, const struct vz_export_table *table,
                         const char *parent) {
    json_t *fields = json_array();
    for (size_t i = 0; i < table->n_columns; i++) {
        json_array_append_new(fields, field_of(job, table, i));
    }
    json_t *out = json_object();
    json_object_set_new(out, "fields", fields);
    json_object_set_new(out, "missingValues", json_pack("[s]", ""));
    if (!parent) {
        json_object_set_new(out, "primaryKey", json_pack("[s]", "instance_id"));
        return out;
    }
    json_object_set_new(out, "primaryKey", json_pack("[s]", "row"));
    json_object_set_new(out, "foreignKeys",
                        json_pack("[{s:[s], s:{s:s, s:[s]}}]", "fields",
                                  "instance_id", "reference", "resource",
                                  parent, "fields", "instance_id"));
    return out;
}

static json_t *dialect(const struct job *job) {
    char delimiter[2] = {job->params->separator, '\0'};
    return json_pack("{s:s, s:s, s:s, s:b, s:b}", "delimiter", delimiter,
                     "lineTerminator", "\r\n", "quoteChar", "\"", "doubleQuote",
                     1, "header", 1);
}

static json_t *resource(struct job *job, const char *name, json_t *schema) {
    char path[300];
    snprintf(path, sizeof(path), "%s.csv", name);
    json_t *out = json_object();
    json_object_set_new(out, "name", text(job, name));
    json_object_set_new(out, "path", text(job, path));
    json_object_set_new(out, "format", json_string("csv"));
    json_object_set_new(out, "mediatype", json_string("text/csv"));
    json_object_set_new(out, "encoding", json_string("utf-8"));
    json_object_set_new(out, "dialect", dialect(job));
    if (schema) {
        json_object_set_new(out, "type", json_string("table"));
        json_object_set_new(out, "schema", schema);
    }
    return out;
}

static json_t *package(struct job *job, const struct vz_export_table *tables) {
    const struct vz_export_params *params = job->params;
    json_t *resources = json_array();
    for (size_t i = 0; i < params->n_tables; i++) {
        const char *name = params->tables[i].name;
        const char *parent = i ? params->tables[0].name : NULL;
        json_t *schema = schema_of(job, &tables[i], parent);
        json_array_append_new(resources, resource(job, name, schema));
    }
    json_array_append_new(resources, resource(job, "codebook", NULL));
    json_t *out = json_object();
    json_object_set_new(
        out, "$schema",
        json_string("https://datapackage.org/profiles/2.0/datapackage.json"));
    json_object_set_new(out, "name", text(job, params->schema->form_id));
    json_object_set_new(out, "title", text(job, params->schema->title));
    json_object_set_new(out, "version", text(job, params->schema->version));
    json_object_set_new(out, "resources", resources);
    return out;
}

bool vz_data_package_write(struct vz_strbuf *out,
                           const struct vz_export_params *params,
                           const struct vz_export_table *tables) {
    struct job job = {.params = params};
    json_t *json = package(&job, tables);
    char *dump = json_dumps(json, JSON_INDENT(1) | JSON_PRESERVE_ORDER);
    bool written = dump && !job.clean.failed && !job.title.failed;
    if (written) {
        vz_strbuf_append(out, dump);
        vz_strbuf_append_char(out, '\n');
    }
    free(dump);
    json_decref(json);
    vz_strbuf_finish(&job.clean);
    vz_strbuf_finish(&job.title);
    return written && !out->failed;
}
