/*
 * The entities sheet and the column save_to: which lists a form adds to or
 * changes, and with which answers.
 */
#include "survey_entities.h"

#include <string.h>
#include <strings.h>

enum entity_column {
    ENTITY_LIST,
    ENTITY_LABEL,
    ENTITY_ID,
    ENTITY_CREATE_IF,
    ENTITY_UPDATE_IF,
    ENTITY_REPEAT,
    ENTITY_N_COLUMNS,
};

static const struct vz_column_name names[] = {
    {"list_name", VZ_COLUMN_VALUE, ENTITY_LIST},
    {"dataset", VZ_COLUMN_VALUE, ENTITY_LIST},
    {"label", VZ_COLUMN_VALUE, ENTITY_LABEL},
    {"entity_id", VZ_COLUMN_VALUE, ENTITY_ID},
    {"create_if", VZ_COLUMN_VALUE, ENTITY_CREATE_IF},
    {"update_if", VZ_COLUMN_VALUE, ENTITY_UPDATE_IF},
    {"repeat", VZ_COLUMN_VALUE, ENTITY_REPEAT},
};

// A form that declares more has something else in the sheet.
#define MAX_ENTITIES 100

void vz_entity_report(struct vz_survey *survey, const struct vz_entity *entity,
                      const char *column, const char *message,
                      const char *name) {
    vz_diagnostics_add(survey->diagnostics, VZ_SEVERITY_ERROR, "entities",
                       entity->row, column, message, name);
}

static void check_list_name(struct vz_survey *survey,
                            const struct vz_entity *entity) {
    if (strncmp(entity->list, "__", 2) == 0) {
        vz_entity_report(survey, entity, "list_name",
                         "the list name '%s' starts with __, which is reserved",
                         entity->list);
    } else if (strchr(entity->list, '.')) {
        vz_entity_report(survey, entity, "list_name",
                         "the list name '%s' has a period; leave it out",
                         entity->list);
    } else if (!vz_is_xml_name(entity->list)) {
        vz_entity_report(
            survey, entity, "list_name",
            "'%s' cannot be a list name; begin with a letter and use only "
            "letters, digits, _ and -",
            entity->list);
    }
}

static void check_entity(struct vz_survey *survey,
                         const struct vz_entity *entity) {
    check_list_name(survey, entity);
    if (!entity->id && entity->update_if) {
        vz_entity_report(
            survey, entity, "entity_id",
            "an entity_id is required when updating the entities of '%s'",
            entity->list);
    } else if (entity->id && entity->create_if && !entity->update_if) {
        vz_entity_report(
            survey, entity, "create_if",
            "an update_if is required with entity_id and create_if, to say "
            "when an entity of '%s' is updated",
            entity->list);
    } else if (!entity->id && !entity->label) {
        vz_entity_report(survey, entity, "label",
                         "a label is required when creating entities of '%s'",
                         entity->list);
    }
}

static struct vz_entity *entity_of(struct vz_survey *survey, const char *list,
                                   size_t len) {
    for (size_t i = 0; i < survey->n_entities; i++) {
        struct vz_entity *entity = &survey->entities[i];
        if (strlen(entity->list) == len &&
            strncmp(entity->list, list, len) == 0) {
            return entity;
        }
    }
    return NULL;
}

static void take_entity(struct vz_survey *survey,
                        const struct vz_sheet_columns *columns,
                        const struct vz_sheet_row *row) {
    const char *values[ENTITY_N_COLUMNS] = {0};
    for (size_t i = 0; i < columns->n; i++) {
        if (columns->items[i].kind == VZ_COLUMN_VALUE) {
            values[columns->items[i].id] = row->texts[i];
        }
    }
    struct vz_entity *entity = &survey->entities[survey->n_entities];
    *entity = (struct vz_entity){
        .row = row->number,
        .list = values[ENTITY_LIST],
        .label = values[ENTITY_LABEL],
        .id = values[ENTITY_ID],
        .create_if = values[ENTITY_CREATE_IF],
        .update_if = values[ENTITY_UPDATE_IF],
        .repeat = values[ENTITY_REPEAT],
    };
    if (!entity->list) {
        vz_entity_report(
            survey, entity, "list_name",
            "this entity belongs to no list; name one in list_name%s", "");
        return;
    }
    if (entity_of(survey, entity->list, strlen(entity->list))) {
        vz_entity_report(
            survey, entity, "list_name",
            "the list '%s' stands in the sheet twice; keep one of the two",
            entity->list);
        return;
    }
    survey->n_entities++;
    check_entity(survey, entity);
}

