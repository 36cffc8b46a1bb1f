// A document that is no form has the whole data model of XPath 1.0: every
// node that libxml2 answers, in its order.
#include "form/xpath/xml_document.h"

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>
#include <libxml/parser.h>
#include <libxml/xpath.h>
#include <libxml/xpathInternals.h>

static const char source[] =
    "<?style sheet?><!-- before -->"
    "<r xmlns='urn:d' xmlns:p='urn:p' xml:lang='en'>lead"
    "<a xmlns='' k='1' p:k='2'>one<!--in--> and <![CDATA[<two>]]> three</a>"
    "<p:a k='3'>x<b/>y<b>z</b><?go fast?><?stop?></p:a>"
    "<c><p:d xml:id='i1'>4</p:d> <p:d xml:id='i2'>5</p:d>\n</c>"
    "<q:e xmlns:q='urn:p' xmlns=''><f>i1 i2</f><f/></q:e>"
    "tail</r><!-- after --><?end?>";

static const char *const expressions[] = {
    "/node()",
    "/comment()",
    "/processing-instruction()",
    "/processing-instruction('end')",
    "//node()",
    "//text()",
    "//a/text()",
    "//a/text()[2]",
    "//a/node()",
    "//comment()",
    "//a/comment()/following-sibling::node()",
    "//a/comment()/preceding-sibling::text()",
    "//processing-instruction()",
    "//processing-instruction('go')",
    "//processing-instruction('none')",
    "name(//processing-instruction('go'))",
    "string(//processing-instruction('go'))",
    "string(//comment())",
    "string(//a)",
    "string(/)",
    "string(//p:a)",
    "string(//a/text()[2])",
    "//p:a/text()",
    "//p:a/d:b[2]/text()",
    "//p:a/d:b[1]/text()",
    "count(//p:a/node())",
    "//p:a/node()[3]",
    "//p:a/node()[last()]",
    "//p:a/d:b/following-sibling::node()",
    "//p:a/d:b/preceding-sibling::node()[1]",
    "//text()/..",
    "//text()//text()",
    "/descendant::text()//node()",
    "//text()/parent::a",
    "//a/text()/following::text()",
    "//p:d/preceding::text()[1]",
    "//p:d/preceding::node()",
    "//d:b/ancestor-or-self::node()",
    "//text()/self::text()",
    "//text()/self::node()",
    "//comment()/self::comment()",
    "//d:b | //text() | //@k | //comment()",
    "//processing-instruction() | //text()[. = 'x']",
    // names: without a prefix, in no namespace
    "/r",
    "/d:r",
    "/*",
    "//a",
    "//p:a",
    "//d:*",
    "//p:*",
    "//b",
    "//d:b",
    "//d:c/*",
    "//p:e",
    "//p:e/f",
    "//f",
    "//@k",
    "//@p:k",
    "//@*",
    "//@p:*",
    "//a/@node()",
    "//a/@*/..",
    "//a/@k/preceding::node()",
    "name(//p:e)",
    "local-name(//p:e)",
    "namespace-uri(//p:e)",
    "namespace-uri(//@p:k)",
    "namespace-uri(//@k)",
    "name(/d:r/@xml:lang)",
    "lang('en')",
    "//p:d[lang('en')]",
    // ids
    "id('i1')",
    "id('i2 i1')",
    "id('none')",
    "id(//f)",
    "id('i1')/..",
    "count(id('i1') | id('i2'))",
    // namespaces: their order is nobody's business
    "count(/d:r/namespace::*)",
    "string(/d:r/namespace::p)",
    "name(/d:r/namespace::p)",
    "local-name(/d:r/namespace::p)",
    "string(//f[1]/namespace::q)",
    "count(//namespace::q)",
    "count(//namespace::p/..)",
    "count(/d:r/namespace::p | /d:r/@*)",
    "count(/d:r/attribute::p)",
    // conversions over text nodes
    "//p:d = 5",
    "//text() = 'tail'",
    "sum(//p:d)",
    "sum(//p:d/text())",
    "count(//text()[normalize-space()])",
    "//text()[contains(., 'three')]",
    "string-length(//a)",
    "boolean(//d:b/text())",
    "//p:a[d:b]",
    "//*[text()]",
    "//*[not(node())]",
    "//*[text() = 'x']",
    "(//text())[last()]",
    "(//text())[position() mod 2 = 0]",
    "//d:c/text()[2]",
    "/d:r/text()[1]",
    "/descendant-or-self::text()[3]",
    "//f[position() = last()]/preceding-sibling::f/text()",
};

