/*
 * The schema of a form: its fields as storage and reports see them.
 */
#include "form_internal.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

struct making {
    const struct vz_form *form;
    struct vz_schema *schema;
    struct vz_field *fields;
    bool *told; // by model
};

// ---------------------------------------------------------------- texts

// How an <output> shows in a column heading: ${name}, as the author wrote it.
static void append_output(struct vz_strbuf *out, const char *expr) {
    const char *end = expr + strlen(expr);
    while (end > expr && isspace((unsigned char)end[-1])) {
        end--;
    }
    const char *name = end;
    while (name > expr &&
           (isalnum((unsigned char)name[-1]) || strchr("_-.", name[-1]))) {
        name--;
    }
    bool is_path = name < end && (name == expr || name[-1] == '/');
    vz_strbuf_append(out, "${");
    if (is_path) {
        vz_strbuf_append_n(out, name, (size_t)(end - name));
    } else {
        vz_strbuf_append(out, "...");
    }
    vz_strbuf_append_char(out, '}');
}

static bool write_text(struct making *m, const struct vz_text *text,
                       const char **out) {
    struct vz_strbuf buf = {0};
    for (size_t i = 0; i < text->n; i++) {
        if (text->parts[i].is_output) {
            append_output(&buf, text->parts[i].text);
        } else {
            vz_strbuf_append(&buf, text->parts[i].text);
        }
    }
    *out = buf.failed
               ? NULL
               : vz_arena_strdup(&m->schema->arena, vz_strbuf_text(&buf));
    vz_strbuf_finish(&buf);
    return *out != NULL;
}

static bool make_texts(struct making *m, struct vz_texts *texts) {
    texts->by_language = vz_arena_alloc_array(
        &m->schema->arena, m->form->n_languages, sizeof(*texts->by_language));
    return texts->by_language != NULL;
}

static bool fill_itext(struct making *m, const struct vz_itext *itext,
                       struct vz_texts *texts) {
    for (size_t i = 0; i < m->form->n_languages; i++) {
        const struct vz_text *text = vz_itext_text_in(itext, i, VZ_TEXT_PLAIN);
        if (text && text->n && !write_text(m, text, &texts->by_language[i])) {
            return false;
        }
    }
    return true;
}

// A text without translations stands in the default language.
static bool fill_caption(struct making *m, const struct vz_caption *caption,
                         struct vz_texts *texts) {
    if (!make_texts(m, texts)) {
        return false;
    }
    if (caption->itext) {
        return fill_itext(m, caption->itext, texts);
    }
    if (!caption->present || caption->text.n == 0) {
        return true;
    }
    return write_text(m, &caption->text,
                      &texts->by_language[m->form->default_language]);
}

// --------------------------------------------------------------- choices

static bool item_choices(struct making *m, const struct vz_element *element,
                         struct vz_field *field) {
    struct vz_schema_choice *choices = vz_arena_alloc_array(
        &m->schema->arena, element->n_items, sizeof(*choices));
    if (!choices) {
        return false;
    }
    for (size_t i = 0; i < element->n_items; i++) {
        choices[i].name =
            vz_arena_strdup(&m->schema->arena, element->items[i].value);
        if (!choices[i].name ||
            !fill_caption(m, &element->items[i].label, &choices[i].label)) {
            return false;
        }
    }
    field->choices = choices;
    field->n_choices = element->n_items;
    return true;
}

static const struct vz_node *find_instance(void *userdata, const char *id) {
    return vz_form_instance(userdata, id);
}

// A text of an item, in the schema's arena; NULL = out of memory.
static const char *item_text(struct making *m, const struct vz_xpath_expr *expr,
                             const struct vz_node *item) {
    struct vz_xpath_host host = {.userdata = (void *)m->form,
                                 .instance = find_instance};
    struct vz_xpath_context context = {
        .node = item, .document = m->form->document, .host = &host};
    char *text = NULL;
    if (!vz_xpath_eval_string(expr, &context, &text)) {
        return NULL;
    }
    const char *copy = vz_arena_strdup(&m->schema->arena, text ? text : "");
    free(text);
    return copy;
}

static bool item_node_choice(struct making *m, const struct vz_itemset *itemset,
                             const struct vz_node *item,
                             struct vz_schema_choice *choice) {
    choice->name = item_text(m, itemset->value, item);
    if (!choice->name || !make_texts(m, &choice->label)) {
        return false;
    }
    const char **labels = choice->label.by_language;
    if (itemset->label_id) {
        const char *id = item_text(m, itemset->label_id, item);
        const struct vz_itext *itext = id ? vz_form_find_itext(m->form, id)
                                          : NULL;
        return id && (!itext || fill_itext(m, itext, &choice->label));
    }
    if (itemset->label) {
        const char *label = item_text(m, itemset->label, item);
        labels[m->form->default_language] = label;
        return label != NULL;
    }
    return true;
}

static bool fill_item_nodes(struct making *m, const struct vz_itemset *itemset,
                            const struct vz_xpath_value *items,
                            struct vz_field *field) {
    struct vz_schema_choice *choices = vz_arena_alloc_array(
        &m->schema->arena, items->n_nodes, sizeof(*choices));
    if (!choices) {
        return false;
    }
    for (size_t i = 0; i < items->n_nodes; i++) {
        if (!item_node_choice(m, itemset, items->nodes[i], &choices[i])) {
            return false;
        }
    }
    field->choices = choices;
    field->n_choices = items->n_nodes;
    return true;
}

