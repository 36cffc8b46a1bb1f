/*
 * Translations: <itext>, one <translation> a language.
 */
#include "xform_writer.h"

#include <string.h>

// The texts of a question and how itext names them.
static const struct {
    enum vz_survey_text_kind kind;
    const char *suffix;
} entries[] = {
    {VZ_TEXT_CONSTRAINT_MESSAGE, "jr:constraintMsg"},
    {VZ_TEXT_REQUIRED_MESSAGE, "jr:requiredMsg"},
    {VZ_TEXT_NO_APP_MESSAGE, "jr:noAppErrorString"},
    {VZ_TEXT_LABEL, "label"},
    {VZ_TEXT_HINT, "hint"},
};

static const struct {
    enum vz_survey_text_kind kind;
    const char *form, *scheme;
} media[] = {
    {VZ_TEXT_IMAGE, "image", "jr://images/"},
    {VZ_TEXT_BIG_IMAGE, "big-image", "jr://images/"},
    {VZ_TEXT_AUDIO, "audio", "jr://audio/"},
    {VZ_TEXT_VIDEO, "video", "jr://video/"},
};
#define N_MEDIA (sizeof(media) / sizeof(*media))

static bool any_language(const struct vz_survey_text *text) {
    for (; text; text = text->next) {
        if (text->language != VZ_NO_LANGUAGE) {
            return true;
        }
    }
    return false;
}

static bool any_reference(const struct vz_survey_text *text) {
    for (; text; text = text->next) {
        if (strstr(text->text, "${")) {
            return true;
        }
    }
    return false;
}

bool vz_text_is_translated(const struct vz_survey_node *node,
                           enum vz_survey_text_kind kind) {
    if (any_language(node->texts[kind])) {
        return true;
    }
    switch (kind) {
    case VZ_TEXT_LABEL:
        for (size_t i = 0; i < N_MEDIA; i++) {
            if (node->texts[media[i].kind]) {
                return true;
            }
        }
        return false;
    case VZ_TEXT_HINT:
        return node->texts[VZ_TEXT_GUIDANCE] != NULL;
    case VZ_TEXT_GUIDANCE:
    case VZ_TEXT_IMAGE:
    case VZ_TEXT_BIG_IMAGE:
    case VZ_TEXT_AUDIO:
    case VZ_TEXT_VIDEO:
        return true;
    default:
        // A message is an attribute, which cannot hold an <output>.
        return any_reference(node->texts[kind]);
    }
}

struct vz_reference_place vz_text_place(const struct vz_survey_node *node,
                                        const struct vz_survey_text *text) {
    return (struct vz_reference_place){
        .node = node,
        .sheet = "survey",
        .row = node->row,
        .column = text && text->column ? text->column->header : NULL,
    };
}

struct writer {
    struct vz_survey *survey;
    struct vz_strbuf *out;
    size_t language;
};

// The text in the writer's language. A column without a language is in the
// default one, behind a column that names it; what the compiler made serves
// all.
static const struct vz_survey_text *text_in(const struct writer *writer,
                                            const struct vz_survey_text *text) {
    bool is_default = writer->language == writer->survey->default_language;
    const struct vz_survey_text *general = NULL;
    for (; text; text = text->next) {
        if (text->language == writer->language) {
            return text;
        }
        if (text->language == VZ_NO_LANGUAGE && (is_default || !text->column)) {
            general = text;
        }
    }
    return general;
}

static void write_value(struct writer *writer, const char *form,
                        const struct vz_reference_place *place,
                        const char *text) {
    vz_strbuf_append(writer->out, "<value");
    vz_write_attribute(writer->out, "form", form);
    vz_strbuf_append_char(writer->out, '>');
    vz_references_text(writer->survey, place, text, writer->out);
    vz_strbuf_append(writer->out, "</value>");
}

static void write_media(struct writer *writer, struct vz_reference_place place,
                        struct vz_survey_text *const *texts) {
    for (size_t i = 0; i < N_MEDIA; i++) {
        const struct vz_survey_text *text =
            text_in(writer, texts[media[i].kind]);
        if (!text) {
            continue;
        }
        bool whole = strncmp(text->text, "jr://", 5) == 0;
        vz_strbuf_printf(writer->out, "<value form=\"%s\">%s", media[i].form,
                         whole ? "" : media[i].scheme);
        place.column = text->column ? text->column->header : NULL;
        vz_references_text(writer->survey, &place, text->text, writer->out);
        vz_strbuf_append(writer->out, "</value>");
    }
}

// What is shown for a text that this language has not: a dash, as elsewhere in
// the field. The author is warned once, in the language that lacks it.
static void write_missing(struct writer *writer,
                          const struct vz_survey_node *node,
                          const struct vz_survey_text *known,
                          const char *form) {
    const char *column = known->column ? known->column->header : NULL;
    vz_diagnostics_add(writer->survey->diagnostics, VZ_SEVERITY_NOTE, "survey",
                       node->row, column,
                       "this text has no translation in '%s'; people will see "
                       "a dash",
                       writer->survey->languages.names[writer->language]);
    vz_strbuf_append(writer->out, "<value");
    vz_write_attribute(writer->out, "form", form);
    vz_strbuf_append(writer->out, ">-</value>");
}

