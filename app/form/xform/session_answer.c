/*
 * Answers: their type, their choices, and whether a page may be left.
 */
#include "session_internal.h"

#include "answer_type.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>

char *vz_session_make_uuid(void) {
    unsigned char b[16];
    if (getrandom(b, sizeof(b), 0) != sizeof(b)) {
        return NULL;
    }
    b[6] = (b[6] & 0x0f) | 0x40;
    b[8] = (b[8] & 0x3f) | 0x80;
    char text[42];
    snprintf(text, sizeof(text),
             "uuid:%02x%02x%02x%02x-%02x%02x-%02x%02x-%02x%02x-"
             "%02x%02x%02x%02x%02x%02x",
             b[0], b[1], b[2], b[3], b[4], b[5], b[6], b[7], b[8], b[9], b[10],
             b[11], b[12], b[13], b[14], b[15]);
    return strdup(text);
}

// ---------------------------------------------------------------- bytes

// The length of the UTF-8 sequence at `at` if it is one that XML 1.0 can hold,
// else 0.
static size_t xml_sequence(const unsigned char *at) {
    if (at[0] < 0x80) {
        return at[0] >= 0x20 || at[0] == '\t' || at[0] == '\n' || at[0] == '\r';
    }
    size_t len = at[0] >= 0xf0 ? 4 : at[0] >= 0xe0 ? 3 : 2;
    unsigned code = at[0] & (0xff >> (len + 1));
    if (at[0] < 0xc2 || at[0] > 0xf4) {
        return 0;
    }
    for (size_t i = 1; i < len; i++) {
        if ((at[i] & 0xc0) != 0x80) {
            return 0;
        }
        code = code << 6 | (at[i] & 0x3f);
    }
    static const unsigned least[] = {0, 0, 0x80, 0x800, 0x10000};
    bool bad = code < least[len] || code > 0x10ffff ||
               (code >= 0xd800 && code <= 0xdfff) || code == 0xfffe ||
               code == 0xffff;
    return bad ? 0 : len;
}

// A copy without what an XML document cannot hold. NULL = out of memory.
static char *clean_copy(const char *value) {
    char *copy = malloc(strlen(value) + 1);
    if (!copy) {
        return NULL;
    }
    size_t n = 0;
    while (*value) {
        size_t len = xml_sequence((const unsigned char *)value);
        memcpy(copy + n, value, len);
        n += len;
        value += len ? len : 1;
    }
    copy[n] = '\0';
    return copy;
}

// ----------------------------------------------------------------- types

struct name_check {
    const struct vz_choice_set *set;
    struct vz_strbuf names; // those seen, single spaces between
    bool twice;
};

static bool check_name(const char *name, size_t len, void *userdata) {
    struct name_check *check = userdata;
    const struct vz_choice *choice = vz_choice_find(check->set, name, len);
    if (!choice) {
        return false;
    }
    if (vz_appearance_has(vz_strbuf_text(&check->names), choice->name)) {
        check->twice = true;
        return false;
    }
    if (check->names.len) {
        vz_strbuf_append_char(&check->names, ' ');
    }
    vz_strbuf_append_n(&check->names, name, len);
    return true;
}

static enum vz_answer check_names(struct vz_session *session,
                                  const struct vz_element *element,
                                  const struct vz_node *node,
                                  const char *value) {
    struct name_check check = {.set =
                                   vz_session_choices(session, element, node)};
    if (!check.set) {
        return VZ_ANSWER_NOMEM;
    }
    if (element->type == VZ_FIELD_SELECT_ONE) {
        return vz_choice_find(check.set, value, strlen(value)) ? VZ_ANSWER_OK
                                                               : VZ_ANSWER_TYPE;
    }
    bool known = vz_names_each(value, check_name, &check);
    bool failed = check.names.failed;
    vz_strbuf_wipe(&check.names);
    return failed ? VZ_ANSWER_NOMEM : known ? VZ_ANSWER_OK : VZ_ANSWER_TYPE;
}

static bool in_range(const struct vz_element *element, const char *value) {
    double number;
    if (!vz_decimal_read(value, &number)) {
        return false;
    }
    // NaN bounds (not given) compare false and so allow everything.
    return !(number < element->range_start && number < element->range_end) &&
           !(number > element->range_start && number > element->range_end);
}

// What the control allows of the values of its type.
static enum vz_answer check_control(struct vz_session *session,
                                    const struct vz_node *node,
                                    const char *value) {
    const struct vz_element *element = session->form->controls[node->model];
    if (!value[0] || !element) {
        return VZ_ANSWER_OK;
    }
    switch (element->control) {
    case VZ_CONTROL_SELECT1:
    case VZ_CONTROL_SELECT:
    case VZ_CONTROL_RANK:
        return check_names(session, element, node, value);
    case VZ_CONTROL_TRIGGER:
        return strcmp(value, "OK") ? VZ_ANSWER_TYPE : VZ_ANSWER_OK;
    case VZ_CONTROL_RANGE:
        return in_range(element, value) ? VZ_ANSWER_OK : VZ_ANSWER_TYPE;
    default:
        return VZ_ANSWER_OK;
    }
}

