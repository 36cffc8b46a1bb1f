// Rows on their way out, into a zip: columns, consent, repeats.
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/file.h"
#include "storage/export/export_zip.h"
#include "storage/hub/hub_rows.h"
#include "support/hub_shelf.h"
#include "support/hub_zip.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

// Exports the form and reads one file of the zip.
static char *export_file(struct hub_shelf *shelf, enum vz_consent audience,
                         const char *name) {
    struct vz_hub_rows_params params = {.form_id = shelf->form_id,
                                        .schema = &shelf->schema,
                                        .audience = audience};
    struct vz_hub_rows *rows;
    assert_int_equal(vz_hub_rows_open(&rows, shelf->store, &params, NULL),
                     VZ_OK);
    struct vz_export_params export = {
        .schema = &shelf->schema, .separator = ',', .about = "about\r\n"};
    export.tables = vz_hub_rows_tables(rows, &export.n_tables);
    char zip[STORE_PATH_SIZE];
    store_folder_path(zip, shelf->folder, "out.zip");
    size_t n;
    assert_int_equal(vz_export_zip(zip, &export, &n, NULL), VZ_OK);
    vz_hub_rows_close(rows);
    struct vz_strbuf text = {0};
    assert_true(hub_zip_read(zip, name, &text));
    return vz_strbuf_take(&text);
}

static void expect_line(const char *text, const char *line) {
    if (!strstr(text, line)) {
        print_error("expected\n%s\nin\n%s\n", line, text);
        fail();
    }
}

static void a_submission_is_a_line(void **state) {
    struct hub_shelf shelf;
    hub_shelf_open(&shelf);
    struct hub_answers answers = {.instance_id = "uuid:1",
                                  .start = "2026-01-01T09:30:00.000+01:00",
                                  .rating = "3",
                                  .gains = "rest",
                                  .remark = "=1+1, \"ja\"",
                                  .consent = "team"};
    assert_int_equal(hub_shelf_add(&shelf, &answers, NULL, 0, NULL), VZ_OK);
    char *csv = export_file(&shelf, VZ_CONSENT_TEAM, "proef.csv");
    assert_memory_equal(csv, "\xef\xbb\xbf", 3);
    expect_line(csv, "\xef\xbb\xbfinstance_id,received_at,form_version,device,"
                     "sequence,date,year,month,week,attachments_expected,"
                     "attachments_present,start,rating,gains,gains/people,"
                     "gains/rest,remark,story/text,story/title,story/consent,"
                     "assisted\r\n");
    expect_line(csv, ",1,,,2026-01-01,2026,1,2026-W01,0,0,"
                     "2026-01-01T09:30:00.000+01:00,3,rest,0,1,"
                     "\"'=1+1, \"\"ja\"\"\",,,team,\r\n");
    free(csv);
    char *codebook = export_file(&shelf, VZ_CONSENT_TEAM, "codebook.csv");
    expect_line(codebook, "proef.csv,remark,text,,,Nog iets?,Anything else?,1"
                          "\r\n");
    expect_line(codebook, "proef.csv,gains/rest,0/1,,rest,Rust,Rest,\r\n");
    free(codebook);
    hub_shelf_close(&shelf);
}

static void a_repeat_has_a_file_with_keys(void **state) {
    struct hub_shelf shelf;
    hub_shelf_open(&shelf);
    struct hub_answers answers = {.instance_id = "uuid:1", .n_pets = 2};
    assert_int_equal(hub_shelf_add(&shelf, &answers, NULL, 0, NULL), VZ_OK);
    char *csv = export_file(&shelf, VZ_CONSENT_TEAM, "proef-pets.csv");
    assert_string_equal(csv, "\xef\xbb\xbfinstance_id,row,parent_row,position,"
                             "pets/name,pets/photo\r\n"
                             "uuid:1,1,,1,pet1,\r\nuuid:1,2,,2,pet2,\r\n");
    free(csv);
    hub_shelf_close(&shelf);
}

// One submission for each level; each tells its level in its story.
static void add_levels(struct hub_shelf *shelf) {
    static const char *const levels[] = {
        "discard", "count", "team", "organisation", "public", "", "unknown"};
    for (size_t i = 0; i < sizeof(levels) / sizeof(levels[0]); i++) {
        char id[40], story[40], remark[40], photo[40];
        snprintf(id, sizeof(id), "uuid:%zu", i);
        snprintf(story, sizeof(story), "story-%s.", levels[i]);
        snprintf(remark, sizeof(remark), "remark-%s.", levels[i]);
        snprintf(photo, sizeof(photo), "photo-%s.", levels[i]);
        struct hub_answers answers = {.instance_id = id,
                                      .rating = "2",
                                      .consent = levels[i],
                                      .story = story,
                                      .title = story,
                                      .remark = remark,
                                      .n_pets = 1,
                                      .photo = photo};
        assert_int_equal(hub_shelf_add(shelf, &answers, NULL, 0, NULL), VZ_OK);
    }
}

