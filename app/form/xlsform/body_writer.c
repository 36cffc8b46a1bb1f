/*
 * The body: one control a question, groups and repeats around them.
 */
#include "xform_writer.h"

#include <string.h>
#include <strings.h>

struct writer {
    struct vz_survey *survey;
    struct vz_strbuf *out;
};

static const char *const elements[] = {
    [VZ_BODY_INPUT] = "input",   [VZ_BODY_SELECT1] = "select1",
    [VZ_BODY_SELECT] = "select", [VZ_BODY_RANK] = "odk:rank",
    [VZ_BODY_RANGE] = "range",   [VZ_BODY_TRIGGER] = "trigger",
    [VZ_BODY_UPLOAD] = "upload",
};

static void write_text(struct writer *writer, const struct vz_survey_node *node,
                       enum vz_survey_text_kind kind, const char *element) {
    if (vz_text_is_translated(node, kind)) {
        vz_strbuf_printf(writer->out, "<%s ref=\"jr:itext('", element);
        vz_strbuf_append_xml(writer->out, node->path);
        vz_strbuf_printf(writer->out, ":%s')\"/>", element);
        return;
    }
    const struct vz_survey_text *text = node->texts[kind];
    if (text) {
        struct vz_reference_place place = vz_text_place(node, text);
        vz_strbuf_printf(writer->out, "<%s>", element);
        vz_references_text(writer->survey, &place, text->text, writer->out);
        vz_strbuf_printf(writer->out, "</%s>", element);
    }
}

static void write_texts(struct writer *writer,
                        const struct vz_survey_node *node) {
    bool label = node->texts[VZ_TEXT_LABEL] ||
                 vz_text_is_translated(node, VZ_TEXT_LABEL);
    if (!label && node->kind != VZ_SURVEY_GROUP) {
        vz_strbuf_append(writer->out, "<label/>"); // a control must have one
    }
    write_text(writer, node, VZ_TEXT_LABEL, "label");
    write_text(writer, node, VZ_TEXT_HINT, "hint");
    vz_strbuf_append_char(writer->out, '\n');
}

// A table-list is a page; what is special about it are its selects.
static const char *group_appearance(struct vz_survey *survey,
                                    const char *text) {
    static const char word[] = "table-list";
    const char *page = "field-list";
    for (size_t n; page && *(text += strspn(text, " ")); text += n) {
        n = strcspn(text, " ");
        if (n != strlen(word) || strncmp(text, word, n) != 0) {
            page =
                vz_arena_printf(&survey->arena, "%s %.*s", page, (int)n, text);
        }
    }
    survey->failed = survey->failed || !page;
    return page ? page : "";
}

// A column that becomes an attribute; it may hold references.
static void write_column(struct writer *writer,
                         const struct vz_survey_node *node, int column,
                         const char *attribute) {
    const char *text = node->values[column];
    if (!text) {
        return;
    }
    struct vz_reference_place place =
        vz_reference_place_of(writer->survey, node, column);
    if (node->table_list && column == VZ_SURVEY_APPEARANCE) {
        text = group_appearance(writer->survey, text);
    }
    struct vz_strbuf expanded = {0};
    vz_references_expand(writer->survey, &place, text, &expanded);
    vz_write_attribute(writer->out, attribute, vz_strbuf_text(&expanded));
    vz_strbuf_finish(&expanded);
}

static void write_appearance(struct writer *writer,
                             const struct vz_survey_node *node) {
    write_column(writer, node, VZ_SURVEY_APPEARANCE, "appearance");
}

// Parameters that become attributes of the control; `value` is what stands
// there when none is given.
static const struct {
    enum vz_body_control control;
    const char *type; // NULL: every type of this control
    const char *parameter, *attribute, *value;
} control_parameters[] = {
    {VZ_BODY_RANGE, NULL, "start", "start", "1"},
    {VZ_BODY_RANGE, NULL, "end", "end", "10"},
    {VZ_BODY_RANGE, NULL, "step", "step", "1"},
    {VZ_BODY_RANGE, NULL, "tick_interval", "odk:tick-interval", NULL},
    {VZ_BODY_RANGE, NULL, "placeholder", "odk:placeholder", NULL},
    {VZ_BODY_INPUT, "text", "rows", "rows", NULL},
    {VZ_BODY_INPUT, NULL, "capture-accuracy", "accuracyThreshold", NULL},
    {VZ_BODY_INPUT, NULL, "warning-accuracy", "unacceptableAccuracyThreshold",
     NULL},
    {VZ_BODY_UPLOAD, "image", "app", "intent", NULL},
};

