// Forms in the hub's store: versions that never change, media, what is current.
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "support/hub_database.h"
#include "support/hub_shelf.h"

#include <string.h>

static enum vz_status publish(struct hub_shelf *shelf,
                              const struct vz_schema *schema, const char *xml,
                              const struct vz_hub_media *media, size_t n_media,
                              bool *added) {
    struct vz_hub_form_params params = {.schema = schema,
                                        .xml = xml,
                                        .xml_len = strlen(xml),
                                        .media = media,
                                        .n_media = n_media,
                                        .actor = "test"};
    return vz_hub_form_add(shelf->store, &params, added, NULL);
}

static void a_version_never_changes(void **state) {
    struct hub_shelf shelf;
    hub_shelf_open(&shelf);
    bool added;
    assert_int_equal(
        publish(&shelf, &shelf.schema, "<form version='1'/>", NULL, 0, &added),
        VZ_OK);
    assert_false(added);
    assert_int_equal(
        publish(&shelf, &shelf.schema, "<other/>", NULL, 0, &added),
        VZ_CONFLICT);
    assert_string_equal(hub_shelf_text(&shelf, "SELECT xml FROM form_versions"),
                        "<form version='1'/>");
    hub_shelf_close(&shelf);
}

static void the_version_published_last_is_current(void **state) {
    struct hub_shelf shelf;
    hub_shelf_open(&shelf);
    struct vz_schema second;
    hub_form_schema(&second, "2");
    bool added;
    assert_int_equal(publish(&shelf, &second, "<second/>", NULL, 0, &added),
                     VZ_OK);
    struct vz_hub_form_list list;
    assert_int_equal(vz_hub_form_version(shelf.store, "proef", NULL, &list),
                     VZ_OK);
    assert_string_equal(list.items[0].version, "2");
    assert_string_equal(list.items[0].xml, "<second/>");
    vz_hub_form_list_finish(&list);
    // Publishing the first again goes back to it.
    assert_int_equal(
        publish(&shelf, &shelf.schema, "<form version='1'/>", NULL, 0, &added),
        VZ_OK);
    assert_int_equal(vz_hub_form_versions(shelf.store, "proef", &list), VZ_OK);
    assert_int_equal(list.n, 2);
    assert_string_equal(list.items[0].version, "1");
    vz_hub_form_list_finish(&list);
    vz_schema_finish(&second);
    hub_shelf_close(&shelf);
}

static void media_may_follow_but_not_change(void **state) {
    struct hub_shelf shelf;
    hub_shelf_open(&shelf);
    bool added;
    struct vz_hub_media media = {"a.png", "pixels", 6};
    assert_int_equal(publish(&shelf, &shelf.schema, "<form version='1'/>",
                             &media, 1, &added),
                     VZ_OK);
    assert_true(added);
    struct vz_hub_media_list list;
    assert_int_equal(vz_hub_form_media(shelf.store, shelf.version_id, &list),
                     VZ_OK);
    assert_int_equal(list.n, 1);
    struct vz_strbuf bytes = {0};
    assert_int_equal(
        vz_hub_blob_read(shelf.store, list.items[0].blob_id, &bytes), VZ_OK);
    assert_string_equal(bytes.data, "pixels");
    vz_strbuf_finish(&bytes);
    vz_hub_media_list_finish(&list);
    media.bytes = "others";
    assert_int_equal(publish(&shelf, &shelf.schema, "<form version='1'/>",
                             &media, 1, &added),
                     VZ_CONFLICT);
    hub_shelf_close(&shelf);
}

static void a_newer_store_is_not_touched(void **state) {
    struct hub_shelf shelf;
    hub_shelf_open(&shelf);
    assert_int_equal(vz_db_exec(vz_hub_store_db(shelf.store),
                                hub_database_is_server()
                                    ? "UPDATE schema_version SET version = 999"
                                    : "PRAGMA user_version = 999"),
                     VZ_OK);
    struct vz_hub_store *other;
    struct vz_error error = {0};
    assert_int_equal(vz_hub_store_open(&other, &shelf.place, 0, &error),
                     VZ_NEWER);
    assert_true(*error.message);
    hub_shelf_close(&shelf);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_version_never_changes),
        cmocka_unit_test(the_version_published_last_is_current),
        cmocka_unit_test(media_may_follow_but_not_change),
        cmocka_unit_test(a_newer_store_is_not_touched),
    };
    return cmocka_run_group_tests_name("hub_forms", tests, NULL, NULL);
}
