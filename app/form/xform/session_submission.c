/*
 * Finalising: the instance as the XML that is sent.
 *
 * It works on a copy, because a page in the middle may be finalised as a
 * partial and the respondent then goes on. In the copy the consent rule is
 * applied first; calculations that read what was told are computed again, so
 * that no words survive in them, while relevance stays as the respondent left
 * it (the consent answer itself may depend on there being a story).
 *
 * The bytes are stable: document order, no space between elements, attributes
 * as in the form, prefixes as written.
 */
#include "session_internal.h"

#include <stdlib.h>
#include <string.h>

// Declarations in scope while writing: those on the root, by prefix.
struct scope {
    const char **prefixes, **uris;
    size_t n, cap, uris_cap;
    bool all; // what is not relevant too
    bool failed;
};

static const char *scope_uri(const struct scope *scope, const char *prefix) {
    for (size_t i = 0; i < scope->n; i++) {
        if (scope->prefixes[i] == prefix) {
            return scope->uris[i];
        }
    }
    return NULL;
}

static void scope_add(struct scope *scope, const struct vz_node *node) {
    if (!node->prefix || !node->ns || scope_uri(scope, node->prefix) ||
        scope->failed) {
        return;
    }
    if (!vz_grow(&scope->prefixes, &scope->cap, scope->n,
                 sizeof(*scope->prefixes)) ||
        !vz_grow(&scope->uris, &scope->uris_cap, scope->n,
                 sizeof(*scope->uris))) {
        scope->failed = true;
        return;
    }
    scope->prefixes[scope->n] = node->prefix;
    scope->uris[scope->n++] = node->ns;
}

static void scope_collect(struct scope *scope, const struct vz_node *root) {
    const struct vz_node *at = root;
    for (; at; at = vz_node_following(at, root)) {
        if (at->irrelevant && at != root && !scope->all) {
            continue;
        }
        scope_add(scope, at);
        const struct vz_node *attr = at->first_attribute;
        for (; attr; attr = attr->next) {
            scope_add(scope, attr);
        }
    }
}

static void write_name(struct vz_strbuf *out, const struct vz_node *node) {
    if (node->prefix) {
        vz_strbuf_append(out, node->prefix);
        vz_strbuf_append_char(out, ':');
    }
    vz_strbuf_append(out, node->name);
}

static void write_declaration(struct vz_strbuf *out, const char *prefix,
                              const char *uri) {
    // The prefix xml is always declared.
    if (prefix && !strcmp(prefix, "xml")) {
        return;
    }
    vz_strbuf_append(out, prefix ? " xmlns:" : " xmlns");
    vz_strbuf_append(out, prefix ? prefix : "");
    vz_strbuf_append(out, "=\"");
    vz_strbuf_append_xml(out, uri ? uri : "");
    vz_strbuf_append_char(out, '"');
}

static void write_attributes(struct vz_strbuf *out, const struct scope *scope,
                             const struct vz_node *node) {
    // A prefix that means something else on the root is declared here again.
    if (node->prefix && scope_uri(scope, node->prefix) != node->ns) {
        write_declaration(out, node->prefix, node->ns);
    }
    const struct vz_node *at = node->first_attribute;
    for (; at; at = at->next) {
        if (at->irrelevant && !scope->all) {
            continue;
        }
        if (at->prefix && scope_uri(scope, at->prefix) != at->ns &&
            at->prefix != node->prefix) {
            write_declaration(out, at->prefix, at->ns);
        }
        vz_strbuf_append_char(out, ' ');
        write_name(out, at);
        vz_strbuf_append(out, "=\"");
        vz_strbuf_append_xml(out, vz_node_text(at));
        vz_strbuf_append_char(out, '"');
    }
}

// Nothing of it is written between its tags.
static bool is_empty(const struct scope *scope, const struct vz_node *node) {
    const struct vz_node *at = node->first_child;
    while (at && at->irrelevant && !scope->all) {
        at = at->next;
    }
    return !at && (node->first_child || !vz_node_text(node)[0]);
}

// Recursion is as deep as the form, which is limited. `ns` is the default
// namespace in scope.
static void write_element(struct vz_strbuf *out, const struct scope *scope,
                          const struct vz_node *node, const char *ns,
                          bool root) {
    vz_strbuf_append_char(out, '<');
    write_name(out, node);
    if (!node->prefix && node->ns != ns) {
        write_declaration(out, NULL, node->ns);
        ns = node->ns;
    }
    for (size_t i = 0; root && i < scope->n; i++) {
        write_declaration(out, scope->prefixes[i], scope->uris[i]);
    }
    write_attributes(out, scope, node);
    if (is_empty(scope, node)) {
        vz_strbuf_append(out, "/>");
        return;
    }
    vz_strbuf_append_char(out, '>');
    if (!node->first_child) {
        vz_strbuf_append_xml(out, vz_node_text(node));
    }
    for (const struct vz_node *at = node->first_child; at; at = at->next) {
        if (!at->irrelevant || scope->all) {
            write_element(out, scope, at, ns, false);
        }
    }
    vz_strbuf_append(out, "</");
    write_name(out, node);
    vz_strbuf_append_char(out, '>');
}

