/*
 * XForms: loads whatever comes and, when it loads, fills it in from the first
 * position to the last, saves it and opens what was saved.
 */
#include "base/clock.h"
#include "base/log.h"
#include "form/xform/form.h"
#include "form/xform/session.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define XFORM_MAX_STEPS 30

static void answer_questions(struct vz_session *session, size_t step) {
    static const char *const values[] = {"1",   "a",        "2024-02-29", "",
                                         "1 2", "52 4 0 0", "12:00"};
    const struct vz_event *event = vz_session_event(session);
    if (event == NULL || event->n_questions == 0) {
        return;
    }
    const struct vz_question *question =
        &event->questions[step % event->n_questions];
    const char *value = values[step % 7];
    if (question->n_choices > 0) {
        value = question->choices[step % question->n_choices].name;
    }
    char *ref = strdup(question->ref);
    char *copy = strdup(value);
    if (ref != NULL && copy != NULL) {
        vz_session_answer(session, ref, copy);
    }
    free(copy);
    free(ref);
}

static void visit_violation(const struct vz_violation *violation,
                            void *userdata) {
    size_t *n = userdata;
    *n += violation->message != NULL;
}

// What a tool asks of the place where the session is: its nodes looked at,
// repeats grown and removed, the way there and back.
static void look_around(struct vz_session *session, size_t step) {
    const struct vz_event *event = vz_session_event(session);
    char *ref = event && event->ref ? strdup(event->ref) : NULL;
    struct vz_node_look look;
    size_t n = 0;
    if (ref == NULL) {
        return;
    }
    vz_session_look(session, ref, &look);
    vz_session_set_language(session, step % 3 == 0);
    if (step % 4 == 1) {
        vz_session_grow(session, ref);
    } else if (step % 5 == 2) {
        vz_session_remove_repeat(session, ref);
    } else if (step % 6 == 3) {
        vz_session_prev(session);
        vz_session_jump(session, ref);
    } else if (step % 7 == 4) {
        vz_session_each_violation(session, visit_violation, &n);
    }
    free(ref);
}

static void fill_in(struct vz_session *session) {
    for (size_t step = 0; step < XFORM_MAX_STEPS; step++) {
        const struct vz_event *event = vz_session_event(session);
        if (event == NULL || event->kind == VZ_EVENT_END) {
            return;
        }
        if (event->kind == VZ_EVENT_PROMPT && step % 3 == 0) {
            vz_session_add_repeat(session);
        }
        answer_questions(session, step);
        look_around(session, step);
        if (!vz_session_next(session)) {
            return;
        }
    }
}

static void reopen(const struct vz_form *form,
                   const struct vz_session_params *params,
                   const struct vz_strbuf *xml) {
    struct vz_error error = {0};
    struct vz_saved_instance saved = {.xml = xml->data, .len = xml->len};
    struct vz_session *session = vz_session_open(form, params, &saved, &error);
    struct vz_strbuf again = {0};
    if (session != NULL) {
        vz_session_finalize(session, &again);
    }
    vz_strbuf_finish(&again);
    vz_session_destroy(session);
}

static void play(const struct vz_form *form, bool every_position) {
    static const struct vz_property properties[] = {{"email", "a@b"}};
    static const char *const locations[] = {"52.1 4.3 0 5"};
    struct vz_session_params params = {.instance_id = "uuid:1",
                                       .device_id = "d",
                                       .locations = locations,
                                       .n_locations = 1,
                                       .every_position = every_position,
                                       .properties = properties,
                                       .n_properties = 1,
                                       .audits = true};
    struct vz_session *session = vz_session_create(form, &params);
    struct vz_strbuf xml = {0};
    const char *ref;
    const char *message;
    if (session == NULL) {
        return;
    }
    fill_in(session);
    vz_session_check_all(session, &ref, &message);
    while (vz_session_prev(session)) {
    }
    if (vz_session_save(session, &xml)) {
        reopen(form, &params, &xml);
    }
    vz_strbuf_clear(&xml);
    vz_session_write_audit(session, true, &xml);
    vz_strbuf_clear(&xml);
    vz_session_preview(session, &xml);
    vz_strbuf_clear(&xml);
    vz_session_finalize(session, &xml);
    vz_strbuf_finish(&xml);
    vz_session_destroy(session);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct vz_form_media media = {.dir = NULL};
    struct vz_error error = {0};
    vz_log_set_level(VZ_LOG_ERROR);
    vz_clock_freeze(1709644029250);
    struct vz_form *form =
        vz_form_load((const char *)data, size, &media, &error);
    if (form != NULL) {
        struct vz_schema schema;
        if (vz_form_schema(form, &schema)) {
            vz_schema_finish(&schema);
        }
        play(form, size % 2 == 1);
    } else if (error.message[0] == '\0') {
        abort(); // refused without a word to the author
    }
    vz_form_destroy(form);
    vz_clock_thaw();
    return 0;
}
