// Files that came with a form: read by it on the screen, gone when it is.
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/file.h"
#include "kiosk/kiosk_parts.h"
#include "support/kiosk_play.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char form_xml[] =
    "<h:html xmlns='http://www.w3.org/2002/xforms' "
    "xmlns:h='http://www.w3.org/1999/xhtml' "
    "xmlns:jr='http://openrosa.org/javarosa'><h:head><h:title>Soup</h:title>"
    "<model><instance><data id='soup' version='1'><dish/>"
    "<meta><instanceID/></meta></data></instance>"
    "<instance id='dishes' src='jr://file-csv/dishes.csv'/>"
    "<bind nodeset='/data/dish' type='string'/>"
    "<bind nodeset='/data/meta/instanceID' type='string' "
    "jr:preload='uid'/></model></h:head><h:body>"
    "<select1 ref='/data/dish'><label>Which dish?</label>"
    "<itemset nodeset=\"instance('dishes')/root/item\">"
    "<value ref='name'/><label ref='label'/></itemset></select1>"
    "</h:body></h:html>";

static struct vz_kiosk_store *open_store(const struct kiosk_play *play) {
    struct vz_kiosk_store *store = NULL;
    struct vz_error error = {0};
    bool damaged = false;
    assert_int_equal(
        vz_kiosk_store_open(&store, play->dir, false, &damaged, &error), VZ_OK);
    return store;
}

static void install(const struct kiosk_play *play, const char *filename,
                    const char *hash, const char *bytes) {
    struct vz_installed_media media = {filename, hash, bytes, strlen(bytes)};
    struct vz_installed_form form = {
        .form_id = "soup",
        .version = "1",
        .name = "Soup",
        .hash = hash,
        .xml = form_xml,
        .xml_len = sizeof(form_xml) - 1,
        .media = &media,
        .n_media = 1,
    };
    struct vz_kiosk_store *store = open_store(play);
    assert_int_equal(vz_kiosk_store_install_form(store, &form), VZ_OK);
    vz_kiosk_store_close(store);
}

// As the sync thread does when forms were installed or retired.
static void forms_changed(struct kiosk_play *play) {
    atomic_store(&play->kiosk->forms_changed, true);
    SDL_PushEvent(&(SDL_Event){.type = play->kiosk->wake_event});
    kiosk_play_pass(play, 1);
    kiosk_play_settle(play);
    kiosk_play_settle(play); // the sweep was given while settling
}

static size_t folders(const struct kiosk_play *play) {
    char media[STORE_PATH_SIZE];
    store_folder_path(media, play->dir, "media");
    return store_folder_count(media, "") - 2; // without . and ..
}

static int set_up(void **state) {
    struct kiosk_play *play = calloc(1, sizeof(*play));
    kiosk_play_init_bare(play);
    *state = play;
    return 0;
}

static int tear_down(void **state) {
    kiosk_play_finish(*state);
    free(*state);
    return 0;
}

static void open_question(struct kiosk_play *play) {
    kiosk_play_pass(play, 301);
    kiosk_play_tap(play, "begin");
    kiosk_play_tap(play, "door:0");
    kiosk_play_wait(play, "question");
}

static void leave_question(struct kiosk_play *play) {
    kiosk_play_tap(play, "stop");
    kiosk_play_tap(play, "stop-yes");
    kiosk_play_settle(play);
    kiosk_play_settle(play);
}

static void choices_come_from_the_file(void **state) {
    struct kiosk_play *play = *state;
    install(play, "dishes.csv", "md5:1", "name,label\npea,Pea soup\n");
    kiosk_play_start(play);
    open_question(play);
    assert_string_equal(kiosk_play_box(play, "choice:pea")->label, "Pea soup");
}

static void a_new_file_waits_for_the_end_of_a_visit(void **state) {
    struct kiosk_play *play = *state;
    install(play, "dishes.csv", "md5:1", "name,label\npea,Pea soup\n");
    kiosk_play_start(play);
    open_question(play);
    install(play, "dishes.csv", "md5:2", "name,label\nbean,Bean soup\n");
    forms_changed(play);
    assert_non_null(kiosk_play_box(play, "choice:pea"));
    assert_int_equal(folders(play), 2);
    leave_question(play);
    assert_int_equal(folders(play), 1);
    open_question(play);
    assert_null(kiosk_play_box(play, "choice:pea"));
    assert_string_equal(kiosk_play_box(play, "choice:bean")->label,
                        "Bean soup");
}

static void a_retired_form_takes_its_files_along(void **state) {
    struct kiosk_play *play = *state;
    install(play, "dishes.csv", "md5:1", "name,label\npea,Pea soup\n");
    kiosk_play_start(play);
    assert_true(store_folder_count(play->dir, "media") == 1);
    assert_int_equal(folders(play), 1);
    struct vz_kiosk_store *store = open_store(play);
    assert_int_equal(vz_kiosk_store_retire_form(store, "soup"), VZ_OK);
    vz_kiosk_store_close(store);
    forms_changed(play);
    assert_int_equal(folders(play), 0);
}

static void a_start_clears_what_an_interruption_left(void **state) {
    struct kiosk_play *play = *state;
    char path[STORE_PATH_SIZE], half[STORE_PATH_SIZE + 32];
    install(play, "dishes.csv", "md5:1", "name,label\npea,Pea soup\n");
    store_folder_path(path, play->dir, "media");
    snprintf(half, sizeof(half), "%s/0011.new", path);
    assert_int_equal(vz_dir_make(half), VZ_OK);
    snprintf(half, sizeof(half), "%s/0011.new/dishes.csv", path);
    assert_int_equal(vz_file_write(half, "name", 4), VZ_OK);
    kiosk_play_start(play);
    kiosk_play_settle(play);
    assert_int_equal(folders(play), 1);
    open_question(play);
    assert_non_null(kiosk_play_box(play, "choice:pea"));
}

static void no_name_leads_out_of_the_folder(void **state) {
    struct kiosk_play *play = *state;
    char path[STORE_PATH_SIZE];
    install(play, "../../escaped.csv", "md5:1", "name,label\n");
    kiosk_play_start(play);
    store_folder_path(path, play->dir, "escaped.csv");
    assert_false(vz_file_exists(path));
    assert_int_equal(store_folder_count(play->dir, "escaped"), 0);
}

#define TEST(function) \
    cmocka_unit_test_setup_teardown(function, set_up, tear_down)

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(choices_come_from_the_file),
        TEST(a_new_file_waits_for_the_end_of_a_visit),
        TEST(a_retired_form_takes_its_files_along),
        TEST(a_start_clears_what_an_interruption_left),
        TEST(no_name_leads_out_of_the_folder),
    };
    return cmocka_run_group_tests_name("media_folder", tests, NULL, NULL);
}
