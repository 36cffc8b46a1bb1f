/*
 * Lists in files beside a form: CSV, XML and GeoJSON, and the form that was
 * saved last. The first byte says which (of "cxgl"); the rest is the file,
 * which lies in memory. The form has selects with a filter on it.
 */
#include "base/clock.h"
#include "base/file.h"
#include "base/log.h"
#include "form/xform/form.h"
#include "form/xform/session.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const struct {
    char letter;
    const char *file, *src;
} list_kinds[] = {
    {'c', "l.csv", "jr://file-csv/l.csv"},
    {'x', "l.xml", "jr://file/l.xml"},
    {'g', "l.geojson", "jr://file/l.geojson"},
    {'l', "last-saved.xml", "jr://instance/last-saved"},
};
#define N_LIST_KINDS (sizeof(list_kinds) / sizeof(list_kinds[0]))

// One folder for this process, in memory where there is such a place.
struct list_folder {
    char path[100];
};

static void list_remove_folder(void);

static const struct list_folder *list_folder(void) {
    static struct list_folder folder;
    if (folder.path[0] != '\0') {
        return &folder;
    }
    bool memory = access("/dev/shm", W_OK) == 0;
    snprintf(folder.path, sizeof(folder.path), "%s/vz-fuzz-list-%d",
             memory ? "/dev/shm" : "/tmp", (int)getpid());
    if (vz_dir_make(folder.path) != VZ_OK) {
        abort();
    }
    atexit(list_remove_folder);
    return &folder;
}

static void list_remove_folder(void) {
    rmdir(list_folder()->path);
}

static struct vz_form *load_with_list(const char *src, const char *dir) {
    char xml[2000];
    struct vz_form_media media = {.dir = dir};
    struct vz_error error = {0};
    int n = snprintf(
        xml, sizeof(xml),
        "<h:html xmlns='http://www.w3.org/2002/xforms' "
        "xmlns:h='http://www.w3.org/1999/xhtml'><h:head><model><instance>"
        "<data id='f'><a>1</a><b/><c/><d/></data></instance>"
        "<instance id='l' src='%s'/><bind nodeset='/data/c' "
        "calculate=\"instance('l')/root/item[name = /data/b]/label\"/>"
        "<bind nodeset='/data/d' calculate=\"count(instance('l')//*)\"/>"
        "</model></h:head><h:body><input ref='/data/a'><label>A</label></input>"
        "<select1 ref='/data/b'><label>B</label><itemset "
        "nodeset=\"instance('l')/root/item[a = /data/a or /data/a = 1]\">"
        "<value ref='name'/><label ref='label'/></itemset></select1>"
        "<select ref='/data/b'><label>B</label><itemset "
        "nodeset=\"randomize(instance('l')/root/item, 3)\"><value ref='id'/>"
        "<label ref='geometry'/></itemset></select></h:body></h:html>",
        src);
    struct vz_form *form = vz_form_load(xml, (size_t)n, &media, &error);
    if (form == NULL && error.message[0] == '\0') {
        abort(); // refused without a word
    }
    return form;
}

static void choose(const struct vz_form *form) {
    struct vz_session_params params = {.device_id = "d"};
    struct vz_session *session = vz_session_create(form, &params);
    struct vz_strbuf xml = {0};
    while (session && vz_session_next(session)) {
        const struct vz_event *event = vz_session_event(session);
        if (event && event->n_questions > 0 &&
            event->questions[0].n_choices > 0) {
            char *name = strdup(event->questions[0].choices[0].name);
            vz_session_answer(session, "/data/b", name ? name : "");
            free(name);
        }
    }
    if (session) {
        vz_session_finalize(session, &xml);
    }
    vz_strbuf_finish(&xml);
    vz_session_destroy(session);
}

static void load_list(size_t kind, const uint8_t *data, size_t size) {
    char path[200];
    const char *dir = list_folder()->path;
    snprintf(path, sizeof(path), "%s/%s", dir, list_kinds[kind].file);
    FILE *file = fopen(path, "wb");
    if (file == NULL) {
        abort();
    }
    fwrite(data, 1, size, file);
    fclose(file);
    struct vz_form *form = load_with_list(list_kinds[kind].src, dir);
    unlink(path);
    if (form != NULL) {
        choose(form);
    }
    vz_form_destroy(form);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    vz_log_set_level(VZ_LOG_ERROR);
    vz_clock_freeze(1709644029250);
    for (size_t i = 0; i < N_LIST_KINDS; i++) {
        if (size > 0 && data[0] == (uint8_t)list_kinds[i].letter) {
            load_list(i, data + 1, size - 1);
        }
    }
    vz_clock_thaw();
    return 0;
}