static const struct {
    const char *prefix;
    const char *uri;
} prefixes[] = {{"d", "urn:d"}, {"p", "urn:p"}};

struct fixture {
    struct vz_xml_document document;
    struct vz_arena arena;
    xmlDoc *doc;
    xmlXPathContext *context;
};

static int set_up(void **state) {
    struct fixture *f = calloc(1, sizeof(*f));
    struct vz_error error = {0};
    if (f == NULL ||
        !vz_xml_document_parse(&f->document, source, strlen(source), &error)) {
        fprintf(stderr, "# %s\n", error.message);
        free(f);
        return -1;
    }
    f->doc = xmlReadMemory(source, (int)strlen(source), "r.xml", NULL,
                           XML_PARSE_NOCDATA);
    f->context = xmlXPathNewContext(f->doc);
    for (size_t i = 0; i < 2; i++) {
        xmlXPathRegisterNs(f->context, BAD_CAST prefixes[i].prefix,
                           BAD_CAST prefixes[i].uri);
    }
    *state = f;
    return 0;
}

static int tear_down(void **state) {
    struct fixture *f = *state;
    xmlXPathFreeContext(f->context);
    xmlFreeDoc(f->doc);
    vz_arena_finish(&f->arena);
    vz_xml_document_finish(&f->document);
    free(f);
    return 0;
}

static void describe(struct vz_strbuf *out, char kind, const char *name,
                     const char *text) {
    vz_strbuf_printf(out, "%c %s '%s'; ", kind, name ? name : "", text);
}

static void describe_theirs(struct vz_strbuf *out, xmlNode *node) {
    static const char kinds[] = {
        [XML_ELEMENT_NODE] = 'e',  [XML_ATTRIBUTE_NODE] = 'a',
        [XML_TEXT_NODE] = 't',     [XML_CDATA_SECTION_NODE] = 't',
        [XML_COMMENT_NODE] = 'c',  [XML_PI_NODE] = 'i',
        [XML_DOCUMENT_NODE] = 'd', [XML_NAMESPACE_DECL] = 'n',
    };
    bool named = node->type == XML_ELEMENT_NODE ||
                 node->type == XML_ATTRIBUTE_NODE || node->type == XML_PI_NODE;
    xmlChar *text = xmlXPathCastNodeToString(node);
    describe(out, kinds[node->type], named ? (const char *)node->name : NULL,
             (const char *)text);
    xmlFree(text);
}

static char *ask_libxml(struct fixture *f, const char *expression) {
    f->context->node = (xmlNode *)f->doc;
    xmlXPathObject *result =
        xmlXPathEvalExpression(BAD_CAST expression, f->context);
    assert_non_null(result);
    struct vz_strbuf out = {0};
    if (result->type == XPATH_NODESET) {
        const xmlNodeSet *set = result->nodesetval;
        for (int i = 0; set != NULL && i < set->nodeNr; i++) {
            describe_theirs(&out, set->nodeTab[i]);
        }
    } else {
        xmlChar *text = xmlXPathCastToString(result);
        vz_strbuf_append(&out, (const char *)text);
        xmlFree(text);
    }
    xmlXPathFreeObject(result);
    return vz_strbuf_take(&out);
}

static const struct vz_xpath_expr *
compile(struct fixture *f, const char *expression, struct vz_error *error) {
    struct vz_xpath_prefix known[] = {
        {"d", "urn:d"},
        {"p", "urn:p"},
        {"xml", "http://www.w3.org/XML/1998/namespace"}};
    struct vz_xpath_scope scope = {.arena = &f->arena,
                                   .names = &f->document.names,
                                   .prefixes = known,
                                   .n_prefixes = 3,
                                   .plain = true};
    return vz_xpath_compile(&scope, expression, error);
}

