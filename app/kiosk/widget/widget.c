#include "widget.h"

#include "base/log.h"
#include "group_parts.h"
#include "widget_ops.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

// Asked in this order; the last one accepts everything.
static const struct vz_widget_ops *const variants[] = {
    &vz_widget_note,   &vz_widget_trigger, &vz_widget_consent,
    &vz_widget_smiley, &vz_widget_scale,   &vz_widget_rating,
    &vz_widget_picker, &vz_widget_upright, &vz_widget_slider,
    &vz_widget_rank,   &vz_widget_search,  &vz_widget_select,
    &vz_widget_date,   &vz_widget_number,  &vz_widget_text,
    &vz_widget_audio,  &vz_widget_draw,    &vz_widget_unsupported,
};
#define N_VARIANTS (sizeof(variants) / sizeof(*variants))

// A question that the first of its group answers too.
static bool accepts_none(const struct vz_question *question) {
    return false;
}

static struct vz_extent measure_none(struct vz_widget *widget, int width) {
    return (struct vz_extent){0, 0};
}

static void build_none(struct vz_widget *widget, struct vz_scene *scene,
                       struct vz_rect area) {
}

static const struct vz_widget_ops part_of_another = {
    .name = "part",
    .accepts = accepts_none,
    .measure = measure_none,
    .build = build_none,
};

// Groups that are one question.
static const struct {
    const char *appearance;
    size_t n_ranges;
    const struct vz_widget_ops *ops;
} joined[] = {{"vz-triad", 3, &vz_widget_triad},
              {"vz-dyad", 1, &vz_widget_dyad}};

static const struct vz_widget_ops *choose(const struct vz_question *question) {
    size_t i = 0;
    while (i < N_VARIANTS - 1 && !variants[i]->accepts(question)) {
        i++;
    }
    return variants[i];
}

// The same where the question stands.
static const struct vz_widget_ops *
choose_in(const struct vz_event *event, const struct vz_question *question) {
    struct vz_group_parts parts;
    for (size_t i = 0; i < sizeof(joined) / sizeof(*joined); i++) {
        if (vz_group_parts_init(&parts, event, joined[i].appearance,
                                joined[i].n_ranges)) {
            bool first = strcmp(event->questions[0].ref, question->ref) == 0;
            return first ? joined[i].ops : &part_of_another;
        }
    }
    return choose(question);
}

bool vz_widget_serves(const struct vz_widget *widget,
                      const struct vz_question *question) {
    return widget->ops ==
           choose_in(vz_session_event(widget->session), question);
}

bool vz_widget_init(struct vz_widget *widget, struct vz_session *session,
                    const struct vz_ui *ui,
                    const struct vz_question *question) {
    *widget = (struct vz_widget){
        .ops = choose_in(vz_session_event(session), question),
        .session = session,
        .ui = ui};
    assert(widget->ops->build && widget->ops->measure);
    widget->ref = strdup(question->ref);
    if (widget->ops->joins) {
        widget->joined = calloc(1, sizeof(*widget->joined));
    }
    if (!widget->ref || (widget->ops->joins && !widget->joined) ||
        (widget->ops->enter && !widget->ops->enter(widget))) {
        LOG_OOM();
        free(widget->joined);
        free(widget->ref);
        *widget = (struct vz_widget){0};
        return false;
    }
    return true;
}

void vz_widget_finish(struct vz_widget *widget) {
    if (!widget || !widget->ops) {
        return;
    }
    if (widget->ops->leave) {
        widget->ops->leave(widget);
    }
    vz_widget_set_message(widget, NULL);
    free(widget->joined);
    free(widget->ref);
    *widget = (struct vz_widget){0};
}

// The group as the one question that it is.
static const struct vz_question *join(const struct vz_widget *widget,
                                      const struct vz_event *event,
                                      const struct vz_question *first) {
    *widget->joined = *first;
    widget->joined->label = event->label ? event->label : "";
    widget->joined->hint = event->hint;
    widget->joined->image = event->image;
    widget->joined->audio = event->audio;
    widget->joined->video = event->video;
    widget->joined->appearance = event->appearance;
    return widget->joined;
}

const struct vz_question *vz_widget_question(const struct vz_widget *widget) {
    const struct vz_event *event = vz_session_event(widget->session);
    if (widget->ops == &part_of_another) {
        return NULL;
    }
    for (size_t i = 0; event && i < event->n_questions; i++) {
        if (strcmp(event->questions[i].ref, widget->ref) == 0) {
            return widget->joined ? join(widget, event, &event->questions[i])
                                  : &event->questions[i];
        }
    }
    return NULL;
}

const char *vz_widget_media(const struct vz_widget *widget,
                            struct vz_arena *arena, const char *name) {
    static const char scheme[] = "jr://images/";
    if (name && strncmp(name, scheme, sizeof(scheme) - 1) == 0) {
        name += sizeof(scheme) - 1;
    }
    if (!widget->media || !name || !*name || *name == '.' ||
        strchr(name, '/')) {
        return NULL;
    }
    return vz_arena_printf(arena, "%s/%s", widget->media, name);
}

