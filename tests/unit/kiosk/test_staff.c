// What staff does behind their PIN: pages, settings that are written to the
// file, the touch test; and that nobody else comes there.
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/file.h"
#include "kiosk/kiosk_parts.h"
#include "kiosk/locale/locale.h"
#include "support/kiosk_play.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct room {
    struct kiosk_play play;
    char settings[STORE_PATH_SIZE];
};

static int set_up(void **state) {
    struct room *room = calloc(1, sizeof(*room));
    kiosk_play_init(&room->play);
    store_folder_path(room->settings, room->play.dir, "vertelzuil.ini");
    room->play.config.save_path = room->settings;
    kiosk_play_start(&room->play);
    *state = room;
    return 0;
}

static int tear_down(void **state) {
    struct room *room = *state;
    kiosk_play_finish(&room->play);
    free(room);
    return 0;
}

static void come_in(struct kiosk_play *play) {
    static const char digits[] = "00123456";
    kiosk_play_pass(play, 301);
    kiosk_play_tap(play, "begin");
    kiosk_play_tap(play, "worker");
    for (const char *digit = digits; *digit; digit++) {
        char key[8] = {'p', 'i', 'n', ':', *digit, '\0'};
        kiosk_play_tap(play, key);
    }
    kiosk_play_tap(play, "pin:check");
    kiosk_play_wait(play, "staff");
}

static void page(struct kiosk_play *play, const char *name, const char *box) {
    char tab[32];
    snprintf(tab, sizeof(tab), "page:%s", name);
    kiosk_play_tap(play, tab);
    kiosk_play_wait_box(play, box);
}

static bool is_on(struct kiosk_play *play, const char *name) {
    const struct vz_box *box = kiosk_play_box(play, name);
    assert_non_null(box);
    return box->state & VZ_STATE_SELECTED;
}

static void change(struct kiosk_play *play, const char *name) {
    kiosk_play_tap(play, name);
    kiosk_play_settle(play);
    kiosk_play_pass(play, 0);
}

static bool file_says(const struct room *room, const char *line) {
    struct vz_strbuf text = {0};
    bool says = vz_file_read(room->settings, 100000, &text) == VZ_OK &&
                strstr(vz_strbuf_text(&text), line);
    vz_strbuf_finish(&text);
    return says;
}

static void status_tells_of_today_and_of_what_is_refused(void **state) {
    struct room *room = *state;
    struct kiosk_play *play = &room->play;
    kiosk_play_enter(play, "kort");
    kiosk_play_tap(play, "stop");
    kiosk_play_tap(play, "stop-yes");
    vz_error_set(&play->config.refused, VZ_INVALID, "line 2: [house] x");
    play->config.n_refused = 1;
    come_in(play);
    kiosk_play_settle(play);
    assert_string_equal(kiosk_play_box(play, "visits-fact")->label,
                        "1 begonnen, 0 klaar, 1 eerder gestopt");
    assert_string_equal(kiosk_play_box(play, "settings-fact")->label,
                        "line 2: [house] x");
}

static void forms_are_listed_with_their_versions(void **state) {
    struct room *room = *state;
    come_in(&room->play);
    page(&room->play, "forms", "form:0");
    assert_non_null(kiosk_play_box(&room->play, "form:2"));
    assert_non_null(strstr(kiosk_play_box(&room->play, "form-version:0")->label,
                           "kort · versie"));
}

static void languages_are_chosen_and_one_has_to_stay(void **state) {
    struct room *room = *state;
    struct kiosk_play *play = &room->play;
    come_in(play);
    page(play, "house", "house:nl");
    size_t all = play->kiosk->n_languages;
    change(play, "house:en");
    assert_false(is_on(play, "house:en"));
    assert_int_equal(play->kiosk->n_languages, all - 1);
    const struct vz_language *languages;
    size_t n = vz_locale_languages(&languages);
    for (size_t i = 0; i < n; i++) {
        char name[32];
        snprintf(name, sizeof(name), "house:%s", languages[i].code);
        if (is_on(play, name) && strcmp(languages[i].code, "nl") != 0) {
            change(play, name);
        }
    }
    assert_true(file_says(room, "languages = nl\n"));
    change(play, "house:nl");
    assert_true(is_on(play, "house:nl"));
    assert_non_null(kiosk_play_box(play, "message"));
    change(play, "house:en");
    assert_true(file_says(room, "languages = nl en\n"));
    kiosk_play_tap(play, "back");
    assert_non_null(kiosk_play_box(play, "greet:en"));
    assert_int_equal(play->kiosk->n_languages, 2);
}

