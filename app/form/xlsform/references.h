/*
 * ${name} in expressions and texts: found, and written as a path.
 *
 * A reference from inside a repeat to a question of the same repeat becomes a
 * relative path, so that each instance reads its own answers; all others are
 * absolute.
 */
#ifndef VZ_FORM_XLSFORM_REFERENCES_H
#define VZ_FORM_XLSFORM_REFERENCES_H

#include "base/strbuf.h"
#include "form/xlsform/survey.h"

// Where a text stands: for messages, and for relative paths.
struct vz_reference_place {
    const struct vz_survey_node *node; // NULL: all paths are absolute
    const char *sheet;
    size_t row;
    const char *column; // header as written
    bool predicate;     // inside [ ]: relative paths start at current()
    const struct vz_survey_node *item; // what the predicate is about, or NULL
};

// The place of one of a node's values (enum vz_survey_column).
struct vz_reference_place
vz_reference_place_of(const struct vz_survey *survey,
                      const struct vz_survey_node *node, int column);

// Appends an expression with its references written as paths. Unknown names
// are reported; then nothing sensible is appended and the answer is false.
bool vz_references_expand(struct vz_survey *survey,
                          const struct vz_reference_place *place,
                          const char *text, struct vz_strbuf *out);

// Appends a text for people as XML: escaped, references as <output>, and so
// what a path that starts with instance('list') finds.
bool vz_references_text(struct vz_survey *survey,
                        const struct vz_reference_place *place,
                        const char *text, struct vz_strbuf *out);

// Appends the path that leads from one node to another.
void vz_references_path(const struct vz_survey_node *from,
                        const struct vz_survey_node *to, struct vz_strbuf *out);

// The one node that "${name}" alone means, or NULL (reported).
struct vz_survey_node *
vz_references_node(struct vz_survey *survey,
                   const struct vz_reference_place *place, const char *text);

#endif
