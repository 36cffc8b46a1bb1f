/*
 * Cases as data: every folder of tests/data/forms is a form, what is said to
 * `vertelform play`, and what must come back. See the README there.
 */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "app/tools/vertelform.h"
#include "base/file.h"
#include "support/store_folder.h"

#include <dirent.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define FOLDER "tests/data/forms"
#define WORDS_MAX 60

struct form_case {
    const char *name;
    char dir[300];
};

static bool has_file(const struct form_case *c, const char *name, char *path,
                     size_t size) {
    snprintf(path, size, "%s/%s", c->dir, name);
    return vz_file_exists(path);
}

// ------------------------------------------------------------- matching

static bool matches(const json_t *wanted, const json_t *got);

static bool matches_object(const json_t *wanted, const json_t *got) {
    const char *key;
    json_t *value;
    json_object_foreach((json_t *)wanted, key, value) {
        if (!matches(value, json_object_get(got, key))) {
            return false;
        }
    }
    return json_is_object(got);
}

static bool matches_array(const json_t *wanted, const json_t *got) {
    if (!json_is_array(got) ||
        json_array_size(wanted) != json_array_size(got)) {
        return false;
    }
    for (size_t i = 0; i < json_array_size(wanted); i++) {
        if (!matches(json_array_get(wanted, i), json_array_get(got, i))) {
            return false;
        }
    }
    return true;
}

// "<...>text<...>": each part between <...> must be in the text, in order.
static bool matches_text(const char *wanted, const char *got) {
    static const char gap[] = "<...>";
    const char *end = strstr(wanted, gap);
    if (!end) {
        return !strcmp(wanted, got);
    }
    size_t len = (size_t)(end - wanted);
    if (strncmp(wanted, got, len) != 0) {
        return false;
    }
    const char *rest = end + sizeof(gap) - 1;
    for (const char *at = got + len;; at++) {
        if (matches_text(rest, at)) {
            return true;
        }
        if (!*at) {
            return false;
        }
    }
}

// What is wanted must be there; what else is there does not matter.
static bool matches(const json_t *wanted, const json_t *got) {
    if (json_is_object(wanted)) {
        return matches_object(wanted, got);
    }
    if (json_is_array(wanted)) {
        return matches_array(wanted, got);
    }
    if (json_is_string(wanted) && json_is_string(got)) {
        return matches_text(json_string_value(wanted), json_string_value(got));
    }
    return json_equal(wanted, got);
}

// -------------------------------------------------------------- playing

// "@" at the start of a word is the case's folder.
static size_t read_words(const struct form_case *c, char *text, char **words) {
    size_t n = 0;
    for (char *word = strtok(text, "\n"); word && n < WORDS_MAX - 1;
         word = strtok(NULL, "\n")) {
        struct vz_strbuf buf = {0};
        vz_strbuf_append(&buf, word[0] == '@' ? c->dir : "");
        vz_strbuf_append(&buf, word[0] == '@' ? word + 1 : word);
        words[n++] = vz_strbuf_take(&buf);
    }
    return n;
}

// In a process of its own, because clock and time zone belong to a process.
static void play_in_child(const struct form_case *c, const char *out) {
    char path[400], form[400];
    char *words[WORDS_MAX + 3] = {"vertelform", "play", form};
    size_t n = 3;
    if (!has_file(c, "form.csv", form, sizeof(form))) {
        has_file(c, "form.xml", form, sizeof(form));
    }
    struct vz_strbuf options_text = {0};
    if (has_file(c, "options", path, sizeof(path)) &&
        vz_file_read(path, 10000, &options_text) == VZ_OK) {
        n += read_words(c, options_text.data, words + n);
    }
    struct vz_tool_options options;
    has_file(c, "play.jsonl", path, sizeof(path));
    bool ok = vz_tool_options_parse(&options, (int)n, words) &&
              freopen(path, "r", stdin) && freopen(out, "w", stdout);
    int status = ok ? vz_tool_play(&options) : 9;
    fflush(stdout);
    for (size_t i = 3; i < n; i++) {
        free(words[i]);
    }
    vz_strbuf_finish(&options_text);
    exit(status);
}

