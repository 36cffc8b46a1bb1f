/*
 * The form as its sheets declare it: settings, choice lists, and the tree of
 * questions, groups and repeats. All of it lives in one arena.
 */
#ifndef VZ_FORM_XLSFORM_SURVEY_H
#define VZ_FORM_XLSFORM_SURVEY_H

#include "form/xlsform/name_index.h"
#include "form/xlsform/question_types.h"
#include "form/xlsform/sheet_columns.h"
#include "form/xlsform/xlsform.h"
#include "form/xpath/xpath.h"

// Columns of the survey sheet with one value a row.
enum vz_survey_column {
    VZ_SURVEY_TYPE,
    VZ_SURVEY_NAME,
    VZ_SURVEY_REQUIRED,
    VZ_SURVEY_RELEVANT,
    VZ_SURVEY_CONSTRAINT,
    VZ_SURVEY_CALCULATION,
    VZ_SURVEY_DEFAULT,
    VZ_SURVEY_TRIGGER,
    VZ_SURVEY_READONLY,
    VZ_SURVEY_APPEARANCE,
    VZ_SURVEY_PARAMETERS,
    VZ_SURVEY_CHOICE_FILTER,
    VZ_SURVEY_REPEAT_COUNT,
    VZ_SURVEY_AUTOPLAY,
    VZ_SURVEY_SAVE_TO,
    VZ_SURVEY_DISABLED,
    VZ_SURVEY_INTENT,
    VZ_SURVEY_COMPACT_TAG,
    VZ_SURVEY_ROWS,
    VZ_SURVEY_N_COLUMNS,
};

// Texts that may have translations.
enum vz_survey_text_kind {
    VZ_TEXT_LABEL,
    VZ_TEXT_HINT,
    VZ_TEXT_GUIDANCE,
    VZ_TEXT_CONSTRAINT_MESSAGE,
    VZ_TEXT_REQUIRED_MESSAGE,
    VZ_TEXT_NO_APP_MESSAGE, // shown when an outside app is not there
    VZ_TEXT_IMAGE,
    VZ_TEXT_BIG_IMAGE,
    VZ_TEXT_AUDIO,
    VZ_TEXT_VIDEO,
    VZ_TEXT_N_KINDS,
};

#define VZ_NO_LANGUAGE ((size_t)-1)

// One text in one language; a kind's texts are chained in column order.
struct vz_survey_text {
    const char *text;
    const struct vz_sheet_column *column; // NULL: made by the compiler
    size_t language;                      // index, or VZ_NO_LANGUAGE
    struct vz_survey_text *next;
};

// bind::x, body::x, instance::x of one row; attribute::x of the settings.
struct vz_survey_attribute {
    const struct vz_sheet_column *column;
    const char *value;
    struct vz_survey_attribute *next;
};

struct vz_choice_row {
    const char *name;
    size_t row;
    struct vz_survey_text *texts[VZ_TEXT_N_KINDS];
    const char **others; // by the list's extra columns; NULL where empty
};

struct vz_choice_list {
    const char *name;
    size_t row; // of its first choice
    struct vz_choice_row *choices;
    size_t n, cap;   // choices is for free(3)
    bool translated; // labels go through itext
    bool used;
    bool has_other;    // or_other added a choice
    bool searched;     // used with the appearance search(): items in the body
    bool used_plainly; // used through the secondary instance
};

enum vz_survey_kind {
    VZ_SURVEY_QUESTION,
    VZ_SURVEY_GROUP,
    VZ_SURVEY_REPEAT,
};

