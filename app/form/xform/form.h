/*
 * A form: an ODK XForm, loaded and checked, ready for sessions.
 *
 * Immutable once loaded, so sessions and threads may share it.
 */
#ifndef VZ_FORM_XFORM_FORM_H
#define VZ_FORM_XFORM_FORM_H

#include "base/schema.h"
#include "base/status.h"

struct vz_form;

// Where the form's media lie (external secondary instances, pictures).
struct vz_form_media {
    const char *dir; // NULL: the form has none
};

// Loads an XForm document. NULL on failure; the error is for the author and
// names the place ("bind /data/age, relevant: ..."). Limits: 20 MB, depth 100,
// no network, no entity expansion. A calculation cycle is refused by name.
// Without `media` the form is only to be checked: its files are not looked for,
// and nothing is said of them.
struct vz_form *vz_form_load(const char *xml, size_t len,
                             const struct vz_form_media *media,
                             struct vz_error *error);
void vz_form_destroy(struct vz_form *form);

// All strings below live as long as the form.
const char *vz_form_id(const struct vz_form *form);
const char *vz_form_version(const struct vz_form *form); // "" = none
const char *vz_form_title(const struct vz_form *form);

// Languages as the form names them ("Nederlands (nl)"); at least one. A form
// without translations has the one language "default".
size_t vz_form_n_languages(const struct vz_form *form);
// Whether the form has translations at all.
bool vz_form_translated(const struct vz_form *form);
const char *vz_form_language(const struct vz_form *form, size_t index);
size_t vz_form_default_language(const struct vz_form *form);
// Index of the language whose code is `code`: "nl" matches "Nederlands (nl)",
// "nl" and "nl-NL". -1 = none.
int vz_form_find_language(const struct vz_form *form, const char *code);

// The ref ("/data/group/q") of the first node with this vz:role, or NULL.
const char *vz_form_role_ref(const struct vz_form *form, const char *role);
// A vz: attribute of the form's root instance element or <model> declared in
// the workbook's settings as attribute::vz:NAME ("door", "kind", "minutes"), or
// NULL.
const char *vz_form_attribute(const struct vz_form *form, const char *name);

// What storage needs to know. The caller finishes it. False = out of memory.
bool vz_form_schema(const struct vz_form *form, struct vz_schema *schema);

#endif
