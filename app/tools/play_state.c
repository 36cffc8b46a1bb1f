#include "play_state.h"

#include <math.h>
#include <string.h>

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

static void set_flag(json_t *object, const char *key, bool value) {
    json_object_set_new(object, key, json_boolean(value));
}

// A label or hint.
struct caption {
    const char *text, *image, *audio, *video;
};

// Text, or {"text", "image", "audio", "video"} where there is media; null when
// there is nothing.
static json_t *caption_of(const struct caption *caption) {
    const char *text = caption->text && caption->text[0] ? caption->text : NULL;
    if (!caption->image && !caption->audio && !caption->video) {
        return text ? json_string(text) : json_null();
    }
    json_t *object = json_object();
    vz_play_set_text(object, "text", text);
    vz_play_set_text(object, "image", caption->image);
    vz_play_set_text(object, "audio", caption->audio);
    vz_play_set_text(object, "video", caption->video);
    return object;
}

// -------------------------------------------------------------- choices

static json_t *choice_of(const struct vz_choice *choice) {
    json_t *object = json_object();
    struct caption label = {choice->label, choice->image, choice->audio,
                            choice->video};
    vz_play_set_text(object, "value", choice->name);
    json_object_set_new(object, "label", caption_of(&label));
    return object;
}

static json_t *choices_of(const struct vz_question *question) {
    json_t *list = json_array();
    for (size_t i = 0; i < question->n_choices; i++) {
        json_array_append_new(list, choice_of(&question->choices[i]));
    }
    return list;
}

static void set_column(const char *name, const char *value, void *userdata) {
    vz_play_set_text(userdata, name, value);
}

static bool has_choices(const struct vz_question *question) {
    return question && (question->control == VZ_CONTROL_SELECT1 ||
                        question->control == VZ_CONTROL_SELECT ||
                        question->control == VZ_CONTROL_RANK);
}

json_t *vz_play_choices(struct vz_session *session, const char *ref) {
    struct vz_node_look look;
    if (!vz_session_look(session, ref, &look) || !has_choices(look.question)) {
        return NULL;
    }
    json_t *list = choices_of(look.question);
    for (size_t i = 0; i < look.question->n_choices; i++) {
        json_t *columns = json_object();
        vz_session_each_column(session, ref, i, set_column, columns);
        json_object_set_new(json_array_get(list, i), "properties", columns);
    }
    json_t *object = json_object();
    json_object_set_new(object, "choices", list);
    return object;
}

// ------------------------------------------------------------- questions

// NaN, not given, is no number of JSON.
static json_t *number_of(double number) {
    if (isnan(number)) {
        return json_null();
    }
    return number == floor(number) && fabs(number) < 9e15
               ? json_integer((json_int_t)number)
               : json_real(number);
}

static void set_range(json_t *object, const struct vz_question *question) {
    const struct {
        const char *name;
        double value;
    } bounds[] = {
        {"start", question->range_start},
        {"end", question->range_end},
        {"step", question->range_step},
    };
    for (size_t i = 0; i < sizeof(bounds) / sizeof(*bounds); i++) {
        json_object_set_new(object, bounds[i].name, number_of(bounds[i].value));
    }
}

static void set_question(json_t *object, const struct vz_question *question) {
    struct caption label = {question->label, question->image, question->audio,
                            question->video};
    struct caption hint = {question->hint, question->hint_image,
                           question->hint_audio, question->hint_video};
    json_object_set_new(object, "label", caption_of(&label));
    json_object_set_new(object, "hint", caption_of(&hint));
    vz_play_set_text(object, "guidance", question->guidance);
    vz_play_set_text(object, "type", types[question->type]);
    vz_play_set_text(object, "control", controls[question->control]);
    vz_play_set_text(object, "appearance", question->appearance);
    vz_play_set_text(object, "role", question->role);
    vz_play_set_text(object, "mediatype", question->mediatype);
    vz_play_set_text(object, "constraint_message",
                     question->constraint_message);
    vz_play_set_text(object, "required_message", question->required_message);
    if (question->control == VZ_CONTROL_RANGE) {
        set_range(object, question);
    }
    json_object_set_new(object, "choices",
                        has_choices(question) ? choices_of(question)
                                              : json_null());
}

