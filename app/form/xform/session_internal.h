/*
 * What a session is made of. Shared by the session's files in this folder
 * only.
 */
#ifndef VZ_FORM_XFORM_SESSION_INTERNAL_H
#define VZ_FORM_XFORM_SESSION_INTERNAL_H

#include "form_internal.h"
#include "session.h"
#include "session_audit.h"

// Instances of one repeat, and instances made in a session's life: nested
// counts multiply, and one typed number must not keep a kiosk busy for minutes.
// Fuzz targets are built with smaller ones, so that they are reached quickly.
#ifndef VZ_REPEATS_MAX
#define VZ_REPEATS_MAX 10000
#define VZ_GROWN_MAX 200000
#endif

// One filled-in copy of the template. `nodes` finds the node of a model at
// once; it is NULL for models in repeats, which come and go.
struct vz_instance {
    struct vz_node *document;
    struct vz_node **nodes; // by model
};

// A place in the walk through the body.
struct vz_page {
    enum vz_event_kind kind;
    const struct vz_element *element;
    struct vz_node *node; // question, group (or what stands around it), repeat
};

// Nodes whose change has still to call actions.
struct vz_pending {
    struct vz_node **items;
    size_t n, cap;
};

// Choices as they are for one question, until the session changes.
struct vz_choice_set {
    const struct vz_element *element;
    const struct vz_node *node;
    const struct vz_node **items; // itemset: the item nodes
    struct vz_choice *choices;
    size_t n;
    struct vz_choice_set *next;
};

struct vz_session {
    const struct vz_form *form;
    char *instance_id;
    int32_t id_model;      // of the node that holds it, once it is fixed; or -1
    struct vz_arena given; // properties and locations
    struct vz_property *properties; // deviceid and username too
    size_t n_properties;
    const char **locations;
    size_t n_locations, next_location;
    bool every_position;
    size_t language;
    struct vz_instance instance;
    struct vz_names names; // of nodes that the form does not know

    // Texts handed out; dropped (overwritten) when the session changes.
    struct vz_arena texts;
    struct vz_choice_set *choice_sets;
    struct vz_event event;
    bool event_ready;

    struct vz_page *pages; // in order, without start and end
    size_t n_pages, pages_cap;
    bool pages_stale;
    size_t at; // 0 = start, 1.. = pages[at - 1], n_pages + 1 = end

    uint64_t *dirty;         // a bit for each vertex of the graph
    uint64_t *filters_dirty; // a bit for each model that is a select
    uint64_t *counts_dirty;  // a bit for each model that is a repeat
    struct vz_pending pending;
    bool frozen_relevance; // finalising: calculations only
    bool quiet;            // no actions: loading, finalising
    bool first_load;       // a new instance is being made ready

    bool edits; // what was sent
    struct vz_audit audit;

    // What the form asked that cannot be done, until it is fetched.
    struct vz_error problem;

    uint64_t random_state; // != 0 while a list is shuffled
    uint64_t shuffle_seed; // so that a list keeps its order in a session
    int depth;             // of texts inside texts
    size_t n_grown;        // repeat instances made so far
    size_t n_evaluations;  // of relevances and calculations, for tests
};

// session.c
// The nodes of `instance` by model. False = out of memory.
bool vz_instance_index(const struct vz_form *form,
                       struct vz_instance *instance);
void vz_instance_finish(struct vz_instance *instance);
// The node of `model` that is nearest to `from`: in the same repeat instance
// where both are in one, else the first. NULL when there is none.
struct vz_node *vz_instance_near(const struct vz_session *session,
                                 int32_t model, const struct vz_node *from);
// Calls `visit` for each node of a model; stops when it answers false.
bool vz_instance_each(struct vz_session *session, int32_t model,
                      bool (*visit)(struct vz_session *session,
                                    struct vz_node *node, void *userdata),
                      void *userdata);
// The node of "/data/rep[2]/q", or NULL.
struct vz_node *vz_session_find(const struct vz_session *session,
                                const char *ref);
