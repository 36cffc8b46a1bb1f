#include "document.h"

#include "sax.h"

#include "base/strbuf.h"

#include <string.h>

#define MAX_DEPTH 16
#define MAX_ELEMENTS (8 * VZ_DOCUMENT_MAX_ENTRIES)

struct builder {
    struct vz_arena *arena;
    struct vz_element *root;
    struct vz_element *open[MAX_DEPTH];
    size_t depth;
    size_t n_elements;
    struct vz_strbuf text; // since the last element began
};

static bool take_attributes(struct vz_arena *arena, struct vz_element *element,
                            const struct vz_sax_element *source) {
    size_t n = source->n_attributes;
    element->attributes =
        vz_arena_alloc_array(arena, n, sizeof(*element->attributes));
    if (!element->attributes) {
        return false;
    }
    for (size_t i = 0; i < n; i++) {
        struct vz_sax_attribute from = vz_sax_attribute(source, i, arena);
        struct vz_document_attribute *to = &element->attributes[i];
        to->name = vz_arena_strdup(arena, from.name);
        to->value = from.value;
        if (!to->name || !to->value) {
            return false;
        }
    }
    element->n_attributes = n;
    return true;
}

static struct vz_element *make_element(struct vz_arena *arena,
                                       const struct vz_sax_element *source) {
    struct vz_element *element = vz_arena_alloc(arena, sizeof(*element));
    if (!element || !take_attributes(arena, element, source)) {
        return NULL;
    }
    element->line = source->line;
    element->text = "";
    element->name = vz_arena_strdup(arena, source->name);
    element->uri = vz_arena_strdup(arena, source->uri ? source->uri : "");
    return element->name && element->uri ? element : NULL;
}

static void append(struct builder *builder, struct vz_element *element) {
    if (builder->depth == 0) {
        builder->root = element;
        return;
    }
    struct vz_element *parent = builder->open[builder->depth - 1];
    if (parent->last) {
        parent->last->next = element;
    } else {
        parent->first = element;
    }
    parent->last = element;
}

static enum vz_status on_start(void *userdata,
                               const struct vz_sax_element *source) {
    struct builder *builder = userdata;
    if (builder->depth == MAX_DEPTH || builder->n_elements == MAX_ELEMENTS) {
        return VZ_LIMIT;
    }
    struct vz_element *element = make_element(builder->arena, source);
    if (!element) {
        return VZ_NOMEM;
    }
    append(builder, element);
    builder->open[builder->depth++] = element;
    builder->n_elements++;
    vz_strbuf_clear(&builder->text);
    return VZ_OK;
}

static enum vz_status on_end(void *userdata) {
    struct builder *builder = userdata;
    struct vz_element *element = builder->open[--builder->depth];
    if (element->first) {
        return VZ_OK; // text beside elements means nothing here
    }
    const char *text = vz_strbuf_text(&builder->text);
    size_t len = builder->text.len;
    vz_sax_trim(&text, &len);
    element->text = vz_arena_strndup(builder->arena, text, len);
    return element->text ? VZ_OK : VZ_NOMEM;
}

static enum vz_status on_text(void *userdata, const char *text, size_t len) {
    struct builder *builder = userdata;
    vz_strbuf_append_n(&builder->text, text, len);
    return builder->text.failed ? VZ_NOMEM : VZ_OK;
}

static const struct vz_sax_callbacks callbacks = {on_start, on_end, on_text};

static void tell(struct vz_error *error, enum vz_status status, int line) {
    switch (status) {
    case VZ_SYNTAX:
        vz_error_set(error, status,
                     "The document is not well-formed XML (line %d).", line);
        break;
    case VZ_INVALID:
        vz_error_set(error, status, "The document declares a document type.");
        break;
    case VZ_LIMIT:
        vz_error_set(error, status, "The document is too large.");
        break;
    default:
        vz_error_nomem(error);
        break;
    }
}

enum vz_status vz_document_read(struct vz_arena *arena, const char *xml,
                                size_t len, const char *root,
                                const struct vz_element **out,
                                struct vz_error *error) {
    *out = NULL;
    struct builder builder = {.arena = arena};
    int line;
    enum vz_status status = vz_sax_read(xml, len, &callbacks, &builder, &line);
    vz_strbuf_finish(&builder.text);
    if (status != VZ_OK) {
        tell(error, status, line);
        return status;
    }
    if (!vz_element_is(builder.root, root)) {
        vz_error_set(error, VZ_INVALID, "The document is not a <%s>.", root);
        return VZ_INVALID;
    }
    *out = builder.root;
    return VZ_OK;
}

bool vz_element_is(const struct vz_element *element, const char *name) {
    return element && !strcmp(element->name, name);
}

const char *vz_element_attribute(const struct vz_element *element,
                                 const char *name) {
    for (size_t i = 0; i < element->n_attributes; i++) {
        if (!strcmp(element->attributes[i].name, name)) {
            return element->attributes[i].value;
        }
    }
    return "";
}

size_t vz_element_count(const struct vz_element *parent, const char *name) {
    size_t n = 0;
    for (const struct vz_element *child = parent->first; child;
         child = child->next) {
        n += vz_element_is(child, name);
    }
    return n;
}
