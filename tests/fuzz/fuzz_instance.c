/*
 * Saved instances: opens whatever comes as an instance of one form, a draft or
 * one that was sent, and finalises it.
 */
#include "base/clock.h"
#include "base/log.h"
#include "form/xform/form.h"
#include "form/xform/session.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char instance_form[] =
    "<h:html xmlns='http://www.w3.org/2002/xforms' "
    "xmlns:h='http://www.w3.org/1999/xhtml' "
    "xmlns:jr='http://openrosa.org/javarosa' "
    "xmlns:orx='http://openrosa.org/xforms'>"
    "<h:head><h:title>t</h:title><model><instance><data id='f' version='1'>"
    "<a/><n/><g><in>x</in></g><r jr:template=''><q/><s jr:template=''><t/></s>"
    "</r><c/><calc/><orx:meta><orx:instanceID/></orx:meta></data></instance>"
    "<bind nodeset='/data/a' required='true()'/>"
    "<bind nodeset='/data/n' type='int' constraint='. &lt; 100' "
    "relevant=\"/data/a != 'hide'\"/>"
    "<bind nodeset='/data/r/q' relevant='../../n &gt; 1'/>"
    "<bind nodeset='/data/calc' calculate='concat(/data/a, sum(/data/r/q))'/>"
    "</model></h:head><h:body><input ref='/data/a'><label>A</label></input>"
    "<input ref='/data/n'><label>N</label></input><group ref='/data/g'>"
    "<input ref='/data/g/in'><label>I</label></input></group>"
    "<group ref='/data/r'><repeat nodeset='/data/r'><input ref='/data/r/q'>"
    "<label>Q</label></input><group ref='/data/r/s'><repeat "
    "nodeset='/data/r/s'><input ref='/data/r/s/t'><label>T</label></input>"
    "</repeat></group></repeat></group><select ref='/data/c'><label>C</label>"
    "<item><label>1</label><value>1</value></item><item><label>2</label>"
    "<value>2</value></item></select></h:body></h:html>";

static void open_saved(const struct vz_form *form, const char *xml, size_t len,
                       bool sent) {
    struct vz_session_params params = {.device_id = "d"};
    struct vz_saved_instance saved = {.xml = xml, .len = len, .sent = sent};
    struct vz_error error = {0};
    struct vz_session *session = vz_session_open(form, &params, &saved, &error);
    if (session == NULL) {
        if (error.message[0] == '\0') {
            abort(); // refused without a reason
        }
        return;
    }
    struct vz_strbuf out = {0};
    while (vz_session_next(session)) {
        vz_session_event(session);
    }
    vz_session_save(session, &out);
    vz_session_finalize(session, &out);
    vz_strbuf_finish(&out);
    vz_session_destroy(session);
}

// The form, loaded once: it does not change.
static const struct vz_form *instance_form_loaded(void) {
    static struct vz_form *form;
    if (form != NULL) {
        return form;
    }
    struct vz_form_media media = {.dir = NULL};
    struct vz_error error = {0};
    form = vz_form_load(instance_form, strlen(instance_form), &media, &error);
    if (form == NULL) {
        abort();
    }
    return form;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    vz_log_set_level(VZ_LOG_ERROR);
    vz_clock_freeze(1709644029250);
    const struct vz_form *form = instance_form_loaded();
    open_saved(form, (const char *)data, size, false);
    open_saved(form, (const char *)data, size, true);
    vz_clock_thaw();
    return 0;
}
