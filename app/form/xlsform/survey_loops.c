/*
 * Loops: a group that is written once and stands in the form once for each
 * choice of a list. %(name)s and %(label)s in it are the choice's.
 */
#include "survey.h"

#include <string.h>

struct copier {
    struct vz_survey *survey;
    const struct vz_choice_row *choice;
};

// The choice's label in the language of a text, else its first.
static const char *label_in(const struct copier *copier, size_t language) {
    const struct vz_survey_text *label = copier->choice->texts[VZ_TEXT_LABEL];
    for (; label; label = label->next) {
        if (label->language == language) {
            return label->text;
        }
    }
    label = copier->choice->texts[VZ_TEXT_LABEL];
    return label ? label->text : copier->choice->name;
}

static const char *substitute(struct copier *copier, const char *text,
                              size_t language) {
    static const char name[] = "%(name)s", label[] = "%(label)s";
    if (!text || !strstr(text, "%(")) {
        return text;
    }
    struct vz_strbuf out = {0};
    while (*text) {
        if (strncmp(text, name, strlen(name)) == 0) {
            vz_strbuf_append(&out, copier->choice->name);
            text += strlen(name);
        } else if (strncmp(text, label, strlen(label)) == 0) {
            vz_strbuf_append(&out, label_in(copier, language));
            text += strlen(label);
        } else {
            vz_strbuf_append_char(&out, *text++);
        }
    }
    const char *made =
        vz_arena_strdup(&copier->survey->arena, vz_strbuf_text(&out));
    copier->survey->failed = copier->survey->failed || out.failed || !made;
    vz_strbuf_finish(&out);
    return made;
}

static struct vz_survey_text *copy_texts(struct copier *copier,
                                         const struct vz_survey_text *text) {
    struct vz_survey_text *first = NULL;
    for (struct vz_survey_text **end = &first; text; text = text->next) {
        *end = vz_arena_alloc(&copier->survey->arena, sizeof(**end));
        if (!*end) {
            copier->survey->failed = true;
            return first;
        }
        **end = *text;
        (*end)->text = substitute(copier, text->text, text->language);
        (*end)->next = NULL;
        end = &(*end)->next;
    }
    return first;
}

static void copy_node(struct copier *copier, struct vz_survey_node *parent,
                      const struct vz_survey_node *from) {
    struct vz_survey_node *made =
        vz_survey_add_node(copier->survey, parent, from->kind,
                           substitute(copier, from->name, 0), from->row);
    if (!made) {
        copier->survey->failed = true;
        return;
    }
    for (int i = 0; i < VZ_SURVEY_N_COLUMNS; i++) {
        made->values[i] = substitute(copier, from->values[i], 0);
    }
    for (int i = 0; i < VZ_TEXT_N_KINDS; i++) {
        made->texts[i] = copy_texts(copier, from->texts[i]);
    }
    made->type = from->type;
    made->attributes = from->attributes;
    made->list = from->list;
    made->file = from->file;
    made->source = from->source;
    made->query = from->query;
    made->tags = from->tags;
    made->bind_type = from->bind_type;
    made->or_other = from->or_other;
    made->counts_repeat = from->counts_repeat;
    for (const struct vz_survey_node *child = from->first_child;
         child && !copier->survey->failed; child = child->next) {
        copy_node(copier, made, child);
    }
}

static size_t size_of(const struct vz_survey_node *node) {
    size_t n = 1;
    for (node = node->first_child; node; node = node->next) {
        n += size_of(node);
    }
    return n;
}

// A short workbook must not make an endless form, in which each reference is
// looked for among all copies.
#define MAX_LOOP_NODES 10000

void vz_survey_expand_loop(struct vz_survey *survey,
                           struct vz_survey_node *loop) {
    struct vz_choice_list *list = loop->list;
    struct vz_survey_node *pattern = loop->first_child;
    size_t n = size_of(loop) - 1;
    loop->list = NULL;
    if (!list || !pattern) {
        return;
    }
    if (survey->n_nodes + n * list->n > MAX_LOOP_NODES) {
        vz_survey_report(survey, VZ_SEVERITY_ERROR, loop, VZ_SURVEY_TYPE,
                         "this loop makes more than %d questions",
                         MAX_LOOP_NODES);
        return;
    }
    // The pattern's nodes are the last that were added.
    survey->n_nodes -= n;
    loop->first_child = loop->last_child = NULL;
    for (size_t i = 0; i < list->n && !survey->failed; i++) {
        struct copier copier = {survey, &list->choices[i]};
        // A choice "none" says that no other holds: nothing to ask.
        if (strcmp(list->choices[i].name, "none") == 0) {
            continue;
        }
        struct vz_survey_node *group = vz_survey_add_node(
            survey, loop, VZ_SURVEY_GROUP, list->choices[i].name, loop->row);
        if (!group) {
            survey->failed = true;
            return;
        }
        memcpy(group->texts, list->choices[i].texts, sizeof(group->texts));
        for (const struct vz_survey_node *child = pattern; child;
             child = child->next) {
            copy_node(&copier, group, child);
        }
    }
}
