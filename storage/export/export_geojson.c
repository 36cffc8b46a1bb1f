#include "export_geojson.h"

#include "base/memory.h"
#include "cell_value.h"
#include "clean_text.h"
#include "export_table.h"
#include "growing_file.h"

#include <jansson.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#define POINTS_MAX 100000 // of one answer

struct point {
    double longitude, latitude, altitude, accuracy;
    int n; // numbers that were given: 2 to 4
};

struct line {
    struct point *points;
    size_t n, cap;
};

struct job {
    const struct vz_export_params *params;
    struct vz_growing_file *file;
    struct vz_strbuf clean;
    size_t n_features;
    bool failed; // out of memory
};

// ------------------------------------------------------------------ places
static bool is_place(enum vz_field_type type) {
    return type == VZ_FIELD_GEOPOINT || type == VZ_FIELD_GEOTRACE ||
           type == VZ_FIELD_GEOSHAPE;
}

// "latitude longitude [altitude [accuracy]]", ended by ';' or the text's end.
static bool read_point(const char **text, struct point *point) {
    double numbers[4] = {0};
    const char *at = *text;
    int n = 0;
    for (at += strspn(at, " "); *at && *at != ';'; at += strspn(at, " ")) {
        char word[40], *end;
        size_t len = strcspn(at, " ;");
        if (n == 4 || len >= sizeof(word)) {
            return false;
        }
        memcpy(word, at, len);
        word[len] = '\0';
        numbers[n++] = strtod(word, &end);
        if (*end || !isfinite(numbers[n - 1])) {
            return false;
        }
        at += len;
    }
    *text = at + (*at == ';');
    *point = (struct point){numbers[1], numbers[0], numbers[2], numbers[3], n};
    return n >= 2 && fabs(point->latitude) <= 90 &&
           fabs(point->longitude) <= 180;
}

// False when the text is no place; out of memory too.
static bool read_line(const char *text, struct line *line) {
    while (text[strspn(text, " ")]) {
        if (line->n == POINTS_MAX ||
            !vz_grow(&line->points, &line->cap, line->n,
                     sizeof(*line->points)) ||
            !read_point(&text, &line->points[line->n])) {
            return false;
        }
        line->n++;
    }
    return line->n > 0;
}

static bool same_place(const struct point *a, const struct point *b) {
    return a->longitude == b->longitude && a->latitude == b->latitude;
}

// A ring is closed and runs counter-clockwise.
static bool make_ring(struct line *line) {
    if (!same_place(&line->points[0], &line->points[line->n - 1])) {
        if (!vz_grow(&line->points, &line->cap, line->n,
                     sizeof(*line->points))) {
            return false;
        }
        line->points[line->n++] = line->points[0];
    }
    double area = 0;
    for (size_t i = 0; i + 1 < line->n; i++) {
        const struct point *a = &line->points[i], *b = a + 1;
        area += a->longitude * b->latitude - b->longitude * a->latitude;
    }
    for (size_t i = 0; area < 0 && i < line->n / 2; i++) {
        struct point swap = line->points[i];
        line->points[i] = line->points[line->n - 1 - i];
        line->points[line->n - 1 - i] = swap;
    }
    return line->n >= 4;
}

static json_t *position(const struct point *point) {
    json_t *out = json_array();
    json_array_append_new(out, json_real(point->longitude));
    json_array_append_new(out, json_real(point->latitude));
    if (point->n >= 3) {
        json_array_append_new(out, json_real(point->altitude));
    }
    return out;
}

static json_t *positions(const struct line *line) {
    json_t *out = json_array();
    for (size_t i = 0; i < line->n; i++) {
        json_array_append_new(out, position(&line->points[i]));
    }
    return out;
}

// The geometry of an answer, or NULL when it is none.
static json_t *geometry(enum vz_field_type type, struct line *line) {
    if (type == VZ_FIELD_GEOPOINT) {
        return line->n == 1
                   ? json_pack("{s:s, s:o}", "type", "Point", "coordinates",
                               position(&line->points[0]))
                   : NULL;
    }
    if (type == VZ_FIELD_GEOTRACE) {
        return line->n >= 2 ? json_pack("{s:s, s:o}", "type", "LineString",
                                        "coordinates", positions(line))
                            : NULL;
    }
    return make_ring(line) ? json_pack("{s:s, s:[o]}", "type", "Polygon",
                                       "coordinates", positions(line))
                           : NULL;
}

// ---------------------------------------------------------------- features
static json_t *value_of(struct job *job, enum vz_field_type type,
                        const char *cell) {
    double number;
    int32_t integer;
    if (!cell || !*cell) {
        return json_null();
    }
    if (type == VZ_FIELD_INT && vz_cell_integer(cell, &integer)) {
        return json_integer(integer);
    }
    if ((type == VZ_FIELD_INT || type == VZ_FIELD_DECIMAL) &&
        vz_cell_number(cell, &number)) {
        return json_real(number);
    }
    return json_string(vz_export_clean(&job->clean, cell));
}

