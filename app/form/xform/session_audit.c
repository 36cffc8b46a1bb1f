/*
 * The client audit log: what happened in a session, when, and what was changed
 * (ODK XForms specification, "Client Audit Logs"; the events are those of ODK
 * Collect).
 */
#include "session_audit.h"

#include "base/clock.h"
#include "session_internal.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#define VZ_NS_ODK "http://www.opendatakit.org/xforms"

// A visit that makes more lines than this has gone astray.
#define EVENTS_MAX 100000

// ------------------------------------------------------------ beginning

static const char *setting(const struct vz_bind *bind, const char *name) {
    const char *value = vz_attribute_get(bind->attributes, VZ_NS_ODK, name);
    return value ? value : "";
}

static bool is_true(const char *value) {
    return !strcmp(value, "true") || !strcmp(value, "true()");
}

static void read_settings(struct vz_audit *audit, const struct vz_bind *bind) {
    audit->changes = is_true(setting(bind, "track-changes"));
    audit->reasons = setting(bind, "track-changes-reasons")[0] != '\0';
    audit->users = is_true(setting(bind, "identify-user"));
    audit->locations = setting(bind, "location-priority")[0] &&
                       setting(bind, "location-min-interval")[0] &&
                       setting(bind, "location-max-age")[0];
}

static const char *keep(struct vz_audit *audit, const char *text) {
    const char *copy = vz_arena_strdup(&audit->texts, text);
    audit->failed = audit->failed || (text && !copy);
    return copy;
}

void vz_audit_begin(struct vz_session *session, const char *former) {
    struct vz_audit *audit = &session->audit;
    struct vz_node *node = vz_session_meta(session, "audit");
    if (!node || node->first_child || node->model < 0) {
        return;
    }
    audit->on = true;
    audit->former = keep(audit, former);
    read_settings(audit, vz_session_bind(session, node));
    audit->failed = !vz_session_put(session, node, VZ_AUDIT_NAME) ||
                    audit->failed;
}

void vz_audit_finish(struct vz_audit *audit) {
    vz_arena_wipe(&audit->texts);
    free(audit->events);
    free(audit->changed);
    *audit = (struct vz_audit){0};
}

// --------------------------------------------------------------- events

static const char *location_now(const struct vz_session *session) {
    return session->n_locations ? session->locations[session->next_location]
                                : NULL;
}

// A new line, which begins now. NULL = none is kept.
static struct vz_audit_event *add(struct vz_session *session, const char *name,
                                  const char *ref) {
    struct vz_audit *audit = &session->audit;
    if (!audit->on || audit->failed) {
        return NULL;
    }
    if (audit->n == EVENTS_MAX) {
        vz_session_complain(session, VZ_LIMIT,
                            "the audit log has %d lines and takes no more",
                            EVENTS_MAX);
        return NULL;
    }
    if (!vz_grow(&audit->events, &audit->cap, audit->n,
                 sizeof(*audit->events))) {
        audit->failed = true;
        return NULL;
    }
    struct vz_audit_event *event = &audit->events[audit->n++];
    *event = (struct vz_audit_event){.name = name,
                                     .node = ref ? keep(audit, ref) : "",
                                     .start = vz_clock_wall_ms(),
                                     .location = location_now(session)};
    return event;
}

void vz_audit_note(struct vz_session *session, const char *name,
                   const char *ref) {
    add(session, name, ref);
}

static const struct vz_audit_change *find_change(const struct vz_audit *audit,
                                                 const char *ref) {
    for (size_t i = 0; i < audit->n_changed; i++) {
        if (!strcmp(audit->changed[i].ref, ref)) {
            return &audit->changed[i];
        }
    }
    return NULL;
}

static void set_values(struct vz_session *session, struct vz_audit_event *event,
                       const struct vz_audit_change *change) {
    const char *value = vz_session_value(session, change->ref);
    if (value && strcmp(value, change->old_value) != 0) {
        event->old_value = change->old_value;
        event->new_value = keep(&session->audit, value);
    }
}

// Answers on a page of several are lines of their own.
static void add_changes(struct vz_session *session, int64_t start,
                        int64_t end) {
    struct vz_audit *audit = &session->audit;
    for (size_t i = 0; i < audit->n_changed; i++) {
        struct vz_audit_event *event =
            add(session, "question", audit->changed[i].ref);
        if (event) {
            event->start = start;
            event->end = end;
            set_values(session, event, &audit->changed[i]);
        }
    }
}

