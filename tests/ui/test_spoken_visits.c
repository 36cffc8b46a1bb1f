// Visits by ear and by voice: what is read is heard in the language shown and
// stops at a touch, five keys finish a form, a recording goes along with its
// submission, and nothing of it stays.
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/clock.h"
#include "kiosk/audio/decode.h"
#include "kiosk/kiosk_parts.h"
#include "kiosk/speech/voice.h"
#include "storage/kiosk/outbox.h"
#include "support/kiosk_ears.h"
#include "support/kiosk_play.h"
#include "support/kiosk_seed.h"

#include <SDL.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define DEADLINE_MS 20000

struct fixture {
    struct kiosk_play stage;
    struct kiosk_ears ears;
};

// A second of a low buzz.
static void seed_spoken_form(struct fixture *f) {
    static const unsigned char head[44] =
        "RIFF\x24\x77\x01\0WAVEfmt \x10\0\0\0\x01\0\x01\0\x80\xbb\0\0\0\x77\x01"
        "\0\x02\0\x10\0data\0\x77\x01";
    unsigned char *wav = calloc(1, sizeof(head) + 96000);
    memcpy(wav, head, sizeof(head));
    for (size_t i = 0; i < 48000; i++) {
        wav[sizeof(head) + 2 * i + 1] = (i / 60) % 2 ? 20 : 0xec;
    }
    kiosk_seed_form_and_file(
        f->stage.dir, "gesproken", "tests/data/sound/gesproken.csv",
        &(struct kiosk_seed_file){"vraag.wav", wav, sizeof(head) + 96000});
    free(wav);
}

static int set_up(void **state) {
    struct fixture *f = calloc(1, sizeof(*f));
    kiosk_play_init_bare(&f->stage);
    kiosk_seed_form(f->stage.dir, "kort", "assets/forms/kort.csv");
    seed_spoken_form(f);
    kiosk_ears_init(&f->ears, f->stage.dir);
    f->stage.config.keep_open_seconds = 600; // one file for the whole test
    kiosk_play_start(&f->stage);
    *state = f;
    return 0;
}

static int tear_down(void **state) {
    struct fixture *f = *state;
    kiosk_play_stop(&f->stage);
    kiosk_ears_finish(&f->ears);
    kiosk_play_finish(&f->stage);
    free(f);
    return 0;
}

