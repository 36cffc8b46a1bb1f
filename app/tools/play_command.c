/*
 * The commands of vertelform play: {"do": "answer", "value": "4"}.
 */
#include "play_state.h"

#include "base/file.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static json_t *failure(const char *kind, const char *message) {
    json_t *object = json_object();
    vz_play_set_text(object, "error", message);
    vz_play_set_text(object, "kind", kind);
    return object;
}

static const char *text_of(const json_t *command, const char *key) {
    return json_string_value(json_object_get(command, key));
}

// The ref of a command, else of where the session is; for free(3), because the
// session lets go of its own strings when it changes. NULL = none.
static char *ref_of(struct vz_play *play, const json_t *command) {
    const char *ref = text_of(command, "ref");
    if (!ref) {
        const struct vz_event *event = vz_session_event(play->session);
        ref = event ? event->ref : NULL;
    }
    return ref ? strdup(ref) : NULL;
}

// ------------------------------------------------------------- moving

static json_t *do_state(struct vz_play *play, const json_t *command) {
    return vz_play_state(play->session);
}

static json_t *do_next(struct vz_play *play, const json_t *command) {
    return vz_session_next(play->session)
               ? vz_play_state(play->session)
               : failure("end", "there is nothing after this");
}

static json_t *do_prev(struct vz_play *play, const json_t *command) {
    return vz_session_prev(play->session)
               ? vz_play_state(play->session)
               : failure("start", "there is nothing before this");
}

static json_t *do_jump(struct vz_play *play, const json_t *command) {
    const char *ref = text_of(command, "ref");
    if (!ref) {
        return failure("usage", "jump needs a ref");
    }
    return vz_session_jump(play->session, ref)
               ? vz_play_state(play->session)
               : failure("not_found", "no position has this ref now");
}

static json_t *do_outline(struct vz_play *play, const json_t *command) {
    return vz_play_outline(play->session);
}

// ------------------------------------------------------------ answering

static json_t *do_get(struct vz_play *play, const json_t *command) {
    char *ref = ref_of(play, command);
    json_t *object = ref ? vz_play_node(play->session, ref) : NULL;
    free(ref);
    return object ? object : failure("not_found", "there is no such node");
}

static json_t *do_choices(struct vz_play *play, const json_t *command) {
    char *ref = ref_of(play, command);
    json_t *object = ref ? vz_play_choices(play->session, ref) : NULL;
    free(ref);
    return object ? object
                  : failure("not_found", "no question of this ref has choices");
}

static json_t *refusal(enum vz_answer answer) {
    static const char *const why[] = {
        [VZ_ANSWER_TYPE] = "the value is not one of the question's type",
        [VZ_ANSWER_READONLY] = "this cannot be changed",
        [VZ_ANSWER_NO_SUCH] = "there is no such question",
        [VZ_ANSWER_NOMEM] = "out of memory",
        [VZ_ANSWER_LIMIT] = "there are too many repeats",
    };
    return failure(vz_play_answer_name(answer), why[answer]);
}

static bool is_upload(struct vz_play *play, const char *ref) {
    struct vz_node_look look;
    return vz_session_look(play->session, ref, &look) && look.question &&
           look.question->control == VZ_CONTROL_UPLOAD;
}

// The name for an upload's file. NULL with *refused set.
static const char *upload(struct vz_play *play, const char *ref,
                          const char *path, json_t **refused) {
    const char *present = vz_session_value(play->session, ref);
    if (!path[0] || (present && !strcmp(present, path))) {
        return path;
    }
    if (!vz_file_exists(path)) {
        *refused = failure("file", "there is no such file");
        return NULL;
    }
    const char *name = vz_play_add_file(play, path);
    if (!name) {
        *refused = failure("nomem", "out of memory");
    }
    return name;
}

static json_t *store(struct vz_play *play, const char *ref, const char *value) {
    json_t *refused = NULL;
    if (is_upload(play, ref)) {
        value = upload(play, ref, value, &refused);
    }
    if (!value) {
        return refused;
    }
    enum vz_answer answer = vz_session_answer(play->session, ref, value);
    return answer == VZ_ANSWER_OK || answer == VZ_ANSWER_CONSTRAINT
               ? vz_play_node(play->session, ref)
               : refusal(answer);
}

static json_t *do_answer(struct vz_play *play, const json_t *command) {
    char *ref = ref_of(play, command);
    const char *value = text_of(command, "value");
    json_t *reply =
        ref && value
            ? store(play, ref, value)
            : failure("usage", "answer needs a value that is text, and a ref "
                               "where no question is shown");
    free(ref);
    return reply;
}

// -------------------------------------------------------------- repeats

static json_t *after_repeat(struct vz_play *play, enum vz_answer answer) {
    switch (answer) {
    case VZ_ANSWER_OK:
        return vz_play_state(play->session);
    case VZ_ANSWER_READONLY:
        return failure("readonly", "the form says how many there are");
    case VZ_ANSWER_NO_SUCH:
        return failure("not_found", "there is no such repeat now");
    default:
        return refusal(answer);
    }
}

static json_t *do_add_repeat(struct vz_play *play, const json_t *command) {
    const char *ref = text_of(command, "ref");
    if (ref) {
        return after_repeat(play, vz_session_grow(play->session, ref));
    }
    return vz_session_add_repeat(play->session)
               ? vz_play_state(play->session)
               : failure("usage", "this is not the place to add a repeat; "
                                  "give its ref");
}

static json_t *do_remove_repeat(struct vz_play *play, const json_t *command) {
    char *ref = ref_of(play, command);
    json_t *reply =
        ref ? after_repeat(play, vz_session_remove_repeat(play->session, ref))
            : failure("usage", "remove-repeat needs a ref");
    free(ref);
    return reply;
}

