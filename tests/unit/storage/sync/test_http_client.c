// The HTTP client: headers, logins, redirects, limits, broken connections.
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/clock.h"
#include "base/file.h"
#include "base/log.h"
#include "base/thread.h"
#include "storage/sync/http_client.h"
#include "support/store_certificate.h"
#include "support/store_folder.h"
#include "support/store_server.h"

#include <stdio.h>
#include <string.h>

static struct store_server *server;
static struct vz_http_reply reply;

static int set_up(void **state) {
    vz_log_set_level(VZ_LOG_ERROR + 1);
    server = store_server_start();
    store_server_document(server, "/doc", "text");
    return 0;
}

static int tear_down(void **state) {
    vz_http_reply_finish(&reply);
    store_server_stop(server);
    vz_clock_thaw();
    return 0;
}

static struct vz_http_client *client_with(const char *username,
                                          const char *password) {
    const struct vz_http_client_params params = {.server =
                                                     store_server_url(server),
                                                 .username = username,
                                                 .password = password,
                                                 .stall_s = 1};
    struct vz_http_client *client = vz_http_client_create(&params, NULL);
    assert_non_null(client);
    return client;
}

static void get(struct vz_http_client *client, const char *path,
                size_t max_reply) {
    char url[200];
    snprintf(url, sizeof(url), "%s%s", store_server_url(server), path);
    const struct vz_http_request request = {.url = url, .max_reply = max_reply};
    vz_http_client_send(client, &request, &reply);
}

static void a_document_comes(void **state) {
    struct vz_http_client *client = client_with(NULL, NULL);
    get(client, "/doc", 0);
    assert_int_equal(reply.outcome, VZ_HTTP_REPLIED);
    assert_int_equal(reply.status, 200);
    assert_true(reply.openrosa);
    assert_string_equal(reply.body.data, "text");
    assert_string_equal(reply.content_type.data, "text/xml; charset=utf-8");
    assert_int_equal(store_server_n_malformed(server), 0);
    vz_http_client_destroy(client);
}

static void the_date_has_24_hours_and_english_names(void **state) {
    static const struct {
        int64_t at;
        const char *text;
    } cases[] = {
        {INT64_C(1297698495000), "Mon, 14 Feb 2011 15:48:15 GMT"},
        {INT64_C(0), "Thu, 01 Jan 1970 00:00:00 GMT"},
        {INT64_C(1798761599000), "Thu, 31 Dec 2026 23:59:59 GMT"},
    };
    struct vz_http_client *client = client_with(NULL, NULL);
    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
        vz_clock_freeze(cases[i].at);
        get(client, "/doc", 0);
        char date[64];
        store_server_last_date(server, date);
        assert_string_equal(date, cases[i].text);
    }
    vz_http_client_destroy(client);
}

static void basic_is_sent_at_once_to_this_machine(void **state) {
    store_server_lock(server, "kiosk", "geheim", false);
    struct vz_http_client *client = client_with("kiosk", "geheim");
    get(client, "/doc", 0);
    assert_int_equal(reply.status, 200);
    char login[256];
    store_server_first_login(server, login);
    assert_string_equal(login, "Basic a2lvc2s6Z2VoZWlt");
    vz_http_client_destroy(client);
}

static void digest_is_used_when_it_is_asked_for(void **state) {
    store_server_lock(server, "kiosk", "geheim", true);
    struct vz_http_client *client = client_with("kiosk", "geheim");
    get(client, "/doc", 0);
    assert_int_equal(reply.status, 200);
    assert_string_equal(reply.body.data, "text");
    get(client, "/doc", 0);
    assert_int_equal(reply.status, 200);
    vz_http_client_destroy(client);
}

static void a_post_with_digest_keeps_its_body(void **state) {
    store_server_lock(server, "kiosk", "geheim", true);
    struct vz_http_client *client = client_with("kiosk", "geheim");
    const struct vz_http_request request = {.method = VZ_HTTP_POST,
                                            .url = store_server_url(server),
                                            .content_type = "text/plain",
                                            .body = "the body",
                                            .body_len = 8};
    vz_http_client_send(client, &request, &reply);
    assert_int_equal(reply.outcome, VZ_HTTP_REPLIED);
    assert_int_not_equal(reply.status, 401);
    assert_int_equal(store_server_n_posts_with(server, "the body"), 1);
    vz_http_client_destroy(client);
}

