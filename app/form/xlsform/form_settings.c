/*
 * The settings sheet: one row of values below its headers.
 */
#include "survey.h"

#include "form/xlsform/expressions.h"

#include <stddef.h>
#include <string.h>
#include <strings.h>

enum setting_id {
    SETTING_TITLE,
    SETTING_ID,
    SETTING_VERSION,
    SETTING_INSTANCE_NAME,
    SETTING_DEFAULT_LANGUAGE,
    SETTING_STYLE,
    SETTING_PUBLIC_KEY,
    SETTING_SUBMISSION_URL,
    SETTING_AUTO_SEND,
    SETTING_AUTO_DELETE,
    SETTING_ROOT_NAME,
    SETTING_INSTANCE_XMLNS,
    SETTING_PREFIX,
    SETTING_DELIMITER,
    SETTING_INSTANCE_ID,
    SETTING_N_TEXTS,
    SETTING_DUPLICATES = SETTING_N_TEXTS,
    SETTING_NAMESPACES,
    SETTING_OMIT_INSTANCE_ID,
    SETTING_CLEAN_TEXT,
    SETTING_CLIENT_EDITABLE,
    SETTING_IGNORED, // of old SMS transport
};

static const struct vz_column_name names[] = {
    {"form_title", VZ_COLUMN_VALUE, SETTING_TITLE},
    {"title", VZ_COLUMN_VALUE, SETTING_TITLE},
    {"set_form_title", VZ_COLUMN_VALUE, SETTING_TITLE},
    {"form_id", VZ_COLUMN_VALUE, SETTING_ID},
    {"id_string", VZ_COLUMN_VALUE, SETTING_ID},
    {"set_form_id", VZ_COLUMN_VALUE, SETTING_ID},
    {"version", VZ_COLUMN_VALUE, SETTING_VERSION},
    {"instance_name", VZ_COLUMN_VALUE, SETTING_INSTANCE_NAME},
    {"default_language", VZ_COLUMN_VALUE, SETTING_DEFAULT_LANGUAGE},
    {"style", VZ_COLUMN_VALUE, SETTING_STYLE},
    {"public_key", VZ_COLUMN_VALUE, SETTING_PUBLIC_KEY},
    {"submission_url", VZ_COLUMN_VALUE, SETTING_SUBMISSION_URL},
    {"auto_send", VZ_COLUMN_VALUE, SETTING_AUTO_SEND},
    {"auto_delete", VZ_COLUMN_VALUE, SETTING_AUTO_DELETE},
    {"name", VZ_COLUMN_VALUE, SETTING_ROOT_NAME},
    {"client_editable", VZ_COLUMN_VALUE, SETTING_CLIENT_EDITABLE},
    {"instance_xmlns", VZ_COLUMN_VALUE, SETTING_INSTANCE_XMLNS},
    {"allow_choice_duplicates", VZ_COLUMN_VALUE, SETTING_DUPLICATES},
    {"namespaces", VZ_COLUMN_VALUE, SETTING_NAMESPACES},
    {"clean_text_values", VZ_COLUMN_VALUE, SETTING_CLEAN_TEXT},
    {"omit_instanceid", VZ_COLUMN_VALUE, SETTING_OMIT_INSTANCE_ID},
    {"instance_id", VZ_COLUMN_VALUE, SETTING_INSTANCE_ID},
    {"compact_prefix", VZ_COLUMN_VALUE, SETTING_PREFIX},
    {"compact_delimiter", VZ_COLUMN_VALUE, SETTING_DELIMITER},
    {"prefix", VZ_COLUMN_VALUE, SETTING_PREFIX},
    {"delimiter", VZ_COLUMN_VALUE, SETTING_DELIMITER},
    {"sms_keyword", VZ_COLUMN_VALUE, SETTING_IGNORED},
    {"sms_separator", VZ_COLUMN_VALUE, SETTING_IGNORED + 1},
    {"sms_allow_media", VZ_COLUMN_VALUE, SETTING_IGNORED + 2},
    {"sms_date_format", VZ_COLUMN_VALUE, SETTING_IGNORED + 3},
    {"sms_datetime_format", VZ_COLUMN_VALUE, SETTING_IGNORED + 4},
    {"sms_response", VZ_COLUMN_VALUE, SETTING_IGNORED + 5},
    {"add_none_option", VZ_COLUMN_VALUE, SETTING_IGNORED + 6},
};

