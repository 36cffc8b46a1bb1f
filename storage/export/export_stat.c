#include "export_stat.h"

#include "base/file.h"
#include "codebook.h"
#include "variable_names.h"

#include <stdlib.h>
#include <string.h>

#define SAV_NAME_MAX 64
#define DTA_NAME_MAX 32

struct job {
    const char *path;
    enum vz_stat_format format;
    const struct vz_export_params *params;
    struct vz_export_table *tables;
    struct vz_growing_file **files; // a table each, then the codebook
};

// "DIR/FILE" of "DIR/FILE.sav".
static size_t stem_length(const char *path) {
    const char *dot = strrchr(path, '.');
    return dot && dot > vz_path_base(path) ? (size_t)(dot - path)
                                           : strlen(path);
}

// Where a table goes: the first to the path itself, a repeat beside it.
static void table_path(const struct job *job, size_t index,
                       struct vz_strbuf *out) {
    const char *own = job->params->tables[index].name;
    const char *first = job->params->tables[0].name;
    size_t stem = stem_length(job->path), len = strlen(first);
    vz_strbuf_clear(out);
    vz_strbuf_append_n(out, job->path, stem);
    if (index > 0) {
        bool prefixed = !strncmp(own, first, len) && own[len] == '-';
        vz_strbuf_append(out, prefixed ? "" : "-");
        vz_strbuf_append(out, prefixed ? own + len : own);
    }
    vz_strbuf_append(out, job->path + stem);
}

static enum vz_status spool_rows(struct vz_export_table *table,
                                 struct vz_stat_plan *plan,
                                 struct vz_spool *spool,
                                 struct vz_error *error) {
    struct vz_table *from = table->table;
    const char **cells = vz_alloc_array(from->n_columns, sizeof(*cells));
    enum vz_status status = VZ_NOMEM;
    if (!cells) {
        vz_error_nomem(error);
        return status;
    }
    while ((status = from->next(from, cells, error)) == VZ_OK) {
        vz_export_note_row(table, cells);
        if (!vz_stat_plan_see(plan, cells)) {
            vz_error_nomem(error);
            status = VZ_NOMEM;
            break;
        }
        status = vz_spool_add(spool, cells, error);
        if (status != VZ_OK) {
            break;
        }
    }
    free(cells);
    return status == VZ_NOT_FOUND ? vz_spool_rewind(spool, error) : status;
}

static enum vz_status write_planned(struct job *job, size_t index,
                                    struct vz_stat_plan *plan,
                                    struct vz_spool *spool,
                                    struct vz_error *error) {
    enum vz_status status = spool_rows(&job->tables[index], plan, spool, error);
    if (status != VZ_OK) {
        return status;
    }
    struct vz_stat_params params = {.format = job->format,
                                    .schema = job->params->schema,
                                    .language = job->params->language,
                                    .plan = plan,
                                    .rows = spool,
                                    .made_at =
                                        vz_export_newest(&job->tables[0])};
    return vz_stat_write(job->files[index], &params, error);
}

static enum vz_status write_table(struct job *job, size_t index,
                                  struct vz_error *error) {
    struct vz_export_table *table = &job->tables[index];
    struct vz_stat_plan plan = {0};
    size_t name_max = job->format == VZ_STAT_SAV ? SAV_NAME_MAX : DTA_NAME_MAX;
    if (!vz_export_table_init(table, &job->params->tables[index]) ||
        !vz_variable_names(table, name_max) ||
        !vz_stat_plan_init(&plan, table)) {
        vz_error_nomem(error);
        return VZ_NOMEM;
    }
    struct vz_spool *spool =
        vz_spool_create(job->path, table->table->n_columns, error);
    enum vz_status status =
        spool ? write_planned(job, index, &plan, spool, error) : VZ_IO;
    vz_spool_destroy(spool);
    vz_stat_plan_finish(&plan);
    return status;
}

static enum vz_status write_codebook(struct job *job, struct vz_error *error) {
    static const struct vz_codebook as = {
        .ending = "", .changed = "cells_cut", .variables = true};
    size_t n = job->params->n_tables;
    struct vz_strbuf text = {0};
    vz_codebook_write_csv(&text, &as, job->params->separator,
                          job->params->schema, job->tables, n);
    enum vz_status status = VZ_OK;
    if (text.failed) {
        vz_error_nomem(error);
        status = VZ_NOMEM;
    } else {
        vz_growing_file_write(job->files[n], text.data, text.len);
    }
    vz_strbuf_finish(&text);
    return status;
}

static bool open_files(struct job *job, struct vz_error *error) {
    size_t n = job->params->n_tables;
    struct vz_strbuf path = {0};
    bool opened = true;
    for (size_t i = 0; i <= n && opened; i++) {
        if (i < n) {
            table_path(job, i, &path);
        } else {
            vz_strbuf_clear(&path);
            vz_strbuf_append_n(&path, job->path, stem_length(job->path));
            vz_strbuf_append(&path, "-codebook.csv");
        }
        if (path.failed) {
            opened = vz_error_nomem(error);
            break;
        }
        job->files[i] = vz_growing_file_create(path.data, error);
        opened = job->files[i];
    }
    vz_strbuf_finish(&path);
    return opened;
}

static enum vz_status write_all(struct job *job, struct vz_error *error) {
    if (!open_files(job, error)) {
        return VZ_IO;
    }
    enum vz_status status = VZ_OK;
    for (size_t i = 0; i < job->params->n_tables && status == VZ_OK; i++) {
        status = write_table(job, i, error);
    }
    if (status == VZ_OK) {
        status = write_codebook(job, error);
    }
    for (size_t i = 0; i <= job->params->n_tables && status == VZ_OK; i++) {
        status = vz_growing_file_finish(job->files[i], error);
    }
    return status;
}

enum vz_status vz_export_stat(const char *path, enum vz_stat_format format,
                              const struct vz_export_params *params,
                              size_t *n_rows, struct vz_error *error) {
    struct job job = {.path = path, .format = format, .params = params};
    size_t n = params->n_tables;
    job.tables = vz_alloc_array(n, sizeof(*job.tables));
    job.files = vz_alloc_array(n + 1, sizeof(*job.files));
    enum vz_status status = VZ_NOMEM;
    if (job.tables && job.files) {
        status = write_all(&job, error);
        *n_rows = job.tables[0].n_rows;
    } else {
        vz_error_nomem(error);
    }
    for (size_t i = 0; job.files && i <= n; i++) {
        vz_growing_file_destroy(job.files[i]);
    }
    for (size_t i = 0; job.tables && i < n; i++) {
        vz_export_table_finish(&job.tables[i]);
    }
    free(job.files);
    free(job.tables);
    return status;
}
