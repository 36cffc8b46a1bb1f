/*
 * The envelope of every answer. https://docs.getodk.org/openrosa-http/
 */
#include "openrosa.h"

#include "document.h"

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

static bool is_stored(const struct vz_element *element) {
    return vz_element_is(element, "stored") &&
           !strcmp(element->uri, HUB_NAMESPACE);
}

static enum vz_status read_response(struct vz_response *response,
                                    const struct vz_element *root) {
    size_t n = vz_element_count(root, "stored");
    if (n > VZ_DOCUMENT_MAX_ENTRIES) {
        return VZ_LIMIT;
    }
    response->message = "";
    response->files =
        vz_arena_alloc_array(&response->arena, n, sizeof(*response->files));
    if (!response->files) {
        return VZ_NOMEM;
    }
    for (const struct vz_element *child = root->first; child;
         child = child->next) {
        if (vz_element_is(child, "message") && !*response->message) {
            response->message = child->text;
        } else if (is_stored(child)) {
            response->files[response->n_files++] = (struct vz_stored_file){
                .name = vz_element_attribute(child, "name"),
                .sha256 = vz_element_attribute(child, "sha256")};
        }
    }
    return VZ_OK;
}

enum vz_status vz_response_parse(struct vz_response *response, const char *xml,
                                 size_t len) {
    *response = (struct vz_response){0};
    const struct vz_element *root;
    enum vz_status status = vz_document_read(&response->arena, xml, len,
                                             "OpenRosaResponse", &root, NULL);
    if (status == VZ_OK) {
        status = read_response(response, root);
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
