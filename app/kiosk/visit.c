#include "visit.h"

#include "base/log.h"
#include "kiosk/locale/locale.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

// Shorter texts are found in any sentence.
#define TYPED_MIN 4

static bool is_page(const struct vz_event *event) {
    return event->kind == VZ_EVENT_PROMPT ||
           ((event->kind == VZ_EVENT_QUESTION ||
             event->kind == VZ_EVENT_GROUP) &&
            event->n_questions > 0);
}

// To the next or previous event with questions. False at the start or the end
// of the form, where the session then stands.
static bool walk(struct vz_session *session, bool forward) {
    while (forward ? vz_session_next(session) : vz_session_prev(session)) {
        const struct vz_event *event = vz_session_event(session);
        if (is_page(event)) {
            return true;
        }
        if (event->kind == VZ_EVENT_START || event->kind == VZ_EVENT_END) {
            return false;
        }
    }
    return false;
}

// ------------------------------------------------------------------ widgets
static void drop_widgets(struct vz_visit *visit) {
    for (size_t i = 0; i < visit->n_widgets; i++) {
        vz_widget_finish(&visit->widgets[i]);
    }
    visit->n_widgets = 0;
}

static void remember_typed(struct vz_visit *visit,
                           const struct vz_question *question) {
    if (question->control != VZ_CONTROL_INPUT ||
        question->type != VZ_FIELD_STRING) {
        return;
    }
    for (size_t i = 0; i < visit->n_typed; i++) {
        if (!strcmp(visit->typed[i], question->ref)) {
            return;
        }
    }
    char *ref = strdup(question->ref);
    if (!ref || !vz_grow(&visit->typed, &visit->cap_typed, visit->n_typed,
                         sizeof(*visit->typed))) {
        LOG_OOM();
        free(ref);
        return;
    }
    visit->typed[visit->n_typed++] = ref;
}

// The widget of a question, moved out of the old page; false = there is none.
static bool take_widget(struct vz_visit *visit, size_t n,
                        const struct vz_question *question,
                        struct vz_widget *out) {
    for (size_t i = 0; i < n; i++) {
        struct vz_widget *widget = &visit->widgets[i];
        if (widget->ref && !strcmp(widget->ref, question->ref)) {
            if (!vz_widget_serves(widget, question)) {
                return false; // its group became another one
            }
            *out = *widget;
            *widget = (struct vz_widget){0};
            return true;
        }
    }
    return false;
}

// Makes the widgets those of the session's page. Widgets of questions that
// stay keep their state.
static bool fill_page(struct vz_visit *visit) {
    const struct vz_event *event = vz_session_event(visit->session);
    size_t n = is_page(event) ? event->n_questions : 0;
    struct vz_widget *page = vz_alloc_array(n, sizeof(*page));
    bool ok = page != NULL;
    visit->slow = false;
    for (size_t i = 0; ok && i < n; i++) {
        const struct vz_question *question = &event->questions[i];
        ok = take_widget(visit, visit->n_widgets, question, &page[i]) ||
             vz_widget_init(&page[i], visit->session, visit->ui, question);
        page[i].media = visit->media;
        page[i].attachments = &visit->attachments;
        visit->slow = visit->slow || vz_widget_is_slow(question);
        remember_typed(visit, question);
    }
    drop_widgets(visit);
    free(visit->widgets);
    visit->widgets = page;
    visit->n_widgets = visit->cap_widgets = page ? n : 0;
    if (!ok) {
        LOG_OOM();
        drop_widgets(visit);
    }
    return ok;
}

static void clear_error(struct vz_visit *visit) {
    visit->error[0] = '\0';
    for (size_t i = 0; i < visit->n_widgets; i++) {
        vz_widget_set_message(&visit->widgets[i], NULL);
    }
}

struct standing {
    struct vz_visit *visit;
    bool *still; // one a widget
};

static void note_standing(const struct vz_violation *violation,
                          void *userdata) {
    struct standing *standing = userdata;
    for (size_t i = 0; i < standing->visit->n_widgets; i++) {
        const char *ref = standing->visit->widgets[i].ref;
        standing->still[i] = standing->still[i] || !strcmp(ref, violation->ref);
    }
}

