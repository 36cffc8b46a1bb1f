/*
 * Texts for people: labels, hints, messages, with <output> inside.
 */
#include "form_loader.h"

#include <ctype.h>
#include <string.h>

#define READS_MAX 5000000

static void count_read(const struct vz_node *node, void *userdata) {
    struct vz_form *form = userdata;
    form->n_reads++;
}

static bool has_instance(void *userdata, const char *id) {
    const struct vz_form *form = userdata;
    size_t i = 0;
    while (i < form->n_secondaries && strcmp(form->secondaries[i].id, id)) {
        i++;
    }
    return i < form->n_secondaries;
}

const struct vz_xpath_expr *vz_form_compile(struct vz_form *form,
                                            const struct vz_node *context,
                                            const char *text, const char *place,
                                            struct vz_error *error) {
    struct vz_xpath_scope scope = {
        .arena = &form->arena,
        .names = &form->names,
        .prefixes = form->prefixes,
        .n_prefixes = form->n_prefixes,
        .context = context,
        .document = form->document,
        .primary_id = form->primary_id,
        .has_instance = has_instance,
        .userdata = form,
    };
    struct vz_error cause = {0};
    const struct vz_xpath_expr *expr = vz_xpath_compile(&scope, text, &cause);
    if (!expr) {
        if (cause.status == VZ_NOMEM) {
            vz_error_nomem(error);
        } else {
            vz_error_set(error, cause.status, "%s: %s", place, cause.message);
        }
        return NULL;
    }
    vz_xpath_each_reference(expr, count_read, form);
    if (form->n_reads > READS_MAX) {
        vz_error_set(error, VZ_LIMIT,
                     "%s: the expressions of the form read more than %d values "
                     "together; a path such as /data/* reads every question",
                     place, READS_MAX);
        return NULL;
    }
    return expr;
}

bool vz_form_compile_text(struct vz_form *form, const struct vz_node *context,
                          struct vz_text *text, const char *place,
                          struct vz_error *error) {
    for (size_t i = 0; i < text->n; i++) {
        struct vz_text_part *part = &text->parts[i];
        if (part->is_output && part->text[0]) {
            part->value =
                vz_form_compile(form, context, part->text, place, error);
            if (!part->value) {
                return false;
            }
        }
    }
    return true;
}

// Text nodes become literals, <output> an expression; other markup counts as
// its text.
static bool read_part(struct vz_loader *loader, const struct vz_xml *node,
                      struct vz_text_part *part) {
    struct vz_arena *arena = &loader->form->arena;
    if (node->name && vz_xml_is(node, "output")) {
        part->is_output = true;
        part->text = vz_xml_attribute(loader, node, "value");
        if (!part->text && !vz_loader_failed(loader)) {
            part->text = vz_xml_attribute(loader, node, "ref");
        }
        if (!part->text) {
            part->text = "";
        }
        return !vz_loader_failed(loader);
    }
    const char *content = vz_xml_content(node, &loader->scratch);
    part->text = content ? vz_arena_strdup(arena, content) : NULL;
    return part->text || vz_loader_nomem(loader);
}

// Space at both ends of a text comes from indentation and is not meant.
static void trim_ends(struct vz_text *text) {
    while (text->n && !text->parts[0].is_output) {
        struct vz_text_part *first = &text->parts[0];
        while (isspace((unsigned char)*first->text)) {
            first->text++;
        }
        if (*first->text) {
            break;
        }
        text->parts++;
        text->n--;
    }
    while (text->n && !text->parts[text->n - 1].is_output) {
        char *last = (char *)text->parts[text->n - 1].text;
        size_t len = strlen(last);
        while (len && isspace((unsigned char)last[len - 1])) {
            last[--len] = '\0';
        }
        if (len) {
            break;
        }
        text->n--;
    }
}

bool vz_load_text(struct vz_loader *loader, const struct vz_xml *element,
                  struct vz_text *text) {
    size_t n = 0;
    for (const struct vz_xml *at = element->first; at; at = at->next) {
        n++;
    }
    *text = (struct vz_text){0};
    if (n == 0) {
        return true;
    }
    text->parts =
        vz_arena_alloc_array(&loader->form->arena, n, sizeof(*text->parts));
    if (!text->parts) {
        return vz_loader_nomem(loader);
    }
    for (const struct vz_xml *at = element->first; at; at = at->next) {
        if (!read_part(loader, at, &text->parts[text->n])) {
            return false;
        }
        text->n++;
    }
    trim_ends(text);
    return true;
}

// <label ref="jr:itext('id')"> or <label ref="/data/node">.
static bool use_ref(struct vz_loader *loader, const char *ref,
                    const struct vz_node *context, const char *place,
                    struct vz_caption *caption) {
    struct vz_form *form = loader->form;
    const char *id = vz_form_itext_id(form, ref);
    if (!id) {
        caption->ref =
            vz_form_compile(form, context, ref, place, loader->error);
        return caption->ref != NULL;
    }
    bool has_fallback = caption->text.n > 0;
    if (has_fallback && !vz_form_find_itext(form, id)) {
        return true;
    }
    caption->itext = vz_form_use_itext(form, id, context, place, loader->error);
    return caption->itext != NULL;
}

bool vz_load_caption(struct vz_loader *loader, const struct vz_xml *element,
                     const struct vz_node *context, const char *place,
                     struct vz_caption *caption) {
    caption->present = true;
    if (!vz_load_text(loader, element, &caption->text) ||
        !vz_form_compile_text(loader->form, context, &caption->text, place,
                              loader->error)) {
        return false;
    }
    const char *ref = vz_xml_attribute(loader, element, "ref");
    if (ref && ref[0]) {
        return use_ref(loader, ref, context, place, caption);
    }
    return !vz_loader_failed(loader);
}

bool vz_load_message(struct vz_loader *loader, const char *text,
                     const struct vz_node *context, const char *place,
                     struct vz_caption *caption) {
    struct vz_form *form = loader->form;
    caption->present = true;
    const char *id = vz_form_itext_id(form, text);
    if (id) {
        caption->itext =
            vz_form_use_itext(form, id, context, place, loader->error);
        return caption->itext != NULL;
    }
    caption->text.parts =
        vz_arena_alloc(&form->arena, sizeof(*caption->text.parts));
    if (!caption->text.parts) {
        return vz_loader_nomem(loader);
    }
    caption->text.parts[0].text = text;
    caption->text.n = 1;
    return true;
}
