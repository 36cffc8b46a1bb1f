/*
 * A session: one instance of a form being filled in, one position at a time.
 *
 * Main thread only (as any one thread). After any answer only what depends on
 * it is recomputed. Everything that was answered lives in memory here and is
 * overwritten when the session is destroyed.
 */
#ifndef VZ_FORM_XFORM_SESSION_H
#define VZ_FORM_XFORM_SESSION_H

#include "base/strbuf.h"
#include "form/xform/form.h"

#include <stdint.h>

struct vz_session;

// A property of the client that jr:preload="property" may ask for:
// "phonenumber", "email" and whatever else a form names.
struct vz_property {
    const char *name, *value;
};

// What preloads and metadata are filled from. Strings are copied.
struct vz_session_params {
    const char *instance_id;              // "uuid:..."; NULL makes one (v4)
    const char *device_id;                // "" when unknown
    const char *username;                 // or NULL
    size_t language;                      // index in the form
    const struct vz_property *properties; // besides the two above
    size_t n_properties;
    // What odk:setgeopoint stores, "lat lon alt acc": each action takes the
    // next one, the last one stays. Without any it stores nothing.
    const char *const *locations;
    size_t n_locations;
    // Every group and every question is a position of its own, as in ODK
    // Collect's form controller; else a field-list is one page, and groups
    // and questions without any text are passed over.
    bool every_position;
    // Keeps the client audit log, if the form asks for one: the caller sends
    // it along as VZ_AUDIT_NAME (vz_session_write_audit).
    bool audits;
    const char *audit; // with a saved instance: its former log, or NULL
};

// A session before its first event (VZ_EVENT_START). NULL = out of memory.
struct vz_session *vz_session_create(const struct vz_form *form,
                                     const struct vz_session_params *params);

// An instance that was written down before.
struct vz_saved_instance {
    const char *xml;
    size_t len;
    // It was sent: the session edits it under a new instanceID, and the former
    // one becomes meta/deprecatedID. Else it is a draft and keeps its id.
    bool sent;
};

// Goes on with a saved instance: its answers stand in the form, what the form
// does not know stays in the submission, and nothing that belongs to a first
// load happens: preloads keep who and when it was first filled in, as in ODK
// Collect; only instanceID and end times change. NULL with an error when it is
// no instance of this form.
struct vz_session *vz_session_open(const struct vz_form *form,
                                   const struct vz_session_params *params,
                                   const struct vz_saved_instance *saved,
                                   struct vz_error *error);
void vz_session_destroy(struct vz_session *session);

const struct vz_form *vz_session_form(const struct vz_session *session);
const char *vz_session_instance_id(const struct vz_session *session);
void vz_session_set_language(struct vz_session *session, size_t language);
size_t vz_session_language(const struct vz_session *session);

enum vz_event_kind {
    VZ_EVENT_START,
    VZ_EVENT_QUESTION, // one question
    VZ_EVENT_GROUP,    // a field-list group: its questions on one page (with
                       // every_position: entering any group)
    VZ_EVENT_REPEAT,   // entering a repeat instance (skipped by kiosks)
    VZ_EVENT_PROMPT,   // add another?
    VZ_EVENT_END,
};

enum vz_control {
    VZ_CONTROL_INPUT,
    VZ_CONTROL_SELECT1,
    VZ_CONTROL_SELECT,
    VZ_CONTROL_RANK,
    VZ_CONTROL_RANGE,
    VZ_CONTROL_TRIGGER,
    VZ_CONTROL_UPLOAD,
    VZ_CONTROL_NOTE, // a readonly input: text to read, nothing to answer
};

struct vz_choice {
    const char *name;          // the value
    const char *label;         // in the session's language; never NULL
    const char *image;         // media file name, or NULL
    const char *audio, *video; // or NULL
    bool selected;
};

// A question as it is now. Valid until the session next changes.
struct vz_question {
    // "/data/group/q"; with [n] below repeats, and the prefixes of the form
    const char *ref;
    enum vz_control control;
    enum vz_field_type type;
    const char *label;                                // "" when it has none
    const char *hint;                                 // or NULL
    const char *guidance;                             // or NULL
    const char *image, *audio, *video;                // label media, or NULL
    const char *hint_image, *hint_audio, *hint_video; // or NULL
    const char *appearance;                           // "" when none
    const char *role;                                 // vz:role, or NULL
    const char *value;                                // "" = not answered
    bool required, readonly;
    const char *required_message;    // the author's, or NULL
    const char *constraint_message;  // the author's, or NULL
    const struct vz_choice *choices; // filtered and ordered; selects and ranks
    size_t n_choices;
    double range_start, range_end, range_step; // ranges only; NaN = not given
    const char *mediatype;                     // uploads: "image/*"
};

