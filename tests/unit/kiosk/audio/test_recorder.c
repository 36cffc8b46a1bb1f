// A recording: it decodes to what was said, ends by itself, can be paused and
// thrown away, and says so when there is no microphone.
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/log.h"
#include "base/thread.h"
#include "kiosk/audio/decode.h"
#include "kiosk/audio/encode.h"
#include "kiosk/audio/sound.h"
#include "support/kiosk_ears.h"

#include <SDL.h>
#include <stdlib.h>
#include <string.h>

#define DEADLINE_MS 20000

struct fixture {
    char dir[STORE_PATH_SIZE];
    struct kiosk_ears ears;
    struct vz_sound *sound;
    struct vz_recorder *recorder;
    struct vz_queue news;
};

static void wake(void *userdata) {
    static int something;
    struct fixture *f = userdata;
    vz_queue_push(&f->news, &something);
}

static int set_up(void **state) {
    struct fixture *f = calloc(1, sizeof(*f));
    vz_log_set_level(VZ_LOG_ERROR);
    store_folder_make(f->dir);
    kiosk_ears_init(&f->ears, f->dir);
    assert_true(vz_queue_init(&f->news));
    f->sound = vz_sound_create(&(struct vz_sound_params){wake, f, 60});
    assert_non_null(f->sound);
    f->recorder = vz_sound_recorder(f->sound);
    *state = f;
    return 0;
}

static int tear_down(void **state) {
    struct fixture *f = *state;
    vz_sound_destroy(f->sound);
    while (vz_queue_pop(&f->news, 0)) {
    }
    vz_queue_finish(&f->news);
    kiosk_ears_finish(&f->ears);
    store_folder_remove(f->dir);
    free(f);
    return 0;
}

static void start(struct fixture *f, int limit_s) {
    vz_recorder_begin(f->recorder, limit_s);
    assert_true(vz_sound_add(f->sound,
                             &(struct vz_sound_item){.kind = VZ_SOUND_RISING}));
    assert_true(vz_sound_add(f->sound,
                             &(struct vz_sound_item){.kind = VZ_SOUND_RECORD}));
}

static struct vz_recorder_view look(struct fixture *f) {
    struct vz_recorder_view view;
    vz_recorder_look(f->recorder, &view);
    return view;
}

static void wait_for(struct fixture *f, enum vz_recorder_phase phase) {
    while (look(f).phase != phase) {
        assert_non_null(vz_queue_pop(&f->news, DEADLINE_MS));
    }
}

static void wait_until_told(struct fixture *f, int64_t ms) {
    while (look(f).ms < ms) {
        assert_non_null(vz_queue_pop(&f->news, DEADLINE_MS));
    }
}

struct pcm {
    int16_t *samples;
    size_t n, cap;
    int rate;
};

static bool begin(int rate, void *userdata) {
    ((struct pcm *)userdata)->rate = rate;
    return true;
}

static bool take(const int16_t *samples, size_t n, void *userdata) {
    struct pcm *pcm = userdata;
    pcm->samples = realloc(pcm->samples, (pcm->n + n) * sizeof(*samples));
    memcpy(pcm->samples + pcm->n, samples, n * sizeof(*samples));
    pcm->n += n;
    return true;
}

static void a_recording_decodes_to_what_was_said(void **state) {
    struct fixture *f = *state;
    size_t n;
    int16_t *said = kiosk_ears_syllables(6, 300, &n);
    kiosk_ears_say(&f->ears, said, n);
    start(f, 120);
    wait_until_told(f, 6000);
    vz_recorder_end(f->recorder);
    wait_for(f, VZ_RECORDER_DONE);
    assert_false(look(f).soft);
    struct vz_strbuf file = {0};
    assert_true(vz_recorder_take(f->recorder, &file));
    assert_true(vz_recorder_is_empty(f->recorder));
    assert_memory_equal(file.data, "OggS", 4);
    assert_in_range(file.len, 3000, 60000);
    struct pcm pcm = {0};
    assert_int_equal(
        vz_decode_bytes(file.data, file.len,
                        &(struct vz_decode_sink){begin, take, &pcm}),
        VZ_OK);
    assert_int_equal(pcm.rate, EARS_RATE);
    assert_in_range(pcm.n, n - EARS_RATE / 2, n + EARS_RATE * 4);
    assert_true(kiosk_ears_alike(said, n, pcm.samples, pcm.n) > 0.9);
    assert_true(kiosk_ears_energy(pcm.samples, n) >
                kiosk_ears_energy(said, n) / 2);
    free(pcm.samples);
    free(said);
    vz_strbuf_wipe(&file);
}

