// Installed forms: sets that replace each other whole.
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/log.h"
#include "storage/kiosk/kiosk_store.h"
#include "support/store_folder.h"

#include <string.h>

static char folder[STORE_PATH_SIZE];
static struct vz_kiosk_store *store;

static int set_up(void **state) {
    vz_log_set_level(VZ_LOG_ERROR + 1);
    store_folder_make(folder);
    return vz_kiosk_store_open(&store, folder, true, NULL, NULL);
}

static int tear_down(void **state) {
    vz_kiosk_store_close(store);
    store_folder_remove(folder);
    return 0;
}

static enum vz_status install(const char *id, const char *version,
                              const char *xml,
                              const struct vz_installed_media *media,
                              size_t n) {
    const struct vz_installed_form form = {.form_id = id,
                                           .version = version,
                                           .name = "Naam",
                                           .hash = "md5:1",
                                           .xml = xml,
                                           .xml_len = strlen(xml),
                                           .media = media,
                                           .n_media = n};
    return vz_kiosk_store_install_form(store, &form);
}

static void assert_form(const char *id, const char *version, const char *xml) {
    struct vz_kiosk_form_list list;
    assert_int_equal(vz_kiosk_store_form(store, id, &list), VZ_OK);
    assert_int_equal(list.n, 1);
    assert_string_equal(list.items[0].version, version);
    assert_string_equal(list.items[0].xml, xml);
    assert_int_equal(list.items[0].xml_len, strlen(xml));
    vz_kiosk_form_list_finish(&list);
}

static void an_installed_form_is_offered(void **state) {
    assert_int_equal(install("b", "", "<b/>", NULL, 0), VZ_OK);
    assert_int_equal(install("a", "1", "<a/>", NULL, 0), VZ_OK);
    struct vz_kiosk_form_list list;
    assert_int_equal(vz_kiosk_store_forms(store, &list), VZ_OK);
    assert_int_equal(list.n, 2);
    assert_string_equal(list.items[0].form_id, "a");
    assert_string_equal(list.items[0].name, "Naam");
    assert_string_equal(list.items[0].hash, "md5:1");
    assert_null(list.items[0].xml);
    vz_kiosk_form_list_finish(&list);
    assert_form("b", "", "<b/>");
}

static void a_new_version_replaces_the_old(void **state) {
    install("a", "1", "<one/>", NULL, 0);
    install("a", "2", "<two/>", NULL, 0);
    assert_form("a", "2", "<two/>");
    // The same version again, ten times: it still opens.
    for (int i = 0; i < 10; i++) {
        assert_int_equal(install("a", "2", "<again/>", NULL, 0), VZ_OK);
        assert_form("a", "2", "<again/>");
    }
    struct vz_kiosk_form_list list;
    assert_int_equal(vz_kiosk_store_forms(store, &list), VZ_OK);
    assert_int_equal(list.n, 1);
    vz_kiosk_form_list_finish(&list);
}

static void a_set_that_fails_leaves_the_old(void **state) {
    const struct vz_installed_media good = {"a.png", "md5:2", "old", 3};
    assert_int_equal(install("a", "1", "<one/>", &good, 1), VZ_OK);
    const struct vz_installed_media twice[] = {{"x", "md5:3", "1", 1},
                                               {"x", "md5:3", "2", 1}};
    assert_int_not_equal(install("a", "2", "<two/>", twice, 2), VZ_OK);
    assert_form("a", "1", "<one/>");
    struct vz_kiosk_media_list list;
    assert_int_equal(vz_kiosk_store_media_file(store, "a", "a.png", &list),
                     VZ_OK);
    assert_int_equal(list.items[0].len, 3);
    assert_memory_equal(list.items[0].bytes, "old", 3);
    vz_kiosk_media_list_finish(&list);
}

static void media_belong_to_their_form(void **state) {
    const struct vz_installed_media media[] = {{"b.ogg", "md5:b", "b\0b", 3},
                                               {"a.png", "md5:a", "", 0}};
    install("a", "1", "<a/>", media, 2);
    install("other", "1", "<o/>", NULL, 0);
    struct vz_kiosk_media_list list;
    assert_int_equal(vz_kiosk_store_media(store, "a", &list), VZ_OK);
    assert_int_equal(list.n, 2);
    assert_string_equal(list.items[0].filename, "a.png");
    assert_string_equal(list.items[1].hash, "md5:b");
    assert_null(list.items[1].bytes);
    vz_kiosk_media_list_finish(&list);
    assert_int_equal(vz_kiosk_store_media_file(store, "a", "b.ogg", &list),
                     VZ_OK);
    assert_memory_equal(list.items[0].bytes, "b\0b", 3);
    vz_kiosk_media_list_finish(&list);
    assert_int_equal(vz_kiosk_store_media_file(store, "other", "b.ogg", &list),
                     VZ_NOT_FOUND);
    assert_int_equal(vz_kiosk_store_media(store, "other", &list), VZ_OK);
    assert_int_equal(list.n, 0);
    vz_kiosk_media_list_finish(&list);
}

static void a_retired_form_is_gone(void **state) {
    install("a", "1", "<a/>", NULL, 0);
    assert_int_equal(vz_kiosk_store_retire_form(store, "a"), VZ_OK);
    assert_int_equal(vz_kiosk_store_retire_form(store, "never"), VZ_OK);
    struct vz_kiosk_form_list list;
    assert_int_equal(vz_kiosk_store_form(store, "a", &list), VZ_NOT_FOUND);
    assert_int_equal(list.n, 0);
    assert_int_equal(install("a", "1", "<back/>", NULL, 0), VZ_OK);
    assert_form("a", "1", "<back/>");
}

#define T(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void) {
    const struct CMUnitTest tests[] = {
        T(an_installed_form_is_offered),    T(a_new_version_replaces_the_old),
        T(a_set_that_fails_leaves_the_old), T(media_belong_to_their_form),
        T(a_retired_form_is_gone),
    };
    return cmocka_run_group_tests_name("kiosk_forms", tests, NULL, NULL);
}