// ------------------------------------------------------------------- waiting
static int64_t real_ms(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

// Turns the loop until `is` is true. Sound goes on in the system's time.
static void wait_until(struct fixture *f, bool (*is)(struct fixture *f)) {
    int64_t end = real_ms() + DEADLINE_MS;
    while (!is(f)) {
        vz_kiosk_turn(f->stage.kiosk, 5);
        assert_true(real_ms() < end);
    }
}

static bool is_silent(struct fixture *f) {
    return !vz_kiosk_speaks(f->stage.kiosk);
}

static bool is_said(struct fixture *f) {
    return f->stage.kiosk->speech.heard.to > f->stage.kiosk->speech.heard.from;
}

static bool listens(struct fixture *f) {
    return f->stage.kiosk->recorder.phase == VZ_RECORDER_HEARS;
}

static bool has_told(struct fixture *f) {
    return f->stage.kiosk->recorder.ms >= 5000;
}

static void to_question(struct fixture *f, const char *door,
                        const char *language) {
    kiosk_play_tap(&f->stage, "begin");
    kiosk_play_wait(&f->stage, "start");
    if (language) {
        kiosk_play_tap(&f->stage, language);
    }
    kiosk_play_tap(&f->stage, door);
    kiosk_play_wait(&f->stage, "question");
}

// ------------------------------------------------------------------- reading
struct pcm {
    int16_t *samples;
    size_t n;
};

// The texts in a voice, one after the other, as the kiosk reads them.
static struct pcm expected(struct fixture *f, const char *code,
                           const char *const *texts, size_t n) {
    struct pcm pcm = {0};
    struct kiosk_ears ears;
    char dir[STORE_PATH_SIZE];
    store_folder_make(dir);
    kiosk_ears_init(&ears, dir);
    // The engine is one for the process: the same thread says it.
    kiosk_play_stop(&f->stage);
    kiosk_play_start(&f->stage);
    struct vz_sound *sound = f->stage.kiosk->speech.sound;
    vz_sound_set_volume(sound, f->stage.config.volume);
    for (size_t i = 0; i < n; i++) {
        vz_sound_add(sound, &(struct vz_sound_item){
                                .kind = VZ_SOUND_SPEECH,
                                .text = texts[i],
                                .voice = vz_voice_find(code),
                                .pause_ms = 250,
                            });
    }
    wait_until(f, is_silent);
    pcm.samples = kiosk_ears_heard(&ears, &pcm.n);
    kiosk_ears_squeeze(pcm.samples, &pcm.n);
    kiosk_ears_finish(&ears);
    store_folder_remove(dir);
    return pcm;
}

static void a_question_is_read_in_the_language_shown(void **state) {
    static const char *const dutch[] = {"Hoe was het hier vandaag?",
                                        "Heel slecht",
                                        "Slecht",
                                        "Gaat wel",
                                        "Goed",
                                        "Heel goed"};
    static const char *const english[] = {
        "How was it here today?", "Very bad", "Bad", "OK", "Good", "Very good"};
    struct fixture *f = *state;
    to_question(f, "door:0", "language:en");
    kiosk_play_tap(&f->stage, "read-aloud");
    wait_until(f, is_silent);
    struct pcm heard = {0};
    heard.samples = kiosk_ears_heard(&f->ears, &heard.n);
    kiosk_ears_squeeze(heard.samples, &heard.n);
    struct pcm right = expected(f, "en", english, 6);
    struct pcm wrong = expected(f, "nl", dutch, 6);
    double alike =
        kiosk_ears_alike(heard.samples, heard.n, right.samples, right.n);
    double unlike =
        kiosk_ears_alike(heard.samples, heard.n, wrong.samples, wrong.n);
    assert_true(alike > 0.95);
    assert_true(unlike < 0.6);
    free(heard.samples);
    free(right.samples);
    free(wrong.samples);
}

static void the_word_that_is_heard_is_marked(void **state) {
    struct fixture *f = *state;
    to_question(f, "door:0", NULL);
    kiosk_play_tap(&f->stage, "read-aloud");
    wait_until(f, is_said);
    vz_kiosk_turn(f->stage.kiosk, 0);
    const struct vz_box *box = kiosk_play_box(&f->stage, "question");
    assert_true(box->state & VZ_STATE_SPOKEN);
    assert_true(box->mark_to > box->mark_from);
    wait_until(f, is_silent);
    vz_kiosk_turn(f->stage.kiosk, 0);
    box = kiosk_play_box(&f->stage, "choice:heel_goed");
    assert_false(box->state & VZ_STATE_SPOKEN);
}

static void a_touch_is_silence(void **state) {
    struct fixture *f = *state;
    to_question(f, "door:0", NULL);
    kiosk_play_tap(&f->stage, "read-aloud");
    wait_until(f, is_said);
    kiosk_play_tap(&f->stage, "question"); // no key: anywhere will do
    assert_int_equal(f->stage.kiosk->speech.heard.id, -1);
    double heard = kiosk_ears_seconds(&f->ears);
    wait_until(f, is_silent);
    // The buffer that the device had is all that may follow.
    assert_true(kiosk_ears_seconds(&f->ears) - heard < 0.2);
}

static bool says(struct fixture *f, const char *words);

static void an_answer_says_itself_to_who_listens(void **state) {
    struct fixture *f = *state;
    to_question(f, "door:0", NULL);
    kiosk_play_tap(&f->stage, "choice:goed");
    assert_false(says(f, "gekozen")); // nobody asked to hear anything
    kiosk_play_tap(&f->stage, "read-aloud");
    wait_until(f, is_said);
    kiosk_play_tap(&f->stage, "choice:slecht");
    assert_true(says(f, "Slecht. gekozen"));
    wait_until(f, is_said);
    kiosk_play_tap(&f->stage, "choice:slecht");
    assert_true(says(f, "Slecht. niet gekozen"));
}

static void the_key_itself_stops_too(void **state) {
    struct fixture *f = *state;
    to_question(f, "door:0", NULL);
    kiosk_play_tap(&f->stage, "read-aloud");
    wait_until(f, is_said);
    kiosk_play_tap(&f->stage, "read-aloud");
    wait_until(f, is_silent);
    assert_true(kiosk_ears_seconds(&f->ears) < 3); // of more than five
    kiosk_play_tap(&f->stage, "read-aloud");
    wait_until(f, is_said);
}

static void who_listens_is_there(void **state) {
    struct fixture *f = *state;
    to_question(f, "door:0", NULL);
    vz_clock_advance(44000);
    kiosk_play_tap(&f->stage, "read-aloud");
    wait_until(f, is_said);
    vz_clock_advance(44000);
    wait_until(f, is_silent);
    vz_clock_advance(44000);
    vz_kiosk_turn(f->stage.kiosk, 0);
    assert_true(kiosk_play_shows(&f->stage, "question"));
}

static void without_a_voice_there_is_no_key(void **state) {
    struct fixture *f = *state;
    kiosk_play_tap(&f->stage, "begin");
    kiosk_play_wait(&f->stage, "start");
    assert_non_null(kiosk_play_box(&f->stage, "read-aloud"));
    kiosk_play_tap(&f->stage, "language:ti");
    assert_null(kiosk_play_box(&f->stage, "read-aloud"));
}

static void a_lost_loudspeaker_is_told_calmly(void **state) {
    struct fixture *f = *state;
    setenv("SDL_DISKAUDIOFILE", "/nowhere/at/all", 1);
    to_question(f, "door:0", NULL);
    kiosk_play_tap(&f->stage, "read-aloud");
    kiosk_play_wait_box(&f->stage, "notice");
    kiosk_play_pass(&f->stage, 5001);
    assert_null(kiosk_play_box(&f->stage, "notice"));
    kiosk_play_tap(&f->stage, "choice:goed");
    kiosk_play_tap(&f->stage, "next");
    kiosk_play_wait_box(&f->stage, "choice:plezier");
}

static void the_idle_question_is_said_once(void **state) {
    struct fixture *f = *state;
    to_question(f, "door:0", NULL);
    kiosk_play_tap(&f->stage, "choice:goed");
    kiosk_play_pass(&f->stage, 45000);
    assert_true(kiosk_play_shows(&f->stage, "idle"));
    wait_until(f, is_said);
    wait_until(f, is_silent);
    double heard = kiosk_ears_seconds(&f->ears);
    assert_true(heard > 0.5);
    kiosk_play_pass(&f->stage, 1000);
    wait_until(f, is_silent);
    assert_true(kiosk_ears_seconds(&f->ears) == heard);
    // And what is left is counted.
    kiosk_play_pass(&f->stage, 9000);
    assert_true(says(f, "10 seconden"));
    wait_until(f, is_silent);
    assert_true(kiosk_ears_seconds(&f->ears) > heard + 0.5);
}

// ------------------------------------------------------------------- prompts
static void to_spoken_question(struct fixture *f, const char *age) {
    to_question(f, "door:1", NULL);
    kiosk_play_tap(&f->stage, age);
    kiosk_play_tap(&f->stage, "next");
    kiosk_play_wait_box(&f->stage, "prompt");
}

static void a_prompt_plays_by_itself_and_again(void **state) {
    struct fixture *f = *state;
    to_spoken_question(f, "choice:age_26_45");
    wait_until(f, is_silent);
    double once = kiosk_ears_seconds(&f->ears);
    assert_true(once > 0.9 && once < 1.2);
    kiosk_play_tap(&f->stage, "prompt");
    wait_until(f, is_silent);
    double twice = kiosk_ears_seconds(&f->ears);
    assert_true(twice - once > 0.9 && twice - once < 1.2);
}

// ----------------------------------------------------------------- five keys
static void press(struct fixture *f, SDL_Scancode code) {
    SDL_Event event = {
        .key = {
            .type = SDL_KEYDOWN,
            .keysym = {.scancode = code, .sym = SDL_GetKeyFromScancode(code)}}};
    SDL_PushEvent(&event);
    do {
        vz_kiosk_turn(f->stage.kiosk, 0);
    } while (SDL_PollEvent(NULL));
}

// Next until this box has the focus, then choose.
static void choose(struct fixture *f, const char *name) {
    kiosk_play_wait_box(&f->stage, name);
    for (int i = 0; i < 100 && strcmp(f->stage.kiosk->focus.name, name); i++) {
        press(f, SDL_SCANCODE_F2);
    }
    assert_string_equal(f->stage.kiosk->focus.name, name);
    press(f, SDL_SCANCODE_F3);
    kiosk_play_pass(&f->stage, 300);
}

// What is being said, or was said last.
static bool says(struct fixture *f, const char *words) {
    const struct vz_reading *reading = &f->stage.kiosk->speech.reading;
    for (size_t i = 0; i < reading->n; i++) {
        if (strstr(reading->items[i].text, words)) {
            return true;
        }
    }
    return false;
}

static void five_keys_finish_a_form_by_ear(void **state) {
    struct fixture *f = *state;
    choose(f, "begin");
    choose(f, "door:0");
    kiosk_play_wait_box(&f->stage, "choice:goed");
    assert_true(says(f, "Hoe was het hier vandaag?"));
    wait_until(f, is_said);
    press(f, SDL_SCANCODE_F5);
    assert_true(is_silent(f) || f->stage.kiosk->speech.heard.id == -1);
    press(f, SDL_SCANCODE_F4);
    wait_until(f, is_said);
    press(f, SDL_SCANCODE_F2);
    assert_true(says(f, "Heel slecht. niet gekozen"));
    press(f, SDL_SCANCODE_F2);
    assert_true(says(f, "Slecht. niet gekozen"));
    press(f, SDL_SCANCODE_F1);
    assert_true(says(f, "Heel slecht. niet gekozen"));
    choose(f, "choice:goed");
    assert_true(says(f, "Goed. gekozen"));
    choose(f, "next");
    choose(f, "choice:hulp");
    choose(f, "next");
    choose(f, "choice:ja");
    choose(f, "next");
    choose(f, "choice:ja");
    choose(f, "next");
    choose(f, "choice:age_26_45");
    choose(f, "next");
    choose(f, "key:o");
    assert_true(says(f, "o")); // the key that was typed
    choose(f, "key:k");
    choose(f, "next");
    choose(f, "choice:team");
    assert_true(says(f, "Het buurthuis"));
    assert_true(says(f, "gekozen"));
    choose(f, "next");
    kiosk_play_wait(&f->stage, "thanks");
    vz_kiosk_turn(f->stage.kiosk, 0);
    // The code, digit by digit.
    char digits[8];
    snprintf(digits, sizeof(digits), "%c, %c, ", f->stage.kiosk->code_shown[0],
             f->stage.kiosk->code_shown[1]);
    assert_true(says(f, digits));
    wait_until(f, is_silent);
    choose(f, "done");
    assert_true(kiosk_play_shows(&f->stage, "attract"));
    assert_int_equal(kiosk_play_status(&f->stage).waiting, 1);
    assert_true(store_folder_holds(f->stage.dir, "<verhaal>Ok</verhaal>"));
    assert_true(kiosk_ears_seconds(&f->ears) > 8);
    assert_int_equal(f->stage.kiosk->speech.reading.n, 0);
}

// ----------------------------------------------------------------- recording
static void to_recorder(struct fixture *f, const char *age) {
    to_spoken_question(f, age);
    kiosk_play_tap(&f->stage, "next");
    kiosk_play_tap(&f->stage, "next");
    kiosk_play_wait_box(&f->stage, "recorder");
}

static int16_t *talk(struct fixture *f, size_t *n) {
    int16_t *said = kiosk_ears_syllables(5, 300, n);
    kiosk_ears_say(&f->ears, said, *n);
    return said;
}

static bool begin(int rate, void *userdata) {
    return true;
}

static bool take(const int16_t *samples, size_t n, void *userdata) {
    struct pcm *pcm = userdata;
    pcm->samples = realloc(pcm->samples, (pcm->n + n) * sizeof(*samples));
    memcpy(pcm->samples + pcm->n, samples, n * sizeof(*samples));
    pcm->n += n;
    return true;
}

static struct pcm stored_recording(struct fixture *f) {
    struct pcm pcm = {0};
    struct vz_kiosk_store *store = NULL;
    struct vz_error error = {0};
    struct vz_outbox_record record = {0};
    bool damaged;
    assert_int_equal(
        vz_kiosk_store_open(&store, f->stage.dir, false, &damaged, &error),
        VZ_OK);
    assert_int_equal(vz_outbox_from(store, 1, &record), VZ_OK);
    assert_int_equal(record.n_files, 1);
    assert_string_equal(record.files[0].content_type, "audio/ogg");
    assert_non_null(strstr(record.xml, record.files[0].name));
    assert_int_equal(
        vz_decode_bytes(record.files[0].bytes, record.files[0].len,
                        &(struct vz_decode_sink){begin, take, &pcm}),
        VZ_OK);
    vz_outbox_record_finish(&record);
    vz_kiosk_store_close(store);
    return pcm;
}

static void what_was_told_goes_along(void **state) {
    struct fixture *f = *state;
    size_t n;
    int16_t *said = talk(f, &n);
    to_recorder(f, "choice:age_26_45");
    kiosk_play_tap(&f->stage, "record");
    wait_until(f, listens);
    assert_true(kiosk_play_box(&f->stage, "next")->state & VZ_STATE_DISABLED);
    wait_until(f, has_told);
    kiosk_play_tap(&f->stage, "record-end");
    kiosk_play_wait_box(&f->stage, "listen");
    assert_false(store_folder_holds(f->stage.dir, "OggS")); // in memory only
    // Listened back to.
    wait_until(f, is_silent);
    double before = kiosk_ears_seconds(&f->ears);
    kiosk_play_tap(&f->stage, "listen");
    wait_until(f, is_silent);
    assert_true(kiosk_ears_seconds(&f->ears) - before > 2);
    kiosk_play_tap(&f->stage, "next");
    kiosk_play_tap(&f->stage, "choice:team");
    kiosk_play_tap(&f->stage, "next");
    kiosk_play_wait(&f->stage, "thanks");
    assert_null(f->stage.kiosk->visit.attachments.items);
    struct pcm pcm = stored_recording(f);
    assert_true(kiosk_ears_alike(said, n, pcm.samples, pcm.n) > 0.9);
    free(pcm.samples);
    free(said);
}

static void talking_takes_over_from_typing(void **state) {
    struct fixture *f = *state;
    to_spoken_question(f, "choice:age_26_45");
    kiosk_play_tap(&f->stage, "next");
    kiosk_play_tap(&f->stage, "key:o");
    kiosk_play_tap(&f->stage, "key:k");
    kiosk_play_tap(&f->stage, "talk");
    kiosk_play_wait_box(&f->stage, "recorder");
    kiosk_play_tap(&f->stage, "back");
    kiosk_play_wait_box(&f->stage, "key:a");
    assert_string_equal(
        vz_session_value(f->stage.kiosk->visit.session, "/data/verhaal"), "Ok");
}

static void what_is_thrown_away_is_nowhere(void **state) {
    struct fixture *f = *state;
    size_t n;
    free(talk(f, &n));
    to_recorder(f, "choice:age_26_45");
    kiosk_play_tap(&f->stage, "record");
    wait_until(f, has_told);
    kiosk_play_tap(&f->stage, "record-end");
    kiosk_play_wait_box(&f->stage, "again");
    kiosk_play_tap(&f->stage, "again");
    kiosk_play_wait_box(&f->stage, "record");
    assert_int_equal(f->stage.kiosk->visit.attachments.n, 0);
    // Stopped in the middle of a recording.
    kiosk_play_tap(&f->stage, "record");
    wait_until(f, listens);
    kiosk_play_tap(&f->stage, "stop");
    kiosk_play_tap(&f->stage, "stop-yes");
    assert_true(kiosk_play_shows(&f->stage, "attract"));
    kiosk_play_settle(&f->stage);
    assert_true(vz_kiosk_speech_is_empty(f->stage.kiosk));
    assert_false(store_folder_holds(f->stage.dir, "OggS"));
    assert_int_equal(kiosk_play_status(&f->stage).abandoned, 1);
}

static void consent_to_count_keeps_no_voice(void **state) {
    struct fixture *f = *state;
    size_t n;
    free(talk(f, &n));
    to_recorder(f, "choice:age_26_45");
    kiosk_play_tap(&f->stage, "record");
    wait_until(f, has_told);
    kiosk_play_tap(&f->stage, "record-end");
    kiosk_play_wait_box(&f->stage, "listen");
    kiosk_play_tap(&f->stage, "next");
    kiosk_play_tap(&f->stage, "choice:count");
    kiosk_play_tap(&f->stage, "confirm-yes");
    kiosk_play_tap(&f->stage, "next");
    kiosk_play_wait(&f->stage, "thanks");
    assert_false(store_folder_holds(f->stage.dir, "OggS"));
    assert_int_equal(kiosk_play_status(&f->stage).waiting, 1);
}

static void under_16_there_is_no_recorder(void **state) {
    struct fixture *f = *state;
    to_recorder(f, "choice:under_16");
    assert_null(kiosk_play_box(&f->stage, "record"));
    assert_non_null(kiosk_play_box(&f->stage, "no-recorder"));
    kiosk_play_tap(&f->stage, "back");
    kiosk_play_wait_box(&f->stage, "key:a");
    assert_null(kiosk_play_box(&f->stage, "talk"));
}

static void without_a_microphone_the_visit_goes_on(void **state) {
    struct fixture *f = *state;
    to_recorder(f, "choice:age_26_45");
    kiosk_play_tap(&f->stage, "record");
    kiosk_play_wait_box(&f->stage, "no-recorder");
    kiosk_play_tap(&f->stage, "next");
    kiosk_play_wait_box(&f->stage, "choice:team");
}

// --------------------------------------------------------------------- staff
static void to_test_page(struct fixture *f) {
    kiosk_play_tap(&f->stage, "begin");
    kiosk_play_tap(&f->stage, "worker");
    for (const char *digit = "00123456"; *digit; digit++) {
        char key[8] = {'p', 'i', 'n', ':', *digit, '\0'};
        kiosk_play_tap(&f->stage, key);
    }
    kiosk_play_tap(&f->stage, "pin:check");
    kiosk_play_wait(&f->stage, "staff");
    kiosk_play_tap(&f->stage, "page:test");
    kiosk_play_wait_box(&f->stage, "test-sound");
}

static bool test_is_over(struct fixture *f) {
    return !f->stage.kiosk->sound_test && is_silent(f);
}

static void staff_tries_the_loudspeaker(void **state) {
    struct fixture *f = *state;
    to_test_page(f);
    kiosk_play_tap(&f->stage, "test-sound");
    wait_until(f, test_is_over);
    assert_false(f->stage.kiosk->staff.bad);
    assert_true(kiosk_ears_seconds(&f->ears) > 0.8);
}

static void staff_hears_that_there_is_no_loudspeaker(void **state) {
    struct fixture *f = *state;
    setenv("SDL_DISKAUDIOFILE", "/nowhere/at/all", 1);
    to_test_page(f);
    kiosk_play_tap(&f->stage, "test-sound");
    wait_until(f, test_is_over);
    assert_true(f->stage.kiosk->staff.bad);
}

static void staff_hears_back_what_the_microphone_heard(void **state) {
    struct fixture *f = *state;
    size_t n;
    free(talk(f, &n));
    to_test_page(f);
    kiosk_play_tap(&f->stage, "test-microphone");
    kiosk_play_wait_box(&f->stage, "level:0"); // its level is shown
    wait_until(f, test_is_over);
    assert_false(f->stage.kiosk->staff.bad);
    assert_true(kiosk_ears_seconds(&f->ears) > 2.5);
    assert_true(
        vz_recorder_is_empty(vz_sound_recorder(f->stage.kiosk->speech.sound)));
}

static void staff_hears_that_there_is_no_microphone(void **state) {
    struct fixture *f = *state;
    to_test_page(f);
    kiosk_play_tap(&f->stage, "test-microphone");
    wait_until(f, test_is_over);
    assert_true(f->stage.kiosk->staff.bad);
}

int main(void) {
    const struct CMUnitTest tests[] = {
#define TEST(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)
        TEST(a_question_is_read_in_the_language_shown),
        TEST(the_word_that_is_heard_is_marked),
        TEST(a_touch_is_silence),
        TEST(an_answer_says_itself_to_who_listens),
        TEST(the_key_itself_stops_too),
        TEST(who_listens_is_there),
        TEST(without_a_voice_there_is_no_key),
        TEST(a_lost_loudspeaker_is_told_calmly),
        TEST(the_idle_question_is_said_once),
        TEST(a_prompt_plays_by_itself_and_again),
        TEST(five_keys_finish_a_form_by_ear),
        TEST(what_was_told_goes_along),
        TEST(talking_takes_over_from_typing),
        TEST(what_is_thrown_away_is_nowhere),
        TEST(consent_to_count_keeps_no_voice),
        TEST(under_16_there_is_no_recorder),
        TEST(without_a_microphone_the_visit_goes_on),
        TEST(staff_tries_the_loudspeaker),
        TEST(staff_hears_that_there_is_no_loudspeaker),
        TEST(staff_hears_back_what_the_microphone_heard),
        TEST(staff_hears_that_there_is_no_microphone),
#undef TEST
    };
    return cmocka_run_group_tests_name("spoken visits", tests, NULL, NULL);
}
