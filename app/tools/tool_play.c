/*
 * vertelform play: a form without a screen, driven by lines of JSON.
 */
#include "vertelform.h"

#include "base/file.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static struct vz_form *load(const struct vz_tool_options *options) {
    const char *path = options->arguments[0];
    struct vz_strbuf xml = {0};
    struct vz_diagnostics diagnostics = {0};
    struct vz_form *form = NULL;
    if (vz_tool_read_form(path, false, &xml, &diagnostics)) {
        struct vz_error error = {0};
        struct vz_form_media media = {.dir = options->media};
        form = vz_form_load(xml.data, xml.len, &media, &error);
        if (!form) {
            fprintf(stderr, "%s: error: %s\n", path, error.message);
        }
    } else {
        vz_tool_print_diagnostics(path, &diagnostics);
    }
    vz_diagnostics_finish(&diagnostics);
    vz_strbuf_finish(&xml);
    return form;
}

// ---------------------------------------------------------------- session

#define MAX_INSTANCE (20u * 1024 * 1024)

static bool split_properties(const struct vz_tool_options *options,
                             struct vz_arena *arena,
                             struct vz_property *properties) {
    for (size_t i = 0; i < options->n_properties; i++) {
        const char *text = options->properties[i];
        size_t len = strcspn(text, "=");
        properties[i].name = vz_arena_strndup(arena, text, len);
        properties[i].value = text + len + 1;
        if (!properties[i].name) {
            return false;
        }
    }
    return true;
}

static struct vz_session *open_saved(const struct vz_form *form,
                                     const struct vz_session_params *params,
                                     const char *path, bool sent) {
    struct vz_strbuf xml = {0};
    struct vz_error error = {0};
    enum vz_status status = vz_file_read(path, MAX_INSTANCE, &xml);
    struct vz_session *session = NULL;
    if (status == VZ_OK) {
        struct vz_saved_instance saved = {xml.data ? xml.data : "", xml.len,
                                          sent};
        session = vz_session_open(form, params, &saved, &error);
    } else {
        vz_error_set(&error, status, "%s",
                     status == VZ_NOT_FOUND ? "there is no such file"
                                            : vz_status_text(status));
    }
    if (!session) {
        fprintf(stderr, "%s: error: %s\n", path, error.message);
    }
    vz_strbuf_wipe(&xml);
    return session;
}

// A form that asks for what cannot be done before any answer does not load.
static struct vz_session *refuse_problem(const struct vz_tool_options *options,
                                         struct vz_session *session) {
    struct vz_error problem;
    if (!session || !vz_session_take_problem(session, &problem)) {
        return session;
    }
    fprintf(stderr, "%s: error: %s\n", options->arguments[0], problem.message);
    vz_session_destroy(session);
    return NULL;
}

static struct vz_session *open_session(const struct vz_tool_options *options,
                                       const struct vz_form *form,
                                       const char *former,
                                       struct vz_arena *arena) {
    struct vz_property properties[VZ_TOOL_PROPERTIES_MAX];
    struct vz_session_params params = {
        .device_id = "",
        .language = vz_form_default_language(form),
        .properties = properties,
        .n_properties = options->n_properties,
        .locations = options->locations,
        .n_locations = options->n_locations,
        .every_position = true,
        .audits = true,
        .audit = former,
    };
    struct vz_session *session = NULL;
    if (!split_properties(options, arena, properties)) {
        fputs("vertelform: out of memory\n", stderr);
    } else if (options->instance || options->resume) {
        session =
            open_saved(form, &params,
                       options->instance ? options->instance : options->resume,
                       options->instance != NULL);
    } else {
        session = vz_session_create(form, &params);
    }
    return refuse_problem(options, session);
}

// The folder of the saved instance, where its attachments are; for free(3).
static char *folder_of(const struct vz_tool_options *options) {
    const char *path = options->instance ? options->instance : options->resume;
    const char *base = path ? vz_path_base(path) : NULL;
    if (!path || base == path) {
        return strdup(".");
    }
    return vz_strndup(path, (size_t)(base - path - 1));
}

// The log that lies beside a saved instance; empty when there is none.
static void read_audit(const struct vz_tool_options *options, const char *dir,
                       struct vz_strbuf *former) {
    char *path = dir && (options->instance || options->resume)
                     ? vz_path_join(dir, VZ_AUDIT_NAME)
                     : NULL;
    if (path && vz_file_exists(path)) {
        vz_file_read(path, MAX_INSTANCE, former);
    }
    free(path);
}

static char *answer(void *userdata, const char *line, size_t len) {
    return vz_play_answer(userdata, line, len);
}

int vz_tool_play(const struct vz_tool_options *options) {
    if (options->instance && options->resume) {
        fputs("vertelform: --instance and --resume exclude each other\n",
              stderr);
        return VZ_EXIT_USAGE;
    }
    struct vz_arena arena = {0};
    struct vz_form *form = vz_tool_set_clock(options) ? load(options) : NULL;
    char *dir = folder_of(options);
    struct vz_play play = {.dir = dir};
    struct vz_strbuf former = {0};
    read_audit(options, dir, &former);
    play.session = form ? open_session(options, form, former.data, &arena)
                        : NULL;
    vz_strbuf_wipe(&former);
    int status = VZ_EXIT_USAGE;
    if (play.session) {
        status = vz_tool_each_line(answer, &play) ? VZ_EXIT_OK
                                                  : VZ_EXIT_FAILURE;
    }
    vz_play_finish(&play);
    vz_session_destroy(play.session);
    vz_form_destroy(form);
    vz_arena_finish(&arena);
    free(dir);
    return status;
}
