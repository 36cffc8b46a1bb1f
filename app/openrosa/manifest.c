/*
 * The manifest: the media of a form.
 * https://docs.getodk.org/openrosa-form-list/
 */
#include "document.h"
#include "openrosa.h"

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

static enum vz_status read_children(struct vz_arena *arena,
                                    struct vz_manifest_item *item,
                                    xmlNode *file) {
    const char *type = vz_document_attribute(arena, file, "type");
    if (!type) {
        return VZ_NOMEM;
    }
    item->entity_list = !strcmp(type, "entityList") ||
                        !strcmp(type, "approvalEntityList");
    item->filename = item->hash = item->download_url = "";
    for (xmlNode *child = file->children; child; child = child->next) {
        const char **field = vz_document_is(child, "filename") ? &item->filename
                             : vz_document_is(child, "hash")   ? &item->hash
                             : vz_document_is(child, "downloadUrl")
                                 ? &item->download_url
                                 : NULL;
        if (field && !(*field = vz_document_text(arena, child))) {
            return VZ_NOMEM;
        }
    }
    return VZ_OK;
}

static enum vz_status read_item(struct vz_arena *arena,
                                struct vz_manifest_item *item, xmlNode *file,
                                struct vz_error *error) {
    if (read_children(arena, item, file) != VZ_OK) {
        vz_error_nomem(error);
        return VZ_NOMEM;
    }
    if (!is_filename(item->filename)) {
        vz_error_set(error, VZ_INVALID,
                     "The manifest has a file name that is not allowed "
                     "(line %ld).",
                     xmlGetLineNo(file));
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

static enum vz_status read_manifest(struct vz_manifest *manifest, xmlNode *root,
                                    struct vz_error *error) {
    size_t n = vz_document_count(root, "mediaFile");
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
    for (xmlNode *node = root->children; node; node = node->next) {
        if (status == VZ_OK && vz_document_is(node, "mediaFile")) {
            status = read_item(&manifest->arena,
                               &manifest->items[manifest->n++], node, error);
        }
    }
    return status;
}

enum vz_status vz_manifest_parse(struct vz_manifest *manifest, const char *xml,
                                 size_t len, struct vz_error *error) {
    *manifest = (struct vz_manifest){0};
    xmlDoc *doc;
    enum vz_status status = vz_document_read(&doc, xml, len, "manifest", error);
    if (status == VZ_OK) {
        status = read_manifest(manifest, xmlDocGetRootElement(doc), error);
        xmlFreeDoc(doc);
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