// Another app can take or annotate a picture, not what else Collect does.
static bool uses_app(const struct vz_survey_node *node) {
    const char *appearance = node->values[VZ_SURVEY_APPEARANCE];
    return !appearance || strcmp(appearance, "annotate") == 0;
}

static void write_parameters(struct writer *writer,
                             const struct vz_survey_node *node) {
    size_t n = sizeof(control_parameters) / sizeof(*control_parameters);
    for (size_t i = 0; i < n; i++) {
        if (control_parameters[i].control != node->type->control ||
            (control_parameters[i].type &&
             strcmp(control_parameters[i].type, node->type->name) != 0)) {
            continue;
        }
        const char *value = vz_survey_parameter(
            writer->survey, node, control_parameters[i].parameter);
        if (node->type->control == VZ_BODY_UPLOAD && !uses_app(node)) {
            continue;
        }
        vz_write_attribute(writer->out, control_parameters[i].attribute,
                           value ? value : control_parameters[i].value);
    }
}

// A seed, without the spaces that stand around a reference elsewhere.
static bool append_seed(struct vz_survey *survey,
                        const struct vz_reference_place *place,
                        const char *seed, struct vz_strbuf *out) {
    struct vz_strbuf expanded = {0};
    bool ok = vz_references_expand(survey, place, seed, &expanded);
    const char *text = vz_clean_text(&survey->arena, vz_strbuf_text(&expanded));
    vz_strbuf_append(out, text ? text : "");
    survey->failed = survey->failed || !text;
    vz_strbuf_finish(&expanded);
    return ok;
}

// Where a select's items come from, and which of their children are the value
// and the label.
struct item_source {
    const char *nodeset; // "instance('list')/root/item"; NULL: none to write
    const char *value, *label;
    const struct vz_survey_node *item; // of a select from answers
    const char *filter; // in [ ], when the form has none of its own
};

// The nodeset with its filter, in randomize() where asked for.
static void write_nodeset(struct writer *writer,
                          const struct vz_survey_node *node,
                          const struct item_source *source) {
    struct vz_survey *survey = writer->survey;
    struct vz_reference_place place =
        vz_reference_place_of(survey, node, VZ_SURVEY_CHOICE_FILTER);
    const char *filter = node->values[VZ_SURVEY_CHOICE_FILTER];
    const char *randomize = vz_survey_parameter(survey, node, "randomize");
    const char *seed = vz_survey_parameter(survey, node, "seed");
    bool random = randomize && strcasecmp(randomize, "true") == 0;
    struct vz_strbuf text = {0};
    vz_strbuf_append(&text, random ? "randomize(" : "");
    vz_strbuf_append(&text, source->nodeset);
    bool ok = true;
    if (filter) {
        place.predicate = true;
        place.item = source->item;
        vz_strbuf_append_char(&text, '[');
        ok = vz_references_expand(survey, &place, filter, &text);
        vz_strbuf_append_char(&text, ']');
        place.predicate = false;
    } else if (source->filter) {
        vz_strbuf_printf(&text, "[%s]", source->filter);
    }
    if (random && seed) {
        place.column = vz_survey_header(survey, VZ_SURVEY_PARAMETERS);
        place.item = NULL;
        vz_strbuf_append(&text, ", ");
        ok = append_seed(survey, &place, seed, &text) && ok;
    }
    vz_strbuf_append(&text, random ? ")" : "");
    if (ok && (filter || random)) {
        vz_expression_check(survey, &place, NULL, vz_strbuf_text(&text));
    }
    vz_write_attribute(writer->out, "nodeset", vz_strbuf_text(&text));
    survey->failed = survey->failed || text.failed;
    vz_strbuf_finish(&text);
}

static const char *instance_items(struct vz_survey *survey, const char *id) {
    const char *text =
        vz_arena_printf(&survey->arena, "instance('%s')/root/item", id);
    survey->failed = survey->failed || !text;
    return text;
}

static struct item_source list_source(struct vz_survey *survey,
                                      const struct vz_choice_list *list) {
    return (struct item_source){
        .nodeset = instance_items(survey, list->name),
        .value = "name",
        .label = list->translated ? "jr:itext(itextId)" : "label",
    };
}

