#include "support/export_fixture.h"

#include "base/file.h"

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#define TEXTS(nl, en)                          \
    {                                          \
        (const char **)(const char *const[]) { \
            nl, en                             \
        }                                      \
    }

static const struct vz_schema_choice ratings[] = {
    {"slecht", TEXTS("Slecht", "Bad")},
    {"goed", TEXTS("Heel goed", "Very good")},
};
static const struct vz_schema_choice gains[] = {
    {"mensen", TEXTS("Mensen", "People")},
    {"rust", TEXTS("Rust", "Rest")},
};

#define FIELD(p, t, nl, en) \
    { .path = p, .name = p, .type = t, .parent = -1, .label = TEXTS(nl, en) }

static const struct vz_field fields[] = {
    FIELD("day", VZ_FIELD_DATE, "Welke dag?", "Which day?"),
    FIELD("at", VZ_FIELD_TIME, "Hoe laat?", "What time?"),
    FIELD("start", VZ_FIELD_DATETIME, NULL, NULL),
    FIELD("visits", VZ_FIELD_INT, "Hoe vaak?", "How often?"),
    FIELD("weight", VZ_FIELD_DECIMAL, "Hoe zwaar?", "How heavy?"),
    {.path = "rating",
     .name = "rating",
     .type = VZ_FIELD_SELECT_ONE,
     .parent = -1,
     .label = TEXTS("Hoe was het?", "How was it?"),
     .choices = ratings,
     .n_choices = 2},
    {.path = "gains",
     .name = "gains",
     .type = VZ_FIELD_SELECT_MULTIPLE,
     .parent = -1,
     .label = TEXTS("Wat bracht het?", "What did it bring?"),
     .choices = gains,
     .n_choices = 2},
    FIELD("story/text", VZ_FIELD_STRING, "Vertel", "Tell"),
    FIELD("place", VZ_FIELD_GEOPOINT, "Waar?", "Where?"),
    FIELD("walk", VZ_FIELD_GEOTRACE, "Welke weg?", "Which way?"),
    FIELD("garden", VZ_FIELD_GEOSHAPE, "Welke tuin?", "Which garden?"),
    FIELD("more", VZ_FIELD_SELECT_ONE, "Welke wijk?", "Which area?"),
    FIELD("pets/name", VZ_FIELD_STRING, "Hoe heet het?", "Its name?"),
};

static const struct vz_column columns[EXPORT_COLUMNS] = {
    {"instance_id", VZ_FIELD_STRING, NULL},
    {"received_at", VZ_FIELD_DATETIME, NULL},
    {"day", VZ_FIELD_DATE, &fields[0]},
    {"at", VZ_FIELD_TIME, &fields[1]},
    {"start", VZ_FIELD_DATETIME, &fields[2]},
    {"visits", VZ_FIELD_INT, &fields[3]},
    {"weight", VZ_FIELD_DECIMAL, &fields[4]},
    {"rating", VZ_FIELD_SELECT_ONE, &fields[5]},
    {"gains", VZ_FIELD_SELECT_MULTIPLE, &fields[6]},
    {"story/text", VZ_FIELD_STRING, &fields[7]},
    {"place", VZ_FIELD_GEOPOINT, &fields[8]},
    {"walk", VZ_FIELD_GEOTRACE, &fields[9]},
    {"garden", VZ_FIELD_GEOSHAPE, &fields[10]},
    {"more", VZ_FIELD_SELECT_ONE, &fields[11]},
};

static const struct vz_column repeat_columns[EXPORT_REPEAT_COLUMNS] = {
    {"instance_id", VZ_FIELD_STRING, NULL},
    {"row", VZ_FIELD_INT, NULL},
    {"parent_row", VZ_FIELD_INT, NULL},
    {"position", VZ_FIELD_INT, NULL},
    {"pets/name", VZ_FIELD_STRING, &fields[12]},
};

static const char *const pets[2][EXPORT_REPEAT_COLUMNS] = {
    {"uuid:1", "1", NULL, "1", "Minoes"},
    {"uuid:1", "2", NULL, "2", "=Rex"},
};

static enum vz_status next_row(struct vz_table *table, const char **cells,
                               struct vz_error *error) {
    struct export_rows *rows = table->userdata;
    if (rows->at == rows->n) {
        return VZ_NOT_FOUND;
    }
    for (size_t i = 0; i < EXPORT_COLUMNS; i++) {
        cells[i] = rows->cells[rows->at][i];
    }
    rows->at++;
    return VZ_OK;
}

static enum vz_status next_repeat(struct vz_table *table, const char **cells,
                                  struct vz_error *error) {
    struct export_repeats *rows = table->userdata;
    if (rows->at == rows->n) {
        return VZ_NOT_FOUND;
    }
    for (size_t i = 0; i < EXPORT_REPEAT_COLUMNS; i++) {
        cells[i] = rows->cells[rows->at][i];
    }
    rows->at++;
    return VZ_OK;
}

void export_fixture_open(struct export_fixture *fixture) {
    static const char *const languages[] = {"Nederlands (nl)", "English (en)"};
    *fixture = (struct export_fixture){0};
    store_folder_make(fixture->folder);
    fixture->schema =
        (struct vz_schema){.form_id = "proef",
                           .version = "1",
                           .title = "Proef",
                           .languages = (const char **)languages,
                           .n_languages = 2,
                           .fields = fields,
                           .n_fields = sizeof(fields) / sizeof(fields[0])};
    fixture->repeats = (struct export_repeats){.cells = pets, .n = 2};
    fixture->tables[0] = (struct vz_table){.name = "proef",
                                           .columns = columns,
                                           .n_columns = EXPORT_COLUMNS,
                                           .next = next_row,
                                           .userdata = &fixture->rows};
    fixture->tables[1] = (struct vz_table){.name = "proef-pets",
                                           .columns = repeat_columns,
                                           .n_columns = EXPORT_REPEAT_COLUMNS,
                                           .next = next_repeat,
                                           .userdata = &fixture->repeats};
    fixture->params = (struct vz_export_params){.schema = &fixture->schema,
                                                .tables = fixture->tables,
                                                .n_tables = 2,
                                                .separator = ','};
}

void export_fixture_close(struct export_fixture *fixture) {
    store_folder_remove(fixture->folder);
}

void export_fixture_rows(struct export_fixture *fixture,
                         const char *const (*cells)[EXPORT_COLUMNS], size_t n) {
    fixture->rows = (struct export_rows){.cells = cells, .n = n};
}

void export_fixture_write(struct export_fixture *fixture, const char *name,
                          char path[STORE_PATH_SIZE]) {
    enum vz_export_format format;
    struct vz_error error = {0};
    size_t n;
    fixture->rows.at = 0;
    fixture->repeats.at = 0;
    store_folder_path(path, fixture->folder, name);
    assert_true(vz_export_format_of_file(name, &format));
    if (vz_export_write(path, format, &fixture->params, &n, &error) != VZ_OK) {
        fail_msg("%s", error.message);
    }
    assert_int_equal(n, fixture->rows.n);
}

char *export_fixture_read(const struct export_fixture *fixture,
                          const char *name, size_t *len) {
    char path[STORE_PATH_SIZE];
    struct vz_strbuf bytes = {0};
    store_folder_path(path, fixture->folder, name);
    assert_int_equal(vz_file_read(path, 100000000, &bytes), VZ_OK);
    *len = bytes.len;
    return vz_strbuf_take(&bytes);
}