static int play(const struct form_case *c, const char *folder,
                const char *out) {
    fflush(NULL);
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        // What play writes goes with the folder.
        setenv("TMPDIR", folder, 1);
        play_in_child(c, out);
    }
    int status;
    assert_int_equal(waitpid(child, &status, 0), child);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

static bool next_line(char **at, char **line) {
    if (!*at || !**at) {
        return false;
    }
    *line = *at;
    char *end = strchr(*at, '\n');
    *at = end ? end + 1 : NULL;
    if (end) {
        *end = '\0';
    }
    return true;
}

static bool compare(const struct form_case *c, char *wanted, char *got) {
    char *want_line, *got_line;
    size_t n = 0;
    bool same = true;
    while (next_line(&wanted, &want_line)) {
        n++;
        json_t *w = json_loads(want_line, 0, NULL);
        if (!w) {
            fail_msg("%s: expected.jsonl line %zu is no JSON", c->name, n);
        }
        json_t *g = next_line(&got, &got_line) ? json_loads(got_line, 0, NULL)
                                               : NULL;
        if (!g || !matches(w, g)) {
            print_error("%s, line %zu\n  wanted %s\n  got    %s\n", c->name, n,
                        want_line, g ? got_line : "nothing");
            same = false;
        }
        json_decref(w);
        json_decref(g);
    }
    if (next_line(&got, &got_line)) {
        print_error("%s: more was answered than wanted: %s\n", c->name,
                    got_line);
        same = false;
    }
    return same;
}

static void test_case(void **state) {
    const struct form_case *c = *state;
    char folder[STORE_PATH_SIZE];
    char out[STORE_PATH_SIZE];
    char path[400];
    store_folder_make(folder);
    store_folder_path(out, folder, "out");
    int status = play(c, folder, out);
    struct vz_strbuf wanted = {0}, got = {0};
    assert_true(has_file(c, "expected.jsonl", path, sizeof(path)));
    assert_int_equal(vz_file_read(path, 10000000, &wanted), VZ_OK);
    assert_int_equal(vz_file_read(out, 100000000, &got), VZ_OK);
    store_folder_remove(folder);
    bool same = compare(c, wanted.data, got.data);
    vz_strbuf_finish(&wanted);
    vz_strbuf_finish(&got);
    assert_true(same);
    assert_int_equal(status, 0);
}

static int is_case(const struct dirent *entry) {
    char path[400];
    struct form_case c = {.name = entry->d_name};
    snprintf(c.dir, sizeof(c.dir), "%s/%.200s", FOLDER, entry->d_name);
    return has_file(&c, "play.jsonl", path, sizeof(path));
}

int main(void) {
    struct dirent **entries;
    int n = scandir(FOLDER, &entries, is_case, alphasort);
    if (n <= 0) {
        fprintf(stderr, "there are no cases in %s\n", FOLDER);
        return 1;
    }
    struct form_case *cases = calloc((size_t)n, sizeof(*cases));
    struct CMUnitTest *tests = calloc((size_t)n, sizeof(*tests));
    for (int i = 0; i < n; i++) {
        cases[i].name = entries[i]->d_name;
        snprintf(cases[i].dir, sizeof(cases[i].dir), "%s/%.200s", FOLDER,
                 entries[i]->d_name);
        tests[i] = (struct CMUnitTest){.name = cases[i].name,
                                       .test_func = test_case,
                                       .initial_state = &cases[i]};
    }
    int failed =
        _cmocka_run_group_tests("form cases", tests, (size_t)n, NULL, NULL);
    for (int i = 0; i < n; i++) {
        free(entries[i]);
    }
    free(entries);
    free(cases);
    free(tests);
    return failed;
}
