#include "masking.h"

#include "consent_ladder.h"
#include "openrosa/mask.h"

#include <string.h>

#define NUMBER_BYTES 6
#define WORD_BYTES 128
// A form has a few hidden texts; more than this in one submission are emptied
// without a look, because each costs a search through all that was told.
#define LOOKS_MAX 1000

struct masking {
    const struct vz_schema *schema;
    struct vz_strbuf told; // every emptied answer, one a line
    int looks;
};

static bool is_identity(const char *path) {
    return !strcmp(path, "meta/instanceID") ||
           !strcmp(path, "meta/deprecatedID");
}

static bool tells(const struct vz_field *field) {
    enum vz_consent_rule rule = vz_consent_rule_of(field);
    return rule == VZ_RULE_STORY || rule == VZ_RULE_TEXT;
}

static bool is_hidden_text(const struct vz_field *field) {
    return field->type == VZ_FIELD_STRING && !field->role;
}

static bool is_short_number(const char *text) {
    size_t len = strlen(text);
    return len <= NUMBER_BYTES && strspn(text, "0123456789.,+-") == len;
}

// Whether a hidden text can be a copy, a piece or a mixture of what was told.
static bool echoes(struct masking *masking, const char *text) {
    if (is_short_number(text)) {
        return false;
    }
    return ++masking->looks > LOOKS_MAX || strlen(text) > WORD_BYTES ||
           strpbrk(text, " \t\r\n") ||
           strstr(vz_strbuf_text(&masking->told), text);
}

static bool keeps(const char *path, const char *text, void *userdata) {
    struct masking *masking = userdata;
    if (is_identity(path)) {
        return true;
    }
    const struct vz_field *field = vz_schema_field(masking->schema, path);
    return !tells(field) && (!is_hidden_text(field) || !echoes(masking, text));
}

static void gather(struct masking *masking,
                   const struct vz_submission *parsed) {
    for (size_t i = 0; i < parsed->n_values; i++) {
        const char *path = parsed->values[i].path;
        if (!is_identity(path) &&
            tells(vz_schema_field(masking->schema, path))) {
            vz_strbuf_append(&masking->told, parsed->values[i].text);
            vz_strbuf_append_char(&masking->told, '\n');
        }
    }
}

enum vz_status vz_hub_mask(const struct vz_schema *schema,
                           const struct vz_submission *parsed, const char *xml,
                           size_t len, struct vz_strbuf *out) {
    struct masking masking = {.schema = schema};
    gather(&masking, parsed);
    enum vz_status status = masking.told.failed ? VZ_NOMEM : VZ_OK;
    if (status == VZ_OK) {
        status = vz_submission_mask(out, xml, len, keeps, &masking);
    }
    vz_strbuf_wipe(&masking.told);
    return status;
}
