// vertelhub export: a form's submissions as files for other programs.
#include "base/clock.h"
#include "command.h"
#include "form_history.h"
#include "storage/export/export.h"
#include "storage/hub/hub_attachments.h"

#include <stdio.h>
#include <string.h>

static const struct {
    const char *name;
    char separator;
} separators[] = {{"comma", ','}, {"semicolon", ';'}, {"tab", '\t'}};

static char separator_of(const char *name) {
    for (size_t i = 0; i < sizeof(separators) / sizeof(separators[0]); i++) {
        if (!strcmp(separators[i].name, name)) {
            return separators[i].separator;
        }
    }
    return '\0';
}

// What a reader of the zip must know, in Dutch and English.
static void describe(struct vz_strbuf *out, const struct vz_schema *schema,
                     enum vz_consent audience) {
    char now[VZ_ISO_SIZE];
    struct vz_datetime local = vz_clock_local(vz_clock_wall_ms());
    vz_clock_format_iso(&local, now, sizeof(now));
    const char *level = vz_consent_name(audience);
    vz_strbuf_printf(
        out,
        "%s (%s), %s\r\n\r\n"
        "Verhalen, vrije tekst en bestandsnamen staan er alleen in als de\r\n"
        "verteller daar toestemming voor gaf: niveau '%s' of ruimer. Waar "
        "die\r\n"
        "ontbreekt is de cel leeg; de inzending telt wel mee.\r\n"
        "De antwoorden komen van mensen die zelf kozen om mee te doen: geen\r\n"
        "steekproef, niet representatief.\r\n"
        "Begint een tekst met = + - of @, dan staat er een apostrof voor, "
        "zodat\r\n"
        "een rekenblad hem niet uitvoert. codebook.csv telt deze cellen.\r\n"
        "Een herhaling heeft een eigen bestand: instance_id wijst naar de\r\n"
        "inzending, parent_row naar de rij van de herhaling eromheen.\r\n"
        "Bestanden liggen in media/INSTANCE_ID/NAAM; tekens die een schijf "
        "niet\r\n"
        "wil zijn daar een streepje. Stemmen zijn er alleen bij als ze voor\r\n"
        "iedereen mogen.\r\n"
        "Zet Excel alles in een kolom, maak de export dan opnieuw met\r\n"
        "--separator semicolon, of als .xlsx.\r\n"
        "datapackage.json beschrijft de kolommen voor programma's.\r\n\r\n",
        schema->title, schema->form_id, now, level);
    vz_strbuf_printf(
        out,
        "Stories, free text and file names are in it only where the teller\r\n"
        "agreed: level '%s' or wider. Where that is missing the cell is "
        "empty;\r\n"
        "the submission counts all the same.\r\n"
        "The answers are from people who chose to take part: no sample, not\r\n"
        "representative.\r\n"
        "A text that begins with = + - or @ has an apostrophe in front, so "
        "that\r\n"
        "no spreadsheet runs it. codebook.csv counts these cells.\r\n"
        "A repeat has a file of its own: instance_id points to the "
        "submission,\r\n"
        "parent_row to the row of the repeat around it.\r\n"
        "Files are in media/INSTANCE_ID/NAME; characters that a disk does not "
        "take\r\n"
        "are a dash there. Voices are there only when everyone may hear "
        "them.\r\n"
        "If Excel puts all in one column, make the export again with\r\n"
        "--separator semicolon, or as .xlsx.\r\n"
        "datapackage.json describes the columns for programs.\r\n",
        level);
}

struct job {
    const struct vz_arguments *arguments;
    const char *form, *out;
    enum vz_export_format format;
    enum vz_consent audience;
    char separator;
};

static bool choose_language(const struct job *job,
                            const struct vz_schema *schema, size_t *language,
                            struct vz_error *error) {
    const char *name = vz_argument(job->arguments, "language");
    *language = schema->default_language;
    if (!name || vz_export_language(schema, name, language)) {
        return true;
    }
    struct vz_strbuf all = {0};
    for (size_t i = 0; i < schema->n_languages; i++) {
        vz_strbuf_printf(&all, "%s%s", i ? ", " : "", schema->languages[i]);
    }
    vz_error_set(error, VZ_NOT_FOUND,
                 "The form has no language '%s'. It has: %s.", name,
                 vz_strbuf_text(&all));
    vz_strbuf_finish(&all);
    return false;
}

static enum vz_status write_files(struct vz_hub_store *store,
                                  const struct job *job,
                                  const struct vz_hub_rows_params *params,
                                  struct vz_hub_rows *rows, size_t *n,
                                  struct vz_error *error) {
    struct vz_export_params export = {
        .schema = params->schema,
        .separator = job->separator,
        .keep_formulas = vz_argument(job->arguments, "raw") != NULL};
    if (!choose_language(job, params->schema, &export.language, error)) {
        return VZ_NOT_FOUND;
    }
    struct vz_hub_attachments *attachments;
    enum vz_status status =
        vz_hub_attachments_open(&attachments, store, params, error);
    if (status != VZ_OK) {
        return status;
    }
    struct vz_strbuf about = {0};
    describe(&about, params->schema, job->audience);
    export.files = vz_hub_attachments_files(attachments);
    export.about = about.failed ? NULL : about.data;
    export.tables = vz_hub_rows_tables(rows, &export.n_tables);
    status = vz_export_write(job->out, job->format, &export, n, error);
    vz_strbuf_finish(&about);
    vz_hub_attachments_close(attachments);
    return status;
}

