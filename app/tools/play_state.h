/*
 * A session's position as JSON.
 */
#ifndef VZ_TOOLS_PLAY_STATE_H
#define VZ_TOOLS_PLAY_STATE_H

#include "form/xform/session.h"

#include <jansson.h>

// Where the session is: {"kind": "question", "ref": ..., "label": ...}. A
// field-list page is a group with "questions". New reference.
json_t *vz_play_state(struct vz_session *session);

// Why an answer was not taken, or taken but not valid: "constraint".
const char *vz_play_answer_name(enum vz_answer answer);

// Sets `key` to a text, or to null.
void vz_play_set_text(json_t *object, const char *key, const char *text);

#endif