static struct item_source file_source(struct vz_survey *survey,
                                      const struct vz_survey_node *node) {
    const char *dot = strrchr(node->file, '.');
    bool geojson = strcasecmp(dot, ".geojson") == 0;
    const char *value = vz_survey_parameter(survey, node, "value");
    const char *label = vz_survey_parameter(survey, node, "label");
    const char *id = vz_arena_strndup(&survey->arena, node->file,
                                      (size_t)(dot - node->file));
    return (struct item_source){
        .nodeset = id ? instance_items(survey, id) : NULL,
        .value = value     ? value
                 : geojson ? "id"
                           : "name",
        .label = label     ? label
                 : geojson ? "title"
                           : "label",
    };
}

// The same repeat around both, within another.
static bool share_nested_repeat(const struct vz_survey_node *a,
                                const struct vz_survey_node *b) {
    const struct vz_survey_node *repeat = vz_enclosing_repeat(a);
    return repeat && repeat == vz_enclosing_repeat(b) &&
           vz_enclosing_repeat(repeat);
}

// "select_one ${name}": the answers that were given to that question; or the
// places of a repeat, which its question "geometry" asks for.
static struct item_source answer_source(struct vz_survey *survey,
                                        const struct vz_survey_node *node) {
    struct item_source source = {0};
    struct vz_reference_place place =
        vz_reference_place_of(survey, node, VZ_SURVEY_TYPE);
    const struct vz_survey_node *question =
        vz_references_node(survey, &place, node->source);
    if (!question || !question->parent) {
        return source;
    }
    bool repeat = question->kind == VZ_SURVEY_REPEAT;
    struct vz_strbuf path = {0};
    source.item = repeat ? question : question->parent;
    source.value = source.label = repeat ? "geometry" : question->name;
    if (!repeat && share_nested_repeat(node, question)) {
        // Only the answers of the own instance can be told apart there.
        vz_references_path(node, question, &path);
        if (!path.failed) {
            path.data[path.len - strlen(question->name) - 1] = '\0';
        }
    } else {
        vz_references_path(node, source.item, &path);
    }
    source.nodeset = vz_arena_strdup(&survey->arena, vz_strbuf_text(&path));
    source.filter = vz_arena_printf(&survey->arena, "./%s != ''", source.value);
    survey->failed = survey->failed || path.failed || !source.nodeset ||
                     !source.filter;
    vz_strbuf_finish(&path);
    return source;
}

static void write_item_refs(struct writer *writer,
                            const struct item_source *source) {
    vz_strbuf_append(writer->out, "><value");
    vz_write_attribute(writer->out, "ref", source->value);
    vz_strbuf_append(writer->out, "/><label");
    vz_write_attribute(writer->out, "ref", source->label);
    vz_strbuf_append(writer->out, "/></itemset>\n");
}

static void write_itemset(struct writer *writer,
                          const struct vz_survey_node *node) {
    struct item_source source = {0};
    if (node->file) {
        source = file_source(writer->survey, node);
    } else if (node->source) {
        source = answer_source(writer->survey, node);
    } else if (node->list) {
        source = list_source(writer->survey, node->list);
    } else if (node->from) {
        source.nodeset = instance_items(writer->survey, node->from);
        source.value = "name";
        source.label = "label";
    }
    if (source.nodeset) { // else reported, or out of memory
        vz_strbuf_append(writer->out, "<itemset");
        write_nodeset(writer, node, &source);
        write_item_refs(writer, &source);
    }
}

// The choices themselves: search() replaces them by those of a file.
static void write_items(struct writer *writer,
                        const struct vz_choice_list *list) {
    for (size_t i = 0; i < list->n; i++) {
        const struct vz_choice_row *choice = &list->choices[i];
        const struct vz_survey_text *label = choice->texts[VZ_TEXT_LABEL];
        vz_strbuf_append(writer->out, "<item><label");
        if (list->translated) {
            vz_strbuf_append(writer->out, " ref=\"jr:itext('");
            vz_strbuf_append_xml(writer->out, list->name);
            vz_strbuf_printf(writer->out, "-%zu')\"/>", i);
        } else {
            vz_strbuf_append_char(writer->out, '>');
            vz_strbuf_append_xml(writer->out, label ? label->text : "");
            vz_strbuf_append(writer->out, "</label>");
        }
        vz_strbuf_append(writer->out, "<value>");
        vz_strbuf_append_xml(writer->out, choice->name);
        vz_strbuf_append(writer->out, "</value></item>\n");
    }
}