// What is no question of its own: positions at the ends, nodes without one.
static void set_nothing(json_t *object, const char *type) {
    vz_play_set_text(object, "label", NULL);
    vz_play_set_text(object, "hint", NULL);
    vz_play_set_text(object, "type", type);
    vz_play_set_text(object, "appearance", "");
    vz_play_set_text(object, "choices", NULL);
}

static void set_group(json_t *object, const struct vz_event *event) {
    struct caption label = {event->label, event->image, event->audio,
                            event->video};
    json_object_set_new(object, "label", caption_of(&label));
    vz_play_set_text(object, "hint", event->hint);
    vz_play_set_text(object, "appearance",
                     event->appearance ? event->appearance : "");
}

static void set_status(json_t *object, const struct vz_node_look *look) {
    set_flag(object, "required", look->required);
    set_flag(object, "readonly", look->readonly);
    set_flag(object, "relevant", look->relevant);
    vz_play_set_text(object, "value", look->value);
    set_flag(object, "valid", look->valid);
}

static json_t *node_of(const struct vz_node_look *look, const char *kind) {
    json_t *object = json_object();
    vz_play_set_text(object, "kind", kind);
    vz_play_set_text(object, "ref", look->ref);
    if (look->question) {
        set_question(object, look->question);
    } else if (look->kind == VZ_EVENT_QUESTION) {
        set_nothing(object, types[look->type]);
    } else {
        set_nothing(object, look->kind == VZ_EVENT_REPEAT ? "repeat" : "group");
        set_group(object, &look->event);
    }
    if (look->kind == VZ_EVENT_REPEAT) {
        json_object_set_new(object, "count",
                            json_integer((json_int_t)look->count));
    }
    set_status(object, look);
    return object;
}

json_t *vz_play_node(struct vz_session *session, const char *ref) {
    struct vz_node_look look;
    return vz_session_look(session, ref, &look)
               ? node_of(&look, kinds[look.kind])
               : NULL;
}

// ------------------------------------------------------------- positions

static json_t *position_of(enum vz_event_kind kind, const char *ref) {
    json_t *object = json_object();
    vz_play_set_text(object, "kind", kinds[kind]);
    vz_play_set_text(object, "ref", ref);
    return object;
}

json_t *vz_play_state(struct vz_session *session) {
    const struct vz_event *event = vz_session_event(session);
    struct vz_node_look look;
    if (!event) {
        return NULL;
    }
    if (!event->ref) {
        look = (struct vz_node_look){.relevant = true, .valid = true};
        json_t *object = position_of(event->kind, NULL);
        set_nothing(object, NULL);
        set_status(object, &look);
        return object;
    }
    if (!vz_session_look(session, event->ref, &look)) {
        return NULL;
    }
    // A group without a node goes by what stands around it, with its own
    // label.
    if (event->kind == VZ_EVENT_GROUP) {
        look.event = *event;
        look.kind = VZ_EVENT_GROUP;
    }
    // A node may have several questions; here it is this one.
    if (event->kind == VZ_EVENT_QUESTION && event->n_questions) {
        look.question = &event->questions[0];
    }
    return node_of(&look, kinds[event->kind]);
}

json_t *vz_play_outline(struct vz_session *session) {
    json_t *list = json_array();
    size_t n = vz_session_n_positions(session);
    json_array_append_new(list, position_of(VZ_EVENT_START, NULL));
    for (size_t i = 0; i < n; i++) {
        enum vz_event_kind kind;
        const char *ref;
        vz_session_position(session, i, &kind, &ref);
        json_array_append_new(list, position_of(kind, ref));
    }
    json_array_append_new(list, position_of(VZ_EVENT_END, NULL));
    json_t *object = json_object();
    json_object_set_new(object, "events", list);
    return object;
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
        [VZ_ANSWER_LIMIT] = "limit",
    };
    return names[answer];
}
