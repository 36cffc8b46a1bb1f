// vertelhub rebuild: the typed tables anew from the stored XML.
#include "command.h"
#include "form_history.h"
#include "storage/hub/hub_submissions.h"

#include <stdio.h>
#include <string.h>

static const struct vz_schema *schema_for(void *userdata,
                                          int64_t form_version_id,
                                          int64_t *schema_version_id) {
    const struct vz_form_history *history = userdata;
    size_t found = 0; // the current one, for versions that are unknown
    for (size_t i = 0; i < history->n; i++) {
        if (history->version_ids[i] == form_version_id) {
            found = i;
        }
    }
    *schema_version_id = history->version_ids[found];
    return &history->versions[found];
}

static bool is_repeat(const char *path, void *userdata) {
    const struct vz_form_history *history = userdata;
    const struct vz_field *field = vz_schema_field(&history->merged, path);
    return field && field->type == VZ_FIELD_REPEAT;
}

static enum vz_exit run(const struct vz_arguments *arguments) {
    const char *form = vz_argument(arguments, "form");
    struct vz_hub_store *store = vz_command_open_store(arguments, 0);
    if (!store) {
        return VZ_EXIT_FAILURE;
    }
    struct vz_error error = {0};
    struct vz_form_history history;
    int64_t n = 0;
    enum vz_status status = vz_form_history_load(&history, store, form, &error);
    if (status == VZ_OK) {
        struct vz_hub_schema_source source = {.schema_for = schema_for,
                                              .is_repeat = is_repeat,
                                              .userdata = &history};
        status = vz_hub_rebuild(store, history.form_id, &source, &n, &error);
        vz_form_history_finish(&history);
    }
    vz_hub_store_close(store);
    if (status != VZ_OK) {
        error.status = status;
        return vz_command_fail(&error);
    }
    printf("%lld submissions of '%s' are in its tables.\n", (long long)n, form);
    return VZ_EXIT_OK;
}

const struct vz_command vz_rebuild_command = {
    .name = "rebuild",
    .positional = "",
    .help = "fill a form's tables anew from the stored XML",
    .run = run,
    .options = {VZ_STORE_OPTION, {"form", "ID", "formID of the form", true}},
};
