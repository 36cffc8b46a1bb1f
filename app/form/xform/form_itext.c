/*
 * itext: the dictionary of a form's texts in each language (ODK XForms
 * specification, "Languages").
 */
#include "form_loader.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#define TRANSLATIONS_MAX 4000000 // ids times languages

// One <text> as read, before those of all languages are brought together.
struct raw_text {
    const char *id;
    size_t language;
    struct vz_itext_value *values;
};

struct raw_list {
    struct raw_text *items;
    size_t n, cap;
};

static enum vz_text_form text_form(const char *name) {
    static const struct {
        const char *name;
        enum vz_text_form form;
    } forms[] = {
        {"long", VZ_TEXT_LONG},         {"short", VZ_TEXT_SHORT},
        {"guidance", VZ_TEXT_GUIDANCE}, {"image", VZ_TEXT_IMAGE},
        {"audio", VZ_TEXT_AUDIO},       {"video", VZ_TEXT_VIDEO},
    };
    if (!name || !name[0]) {
        return VZ_TEXT_PLAIN;
    }
    for (size_t i = 0; i < sizeof(forms) / sizeof(forms[0]); i++) {
        if (!strcmp(name, forms[i].name)) {
            return forms[i].form;
        }
    }
    return VZ_TEXT_OTHER;
}

static struct vz_itext_value *read_values(struct vz_loader *loader,
                                          const struct vz_xml *text) {
    struct vz_itext_value *first = NULL;
    struct vz_itext_value **link = &first;
    for (const struct vz_xml *at = vz_xml_first(text); at;
         at = vz_xml_next(at)) {
        if (!vz_xml_is(at, "value")) {
            continue;
        }
        struct vz_itext_value *value =
            vz_arena_alloc(&loader->form->arena, sizeof(*value));
        if (!value) {
            vz_loader_nomem(loader);
            return NULL;
        }
        value->form = text_form(vz_xml_attribute(loader, at, "form"));
        if (!vz_load_text(loader, at, &value->text)) {
            return NULL;
        }
        *link = value;
        link = &value->next;
    }
    return first;
}

static bool read_translation(struct vz_loader *loader,
                             const struct vz_xml *translation, size_t language,
                             struct raw_list *list) {
    for (const struct vz_xml *at = vz_xml_first(translation); at;
         at = vz_xml_next(at)) {
        const char *id = vz_xml_attribute(loader, at, "id");
        if (!vz_xml_is(at, "text") || !id) {
            continue;
        }
        struct vz_itext_value *values = read_values(loader, at);
        if (vz_loader_failed(loader)) {
            return false;
        }
        if (!vz_grow(&list->items, &list->cap, list->n, sizeof(*list->items))) {
            return vz_loader_nomem(loader);
        }
        list->items[list->n++] = (struct raw_text){id, language, values};
    }
    return !vz_loader_failed(loader);
}

static size_t count_translations(const struct vz_xml *itext) {
    size_t n = 0;
    for (const struct vz_xml *at = vz_xml_first(itext); at;
         at = vz_xml_next(at)) {
        n += vz_xml_is(at, "translation");
    }
    return n;
}

static bool is_default(const char *value) {
    return value && strcmp(value, "false()") && strcmp(value, "false");
}

static bool read_translations(struct vz_loader *loader,
                              const struct vz_xml *itext,
                              struct raw_list *list) {
    struct vz_form *form = loader->form;
    size_t n = count_translations(itext);
    if (n == 0) {
        return true;
    }
    form->languages =
        vz_arena_alloc_array(&form->arena, n, sizeof(*form->languages));
    if (!form->languages) {
        return vz_loader_nomem(loader);
    }
    form->n_languages = 0;
    form->translated = true;
    for (const struct vz_xml *at = vz_xml_first(itext); at;
         at = vz_xml_next(at)) {
        if (!vz_xml_is(at, "translation")) {
            continue;
        }
        const char *lang = vz_xml_attribute(loader, at, "lang");
        form->languages[form->n_languages] = lang ? lang : "default";
        if (is_default(vz_xml_attribute(loader, at, "default"))) {
            form->default_language = form->n_languages;
        }
        if (!read_translation(loader, at, form->n_languages, list)) {
            return false;
        }
        form->n_languages++;
    }
    return true;
}

static int compare_raw(const void *a, const void *b) {
    const struct raw_text *left = a;
    const struct raw_text *right = b;
    int order = strcmp(left->id, right->id);
    if (order) {
        return order;
    }
    return (left->language > right->language) -
           (left->language < right->language);
}