static void a_wrong_password_is_told(void **state) {
    for (int digest = 0; digest < 2; digest++) {
        store_server_lock(server, "kiosk", "geheim", digest);
        struct vz_http_client *client = client_with("kiosk", "anders");
        get(client, "/doc", 0);
        assert_int_equal(reply.outcome, VZ_HTTP_REPLIED);
        assert_int_equal(reply.status, 401);
        vz_http_client_destroy(client);
    }
}

static void redirects_stay_on_the_host(void **state) {
    const struct store_step home = {.status = 307,
                                    .location = "/v1/key/abc/projects/1/doc"};
    const struct store_step away = {.status = 302,
                                    .location = "http://login.invalid/x"};
    const struct store_step port = {.status = 302,
                                    .location = "http://127.0.0.1:1/x"};
    struct vz_http_client *client = client_with(NULL, NULL);
    store_server_script(server, "GET", &home, 1);
    get(client, "/old", 0);
    assert_int_equal(reply.status, 200);
    assert_string_equal(reply.body.data, "text");
    assert_non_null(strstr(reply.url.data, "/doc"));
    store_server_script(server, "GET", &away, 1);
    get(client, "/doc", 0);
    assert_int_equal(reply.outcome, VZ_HTTP_ELSEWHERE);
    store_server_script(server, "GET", &port, 1);
    get(client, "/doc", 0);
    assert_int_equal(reply.outcome, VZ_HTTP_ELSEWHERE);
    vz_http_client_destroy(client);
}

static void redirects_in_a_circle_end(void **state) {
    struct store_step circle[10];
    for (size_t i = 0; i < 10; i++) {
        circle[i] = (struct store_step){
            .status = 302, .location = "/v1/key/abc/projects/1/doc"};
    }
    struct vz_http_client *client = client_with(NULL, NULL);
    store_server_script(server, "GET", circle, 10);
    get(client, "/doc", 0);
    assert_int_equal(reply.outcome, VZ_HTTP_REPLIED);
    assert_int_equal(reply.status, 302);
    assert_int_equal(store_server_requests(server, "GET"), 4);
    vz_http_client_destroy(client);
}

static void a_reply_has_a_limit(void **state) {
    struct vz_http_client *client = client_with(NULL, NULL);
    get(client, "/doc", 4);
    assert_int_equal(reply.outcome, VZ_HTTP_REPLIED);
    get(client, "/doc", 3);
    assert_int_equal(reply.outcome, VZ_HTTP_TOO_LARGE);
    vz_http_client_destroy(client);
}

static void broken_connections_are_told_apart(void **state) {
    const struct store_step cut[2] = {{.fault = STORE_CUT_AFTER},
                                      {.fault = STORE_CUT_AFTER}};
    struct vz_http_client *client = client_with(NULL, NULL);
    store_server_script(server, "GET", cut, 2);
    get(client, "/doc", 0);
    assert_int_equal(reply.outcome, VZ_HTTP_UNKNOWN);
    assert_true(reply.problem[0]);
    vz_http_client_destroy(client);

    const struct vz_http_client_params params = {.server =
                                                     "http://127.0.0.1:1/x"};
    client = vz_http_client_create(&params, NULL);
    const struct vz_http_request request = {.url = "http://127.0.0.1:1/x"};
    vz_http_client_send(client, &request, &reply);
    assert_int_equal(reply.outcome, VZ_HTTP_UNREACHED);
    vz_http_client_destroy(client);
}

static void a_stalled_reply_ends(void **state) {
    const struct store_step stall = {.fault = STORE_STALL};
    struct vz_http_client *client = client_with(NULL, NULL);
    store_server_script(server, "GET", &stall, 1);
    get(client, "/doc", 0);
    assert_int_equal(reply.outcome, VZ_HTTP_UNKNOWN);
    vz_http_client_destroy(client);
}

static void interrupt_later(void *userdata) {
    store_server_wait(server, "GET", 1);
    vz_http_client_interrupt(userdata);
}

