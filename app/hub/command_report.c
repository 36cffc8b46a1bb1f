// vertelhub report: a form's page of counts and stories.
#include "base/file.h"
#include "command.h"
#include "form_history.h"
#include "impact/report.h"
#include "impact/suppression.h"
#include "storage/hub/hub_rows.h"
#include "web_assets.h"

#include <stdio.h>
#include <stdlib.h>

struct job {
    const struct vz_arguments *arguments;
    const char *form, *out;
    enum vz_consent audience;
    enum vz_report_language language;
    size_t threshold;
};

static bool tally_form(struct vz_hub_store *store,
                       const struct vz_form_history *history,
                       const struct job *job, struct vz_tally *tally,
                       struct vz_error *error) {
    struct vz_hub_rows_params params = {.form_id = history->form_id,
                                        .schema = &history->merged,
                                        .audience = job->audience};
    struct vz_hub_rows *rows;
    if (vz_hub_rows_open(&rows, store, &params, error) != VZ_OK) {
        return false;
    }
    size_t n;
    struct vz_table *tables = vz_hub_rows_tables(rows, &n);
    bool ok = vz_tally_read(tally, &history->merged, &tables[0], error);
    vz_hub_rows_close(rows);
    return ok;
}

static bool write_page(const struct job *job, const struct vz_tally *tally,
                       struct vz_error *error) {
    char *template_path = vz_web_asset(vz_argument(job->arguments, "assets"),
                                       "report.html", error);
    if (!template_path) {
        return false;
    }
    struct vz_report_params params = {.tally = tally,
                                      .template_path = template_path,
                                      .language = job->language,
                                      .place =
                                          vz_argument(job->arguments, "place"),
                                      .threshold = job->threshold};
    struct vz_strbuf page = {0};
    bool ok = vz_report_write(&params, &page, error);
    enum vz_status status = ok ? vz_file_write(job->out, page.data, page.len)
                               : VZ_OK;
    if (status != VZ_OK) {
        ok = vz_error_set(error, status, "%s cannot be written: %s.", job->out,
                          vz_status_text(status));
    }
    vz_strbuf_finish(&page);
    free(template_path);
    return ok;
}

static enum vz_exit run_job(const struct job *job) {
    struct vz_hub_store *store = vz_command_open_store(job->arguments, 0);
    if (!store) {
        return VZ_EXIT_FAILURE;
    }
    struct vz_error error = {0};
    struct vz_form_history history;
    struct vz_tally tally = {0};
    bool ok = vz_form_history_load(&history, store, job->form, &error) == VZ_OK;
    if (ok) {
        ok = tally_form(store, &history, job, &tally, &error) &&
             write_page(job, &tally, &error);
        vz_tally_finish(&tally);
        vz_form_history_finish(&history);
    }
    vz_hub_store_close(store);
    if (!ok) {
        return vz_command_fail(&error);
    }
    printf("The report of '%s' is %s.\n", job->form, job->out);
    return VZ_EXIT_OK;
}

static bool read_threshold(const char *text, size_t *threshold) {
    char *end;
    *threshold = VZ_THRESHOLD_DEFAULT;
    if (text) {
        *threshold = strtoul(text, &end, 10);
        return !*end && *threshold >= VZ_THRESHOLD_MIN && *threshold <= 1000000;
    }
    return true;
}

static enum vz_exit run(const struct vz_arguments *arguments) {
    const char *language = vz_argument(arguments, "lang");
    struct job job = {.arguments = arguments,
                      .form = vz_argument(arguments, "form"),
                      .out = vz_argument(arguments, "out"),
                      .audience = VZ_CONSENT_ORGANISATION};
    if (!vz_report_language_parse(language ? language : "nl", &job.language)) {
        return vz_command_misused(arguments, "--lang is nl or en.");
    }
    if (!read_threshold(vz_argument(arguments, "threshold"), &job.threshold)) {
        return vz_command_misused(arguments, "--threshold is a number from %d.",
                                  VZ_THRESHOLD_MIN);
    }
    enum vz_exit exit = vz_command_audience(arguments, &job.audience);
    return exit == VZ_EXIT_OK ? run_job(&job) : exit;
}

const struct vz_command vz_report_command = {
    .name = "report",
    .positional = "",
    .help = "write a form's counts and stories as one HTML page",
    .more =
        "Under each figure stand n, period, place, the share that was filled "
        "in with\nhelp, and that people chose themselves to take part. Numbers "
        "under the\nthreshold are hidden, and those from which they could be "
        "computed. Stories\nare there only where the teller agreed to the "
        "level of --consent: by default\norganisation, for readers outside the "
        "team.\n",
    .run = run,
    .options = {VZ_STORE_OPTION,
                {"form", "ID", "formID of the form", true},
                {"out", "FILE.html", "where to write", true},
                {"place", "NAME", "where it was asked (default: the devices)"},
                {"lang", "CODE", "nl (default) or en"},
                {"consent", "LEVEL",
                 "stories for: team, organisation (default), public"},
                {"assets", "DIR", "the folder with web/report.html"},
                {"threshold", "N",
                 "hide numbers under N (default 10, least 5)"}},
};
