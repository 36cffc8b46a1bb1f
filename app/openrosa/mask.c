#include "mask.h"

#include "sax.h"

#include <string.h>

#define MAX_DEPTH 100
#define XML_NAMESPACE "http://www.w3.org/XML/1998/namespace"

// An element that is open. The root is frame 0.
struct frame {
    const char *uri; // of its namespace, or NULL; the parser's, while it reads
    size_t path_len; // of its parent
    size_t attributes_at; // in `out`
    bool has_children;
};

struct masker {
    struct vz_strbuf *out;
    bool (*keeps)(const char *path, const char *text, void *userdata);
    void *userdata;
    struct frame frames[MAX_DEPTH];
    size_t depth;
    size_t root_len;       // bytes of the root's name
    struct vz_strbuf path; // names from the root to the innermost element
    struct vz_strbuf text; // since the last element began
};

static bool same_uri(const char *a, const char *b) {
    return a == b || (a && b && !strcmp(a, b));
}

static void append_quoted(struct vz_strbuf *out, const char *value) {
    vz_strbuf_append(out, "=\"");
    vz_strbuf_append_xml(out, value);
    vz_strbuf_append_char(out, '"');
}

// An attribute in a namespace declares a prefix of its own.
static void append_attribute(struct vz_strbuf *out, size_t index,
                             const struct vz_sax_attribute *attribute) {
    if (!attribute->uri) {
        vz_strbuf_printf(out, " %s", attribute->name);
    } else if (!strcmp(attribute->uri, XML_NAMESPACE)) {
        vz_strbuf_printf(out, " xml:%s", attribute->name);
    } else {
        vz_strbuf_printf(out, " xmlns:n%zu", index);
        append_quoted(out, attribute->uri);
        vz_strbuf_printf(out, " n%zu:%s", index, attribute->name);
    }
    append_quoted(out, attribute->value);
}

static enum vz_status append_attributes(struct vz_strbuf *out,
                                        const struct vz_sax_element *element) {
    struct vz_arena arena = {0};
    enum vz_status status = VZ_OK;
    for (size_t i = 0; i < element->n_attributes && status == VZ_OK; i++) {
        struct vz_sax_attribute attribute =
            vz_sax_attribute(element, i, &arena);
        if (attribute.value) {
            append_attribute(out, i, &attribute);
        } else {
            status = VZ_NOMEM;
        }
    }
    vz_arena_wipe(&arena);
    return status;
}

static void push_name(struct masker *masker, const char *name) {
    if (masker->path.len) {
        vz_strbuf_append_char(&masker->path, '/');
    }
    vz_strbuf_append(&masker->path, name);
    if (masker->depth == 0) {
        masker->root_len = masker->path.len;
    }
}

static enum vz_status on_start(void *userdata,
                               const struct vz_sax_element *element) {
    struct masker *masker = userdata;
    if (masker->depth == MAX_DEPTH) {
        return VZ_LIMIT;
    }
    struct frame *frame = &masker->frames[masker->depth];
    const char *outer = NULL;
    if (masker->depth) {
        frame[-1].has_children = true;
        outer = frame[-1].uri;
    }
    *frame = (struct frame){.uri = element->uri, .path_len = masker->path.len};
    push_name(masker, element->name);
    masker->depth++;
    vz_strbuf_clear(&masker->text);
    vz_strbuf_printf(masker->out, "<%s", element->name);
    if (!same_uri(element->uri, outer)) {
        vz_strbuf_append(masker->out, " xmlns");
        append_quoted(masker->out, element->uri ? element->uri : "");
    }
    frame->attributes_at = masker->out->len;
    enum vz_status status = append_attributes(masker->out, element);
    vz_strbuf_append_char(masker->out, '>');
    bool failed = masker->path.failed || masker->out->failed;
    return failed ? VZ_NOMEM : status;
}

// The root itself is no answer; an empty one stays.
static void end_leaf(struct masker *masker, const struct frame *frame) {
    const char *path = masker->path.data + masker->root_len + 1;
    const char *text = vz_strbuf_text(&masker->text);
    if (masker->depth == 0) {
        return;
    }
    if (masker->keeps(path, text, masker->userdata)) {
        vz_strbuf_append_xml(masker->out, text);
    } else {
        masker->out->len = frame->attributes_at;
        vz_strbuf_append_char(masker->out, '>');
    }
}

static enum vz_status on_end(void *userdata) {
    struct masker *masker = userdata;
    const struct frame *frame = &masker->frames[--masker->depth];
    if (!frame->has_children) {
        end_leaf(masker, frame);
    }
    size_t name_at = masker->depth ? frame->path_len + 1 : 0;
    vz_strbuf_printf(masker->out, "</%s>", masker->path.data + name_at);
    masker->path.len = frame->path_len;
    masker->path.data[frame->path_len] = '\0';
    return masker->out->failed ? VZ_NOMEM : VZ_OK;
}

static enum vz_status on_text(void *userdata, const char *text, size_t len) {
    struct masker *masker = userdata;
    vz_strbuf_append_n(&masker->text, text, len);
    return masker->text.failed ? VZ_NOMEM : VZ_OK;
}

static const struct vz_sax_callbacks callbacks = {on_start, on_end, on_text};

enum vz_status vz_submission_mask(
    struct vz_strbuf *out, const char *xml, size_t len,
    bool (*keeps)(const char *path, const char *text, void *userdata),
    void *userdata) {
    struct masker masker = {.out = out, .keeps = keeps, .userdata = userdata};
    int line;
    enum vz_status status = vz_sax_read(xml, len, &callbacks, &masker, &line);
    vz_strbuf_finish(&masker.path);
    vz_strbuf_wipe(&masker.text);
    return status;
}
