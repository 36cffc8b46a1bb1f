// A code that is typed at the kiosk takes a story back.
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "kiosk/kiosk_parts.h"
#include "storage/kiosk/outbox.h"
#include "storage/kiosk/withdrawals.h"
#include "support/kiosk_play.h"

#include <stdlib.h>
#include <string.h>

#define WORDS "zonnebloemkwartier"

static int set_up(void **state) {
    struct kiosk_play *play = calloc(1, sizeof(*play));
    kiosk_play_init(play);
    play->config.withdrawal_salt = "zout";
    kiosk_play_start(play);
    *state = play;
    return 0;
}

static int tear_down(void **state) {
    kiosk_play_finish(*state);
    free(*state);
    return 0;
}

static void to_pad(struct kiosk_play *play) {
    kiosk_play_pass(play, 301);
    kiosk_play_tap(play, "begin");
    kiosk_play_tap(play, "withdraw");
    kiosk_play_wait(play, "withdraw");
}

static void type_code(struct kiosk_play *play, const char *code) {
    for (; *code; code++) {
        char key[8] = {'d', 'i', 'g', 'i', 't', ':', *code, '\0'};
        if (*code != ' ') {
            kiosk_play_tap(play, key);
        }
    }
}

// A story in the outbox, with the hash of a code in it.
static void add_story(const struct kiosk_play *play, const char *id,
                      const char *code, bool sent) {
    struct vz_kiosk_store *store;
    char hash[VZ_CODE_HASH_SIZE], xml[400];
    int64_t sequence;
    assert_true(vz_code_hash(code, "zout", hash));
    int len = snprintf(xml, sizeof(xml),
                       "<data><s>" WORDS "</s><w>%s</w></data>", hash);
    assert_int_equal(vz_kiosk_store_open(&store, play->dir, false, NULL, NULL),
                     VZ_OK);
    vz_kiosk_store_begin(store, id, "verhaal", "1", &sequence);
    assert_int_equal(
        vz_kiosk_store_complete(store, id, xml, (size_t)len, NULL, 0), VZ_OK);
    if (sent) {
        struct vz_outbox_record record;
        assert_int_equal(vz_outbox_from(store, sequence, &record), VZ_OK);
        assert_int_equal(vz_outbox_mark_sending(store, &record), VZ_OK);
        vz_outbox_record_finish(&record);
    }
    vz_kiosk_store_close(store);
}

static int64_t waiting(const struct kiosk_play *play) {
    struct vz_kiosk_store *store;
    int64_t n;
    assert_int_equal(vz_kiosk_store_open(&store, play->dir, false, NULL, NULL),
                     VZ_OK);
    assert_int_equal(vz_withdrawals_waiting(store, &n), VZ_OK);
    vz_kiosk_store_close(store);
    return n;
}

static void take_back(struct kiosk_play *play, const char *code) {
    to_pad(play);
    type_code(play, code);
    kiosk_play_wait_box(play, "remove");
    kiosk_play_tap(play, "remove");
    kiosk_play_wait_box(play, "done");
}

static void a_story_that_was_not_sent_is_gone_at_once(void **state) {
    struct kiosk_play *play = *state;
    char code[VZ_CODE_SIZE];
    vz_code_make(code);
    add_story(play, "uuid:1", code, false);
    assert_true(store_folder_holds(play->dir, WORDS));
    take_back(play, code);
    assert_string_equal(kiosk_play_box(play, "title")->label,
                        "Je verhaal is weg.");
    assert_false(store_folder_holds(play->dir, WORDS));
    assert_int_equal(waiting(play), 0);
    assert_int_equal(kiosk_play_status(play).waiting, 0);
    kiosk_play_tap(play, "done");
    assert_true(kiosk_play_shows(play, "attract"));
}

// The hub may have it: the kiosk promises, and claims nothing.
static void a_story_that_left_is_promised(void **state) {
    struct kiosk_play *play = *state;
    char code[VZ_CODE_SIZE];
    vz_code_make(code);
    add_story(play, "uuid:1", code, true);
    take_back(play, code);
    assert_string_equal(kiosk_play_box(play, "title")->label,
                        "Wij halen je verhaal weg.");
    assert_int_equal(waiting(play), 1);
    assert_false(store_folder_holds(play->dir, code)); // only its hash
}

static void a_code_with_a_wrong_digit_is_told(void **state) {
    struct kiosk_play *play = *state;
    char code[VZ_CODE_SIZE];
    vz_code_make(code);
    code[4] = code[4] == '9' ? '0' : (char)(code[4] + 1);
    to_pad(play);
    type_code(play, code);
    assert_string_equal(kiosk_play_box(play, "title")->label,
                        "Deze code kennen we niet.");
    assert_string_equal(kiosk_play_box(play, "code:1")->label, "");
    assert_int_equal(waiting(play), 0);
}

static void who_does_not_want_to_keeps_the_story(void **state) {
    struct kiosk_play *play = *state;
    char code[VZ_CODE_SIZE];
    vz_code_make(code);
    add_story(play, "uuid:1", code, false);
    to_pad(play);
    type_code(play, code);
    kiosk_play_tap(play, "keep");
    assert_true(kiosk_play_shows(play, "attract"));
    assert_true(store_folder_holds(play->dir, WORDS));
}

static void digits_are_corrected_and_never_left(void **state) {
    struct kiosk_play *play = *state;
    to_pad(play);
    type_code(play, "12345");
    kiosk_play_tap(play, "digit:backspace");
    assert_string_equal(kiosk_play_box(play, "code:1")->label, "1234");
    assert_string_equal(kiosk_play_box(play, "code:2")->label, "");
    kiosk_play_type(play, "67 8");
    kiosk_play_pass(play, 0);
    assert_string_equal(kiosk_play_box(play, "code:2")->label, "678");
    assert_true(kiosk_play_box(play, "code:1")->secret);
    kiosk_play_pass(play, 45000); // gone: nobody is asked
    assert_true(kiosk_play_shows(play, "attract"));
    assert_string_equal(play->kiosk->withdraw.digits, "");
    to_pad(play);
    assert_string_equal(kiosk_play_box(play, "code:1")->label, "");
}

static void without_a_salt_there_are_no_codes(void **state) {
    struct kiosk_play *play = *state;
    kiosk_play_stop(play);
    play->config.withdrawal_salt = "";
    kiosk_play_start(play);
    kiosk_play_pass(play, 301);
    kiosk_play_tap(play, "begin");
    assert_null(kiosk_play_box(play, "withdraw"));
}

#define TEST(function) \
    cmocka_unit_test_setup_teardown(function, set_up, tear_down)

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(a_story_that_was_not_sent_is_gone_at_once),
        TEST(a_story_that_left_is_promised),
        TEST(a_code_with_a_wrong_digit_is_told),
        TEST(who_does_not_want_to_keeps_the_story),
        TEST(digits_are_corrected_and_never_left),
        TEST(without_a_salt_there_are_no_codes),
    };
    return cmocka_run_group_tests_name("withdraw", tests, NULL, NULL);
}
