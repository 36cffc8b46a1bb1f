// The whole road of a code: a resident tells a story at a real kiosk, it goes
// over HTTP to a real hub, and the code that the kiosk showed takes it back.
// Neither store, table, log, export nor report knows a word of it any more, and
// what was chosen still counts.
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/clock.h"
#include "base/file.h"
#include "kiosk/kiosk.h"
#include "storage/hub/erasure.h"
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
    char salt[VZ_HUB_SALT_SIZE];
    char server[300], url[100];
    char code[VZ_CODE_SHOWN_SIZE], qr[300];
};

// vertelhub with its arguments; the store is the house's.
static void hub(struct road *road, const char *arguments) {
    char command[VZ_HUB_PLACE_SIZE + 1500];
    const char *build = getenv("BUILD");
    snprintf(command, sizeof(command), "%s/vertelhub %s --store %s >/dev/null",
             build ? build : "build", arguments, road->house.place.database);
    assert_int_equal(system(command), 0);
}

static int open_road(void **state) {
    struct road *road = calloc(1, sizeof(*road));
    struct vz_hub_store *store;
    hub_house_open(&road->house);
    hub(road, "form add assets/forms/verhaal.csv");
    assert_int_equal(vz_hub_store_open(&store, &road->house.place, 0, NULL),
                     VZ_OK);
    assert_int_equal(vz_hub_withdrawal_salt(store, road->salt), VZ_OK);
    vz_hub_store_close(store);
    kiosk_play_init(&road->play);
    snprintf(road->url, sizeof(road->url), "http://127.0.0.1:%u/w",
             (unsigned)road->house.port);
    snprintf(road->server, sizeof(road->server), "http://127.0.0.1:%u%s",
             (unsigned)road->house.port, road->house.base);
    road->play.config.withdrawal_salt = road->salt;
    road->play.config.withdrawal_url = road->url;
    *state = road;
    return 0;
}

static int close_road(void **state) {
    struct road *road = *state;
    kiosk_play_finish(&road->play);
    hub_house_close(&road->house);
    free(road);
    return 0;
}

// From attract to thanks; keeps the code that is shown there.
static void tell_story(struct road *road) {
    struct kiosk_play *play = &road->play;
    kiosk_play_start(play);
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
    snprintf(road->code, sizeof(road->code), "%s", play->kiosk->code_shown);
    snprintf(road->qr, sizeof(road->qr), "%s", play->kiosk->qr);
    kiosk_play_stop(play);
    vz_clock_thaw();
}

static void send_outbox(struct road *road) {
    struct vz_error error = {0};
    struct vz_sync_params params = {
        .dir = road->play.dir, .server = road->server, .device_id = "kiosk:1"};
    assert_int_equal(vz_sync_once(&params, &error), VZ_OK);
    assert_int_equal(kiosk_play_status(&road->play).waiting, 0);
}

static int give_code(struct road *road) {
    char body[64];
    snprintf(body, sizeof(body), "code=%s", road->code);
    return hub_request(&road->house, "POST", "//w",
                       "Content-Type: application/x-www-form-urlencoded\r\n",
                       body, strlen(body), NULL);
}

// Writes a fresh export and report into the house's folder.
static void write_out(struct road *road) {
    char arguments[1000];
    snprintf(arguments, sizeof(arguments),
             "export --form verhaal --consent team --out %s/out.zip",
             road->house.folder);
    hub(road, arguments);
    snprintf(arguments, sizeof(arguments),
             "report --form verhaal --threshold 5 --consent team"
             " --assets assets --out %s/out.html",
             road->house.folder);
    hub(road, arguments);
    // Unpacked, because words hide in a zip.
    snprintf(arguments, sizeof(arguments), "cd %s && unzip -qo out.zip",
             road->house.folder);
    assert_int_equal(system(arguments), 0);
}

static void assert_forgotten(struct road *road) {
    write_out(road);
    assert_false(store_folder_holds(road->house.folder, WORDS));
    assert_int_equal(
        hub_house_number(&road->house,
                         "SELECT count(*) FROM form_2 JOIN submissions USING"
                         " (submission_id) WHERE leeftijd = 'age_26_45' AND"
                         " \"verhaal_deel/thema\" = 'gezond' AND"
                         " \"verhaal_deel/verandering\" IS NULL"),
        1);
    assert_true(store_folder_holds(road->house.folder, "age_26_45"));
}

static void a_shown_code_takes_the_story_back(void **state) {
    struct road *road = *state;
    tell_story(road);
    send_outbox(road);
    write_out(road);
    assert_true(store_folder_holds(road->house.folder, WORDS));
    assert_int_equal(give_code(road), 200);
    assert_forgotten(road);
    // The kiosk hears of it and drops the copy that it kept.
    assert_true(store_folder_holds(road->play.dir, WORDS));
    send_outbox(road);
    assert_false(store_folder_holds(road->play.dir, WORDS));
    assert_int_equal(kiosk_play_status(&road->play).sent, 1);
}

// The QR code is the address and, where no server sees it, the code.
static void the_qr_code_holds_address_and_code(void **state) {
    struct road *road = *state;
    char digits[VZ_CODE_SIZE], expected[300];
    tell_story(road);
    assert_true(vz_code_read(road->code, digits));
    snprintf(expected, sizeof(expected), "%s#%s", road->url, digits);
    assert_string_equal(road->qr, expected);
}

static void a_kiosk_without_a_network_may_send_later(void **state) {
    struct road *road = *state;
    tell_story(road);
    assert_int_equal(give_code(road), 202);
    send_outbox(road);
    assert_forgotten(road);
    assert_int_equal(give_code(road), 200);
    send_outbox(road);
    assert_false(store_folder_holds(road->play.dir, WORDS));
}

#define TEST(function) \
    cmocka_unit_test_setup_teardown(function, open_road, close_road)

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(a_shown_code_takes_the_story_back),
        TEST(the_qr_code_holds_address_and_code),
        TEST(a_kiosk_without_a_network_may_send_later),
    };
    return cmocka_run_group_tests_name("story_taken_back", tests, NULL, NULL);
}
