/*
 * The commands of vertelform play: {"do": "answer", "value": "4"}.
 */
#include "vertelform.h"

#include "play_state.h"

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

// The ref of a command, else of the one question that is shown, else NULL.
static const char *ref_of(struct vz_session *session, const json_t *command) {
    const char *ref = text_of(command, "ref");
    const struct vz_event *event = vz_session_event(session);
    if (!ref && event->n_questions == 1) {
        ref = event->questions[0].ref;
    }
    return ref;
}

static json_t *do_state(struct vz_session *session, const json_t *command) {
    return vz_play_state(session);
}

static json_t *do_next(struct vz_session *session, const json_t *command) {
    return vz_session_next(session)
               ? vz_play_state(session)
               : failure("end", "there is nothing after this");
}

static json_t *do_prev(struct vz_session *session, const json_t *command) {
    return vz_session_prev(session)
               ? vz_play_state(session)
               : failure("start", "there is nothing before this");
}

static json_t *do_jump(struct vz_session *session, const json_t *command) {
    return vz_session_jump(session, text_of(command, "ref"))
               ? vz_play_state(session)
               : failure("not_found", "no page shows this ref now");
}

static json_t *do_get(struct vz_session *session, const json_t *command) {
    const char *ref = ref_of(session, command);
    const char *value = ref ? vz_session_value(session, ref) : NULL;
    if (!value) {
        return failure("not_found", "there is no node of this ref");
    }
    json_t *object = json_object();
    vz_play_set_text(object, "ref", ref);
    vz_play_set_text(object, "value", value);
    json_object_set_new(object, "relevant",
                        json_boolean(vz_session_relevant(session, ref)));
    return object;
}

static json_t *do_answer(struct vz_session *session, const json_t *command) {
    const char *ref = ref_of(session, command);
    const char *value = text_of(command, "value");
    if (!ref || !value) {
        return failure("usage", "answer needs a value, and a ref where no "
                                "single question is shown; both are text");
    }
    // The session may let go of the question's own string.
    char *kept = strdup(ref);
    if (!kept) {
        return NULL;
    }
    enum vz_answer answer = vz_session_answer(session, kept, value);
    json_t *object;
    if (answer == VZ_ANSWER_OK || answer == VZ_ANSWER_CONSTRAINT) {
        object = json_object();
        vz_play_set_text(object, "ref", kept);
        vz_play_set_text(object, "value", vz_session_value(session, kept));
        json_object_set_new(object, "valid",
                            json_boolean(answer == VZ_ANSWER_OK));
    } else {
        object =
            failure(vz_play_answer_name(answer), "the answer was not stored");
    }
    free(kept);
    return object;
}

static json_t *do_add_repeat(struct vz_session *session,
                             const json_t *command) {
    return vz_session_add_repeat(session)
               ? vz_play_state(session)
               : failure("usage", "this is not the place to add a repeat");
}

static json_t *do_languages(struct vz_session *session, const json_t *command) {
    const struct vz_form *form = vz_session_form(session);
    json_t *list = json_array();
    for (size_t i = 0; i < vz_form_n_languages(form); i++) {
        json_array_append_new(list, json_string(vz_form_language(form, i)));
    }
    json_t *object = json_object();
    json_object_set_new(object, "languages", list);
    return object;
}

static json_t *do_language(struct vz_session *session, const json_t *command) {
    const struct vz_form *form = vz_session_form(session);
    const char *name = text_of(command, "name");
    for (size_t i = 0; name && i < vz_form_n_languages(form); i++) {
        if (strcmp(vz_form_language(form, i), name) == 0) {
            vz_session_set_language(session, i);
            return vz_play_state(session);
        }
    }
    return failure("not_found", "the form has no language of this name");
}

static json_t *violations(struct vz_session *session) {
    const char *ref = NULL, *message = NULL;
    enum vz_answer answer = vz_session_check_all(session, &ref, &message);
    json_t *list = json_array();
    if (answer != VZ_ANSWER_OK) {
        json_t *violation = json_object();
        vz_play_set_text(violation, "ref", ref);
        vz_play_set_text(violation, "kind", vz_play_answer_name(answer));
        vz_play_set_text(violation, "message", message);
        json_array_append_new(list, violation);
    }
    return list;
}

static json_t *do_validate(struct vz_session *session, const json_t *command) {
    json_t *object = json_object();
    json_object_set_new(object, "violations", violations(session));
    return object;
}

static json_t *do_finalise(struct vz_session *session, const json_t *command) {
    json_t *list = violations(session);
    if (json_array_size(list)) {
        json_t *object = failure("invalid", "an answer is not in order");
        json_object_set_new(object, "violations", list);
        return object;
    }
    json_decref(list);
    struct vz_strbuf xml = {0};
    json_t *object = NULL;
    if (vz_session_finalize(session, &xml)) {
        object = json_object();
        vz_play_set_text(object, "xml", vz_strbuf_text(&xml));
    }
    vz_strbuf_wipe(&xml);
    return object;
}

static const struct {
    const char *name;
    json_t *(*run)(struct vz_session *session, const json_t *command);
} commands[] = {
    {"state", do_state},
    {"next", do_next},
    {"prev", do_prev},
    {"jump", do_jump},
    {"get", do_get},
    {"answer", do_answer},
    {"add-repeat", do_add_repeat},
    {"languages", do_languages},
    {"language", do_language},
    {"validate", do_validate},
    {"finalise", do_finalise},
    {"finalize", do_finalise},
};

static json_t *run(struct vz_session *session, const json_t *command) {
    const char *name = text_of(command, "do");
    for (size_t i = 0; name && i < sizeof(commands) / sizeof(*commands); i++) {
        if (strcmp(commands[i].name, name) == 0) {
            return commands[i].run(session, command);
        }
    }
    return failure("usage", "there is no such command; see vertelform --help");
}

char *vz_play_answer(struct vz_session *session, const char *line, size_t len) {
    json_t *command = json_loadb(line, len, 0, NULL);
    json_t *reply = json_is_object(command)
                        ? run(session, command)
                        : failure("syntax", "a line must be one JSON object");
    char *text = reply ? json_dumps(reply, JSON_COMPACT) : NULL;
    json_decref(reply);
    json_decref(command);
    return text;
}
