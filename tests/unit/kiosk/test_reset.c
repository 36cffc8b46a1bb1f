// Between two people nothing is left: neither in the state nor anywhere in the
// memory of the process.
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/log.h"
#include "kiosk/kiosk_parts.h"
#include "support/kiosk_play.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static int set_up(void **state) {
    struct kiosk_play *stage = calloc(1, sizeof(*stage));
    kiosk_play_init(stage);
    kiosk_play_start(stage);
    *state = stage;
    return 0;
}

static int tear_down(void **state) {
    kiosk_play_finish(*state);
    free(*state);
    return 0;
}

// What is searched for must not lie in memory because it is searched for: it
// is kept with all bits turned over.
static void veil(const char *text, unsigned char *out, size_t len) {
    for (size_t i = 0; i < len; i++) {
        out[i] = (unsigned char)~text[i];
    }
}

static size_t count_in(const unsigned char *bytes, size_t n,
                       const unsigned char *veiled, size_t len) {
    size_t found = 0;
    for (size_t at = 0; at + len <= n; at++) {
        size_t i = 0;
        while (i < len && (bytes[at + i] ^ veiled[i]) == 0xff) {
            i++;
        }
        found += i == len;
    }
    return found;
}

// How often a veiled text is in the writable memory of this process.
static size_t count_in_memory(const unsigned char *veiled, size_t len) {
    enum { CHUNK = 1 << 20 };
    // Larger ones are the reserved terabytes of a sanitizer.
    const unsigned long most = 1ul << 28;
    static unsigned char buffer[CHUNK];
    FILE *maps = fopen("/proc/self/maps", "r");
    int memory = open("/proc/self/mem", O_RDONLY);
    assert_true(maps && memory >= 0);
    char line[512], rights[8];
    unsigned long from, to;
    size_t found = 0;
    while (fgets(line, sizeof(line), maps)) {
        if (sscanf(line, "%lx-%lx %7s", &from, &to, rights) != 3 ||
            rights[0] != 'r' || rights[1] != 'w' || to - from > most) {
            continue;
        }
        for (unsigned long at = from; at < to; at += CHUNK - len) {
            size_t want = to - at < CHUNK ? to - at : CHUNK;
            ssize_t n = pread(memory, buffer, want, (off_t)at);
            unsigned long self = (unsigned long)buffer;
            if (n > 0 && !(at < self + CHUNK && at + want > self)) {
                found += count_in(buffer, (size_t)n, veiled, len);
            }
        }
    }
    memset(buffer, 0, sizeof(buffer));
    close(memory);
    fclose(maps);
    return found;
}

static void type_letters(struct kiosk_play *stage, const unsigned char *veiled,
                         size_t len) {
    for (size_t i = 0; i < len; i++) {
        char letter[2] = {(char)~veiled[i], '\0'};
        kiosk_play_type(stage, letter);
    }
}

#define STORY_LEN 12

static void to_story(struct kiosk_play *stage, const unsigned char *story) {
    kiosk_play_enter(stage, "verhaal");
    kiosk_play_tap(stage, "choice:age_16_25");
    kiosk_play_tap(stage, "next");
    kiosk_play_wait_box(stage, "key:a");
    type_letters(stage, story, STORY_LEN);
    kiosk_play_tap(stage, "next");
    kiosk_play_tap(stage, "back");
    kiosk_play_tap(stage, "languages");
    kiosk_play_tap(stage, "language:en");
}

// The picture of attract stands on the screen after a reset.
static void wipe_screens(struct vz_kiosk *kiosk) {
    vz_scene_finish(&kiosk->scene);
    vz_scene_finish(&kiosk->next);
}

static void typed_text_is_gone_from_memory(void **state) {
    struct kiosk_play *stage = *state;
    static const char letters[] = "qwzxvkjpubgm";
    unsigned char story[STORY_LEN];
    for (size_t i = 0; i < STORY_LEN; i++) {
        char letter = letters[(i * 5 + 2) % STORY_LEN];
        veil(&letter, &story[i], 1);
    }
    to_story(stage, story);
    assert_true(count_in_memory(story, STORY_LEN) > 0);
    kiosk_play_tap(stage, "stop");
    kiosk_play_tap(stage, "stop-yes");
    assert_true(kiosk_play_shows(stage, "attract"));
    kiosk_play_settle(stage);
    assert_int_equal(count_in_memory(story, STORY_LEN), 0);
}