struct vz_event {
    enum vz_event_kind kind;
    // Of the question, group or repeat (at PROMPT without the last [n]); of
    // its first question for a group without a node (with every_position: of
    // what stands around it); NULL at start and end.
    const char *ref;
    const char *label;                   // of the group, or NULL
    const char *image, *audio, *video;   // of that label, or NULL
    const char *hint;                    // of the group, or NULL
    const char *appearance;              // of a group or repeat, "" when none
    const struct vz_question *questions; // 1 for QUESTION, n for GROUP
    size_t n_questions;
};

// Where the session is. Owned by the session, valid until it next changes.
// NULL only when out of memory (ask again).
const struct vz_event *vz_session_event(struct vz_session *session);

// Moves. False when there is nothing that way (or out of memory). `next` does
// not check answers: see vz_session_check.
bool vz_session_next(struct vz_session *session);
bool vz_session_prev(struct vz_session *session);
// To the event that shows `ref`; NULL or the root's path: to the start. A
// repeat without [n] is its prompt if it has one, else its first instance.
bool vz_session_jump(struct vz_session *session, const char *ref);

// All positions now but start and end; 0 when out of memory.
size_t vz_session_n_positions(struct vz_session *session);
// Position `index` (from 0). *ref is valid until the session next changes;
// NULL = out of memory.
void vz_session_position(struct vz_session *session, size_t index,
                         enum vz_event_kind *kind, const char **ref);

// How far: `at` of `total` question pages that are relevant now, from 1.
void vz_session_progress(struct vz_session *session, size_t *at, size_t *total);

// True if an appearance has this word ("vz-smiley").
bool vz_appearance_has(const char *appearance, const char *word);
// A question's own attribute in the vz namespace (body::vz:NAME), or NULL.
const char *vz_session_question_attribute(struct vz_session *session,
                                          const char *ref, const char *name);
// What of the label's media plays by itself (body::autoplay): "audio", "video",
// or NULL.
const char *vz_session_autoplay(struct vz_session *session, const char *ref);
// A choice's extra column (secondary instance child), or NULL.
const char *vz_session_choice_column(struct vz_session *session,
                                     const char *ref, size_t choice,
                                     const char *column);

// Calls `visit` for each column of a choice that comes from an itemset, but
// for those with columns of their own. Names and values are borrowed.
void vz_session_each_column(struct vz_session *session, const char *ref,
                            size_t choice,
                            void (*visit)(const char *name, const char *value,
                                          void *userdata),
                            void *userdata);

enum vz_answer {
    VZ_ANSWER_OK,
    VZ_ANSWER_CONSTRAINT, // stored, but breaks the constraint
    VZ_ANSWER_REQUIRED,   // empty though required (vz_session_check only)
    VZ_ANSWER_TYPE,       // not of the question's type; not stored
    VZ_ANSWER_READONLY,   // not stored
    VZ_ANSWER_NO_SUCH,    // no such node; not stored
    VZ_ANSWER_NOMEM,      // not stored
    VZ_ANSWER_LIMIT,      // there are too many (repeats only)
};

// What the form asked for since the last call that cannot be done (too many
// repeats, an action that names several nodes, actions that call each other
// without end), as a sentence for its author. False when there was nothing.
bool vz_session_take_problem(struct vz_session *session,
                             struct vz_error *problem);

// Stores a value in its lexical form (spec "Data types": dates YYYY-MM-DD,
// decimals with a point, several choices separated by spaces, "" clears) and
// recomputes what depends on it. Numbers are stored without what says nothing
// ("007" is 7, "1.50" is 1.5), an int without its fraction.
enum vz_answer vz_session_answer(struct vz_session *session, const char *ref,
                                 const char *value);
// Sets any node without a control (withdrawal hash, assisted); same recompute.
enum vz_answer vz_session_set(struct vz_session *session, const char *ref,
                              const char *value);
// The present value of any node, or NULL when there is none such.
const char *vz_session_value(struct vz_session *session, const char *ref);
bool vz_session_relevant(struct vz_session *session, const char *ref);