static enum vz_status write_export(struct vz_hub_store *store,
                                   const struct job *job,
                                   const struct vz_form_history *history,
                                   size_t *n, struct vz_error *error) {
    struct vz_hub_rows_params params = {.form_id = history->form_id,
                                        .schema = &history->merged,
                                        .audience = job->audience};
    struct vz_hub_rows *rows;
    enum vz_status status = vz_hub_rows_open(&rows, store, &params, error);
    if (status == VZ_OK) {
        status = write_files(store, job, &params, rows, n, error);
        vz_hub_rows_close(rows);
    }
    return status;
}

static enum vz_exit run_job(const struct job *job) {
    struct vz_hub_store *store = vz_command_open_store(job->arguments, 0);
    if (!store) {
        return VZ_EXIT_FAILURE;
    }
    struct vz_error error = {0};
    struct vz_form_history history;
    size_t n = 0;
    enum vz_status status =
        vz_form_history_load(&history, store, job->form, &error);
    if (status == VZ_OK) {
        status = write_export(store, job, &history, &n, &error);
        vz_form_history_finish(&history);
    }
    vz_hub_store_close(store);
    if (status != VZ_OK) {
        return vz_command_fail(&error);
    }
    printf("%zu submissions of '%s' are in %s.\n", n, job->form, job->out);
    return VZ_EXIT_OK;
}

static bool choose_format(const struct job *job,
                          enum vz_export_format *format) {
    const char *name = vz_argument(job->arguments, "format");
    return name ? vz_export_format_named(name, format)
                : vz_export_format_of_file(job->out, format);
}

static enum vz_exit run(const struct vz_arguments *arguments) {
    const char *separator = vz_argument(arguments, "separator");
    struct job job = {.arguments = arguments,
                      .form = vz_argument(arguments, "form"),
                      .out = vz_argument(arguments, "out"),
                      .audience = VZ_CONSENT_TEAM,
                      .separator =
                          separator_of(separator ? separator : "comma")};
    if (!job.separator) {
        return vz_command_misused(arguments,
                                  "--separator is comma, semicolon or tab.");
    }
    if (!choose_format(&job, &job.format)) {
        return vz_command_misused(
            arguments, "--out ends with .zip, .xlsx, .sav, .dta or .geojson, "
                       "or --format says one of these.");
    }
    enum vz_exit exit = vz_command_audience(arguments, &job.audience);
    return exit == VZ_EXIT_OK ? run_job(&job) : exit;
}

const struct vz_command vz_export_command = {
    .name = "export",
    .positional = "",
    .help = "write a form's submissions for Excel, SPSS, Stata, R or a map",
    .more =
        "The ending of FILE, or --format, says what is made:\n"
        "  .zip      CSV (UTF-8, byte order mark, header row, CRLF), one file "
        "a "
        "repeat,\n"
        "            the files in media/, codebook.csv, datapackage.json\n"
        "  .xlsx     one workbook: sheets with labels, sheets with codes, the "
        "codebook\n"
        "  .sav      SPSS, with labels; FILE-repeat.sav and FILE-codebook.csv "
        "beside it\n"
        "  .dta      Stata 14 or later, the same way\n"
        "  .geojson  the answers that are places, for a map\n"
        "After each select_multiple stands one 0/1 column a choice. In SPSS "
        "and Stata a\nselect_one is a number with a label; the codebook says "
        "which is which.\n\n"
        "For Excel take .xlsx. Excel with Dutch settings opens CSV by "
        "double-click only\nwith --separator semicolon; Power BI and R read "
        "the comma.\n\n"
        "Stories, free text and files (in media/) are there only where the "
        "teller agreed "
        "to at\nleast the level of --consent. The default is team: this export "
        "is made inside\nthe organisation that the teller spoke to. Give "
        "organisation for what goes to a\nmunicipality, public for what goes "
        "on a web site. Rows are never left out:\nthey count. The check of the "
        "withdrawal code is in no export.\n\n"
        "In CSV a text that begins with = + - @ gets an apostrophe in front, "
        "so that no\nspreadsheet runs it; the codebook counts them; --raw "
        "leaves them as they are.\n",
    .run = run,
    .options = {VZ_STORE_OPTION,
                {"form", "ID", "formID of the form", true},
                {"out", "FILE", "where to write; the ending says what", true},
                {"format", "NAME", "zip, xlsx, sav, dta or geojson"},
                {"language", "NAME",
                 "of the labels, as nl (default: the form's own)"},
                {"consent", "LEVEL", "team (default), organisation or public"},
                {"separator", "NAME", "comma (default), semicolon or tab"},
                {"raw", NULL,
                 "no apostrophe before what looks like a formula"}},
};
