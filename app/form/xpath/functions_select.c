/*
 * Functions on lists of choices (names separated by spaces) and their labels.
 */
#include "functions.h"

#include <math.h>
#include <string.h>

#define SPACES " \t\r\n"

// The next name of a list: its start, with `*len`; NULL at the end.
static const char *next_name(const char *at, size_t *len) {
    at += strspn(at, SPACES);
    *len = strcspn(at, SPACES);
    return *len > 0 ? at : NULL;
}

static bool run_selected(struct vz_call *call, struct vz_xvalue *out) {
    size_t wanted_len;
    const char *wanted = next_name(call->args[1].text, &wanted_len);
    size_t len;
    const char *at = next_name(call->args[0].text, &len);
    // Nothing is selected in an empty list, and only there; two names never
    // are one choice.
    bool found = wanted == NULL && at == NULL;
    size_t more;
    if (wanted != NULL && next_name(wanted + wanted_len, &more) != NULL) {
        wanted = NULL;
    }
    for (; at != NULL && wanted != NULL && !found;
         at = next_name(at + len, &len)) {
        found = len == wanted_len && memcmp(at, wanted, len) == 0;
    }
    vz_xvalue_set_boolean(out, found);
    return true;
}

static bool run_selected_at(struct vz_call *call, struct vz_xvalue *out) {
    double index = trunc(call->args[1].number);
    size_t len;
    const char *at = next_name(call->args[0].text, &len);
    for (double i = 0; at != NULL && i <= index;
         i++, at = next_name(at + len, &len)) {
        if (i == index) {
            return vz_xvalue_copy_text(out, at, len);
        }
    }
    return true;
}

static bool run_count_selected(struct vz_call *call, struct vz_xvalue *out) {
    size_t n = 0;
    size_t len;
    for (const char *at = next_name(call->args[0].text, &len); at != NULL;
         at = next_name(at + len, &len)) {
        n++;
    }
    vz_xvalue_set_number(out, (double)n);
    return true;
}

static bool copy_or_empty(struct vz_xvalue *out, const char *text) {
    return text == NULL || vz_xvalue_copy_text(out, text, strlen(text));
}

// The compiler has made a path of the second argument's text.
static bool run_choice_name(struct vz_call *call, struct vz_xvalue *out) {
    const struct vz_xpath_host *host = call->eval->context->host;
    const struct vz_xvalue *question = &call->args[1];
    if (host == NULL || host->choice_name == NULL || question->n == 0) {
        return true;
    }
    return copy_or_empty(out,
                         host->choice_name(host->userdata, call->args[0].text,
                                           vz_xvalue_node(question, 0)));
}

static bool run_itext(struct vz_call *call, struct vz_xvalue *out) {
    const struct vz_xpath_host *host = call->eval->context->host;
    if (host == NULL || host->itext == NULL) {
        return true;
    }
    return copy_or_empty(out, host->itext(host->userdata, call->args[0].text));
}

const struct vz_function vz_functions_select[] = {
    {"selected", "ss", run_selected, 0},
    {"is-selected", "ss", run_selected, 0},
    {"selected-at", "sn", run_selected_at, 0},
    {"count-selected", "s", run_count_selected, 0},
    {"jr:choice-name", "sN", run_choice_name, 0},
    {"jr:itext", "s", run_itext, 0},
    {NULL, NULL, NULL, 0},
};