static bool check_columns(struct vz_survey *survey,
                          const struct vz_sheet_columns *columns) {
    bool ok = true;
    for (size_t i = 0; i < columns->n; i++) {
        if (columns->items[i].kind != VZ_COLUMN_VALUE) {
            vz_diagnostics_add(survey->diagnostics, VZ_SEVERITY_ERROR,
                               "entities", columns->header_row,
                               columns->items[i].header,
                               "this column is unexpected here; correct its "
                               "name or delete it");
            ok = false;
        }
    }
    return ok;
}

bool vz_survey_read_entities(struct vz_survey *survey) {
    const struct vz_sheet *sheet =
        vz_workbook_sheet(&survey->workbook, "entities");
    struct vz_sheet_columns columns;
    if (!sheet || !sheet->n_cells) {
        return true;
    }
    survey->entities = vz_arena_alloc_array(&survey->arena, MAX_ENTITIES,
                                            sizeof(*survey->entities));
    if (!survey->entities ||
        !vz_sheet_columns_read(&columns, &survey->arena, sheet, names,
                               sizeof(names) / sizeof(*names),
                               survey->diagnostics)) {
        return false;
    }
    if (!check_columns(survey, &columns)) {
        return true;
    }
    struct vz_sheet_row row;
    size_t at = columns.first_cell;
    while (survey->n_entities < MAX_ENTITIES &&
           vz_sheet_row_next(sheet, &columns, &survey->arena, &at, &row)) {
        take_entity(survey, &columns, &row);
    }
    return !survey->failed;
}

// ------------------------------------------------------------------ save_to

static bool report_save_to(struct vz_survey *survey,
                           const struct vz_survey_node *node,
                           const char *message, const char *detail) {
    vz_survey_report(survey, VZ_SEVERITY_ERROR, node, VZ_SURVEY_SAVE_TO,
                     message, detail);
    return false;
}

static bool is_saved_already(struct vz_survey *survey,
                             const struct vz_survey_node *node) {
    const char *key = vz_arena_printf(&survey->arena, "%s#%s",
                                      node->entity->list, node->save_to);
    if (!key || vz_name_index_find(&survey->properties, key) == VZ_NO_NAME) {
        survey->failed = survey->failed || !key ||
                         vz_name_index_add(&survey->properties, key) ==
                             VZ_NO_NAME;
        return false;
    }
    for (const struct vz_survey_node *other = survey->root; other != node;
         other = vz_survey_following(other)) {
        if (other->entity == node->entity && other->save_to &&
            strcmp(other->save_to, node->save_to) == 0) {
            vz_survey_report(survey, VZ_SEVERITY_ERROR, node, VZ_SURVEY_SAVE_TO,
                             "the property '%s' is already assigned in row "
                             "%zu; change one of the two",
                             node->save_to, other->row);
            return true;
        }
    }
    return false;
}

static bool check_property(struct vz_survey *survey,
                           const struct vz_survey_node *node,
                           const char *property) {
    if (node->kind != VZ_SURVEY_QUESTION) {
        return report_save_to(survey, node,
                              "groups and repeats can't be saved as entity "
                              "properties: '%s'",
                              node->name);
    }
    if (strcasecmp(property, "name") == 0 ||
        strcasecmp(property, "label") == 0) {
        return report_save_to(survey, node,
                              "the property name '%s' is reserved; choose "
                              "another",
                              property);
    }
    if (strncmp(property, "__", 2) == 0) {
        return report_save_to(survey, node,
                              "the property name '%s' starts with __, which is "
                              "reserved",
                              property);
    }
    if (!vz_is_xml_name(property)) {
        return report_save_to(survey, node,
                              "'%s' cannot be a property name; begin with a "
                              "letter and use only letters, digits, _ and -",
                              property);
    }
    return true;
}

