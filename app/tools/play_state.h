/*
 * What a played form is now, as JSON.
 */
#ifndef VZ_TOOLS_PLAY_STATE_H
#define VZ_TOOLS_PLAY_STATE_H

#include "vertelform.h"

#include <jansson.h>

// Where the session is: {"kind": "question", "ref": ..., "label": ...}. New
// reference; NULL = out of memory.
json_t *vz_play_state(struct vz_session *session);
// The same for any node, and "valid". NULL when there is no such node.
json_t *vz_play_node(struct vz_session *session, const char *ref);
// Every position: {"events": [{"kind", "ref"}...]}.
json_t *vz_play_outline(struct vz_session *session);
// The choices of a question with their columns; NULL when it has none.
json_t *vz_play_choices(struct vz_session *session, const char *ref);

// The word for the outcome of an answer: "constraint", "type".
const char *vz_play_answer_name(enum vz_answer answer);

// Sets `key` to a text, or to null.
void vz_play_set_text(json_t *object, const char *key, const char *text);

// play_files.c
// The name under which the instance holds this file; owned by `play`. NULL =
// out of memory.
const char *vz_play_add_file(struct vz_play *play, const char *path);
// Writes the audit log, if the session keeps one, into a folder of its own that
// is left there for the reader of the answer. False = it cannot be written.
bool vz_play_write_audit(struct vz_play *play, bool finalized);
// [{"name", "path"}] of what goes along with the submission; path is null when
// the file is not known.
json_t *vz_play_attachments(const struct vz_play *play);

#endif
