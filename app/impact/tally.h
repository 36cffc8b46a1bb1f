/*
 * One pass over a form's submissions: counts of each answer, the period, the
 * share that was assisted, and the stories that may be shown.
 */
#ifndef VZ_IMPACT_TALLY_H
#define VZ_IMPACT_TALLY_H

#include "base/table.h"

// A select question with a count for each of its choices.
struct vz_tally_question {
    const struct vz_field *field;
    size_t column;     // in the table
    size_t n;          // submissions with an answer
    size_t n_assisted; // of those, filled in with help
    size_t *counts;    // by choice
};

struct vz_tally_story {
    const char *text, *title; // title NULL = none
    const char *theme;        // choice name or text, or NULL
    const char *consent;      // choice name
    char month[8];            // YYYY-MM
};

// The newest so many are kept.
#define VZ_TALLY_STORIES 12
#define VZ_TALLY_DEVICES 5

struct vz_tally {
    struct vz_arena arena;
    const struct vz_schema *schema;
    size_t n; // submissions
    size_t n_assisted;
    bool asks_assisted;               // the form says whether somebody helped
    char first_day[11], last_day[11]; // YYYY-MM-DD, "" = none
    struct vz_tally_question *questions;
    size_t n_questions;
    struct vz_tally_story stories[VZ_TALLY_STORIES]; // newest first
    size_t n_stories; // how many are in `stories`
    size_t n_told;    // how many there were
    const char *devices[VZ_TALLY_DEVICES];
    size_t n_devices;
};

// Reads the table to its end. `schema` must outlive the tally. On failure the
// tally is empty and error is filled.
bool vz_tally_read(struct vz_tally *tally, const struct vz_schema *schema,
                   struct vz_table *table, struct vz_error *error);
void vz_tally_finish(struct vz_tally *tally);

#endif
