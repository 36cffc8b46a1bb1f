/*
 * "Did you mean ...?": the known name that is nearest to a misspelt one.
 */
#ifndef VZ_FORM_XPATH_SUGGEST_H
#define VZ_FORM_XPATH_SUGGEST_H

#include <stddef.h>

struct vz_suggest {
    const char *wanted;
    size_t wanted_len;
    const char *best; // NULL while nothing is near enough
    size_t distance;  // of best
};

void vz_suggest_init(struct vz_suggest *suggest, const char *wanted,
                     size_t len);
// Takes the candidate (borrowed) when it is nearer than the best so far. Near
// enough is one wrong, missing, doubled or swapped letter in three.
void vz_suggest_consider(struct vz_suggest *suggest, const char *candidate);

#endif
