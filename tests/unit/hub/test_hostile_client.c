// Clients that break the rules, and a store that says no: an answer, nothing
// half stored, and the next client is served.
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/thread.h"
#include "storage/db/db.h"
#include "support/hub_house.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

static void expect_served(struct hub_house *house) {
    assert_int_equal(hub_request(house, "GET", "/formList", "", NULL, 0, NULL),
                     200);
}

static int64_t rows(struct hub_house *house) {
    return hub_house_number(house, "SELECT count(*) FROM submissions");
}

struct poster {
    struct vz_thread thread;
    struct hub_house *house;
    int status;
};

static void post_same(void *userdata) {
    struct poster *poster = userdata;
    struct vz_strbuf xml = {0};
    hub_visit(&xml, "uuid:same", "3", NULL);
    poster->status = hub_post(poster->house, xml.data, NULL, 0, NULL);
    vz_strbuf_finish(&xml);
}

static void fifty_first_posts_are_one_row_and_fifty_successes(void **state) {
    struct hub_house house;
    hub_house_open(&house);
    struct poster posters[50] = {0};
    for (size_t i = 0; i < 50; i++) {
        posters[i].house = &house;
        assert_true(vz_thread_start(&posters[i].thread, "poster", post_same,
                                    &posters[i]));
    }
    for (size_t i = 0; i < 50; i++) {
        vz_thread_join(&posters[i].thread);
        assert_int_equal(posters[i].status, 201);
    }
    assert_int_equal(rows(&house), 1);
    assert_int_equal(hub_house_number(&house, "SELECT count(*) FROM form_1"),
                     1);
    hub_house_close(&house);
}

// Every place where a connection can break off, in steps.
static void a_body_that_breaks_off_is_not_stored(void **state) {
    struct hub_house house;
    hub_house_open(&house);
    struct vz_strbuf xml = {0}, body = {0}, request = {0};
    hub_visit(&xml, "uuid:1", "3", NULL);
    hub_body(&body, xml.data, NULL, 0);
    vz_strbuf_printf(&request,
                     "POST %s/submission HTTP/1.1\r\nHost: h\r\n" HUB_BODY_TYPE
                     "Content-Length: %zu\r\n\r\n%s",
                     house.base, body.len, body.data);
    for (size_t len = 0; len < request.len; len += 23) {
        int fd = hub_connect(house.port);
        hub_send(fd, request.data, len);
        close(fd);
    }
    expect_served(&house);
    assert_int_equal(rows(&house), 0);
    vz_strbuf_finish(&xml);
    vz_strbuf_finish(&body);
    vz_strbuf_finish(&request);
    hub_house_close(&house);
}

static void a_body_cut_within_its_length_is_400(void **state) {
    struct hub_house house;
    hub_house_open(&house);
    struct vz_strbuf xml = {0}, body = {0};
    hub_visit(&xml, "uuid:1", "3", NULL);
    hub_body(&body, xml.data, NULL, 0);
    for (size_t len = 0; len < body.len - 3; len += 41) {
        assert_int_equal(hub_request(&house, "POST", "/submission",
                                     HUB_BODY_TYPE, body.data, len, NULL),
                         400);
    }
    assert_int_equal(rows(&house), 0);
    vz_strbuf_finish(&xml);
    vz_strbuf_finish(&body);
    hub_house_close(&house);
}

static void bodies_of_another_kind_are_refused(void **state) {
    static const struct {
        const char *headers;
        int status;
    } cases[] = {
        {"Content-Type: multipart/form-data; boundary=other\r\n", 400},
        {"Content-Type: multipart/form-data\r\n", 400},
        {"Content-Type: multipart/form-data; boundary=\r\n", 400},
        {"Content-Type: text/xml\r\n", 415},
        {"", 415},
    };
    struct hub_house house;
    hub_house_open(&house);
    struct vz_strbuf xml = {0}, body = {0};
    hub_visit(&xml, "uuid:1", "3", NULL);
    hub_body(&body, xml.data, NULL, 0);
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        assert_int_equal(hub_request(&house, "POST", "/submission",
                                     cases[i].headers, body.data, body.len,
                                     NULL),
                         cases[i].status);
    }
    assert_int_equal(rows(&house), 0);
    vz_strbuf_finish(&xml);
    vz_strbuf_finish(&body);
    hub_house_close(&house);
}

