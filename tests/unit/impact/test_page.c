// Pages: templates filled through their tree, written as HTML5.
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/file.h"
#include "impact/page.h"
#include "support/store_folder.h"

#include <string.h>

static void load(struct vz_page *page, const char *text) {
    char folder[STORE_PATH_SIZE], path[STORE_PATH_SIZE];
    store_folder_make(folder);
    store_folder_path(path, folder, "t.html");
    assert_int_equal(vz_file_write(path, text, strlen(text)), VZ_OK);
    assert_true(vz_page_load(page, path, NULL));
    store_folder_remove(folder);
}

static void expect(struct vz_page *page, const char *html) {
    struct vz_strbuf out = {0};
    assert_true(vz_page_write(page, &out));
    assert_string_equal(out.data, html);
    vz_strbuf_finish(&out);
    vz_page_finish(page);
}

static void elements_end_as_html_says(void **state) {
    struct vz_page page;
    load(&page, "<html><style>a &gt; b { c: d }</style><br/><p></p><img "
                "src='a\"b&amp;&lt;'/><!-- gone --></html>");
    expect(&page, "<!doctype html>\n<html><style>a > b { c: d }</style><br>"
                  "<p></p><img src=\"a&quot;b&amp;&lt;\"></html>\n");
}

static void texts_never_become_markup(void **state) {
    struct vz_page page;
    load(&page, "<html><p data-slot='x'><b>old</b></p></html>");
    vz_page_text(&page, vz_page_root(&page), "x", "<i>&amp; \"q\"</i>");
    expect(&page, "<!doctype html>\n<html><p>&lt;i&gt;&amp;amp; \"q\"&lt;/i&gt;"
                  "</p></html>\n");
}

static void models_are_copied_and_removed(void **state) {
    struct vz_page page;
    load(&page, "<html><ul><li data-each='row'><b data-slot='n'/>"
                "<i data-when='odd'>!</i></li></ul></html>");
    for (int i = 0; i < 3; i++) {
        xmlNode *row = vz_page_add(&page, vz_page_root(&page), "row");
        vz_page_text(&page, row, "n", i == 0 ? "a" : i == 1 ? "b" : "c");
        if (i != 1) {
            vz_page_drop(row, "odd");
        }
    }
    vz_page_end(vz_page_root(&page), "row");
    expect(&page, "<!doctype html>\n<html><ul><li><b>a</b></li><li><b>b</b>"
                  "<i>!</i></li><li><b>c</b></li></ul></html>\n");
}

static const char *text_for(const char *key, void *userdata) {
    return !strcmp(key, "hi") ? "dag & welkom" : NULL;
}

static void fixed_texts_are_in_the_language(void **state) {
    struct vz_page page;
    load(&page, "<html><p data-text='hi'>x</p><p data-text='no'>y</p></html>");
    vz_page_translate(&page, text_for, NULL);
    expect(&page, "<!doctype html>\n<html><p>dag &amp; welkom</p><p>y</p>"
                  "</html>\n");
}

static void a_template_that_is_no_xml_is_told(void **state) {
    char folder[STORE_PATH_SIZE], path[STORE_PATH_SIZE];
    store_folder_make(folder);
    store_folder_path(path, folder, "t.html");
    struct vz_page page;
    struct vz_error error = {0};
    assert_false(vz_page_load(&page, path, &error));
    assert_int_equal(vz_file_write(path, "<p><br></p>", 11), VZ_OK);
    assert_false(vz_page_load(&page, path, &error));
    assert_non_null(strstr(error.message, "well-formed"));
    store_folder_remove(folder);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(elements_end_as_html_says),
        cmocka_unit_test(texts_never_become_markup),
        cmocka_unit_test(models_are_copied_and_removed),
        cmocka_unit_test(fixed_texts_are_in_the_language),
        cmocka_unit_test(a_template_that_is_no_xml_is_told),
    };
    return cmocka_run_group_tests_name("page", tests, NULL, NULL);
}