struct vz_survey_node {
    enum vz_survey_kind kind;
    const struct vz_question_type *type; // questions
    size_t row;                          // 0: made by the compiler
    const char *name;
    const char *path; // "/data/group/name"
    struct vz_survey_node *parent, *first_child, *last_child, *next;
    const char *values[VZ_SURVEY_N_COLUMNS];
    struct vz_survey_text *texts[VZ_TEXT_N_KINDS];
    struct vz_survey_attribute *attributes; // in column order
    struct vz_choice_list *list;            // of a select
    const char *file;      // of a select from a file: "cities.csv"
    const char *source;    // of a select from answers: "${name}"
    const char *from;      // of a place to compare with: an instance's name
    const char *query;     // of a select_one_external: the list's name
    const char *tags;      // of an osm question: the list's name
    const char *bind_type; // the type's, or bind::type
    bool or_other;
    bool in_meta;
    bool dynamic_default; // the default is an expression: set when loaded
    bool table_list;      // a group whose selects share one row of labels
    bool is_loop;         // a group that stands there for each choice
    bool counts_repeat;   // made from a repeat_count; its row is the repeat's
    const struct vz_entity *entity;   // what save_to saves it to
    const char *save_to;              // the property
    const struct vz_entity *declares; // of an <entity> element
    const struct vz_entity *reserved; // the one whose place is here or above
    bool is_unwritten;                // stands in the tree for its place only
    struct vz_survey_setvalue *setvalues; // triggered by this question
    struct vz_node *instance; // its node in the template, once there is one
};

// "When `trigger` changes, set `target`."
struct vz_survey_setvalue {
    struct vz_survey_node *target;
    struct vz_survey_setvalue *next;
};

// A row of the entities sheet; NULL = not given.
struct vz_entity {
    size_t row;
    const char *list, *label, *id, *create_if, *update_if, *repeat;
    struct vz_survey_node *place; // whose <meta> it stands in
    struct vz_survey_node *node, *label_node;
};

struct vz_survey_namespace {
    const char *prefix, *uri;
};

// The settings sheet; NULL = not given.
struct vz_form_settings {
    const char *title, *id, *version, *instance_name, *default_language;
    const char *style, *public_key, *submission_url, *auto_send, *auto_delete;
    const char *root_name, *instance_xmlns;
    const char *prefix, *delimiter, *instance_id;
    bool omit_instance_id, client_editable;
    bool keep_spaces; // clean_text_values is no
    bool allow_choice_duplicates;
    size_t row; // of the values
    struct vz_sheet_columns columns;
    struct vz_survey_attribute *attributes; // attribute::x
    struct vz_survey_namespace *namespaces; // own prefixes; in the arena
    size_t n_namespaces;
};

// Ends the message of VZ_SEVERITY_UNOPENED.
#define VZ_UNOPENED_TEXT "; the kiosk will not open this form"

struct vz_survey {
    struct vz_arena arena;
    struct vz_diagnostics *diagnostics;
    struct vz_workbook workbook;
    struct vz_form_settings settings;
    struct vz_name_index languages;
    struct vz_choice_list *lists; // for free(3)
    size_t n_lists, cap_lists;
    struct vz_name_index list_names;     // in the order of lists
    struct vz_name_index external_lists; // of the sheet external_choices
    bool external_read;                  // that sheet was read
    struct vz_name_index properties;     // "list#property" of each save_to
    size_t n_tag_lists;                  // osm questions written so far
    struct vz_sheet_columns columns;     // of the survey sheet
    struct vz_sheet_columns choice_columns;
    struct vz_entity *entities; // in the arena
    size_t n_entities;
    struct vz_survey_node *root; // the instance's root, "data"
    struct vz_survey_node *meta;
    struct vz_survey_node **by_name; // sorted, for free(3)
    size_t n_nodes, cap_nodes;
    bool failed; // out of memory
    bool uses_last_saved;
    bool has_or_other;
    bool is_unbound;         // an author's own path leads nowhere; said already
    size_t default_language; // index, or VZ_NO_LANGUAGE when no text is in it
    // The instance's template, on which expressions are checked.
    struct vz_names node_names;
    struct vz_node *document;
    struct vz_xpath_prefix *prefixes; // in the arena
    size_t n_prefixes;
};

// Reads a workbook (survey->workbook) into the rest. Errors are in the
// diagnostics; false when out of memory or when there is no survey to speak of.
bool vz_survey_read(struct vz_survey *survey);
void vz_survey_finish(struct vz_survey *survey);

// One sheet each. False when out of memory.
bool vz_form_settings_read(struct vz_survey *survey);
// In old workbooks a row of the survey sheet is a setting: "set form title",
// with the title as its name. False when the type is none of these.
bool vz_form_settings_take_row(struct vz_survey *survey, const char *type,
                               const char *value);