static void a_transfer_can_be_interrupted(void **state) {
    const struct store_step stall = {.fault = STORE_STALL};
    const struct vz_http_client_params params = {.server =
                                                     store_server_url(server)};
    struct vz_http_client *client = vz_http_client_create(&params, NULL);
    store_server_script(server, "GET", &stall, 1);
    struct vz_thread thread = {0};
    assert_true(vz_thread_start(&thread, "stop", interrupt_later, client));
    get(client, "/doc", 0); // would stall for 60 s
    assert_int_equal(reply.outcome, VZ_HTTP_INTERRUPTED);
    vz_thread_join(&thread);
    get(client, "/doc", 0);
    assert_int_equal(reply.outcome, VZ_HTTP_INTERRUPTED);
    vz_http_client_destroy(client);
}

// Nothing is said to a server whose certificate nobody vouches for; with the
// authority's file it is trusted, and the key is sent at once.
static void certificates_are_checked(void **state) {
    char folder[STORE_PATH_SIZE], ca[STORE_PATH_SIZE];
    struct store_certificate own = store_certificate_make();
    struct store_server *tls = store_server_start_tls(own.certificate, own.key);
    store_server_document(tls, "/doc", "text");
    store_server_lock(tls, "kiosk", "geheim", false);
    store_folder_make(folder);
    store_folder_path(ca, folder, "ca.pem");
    assert_int_equal(
        vz_file_write(ca, own.certificate, strlen(own.certificate)), VZ_OK);
    char url[200];
    snprintf(url, sizeof(url), "%s/doc", store_server_url(tls));
    const struct vz_http_request request = {.url = url};
    for (int trusted = 0; trusted < 2; trusted++) {
        const struct vz_http_client_params params = {
            .server = store_server_url(tls),
            .username = "kiosk",
            .password = "geheim",
            .ca_file = trusted ? ca : NULL};
        struct vz_http_client *client = vz_http_client_create(&params, NULL);
        vz_http_client_send(client, &request, &reply);
        assert_int_equal(reply.outcome,
                         trusted ? VZ_HTTP_REPLIED : VZ_HTTP_UNREACHED);
        assert_int_equal(reply.status, trusted ? 200 : 0);
        assert_int_equal(store_server_requests(tls, "GET"), trusted);
        vz_http_client_destroy(client);
    }
    store_server_stop(tls);
    store_folder_remove(folder);
    store_certificate_finish(&own);
}

static void odd_addresses_are_refused(void **state) {
    static const char *const bad[] = {"",
                                      "hub",
                                      "ftp://hub/",
                                      "file:///etc/passwd",
                                      "http://user:pass@hub/",
                                      "http://user@hub/"};
    for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++) {
        const struct vz_http_client_params params = {.server = bad[i]};
        struct vz_error error = {0};
        if (vz_http_client_create(&params, &error)) {
            print_message("%s\n", bad[i]);
            fail();
        }
        assert_int_equal(error.status, VZ_INVALID);
    }
}

static void queries_are_escaped(void **state) {
    struct vz_strbuf url = {0};
    vz_strbuf_append(&url, "http://h/x");
    vz_http_append_query(&url, "deviceID", "kiosk:1 &é");
    vz_http_append_query(&url, "formID", "a");
    assert_string_equal(url.data,
                        "http://h/x?deviceID=kiosk%3A1%20%26%C3%A9&formID=a");
    vz_strbuf_finish(&url);
}

#define T(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void) {
    const struct CMUnitTest tests[] = {
        T(a_document_comes),
        T(the_date_has_24_hours_and_english_names),
        T(basic_is_sent_at_once_to_this_machine),
        T(digest_is_used_when_it_is_asked_for),
        T(a_post_with_digest_keeps_its_body),
        T(a_wrong_password_is_told),
        T(redirects_stay_on_the_host),
        T(redirects_in_a_circle_end),
        T(a_reply_has_a_limit),
        T(broken_connections_are_told_apart),
        T(a_stalled_reply_ends),
        T(a_transfer_can_be_interrupted),
        T(certificates_are_checked),
        T(odd_addresses_are_refused),
        T(queries_are_escaped),
    };
    return cmocka_run_group_tests_name("http_client", tests, NULL, NULL);
}
