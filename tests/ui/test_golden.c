// Pictures of the screens as somebody looked at them and found them good.
//
// `make golden` renews tests/data/golden after a change that was meant; look at
// what changed before it is committed. A pixel counts as other when a channel
// is off by more than a shade of anti-aliasing, and a handful of such pixels is
// let go: a shift of two pixels of one label is far over that.
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "kiosk/render/painter.h"
#include "support/kiosk_stage.h"

#include <SDL_image.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define FOLDER "tests/data/golden"
#define SHADE 72  // of 255: less is anti-aliasing
#define LET_GO 40 // pixels

struct variant {
    const char *name, *language;
    int width, height;
    double text_scale;
    bool high_contrast, few; // few: only the screens that visitors see most
};

static const struct variant variants[] = {
    {"nl", "nl", 1280, 800, 1, false, false},
    {"portrait", "nl", 800, 1280, 1, false, false},
    {"ar", "ar", 1280, 800, 1, false, true},
    {"uk-large", "uk", 1280, 800, 1.5, false, true},
    {"contrast", "nl", 1024, 600, 1, true, true},
};

struct scenery {
    struct kiosk_stage stage;
    struct vz_painter *painter;
    SDL_Surface *surface;
    struct vz_config config;
    struct vz_staff_room room;
    bool high_contrast;
};

struct picture {
    const char *name;
    const char *question; // of the form, or NULL
    enum vz_screen screen;
    enum vz_overlay overlay;
    int detail; // a page of staff, a step
    bool seldom;
};

static const struct picture pictures[] = {
    {"attract", NULL, VZ_SCREEN_ATTRACT, 0, 0, false},
    {"start", NULL, VZ_SCREEN_START, 0, 0, false},
    {"smiley", "feel", VZ_SCREEN_QUESTION, 0, 0, false},
    {"several", "did", VZ_SCREEN_QUESTION, 0, 0, false},
    {"scale", "safe", VZ_SCREEN_QUESTION, 0, 0, false},
    {"slider", "better", VZ_SCREEN_QUESTION, 0, 0, true},
    {"rank", "order", VZ_SCREEN_QUESTION, 0, 0, true},
    {"text", "why", VZ_SCREEN_QUESTION, 0, 0, false},
    {"number", "visits", VZ_SCREEN_QUESTION, 0, 0, true},
    {"date", "born", VZ_SCREEN_QUESTION, 0, 0, true},
    {"consent", "who", VZ_SCREEN_QUESTION, 0, 0, false},
    {"stop", "did", VZ_SCREEN_QUESTION, VZ_OVERLAY_STOP, 0, true},
    {"idle", "did", VZ_SCREEN_QUESTION, VZ_OVERLAY_IDLE, 0, false},
    {"languages", "did", VZ_SCREEN_QUESTION, VZ_OVERLAY_LANGUAGES, 0, true},
    {"save-failed", "did", VZ_SCREEN_SAVING, VZ_OVERLAY_SAVE_FAILED, 0, true},
    {"thanks", NULL, VZ_SCREEN_THANKS, 0, 0, false},
    {"pin-wrong", NULL, VZ_SCREEN_PIN, 0, 0, true},
    {"worker", NULL, VZ_SCREEN_WORKER, 0, 0, true},
    {"closed", NULL, VZ_SCREEN_CLOSED, 0, 0, true},
    {"quiet", NULL, VZ_SCREEN_QUIET, 0, 0, true},
    {"withdraw", NULL, VZ_SCREEN_WITHDRAW, 0, VZ_WITHDRAW_TYPING, true},
    {"withdraw-ask", NULL, VZ_SCREEN_WITHDRAW, 0, VZ_WITHDRAW_ASKED, true},
    {"staff", NULL, VZ_SCREEN_STAFF, 0, VZ_STAFF_STATUS, true},
    {"staff-forms", NULL, VZ_SCREEN_STAFF, 0, VZ_STAFF_FORMS, true},
    {"staff-house", NULL, VZ_SCREEN_STAFF, 0, VZ_STAFF_HOUSE, true},
    {"staff-hours", NULL, VZ_SCREEN_STAFF, 0, VZ_STAFF_HOURS, true},
    {"staff-hub", NULL, VZ_SCREEN_STAFF, 0, VZ_STAFF_HUB, true},
    {"staff-stick", NULL, VZ_SCREEN_STAFF, 0, VZ_STAFF_STICK, true},
};

