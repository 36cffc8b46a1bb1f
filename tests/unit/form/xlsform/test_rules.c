/*
 * The cases of tests/data/xlsform: workbooks as tables, and what becomes of
 * them.
 */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/file.h"
#include "base/strbuf.h"
#include "support/xlsform_case.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define FOLDER "tests/data/xlsform"
#define MAX_CASES 1000

struct rule {
    char name[160];
    const char *start, *end; // in the file's text, behind the title
};

// ------------------------------------------------------------------- tables

static bool is_line(const char *line, const char *start) {
    return strncmp(line, start, strlen(start)) == 0;
}

static const char *line_after(const char *line) {
    const char *end = strchr(line, '\n');
    return end ? end + 1 : line + strlen(line);
}

// One cell, without the spaces around it; stops before the bar.
static const char *take_cell(const char *p, struct vz_strbuf *cell) {
    p += strspn(p, " ");
    vz_strbuf_clear(cell);
    size_t len = 0;
    for (; *p && *p != '\n' && *p != '|'; p++) {
        p += p[0] == '\\' && p[1] == '|';
        vz_strbuf_append_char(cell, *p);
        len = *p == ' ' ? len : cell->len;
    }
    if (cell->len > len) {
        cell->data[cell->len = len] = '\0';
    }
    return p;
}

static void append_csv(struct vz_strbuf *csv, const struct vz_strbuf *cell) {
    vz_strbuf_append_char(csv, '"');
    for (size_t i = 0; i < cell->len; i++) {
        vz_strbuf_append(csv, cell->data[i] == '"' ? "\"" : "");
        vz_strbuf_append_char(csv, cell->data[i]);
    }
    vz_strbuf_append_char(csv, '"');
}

// "| survey |" or "| | text | a | A |" as records of the one-file CSV.
static void append_row(struct vz_strbuf *csv, const char *line) {
    struct vz_strbuf cell = {0};
    const char *p = take_cell(line + 1, &cell);
    if (cell.len) {
        append_csv(csv, &cell);
        vz_strbuf_append_char(csv, '\n');
    }
    size_t before = csv->len;
    while (*p == '|' && p[1] && p[1] != '\n') {
        p = take_cell(p + 1, &cell);
        if (*p == '|') {
            vz_strbuf_append_char(csv, ',');
            append_csv(csv, &cell);
        }
    }
    if (csv->len > before) {
        vz_strbuf_append_char(csv, '\n');
    }
    vz_strbuf_finish(&cell);
}

static void read_tables(const struct rule *rule, struct vz_strbuf *csv) {
    for (const char *line = rule->start; line < rule->end;
         line = line_after(line)) {
        if (*line == '|') {
            append_row(csv, line);
        }
    }
    assert_false(csv->failed);
}

// ------------------------------------------------------------- expectations

static size_t count(const struct xlsform_case *test, enum vz_severity severity,
                    const char *words) {
    size_t n = 0;
    for (size_t i = 0; i < test->diagnostics.n; i++) {
        const struct vz_diagnostic *item = &test->diagnostics.items[i];
        n += !strcmp(vz_severity_name(item->severity),
                     vz_severity_name(severity)) &&
             (!words || strcasestr(item->message, words));
    }
    return n;
}

static bool is_true(struct xlsform_case *test, const char *xpath) {
    char whole[2000];
    snprintf(whole, sizeof(whole), "boolean(%s)", xpath);
    return test->document &&
           strcmp(xlsform_case_value(test, whole), "true") == 0;
}

