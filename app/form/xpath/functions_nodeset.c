/*
 * Functions on nodes, positions and secondary instances.
 */
#include "functions.h"

#include "base/strbuf.h"
#include "node_index.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static bool run_count(struct vz_call *call, struct vz_xvalue *out) {
    vz_xvalue_set_number(out, (double)call->args[0].n);
    return true;
}

static bool run_count_non_empty(struct vz_call *call, struct vz_xvalue *out) {
    const struct vz_xvalue *nodes = &call->args[0];
    size_t n = 0;
    for (size_t i = 0; i < nodes->n; i++) {
        char *owned;
        const char *text = vz_node_string(vz_xvalue_node(nodes, i), &owned);
        if (text == NULL) {
            return false;
        }
        n += text[0] != '\0';
        free(owned);
    }
    vz_xvalue_set_number(out, (double)n);
    return true;
}

// Among the siblings of its name, from 1.
static double position_of(const struct vz_node *node) {
    size_t known;
    if (vz_node_index_position(node, &known)) {
        return (double)known;
    }
    double position = 1;
    for (const struct vz_node *at = node->prev; at != NULL; at = at->prev) {
        position += at->name == node->name && at->ns == node->ns;
    }
    return position;
}

static bool run_position(struct vz_call *call, struct vz_xvalue *out) {
    double position = (double)call->focus->position;
    if (call->n_args > 0) {
        const struct vz_xvalue *nodes = &call->args[0];
        position = nodes->n > 0 ? position_of(vz_xvalue_node(nodes, 0)) : NAN;
    }
    vz_xvalue_set_number(out, position);
    return true;
}

static bool run_last(struct vz_call *call, struct vz_xvalue *out) {
    vz_xvalue_set_number(out, (double)call->focus->size);
    return true;
}

static const struct vz_node *node_or_focus(struct vz_call *call) {
    if (call->n_args == 0) {
        return call->focus->node;
    }
    return call->args[0].n > 0 ? vz_xvalue_node(&call->args[0], 0) : NULL;
}

static bool copy_or_empty(struct vz_xvalue *out, const char *text) {
    return text == NULL || vz_xvalue_copy_text(out, text, strlen(text));
}

static bool run_local_name(struct vz_call *call, struct vz_xvalue *out) {
    const struct vz_node *node = node_or_focus(call);
    return node == NULL || copy_or_empty(out, node->name);
}

static bool run_namespace_uri(struct vz_call *call, struct vz_xvalue *out) {
    const struct vz_node *node = node_or_focus(call);
    return node == NULL || copy_or_empty(out, node->ns);
}

static bool run_name(struct vz_call *call, struct vz_xvalue *out) {
    const struct vz_node *node = node_or_focus(call);
    if (node == NULL || node->name == NULL || node->prefix == NULL ||
        node->prefix[0] == '\0') {
        return run_local_name(call, out);
    }
    struct vz_strbuf buf = {0};
    vz_strbuf_printf(&buf, "%s:%s", node->prefix, node->name);
    return vz_xvalue_take_text(out, vz_strbuf_take(&buf));
}

// xml:id is an id everywhere. Documents come without a DTD that could say
// more, and a plain attribute id is meant as one in XHTML and XForms.
static const char *id_of(const struct vz_node *element) {
    for (const struct vz_node *attr = element->first_attribute; attr != NULL;
         attr = attr->next) {
        bool xml = attr->prefix != NULL && strcmp(attr->prefix, "xml") == 0;
        if (attr->kind == VZ_NODE_ATTRIBUTE && (attr->ns == NULL || xml) &&
            strcmp(attr->name, "id") == 0) {
            return vz_node_text(attr);
        }
    }
    return NULL;
}

#define SPACES " \t\r\n"

// Whether a list of words, separated by white space, holds the word.
static bool holds_word(const char *list, const char *word) {
    size_t len = strlen(word);
    for (list += strspn(list, SPACES); *list != '\0';
         list += strspn(list, SPACES)) {
        size_t each = strcspn(list, SPACES);
        if (each == len && memcmp(list, word, len) == 0) {
            return true;
        }
        list += each;
    }
    return false;
}

static bool is_wanted(const struct vz_xvalue *wanted, const char *id,
                      bool *out) {
    if (wanted->type != VZ_XPATH_NODESET) {
        *out = holds_word(wanted->text, id);
        return true;
    }
    for (size_t i = 0; i < wanted->n && !*out; i++) {
        char *owned;
        const char *text = vz_node_string(vz_xvalue_node(wanted, i), &owned);
        if (text == NULL) {
            return false;
        }
        *out = holds_word(text, id);
        free(owned);
    }
    return true;
}

