#include "tally.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#define NONE SIZE_MAX

// Columns of the table by what they mean; NONE when the form has none.
struct places {
    size_t date, device, assisted, story, title, theme, consent;
};

// A story that is kept while later ones may push it out.
struct reader {
    struct vz_tally *tally;
    struct vz_table *table;
    struct places places;
    struct vz_arena stories[VZ_TALLY_STORIES]; // of tally->stories, by slot
    size_t slot;                               // where the next story goes
    struct vz_tally_story ring[VZ_TALLY_STORIES];
};

static size_t find_role(const struct vz_table *table, const char *role) {
    for (size_t i = 0; i < table->n_columns; i++) {
        const struct vz_field *field = table->columns[i].field;
        if (field && field->role && !strcmp(field->role, role)) {
            return i;
        }
    }
    return NONE;
}

static size_t find_system(const struct vz_table *table, const char *name) {
    for (size_t i = 0; i < table->n_columns; i++) {
        if (!table->columns[i].field && !strcmp(table->columns[i].name, name)) {
            return i;
        }
    }
    return NONE;
}

static bool is_counted(const struct vz_column *column) {
    const struct vz_field *field = column->field;
    return field && field->visible && field->n_choices &&
           (field->type == VZ_FIELD_SELECT_ONE ||
            field->type == VZ_FIELD_SELECT_MULTIPLE) &&
           !(field->role && !strcmp(field->role, "consent"));
}

static bool find_questions(struct vz_tally *tally,
                           const struct vz_table *table) {
    tally->questions = vz_arena_alloc_array(&tally->arena, table->n_columns,
                                            sizeof(*tally->questions));
    if (!tally->questions) {
        return false;
    }
    for (size_t i = 0; i < table->n_columns; i++) {
        if (!is_counted(&table->columns[i])) {
            continue;
        }
        struct vz_tally_question *question =
            &tally->questions[tally->n_questions++];
        question->field = table->columns[i].field;
        question->column = i;
        question->counts = vz_arena_alloc_array(&tally->arena,
                                                question->field->n_choices,
                                                sizeof(*question->counts));
        if (!question->counts) {
            return false;
        }
    }
    return true;
}

static const char *cell(const char *const *cells, size_t column) {
    const char *text = column == NONE ? NULL : cells[column];
    return text && *text ? text : NULL;
}

static bool is_yes(const char *text) {
    static const char *const yes[] = {"1", "yes", "ja", "true"};
    for (size_t i = 0; text && i < sizeof(yes) / sizeof(yes[0]); i++) {
        if (!strcmp(text, yes[i])) {
            return true;
        }
    }
    return false;
}

// Counts the names in a space-separated list. A select_one holds one name,
// which XLSForm forbids to have spaces.
static void count_answer(struct vz_tally_question *question, const char *answer,
                         bool assisted) {
    question->n++;
    question->n_assisted += assisted;
    const struct vz_field *field = question->field;
    for (size_t i = 0; i < field->n_choices; i++) {
        size_t len = strlen(field->choices[i].name);
        for (const char *at = answer; *at; at += strspn(at, " ")) {
            size_t own = strcspn(at, " ");
            if (own == len && !memcmp(at, field->choices[i].name, len)) {
                question->counts[i]++;
                break;
            }
            at += own;
        }
    }
}

static void widen_period(struct vz_tally *tally, const char *day) {
    if (!day || strlen(day) != 10) {
        return;
    }
    if (!*tally->first_day || strcmp(day, tally->first_day) < 0) {
        strcpy(tally->first_day, day);
    }
    if (strcmp(day, tally->last_day) > 0) {
        strcpy(tally->last_day, day);
    }
}

static bool note_device(struct vz_tally *tally, const char *device) {
    for (size_t i = 0; i < tally->n_devices; i++) {
        if (!strcmp(tally->devices[i], device)) {
            return true;
        }
    }
    if (tally->n_devices == VZ_TALLY_DEVICES) {
        return true;
    }
    const char *kept = vz_arena_strdup(&tally->arena, device);
    tally->devices[tally->n_devices] = kept;
    tally->n_devices += kept != NULL;
    return kept;
}

