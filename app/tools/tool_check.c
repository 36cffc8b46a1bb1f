/*
 * vertelform check: is this form in order?
 */
#include "vertelform.h"

#include <jansson.h>
#include <stdio.h>

static json_t *to_json(const struct vz_diagnostic *item) {
    json_t *object = json_object();
    json_object_set_new(object, "severity",
                        json_string(vz_severity_name(item->severity)));
    json_object_set_new(object, "sheet",
                        item->sheet ? json_string(item->sheet) : json_null());
    json_object_set_new(object, "row",
                        item->row ? json_integer((json_int_t)item->row)
                                  : json_null());
    json_object_set_new(object, "column",
                        item->column ? json_string(item->column) : json_null());
    json_object_set_new(object, "message", json_string(item->message));
    return object;
}

static void print_json(const char *path,
                       const struct vz_diagnostics *diagnostics) {
    json_t *list = json_array();
    for (size_t i = 0; i < diagnostics->n; i++) {
        json_array_append_new(list, to_json(&diagnostics->items[i]));
    }
    json_t *object = json_object();
    json_object_set_new(object, "file", json_string(path));
    json_object_set_new(object, "ok", json_boolean(diagnostics->n_errors == 0));
    json_object_set_new(object, "errors",
                        json_integer((json_int_t)diagnostics->n_errors));
    json_object_set_new(object, "diagnostics", list);
    json_dumpf(object, stdout, JSON_COMPACT);
    putchar('\n');
    json_decref(object);
}

int vz_tool_check(const struct vz_tool_options *options) {
    const char *path = options->arguments[0];
    struct vz_strbuf xml = {0};
    struct vz_diagnostics diagnostics = {0};
    vz_tool_read_form(path, true, &xml, &diagnostics);
    vz_diagnostics_refuse_unopened(&diagnostics);
    bool ok = diagnostics.n_errors == 0;
    if (options->kiosk) {
        vz_tool_check_kiosk(path, &diagnostics);
    }
    if (options->json) {
        print_json(path, &diagnostics);
    } else {
        vz_tool_print_diagnostics(path, &diagnostics);
    }
    vz_diagnostics_finish(&diagnostics);
    vz_strbuf_finish(&xml);
    return ok ? VZ_EXIT_OK : VZ_EXIT_FAILURE;
}