// After an answer: what is in order now has no message any more.
static void review_errors(struct vz_visit *visit) {
    struct standing standing = {
        visit, vz_alloc_array(visit->n_widgets + 1, sizeof(bool))};
    bool left = false;
    if (!standing.still || !visit->error[0] ||
        !vz_session_each_violation(visit->session, note_standing, &standing)) {
        clear_error(visit);
        free(standing.still);
        return;
    }
    for (size_t i = 0; i < visit->n_widgets; i++) {
        struct vz_widget *widget = &visit->widgets[i];
        if (!standing.still[i] || widget->joined) {
            vz_widget_set_message(widget, NULL);
        }
        left = left || widget->message;
    }
    if (!left) {
        visit->error[0] = '\0';
    }
    free(standing.still);
}

// What the form asked that cannot be done is for its author: people go on.
static void log_problem(struct vz_visit *visit) {
    struct vz_error problem;
    if (vz_session_take_problem(visit->session, &problem)) {
        LOGW("form %s: %s", vz_form_id(visit->form), problem.message);
    }
}

static void enter_page(struct vz_visit *visit) {
    clear_error(visit);
    visit->removing = false;
    fill_page(visit);
    log_problem(visit);
}

// ---------------------------------------------------------------- lifetime
static size_t form_language(const struct vz_form *form, const char *code) {
    int index = vz_form_find_language(form, code);
    return index >= 0 ? (size_t)index : vz_form_default_language(form);
}

bool vz_visit_begin(struct vz_visit *visit,
                    const struct vz_visit_params *params) {
    *visit = (struct vz_visit){
        .form = params->form,
        .ui = params->ui,
        .media = params->media,
        .assisted = params->assisted,
    };
    struct vz_session_params session = {
        .device_id = params->device_id,
        .username = params->username,
        .language = form_language(params->form, params->language),
        .audits = true,
    };
    visit->session = vz_session_create(params->form, &session);
    if (!visit->session) {
        LOG_OOM();
        return false;
    }
    log_problem(visit);
    vz_code_make(visit->code);
    if (!walk(visit->session, true) || !fill_page(visit)) {
        LOGE("The form %s has no question to show.", vz_form_id(params->form));
        vz_visit_finish(visit);
        return false;
    }
    return true;
}

void vz_visit_finish(struct vz_visit *visit) {
    drop_widgets(visit);
    free(visit->widgets);
    vz_attachments_finish(&visit->attachments);
    for (size_t i = 0; i < visit->n_typed; i++) {
        free(visit->typed[i]);
    }
    free(visit->typed);
    vz_session_destroy(visit->session);
    explicit_bzero(visit, sizeof(*visit));
}

// --------------------------------------------------------------------- moves
static const char *own_words(enum vz_answer answer) {
    if (answer == VZ_ANSWER_REQUIRED) {
        return vz_tr("Please answer this question first.");
    }
    return vz_tr("This answer is not possible. Please look at it again.");
}

// The widget that shows a question: itself, or the one that answers its group.
static struct vz_widget *shown_by(struct vz_visit *visit, const char *ref) {
    for (size_t i = 0; i < visit->n_widgets; i++) {
        if (!strcmp(visit->widgets[i].ref, ref)) {
            return vz_widget_question(&visit->widgets[i]) ? &visit->widgets[i]
                                                          : visit->widgets;
        }
    }
    return NULL;
}

static void mark(const struct vz_violation *violation, void *userdata) {
    struct vz_widget *widget = shown_by(userdata, violation->ref);
    if (widget && !widget->message) {
        vz_widget_set_message(widget, violation->message
                                          ? violation->message
                                          : own_words(violation->kind));
    }
}

// The first message is the page's; each question has its own beside it.
static void show_error(struct vz_visit *visit, enum vz_answer answer,
                       const char *ref, const char *message) {
    snprintf(visit->error, sizeof(visit->error), "%s",
             message ? message : own_words(answer));
    vz_session_each_violation(visit->session, mark, visit);
    struct vz_widget *first = ref ? shown_by(visit, ref) : NULL;
    if (first) {
        first->error = true;
        first->sought = true;
    }
}

// True when the page may be left; else the message stands.
static bool check_page(struct vz_visit *visit) {
    const char *ref = NULL, *message = NULL;
    enum vz_answer answer = vz_session_check(visit->session, &ref, &message);
    clear_error(visit);
    if (answer == VZ_ANSWER_OK) {
        return true;
    }
    show_error(visit, answer, ref, message);
    return false;
}

