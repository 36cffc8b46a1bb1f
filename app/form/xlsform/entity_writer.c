/*
 * Entities: the <entity> element, its binds, and the action that gives a new
 * one its id. What it looks like is the entities specification, 2024.1 for one
 * entity a form and 2025.1 for those in groups and repeats.
 */
#include "xform_writer.h"

#include <string.h>

static bool creates(const struct vz_entity *entity) {
    return entity->create_if || !entity->id;
}

void vz_write_entity_attributes(const struct vz_entity *entity,
                                struct vz_strbuf *out) {
    vz_write_attribute(out, "dataset", entity->list);
    vz_strbuf_append(out, " id=\"\"");
    if (creates(entity)) {
        vz_strbuf_append(out, " create=\"1\"");
    }
    if (entity->id) {
        vz_strbuf_append(out, " update=\"1\"");
        vz_strbuf_append(out,
                         " baseVersion=\"\" trunkVersion=\"\" branchId=\"\"");
    }
}

static void open_bind(const struct vz_entity *entity, const char *part,
                      struct vz_strbuf *out) {
    vz_strbuf_append(out, "<bind nodeset=\"");
    vz_strbuf_append_xml(out, entity->node->path);
    vz_strbuf_printf(out, "/%s\" type=\"string\" readonly=\"true()\"", part);
}

static struct vz_reference_place place_of(const struct vz_entity *entity,
                                          const char *column) {
    return (struct vz_reference_place){
        .node = entity->label_node,
        .sheet = "entities",
        .row = entity->row,
        .column = column,
    };
}

// A part that a column computes; NULL: nothing to compute.
static void write_bind(struct vz_survey *survey, const struct vz_entity *entity,
                       const char *part, const char *column, const char *text,
                       struct vz_strbuf *out) {
    struct vz_reference_place place = place_of(entity, column);
    open_bind(entity, part, out);
    if (text) {
        vz_expression_write(survey, &place, "calculate",
                            vz_boolean_expression(text), out);
    }
    vz_strbuf_append(out, "/>\n");
}

// What the list says of the entity that is to change.
static void write_version_bind(struct vz_survey *survey,
                               const struct vz_entity *entity, const char *part,
                               const char *property, struct vz_strbuf *out) {
    struct vz_reference_place place = place_of(entity, "entity_id");
    struct vz_strbuf text = {0};
    place.predicate = true;
    vz_strbuf_printf(&text, "instance('%s')/root/item[name=", entity->list);
    vz_references_expand(survey, &place, entity->id, &text);
    vz_strbuf_printf(&text, "]/%s", property);
    open_bind(entity, part, out);
    vz_write_attribute(out, "calculate", vz_strbuf_text(&text));
    vz_strbuf_append(out, "/>\n");
    survey->failed = survey->failed || text.failed;
    vz_strbuf_finish(&text);
}

void vz_write_entity_id_action(const struct vz_entity *entity,
                               const char *event, struct vz_strbuf *out) {
    if (entity->id) {
        return; // a known entity, or one whose new id is computed
    }
    vz_strbuf_printf(out, "<setvalue event=\"%s\" ref=\"", event);
    vz_strbuf_append_xml(out, entity->node->path);
    vz_strbuf_append(out, "/@id\" value=\"uuid()\"/>\n");
}

void vz_write_entity_binds(struct vz_survey *survey,
                           const struct vz_entity *entity,
                           struct vz_strbuf *out) {
    write_bind(survey, entity, "@id", "entity_id", entity->id, out);
    if (entity->create_if) {
        write_bind(survey, entity, "@create", "create_if", entity->create_if,
                   out);
    }
    if (entity->update_if) {
        write_bind(survey, entity, "@update", "update_if", entity->update_if,
                   out);
    }
    if (entity->id) {
        write_version_bind(survey, entity, "@baseVersion", "__version", out);
        write_version_bind(survey, entity, "@trunkVersion", "__trunkVersion",
                           out);
        write_version_bind(survey, entity, "@branchId", "__branchId", out);
    }
    if (entity->label) {
        write_bind(survey, entity, "label", "label", entity->label, out);
    }
}

void vz_write_entities_version(const struct vz_survey *survey,
                               struct vz_strbuf *out) {
    bool inside = survey->n_entities > 1;
    for (size_t i = 0; i < survey->n_entities; i++) {
        inside = inside || vz_enclosing_repeat(survey->entities[i].node);
    }
    if (survey->n_entities) {
        vz_write_attribute(out, "entities:entities-version",
                           inside ? "2025.1.0" : "2024.1.0");
    }
}
