/*
 * OData's $filter: parses whatever comes. What is made of it holds one `?` a
 * value, no text of the input, and as many brackets that open as that close.
 */
#include "storage/hub/row_filter.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(const struct vz_row_filter *filter) {
    size_t values = 0;
    int depth = 0;
    for (const char *at = vz_strbuf_text(&filter->sql); *at; at++) {
        values += *at == '?';
        depth += (*at == '(') - (*at == ')');
        if (depth < 0 || strchr("'\";-\\", *at)) {
            abort();
        }
    }
    if (values != filter->n || depth != 0) {
        abort();
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct vz_row_filter filter = {0};
    struct vz_error error = {0};
    char *text = malloc(size + 1);
    if (!text) {
        return 0;
    }
    memcpy(text, data, size);
    text[size] = '\0';
    if (vz_row_filter_add(&filter, text, &error)) {
        check(&filter);
    } else if (error.status == VZ_OK) {
        abort();
    }
    vz_row_filter_finish(&filter);
    free(text);
    return 0;
}
