// What the loudspeaker plays: speech in every language with its words, recorded
// prompts, silence after a stop, and a device that is missing or taken out.
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/log.h"
#include "base/thread.h"
#include "kiosk/audio/sound.h"
#include "kiosk/speech/voice.h"
#include "support/kiosk_ears.h"

#include <SDL.h>
#include <sndfile.h>
#include <stdlib.h>
#include <string.h>

#define DEADLINE_MS 20000

struct fixture {
    char dir[STORE_PATH_SIZE];
    struct kiosk_ears ears;
    struct vz_sound *sound;
    struct vz_queue news; // one item for each wake
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

static struct vz_sound_view look(struct fixture *f) {
    struct vz_sound_view view;
    vz_sound_look(f->sound, &view);
    return view;
}

// Until everything was heard.
static void wait_for_silence(struct fixture *f) {
    while (look(f).busy) {
        assert_non_null(vz_queue_pop(&f->news, DEADLINE_MS));
    }
}

static void say(struct fixture *f, int id, const char *code, const char *text) {
    assert_true(vz_sound_add(f->sound, &(struct vz_sound_item){
                                           .kind = VZ_SOUND_SPEECH,
                                           .id = id,
                                           .text = text,
                                           .voice = vz_voice_find(code),
                                       }));
}

static void each_language_is_heard_and_is_another(void **state) {
    static const struct {
        const char *code, *text;
    } texts[] = {
        {"nl", "Hoe was het hier vandaag?"}, {"en", "How was it here today?"},
        {"ar", "كيف كان الحال هنا اليوم؟"},  {"tr", "Bugün burası nasıldı?"},
        {"pl", "Jak było tu dzisiaj?"},      {"uk", "Як тут було сьогодні?"},
    };
    struct fixture *f = *state;
    double before = 0;
    for (size_t i = 0; i < sizeof(texts) / sizeof(*texts); i++) {
        say(f, 0, texts[i].code, texts[i].text);
        wait_for_silence(f);
        double now = kiosk_ears_seconds(&f->ears);
        assert_true(now - before > 0.6 && now - before < 5);
        before = now;
    }
    // The same words by two voices are two sounds.
    say(f, 0, "nl", "Radio Amsterdam");
    wait_for_silence(f);
    double dutch = kiosk_ears_seconds(&f->ears) - before;
    say(f, 0, "pl", "Radio Amsterdam");
    wait_for_silence(f);
    double polish = kiosk_ears_seconds(&f->ears) - before - dutch;
    assert_true(dutch > 0.5 && polish > 0.5 && dutch != polish);
    assert_null(vz_voice_find("ti"));
}

static void words_are_marked_as_they_are_heard(void **state) {
    struct fixture *f = *state;
    static const char text[] = "Één zon schijnt.";
    static const struct {
        size_t from, to;
    } words[] = {{0, 5}, {6, 9}, {10, 17}};
    say(f, 7, "nl", text);
    size_t seen = 0;
    while (look(f).busy) {
        struct vz_sound_view view = look(f);
        if (seen < 3 && view.id == 7 && view.to > view.from &&
            view.from == words[seen].from) {
            assert_in_range(view.to, words[seen].to - 1, words[seen].to + 1);
            seen++;
        }
        assert_non_null(vz_queue_pop(&f->news, DEADLINE_MS));
    }
    assert_int_equal(seen, 3);
    assert_int_equal(look(f).id, -1);
}

static void a_stop_is_heard_at_once(void **state) {
    struct fixture *f = *state;
    for (int i = 0; i < 20; i++) {
        say(f, i, "nl",
            "Dit is een lange zin, die niemand tot het einde hoort.");
    }
    while (look(f).id < 0) {
        assert_non_null(vz_queue_pop(&f->news, DEADLINE_MS));
    }
    vz_sound_stop(f->sound);
    assert_int_equal(look(f).id, -1);
    wait_for_silence(f);
    double heard = kiosk_ears_seconds(&f->ears);
    assert_true(heard < 4); // of more than a minute
    say(f, 30, "nl", "Hallo.");
    wait_for_silence(f);
    assert_true(kiosk_ears_seconds(&f->ears) > heard);
}

static void volume_is_obeyed(void **state) {
    struct fixture *f = *state;
    vz_sound_set_volume(f->sound, 0);
    say(f, 0, "nl", "Hallo daar.");
    wait_for_silence(f);
    assert_true(kiosk_ears_seconds(&f->ears) == 0);
    vz_sound_set_volume(f->sound, 100);
    say(f, 0, "nl", "Hallo daar.");
    wait_for_silence(f);
    assert_true(kiosk_ears_seconds(&f->ears) > 0.3);
}

static void signs_are_spelled(void **state) {
    struct fixture *f = *state;
    assert_true(vz_sound_add(f->sound, &(struct vz_sound_item){
                                           .kind = VZ_SOUND_SPEECH,
                                           .text = "?",
                                           .voice = vz_voice_find("nl"),
                                           .spell = true,
                                       }));
    wait_for_silence(f);
    assert_true(kiosk_ears_seconds(&f->ears) > 0.3); // "vraagteken"
}

static void write_prompt(const char *path, int format, int rate) {
    SF_INFO info = {.samplerate = rate, .channels = 2, .format = format};
    SNDFILE *file = sf_open(path, SFM_WRITE, &info);
    assert_non_null(file);
    for (int i = 0; i < rate; i++) {
        float sample = (float)((i / 40) % 2 ? 0.3 : -0.3);
        assert_int_equal(sf_writef_float(file, (float[]){sample, sample}, 1),
                         1);
    }
    sf_close(file);
}

static void prompts_of_every_kind_are_heard(void **state) {
    static const struct {
        const char *name;
        int format, rate;
    } kinds[] = {
        {"a.wav", SF_FORMAT_WAV | SF_FORMAT_PCM_16, 22050},
        {"a.flac", SF_FORMAT_FLAC | SF_FORMAT_PCM_16, 44100},
        {"a.ogg", SF_FORMAT_OGG | SF_FORMAT_VORBIS, 44100},
        {"a.opus", SF_FORMAT_OGG | SF_FORMAT_OPUS, 48000},
        {"a.mp3", SF_FORMAT_MPEG | SF_FORMAT_MPEG_LAYER_III, 44100},
    };
    struct fixture *f = *state;
    double before = 0;
    for (size_t i = 0; i < sizeof(kinds) / sizeof(*kinds); i++) {
        char path[STORE_PATH_SIZE];
        store_folder_path(path, f->dir, kinds[i].name);
        write_prompt(path, kinds[i].format, kinds[i].rate);
        assert_true(vz_sound_add(
            f->sound,
            &(struct vz_sound_item){.kind = VZ_SOUND_FILE, .text = path}));
        wait_for_silence(f);
        double now = kiosk_ears_seconds(&f->ears);
        assert_true(now - before > 0.85 && now - before < 1.2);
        before = now;
    }
}

static void what_is_no_sound_file_is_passed_over(void **state) {
    struct fixture *f = *state;
    assert_true(vz_sound_add(
        f->sound, &(struct vz_sound_item){
                      .kind = VZ_SOUND_BYTES, .bytes = "no", .len = 2}));
    assert_true(vz_sound_add(
        f->sound, &(struct vz_sound_item){.kind = VZ_SOUND_FILE,
                                          .text = "/nowhere/at/all.wav"}));
    say(f, 0, "nl", "Hallo daar.");
    wait_for_silence(f);
    assert_true(kiosk_ears_seconds(&f->ears) > 0.3);
    assert_false(look(f).absent);
}

static void without_a_loudspeaker_it_says_so(void **state) {
    struct fixture *f = *state;
    setenv("SDL_DISKAUDIOFILE", "/nowhere/at/all", 1);
    say(f, 0, "nl", "Hallo.");
    wait_for_silence(f);
    assert_true(look(f).absent);
    // It is plugged in again.
    setenv("SDL_DISKAUDIOFILE", f->ears.heard, 1);
    say(f, 0, "nl", "Hallo daar.");
    wait_for_silence(f);
    assert_false(look(f).absent);
    assert_true(kiosk_ears_seconds(&f->ears) > 0.3);
}

static void a_loudspeaker_that_is_taken_out_stops_the_rest(void **state) {
    struct fixture *f = *state;
    setenv("SDL_DISKAUDIOFILE", "/dev/full", 1);
    for (int i = 0; i < 10; i++) {
        say(f, i, "nl", "Dit is een zin van een paar woorden.");
    }
    wait_for_silence(f);
    assert_true(look(f).absent);
}

int main(void) {
    const struct CMUnitTest tests[] = {
#define TEST(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)
        TEST(each_language_is_heard_and_is_another),
        TEST(words_are_marked_as_they_are_heard),
        TEST(a_stop_is_heard_at_once),
        TEST(volume_is_obeyed),
        TEST(signs_are_spelled),
        TEST(prompts_of_every_kind_are_heard),
        TEST(what_is_no_sound_file_is_passed_over),
        TEST(without_a_loudspeaker_it_says_so),
        TEST(a_loudspeaker_that_is_taken_out_stops_the_rest),
#undef TEST
    };
    return cmocka_run_group_tests_name("sound", tests, NULL, NULL);
}