static void write_entry(struct writer *writer,
                        const struct vz_survey_node *node, size_t entry) {
    enum vz_survey_text_kind kind = entries[entry].kind;
    if (!vz_text_is_translated(node, kind)) {
        return;
    }
    vz_strbuf_append(writer->out, "<text id=\"");
    vz_strbuf_append_xml(writer->out, node->path);
    vz_strbuf_printf(writer->out, ":%s\">", entries[entry].suffix);
    const struct vz_survey_text *text = text_in(writer, node->texts[kind]);
    if (text) {
        struct vz_reference_place place = vz_text_place(node, text);
        write_value(writer, NULL, &place, text->text);
    } else if (node->texts[kind]) {
        write_missing(writer, node, node->texts[kind], NULL);
    }
    if (kind == VZ_TEXT_LABEL) {
        write_media(writer, vz_text_place(node, NULL), node->texts);
    }
    const struct vz_survey_text *guidance =
        kind == VZ_TEXT_HINT ? text_in(writer, node->texts[VZ_TEXT_GUIDANCE])
                             : NULL;
    if (guidance) {
        struct vz_reference_place place = vz_text_place(node, guidance);
        write_value(writer, "guidance", &place, guidance->text);
    } else if (kind == VZ_TEXT_HINT && node->texts[VZ_TEXT_GUIDANCE]) {
        write_missing(writer, node, node->texts[VZ_TEXT_GUIDANCE], "guidance");
    }
    vz_strbuf_append(writer->out, "</text>\n");
}

static void write_choice(struct writer *writer,
                         const struct vz_choice_list *list, size_t index) {
    const struct vz_choice_row *choice = &list->choices[index];
    vz_strbuf_append(writer->out, "<text id=\"");
    vz_strbuf_append_xml(writer->out, list->name);
    vz_strbuf_printf(writer->out, "-%zu\">", index);
    const struct vz_survey_text *known = choice->texts[VZ_TEXT_LABEL];
    const struct vz_survey_text *text = text_in(writer, known);
    struct vz_reference_place place = {
        .sheet = "choices",
        .row = choice->row,
        .column = text && text->column ? text->column->header : NULL,
    };
    if (text) {
        write_value(writer, NULL, &place, text->text);
    } else if (known) {
        vz_diagnostics_add(writer->survey->diagnostics, VZ_SEVERITY_NOTE,
                           "choices", choice->row, known->column->header,
                           "this text has no translation in '%s'; people will "
                           "see a dash",
                           writer->survey->languages.names[writer->language]);
        vz_strbuf_append(writer->out, "<value>-</value>");
    }
    write_media(writer, place, choice->texts);
    vz_strbuf_append(writer->out, "</text>\n");
}

static void write_translation(struct writer *writer) {
    struct vz_survey *survey = writer->survey;
    vz_strbuf_append(writer->out, "<translation");
    vz_write_attribute(writer->out, "lang",
                       survey->languages.names[writer->language]);
    if (writer->language == survey->default_language) {
        vz_strbuf_append(writer->out, " default=\"true()\"");
    }
    vz_strbuf_append(writer->out, ">\n");
    for (size_t i = 0; i < survey->n_lists; i++) {
        for (size_t j = 0;
             survey->lists[i].translated && j < survey->lists[i].n; j++) {
            write_choice(writer, &survey->lists[i], j);
        }
    }
    for (const struct vz_survey_node *node = survey->root->first_child; node;
         node = vz_survey_following(node)) {
        for (size_t i = 0; i < sizeof(entries) / sizeof(*entries); i++) {
            write_entry(writer, node, i);
        }
    }
    vz_strbuf_append(writer->out, "</translation>\n");
}

static bool needs_itext(const struct vz_survey *survey) {
    for (size_t i = 0; i < survey->n_lists; i++) {
        if (survey->lists[i].translated) {
            return true;
        }
    }
    for (const struct vz_survey_node *node = survey->root->first_child; node;
         node = vz_survey_following(node)) {
        for (size_t i = 0; i < sizeof(entries) / sizeof(*entries); i++) {
            if (vz_text_is_translated(node, entries[i].kind)) {
                return true;
            }
        }
    }
    return false;
}

void vz_write_itext(struct vz_survey *survey, struct vz_strbuf *out) {
    if (!needs_itext(survey)) {
        return;
    }
    vz_strbuf_append(out, "<itext>\n");
    struct writer writer = {survey, out, survey->default_language};
    if (writer.language != VZ_NO_LANGUAGE) {
        write_translation(&writer);
    }
    for (size_t i = 0; i < survey->languages.n; i++) {
        writer.language = i;
        if (i != survey->default_language) {
            write_translation(&writer);
        }
    }
    vz_strbuf_append(out, "</itext>\n");
}
