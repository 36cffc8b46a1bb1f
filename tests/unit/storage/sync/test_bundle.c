// The outbox on a stick, and what a hub gives back.
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/file.h"
#include "base/log.h"
#include "openrosa/bundle_file.h"
#include "openrosa/openrosa.h"
#include "storage/kiosk/outbox.h"
#include "storage/sync/bundle.h"
#include "support/store_folder.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define DEVICE "vertelzuil:1"
#define XML_1 "<data id=\"kort\"><a>een</a></data>"
#define XML_2 "<data id=\"kort\"><a>twee</a></data>"
#define VOICE "a voice, with \r\n and \0 in it"
#define NO_FORMS "<xforms xmlns='http://openrosa.org/xforms/xformsList'/>"

static char folder[STORE_PATH_SIZE], out[STORE_PATH_SIZE], in[STORE_PATH_SIZE];

static struct vz_kiosk_store *open_store(void) {
    struct vz_kiosk_store *store;
    assert_int_equal(vz_kiosk_store_open(&store, folder, true, NULL, NULL),
                     VZ_OK);
    return store;
}

static void add(struct vz_kiosk_store *store, const char *id, const char *xml,
                bool voice) {
    const struct vz_outbox_file file = {"v.ogg", "audio/ogg", VOICE,
                                        sizeof(VOICE) - 1};
    int64_t sequence;
    assert_int_equal(vz_kiosk_store_begin(store, id, "kort", "1", &sequence),
                     VZ_OK);
    assert_int_equal(vz_kiosk_store_complete(store, id, xml, strlen(xml), &file,
                                             voice ? 1 : 0),
                     VZ_OK);
}

static int set_up(void **state) {
    vz_log_set_level(VZ_LOG_ERROR + 1);
    store_folder_make(folder);
    store_folder_path(out, folder, "out.zip");
    store_folder_path(in, folder, "in.zip");
    struct vz_kiosk_store *store = open_store();
    add(store, "uuid:1", XML_1, true);
    add(store, "uuid:2", XML_2, false);
    *state = store;
    return 0;
}

static int tear_down(void **state) {
    vz_kiosk_store_close(*state);
    store_folder_remove(folder);
    return 0;
}

static int64_t waiting(struct vz_kiosk_store *store) {
    struct vz_kiosk_status status;
    assert_int_equal(vz_kiosk_store_status(store, &status), VZ_OK);
    return status.waiting;
}

static int64_t export(struct vz_kiosk_store *store) {
    struct vz_bundle_result result;
    struct vz_error error = {0};
    assert_int_equal(vz_bundle_export(store, DEVICE, out, &result, &error),
                     VZ_OK);
    return result.n_submissions;
}

static void what_waits_goes_out_byte_for_byte(void **state) {
    struct vz_bundle_reader *bundle;
    struct vz_strbuf post = {0};
    assert_int_equal(export(*state), 2);
    assert_int_equal(
        vz_bundle_reader_open(&bundle, out, VZ_BUNDLE_FROM_KIOSK, NULL), VZ_OK);
    assert_int_equal(vz_bundle_reader_read(
                         bundle, "submissions/0000000001.post", 100000, &post),
                     VZ_OK);
    assert_non_null(strstr(post.data, "Content-Type: multipart/form-data"));
    assert_non_null(strstr(post.data, XML_1));
    assert_non_null(memmem(post.data, post.len, VOICE, sizeof(VOICE) - 1));
    vz_strbuf_finish(&post);
    vz_bundle_reader_close(bundle);
    // It is not sent by that, and a second stick holds the same.
    assert_int_equal(waiting(*state), 2);
    assert_int_equal(export(*state), 2);
}

struct reply {
    const char *name, *status, *xml_sha_of;
    bool voice;
};

static void put(struct vz_bundle_writer *writer, const char *name,
                const char *text) {
    vz_bundle_writer_add(writer, name, text, strlen(text));
}

static void add_reply(struct vz_bundle_writer *writer,
                      const struct reply *reply) {
    char xml[VZ_SHA256_HEX], voice[VZ_SHA256_HEX];
    struct vz_strbuf text = {0};
    vz_sha256_hex(reply->xml_sha_of, strlen(reply->xml_sha_of), xml);
    vz_sha256_hex(VOICE, sizeof(VOICE) - 1, voice);
    const struct vz_stored_file files[] = {{"", xml}, {"v.ogg", voice}};
    vz_strbuf_printf(&text, "%s\n", reply->status);
    vz_response_write(&text, "thanks", files, reply->voice ? 2 : 1);
    vz_bundle_writer_add(writer, reply->name, text.data, text.len);
    vz_strbuf_finish(&text);
}

static void write_in(const char *device, const struct reply *replies, size_t n,
                     const char *tombstones) {
    char title[200];
    struct vz_error error = {0};
    struct vz_bundle_writer *writer = vz_bundle_writer_open(in, &error);
    assert_non_null(writer);
    snprintf(title, sizeof(title), VZ_BUNDLE_FROM_HUB "device: %s\n", device);
    put(writer, VZ_BUNDLE_TITLE_ENTRY, title);
    for (size_t i = 0; i < n; i++) {
        add_reply(writer, &replies[i]);
    }
    put(writer, "formList", NO_FORMS);
    put(writer, "tombstones", tombstones);
    assert_int_equal(vz_bundle_writer_close(writer, &error), VZ_OK);
}