static void numbers_stay_within_their_bounds(void **state) {
    struct room *room = *state;
    struct kiosk_play *play = &room->play;
    come_in(play);
    page(play, "house", "idle-more");
    change(play, "idle-more");
    assert_true(file_says(room, "idle_seconds = 60\n"));
    assert_int_equal(play->kiosk->config->idle_seconds, 60);
    for (int i = 0; i < 5; i++) {
        change(play, "idle-less");
    }
    assert_int_equal(play->kiosk->config->idle_seconds, 15);
    for (int i = 0; i < 4; i++) {
        change(play, "volume-more");
    }
    assert_int_equal(play->kiosk->config->volume, 100);
    assert_true(file_says(room, "volume = 100\n"));
}

static void a_door_that_is_shut_is_not_offered(void **state) {
    struct room *room = *state;
    struct kiosk_play *play = &room->play;
    come_in(play);
    page(play, "house", "offer:verhaal");
    assert_true(is_on(play, "offer:verhaal"));
    change(play, "offer:verhaal");
    assert_false(is_on(play, "offer:verhaal"));
    assert_true(file_says(room, "doors = kort getuigenis\n"));
    kiosk_play_tap(play, "back");
    kiosk_play_pass(play, 301);
    kiosk_play_tap(play, "begin");
    assert_non_null(kiosk_play_box(play, "door:0"));
    assert_null(kiosk_play_box(play, "door:1"));
}

static void hours_are_set_for_a_day_and_copied(void **state) {
    struct room *room = *state;
    struct kiosk_play *play = &room->play;
    come_in(play);
    page(play, "hours", "day:0");
    change(play, "day:2");
    change(play, "day-hours");
    assert_true(file_says(room, "wednesday = 09:00-17:00\n"));
    change(play, "from-less");
    change(play, "to-more");
    assert_true(file_says(room, "wednesday = 08:30-17:30\n"));
    change(play, "day-copy");
    assert_true(file_says(room, "monday = 08:30-17:30\n"));
    assert_true(file_says(room, "friday = 08:30-17:30\n"));
    assert_false(file_says(room, "saturday"));
    change(play, "day:6");
    change(play, "day-closed");
    assert_true(file_says(room, "sunday = closed\n"));
    assert_true(play->kiosk->config->hours.set[6]);
}

static void what_cannot_be_written_changes_nothing(void **state) {
    struct room *room = *state;
    struct kiosk_play *play = &room->play;
    play->config.save_path = "/nonexistent/vertelzuil.ini";
    come_in(play);
    page(play, "house", "volume-more");
    change(play, "volume-more");
    assert_int_equal(play->kiosk->config->volume, 70);
    assert_int_equal(kiosk_play_box(play, "message")->look, VZ_LOOK_CHIP_BAD);
}

// Others' lines, and the PINs, stay as they are.
static void the_rest_of_the_file_stays(void **state) {
    struct room *room = *state;
    static const char before[] = "; mine\n[staff]\npin = $argon2id$x\n"
                                 "[house]\nplace = hal\n";
    assert_int_equal(vz_file_write(room->settings, before, sizeof(before) - 1),
                     VZ_OK);
    come_in(&room->play);
    page(&room->play, "house", "volume-more");
    change(&room->play, "volume-more");
    assert_true(file_says(room, "; mine\n[staff]\npin = $argon2id$x\n"));
    assert_true(file_says(room, "place = hal\n"));
    assert_true(file_says(room, "volume = 80\n"));
}

static void dots_show_where_it_was_touched(void **state) {
    struct room *room = *state;
    struct kiosk_play *play = &room->play;
    come_in(play);
    page(play, "test", "touch-area");
    struct vz_rect area = kiosk_play_box(play, "touch-area")->rect;
    assert_null(kiosk_play_box(play, "touched:0"));
    vz_kiosk_staff_touched(play->kiosk, area.x + 100, area.y + 50);
    kiosk_play_pass(play, 0);
    const struct vz_box *dot = kiosk_play_box(play, "touched:0");
    assert_int_equal(dot->rect.x + dot->rect.w / 2, area.x + 100);
    for (int i = 0; i < 2 * VZ_STAFF_DOTS; i++) {
        vz_kiosk_staff_touched(play->kiosk, area.x + i, area.y);
    }
    kiosk_play_pass(play, 0);
    assert_non_null(kiosk_play_box(play, "touched:15"));
    assert_null(kiosk_play_box(play, "touched:16"));
}

