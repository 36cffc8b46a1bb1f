#include "export_zip.h"

#include "codebook.h"
#include "csv.h"
#include "data_package.h"
#include "export_table.h"
#include "zip_writer.h"

#include <stdlib.h>
#include <string.h>

// Rows are collected until so many bytes go to the zip at once.
#define PIECE ((size_t)128 * 1024)

struct job {
    const struct vz_export_params *params;
    struct vz_zip *zip;
    struct vz_strbuf text;
    struct vz_csv csv;
    struct vz_export_table *tables;
    size_t n_rows; // of the first table
};

// Sends what was collected to the zip when it is more than `at_least`.
static enum vz_status flush(struct job *job, size_t at_least,
                            struct vz_error *error) {
    if (job->text.failed) {
        vz_error_nomem(error);
        return VZ_NOMEM;
    }
    if (job->text.len <= at_least) {
        return VZ_OK;
    }
    enum vz_status status =
        vz_zip_write(job->zip, job->text.data, job->text.len, error);
    vz_strbuf_clear(&job->text);
    return status;
}

static enum vz_status begin_csv(struct job *job, const char *name,
                                struct vz_error *error) {
    struct vz_strbuf file = {0};
    vz_strbuf_printf(&file, "%s.csv", name);
    enum vz_status status =
        file.failed ? VZ_NOMEM : vz_zip_begin(job->zip, file.data, error);
    vz_strbuf_finish(&file);
    vz_strbuf_append(&job->text, VZ_CSV_BOM);
    return status;
}

static void write_row(struct job *job, struct vz_export_table *table,
                      const char *const *cells) {
    for (size_t i = 0; i < table->n_columns; i++) {
        struct vz_export_column *column = &table->columns[i];
        if (vz_csv_cell(&job->csv, vz_export_cell(column, cells))) {
            column->n_changed++;
        }
    }
    vz_csv_end_row(&job->csv);
}

static enum vz_status write_rows(struct job *job, struct vz_export_table *table,
                                 size_t *n, struct vz_error *error) {
    const char **cells =
        vz_alloc_array(table->table->n_columns, sizeof(*cells));
    if (!cells) {
        vz_error_nomem(error);
        return VZ_NOMEM;
    }
    enum vz_status status;
    while ((status = table->table->next(table->table, cells, error)) == VZ_OK) {
        write_row(job, table, cells);
        status = flush(job, PIECE, error);
        if (status != VZ_OK) {
            break;
        }
        ++*n;
    }
    free(cells);
    return status == VZ_NOT_FOUND ? VZ_OK : status;
}

static enum vz_status write_table(struct job *job, size_t index,
                                  struct vz_error *error) {
    struct vz_export_table *table = &job->tables[index];
    if (!vz_export_table_init(table, &job->params->tables[index])) {
        vz_error_nomem(error);
        return VZ_NOMEM;
    }
    enum vz_status status = begin_csv(job, table->table->name, error);
    for (size_t i = 0; i < table->n_columns; i++) {
        vz_csv_cell(&job->csv, table->columns[i].name);
    }
    vz_csv_end_row(&job->csv);
    size_t n = 0;
    if (status == VZ_OK) {
        status = write_rows(job, table, &n, error);
    }
    job->n_rows = index == 0 ? n : job->n_rows;
    return status == VZ_OK ? flush(job, 0, error) : status;
}

static enum vz_status write_files(struct job *job, struct vz_error *error) {
    struct vz_table_files *files = job->params->files;
    struct vz_table_file file;
    enum vz_status status = VZ_OK;
    while (files && (status = files->next(files, &file, error)) == VZ_OK) {
        status = vz_zip_begin(job->zip, file.path, error);
        if (status == VZ_OK) {
            status = vz_zip_write(job->zip, file.bytes, file.len, error);
        }
        if (status != VZ_OK) {
            return status;
        }
    }
    return status == VZ_NOT_FOUND ? VZ_OK : status;
}

static enum vz_status write_codebook(struct job *job, struct vz_error *error) {
    enum vz_status status = begin_csv(job, "codebook", error);
    if (status != VZ_OK) {
        return status;
    }
    struct vz_codebook book = vz_codebook_to_csv(&job->csv);
    vz_codebook_write_header(&book, job->params->schema);
    for (size_t i = 0; i < job->params->n_tables; i++) {
        vz_codebook_write_table(&book, job->params->schema, &job->tables[i]);
    }
    return flush(job, 0, error);
}

static enum vz_status write_package(struct job *job, struct vz_error *error) {
    enum vz_status status = vz_zip_begin(job->zip, "datapackage.json", error);
    if (status != VZ_OK) {
        return status;
    }
    if (!vz_data_package_write(&job->text, job->params, job->tables)) {
        vz_error_nomem(error);
        return VZ_NOMEM;
    }
    return flush(job, 0, error);
}

static enum vz_status write_about(struct job *job, struct vz_error *error) {
    const char *about = job->params->about;
    if (!about) {
        return VZ_OK;
    }
    enum vz_status status = vz_zip_begin(job->zip, "README.txt", error);
    return status == VZ_OK ? vz_zip_write(job->zip, about, strlen(about), error)
                           : status;
}

static enum vz_status write_all(struct job *job, struct vz_error *error) {
    enum vz_status status = VZ_OK;
    for (size_t i = 0; i < job->params->n_tables && status == VZ_OK; i++) {
        status = write_table(job, i, error);
    }
    if (status == VZ_OK) {
        status = write_files(job, error);
    }
    if (status == VZ_OK) {
        status = write_codebook(job, error);
    }
    if (status == VZ_OK) {
        status = write_package(job, error);
    }
    if (status == VZ_OK) {
        status = write_about(job, error);
    }
    return status == VZ_OK ? vz_zip_finish(job->zip, error) : status;
}

enum vz_status vz_export_zip(const char *path,
                             const struct vz_export_params *params,
                             size_t *n_rows, struct vz_error *error) {
    struct job job = {.params = params};
    job.tables = vz_alloc_array(params->n_tables, sizeof(*job.tables));
    if (!job.tables) {
        vz_error_nomem(error);
        return VZ_NOMEM;
    }
    job.csv = (struct vz_csv){.out = &job.text,
                              .separator = params->separator,
                              .keep_formulas = params->keep_formulas};
    job.zip = vz_zip_create(path, error);
    enum vz_status status = job.zip ? write_all(&job, error) : VZ_IO;
    *n_rows = job.n_rows;
    vz_zip_destroy(job.zip);
    vz_strbuf_finish(&job.text);
    for (size_t i = 0; i < params->n_tables; i++) {
        vz_export_table_finish(&job.tables[i]);
    }
    free(job.tables);
    return status;
}