static void leave(struct vz_session *session) {
    struct vz_audit *audit = &session->audit;
    if (!audit->open || audit->failed) {
        return;
    }
    struct vz_audit_event *event = &audit->events[audit->open - 1];
    int64_t start = event->start;
    int64_t end = vz_clock_wall_ms();
    event->end = end;
    audit->open = 0;
    if (!strcmp(event->name, "question")) {
        const struct vz_audit_change *change = find_change(audit, event->node);
        if (change) {
            set_values(session, event, change);
        }
    } else {
        add_changes(session, start, end);
    }
    audit->n_changed = 0;
}

// What the log calls the page, or NULL when it does not speak of it.
static const char *name_of(const struct vz_page *page) {
    switch (page->kind) {
    case VZ_EVENT_QUESTION:
        return "question";
    case VZ_EVENT_GROUP:
        return page->element->field_list ? "group questions" : NULL;
    case VZ_EVENT_PROMPT:
        return "add repeat";
    default:
        return NULL;
    }
}

void vz_audit_arrive(struct vz_session *session) {
    struct vz_audit *audit = &session->audit;
    if (!audit->on || !vz_session_pages(session)) {
        return;
    }
    leave(session);
    const struct vz_page *page = vz_session_page(session);
    const struct vz_event *event = page ? vz_session_event(session) : NULL;
    const char *name = page                             ? name_of(page)
                       : session->at > session->n_pages ? "end screen"
                                                        : NULL;
    if (name && add(session, name, event ? event->ref : NULL)) {
        audit->open = audit->n;
    }
}

static bool is_on_page(const struct vz_audit *audit, const char *ref) {
    const struct vz_audit_event *open =
        audit->open ? &audit->events[audit->open - 1] : NULL;
    return open &&
           (!strcmp(open->name, "group questions") ||
            (!strcmp(open->name, "question") && !strcmp(open->node, ref)));
}

static void remember(struct vz_audit *audit, const char *ref,
                     const char *old_value) {
    if (find_change(audit, ref)) {
        return;
    }
    if (!vz_grow(&audit->changed, &audit->changed_cap, audit->n_changed,
                 sizeof(*audit->changed))) {
        audit->failed = true;
        return;
    }
    audit->changed[audit->n_changed++] =
        (struct vz_audit_change){keep(audit, ref), keep(audit, old_value)};
}

void vz_audit_answered(struct vz_session *session, const struct vz_node *node,
                       const char *old_value) {
    struct vz_audit *audit = &session->audit;
    if (!audit->on || audit->failed || !audit->changes ||
        !strcmp(vz_node_text(node), old_value)) {
        return;
    }
    const char *ref = vz_session_ref(session, node);
    if (!ref) {
        audit->failed = true;
    } else if (is_on_page(audit, ref)) {
        remember(audit, ref, old_value);
    } else {
        // Answered from elsewhere: a line that begins and ends now.
        struct vz_audit_event *event = add(session, "question", ref);
        if (event) {
            event->end = event->start;
            event->old_value = keep(audit, old_value);
            event->new_value = keep(audit, vz_node_text(node));
        }
    }
}

bool vz_session_audits(const struct vz_session *session) {
    return session->audit.on;
}

bool vz_session_wants_reason(const struct vz_session *session) {
    return session->audit.on && session->audit.reasons && session->edits;
}

void vz_session_audit_reason(struct vz_session *session, const char *reason) {
    struct vz_audit_event *event = add(session, "change reason", NULL);
    if (event) {
        event->reason = keep(&session->audit, reason);
    }
}

void vz_session_audit_refusal(struct vz_session *session, const char *ref) {
    vz_audit_note(session, "constraint error", ref);
}

// -------------------------------------------------------------- writing

// Quotes are doubled only where a comma or a new line makes them needed, as
// the specification says.
static void write_cell(struct vz_strbuf *csv, const char *text) {
    vz_strbuf_append_char(csv, ',');
    text = text ? text : "";
    if (!strpbrk(text, ",\n\r")) {
        vz_strbuf_append(csv, text);
        return;
    }
    vz_strbuf_append_char(csv, '"');
    for (; *text; text++) {
        vz_strbuf_append(csv, *text == '"' ? "\"" : "");
        vz_strbuf_append_char(csv, *text);
    }
    vz_strbuf_append_char(csv, '"');
}