// ------------------------------------------------------------ languages

static json_t *do_languages(struct vz_play *play, const json_t *command) {
    const struct vz_form *form = vz_session_form(play->session);
    json_t *list = json_array();
    size_t n = vz_form_translated(form) ? vz_form_n_languages(form) : 0;
    for (size_t i = 0; i < n; i++) {
        json_array_append_new(list, json_string(vz_form_language(form, i)));
    }
    json_t *object = json_object();
    json_object_set_new(object, "languages", list);
    vz_play_set_text(
        object, "language",
        n ? vz_form_language(form, vz_session_language(play->session)) : NULL);
    return object;
}

static json_t *do_language(struct vz_play *play, const json_t *command) {
    const struct vz_form *form = vz_session_form(play->session);
    const char *name = text_of(command, "name");
    name = name ? name : text_of(command, "language");
    for (size_t i = 0; name && i < vz_form_n_languages(form); i++) {
        if (strcmp(vz_form_language(form, i), name) == 0) {
            vz_session_set_language(play->session, i);
            return vz_play_state(play->session);
        }
    }
    return failure("not_found", "the form has no language of this name");
}

// ------------------------------------------------------------ finishing

static void add_violation(const struct vz_violation *violation,
                          void *userdata) {
    json_t *object = json_object();
    vz_play_set_text(object, "ref", violation->ref);
    vz_play_set_text(object, "kind", vz_play_answer_name(violation->kind));
    vz_play_set_text(object, "message", violation->message);
    json_array_append_new(userdata, object);
}

// NULL = out of memory.
static json_t *violations(struct vz_play *play) {
    json_t *list = json_array();
    if (!vz_session_each_violation(play->session, add_violation, list)) {
        json_decref(list);
        return NULL;
    }
    return list;
}

static json_t *do_validate(struct vz_play *play, const json_t *command) {
    json_t *list = violations(play);
    if (!list) {
        return NULL;
    }
    json_t *object = json_object();
    json_object_set_new(object, "violations", list);
    return object;
}

static json_t *submission(struct vz_play *play, bool finalized) {
    struct vz_strbuf xml = {0};
    json_t *object = NULL;
    bool ok = finalized ? vz_session_finalize(play->session, &xml)
                        : vz_session_preview(play->session, &xml);
    if (ok && !vz_play_write_audit(play, finalized)) {
        object = failure("file", "the audit log cannot be written");
    } else if (ok) {
        object = json_object();
        vz_play_set_text(object, "xml", vz_strbuf_text(&xml));
        json_object_set_new(object, "attachments", vz_play_attachments(play));
    }
    vz_strbuf_wipe(&xml);
    return object;
}

static json_t *do_submission(struct vz_play *play, const json_t *command) {
    return submission(play, false);
}

static json_t *do_finalise(struct vz_play *play, const json_t *command) {
    const char *reason = text_of(command, "reason");
    json_t *list = violations(play);
    if (!list) {
        return NULL;
    }
    if (json_array_size(list)) {
        vz_session_audit_refusal(play->session,
                                 text_of(json_array_get(list, 0), "ref"));
        json_t *object = failure("invalid", "an answer is not in order");
        json_object_set_new(object, "violations", list);
        return object;
    }
    json_decref(list);
    if (vz_session_wants_reason(play->session)) {
        if (!reason || !reason[0]) {
            return failure("usage", "the form wants to know why it is changed: "
                                    "give finalise a reason");
        }
        vz_session_audit_reason(play->session, reason);
    }
    return submission(play, true);
}

// -------------------------------------------------------------- commands

static const struct {
    const char *name;
    json_t *(*run)(struct vz_play *play, const json_t *command);
} commands[] = {
    {"state", do_state},
    {"next", do_next},
    {"prev", do_prev},
    {"jump", do_jump},
    {"outline", do_outline},
    {"get", do_get},
    {"choices", do_choices},
    {"answer", do_answer},
    {"add-repeat", do_add_repeat},
    {"remove-repeat", do_remove_repeat},
    {"languages", do_languages},
    {"language", do_language},
    {"validate", do_validate},
    {"submission", do_submission},
    {"finalise", do_finalise},
    {"finalize", do_finalise},
};

// What the form asked that cannot be done is told in place of the reply.
static json_t *or_problem(struct vz_play *play, json_t *reply) {
    struct vz_error problem;
    if (!vz_session_take_problem(play->session, &problem)) {
        return reply;
    }
    json_decref(reply);
    return failure(problem.status == VZ_LIMIT ? "limit" : "form",
                   problem.message);
}

static json_t *run(struct vz_play *play, const json_t *command) {
    const char *name = text_of(command, "do");
    for (size_t i = 0; name && i < sizeof(commands) / sizeof(*commands); i++) {
        if (strcmp(commands[i].name, name) == 0) {
            return or_problem(play, commands[i].run(play, command));
        }
    }
    return failure("usage", "there is no such command; see vertelform --help");
}

static json_t *syntax(const json_t *command, const json_error_t *error) {
    char message[200] = "a line must be one JSON object";
    if (!command) {
        snprintf(message, sizeof(message),
                 "a line must be one JSON object; at character %d: %.120s",
                 error->column > 0 ? error->column : 1, error->text);
    }
    return failure("syntax", message);
}

char *vz_play_answer(struct vz_play *play, const char *line, size_t len) {
    json_error_t error = {0};
    json_t *command = json_loadb(line, len, 0, &error);
    json_t *reply = json_is_object(command) ? run(play, command)
                                            : syntax(command, &error);
    char *text = reply ? json_dumps(reply, JSON_COMPACT) : NULL;
    json_decref(reply);
    json_decref(command);
    return text;
}
