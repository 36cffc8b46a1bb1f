/*
 * Expressions of a workbook: expanded, compiled once so that a mistake is told
 * at its cell, and written into an XML attribute.
 */
#ifndef VZ_FORM_XLSFORM_EXPRESSIONS_H
#define VZ_FORM_XLSFORM_EXPRESSIONS_H

#include "form/xlsform/references.h"

// Makes the instance's template from the tree, with the prefixes that
// expressions may use. False when out of memory.
bool vz_expressions_prepare(struct vz_survey *survey);

// The prefixes that every XForm here declares, besides the form's own.
extern const struct vz_survey_namespace vz_standard_namespaces[];
extern const size_t vz_n_standard_namespaces;

// Appends ` name="expression"` to `out`. What is wrong is reported.
void vz_expression_write(struct vz_survey *survey,
                         const struct vz_reference_place *place,
                         const char *name, const char *text,
                         struct vz_strbuf *out);

// Compiles an expanded expression and reports what is wrong with it. `text` is
// what the author wrote, for counting characters; NULL when the expanded text
// has more in it than that.
bool vz_expression_check(struct vz_survey *survey,
                         const struct vz_reference_place *place,
                         const char *text, const char *expanded);

// "yes", "TRUE", "no()"... as an expression; any other text as it is.
const char *vz_boolean_expression(const char *text);

// True when a default reads like an expression: it has an operator, a call, a
// predicate or a reference. A - in a date or a place is none.
bool vz_default_is_dynamic(const char *text, const char *bind_type);
// True when it is one, to be computed when the form is opened.
bool vz_default_is_computed(struct vz_survey *survey,
                            const struct vz_survey_node *node,
                            const char *text);

#endif
