/*
 * The envelope of every answer. https://docs.getodk.org/openrosa-http/
 */
#include "document.h"
#include "openrosa.h"

#include <string.h>

#define HUB_NAMESPACE "urn:vertelzuil:hub"

void vz_response_write(struct vz_strbuf *out, const char *message,
                       const struct vz_stored_file *files, size_t n_files) {
    vz_strbuf_append(
        out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
             "<OpenRosaResponse xmlns=\"http://openrosa.org/http/response\""
             " items=\"0\"><message nature=\"\">");
    vz_strbuf_append_xml(out, message ? message : "");
    vz_strbuf_append(out, "</message>");
    for (size_t i = 0; i < n_files; i++) {
        vz_strbuf_append(out, "<stored xmlns=\"" HUB_NAMESPACE "\" name=\"");
        vz_strbuf_append_xml(out, files[i].name);
        vz_strbuf_printf(out, "\" sha256=\"%s\"/>", files[i].sha256);
    }
    vz_strbuf_append(out, "</OpenRosaResponse>\n");
}

static bool is_stored(const xmlNode *node) {
    return vz_document_is(node, "stored") && node->ns &&
           !strcmp((const char *)node->ns->href, HUB_NAMESPACE);
}

static enum vz_status read_response(struct vz_response *response,
                                    xmlNode *root) {
    size_t n = vz_document_count(root, "stored");
    if (n > VZ_DOCUMENT_MAX_ENTRIES) {
        return VZ_LIMIT;
    }
    struct vz_arena *arena = &response->arena;
    response->files = vz_arena_alloc_array(arena, n, sizeof(*response->files));
    if (!response->files) {
        return VZ_NOMEM;
    }
    response->message = "";
    for (xmlNode *node = root->children; node; node = node->next) {
        if (vz_document_is(node, "message") && !*response->message) {
            response->message = vz_document_text(arena, node);
        } else if (is_stored(node)) {
            struct vz_stored_file *file = &response->files[response->n_files];
            file->name = vz_document_attribute(arena, node, "name");
            file->sha256 = vz_document_attribute(arena, node, "sha256");
            if (!file->name || !file->sha256) {
                return VZ_NOMEM;
            }
            response->n_files++;
        }
        if (!response->message) {
            return VZ_NOMEM;
        }
    }
    return VZ_OK;
}

enum vz_status vz_response_parse(struct vz_response *response, const char *xml,
                                 size_t len) {
    *response = (struct vz_response){0};
    xmlDoc *doc;
    enum vz_status status =
        vz_document_read(&doc, xml, len, "OpenRosaResponse", NULL);
    if (status == VZ_OK) {
        status = read_response(response, xmlDocGetRootElement(doc));
        xmlFreeDoc(doc);
    }
    if (status != VZ_OK) {
        vz_response_finish(response);
    }
    return status;
}

void vz_response_finish(struct vz_response *response) {
    if (response) {
        vz_arena_finish(&response->arena);
        *response = (struct vz_response){0};
    }
}
