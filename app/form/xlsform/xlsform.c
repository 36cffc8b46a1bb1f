/*
 * The conversion from end to end.
 */
#include "xlsform.h"

#include "base/file.h"
#include "form/xform/form.h"
#include "form/xlsform/xform_writer.h"

#include <locale.h>
#include <string.h>

static void add_error(struct vz_diagnostics *diagnostics, const char *message) {
    vz_diagnostics_add(diagnostics, VZ_SEVERITY_ERROR, NULL, 0, NULL, "%s",
                       message);
}

// The file's name without its ending: "survey/kort.xlsx" -> "kort".
static const char *id_from_name(struct vz_arena *arena, const char *name) {
    const char *base = vz_path_base(name);
    const char *dot = strrchr(base, '.');
    size_t len = dot && dot > base ? (size_t)(dot - base) : strlen(base);
    return vz_arena_strndup(arena, base, len);
}

static void write_namespaces(struct vz_survey *survey, struct vz_strbuf *out) {
    vz_strbuf_append(out, "<h:html xmlns=\"http://www.w3.org/2002/xforms\"");
    for (size_t i = 0; i < survey->n_prefixes; i++) {
        bool twice = false;
        for (size_t j = 0; j < i; j++) {
            twice = twice || strcmp(survey->prefixes[i].prefix,
                                    survey->prefixes[j].prefix) == 0;
        }
        if (!twice) {
            vz_strbuf_printf(out, " xmlns:%s=\"", survey->prefixes[i].prefix);
            vz_strbuf_append_xml(out, survey->prefixes[i].uri);
            vz_strbuf_append_char(out, '"');
        }
    }
    vz_strbuf_append(out, ">\n");
}

static void write_document(struct vz_survey *survey, const char *fallback_id,
                           struct vz_strbuf *out) {
    const char *id = survey->settings.id ? survey->settings.id : fallback_id;
    const char *title = survey->settings.title ? survey->settings.title : id;
    vz_strbuf_append(out, "<?xml version=\"1.0\"?>\n");
    write_namespaces(survey, out);
    vz_strbuf_append(out, "<h:head>\n<h:title>");
    vz_strbuf_append_xml(out, title);
    vz_strbuf_append(out, "</h:title>\n");
    // The body first: it may ask for the last submission, which is an instance
    // of the model.
    struct vz_strbuf body = {0};
    vz_write_body(survey, &body);
    vz_write_model(survey, id, out);
    vz_strbuf_append(out, "</h:head>\n");
    vz_strbuf_append_n(out, vz_strbuf_text(&body), body.len);
    vz_strbuf_append(out, "</h:html>\n");
    survey->failed = survey->failed || body.failed;
    vz_strbuf_finish(&body);
}

static bool is_path_character(char c) {
    return c && !strchr(" \t\n,:;'\"()[]=", c);
}

// The question that a loader's message speaks of: it names paths.
static const struct vz_survey_node *node_in_message(struct vz_survey *survey,
                                                    const char *message) {
    const char *start = strchr(message, '/');
    size_t len = 0;
    while (start && is_path_character(start[len])) {
        len++;
    }
    // "/data/age." ends a sentence.
    len -= len && start[len - 1] == '.';
    for (struct vz_survey_node *node = survey->root; node && len;
         node = vz_survey_following(node)) {
        if (node->row && strlen(node->path) == len &&
            strncmp(node->path, start, len) == 0) {
            return node;
        }
    }
    return NULL;
}

// Loads the result: what no single cell can show (a cycle) is found here.
static bool load_once(struct vz_survey *survey, const struct vz_strbuf *xml) {
    if (survey->is_unbound) {
        return true; // it would fail, and why has been said
    }
    struct vz_error error = {0};
    struct vz_form *form = vz_form_load(xml->data, xml->len, NULL, &error);
    bool unbound = error.status == VZ_NOT_FOUND;
    if (!form) {
        const struct vz_survey_node *node =
            node_in_message(survey, error.message);
        vz_diagnostics_add(survey->diagnostics,
                           unbound ? VZ_SEVERITY_UNOPENED : VZ_SEVERITY_ERROR,
                           node ? "survey" : NULL, node ? node->row : 0, NULL,
                           "%s%s", error.message,
                           unbound ? VZ_UNOPENED_TEXT : "");
    }
    vz_form_destroy(form);
    return form || unbound;
}

// Writes into a text of its own, so that a form with errors appends nothing.
static bool compile(struct vz_survey *survey, const char *fallback_id,
                    struct vz_strbuf *xml) {
    struct vz_diagnostics *diagnostics = survey->diagnostics;
    if (!vz_survey_read(survey)) {
        return false;
    }
    if (!survey->root || !survey->meta || !survey->meta->parent) {
        return true; // there is no survey; said already
    }
    if (!vz_expressions_prepare(survey)) {
        return false;
    }
    vz_xform_prepare(survey);
    struct vz_strbuf out = {0};
    write_document(survey, fallback_id, &out);
    bool ok = !out.failed && !survey->failed;
    if (ok && diagnostics->n_errors == 0 && load_once(survey, &out)) {
        vz_strbuf_append_n(xml, out.data, out.len);
        ok = !xml->failed;
    }
    vz_strbuf_finish(&out);
    return ok;
}

static void convert(const char *bytes, size_t len, const char *name,
                    const char *fallback_id, struct vz_strbuf *xml,
                    struct vz_diagnostics *diagnostics) {
    struct vz_survey survey = {.diagnostics = diagnostics};
    if (vz_workbook_read(&survey.workbook, bytes, len, diagnostics)) {
        if (!fallback_id) {
            fallback_id = id_from_name(&survey.arena, name);
        }
        size_t before = diagnostics->n_errors;
        bool ok = fallback_id && compile(&survey, fallback_id, xml);
        if (!ok && diagnostics->n_errors == before) {
            add_error(diagnostics, "out of memory");
        }
    }
    vz_survey_finish(&survey);
}

bool vz_xlsform_convert_bytes(const char *bytes, size_t len, const char *name,
                              const char *fallback_id, struct vz_strbuf *xml,
                              struct vz_diagnostics *diagnostics) {
    // Numbers in workbooks have a point, whatever the process's language.
    locale_t plain = newlocale(LC_ALL_MASK, "C", (locale_t)0);
    locale_t before = plain ? uselocale(plain) : (locale_t)0;
    size_t errors = diagnostics->n_errors;
    if (!bytes || len == 0) {
        add_error(diagnostics, "the file is empty");
    } else {
        convert(bytes, len, name ? name : "form", fallback_id, xml,
                diagnostics);
    }
    vz_diagnostics_sort(diagnostics);
    if (plain) {
        uselocale(before);
        freelocale(plain);
    }
    return diagnostics->n_errors == errors;
}

bool vz_xlsform_convert(const char *path, const char *fallback_id,
                        struct vz_strbuf *xml,
                        struct vz_diagnostics *diagnostics) {
    struct vz_strbuf bytes = {0};
    enum vz_status status = vz_file_read(path, VZ_FORM_FILE_MAX, &bytes);
    bool ok = false;
    if (status != VZ_OK) {
        add_error(diagnostics,
                  status == VZ_NOT_FOUND
                      ? "there is no such file; check its name and folder"
                      : vz_status_text(status));
    } else {
        ok = vz_xlsform_convert_bytes(bytes.data, bytes.len, path, fallback_id,
                                      xml, diagnostics);
    }
    vz_strbuf_finish(&bytes);
    return ok;
}
