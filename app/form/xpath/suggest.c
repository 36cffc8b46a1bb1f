#include "suggest.h"

#include <string.h>

// Longer names are not compared: nobody's form has them, and rows stay small.
#define MAX_NAME 64

void vz_suggest_init(struct vz_suggest *suggest, const char *wanted,
                     size_t len) {
    size_t limit = len < 3 ? 1 : (len + 2) / 3;
    *suggest = (struct vz_suggest){wanted, len, NULL, limit + 1};
}

static size_t min3(size_t a, size_t b, size_t c) {
    size_t least = a < b ? a : b;
    return least < c ? least : c;
}

static char lower(char c) {
    return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

// Optimal string alignment: insertions, deletions, substitutions, and swaps of
// neighbours cost one each. Case is free but for the final tie. From `limit` on
// the exact distance does not matter: distances never shrink over two rows.
static size_t distance_of(const char *a, size_t n_a, const char *b, size_t n_b,
                          size_t limit) {
    size_t rows[3][MAX_NAME + 1];
    size_t *before = rows[0];
    size_t *last = rows[1];
    size_t *row = rows[2];
    for (size_t j = 0; j <= n_b; j++) {
        last[j] = j;
        before[j] = 0;
    }
    size_t least_before = 0;
    for (size_t i = 1; i <= n_a; i++) {
        size_t least = i;
        row[0] = i;
        for (size_t j = 1; j <= n_b; j++) {
            char x = lower(a[i - 1]);
            char y = lower(b[j - 1]);
            row[j] = min3(last[j] + 1, row[j - 1] + 1,
                          last[j - 1] + (x == y ? 0 : 1));
            if (i > 1 && j > 1 && x == lower(b[j - 2]) &&
                y == lower(a[i - 2]) && before[j - 2] + 1 < row[j]) {
                row[j] = before[j - 2] + 1;
            }
            least = row[j] < least ? row[j] : least;
        }
        if (least >= limit && least_before >= limit) {
            return limit;
        }
        least_before = least;
        size_t *spare = before;
        before = last;
        last = row;
        row = spare;
    }
    return last[n_b];
}

void vz_suggest_consider(struct vz_suggest *suggest, const char *candidate) {
    size_t len = strlen(candidate);
    size_t wanted = suggest->wanted_len;
    size_t gap = len > wanted ? len - wanted : wanted - len;
    if (len > MAX_NAME || wanted > MAX_NAME || gap >= suggest->distance) {
        return;
    }
    size_t distance =
        distance_of(suggest->wanted, wanted, candidate, len, suggest->distance);
    // A short name must keep at least one letter: 'q' is not 'z' misspelt.
    if (distance < suggest->distance && distance < wanted) {
        suggest->best = candidate;
        suggest->distance = distance;
    }
}
