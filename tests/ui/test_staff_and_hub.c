// Staff and a real hub: a kiosk enrols itself with a code, carries its answers
// on a stick, and a code that is typed at it takes a story back at the hub.
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/file.h"
#include "kiosk/kiosk_parts.h"
#include "storage/hub/enrolment.h"
#include "storage/sync/sync.h"
#include "support/hub_house.h"
#include "support/kiosk_play.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define WORDS "zonnebloemkwartier"

struct road {
    struct kiosk_play play;
    struct hub_house house;
    char settings[STORE_PATH_SIZE], stick[STORE_PATH_SIZE];
};

static void hub(struct road *road, const char *arguments) {
    char command[VZ_HUB_PLACE_SIZE + 1500];
    const char *build = getenv("BUILD");
    snprintf(command, sizeof(command), "%s/vertelhub %s --store %s >/dev/null",
             build ? build : "build", arguments, road->house.place.database);
    assert_int_equal(system(command), 0);
}

static int open_road(void **state) {
    struct road *road = calloc(1, sizeof(*road));
    hub_house_open(&road->house);
    hub(road, "form add assets/forms/verhaal.csv");
    hub(road, "form add assets/forms/kort.csv");
    kiosk_play_init(&road->play);
    store_folder_path(road->settings, road->play.dir, "vertelzuil.ini");
    store_folder_make(road->stick);
    road->play.config.save_path = road->settings;
    *state = road;
    return 0;
}

static int close_road(void **state) {
    struct road *road = *state;
    kiosk_play_finish(&road->play);
    hub_house_close(&road->house);
    store_folder_remove(road->stick);
    free(road);
    return 0;
}

static void make_code(struct road *road, char code[VZ_ENROLMENT_CODE_SIZE]) {
    struct vz_hub_store *store;
    struct vz_error error = {0};
    assert_int_equal(vz_hub_store_open(&store, &road->house.place, 0, &error),
                     VZ_OK);
    assert_int_equal(vz_hub_enrolment_make(store, "hal", "test", code, &error),
                     VZ_OK);
    vz_hub_store_close(store);
}

static void come_in(struct kiosk_play *play, const char *page) {
    kiosk_play_pass(play, 301);
    kiosk_play_tap(play, "begin");
    kiosk_play_tap(play, "worker");
    for (const char *digit = "00123456"; *digit; digit++) {
        char key[8] = {'p', 'i', 'n', ':', *digit, '\0'};
        kiosk_play_tap(play, key);
    }
    kiosk_play_tap(play, "pin:check");
    kiosk_play_wait(play, "staff");
    kiosk_play_tap(play, page);
    kiosk_play_settle(play);
}

static void type_enrolment(struct road *road, const char *code) {
    char line[200];
    snprintf(line, sizeof(line), "http://127.0.0.1:%u/enrol#%s",
             (unsigned)road->house.port, code);
    kiosk_play_type(&road->play, line);
    kiosk_play_pass(&road->play, 0);
    kiosk_play_tap(&road->play, "enrol");
    kiosk_play_settle(&road->play);
    kiosk_play_settle(&road->play); // the settings are written after it
    kiosk_play_pass(&road->play, 0);
}

static void a_code_makes_a_kiosk_a_device_of_the_hub(void **state) {
    struct road *road = *state;
    struct kiosk_play *play = &road->play;
    char code[VZ_ENROLMENT_CODE_SIZE];
    make_code(road, code);
    kiosk_play_start(play);
    come_in(play, "page:hub");
    type_enrolment(road, code);
    assert_int_equal(kiosk_play_box(play, "message")->look, VZ_LOOK_CHIP_GOOD);
    assert_non_null(strstr(play->kiosk->server, "/v1/key/"));
    assert_true(*play->kiosk->config->withdrawal_salt);
    assert_non_null(strstr(play->kiosk->config->withdrawal_url, "/w"));
    assert_int_equal(
        hub_house_number(&road->house,
                         "SELECT count(*) FROM devices WHERE name = 'hal'"),
        1);
    // The key works, and is in the file for the next start.
    struct vz_config config;
    struct vz_error error = {0};
    vz_config_load(&config, road->settings);
    struct vz_sync_params params = {
        .dir = play->dir, .server = config.server, .device_id = "kiosk:1"};
    assert_int_equal(vz_sync_once(&params, &error), VZ_OK);
    vz_config_finish(&config);
    // A code is good once.
    type_enrolment(road, code);
    assert_int_equal(kiosk_play_box(play, "message")->look, VZ_LOOK_CHIP_BAD);
}

static void a_wrong_or_old_code_makes_none(void **state) {
    struct road *road = *state;
    char code[VZ_ENROLMENT_CODE_SIZE];
    make_code(road, code);
    kiosk_play_start(&road->play);
    come_in(&road->play, "page:hub");
    type_enrolment(road, "AAAA-AAAA");
    assert_int_equal(kiosk_play_box(&road->play, "message")->look,
                     VZ_LOOK_CHIP_BAD);
    vz_clock_advance((VZ_ENROLMENT_HOURS + 1) * INT64_C(3600000));
    assert_int_equal(hub_request(&road->house, "POST", "//v1/enrol",
                                 "Content-Type: text/plain\r\n", code,
                                 strlen(code), NULL),
                     403);
    assert_false(vz_file_exists(road->settings));
    assert_int_equal(hub_house_number(&road->house,
                                      "SELECT count(*) FROM devices"
                                      " WHERE name = 'hal'"),
                     0);
}

