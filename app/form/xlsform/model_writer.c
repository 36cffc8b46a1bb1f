/*
 * The model: the primary instance, binds, actions and the submission.
 */
#include "xform_writer.h"

#include <string.h>

struct writer {
    struct vz_survey *survey;
    struct vz_strbuf *out;
};

static bool is_written(const struct vz_survey_node *node) {
    return !node->is_unwritten &&
           (!node->type || !(node->type->flags & VZ_TYPE_EXTERNAL));
}

static void write_default(struct writer *writer,
                          const struct vz_survey_node *node) {
    const char *text = node->values[VZ_SURVEY_DEFAULT];
    if (!text || node->dynamic_default) {
        return;
    }
    bool image = node->type && strcmp(node->type->name, "image") == 0;
    if (image && strncmp(text, "jr://", 5) != 0) {
        vz_strbuf_append(writer->out, "jr://images/");
    }
    vz_strbuf_append_xml(writer->out, text);
}

// A repeat's template stands once in front of its first instance; within
// another's template it is all there is, within another's instance there is
// none.
enum inside {
    INSIDE_NOTHING,
    INSIDE_TEMPLATE,
    INSIDE_INSTANCE,
};

static void write_node(struct writer *writer, const struct vz_survey_node *node,
                       bool template, enum inside inside);

static void write_children(struct writer *writer,
                           const struct vz_survey_node *node,
                           enum inside inside) {
    for (const struct vz_survey_node *child = node->first_child; child;
         child = child->next) {
        bool empty = child == writer->survey->meta && !child->first_child;
        if (!is_written(child) || empty) {
            continue;
        }
        if (child->kind != VZ_SURVEY_REPEAT) {
            write_node(writer, child, false, inside);
            continue;
        }
        if (inside != INSIDE_INSTANCE) {
            write_node(writer, child, true, INSIDE_TEMPLATE);
        }
        if (inside != INSIDE_TEMPLATE) {
            write_node(writer, child, false, INSIDE_INSTANCE);
        }
    }
}

static void write_node(struct writer *writer, const struct vz_survey_node *node,
                       bool template, enum inside inside) {
    vz_strbuf_printf(writer->out, "<%s", node->name);
    if (template) {
        vz_strbuf_append(writer->out, " jr:template=\"\"");
    }
    vz_write_attribute(writer->out, "odk:tag",
                       node->values[VZ_SURVEY_COMPACT_TAG]);
    vz_write_own_attributes(writer->survey, node, VZ_COLUMN_INSTANCE,
                            writer->out);
    if (node->declares) {
        vz_write_entity_attributes(node->declares, writer->out);
    }
    bool has_default = node->values[VZ_SURVEY_DEFAULT] &&
                       !node->dynamic_default;
    if (!node->first_child && !has_default) {
        vz_strbuf_append(writer->out, "/>\n");
        return;
    }
    vz_strbuf_append_char(writer->out, '>');
    if (node->first_child) {
        vz_strbuf_append_char(writer->out, '\n');
        write_children(writer, node, inside);
    } else {
        write_default(writer, node);
    }
    vz_strbuf_printf(writer->out, "</%s>\n", node->name);
}

static void write_primary(struct writer *writer, const char *form_id) {
    struct vz_survey *survey = writer->survey;
    vz_strbuf_printf(writer->out, "<instance>\n<%s", survey->root->name);
    vz_write_attribute(writer->out, "xmlns", survey->settings.instance_xmlns);
    vz_write_attribute(writer->out, "id", form_id);
    vz_write_attribute(writer->out, "version", survey->settings.version);
    vz_write_attribute(writer->out, "odk:prefix", survey->settings.prefix);
    vz_write_attribute(writer->out, "odk:delimiter",
                       survey->settings.delimiter);
    vz_write_own_attributes(survey, survey->root, VZ_COLUMN_ATTRIBUTE,
                            writer->out);
    vz_strbuf_append(writer->out, ">\n");
    write_children(writer, survey->root, INSIDE_NOTHING);
    vz_strbuf_printf(writer->out, "</%s>\n</instance>\n", survey->root->name);
}