// --------------------------------------------------------------- storing

// Sets and recomputes. Without memory the former value comes back; what was
// marked stays marked, so that the next change puts the rest right.
static bool store(struct vz_session *session, struct vz_node *node,
                  const char *value) {
    char *former = node->value;
    node->value = NULL;
    bool changed = strcmp(former ? former : "", value) != 0;
    if (!changed) {
        node->value = former;
        return true;
    }
    bool ok = (!value[0] || vz_node_set_value(node, value)) &&
              vz_session_note(session, node) && vz_session_settle(session);
    if (!ok) {
        vz_text_forget(node->value);
        node->value = former;
        session->pending.n = 0;
        vz_session_touch(session, node);
        return false;
    }
    vz_audit_answered(session, node, former ? former : "");
    vz_text_forget(former);
    return true;
}

static enum vz_answer check_constraint(struct vz_session *session,
                                       const struct vz_node *node) {
    const struct vz_bind *bind = vz_session_bind(session, node);
    bool holds = true;
    if (vz_node_text(node)[0] &&
        !vz_session_test(session, bind->constraint, node, true, &holds)) {
        return VZ_ANSWER_NOMEM;
    }
    return holds ? VZ_ANSWER_OK : VZ_ANSWER_CONSTRAINT;
}

static bool store_names(struct vz_session *session, struct vz_node *node,
                        const char *value) {
    const struct vz_element *element = session->form->controls[node->model];
    struct vz_strbuf names = {0};
    bool ok = vz_session_order_names(session, element, node, value, &names) &&
              store(session, node, vz_strbuf_text(&names));
    vz_strbuf_wipe(&names);
    return ok;
}

// Stores a value that is of the question's type.
static bool store_fit(struct vz_session *session, struct vz_node *node,
                      const char *value) {
    const struct vz_element *element = session->form->controls[node->model];
    bool several = element && (element->control == VZ_CONTROL_SELECT ||
                               element->control == VZ_CONTROL_RANK);
    return several && value[0] ? store_names(session, node, value)
                               : store(session, node, value);
}

// The text to store, for free(3). NULL: *answer says why.
static char *text_to_store(const struct vz_session *session,
                           const struct vz_node *node, const char *value,
                           enum vz_answer *answer) {
    char *clean = clean_copy(value ? value : "");
    bool fits = true;
    char *text = clean
                     ? vz_answer_text(vz_form_type(session->form, node->model),
                                      clean, &fits)
                     : NULL;
    vz_text_forget(clean);
    *answer = text ? VZ_ANSWER_OK : fits ? VZ_ANSWER_NOMEM : VZ_ANSWER_TYPE;
    return text;
}

static enum vz_answer store_checked(struct vz_session *session,
                                    struct vz_node *node, const char *value) {
    enum vz_answer answer;
    char *text = text_to_store(session, node, value, &answer);
    if (text) {
        answer = check_control(session, node, text);
    }
    if (answer == VZ_ANSWER_OK && !store_fit(session, node, text)) {
        answer = VZ_ANSWER_NOMEM;
    }
    vz_text_forget(text);
    if (answer == VZ_ANSWER_OK) {
        answer = check_constraint(session, node);
    }
    return answer;
}

enum vz_answer vz_session_answer(struct vz_session *session, const char *ref,
                                 const char *value) {
    struct vz_node *node = vz_session_find(session, ref);
    if (!node || !session->form->controls[node->model]) {
        return VZ_ANSWER_NO_SUCH;
    }
    bool readonly;
    if (!vz_session_readonly(session, node, &readonly)) {
        return VZ_ANSWER_NOMEM;
    }
    enum vz_answer answer = readonly ? VZ_ANSWER_READONLY
                                     : store_checked(session, node, value);
    // Last, because `ref` and `value` may be texts that were handed out.
    vz_session_changed(session);
    return answer;
}

enum vz_answer vz_session_set(struct vz_session *session, const char *ref,
                              const char *value) {
    struct vz_node *node = vz_session_find(session, ref);
    if (!node || node->first_child) {
        return VZ_ANSWER_NO_SUCH;
    }
    enum vz_answer answer = store_checked(session, node, value);
    vz_session_changed(session);
    return answer;
}

const char *vz_session_value(struct vz_session *session, const char *ref) {
    const struct vz_node *node = vz_session_find(session, ref);
    return node && !node->first_child ? vz_node_text(node) : NULL;
}

