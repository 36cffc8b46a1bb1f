/*
 * Expressions: compiles and evaluates whatever comes.
 *
 * The input is an expression, then a line feed and a document for it; without
 * one, a small document is used. Every expression is also compiled for a form
 * and evaluated in it.
 */
#include "base/clock.h"
#include "form/xpath/xml_document.h"
#include "support/xpath_tree.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define XPATH_MAX_TEXT 2000

static const char xpath_default[] =
    "<r xmlns:p='urn:p' xml:lang='en'><a k='1'>one<!--c-->two</a><a k='2'/>"
    "<p:b><c>2024-01-31</c><c>4</c><?pi x?></p:b><d xml:id='i'>1 2 3</d></r>";

static const char xpath_form[] =
    "<data id='f'><a test-type='int'>7</a><b>x y</b><d test-type='date'>"
    "2024-02-29</d><g><in>1</in></g><p>52 4 0 0;52.1 4;52 4.1</p>"
    "<r><n>1</n><s><t>a</t></s><s><t>b</t></s></r><r><n>2</n></r>"
    "<gone test-irrelevant='1'>z</gone><e/></data>";

static double fixed_random(void *userdata) {
    return 0.5;
}

static const char *text_of(void *userdata, const char *id) {
    return "text";
}

static const struct vz_node *instance_of(void *userdata, const char *id) {
    return strcmp(id, "none") == 0 ? NULL : userdata;
}

// All conversions of one expression.
static void evaluate(const struct vz_xpath_expr *expr,
                     const struct vz_xpath_context *context) {
    struct vz_xpath_value value;
    char *text = NULL;
    double number;
    bool truth;
    if (vz_xpath_eval(expr, context, &value)) {
        vz_xpath_value_finish(&value);
    }
    if (vz_xpath_eval_string(expr, context, &text)) {
        free(text);
    }
    if (vz_xpath_eval_typed(expr, context, VZ_VALUE_DATETIME, &text)) {
        free(text);
    }
    vz_xpath_eval_number(expr, context, &number);
    vz_xpath_eval_boolean(expr, context, &truth);
}

// The two trees that every input meets, made once and again when their names
// and arenas have grown. Only this process, one input at a time, uses them.
struct xpath_trees {
    bool made;
    unsigned n_runs;
    struct vz_xml_document document;
    struct xpath_tree form;
};

#define XPATH_RUNS 500

static struct xpath_trees *xpath_trees(void) {
    static struct xpath_trees trees;
    if (trees.made && ++trees.n_runs % XPATH_RUNS == 0) {
        vz_xml_document_finish(&trees.document);
        xpath_tree_finish(&trees.form);
        trees.made = false;
    }
    if (!trees.made) {
        trees.made = vz_xml_document_parse(&trees.document, xpath_default,
                                           strlen(xpath_default), NULL) &&
                     xpath_tree_init(&trees.form, xpath_form);
    }
    if (!trees.made) {
        abort();
    }
    return &trees;
}

static void run_in_document(const char *text,
                            struct vz_xml_document *document) {
    struct vz_arena arena = {0};
    struct vz_xpath_host host = {.userdata = document->root->first_child,
                                 .random = fixed_random,
                                 .instance = instance_of};
    struct vz_xpath_scope scope = {.arena = &arena,
                                   .names = &document->names,
                                   .prefixes = document->prefixes,
                                   .n_prefixes = document->n_prefixes,
                                   .plain = true};
    struct vz_xpath_context context = {
        .node = document->root, .document = document->root, .host = &host};
    const struct vz_xpath_expr *expr = vz_xpath_compile(&scope, text, NULL);
    if (expr != NULL) {
        evaluate(expr, &context);
        context.node = document->root->last_child;
        evaluate(expr, &context);
    }
    vz_arena_finish(&arena);
}

static void run_in_form(const char *text, struct xpath_tree *tree) {
    struct vz_xpath_host host = {.userdata = tree->instance->first_child,
                                 .random = fixed_random,
                                 .itext = text_of,
                                 .instance = instance_of};
    const struct vz_node *root = tree->instance->first_child;
    const struct vz_node *places[] = {tree->instance, root->first_child,
                                      root->last_child->prev->prev};
    for (size_t i = 0; i < 3; i++) {
        struct vz_error error = {0};
        const struct vz_xpath_expr *expr =
            xpath_tree_compile(tree, places[i], text, &error);
        struct vz_xpath_context context = {
            .node = places[i], .document = tree->instance, .host = &host};
        if (expr != NULL) {
            evaluate(expr, &context);
        } else if (error.message[0] == '\0') {
            abort(); // refused without a word to the author
        }
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    const uint8_t *line = size > 0 ? memchr(data, '\n', size) : NULL;
    size_t len = line != NULL ? (size_t)(line - data) : size;
    if (len > XPATH_MAX_TEXT) {
        return 0;
    }
    char text[XPATH_MAX_TEXT + 1];
    if (len > 0) {
        memcpy(text, data, len);
    }
    text[len] = '\0';
    vz_clock_freeze(1709644029250);
    if (line != NULL) {
        struct vz_xml_document document;
        if (vz_xml_document_parse(&document, (const char *)line + 1,
                                  size - len - 1, NULL)) {
            run_in_document(text, &document);
            vz_xml_document_finish(&document);
        }
    } else {
        struct xpath_trees *trees = xpath_trees();
        run_in_document(text, &trees->document);
        run_in_form(text, &trees->form);
    }
    vz_clock_thaw();
    return 0;
}
