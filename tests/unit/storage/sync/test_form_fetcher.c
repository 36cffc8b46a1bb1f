// Forms from a server: installed whole, replaced, retired, never on an error.
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/log.h"
#include "openrosa/openrosa.h"
#include "storage/sync/form_fetcher.h"
#include "support/store_folder.h"
#include "support/store_server.h"

#include <stdio.h>
#include <string.h>

static char folder[STORE_PATH_SIZE];
static struct store_server *server;
static struct vz_sync_link wire;
static int n_told;

static void on_forms(void *userdata) {
    n_told++;
}

static int set_up(void **state) {
    vz_log_set_level(VZ_LOG_ERROR + 1);
    store_folder_make(folder);
    server = store_server_start();
    wire = (struct vz_sync_link){.server = store_server_url(server),
                                 .device_id = "kiosk:1",
                                 .callbacks = {.on_forms = on_forms}};
    n_told = 0;
    const struct vz_http_client_params params = {.server = wire.server};
    wire.http = vz_http_client_create(&params, NULL);
    assert_non_null(wire.http);
    return vz_kiosk_store_open(&wire.store, folder, true, NULL, NULL);
}

static int tear_down(void **state) {
    assert_int_equal(store_server_n_malformed(server), 0);
    vz_kiosk_store_close(wire.store);
    vz_http_client_destroy(wire.http);
    store_server_stop(server);
    store_folder_remove(folder);
    return 0;
}

// A form on the server: /f/<id> with its hash; media come with serve_media.
struct listing {
    const char *id, *version, *xml;
    bool has_media;
    const char *hash; // NULL: the right one
};

static void serve_list(const struct listing *listings, size_t n) {
    struct vz_formlist_item items[4];
    char urls[4][2][200], hashes[4][VZ_MD5_HEX + 4], path[80];
    for (size_t i = 0; i < n; i++) {
        const struct listing *listing = &listings[i];
        snprintf(urls[i][0], 200, "%s/f/%s", wire.server, listing->id);
        snprintf(urls[i][1], 200, "%s/f/%s/manifest", wire.server, listing->id);
        char md5[VZ_MD5_HEX];
        vz_md5_hex(listing->xml, strlen(listing->xml), md5);
        snprintf(hashes[i], sizeof(hashes[i]), "md5:%s", md5);
        items[i] = (struct vz_formlist_item){
            .form_id = listing->id,
            .name = "Naam",
            .version = listing->version,
            .hash = listing->hash ? listing->hash : hashes[i],
            .download_url = urls[i][0],
            .manifest_url = listing->has_media ? urls[i][1] : NULL};
        snprintf(path, sizeof(path), "/f/%s", listing->id);
        store_server_document(server, path, listing->xml);
    }
    struct vz_strbuf xml = {0};
    vz_formlist_write(&xml, items, n);
    store_server_document(server, "/formList", xml.data);
    vz_strbuf_finish(&xml);
}

// One media file of form `id`; `hash` NULL: the right one.
static void serve_media(const char *id, const char *filename, const char *bytes,
                        const char *hash, bool entity_list) {
    char url[200], right[VZ_MD5_HEX + 4], md5[VZ_MD5_HEX], path[100];
    vz_md5_hex(bytes, strlen(bytes), md5);
    snprintf(right, sizeof(right), "md5:%s", md5);
    snprintf(url, sizeof(url), "%s/m/%s", wire.server, filename);
    const struct vz_manifest_item item = {filename, hash ? hash : right, url,
                                          entity_list};
    struct vz_strbuf xml = {0};
    vz_manifest_write(&xml, &item, 1);
    snprintf(path, sizeof(path), "/f/%s/manifest", id);
    store_server_document(server, path, xml.data);
    snprintf(path, sizeof(path), "/m/%s", filename);
    store_server_document(server, path, bytes);
    vz_strbuf_finish(&xml);
}

static enum vz_status fetch(bool *changed) {
    struct vz_error error = {0};
    enum vz_status status = vz_form_fetcher_run(&wire, changed, &error);
    assert_true(status == VZ_OK || error.message[0]);
    return status;
}

static void assert_form(const char *id, const char *xml) {
    struct vz_kiosk_form_list list;
    assert_int_equal(vz_kiosk_store_form(wire.store, id, &list), VZ_OK);
    assert_string_equal(list.items[0].xml, xml);
    vz_kiosk_form_list_finish(&list);
}