static bool has_outputs(const struct vz_itext_value *values) {
    for (; values; values = values->next) {
        for (size_t i = 0; i < values->text.n; i++) {
            if (values->text.parts[i].is_output) {
                return true;
            }
        }
    }
    return false;
}

static size_t count_ids(const struct raw_list *list) {
    size_t n = list->n > 0;
    for (size_t i = 1; i < list->n; i++) {
        n += strcmp(list->items[i - 1].id, list->items[i].id) != 0;
    }
    return n;
}

// Brings the texts of one id together. The list is sorted by id.
static bool merge(struct vz_loader *loader, struct raw_list *list) {
    struct vz_form *form = loader->form;
    qsort(list->items, list->n, sizeof(*list->items), compare_raw);
    form->itexts =
        vz_arena_alloc_array(&form->arena, list->n, sizeof(*form->itexts));
    if (!form->itexts) {
        return vz_loader_nomem(loader);
    }
    struct vz_itext *at = NULL;
    if (count_ids(list) > TRANSLATIONS_MAX / form->n_languages) {
        return vz_error_set(loader->error, VZ_LIMIT,
                            "The form has too many texts for its %zu "
                            "languages.",
                            form->n_languages);
    }
    for (size_t i = 0; i < list->n; i++) {
        const struct raw_text *raw = &list->items[i];
        if (!at || strcmp(at->id, raw->id)) {
            at = &form->itexts[form->n_itexts++];
            at->id = raw->id;
            at->by_language = vz_arena_alloc_array(
                &form->arena, form->n_languages, sizeof(*at->by_language));
            if (!at->by_language) {
                return vz_loader_nomem(loader);
            }
        }
        if (!at->by_language[raw->language]) {
            at->by_language[raw->language] = raw->values;
            at->has_outputs = at->has_outputs || has_outputs(raw->values);
            form->any_outputs = form->any_outputs || at->has_outputs;
        }
    }
    return true;
}

static bool read_codes(struct vz_loader *loader) {
    struct vz_form *form = loader->form;
    form->codes = vz_arena_alloc_array(&form->arena, form->n_languages,
                                       sizeof(*form->codes));
    for (size_t i = 0; form->codes && i < form->n_languages; i++) {
        size_t len;
        const char *code = vz_language_code(form->languages[i], &len);
        form->codes[i] = vz_arena_strndup(&form->arena, code, len);
        if (!form->codes[i]) {
            return vz_loader_nomem(loader);
        }
    }
    return form->codes || vz_loader_nomem(loader);
}

bool vz_load_itext(struct vz_loader *loader) {
    static const char *const none[] = {"default"};
    loader->form->languages = (const char **)none;
    loader->form->n_languages = 1;
    const struct vz_xml *itext = vz_xml_child(loader->model, "itext");
    struct raw_list list = {0};
    bool ok = !itext || (read_translations(loader, itext, &list) &&
                         (list.n == 0 || merge(loader, &list)));
    free(list.items);
    return ok && read_codes(loader);
}

static int compare_id(const void *key, const void *item) {
    return strcmp(key, ((const struct vz_itext *)item)->id);
}

struct vz_itext *vz_form_find_itext(const struct vz_form *form,
                                    const char *id) {
    if (form->n_itexts == 0) {
        return NULL;
    }
    return bsearch(id, form->itexts, form->n_itexts, sizeof(*form->itexts),
                   compare_id);
}

static bool compile_outputs(struct vz_form *form, struct vz_itext *itext,
                            const struct vz_node *context, const char *place,
                            struct vz_error *error) {
    for (size_t i = 0; i < form->n_languages; i++) {
        struct vz_itext_value *value = itext->by_language[i];
        for (; value; value = value->next) {
            if (!vz_form_compile_text(form, context, &value->text, place,
                                      error)) {
                return false;
            }
        }
    }
    itext->compiled = true;
    itext->context = context;
    return true;
}

