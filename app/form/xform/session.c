/*
 * A session's life, and finding its nodes.
 */
#include "session.h"

#include "session_internal.h"

#include <ctype.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>

// ------------------------------------------------------------- instance

static void index_node(const struct vz_form *form, struct vz_instance *instance,
                       struct vz_node *node) {
    if (node->model >= 0 && !form->in_repeat[node->model] &&
        !instance->nodes[node->model]) {
        instance->nodes[node->model] = node;
    }
}

bool vz_instance_index(const struct vz_form *form,
                       struct vz_instance *instance) {
    instance->nodes = vz_alloc_array(form->n_models, sizeof(*instance->nodes));
    if (!instance->nodes) {
        return false;
    }
    struct vz_node *top = instance->document->first_child;
    for (struct vz_node *at = top; at; at = vz_node_following(at, top)) {
        index_node(form, instance, at);
        struct vz_node *attr = at->first_attribute;
        for (; attr; attr = attr->next) {
            index_node(form, instance, attr);
        }
    }
    return true;
}

void vz_instance_finish(struct vz_instance *instance) {
    vz_node_destroy(instance->document);
    free(instance->nodes);
    *instance = (struct vz_instance){0};
}

static struct vz_node *child_of_model(const struct vz_node *parent,
                                      int32_t model) {
    struct vz_node *at = parent->first_child;
    while (at && at->model != model) {
        at = at->next;
    }
    struct vz_node *attr = at ? NULL : parent->first_attribute;
    while (attr && attr->model != model) {
        attr = attr->next;
    }
    return at ? at : attr;
}

// Goes down from `node` to the first node of a template below it.
static struct vz_node *descend(struct vz_node *node,
                               const struct vz_node *template) {
    if (!node || node->template == template) {
        return node;
    }
    struct vz_node *parent = descend(node, template->parent);
    return parent ? child_of_model(parent, template->model) : NULL;
}

struct vz_node *vz_instance_near(const struct vz_session *session,
                                 int32_t model, const struct vz_node *from) {
    if (model < 0) {
        return NULL;
    }
    const struct vz_form *form = session->form;
    if (!form->in_repeat[model]) {
        return session->instance.nodes[model];
    }
    const struct vz_node *template = form->models[model];
    const struct vz_node *at = from ? from : session->instance.document;
    while (at &&
           (!at->template || !vz_node_is_within(template, at->template))) {
        at = at->parent;
    }
    return descend((struct vz_node *)at, template);
}

struct each {
    struct vz_session *session;
    bool (*visit)(struct vz_session *, struct vz_node *, void *);
    void *userdata;
};

// Visits all nodes of a template. Depth is that of the form (at most 100).
static bool each_below(const struct each *each, struct vz_node *top,
                       const struct vz_node *template) {
    if (top->template == template) {
        return each->visit(each->session, top, each->userdata);
    }
    if (template->kind == VZ_NODE_ATTRIBUTE &&
        top->template == template->parent) {
        struct vz_node *attr = child_of_model(top, template->model);
        return !attr || each->visit(each->session, attr, each->userdata);
    }
    struct vz_node *at = top->first_child;
    while (at) {
        struct vz_node *next = at->next;
        if (at->template && vz_node_is_within(template, at->template) &&
            !each_below(each, at, template)) {
            return false;
        }
        at = next;
    }
    return true;
}

bool vz_instance_each(struct vz_session *session, int32_t model,
                      bool (*visit)(struct vz_session *session,
                                    struct vz_node *node, void *userdata),
                      void *userdata) {
    const struct vz_form *form = session->form;
    if (!form->in_repeat[model]) {
        struct vz_node *node = session->instance.nodes[model];
        return !node || visit(session, node, userdata);
    }
    struct each each = {session, visit, userdata};
    return each_below(&each, session->instance.document->first_child,
                      form->models[model]);
}

// -------------------------------------------------------------- look-up