static void describe_ours(struct fixture *f, struct vz_strbuf *out,
                          const struct vz_node *node) {
    static const char kinds[] = {
        [VZ_NODE_ELEMENT] = 'e',     [VZ_NODE_ATTRIBUTE] = 'a',
        [VZ_NODE_TEXT] = 't',        [VZ_NODE_COMMENT] = 'c',
        [VZ_NODE_INSTRUCTION] = 'i', [VZ_NODE_DOCUMENT] = 'd',
        [VZ_NODE_NAMESPACE] = 'n',
    };
    struct vz_xpath_context context = {.node = node};
    char *text = NULL;
    assert_true(vz_xpath_eval_string(compile(f, ".", NULL), &context, &text));
    describe(out, kinds[node->kind],
             node->kind == VZ_NODE_NAMESPACE ? NULL : node->name, text);
    free(text);
}

static char *ask_ours(struct fixture *f, const char *expression) {
    struct vz_error error = {0};
    const struct vz_xpath_expr *expr = compile(f, expression, &error);
    if (expr == NULL) {
        return strdup(error.message);
    }
    struct vz_xpath_context context = {.node = f->document.root,
                                       .document = f->document.root};
    struct vz_xpath_value value;
    assert_true(vz_xpath_eval(expr, &context, &value));
    struct vz_strbuf out = {0};
    if (value.type == VZ_XPATH_NODESET) {
        for (size_t i = 0; i < value.n_nodes; i++) {
            describe_ours(f, &out, value.nodes[i]);
        }
    } else {
        char *text = NULL;
        assert_true(vz_xpath_eval_string(expr, &context, &text));
        vz_strbuf_append(&out, text);
        free(text);
    }
    vz_xpath_value_finish(&value);
    return vz_strbuf_take(&out);
}

static void test_oracle(void **state) {
    bool ok = true;
    for (size_t i = 0; i < sizeof(expressions) / sizeof(*expressions); i++) {
        char *wanted = ask_libxml(*state, expressions[i]);
        char *ours = ask_ours(*state, expressions[i]);
        if (strcmp(wanted, ours) != 0) {
            fprintf(stderr, "# %s\n#   libxml2: %s\n#   ours:    %s\n",
                    expressions[i], wanted, ours);
            ok = false;
        }
        free(wanted);
        free(ours);
    }
    assert_true(ok);
}

// The path that is printed for a node leads back to it, and only to it.
static void check_path(struct fixture *f, const struct vz_node *node) {
    struct vz_strbuf path = {0};
    struct vz_xpath_context context = {.node = f->document.root};
    struct vz_xpath_value value;
    vz_xml_document_path(node, &path);
    const struct vz_xpath_expr *expr = compile(f, path.data, NULL);
    if (expr != NULL) { // a default namespace has no prefix to say it with
        assert_true(vz_xpath_eval(expr, &context, &value));
        if (value.n_nodes > 0) {
            assert_int_equal(value.n_nodes, 1);
            assert_ptr_equal(value.nodes[0], node);
        }
        vz_xpath_value_finish(&value);
    }
    vz_strbuf_finish(&path);
}

static void assert_path(struct fixture *f, const char *expression,
                        const char *wanted) {
    struct vz_xpath_context context = {.node = f->document.root};
    struct vz_xpath_value value;
    struct vz_strbuf path = {0};
    assert_true(vz_xpath_eval(compile(f, expression, NULL), &context, &value));
    assert_int_equal(value.n_nodes, 1);
    vz_xml_document_path(value.nodes[0], &path);
    assert_string_equal(path.data, wanted);
    vz_strbuf_finish(&path);
    vz_xpath_value_finish(&value);
}

static void test_paths(void **state) {
    struct fixture *f = *state;
    const struct vz_node *root = f->document.root;
    for (const struct vz_node *at = root; at != NULL;
         at = vz_node_following(at, root)) {
        check_path(f, at);
        for (const struct vz_node *attr = at->first_attribute; attr != NULL;
             attr = attr->next) {
            check_path(f, attr);
        }
    }
    assert_path(f, "/", "/");
    assert_path(f, "//a/text()[2]", "/r/a/text()[2]");
    assert_path(f, "//a/@p:k", "/r/a/@p:k");
    assert_path(f, "//p:a/d:b[2]/text()", "/r/p:a/b[2]/text()");
    assert_path(f, "//comment()[. = 'in']", "/r/a/comment()");
    assert_path(f, "//processing-instruction('go')",
                "/r/p:a/processing-instruction('go')");
    assert_path(f, "/d:r/namespace::p", "/r/namespace::p");
}

