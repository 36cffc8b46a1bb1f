#include "form/xpath/node.h"

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static void test_interning(void **state) {
    struct vz_names names = {0};
    assert_null(vz_names_find(&names, "a"));
    const char *a = vz_names_intern(&names, "a");
    assert_string_equal(a, "a");
    assert_ptr_equal(vz_names_intern_n(&names, "abc", 1), a);
    assert_ptr_equal(vz_names_find(&names, "a"), a);
    assert_null(vz_names_find(&names, "ab"));
    // Pointers stay while the table grows.
    for (int i = 0; i < 2000; i++) {
        char text[16];
        snprintf(text, sizeof(text), "n%d", i);
        assert_non_null(vz_names_intern(&names, text));
    }
    assert_ptr_equal(vz_names_intern(&names, "a"), a);
    assert_int_equal(names.n, 2001);
    vz_names_finish(&names);
    vz_names_finish(&names);
}

static struct vz_node *add(struct vz_node *parent, const char *name) {
    struct vz_node *node = vz_node_create(VZ_NODE_ELEMENT, NULL, name);
    assert_non_null(node);
    vz_node_append_child(parent, node);
    return node;
}

// document > r > (a, b > (c, d), e), with attributes x and y on b.
struct sample {
    struct vz_node *document, *r, *a, *b, *c, *d, *e, *x, *y;
};

static const char n_a[] = "a", n_b[] = "b", n_c[] = "c", n_d[] = "d",
                  n_e[] = "e", n_r[] = "r", n_x[] = "x", n_y[] = "y",
                  uri[] = "urn:u";

static struct sample make_sample(void) {
    struct sample s;
    s.document = vz_node_create(VZ_NODE_DOCUMENT, NULL, NULL);
    assert_non_null(s.document);
    s.r = add(s.document, n_r);
    s.a = add(s.r, n_a);
    s.b = add(s.r, n_b);
    s.c = add(s.b, n_c);
    s.d = add(s.b, n_d);
    s.e = add(s.r, n_e);
    s.x = vz_node_create(VZ_NODE_ATTRIBUTE, NULL, n_x);
    s.y = vz_node_create(VZ_NODE_ATTRIBUTE, uri, n_y);
    vz_node_append_attribute(s.b, s.x);
    vz_node_append_attribute(s.b, s.y);
    return s;
}

static void test_order(void **state) {
    struct sample s = make_sample();
    struct vz_node *order[] = {s.document, s.r, s.a, s.b, s.x,
                               s.y,        s.c, s.d, s.e};
    for (size_t i = 0; i < 9; i++) {
        for (size_t j = 0; j < 9; j++) {
            assert_int_equal(vz_node_compare(order[i], order[j]),
                             i < j ? -1 : i > j);
        }
    }
    const struct vz_node *at = s.document;
    const struct vz_node *elements[] = {s.document, s.r, s.a, s.b,
                                        s.c,        s.d, s.e};
    for (size_t i = 0; i < 7; i++) {
        assert_ptr_equal(at, elements[i]);
        at = vz_node_following(at, s.document);
    }
    assert_null(at);
    assert_ptr_equal(vz_node_following(s.d, s.b), NULL);
    vz_node_destroy(s.document);
}

static void test_links(void **state) {
    struct sample s = make_sample();
    assert_ptr_equal(vz_node_child(s.b, n_d), s.d);
    assert_null(vz_node_child(s.b, n_a));
    assert_ptr_equal(vz_node_attribute(s.b, NULL, n_y), s.y);
    assert_ptr_equal(vz_node_attribute(s.b, uri, n_y), s.y);
    assert_null(vz_node_attribute(s.b, uri, n_x));
    vz_node_unlink(s.b);
    assert_ptr_equal(s.a->next, s.e);
    assert_ptr_equal(s.e->prev, s.a);
    vz_node_insert_child(s.r, s.b, s.a);
    assert_ptr_equal(s.r->first_child, s.b);
    vz_node_destroy(s.a);
    vz_node_destroy(s.e);
    assert_ptr_equal(s.r->last_child, s.b);
    vz_node_destroy(s.x);
    assert_ptr_equal(s.b->first_attribute, s.y);
    vz_node_destroy(s.document);
    vz_node_destroy(NULL);
}

static void test_values(void **state) {
    struct sample s = make_sample();
    assert_string_equal(vz_node_text(s.a), "");
    assert_true(vz_node_set_value(s.a, "told"));
    assert_string_equal(vz_node_text(s.a), "told");
    assert_true(vz_node_set_value(s.a, "again"));
    assert_true(vz_node_set_value(s.a, ""));
    assert_null(s.a->value);
    assert_true(vz_node_set_value(s.a, NULL));
    vz_node_destroy(s.document);
}

static void test_copy(void **state) {
    struct sample s = make_sample();
    vz_node_set_value(s.d, "4");
    vz_node_set_value(s.y, "attr");
    s.d->type = VZ_VALUE_INT;
    s.d->template = s.d;
    s.d->model = 7;
    s.d->own_irrelevant = true;
    s.d->seed = true;
    s.b->repeat = true;
    struct vz_node *copy = vz_node_copy(s.r);
    assert_non_null(copy);
    assert_null(copy->parent);
    struct vz_node *b = vz_node_child(copy, n_b);
    struct vz_node *d = vz_node_child(b, n_d);
    assert_true(b->repeat && d != s.d);
    assert_string_equal(vz_node_text(d), "4");
    assert_int_equal(d->type, VZ_VALUE_INT);
    assert_int_equal(d->model, 7);
    assert_ptr_equal(d->template, s.d);
    assert_false(d->own_irrelevant);
    assert_false(d->seed);
    assert_string_equal(vz_node_text(vz_node_attribute(b, uri, n_y)), "attr");
    assert_ptr_equal(copy->last_child->name, n_e);
    vz_node_destroy(s.document);
    vz_node_destroy(copy);
}

// A document as deep as it likes costs no stack.
static void test_deep(void **state) {
    struct vz_node *root = vz_node_create(VZ_NODE_ELEMENT, NULL, n_r);
    struct vz_node *at = root;
    for (int i = 0; i < 200000; i++) {
        at = add(at, n_a);
    }
    assert_int_equal(vz_node_compare(root, at), -1);
    struct vz_node *copy = vz_node_copy(root);
    assert_non_null(copy);
    vz_node_destroy(copy);
    vz_node_destroy(root);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_interning), cmocka_unit_test(test_order),
        cmocka_unit_test(test_links),     cmocka_unit_test(test_values),
        cmocka_unit_test(test_copy),      cmocka_unit_test(test_deep),
    };
    return cmocka_run_group_tests_name("xpath node", tests, NULL, NULL);
}