static void file_names_that_are_paths_are_refused(void **state) {
    static const char *const names[] = {
        "../x", "/etc/passwd", "..", ".", "a/b", "a\\\\b", "\x01", "dir/../"};
    struct hub_house house;
    hub_house_open(&house);
    struct vz_strbuf xml = {0};
    hub_visit(&xml, "uuid:1", "3", NULL);
    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
        struct hub_post_file file = {names[i], "x", 1};
        assert_int_equal(hub_post(&house, xml.data, &file, 1, NULL), 400);
    }
    assert_int_equal(rows(&house), 0);
    vz_strbuf_finish(&xml);
    hub_house_close(&house);
}

static void too_much_is_refused_before_it_is_sent(void **state) {
    struct hub_house house;
    hub_house_open(&house);
    struct vz_strbuf request = {0}, reply = {0};
    vz_strbuf_printf(&request,
                     "POST %s/submission HTTP/1.1\r\nHost: h\r\n" HUB_BODY_TYPE
                     "Content-Length: 100000001\r\n\r\n",
                     house.base);
    int fd = hub_connect(house.port);
    hub_send(fd, request.data, request.len);
    assert_int_equal(hub_receive(fd, &reply), 413);
    close(fd);
    vz_strbuf_finish(&request);
    vz_strbuf_finish(&reply);
    hub_house_close(&house);
}

static void huge_headers_do_no_harm(void **state) {
    struct hub_house house;
    hub_house_open(&house);
    struct vz_strbuf request = {0}, reply = {0};
    vz_strbuf_printf(&request,
                     "GET %s/formList HTTP/1.1\r\nX-Long: ", house.base);
    for (int i = 0; i < 100000; i++) {
        vz_strbuf_append(&request, "y");
    }
    vz_strbuf_append(&request, "\r\n\r\n");
    int fd = hub_connect(house.port);
    hub_send(fd, request.data, request.len);
    int status = hub_receive(fd, &reply);
    assert_true(status == 0 || (status >= 400 && status < 500));
    close(fd);
    expect_served(&house);
    vz_strbuf_finish(&request);
    vz_strbuf_finish(&reply);
    hub_house_close(&house);
}

static void chunked_bodies_and_reused_connections_work(void **state) {
    struct hub_house house;
    hub_house_open(&house);
    struct vz_strbuf xml = {0}, body = {0}, request = {0}, reply = {0};
    int fd = hub_connect(house.port);
    for (int i = 0; i < 3; i++) {
        char id[20];
        snprintf(id, sizeof(id), "uuid:%d", i);
        hub_visit(&xml, id, "3", NULL);
        vz_strbuf_clear(&body);
        hub_body(&body, xml.data, NULL, 0);
        vz_strbuf_clear(&request);
        vz_strbuf_printf(
            &request,
            "POST %s/submission HTTP/1.1\r\nHost: h\r\n" HUB_BODY_TYPE
            "Transfer-Encoding: chunked\r\n\r\n",
            house.base);
        for (size_t at = 0; at < body.len; at += 100) {
            size_t n = body.len - at < 100 ? body.len - at : 100;
            vz_strbuf_printf(&request, "%zx\r\n%.*s\r\n", n, (int)n,
                             body.data + at);
        }
        vz_strbuf_append(&request, "0\r\n\r\n");
        hub_send(fd, request.data, request.len);
        vz_strbuf_clear(&reply);
        assert_int_equal(hub_receive(fd, &reply), 201);
    }
    close(fd);
    assert_int_equal(rows(&house), 3);
    vz_strbuf_finish(&xml);
    vz_strbuf_finish(&body);
    vz_strbuf_finish(&request);
    vz_strbuf_finish(&reply);
    hub_house_close(&house);
}

static void a_large_file_passes_through_the_disk(void **state) {
    struct hub_house house;
    hub_house_open(&house);
    size_t len = 3 * 1000 * 1000;
    char *bytes = vz_alloc_array(len, 1);
    assert_non_null(bytes);
    for (size_t i = 0; i < len; i++) {
        bytes[i] = (char)(i * 31 % 253);
    }
    struct hub_post_file files[] = {{"small.png", "abc", 3},
                                    {"p.png", bytes, len},
                                    {"q.png", bytes, len / 2}};
    struct vz_strbuf xml = {0}, reply = {0};
    hub_visit(&xml, "uuid:1", "3", "p.png");
    assert_int_equal(hub_post(&house, xml.data, files, 3, &reply), 201);
    char hash[VZ_SHA256_HEX];
    vz_sha256_hex(bytes, len, hash);
    assert_non_null(strstr(reply.data, hash));
    vz_sha256_hex(bytes, len / 2, hash);
    assert_non_null(strstr(reply.data, hash));
    assert_int_equal(hub_house_number(&house, "SELECT sum(length(bytes))"
                                              " FROM blob_chunks"),
                     5 + 3 + (int64_t)(len + len / 2));
    // Nothing stays behind in the folder.
    assert_int_equal(store_folder_count(house.folder, "upload"), 0);
    free(bytes);
    vz_strbuf_finish(&xml);
    vz_strbuf_finish(&reply);
    hub_house_close(&house);
}

