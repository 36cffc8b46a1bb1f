/*
 * Preloads: what a form wants filled in without being asked (ODK XForms
 * specification, "Preload Attributes" and "Metadata").
 */
#include "session_internal.h"

#include "base/clock.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void now_text(char out[VZ_ISO_SIZE]) {
    struct vz_datetime now = vz_clock_local(vz_clock_wall_ms());
    vz_clock_format_iso(&now, out, VZ_ISO_SIZE);
}

static void today_text(char out[VZ_ISO_SIZE]) {
    now_text(out);
    out[strcspn(out, "T")] = '\0';
}

// Children of <meta> have their meaning by name, with or without a bind.
static enum vz_preload meta_preload(const struct vz_node *node) {
    static const struct {
        const char *name;
        enum vz_preload kind;
    } known[] = {
        {"instanceID", VZ_PRELOAD_UID},    {"timeStart", VZ_PRELOAD_START},
        {"timeEnd", VZ_PRELOAD_END},       {"deviceID", VZ_PRELOAD_DEVICE},
        {"userID", VZ_PRELOAD_USER},       {"email", VZ_PRELOAD_EMAIL},
        {"phoneNumber", VZ_PRELOAD_PHONE},
    };
    const struct vz_node *meta = node->parent;
    bool in_meta = meta && meta->name && !strcmp(meta->name, "meta") &&
                   meta->parent && meta->parent->parent &&
                   meta->parent->parent->kind == VZ_NODE_DOCUMENT;
    for (size_t i = 0; in_meta && i < sizeof(known) / sizeof(known[0]); i++) {
        if (!strcmp(node->name, known[i].name)) {
            return known[i].kind;
        }
    }
    return VZ_PRELOAD_NONE;
}

static enum vz_preload preload_of(const struct vz_session *session,
                                  const struct vz_node *node) {
    enum vz_preload kind = meta_preload(node);
    return kind ? kind : vz_session_bind(session, node)->preload;
}

static bool is_instance_id(const struct vz_node *node) {
    return meta_preload(node) == VZ_PRELOAD_UID;
}

static bool put_uid(struct vz_session *session, struct vz_node *node) {
    if (is_instance_id(node)) {
        return vz_session_put(session, node, session->instance_id);
    }
    char *uuid = vz_session_make_uuid();
    bool ok = uuid && vz_session_put(session, node, uuid);
    free(uuid);
    return ok;
}

const char *vz_session_property(const struct vz_session *session,
                                const char *name) {
    for (size_t i = session->n_properties; i > 0; i--) {
        if (!strcmp(session->properties[i - 1].name, name)) {
            return session->properties[i - 1].value;
        }
    }
    return "";
}

// What the client does not know leaves what the form says.
static bool put_property(struct vz_session *session, struct vz_node *node,
                         const char *name) {
    const char *value = name ? vz_session_property(session, name) : "";
    return !value[0] || vz_session_put(session, node, value);
}

static bool preload(struct vz_session *session, struct vz_node *node,
                    enum vz_preload kind) {
    char text[VZ_ISO_SIZE];
    switch (kind) {
    case VZ_PRELOAD_UID:
        return put_uid(session, node);
    case VZ_PRELOAD_START:
        now_text(text);
        return vz_session_put(session, node, text);
    case VZ_PRELOAD_TODAY:
        today_text(text);
        return vz_session_put(session, node, text);
    case VZ_PRELOAD_DEVICE:
        return put_property(session, node, "deviceid");
    case VZ_PRELOAD_USER:
        return put_property(session, node, "username");
    case VZ_PRELOAD_EMAIL:
        return put_property(session, node, "email");
    case VZ_PRELOAD_PHONE:
        return put_property(session, node, "phonenumber");
    case VZ_PRELOAD_PROPERTY:
        return put_property(session, node,
                            vz_session_bind(session, node)->preload_params);
    case VZ_PRELOAD_END:
    case VZ_PRELOAD_NONE:
        break;
    }
    return true;
}

// Calls `fill` for each leaf and each attribute that the form speaks of.
static bool each_node(struct vz_session *session,
                      bool (*fill)(struct vz_session *session,
                                   struct vz_node *node)) {
    struct vz_node *document = session->instance.document;
    struct vz_node *at = document->first_child;
    for (; at; at = vz_node_following(at, document)) {
        struct vz_node *attr = at->first_attribute;
        for (; attr; attr = attr->next) {
            if (attr->model >= 0 && !fill(session, attr)) {
                return false;
            }
        }
        if (!at->first_child && !fill(session, at)) {
            return false;
        }
    }
    return true;
}

static bool fill_start(struct vz_session *session, struct vz_node *node) {
    return preload(session, node, preload_of(session, node));
}

static bool fill_end(struct vz_session *session, struct vz_node *node) {
    char text[VZ_ISO_SIZE];
    if (preload_of(session, node) != VZ_PRELOAD_END) {
        return true;
    }
    now_text(text);
    return vz_session_put(session, node, text);
}

bool vz_preload_start(struct vz_session *session) {
    return each_node(session, fill_start);
}

bool vz_preload_end(struct vz_session *session) {
    return each_node(session, fill_end);
}

// A form may compute its instanceID. What it is at the start is the visit's
// from then on: it stands in the store before the first answer.
bool vz_preload_adopt_id(struct vz_session *session) {
    const struct vz_node *document = session->instance.document;
    const struct vz_node *at = document->first_child;
    while (at && !(is_instance_id(at) && at->model >= 0)) {
        at = vz_node_following(at, document);
    }
    session->id_model = at ? at->model : -1;
    if (!at || !vz_node_text(at)[0] ||
        !strcmp(vz_node_text(at), session->instance_id)) {
        return true;
    }
    char *copy = strdup(vz_node_text(at));
    if (copy) {
        free(session->instance_id);
        session->instance_id = copy;
    }
    return copy != NULL;
}
