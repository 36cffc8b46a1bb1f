/*
 * A form for tests of the store, the exports and the report: as a schema and
 * as XML of its submissions, without the form engine.
 *
 *   start, rating (select_one 1..3), gains (select_multiple), remark (text),
 *   pets (repeat: name, photo), story/text, story/title, story/consent,
 *   assisted
 */
#ifndef VZ_TESTS_HUB_FORM_H
#define VZ_TESTS_HUB_FORM_H

#include "base/schema.h"
#include "base/strbuf.h"

// `version` "1" has all of the above, "2" also the question `extra`. Ends the
// test program when out of memory.
void hub_form_schema(struct vz_schema *schema, const char *version);

struct hub_answers {
    const char *instance_id;
    const char *version;                 // NULL = "1"
    const char *deprecated_id;           // or NULL
    const char *start;                   // or NULL
    const char *rating, *gains, *remark; // NULL = empty
    const char *story, *title, *consent;
    const char *assisted;
    const char *withdrawal; // NULL = a text that is no hash
    const char *extra;
    size_t n_pets;     // named pet1, pet2, ...
    const char *photo; // of the first pet, or NULL
};
// The submission's XML.
void hub_form_xml(struct vz_strbuf *out, const struct hub_answers *answers);

// For vz_submission_parse.
bool hub_form_is_repeat(const char *path, void *userdata);

#endif