static const struct vz_door doors[] = {
    {"Korte vragen", "short", "smile-5-large", 1},
    {"Vertel je verhaal", "story", "talk", 3},
};
static const struct vz_form_row rows[] = {
    {"Korte vragen", "kort", "2026112401", false, true},
    {"Vertel je verhaal", "verhaal", "2026112401", false, true},
    {"Getuigenis", "getuigenis", "", true, true},
};

// ------------------------------------------------------------------ scenery
static void fill_view(struct scenery *scenery) {
    struct vz_view *view = &scenery->stage.view;
    view->doors = doors;
    view->n_doors = 2;
    view->can_withdraw = true;
    view->at = 2;
    view->total = 5;
    view->seconds_left = 12;
    view->seconds_whole = 20;
    view->may_extend = true;
    view->code = "4829 1763 0518";
    view->qr = "https://hub.example.org/w#482917630518";
    view->pin_step = VZ_PIN_SECRET;
    view->pin_digits = 2;
    view->pin_tries_left = 3;
    view->open_weekday = 2;
    view->open_minute = 9 * 60;
    view->withdraw_code = "482917";
    view->staff = &scenery->room;
    view->config = &scenery->config;
    view->forms = rows;
    view->n_all_languages = vz_locale_languages(&view->all_languages);
    view->enrolled = true;
    view->now_ms = 1790000000000;
    view->disk_free = 61000000000;
    view->device_name = "hal";
    view->version = "0.1.0";
    view->server_host = "hub.example.org";
    view->status = (struct vz_kiosk_status){
        .waiting = 3, .last_sync_ms = 1790000000000 - 7200000};
}

static void open_scenery(struct scenery *scenery,
                         const struct variant *variant) {
    struct vz_error error = {0};
    setenv("TZ", "UTC", 1);
    kiosk_stage_open(&scenery->stage, variant->width, variant->height,
                     variant->text_scale);
    struct vz_ui *ui = &scenery->stage.ui;
    assert_true(vz_locale_set(variant->language));
    ui->rtl = vz_locale_current()->rtl;
    ui->high_contrast = variant->high_contrast;
    if (variant->high_contrast) {
        vz_theme_high_contrast(&scenery->stage.theme);
    }
    scenery->painter = vz_painter_create("assets/icons", &error);
    assert_non_null(scenery->painter);
    scenery->surface = SDL_CreateRGBSurfaceWithFormat(
        0, variant->width, variant->height, 32, SDL_PIXELFORMAT_RGB888);
    assert_non_null(scenery->surface);
    vz_config_load(&scenery->config, NULL);
    scenery->config.hours.set[2] = true;
    assert_true(vz_hours_read(&scenery->config.hours.days[2],
                              "09:00-12:30 13:00-17:00"));
    scenery->stage.view.headline = vz_tr("How is it here for you?");
    fill_view(scenery);
}

static void close_scenery(struct scenery *scenery) {
    vz_painter_destroy(scenery->painter);
    SDL_FreeSurface(scenery->surface);
    kiosk_stage_close(&scenery->stage);
    vz_config_finish(&scenery->config);
    vz_locale_set("nl");
}

static void paint(struct scenery *scenery) {
    SDL_Rect rects[64];
    vz_painter_paint(scenery->painter, &scenery->stage.ui,
                     &scenery->stage.scene, scenery->surface, true, rects, 64);
}

static void show(struct scenery *scenery, const struct picture *picture) {
    struct vz_view *view = &scenery->stage.view;
    view->screen = VZ_SCREEN_QUESTION;
    view->overlay = VZ_OVERLAY_NONE;
    if (picture->question) {
        kiosk_stage_go(&scenery->stage, picture->question);
    }
    view->screen = picture->screen;
    view->overlay = picture->overlay;
    view->n_forms = picture->screen == VZ_SCREEN_CLOSED ? 0 : 3;
    scenery->room = (struct vz_staff_room){.weekday = 2};
    scenery->room.page = picture->screen == VZ_SCREEN_STAFF
                             ? (enum vz_staff_page)picture->detail
                             : VZ_STAFF_STATUS;
    view->withdraw_step = (enum vz_withdraw_step)(
        picture->screen == VZ_SCREEN_WITHDRAW ? picture->detail : 0);
    kiosk_stage_build(&scenery->stage);
    paint(scenery);
}

// --------------------------------------------------------------- comparison
static int channel_difference(uint32_t a, uint32_t b) {
    int most = 0;
    for (int shift = 0; shift < 24; shift += 8) {
        int difference =
            abs((int)(a >> shift & 0xff) - (int)(b >> shift & 0xff));
        most = difference > most ? difference : most;
    }
    return most;
}

