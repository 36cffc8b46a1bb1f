/*
 * The parts of an XForm, written from the tree. Each appends to `out`; what is
 * wrong with the form is reported as it is met.
 *
 * What the XForm looks like follows the ODK XForms specification and pyxform:
 * itext only where there are translations, media or references; choices as
 * secondary instances; a template and a first instance for each repeat.
 */
#ifndef VZ_FORM_XLSFORM_XFORM_WRITER_H
#define VZ_FORM_XLSFORM_XFORM_WRITER_H

#include "form/xlsform/expressions.h"

// Finds out what the writers need: languages, dynamic defaults, triggers.
void vz_xform_prepare(struct vz_survey *survey);

void vz_write_model(struct vz_survey *survey, const char *form_id,
                    struct vz_strbuf *out);
void vz_write_secondary_instances(struct vz_survey *survey,
                                  struct vz_strbuf *out);
void vz_write_itext(struct vz_survey *survey, struct vz_strbuf *out);
void vz_write_body(struct vz_survey *survey, struct vz_strbuf *out);

void vz_write_entity_attributes(const struct vz_entity *entity,
                                struct vz_strbuf *out);
void vz_write_entity_binds(struct vz_survey *survey,
                           const struct vz_entity *entity,
                           struct vz_strbuf *out);
// Gives a new entity its id at an event: in the model when the form is opened,
// and in the repeat that makes one for each of its instances.
void vz_write_entity_id_action(const struct vz_entity *entity,
                               const char *event, struct vz_strbuf *out);
// The attribute of <model>; nothing in a form without entities.
void vz_write_entities_version(const struct vz_survey *survey,
                               struct vz_strbuf *out);

// ` name="text"`, escaped; nothing when text is NULL.
void vz_write_attribute(struct vz_strbuf *out, const char *name,
                        const char *text);
// A row's own attributes of one scope; a prefix that is not declared is
// reported.
void vz_write_own_attributes(struct vz_survey *survey,
                             const struct vz_survey_node *node,
                             enum vz_column_kind scope, struct vz_strbuf *out);

// True when the label (LABEL), hint or message goes through itext.
bool vz_text_is_translated(const struct vz_survey_node *node,
                           enum vz_survey_text_kind kind);
// The place of a text, for references in it. NULL: the row.
struct vz_reference_place vz_text_place(const struct vz_survey_node *node,
                                        const struct vz_survey_text *text);
// The node whose repeat holds this node, or NULL.
const struct vz_survey_node *
vz_enclosing_repeat(const struct vz_survey_node *node);

#endif
