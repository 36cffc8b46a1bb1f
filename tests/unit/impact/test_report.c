// The report page: what a reader sees, and what must not be there.
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "impact/report.h"
#include "storage/hub/hub_rows.h"
#include "support/hub_shelf.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

// One submission with these answers; ids count up.
static void add(struct hub_shelf *shelf, struct hub_answers answers) {
    char id[40];
    snprintf(
        id, sizeof(id), "uuid:%lld",
        (long long)hub_shelf_number(shelf, "SELECT count(*) FROM submissions"));
    answers.instance_id = id;
    assert_int_equal(hub_shelf_add(shelf, &answers, NULL, 0, NULL), VZ_OK);
}

static char *report(struct hub_shelf *shelf, enum vz_report_language language,
                    enum vz_consent audience) {
    struct vz_hub_rows_params from = {.form_id = shelf->form_id,
                                      .schema = &shelf->schema,
                                      .audience = audience};
    struct vz_hub_rows *rows;
    assert_int_equal(vz_hub_rows_open(&rows, shelf->store, &from, NULL), VZ_OK);
    size_t n;
    struct vz_tally tally;
    assert_true(vz_tally_read(&tally, &shelf->schema,
                              vz_hub_rows_tables(rows, &n), NULL));
    vz_hub_rows_close(rows);
    struct vz_report_params params = {.tally = &tally,
                                      .template_path = "assets/web/report.html",
                                      .language = language,
                                      .place = "De <Linde>",
                                      .threshold = 10};
    struct vz_strbuf html = {0};
    struct vz_error error = {0};
    bool written = vz_report_write(&params, &html, &error);
    assert_string_equal(error.message, "");
    assert_true(written);
    vz_tally_finish(&tally);
    return vz_strbuf_take(&html);
}

static void expect(const char *html, const char *text) {
    if (!strstr(html, text)) {
        print_error("the page does not say: %s\n", text);
        fail();
    }
}

static void counts_stand_with_what_they_mean(void **state) {
    struct hub_shelf shelf;
    hub_shelf_open(&shelf);
    for (int i = 0; i < 40; i++) {
        add(&shelf,
            (struct hub_answers){.rating = i < 25 ? "3" : "2",
                                 .start = i ? "2026-03-09" : "2026-02-28",
                                 .assisted = i < 10 ? "1" : ""});
    }
    char *html = report(&shelf, VZ_REPORT_DUTCH, VZ_CONSENT_ORGANISATION);
    expect(html, "<html lang=\"nl\">");
    expect(html, "Hoe was het?");
    expect(html, ">Fijn</th>");
    expect(html, "<b>25</b>");
    expect(html, ">63%</span>");
    expect(html, "n = 40. 28 februari 2026 tot en met 9 maart 2026. "
                 "De &lt;Linde&gt;. 25% met hulp ingevuld. Zelfselectie, niet "
                 "representatief.");
    expect(html, "data:image/svg+xml;base64,");
    assert_null(strstr(html, "data-slot"));
    assert_null(strstr(html, "data-text"));
    free(html);
    char *english = report(&shelf, VZ_REPORT_ENGLISH, VZ_CONSENT_ORGANISATION);
    expect(english, "How was it?");
    expect(english, "Self-selected, not representative.");
    free(english);
    hub_shelf_close(&shelf);
}

static void small_numbers_are_not_there(void **state) {
    struct hub_shelf shelf;
    hub_shelf_open(&shelf);
    for (int i = 0; i < 47; i++) {
        add(&shelf, (struct hub_answers){.rating = i < 30   ? "3"
                                                   : i < 43 ? "2"
                                                            : "1",
                                         .gains = i < 9 ? "rest" : ""});
    }
    char *html = report(&shelf, VZ_REPORT_DUTCH, VZ_CONSENT_ORGANISATION);
    expect(html, "<b>30</b>");
    expect(html, "<b>verborgen</b>");
    // 4 is small; 13 would give it away: 47 - 30 - 13.
    assert_null(strstr(html, "<b>4</b>"));
    assert_null(strstr(html, "<b>13</b>"));
    // The second question has 9 answers.
    expect(html, "Minder dan 10 antwoorden.");
    assert_null(strstr(html, "<b>9</b>"));
    free(html);
    hub_shelf_close(&shelf);
}

static void stories_need_consent(void **state) {
    struct hub_shelf shelf;
    hub_shelf_open(&shelf);
    add(&shelf,
        (struct hub_answers){.story = "for nobody", .consent = "count"});
    add(&shelf,
        (struct hub_answers){.story = "for the team", .consent = "team"});
    add(&shelf, (struct hub_answers){.story = "<script>alert(1)</script> & co",
                                     .title = "Over \"mij\"",
                                     .consent = "organisation"});
    add(&shelf, (struct hub_answers){.story = "for all", .consent = "public"});
    char *html = report(&shelf, VZ_REPORT_DUTCH, VZ_CONSENT_ORGANISATION);
    assert_null(strstr(html, "for nobody"));
    assert_null(strstr(html, "for the team"));
    expect(html, "&lt;script&gt;alert(1)&lt;/script&gt; &amp; co");
    expect(html, "Over \"mij\"");
    expect(html, "Organisatie en gemeente");
    expect(html, "for all");
    expect(html, "Iedereen");
    expect(html, "Alle 2, de nieuwste eerst.");
    assert_null(strstr(html, "<script>"));
    free(html);
    char *open = report(&shelf, VZ_REPORT_DUTCH, VZ_CONSENT_PUBLIC);
    assert_null(strstr(open, "&lt;script&gt;"));
    expect(open, "for all");
    free(open);
    hub_shelf_close(&shelf);
}

static void the_newest_stories_are_kept(void **state) {
    struct hub_shelf shelf;
    hub_shelf_open(&shelf);
    for (int i = 1; i <= VZ_TALLY_STORIES + 3; i++) {
        char story[40];
        snprintf(story, sizeof(story), "story number %d.", i);
        add(&shelf, (struct hub_answers){.story = story, .consent = "public"});
    }
    char *html = report(&shelf, VZ_REPORT_ENGLISH, VZ_CONSENT_ORGANISATION);
    expect(html, "The newest 12 of 15.");
    assert_null(strstr(html, "story number 3."));
    const char *newest = strstr(html, "story number 15.");
    const char *oldest = strstr(html, "story number 4.");
    assert_non_null(newest);
    assert_non_null(oldest);
    assert_true(newest < oldest);
    free(html);
    hub_shelf_close(&shelf);
}

static void no_answers_are_said_to_be_none(void **state) {
    struct hub_shelf shelf;
    hub_shelf_open(&shelf);
    char *html = report(&shelf, VZ_REPORT_DUTCH, VZ_CONSENT_ORGANISATION);
    expect(html, "nog geen antwoorden");
    expect(html, "Er zijn nog geen verhalen");
    free(html);
    hub_shelf_close(&shelf);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(counts_stand_with_what_they_mean),
        cmocka_unit_test(small_numbers_are_not_there),
        cmocka_unit_test(stories_need_consent),
        cmocka_unit_test(the_newest_stories_are_kept),
        cmocka_unit_test(no_answers_are_said_to_be_none),
    };
    return cmocka_run_group_tests_name("report", tests, NULL, NULL);
}
