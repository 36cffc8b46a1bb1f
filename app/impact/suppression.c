#include "suppression.h"

#include <stdint.h>

static bool is_small(size_t count, size_t threshold) {
    return count > 0 && count < threshold;
}

// The smallest shown cell with anybody in it, or n.
static size_t smallest_shown(const size_t *counts, size_t n,
                             const bool *hidden) {
    size_t found = n;
    for (size_t i = 0; i < n; i++) {
        if (!hidden[i] && counts[i] > 0 &&
            (found == n || counts[i] < counts[found])) {
            found = i;
        }
    }
    return found;
}

void vz_suppress_parts(const size_t *counts, size_t n, size_t threshold,
                       bool *hidden) {
    size_t total = 0, n_hidden = 0, hidden_sum = 0;
    for (size_t i = 0; i < n; i++) {
        total += counts[i];
    }
    for (size_t i = 0; i < n; i++) {
        hidden[i] = total < threshold || is_small(counts[i], threshold);
        n_hidden += hidden[i];
        hidden_sum += hidden[i] ? counts[i] : 0;
    }
    // What is hidden must be several cells, and together no small number.
    while (n_hidden == 1 || (n_hidden > 0 && hidden_sum < threshold)) {
        size_t next = smallest_shown(counts, n, hidden);
        if (next == n) {
            break;
        }
        hidden[next] = true;
        hidden_sum += counts[next];
        n_hidden++;
    }
}

bool vz_suppress_share(size_t part, size_t total, size_t threshold) {
    return total < threshold || is_small(part, threshold) ||
           is_small(total - part, threshold);
}

void vz_suppress_overlaps(const size_t *counts, size_t n, size_t total,
                          size_t threshold, bool *hidden) {
    for (size_t i = 0; i < n; i++) {
        hidden[i] = vz_suppress_share(counts[i], total, threshold);
    }
}
