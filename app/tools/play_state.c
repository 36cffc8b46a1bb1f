#include "play_state.h"

static const char *const kinds[] = {
    [VZ_EVENT_START] = "start",   [VZ_EVENT_QUESTION] = "question",
    [VZ_EVENT_GROUP] = "group",   [VZ_EVENT_REPEAT] = "repeat",
    [VZ_EVENT_PROMPT] = "prompt", [VZ_EVENT_END] = "end",
};

static const char *const controls[] = {
    [VZ_CONTROL_INPUT] = "input",   [VZ_CONTROL_SELECT1] = "select1",
    [VZ_CONTROL_SELECT] = "select", [VZ_CONTROL_RANK] = "rank",
    [VZ_CONTROL_RANGE] = "range",   [VZ_CONTROL_TRIGGER] = "trigger",
    [VZ_CONTROL_UPLOAD] = "upload", [VZ_CONTROL_NOTE] = "note",
};

static const char *const types[] = {
    [VZ_FIELD_STRING] = "string",
    [VZ_FIELD_INT] = "int",
    [VZ_FIELD_DECIMAL] = "decimal",
    [VZ_FIELD_BOOLEAN] = "boolean",
    [VZ_FIELD_DATE] = "date",
    [VZ_FIELD_TIME] = "time",
    [VZ_FIELD_DATETIME] = "dateTime",
    [VZ_FIELD_GEOPOINT] = "geopoint",
    [VZ_FIELD_GEOTRACE] = "geotrace",
    [VZ_FIELD_GEOSHAPE] = "geoshape",
    [VZ_FIELD_BINARY] = "binary",
    [VZ_FIELD_SELECT_ONE] = "select_one",
    [VZ_FIELD_SELECT_MULTIPLE] = "select_multiple",
    [VZ_FIELD_RANK] = "rank",
    [VZ_FIELD_GROUP] = "group",
    [VZ_FIELD_REPEAT] = "repeat",
};

void vz_play_set_text(json_t *object, const char *key, const char *text) {
    json_object_set_new(object, key, text ? json_string(text) : json_null());
}

// Text, or {"text", "image", "audio"} where there is media.
static json_t *label_of(const struct vz_question *question) {
    if (!question->image && !question->audio) {
        return json_string(question->label);
    }
    json_t *label = json_object();
    vz_play_set_text(label, "text", question->label);
    vz_play_set_text(label, "image", question->image);
    vz_play_set_text(label, "audio", question->audio);
    return label;
}

static json_t *choices_of(const struct vz_question *question) {
    json_t *list = json_array();
    for (size_t i = 0; i < question->n_choices; i++) {
        json_t *choice = json_object();
        vz_play_set_text(choice, "value", question->choices[i].name);
        vz_play_set_text(choice, "label", question->choices[i].label);
        json_array_append_new(list, choice);
    }
    return list;
}

static void set_question(json_t *object, const struct vz_question *question) {
    vz_play_set_text(object, "ref", question->ref);
    json_object_set_new(object, "label", label_of(question));
    vz_play_set_text(object, "hint", question->hint);
    vz_play_set_text(object, "type", types[question->type]);
    vz_play_set_text(object, "control", controls[question->control]);
    vz_play_set_text(object, "appearance", question->appearance);
    vz_play_set_text(object, "role", question->role);
    json_object_set_new(object, "required", json_boolean(question->required));
    json_object_set_new(object, "readonly", json_boolean(question->readonly));
    json_object_set_new(object, "relevant", json_true());
    vz_play_set_text(object, "value", question->value);
    if (question->n_choices) {
        json_object_set_new(object, "choices", choices_of(question));
    }
}

static json_t *questions_of(const struct vz_event *event) {
    json_t *list = json_array();
    for (size_t i = 0; i < event->n_questions; i++) {
        json_t *question = json_object();
        set_question(question, &event->questions[i]);
        json_array_append_new(list, question);
    }
    return list;
}

json_t *vz_play_state(struct vz_session *session) {
    const struct vz_event *event = vz_session_event(session);
    json_t *state = json_object();
    vz_play_set_text(state, "kind", kinds[event->kind]);
    if (event->kind == VZ_EVENT_QUESTION && event->n_questions) {
        set_question(state, &event->questions[0]);
        return state;
    }
    vz_play_set_text(state, "ref", event->ref);
    vz_play_set_text(state, "label", event->label);
    if (event->n_questions) {
        json_object_set_new(state, "questions", questions_of(event));
    }
    return state;
}

const char *vz_play_answer_name(enum vz_answer answer) {
    static const char *const names[] = {
        [VZ_ANSWER_OK] = "ok",
        [VZ_ANSWER_CONSTRAINT] = "constraint",
        [VZ_ANSWER_REQUIRED] = "required",
        [VZ_ANSWER_TYPE] = "type",
        [VZ_ANSWER_READONLY] = "readonly",
        [VZ_ANSWER_NO_SUCH] = "not_found",
        [VZ_ANSWER_NOMEM] = "nomem",
    };
    return names[answer];
}
