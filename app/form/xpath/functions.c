#include "functions.h"

#include "suggest.h"

#include <stdint.h>
#include <string.h>

static const struct vz_function *const families[] = {
    vz_functions_string,  vz_functions_number, vz_functions_logic,
    vz_functions_nodeset, vz_functions_date,   vz_functions_select,
    vz_functions_random,  vz_functions_geo,    vz_functions_digest,
    vz_functions_repeat,
};

#define N_FAMILIES (sizeof(families) / sizeof(families[0]))

static const struct vz_function *find_exact(const char *name, size_t len) {
    for (size_t i = 0; i < N_FAMILIES; i++) {
        for (const struct vz_function *f = families[i]; f->name; f++) {
            if (strncmp(f->name, name, len) == 0 && f->name[len] == '\0') {
                return f;
            }
        }
    }
    return NULL;
}

const struct vz_function *vz_functions_find(const char *name, size_t len,
                                            const char **nearest) {
    const struct vz_function *found = find_exact(name, len);
    *nearest = NULL;
    if (found != NULL) {
        return found;
    }
    struct vz_suggest suggest;
    vz_suggest_init(&suggest, name, len);
    for (size_t i = 0; i < N_FAMILIES; i++) {
        for (const struct vz_function *f = families[i]; f->name; f++) {
            vz_suggest_consider(&suggest, f->name);
        }
    }
    *nearest = suggest.best;
    return NULL;
}

void vz_functions_arity(const char *signature, size_t *min, size_t *max) {
    size_t letters = 0;
    size_t stars = 0;
    size_t required = SIZE_MAX;
    for (const char *at = signature; *at != '\0'; at++) {
        if (*at == '?') {
            required = letters;
        } else if (*at == '*') {
            stars++;
        } else {
            letters++;
        }
    }
    if (stars > 0) {
        *min = letters - stars;
        *max = SIZE_MAX;
    } else {
        *min = required == SIZE_MAX ? letters : required;
        *max = letters;
    }
}

char vz_functions_letter(const char *signature, size_t i) {
    size_t letters = 0;
    size_t stars = 0;
    char last[2] = "--";
    for (const char *at = signature; *at != '\0'; at++) {
        if (*at == '*') {
            stars++;
        } else if (*at != '?') {
            if (letters == i) {
                return *at;
            }
            last[0] = last[1];
            last[1] = *at;
            letters++;
        }
    }
    // Past the end: one letter repeats, or two take turns.
    return stars == 2 ? last[(i - letters) % 2] : last[1];
}