bool vz_session_relevant(struct vz_session *session, const char *ref) {
    const struct vz_node *node = vz_session_find(session, ref);
    return node && !node->irrelevant;
}

// -------------------------------------------------------------- checking

bool vz_session_judge(struct vz_session *session, const struct vz_node *node,
                      enum vz_answer *answer) {
    const struct vz_bind *bind = vz_session_bind(session, node);
    bool required;
    // Also where it is readonly: authors stop people with a note that is
    // required, relevant only while something is wrong.
    if (!vz_session_test(session, bind->required, node, false, &required)) {
        return false;
    }
    *answer = required && !vz_node_text(node)[0]
                  ? VZ_ANSWER_REQUIRED
                  : check_constraint(session, node);
    return *answer != VZ_ANSWER_NOMEM;
}

struct verdict {
    enum vz_answer answer;
    const struct vz_node *node;
    const struct vz_caption *message;
};

static const struct vz_caption *message_of(struct vz_session *session,
                                           const struct vz_node *node,
                                           enum vz_answer answer) {
    const struct vz_bind *bind = vz_session_bind(session, node);
    return answer == VZ_ANSWER_REQUIRED ? &bind->required_message
                                        : &bind->constraint_message;
}

static bool judge(struct vz_session *session, const struct vz_element *element,
                  struct vz_node *node, void *userdata) {
    struct verdict *verdict = userdata;
    if (!vz_session_judge(session, node, &verdict->answer)) {
        verdict->answer = VZ_ANSWER_NOMEM;
    } else if (verdict->answer != VZ_ANSWER_OK) {
        verdict->node = node;
        verdict->message = message_of(session, node, verdict->answer);
    }
    return verdict->answer == VZ_ANSWER_OK;
}

static enum vz_answer report(struct vz_session *session,
                             const struct verdict *verdict, const char **ref,
                             const char **message) {
    *ref = NULL;
    *message = NULL;
    if (verdict->node) {
        *ref = vz_session_ref(session, verdict->node);
        *message = vz_session_text(session, verdict->message, VZ_TEXT_PLAIN,
                                   verdict->node);
        if (!*ref) {
            return VZ_ANSWER_NOMEM;
        }
    }
    return verdict->answer;
}

enum vz_answer vz_session_check(struct vz_session *session, const char **ref,
                                const char **message) {
    struct verdict verdict = {VZ_ANSWER_OK, NULL, NULL};
    if (!vz_session_pages(session)) {
        verdict.answer = VZ_ANSWER_NOMEM;
        return report(session, &verdict, ref, message);
    }
    const struct vz_page *page = vz_session_page(session);
    if (page) {
        vz_session_each_question(session, page, judge, &verdict);
    }
    return report(session, &verdict, ref, message);
}

enum vz_answer vz_session_check_all(struct vz_session *session,
                                    const char **ref, const char **message) {
    struct verdict verdict = {VZ_ANSWER_OK, NULL, NULL};
    if (!vz_session_pages(session)) {
        verdict.answer = VZ_ANSWER_NOMEM;
    }
    for (size_t i = 0; verdict.answer == VZ_ANSWER_OK && i < session->n_pages;
         i++) {
        vz_session_each_question(session, &session->pages[i], judge, &verdict);
    }
    return report(session, &verdict, ref, message);
}

struct violations {
    void (*visit)(const struct vz_violation *violation, void *userdata);
    void *userdata;
    bool failed;
};

static bool tell(struct vz_session *session, const struct vz_element *element,
                 struct vz_node *node, void *userdata) {
    struct violations *violations = userdata;
    struct vz_violation found = {0};
    if (!vz_session_judge(session, node, &found.kind)) {
        violations->failed = true;
        return false;
    }
    if (found.kind == VZ_ANSWER_OK) {
        return true;
    }
    found.ref = vz_session_ref(session, node);
    found.message = vz_session_text(
        session, message_of(session, node, found.kind), VZ_TEXT_PLAIN, node);
    violations->failed = !found.ref;
    if (found.ref) {
        violations->visit(&found, violations->userdata);
    }
    return !violations->failed;
}

bool vz_session_each_violation(
    struct vz_session *session,
    void (*visit)(const struct vz_violation *violation, void *userdata),
    void *userdata) {
    struct violations violations = {visit, userdata, false};
    bool ok = vz_session_pages(session);
    for (size_t i = 0; ok && i < session->n_pages; i++) {
        const struct vz_page *page = &session->pages[i];
        // With every position shown, a group's questions have their own.
        if (page->kind == VZ_EVENT_QUESTION || !session->every_position) {
            vz_session_each_question(session, page, tell, &violations);
        }
        ok = !violations.failed;
    }
    return ok;
}