// The child that "name[n]" means; moves *at behind it. A prefix is passed over:
// names of one parent that differ by namespace alone do not occur.
static struct vz_node *find_step(const struct vz_node *node, const char **at) {
    size_t len = strcspn(*at, "/[");
    const char *name = *at;
    const char *colon = memchr(name, ':', len);
    size_t wanted = 1;
    *at += len;
    if (colon) {
        len -= (size_t)(colon + 1 - name);
        name = colon + 1;
    }
    if (**at == '[') {
        char *end;
        wanted = isdigit((unsigned char)(*at)[1]) ? strtoul(*at + 1, &end, 10)
                                                  : 0;
        if (wanted == 0 || *end != ']') {
            return NULL;
        }
        *at = end + 1;
    }
    size_t n = 0;
    for (struct vz_node *child = node->first_child; child;
         child = child->next) {
        if (!strncmp(child->name, name, len) && !child->name[len] &&
            ++n == wanted) {
            return child;
        }
    }
    return NULL;
}

struct vz_node *vz_session_find_any(const struct vz_session *session,
                                    const char *ref) {
    struct vz_node *node = session->instance.document;
    if (!ref || *ref != '/' || !ref[1]) {
        return NULL;
    }
    const struct vz_node *template =
        strpbrk(ref, "[@") ? NULL : vz_form_resolve(session->form, NULL, ref);
    if (template && template->model >= 0 &&
        !session->form->in_repeat[template->model]) {
        return session->instance.nodes[template->model];
    }
    while (node && *ref == '/') {
        ref++;
        node = find_step(node, &ref);
    }
    return *ref ? NULL : node;
}

struct vz_node *vz_session_find(const struct vz_session *session,
                                const char *ref) {
    struct vz_node *node = vz_session_find_any(session, ref);
    return node && node->model >= 0 ? node : NULL;
}

static struct vz_node *child_named(const struct vz_node *node,
                                   const char *name) {
    struct vz_node *at = node ? node->first_child : NULL;
    while (at && strcmp(at->name, name) != 0) {
        at = at->next;
    }
    return at;
}

struct vz_node *vz_session_meta(const struct vz_session *session,
                                const char *name) {
    const struct vz_node *root = session->instance.document->first_child;
    return child_named(child_named(root, "meta"), name);
}

const struct vz_bind *vz_session_bind(const struct vz_session *session,
                                      const struct vz_node *node) {
    static const struct vz_bind none;
    if (!node || node->model < 0 || !session->form->binds[node->model]) {
        return &none;
    }
    return session->form->binds[node->model];
}

// ----------------------------------------------------------- evaluation

static const struct vz_node *host_instance(void *userdata, const char *id) {
    const struct vz_session *session = userdata;
    return vz_form_instance(session->form, id);
}

static const char *host_itext(void *userdata, const char *id) {
    struct vz_session *session = userdata;
    const struct vz_itext *itext = vz_form_find_itext(session->form, id);
    return itext ? vz_session_itext(session, itext, VZ_TEXT_PLAIN,
                                    session->instance.document->first_child)
                 : NULL;
}

static const char *host_language(void *userdata) {
    const struct vz_session *session = userdata;
    return session->form->codes[session->language];
}

struct vz_xpath_context vz_session_context(const struct vz_session *session,
                                           const struct vz_node *node,
                                           struct vz_xpath_host *host) {
    *host = (struct vz_xpath_host){
        .userdata = (void *)session,
        .instance = host_instance,
        .itext = host_itext,
        .choice_name = vz_session_choice_name,
        .random = vz_session_random,
        .language = host_language,
    };
    return (struct vz_xpath_context){
        .node = node,
        .document = session->instance.document,
        .host = host,
        .nodes = (const struct vz_node *const *)session->instance.nodes,
        .n_nodes = session->form->n_models,
    };
}

bool vz_session_test(struct vz_session *session,
                     const struct vz_xpath_expr *expr,
                     const struct vz_node *node, bool otherwise, bool *out) {
    *out = otherwise;
    if (!expr) {
        return true;
    }
    struct vz_xpath_host host;
    struct vz_xpath_context context = vz_session_context(session, node, &host);
    return vz_xpath_eval_boolean(expr, &context, out);
}