static void tell_story(struct kiosk_play *play) {
    kiosk_play_enter(play, "verhaal");
    kiosk_play_tap(play, "choice:age_26_45");
    kiosk_play_tap(play, "next");
    for (int i = 0; i < 3; i++) { // the change, why, the title
        kiosk_play_wait_box(play, "key:a");
        kiosk_play_type(play, WORDS);
        kiosk_play_tap(play, "next");
    }
    kiosk_play_tap(play, "choice:gezond");
    kiosk_play_tap(play, "next");
    kiosk_play_tap(play, "choice:organisation");
    kiosk_play_tap(play, "next");
    kiosk_play_wait(play, "thanks");
}

static void press_on_stick(struct road *road, const char *key) {
    struct vz_kiosk *kiosk = road->play.kiosk;
    kiosk_play_settle(&road->play); // it looks for a real one now and then
    snprintf(kiosk->stick, sizeof(kiosk->stick), "%s", road->stick);
    kiosk->dirty = true;
    kiosk_play_pass(&road->play, 0);
    kiosk_play_tap(&road->play, key);
    kiosk_play_settle(&road->play);
    kiosk_play_pass(&road->play, 0);
    assert_int_equal(kiosk_play_box(&road->play, "message")->look,
                     VZ_LOOK_CHIP_GOOD);
}

static void answers_go_and_come_back_on_a_stick(void **state) {
    struct road *road = *state;
    struct kiosk_play *play = &road->play;
    char command[1000];
    kiosk_play_start(play);
    tell_story(play);
    kiosk_play_tap(play, "done");
    come_in(play, "page:stick");
    press_on_stick(road, "export");
    assert_int_equal(kiosk_play_status(play).waiting, 1);
    snprintf(command, sizeof(command), "bundle import %s/vertelzuil-%s.zip",
             road->stick, strchr(play->kiosk->device_id, ':') + 1);
    hub(road, command);
    assert_int_equal(
        hub_house_number(&road->house, "SELECT count(*) FROM submissions"), 1);
    hub(road, command); // twice is once
    assert_int_equal(
        hub_house_number(&road->house, "SELECT count(*) FROM submissions"), 1);
    press_on_stick(road, "import");
    assert_int_equal(kiosk_play_status(play).waiting, 0);
    assert_int_equal(kiosk_play_status(play).sent, 1);
}

static void type_withdrawal(struct kiosk_play *play, const char *code) {
    kiosk_play_pass(play, 301);
    kiosk_play_tap(play, "begin");
    kiosk_play_tap(play, "withdraw");
    kiosk_play_type(play, code);
    kiosk_play_wait_box(play, "remove");
    kiosk_play_tap(play, "remove");
    kiosk_play_wait_box(play, "done");
    kiosk_play_tap(play, "done");
}

static void a_code_typed_at_the_kiosk_erases_at_the_hub(void **state) {
    struct road *road = *state;
    struct kiosk_play *play = &road->play;
    char code[VZ_ENROLMENT_CODE_SIZE], shown[VZ_CODE_SHOWN_SIZE];
    struct vz_error error = {0};
    make_code(road, code);
    kiosk_play_start(play);
    come_in(play, "page:hub");
    type_enrolment(road, code);
    kiosk_play_tap(play, "back");
    tell_story(play);
    snprintf(shown, sizeof(shown), "%s", play->kiosk->code_shown);
    kiosk_play_tap(play, "done");
    struct vz_sync_params params = {.dir = play->dir,
                                    .server = play->kiosk->server,
                                    .device_id = "kiosk:1"};
    assert_int_equal(vz_sync_once(&params, &error), VZ_OK);
    assert_true(store_folder_holds(road->house.folder, WORDS));
    type_withdrawal(play, shown);
    assert_int_equal(vz_sync_once(&params, &error), VZ_OK);
    assert_int_equal(
        hub_house_number(&road->house, "SELECT count(*) FROM tombstones"), 1);
    assert_int_equal(vz_sync_once(&params, &error), VZ_OK);
    kiosk_play_stop(play);
    hub_house_stop(&road->house);
    assert_false(store_folder_holds(road->house.folder, WORDS));
    assert_false(store_folder_holds(play->dir, WORDS));
    hub_house_start(&road->house);
}

#define TEST(function) \
    cmocka_unit_test_setup_teardown(function, open_road, close_road)

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(a_code_makes_a_kiosk_a_device_of_the_hub),
        TEST(a_wrong_or_old_code_makes_none),
        TEST(answers_go_and_come_back_on_a_stick),
        TEST(a_code_typed_at_the_kiosk_erases_at_the_hub),
    };
    return cmocka_run_group_tests_name("staff_and_hub", tests, NULL, NULL);
}
