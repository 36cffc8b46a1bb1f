/*
 * Workbooks: converts whatever comes. Bytes that begin a zip are a package and
 * others are one-file CSV; what begins with `<` becomes the survey sheet of a
 * package, so that sheets are reached without a valid zip.
 */
#include "base/log.h"
#include "form/xlsform/xlsform.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <zip.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void convert_bytes(const char *bytes, size_t len) {
    struct vz_strbuf xml = {0};
    struct vz_diagnostics diagnostics = {0};
    bool ok =
        vz_xlsform_convert_bytes(bytes, len, "f.xlsx", "f", &xml, &diagnostics);
    if (!ok && diagnostics.n == 0) {
        abort(); // refused without a word to the author
    }
    vz_strbuf_finish(&xml);
    vz_diagnostics_finish(&diagnostics);
}

static void add_part(zip_t *zip, const char *name, const void *bytes,
                     size_t len) {
    zip_source_t *source = zip_source_buffer(zip, bytes, len, 0);
    zip_int64_t index = zip_file_add(zip, name, source, 0);
    if (index >= 0) {
        zip_set_file_compression(zip, (zip_uint64_t)index, ZIP_CM_STORE, 0);
    } else {
        zip_source_free(source);
    }
}

static void add_parts(zip_t *zip, const void *sheet, size_t len) {
    static const char *const parts[][2] = {
        {"_rels/.rels",
         "<Relationships xmlns='http://schemas.openxmlformats.org/package/"
         "2006/relationships'><Relationship Id='r' Type='http://schemas."
         "openxmlformats.org/officeDocument/2006/relationships/"
         "officeDocument' Target='xl/workbook.xml'/></Relationships>"},
        {"xl/workbook.xml",
         "<workbook xmlns='http://schemas.openxmlformats.org/spreadsheetml/"
         "2006/main' xmlns:r='http://schemas.openxmlformats.org/"
         "officeDocument/2006/relationships'><sheets><sheet name='survey' "
         "sheetId='1' r:id='s'/></sheets></workbook>"},
        {"xl/_rels/workbook.xml.rels",
         "<Relationships xmlns='http://schemas.openxmlformats.org/package/"
         "2006/relationships'><Relationship Id='s' Type='http://schemas."
         "openxmlformats.org/officeDocument/2006/relationships/worksheet' "
         "Target='worksheets/sheet1.xml'/></Relationships>"},
    };
    for (size_t i = 0; i < sizeof(parts) / sizeof(*parts); i++) {
        add_part(zip, parts[i][0], parts[i][1], strlen(parts[i][1]));
    }
    add_part(zip, "xl/worksheets/sheet1.xml", sheet, len);
}

static void convert_sheet(const uint8_t *sheet, size_t len) {
    zip_source_t *source = zip_source_buffer_create(NULL, 0, 0, NULL);
    zip_t *zip = zip_open_from_source(source, ZIP_TRUNCATE, NULL);
    zip_source_keep(source);
    add_parts(zip, sheet, len);
    zip_stat_t stat;
    if (zip_close(zip) == 0 && zip_source_open(source) == 0) {
        zip_source_stat(source, &stat);
        char *bytes = malloc(stat.size);
        zip_int64_t n = zip_source_read(source, bytes, stat.size);
        if (n > 0) {
            convert_bytes(bytes, (size_t)n);
        }
        free(bytes);
        zip_source_close(source);
    }
    zip_source_free(source);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    vz_log_set_level(VZ_LOG_ERROR);
    if (size > 0 && data[0] == '<') {
        convert_sheet(data, size);
    } else {
        convert_bytes((const char *)data, size);
    }
    return 0;
}