// A node is readonly when it, or a group around it, is.
bool vz_session_readonly(struct vz_session *session, const struct vz_node *node,
                         bool *out) {
    *out = false;
    for (; node && node->model >= 0 && !*out; node = node->parent) {
        const struct vz_bind *bind = vz_session_bind(session, node);
        if (!vz_session_test(session, bind->readonly, node, false, out)) {
            return false;
        }
    }
    return true;
}

// ----------------------------------------------------------------- life

static bool add_property(struct vz_session *session, const char *name,
                         const char *value) {
    struct vz_property *made = &session->properties[session->n_properties++];
    made->name = vz_arena_strdup(&session->given, name);
    made->value = vz_arena_strdup(&session->given, value ? value : "");
    return made->name && made->value;
}

static bool copy_properties(struct vz_session *session,
                            const struct vz_session_params *params) {
    session->properties = vz_arena_alloc_array(
        &session->given, params->n_properties + 2, sizeof(struct vz_property));
    bool ok = session->properties &&
              add_property(session, "deviceid", params->device_id) &&
              add_property(session, "username", params->username);
    for (size_t i = 0; ok && i < params->n_properties; i++) {
        ok = add_property(session, params->properties[i].name,
                          params->properties[i].value);
    }
    return ok;
}

static bool copy_locations(struct vz_session *session,
                           const struct vz_session_params *params) {
    session->locations = vz_arena_alloc_array(
        &session->given, params->n_locations, sizeof(char *));
    bool ok = session->locations != NULL;
    for (size_t i = 0; ok && i < params->n_locations; i++) {
        const char *copy =
            vz_arena_strdup(&session->given, params->locations[i]);
        session->locations[i] = copy;
        session->n_locations++;
        ok = copy != NULL;
    }
    return ok;
}

static bool copy_params(struct vz_session *session,
                        const struct vz_session_params *params) {
    session->language = params->language < session->form->n_languages
                            ? params->language
                            : session->form->default_language;
    session->every_position = params->every_position;
    session->instance_id = params->instance_id ? strdup(params->instance_id)
                                               : vz_session_make_uuid();
    return session->instance_id && copy_properties(session, params) &&
           copy_locations(session, params);
}

static bool make_tables(struct vz_session *session) {
    const struct vz_form *form = session->form;
    size_t vertices = form->graph.n_vertices / 64 + 1;
    size_t models = form->n_models / 64 + 1;
    session->dirty = vz_alloc_array(vertices, sizeof(uint64_t));
    session->filters_dirty = vz_alloc_array(models, sizeof(uint64_t));
    session->counts_dirty = vz_alloc_array(models, sizeof(uint64_t));
    session->instance.document = vz_node_copy(form->initial);
    return session->dirty && session->filters_dirty && session->counts_dirty &&
           session->instance.document &&
           vz_instance_index(form, &session->instance);
}

static bool compute_all(struct vz_session *session) {
    session->quiet = true;
    vz_session_mark_all(session);
    vz_session_mark_counts(session, session->form->body);
    bool ok = vz_session_settle(session) && vz_session_prune_all(session) &&
              vz_session_settle(session);
    session->quiet = false;
    return ok;
}

// Preloads, then all relevances and calculations, then what the form sets at
// first load, which may read any of them.
static bool start(struct vz_session *session) {
    session->first_load = true;
    bool ok =
        vz_session_fill_fixed(session, session->form->body, NULL) &&
        vz_preload_start(session) && compute_all(session) &&
        vz_preload_adopt_id(session) &&
        vz_session_run_actions(session, VZ_ON_FIRST_LOAD | VZ_ON_LOAD, NULL) &&
        vz_session_settle(session);
    session->first_load = false;
    return ok;
}

// A session whose instance is still as in the form.
static struct vz_session *begin(const struct vz_form *form,
                                const struct vz_session_params *params) {
    struct vz_session *session = calloc(1, sizeof(*session));
    if (!session) {
        return NULL;
    }
    session->form = form;
    session->id_model = -1;
    session->pages_stale = true;
    if (getrandom(&session->shuffle_seed, sizeof(session->shuffle_seed), 0) <
        0) {
        session->shuffle_seed = (uint64_t)(uintptr_t)session;
    }
    session->quiet = true;
    if (!copy_params(session, params) || !make_tables(session)) {
        vz_session_destroy(session);
        return NULL;
    }
    return session;
}

