// The audit log of a visit: it goes along as a file when the form asks for one.
#include "kiosk/visit.h"
#include "support/ui_stage.h"

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

static const char form_xml[] =
    "<h:html xmlns='http://www.w3.org/2002/xforms' "
    "xmlns:h='http://www.w3.org/1999/xhtml' "
    "xmlns:orx='http://openrosa.org/xforms' "
    "xmlns:odk='http://www.opendatakit.org/xforms'><h:head><h:title>t"
    "</h:title><model><instance><data id='t'><a/><b/><orx:meta>"
    "<orx:instanceID/><orx:audit/></orx:meta></data></instance>"
    "<bind nodeset='/data/a' constraint='. != \"no\"'/>"
    "<bind nodeset='/data/orx:meta/orx:audit' type='binary' "
    "odk:track-changes='true'/></model></h:head><h:body>"
    "<input ref='/data/a'><label>A</label></input>"
    "<input ref='/data/b'><label>B</label></input></h:body></h:html>";

struct fixture {
    struct ui_stage stage;
    struct vz_form *form;
    struct vz_visit visit;
};

static int set_up(void **state) {
    struct fixture *f = calloc(1, sizeof(*f));
    struct vz_error error = {0};
    assert_true(ui_stage_init(&f->stage, 1280, 800));
    f->form = vz_form_load(form_xml, strlen(form_xml), NULL, &error);
    assert_non_null(f->form);
    const struct vz_visit_params params = {.form = f->form,
                                           .ui = &f->stage.ui,
                                           .language = "nl",
                                           .device_id = "test"};
    assert_true(vz_visit_begin(&f->visit, &params));
    *state = f;
    return 0;
}

static int tear_down(void **state) {
    struct fixture *f = *state;
    vz_visit_finish(&f->visit);
    vz_form_destroy(f->form);
    ui_stage_finish(&f->stage);
    free(f);
    return 0;
}

static void note_name(const char *name, void *userdata) {
    assert_string_equal(name, "audit.csv");
    *(int *)userdata += 1;
}

static void test_the_log_goes_along_as_a_file(void **state) {
    struct fixture *f = *state;
    struct vz_strbuf xml = {0};
    vz_session_answer(f->visit.session, "/data/a", "yes");
    vz_visit_answered(&f->visit);
    assert_int_equal(vz_visit_next(&f->visit), VZ_VISIT_MOVED);
    assert_int_equal(vz_visit_next(&f->visit), VZ_VISIT_ENDED);
    assert_true(vz_visit_finalize(&f->visit, &xml));
    assert_non_null(strstr(xml.data, "<orx:audit>audit.csv</orx:audit>"));
    int named = 0;
    vz_session_each_attachment(f->visit.session, note_name, &named);
    assert_int_equal(named, 1);
    const struct vz_attachment *log =
        vz_attachments_find(&f->visit.attachments, "audit.csv");
    assert_non_null(log);
    assert_string_equal(log->content_type, "text/csv");
    static const char header[] = "event,node,start,end,old-value,new-value\n";
    assert_memory_equal(log->bytes, header, strlen(header));
    char *text = strndup(log->bytes, log->len);
    assert_non_null(strstr(text, "\nquestion,/data/a,"));
    assert_non_null(strstr(text, ",,yes\n"));
    assert_non_null(strstr(text, "\nform finalize,,"));
    free(text);
    // Storing failed: the same again.
    vz_strbuf_clear(&xml);
    assert_true(vz_visit_finalize(&f->visit, &xml));
    assert_int_equal(f->visit.attachments.n, 1);
    vz_strbuf_wipe(&xml);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_the_log_goes_along_as_a_file,
                                        set_up, tear_down),
    };
    return cmocka_run_group_tests_name("visit_audit", tests, NULL, NULL);
}
