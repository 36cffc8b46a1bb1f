#include "xpath_tree.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <libxml/parser.h>
#include <libxml/tree.h>

static const struct vz_xpath_prefix prefixes[] = {
    {"orx", "http://openrosa.org/xforms"},
    {"xml", "http://www.w3.org/XML/1998/namespace"},
};

static const char *intern(struct xpath_tree *tree, const xmlChar *text) {
    return text ? vz_names_intern(&tree->names, (const char *)text) : NULL;
}

static struct vz_node *new_node(struct xpath_tree *tree, const xmlChar *name,
                                const xmlNs *ns, enum vz_node_kind kind) {
    struct vz_node *node = vz_node_create(
        kind, ns ? intern(tree, ns->href) : NULL, intern(tree, name));
    if (node != NULL && ns != NULL) {
        node->prefix = intern(tree, ns->prefix);
    }
    return node;
}

static void read_type(struct vz_node *node, const char *type) {
    static const char *const names[] = {"string", "int",  "decimal", "boolean",
                                        "date",   "time", "dateTime"};
    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
        if (strcmp(names[i], type) == 0) {
            node->type = (enum vz_value_type)i;
        }
    }
}

static bool read_attribute(struct xpath_tree *tree, struct vz_node *node,
                           const xmlAttr *attr) {
    const char *name = (const char *)attr->name;
    xmlChar *value = xmlNodeGetContent((const xmlNode *)attr);
    const char *text = value ? (const char *)value : "";
    bool ok = true;
    if (strcmp(name, "test-type") == 0) {
        read_type(node, text);
    } else if (strcmp(name, "test-repeat") == 0) {
        node->repeat = true;
    } else if (strcmp(name, "test-irrelevant") == 0) {
        node->irrelevant = true;
    } else {
        struct vz_node *made =
            new_node(tree, attr->name, attr->ns, VZ_NODE_ATTRIBUTE);
        ok = made != NULL && vz_node_set_value(made, text);
        if (ok) {
            vz_node_append_attribute(node, made);
        } else {
            vz_node_destroy(made);
        }
    }
    xmlFree(value);
    return ok;
}

static bool has_elements(const xmlNode *element) {
    for (const xmlNode *at = element->children; at; at = at->next) {
        if (at->type == XML_ELEMENT_NODE) {
            return true;
        }
    }
    return false;
}

static bool read_element(struct xpath_tree *tree, struct vz_node *parent,
                         const xmlNode *element) {
    struct vz_node *node =
        new_node(tree, element->name, element->ns, VZ_NODE_ELEMENT);
    if (node == NULL) {
        return false;
    }
    vz_node_append_child(parent, node);
    node->irrelevant = parent->irrelevant;
    for (const xmlAttr *attr = element->properties; attr; attr = attr->next) {
        if (!read_attribute(tree, node, attr)) {
            return false;
        }
    }
    if (!has_elements(element)) {
        xmlChar *text = xmlNodeGetContent(element);
        bool ok = vz_node_set_value(node, (const char *)text);
        xmlFree(text);
        return ok;
    }
    for (const xmlNode *at = element->children; at; at = at->next) {
        if (at->type == XML_ELEMENT_NODE && !read_element(tree, node, at)) {
            return false;
        }
    }
    return true;
}

struct vz_node *xpath_tree_secondary(struct xpath_tree *tree, const char *xml) {
    xmlDoc *doc = xmlReadMemory(xml, (int)strlen(xml), "test.xml", NULL,
                                XML_PARSE_NONET | XML_PARSE_NOBLANKS);
    struct vz_node *root = vz_node_create(VZ_NODE_DOCUMENT, NULL, NULL);
    if (doc == NULL || root == NULL ||
        !read_element(tree, root, xmlDocGetRootElement(doc))) {
        vz_node_destroy(root);
        root = NULL;
    }
    xmlFreeDoc(doc);
    return root;
}

