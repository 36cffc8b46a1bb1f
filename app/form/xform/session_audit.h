/*
 * What a session notes for the client audit log. Shared by the session's files
 * in this folder only.
 *
 * Nothing here fails the change that is being noted: without memory the log
 * cannot be written at the end, and says so then.
 */
#ifndef VZ_FORM_XFORM_SESSION_AUDIT_H
#define VZ_FORM_XFORM_SESSION_AUDIT_H

#include "base/memory.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct vz_session;
struct vz_node;

// A line of the log. Times are milliseconds since 1970; end 0 = none.
struct vz_audit_event {
    const char *name, *node; // "" = no node
    int64_t start, end;
    const char *old_value, *new_value; // or NULL
    const char *reason;                // or NULL
    const char *location;              // "lat lon alt acc", or NULL
};

// An answer that was changed while its page is shown.
struct vz_audit_change {
    const char *ref, *old_value;
};

struct vz_audit {
    bool on;
    bool changes, reasons, users, locations; // what the form asks for
    bool failed;                             // out of memory
    const char *former;                      // lines of a former log, or NULL
    struct vz_arena texts;                   // overwritten at the end
    struct vz_audit_event *events;
    size_t n, cap;
    size_t open; // the event that is going on, from 1; 0 = none
    struct vz_audit_change *changed;
    size_t n_changed, changed_cap;
};

// Finds out what the form asks for; `former` is a former log, or NULL.
void vz_audit_begin(struct vz_session *session, const char *former);
void vz_audit_finish(struct vz_audit *audit);

// Something that has no end: "form start", "delete repeat".
void vz_audit_note(struct vz_session *session, const char *name,
                   const char *ref);
// The session stands somewhere else now.
void vz_audit_arrive(struct vz_session *session);
// An answer was given; `old_value` is the one before.
void vz_audit_answered(struct vz_session *session, const struct vz_node *node,
                       const char *old_value);

#endif
