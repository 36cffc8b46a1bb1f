/*
 * Choices of selects and ranks: <item> in the body, or <itemset> over a
 * nodeset.
 */
#include "form_loader.h"

#include <ctype.h>
#include <string.h>

static bool load_item(struct vz_loader *loader, const struct vz_xml *xml,
                      struct vz_item *item, const struct vz_node *node,
                      const char *place) {
    const struct vz_xml *value = vz_xml_child(xml, "value");
    const struct vz_xml *label = vz_xml_child(xml, "label");
    item->value = value ? vz_xml_text(loader, value) : "";
    if (!item->value) {
        return false;
    }
    return !label || vz_load_caption(loader, label, node, place, &item->label);
}

static bool load_items(struct vz_loader *loader, const struct vz_xml *xml,
                       struct vz_element *element, const struct vz_node *node,
                       const char *place) {
    size_t n = 0;
    const struct vz_xml *at = vz_xml_first(xml);
    for (; at; at = vz_xml_next(at)) {
        n += vz_xml_is(at, "item");
    }
    if (n == 0) {
        return true;
    }
    element->items =
        vz_arena_alloc_array(&loader->form->arena, n, sizeof(struct vz_item));
    if (!element->items) {
        return vz_loader_nomem(loader);
    }
    for (at = vz_xml_first(xml); at; at = vz_xml_next(at)) {
        if (!vz_xml_is(at, "item")) {
            continue;
        }
        if (!load_item(loader, at, &element->items[element->n_items], node,
                       place)) {
            return false;
        }
        element->n_items++;
    }
    return true;
}

// Paths inside an item are not those of the primary instance: not bound.
static const struct vz_xpath_expr *
compile_in_item(struct vz_loader *loader, const char *text, const char *place) {
    struct vz_form *form = loader->form;
    struct vz_xpath_scope scope = {
        .arena = &form->arena,
        .names = &form->names,
        .prefixes = form->prefixes,
        .n_prefixes = form->n_prefixes,
    };
    struct vz_error cause = {0};
    const struct vz_xpath_expr *expr = vz_xpath_compile(&scope, text, &cause);
    if (!expr && cause.status == VZ_NOMEM) {
        vz_loader_nomem(loader);
    } else if (!expr) {
        vz_error_set(loader->error, VZ_INVALID, "%s, itemset: %s", place,
                     cause.message);
    }
    return expr;
}

static const char *skip_space(const char *text) {
    while (isspace((unsigned char)*text)) {
        text++;
    }
    return text;
}

// The inside of jr:itext( ... ), or NULL.
static const char *itext_argument(struct vz_loader *loader, const char *ref) {
    static const char function[] = "jr:itext(";
    ref = skip_space(ref);
    const char *close = strrchr(ref, ')');
    if (strncmp(ref, function, sizeof(function) - 1) != 0 || !close) {
        return NULL;
    }
    const char *start = ref + sizeof(function) - 1;
    const char *text =
        vz_arena_strndup(&loader->form->arena, start, (size_t)(close - start));
    if (!text) {
        vz_loader_nomem(loader);
    }
    return text;
}

static const char *plain_name(const char *text) {
    for (const char *at = text; *at; at++) {
        if (!isalnum((unsigned char)*at) && !strchr("_-.", *at)) {
            return NULL;
        }
    }
    return text;
}

static bool compile_label(struct vz_loader *loader, const char *ref,
                          const char *place, struct vz_itemset *itemset) {
    const char *id = itext_argument(loader, ref);
    if (vz_loader_failed(loader)) {
        return false;
    }
    itemset->label_column = plain_name(id ? id : ref);
    const struct vz_xpath_expr *expr =
        compile_in_item(loader, id ? id : ref, place);
    if (id) {
        itemset->label_id = expr;
    } else {
        itemset->label = expr;
    }
    return expr != NULL;
}

// The nodeset without predicates and without randomize(): the whole list.
static void strip_filter(const char *text, struct vz_strbuf *out) {
    static const char function[] = "randomize(";
    text = skip_space(text);
    bool shuffled = !strncmp(text, function, sizeof(function) - 1);
    text = shuffled ? text + sizeof(function) - 1 : text;
    int brackets = 0;
    int parentheses = 0;
    char quote = 0;
    for (; *text; text++) {
        if (quote) {
            quote = *text == quote ? 0 : quote;
        } else if (*text == '\'' || *text == '"') {
            quote = *text;
        }
        brackets += !quote && *text == '[';
        parentheses += !quote && *text == '(';
        parentheses -= !quote && *text == ')';
        bool ends = shuffled && !quote && !brackets &&
                    (parentheses < 0 || (!parentheses && *text == ','));
        if (ends) {
            return;
        }
        if (!brackets) {
            vz_strbuf_append_char(out, *text);
        }
        brackets -= !quote && *text == ']' && brackets > 0;
    }
}

