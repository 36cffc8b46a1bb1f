#include "erasure_arrival.h"

#include "base/log.h"
#include "erasure_log.h"
#include "erasure_rows.h"
#include "hub_private.h"
#include "masking.h"

#include <string.h>

const char *vz_hub_withdrawal_of(const struct vz_schema *schema,
                                 const struct vz_submission *parsed) {
    const struct vz_field *field = vz_schema_role(schema, "withdrawal");
    for (size_t i = 0; field && i < parsed->n_values; i++) {
        const struct vz_submission_value *value = &parsed->values[i];
        if (!strcmp(value->path, field->path)) {
            return vz_erasure_is_hash(value->text) ? value->text : NULL;
        }
    }
    return NULL;
}

static enum vz_status was_erased(struct vz_hub_store *store,
                                 const struct vz_hub_incoming *in,
                                 bool *erased) {
    const char *edited = in->parsed->deprecated_id;
    const char *withdrawal = vz_hub_withdrawal_of(in->schema, in->parsed);
    enum vz_status status =
        vz_tombstone_find(store, in->parsed->instance_id, erased);
    if (status == VZ_OK && !*erased && edited) {
        status = vz_tombstone_find(store, edited, erased);
    }
    if (status == VZ_OK && !*erased && withdrawal) {
        status = vz_withdrawal_find(store, withdrawal, erased);
    }
    return status;
}

static enum vz_status mask(struct vz_hub_arrival *arrival,
                           const struct vz_hub_incoming *in) {
    enum vz_status status = vz_hub_mask(in->schema, in->parsed, in->xml,
                                        in->xml_len, &arrival->xml);
    if (status == VZ_OK) {
        status = vz_submission_parse(&arrival->parsed, arrival->xml.data,
                                     arrival->xml.len, vz_erasure_is_repeat,
                                     (void *)in->schema, NULL);
    }
    arrival->own = *in;
    arrival->own.xml = arrival->xml.data;
    arrival->own.xml_len = arrival->xml.len;
    arrival->own.parsed = &arrival->parsed;
    arrival->own.files = NULL;
    arrival->own.n_files = 0;
    arrival->incoming = &arrival->own;
    return status;
}

enum vz_status vz_hub_arrival_init(struct vz_hub_arrival *arrival,
                                   struct vz_hub_store *store,
                                   const struct vz_hub_incoming *incoming) {
    *arrival = (struct vz_hub_arrival){.incoming = incoming};
    enum vz_status status = was_erased(store, incoming, &arrival->erased);
    return status == VZ_OK && arrival->erased ? mask(arrival, incoming)
                                              : status;
}

void vz_hub_arrival_finish(struct vz_hub_arrival *arrival) {
    vz_submission_finish(&arrival->parsed);
    vz_strbuf_finish(&arrival->xml);
}

enum vz_status vz_hub_arrival_erased(const struct vz_hub_arrival *arrival,
                                     struct vz_hub_store *store,
                                     int64_t submission_id) {
    char now[VZ_ISO_SIZE];
    vz_hub_now(now);
    LOGI("submission %lld was withdrawn before it came; it is counted only",
         (long long)submission_id);
    enum vz_status status = vz_erasure_mark(store, submission_id, now);
    return status == VZ_OK
               ? vz_erasure_entomb(store, arrival->parsed.instance_id,
                                   "arrival", now)
               : status;
}
