#include "withdrawal_page.h"

#include "impact/page.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

static const struct {
    const char *key;
    const char *nl, *en;
} texts[] = {
    {"title", "Je verhaal weghalen", "Remove your story"},
    {"lead",
     "Vul hier je code in. Dan wissen wij je verhaal. Wat je koos telt nog wel "
     "mee.",
     "Fill in your code here. Then we erase your story. What you chose still "
     "counts."},
    {"label", "Je code", "Your code"},
    {"hint", "12 cijfers, van de zuil.", "12 digits, from the kiosk."},
    {"button", "Haal mijn verhaal weg", "Remove my story"},
    {"wrong", "Deze code kennen we niet. Kijk goed naar de cijfers.",
     "We do not know this code. Look closely at the digits."},
    {"done", "Je verhaal is weg. Niemand kan het nog lezen.",
     "Your story is gone. Nobody can read it any more."},
    {"paper", "Wat al op papier staat, kunnen wij niet terughalen.",
     "What is on paper already we cannot call back."},
    {"waiting", "Wij halen je verhaal weg zodra we verbinding hebben.",
     "We remove your story as soon as we have a connection."},
    {"waiting-more",
     "Je verhaal is hier nog niet. Kijk nog eens goed naar de cijfers. Kloppen "
     "ze? Dan hoef je niets meer te doen.",
     "Your story is not here yet. Look closely at the digits once more. Are "
     "they right? Then there is nothing more to do."},
    {"again", "Opnieuw", "Again"},
    {"busy", "Er zijn nu te veel codes ingevuld.",
     "Too many codes were filled in just now."},
    {"busy-more", "Wacht tien minuten. Probeer het dan opnieuw.",
     "Wait ten minutes. Then try again."},
    {"failed", "Dat lukte niet.", "That did not work."},
    {"failed-more", "Je verhaal is nog niet weg. Probeer het straks opnieuw.",
     "Your story is not gone yet. Try again later."},
};

static const char *const sections[] = {
    [VZ_WITHDRAWAL_ASK] = "ask",   [VZ_WITHDRAWAL_WRONG] = "wrong",
    [VZ_WITHDRAWAL_DONE] = "done", [VZ_WITHDRAWAL_WAITING] = "waiting",
    [VZ_WITHDRAWAL_BUSY] = "busy", [VZ_WITHDRAWAL_FAILED] = "failed",
};
#define N_SECTIONS (sizeof(sections) / sizeof(sections[0]))

// ----------------------------------------------------------------- language
// The weight of one item, "en-GB;q=0.8", in thousandths; 0 = not wanted.
static int weight(const char *item, size_t len) {
    const char *semicolon = memchr(item, ';', len);
    const char *q = semicolon ? strstr(semicolon, "q=") : NULL;
    if (!q || q >= item + len) {
        return 1000;
    }
    double found = strtod(q + 2, NULL);
    return found > 0 && found <= 1 ? (int)(found * 1000) : 0;
}

static bool names(const char *item, size_t len, const char *language) {
    return len >= 2 && !strncasecmp(item, language, 2) &&
           (len == 2 || strchr("-; \t", item[2]));
}

const char *vz_withdrawal_language(const char *accept) {
    int dutch = 0, english = 0;
    for (const char *at = accept ? accept : ""; *at;) {
        at += strspn(at, ", \t");
        size_t len = strcspn(at, ",");
        int found = weight(at, len);
        if (names(at, len, "nl") && found > dutch) {
            dutch = found;
        } else if (names(at, len, "en") && found > english) {
            english = found;
        }
        at += len;
    }
    return english > dutch ? "en" : "nl";
}

// --------------------------------------------------------------------- page
static const char *text_for(const char *key, void *userdata) {
    bool english = !strcmp(userdata, "en");
    for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
        if (!strcmp(texts[i].key, key)) {
            return english ? texts[i].en : texts[i].nl;
        }
    }
    return NULL;
}

static void fill(struct vz_page *page, enum vz_withdrawal_view view,
                 const char *language) {
    xmlNode *root = vz_page_root(page);
    for (size_t i = 0; i < N_SECTIONS; i++) {
        bool shown = i == view ||
                     (i == VZ_WITHDRAWAL_ASK && view == VZ_WITHDRAWAL_WRONG);
        if (!shown) {
            vz_page_drop(root, sections[i]);
        }
    }
    vz_page_attribute(page, root, "page", "lang", language);
    if (view == VZ_WITHDRAWAL_WRONG) {
        vz_page_attribute(page, root, "code", "aria-invalid", "true");
        vz_page_attribute(page, root, "code", "aria-describedby", "hint wrong");
    }
    vz_page_translate(page, text_for, (void *)language);
}

bool vz_withdrawal_page(enum vz_withdrawal_view view, const char *language,
                        const char *template_path, struct vz_strbuf *out,
                        struct vz_error *error) {
    struct vz_page page;
    if (!vz_page_load(&page, template_path, error)) {
        return false;
    }
    fill(&page, view, language);
    bool ok = vz_page_write(&page, out) || vz_error_nomem(error);
    vz_page_finish(&page);
    return ok;
}
