/*
 * The page where people take their story back, in Dutch and English.
 */
#ifndef VZ_HUB_WITHDRAWAL_PAGE_H
#define VZ_HUB_WITHDRAWAL_PAGE_H

#include "base/status.h"
#include "base/strbuf.h"

enum vz_withdrawal_view {
    VZ_WITHDRAWAL_ASK,
    VZ_WITHDRAWAL_WRONG,   // asks again: no such code can be
    VZ_WITHDRAWAL_DONE,    // the story is gone
    VZ_WITHDRAWAL_WAITING, // goes as soon as it comes
    VZ_WITHDRAWAL_BUSY,    // too many tries
    VZ_WITHDRAWAL_FAILED,
};

// "nl" or "en", whichever an Accept-Language header prefers; "nl" when it
// names neither or is NULL.
const char *vz_withdrawal_language(const char *accept);

// Appends the page made from the template file.
bool vz_withdrawal_page(enum vz_withdrawal_view view, const char *language,
                        const char *template_path, struct vz_strbuf *out,
                        struct vz_error *error);

#endif
