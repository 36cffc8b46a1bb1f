// The multipart parser: whatever the pieces, the same parts; whatever the
// damage, an error or parts, never a crash.
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/strbuf.h"
#include "hub/multipart.h"

#include <stdlib.h>
#include <string.h>

// What was read, as text: "name|filename|type:data;"
static enum vz_status on_part(const struct vz_part *part, void *userdata) {
    vz_strbuf_printf(userdata, "%s|%s|%s|%d:", part->name, part->filename,
                     part->content_type, part->is_file);
    return VZ_OK;
}

static enum vz_status on_data(const char *bytes, size_t len, void *userdata) {
    vz_strbuf_append_n(userdata, bytes, len);
    return VZ_OK;
}

static enum vz_status on_part_end(void *userdata) {
    vz_strbuf_append(userdata, ";");
    return VZ_OK;
}

// Reads a body in two pieces, cut at `cut`; each in an exact allocation, so
// that a read beyond it is found by the sanitizer.
static enum vz_status parse(const char *body, size_t len, size_t cut,
                            struct vz_strbuf *out) {
    struct vz_multipart multipart;
    struct vz_multipart_callbacks callbacks = {on_part, on_data, on_part_end,
                                               out};
    vz_multipart_init(&multipart, "AaB03x", &callbacks);
    char *left = malloc(cut + !cut), *right = malloc(len - cut + (len == cut));
    assert_non_null(left);
    assert_non_null(right);
    memcpy(left, body, cut);
    memcpy(right, body + cut, len - cut);
    vz_multipart_feed(&multipart, left, cut);
    vz_multipart_feed(&multipart, right, len - cut);
    free(left);
    free(right);
    return vz_multipart_end(&multipart);
}

static void expect(const char *body, enum vz_status status, const char *parts) {
    struct vz_strbuf out = {0};
    assert_int_equal(parse(body, strlen(body), 0, &out), status);
    if (parts) {
        assert_string_equal(vz_strbuf_text(&out), parts);
    }
    vz_strbuf_finish(&out);
}

static const char whole[] =
    "preamble\r\n--AaB03x\r\n"
    "Content-Disposition: form-data; name=\"xml_submission_file\"; "
    "filename=\"a.xml\"\r\nContent-Type: text/xml\r\n\r\n"
    "<a>\r\n--AaB03\r\n-\r\r\n</a>\r\n--AaB03x\r\n"
    "content-disposition: form-data; name=x\r\n\r\n\r\n--AaB03x--\r\nrest";
static const char whole_parts[] =
    "xml_submission_file|a.xml|text/xml|1:<a>\r\n--AaB03\r\n-\r\r\n</a>;"
    "x|||0:;";

static void every_cut_gives_the_same_parts(void **state) {
    for (size_t cut = 0; cut <= strlen(whole); cut++) {
        struct vz_strbuf out = {0};
        assert_int_equal(parse(whole, strlen(whole), cut, &out), VZ_OK);
        assert_string_equal(vz_strbuf_text(&out), whole_parts);
        vz_strbuf_finish(&out);
    }
}

static void byte_by_byte_gives_the_same_parts(void **state) {
    struct vz_strbuf out = {0};
    struct vz_multipart multipart;
    struct vz_multipart_callbacks callbacks = {on_part, on_data, on_part_end,
                                               &out};
    vz_multipart_init(&multipart, "AaB03x", &callbacks);
    for (size_t i = 0; whole[i]; i++) {
        assert_int_equal(vz_multipart_feed(&multipart, &whole[i], 1), VZ_OK);
    }
    assert_int_equal(vz_multipart_end(&multipart), VZ_OK);
    assert_string_equal(vz_strbuf_text(&out), whole_parts);
    vz_strbuf_finish(&out);
}

static void every_truncation_is_an_error(void **state) {
    size_t full = strlen(whole) - strlen("\r\nrest");
    for (size_t len = 0; len < full; len++) {
        struct vz_strbuf out = {0};
        assert_int_equal(parse(whole, len, len / 2, &out), VZ_SYNTAX);
        vz_strbuf_finish(&out);
    }
}

// All 255 changes of every byte: it ends with a status and keeps its limits.
static void every_flipped_byte_is_survived(void **state) {
    size_t len = strlen(whole);
    char *body = malloc(len);
    assert_non_null(body);
    memcpy(body, whole, len);
    for (size_t i = 0; i < len; i++) {
        for (int flip = 1; flip < 256; flip++) {
            struct vz_strbuf out = {0};
            body[i] = (char)(whole[i] ^ flip);
            enum vz_status status = parse(body, len, i, &out);
            assert_true(status == VZ_OK || status == VZ_SYNTAX ||
                        status == VZ_LIMIT);
            vz_strbuf_finish(&out);
        }
        body[i] = whole[i];
    }
    free(body);
}