// All items of the list, whatever a filter would leave of them. Lists that
// come from the answers themselves (repeats) have no fixed choices.
static bool itemset_choices(struct making *m, const struct vz_itemset *itemset,
                            struct vz_field *field) {
    if (!itemset->all) {
        return true;
    }
    struct vz_xpath_host host = {.userdata = (void *)m->form,
                                 .instance = find_instance};
    struct vz_xpath_context context = {.node = m->form->document,
                                       .document = m->form->document,
                                       .host = &host};
    struct vz_xpath_value items = {0};
    if (!vz_xpath_eval(itemset->all, &context, &items)) {
        return false;
    }
    bool ok = items.type != VZ_XPATH_NODESET ||
              fill_item_nodes(m, itemset, &items, field);
    vz_xpath_value_finish(&items);
    return ok;
}

// ---------------------------------------------------------------- fields

static bool in_meta(const struct vz_node *node, const struct vz_node *root) {
    while (node->parent != root) {
        node = node->parent;
    }
    return !strcmp(node->name, "meta");
}

static enum vz_field_type field_type(const struct vz_form *form,
                                     const struct vz_node *node) {
    if (node->repeat) {
        return VZ_FIELD_REPEAT;
    }
    return node->first_child ? VZ_FIELD_GROUP : vz_form_type(form, node->model);
}

static const char *own_copy(struct making *m, const char *text, bool *ok) {
    const char *copy = vz_arena_strdup(&m->schema->arena, text);
    *ok = *ok && (copy || !text);
    return copy;
}

// The names from below the root, without prefixes: storage knows them so.
static void append_names(struct vz_strbuf *path, const struct vz_node *node,
                         const struct vz_node *root) {
    if (node->parent != root) {
        append_names(path, node->parent, root);
        vz_strbuf_append_char(path, '/');
    }
    vz_strbuf_append(path, node->kind == VZ_NODE_ATTRIBUTE ? "@" : "");
    vz_strbuf_append(path, node->name);
}

static bool fill_path(struct making *m, const struct vz_node *node,
                      struct vz_field *field) {
    struct vz_strbuf path = {0};
    bool ok = true;
    append_names(&path, node, vz_form_root(m->form));
    field->path = own_copy(m, vz_strbuf_text(&path), &ok);
    ok = ok && !path.failed;
    vz_strbuf_finish(&path);
    return ok;
}

static bool fill_field(struct making *m, const struct vz_node *node, int parent,
                       struct vz_field *field) {
    const struct vz_form *form = m->form;
    const struct vz_node *root = vz_form_root(form);
    const struct vz_element *control = form->controls[node->model];
    const struct vz_element *element = control ? control
                                               : form->containers[node->model];
    bool ok = fill_path(m, node, field);
    field->name = own_copy(m, node->name, &ok);
    field->type = field_type(form, node);
    field->parent = parent;
    field->told = m->told[node->model];
    field->visible = element != NULL && !in_meta(node, root);
    field->role = own_copy(m, vz_form_role(form, node->model), &ok);
    static const struct vz_caption none;
    ok = ok &&
         fill_caption(m, element ? &element->label : &none, &field->label);
    if (ok && element && element->appearance[0]) {
        field->appearance = own_copy(m, element->appearance, &ok);
    }
    if (ok && control && control->itemset) {
        ok = itemset_choices(m, control->itemset, field);
    } else if (ok && control && control->n_items) {
        ok = item_choices(m, control, field);
    }
    return ok;
}

// The index of the field of the enclosing group; fields are in model order
// without the root, which is model 0.
static int parent_index(const struct vz_form *form, const struct vz_node *node,
                        const int *index) {
    const struct vz_node *parent = node->parent;
    return parent == vz_form_root(form) ? -1 : index[parent->model];
}

// Document order, which is not that of the models when a later instance of a
// repeat brought a node that the first one had not.
static bool fill_fields(struct making *m, int *index) {
    const struct vz_form *form = m->form;
    const struct vz_node *root = vz_form_root(form);
    size_t n = 0;
    const struct vz_node *at = vz_node_following(root, root);
    for (; at; at = vz_node_following(at, root)) {
        if (!fill_field(m, at, parent_index(form, at, index), &m->fields[n])) {
            return false;
        }
        index[at->model] = (int)n++;
    }
    m->schema->fields = m->fields;
    m->schema->n_fields = n;
    return true;
}

static bool fill_head(struct making *m) {
    const struct vz_form *form = m->form;
    struct vz_schema *schema = m->schema;
    bool ok = true;
    schema->form_id = own_copy(m, form->id, &ok);
    schema->version = own_copy(m, form->version, &ok);
    schema->title = own_copy(m, form->title, &ok);
    schema->languages = vz_arena_alloc_array(&schema->arena, form->n_languages,
                                             sizeof(*schema->languages));
    ok = ok && schema->languages;
    for (size_t i = 0; ok && i < form->n_languages; i++) {
        schema->languages[i] = own_copy(m, form->languages[i], &ok);
    }
    schema->n_languages = form->n_languages;
    schema->default_language = form->default_language;
    return ok;
}

bool vz_form_schema(const struct vz_form *form, struct vz_schema *schema) {
    *schema = (struct vz_schema){0};
    struct making m = {.form = form, .schema = schema};
    int *index = vz_alloc_array(form->n_models, sizeof(*index));
    m.fields =
        vz_arena_alloc_array(&schema->arena, form->n_models, sizeof(*m.fields));
    m.told = vz_alloc_array(form->n_models, sizeof(*m.told));
    bool ok = index && m.fields && m.told;
    if (ok) {
        vz_form_mark_told(form, m.told);
        ok = fill_head(&m) && fill_fields(&m, index);
    }
    free(m.told);
    free(index);
    if (!ok) {
        vz_schema_finish(schema);
    }
    return ok;
}
