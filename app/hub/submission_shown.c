#include "submission_shown.h"

#include "form_history.h"
#include "openrosa/mask.h"
#include "openrosa/openrosa.h"
#include "storage/hub/masking.h"

#include <stdlib.h>
#include <string.h>

static bool is_repeat(const char *path, void *schema) {
    const struct vz_field *field = vz_schema_field(schema, path);
    return field && field->type == VZ_FIELD_REPEAT;
}

// A submission with the schema of all versions of its form.
struct reading {
    struct vz_form_history history;
    struct vz_submission parsed;
};

static void finish(struct reading *reading) {
    vz_submission_finish(&reading->parsed);
    vz_form_history_finish(&reading->history);
}

static enum vz_status read_it(struct reading *reading,
                              struct vz_hub_store *store,
                              const char *xml_form_id,
                              const struct vz_hub_submission *one) {
    struct vz_error error = {0};
    *reading = (struct reading){0};
    enum vz_status status =
        vz_form_history_load(&reading->history, store, xml_form_id, &error);
    if (status == VZ_OK) {
        status = vz_submission_parse(&reading->parsed, one->xml, one->xml_len,
                                     is_repeat, &reading->history.merged,
                                     &error);
        if (status != VZ_OK) {
            vz_form_history_finish(&reading->history);
        }
    }
    return status == VZ_OK || status == VZ_NOMEM ? status : VZ_CORRUPT;
}

static const char *answer(const struct vz_submission *parsed,
                          const struct vz_field *field) {
    for (size_t i = 0; field && i < parsed->n_values; i++) {
        if (!strcmp(parsed->values[i].path, field->path)) {
            return parsed->values[i].text;
        }
    }
    return NULL;
}

enum vz_status vz_submission_shown_find(struct vz_submission_shown *shown,
                                        struct vz_hub_store *store,
                                        const char *xml_form_id,
                                        const char *instance_id) {
    struct reading reading;
    *shown = (struct vz_submission_shown){0};
    enum vz_status status =
        vz_hub_submission_get(store, xml_form_id, instance_id, &shown->list);
    if (status != VZ_OK) {
        return status;
    }
    status = read_it(&reading, store, xml_form_id, &shown->list.items[0]);
    if (status == VZ_OK) {
        const struct vz_field *field =
            vz_schema_role(&reading.history.merged, "consent");
        const char *given = answer(&reading.parsed, field);
        shown->asked = field != NULL;
        shown->consent = given ? strdup(given) : NULL;
        status = given && !shown->consent ? VZ_NOMEM : VZ_OK;
        finish(&reading);
    }
    if (status != VZ_OK) {
        vz_submission_shown_finish(shown);
    }
    return status;
}

void vz_submission_shown_finish(struct vz_submission_shown *shown) {
    vz_hub_submission_list_finish(&shown->list);
    free(shown->consent);
    *shown = (struct vz_submission_shown){0};
}

static bool never_leaves(const struct vz_field *field) {
    return field && vz_consent_rule_of(field) == VZ_RULE_NEVER;
}

static bool keeps(const char *path, const char *text, void *schema) {
    return !never_leaves(vz_schema_field(schema, path));
}

static enum vz_status strip(struct reading *reading, const char *xml,
                            size_t len, struct vz_strbuf *out) {
    for (size_t i = 0; i < reading->history.merged.n_fields; i++) {
        if (never_leaves(&reading->history.merged.fields[i])) {
            return vz_submission_mask(out, xml, len, keeps,
                                      &reading->history.merged);
        }
    }
    vz_strbuf_append_n(out, xml, len);
    return VZ_OK;
}

enum vz_status vz_submission_shown_xml(const struct vz_submission_shown *shown,
                                       struct vz_hub_store *store,
                                       const char *xml_form_id,
                                       enum vz_consent audience,
                                       struct vz_strbuf *out) {
    const struct vz_hub_submission *one = &shown->list.items[0];
    struct reading reading;
    struct vz_strbuf masked = {0};
    enum vz_status status = read_it(&reading, store, xml_form_id, one);
    if (status != VZ_OK) {
        return status;
    }
    if (vz_consent_allows(VZ_RULE_STORY, shown->asked, shown->consent,
                          audience) &&
        vz_consent_allows(VZ_RULE_TEXT, shown->asked, shown->consent,
                          audience)) {
        status = strip(&reading, one->xml, one->xml_len, out);
    } else {
        status = vz_hub_mask(&reading.history.merged, &reading.parsed, one->xml,
                             one->xml_len, &masked);
        if (status == VZ_OK) {
            status = strip(&reading, vz_strbuf_text(&masked), masked.len, out);
        }
    }
    vz_strbuf_wipe(&masked);
    finish(&reading);
    return status == VZ_OK && out->failed ? VZ_NOMEM : status;
}