// The writer's connection may not grow the file: what a full disk says.
static void a_full_disk_claims_nothing_and_recovers(void **state) {
    struct hub_house house;
    hub_house_open(&house);
    struct vz_db *db =
        vz_hub_store_db(vz_hub_server_writer(house.server)->store);
    assert_int_equal(vz_db_exec(db, "PRAGMA max_page_count = 1"), VZ_OK);
    size_t len = 400 * 1000;
    char *bytes = vz_alloc_array(len, 1);
    struct hub_post_file photo = {"p.png", bytes, len};
    struct vz_strbuf xml = {0};
    hub_visit(&xml, "uuid:1", "3", "p.png");
    assert_int_equal(hub_post(&house, xml.data, &photo, 1, NULL), 507);
    assert_int_equal(rows(&house), 0);
    assert_int_equal(hub_house_number(&house, "SELECT count(*) FROM form_1"),
                     0);
    assert_int_equal(vz_db_exec(db, "PRAGMA max_page_count = 100000"), VZ_OK);
    assert_int_equal(hub_post(&house, xml.data, &photo, 1, NULL), 201);
    assert_int_equal(rows(&house), 1);
    free(bytes);
    vz_strbuf_finish(&xml);
    hub_house_close(&house);
}

static void a_locked_store_says_later(void **state) {
    struct hub_house house;
    hub_house_open(&house);
    struct vz_db *writer =
        vz_hub_store_db(vz_hub_server_writer(house.server)->store);
    assert_int_equal(vz_db_exec(writer, "PRAGMA busy_timeout = 50"), VZ_OK);
    struct vz_hub_store *other;
    assert_int_equal(vz_hub_store_open(&other, &house.place, 0, NULL), VZ_OK);
    assert_int_equal(vz_hub_store_begin(other), VZ_OK);
    struct vz_strbuf xml = {0};
    hub_visit(&xml, "uuid:1", "3", NULL);
    assert_int_equal(hub_post(&house, xml.data, NULL, 0, NULL), 503);
    vz_hub_store_rollback(other);
    vz_hub_store_close(other);
    assert_int_equal(hub_post(&house, xml.data, NULL, 0, NULL), 201);
    assert_int_equal(rows(&house), 1);
    vz_strbuf_finish(&xml);
    hub_house_close(&house);
}

static void a_stop_waits_for_nobody_who_only_talks(void **state) {
    struct hub_house house;
    hub_house_open(&house);
    struct vz_strbuf xml = {0};
    hub_visit(&xml, "uuid:1", "3", NULL);
    assert_int_equal(hub_post(&house, xml.data, NULL, 0, NULL), 201);
    int silent = hub_connect(house.port);
    int half = hub_connect(house.port);
    hub_send(half, "POST /v1/key/x/projects/1/submission HT", 39);
    hub_house_stop(&house);
    close(silent);
    close(half);
    // After the restart the same post is answered as before, and is one row.
    hub_house_start(&house);
    assert_int_equal(hub_post(&house, xml.data, NULL, 0, NULL), 201);
    assert_int_equal(rows(&house), 1);
    vz_strbuf_finish(&xml);
    hub_house_close(&house);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(fifty_first_posts_are_one_row_and_fifty_successes),
        cmocka_unit_test(a_body_that_breaks_off_is_not_stored),
        cmocka_unit_test(a_body_cut_within_its_length_is_400),
        cmocka_unit_test(bodies_of_another_kind_are_refused),
        cmocka_unit_test(file_names_that_are_paths_are_refused),
        cmocka_unit_test(too_much_is_refused_before_it_is_sent),
        cmocka_unit_test(huge_headers_do_no_harm),
        cmocka_unit_test(chunked_bodies_and_reused_connections_work),
        cmocka_unit_test(a_large_file_passes_through_the_disk),
        cmocka_unit_test(a_full_disk_claims_nothing_and_recovers),
        cmocka_unit_test(a_locked_store_says_later),
        cmocka_unit_test(a_stop_waits_for_nobody_who_only_talks),
    };
    return cmocka_run_group_tests_name("hostile_client", tests, NULL, NULL);
}
