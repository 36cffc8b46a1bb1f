/*
 * A row of the survey sheet: its cells by column.
 */
#include "survey_reader.h"

#include <string.h>

static const struct vz_column_name names[] = {
    {"type", VZ_COLUMN_VALUE, VZ_SURVEY_TYPE},
    {"command", VZ_COLUMN_VALUE, VZ_SURVEY_TYPE},
    {"name", VZ_COLUMN_VALUE, VZ_SURVEY_NAME},
    {"tag", VZ_COLUMN_VALUE, VZ_SURVEY_NAME},
    {"value", VZ_COLUMN_VALUE, VZ_SURVEY_NAME},
    {"required", VZ_COLUMN_VALUE, VZ_SURVEY_REQUIRED},
    {"bind::required", VZ_COLUMN_VALUE, VZ_SURVEY_REQUIRED},
    {"relevant", VZ_COLUMN_VALUE, VZ_SURVEY_RELEVANT},
    {"relevance", VZ_COLUMN_VALUE, VZ_SURVEY_RELEVANT},
    {"skip_logic", VZ_COLUMN_VALUE, VZ_SURVEY_RELEVANT},
    {"bind::relevant", VZ_COLUMN_VALUE, VZ_SURVEY_RELEVANT},
    {"constraint", VZ_COLUMN_VALUE, VZ_SURVEY_CONSTRAINT},
    {"bind::constraint", VZ_COLUMN_VALUE, VZ_SURVEY_CONSTRAINT},
    {"calculation", VZ_COLUMN_VALUE, VZ_SURVEY_CALCULATION},
    {"calculate", VZ_COLUMN_VALUE, VZ_SURVEY_CALCULATION},
    {"bind::calculate", VZ_COLUMN_VALUE, VZ_SURVEY_CALCULATION},
    {"default", VZ_COLUMN_VALUE, VZ_SURVEY_DEFAULT},
    {"trigger", VZ_COLUMN_VALUE, VZ_SURVEY_TRIGGER},
    {"read_only", VZ_COLUMN_VALUE, VZ_SURVEY_READONLY},
    {"readonly", VZ_COLUMN_VALUE, VZ_SURVEY_READONLY},
    {"bind::readonly", VZ_COLUMN_VALUE, VZ_SURVEY_READONLY},
    {"appearance", VZ_COLUMN_VALUE, VZ_SURVEY_APPEARANCE},
    {"body::appearance", VZ_COLUMN_VALUE, VZ_SURVEY_APPEARANCE},
    {"parameters", VZ_COLUMN_VALUE, VZ_SURVEY_PARAMETERS},
    {"choice_filter", VZ_COLUMN_VALUE, VZ_SURVEY_CHOICE_FILTER},
    {"repeat_count", VZ_COLUMN_VALUE, VZ_SURVEY_REPEAT_COUNT},
    {"count", VZ_COLUMN_VALUE, VZ_SURVEY_REPEAT_COUNT},
    {"jr:count", VZ_COLUMN_VALUE, VZ_SURVEY_REPEAT_COUNT},
    {"body::jr:count", VZ_COLUMN_VALUE, VZ_SURVEY_REPEAT_COUNT},
    {"autoplay", VZ_COLUMN_VALUE, VZ_SURVEY_AUTOPLAY},
    {"save_to", VZ_COLUMN_VALUE, VZ_SURVEY_SAVE_TO},
    {"disabled", VZ_COLUMN_VALUE, VZ_SURVEY_DISABLED},
    {"intent", VZ_COLUMN_VALUE, VZ_SURVEY_INTENT},
    {"rows", VZ_COLUMN_VALUE, VZ_SURVEY_ROWS},
    {"body::rows", VZ_COLUMN_VALUE, VZ_SURVEY_ROWS},
    {"compact_tag", VZ_COLUMN_VALUE, VZ_SURVEY_COMPACT_TAG},
    {"label", VZ_COLUMN_TEXT, VZ_TEXT_LABEL},
    {"caption", VZ_COLUMN_TEXT, VZ_TEXT_LABEL},
    {"hint", VZ_COLUMN_TEXT, VZ_TEXT_HINT},
    {"guidance_hint", VZ_COLUMN_TEXT, VZ_TEXT_GUIDANCE},
    {"constraint_message", VZ_COLUMN_TEXT, VZ_TEXT_CONSTRAINT_MESSAGE},
    {"constraining_message", VZ_COLUMN_TEXT, VZ_TEXT_CONSTRAINT_MESSAGE},
    {"constraint_msg", VZ_COLUMN_TEXT, VZ_TEXT_CONSTRAINT_MESSAGE},
    {"bind::jr:constraintMsg", VZ_COLUMN_TEXT, VZ_TEXT_CONSTRAINT_MESSAGE},
    {"required_message", VZ_COLUMN_TEXT, VZ_TEXT_REQUIRED_MESSAGE},
    {"requiredmsg", VZ_COLUMN_TEXT, VZ_TEXT_REQUIRED_MESSAGE},
    {"bind::jr:requiredMsg", VZ_COLUMN_TEXT, VZ_TEXT_REQUIRED_MESSAGE},
    {"noapperrorstring", VZ_COLUMN_TEXT, VZ_TEXT_NO_APP_MESSAGE},
    {"no_app_error_string", VZ_COLUMN_TEXT, VZ_TEXT_NO_APP_MESSAGE},
    {"bind::jr:noAppErrorString", VZ_COLUMN_TEXT, VZ_TEXT_NO_APP_MESSAGE},
    {"image", VZ_COLUMN_TEXT, VZ_TEXT_IMAGE},
    {"big_image", VZ_COLUMN_TEXT, VZ_TEXT_BIG_IMAGE},
    {"audio", VZ_COLUMN_TEXT, VZ_TEXT_AUDIO},
    {"video", VZ_COLUMN_TEXT, VZ_TEXT_VIDEO},
};