static void assert_media(const char *id, const char *name, const char *bytes) {
    struct vz_kiosk_media_list list;
    assert_int_equal(vz_kiosk_store_media_file(wire.store, id, name, &list),
                     VZ_OK);
    assert_int_equal(list.items[0].len, strlen(bytes));
    assert_memory_equal(list.items[0].bytes, bytes, strlen(bytes));
    vz_kiosk_media_list_finish(&list);
}

static size_t n_forms(void) {
    struct vz_kiosk_form_list list;
    assert_int_equal(vz_kiosk_store_forms(wire.store, &list), VZ_OK);
    size_t n = list.n;
    vz_kiosk_form_list_finish(&list);
    return n;
}

static void forms_are_installed_with_their_media(void **state) {
    const struct listing listings[] = {{"a", "1", "<a/>", true, NULL},
                                       {"b", "", "<b/>", false, NULL}};
    serve_list(listings, 2);
    serve_media("a", "p.png", "picture", NULL, false);
    bool changed;
    assert_int_equal(fetch(&changed), VZ_OK);
    assert_true(changed);
    assert_int_equal(n_told, 1);
    assert_form("a", "<a/>");
    assert_form("b", "<b/>");
    assert_media("a", "p.png", "picture");
}

static void what_is_current_is_not_fetched_again(void **state) {
    const struct listing listing = {"a", "1", "<a/>", true, NULL};
    serve_list(&listing, 1);
    serve_media("a", "p.png", "picture", NULL, false);
    bool changed;
    assert_int_equal(fetch(&changed), VZ_OK);
    int first = store_server_requests(server, "GET");
    assert_int_equal(first, 4);
    for (int i = 0; i < 10; i++) {
        assert_int_equal(fetch(&changed), VZ_OK);
        assert_false(changed);
        assert_form("a", "<a/>");
    }
    // List and manifest only.
    assert_int_equal(store_server_requests(server, "GET"), first + 20);
    assert_int_equal(n_told, 1);
}

static void changed_media_are_fetched_alone(void **state) {
    const struct listing listing = {"a", "1", "<a/>", true, NULL};
    serve_list(&listing, 1);
    serve_media("a", "p.png", "picture", NULL, false);
    bool changed;
    assert_int_equal(fetch(&changed), VZ_OK);
    serve_media("a", "p.png", "another picture", NULL, false);
    int before = store_server_requests(server, "GET");
    assert_int_equal(fetch(&changed), VZ_OK);
    assert_true(changed);
    assert_int_equal(store_server_requests(server, "GET"), before + 3);
    assert_media("a", "p.png", "another picture");
    assert_form("a", "<a/>");
}

static void a_download_that_is_not_what_was_listed_is_refused(void **state) {
    struct listing listings[] = {
        {"a", "1", "<a/>", false, "md5:00000000000000000000000000000000"},
        {"b", "1", "<b/>", false, NULL}};
    serve_list(listings, 2);
    bool changed;
    assert_int_equal(fetch(&changed), VZ_CORRUPT);
    assert_int_equal(n_forms(), 1);
    assert_form("b", "<b/>");
    listings[0].hash = "";
    serve_list(listings, 2);
    assert_int_equal(fetch(&changed), VZ_CORRUPT);
    assert_int_equal(n_forms(), 1);
}

static void media_that_fail_leave_the_former_set(void **state) {
    struct listing listing = {"a", "1", "<a/>", true, NULL};
    serve_list(&listing, 1);
    serve_media("a", "p.png", "picture", NULL, false);
    bool changed;
    assert_int_equal(fetch(&changed), VZ_OK);

    listing.version = "2";
    listing.xml = "<a2/>";
    serve_list(&listing, 1);
    serve_media("a", "p.png", "cut off", "md5:00000000000000000000000000000000",
                false);
    assert_int_equal(fetch(&changed), VZ_CORRUPT);
    assert_false(changed);
    assert_form("a", "<a/>");
    assert_media("a", "p.png", "picture");

    // The network is cut at each file in turn.
    serve_media("a", "p.png", "picture 2", NULL, false);
    for (size_t at = 0; at < 4; at++) {
        static const char *const paths[] = {"/formList", "/f/a/manifest",
                                            "/f/a", "/m/p.png"};
        store_server_cut_path(server, paths[at]);
        assert_int_not_equal(fetch(&changed), VZ_OK);
        assert_form("a", "<a/>");
        assert_media("a", "p.png", "picture");
    }
    store_server_cut_path(server, NULL);
    assert_int_equal(fetch(&changed), VZ_OK);
    assert_form("a", "<a2/>");
    assert_media("a", "p.png", "picture 2");
}

