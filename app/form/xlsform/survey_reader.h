/*
 * Where the reading of the survey sheet has got to, and what its parts share:
 * a row's cells, messages about it, and nodes that no row stands for.
 */
#ifndef VZ_FORM_XLSFORM_SURVEY_READER_H
#define VZ_FORM_XLSFORM_SURVEY_READER_H

#include "form/xlsform/survey.h"

struct vz_survey_reader {
    struct vz_survey *survey;
    struct vz_survey_node *open; // the innermost group, repeat or the root
    size_t n_skipped;            // that were begun too deep inside of it
};

// Reads the header row of the survey sheet. False when out of memory.
bool vz_reader_read_columns(struct vz_survey *survey,
                            const struct vz_sheet *sheet);
// Moves a row's cells into the node.
void vz_reader_take_cells(struct vz_survey_reader *reader,
                          struct vz_survey_node *node,
                          const struct vz_sheet_row *row);
// A row's value in a column (enum vz_survey_column), or NULL.
const char *vz_reader_value(const struct vz_survey_reader *reader,
                            const struct vz_sheet_row *row, int id);
// An error at a row; `message` may have one %s, for `detail`.
void vz_reader_report(struct vz_survey_reader *reader,
                      const struct vz_sheet_row *row, int column,
                      const char *message, const char *detail);
// The number of a row as it is counted within its sheet, the header being 1:
// what names that are made from it end in.
size_t vz_reader_row(const struct vz_survey_reader *reader,
                     const struct vz_sheet_row *row);
// "${name}" and nothing else.
bool vz_is_reference(const char *text);
// A question that the compiler makes, within what is open. NULL when out of
// memory.
struct vz_survey_node *vz_reader_add_made(struct vz_survey_reader *reader,
                                          const char *type, const char *name,
                                          const struct vz_sheet_row *row);

// Opens a group or a repeat, with what is made for it.
void vz_reader_open(struct vz_survey_reader *reader,
                    const struct vz_sheet_row *row, enum vz_survey_kind kind);
// A row that opens or ends nothing: a question, or the begin of a loop.
void vz_reader_take_question(struct vz_survey_reader *reader,
                             const struct vz_sheet_row *row, const char *type);

#endif