static void write_expression(struct writer *writer,
                             const struct vz_survey_node *node, int column,
                             const char *attribute, bool is_boolean) {
    const char *text = node->values[column];
    if (!text) {
        return;
    }
    int told = node->counts_repeat && column == VZ_SURVEY_CALCULATION
                   ? VZ_SURVEY_REPEAT_COUNT
                   : column;
    struct vz_reference_place place =
        vz_reference_place_of(writer->survey, node, told);
    vz_expression_write(writer->survey, &place, attribute,
                        is_boolean ? vz_boolean_expression(text) : text,
                        writer->out);
}

static void write_message(struct writer *writer,
                          const struct vz_survey_node *node,
                          enum vz_survey_text_kind kind, const char *name) {
    const struct vz_survey_text *text = node->texts[kind];
    if (!text) {
        return;
    }
    if (!vz_text_is_translated(node, kind)) {
        vz_write_attribute(writer->out, name, text->text);
        return;
    }
    vz_strbuf_printf(writer->out, " %s=\"jr:itext('", name);
    vz_strbuf_append_xml(writer->out, node->path);
    vz_strbuf_printf(writer->out, ":%s')\"", name);
}

static void write_readonly(struct writer *writer,
                           const struct vz_survey_node *node) {
    if (node->values[VZ_SURVEY_READONLY]) {
        write_expression(writer, node, VZ_SURVEY_READONLY, "readonly", true);
    } else if (node->type && (node->type->flags & VZ_TYPE_NOTE)) {
        vz_strbuf_append(writer->out, " readonly=\"true()\"");
    }
}

// Parameters that become attributes of the bind.
static void write_bind_parameters(struct writer *writer,
                                  const struct vz_survey_node *node) {
    static const struct {
        const char *type, *parameter, *attribute;
    } map[] = {
        {"image", "max-pixels", "orx:max-pixels"},
        {"audio", "quality", "odk:quality"},
        {"geopoint", "allow-mock-accuracy", "odk:allow-mock-accuracy"},
        {"geotrace", "allow-mock-accuracy", "odk:allow-mock-accuracy"},
        {"geoshape", "allow-mock-accuracy", "odk:allow-mock-accuracy"},
        {"audit", "location-priority", "odk:location-priority"},
        {"audit", "location-min-interval", "odk:location-min-interval"},
        {"audit", "location-max-age", "odk:location-max-age"},
        {"audit", "track-changes", "odk:track-changes"},
        {"audit", "track-changes-reasons", "odk:track-changes-reasons"},
        {"audit", "identify-user", "odk:identify-user"},
    };
    if (!node->values[VZ_SURVEY_PARAMETERS]) {
        return;
    }
    for (size_t i = 0; i < sizeof(map) / sizeof(*map); i++) {
        if (strcmp(map[i].type, node->type->name) == 0) {
            vz_write_attribute(
                writer->out, map[i].attribute,
                vz_survey_parameter(writer->survey, node, map[i].parameter));
        }
    }
}

// "1.50" but not "1.0".
static bool has_fraction(const char *text) {
    const char *point = text ? strchr(text, '.') : NULL;
    return point && point[1 + strspn(point + 1, "0")] != '\0';
}

static const char *bind_type(struct vz_survey *survey,
                             const struct vz_survey_node *node) {
    if (node->type->control != VZ_BODY_RANGE ||
        strcmp(node->bind_type, node->type->bind_type) != 0) {
        return node->bind_type;
    }
    static const char *const names[] = {"start", "end", "step", "tick_interval",
                                        "placeholder"};
    for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++) {
        if (has_fraction(vz_survey_parameter(survey, node, names[i]))) {
            return "decimal";
        }
    }
    return "int";
}

static void write_question_bind(struct writer *writer,
                                const struct vz_survey_node *node) {
    vz_write_attribute(writer->out, "type", bind_type(writer->survey, node));
    if (node->type->preload &&
        !vz_survey_attribute(node->attributes, VZ_COLUMN_BIND, "jr:preload")) {
        vz_write_attribute(writer->out, "jr:preload", node->type->preload);
        if (!vz_survey_attribute(node->attributes, VZ_COLUMN_BIND,
                                 "jr:preloadParams")) {
            vz_write_attribute(writer->out, "jr:preloadParams",
                               node->type->detail);
        }
    }
    write_bind_parameters(writer, node);
}