// Any node as it is now, with or without a control, relevant or not (not named
// vz_look: that is an enum of the kiosk, which includes this header). Valid
// until the session next changes.
struct vz_node_look {
    // QUESTION: a leaf or an attribute; GROUP; REPEAT: one instance, or the
    // whole repeat when `ref` names it without [n].
    enum vz_event_kind kind;
    const char *ref;
    bool relevant, required, readonly;
    bool valid;              // its constraint holds, and it is not missing
    enum vz_field_type type; // leaves
    const char *value;       // leaves; "" = not answered, or not relevant
    size_t count;            // REPEAT: how many instances there are
    const struct vz_question *question; // with a control, else NULL
    struct vz_event event;              // GROUP and REPEAT: label, appearance
};

// False when there is no such node, or when out of memory. `ref` may end in an
// attribute: "/data/@version".
bool vz_session_look(struct vz_session *session, const char *ref,
                     struct vz_node_look *look);

// May the respondent leave this page? The first of its questions that is not
// in order, else VZ_ANSWER_OK with *ref NULL. *message is the author's message
// in the session's language, or NULL (then say it in your own words).
enum vz_answer vz_session_check(struct vz_session *session, const char **ref,
                                const char **message);
// The same over the whole instance (relevant questions only).
enum vz_answer vz_session_check_all(struct vz_session *session,
                                    const char **ref, const char **message);

// An answer that is not in order.
struct vz_violation {
    const char *ref;
    enum vz_answer kind; // VZ_ANSWER_CONSTRAINT or VZ_ANSWER_REQUIRED
    const char *message; // the author's, or NULL
};
// Calls `visit` for all of them in the order of the form (relevant questions
// only). False = out of memory.
bool vz_session_each_violation(
    struct vz_session *session,
    void (*visit)(const struct vz_violation *violation, void *userdata),
    void *userdata);

// The device's own number for this visit, written on the instance's root as
// vz:sequence, so that the hub sees which numbers it never got. False = out of
// memory.
bool vz_session_set_sequence(struct vz_session *session, int64_t sequence);

bool vz_session_add_repeat(struct vz_session *session); // at VZ_EVENT_PROMPT
// Adds an instance to the repeat that `ref` names (without the last [n]), at
// its end, and goes there. VZ_ANSWER_NO_SUCH when there is no such repeat or it
// is not relevant, VZ_ANSWER_READONLY when the form says how many there are.
enum vz_answer vz_session_grow(struct vz_session *session, const char *ref);
// Removes the instance that `ref` names; the position moves to what stands
// before it when it was inside. As above.
enum vz_answer vz_session_remove_repeat(struct vz_session *session,
                                        const char *ref);

// Calls `visit` with the file name that each upload holds, in the order of the
// form: what goes along with the submission. Nothing when consent forbids it.
void vz_session_each_attachment(struct vz_session *session,
                                void (*visit)(const char *name, void *userdata),
                                void *userdata);

// The client audit log (ODK XForms specification, "Client Audit Logs"): the
// meta node `audit` holds its name and it goes along as an attachment.
#define VZ_AUDIT_NAME "audit.csv"

// True when this session keeps a log.
bool vz_session_audits(const struct vz_session *session);
// Appends the log as it is now; `finalized` adds the lines that end it. It may
// hold answers that were taken back: what each_attachment leaves out must not
// be sent. False when out of memory, or there is no log.
bool vz_session_write_audit(struct vz_session *session, bool finalized,
                            struct vz_strbuf *csv);
// True when the form wants to know why a sent instance is changed.
bool vz_session_wants_reason(const struct vz_session *session);
void vz_session_audit_reason(struct vz_session *session, const char *reason);
// Finalising was refused because of the answer at `ref`.
void vz_session_audit_refusal(struct vz_session *session, const char *ref);

// True when the form has a story that was told, is relevant and may be kept:
// then a withdrawal code is due.
bool vz_session_keeps_story(struct vz_session *session);

// Finalises: sets end times, applies the consent rule (for `discard`, `count`
// and no consent answer in a form that asks for it: every node with a telling
// role and every attachment is emptied, with what calculations and actions
// took from them), drops what is not relevant, and appends the instance as XML
// to `xml`. All of that happens on a copy: the session stays as it was and may
// go on and be finalised again (partials). False = out of memory.
bool vz_session_finalize(struct vz_session *session, struct vz_strbuf *xml);
// The same without end times: the submission as it would be now.
bool vz_session_preview(struct vz_session *session, struct vz_strbuf *xml);
// The instance with everything in it, for vz_session_open: nothing is dropped.
bool vz_session_save(struct vz_session *session, struct vz_strbuf *xml);

#endif