static bool compile_whole_list(struct vz_loader *loader, const char *nodeset,
                               const struct vz_node *node, const char *place,
                               struct vz_itemset *itemset) {
    struct vz_strbuf stripped = {0};
    strip_filter(nodeset, &stripped);
    const char *text = skip_space(vz_strbuf_text(&stripped));
    bool ok = !stripped.failed || vz_loader_nomem(loader);
    if (ok && !strncmp(text, "instance(", 9)) {
        itemset->all =
            vz_form_compile(loader->form, node, text, place, loader->error);
        ok = itemset->all != NULL;
    }
    vz_strbuf_finish(&stripped);
    return ok;
}

static void note_reference(const struct vz_node *node, void *userdata) {
    bool *reads = userdata;
    *reads = true;
}

static const struct vz_node *find_instance(void *userdata, const char *id) {
    return vz_form_instance(userdata, id);
}

// Compiles the outputs inside the texts of choices, for this question.
static bool use_item_texts(struct vz_loader *loader,
                           const struct vz_itemset *itemset,
                           const struct vz_node *node, const char *place) {
    struct vz_form *form = loader->form;
    struct vz_xpath_host host = {.userdata = form, .instance = find_instance};
    struct vz_xpath_context context = {
        .node = node, .document = form->document, .host = &host};
    struct vz_xpath_value items = {0};
    const char *column = vz_names_intern(&form->names, itemset->label_column);
    if (!column || !vz_xpath_eval(itemset->all, &context, &items)) {
        return vz_loader_nomem(loader);
    }
    bool ok = true;
    for (size_t i = 0; ok && i < items.n_nodes; i++) {
        const struct vz_node *id = vz_node_child(items.nodes[i], column);
        const struct vz_itext *text =
            id ? vz_form_find_itext(form, vz_node_text(id)) : NULL;
        if (text && text->has_outputs && !text->compiled) {
            ok = vz_form_use_itext(form, text->id, node, place,
                                   loader->error) != NULL;
        }
    }
    vz_xpath_value_finish(&items);
    return ok;
}

static bool load_itemset(struct vz_loader *loader, const struct vz_xml *xml,
                         struct vz_element *element, const struct vz_node *node,
                         const char *place) {
    const char *nodeset = vz_xml_attribute(loader, xml, "nodeset");
    const struct vz_xml *value = vz_xml_child(xml, "value");
    const struct vz_xml *label = vz_xml_child(xml, "label");
    const char *value_ref = value ? vz_xml_attribute(loader, value, "ref")
                                  : NULL;
    const char *label_ref = label ? vz_xml_attribute(loader, label, "ref")
                                  : NULL;
    if (vz_loader_failed(loader)) {
        return false;
    }
    if (!nodeset || !value_ref) {
        return vz_error_set(loader->error, VZ_INVALID,
                            "%s: its itemset needs a nodeset and a "
                            "<value ref=\"..\">",
                            place);
    }
    struct vz_itemset *itemset =
        vz_arena_alloc(&loader->form->arena, sizeof(*itemset));
    if (!itemset) {
        return vz_loader_nomem(loader);
    }
    element->itemset = itemset;
    itemset->nodes =
        vz_form_compile(loader->form, node, nodeset, place, loader->error);
    itemset->value = itemset->nodes ? compile_in_item(loader, value_ref, place)
                                    : NULL;
    if (!itemset->value ||
        (label_ref && !compile_label(loader, label_ref, place, itemset)) ||
        !compile_whole_list(loader, nodeset, node, place, itemset)) {
        return false;
    }
    vz_xpath_each_reference(itemset->nodes, note_reference, &itemset->filtered);
    if (itemset->label_id && itemset->label_column && itemset->all &&
        loader->form->any_outputs) {
        return use_item_texts(loader, itemset, node, place);
    }
    return true;
}

bool vz_load_choices(struct vz_loader *loader, const struct vz_xml *xml,
                     struct vz_element *element, const struct vz_node *node,
                     const char *place) {
    const struct vz_xml *itemset = vz_xml_child(xml, "itemset");
    if (itemset) {
        return load_itemset(loader, itemset, element, node, place);
    }
    return load_items(loader, xml, element, node, place);
}