static bool keep_story(struct reader *reader, const char *const *cells) {
    const struct places *places = &reader->places;
    const char *text = cell(cells, places->story);
    if (!text) {
        return true;
    }
    size_t slot = reader->slot;
    struct vz_arena *arena = &reader->stories[slot];
    struct vz_tally_story *story = &reader->ring[slot];
    vz_arena_finish(arena);
    *story = (struct vz_tally_story){
        .text = vz_arena_strdup(arena, text),
        .title = vz_arena_strdup(arena, cell(cells, places->title)),
        .theme = vz_arena_strdup(arena, cell(cells, places->theme)),
        .consent = vz_arena_strdup(arena, cell(cells, places->consent)),
    };
    const char *day = cell(cells, places->date);
    if (day && strlen(day) == 10) {
        memcpy(story->month, day, 7);
    }
    reader->slot = (slot + 1) % VZ_TALLY_STORIES;
    reader->tally->n_told++;
    return story->text;
}

static bool read_row(struct reader *reader, const char *const *cells) {
    struct vz_tally *tally = reader->tally;
    bool assisted = is_yes(cell(cells, reader->places.assisted));
    tally->n++;
    tally->n_assisted += assisted;
    widen_period(tally, cell(cells, reader->places.date));
    for (size_t i = 0; i < tally->n_questions; i++) {
        const char *answer = cell(cells, tally->questions[i].column);
        if (answer) {
            count_answer(&tally->questions[i], answer, assisted);
        }
    }
    const char *device = cell(cells, reader->places.device);
    return (!device || note_device(tally, device)) && keep_story(reader, cells);
}

static bool copy_story(struct vz_tally *tally,
                       const struct vz_tally_story *from) {
    struct vz_tally_story *story = &tally->stories[tally->n_stories++];
    *story = *from;
    story->text = vz_arena_strdup(&tally->arena, from->text);
    story->title = vz_arena_strdup(&tally->arena, from->title);
    story->theme = vz_arena_strdup(&tally->arena, from->theme);
    story->consent = vz_arena_strdup(&tally->arena, from->consent);
    return story->text && (!from->title || story->title) &&
           (!from->theme || story->theme) && (!from->consent || story->consent);
}

// The ring holds the last stories; they are listed from the newest back.
static bool list_stories(struct reader *reader) {
    struct vz_tally *tally = reader->tally;
    size_t n = tally->n_told < VZ_TALLY_STORIES ? tally->n_told
                                                : VZ_TALLY_STORIES;
    for (size_t i = 1; i <= n; i++) {
        size_t slot = (reader->slot + VZ_TALLY_STORIES - i) % VZ_TALLY_STORIES;
        if (!copy_story(tally, &reader->ring[slot])) {
            return false;
        }
    }
    return true;
}

static enum vz_status read_rows(struct reader *reader, struct vz_error *error) {
    const char **cells =
        vz_alloc_array(reader->table->n_columns, sizeof(*cells));
    if (!cells) {
        return VZ_NOMEM;
    }
    enum vz_status status;
    while ((status = reader->table->next(reader->table, cells, error)) ==
           VZ_OK) {
        if (!read_row(reader, cells)) {
            status = VZ_NOMEM;
            break;
        }
    }
    free(cells);
    if (status == VZ_NOT_FOUND) {
        status = list_stories(reader) ? VZ_OK : VZ_NOMEM;
    }
    return status;
}

bool vz_tally_read(struct vz_tally *tally, const struct vz_schema *schema,
                   struct vz_table *table, struct vz_error *error) {
    *tally = (struct vz_tally){.schema = schema};
    struct reader reader = {.tally = tally,
                            .table = table,
                            .places = {.date = find_system(table, "date"),
                                       .device = find_system(table, "device"),
                                       .assisted = find_role(table, "assisted"),
                                       .story = find_role(table, "story"),
                                       .title = find_role(table, "story-title"),
                                       .theme = find_role(table, "theme"),
                                       .consent = find_role(table, "consent")}};
    tally->asks_assisted = reader.places.assisted != NONE;
    enum vz_status status =
        find_questions(tally, table) ? read_rows(&reader, error) : VZ_NOMEM;
    for (size_t i = 0; i < VZ_TALLY_STORIES; i++) {
        vz_arena_finish(&reader.stories[i]);
    }
    if (status == VZ_OK) {
        return true;
    }
    vz_tally_finish(tally);
    return status == VZ_NOMEM ? vz_error_nomem(error) : false;
}

void vz_tally_finish(struct vz_tally *tally) {
    vz_arena_finish(&tally->arena);
    *tally = (struct vz_tally){0};
}
