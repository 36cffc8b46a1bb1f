#include "fold.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unicase.h>
#include <unictype.h>
#include <uninorm.h>
#include <unistr.h>

char *vz_fold(const char *text) {
    size_t len = 0;
    // Decomposed, so that marks stand by themselves.
    uint8_t *folded = u8_casefold((const uint8_t *)text, strlen(text), NULL,
                                  UNINORM_NFKD, NULL, &len);
    char *out = folded ? malloc(len + 1) : NULL;
    size_t n = 0;
    for (size_t at = 0; out && at < len;) {
        ucs4_t letter;
        int size = u8_mbtouc(&letter, folded + at, len - at);
        if (!uc_is_general_category(letter, UC_MARK)) {
            memcpy(out + n, folded + at, (size_t)size);
            n += (size_t)size;
        }
        at += (size_t)size;
    }
    if (out) {
        out[n] = '\0';
    }
    free(folded);
    return out;
}

int vz_fold_match(const char *text, const char *letters) {
    const char *at = strstr(text, letters);
    int best = 0;
    for (; at && best < 3; at = strstr(at + 1, letters)) {
        const int here = at == text                       ? 3
                         : at[-1] == ' ' || at[-1] == '-' ? 2
                                                          : 1;
        best = here > best ? here : best;
        if (!*letters) {
            break;
        }
    }
    return best;
}
