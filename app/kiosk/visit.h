/*
 * A visit: one respondent with one form, from the door to the thank-you.
 *
 * Owns the form session and the widgets of the page. Answers live here and
 * nowhere else until vz_visit_finalize hands out the finished submission.
 * Knows neither screens nor the store. Main thread only.
 */
#ifndef VZ_KIOSK_VISIT_H
#define VZ_KIOSK_VISIT_H

#include "base/strbuf.h"
#include "form/xform/session.h"
#include "kiosk/attachments.h"
#include "openrosa/code.h"
#include "kiosk/widget/widget.h"

// Zeroed = no visit.
struct vz_visit {
    struct vz_session *session; // NULL = no visit
    const struct vz_form *form; // borrowed
    const struct vz_ui *ui;     // borrowed
    const char *media;          // folder of the form's files, or NULL; borrowed
    struct vz_attachments attachments; // drawn and spoken in this visit
    bool assisted;                     // captured by a worker
    bool removing;                     // "take the last one away?" is asked
    bool slow;                         // a question on the page needs more time
    struct vz_widget *widgets;         // one a question on the page
    size_t n_widgets, cap_widgets;
    char **typed; // refs of questions with typed text, for describe
    size_t n_typed, cap_typed;
    char title[160];         // of the group around the page
    char error[300];         // why the page may not be left; "" = it may
    char code[VZ_CODE_SIZE]; // of this visit, shown only if a story is kept
    char code_hash[VZ_CODE_HASH_SIZE]; // "" until the store thread made it
};

struct vz_visit_params {
    const struct vz_form *form;
    const struct vz_ui *ui;
    const char *media;    // folder of the form's files, or NULL
    const char *language; // code of the interface language
    const char *device_id;
    const char *username; // or NULL
    bool assisted;
};

// Starts at the first page. False (nothing left behind) when out of memory or
// when the form has no question to show.
bool vz_visit_begin(struct vz_visit *visit,
                    const struct vz_visit_params *params);
// Overwrites and frees everything. Harmless when there is no visit.
void vz_visit_finish(struct vz_visit *visit);

enum vz_visit_move {
    VZ_VISIT_STAYED, // an answer is missing or not possible: see `error`
    VZ_VISIT_MOVED,  // another page
    VZ_VISIT_ENDED,  // forward: everything is in order, ready to be finalised
    VZ_VISIT_LEFT,   // back from the first page: the page is still there
};
enum vz_visit_move vz_visit_next(struct vz_visit *visit);
enum vz_visit_move vz_visit_back(struct vz_visit *visit);
// After a repeat: one more instance, or one less. False when that cannot be;
// the visit stays where it is.
bool vz_visit_add_repeat(struct vz_visit *visit);
bool vz_visit_remove_repeat(struct vz_visit *visit);
// To the page of a question; false when there is none now.
bool vz_visit_jump(struct vz_visit *visit, const char *ref);
// After VZ_VISIT_ENDED: to the last page again.
void vz_visit_reopen(struct vz_visit *visit);

// An answer changed: questions of the page may have come or gone.
void vz_visit_answered(struct vz_visit *visit);
// Switches the form's language, if it has this one; else its default one.
void vz_visit_set_language(struct vz_visit *visit, const char *code);

// What the frame of the question screen needs to know.
struct vz_visit_page {
    bool first, last;
    bool may_go_on;      // everything required is answered
    bool empty;          // nothing is answered, and something could be
    bool types;          // a question takes typed text
    size_t at, total;    // total 0: not known yet
    size_t repeat_count; // after a repeat: how many instances there are
    // Of the group or repeat around the page, in `visit`; NULL = none.
    const char *title;
};
void vz_visit_page(struct vz_visit *visit, struct vz_visit_page *page);

// True when the visit ends with a withdrawal code.
bool vz_visit_keeps_story(struct vz_visit *visit);
// Sets the withdrawal hash if a story is kept and `assisted`, adds the audit
// log to the attachments if the form asks for one, and writes the finished
// instance. Can be called again when storing failed.
bool vz_visit_finalize(struct vz_visit *visit, struct vz_strbuf *xml);

// True if `label` holds something that was typed in this visit.
bool vz_visit_is_typed(struct vz_visit *visit, const char *label);

#endif
