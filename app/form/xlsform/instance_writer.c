/*
 * Secondary instances: choice lists, files of choices, and what expressions
 * fetch by pulldata() or from the last submission.
 */
#include "xform_writer.h"

#include <string.h>
#include <strings.h>

// Files that are written already; few.
struct external {
    const char *id;
    const char *src;
    size_t row;
    struct external *next;
};

struct writer {
    struct vz_survey *survey;
    struct vz_strbuf *out;
    struct external *externals;
};

static void write_choice(struct writer *writer,
                         const struct vz_choice_list *list, size_t index) {
    const struct vz_choice_row *choice = &list->choices[index];
    struct vz_strbuf *out = writer->out;
    vz_strbuf_append(out, "<item>");
    if (list->translated) {
        vz_strbuf_append(out, "<itextId>");
        vz_strbuf_append_xml(out, list->name);
        vz_strbuf_printf(out, "-%zu</itextId>", index);
    }
    vz_strbuf_append(out, "<name>");
    vz_strbuf_append_xml(out, choice->name);
    vz_strbuf_append(out, "</name>");
    if (!list->translated && choice->texts[VZ_TEXT_LABEL]) {
        vz_strbuf_append(out, "<label>");
        vz_strbuf_append_xml(out, choice->texts[VZ_TEXT_LABEL]->text);
        vz_strbuf_append(out, "</label>");
    }
    const struct vz_sheet_columns *columns = &writer->survey->choice_columns;
    for (size_t i = 0; choice->others && i < columns->n; i++) {
        const struct vz_sheet_column *column = &columns->items[i];
        if (column->kind == VZ_COLUMN_OTHER && column->name &&
            choice->others[i]) {
            vz_strbuf_printf(out, "<%s>", column->name);
            vz_strbuf_append_xml(out, choice->others[i]);
            vz_strbuf_printf(out, "</%s>", column->name);
        }
    }
    vz_strbuf_append(out, "</item>\n");
}

static void write_list(struct writer *writer,
                       const struct vz_choice_list *list) {
    vz_strbuf_append(writer->out, "<instance");
    vz_write_attribute(writer->out, "id", list->name);
    vz_strbuf_append(writer->out, ">\n<root>\n");
    for (size_t i = 0; i < list->n; i++) {
        write_choice(writer, list, i);
    }
    vz_strbuf_append(writer->out, "</root>\n</instance>\n");
}

static void report_clash(struct writer *writer,
                         const struct vz_survey_node *node, const char *id,
                         size_t row) {
    vz_survey_report(writer->survey, VZ_SEVERITY_ERROR, node, -1,
                     "the same instance id '%s' is that of the choices or file "
                     "of row %zu; rename one of them",
                     id, row);
}

static void write_external(struct writer *writer,
                           const struct vz_survey_node *node, const char *id,
                           const char *src) {
    for (struct external *item = writer->externals; item; item = item->next) {
        if (strcmp(item->id, id) == 0) {
            if (strcmp(item->src, src) != 0) {
                report_clash(writer, node, id, item->row);
            }
            return;
        }
    }
    const struct vz_choice_list *list = vz_survey_list(writer->survey, id);
    if (list) {
        report_clash(writer, node, id, list->row);
        return;
    }
    struct external *item =
        vz_arena_alloc(&writer->survey->arena, sizeof(*item));
    if (!item) {
        writer->survey->failed = true;
        return;
    }
    *item = (struct external){id, src, node->row, writer->externals};
    writer->externals = item;
    vz_strbuf_append(writer->out, "<instance");
    vz_write_attribute(writer->out, "id", id);
    vz_write_attribute(writer->out, "src", src);
    vz_strbuf_append(writer->out, "/>\n");
}

// "cities.csv" -> instance "cities" from jr://file-csv/cities.csv
static void write_file(struct writer *writer,
                       const struct vz_survey_node *node) {
    struct vz_arena *arena = &writer->survey->arena;
    const char *dot = strrchr(node->file, '.');
    bool csv = strcasecmp(dot, ".csv") == 0;
    const char *id =
        vz_arena_strndup(arena, node->file, (size_t)(dot - node->file));
    const char *src = vz_arena_printf(arena, "jr://%s/%s",
                                      csv ? "file-csv" : "file", node->file);
    if (!id || !src) {
        writer->survey->failed = true;
        return;
    }
    write_external(writer, node, id, src);
}

static void write_declared(struct writer *writer,
                           const struct vz_survey_node *node) {
    bool csv = strcmp(node->type->name, "csv-external") == 0;
    const char *src = vz_arena_printf(
        &writer->survey->arena,
        csv ? "jr://file-csv/%s.csv" : "jr://file/%s.xml", node->name);
    if (!src) {
        writer->survey->failed = true;
        return;
    }
    write_external(writer, node, node->name, src);
}

// pulldata('prices', ...) reads prices.csv.
static void write_pulldata(struct writer *writer,
                           const struct vz_survey_node *node,
                           const char *text) {
    struct vz_arena *arena = &writer->survey->arena;
    const char *p = text;
    while ((p = strstr(p, "pulldata")) != NULL) {
        p += strlen("pulldata");
        p += strspn(p, " ");
        p += *p == '(';
        p += strspn(p, " ");
        const char *end = *p == '\'' || *p == '"' ? strchr(p + 1, *p) : NULL;
        if (!end) {
            continue;
        }
        int n = (int)(end - p - 1);
        const char *id = vz_arena_strndup(arena, p + 1, (size_t)n);
        const char *src =
            id ? vz_arena_printf(arena, "jr://file-csv/%s.csv", id) : NULL;
        if (!src) {
            writer->survey->failed = true;
            return;
        }
        write_external(writer, node, id, src);
        p = end;
    }
}

static void write_node_sources(struct writer *writer,
                               const struct vz_survey_node *node) {
    static const int expressions[] = {
        VZ_SURVEY_REQUIRED,      VZ_SURVEY_RELEVANT, VZ_SURVEY_CONSTRAINT,
        VZ_SURVEY_CALCULATION,   VZ_SURVEY_DEFAULT,  VZ_SURVEY_READONLY,
        VZ_SURVEY_CHOICE_FILTER,
    };
    if (node->file) {
        write_file(writer, node);
    }
    if (node->type && (node->type->flags & VZ_TYPE_EXTERNAL)) {
        write_declared(writer, node);
    }
    for (size_t i = 0; i < sizeof(expressions) / sizeof(*expressions); i++) {
        if (node->values[expressions[i]]) {
            write_pulldata(writer, node, node->values[expressions[i]]);
        }
    }
}

void vz_write_secondary_instances(struct vz_survey *survey,
                                  struct vz_strbuf *out) {
    struct writer writer = {.survey = survey, .out = out};
    for (const struct vz_survey_node *node = survey->root->first_child; node;
         node = vz_survey_following(node)) {
        write_node_sources(&writer, node);
    }
    if (survey->uses_last_saved) {
        vz_strbuf_append(out, "<instance id=\"__last-saved\" "
                              "src=\"jr://instance/last-saved\"/>\n");
    }
    for (size_t i = 0; i < survey->n_lists; i++) {
        const struct vz_choice_list *list = &survey->lists[i];
        if (!list->searched || list->used_plainly) {
            write_list(&writer, list);
        }
    }
}
