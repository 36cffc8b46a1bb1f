// Sessions, devices, reviews and filters in the store, on both databases.
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "support/hub_database.h"
#include "support/hub_shelf.h"

#include "storage/hub/hub_devices.h"
#include "storage/hub/hub_rows.h"
#include "storage/hub/hub_sessions.h"
#include "storage/hub/submission_view.h"

#include <stdlib.h>
#include <string.h>

static int open_shelf(void **state) {
    static struct hub_shelf shelf;
    hub_shelf_open(&shelf);
    *state = &shelf;
    return 0;
}

static int close_shelf(void **state) {
    hub_shelf_close(*state);
    return 0;
}

static void a_session_is_found_until_it_ends(void **state) {
    struct hub_shelf *shelf = *state;
    struct vz_hub_person person, found;
    struct vz_hub_session session, other;
    assert_int_equal(vz_hub_user_add(shelf->store, "ada", "0123456789", "admin",
                                     "test", NULL),
                     VZ_OK);
    assert_int_equal(vz_hub_person_find(shelf->store, "ada", 0, &person),
                     VZ_OK);
    assert_int_equal(vz_hub_session_start(shelf->store, &person, &session),
                     VZ_OK);
    assert_int_equal(
        vz_hub_session_find(shelf->store, session.token, &found, &other),
        VZ_OK);
    assert_int_equal(found.role, VZ_HUB_ROLE_ADMIN);
    assert_string_equal(other.csrf, session.csrf);
    assert_string_not_equal(session.csrf, session.token);
    assert_false(hub_database_holds(&shelf->place, session.token));
    assert_int_equal(vz_hub_session_end(shelf->store, session.token, "ada"),
                     VZ_OK);
    assert_int_equal(
        vz_hub_session_find(shelf->store, session.token, &found, &other),
        VZ_NOT_FOUND);
    assert_int_equal(vz_hub_session_end(shelf->store, session.token, "ada"),
                     VZ_NOT_FOUND);
}

static void the_last_admin_stays(void **state) {
    struct hub_shelf *shelf = *state;
    struct vz_error error = {0};
    struct vz_hub_person person;
    vz_hub_user_add(shelf->store, "ada", "0123456789", "admin", "test", NULL);
    vz_hub_person_find(shelf->store, "ada", 0, &person);
    assert_int_equal(vz_hub_person_set_role(shelf->store, person.user_id,
                                            VZ_HUB_ROLE_VIEWER, "ada", &error),
                     VZ_CONFLICT);
    vz_hub_user_add(shelf->store, "bo", "0123456789", "admin", "test", NULL);
    assert_int_equal(vz_hub_person_set_role(shelf->store, person.user_id,
                                            VZ_HUB_ROLE_VIEWER, "bo", &error),
                     VZ_OK);
    struct vz_hub_person_list people = {0};
    assert_int_equal(vz_hub_people(shelf->store, &people), VZ_OK);
    assert_int_equal(people.n, 2);
    assert_int_equal(people.items[0].role, VZ_HUB_ROLE_VIEWER);
    free(people.items);
}

static void devices_are_listed(void **state) {
    struct hub_shelf *shelf = *state;
    struct vz_hub_device_list devices = {0};
    char token[VZ_TOKEN_SIZE];
    vz_hub_device_add(shelf->store, "a", "test", token, NULL);
    vz_hub_device_add(shelf->store, "b", "test", token, NULL);
    vz_hub_device_revoke(shelf->store, "a", "test");
    assert_int_equal(vz_hub_devices(shelf->store, 0, &devices), VZ_OK);
    assert_int_equal(devices.n, 2);
    assert_true(devices.items[0].revoked);
    assert_false(devices.items[1].revoked);
    free(devices.items);
}

static void add(struct hub_shelf *shelf, const char *id, size_t n_pets) {
    struct hub_answers answers = {
        .instance_id = id, .rating = "2", .n_pets = n_pets};
    struct vz_hub_receipt receipt;
    assert_int_equal(hub_shelf_add(shelf, &answers, NULL, 0, &receipt), VZ_OK);
}

