/*
 * vertelform xpath: expressions on any document, one JSON object a line.
 *
 * The document is read into a plain tree (XPath 1.0's data model). Where it is
 * an XForm, instance(), jr:itext() and jr:choice-name() find what they name in
 * it, and what stands in the namespace of XForms counts as in none, as in a
 * form.
 */
#include "vertelform.h"

#include "form/xpath/xml_document.h"

#include <jansson.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#define NS_XFORMS "http://www.w3.org/2002/xforms"

// The document of the last line is kept: a batch often asks the same one.
struct asking {
    char *text;
    struct vz_xml_document document;
    struct vz_xpath_prefix *prefixes; // the document's, then the usual ones
    size_t n_prefixes;
    const char *language;       // of the present line, or NULL
    const struct vz_node *root; // what / means in the present line
    struct vz_strbuf itext, label;
    bool failed; // a line had an error
};

// ------------------------------------------------------------- document

static void forget_document(struct asking *asking) {
    vz_xml_document_finish(&asking->document);
    asking->document = (struct vz_xml_document){0};
    free(asking->text);
    asking->text = NULL;
    free(asking->prefixes);
    asking->prefixes = NULL;
    asking->n_prefixes = 0;
}

// What a prefix means in a document that does not declare it.
static const struct vz_xpath_prefix usual_prefixes[] = {
    {"enk", "http://enketo.org/xforms"},
    {"fn", "http://www.w3.org/2005/xpath-functions"},
    {"h", "http://www.w3.org/1999/xhtml"},
    {"html", "http://www.w3.org/1999/xhtml"},
    {"jr", "http://openrosa.org/javarosa"},
    {"odk", "http://www.opendatakit.org/xforms"},
    {"orx", "http://openrosa.org/xforms"},
    {"xf", "http://www.w3.org/2002/xforms"},
    {"xhtml", "http://www.w3.org/1999/xhtml"},
};

static bool set_prefixes(struct asking *asking) {
    const struct vz_xml_document *document = &asking->document;
    size_t n_usual = sizeof(usual_prefixes) / sizeof(*usual_prefixes);
    size_t n = document->n_prefixes;
    asking->prefixes = vz_alloc_array(n + n_usual, sizeof(*asking->prefixes));
    if (!asking->prefixes) {
        return false;
    }
    for (size_t i = 0; i < n + n_usual; i++) {
        asking->prefixes[i] = i < n ? document->prefixes[i]
                                    : usual_prefixes[i - n];
    }
    asking->n_prefixes = n + n_usual;
    return true;
}

static bool is_xforms(const struct vz_node *node) {
    return node->ns && !strcmp(node->ns, NS_XFORMS);
}

static void drop_xforms_namespace(struct vz_node *document) {
    struct vz_node *at = document->first_child;
    for (; at; at = vz_node_following(at, document)) {
        if (is_xforms(at)) {
            at->ns = NULL;
        }
    }
}

static bool read_document(struct asking *asking, const char *text,
                          struct vz_error *error) {
    if (asking->text && !strcmp(asking->text, text)) {
        return true;
    }
    forget_document(asking);
    if (!vz_xml_document_parse(&asking->document, text, strlen(text), error)) {
        return false;
    }
    drop_xforms_namespace(asking->document.root);
    if (!set_prefixes(asking)) {
        forget_document(asking);
        return vz_error_nomem(error);
    }
    asking->text = strdup(text);
    return asking->text || vz_error_nomem(error);
}

// ----------------------------------------------------------------- host

static const char *attribute_of(const struct vz_node *node, const char *name) {
    const struct vz_node *at = node->first_attribute;
    while (at && (at->kind != VZ_NODE_ATTRIBUTE || strcmp(at->name, name))) {
        at = at->next;
    }
    return at ? vz_node_text(at) : NULL;
}

static bool is_element(const struct vz_node *node, const char *name) {
    return node->kind == VZ_NODE_ELEMENT && !strcmp(node->name, name);
}

// The first element of this name below `top` whose attribute has this value
// (`value` NULL: that does not have the attribute).
static const struct vz_node *find_element(const struct vz_node *top,
                                          const char *name,
                                          const char *attribute,
                                          const char *value) {
    const struct vz_node *at = vz_node_following(top, top);
    for (; at; at = vz_node_following(at, top)) {
        const char *has = is_element(at, name) ? attribute_of(at, attribute)
                                               : NULL;
        if (has ? value && !strcmp(has, value)
                : !value && is_element(at, name)) {
            return at;
        }
    }
    return NULL;
}

static const struct vz_node *find_instance(void *userdata, const char *id) {
    const struct asking *asking = userdata;
    const struct vz_node *instance =
        find_element(asking->document.root, "instance", "id", id);
    const struct vz_node *at = instance ? instance->first_child : NULL;
    while (at && at->kind != VZ_NODE_ELEMENT) {
        at = at->next;
    }
    return at;
}