static void names_are_read_as_they_were_meant(void **state) {
    static const struct {
        const char *header, *parts;
    } cases[] = {
        {"form-data; name=\"a\"; filename=\"q\\\"uo\\\\te;.png\"",
         "a|q\"uo\\te;.png||1:;"},
        {"form-data; filename=plain.png; name=a", "a|plain.png||1:;"},
        {"form-data; name=\"a\"; filename=\"x.png\"; "
         "filename*=UTF-8''%e2%82%ac%20rates.png",
         "a|\xe2\x82\xac rates.png||1:;"},
        {"form-data;name=\"a\" ; filename=\"\"", "a|||1:;"},
        // A quote and line ends come percent-encoded; other '%' are meant.
        {"form-data; name=\"a%22b\"; filename=\"a%22b%0d%0A.png\"",
         "a\"b|a\"b\r\n.png||1:;"},
        {"form-data; name=\"100%25 %2\"; filename=\"%zz%00%2\"",
         "100%25 %2|%zz%00%2||1:;"},
        {"form-data; name=\"C:\\pics\\x\";", "C:\\pics\\x|||0:;"},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct vz_strbuf body = {0};
        vz_strbuf_printf(&body,
                         "--AaB03x\r\nContent-Disposition: %s\r\n\r\n\r\n"
                         "--AaB03x--",
                         cases[i].header);
        expect(body.data, VZ_OK, cases[i].parts);
        vz_strbuf_finish(&body);
    }
}

static void malformed_headers_are_errors(void **state) {
    static const char *const headers[] = {
        "",
        "Content-Disposition: attachment; name=a\r\n",
        "Content-Disposition: form-data\r\n",
        "Content-Disposition: form-data; name=\"a\r\n",
        "Content-Disposition: form-data; name\r\n",
        "no colon\r\n",
        "Content-Disposition: form-data; name=a; filename*=UTF-8''%zz\r\n",
        "Content-Disposition: form-data; name=a\nb\r\n"};
    for (size_t i = 0; i < sizeof(headers) / sizeof(headers[0]); i++) {
        struct vz_strbuf body = {0};
        vz_strbuf_printf(&body, "--AaB03x\r\n%s\r\nx\r\n--AaB03x--",
                         headers[i]);
        expect(body.data, VZ_SYNTAX, NULL);
        vz_strbuf_finish(&body);
    }
    expect("--AaB03xyz\r\n\r\n\r\n--AaB03x--", VZ_SYNTAX, NULL);
}

static void a_nul_in_a_header_is_an_error(void **state) {
    static const char body[] = "--AaB03x\r\nContent-Disposition: form-data; "
                               "name=a\0b\r\n\r\nx\r\n--AaB03x--";
    struct vz_strbuf out = {0};
    assert_int_equal(parse(body, sizeof(body) - 1, 0, &out), VZ_SYNTAX);
    vz_strbuf_finish(&out);
}

static void limits_hold(void **state) {
    struct vz_strbuf body = {0};
    vz_strbuf_append(&body, "--AaB03x\r\nX: ");
    for (int i = 0; i < VZ_PART_HEADERS; i++) {
        vz_strbuf_append(&body, "y");
    }
    expect(body.data, VZ_LIMIT, NULL);
    vz_strbuf_clear(&body);
    for (int i = 0; i <= VZ_PARTS_MAX; i++) {
        vz_strbuf_append(&body, "--AaB03x\r\nContent-Disposition: form-data;"
                                " name=a\r\n\r\n\r\n");
    }
    expect(body.data, VZ_LIMIT, NULL);
    vz_strbuf_finish(&body);
}

static void boundaries_are_found_or_refused(void **state) {
    char found[VZ_BOUNDARY_MAX + 1];
    assert_int_equal(
        vz_multipart_boundary("Multipart/Form-Data; charset=utf-8; boundary=ab",
                              found),
        VZ_OK);
    assert_string_equal(found, "ab");
    assert_int_equal(vz_multipart_boundary(
                         "multipart/form-data; boundary=\"a b:c\"; x=y", found),
                     VZ_OK);
    assert_string_equal(found, "a b:c");
    assert_int_equal(vz_multipart_boundary(NULL, found), VZ_UNSUPPORTED);
    assert_int_equal(vz_multipart_boundary("text/xml", found), VZ_UNSUPPORTED);
    static const char *const bad[] = {
        "multipart/form-data",
        "multipart/form-data; boundary=", "multipart/form-data; boundary=\"\"",
        "multipart/form-data; boundary=\"a\r\nb\"",
        "multipart/form-data; boundary=0123456789012345678901234567890123456"
        "78901234567890123456789012345678901234567890"};
    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
        assert_int_equal(vz_multipart_boundary(bad[i], found), VZ_INVALID);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_cut_gives_the_same_parts),
        cmocka_unit_test(byte_by_byte_gives_the_same_parts),
        cmocka_unit_test(every_truncation_is_an_error),
        cmocka_unit_test(every_flipped_byte_is_survived),
        cmocka_unit_test(names_are_read_as_they_were_meant),
        cmocka_unit_test(malformed_headers_are_errors),
        cmocka_unit_test(a_nul_in_a_header_is_an_error),
        cmocka_unit_test(limits_hold),
        cmocka_unit_test(boundaries_are_found_or_refused),
    };
    return cmocka_run_group_tests_name("multipart", tests, NULL, NULL);
}