// "property", or "list#property" in a form with several entities.
static void take_save_to(struct vz_survey *survey,
                         struct vz_survey_node *node) {
    const char *text = node->values[VZ_SURVEY_SAVE_TO];
    const char *hash = strchr(text, '#');
    if (survey->n_entities == 0) {
        report_save_to(survey, node,
                       "'%s' is saved to an entity, but no entity is declared; "
                       "add a sheet entities with a list_name",
                       text);
        return;
    }
    node->entity = hash ? entity_of(survey, text, (size_t)(hash - text))
                        : &survey->entities[0];
    if (!node->entity || (!hash && survey->n_entities > 1)) {
        node->entity = NULL;
        report_save_to(survey, node,
                       "'%s' must name one of the entities: write it as "
                       "list_name#property",
                       text);
        return;
    }
    node->save_to = hash ? hash + 1 : text;
    if (strchr(node->save_to, '#')) {
        report_save_to(survey, node,
                       "'%s' has more than one #; write it as "
                       "list_name#property",
                       text);
        node->entity = NULL;
    } else if (!check_property(survey, node, node->save_to) ||
               is_saved_already(survey, node)) {
        node->entity = NULL;
    }
}

// -------------------------------------------------------------------- nodes

static struct vz_survey_node *add_group(struct vz_survey *survey,
                                        struct vz_survey_node *parent,
                                        const char *name) {
    struct vz_survey_node *node =
        vz_survey_add_node(survey, parent, VZ_SURVEY_GROUP, name, 0);
    if (node) {
        node->in_meta = true;
    }
    return node;
}

// <meta><entity><label/></entity></meta>; the label's node also stands for the
// entity's attributes where paths are reckoned from it.
static bool add_nodes(struct vz_survey *survey, struct vz_entity *entity) {
    struct vz_survey_node *meta =
        entity->place == survey->root
            ? survey->meta
            : add_group(survey, entity->place, "meta");
    entity->node = meta ? add_group(survey, meta, "entity") : NULL;
    entity->label_node = entity->node ? vz_survey_add_node(survey, entity->node,
                                                           VZ_SURVEY_QUESTION,
                                                           "label", 0)
                                      : NULL;
    if (!entity->label_node) {
        survey->failed = true;
        return false;
    }
    entity->node->declares = entity;
    entity->label_node->type = vz_question_type_find("hidden");
    entity->label_node->bind_type = "string";
    entity->label_node->in_meta = true;
    entity->label_node->is_unwritten = entity->label == NULL;
    return true;
}

// The entities that are to change come with the form, as a file.
static bool has_instance(struct vz_survey *survey, const char *list) {
    size_t n = strlen(list);
    for (const struct vz_survey_node *node = survey->root; node;
         node = vz_survey_following(node)) {
        bool external = node->type && (node->type->flags & VZ_TYPE_EXTERNAL);
        if ((external && strcmp(node->name, list) == 0) ||
            (node->file && strncmp(node->file, list, n) == 0 &&
             node->file[n] == '.')) {
            return true;
        }
    }
    return false;
}

static void check_instance(struct vz_survey *survey,
                           const struct vz_entity *entity) {
    if (entity->id && !has_instance(survey, entity->list)) {
        vz_diagnostics_add(
            survey->diagnostics, VZ_SEVERITY_WARNING, "entities", entity->row,
            "list_name",
            "updating '%s' needs a secondary instance of that name; add a "
            "question of type csv-external, or a select from '%s.csv'",
            entity->list, entity->list);
    }
}

bool vz_survey_place_entities(struct vz_survey *survey) {
    size_t before = survey->diagnostics->n_errors;
    for (struct vz_survey_node *node = survey->root; node;
         node = vz_survey_following(node)) {
        if (node->values[VZ_SURVEY_SAVE_TO]) {
            take_save_to(survey, node);
        }
    }
    for (size_t i = 0; i < survey->n_entities; i++) {
        check_instance(survey, &survey->entities[i]);
    }
    vz_entity_find_places(survey);
    if (survey->diagnostics->n_errors != before) {
        survey->n_entities = 0;
        return true;
    }
    for (size_t i = 0; i < survey->n_entities; i++) {
        if (!add_nodes(survey, &survey->entities[i])) {
            return false;
        }
    }
    return true;
}
