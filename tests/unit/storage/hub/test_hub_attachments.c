// The files of an export: which leave the hub, under which name.
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "storage/export/export_zip.h"
#include "storage/hub/hub_attachments.h"
#include "support/hub_shelf.h"
#include "support/hub_zip.h"

#include <string.h>

static void add(struct hub_shelf *shelf, const char *id, const char *consent,
                const char *named, const char *sent, const char *bytes) {
    char sha256[VZ_SHA256_HEX];
    vz_sha256_hex(bytes, strlen(bytes), sha256);
    bool voice = strstr(sent, ".ogg");
    struct vz_hub_file file = {.name = sent,
                               .content_type = voice ? "audio/ogg"
                                                     : "image/png",
                               .sha256 = sha256,
                               .bytes = bytes,
                               .len = strlen(bytes)};
    struct hub_answers answers = {
        .instance_id = id, .consent = consent, .n_pets = 1, .photo = named};
    assert_int_equal(hub_shelf_add(shelf, &answers, &file, 1, NULL), VZ_OK);
}

static void export(struct hub_shelf *shelf, enum vz_consent audience,
                   char zip[STORE_PATH_SIZE]) {
    struct vz_hub_rows_params params = {.form_id = shelf->form_id,
                                        .schema = &shelf->schema,
                                        .audience = audience};
    struct vz_hub_rows *rows;
    struct vz_hub_attachments *attachments;
    assert_int_equal(vz_hub_rows_open(&rows, shelf->store, &params, NULL),
                     VZ_OK);
    assert_int_equal(
        vz_hub_attachments_open(&attachments, shelf->store, &params, NULL),
        VZ_OK);
    struct vz_export_params export = {
        .schema = &shelf->schema,
        .separator = ',',
        .files = vz_hub_attachments_files(attachments)};
    export.tables = vz_hub_rows_tables(rows, &export.n_tables);
    store_folder_path(zip, shelf->folder, "out.zip");
    size_t n;
    assert_int_equal(vz_export_zip(zip, &export, &n, NULL), VZ_OK);
    vz_hub_attachments_close(attachments);
    vz_hub_rows_close(rows);
}

static bool holds(const char *zip, const char *path, const char *bytes) {
    struct vz_strbuf text = {0};
    bool found = hub_zip_read(zip, path, &text);
    if (found) {
        assert_string_equal(vz_strbuf_text(&text), bytes);
    }
    vz_strbuf_finish(&text);
    return found;
}

static void a_file_leaves_with_the_consent_for_it(void **state) {
    static const char *const levels[] = {"discard", "count",        "",
                                         "team",    "organisation", "public"};
    static const enum vz_consent most[] = {
        VZ_CONSENT_DISCARD, VZ_CONSENT_DISCARD,      VZ_CONSENT_DISCARD,
        VZ_CONSENT_TEAM,    VZ_CONSENT_ORGANISATION, VZ_CONSENT_PUBLIC};
    struct hub_shelf shelf;
    hub_shelf_open(&shelf);
    for (size_t i = 0; i < 6; i++) {
        char id[] = {'i', 'd', (char)('0' + i), '\0'};
        add(&shelf, id, levels[i], "p.png", "p.png", levels[i]);
    }
    for (enum vz_consent to = VZ_CONSENT_TEAM; to <= VZ_CONSENT_PUBLIC; to++) {
        char zip[STORE_PATH_SIZE];
        export(&shelf, to, zip);
        for (size_t i = 0; i < 6; i++) {
            char path[] = "media/id0/p.png";
            path[8] = (char)('0' + i);
            assert_int_equal(holds(zip, path, levels[i]), most[i] >= to);
        }
    }
    hub_shelf_close(&shelf);
}

static void a_voice_leaves_with_consent_for_everyone(void **state) {
    struct hub_shelf shelf;
    hub_shelf_open(&shelf);
    add(&shelf, "id0", "organisation", "v.ogg", "v.ogg", "0");
    add(&shelf, "id1", "public", "v.ogg", "v.ogg", "1");
    char zip[STORE_PATH_SIZE];
    export(&shelf, VZ_CONSENT_TEAM, zip);
    assert_false(holds(zip, "media/id0/v.ogg", "0"));
    assert_true(holds(zip, "media/id1/v.ogg", "1"));
    hub_shelf_close(&shelf);
}

static void a_name_cannot_leave_the_folder(void **state) {
    struct hub_shelf shelf;
    hub_shelf_open(&shelf);
    add(&shelf, "..", "public", "a\"b:c.png", "a\"b:c.png", "1");
    add(&shelf, "uuid:../x", "public", ".hidden", ".hidden", "2");
    char zip[STORE_PATH_SIZE];
    export(&shelf, VZ_CONSENT_PUBLIC, zip);
    assert_true(holds(zip, "media/-./a-b-c.png", "1"));
    assert_true(holds(zip, "media/uuid-..-x/-hidden", "2"));
    hub_shelf_close(&shelf);
}

static void what_the_xml_does_not_name_stays(void **state) {
    struct hub_shelf shelf;
    hub_shelf_open(&shelf);
    add(&shelf, "id0", "public", "p.png", "other.png", "bytes");
    char zip[STORE_PATH_SIZE];
    export(&shelf, VZ_CONSENT_PUBLIC, zip);
    assert_false(holds(zip, "media/id0/other.png", "bytes"));
    assert_false(holds(zip, "media/id0/p.png", "bytes"));
    hub_shelf_close(&shelf);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_file_leaves_with_the_consent_for_it),
        cmocka_unit_test(a_voice_leaves_with_consent_for_everyone),
        cmocka_unit_test(a_name_cannot_leave_the_folder),
        cmocka_unit_test(what_the_xml_does_not_name_stays),
    };
    return cmocka_run_group_tests_name("hub_attachments", tests, NULL, NULL);
}
