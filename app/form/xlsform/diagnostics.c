/*
 * The list of what is wrong with a form, and how one entry reads.
 */
#include "xlsform.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

// A form that is wrong everywhere need not be told so without end.
#define MAX_DIAGNOSTICS 1000

const char *vz_severity_name(enum vz_severity severity) {
    static const char *const names[] = {
        [VZ_SEVERITY_WARNING] = "warning",
        [VZ_SEVERITY_ERROR] = "error",
        [VZ_SEVERITY_NOTE] = "note",
        [VZ_SEVERITY_UNOPENED] = "warning",
    };
    return names[severity];
}

void vz_diagnostics_refuse_unopened(struct vz_diagnostics *list) {
    for (size_t i = 0; i < list->n; i++) {
        if (list->items[i].severity == VZ_SEVERITY_UNOPENED) {
            list->items[i].severity = VZ_SEVERITY_ERROR;
            list->n_errors++;
        }
    }
}

void vz_diagnostics_finish(struct vz_diagnostics *list) {
    free(list->items);
    vz_arena_finish(&list->arena);
    *list = (struct vz_diagnostics){0};
}

void vz_diagnostic_format(const struct vz_diagnostic *diagnostic,
                          struct vz_strbuf *out) {
    const char *comma = "";
    if (diagnostic->sheet) {
        vz_strbuf_append(out, diagnostic->sheet);
        comma = ", ";
    }
    if (diagnostic->row) {
        vz_strbuf_printf(out, "%srow %zu", diagnostic->sheet ? " " : "",
                         diagnostic->row);
        comma = ", ";
    }
    if (diagnostic->column) {
        vz_strbuf_printf(out, "%scolumn %s", comma, diagnostic->column);
        comma = ", ";
    }
    vz_strbuf_append(out, *comma ? ": " : "");
    vz_strbuf_append(out, diagnostic->message);
}

static bool add(struct vz_diagnostics *list, const struct vz_diagnostic *item) {
    if (!item->message || list->n >= MAX_DIAGNOSTICS ||
        !vz_grow(&list->items, &list->cap, list->n, sizeof(*list->items))) {
        return false;
    }
    list->items[list->n++] = *item;
    return true;
}

void vz_diagnostics_add(struct vz_diagnostics *list, enum vz_severity severity,
                        const char *sheet, size_t row, const char *column,
                        const char *format, ...) {
    // Counted before anything can fail: an error that could not be written
    // down must still stop the conversion.
    if (severity == VZ_SEVERITY_ERROR) {
        list->n_errors++;
    }
    char text[1000];
    va_list args;
    va_start(args, format);
    vsnprintf(text, sizeof(text), format, args);
    va_end(args);
    struct vz_diagnostic item = {
        .severity = severity,
        .sheet = vz_arena_strdup(&list->arena, sheet),
        .row = row,
        .column = vz_arena_strdup(&list->arena, column),
        .message = vz_arena_strdup(&list->arena, text),
    };
    add(list, &item);
}

static int sheet_order(const char *sheet) {
    static const char *const order[] = {"survey", "choices", "settings"};
    int n = (int)(sizeof(order) / sizeof(*order));
    for (int i = 0; sheet && i < n; i++) {
        if (strcasecmp(order[i], sheet) == 0) {
            return i + 1;
        }
    }
    return sheet ? n + 1 : 0;
}

static int compare(const void *left, const void *right) {
    const struct vz_diagnostic *a = left, *b = right;
    int order = sheet_order(a->sheet) - sheet_order(b->sheet);
    if (order) {
        return order;
    }
    if (a->row != b->row) {
        return a->row < b->row ? -1 : 1;
    }
    return strcmp(a->message, b->message);
}

void vz_diagnostics_sort(struct vz_diagnostics *list) {
    if (list->n) {
        qsort(list->items, list->n, sizeof(*list->items), compare);
    }
}