static void write_header(const struct vz_audit *audit, struct vz_strbuf *csv) {
    vz_strbuf_append(csv, "event,node,start,end");
    vz_strbuf_append(csv,
                     audit->locations ? ",latitude,longitude,accuracy" : "");
    vz_strbuf_append(csv, audit->changes ? ",old-value,new-value" : "");
    vz_strbuf_append(csv, audit->users ? ",user" : "");
    vz_strbuf_append(csv, audit->reasons ? ",change-reason" : "");
    vz_strbuf_append_char(csv, '\n');
}

// Latitude, longitude and accuracy of "lat lon alt acc".
static void write_location(struct vz_strbuf *csv, const char *location) {
    for (int i = 0; i < 4; i++) {
        location = location ? location + strspn(location, " ") : "";
        size_t len = strcspn(location, " ");
        if (i != 2) {
            vz_strbuf_append_char(csv, ',');
            vz_strbuf_append_n(csv, location, len);
        }
        location += len;
    }
}

static void write_event(const struct vz_session *session,
                        const struct vz_audit_event *event,
                        struct vz_strbuf *csv) {
    const struct vz_audit *audit = &session->audit;
    vz_strbuf_append(csv, event->name);
    write_cell(csv, event->node);
    vz_strbuf_printf(csv, ",%" PRId64 ",", event->start);
    if (event->end) {
        vz_strbuf_printf(csv, "%" PRId64, event->end);
    }
    if (audit->locations) {
        write_location(csv, event->location);
    }
    if (audit->changes) {
        write_cell(csv, event->old_value);
        write_cell(csv, event->new_value);
    }
    if (audit->users) {
        write_cell(csv, vz_session_property(session, "username"));
    }
    if (audit->reasons) {
        write_cell(csv, event->reason);
    }
    vz_strbuf_append_char(csv, '\n');
}

// A former log goes on when it has the same columns.
static void write_former(const struct vz_audit *audit, struct vz_strbuf *csv) {
    write_header(audit, csv);
    size_t len = csv->len;
    const char *header = vz_strbuf_text(csv);
    if (audit->former && !csv->failed && !strncmp(audit->former, header, len)) {
        const char *rest = audit->former + len;
        vz_strbuf_append(csv, rest);
        bool whole = !*rest || rest[strlen(rest) - 1] == '\n';
        vz_strbuf_append(csv, whole ? "" : "\n");
    }
}

static void write_end(struct vz_session *session, struct vz_strbuf *csv) {
    static const char *const names[] = {"form exit", "form finalize"};
    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
        struct vz_audit_event event = {.name = names[i],
                                       .node = "",
                                       .start = vz_clock_wall_ms(),
                                       .location = location_now(session)};
        write_event(session, &event, csv);
    }
}

static size_t length(const char *text) {
    return text ? strlen(text) : 0;
}

// About as many bytes as will be written, rather too many, so that the buffer
// need not move and leave a copy of the answers behind.
static size_t estimate(const struct vz_audit *audit) {
    size_t len = 400 + length(audit->former);
    for (size_t i = 0; i < audit->n; i++) {
        const struct vz_audit_event *event = &audit->events[i];
        len += 200 + length(event->node) + length(event->location) +
               2 * (length(event->old_value) + length(event->new_value) +
                    length(event->reason));
    }
    return len;
}

bool vz_session_write_audit(struct vz_session *session, bool finalized,
                            struct vz_strbuf *csv) {
    struct vz_audit *audit = &session->audit;
    if (!audit->on || audit->failed) {
        return false;
    }
    // What is going on is written as if it ended now, and goes on.
    size_t n = audit->n, open = audit->open, n_changed = audit->n_changed;
    struct vz_audit_event going_on = {0};
    if (open) {
        going_on = audit->events[open - 1];
        leave(session);
    }
    // It fails, if at all, at the appending.
    vz_strbuf_reserve(csv, estimate(audit));
    write_former(audit, csv);
    for (size_t i = 0; i < audit->n; i++) {
        write_event(session, &audit->events[i], csv);
    }
    if (finalized) {
        write_end(session, csv);
    }
    if (open) {
        audit->events[open - 1] = going_on;
        audit->n = n;
        audit->open = open;
        audit->n_changed = n_changed;
    }
    return !csv->failed && !audit->failed;
}
