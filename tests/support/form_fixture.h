/*
 * Forms for tests: from files in tests/data/xform, or put together from parts.
 */
#ifndef VZ_TESTS_FORM_FIXTURE_H
#define VZ_TESTS_FORM_FIXTURE_H

#include "form/xform/session.h"

// Loads a form file by name ("story.xml"); fails the test when it does not
// load.
struct vz_form *form_fixture_load(const char *name);

// An XForm whose parts are given; `itext` etc. may be "".
struct form_parts {
    const char *itext;    // <itext>..</itext>
    const char *instance; // what stands inside <data id="t" version="1">
    const char *model;    // secondary instances, binds, actions
    const char *body;
};

// Loads it; fails the test when it does not load.
struct vz_form *form_fixture_make(const struct form_parts *parts);
// Loads it and fails the test when it does load; the message is in `error`.
void form_fixture_refused(const struct form_parts *parts,
                          struct vz_error *error);

// A session with device kiosk:1 and a fixed instance id; fails the test when
// out of memory.
struct vz_session *form_fixture_session(const struct vz_form *form);

// Goes to the question and answers it VZ_ANSWER_OK; fails the test otherwise.
void form_fixture_answer(struct vz_session *session, const char *ref,
                         const char *value);

// The submission, for free(3); fails the test when there is none.
char *form_fixture_xml(struct vz_session *session);

#endif
