/*
 * What the reading of entities shares with the finding of their places.
 */
#ifndef VZ_FORM_XLSFORM_SURVEY_ENTITIES_H
#define VZ_FORM_XLSFORM_SURVEY_ENTITIES_H

#include "form/xlsform/survey.h"

// An error in a row of the sheet entities; `message` may have one %s, for
// `name`.
void vz_entity_report(struct vz_survey *survey, const struct vz_entity *entity,
                      const char *column, const char *message,
                      const char *name);

// Gives each entity its place, or reports why there is none. After the rows'
// save_to were taken.
void vz_entity_find_places(struct vz_survey *survey);

#endif