// Gives each node of the instance its template node, made on first sight.
static bool make_templates(struct xpath_tree *tree, struct vz_node *template,
                           struct vz_node *instance) {
    template->template = template;
    instance->template = template;
    instance->model = template->model;
    for (struct vz_node *child = instance->first_child; child != NULL;
         child = child->next) {
        struct vz_node *twin = vz_node_child(template, child->name);
        if (twin == NULL) {
            twin = vz_node_create(child->kind, child->ns, child->name);
            if (twin == NULL) {
                return false;
            }
            twin->type = child->type;
            twin->repeat = child->repeat;
            twin->model = tree->n_models++;
            vz_node_append_child(template, twin);
        } else if (child->prev != NULL && child->prev->name == child->name) {
            twin->repeat = true;
            child->repeat = true;
            child->prev->repeat = true;
        }
        if (!make_templates(tree, twin, child)) {
            return false;
        }
    }
    return true;
}

bool xpath_tree_init(struct xpath_tree *tree, const char *xml) {
    *tree = (struct xpath_tree){0};
    tree->instance = xpath_tree_secondary(tree, xml);
    tree->template = vz_node_create(VZ_NODE_DOCUMENT, NULL, NULL);
    if (tree->instance == NULL || tree->template == NULL ||
        !make_templates(tree, tree->template, tree->instance)) {
        xpath_tree_finish(tree);
        return false;
    }
    return true;
}

void xpath_tree_finish(struct xpath_tree *tree) {
    vz_node_destroy(tree->instance);
    vz_node_destroy(tree->template);
    vz_names_finish(&tree->names);
    vz_arena_finish(&tree->arena);
    *tree = (struct xpath_tree){0};
}

int xpath_tree_set_up(void **state, const char *xml) {
    struct xpath_tree *tree = malloc(sizeof(*tree));
    if (tree == NULL || !xpath_tree_init(tree, xml)) {
        free(tree);
        return -1;
    }
    *state = tree;
    return 0;
}

int xpath_tree_tear_down(void **state) {
    xpath_tree_finish(*state);
    free(*state);
    return 0;
}

const struct vz_node *xpath_tree_node(struct xpath_tree *tree,
                                      const char *path) {
    struct vz_xpath_scope scope = {.arena = &tree->arena,
                                   .names = &tree->names,
                                   .prefixes = prefixes,
                                   .n_prefixes = 2};
    const struct vz_xpath_expr *expr = vz_xpath_compile(&scope, path, NULL);
    struct vz_xpath_context context = {.node = tree->instance};
    struct vz_xpath_value value;
    if (expr == NULL || !vz_xpath_eval(expr, &context, &value)) {
        return NULL;
    }
    const struct vz_node *node = value.n_nodes > 0 ? value.nodes[0] : NULL;
    vz_xpath_value_finish(&value);
    return node;
}

const struct vz_xpath_expr *xpath_tree_compile(struct xpath_tree *tree,
                                               const struct vz_node *context,
                                               const char *text,
                                               struct vz_error *error) {
    struct vz_xpath_scope scope = {.arena = &tree->arena,
                                   .names = &tree->names,
                                   .prefixes = prefixes,
                                   .n_prefixes = 2,
                                   .context = context ? context->template
                                                      : NULL,
                                   .document = tree->template};
    return vz_xpath_compile(&scope, text, error);
}

char *xpath_tree_eval(struct xpath_tree *tree, const char *context,
                      const char *text) {
    const struct vz_node *node = context ? xpath_tree_node(tree, context)
                                         : tree->instance;
    struct vz_error error = {0};
    const struct vz_xpath_expr *expr =
        xpath_tree_compile(tree, node, text, &error);
    char *out = NULL;
    if (expr == NULL) {
        return asprintf(&out, "error: %s", error.message) < 0 ? NULL : out;
    }
    struct vz_xpath_context at = {
        .node = node, .document = tree->instance, .host = tree->host};
    return vz_xpath_eval_string(expr, &at, &out) ? out : NULL;
}

bool xpath_tree_check(struct xpath_tree *tree, const struct xpath_case *cases,
                      size_t n) {
    bool ok = true;
    for (size_t i = 0; i < n; i++) {
        char *out = xpath_tree_eval(tree, cases[i].context, cases[i].text);
        if (out == NULL || strcmp(out, cases[i].expected) != 0) {
            fprintf(stderr, "# %s\n#   expected: %s\n#   answered: %s\n",
                    cases[i].text, cases[i].expected, out ? out : "(failed)");
            ok = false;
        }
        free(out);
    }
    return ok;
}