// The same for nodes that the form does not know too.
struct vz_node *vz_session_find_any(const struct vz_session *session,
                                    const char *ref);
// The child of the instance's <meta> with this name, or NULL.
struct vz_node *vz_session_meta(const struct vz_session *session,
                                const char *name);
// Remembers what the form asked that cannot be done; the first one counts.
void vz_session_complain(struct vz_session *session, enum vz_status status,
                         const char *format, ...)
    __attribute__((format(printf, 3, 4)));
// Drops what was handed out. Call at the end of every change.
void vz_session_changed(struct vz_session *session);
// Its own bind, or one that says nothing.
const struct vz_bind *vz_session_bind(const struct vz_session *session,
                                      const struct vz_node *node);
struct vz_xpath_context vz_session_context(const struct vz_session *session,
                                           const struct vz_node *node,
                                           struct vz_xpath_host *host);
// A boolean expression at a node; `otherwise` when there is none. False = out
// of memory.
bool vz_session_test(struct vz_session *session,
                     const struct vz_xpath_expr *expr,
                     const struct vz_node *node, bool otherwise, bool *out);
bool vz_session_readonly(struct vz_session *session, const struct vz_node *node,
                         bool *out);

// session_recalculate.c
// Sets a value and marks what depends on it. False = out of memory, value
// unchanged.
bool vz_session_put(struct vz_session *session, struct vz_node *node,
                    const char *value);
// Marks everything that reads this node's value.
void vz_session_touch(struct vz_session *session, const struct vz_node *node);
// The same when the value changed, for actions. False = out of memory.
bool vz_session_note(struct vz_session *session, struct vz_node *node);
// Marks all vertices, or those of a new subtree.
void vz_session_mark_all(struct vz_session *session);
void vz_session_mark_tree(struct vz_session *session, struct vz_node *top);
// Marks the repeats below `element` whose number the form says.
void vz_session_mark_counts(struct vz_session *session,
                            const struct vz_element *element);
// Marks the calculations that may answer a text in the session's language.
void vz_session_mark_spoken(struct vz_session *session);
// Recomputes what is marked, without what follows from that (actions, repeat
// counts, choices). False = out of memory.
bool vz_session_sweep(struct vz_session *session);
// Recomputes until nothing is marked. False = out of memory; what is left
// stays marked for the next time.
bool vz_session_settle(struct vz_session *session);

// The result of an expression as the text of a node of this type; malloc'd.
// NULL = out of memory.
char *vz_session_compute(struct vz_session *session,
                         const struct vz_xpath_expr *expr,
                         const struct vz_node *node);

// session_action.c
bool vz_session_run_actions(struct vz_session *session, unsigned event,
                            struct vz_node *source);

// session_repeat.c
// Repeats that the respondent cannot add to, and whose number the form does
// not say, have one instance at least. Sees to those below `element`, in the
// instance `within` or, NULL, everywhere. False = out of memory.
bool vz_session_fill_fixed(struct vz_session *session,
                           const struct vz_element *element,
                           struct vz_node *within);
// The node that holds the instances of the repeat that `ref` names without its
// last [n]; NULL when `ref` names no repeat so.
struct vz_node *vz_session_repeat_parent(const struct vz_session *session,
                                         const char *ref, int32_t *model);
// The repeat of a model in the body, or NULL.
const struct vz_element *vz_session_repeat(const struct vz_session *session,
                                           int32_t model);
// Whether instances of the repeat may be there at all below this parent: what
// its own relevance says.
bool vz_session_repeat_relevant(struct vz_session *session,
                                const struct vz_element *repeat,
                                struct vz_node *parent, bool *out);
// Makes the repeat of `model` as many as its jr:count says.
bool vz_session_apply_count(struct vz_session *session, int32_t model);

// session_text.c
// A caption in the session's language, in the arena. NULL = none (or no
// memory).
const char *vz_session_text(struct vz_session *session,
                            const struct vz_caption *caption,
                            enum vz_text_form form, const struct vz_node *node);