// At the end of the form: is everything in order? If not, to the first page
// that is not, with its message.
static enum vz_visit_move check_end(struct vz_visit *visit) {
    const char *ref = NULL, *message = NULL;
    enum vz_answer answer =
        vz_session_check_all(visit->session, &ref, &message);
    if (answer == VZ_ANSWER_OK) {
        drop_widgets(visit);
        return VZ_VISIT_ENDED;
    }
    vz_session_audit_refusal(visit->session, ref);
    char *where = ref ? strdup(ref) : NULL;
    char *why = message ? strdup(message) : NULL;
    if (!where || !vz_session_jump(visit->session, where)) {
        walk(visit->session, false);
    }
    enter_page(visit);
    show_error(visit, answer, where, why);
    free(where);
    free(why);
    return VZ_VISIT_MOVED;
}

enum vz_visit_move vz_visit_next(struct vz_visit *visit) {
    if (!check_page(visit)) {
        return VZ_VISIT_STAYED;
    }
    if (!walk(visit->session, true)) {
        return check_end(visit);
    }
    enter_page(visit);
    return VZ_VISIT_MOVED;
}

enum vz_visit_move vz_visit_back(struct vz_visit *visit) {
    if (walk(visit->session, false)) {
        enter_page(visit);
        return VZ_VISIT_MOVED;
    }
    walk(visit->session, true);
    enter_page(visit);
    return VZ_VISIT_LEFT;
}

bool vz_visit_add_repeat(struct vz_visit *visit) {
    if (vz_session_event(visit->session)->kind != VZ_EVENT_PROMPT ||
        !vz_session_add_repeat(visit->session)) {
        return false;
    }
    // It stands at the entry of the instance, or at its first page.
    if (!is_page(vz_session_event(visit->session))) {
        walk(visit->session, true);
    }
    enter_page(visit);
    return true;
}

static size_t count_instances(struct vz_visit *visit, const char *ref) {
    struct vz_node_look look;
    return vz_session_look(visit->session, ref, &look) ? look.count : 0;
}

bool vz_visit_remove_repeat(struct vz_visit *visit) {
    const struct vz_event *event = vz_session_event(visit->session);
    struct vz_strbuf last = {0};
    if (event->kind == VZ_EVENT_PROMPT) {
        vz_strbuf_append(&last, event->ref);
        size_t n = count_instances(visit, vz_strbuf_text(&last));
        vz_strbuf_printf(&last, "[%zu]", n);
    }
    bool ok = last.len > 0 && !last.failed &&
              vz_session_remove_repeat(visit->session, last.data) ==
                  VZ_ANSWER_OK;
    vz_strbuf_finish(&last);
    if (ok && !is_page(vz_session_event(visit->session)) &&
        !walk(visit->session, true)) {
        walk(visit->session, false);
    }
    enter_page(visit);
    return ok;
}

bool vz_visit_jump(struct vz_visit *visit, const char *ref) {
    if (!vz_session_jump(visit->session, ref)) {
        return false;
    }
    enter_page(visit);
    return true;
}

void vz_visit_reopen(struct vz_visit *visit) {
    if (!is_page(vz_session_event(visit->session))) {
        walk(visit->session, false);
    }
    enter_page(visit);
}

void vz_visit_answered(struct vz_visit *visit) {
    fill_page(visit);
    review_errors(visit);
    log_problem(visit);
}

void vz_visit_set_language(struct vz_visit *visit, const char *code) {
    vz_session_set_language(visit->session, form_language(visit->form, code));
    // The author's message stands in the former language.
    clear_error(visit);
    fill_page(visit);
}

// --------------------------------------------------------------------- facts
static bool can_answer(const struct vz_question *question) {
    return vz_widget_is_answered(question);
}

// Is there a question after this page whether another one follows?
static bool prompt_follows(struct vz_visit *visit,
                           const struct vz_event *event) {
    size_t n = vz_session_n_positions(visit->session);
    enum vz_event_kind kind = VZ_EVENT_END;
    const char *ref = NULL;
    if (n > 0) {
        vz_session_position(visit->session, n - 1, &kind, &ref);
    }
    return kind == VZ_EVENT_PROMPT && ref &&
           !(event->kind == VZ_EVENT_PROMPT && !strcmp(event->ref, ref));
}

// Cuts the last name off a path; false when nothing is left but the root.
static bool cut_path(char *path) {
    char *slash = strrchr(path, '/');
    if (!slash || slash == path) {
        return false;
    }
    *slash = '\0';
    return strchr(path + 1, '/') != NULL;
}