static void the_next_person_finds_a_fresh_kiosk(void **state) {
    struct kiosk_play *stage = *state;
    kiosk_play_pass(stage, 301);
    kiosk_play_tap(stage, "greet:en");
    kiosk_play_tap(stage, "display");
    kiosk_play_tap(stage, "contrast:1");
    kiosk_play_tap(stage, "comfort:calm");
    kiosk_play_tap(stage, "comfort:time");
    kiosk_play_tap(stage, "comfort:low");
    kiosk_play_tap(stage, "close");
    kiosk_play_tap(stage, "door:0");
    kiosk_play_tap(stage, "choice:goed");
    kiosk_play_tap(stage, "stop");
    kiosk_play_tap(stage, "stop-yes");
    kiosk_play_enter(stage, "kort");
    const struct vz_box *box = kiosk_play_box(stage, "choice:goed");
    assert_false(box->state & VZ_STATE_SELECTED);
    assert_string_equal(box->label, "Goed");
    assert_false(stage->kiosk->window.ui.high_contrast);
}

// What was typed stands in no file either, whether it was sent or not.
static void typed_text_is_in_no_file(void **state) {
    struct kiosk_play *stage = *state;
    unsigned char story[STORY_LEN];
    char words[STORY_LEN + 1] = "hgfdsapoiuyt";
    veil(words, story, STORY_LEN);
    to_story(stage, story);
    kiosk_play_settle(stage);
    assert_false(store_folder_holds(stage->dir, words));
    kiosk_play_tap(stage, "stop");
    kiosk_play_tap(stage, "stop-yes");
    kiosk_play_settle(stage);
    assert_false(store_folder_holds(stage->dir, words));
}

static void digits_of_a_code_are_gone_from_memory(void **state) {
    struct kiosk_play *stage = *state;
    unsigned char code[11];
    kiosk_play_stop(stage);
    stage->config.withdrawal_salt = "zout";
    kiosk_play_start(stage);
    for (size_t i = 0; i < sizeof(code); i++) {
        char digit = (char)('0' + (i * 7 + 3) % 10);
        veil(&digit, &code[i], 1);
    }
    kiosk_play_pass(stage, 301);
    kiosk_play_tap(stage, "begin");
    kiosk_play_tap(stage, "withdraw");
    type_letters(stage, code, sizeof(code));
    assert_true(count_in_memory(code, sizeof(code)) > 0);
    kiosk_play_pass(stage, 45000);
    assert_true(kiosk_play_shows(stage, "attract"));
    assert_int_equal(count_in_memory(code, sizeof(code)), 0);
}

// A secret is put wherever one can be: the routine that looks names each.
static void the_proof_finds_what_was_planted(void **state) {
    struct kiosk_play *stage = *state;
    struct vz_kiosk *kiosk = stage->kiosk;
    vz_log_set_level(VZ_LOG_ERROR + 1);
    wipe_screens(kiosk);
    assert_int_equal(vz_kiosk_check_reset(kiosk, "test", false), 0);
    char *const texts[] = {
        kiosk->visit.code,      kiosk->code_shown, kiosk->qr,
        kiosk->withdraw.digits, kiosk->pin.secret, kiosk->worker,
        kiosk->staff.typed[1],  kiosk->focus.name,
    };
    for (size_t i = 0; i < sizeof(texts) / sizeof(*texts); i++) {
        texts[i][0] = '7';
        assert_int_equal(vz_kiosk_check_reset(kiosk, "test", false), 1);
        texts[i][0] = '\0';
    }
    kiosk->language = 1;
    kiosk->text_size = 2;
    kiosk->high_contrast = true;
    kiosk->door_part = 1;
    vz_scene_text(&kiosk->next, "a name");
    assert_int_equal(vz_kiosk_check_reset(kiosk, "test", false), 5);
    vz_kiosk_reset(kiosk, "test");
    wipe_screens(kiosk);
    assert_int_equal(vz_kiosk_check_reset(kiosk, "test", false), 0);
    kiosk->dirty = true;
}

#define TEST(function) \
    cmocka_unit_test_setup_teardown(function, set_up, tear_down)

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(typed_text_is_gone_from_memory),
        TEST(typed_text_is_in_no_file),
        TEST(digits_of_a_code_are_gone_from_memory),
        TEST(the_proof_finds_what_was_planted),
        TEST(the_next_person_finds_a_fresh_kiosk),
    };
    return cmocka_run_group_tests_name("reset", tests, NULL, NULL);
}