static long count_other(const SDL_Surface *a, const SDL_Surface *b) {
    long n = 0;
    if (a->w != b->w || a->h != b->h) {
        return (long)a->w * a->h;
    }
    for (int y = 0; y < a->h; y++) {
        const uint32_t *p = (const uint32_t *)((const uint8_t *)a->pixels +
                                               (size_t)y * (size_t)a->pitch);
        const uint32_t *q = (const uint32_t *)((const uint8_t *)b->pixels +
                                               (size_t)y * (size_t)b->pitch);
        for (int x = 0; x < a->w; x++) {
            n += channel_difference(p[x], q[x]) > SHADE;
        }
    }
    return n;
}

static SDL_Surface *load(const char *path) {
    SDL_Surface *read = IMG_Load(path);
    SDL_Surface *same =
        read ? SDL_ConvertSurfaceFormat(read, SDL_PIXELFORMAT_RGB888, 0) : NULL;
    SDL_FreeSurface(read);
    return same;
}

// Four bits a channel: half the bytes, and well within a shade.
static void save(const SDL_Surface *surface, const char *path) {
    SDL_Surface *coarse = SDL_DuplicateSurface((SDL_Surface *)surface);
    assert_non_null(coarse);
    for (int y = 0; y < coarse->h; y++) {
        uint32_t *row = (uint32_t *)((uint8_t *)coarse->pixels +
                                     (size_t)y * (size_t)coarse->pitch);
        for (int x = 0; x < coarse->w; x++) {
            uint32_t high = row[x] & 0xf0f0f0;
            row[x] = high | high >> 4;
        }
    }
    assert_int_equal(IMG_SavePNG(coarse, path), 0);
    SDL_FreeSurface(coarse);
}

static bool is_golden(const SDL_Surface *surface, const char *path) {
    SDL_Surface *golden = load(path);
    long n = golden ? count_other(surface, golden) : -1;
    SDL_FreeSurface(golden);
    if (n < 0 || n > LET_GO) {
        const char *build = getenv("BUILD");
        char other[400];
        snprintf(other, sizeof(other), "%s/%s", build ? build : "build",
                 strrchr(path, '/') + 1);
        IMG_SavePNG((SDL_Surface *)surface, other);
        print_error("%s: %s%ld pixels; it looks like %s now. Was it meant: "
                    "`make golden`.\n",
                    path, n < 0 ? "is missing, " : "differs in ", n, other);
        return false;
    }
    return true;
}

static void check_variant(const struct variant *variant, int *wrong, int *n) {
    bool renew = getenv("VZ_GOLDEN_RENEW") != NULL;
    struct scenery scenery = {0};
    open_scenery(&scenery, variant);
    for (size_t i = 0; i < sizeof(pictures) / sizeof(*pictures); i++) {
        char path[200];
        if (variant->few && pictures[i].seldom) {
            continue;
        }
        snprintf(path, sizeof(path), FOLDER "/%s-%s.png", pictures[i].name,
                 variant->name);
        show(&scenery, &pictures[i]);
        (*n)++;
        if (renew) {
            save(scenery.surface, path);
        } else {
            *wrong += !is_golden(scenery.surface, path);
        }
    }
    close_scenery(&scenery);
}

static void test_screens_look_as_they_were_found_good(void **state) {
    int wrong = 0, n = 0;
    for (size_t i = 0; i < sizeof(variants) / sizeof(*variants); i++) {
        check_variant(&variants[i], &wrong, &n);
    }
    assert_int_equal(wrong, 0);
    assert_in_range(n, 50, 120);
}

// The tolerance lets no shift of two pixels through, of any text or key.
static void test_a_shift_of_two_pixels_is_seen(void **state) {
    struct scenery scenery = {0};
    size_t seen = 0;
    open_scenery(&scenery, &variants[0]);
    show(&scenery, &pictures[1]);
    SDL_Surface *before = SDL_DuplicateSurface(scenery.surface);
    struct vz_scene *scene = &scenery.stage.scene;
    for (size_t i = 0; i < scene->n; i++) {
        struct vz_box *box = &scene->boxes[i];
        if (!box->label || strlen(box->label) < 4) {
            continue;
        }
        box->rect.x += 2;
        paint(&scenery);
        assert_true(count_other(scenery.surface, before) > LET_GO);
        box->rect.x -= 2;
        seen++;
    }
    paint(&scenery);
    assert_int_equal(count_other(scenery.surface, before), 0);
    assert_true(seen > 5);
    SDL_FreeSurface(before);
    close_scenery(&scenery);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_screens_look_as_they_were_found_good),
        cmocka_unit_test(test_a_shift_of_two_pixels_is_seen),
    };
    return cmocka_run_group_tests_name("golden", tests, NULL, NULL);
}