// The labels below the ticks of a range.
static void write_tick_labels(struct writer *writer,
                              const struct vz_survey_node *node) {
    const char *name =
        vz_survey_parameter(writer->survey, node, "tick_labelset");
    const struct vz_choice_list *list =
        name ? vz_survey_list(writer->survey, name) : NULL;
    if (list) {
        struct item_source source = list_source(writer->survey, list);
        vz_strbuf_append(writer->out, "<itemset");
        vz_write_attribute(writer->out, "nodeset", source.nodeset);
        write_item_refs(writer, &source);
    }
}

// A tag that mappers may set; its values are the choices of that name.
static void write_tag(void *userdata, const char *name, const char *label) {
    struct writer *writer = userdata;
    const struct vz_choice_list *list = vz_survey_list(writer->survey, name);
    vz_strbuf_append(writer->out, "<tag");
    vz_write_attribute(writer->out, "key", name);
    vz_strbuf_append(writer->out, "><label>");
    vz_strbuf_append_xml(writer->out, label);
    vz_strbuf_append(writer->out, "</label>\n");
    if (list) {
        write_items(writer, list);
    }
    vz_strbuf_append(writer->out, "</tag>\n");
}

static void write_tags(struct writer *writer, const char *list) {
    if (!vz_survey_each_tag(writer->survey, list, write_tag, writer)) {
        writer->survey->failed = true;
    }
}

static void write_choices(struct writer *writer,
                          const struct vz_survey_node *node) {
    if (vz_survey_is_searched(node)) {
        write_items(writer, node->list);
    } else if (node->type->flags & VZ_TYPE_QUERY) {
        return; // its query attribute says it all
    } else if (node->tags) {
        write_tags(writer, node->tags);
    } else if (node->file || node->source || node->list || node->from) {
        write_itemset(writer, node);
    } else if (node->type->control == VZ_BODY_RANGE) {
        write_tick_labels(writer, node);
    }
}

// query="instance('list')/root/item[filter]" of a select_one_external.
static void write_query(struct writer *writer,
                        const struct vz_survey_node *node) {
    struct vz_survey *survey = writer->survey;
    if (!node->query) {
        return;
    }
    struct vz_reference_place place =
        vz_reference_place_of(survey, node, VZ_SURVEY_CHOICE_FILTER);
    place.predicate = true;
    const char *filter = node->values[VZ_SURVEY_CHOICE_FILTER];
    struct vz_strbuf text = {0};
    vz_strbuf_printf(&text, "instance('%s')/root/item", node->query);
    if (filter) {
        vz_strbuf_append_char(&text, '[');
        vz_references_expand(survey, &place, filter, &text);
        vz_strbuf_append_char(&text, ']');
    }
    vz_write_attribute(writer->out, "query", vz_strbuf_text(&text));
    survey->failed = survey->failed || text.failed;
    vz_strbuf_finish(&text);
}

static void write_setvalues(struct writer *writer,
                            const struct vz_survey_node *node) {
    for (const struct vz_survey_setvalue *item = node->setvalues; item;
         item = item->next) {
        const struct vz_survey_node *target = item->target;
        bool geopoint = target->type &&
                        (target->type->flags & VZ_TYPE_SETS_GEOPOINT);
        vz_strbuf_append(writer->out,
                         geopoint ? "<odk:setgeopoint" : "<setvalue");
        vz_strbuf_append(writer->out, " event=\"xforms-value-changed\"");
        vz_write_attribute(writer->out, "ref", target->path);
        if (!geopoint && target->values[VZ_SURVEY_CALCULATION]) {
            struct vz_reference_place place = vz_reference_place_of(
                writer->survey, target, VZ_SURVEY_CALCULATION);
            vz_expression_write(writer->survey, &place, "value",
                                target->values[VZ_SURVEY_CALCULATION],
                                writer->out);
        }
        vz_strbuf_append(writer->out, "/>\n");
    }
}

static void write_question(struct writer *writer,
                           const struct vz_survey_node *node) {
    const char *element = elements[node->type->control];
    vz_strbuf_printf(writer->out, "<%s", element);
    vz_write_attribute(writer->out, "ref", node->path);
    write_appearance(writer, node);
    if (node->type->control == VZ_BODY_UPLOAD &&
        !vz_survey_attribute(node->attributes, VZ_COLUMN_BODY, "mediatype")) {
        vz_write_attribute(writer->out, "mediatype", node->type->detail);
    }
    write_parameters(writer, node);
    write_column(writer, node, VZ_SURVEY_ROWS, "rows");
    if (vz_survey_parameter(writer->survey, node, "incremental")) {
        vz_strbuf_append(writer->out, " incremental=\"true\"");
    }
    write_query(writer, node);
    vz_write_attribute(writer->out, "autoplay",
                       node->values[VZ_SURVEY_AUTOPLAY]);
    vz_write_own_attributes(writer->survey, node, VZ_COLUMN_BODY, writer->out);
    vz_strbuf_append_char(writer->out, '>');
    write_texts(writer, node);
    write_choices(writer, node);
    write_setvalues(writer, node);
    vz_strbuf_printf(writer->out, "</%s>\n", element);
}