// A copy whose outputs can be compiled for another question: relative paths
// mean something else there.
static struct vz_itext *copy_itext(struct vz_form *form,
                                   const struct vz_itext *itext) {
    struct vz_itext *copy = vz_arena_alloc(&form->arena, sizeof(*copy));
    struct vz_itext_value **lists =
        vz_arena_alloc_array(&form->arena, form->n_languages, sizeof(*lists));
    if (!copy || !lists) {
        return NULL;
    }
    *copy = *itext;
    copy->by_language = lists;
    for (size_t i = 0; i < form->n_languages; i++) {
        struct vz_itext_value **link = &lists[i];
        const struct vz_itext_value *from = itext->by_language[i];
        for (; from; from = from->next, link = &(*link)->next) {
            size_t n = from->text.n;
            *link = vz_arena_alloc(&form->arena, sizeof(**link));
            struct vz_text_part *parts =
                vz_arena_alloc_array(&form->arena, n, sizeof(*parts));
            if (!*link || !parts) {
                return NULL;
            }
            if (n) {
                memcpy(parts, from->text.parts, n * sizeof(*parts));
            }
            (*link)->form = from->form;
            (*link)->text = (struct vz_text){parts, n};
        }
    }
    return copy;
}

struct vz_itext *vz_form_use_itext(struct vz_form *form, const char *id,
                                   const struct vz_node *context,
                                   const char *place, struct vz_error *error) {
    struct vz_itext *itext = vz_form_find_itext(form, id);
    if (!itext) {
        vz_error_set(error, VZ_INVALID,
                     "%s: no translation has a text with the id '%s'", place,
                     id);
        return NULL;
    }
    if (!itext->has_outputs || (itext->compiled && itext->context == context)) {
        return itext;
    }
    if (itext->compiled) {
        itext = copy_itext(form, itext);
        if (!itext) {
            vz_error_nomem(error);
            return NULL;
        }
    }
    return compile_outputs(form, itext, context, place, error) ? itext : NULL;
}

// Texts that only choice lists name. Their relative outputs have no question
// to start from, so these show nothing instead of refusing the form.
bool vz_form_compile_itexts(struct vz_form *form, struct vz_error *error) {
    for (size_t i = 0; i < form->n_itexts; i++) {
        struct vz_itext *itext = &form->itexts[i];
        if (!itext->has_outputs || itext->compiled) {
            continue;
        }
        struct vz_error cause = {0};
        compile_outputs(form, itext, form->document, itext->id, &cause);
        if (cause.status == VZ_NOMEM) {
            return vz_error_nomem(error);
        }
    }
    return true;
}

const struct vz_text *vz_itext_text_in(const struct vz_itext *itext,
                                       size_t language,
                                       enum vz_text_form wanted) {
    const struct vz_itext_value *best = NULL;
    const struct vz_itext_value *at = itext->by_language[language];
    for (; at; at = at->next) {
        if (at->form == wanted) {
            return &at->text;
        }
        // Who has no plain form means the long one, else the short one.
        bool stands_in = at->form == VZ_TEXT_LONG ||
                         (at->form == VZ_TEXT_SHORT && !best);
        if (wanted == VZ_TEXT_PLAIN && stands_in) {
            best = at;
        }
    }
    return best ? &best->text : NULL;
}

const struct vz_text *vz_itext_text(const struct vz_form *form,
                                    const struct vz_itext *itext,
                                    size_t language, enum vz_text_form wanted) {
    const struct vz_text *text = vz_itext_text_in(itext, language, wanted);
    // A voice or a picture in another language would not be understood.
    bool media = wanted == VZ_TEXT_IMAGE || wanted == VZ_TEXT_AUDIO ||
                 wanted == VZ_TEXT_VIDEO;
    if (!text && media) {
        return NULL;
    }
    if (!text) {
        text = vz_itext_text_in(itext, form->default_language, wanted);
    }
    for (size_t i = 0; !text && i < form->n_languages; i++) {
        text = vz_itext_text_in(itext, i, wanted);
    }
    return text;
}

static const char *skip_space(const char *text) {
    while (isspace((unsigned char)*text)) {
        text++;
    }
    return text;
}

const char *vz_form_itext_id(struct vz_form *form, const char *text) {
    static const char function[] = "jr:itext(";
    text = skip_space(text);
    if (strncmp(text, function, sizeof(function) - 1) != 0) {
        return NULL;
    }
    text = skip_space(text + sizeof(function) - 1);
    char quote = *text;
    if (quote != '\'' && quote != '"') {
        return NULL;
    }
    const char *end = strchr(text + 1, quote);
    if (!end || *skip_space(end + 1) != ')') {
        return NULL;
    }
    return vz_arena_strndup(&form->arena, text + 1, (size_t)(end - text - 1));
}