static void it_stops_softly_at_its_limit(void **state) {
    struct fixture *f = *state;
    size_t n;
    int16_t *said = kiosk_ears_syllables(8, 300, &n);
    kiosk_ears_say(&f->ears, said, n);
    free(said);
    start(f, 2);
    wait_for(f, VZ_RECORDER_DONE);
    assert_int_equal(look(f).ms, 2000);
    struct vz_strbuf file = {0};
    assert_true(vz_recorder_take(f->recorder, &file));
    vz_strbuf_wipe(&file);
}

static void levels_follow_the_voice(void **state) {
    struct fixture *f = *state;
    size_t n;
    int16_t *said = kiosk_ears_syllables(3, 300, &n);
    kiosk_ears_say(&f->ears, said, n / 3);
    free(said);
    start(f, 60);
    wait_until_told(f, 500);
    struct vz_recorder_view view = look(f);
    uint8_t most = 0;
    for (int i = 0; i < view.n_levels; i++) {
        most = view.levels[i] > most ? view.levels[i] : most;
    }
    assert_true(most > 50);
    assert_false(view.quiet);
    // Then nothing is said: after 8 s it says so.
    wait_until_told(f, 10000);
    assert_true(look(f).quiet);
}

static void in_a_pause_nothing_is_heard(void **state) {
    struct fixture *f = *state;
    size_t n;
    int16_t *said = kiosk_ears_syllables(3, 300, &n);
    kiosk_ears_say(&f->ears, said, n);
    free(said);
    start(f, 60);
    wait_until_told(f, 300);
    vz_recorder_pause(f->recorder, true);
    wait_for(f, VZ_RECORDER_PAUSES);
    int64_t told = look(f).ms;
    vz_recorder_pause(f->recorder, false);
    wait_until_told(f, told + 300);
    vz_recorder_end(f->recorder);
    wait_for(f, VZ_RECORDER_DONE);
}

static void silence_is_called_soft(void **state) {
    struct fixture *f = *state;
    int16_t nothing[EARS_RATE] = {0};
    kiosk_ears_say(&f->ears, nothing, EARS_RATE);
    start(f, 1);
    wait_for(f, VZ_RECORDER_DONE);
    assert_true(look(f).soft);
}

static void without_a_microphone_it_says_so(void **state) {
    struct fixture *f = *state;
    start(f, 60);
    wait_for(f, VZ_RECORDER_ABSENT);
    struct vz_strbuf file = {0};
    assert_false(vz_recorder_take(f->recorder, &file));
}

static void a_wipe_leaves_nothing(void **state) {
    struct fixture *f = *state;
    size_t n;
    int16_t *said = kiosk_ears_syllables(3, 300, &n);
    kiosk_ears_say(&f->ears, said, n);
    free(said);
    start(f, 60);
    wait_until_told(f, 300);
    vz_recorder_wipe(f->recorder);
    assert_true(vz_recorder_is_empty(f->recorder));
    wait_for(f, VZ_RECORDER_REST);
    assert_int_equal(look(f).ms, 0);
    assert_int_equal(look(f).n_levels, 0);
    // And what is whole goes too.
    start(f, 1);
    wait_for(f, VZ_RECORDER_DONE);
    assert_false(vz_recorder_is_empty(f->recorder));
    vz_recorder_wipe(f->recorder);
    struct vz_strbuf file = {0};
    assert_false(vz_recorder_take(f->recorder, &file));
    assert_true(vz_recorder_is_empty(f->recorder));
}

static void nothing_at_all_is_a_file_too(void **state) {
    struct vz_strbuf file = {0};
    struct vz_encoder *encoder = vz_encoder_create(&file, EARS_RATE, 1);
    assert_non_null(encoder);
    assert_true(vz_encoder_end(encoder));
    struct pcm pcm = {0};
    assert_int_equal(
        vz_decode_bytes(file.data, file.len,
                        &(struct vz_decode_sink){begin, take, &pcm}),
        VZ_OK);
    free(pcm.samples);
    vz_strbuf_wipe(&file);
}

int main(void) {
    const struct CMUnitTest tests[] = {
#define TEST(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)
        TEST(a_recording_decodes_to_what_was_said),
        TEST(it_stops_softly_at_its_limit),
        TEST(levels_follow_the_voice),
        TEST(in_a_pause_nothing_is_heard),
        TEST(silence_is_called_soft),
        TEST(without_a_microphone_it_says_so),
        TEST(a_wipe_leaves_nothing),
        TEST(nothing_at_all_is_a_file_too),
#undef TEST
    };
    return cmocka_run_group_tests_name("recorder", tests, NULL, NULL);
}