static void entity_lists_have_a_hash_of_their_own(void **state) {
    const struct listing listing = {"a", "1", "<a/>", true, NULL};
    serve_list(&listing, 1);
    serve_media("a", "people.csv", "name\nx\n", "md5:last-change-1", true);
    bool changed;
    assert_int_equal(fetch(&changed), VZ_OK);
    assert_media("a", "people.csv", "name\nx\n");
    assert_int_equal(fetch(&changed), VZ_OK);
    assert_false(changed);
}

static void unlisted_forms_are_retired(void **state) {
    const struct listing listings[] = {{"a", "1", "<a/>", false, NULL},
                                       {"b", "1", "<b/>", false, NULL}};
    serve_list(listings, 2);
    bool changed;
    assert_int_equal(fetch(&changed), VZ_OK);
    serve_list(&listings[1], 1);
    assert_int_equal(fetch(&changed), VZ_OK);
    assert_true(changed);
    assert_int_equal(n_forms(), 1);
    serve_list(NULL, 0);
    assert_int_equal(fetch(&changed), VZ_OK);
    assert_int_equal(n_forms(), 0);
}

static void errors_retire_nothing(void **state) {
    const struct listing listing = {"a", "1", "<a/>", false, NULL};
    serve_list(&listing, 1);
    bool changed;
    assert_int_equal(fetch(&changed), VZ_OK);
    static const struct store_step steps[] = {
        {.status = 200, .no_header = true, .body = "<html/>"},
        {.status = 200, .no_header = true, .body = "<xforms/>"},
        {.status = 200, .body = "<html/>"},
        {.status = 200, .body = "<xforms>"},
        {.status = 200, .body = ""},
        {.status = 200, .body = "<xforms><xform/></xforms>"},
        {.status = 401},
        {.status = 404},
        {.status = 500},
        {.status = 302, .location = "http://login.invalid/"},
        {.status = 302, .location = "/formList2"},
    };
    for (size_t i = 0; i < sizeof(steps) / sizeof(*steps); i++) {
        store_server_script(server, "GET", &steps[i], 1);
        assert_int_not_equal(fetch(&changed), VZ_OK);
        assert_false(changed);
        assert_int_equal(n_forms(), 1);
    }
}

static void a_manifest_cannot_write_elsewhere(void **state) {
    const struct listing listing = {"a", "1", "<a/>", true, NULL};
    serve_list(&listing, 1);
    serve_media("a", "../../evil", "x", NULL, false);
    bool changed;
    assert_int_equal(fetch(&changed), VZ_INVALID);
    assert_int_equal(n_forms(), 0);
}

static void downloads_from_another_host_are_refused(void **state) {
    static const char list[] =
        "<xforms><xform><formID>a</formID><hash>md5:1</hash>"
        "<downloadUrl>http://other.invalid/a.xml</downloadUrl></xform>"
        "</xforms>";
    store_server_document(server, "/formList", list);
    bool changed;
    assert_int_equal(fetch(&changed), VZ_NETWORK);
    assert_int_equal(n_forms(), 0);
}

#define T(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void) {
    const struct CMUnitTest tests[] = {
        T(forms_are_installed_with_their_media),
        T(what_is_current_is_not_fetched_again),
        T(changed_media_are_fetched_alone),
        T(a_download_that_is_not_what_was_listed_is_refused),
        T(media_that_fail_leave_the_former_set),
        T(entity_lists_have_a_hash_of_their_own),
        T(unlisted_forms_are_retired),
        T(errors_retire_nothing),
        T(a_manifest_cannot_write_elsewhere),
        T(downloads_from_another_host_are_refused),
    };
    return cmocka_run_group_tests_name("form_fetcher", tests, NULL, NULL);
}