static bool group_needs_bind(const struct vz_survey_node *node) {
    static const int columns[] = {VZ_SURVEY_RELEVANT, VZ_SURVEY_READONLY,
                                  VZ_SURVEY_REQUIRED, VZ_SURVEY_CONSTRAINT,
                                  VZ_SURVEY_CALCULATION};
    for (size_t i = 0; i < sizeof(columns) / sizeof(*columns); i++) {
        if (node->values[columns[i]]) {
            return true;
        }
    }
    const struct vz_survey_attribute *attribute = node->attributes;
    for (; attribute; attribute = attribute->next) {
        if (attribute->column->kind == VZ_COLUMN_BIND) {
            return true;
        }
    }
    return false;
}

static void write_bind(struct writer *writer,
                       const struct vz_survey_node *node) {
    vz_strbuf_append(writer->out, "<bind");
    vz_write_attribute(writer->out, "nodeset", node->path);
    if (node->kind == VZ_SURVEY_QUESTION) {
        write_question_bind(writer, node);
    }
    write_readonly(writer, node);
    write_expression(writer, node, VZ_SURVEY_REQUIRED, "required", true);
    write_expression(writer, node, VZ_SURVEY_RELEVANT, "relevant", true);
    write_expression(writer, node, VZ_SURVEY_CONSTRAINT, "constraint", true);
    if (!node->values[VZ_SURVEY_TRIGGER]) {
        write_expression(writer, node, VZ_SURVEY_CALCULATION, "calculate",
                         true);
    }
    write_message(writer, node, VZ_TEXT_CONSTRAINT_MESSAGE, "jr:constraintMsg");
    write_message(writer, node, VZ_TEXT_REQUIRED_MESSAGE, "jr:requiredMsg");
    write_message(writer, node, VZ_TEXT_NO_APP_MESSAGE, "jr:noAppErrorString");
    if (node->entity) {
        vz_write_attribute(writer->out, "entities:saveto", node->save_to);
    }
    vz_write_own_attributes(writer->survey, node, VZ_COLUMN_BIND, writer->out);
    vz_strbuf_append(writer->out, "/>\n");
}

static void write_first_load(struct writer *writer,
                             const struct vz_survey_node *node) {
    if (node->dynamic_default) {
        vz_strbuf_append(writer->out, "<setvalue");
        vz_write_attribute(writer->out, "ref", node->path);
        write_expression(writer, node, VZ_SURVEY_DEFAULT, "value", false);
        vz_strbuf_append(writer->out, " event=\"odk-instance-first-load\"/>\n");
    }
    if (!node->type) {
        return;
    }
    if ((node->type->flags & VZ_TYPE_SETS_GEOPOINT) &&
        !node->values[VZ_SURVEY_TRIGGER]) {
        vz_strbuf_append(writer->out, "<odk:setgeopoint");
        vz_write_attribute(writer->out, "ref", node->path);
        vz_strbuf_append(writer->out, " event=\"odk-instance-first-load\"/>\n");
    }
    if (node->type->flags & VZ_TYPE_RECORDS_AUDIO) {
        vz_strbuf_append(writer->out, "<odk:recordaudio");
        vz_write_attribute(writer->out, "ref", node->path);
        vz_write_attribute(
            writer->out, "odk:quality",
            vz_survey_parameter(writer->survey, node, "quality"));
        vz_strbuf_append(writer->out, " event=\"odk-instance-load\"/>\n");
    }
}

static void write_binds(struct writer *writer) {
    struct vz_survey *survey = writer->survey;
    for (const struct vz_survey_node *node = survey->root->first_child;
         node && node != survey->meta; node = vz_survey_following(node)) {
        if (is_written(node) && !node->in_meta &&
            (node->kind == VZ_SURVEY_QUESTION || group_needs_bind(node))) {
            write_bind(writer, node);
            write_first_load(writer, node);
        }
    }
}