// Where each text setting lands.
static const size_t offsets[SETTING_N_TEXTS] = {
    [SETTING_TITLE] = offsetof(struct vz_form_settings, title),
    [SETTING_ID] = offsetof(struct vz_form_settings, id),
    [SETTING_VERSION] = offsetof(struct vz_form_settings, version),
    [SETTING_INSTANCE_NAME] = offsetof(struct vz_form_settings, instance_name),
    [SETTING_DEFAULT_LANGUAGE] =
        offsetof(struct vz_form_settings, default_language),
    [SETTING_STYLE] = offsetof(struct vz_form_settings, style),
    [SETTING_PUBLIC_KEY] = offsetof(struct vz_form_settings, public_key),
    [SETTING_SUBMISSION_URL] =
        offsetof(struct vz_form_settings, submission_url),
    [SETTING_AUTO_SEND] = offsetof(struct vz_form_settings, auto_send),
    [SETTING_AUTO_DELETE] = offsetof(struct vz_form_settings, auto_delete),
    [SETTING_ROOT_NAME] = offsetof(struct vz_form_settings, root_name),
    [SETTING_INSTANCE_XMLNS] =
        offsetof(struct vz_form_settings, instance_xmlns),
    [SETTING_PREFIX] = offsetof(struct vz_form_settings, prefix),
    [SETTING_DELIMITER] = offsetof(struct vz_form_settings, delimiter),
    [SETTING_INSTANCE_ID] = offsetof(struct vz_form_settings, instance_id),
};

// "prefix=uri", where quotes around the uri may be left out.
static void take_namespace(struct vz_survey *survey,
                           const struct vz_sheet_column *column,
                           const char *text, size_t len) {
    struct vz_form_settings *settings = &survey->settings;
    const char *equals = memchr(text, '=', len);
    const char *uri = equals ? equals + 1 : text + len;
    const char *end = text + len;
    if (uri < end && strchr("'\"", *uri) && end > uri + 1 && end[-1] == *uri) {
        uri++;
        end--;
    }
    struct vz_survey_namespace *space =
        &settings->namespaces[settings->n_namespaces];
    space->prefix = vz_arena_strndup(&survey->arena, text,
                                     equals ? (size_t)(equals - text) : 0);
    space->uri = vz_arena_strndup(&survey->arena, uri, (size_t)(end - uri));
    survey->failed = survey->failed || !space->prefix || !space->uri;
    if (survey->failed) {
        return;
    }
    if (vz_is_xml_name(space->prefix) && *space->uri) {
        settings->n_namespaces++;
    } else {
        vz_diagnostics_add(survey->diagnostics, VZ_SEVERITY_WARNING, "settings",
                           settings->row, column->header,
                           "write each namespace as prefix=\"uri\", with "
                           "spaces between; not as '%.*s'",
                           (int)len, text);
    }
}

static void take_namespaces(struct vz_survey *survey,
                            const struct vz_sheet_column *column,
                            const char *text) {
    // The column may stand there twice: that is an error, told elsewhere.
    survey->settings.n_namespaces = 0;
    survey->settings.namespaces =
        vz_arena_alloc_array(&survey->arena, strlen(text) / 2 + 1,
                             sizeof(struct vz_survey_namespace));
    survey->failed = survey->failed || !survey->settings.namespaces;
    while (!survey->failed && *(text += strspn(text, " \n\t"))) {
        size_t len = strcspn(text, " \n\t");
        take_namespace(survey, column, text, len);
        text += len;
    }
}

static void take_attribute(struct vz_survey *survey,
                           const struct vz_sheet_column *column,
                           const char *value) {
    struct vz_survey_attribute *attribute =
        vz_arena_alloc(&survey->arena, sizeof(*attribute));
    if (!attribute) {
        survey->failed = true;
        return;
    }
    attribute->column = column;
    attribute->value = value;
    struct vz_survey_attribute **end = &survey->settings.attributes;
    while (*end) {
        end = &(*end)->next;
    }
    *end = attribute;
}

// What stands for yes or no; else the default, with a warning.
static bool take_bool(struct vz_survey *survey,
                      const struct vz_sheet_column *column, const char *value,
                      bool otherwise) {
    const char *known = vz_boolean_expression(value);
    if (strcmp(known, "true()") == 0 || strcmp(known, "false()") == 0) {
        return known[0] == 't';
    }
    vz_diagnostics_add(survey->diagnostics, VZ_SEVERITY_WARNING, "settings",
                       survey->settings.row, column->header,
                       "the setting '%s' is yes or no (true or false), not "
                       "'%s'; '%s' is used",
                       column->header, value, otherwise ? "yes" : "no");
    return otherwise;
}

