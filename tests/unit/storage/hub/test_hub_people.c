// Devices and users: tokens, passwords, audits.
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "support/hub_database.h"
#include "support/hub_shelf.h"

#include <string.h>

static void a_token_opens_the_door_until_it_is_revoked(void **state) {
    struct hub_shelf shelf;
    hub_shelf_open(&shelf);
    char token[VZ_TOKEN_SIZE];
    int64_t id = 0;
    assert_int_equal(
        vz_hub_device_add(shelf.store, "zuil", "test", token, NULL), VZ_OK);
    assert_int_equal(strlen(token), VZ_TOKEN_SIZE - 1);
    assert_int_equal(vz_hub_device_by_token(shelf.store, token, NULL, &id),
                     VZ_OK);
    assert_int_equal(id, 1);
    token[5] ^= 1;
    assert_int_equal(vz_hub_device_by_token(shelf.store, token, NULL, &id),
                     VZ_NOT_FOUND);
    token[5] ^= 1;
    assert_int_equal(vz_hub_device_revoke(shelf.store, "zuil", "test"), VZ_OK);
    assert_int_equal(vz_hub_device_by_token(shelf.store, token, NULL, &id),
                     VZ_NOT_FOUND);
    assert_int_equal(vz_hub_device_revoke(shelf.store, "zuil", "test"),
                     VZ_NOT_FOUND);
    hub_shelf_close(&shelf);
}

static void the_token_is_nowhere_on_the_disk(void **state) {
    struct hub_shelf shelf;
    hub_shelf_open(&shelf);
    char token[VZ_TOKEN_SIZE];
    assert_int_equal(
        vz_hub_device_add(shelf.store, "zuil", "test", token, NULL), VZ_OK);
    assert_true(hub_database_holds(&shelf.place, "zuil"));
    assert_false(hub_database_holds(&shelf.place, token));
    hub_shelf_close(&shelf);
}

static void a_name_is_given_once(void **state) {
    struct hub_shelf shelf;
    hub_shelf_open(&shelf);
    char token[VZ_TOKEN_SIZE];
    struct vz_error error = {0};
    assert_int_equal(
        vz_hub_device_add(shelf.store, "zuil", "test", token, &error), VZ_OK);
    assert_int_equal(
        vz_hub_device_add(shelf.store, "zuil", "test", token, &error),
        VZ_EXISTS);
    assert_non_null(strstr(error.message, "zuil"));
    assert_int_equal(hub_shelf_number(&shelf, "SELECT count(*) FROM audits"
                                              " WHERE action = 'device.add'"),
                     1);
    hub_shelf_close(&shelf);
}

static void a_password_is_checked_and_not_stored(void **state) {
    struct hub_shelf shelf;
    hub_shelf_open(&shelf);
    assert_int_equal(vz_hub_user_add(shelf.store, "ada", "correct horse",
                                     "admin", "test", NULL),
                     VZ_OK);
    assert_int_equal(vz_hub_user_check(shelf.store, "ada", "correct horse"),
                     VZ_OK);
    assert_int_equal(vz_hub_user_check(shelf.store, "ada", "correct hors"),
                     VZ_DENIED);
    assert_int_equal(vz_hub_user_check(shelf.store, "bob", "correct horse"),
                     VZ_DENIED);
    assert_false(hub_database_holds(&shelf.place, "correct horse"));
    assert_string_equal(hub_shelf_text(&shelf,
                                       "SELECT substr(password_hash, 1, 30)"
                                       " FROM users"),
                        "$argon2id$v=19$m=19456,t=2,p=1");
    assert_int_equal(
        vz_hub_user_add(shelf.store, "eve", "short", "admin", "test", NULL),
        VZ_INVALID);
    hub_shelf_close(&shelf);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_token_opens_the_door_until_it_is_revoked),
        cmocka_unit_test(the_token_is_nowhere_on_the_disk),
        cmocka_unit_test(a_name_is_given_once),
        cmocka_unit_test(a_password_is_checked_and_not_stored),
    };
    return cmocka_run_group_tests_name("hub_people", tests, NULL, NULL);
}