static bool holds(struct xlsform_case *test, const char *line) {
    static const char has[] = "- has: ", not [] = "- has not: ",
                      error[] = "- error: ", warning[] = "- warning: ",
                      warnings[] = "- warnings: ";
    if (is_line(line, error)) {
        return !test->ok &&
               count(test, VZ_SEVERITY_ERROR, line + strlen(error));
    }
    if (is_line(line, has)) {
        return is_true(test, line + strlen(has));
    }
    if (is_line(line, not )) {
        return test->ok && !is_true(test, line + strlen(not ));
    }
    if (is_line(line, warning)) {
        return test->ok &&
               count(test, VZ_SEVERITY_WARNING, line + strlen(warning));
    }
    if (is_line(line, warnings)) {
        return test->ok && count(test, VZ_SEVERITY_WARNING, NULL) ==
                               strtoul(line + strlen(warnings), NULL, 10);
    }
    return test->ok && strcmp(line, "- fine") == 0;
}

static void print_case(const struct xlsform_case *test, const char *csv) {
    print_error("%s", csv);
    for (size_t i = 0; i < test->diagnostics.n; i++) {
        const struct vz_diagnostic *item = &test->diagnostics.items[i];
        print_error("%s: %s\n", vz_severity_name(item->severity),
                    item->message);
    }
    print_error("%s\n", vz_strbuf_text(&test->xml));
}

static void test_rule(void **state) {
    const struct rule *rule = *state;
    struct vz_strbuf csv = {0};
    struct xlsform_case test;
    size_t n = 0;
    read_tables(rule, &csv);
    xlsform_case_convert(&test, vz_strbuf_text(&csv));
    for (const char *line = rule->start; line < rule->end;
         line = line_after(line)) {
        char text[1500];
        if (!is_line(line, "- ")) {
            continue;
        }
        snprintf(text, sizeof(text), "%.*s", (int)strcspn(line, "\n"), line);
        n++;
        if (!holds(&test, text)) {
            print_case(&test, vz_strbuf_text(&csv));
            fail_msg("%s: %s", rule->name, text);
        }
    }
    assert_true(n > 0);
    xlsform_case_finish(&test);
    vz_strbuf_finish(&csv);
}

// -------------------------------------------------------------------- files

static size_t read_rules(const char *file, struct vz_strbuf *text,
                         struct rule *rules, size_t most) {
    char path[400];
    size_t n = 0;
    snprintf(path, sizeof(path), "%s/%s", FOLDER, file);
    if (vz_file_read(path, 1000000, text) != VZ_OK) {
        return 0;
    }
    for (const char *line = vz_strbuf_text(text); *line;
         line = line_after(line)) {
        if (!is_line(line, "## ") || n == most) {
            continue;
        }
        struct rule *rule = &rules[n++];
        snprintf(rule->name, sizeof(rule->name), "%.40s: %.*s", file,
                 (int)strcspn(line + 3, "\n"), line + 3);
        rule->start = line_after(line);
        const char *next = strstr(rule->start, "\n## ");
        rule->end = next ? next + 1 : rule->start + strlen(rule->start);
    }
    return n;
}

static int is_subject(const struct dirent *entry) {
    size_t n = strlen(entry->d_name);
    return n > 3 && strcmp(entry->d_name + n - 3, ".md") == 0 &&
           strcmp(entry->d_name, "README.md") != 0;
}

int main(void) {
    struct dirent **files = NULL;
    int n_files = scandir(FOLDER, &files, is_subject, alphasort);
    struct rule *rules = calloc(MAX_CASES, sizeof(*rules));
    struct CMUnitTest *tests = calloc(MAX_CASES, sizeof(*tests));
    struct vz_strbuf texts[50] = {0};
    size_t n = 0;
    for (int i = 0; rules && tests && i < n_files && i < 50; i++) {
        n += read_rules(files[i]->d_name, &texts[i], rules + n, MAX_CASES - n);
        free(files[i]);
    }
    free(files);
    for (size_t i = 0; i < n; i++) {
        tests[i] = (struct CMUnitTest){.name = rules[i].name,
                                       .test_func = test_rule,
                                       .initial_state = &rules[i]};
    }
    int failed = n ? _cmocka_run_group_tests("rules", tests, n, NULL, NULL) : 1;
    for (int i = 0; i < 50; i++) {
        vz_strbuf_finish(&texts[i]);
    }
    free(rules);
    free(tests);
    return failed;
}