enum vz_widget_result vz_widget_activate(struct vz_widget *widgets, size_t n,
                                         const struct vz_box *box, int x,
                                         int y) {
    if (box->act != VZ_ACT_WIDGET || box->widget < 0 ||
        (size_t)box->widget >= n) {
        return VZ_WIDGET_NOTHING;
    }
    if (box->a == VZ_WIDGET_TURN) {
        widgets[0].part = (size_t)box->b;
        return VZ_WIDGET_REBUILD;
    }
    struct vz_widget *widget = &widgets[box->widget];
    if (box->a == VZ_WIDGET_ENLARGE) {
        widget->enlarged = box->b == 1;
        return VZ_WIDGET_REBUILD;
    }
    if (!widget->ops->activate || !vz_widget_question(widget)) {
        return VZ_WIDGET_NOTHING;
    }
    return widget->ops->activate(widget, box, x, y);
}

enum vz_widget_result vz_widget_drag(struct vz_widget *widgets, size_t n,
                                     const struct vz_box *box, int x, int y,
                                     enum vz_drag drag) {
    if (box->act != VZ_ACT_WIDGET || box->widget < 0 ||
        (size_t)box->widget >= n) {
        return VZ_WIDGET_NOTHING;
    }
    struct vz_widget *widget = &widgets[box->widget];
    if (!widget->ops->drag || !vz_widget_question(widget)) {
        return VZ_WIDGET_NOTHING;
    }
    return widget->ops->drag(widget, box, x, y, drag);
}

enum vz_widget_result vz_widget_hold(struct vz_widget *widgets, size_t n,
                                     const struct vz_box *box) {
    if (box->act != VZ_ACT_WIDGET || box->a < 0 || box->widget < 0 ||
        (size_t)box->widget >= n) {
        return VZ_WIDGET_NOTHING;
    }
    struct vz_widget *widget = &widgets[box->widget];
    if (!widget->ops->hold || !vz_widget_question(widget)) {
        return VZ_WIDGET_NOTHING;
    }
    return widget->ops->hold(widget, box);
}

enum vz_widget_result vz_widget_type(struct vz_widget *widgets, size_t n,
                                     const char *text) {
    for (size_t i = 0; i < n; i++) {
        if (widgets[i].shown && widgets[i].ops->type &&
            vz_widget_question(&widgets[i])) {
            return widgets[i].ops->type(&widgets[i], text);
        }
    }
    return VZ_WIDGET_NOTHING;
}

enum vz_widget_result vz_widget_key(struct vz_widget *widgets, size_t n,
                                    enum vz_widget_key key) {
    for (size_t i = 0; i < n; i++) {
        if (widgets[i].shown && widgets[i].ops->key &&
            vz_widget_question(&widgets[i])) {
            return widgets[i].ops->key(&widgets[i], key);
        }
    }
    return VZ_WIDGET_NOTHING;
}

void vz_widget_set_message(struct vz_widget *widget, const char *message) {
    if (widget->message) {
        // It may repeat what was answered.
        explicit_bzero(widget->message, strlen(widget->message));
    }
    free(widget->message);
    widget->message = message ? strdup(message) : NULL;
    widget->error = message != NULL;
}

bool vz_widget_close_picture(struct vz_widget *widgets, size_t n) {
    bool closed = false;
    for (size_t i = 0; i < n; i++) {
        closed = closed || widgets[i].enlarged;
        widgets[i].enlarged = false;
    }
    return closed;
}

bool vz_widget_is_answered(const struct vz_question *question) {
    return choose(question) != &vz_widget_note;
}

bool vz_widget_types(const struct vz_question *question) {
    const struct vz_widget_ops *ops = choose(question);
    return ops == &vz_widget_text || ops == &vz_widget_number ||
           ops == &vz_widget_search;
}

bool vz_widget_is_slow(const struct vz_question *question) {
    const struct vz_widget_ops *ops = choose(question);
    return ops == &vz_widget_text || ops == &vz_widget_audio ||
           ops == &vz_widget_draw;
}

enum vz_widget_result vz_widget_answer(struct vz_widget *widget,
                                       const char *value) {
    switch (vz_session_answer(widget->session, widget->ref, value)) {
    case VZ_ANSWER_OK:
    case VZ_ANSWER_CONSTRAINT: // stored; the screen says so at Verder
    case VZ_ANSWER_REQUIRED:
        return VZ_WIDGET_ANSWERED;
    case VZ_ANSWER_TYPE:
    case VZ_ANSWER_READONLY:
    case VZ_ANSWER_NO_SUCH:
    case VZ_ANSWER_LIMIT:
        break;
    case VZ_ANSWER_NOMEM:
        LOG_OOM();
        break;
    }
    return VZ_WIDGET_NOTHING;
}

unsigned vz_widget_state(const struct vz_widget *widget, bool selected) {
    return (selected ? VZ_STATE_SELECTED : 0u) |
           (widget->error ? VZ_STATE_ERROR : 0u);
}

bool vz_widget_names_have(const char *value, const char *name) {
    const size_t len = strlen(name);
    for (const char *at = value; (at = strstr(at, name)); at += len) {
        if ((at == value || at[-1] == ' ') &&
            (at[len] == ' ' || at[len] == '\0')) {
            return len > 0;
        }
    }
    return false;
}

bool vz_widget_voice_ref(const struct vz_widget *widget, char *out,
                         size_t size) {
    const char *name =
        vz_session_question_attribute(widget->session, widget->ref, "voice");
    const char *slash = strrchr(widget->ref, '/');
    if (!name || !slash) {
        return false;
    }
    int n = snprintf(out, size, "%.*s%s", (int)(slash + 1 - widget->ref),
                     widget->ref, name);
    return n > 0 && (size_t)n < size &&
           vz_session_relevant(widget->session, out);
}
