#include "support/xlsform_package.h"

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdlib.h>
#include <string.h>
#include <zip.h>

void xlsform_package_zip(const char *const *parts, struct vz_strbuf *out) {
    zip_source_t *sink = zip_source_buffer_create(NULL, 0, 0, NULL);
    zip_t *zip = zip_open_from_source(sink, ZIP_TRUNCATE, NULL);
    assert_non_null(zip);
    zip_source_keep(sink);
    for (; parts[0]; parts += 2) {
        zip_source_t *part =
            zip_source_buffer(zip, parts[1], strlen(parts[1]), 0);
        zip_int64_t index = zip_file_add(zip, parts[0], part, 0);
        assert_true(index >= 0);
    }
    assert_int_equal(zip_close(zip), 0);
    assert_int_equal(zip_source_open(sink), 0);
    char bytes[4096];
    zip_int64_t n;
    while ((n = zip_source_read(sink, bytes, sizeof(bytes))) > 0) {
        vz_strbuf_append_n(out, bytes, (size_t)n);
    }
    zip_source_close(sink);
    zip_source_free(sink);
}

#define MAIN "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
#define STRICT_MAIN "http://purl.oclc.org/ooxml/spreadsheetml/main"
#define REL \
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
#define STRICT_REL "http://purl.oclc.org/ooxml/officeDocument/relationships"
#define PACKAGE "http://schemas.openxmlformats.org/package/2006/relationships"

struct texts {
    struct vz_strbuf rels, workbook, workbook_rels, survey, choices, strings,
        styles;
};

static void write_parts(const struct xlsform_package *package,
                        const char *sheet_file, struct texts *texts) {
    const char *space = package->strict ? STRICT_MAIN : MAIN;
    const char *rel = package->strict ? STRICT_REL : REL;
    vz_strbuf_printf(&texts->rels,
                     "<Relationships xmlns='%s'><Relationship Id='r1' "
                     "Type='%s/officeDocument' Target='xl/workbook.xml'/>"
                     "</Relationships>",
                     PACKAGE, rel);
    vz_strbuf_printf(
        &texts->workbook,
        "<workbook xmlns='%s' xmlns:r='%s'><workbookPr date1904='%d'/><sheets>"
        "<sheet name='survey' sheetId='7' r:id='s1'/>%s</sheets></workbook>",
        space, rel, package->date1904,
        package->choices ? "<sheet name='choices' sheetId='3' r:id='s2'/>"
                         : "");
    vz_strbuf_printf(
        &texts->workbook_rels,
        "<Relationships xmlns='%s'>"
        "<Relationship Id='s2' Type='%s/worksheet' Target='choices.xml'/>"
        "<Relationship Id='s1' Type='%s/worksheet' Target='/%s'/>"
        "<Relationship Id='t' Type='%s/sharedStrings' Target='./words.xml'/>"
        "<Relationship Id='f' Type='%s/styles' Target='../xl/looks.xml'/>"
        "</Relationships>",
        PACKAGE, rel, rel, sheet_file, rel, rel);
    vz_strbuf_printf(&texts->survey,
                     "%s<worksheet xmlns='%s'><sheetData>%s</sheetData>"
                     "</worksheet>",
                     package->prologue ? package->prologue : "", space,
                     package->survey);
    vz_strbuf_printf(&texts->choices,
                     "<worksheet xmlns='%s'><sheetData>%s</sheetData>"
                     "</worksheet>",
                     space, package->choices ? package->choices : "");
    vz_strbuf_printf(&texts->strings, "<sst xmlns='%s'>%s</sst>", space,
                     package->strings ? package->strings : "");
    vz_strbuf_printf(&texts->styles, "<styleSheet xmlns='%s'>%s</styleSheet>",
                     space, package->styles ? package->styles : "");
}

void xlsform_package_make(const struct xlsform_package *package,
                          struct vz_strbuf *out) {
    const char *sheet_file = package->sheet_file ? package->sheet_file
                                                 : "xl/worksheets/sheet1.xml";
    struct texts texts = {0};
    write_parts(package, sheet_file, &texts);
    const char *parts[] = {
        "_rels/.rels",
        texts.rels.data,
        "xl/workbook.xml",
        texts.workbook.data,
        "xl/_rels/workbook.xml.rels",
        texts.workbook_rels.data,
        sheet_file,
        texts.survey.data,
        "xl/choices.xml",
        texts.choices.data,
        "xl/words.xml",
        texts.strings.data,
        "xl/looks.xml",
        texts.styles.data,
        NULL,
    };
    xlsform_package_zip(parts, out);
    struct vz_strbuf *all = (struct vz_strbuf *)&texts;
    for (size_t i = 0; i < sizeof(texts) / sizeof(*all); i++) {
        vz_strbuf_finish(&all[i]);
    }
}