// The label of the nearest group or repeat around the page; an instance of a
// repeat has its number behind it.
static void find_title(struct vz_visit *visit, const struct vz_event *event) {
    char *path = event->ref ? strdup(event->ref) : NULL;
    visit->title[0] = '\0';
    bool own = event->kind == VZ_EVENT_GROUP &&
               !(visit->n_widgets && visit->widgets[0].joined);
    if (own && event->label) {
        snprintf(visit->title, sizeof(visit->title), "%s", event->label);
    }
    while (path && !visit->title[0] && cut_path(path)) {
        struct vz_node_look look;
        if (!vz_session_look(visit->session, path, &look) ||
            !look.event.label || !*look.event.label) {
            continue;
        }
        const char *number = strrchr(path, '[');
        bool repeat = look.kind == VZ_EVENT_REPEAT && number &&
                      path[strlen(path) - 1] == ']';
        snprintf(visit->title, sizeof(visit->title), "%s%s%.*s",
                 look.event.label, repeat ? " " : "",
                 repeat ? (int)strcspn(number + 1, "]") : 0,
                 repeat ? number + 1 : "");
    }
    free(path);
}

void vz_visit_page(struct vz_visit *visit, struct vz_visit_page *page) {
    const struct vz_event *event = vz_session_event(visit->session);
    size_t answerable = 0, answered = 0;
    *page = (struct vz_visit_page){.may_go_on = true};
    for (size_t i = 0; i < event->n_questions; i++) {
        const struct vz_question *question = &event->questions[i];
        bool empty = !question->value || !*question->value;
        answerable += can_answer(question);
        answered += can_answer(question) && !empty;
        if (question->required && empty && can_answer(question)) {
            page->may_go_on = false;
        }
        page->types = page->types || vz_widget_types(question);
    }
    page->empty = answerable > 0 && answered == 0;
    vz_session_progress(visit->session, &page->at, &page->total);
    page->first = page->at <= 1;
    // As long as a required answer is open, pages may still come after this
    // one: then neither "send" nor "1 of 1" would be true.
    page->last = page->at >= page->total && page->may_go_on &&
                 !prompt_follows(visit, event);
    if (event->kind == VZ_EVENT_PROMPT) {
        page->repeat_count = count_instances(visit, event->ref);
    }
    find_title(visit, event);
    page->title = visit->title[0] ? visit->title : NULL;
    if (page->total == 1 && !page->may_go_on) {
        page->total = 0;
    }
}

bool vz_visit_keeps_story(struct vz_visit *visit) {
    return vz_form_role_ref(visit->form, "withdrawal") &&
           vz_session_keeps_story(visit->session);
}

// Sets the node with a role; a form without one does not ask for it.
static bool set_role(struct vz_visit *visit, const char *role,
                     const char *value) {
    const char *ref = vz_form_role_ref(visit->form, role);
    return !ref || vz_session_set(visit->session, ref, value) == VZ_ANSWER_OK;
}

// The log goes along as a file, if the form asks for one. A log that cannot be
// written goes empty: it must not hold up what somebody answered.
static bool attach_audit(struct vz_visit *visit) {
    struct vz_strbuf csv = {0};
    if (!vz_session_audits(visit->session)) {
        return true;
    }
    if (!vz_session_write_audit(visit->session, true, &csv)) {
        LOGE("The audit log of a visit could not be written.");
        vz_strbuf_wipe(&csv);
    }
    size_t len = csv.len;
    char *bytes = vz_strbuf_take(&csv);
    return bytes && vz_attachments_put(&visit->attachments, VZ_AUDIT_NAME,
                                       "text/csv", bytes, len);
}

bool vz_visit_finalize(struct vz_visit *visit, struct vz_strbuf *xml) {
    bool keeps = vz_visit_keeps_story(visit);
    if (!set_role(visit, "withdrawal", keeps ? visit->code_hash : "") ||
        (visit->assisted && !set_role(visit, "assisted", "1"))) {
        LOGE("The form %s cannot take its withdrawal code or its mark for "
             "help given.",
             vz_form_id(visit->form));
        return false;
    }
    return attach_audit(visit) && vz_session_finalize(visit->session, xml) &&
           !xml->failed;
}

bool vz_visit_is_typed(struct vz_visit *visit, const char *label) {
    for (size_t i = 0; visit->session && i < visit->n_typed; i++) {
        const char *value = vz_session_value(visit->session, visit->typed[i]);
        if (value && strlen(value) >= TYPED_MIN && strstr(label, value)) {
            return true;
        }
    }
    return false;
}