// XPath 1.0, 4.1: the elements that have the ids which the argument lists.
static bool run_id(struct vz_call *call, struct vz_xvalue *out) {
    struct vz_xvalue *wanted = &call->args[0];
    vz_xvalue_set_nodes(out);
    if (wanted->type != VZ_XPATH_NODESET && !vz_xvalue_to_text(wanted)) {
        return false;
    }
    const struct vz_node *root = call->focus->node;
    while (root != NULL && root->parent != NULL) {
        root = root->parent;
    }
    for (const struct vz_node *at = root; at != NULL;
         at = vz_node_following(at, root)) {
        const char *id = id_of(at);
        bool found = false;
        if ((id != NULL && !is_wanted(wanted, id, &found)) ||
            (found && !vz_xvalue_add(out, at))) {
            return false;
        }
    }
    return true;
}

static bool run_current(struct vz_call *call, struct vz_xvalue *out) {
    const struct vz_node *node = call->eval->context->node;
    vz_xvalue_set_nodes(out);
    return node == NULL || vz_xvalue_add(out, node);
}

// ---------------------------------------------------- secondary instances

static const struct vz_node *instance_root(struct vz_call *call,
                                           const char *id) {
    const struct vz_xpath_host *host = call->eval->context->host;
    if (host == NULL || host->instance == NULL) {
        return NULL;
    }
    return host->instance(host->userdata, id);
}

// instance('x')/root/item begins above the root element.
static bool run_instance(struct vz_call *call, struct vz_xvalue *out) {
    const struct vz_node *root = instance_root(call, call->args[0].text);
    vz_xvalue_set_nodes(out);
    if (root != NULL && root->parent != NULL) {
        root = root->parent;
    }
    return root == NULL || vz_xvalue_add(out, root);
}

// The text of a leaf, as instances keep it or as plain documents do.
static const char *leaf_text(const struct vz_node *node) {
    const struct vz_node *child = node->first_child;
    bool plain = child != NULL && child->kind == VZ_NODE_TEXT;
    return vz_node_text(plain ? child : node);
}

static const char *child_text(const struct vz_node *item, const char *name) {
    const struct vz_node *child = vz_node_child(item, name);
    return child != NULL ? leaf_text(child) : "";
}

// The first row whose cell `key` holds the text; `key` is interned.
static const struct vz_node *find_row(const struct vz_node *root,
                                      const char *key, const char *text) {
    const struct vz_node *row = root->first_child;
    if (row == NULL) {
        return NULL;
    }
    struct vz_step row_step = {.test = VZ_TEST_NAME, .name = row->name};
    struct vz_step key_step = {.test = VZ_TEST_NAME, .name = key};
    struct vz_node_range range;
    if (vz_node_index_keyed(root, &row_step, &key_step, text, &range)) {
        return range.n > 0 ? range.at[0].node : NULL;
    }
    for (; row != NULL; row = row->next) {
        if (vz_node_child(row, key) != NULL &&
            strcmp(child_text(row, key), text) == 0) {
            return row;
        }
    }
    return NULL;
}

// pulldata(instance, wanted, key, value): the first item whose key is value.
static bool run_pulldata(struct vz_call *call, struct vz_xvalue *out) {
    const struct vz_names *names = call->eval->expr->names;
    const struct vz_node *root = instance_root(call, call->args[0].text);
    const char *wanted = vz_names_find(names, call->args[1].text);
    const char *key = vz_names_find(names, call->args[2].text);
    if (root == NULL || wanted == NULL || key == NULL) {
        return true;
    }
    if (root->kind == VZ_NODE_DOCUMENT) {
        root = root->first_child;
    }
    const struct vz_node *row =
        root != NULL ? find_row(root, key, call->args[3].text) : NULL;
    return row == NULL || copy_or_empty(out, child_text(row, wanted));
}

const struct vz_function vz_functions_nodeset[] = {
    {"count", "N", run_count, 0},
    {"count-non-empty", "N", run_count_non_empty, VZ_FUNCTION_TEXTS},
    {"position", "?N", run_position, VZ_FUNCTION_FOCUS},
    {"last", "", run_last, VZ_FUNCTION_FOCUS},
    {"local-name", "?N", run_local_name, VZ_FUNCTION_FOCUS},
    {"namespace-uri", "?N", run_namespace_uri, VZ_FUNCTION_FOCUS},
    {"name", "?N", run_name, VZ_FUNCTION_FOCUS},
    {"id", "v", run_id, VZ_FUNCTION_NODESET | VZ_FUNCTION_FOCUS},
    {"current", "", run_current, VZ_FUNCTION_NODESET},
    {"instance", "s", run_instance, VZ_FUNCTION_NODESET},
    {"pulldata", "ssss", run_pulldata, 0},
    {NULL, NULL, NULL, 0},
};