// How many submissions a filter lets through.
static int64_t count(struct hub_shelf *shelf, const char *text) {
    struct vz_row_filter filter = {0};
    struct vz_error error = {0};
    struct vz_hub_rows *rows;
    int64_t n = -1;
    if (!vz_row_filter_add(&filter, text, &error)) {
        fail_msg("%s: %s", text, error.message);
    }
    struct vz_hub_rows_params params = {.form_id = shelf->form_id,
                                        .schema = &shelf->schema,
                                        .audience = VZ_CONSENT_TEAM,
                                        .feed = true,
                                        .filter = &filter};
    assert_int_equal(vz_hub_rows_open(&rows, shelf->store, &params, &error),
                     VZ_OK);
    assert_int_equal(vz_hub_rows_count(rows, 0, &n), VZ_OK);
    size_t n_tables;
    struct vz_table *table = vz_hub_rows_tables(rows, &n_tables);
    const char **cells = calloc(table->n_columns, sizeof(char *));
    for (int64_t i = 0; i < n; i++) {
        assert_int_equal(table->next(table, cells, &error), VZ_OK);
    }
    assert_int_equal(table->next(table, cells, &error), VZ_NOT_FOUND);
    free(cells);
    vz_hub_rows_close(rows);
    vz_row_filter_finish(&filter);
    return n;
}

static void filters_mean_the_same_on_both(void **state) {
    struct hub_shelf *shelf = *state;
    struct vz_hub_submission_list list;
    add(shelf, "uuid:1", 0);
    add(shelf, "uuid:2", 2);
    add(shelf, "uuid:3", 1);
    assert_int_equal(vz_hub_submission_get(shelf->store, shelf->schema.form_id,
                                           "uuid:2", &list),
                     VZ_OK);
    assert_int_equal(vz_hub_submission_review(shelf->store, &list.items[0],
                                              "approved", "cor"),
                     VZ_OK);
    assert_int_equal(
        vz_hub_submission_review(shelf->store, &list.items[0], "great", "cor"),
        VZ_INVALID);
    vz_hub_submission_list_finish(&list);
    assert_int_equal(count(shelf, "__id eq 'uuid:2'"), 1);
    assert_int_equal(count(shelf, "__id ne 'uuid:2'"), 2);
    assert_int_equal(count(shelf, "not (__id eq 'uuid:2' or __id eq 'x')"), 2);
    assert_int_equal(count(shelf, "__system/reviewState eq 'approved'"), 1);
    assert_int_equal(count(shelf, "__system/reviewState ne 'approved'"), 2);
    assert_int_equal(count(shelf, "__system/reviewState eq null"), 2);
    assert_int_equal(count(shelf, "__system/updatedAt ne null"), 1);
    assert_int_equal(count(shelf, "__system/submitterId eq 1"), 0);
    assert_int_equal(count(shelf, "__system/submissionDate le now()"), 3);
    assert_int_equal(count(shelf, "2020-01-01T00:00:00+01:00 lt"
                                  " $root/Submissions/__system/submissionDate"),
                     3);
    assert_int_equal(count(shelf, "year(__system/submissionDate) ge 2020 and"
                                  " second(__system/submissionDate) lt 60"),
                     3);
}

static void submissions_are_listed_newest_first(void **state) {
    struct hub_shelf *shelf = *state;
    struct vz_hub_submission_list list;
    add(shelf, "uuid:1", 0);
    add(shelf, "uuid:2", 0);
    assert_int_equal(vz_hub_submissions(shelf->store, shelf->schema.form_id,
                                        INT64_MAX, 10, 0, &list),
                     VZ_OK);
    assert_int_equal(list.n, 2);
    assert_string_equal(list.items[0].instance_id, "uuid:2");
    int64_t before = list.items[0].submission_id;
    vz_hub_submission_list_finish(&list);
    assert_int_equal(vz_hub_submissions(shelf->store, shelf->schema.form_id,
                                        before, 10, 0, &list),
                     VZ_OK);
    assert_int_equal(list.n, 1);
    vz_hub_submission_list_finish(&list);
}

int main(void) {
#define T(test) cmocka_unit_test_setup_teardown(test, open_shelf, close_shelf)
    const struct CMUnitTest tests[] = {
        T(a_session_is_found_until_it_ends),
        T(the_last_admin_stays),
        T(devices_are_listed),
        T(filters_mean_the_same_on_both),
        T(submissions_are_listed_newest_first),
    };
    return cmocka_run_group_tests_name("people_access", tests, NULL, NULL);
}