static void write_children(struct writer *writer,
                           const struct vz_survey_node *node);

// Defaults that are computed for each new instance of a repeat.
static void write_repeat_defaults(struct writer *writer,
                                  const struct vz_survey_node *repeat) {
    for (const struct vz_survey_node *node = repeat->first_child;
         node && node != repeat;) {
        if (node->dynamic_default && vz_enclosing_repeat(node) == repeat) {
            struct vz_reference_place place =
                vz_reference_place_of(writer->survey, node, VZ_SURVEY_DEFAULT);
            vz_strbuf_append(writer->out, "<setvalue event=\"odk-new-repeat\"");
            vz_write_attribute(writer->out, "ref", node->path);
            vz_expression_write(writer->survey, &place, "value",
                                node->values[VZ_SURVEY_DEFAULT], writer->out);
            vz_strbuf_append(writer->out, "/>\n");
        }
        if (node->first_child) {
            node = node->first_child;
            continue;
        }
        while (node != repeat && !node->next) {
            node = node->parent;
        }
        node = node == repeat ? NULL : node->next;
    }
}

static void write_repeat_entities(struct writer *writer,
                                  const struct vz_survey_node *repeat) {
    const struct vz_survey *survey = writer->survey;
    for (size_t i = 0; i < survey->n_entities; i++) {
        const struct vz_entity *entity = &survey->entities[i];
        if (vz_enclosing_repeat(entity->node) == repeat) {
            vz_write_entity_id_action(entity, "odk-new-repeat", writer->out);
        }
    }
}

static void write_repeat(struct writer *writer,
                         const struct vz_survey_node *node) {
    vz_strbuf_append(writer->out, "<repeat");
    vz_write_attribute(writer->out, "nodeset", node->path);
    if (node->values[VZ_SURVEY_REPEAT_COUNT]) {
        struct vz_reference_place place =
            vz_reference_place_of(writer->survey, node, VZ_SURVEY_REPEAT_COUNT);
        vz_expression_write(writer->survey, &place, "jr:count",
                            node->values[VZ_SURVEY_REPEAT_COUNT], writer->out);
    }
    write_appearance(writer, node);
    vz_write_own_attributes(writer->survey, node, VZ_COLUMN_BODY, writer->out);
    vz_strbuf_append(writer->out, ">\n");
    write_children(writer, node);
    write_repeat_defaults(writer, node);
    write_repeat_entities(writer, node);
    vz_strbuf_append(writer->out, "</repeat>\n");
}

static void write_group(struct writer *writer,
                        const struct vz_survey_node *node) {
    vz_strbuf_append(writer->out, "<group");
    vz_write_attribute(writer->out, "ref", node->path);
    if (node->kind == VZ_SURVEY_GROUP) {
        write_appearance(writer, node);
        write_column(writer, node, VZ_SURVEY_INTENT, "intent");
        vz_write_own_attributes(writer->survey, node, VZ_COLUMN_BODY,
                                writer->out);
    }
    vz_strbuf_append_char(writer->out, '>');
    write_texts(writer, node);
    if (node->kind == VZ_SURVEY_REPEAT) {
        write_repeat(writer, node);
    } else {
        write_children(writer, node);
    }
    vz_strbuf_append(writer->out, "</group>\n");
}

static void write_children(struct writer *writer,
                           const struct vz_survey_node *node) {
    for (const struct vz_survey_node *child = node->first_child; child;
         child = child->next) {
        if (child->in_meta) {
            continue;
        }
        if (child->kind != VZ_SURVEY_QUESTION) {
            write_group(writer, child);
        } else if (vz_survey_is_visible(child)) {
            write_question(writer, child);
        }
    }
}

void vz_write_body(struct vz_survey *survey, struct vz_strbuf *out) {
    struct writer writer = {survey, out};
    vz_strbuf_append(out, "<h:body");
    vz_write_attribute(out, "class", survey->settings.style);
    vz_strbuf_append(out, ">\n");
    write_children(&writer, survey->root);
    vz_strbuf_append(out, "</h:body>\n");
}