static void test_prefixes(void **state) {
    const struct fixture *f = *state;
    assert_int_equal(f->document.n_prefixes, 3);
    assert_string_equal(f->document.prefixes[0].prefix, "p");
    assert_string_equal(f->document.prefixes[0].uri, "urn:p");
    assert_string_equal(f->document.prefixes[1].prefix, "xml");
    assert_string_equal(f->document.prefixes[2].prefix, "q");
}

// Where libxml2 leaves the specification: xmlns="" is no namespace, and what
// is in an element follows its attributes and namespaces.
static void test_specification(void **state) {
    struct fixture *f = *state;
    static const char *const cases[][2] = {
        {"count(//a/namespace::*)", "2"},
        {"count(//p:e/namespace::*)", "3"},
        {"count(//f[1]/namespace::node())", "3"},
        {"count(//a/@k/following::node())", "25"},
        {"count(/d:r/namespace::p/following::a)", "1"},
        {"//a/@k/following::text()[1]", "one"},
    };
    struct vz_xpath_context context = {.node = f->document.root};
    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
        char *text = NULL;
        assert_true(vz_xpath_eval_string(compile(f, cases[i][0], NULL),
                                         &context, &text));
        assert_string_equal(text, cases[i][1]);
        free(text);
    }
}

// `/` may mean a node somewhere in the document.
static void test_given_root(void **state) {
    struct fixture *f = *state;
    struct vz_xpath_context context = {.node = f->document.root};
    struct vz_xpath_value value;
    assert_true(vz_xpath_eval(compile(f, "//p:e", NULL), &context, &value));
    context = (struct vz_xpath_context){.node = value.nodes[0],
                                        .document = value.nodes[0]};
    static const char *const counts[][2] = {
        {"count(/f)", "2"},
        {"count(//f)", "2"},
        {"name(/)", "q:e"},
        {"count(//p:d)", "0"},
        {"count(/..)", "0"},
        {"/f", "i1 i2"},
        {"count(/f[1]/ancestor::*)", "1"},
        {"count(/f[1]/ancestor-or-self::node())", "2"},
        {"count(/f[1]/following::node())", "1"},
        {"count(/f[2]/preceding::node())", "2"},
        {"count(/following-sibling::node())", "0"},
        {"count(/preceding-sibling::node())", "0"},
        {"count(/following::node() | /preceding::node())", "0"},
        {"count(/f/../..)", "0"},
        {"count(//*)", "2"},
        {"count(/*)", "2"},
    };
    for (size_t i = 0; i < sizeof(counts) / sizeof(*counts); i++) {
        char *text = NULL;
        assert_true(vz_xpath_eval_string(compile(f, counts[i][0], NULL),
                                         &context, &text));
        assert_string_equal(text, counts[i][1]);
        free(text);
    }
    vz_xpath_value_finish(&value);
}

static void test_refuses(void **state) {
    static const struct {
        const char *xml;
        enum vz_status status;
    } cases[] = {
        {"<a>", VZ_SYNTAX},
        {"", VZ_SYNTAX},
        {"<a b='1' b='2'/>", VZ_SYNTAX},
        {"<!DOCTYPE a [<!ENTITY x 'y'>]><a>&x;</a>", VZ_INVALID},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
        struct vz_xml_document document;
        struct vz_error error = {0};
        assert_false(vz_xml_document_parse(&document, cases[i].xml,
                                           strlen(cases[i].xml), &error));
        assert_int_equal(error.status, cases[i].status);
        vz_xml_document_finish(&document);
    }
}

int main(void) {
    setenv("TZ", "MST7", 1);
    tzset();
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_oracle),   cmocka_unit_test(test_paths),
        cmocka_unit_test(test_prefixes), cmocka_unit_test(test_given_root),
        cmocka_unit_test(test_refuses),  cmocka_unit_test(test_specification),
    };
    return cmocka_run_group_tests_name("xml document", tests, set_up,
                                       tear_down);
}