static void type(struct kiosk_play *play, const char *text) {
    kiosk_play_type(play, text);
    kiosk_play_pass(play, 0);
}

// A scanner types the whole line; a person types on the screen.
static void an_address_and_a_code_are_typed(void **state) {
    struct room *room = *state;
    struct kiosk_play *play = &room->play;
    come_in(play);
    page(play, "hub", "address");
    type(play, "http://hub.example:8383/enrol#K7MP-Q2XW");
    assert_string_equal(kiosk_play_box(play, "address")->label,
                        "http://hub.example:8383/enrol");
    assert_string_equal(kiosk_play_box(play, "code")->label, "K7MP-Q2XW");
    kiosk_play_tap(play, "key:a");
    assert_string_equal(kiosk_play_box(play, "code")->label, "K7MP-Q2XWa");
    kiosk_play_tap(play, "key:backspace");
    kiosk_play_tap(play, "address");
    kiosk_play_tap(play, "key:b");
    assert_string_equal(kiosk_play_box(play, "address")->label,
                        "http://hub.example:8383/enrolb");
    page(play, "status", "outbox-card");
    page(play, "hub", "address");
    assert_string_equal(play->kiosk->staff.typed[VZ_STAFF_CODE], "");
}

static void a_hub_that_is_not_there_is_told(void **state) {
    struct room *room = *state;
    struct kiosk_play *play = &room->play;
    come_in(play);
    page(play, "hub", "address");
    type(play, "http://127.0.0.1:9#K7MP-Q2XW");
    change(play, "enrol");
    assert_int_equal(kiosk_play_box(play, "message")->look, VZ_LOOK_CHIP_BAD);
    assert_false(file_says(room, "server"));
}

static void without_a_stick_there_is_nothing_to_press(void **state) {
    struct room *room = *state;
    come_in(&room->play);
    page(&room->play, "stick", "export");
    if (!*room->play.kiosk->stick) {
        assert_true(kiosk_play_box(&room->play, "export")->state &
                    VZ_STATE_DISABLED);
    }
}

// A box that says it is staff's does nothing where staff is not.
static void acts_of_staff_are_for_staff(void **state) {
    struct room *room = *state;
    struct kiosk_play *play = &room->play;
    kiosk_play_pass(play, 301);
    kiosk_play_tap(play, "begin");
    for (int act = 0; act <= VZ_STAFF_MICROPHONE; act++) {
        vz_kiosk_act(play->kiosk,
                     &(struct vz_box){.act = VZ_ACT_STAFF, .a = act}, 0, 0);
    }
    vz_kiosk_act(play->kiosk,
                 &(struct vz_box){.act = VZ_ACT_STAFF_KEY, .b = 'x'}, 0, 0);
    kiosk_play_settle(play);
    assert_true(kiosk_play_shows(play, "start"));
    assert_false(vz_file_exists(room->settings));
    assert_int_equal(play->kiosk->staff.page, VZ_STAFF_STATUS);
}

#define TEST(function) \
    cmocka_unit_test_setup_teardown(function, set_up, tear_down)

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(status_tells_of_today_and_of_what_is_refused),
        TEST(forms_are_listed_with_their_versions),
        TEST(languages_are_chosen_and_one_has_to_stay),
        TEST(numbers_stay_within_their_bounds),
        TEST(a_door_that_is_shut_is_not_offered),
        TEST(hours_are_set_for_a_day_and_copied),
        TEST(what_cannot_be_written_changes_nothing),
        TEST(the_rest_of_the_file_stays),
        TEST(dots_show_where_it_was_touched),
        TEST(an_address_and_a_code_are_typed),
        TEST(a_hub_that_is_not_there_is_told),
        TEST(without_a_stick_there_is_nothing_to_press),
        TEST(acts_of_staff_are_for_staff),
    };
    return cmocka_run_group_tests_name("staff", tests, NULL, NULL);
}