static const char **text_setting(struct vz_form_settings *settings, int id) {
    return (const char **)(void *)((char *)settings + offsets[id]);
}

static void take_setting(struct vz_survey *survey,
                         const struct vz_sheet_column *column,
                         const char *value) {
    struct vz_form_settings *settings = &survey->settings;
    if (column->kind == VZ_COLUMN_ATTRIBUTE) {
        take_attribute(survey, column, value);
    } else if (column->kind != VZ_COLUMN_VALUE) {
        return;
    } else if (column->id == SETTING_AUTO_SEND ||
               column->id == SETTING_AUTO_DELETE) {
        bool on = take_bool(survey, column, value, false);
        *text_setting(settings, column->id) = on ? "true" : "false";
    } else if (column->id < SETTING_N_TEXTS) {
        *text_setting(settings, column->id) = value;
    } else if (column->id == SETTING_NAMESPACES) {
        take_namespaces(survey, column, value);
    } else if (column->id == SETTING_DUPLICATES) {
        settings->allow_choice_duplicates =
            take_bool(survey, column, value, false);
    } else if (column->id == SETTING_OMIT_INSTANCE_ID) {
        settings->omit_instance_id = take_bool(survey, column, value, false);
    } else if (column->id == SETTING_CLIENT_EDITABLE) {
        settings->client_editable = take_bool(survey, column, value, false);
    } else if (column->id == SETTING_CLEAN_TEXT) {
        settings->keep_spaces = !take_bool(survey, column, value, true);
    }
}

static void check_root_name(struct vz_survey *survey) {
    struct vz_form_settings *settings = &survey->settings;
    if (settings->root_name && !vz_is_xml_name(settings->root_name)) {
        vz_diagnostics_add(survey->diagnostics, VZ_SEVERITY_ERROR, "settings",
                           settings->row, "name",
                           "'%s' cannot be a name; use letters, digits and _",
                           settings->root_name);
        settings->root_name = NULL;
    }
}

bool vz_form_settings_take_row(struct vz_survey *survey, const char *type,
                               const char *value) {
    static const struct {
        const char *type;
        enum setting_id id;
    } map[] = {
        {"form_title", SETTING_TITLE}, {"set form title", SETTING_TITLE},
        {"form_id", SETTING_ID},       {"set form id", SETTING_ID},
        {"prefix", SETTING_PREFIX},
    };
    for (size_t i = 0; i < sizeof(map) / sizeof(*map); i++) {
        if (strcasecmp(map[i].type, type) == 0) {
            *text_setting(&survey->settings, (int)map[i].id) = value;
            return true;
        }
    }
    return false;
}

static bool has_header(const struct vz_form_settings *settings,
                       const char *header) {
    for (size_t i = 0; i < settings->columns.n; i++) {
        if (strcasecmp(settings->columns.items[i].header, header) == 0) {
            return true;
        }
    }
    return false;
}

bool vz_form_settings_read(struct vz_survey *survey) {
    const struct vz_sheet *sheet =
        vz_workbook_sheet(&survey->workbook, "settings");
    struct vz_form_settings *settings = &survey->settings;
    if (!sheet) {
        return true;
    }
    if (!vz_sheet_columns_read(&settings->columns, &survey->arena, sheet, names,
                               sizeof(names) / sizeof(*names),
                               survey->diagnostics)) {
        return false;
    }
    struct vz_sheet_row row;
    size_t at = settings->columns.first_cell;
    if (!vz_sheet_row_next(sheet, &settings->columns, &survey->arena, &at,
                           &row)) {
        return at >= sheet->n_cells;
    }
    settings->row = row.number;
    bool both = has_header(settings, "form_id") &&
                has_header(settings, "id_string");
    if (both) {
        vz_diagnostics_add(survey->diagnostics, VZ_SEVERITY_WARNING, "settings",
                           settings->columns.header_row, "id_string",
                           "form_id and id_string are both specified; only "
                           "form_id is used");
    }
    for (size_t i = 0; i < settings->columns.n; i++) {
        bool old = strcasecmp(settings->columns.items[i].header, "id_string") ==
                   0;
        if (row.texts[i] && !(both && old)) {
            take_setting(survey, &settings->columns.items[i], row.texts[i]);
        }
    }
    check_root_name(survey);
    if (settings->omit_instance_id && settings->public_key) {
        vz_diagnostics_add(survey->diagnostics, VZ_SEVERITY_ERROR, "settings",
                           settings->row, "omit_instanceID",
                           "an encrypted form needs its instanceID; remove "
                           "omit_instanceID or public_key");
    }
    return !survey->failed;
}