// The translation of the language asked for, else the default, else the first.
static const struct vz_node *translation(const struct asking *asking) {
    const struct vz_node *root = asking->document.root;
    const struct vz_node *found = NULL;
    if (asking->language) {
        return find_element(root, "translation", "lang", asking->language);
    }
    const struct vz_node *at = root->first_child;
    for (; at; at = vz_node_following(at, root)) {
        if (is_element(at, "translation")) {
            const char *mark = attribute_of(at, "default");
            if (mark && strcmp(mark, "false()") != 0) {
                return at;
            }
            found = found ? found : at;
        }
    }
    return found;
}

static void append_string(const struct vz_node *node, struct vz_strbuf *out) {
    const struct vz_node *at = node->first_child;
    vz_strbuf_clear(out);
    for (; at; at = at->next) {
        if (at->kind == VZ_NODE_TEXT) {
            vz_strbuf_append(out, vz_node_text(at));
        }
    }
    vz_strbuf_append(out, node->first_child ? "" : vz_node_text(node));
}

static const char *find_itext(void *userdata, const char *id) {
    struct asking *asking = userdata;
    const struct vz_node *at = translation(asking);
    at = at ? find_element(at, "text", "id", id) : NULL;
    at = at ? find_element(at, "value", "form", NULL) : NULL;
    if (!at) {
        return NULL;
    }
    append_string(at, &asking->itext);
    return vz_strbuf_text(&asking->itext);
}

// ----------------------------------------------------------- expressions

struct place {
    const struct vz_node *root, *node;
};

static const struct vz_xpath_expr *compile(struct asking *asking,
                                           struct vz_arena *arena,
                                           const char *text, bool plain,
                                           struct vz_error *error) {
    struct vz_xpath_scope scope = {
        .arena = arena,
        .names = &asking->document.names,
        .prefixes = asking->prefixes,
        .n_prefixes = asking->n_prefixes,
        .plain = plain,
    };
    return vz_xpath_compile(&scope, text, error);
}

static const char *find_choice_name(void *userdata, const char *value,
                                    const struct vz_node *question);

static struct vz_xpath_host host_of(struct asking *asking) {
    return (struct vz_xpath_host){.userdata = asking,
                                  .instance = find_instance,
                                  .itext = find_itext,
                                  .choice_name = find_choice_name};
}

static bool evaluate(struct asking *asking, const struct vz_xpath_expr *expr,
                     const struct place *place, struct vz_xpath_value *value) {
    struct vz_xpath_host host = host_of(asking);
    struct vz_xpath_context context = {
        .node = place->node, .document = place->root, .host = &host};
    return vz_xpath_eval(expr, &context, value);
}

// The first node of a path, NULL when there is none.
static const struct vz_node *first_of(struct asking *asking, const char *path,
                                      const struct vz_node *root, bool plain) {
    struct vz_arena arena = {0};
    struct vz_error error = {0};
    struct vz_xpath_value value = {0};
    struct place place = {root, root};
    const struct vz_xpath_expr *expr =
        compile(asking, &arena, path, plain, &error);
    const struct vz_node *found = NULL;
    if (expr && evaluate(asking, expr, &place, &value) &&
        value.type == VZ_XPATH_NODESET && value.n_nodes) {
        found = value.nodes[0];
    }
    vz_xpath_value_finish(&value);
    vz_arena_finish(&arena);
    return found;
}

// A path to a node of the whole document, or below the root that was given.
// Names as they are written will do, whatever default namespace they are in.
static const struct vz_node *locate(struct asking *asking, const char *path,
                                    const struct vz_node *root) {
    const struct vz_node *whole = asking->document.root;
    for (int i = 0; i < 4; i++) {
        const struct vz_node *found =
            first_of(asking, path, i & 1 ? root : whole, i < 2);
        if (found) {
            return found;
        }
    }
    return NULL;
}

// ---------------------------------------------------------- choice names

// The text of an expression at a node, "" when it has none.
static void text_at(struct asking *asking, const char *text,
                    const struct vz_node *node, struct vz_strbuf *out) {
    struct vz_arena arena = {0};
    struct vz_error error = {0};
    struct vz_xpath_host host = host_of(asking);
    struct vz_xpath_context context = {
        .node = node, .document = asking->root, .host = &host};
    const struct vz_xpath_expr *expr =
        compile(asking, &arena, text, true, &error);
    char *made = NULL;
    vz_strbuf_clear(out);
    if (expr && vz_xpath_eval_string(expr, &context, &made)) {
        vz_strbuf_append(out, made);
    }
    free(made);
    vz_arena_finish(&arena);
}

static const struct vz_node *child_of(const struct vz_node *node,
                                      const char *name) {
    const struct vz_node *at = node->first_child;
    while (at && !is_element(at, name)) {
        at = at->next;
    }
    return at;
}