static void consent_is_a_filter_on_cells_not_on_rows(void **state) {
    static const struct {
        const char *text;
        enum vz_consent most; // widest audience that may see it
    } cases[] = {
        {"story-discard.", VZ_CONSENT_DISCARD},
        {"story-count.", VZ_CONSENT_DISCARD},
        {"story-unknown.", VZ_CONSENT_DISCARD},
        {"story-.", VZ_CONSENT_DISCARD},
        {"story-team.", VZ_CONSENT_TEAM},
        {"story-organisation.", VZ_CONSENT_ORGANISATION},
        {"story-public.", VZ_CONSENT_PUBLIC},
        {"remark-count.", VZ_CONSENT_DISCARD},
        {"remark-unknown.", VZ_CONSENT_DISCARD},
        {"remark-.", VZ_CONSENT_TEAM},
        {"remark-team.", VZ_CONSENT_TEAM},
        {"remark-public.", VZ_CONSENT_PUBLIC},
        {"photo-count.", VZ_CONSENT_DISCARD},
        {"photo-team.", VZ_CONSENT_TEAM},
        {"photo-organisation.", VZ_CONSENT_ORGANISATION},
        {"secret-hash", VZ_CONSENT_DISCARD},
    };
    struct hub_shelf shelf;
    hub_shelf_open(&shelf);
    add_levels(&shelf);
    for (enum vz_consent to = VZ_CONSENT_TEAM; to <= VZ_CONSENT_PUBLIC; to++) {
        char *main_csv = export_file(&shelf, to, "proef.csv");
        char *pets = export_file(&shelf, to, "proef-pets.csv");
        for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
            bool seen = strstr(main_csv, cases[i].text) ||
                        strstr(pets, cases[i].text);
            assert_int_equal(seen, cases[i].most >= to);
        }
        expect_line(main_csv, "uuid:0");
        expect_line(main_csv, "uuid:6");
        free(main_csv);
        free(pets);
    }
    hub_shelf_close(&shelf);
}

static void without_a_consent_question_it_counts_as_team(void **state) {
    assert_true(vz_consent_allows(VZ_RULE_STORY, false, NULL, VZ_CONSENT_TEAM));
    assert_false(
        vz_consent_allows(VZ_RULE_STORY, false, NULL, VZ_CONSENT_ORGANISATION));
}

static void what_nobody_saw_is_free_unless_made_of_words(void **state) {
    struct vz_field field = {.path = "score", .type = VZ_FIELD_STRING};
    assert_int_equal(vz_consent_rule_of(&field), VZ_RULE_FREE);
    field.told = true; // a calculation took from the story
    assert_int_equal(vz_consent_rule_of(&field), VZ_RULE_TEXT);
    field.told = false;
    field.path = "meta/instanceName";
    assert_int_equal(vz_consent_rule_of(&field), VZ_RULE_TEXT);
}

static void an_empty_form_gives_a_header(void **state) {
    struct hub_shelf shelf;
    hub_shelf_open(&shelf);
    char *csv = export_file(&shelf, VZ_CONSENT_TEAM, "proef-pets.csv");
    assert_string_equal(csv, "\xef\xbb\xbfinstance_id,row,parent_row,position,"
                             "pets/name,pets/photo\r\n");
    free(csv);
    hub_shelf_close(&shelf);
}

static void a_zip_that_cannot_be_written_leaves_nothing(void **state) {
    struct hub_shelf shelf;
    hub_shelf_open(&shelf);
    struct vz_export_params export = {.schema = &shelf.schema,
                                      .separator = ','};
    size_t n;
    struct vz_error error = {0};
    char missing[STORE_PATH_SIZE];
    store_folder_path(missing, shelf.folder, "no/such/out.zip");
    assert_int_not_equal(vz_export_zip(missing, &export, &n, &error), VZ_OK);
    assert_non_null(strstr(error.message, "cannot be written"));
    // A folder stands where the zip should go: the rename fails at the end.
    char taken[STORE_PATH_SIZE];
    store_folder_path(taken, shelf.folder, "taken.zip");
    assert_int_equal(vz_dir_make(taken), VZ_OK);
    assert_int_not_equal(vz_export_zip(taken, &export, &n, &error), VZ_OK);
    assert_int_equal(store_folder_count(shelf.folder, "taken.zip.part"), 0);
    hub_shelf_close(&shelf);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_submission_is_a_line),
        cmocka_unit_test(a_repeat_has_a_file_with_keys),
        cmocka_unit_test(consent_is_a_filter_on_cells_not_on_rows),
        cmocka_unit_test(without_a_consent_question_it_counts_as_team),
        cmocka_unit_test(what_nobody_saw_is_free_unless_made_of_words),
        cmocka_unit_test(an_empty_form_gives_a_header),
        cmocka_unit_test(a_zip_that_cannot_be_written_leaves_nothing),
    };
    return cmocka_run_group_tests_name("hub_rows", tests, NULL, NULL);
}