bool vz_reader_read_columns(struct vz_survey *survey,
                            const struct vz_sheet *sheet) {
    return vz_sheet_columns_read(&survey->columns, &survey->arena, sheet, names,
                                 sizeof(names) / sizeof(*names),
                                 survey->diagnostics);
}

size_t vz_reader_row(const struct vz_survey_reader *reader,
                     const struct vz_sheet_row *row) {
    return row->number - reader->survey->columns.header_row + 1;
}

void vz_reader_take_cells(struct vz_survey_reader *reader,
                          struct vz_survey_node *node,
                          const struct vz_sheet_row *row) {
    struct vz_survey *survey = reader->survey;
    struct vz_survey_attribute **end = &node->attributes;
    for (size_t i = 0; i < survey->columns.n; i++) {
        const struct vz_sheet_column *column = &survey->columns.items[i];
        if (!row->texts[i] || column->kind == VZ_COLUMN_OTHER) {
            continue;
        }
        if (column->kind == VZ_COLUMN_VALUE) {
            node->values[column->id] = row->texts[i];
        } else if (column->kind == VZ_COLUMN_TEXT) {
            vz_survey_add_text(survey, &node->texts[column->id], column,
                               row->texts[i]);
        } else {
            *end = vz_arena_alloc(&survey->arena, sizeof(**end));
            if (!*end) {
                survey->failed = true;
                return;
            }
            (*end)->column = column;
            (*end)->value = row->texts[i];
            end = &(*end)->next;
        }
    }
}

const char *vz_reader_value(const struct vz_survey_reader *reader,
                            const struct vz_sheet_row *row, int id) {
    const struct vz_sheet_columns *columns = &reader->survey->columns;
    for (size_t i = 0; i < columns->n; i++) {
        if (columns->items[i].kind == VZ_COLUMN_VALUE &&
            columns->items[i].id == id) {
            return row->texts[i];
        }
    }
    return NULL;
}

void vz_reader_report(struct vz_survey_reader *reader,
                      const struct vz_sheet_row *row, int column,
                      const char *message, const char *detail) {
    struct vz_survey_node place = {.row = row->number};
    vz_survey_report(reader->survey, VZ_SEVERITY_ERROR, &place, column, message,
                     detail);
}

bool vz_is_reference(const char *text) {
    size_t n = strlen(text);
    return n > 3 && strncmp(text, "${", 2) == 0 && strcspn(text, "}") == n - 1;
}

struct vz_survey_node *vz_reader_add_made(struct vz_survey_reader *reader,
                                          const char *type, const char *name,
                                          const struct vz_sheet_row *row) {
    struct vz_survey *survey = reader->survey;
    struct vz_survey_node *node =
        name ? vz_survey_add_node(survey, reader->open, VZ_SURVEY_QUESTION,
                                  name, row->number)
             : NULL;
    if (!node) {
        survey->failed = true;
        return NULL;
    }
    node->type = vz_question_type_find(type);
    node->bind_type = node->type->bind_type;
    return node;
}