static enum vz_status import(struct vz_kiosk_store *store, int64_t *n) {
    struct vz_bundle_result result;
    struct vz_error error = {0};
    enum vz_status status =
        vz_bundle_import(store, DEVICE, in, &result, &error);
    *n = result.n_submissions;
    return status;
}

static void what_the_hub_named_whole_is_sent(void **state) {
    const struct reply replies[] = {
        {"replies/0000000001.xml", "201", XML_1, true},
        {"replies/0000000002.xml", "201", XML_2, false},
    };
    int64_t n;
    export(*state);
    write_in(DEVICE, replies, 2, VZ_TOMBSTONES_TITLE "\n");
    assert_int_equal(import(*state, &n), VZ_OK);
    assert_int_equal(n, 2);
    assert_int_equal(waiting(*state), 0);
    assert_int_equal(import(*state, &n), VZ_OK); // the same stick again
    assert_int_equal(n, 0);
    assert_int_equal(export(*state), 0);
}

static void a_file_that_was_not_named_keeps_it_waiting(void **state) {
    const struct reply replies[] = {
        {"replies/0000000001.xml", "201", XML_1, false},
        {"replies/0000000002.xml", "503", XML_2, false},
    };
    int64_t n;
    export(*state);
    write_in(DEVICE, replies, 2, VZ_TOMBSTONES_TITLE "\n");
    assert_int_equal(import(*state, &n), VZ_OK);
    assert_int_equal(n, 0);
    assert_int_equal(waiting(*state), 2);
}

static void other_bytes_and_refusals_are_held(void **state) {
    const struct reply replies[] = {
        {"replies/0000000001.xml", "201", "<other/>", true},
        {"replies/0000000002.xml", "400", XML_2, false},
    };
    int64_t n;
    export(*state);
    write_in(DEVICE, replies, 2, VZ_TOMBSTONES_TITLE "\n");
    assert_int_equal(import(*state, &n), VZ_OK);
    struct vz_kiosk_status status;
    assert_int_equal(vz_kiosk_store_status(*state, &status), VZ_OK);
    assert_int_equal(status.held, 2);
    assert_true(store_folder_holds(folder, "een")); // nothing is lost
    assert_int_equal(export(*state), 2);            // what is held goes along
}

static void a_bundle_for_another_kiosk_is_refused(void **state) {
    const struct reply reply = {"replies/0000000001.xml", "201", XML_1, true};
    int64_t n;
    write_in("vertelzuil:2", &reply, 1, VZ_TOMBSTONES_TITLE "\n");
    assert_int_equal(import(*state, &n), VZ_INVALID);
    assert_int_equal(waiting(*state), 2);
}

static void erasures_travel_on_the_stick_too(void **state) {
    const struct reply replies[] = {
        {"replies/0000000001.xml", "201", XML_1, true},
        {"replies/0000000002.xml", "201", XML_2, false},
    };
    char hash[VZ_SHA256_HEX], tombstones[200];
    int64_t n;
    export(*state);
    vz_sha256_hex("uuid:1", 6, hash);
    snprintf(tombstones, sizeof(tombstones), VZ_TOMBSTONES_TITLE "\n%s\n",
             hash);
    write_in(DEVICE, replies, 2, tombstones);
    assert_int_equal(import(*state, &n), VZ_OK);
    vz_file_remove(out);
    assert_false(store_folder_holds(folder, XML_1));
    assert_true(store_folder_holds(folder, XML_2));
}

static void what_is_no_bundle_is_told(void **state) {
    int64_t n;
    assert_int_equal(import(*state, &n), VZ_NOT_FOUND);
    assert_int_equal(vz_file_replace(in, "PK", 2), VZ_OK);
    assert_int_equal(import(*state, &n), VZ_SYNTAX);
    struct vz_error error = {0};
    struct vz_bundle_writer *writer = vz_bundle_writer_open(in, &error);
    put(writer, VZ_BUNDLE_TITLE_ENTRY,
        VZ_BUNDLE_FROM_HUB "device: " DEVICE "\n");
    put(writer, "../../etc/passwd", "x");
    assert_int_equal(vz_bundle_writer_close(writer, &error), VZ_OK);
    assert_int_equal(import(*state, &n), VZ_INVALID);
}

static void a_stick_that_is_gone_leaves_nothing(void **state) {
    struct vz_bundle_result result;
    struct vz_error error = {0};
    assert_int_equal(vz_bundle_export(*state, DEVICE, "/nonexistent/out.zip",
                                      &result, &error),
                     VZ_NOT_FOUND);
    assert_int_equal(waiting(*state), 2);
}

#define TEST(function) \
    cmocka_unit_test_setup_teardown(function, set_up, tear_down)

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(what_waits_goes_out_byte_for_byte),
        TEST(what_the_hub_named_whole_is_sent),
        TEST(a_file_that_was_not_named_keeps_it_waiting),
        TEST(other_bytes_and_refusals_are_held),
        TEST(a_bundle_for_another_kiosk_is_refused),
        TEST(erasures_travel_on_the_stick_too),
        TEST(what_is_no_bundle_is_told),
        TEST(a_stick_that_is_gone_leaves_nothing),
    };
    return cmocka_run_group_tests_name("bundle", tests, NULL, NULL);
}