static size_t escaped_len(const char *text) {
    size_t len = 0;
    for (; *text; text++) {
        len += strchr("&<>\"\t\n\r", *text) ? 6 : 1;
    }
    return len;
}

static size_t name_len(const struct vz_node *node) {
    return strlen(node->name) + (node->prefix ? strlen(node->prefix) : 0) + 1;
}

// About as many bytes as will be written, rather too many, so that the buffer
// need not move and leave a copy of the answers behind.
static size_t estimate(const struct scope *scope, const struct vz_node *root) {
    size_t len = 100;
    for (size_t i = 0; i < scope->n; i++) {
        len += 20 + strlen(scope->prefixes[i]) + strlen(scope->uris[i]);
    }
    const struct vz_node *at = root;
    for (; at; at = vz_node_following(at, root)) {
        len += 2 * name_len(at) + 5 + escaped_len(vz_node_text(at));
        const struct vz_node *attr = at->first_attribute;
        for (; attr; attr = attr->next) {
            len += name_len(attr) + 4 + escaped_len(vz_node_text(attr));
        }
    }
    return len;
}

static bool write_instance(const struct vz_node *root, bool all,
                           struct vz_strbuf *xml) {
    struct scope scope = {.all = all};
    scope_collect(&scope, root);
    if (!scope.failed && vz_strbuf_reserve(xml, estimate(&scope, root))) {
        vz_strbuf_append(xml, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
        write_element(xml, &scope, root, NULL, true);
    }
    free(scope.prefixes);
    free(scope.uris);
    return !scope.failed && !xml->failed;
}

static void clear_marks(struct vz_session *session) {
    const struct vz_form *form = session->form;
    size_t models = form->n_models / 64 + 1;
    memset(session->dirty, 0,
           (form->graph.n_vertices / 64 + 1) * sizeof(uint64_t));
    memset(session->filters_dirty, 0, models * sizeof(uint64_t));
    memset(session->counts_dirty, 0, models * sizeof(uint64_t));
}

// With the copy in the session's place.
static bool finalize_copy(struct vz_session *session, bool stamp,
                          struct vz_strbuf *xml) {
    session->quiet = true;
    session->frozen_relevance = true;
    bool ok =
        (!stamp || (vz_preload_end(session) &&
                    vz_session_run_actions(session, VZ_ON_REVALIDATE, NULL))) &&
        vz_consent_apply(session) && vz_session_settle(session) &&
        write_instance(session->instance.document->first_child, false, xml);
    session->quiet = false;
    session->frozen_relevance = false;
    clear_marks(session);
    return ok;
}

static bool write_submission(struct vz_session *session, bool stamp,
                             struct vz_strbuf *xml) {
    if (!vz_session_settle(session)) {
        return false;
    }
    struct vz_instance copy = {.document =
                                   vz_node_copy(session->instance.document)};
    if (!copy.document || !vz_instance_index(session->form, &copy)) {
        vz_instance_finish(&copy);
        return false;
    }
    struct vz_instance own = session->instance;
    session->instance = copy;
    bool ok = finalize_copy(session, stamp, xml);
    copy = session->instance;
    session->instance = own;
    vz_instance_finish(&copy);
    vz_session_changed(session);
    return ok;
}

bool vz_session_finalize(struct vz_session *session, struct vz_strbuf *xml) {
    return write_submission(session, true, xml);
}

bool vz_session_preview(struct vz_session *session, struct vz_strbuf *xml) {
    return write_submission(session, false, xml);
}

bool vz_session_save(struct vz_session *session, struct vz_strbuf *xml) {
    return vz_session_settle(session) &&
           write_instance(session->instance.document->first_child, true, xml);
}

// A default answer may be one of the form's own files ("jr://images/a.png"),
// which stays where it is.
static bool is_file_name(const char *text) {
    return text[0] && strncmp(text, "jr://", 5) != 0;
}

void vz_session_each_attachment(struct vz_session *session,
                                void (*visit)(const char *name, void *userdata),
                                void *userdata) {
    if (vz_consent_forbids(session)) {
        return;
    }
    const struct vz_form *form = session->form;
    struct vz_node *root = session->instance.document->first_child;
    struct vz_node *at = root;
    for (; at; at = vz_node_following(at, root)) {
        if (at->model >= 0 && !at->first_child && !at->irrelevant &&
            vz_form_type(form, at->model) == VZ_FIELD_BINARY &&
            is_file_name(vz_node_text(at))) {
            visit(vz_node_text(at), userdata);
        }
    }
}
