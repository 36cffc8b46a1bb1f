/*
 * A form with one question of each kind, in two languages, and tables with
 * rows to export, made without a store.
 */
#ifndef VZ_TESTS_EXPORT_FIXTURE_H
#define VZ_TESTS_EXPORT_FIXTURE_H

#include "storage/export/export.h"
#include "support/store_folder.h"

#define EXPORT_COLUMNS 14
#define EXPORT_REPEAT_COLUMNS 5

// Columns of the first table.
enum {
    EXPORT_ID,
    EXPORT_RECEIVED,
    EXPORT_DAY,
    EXPORT_AT,
    EXPORT_START,
    EXPORT_VISITS,
    EXPORT_WEIGHT,
    EXPORT_RATING,
    EXPORT_GAINS,
    EXPORT_STORY,
    EXPORT_PLACE,
    EXPORT_WALK,
    EXPORT_GARDEN,
    EXPORT_MORE, // a select of a list that the form does not spell out
};

struct export_rows {
    const char *const (*cells)[EXPORT_COLUMNS];
    size_t n, at;
};

struct export_repeats {
    const char *const (*cells)[EXPORT_REPEAT_COLUMNS];
    size_t n, at;
};

struct export_fixture {
    char folder[STORE_PATH_SIZE];
    struct vz_schema schema;
    struct vz_table tables[2];
    struct export_rows rows;
    struct export_repeats repeats;
    struct vz_export_params params;
};

// Two languages, "Nederlands (nl)" and "English (en)"; the first is chosen.
void export_fixture_open(struct export_fixture *fixture);
void export_fixture_close(struct export_fixture *fixture);
// What the first table holds; a repeat with two rows is always there.
void export_fixture_rows(struct export_fixture *fixture,
                         const char *const (*cells)[EXPORT_COLUMNS], size_t n);
// Writes folder/name, again from the first row; it must succeed.
void export_fixture_write(struct export_fixture *fixture, const char *name,
                          char path[STORE_PATH_SIZE]);
// The bytes of folder/name, for free(3).
char *export_fixture_read(const struct export_fixture *fixture,
                          const char *name, size_t *len);

#endif