bool vz_choice_lists_read(struct vz_survey *survey);
// After the rows: names, types, lists, parameters, consent; what is missing.
void vz_survey_check(struct vz_survey *survey);

// True when people see the question: a calculated one without label and hint
// has no place on a screen, whatever its type.
bool vz_survey_is_visible(const struct vz_survey_node *node);
// The name of the default language: the setting's, or "default".
const char *vz_survey_default_language(const struct vz_survey *survey);
// A sheet whose name is near to that of a missing one, or NULL. A name that
// starts with _ says that the sheet is set aside.
const char *vz_survey_similar_sheet(const struct vz_survey *survey,
                                    const char *name);
// Warns of sheets that look like misspelt ones.
void vz_survey_check_sheets(struct vz_survey *survey);
// Warns of languages that some text columns have and others have not.
void vz_survey_check_languages(struct vz_survey *survey);

// At the end of a loop: its questions, once for each choice. Reports a loop
// that gets too large.
void vz_survey_expand_loop(struct vz_survey *survey,
                           struct vz_survey_node *loop);
// Reads the entities sheet. False when out of memory.
bool vz_survey_read_entities(struct vz_survey *survey);
// After the rows, on the index: finds each entity's place and adds its nodes;
// the index is then to be made again. False when out of memory.
bool vz_survey_place_entities(struct vz_survey *survey);
// True when a select's choices are written into the body: search().
bool vz_survey_is_searched(const struct vz_survey_node *node);
// Calls `each` for every tag of a list of the sheet osm, in its order. False
// when out of memory.
bool vz_survey_each_tag(struct vz_survey *survey, const char *list,
                        void (*each)(void *userdata, const char *name,
                                     const char *label),
                        void *userdata);
// True when the sheet external_choices has a list of this name.
bool vz_survey_has_external_list(struct vz_survey *survey, const char *name);

// The list of this name, or NULL.
struct vz_choice_list *vz_survey_list(struct vz_survey *survey,
                                      const char *name);
// Index of a language, added when new. VZ_NO_LANGUAGE when out of memory, or
// (reported) when there are too many.
size_t vz_survey_language(struct vz_survey *survey, const char *name);
// Adds one text to a chain. False when out of memory.
bool vz_survey_add_text(struct vz_survey *survey, struct vz_survey_text **chain,
                        const struct vz_sheet_column *column, const char *text);
// A new node below `parent`; NULL when out of memory.
struct vz_survey_node *vz_survey_add_node(struct vz_survey *survey,
                                          struct vz_survey_node *parent,
                                          enum vz_survey_kind kind,
                                          const char *name, size_t row);
// The next node in document order, NULL after the last.
struct vz_survey_node *vz_survey_following(const struct vz_survey_node *node);
// All nodes of this name: the first and how many. Needs vz_survey_index.
struct vz_survey_node **vz_survey_named(const struct vz_survey *survey,
                                        const char *name, size_t *n);
// Sorts the nodes by name; once, when the tree is complete.
void vz_survey_index(struct vz_survey *survey);
// A row's attribute ("vz:role") in one scope, or NULL.
const char *vz_survey_attribute(const struct vz_survey_attribute *list,
                                enum vz_column_kind scope, const char *name);
// True for text that may name an XML element or attribute.
bool vz_is_xml_name(const char *text);
// A parameter of "start=1; end=10", in the survey's arena, or NULL.
const char *vz_survey_parameter(struct vz_survey *survey,
                                const struct vz_survey_node *node,
                                const char *name);
// Checks a question's parameters; what is wrong is reported.
void vz_survey_check_parameters(struct vz_survey *survey,
                                const struct vz_survey_node *node);

// The header of a survey column as written, or its usual name.
const char *vz_survey_header(const struct vz_survey *survey, int id);
// Reports at a node's row. `column` is one of enum vz_survey_column, -1 = the
// row as a whole.
void vz_survey_report(struct vz_survey *survey, enum vz_severity severity,
                      const struct vz_survey_node *node, int column,
                      const char *format, ...)
    __attribute__((format(printf, 5, 6)));

#endif
