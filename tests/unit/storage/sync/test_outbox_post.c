// The bytes of a post: pinned, repeatable, and split under a limit.
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "storage/sync/outbox_post.h"

#include <string.h>

static char bytes[3][5000];

static struct vz_outbox_record record_of(struct vz_outbox_attachment files[3]) {
    static const char *const names[] = {"a.ogg", "b.ogg", "c.ogg"};
    for (size_t i = 0; i < 3; i++) {
        files[i] = (struct vz_outbox_attachment){.name = names[i],
                                                 .content_type = "audio/ogg",
                                                 .bytes = bytes[i],
                                                 .len = sizeof(bytes[i])};
    }
    return (struct vz_outbox_record){.xml = "<d/>",
                                     .xml_len = 4,
                                     .xml_sha256 = "ab12",
                                     .files = files,
                                     .n_files = 3};
}

static void the_bytes_are_pinned(void **state) {
    struct vz_outbox_attachment file = {.name = "a \"1\"\n.ogg",
                                        .content_type = "audio/ogg",
                                        .bytes = "x\0y",
                                        .len = 3};
    struct vz_outbox_record record = {.xml = "<d/>",
                                      .xml_len = 4,
                                      .xml_sha256 = "ab12",
                                      .files = &file,
                                      .n_files = 1};
    static const char expected[] =
        "--vz-ab12\r\n"
        "Content-Disposition: form-data; name=\"xml_submission_file\"; "
        "filename=\"submission.xml\"\r\n"
        "Content-Type: text/xml\r\n\r\n<d/>\r\n"
        "--vz-ab12\r\n"
        "Content-Disposition: form-data; name=\"a %221%22%0A.ogg\"; "
        "filename=\"a %221%22%0A.ogg\"\r\n"
        "Content-Type: audio/ogg\r\n\r\nx\0y\r\n"
        "--vz-ab12--\r\n";
    struct vz_outbox_post post = vz_outbox_post_plan(&record, 0, 1000000);
    assert_true(post.last);
    struct vz_strbuf out = {0};
    vz_outbox_post_write(&out, &record, &post);
    assert_int_equal(out.len, sizeof(expected) - 1);
    assert_memory_equal(out.data, expected, out.len);
    vz_strbuf_finish(&out);
    char type[VZ_OUTBOX_POST_TYPE_SIZE];
    vz_outbox_post_type(type, &record);
    assert_string_equal(type, "multipart/form-data; boundary=vz-ab12");
}

// Whatever the limit: every file is in exactly one post, no post with several
// files is over the limit, and the last says that it is.
static void every_limit_gives_every_file_once(void **state) {
    struct vz_outbox_attachment files[3];
    struct vz_outbox_record record = record_of(files);
    for (int64_t limit = 0; limit < 20000; limit += 137) {
        size_t from = 0, seen = 0;
        bool last = false;
        while (!last) {
            struct vz_outbox_post post =
                vz_outbox_post_plan(&record, from, limit);
            struct vz_strbuf out = {0};
            vz_outbox_post_write(&out, &record, &post);
            assert_true(post.n > 0);
            assert_true(post.n == 1 || (int64_t)out.len <= limit);
            bool says_so = memmem(out.data, out.len, "*isIncomplete*", 14);
            assert_int_equal(says_so, !post.last);
            vz_strbuf_finish(&out);
            seen += post.n;
            from = post.first + post.n;
            last = post.last;
        }
        assert_int_equal(seen, 3);
    }
}

static void accepted_files_are_left_out(void **state) {
    struct vz_outbox_attachment files[3];
    struct vz_outbox_record record = record_of(files);
    files[1].accepted = true;
    struct vz_outbox_post post = vz_outbox_post_plan(&record, 0, 1000000);
    assert_int_equal(post.n_files, 2);
    assert_true(post.last);
    struct vz_strbuf out = {0};
    vz_outbox_post_write(&out, &record, &post);
    assert_null(memmem(out.data, out.len, "b.ogg", 5));
    assert_non_null(memmem(out.data, out.len, "c.ogg", 5));
    vz_strbuf_finish(&out);
}

static void a_record_without_files_is_one_post(void **state) {
    struct vz_outbox_record record = {
        .xml = "<d/>", .xml_len = 4, .xml_sha256 = "ab12"};
    struct vz_outbox_post post = vz_outbox_post_plan(&record, 0, 1);
    assert_true(post.last);
    assert_int_equal(post.n_files, 0);
}

static void no_post_has_over_a_hundred_files(void **state) {
    static struct vz_outbox_attachment files[250];
    for (size_t i = 0; i < 250; i++) {
        files[i] = (struct vz_outbox_attachment){
            .name = "f", .content_type = "t", .bytes = "", .len = 0};
    }
    struct vz_outbox_record record = {.xml = "<d/>",
                                      .xml_len = 4,
                                      .xml_sha256 = "ab12",
                                      .files = files,
                                      .n_files = 250};
    struct vz_outbox_post post = vz_outbox_post_plan(&record, 0, 1 << 30);
    assert_int_equal(post.n_files, 100);
    assert_false(post.last);
    post = vz_outbox_post_plan(&record, 200, 1 << 30);
    assert_int_equal(post.n_files, 50);
    assert_true(post.last);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_bytes_are_pinned),
        cmocka_unit_test(every_limit_gives_every_file_once),
        cmocka_unit_test(accepted_files_are_left_out),
        cmocka_unit_test(a_record_without_files_is_one_post),
        cmocka_unit_test(no_post_has_over_a_hundred_files),
    };
    return cmocka_run_group_tests_name("outbox_post", tests, NULL, NULL);
}
