#include "form_fixture.h"

#include "base/file.h"
#include "base/strbuf.h"

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <string.h>

#define FORM_BYTES_MAX (20 * 1024 * 1024)

struct vz_form *form_fixture_load(const char *name) {
    char path[300];
    snprintf(path, sizeof(path), "tests/data/xform/%s", name);
    struct vz_strbuf xml = {0};
    assert_int_equal(vz_file_read(path, FORM_BYTES_MAX, &xml), VZ_OK);
    struct vz_error error;
    struct vz_form *form = vz_form_load(xml.data, xml.len, NULL, &error);
    vz_strbuf_finish(&xml);
    if (!form) {
        fail_msg("%s: %s", name, error.message);
    }
    return form;
}

static void write_form(const struct form_parts *parts, struct vz_strbuf *xml) {
    vz_strbuf_printf(
        xml,
        "<h:html xmlns=\"http://www.w3.org/2002/xforms\" "
        "xmlns:h=\"http://www.w3.org/1999/xhtml\" "
        "xmlns:jr=\"http://openrosa.org/javarosa\" "
        "xmlns:orx=\"http://openrosa.org/xforms\" "
        "xmlns:odk=\"http://www.opendatakit.org/xforms\" "
        "xmlns:vz=\"urn:vertelzuil:form\"><h:head><h:title>t</h:title>"
        "<model>%s<instance><data id=\"t\" version=\"1\">%s</data>"
        "</instance>%s</model></h:head><h:body>%s</h:body></h:html>",
        parts->itext ? parts->itext : "", parts->instance,
        parts->model ? parts->model : "", parts->body ? parts->body : "");
}

struct vz_form *form_fixture_make(const struct form_parts *parts) {
    struct vz_strbuf xml = {0};
    write_form(parts, &xml);
    struct vz_error error;
    struct vz_form *form = vz_form_load(xml.data, xml.len, NULL, &error);
    vz_strbuf_finish(&xml);
    if (!form) {
        fail_msg("%s", error.message);
    }
    return form;
}

void form_fixture_refused(const struct form_parts *parts,
                          struct vz_error *error) {
    struct vz_strbuf xml = {0};
    write_form(parts, &xml);
    struct vz_form *form = vz_form_load(xml.data, xml.len, NULL, error);
    vz_strbuf_finish(&xml);
    assert_null(form);
}

struct vz_session *form_fixture_session(const struct vz_form *form) {
    struct vz_session_params params = {
        .instance_id = "uuid:11111111-2222-4333-8444-555555555555",
        .device_id = "kiosk:1",
        .username = "worker",
        .language = vz_form_default_language(form),
    };
    struct vz_session *session = vz_session_create(form, &params);
    assert_non_null(session);
    return session;
}

void form_fixture_answer(struct vz_session *session, const char *ref,
                         const char *value) {
    assert_int_equal(vz_session_answer(session, ref, value), VZ_ANSWER_OK);
    assert_string_equal(vz_session_value(session, ref), value);
}

char *form_fixture_xml(struct vz_session *session) {
    struct vz_strbuf xml = {0};
    assert_true(vz_session_finalize(session, &xml));
    return vz_strbuf_take(&xml);
}
