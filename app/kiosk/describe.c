#include "describe.h"

#include "kiosk/text/text.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

const char *vz_act_name(enum vz_act act) {
    static const char *const names[] = {
        [VZ_ACT_NONE] = "none",
        [VZ_ACT_WIDGET] = "widget",
        [VZ_ACT_BEGIN] = "begin",
        [VZ_ACT_DOOR] = "door",
        [VZ_ACT_LANGUAGE] = "language",
        [VZ_ACT_OPEN_LANGUAGES] = "open-languages",
        [VZ_ACT_OPEN_DISPLAY] = "open-display",
        [VZ_ACT_TEXT_SIZE] = "text-size",
        [VZ_ACT_CONTRAST] = "contrast",
        [VZ_ACT_COMFORT] = "comfort",
        [VZ_ACT_CLOSE] = "close",
        [VZ_ACT_NEXT] = "next",
        [VZ_ACT_BACK] = "back",
        [VZ_ACT_STOP] = "stop",
        [VZ_ACT_STOP_YES] = "stop-yes",
        [VZ_ACT_STAY] = "stay",
        [VZ_ACT_MORE_TIME] = "more-time",
        [VZ_ACT_DONE] = "done",
        [VZ_ACT_WORKER] = "worker",
        [VZ_ACT_PIN_KEY] = "pin-key",
        [VZ_ACT_SEND_NOW] = "send-now",
        [VZ_ACT_EXIT] = "exit",
        [VZ_ACT_RETRY] = "retry",
        [VZ_ACT_READ_ALOUD] = "read-aloud",
        [VZ_ACT_PROMPT] = "prompt",
        [VZ_ACT_VOLUME] = "volume",
        [VZ_ACT_SPEED] = "speed",
        [VZ_ACT_RECORD] = "record",
        [VZ_ACT_TALK] = "talk",
        [VZ_ACT_REPEAT_ADD] = "repeat-add",
        [VZ_ACT_REPEAT_REMOVE] = "repeat-remove",
    };
    size_t n = sizeof(names) / sizeof(*names);
    return (size_t)act < n && names[act] ? names[act] : "other";
}

static bool is_private(const struct vz_description *description,
                       const struct vz_box *box) {
    return box->secret || box->role == VZ_ROLE_FIELD ||
           box->look == VZ_LOOK_FIELD || box->look == VZ_LOOK_QR ||
           box->type == VZ_TYPE_CODE ||
           (box->label && description->is_typed &&
            description->is_typed(description->userdata, box->label));
}

static json_t *states(unsigned state) {
    static const struct {
        unsigned bit;
        const char *name;
    } names[] = {
        {VZ_STATE_SELECTED, "selected"}, {VZ_STATE_DISABLED, "disabled"},
        {VZ_STATE_PRESSED, "pressed"},   {VZ_STATE_FOCUSED, "focused"},
        {VZ_STATE_ERROR, "error"},       {VZ_STATE_ACTIVE, "active"},
        {VZ_STATE_SPOKEN, "spoken"},
    };
    json_t *list = json_array();
    for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++) {
        if (state & names[i].bit) {
            json_array_append_new(list, json_string(names[i].name));
        }
    }
    return list;
}

// Text that is not valid UTF-8 cannot be described; JSON null stands for it.
static json_t *text_or_null(const char *text) {
    json_t *value = text ? json_string(text) : NULL;
    return value ? value : json_null();
}

static json_t *label_of(const struct vz_box *box) {
    char *label = strdup(box->label);
    if (label) {
        vz_text_unmark(label);
    }
    json_t *value = text_or_null(label);
    free(label);
    return value;
}

static json_t *describe_box(const struct vz_description *description,
                            const struct vz_box *box) {
    json_t *object = json_object();
    json_object_set_new(object, "name", text_or_null(box->name));
    json_object_set_new(object, "role",
                        json_string(vz_box_role_name(box->role)));
    if (is_private(description, box)) {
        size_t length = box->label ? vz_grapheme_count(box->label) : 0;
        json_object_set_new(object, "length", json_integer((int)length));
    } else if (box->label) {
        json_object_set_new(object, "label", label_of(box));
    }
    json_object_set_new(object, "rect",
                        json_pack("[iiii]", box->rect.x, box->rect.y,
                                  box->rect.w, box->rect.h));
    json_object_set_new(object, "state", states(box->state));
    if (box->act != VZ_ACT_NONE) {
        json_object_set_new(object, "action",
                            json_string(vz_act_name(box->act)));
    }
    return object;
}

char *vz_describe(const struct vz_description *description) {
    const struct vz_scene *scene = description->scene;
    json_t *root = json_object();
    json_object_set_new(root, "screen", text_or_null(scene->screen));
    json_object_set_new(root, "overlay", text_or_null(description->overlay));
    json_object_set_new(root, "form", text_or_null(scene->form_id));
    json_object_set_new(root, "position", text_or_null(scene->position));
    json_object_set_new(root, "language", text_or_null(description->language));
    json_object_set_new(root, "width", json_integer(description->ui->width));
    json_object_set_new(root, "height", json_integer(description->ui->height));
    json_t *boxes = json_array();
    for (size_t i = 0; i < scene->n; i++) {
        const struct vz_box *box = &scene->boxes[i];
        if (box->role != VZ_ROLE_NONE || box->act != VZ_ACT_NONE) {
            json_array_append_new(boxes, describe_box(description, box));
        }
    }
    json_object_set_new(root, "boxes", boxes);
    char *text = json_dumps(root, JSON_COMPACT);
    json_decref(root);
    return text;
}
