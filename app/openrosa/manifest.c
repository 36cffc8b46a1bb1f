/*
 * The manifest: the media of a form.
 * https://docs.getodk.org/openrosa-form-list/
 */
#include "openrosa.h"

#include "document.h"

#include <string.h>

#define MAX_FILENAME 255

void vz_manifest_write(struct vz_strbuf *out,
                       const struct vz_manifest_item *items, size_t n) {
    vz_strbuf_append(
        out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
             "<manifest xmlns=\"http://openrosa.org/xforms/xformsManifest\">");
    for (size_t i = 0; i < n; i++) {
        vz_strbuf_printf(out, "\n  <mediaFile%s><filename>",
                         items[i].entity_list ? " type=\"entityList\"" : "");
        vz_strbuf_append_xml(out, items[i].filename);
        vz_strbuf_append(out, "</filename><hash>");
        vz_strbuf_append_xml(out, items[i].hash);
        vz_strbuf_append(out, "</hash><downloadUrl>");
        vz_strbuf_append_xml(out, items[i].download_url);
        vz_strbuf_append(out, "</downloadUrl></mediaFile>");
    }
    vz_strbuf_append(out, "\n</manifest>\n");
}

// A name that stays in the folder it is put in.
static bool is_filename(const char *name) {
    size_t len = strlen(name);
    if (len == 0 || len > MAX_FILENAME || !strcmp(name, ".") ||
        !strcmp(name, "..")) {
        return false;
    }
    for (size_t i = 0; i < len; i++) {
        unsigned char c = (unsigned char)name[i];
        if (c == '/' || c == '\\' || c < 0x20 || c == 0x7f) {
            return false;
        }
    }
    return true;
}

static void read_children(struct vz_manifest_item *item,
                          const struct vz_element *file) {
    const char *type = vz_element_attribute(file, "type");
    item->entity_list = !strcmp(type, "entityList") ||
                        !strcmp(type, "approvalEntityList");
    item->filename = item->hash = item->download_url = "";
    for (const struct vz_element *child = file->first; child;
         child = child->next) {
        if (vz_element_is(child, "filename")) {
            item->filename = child->text;
        } else if (vz_element_is(child, "hash")) {
            item->hash = child->text;
        } else if (vz_element_is(child, "downloadUrl")) {
            item->download_url = child->text;
        }
    }
}

static enum vz_status read_item(struct vz_manifest_item *item,
                                const struct vz_element *file,
                                struct vz_error *error) {
    read_children(item, file);
    if (!is_filename(item->filename)) {
        vz_error_set(error, VZ_INVALID,
                     "The manifest has a file name that is not allowed "
                     "(line %d).",
                     file->line);
        return VZ_INVALID;
    }
    if (!*item->download_url) {
        vz_error_set(error, VZ_INVALID,
                     "The manifest gives no downloadUrl for %s.",
                     item->filename);
        return VZ_INVALID;
    }
    return VZ_OK;
}

static enum vz_status read_manifest(struct vz_manifest *manifest,
                                    const struct vz_element *root,
                                    struct vz_error *error) {
    size_t n = vz_element_count(root, "mediaFile");
    if (n > VZ_DOCUMENT_MAX_ENTRIES) {
        vz_error_set(error, VZ_LIMIT, "The manifest has %zu files.", n);
        return VZ_LIMIT;
    }
    manifest->items =
        vz_arena_alloc_array(&manifest->arena, n, sizeof(*manifest->items));
    if (!manifest->items) {
        vz_error_nomem(error);
        return VZ_NOMEM;
    }
    enum vz_status status = VZ_OK;
    for (const struct vz_element *child = root->first; child;
         child = child->next) {
        if (status == VZ_OK && vz_element_is(child, "mediaFile")) {
            status = read_item(&manifest->items[manifest->n++], child, error);
        }
    }
    return status;
}

enum vz_status vz_manifest_parse(struct vz_manifest *manifest, const char *xml,
                                 size_t len, struct vz_error *error) {
    *manifest = (struct vz_manifest){0};
    const struct vz_element *root;
    enum vz_status status =
        vz_document_read(&manifest->arena, xml, len, "manifest", &root, error);
    if (status == VZ_OK) {
        status = read_manifest(manifest, root, error);
    }
    if (status != VZ_OK) {
        vz_manifest_finish(manifest);
    }
    return status;
}

void vz_manifest_finish(struct vz_manifest *manifest) {
    if (manifest) {
        vz_arena_finish(&manifest->arena);
        *manifest = (struct vz_manifest){0};
    }
}
