// What the author of a form is told about the kiosk.
#include "base/file.h"
#include "form/xlsform/xlsform.h"

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

#define HEAD "survey\n,type,name,label,required,appearance,media::video\n"

static void check(const char *rows, struct vz_diagnostics *said) {
    struct vz_strbuf form = {0};
    vz_strbuf_printf(&form,
                     HEAD "%schoices\n,list_name,name,label\n,l,a,A\n"
                          ",na,na,Does not apply\n",
                     rows);
    *said = (struct vz_diagnostics){0};
    vz_xlsform_check_kiosk(form.data, form.len, said);
    vz_strbuf_finish(&form);
}

// The only finding names this row and column and says this.
static void check_one(const char *row, const char *column,
                      enum vz_severity severity, const char *message) {
    struct vz_diagnostics said;
    check(row, &said);
    assert_int_equal(said.n, 1);
    assert_string_equal(said.items[0].sheet, "survey");
    assert_int_equal(said.items[0].row, 3);
    assert_string_equal(said.items[0].column, column);
    assert_int_equal(said.items[0].severity, severity);
    assert_non_null(strstr(said.items[0].message, message));
    vz_diagnostics_finish(&said);
}

static void test_what_cannot_be_asked(void **state) {
    check_one(",geopoint,here,Where?,,,\n", "type", VZ_SEVERITY_WARNING,
              "can skip it");
    check_one(",geopoint,here,Where?,yes,,\n", "type", VZ_SEVERITY_WARNING,
              "nobody can go on");
    check_one(",image,photo,Photo?,,,\n", "type", VZ_SEVERITY_WARNING,
              "no camera");
    check_one(",video,film,Film?,,,\n", "type", VZ_SEVERITY_WARNING,
              "makes no films");
    check_one(",file,paper,Paper?,,,\n", "type", VZ_SEVERITY_WARNING,
              "no file can be chosen");
    check_one(",barcode,card,Card?,,,\n", "type", VZ_SEVERITY_NOTE,
              "a scanner that types");
}

static void test_a_note_that_stops_everybody(void **state) {
    check_one(",note,stop,Read,yes,,\n", "required", VZ_SEVERITY_WARNING,
              "nobody can go on");
    struct vz_diagnostics said;
    check(",note,stop,Read,no,,\n", &said);
    assert_int_equal(said.n, 0);
    vz_diagnostics_finish(&said);
}

static void test_what_looks_otherwise(void **state) {
    check_one(",date,feast,When?,,islamic,\n", "appearance", VZ_SEVERITY_NOTE,
              "Gregorian calendar");
    check_one(",select_one l,place,Where?,,map,\n", "appearance",
              VZ_SEVERITY_NOTE, "in place of the map");
    check_one(",note,film,Look,,,film.mp4\n", "video", VZ_SEVERITY_WARNING,
              "plays no films");
    check_one(",text,other,Other,,ex:com.example.app,\n", "appearance",
              VZ_SEVERITY_WARNING, "no other apps");
}

static void test_what_works_is_not_mentioned(void **state) {
    struct vz_diagnostics said;
    check(",image,name,Sign,,signature,\n,select_one l,a,A,,likert,\n"
          ",range,r,R,,vertical,\n,audio,talk,Talk,,,\n",
          &said);
    assert_int_equal(said.n, 0);
    vz_diagnostics_finish(&said);
}

static void test_triads_are_counted(void **state) {
    static const char good[] =
        ",begin_group,g,What?,,field-list vz-triad,\n,range,a,A,,,\n"
        ",range,b,B,,,\n,range,c,C,,,\n,select_multiple na,n,Or,,,\n"
        ",end_group,,,,,\n";
    struct vz_diagnostics said;
    check(good, &said);
    assert_int_equal(said.n, 0);
    vz_diagnostics_finish(&said);
    check_one(",begin_group,g,What?,,field-list vz-triad,\n,range,a,A,,,\n"
              ",range,b,B,,,\n,end_group,,,,,\n",
              "appearance", VZ_SEVERITY_WARNING, "exactly three ranges");
    check_one(",begin_group,g,What?,,vz-dyad,\n,range,a,A,,,\n"
              ",end_group,,,,,\n",
              "appearance", VZ_SEVERITY_WARNING, "field-list too");
}

static void test_a_broken_workbook_says_nothing_twice(void **state) {
    struct vz_diagnostics said = {0};
    vz_xlsform_check_kiosk("no workbook", 11, &said);
    assert_int_equal(said.n, 0);
    vz_diagnostics_finish(&said);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_what_cannot_be_asked),
        cmocka_unit_test(test_a_note_that_stops_everybody),
        cmocka_unit_test(test_what_looks_otherwise),
        cmocka_unit_test(test_what_works_is_not_mentioned),
        cmocka_unit_test(test_triads_are_counted),
        cmocka_unit_test(test_a_broken_workbook_says_nothing_twice),
    };
    return cmocka_run_group_tests_name("kiosk_check", tests, NULL, NULL);
}