// A bind of <meta> that a setting computes.
static void write_setting_bind(struct writer *writer,
                               const struct vz_survey_node *node,
                               const char *setting, const char *text,
                               const char *rest) {
    struct vz_reference_place place = {
        .node = node,
        .sheet = "settings",
        .row = writer->survey->settings.row,
        .column = setting,
    };
    vz_strbuf_append(writer->out, "<bind");
    vz_write_attribute(writer->out, "nodeset", node->path);
    vz_strbuf_append(writer->out, " type=\"string\"");
    vz_strbuf_append(writer->out, rest);
    if (text) {
        vz_expression_write(writer->survey, &place, "calculate", text,
                            writer->out);
    }
    vz_strbuf_append(writer->out, "/>\n");
}

// The setting names another way to fill it in, or computes it.
static void write_instance_id_bind(struct writer *writer,
                                   const struct vz_survey_node *node) {
    const char *id = writer->survey->settings.instance_id;
    bool computed = id && !vz_is_xml_name(id);
    const char *rest = vz_arena_printf(&writer->survey->arena,
                                       computed ? " readonly=\"true()\""
                                                : " readonly=\"true()\" "
                                                  "jr:preload=\"%s\"",
                                       id ? id : "uid");
    writer->survey->failed = writer->survey->failed || !rest;
    write_setting_bind(writer, node, "instance_id", computed ? id : NULL,
                       rest ? rest : "");
}

static void write_meta_binds(struct writer *writer) {
    const struct vz_form_settings *settings = &writer->survey->settings;
    for (const struct vz_survey_node *node = writer->survey->meta->first_child;
         node; node = node->next) {
        if (strcmp(node->name, "instanceID") == 0) {
            write_instance_id_bind(writer, node);
        } else if (strcmp(node->name, "instanceName") == 0) {
            write_setting_bind(writer, node, "instance_name",
                               settings->instance_name, "");
        } else if (!node->declares) {
            write_bind(writer, node);
        }
    }
}

static void write_entities(struct writer *writer) {
    struct vz_survey *survey = writer->survey;
    for (size_t i = 0; i < survey->n_entities; i++) {
        const struct vz_entity *entity = &survey->entities[i];
        vz_write_entity_binds(survey, entity, writer->out);
        vz_write_entity_id_action(entity, "odk-instance-first-load",
                                  writer->out);
    }
}

static void write_submission(struct writer *writer) {
    const struct vz_form_settings *settings = &writer->survey->settings;
    if (!settings->submission_url && !settings->public_key &&
        !settings->auto_send && !settings->auto_delete &&
        !settings->client_editable) {
        return;
    }
    vz_strbuf_append(writer->out, "<submission");
    if (settings->submission_url) {
        vz_write_attribute(writer->out, "action", settings->submission_url);
        vz_write_attribute(writer->out, "method", "post");
    }
    vz_write_attribute(writer->out, "base64RsaPublicKey", settings->public_key);
    vz_write_attribute(writer->out, "orx:auto-send", settings->auto_send);
    vz_write_attribute(writer->out, "orx:auto-delete", settings->auto_delete);
    vz_write_attribute(writer->out, "odk:client-editable",
                       settings->client_editable ? "true" : NULL);
    vz_strbuf_append(writer->out, "/>\n");
}

void vz_write_model(struct vz_survey *survey, const char *form_id,
                    struct vz_strbuf *out) {
    struct writer writer = {survey, out};
    vz_strbuf_append(out, "<model odk:xforms-version=\"1.0.0\"");
    vz_write_entities_version(survey, out);
    vz_strbuf_append(out, ">\n");
    write_submission(&writer);
    vz_write_itext(survey, out);
    write_primary(&writer, form_id);
    // Binds first into a text of their own: they tell whether the former
    // submission is asked for, and its instance must come before them.
    struct vz_strbuf binds = {0};
    struct writer bind_writer = {survey, &binds};
    write_binds(&bind_writer);
    write_meta_binds(&bind_writer);
    write_entities(&bind_writer);
    vz_write_secondary_instances(survey, out);
    vz_strbuf_append(out, vz_strbuf_text(&binds));
    survey->failed = survey->failed || binds.failed;
    vz_strbuf_finish(&binds);
    vz_strbuf_append(out, "</model>\n");
}