const char *vz_session_itext(struct vz_session *session,
                             const struct vz_itext *itext,
                             enum vz_text_form form,
                             const struct vz_node *node);
const char *vz_session_ref(struct vz_session *session,
                           const struct vz_node *node);
// The path of a repeat as a whole: of its parent, and its name without [n].
const char *vz_session_child_ref(struct vz_session *session,
                                 const struct vz_node *parent, int32_t model);

// session_choices.c
// A select or a rank. `element` may be NULL.
bool vz_element_has_choices(const struct vz_element *element);
// The choices of a question now. NULL = out of memory.
const struct vz_choice_set *vz_session_choices(struct vz_session *session,
                                               const struct vz_element *element,
                                               const struct vz_node *node);
const struct vz_choice *vz_choice_find(const struct vz_choice_set *set,
                                       const char *name, size_t len);
// The names of a list in the order in which they are stored: of a select that
// of its choices, were they not shuffled; of a rank as given, with the choices
// that are not among them behind. Names that are no choices are left out. False
// = out of memory.
bool vz_session_order_names(struct vz_session *session,
                            const struct vz_element *element,
                            const struct vz_node *node, const char *value,
                            struct vz_strbuf *names);
// Takes names out of the answer that are no choices any more.
bool vz_session_prune(struct vz_session *session, int32_t model);
// The same for all answers that a session begins with.
bool vz_session_prune_all(struct vz_session *session);
const char *vz_session_choice_name(void *userdata, const char *value,
                                   const struct vz_node *question);
double vz_session_random(void *userdata);
// Calls `visit` for each name in a space-separated list; stops at false.
bool vz_names_each(const char *list,
                   bool (*visit)(const char *name, size_t len, void *userdata),
                   void *userdata);

// session_open.c
// Puts what was saved into the session's fresh instance.
bool vz_session_restore(struct vz_session *session,
                        const struct vz_saved_instance *saved,
                        struct vz_error *error);

// session_question.c
// A question with a control as it is now. False = out of memory.
bool vz_session_fill_question(struct vz_session *session,
                              const struct vz_element *element,
                              const struct vz_node *node,
                              struct vz_question *question);
// Fills an event for a page.
bool vz_session_fill_event(struct vz_session *session,
                           const struct vz_page *page, struct vz_event *event);
// True when a question of the body is shown at all.
bool vz_element_shown(const struct vz_session *session,
                      const struct vz_element *element);
// True for the group around a repeat, which carries the repeat's node: it
// stays where it is while the instances come and go.
bool vz_element_wraps_repeat(const struct vz_form *form,
                             const struct vz_element *element,
                             const struct vz_node *context);
// Calls `visit` for each relevant question of a page.
bool vz_session_each_question(
    struct vz_session *session, const struct vz_page *page,
    bool (*visit)(struct vz_session *session, const struct vz_element *element,
                  struct vz_node *node, void *userdata),
    void *userdata);

// session_navigation.c
// Brings `pages` up to date. False = out of memory.
bool vz_session_pages(struct vz_session *session);
const struct vz_page *vz_session_page(struct vz_session *session);

// session_answer.c
// Whether a node's answer is in order: OK, REQUIRED or CONSTRAINT. False = out
// of memory.
bool vz_session_judge(struct vz_session *session, const struct vz_node *node,
                      enum vz_answer *answer);
// "uuid:" with a random version 4 UUID; malloc'd.
char *vz_session_make_uuid(void);

// preload.c
bool vz_preload_start(struct vz_session *session);
// A property's value, or "".
const char *vz_session_property(const struct vz_session *session,
                                const char *name);
bool vz_preload_end(struct vz_session *session);
// Takes the instanceID that stands in the instance for the session's, and
// keeps calculations off it from now on.
bool vz_preload_adopt_id(struct vz_session *session);

// consent.c
// True when what was told must be emptied.
bool vz_consent_forbids(struct vz_session *session);
// Empties it in the present instance. False = out of memory.
bool vz_consent_apply(struct vz_session *session);

#endif
