/*
 * Measures the form engine in process: a workbook of 100, 1,000 and 10,000
 * questions in two languages becomes an XForm, is loaded, and is answered. A
 * third of the questions has a relevance, a constraint or a calculation that
 * reads another one; a third are selects. Prints one row a figure: name,
 * median, 95th percentile, unit, aim.
 */
#include "base/clock.h"
#include "base/file.h"
#include "form/xform/session.h"
#include "form/xlsform/xlsform.h"

#include <malloc.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define RUNS_MAX 200
#define DEPENDENTS 300
#define ROWS 10000

struct samples {
    double values[RUNS_MAX];
    size_t n;
};

static void fail(const char *what) {
    fprintf(stderr, "bench_form: %s\n", what);
    exit(1);
}

static int compare_doubles(const void *a, const void *b) {
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static void row(const char *name, struct samples *samples, const char *unit,
                const char *aim) {
    size_t n = samples->n;
    qsort(samples->values, n, sizeof(double), compare_doubles);
    printf("%-40s %10.3f %10.3f  %-6s %s\n", name, samples->values[n / 2],
           samples->values[n * 95 / 100], unit, aim);
    fflush(stdout);
}

static void named_row(const char *what, size_t questions,
                      struct samples *samples, const char *unit,
                      const char *aim) {
    char name[100];
    snprintf(name, sizeof(name), "form: %s, %zu questions", what, questions);
    row(name, samples, unit, questions == 1000 ? aim : "");
}

static void add(struct samples *samples, double value) {
    if (samples->n < RUNS_MAX) {
        samples->values[samples->n++] = value;
    }
}

// ------------------------------------------------------------ workbooks

static void write_question(struct vz_strbuf *csv, size_t i) {
    static const char *const types[] = {"integer",      "text",
                                        "select_one l", "select_multiple l",
                                        "decimal",      "calculate"};
    size_t kind = i % 6;
    vz_strbuf_printf(csv, ",%s,q%zu,", types[kind], i);
    if (kind == 5) {
        vz_strbuf_printf(csv, ",,,,${q%zu} + 1\n", i - 5);
        return;
    }
    vz_strbuf_printf(csv, "Vraag %zu over iets,Question %zu on a thing,", i, i);
    if (kind == 1) {
        vz_strbuf_printf(csv, "${q%zu} > 3", i - 1);
    }
    vz_strbuf_append(csv, kind == 4 ? ",. >= 0 and . < 100,\n" : ",,\n");
}

static void write_workbook(struct vz_strbuf *csv, size_t n) {
    vz_strbuf_append(csv, "survey\n,type,name,label::Nederlands (nl),"
                          "label::English (en),relevant,constraint,"
                          "calculation\n");
    for (size_t i = 0; i < n; i++) {
        write_question(csv, i);
    }
    vz_strbuf_append(csv, "choices\n,list_name,name,label::Nederlands (nl),"
                          "label::English (en)\n,l,a,Ja,Yes\n,l,b,Nee,No\n"
                          ",l,c,Weet niet,Do not know\n");
}

static void convert(const struct vz_strbuf *csv, struct vz_strbuf *xml) {
    struct vz_diagnostics diagnostics = {0};
    vz_strbuf_clear(xml);
    if (!vz_xlsform_convert_bytes(csv->data, csv->len, "b.csv", NULL, xml,
                                  &diagnostics)) {
        fail("the workbook does not convert");
    }
    vz_diagnostics_finish(&diagnostics);
}

static struct vz_form *load(const struct vz_strbuf *xml, const char *dir) {
    struct vz_error error = {0};
    struct vz_form_media media = {.dir = dir};
    struct vz_form *form = vz_form_load(xml->data, xml->len, &media, &error);
    if (!form) {
        fail(error.message);
    }
    return form;
}

static struct vz_session *begin(const struct vz_form *form) {
    struct vz_session_params params = {.device_id = "bench"};
    struct vz_session *session = vz_session_create(form, &params);
    if (!session) {
        fail("out of memory");
    }
    return session;
}

static double ms_since(int64_t start) {
    return (double)(vz_clock_monotonic_us() - start) / 1000;
}

// ----------------------------------------------------------------- sizes

static void answer(struct vz_session *session, const char *ref,
                   const char *value) {
    if (vz_session_answer(session, ref, value) != VZ_ANSWER_OK ||
        !vz_session_event(session)) {
        fail(ref);
    }
}

static void measure_session(const struct vz_form *form, size_t n) {
    struct samples start = {0}, first = {0}, change = {0}, held = {0};
    for (int run = 0; run < 5; run++) {
        size_t before = mallinfo2().uordblks;
        int64_t at = vz_clock_monotonic_us();
        struct vz_session *session = begin(form);
        add(&start, ms_since(at));
        for (int i = 0; i < 20; i++) {
            at = vz_clock_monotonic_us();
            answer(session, "/data/q0", i & 1 ? "2" : "5");
            add(i == 0 ? &first : &change, ms_since(at));
        }
        add(&held, (double)(mallinfo2().uordblks - before) / 1048576);
        vz_session_destroy(session);
    }
    named_row("start of a session", n, &start, "ms", "");
    named_row("first answer", n, &first, "ms", "2");
    named_row("next answers", n, &change, "ms", "2");
    named_row("memory of the session", n, &held, "MB", "");
}

static void measure_size(size_t n) {
    struct vz_strbuf csv = {0}, xml = {0};
    struct samples converted = {0}, loaded = {0}, held = {0};
    int runs = n >= 10000 ? 5 : 20;
    write_workbook(&csv, n);
    for (int run = 0; run < runs; run++) {
        int64_t at = vz_clock_monotonic_us();
        convert(&csv, &xml);
        add(&converted, ms_since(at));
    }
    struct vz_form *form = NULL;
    for (int run = 0; run < runs; run++) {
        vz_form_destroy(form);
        size_t before = mallinfo2().uordblks;
        int64_t at = vz_clock_monotonic_us();
        form = load(&xml, NULL);
        add(&loaded, ms_since(at));
        add(&held, (double)(mallinfo2().uordblks - before) / 1048576);
    }
    named_row("workbook to XForm", n, &converted, "ms", "20");
    named_row("load", n, &loaded, "ms", "30");
    named_row("memory of the form", n, &held, "MB", "20 with a session");
    measure_session(form, n);
    vz_form_destroy(form);
    vz_strbuf_finish(&csv);
    vz_strbuf_finish(&xml);
}

// ------------------------------------------------------------ dependents

static void measure_dependents(void) {
    struct vz_strbuf csv = {0}, xml = {0};
    struct samples change = {0};
    vz_strbuf_append(&csv, "survey\n,type,name,label,relevant,calculation\n"
                           ",integer,a,A,,\n");
    for (int i = 0; i < DEPENDENTS / 2; i++) {
        vz_strbuf_printf(&csv, ",text,r%d,R,${a} > %d,\n", i, i);
        vz_strbuf_printf(&csv, ",calculate,c%d,,,${a} * %d + 1\n", i, i);
    }
    convert(&csv, &xml);
    struct vz_form *form = load(&xml, NULL);
    struct vz_session *session = begin(form);
    for (int i = 0; i < RUNS_MAX; i++) {
        int64_t at = vz_clock_monotonic_us();
        answer(session, "/data/a", i & 1 ? "0" : "150");
        add(&change, ms_since(at));
    }
    row("form: an answer with 300 dependents", &change, "ms", "2");
    vz_session_destroy(session);
    vz_form_destroy(form);
    vz_strbuf_finish(&csv);
    vz_strbuf_finish(&xml);
}

// -------------------------------------------------------------- external

static void write_rows(const char *dir) {
    struct vz_strbuf csv = {0};
    char path[300];
    vz_strbuf_append(&csv, "name,label,region\n");
    for (int i = 0; i < ROWS; i++) {
        vz_strbuf_printf(&csv, "v%d,Village %d,r%d\n", i, i, i % 500);
    }
    snprintf(path, sizeof(path), "%s/places.csv", dir);
    if (vz_file_replace(path, csv.data, csv.len) != VZ_OK) {
        fail("the rows cannot be written");
    }
    vz_strbuf_finish(&csv);
}

static void measure_external(void) {
    struct vz_strbuf csv = {0}, xml = {0};
    struct samples change = {0}, loaded = {0};
    char dir[] = "/tmp/vz-bench-XXXXXX", path[300];
    if (!mkdtemp(dir)) {
        fail("no folder can be made");
    }
    write_rows(dir);
    vz_strbuf_append(&csv, "survey\n,type,name,label,choice_filter\n"
                           ",text,region,Region,\n,select_one_from_file "
                           "places.csv,place,Place,region = ${region}\n");
    convert(&csv, &xml);
    int64_t at = vz_clock_monotonic_us();
    struct vz_form *form = load(&xml, dir);
    add(&loaded, ms_since(at));
    struct vz_session *session = begin(form);
    vz_session_jump(session, "/data/place");
    for (int i = 0; i < 50; i++) {
        char region[20];
        snprintf(region, sizeof(region), "r%d", i);
        at = vz_clock_monotonic_us();
        answer(session, "/data/region", region);
        add(&change, ms_since(at));
    }
    if (vz_session_event(session)->questions[0].n_choices != ROWS / 500) {
        fail("the filter leaves another number of choices");
    }
    row("form: load with 10,000 external rows", &loaded, "ms", "");
    row("form: filter 10,000 external rows", &change, "ms", "10");
    vz_session_destroy(session);
    vz_form_destroy(form);
    vz_strbuf_finish(&csv);
    vz_strbuf_finish(&xml);
    snprintf(path, sizeof(path), "%s/places.csv", dir);
    unlink(path);
    rmdir(dir);
}

int main(void) {
    static const size_t sizes[] = {100, 1000, 10000};
    for (size_t i = 0; i < sizeof(sizes) / sizeof(*sizes); i++) {
        measure_size(sizes[i]);
    }
    measure_dependents();
    measure_external();
    return 0;
}