static json_t *properties(struct job *job, const struct vz_export_table *table,
                          const char *const *cells,
                          const struct vz_column *place,
                          const struct point *point) {
    json_t *out = json_object();
    json_object_set_new(out, "table", json_string(table->table->name));
    json_object_set_new(out, "question", json_string(place->name));
    if (point && point->n == 4) {
        json_object_set_new(out, "accuracy", json_real(point->accuracy));
    }
    for (size_t i = 0; i < table->n_columns; i++) {
        const struct vz_export_column *column = &table->columns[i];
        enum vz_field_type type = table->table->columns[column->source].type;
        if (is_place(type)) {
            continue;
        }
        type = column->choice ? VZ_FIELD_INT : type;
        const char *cell = vz_export_cell(column, cells);
        json_object_set_new(out, column->name, value_of(job, type, cell));
    }
    return out;
}

static void write_feature(struct job *job, json_t *feature) {
    char *text = json_dumps(feature, JSON_COMPACT | JSON_PRESERVE_ORDER |
                                         JSON_REAL_PRECISION(15));
    if (!text) {
        job->failed = true;
        return;
    }
    const char *separator = job->n_features ? ",\n" : "\n";
    vz_growing_file_write(job->file, separator, strlen(separator));
    vz_growing_file_write(job->file, text, strlen(text));
    job->n_features++;
    free(text);
}

static void write_place(struct job *job, const struct vz_export_table *table,
                        const char *const *cells, size_t place) {
    const struct vz_column *source = &table->table->columns[place];
    struct line line = {0};
    if (cells[place] && read_line(cells[place], &line)) {
        json_t *shape = geometry(source->type, &line);
        if (shape) {
            const struct point *point =
                source->type == VZ_FIELD_GEOPOINT ? line.points : NULL;
            json_t *feature = json_pack(
                "{s:s, s:o, s:o}", "type", "Feature", "geometry", shape,
                "properties", properties(job, table, cells, source, point));
            if (feature) {
                write_feature(job, feature);
            }
            job->failed |= !feature;
            json_decref(feature);
        }
    }
    free(line.points);
}

static enum vz_status write_rows(struct job *job, struct vz_export_table *table,
                                 struct vz_error *error) {
    struct vz_table *from = table->table;
    const char **cells = vz_alloc_array(from->n_columns, sizeof(*cells));
    if (!cells) {
        vz_error_nomem(error);
        return VZ_NOMEM;
    }
    enum vz_status status;
    while ((status = from->next(from, cells, error)) == VZ_OK) {
        vz_export_note_row(table, cells);
        for (size_t i = 0; i < from->n_columns; i++) {
            if (is_place(from->columns[i].type)) {
                write_place(job, table, cells, i);
            }
        }
        if (job->failed || job->clean.failed) {
            vz_error_nomem(error);
            status = VZ_NOMEM;
            break;
        }
    }
    free(cells);
    return status == VZ_NOT_FOUND ? VZ_OK : status;
}

static bool has_place(const struct vz_export_params *params) {
    for (size_t i = 0; i < params->n_tables; i++) {
        for (size_t j = 0; j < params->tables[i].n_columns; j++) {
            if (is_place(params->tables[i].columns[j].type)) {
                return true;
            }
        }
    }
    return false;
}

static enum vz_status write_tables(struct job *job, size_t *n_rows,
                                   struct vz_error *error) {
    static const char begin[] =
        "{\"type\":\"FeatureCollection\",\"features\":[";
    static const char end[] = "\n]}\n";
    vz_growing_file_write(job->file, begin, strlen(begin));
    enum vz_status status = VZ_OK;
    for (size_t i = 0; i < job->params->n_tables && status == VZ_OK; i++) {
        struct vz_export_table table;
        if (!vz_export_table_init(&table, &job->params->tables[i])) {
            vz_error_nomem(error);
            return VZ_NOMEM;
        }
        status = write_rows(job, &table, error);
        *n_rows = i == 0 ? table.n_rows : *n_rows;
        vz_export_table_finish(&table);
    }
    vz_growing_file_write(job->file, end, strlen(end));
    return status == VZ_OK ? vz_growing_file_finish(job->file, error) : status;
}

enum vz_status vz_export_geojson(const char *path,
                                 const struct vz_export_params *params,
                                 size_t *n_rows, struct vz_error *error) {
    if (!has_place(params)) {
        vz_error_set(error, VZ_INVALID,
                     "The form asks for no place, so there is nothing to put "
                     "on a map; write a .zip or .xlsx.");
        return VZ_INVALID;
    }
    struct job job = {.params = params,
                      .file = vz_growing_file_create(path, error)};
    enum vz_status status = job.file ? write_tables(&job, n_rows, error)
                                     : VZ_IO;
    vz_growing_file_destroy(job.file);
    vz_strbuf_finish(&job.clean);
    return status;
}
