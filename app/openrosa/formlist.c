/*
 * The form list. https://docs.getodk.org/openrosa-form-list/
 */
#include "openrosa.h"

#include "document.h"

#include <string.h>

static void write_child(struct vz_strbuf *out, const char *name,
                        const char *text) {
    vz_strbuf_printf(out, "<%s>", name);
    vz_strbuf_append_xml(out, text ? text : "");
    vz_strbuf_printf(out, "</%s>", name);
}

void vz_formlist_write(struct vz_strbuf *out,
                       const struct vz_formlist_item *items, size_t n) {
    vz_strbuf_append(
        out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
             "<xforms xmlns=\"http://openrosa.org/xforms/xformsList\">");
    for (size_t i = 0; i < n; i++) {
        vz_strbuf_append(out, "\n  <xform>");
        write_child(out, "formID", items[i].form_id);
        write_child(out, "name", items[i].name);
        write_child(out, "version", items[i].version);
        write_child(out, "hash", items[i].hash);
        write_child(out, "downloadUrl", items[i].download_url);
        if (items[i].manifest_url) {
            write_child(out, "manifestUrl", items[i].manifest_url);
        }
        vz_strbuf_append(out, "</xform>");
    }
    vz_strbuf_append(out, "\n</xforms>\n");
}

// Where each child of <xform> goes.
static const struct {
    const char *name;
    size_t offset;
} children[] = {
    {"formID", offsetof(struct vz_formlist_item, form_id)},
    {"name", offsetof(struct vz_formlist_item, name)},
    {"version", offsetof(struct vz_formlist_item, version)},
    {"hash", offsetof(struct vz_formlist_item, hash)},
    {"downloadUrl", offsetof(struct vz_formlist_item, download_url)},
    {"manifestUrl", offsetof(struct vz_formlist_item, manifest_url)},
};

static void take_child(struct vz_formlist_item *item,
                       const struct vz_element *child) {
    for (size_t i = 0; i < sizeof(children) / sizeof(*children); i++) {
        if (vz_element_is(child, children[i].name)) {
            memcpy((char *)item + children[i].offset, &child->text,
                   sizeof(child->text));
        }
    }
}

static bool is_empty(const char *text) {
    return !text || !*text;
}

static enum vz_status read_item(struct vz_formlist_item *item,
                                const struct vz_element *xform,
                                struct vz_error *error) {
    for (const struct vz_element *child = xform->first; child;
         child = child->next) {
        take_child(item, child);
    }
    if (is_empty(item->form_id) || is_empty(item->download_url)) {
        vz_error_set(error, VZ_INVALID,
                     "The form list has an entry without %s (line %d).",
                     is_empty(item->form_id) ? "formID" : "downloadUrl",
                     xform->line);
        return VZ_INVALID;
    }
    item->name = is_empty(item->name) ? item->form_id : item->name;
    item->version = item->version ? item->version : "";
    item->hash = item->hash ? item->hash : "";
    if (is_empty(item->manifest_url)) {
        item->manifest_url = NULL;
    }
    return VZ_OK;
}

static enum vz_status read_list(struct vz_formlist *list,
                                const struct vz_element *root,
                                struct vz_error *error) {
    size_t n = vz_element_count(root, "xform");
    if (n > VZ_DOCUMENT_MAX_ENTRIES) {
        vz_error_set(error, VZ_LIMIT, "The form list has %zu forms.", n);
        return VZ_LIMIT;
    }
    list->items = vz_arena_alloc_array(&list->arena, n, sizeof(*list->items));
    if (!list->items) {
        vz_error_nomem(error);
        return VZ_NOMEM;
    }
    enum vz_status status = VZ_OK;
    for (const struct vz_element *child = root->first; child;
         child = child->next) {
        if (status == VZ_OK && vz_element_is(child, "xform")) {
            status = read_item(&list->items[list->n++], child, error);
        }
    }
    return status;
}

enum vz_status vz_formlist_parse(struct vz_formlist *list, const char *xml,
                                 size_t len, struct vz_error *error) {
    *list = (struct vz_formlist){0};
    const struct vz_element *root;
    enum vz_status status =
        vz_document_read(&list->arena, xml, len, "xforms", &root, error);
    if (status == VZ_OK) {
        status = read_list(list, root, error);
    }
    if (status != VZ_OK) {
        vz_formlist_finish(list);
    }
    return status;
}

void vz_formlist_finish(struct vz_formlist *list) {
    if (list) {
        vz_arena_finish(&list->arena);
        *list = (struct vz_formlist){0};
    }
}