// What <value> or <label> says: by its ref at the node, or its own text.
static void said_by(struct asking *asking, const struct vz_node *parent,
                    const char *name, const struct vz_node *node,
                    struct vz_strbuf *out) {
    const struct vz_node *at = child_of(parent, name);
    const char *ref = at ? attribute_of(at, "ref") : NULL;
    vz_strbuf_clear(out);
    if (ref) {
        text_at(asking, ref, node, out);
    } else if (at) {
        append_string(at, out);
    }
}

// Whether the choice that an <item>, or an <itemset> at a node, stands for has
// this value; then its label is in asking->label.
static bool is_choice(struct asking *asking, const struct vz_node *item,
                      const struct vz_node *node, const char *value) {
    struct vz_strbuf its = {0};
    said_by(asking, item, "value", node, &its);
    bool same = !strcmp(vz_strbuf_text(&its), value);
    vz_strbuf_finish(&its);
    if (same) {
        said_by(asking, item, "label", node, &asking->label);
    }
    return same;
}

static bool find_in_itemset(struct asking *asking, const struct vz_node *set,
                            const struct vz_node *question, const char *value) {
    const char *nodeset = attribute_of(set, "nodeset");
    struct vz_arena arena = {0};
    struct vz_error error = {0};
    struct vz_xpath_value rows = {0};
    struct place place = {asking->root, question};
    const struct vz_xpath_expr *expr =
        nodeset ? compile(asking, &arena, nodeset, true, &error) : NULL;
    bool found = false;
    if (expr && evaluate(asking, expr, &place, &rows)) {
        for (size_t i = 0; i < rows.n_nodes && !found; i++) {
            found = is_choice(asking, set, rows.nodes[i], value);
        }
    }
    vz_xpath_value_finish(&rows);
    vz_arena_finish(&arena);
    return found;
}

// The path that a control's ref is: without the positions of repeats.
static void append_ref(const struct asking *asking, const struct vz_node *node,
                       struct vz_strbuf *out) {
    if (node->parent && node != asking->root && node->kind == VZ_NODE_ELEMENT) {
        append_ref(asking, node->parent, out);
        vz_strbuf_printf(out, "/%s", node->name);
    }
}

static const struct vz_node *find_control(const struct asking *asking,
                                          const char *ref) {
    static const char *const names[] = {"select1", "select", "rank"};
    const struct vz_node *found = NULL;
    for (size_t i = 0; !found && i < sizeof(names) / sizeof(*names); i++) {
        found = find_element(asking->document.root, names[i], "ref", ref);
    }
    return found;
}

static const char *find_choice_name(void *userdata, const char *value,
                                    const struct vz_node *question) {
    struct asking *asking = userdata;
    struct vz_strbuf ref = {0};
    append_ref(asking, question, &ref);
    const struct vz_node *control = find_control(asking, vz_strbuf_text(&ref));
    vz_strbuf_finish(&ref);
    const struct vz_node *at = control ? control->first_child : NULL;
    bool found = false;
    for (; at && !found; at = at->next) {
        found = is_element(at, "item")
                    ? is_choice(asking, at, question, value)
                    : is_element(at, "itemset") &&
                          find_in_itemset(asking, at, question, value);
    }
    return found ? vz_strbuf_text(&asking->label) : NULL;
}

// --------------------------------------------------------------- answers

static json_t *failure(struct asking *asking, const char *message) {
    json_t *object = json_object();
    asking->failed = true;
    json_object_set_new(object, "error", json_string(message));
    return object;
}

static json_t *number_of(double number) {
    if (isnan(number)) {
        return json_string("NaN");
    }
    if (isinf(number)) {
        return json_string(number > 0 ? "Infinity" : "-Infinity");
    }
    bool whole = number == floor(number) && fabs(number) < 9e15;
    return whole && !(number == 0 && signbit(number))
               ? json_integer((json_int_t)number)
               : json_real(number);
}

static json_t *nodes_of(const struct vz_xpath_value *value) {
    json_t *list = json_array();
    for (size_t i = 0; i < value->n_nodes; i++) {
        struct vz_strbuf path = {0};
        vz_xml_document_path(value->nodes[i], &path);
        json_array_append_new(list, json_string(vz_strbuf_text(&path)));
        vz_strbuf_finish(&path);
    }
    return list;
}

enum wanted {
    AS_STRING,
    AS_NUMBER,
    AS_BOOLEAN,
    AS_NODES,
    AS_ITSELF,
};

static enum wanted natural(enum vz_xpath_type type) {
    switch (type) {
    case VZ_XPATH_NUMBER:
        return AS_NUMBER;
    case VZ_XPATH_BOOLEAN:
        return AS_BOOLEAN;
    case VZ_XPATH_NODESET:
        return AS_NODES;
    default:
        return AS_STRING;
    }
}

