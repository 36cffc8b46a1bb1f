// vertelhub form add|list: publish forms, see which there are.
#include "base/file.h"
#include "command.h"
#include "form_catalogue.h"
#include "form_file.h"
#include "form_media.h"

#include <stdio.h>
#include <string.h>

#define FORM_MAX ((size_t)20 * 1000 * 1000)

static void print_diagnostics(const struct vz_diagnostics *diagnostics) {
    struct vz_strbuf line = {0};
    for (size_t i = 0; i < diagnostics->n; i++) {
        const struct vz_diagnostic *diagnostic = &diagnostics->items[i];
        vz_strbuf_clear(&line);
        vz_diagnostic_format(diagnostic, &line);
        fprintf(stderr, "%s: %s\n", vz_severity_name(diagnostic->severity),
                vz_strbuf_text(&line));
    }
    vz_strbuf_finish(&line);
}

// The XForm of a file of any of the kinds; a workbook is converted.
static bool read_xform(const char *path, struct vz_strbuf *xml,
                       struct vz_error *error) {
    struct vz_strbuf bytes = {0};
    enum vz_status status = vz_file_read(path, FORM_MAX, &bytes);
    if (status != VZ_OK) {
        vz_strbuf_finish(&bytes);
        return vz_error_set(error, status, "%s cannot be read: %s.", path,
                            vz_status_text(status));
    }
    struct vz_diagnostics diagnostics = {0};
    bool converted =
        vz_form_file_xform(&bytes, vz_path_base(path), NULL, xml, &diagnostics);
    print_diagnostics(&diagnostics);
    vz_diagnostics_finish(&diagnostics);
    vz_strbuf_finish(&bytes);
    return converted ||
           vz_error_set(error, VZ_INVALID,
                        "%s is not published. Mend what is said above and try "
                        "again.",
                        path);
}

static bool publish(struct vz_hub_store *store, const char *path,
                    const struct vz_strbuf *xml, const char *media_dir,
                    struct vz_error *error) {
    struct vz_schema schema = {0};
    struct vz_form_media_files media = {0};
    bool added = false;
    bool ok = vz_form_catalogue_read_schema(vz_strbuf_text(xml), xml->len,
                                            &schema, error) &&
              vz_form_media_read(&media, path, media_dir, error);
    if (ok) {
        struct vz_hub_form_params params = {.schema = &schema,
                                            .xml = vz_strbuf_text(xml),
                                            .xml_len = xml->len,
                                            .media = media.items,
                                            .n_media = media.n,
                                            .actor = VZ_ACTOR_SHELL};
        ok = vz_hub_form_add(store, &params, &added, error) == VZ_OK;
    }
    if (ok) {
        printf("Form '%s' version '%s' %s.\n", schema.form_id, schema.version,
               added ? "is published" : "was published already");
    }
    vz_form_media_finish(&media);
    vz_schema_finish(&schema);
    return ok;
}

static enum vz_exit add(const struct vz_arguments *arguments) {
    struct vz_hub_store *store = vz_command_open_store(arguments, 0);
    if (!store) {
        return VZ_EXIT_FAILURE;
    }
    enum vz_exit exit = VZ_EXIT_OK;
    for (size_t i = 0; i < arguments->n_positional; i++) {
        const char *path = arguments->positional[i];
        struct vz_strbuf xml = {0};
        struct vz_error error = {0};
        if (!read_xform(path, &xml, &error) ||
            !publish(store, path, &xml, vz_argument(arguments, "media"),
                     &error)) {
            exit = vz_command_fail(&error);
        }
        vz_strbuf_finish(&xml);
    }
    vz_hub_store_close(store);
    return exit;
}

static enum vz_exit list(const struct vz_arguments *arguments) {
    struct vz_hub_store *store = vz_command_open_store(arguments, 0);
    if (!store) {
        return VZ_EXIT_FAILURE;
    }
    struct vz_hub_form_list forms;
    struct vz_error error = {0};
    error.status = vz_hub_forms(store, &forms);
    vz_hub_store_close(store);
    if (error.status != VZ_OK) {
        return vz_command_fail(&error);
    }
    for (size_t i = 0; i < forms.n; i++) {
        printf("%s\t%s\t%lld\t%s\n", forms.items[i].xml_form_id,
               forms.items[i].version, (long long)forms.items[i].n_submissions,
               forms.items[i].title);
    }
    vz_hub_form_list_finish(&forms);
    return VZ_EXIT_OK;
}

const struct vz_command vz_form_add_command = {
    .name = "form add",
    .positional = "FILE...",
    .min = 1,
    .max = VZ_POSITIONAL_MAX,
    .help = "publish a form: .xlsx, one-file .csv, or XForm .xml",
    .more = "Pictures and sounds are taken from the folder FORM-media beside "
            "the file, or\nfrom --media. A version that is published never "
            "changes: give a changed form\nanother version in its settings "
            "sheet.\n",
    .run = add,
    .options = {VZ_STORE_OPTION,
                {"media", "DIR", "folder with the files that the form uses"}},
};

const struct vz_command vz_form_list_command = {
    .name = "form list",
    .positional = "",
    .help = "print formID, version, submissions and title of each form",
    .run = list,
    .options = {VZ_STORE_OPTION},
};
