/*
 * The choices of a question as they are now: filtered, in order, in the
 * session's language, each with whether it is chosen.
 */
#include "session_internal.h"

#include <stdlib.h>
#include <string.h>
#include <sys/random.h>

// Draws for randomize() come from a seed of the session, so that a list does
// not change its order while it is looked at; other draws from the system.
double vz_session_random(void *userdata) {
    struct vz_session *session = userdata;
    uint64_t bits;
    if (session->random_state) {
        // splitmix64 (public domain, S. Vigna).
        bits = session->random_state += UINT64_C(0x9e3779b97f4a7c15);
        bits = (bits ^ bits >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
        bits = (bits ^ bits >> 27) * UINT64_C(0x94d049bb133111eb);
        bits ^= bits >> 31;
    } else if (getrandom(&bits, sizeof(bits), 0) != sizeof(bits)) {
        bits = 0;
    }
    return (double)(bits >> 11) / 9007199254740992.0;
}

static bool is_name_in(const char *list, const char *name) {
    return vz_appearance_has(list, name);
}

static bool eval_in_item(struct vz_session *session,
                         const struct vz_xpath_expr *expr,
                         const struct vz_node *item, const char **out) {
    struct vz_xpath_host host;
    struct vz_xpath_context context = vz_session_context(session, item, &host);
    char *text;
    if (!vz_xpath_eval_string(expr, &context, &text)) {
        return false;
    }
    *out = vz_arena_strdup(&session->texts, text ? text : "");
    vz_text_forget(text);
    return *out != NULL;
}

static const char *media_name(const char *uri) {
    return uri && uri[0] ? vz_media_name(uri) : NULL;
}

static bool fill_from_itext(struct vz_session *session, const char *id,
                            const struct vz_node *node,
                            struct vz_choice *choice) {
    const struct vz_itext *itext = vz_form_find_itext(session->form, id);
    if (!itext) {
        return true;
    }
    choice->label = vz_session_itext(session, itext, VZ_TEXT_PLAIN, node);
    choice->image =
        media_name(vz_session_itext(session, itext, VZ_TEXT_IMAGE, node));
    choice->audio =
        media_name(vz_session_itext(session, itext, VZ_TEXT_AUDIO, node));
    choice->video =
        media_name(vz_session_itext(session, itext, VZ_TEXT_VIDEO, node));
    return true;
}

static bool fill_item_node(struct vz_session *session,
                           const struct vz_itemset *itemset,
                           const struct vz_node *node,
                           const struct vz_node *item,
                           struct vz_choice *choice) {
    const char *id;
    if (!eval_in_item(session, itemset->value, item, &choice->name)) {
        return false;
    }
    if (itemset->label &&
        !eval_in_item(session, itemset->label, item, &choice->label)) {
        return false;
    }
    if (itemset->label_id &&
        (!eval_in_item(session, itemset->label_id, item, &id) ||
         !fill_from_itext(session, id, node, choice))) {
        return false;
    }
    return true;
}

static void finish_choice(struct vz_choice *choice, const struct vz_node *node,
                          bool several) {
    if (!choice->label) {
        choice->label = choice->name;
    }
    const char *value = vz_node_text(node);
    choice->selected = several ? is_name_in(value, choice->name)
                               : value[0] && !strcmp(value, choice->name);
}

static bool fill_items(struct vz_session *session,
                       const struct vz_element *element,
                       const struct vz_node *node, struct vz_choice_set *set) {
    set->choices = vz_arena_alloc_array(&session->texts, element->n_items,
                                        sizeof(*set->choices));
    if (!set->choices) {
        return false;
    }
    for (size_t i = 0; i < element->n_items; i++) {
        const struct vz_item *item = &element->items[i];
        struct vz_choice *choice = &set->choices[i];
        choice->name = item->value;
        choice->label =
            vz_session_text(session, &item->label, VZ_TEXT_PLAIN, node);
        choice->image = media_name(
            vz_session_text(session, &item->label, VZ_TEXT_IMAGE, node));
        choice->audio = media_name(
            vz_session_text(session, &item->label, VZ_TEXT_AUDIO, node));
        choice->video = media_name(
            vz_session_text(session, &item->label, VZ_TEXT_VIDEO, node));
    }
    set->n = element->n_items;
    return true;
}

static bool eval_nodes(struct vz_session *session,
                       const struct vz_element *element,
                       const struct vz_node *node,
                       struct vz_xpath_value *value) {
    struct vz_xpath_host host;
    struct vz_xpath_context context = vz_session_context(session, node, &host);
    uint64_t place = (uint64_t)element->model * UINT64_C(0x100000001b3);
    uint64_t before = session->random_state;
    session->random_state = (session->shuffle_seed ^ place) | 1;
    bool ok = vz_xpath_eval(element->itemset->nodes, &context, value);
    session->random_state = before;
    return ok;
}

static bool fill_nodes(struct vz_session *session,
                       const struct vz_element *element,
                       const struct vz_node *node,
                       const struct vz_xpath_value *value,
                       struct vz_choice_set *set) {
    set->choices = vz_arena_alloc_array(&session->texts, value->n_nodes,
                                        sizeof(*set->choices));
    set->items = vz_arena_alloc_array(&session->texts, value->n_nodes,
                                      sizeof(*set->items));
    if (!set->choices || !set->items) {
        return false;
    }
    for (size_t i = 0; i < value->n_nodes; i++) {
        struct vz_choice *choice = &set->choices[set->n];
        if (!fill_item_node(session, element->itemset, node, value->nodes[i],
                            choice)) {
            return false;
        }
        // A choice without a name cannot be chosen.
        if (choice->name[0]) {
            set->items[set->n++] = value->nodes[i];
        } else {
            *choice = (struct vz_choice){0};
        }
    }
    return true;
}

static bool fill_set(struct vz_session *session,
                     const struct vz_element *element,
                     const struct vz_node *node, struct vz_choice_set *set) {
    if (!element->itemset) {
        return fill_items(session, element, node, set);
    }
    struct vz_xpath_value value = {0};
    if (!eval_nodes(session, element, node, &value)) {
        return false;
    }
    bool ok = value.type != VZ_XPATH_NODESET ||
              fill_nodes(session, element, node, &value, set);
    vz_xpath_value_finish(&value);
    return ok;
}

const struct vz_choice_set *vz_session_choices(struct vz_session *session,
                                               const struct vz_element *element,
                                               const struct vz_node *node) {
    struct vz_choice_set *set = session->choice_sets;
    for (; set; set = set->next) {
        if (set->node == node && set->element == element) {
            return set;
        }
    }
    set = vz_arena_alloc(&session->texts, sizeof(*set));
    if (!set || !fill_set(session, element, node, set)) {
        return NULL;
    }
    bool several = element->type != VZ_FIELD_SELECT_ONE;
    for (size_t i = 0; i < set->n; i++) {
        finish_choice(&set->choices[i], node, several);
    }
    set->element = element;
    set->node = node;
    set->next = session->choice_sets;
    session->choice_sets = set;
    return set;
}

const struct vz_choice *vz_choice_find(const struct vz_choice_set *set,
                                       const char *name, size_t len) {
    for (size_t i = 0; i < set->n; i++) {
        const struct vz_choice *choice = &set->choices[i];
        if (!strncmp(choice->name, name, len) && !choice->name[len]) {
            return choice;
        }
    }
    return NULL;
}

bool vz_names_each(const char *list,
                   bool (*visit)(const char *name, size_t len, void *userdata),
                   void *userdata) {
    for (;;) {
        list += strspn(list, " \t\r\n");
        size_t len = strcspn(list, " \t\r\n");
        if (len == 0) {
            return true;
        }
        if (!visit(list, len, userdata)) {
            return false;
        }
        list += len;
    }
}

static void add_name(struct vz_strbuf *names, const char *name, size_t len) {
    if (names->len) {
        vz_strbuf_append_char(names, ' ');
    }
    vz_strbuf_append_n(names, name, len);
}

struct ranking {
    const struct vz_choice_set *set;
    struct vz_strbuf *names;
};

static bool add_known(const char *name, size_t len, void *userdata) {
    struct ranking *ranking = userdata;
    if (vz_choice_find(ranking->set, name, len)) {
        add_name(ranking->names, name, len);
    }
    return true;
}

static void add_rest(const struct vz_choice_set *set, struct vz_strbuf *names) {
    for (size_t i = 0; i < set->n; i++) {
        const char *name = set->choices[i].name;
        if (!is_name_in(vz_strbuf_text(names), name)) {
            add_name(names, name, strlen(name));
        }
    }
}

// Puts a choice among those before it. The list may have been shuffled, but the
// same answer is always written in the same way.
static void place(const struct vz_choice_set *set, size_t *chosen, size_t n,
                  size_t choice) {
    while (n > 0 && set->items &&
           vz_node_compare(set->items[choice], set->items[chosen[n - 1]]) < 0) {
        chosen[n] = chosen[n - 1];
        n--;
    }
    chosen[n] = choice;
}

static bool add_chosen(const struct vz_choice_set *set, const char *value,
                       struct vz_strbuf *names) {
    size_t *chosen = vz_alloc_array(set->n + 1, sizeof(*chosen));
    size_t n = 0;
    for (size_t i = 0; chosen && i < set->n; i++) {
        if (is_name_in(value, set->choices[i].name)) {
            place(set, chosen, n++, i);
        }
    }
    for (size_t i = 0; i < n; i++) {
        const char *name = set->choices[chosen[i]].name;
        if (!is_name_in(vz_strbuf_text(names), name)) {
            add_name(names, name, strlen(name));
        }
    }
    bool ok = chosen != NULL;
    free(chosen);
    return ok;
}

bool vz_session_order_names(struct vz_session *session,
                            const struct vz_element *element,
                            const struct vz_node *node, const char *value,
                            struct vz_strbuf *names) {
    const struct vz_choice_set *set =
        vz_session_choices(session, element, node);
    if (!set) {
        return false;
    }
    vz_strbuf_append(names, "");
    if (element->type != VZ_FIELD_RANK) {
        return add_chosen(set, value, names) && !names->failed;
    }
    vz_names_each(value, add_known, &(struct ranking){set, names});
    if (names->len) {
        add_rest(set, names);
    }
    return !names->failed;
}

static bool prune_one(struct vz_session *session, struct vz_node *node,
                      const struct vz_element *element) {
    const struct vz_choice_set *set =
        vz_session_choices(session, element, node);
    const char *value = vz_node_text(node);
    return set && (vz_choice_find(set, value, strlen(value)) ||
                   vz_session_put(session, node, ""));
}

static bool prune_several(struct vz_session *session, struct vz_node *node,
                          const struct vz_element *element) {
    struct vz_strbuf names = {0};
    bool ok = vz_session_order_names(session, element, node, vz_node_text(node),
                                     &names) &&
              vz_session_put(session, node, vz_strbuf_text(&names));
    vz_strbuf_wipe(&names);
    return ok;
}

// True when the list is empty whatever was answered: its file is not there.
static bool is_missing(struct vz_session *session,
                       const struct vz_element *element,
                       const struct vz_node *node) {
    const struct vz_itemset *itemset = element->itemset;
    if (!itemset || !itemset->filtered || !itemset->all) {
        return itemset && !itemset->filtered;
    }
    struct vz_xpath_host host;
    struct vz_xpath_context context = vz_session_context(session, node, &host);
    struct vz_xpath_value whole = {0};
    bool missing = vz_xpath_eval(itemset->all, &context, &whole) &&
                   whole.n_nodes == 0;
    vz_xpath_value_finish(&whole);
    return missing;
}

// An answer from a list that is not there is kept.
static bool prune_node(struct vz_session *session, struct vz_node *node,
                       void *userdata) {
    const struct vz_element *element = userdata;
    if (!vz_node_text(node)[0]) {
        return true;
    }
    const struct vz_choice_set *set =
        vz_session_choices(session, element, node);
    if (set && set->n == 0 && is_missing(session, element, node)) {
        return true;
    }
    return set && (element->type == VZ_FIELD_SELECT_ONE
                       ? prune_one(session, node, element)
                       : prune_several(session, node, element));
}

bool vz_element_has_choices(const struct vz_element *element) {
    return element && (element->control == VZ_CONTROL_SELECT1 ||
                       element->control == VZ_CONTROL_SELECT ||
                       element->control == VZ_CONTROL_RANK);
}

bool vz_session_prune(struct vz_session *session, int32_t model) {
    struct vz_element *element = session->form->controls[model];
    return vz_instance_each(session, model, prune_node, element);
}

bool vz_session_prune_all(struct vz_session *session) {
    const struct vz_form *form = session->form;
    bool ok = true;
    for (size_t i = 0; ok && i < form->n_models; i++) {
        if (vz_element_has_choices(form->controls[i])) {
            ok = vz_session_prune(session, (int32_t)i);
        }
    }
    return ok;
}

const char *vz_session_choice_name(void *userdata, const char *value,
                                   const struct vz_node *question) {
    struct vz_session *session = userdata;
    if (!question || question->model < 0) {
        return NULL;
    }
    const struct vz_element *element = session->form->controls[question->model];
    // The engine may name the question by its template.
    if (question->template == question) {
        question = vz_instance_near(session, question->model, NULL);
    }
    if (!element || !question) {
        return NULL;
    }
    const struct vz_choice_set *set =
        vz_session_choices(session, element, question);
    const struct vz_choice *choice =
        set ? vz_choice_find(set, value, strlen(value)) : NULL;
    return choice ? choice->label : NULL;
}

const char *vz_session_choice_column(struct vz_session *session,
                                     const char *ref, size_t choice,
                                     const char *column) {
    const struct vz_node *node = vz_session_find(session, ref);
    const struct vz_element *element =
        node ? session->form->controls[node->model] : NULL;
    const char *name = vz_names_find(&session->form->names, column);
    if (!element || !element->itemset || !name) {
        return NULL;
    }
    const struct vz_choice_set *set =
        vz_session_choices(session, element, node);
    if (!set || choice >= set->n) {
        return NULL;
    }
    const struct vz_node *child = vz_node_child(set->items[choice], name);
    return child ? vz_node_text(child) : NULL;
}

void vz_session_each_column(struct vz_session *session, const char *ref,
                            size_t choice,
                            void (*visit)(const char *name, const char *value,
                                          void *userdata),
                            void *userdata) {
    const struct vz_node *node = vz_session_find(session, ref);
    const struct vz_element *element =
        node ? session->form->controls[node->model] : NULL;
    const struct vz_choice_set *set =
        element && element->itemset ? vz_session_choices(session, element, node)
                                    : NULL;
    const struct vz_node *at =
        set && choice < set->n ? set->items[choice]->first_child : NULL;
    for (; at; at = at->next) {
        if (at->kind == VZ_NODE_ELEMENT && !at->first_child) {
            visit(at->name, vz_node_text(at), userdata);
        }
    }
}