struct vz_session *vz_session_create(const struct vz_form *form,
                                     const struct vz_session_params *params) {
    struct vz_session *session = begin(form, params);
    if (!session || !start(session)) {
        vz_session_destroy(session);
        return NULL;
    }
    if (params->audits) {
        vz_audit_begin(session, NULL);
        vz_audit_note(session, "form start", NULL);
    }
    vz_session_changed(session);
    return session;
}

static bool reopen(struct vz_session *session) {
    return vz_preload_adopt_id(session) && compute_all(session) &&
           vz_session_run_actions(session, VZ_ON_LOAD, NULL) &&
           vz_session_settle(session);
}

struct vz_session *vz_session_open(const struct vz_form *form,
                                   const struct vz_session_params *params,
                                   const struct vz_saved_instance *saved,
                                   struct vz_error *error) {
    struct vz_session *session = begin(form, params);
    bool ok = session || vz_error_nomem(error);
    ok = ok && vz_session_restore(session, saved, error) &&
         (reopen(session) || vz_error_nomem(error));
    if (!ok) {
        vz_session_destroy(session);
        return NULL;
    }
    session->edits = saved->sent;
    if (params->audits) {
        vz_audit_begin(session, params->audit);
        vz_audit_note(session, "form resume", NULL);
    }
    vz_session_changed(session);
    return session;
}

void vz_session_complain(struct vz_session *session, enum vz_status status,
                         const char *format, ...) {
    struct vz_error *problem = &session->problem;
    if (problem->status != VZ_OK) {
        return;
    }
    problem->status = status;
    va_list args;
    va_start(args, format);
    vsnprintf(problem->message, sizeof(problem->message), format, args);
    va_end(args);
}

bool vz_session_take_problem(struct vz_session *session,
                             struct vz_error *problem) {
    *problem = session->problem;
    session->problem = (struct vz_error){0};
    return problem->status != VZ_OK;
}

void vz_session_changed(struct vz_session *session) {
    vz_arena_wipe(&session->texts);
    session->choice_sets = NULL;
    session->event_ready = false;
}

void vz_session_destroy(struct vz_session *session) {
    if (!session) {
        return;
    }
    vz_arena_wipe(&session->texts);
    vz_audit_finish(&session->audit);
    vz_instance_finish(&session->instance);
    free(session->pages);
    free(session->dirty);
    free(session->filters_dirty);
    free(session->counts_dirty);
    free(session->pending.items);
    free(session->instance_id);
    vz_arena_wipe(&session->given);
    vz_names_finish(&session->names);
    free(session);
}

const struct vz_form *vz_session_form(const struct vz_session *session) {
    return session->form;
}

const char *vz_session_instance_id(const struct vz_session *session) {
    return session->instance_id;
}

bool vz_session_set_sequence(struct vz_session *session, int64_t sequence) {
    const struct vz_form *form = session->form;
    struct vz_node *root = session->instance.document->first_child;
    char text[24];
    snprintf(text, sizeof(text), "%lld", (long long)sequence);
    struct vz_node *attr =
        vz_node_attribute(root, form->sequence_ns, form->sequence_name);
    if (attr) {
        return vz_node_set_value(attr, text);
    }
    attr = vz_node_create(VZ_NODE_ATTRIBUTE, form->sequence_ns,
                          form->sequence_name);
    if (!attr || !vz_node_set_value(attr, text)) {
        vz_node_destroy(attr);
        return false;
    }
    attr->prefix = form->sequence_prefix;
    vz_node_append_attribute(root, attr);
    return true;
}

void vz_session_set_language(struct vz_session *session, size_t language) {
    if (language < session->form->n_languages) {
        session->language = language;
        session->choice_sets = NULL;
        vz_session_mark_spoken(session);
        // Without memory the marks stay for the next change.
        vz_session_settle(session);
        vz_session_changed(session);
    }
}

size_t vz_session_language(const struct vz_session *session) {
    return session->language;
}