static json_t *convert(const struct vz_xpath_expr *expr,
                       const struct vz_xpath_context *context,
                       enum wanted wanted) {
    double number;
    bool truth;
    char *text = NULL;
    json_t *made = NULL;
    if (wanted == AS_NUMBER) {
        return vz_xpath_eval_number(expr, context, &number) ? number_of(number)
                                                            : NULL;
    }
    if (wanted == AS_BOOLEAN) {
        return vz_xpath_eval_boolean(expr, context, &truth)
                   ? json_boolean(truth)
                   : NULL;
    }
    if (vz_xpath_eval_string(expr, context, &text)) {
        made = json_string(text ? text : "");
    }
    free(text);
    return made;
}

// The value as the type that is wanted; NULL with an error.
static json_t *value_of(struct asking *asking, const struct vz_xpath_expr *expr,
                        const struct place *place, enum wanted wanted,
                        struct vz_error *error) {
    struct vz_xpath_host host = host_of(asking);
    struct vz_xpath_context context = {.node = place->node,
                                       .document = place->root,
                                       .host = &host,
                                       .error = error};
    if (wanted != AS_ITSELF && wanted != AS_NODES) {
        return convert(expr, &context, wanted);
    }
    struct vz_xpath_value value = {0};
    if (!vz_xpath_eval(expr, &context, &value)) {
        return NULL;
    }
    json_t *made = NULL;
    if (value.type == VZ_XPATH_NODESET) {
        made = nodes_of(&value);
    } else if (wanted == AS_NODES) {
        vz_error_set(error, VZ_INVALID, "the expression does not answer nodes");
    } else {
        made = convert(expr, &context, natural(value.type));
    }
    vz_xpath_value_finish(&value);
    return made;
}

static bool read_wanted(const char *name, enum wanted *wanted) {
    static const char *const names[] = {"string", "number", "boolean", "nodes"};
    *wanted = AS_ITSELF;
    for (size_t i = 0; name && i < sizeof(names) / sizeof(*names); i++) {
        if (!strcmp(names[i], name)) {
            *wanted = (enum wanted)i;
            return true;
        }
    }
    return name == NULL;
}

static json_t *answer_at(struct asking *asking, const char *text,
                         const struct place *place, enum wanted wanted) {
    struct vz_arena arena = {0};
    struct vz_error error = {0};
    const struct vz_xpath_expr *expr =
        compile(asking, &arena, text, true, &error);
    json_t *value = expr ? value_of(asking, expr, place, wanted, &error) : NULL;
    json_t *reply = value ? json_object() : failure(asking, error.message);
    if (value) {
        json_object_set_new(reply, "value", value);
    }
    vz_arena_finish(&arena);
    return reply;
}

static const char *text_of(const json_t *line, const char *key) {
    return json_string_value(json_object_get(line, key));
}

static json_t *reply_to(struct asking *asking, const json_t *line) {
    const char *doc = text_of(line, "doc");
    const char *expr = text_of(line, "expr");
    const char *root = text_of(line, "root");
    const char *context = text_of(line, "context");
    struct vz_error error = {0};
    enum wanted wanted;
    if (!expr) {
        return failure(asking, "a line must be one JSON object with an expr");
    }
    if (!read_wanted(text_of(line, "as"), &wanted)) {
        return failure(asking, "as is string, number, boolean or nodes");
    }
    if (!read_document(asking, doc ? doc : "<nothing/>", &error)) {
        return failure(asking, error.message);
    }
    asking->language = text_of(line, "language");
    const struct vz_node *whole = asking->document.root;
    struct place place = {.root = root ? locate(asking, root, whole) : whole};
    if (!place.root) {
        return failure(asking, "the document has no such root");
    }
    asking->root = place.root;
    place.node = context ? locate(asking, context, place.root) : place.root;
    return place.node
               ? answer_at(asking, expr, &place, wanted)
               : failure(asking, "the document has no such context node");
}

static char *answer(void *userdata, const char *text, size_t len) {
    json_t *line = json_loadb(text, len, 0, NULL);
    json_t *reply = reply_to(userdata, line);
    char *out = json_dumps(reply, JSON_COMPACT);
    json_decref(reply);
    json_decref(line);
    return out;
}

int vz_tool_xpath(const struct vz_tool_options *options) {
    struct asking asking = {0};
    if (!vz_tool_set_clock(options)) {
        return VZ_EXIT_USAGE;
    }
    bool ok = vz_tool_each_line(answer, &asking);
    forget_document(&asking);
    vz_strbuf_finish(&asking.itext);
    vz_strbuf_finish(&asking.label);
    return ok && (options->batch || !asking.failed) ? VZ_EXIT_OK
                                                    : VZ_EXIT_FAILURE;
}
