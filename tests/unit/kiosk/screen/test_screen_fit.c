// Every screen at many sizes, languages and text sizes: nothing overlaps,
// nothing is cut, everything can be touched.
#include "support/kiosk_stage.h"

#include "kiosk/locale/locale.h"
#include "kiosk/render/painter.h"
#include "kiosk/text/text.h"

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#define TARGET 56 // design px
#define ANSWER 88
#define ROUNDING 2 // px

static const char *where = ""; // what is being checked, for messages
static int n_wrong;            // so far

// Goes on looking: one run tells all that is wrong.
__attribute__((format(printf, 1, 2))) static void wrong(const char *format,
                                                        ...) {
    va_list args;
    va_start(args, format);
    if (n_wrong++ < 200) {
        print_error("%s: ", where);
        vprint_error(format, args);
        print_error("\n");
    }
    va_end(args);
}

static bool is_backdrop(const struct vz_ui *ui, const struct vz_box *box) {
    return box->rect.w >= ui->width && box->rect.h >= ui->height;
}

static bool touchable(const struct vz_ui *ui, const struct vz_box *box) {
    return box->act != VZ_ACT_NONE && !is_backdrop(ui, box);
}

static bool overlap(struct vz_rect a, struct vz_rect b) {
    return a.x + a.w > b.x + ROUNDING && b.x + b.w > a.x + ROUNDING &&
           a.y + a.h > b.y + ROUNDING && b.y + b.h > a.y + ROUNDING;
}

static bool inside(struct vz_rect in, struct vz_rect out) {
    return in.x >= out.x && in.y >= out.y && in.x + in.w <= out.x + out.w &&
           in.y + in.h <= out.y + out.h;
}

static void check_size(const struct vz_ui *ui, const struct vz_box *box) {
    bool answer = box->role == VZ_ROLE_RADIO || box->role == VZ_ROLE_CHECKBOX;
    int least = (int)((answer ? ANSWER : TARGET) * ui->scale) - ROUNDING;
    if (box->rect.h < least ||
        box->rect.w < (int)(TARGET * ui->scale) - ROUNDING) {
        wrong("%s is too small: %d x %d", box->name, box->rect.w, box->rect.h);
    }
}

static void check_window(const struct vz_ui *ui, const struct vz_box *box) {
    struct vz_rect window = {0, 0, ui->width, ui->height};
    if (!inside(box->rect, window)) {
        wrong("%s is outside the window: %d,%d %d x %d", box->name, box->rect.x,
              box->rect.y, box->rect.w, box->rect.h);
    }
}

// Words stand free: on no other words, under nothing that can be touched.
static bool has_words(const struct vz_ui *ui, const struct vz_box *box) {
    return (box->label && box->label[0]) || touchable(ui, box);
}

static bool may_overlap(const struct vz_box *a, const struct vz_box *b) {
    // The counter stands inside its field; the slider's touch area over its
    // thumb.
    return a->look == VZ_LOOK_FIELD || b->look == VZ_LOOK_FIELD ||
           a->role == VZ_ROLE_SLIDER || b->role == VZ_ROLE_SLIDER;
}

static void check_apart(const struct vz_ui *ui, const struct vz_scene *scene,
                        size_t from) {
    for (size_t i = from; i < scene->n; i++) {
        for (size_t j = i + 1; j < scene->n; j++) {
            const struct vz_box *a = &scene->boxes[i], *b = &scene->boxes[j];
            if (has_words(ui, a) && has_words(ui, b) && !may_overlap(a, b) &&
                overlap(a->rect, b->rect)) {
                wrong("%s and %s overlap", a->name, b->name);
            }
        }
    }
}

static bool is_row(const struct vz_box *box) {
    return box->look == VZ_LOOK_BUTTON || box->look == VZ_LOOK_PRIMARY ||
           box->look == VZ_LOOK_RECORD || box->look == VZ_LOOK_KEY ||
           box->look == VZ_LOOK_KEY_FUNCTION ||
           box->look == VZ_LOOK_CHIP_GOOD || box->look == VZ_LOOK_CHIP_WAIT ||
           box->look == VZ_LOOK_CHIP_BAD;
}

static void check_words(const struct vz_ui *ui, const struct vz_box *box) {
    bool text = box->look == VZ_LOOK_TEXT || box->look == VZ_LOOK_TEXT_SOFT;
    if (!box->label || !box->label[0]) {
        return;
    }
    struct vz_text_style style = vz_text_style(ui, box->type);
    int shrink = box->shrink ? box->shrink : 100;
    style.size = style.size * shrink / 100;
    style.line = style.line * shrink / 100;
    if (text) {
        const struct vz_text_layout *layout =
            vz_text_lay_out(ui->text, box->label, &style, box->rect.w);
        if (vz_text_overflows(layout) ||
            vz_text_height(layout) > box->rect.h + ROUNDING) {
            wrong("%s is cut: \"%s\"", box->name, box->label);
        }
    } else if (is_row(box) && box->look != VZ_LOOK_KEY &&
               vz_painter_button_width(ui, box) > box->rect.w + ROUNDING) {
        wrong("%s does not fit: \"%s\"", box->name, box->label);
    }
}

// `from`: boxes before it are covered by an overlay.
static void check_scene(struct kiosk_stage *stage, size_t from) {
    const struct vz_ui *ui = &stage->ui;
    for (size_t i = 0; i < stage->scene.n; i++) {
        const struct vz_box *box = &stage->scene.boxes[i];
        for (size_t j = i + 1; j < stage->scene.n; j++) {
            if (i >= from &&
                strcmp(box->name, stage->scene.boxes[j].name) == 0) {
                wrong("two boxes are named %s", box->name);
            }
        }
        check_window(ui, box);
        if (touchable(ui, box)) {
            check_size(ui, box);
        }
        check_words(ui, box);
    }
    check_apart(ui, &stage->scene, from);
}

// Keyboards and the groups of a code keep their order, like all digits.
static bool keeps_order(const struct vz_box *box) {
    return box->role == VZ_ROLE_KEY || box->role == VZ_ROLE_NONE ||
           !strncmp(box->name, "code:", 5);
}

// From right to left everything stands at the other side, and nothing else
// changes.
static void check_mirrored(struct kiosk_stage *stage) {
    struct vz_scene plain = {0};
    stage->ui.rtl = false;
    vz_screen_build(&stage->view, &plain);
    stage->ui.rtl = true;
    kiosk_stage_build(stage);
    if (plain.n != stage->scene.n) {
        wrong("%zu boxes become %zu from right to left", plain.n,
              stage->scene.n);
    }
    for (size_t i = 0; i < plain.n && i < stage->scene.n; i++) {
        const struct vz_box *a = &plain.boxes[i], *b = &stage->scene.boxes[i];
        int x = stage->ui.width - a->rect.x - a->rect.w;
        bool there = b->rect.x >= x - ROUNDING && b->rect.x <= x + ROUNDING &&
                     a->rect.y == b->rect.y && a->rect.h == b->rect.h;
        if (!there && !keeps_order(b)) {
            wrong("%s is not mirrored: %d, not %d", b->name, b->rect.x, x);
        }
    }
    vz_scene_finish(&plain);
}

static void check_now(struct kiosk_stage *stage, const char *what) {
    static char name[160];
    const struct vz_ui *ui = &stage->ui;
    snprintf(name, sizeof(name), "%s at %dx%d, text %.2f, %s%s", what,
             ui->width, ui->height, ui->text_scale, vz_locale_current()->code,
             ui->high_contrast ? ", high contrast" : "");
    where = name;
    if (ui->rtl) {
        check_mirrored(stage);
    }
    kiosk_stage_build(stage);
    size_t from = 0;
    for (size_t i = 0; i < stage->scene.n; i++) {
        enum vz_look look = stage->scene.boxes[i].look;
        if (look == VZ_LOOK_SHEET) {
            from = i + 1;
        }
    }
    check_scene(stage, from);
}

static void check_question(struct kiosk_stage *stage, const char *name) {
    kiosk_stage_go(stage, name);
    for (int part = 0; part < 12; part++) {
        check_now(stage, name);
        const struct vz_box *next = kiosk_stage_box(stage, "next");
        if (next->act != VZ_ACT_WIDGET) {
            return;
        }
        kiosk_stage_touch(stage, "next");
    }
    wrong("it never ends");
}

static void check_questions(struct kiosk_stage *stage) {
    static const char *const names[] = {
        "feel",   "feel3", "did",   "age",   "village",  "why",   "quick",
        "safe",   "grade", "often", "stars", "half",     "order", "better",
        "visits", "rent",  "phone", "since", "born",     "hello", "read",
        "photo",  "who",   "longq", "longt", "verylong", "page",
    };
    for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++) {
        check_question(stage, names[i]);
    }
    stage->view.assisted = true;
    check_question(stage, "better");
    stage->view.assisted = false;
    stage->view.error = "Kies 'Geen van deze' alleen, of haal het weg.";
    check_question(stage, "did");
    check_question(stage, "who");
    stage->view.error = NULL;
    kiosk_stage_go(stage, "who");
    kiosk_stage_touch(stage, "choice:public");
    check_now(stage, "consent for everybody");
    kiosk_stage_touch(stage, "confirm-no");
    kiosk_stage_touch(stage, "choice:discard");
    check_now(stage, "consent to discard");
}

static void check_overlays(struct kiosk_stage *stage) {
    static const enum vz_overlay overlays[] = {
        VZ_OVERLAY_STOP, VZ_OVERLAY_IDLE, VZ_OVERLAY_LANGUAGES,
        VZ_OVERLAY_DISPLAY, VZ_OVERLAY_SAVE_FAILED};
    stage->view.seconds_left = 12;
    stage->view.seconds_whole = 20;
    kiosk_stage_go(stage, "did");
    for (size_t i = 0; i < sizeof(overlays) / sizeof(*overlays); i++) {
        stage->view.overlay = overlays[i];
        stage->view.can_read = false;
        check_now(stage, "overlay");
        stage->view.can_read = true;
        check_now(stage, "overlay with a voice");
    }
    stage->view.overlay = VZ_OVERLAY_NONE;
}

// Who asked for keys in the lower half touches none above it, where a page has
// room for that.
static void check_low(struct kiosk_stage *stage) {
    static const char *const names[] = {"feel",  "did",    "quick", "safe",
                                        "stars", "better", "page"};
    stage->ui.low = true;
    for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++) {
        check_question(stage, names[i]);
        bool small = stage->ui.text_scale > 1 || stage->view.total == 0;
        for (size_t k = 0; k < stage->scene.n && !small; k++) {
            const struct vz_box *box = &stage->scene.boxes[k];
            if (touchable(&stage->ui, box) && box->role != VZ_ROLE_FIELD &&
                i < 5 && box->rect.y + box->rect.h < stage->ui.height / 2) {
                wrong("%s can be touched above the middle", box->name);
            }
        }
    }
    stage->ui.low = false;
}

static void check_thanks(struct kiosk_stage *stage) {
    stage->view.screen = VZ_SCREEN_THANKS;
    stage->view.may_extend = true;
    check_now(stage, "thanks");
    stage->view.code = "4829 1763 0518";
    check_now(stage, "thanks with a code");
    stage->view.qr = "https://hub.example.org/w/482917630518";
    check_now(stage, "thanks with a picture code");
    stage->view.code = stage->view.qr = NULL;
}

static void check_pin(struct kiosk_stage *stage) {
    struct vz_view *view = &stage->view;
    view->screen = VZ_SCREEN_PIN;
    check_now(stage, "worker's number");
    view->pin_step = VZ_PIN_SECRET;
    view->pin_digits = 3;
    view->pin_tries_left = 1;
    check_now(stage, "worker's PIN");
    view->pin_staff = true;
    view->pin_wait_s = 75;
    check_now(stage, "staff's PIN, locked");
    view->pin_wait_s = 0;
    view->pin_tries_left = -1;
    view->pin_digits = 0;
    check_now(stage, "staff's PIN");
    view->pin_staff = false;
    view->pin_step = VZ_PIN_NUMBER;
}

static void check_staff(struct kiosk_stage *stage) {
    struct vz_view *view = &stage->view;
    view->screen = VZ_SCREEN_STAFF;
    view->now_ms = 1700000000000;
    view->enrolled = true;
    view->n_forms = 3;
    view->disk_free = 61000000000;
    view->device_name = "hal";
    view->version = "0.1.0";
    view->server_host = "hub.example.org";
    view->status = (struct vz_kiosk_status){
        .waiting = 1200,
        .held = 3,
        .sent = 34000,
        .abandoned = 2100,
        .oldest_waiting_ms = view->now_ms - 5 * 3600000LL,
        .last_sync_ms = view->now_ms - 7200000,
        .last_error = "x"};
    check_now(stage, "staff with problems");
    view->status =
        (struct vz_kiosk_status){.last_sync_ms = view->now_ms - 1000};
    view->sending = true;
    check_now(stage, "staff");
    view->enrolled = false;
    view->n_forms = 0;
    check_now(stage, "staff, not enrolled");
}

static void check_staff_pages(struct kiosk_stage *stage) {
    static const struct vz_form_row rows[] = {
        {"Korte vragen", "kort", "2026112401", false, true},
        {"Vertel je verhaal", "verhaal", "", false, false},
        {"Getuigenis", "getuigenis", "3", true, true},
    };
    struct vz_view *view = &stage->view;
    struct vz_config config;
    struct vz_staff_room room = {.weekday = 2, .n_dots = 2};
    vz_config_load(&config, NULL);
    config.hours.set[2] = config.hours.set[6] = true;
    assert_true(vz_hours_read(&config.hours.days[2],
                              "09:00-12:30 13:00-17:00 19:00-22:00"));
    room.dots[0] =
        (struct vz_staff_dot){stage->ui.width / 2, stage->ui.height / 2};
    room.dots[1] =
        (struct vz_staff_dot){stage->ui.width / 3, stage->ui.height / 2};
    view->screen = VZ_SCREEN_STAFF;
    view->staff = &room;
    view->config = &config;
    view->forms = rows;
    view->n_forms = 3;
    view->n_all_languages = vz_locale_languages(&view->all_languages);
    view->power = (struct vz_power){true, 12, false};
    view->problem = "huis.ini: 'melk' cannot be read on 'gracht': the contrast "
                    "is 1.8 and should be at least 4.5";
    for (int page = 0; page < VZ_STAFF_PAGES_; page++) {
        char name[32];
        snprintf(name, sizeof(name), "staff page %d", page);
        room.page = (enum vz_staff_page)page;
        check_now(stage, name);
    }
    snprintf(room.message, sizeof(room.message), "%s",
             vz_tr("There is nothing of the hub on this stick."));
    view->stick = "/media/kiosk/STICK";
    check_now(stage, "staff with a stick and a message");
    room.bad = true;
    room.page = VZ_STAFF_HUB;
    check_now(stage, "staff, a hub that failed");
    view->staff = NULL;
    view->config = NULL;
    view->problem = view->stick = NULL;
    vz_config_finish(&config);
}

static void check_quiet(struct kiosk_stage *stage) {
    struct vz_view *view = &stage->view;
    view->screen = VZ_SCREEN_QUIET;
    view->open_weekday = 2;
    view->open_minute = 9 * 60;
    check_now(stage, "quiet");
    view->open_weekday = -1;
    check_now(stage, "quiet for ever");
}

static void check_withdraw(struct kiosk_stage *stage) {
    struct vz_view *view = &stage->view;
    view->screen = VZ_SCREEN_WITHDRAW;
    view->withdraw_code = "482917";
    for (int step = VZ_WITHDRAW_TYPING; step <= VZ_WITHDRAW_FAILED; step++) {
        char name[32];
        snprintf(name, sizeof(name), "withdraw, step %d", step);
        view->withdraw_step = (enum vz_withdraw_step)step;
        check_now(stage, name);
    }
}

static void check_many_doors(struct kiosk_stage *stage) {
    struct vz_door doors[30];
    struct vz_view *view = &stage->view;
    for (int i = 0; i < 30; i++) {
        doors[i] = (struct vz_door){"Tevredenheidsonderzoek", NULL, NULL, 0};
    }
    view->doors = doors;
    view->n_doors = 30;
    for (view->door_part = 0; view->door_part < 4; view->door_part++) {
        view->screen = VZ_SCREEN_START;
        check_now(stage, "many doors");
        view->screen = VZ_SCREEN_WORKER;
        check_now(stage, "many doors of a worker");
    }
    view->door_part = 0;
    view->doors = NULL;
    view->n_doors = 0;
}

static void check_others(struct kiosk_stage *stage) {
    struct vz_door doors[] = {{"Korte vragen", "short", NULL, 1},
                              {"Vertel je verhaal", "story", NULL, 3},
                              {"Getuigenis", "testimonial", NULL, 12},
                              {"Tevredenheidsonderzoek", NULL, NULL, 0},
                              {"Buurt", NULL, "home", 2},
                              {"Sport", NULL, "sport", 2}};
    struct vz_view *view = &stage->view;
    view->doors = doors;
    for (size_t n = 1; n <= 6; n++) {
        view->n_doors = n;
        view->screen = VZ_SCREEN_START;
        check_now(stage, "start");
        stage->ui.low = true;
        check_now(stage, "start, keys low");
        stage->ui.low = false;
        view->screen = VZ_SCREEN_WORKER;
        check_now(stage, "worker");
    }
    view->after_crash = true;
    view->screen = VZ_SCREEN_START;
    check_now(stage, "start after a crash");
    view->screen = VZ_SCREEN_ATTRACT;
    check_now(stage, "attract");
    view->screen = VZ_SCREEN_CLOSED;
    check_now(stage, "closed");
    view->screen = VZ_SCREEN_SAVING;
    check_now(stage, "saving");
    check_thanks(stage);
    check_pin(stage);
    check_staff(stage);
    check_staff_pages(stage);
    check_quiet(stage);
    check_withdraw(stage);
    check_many_doors(stage);
}

static void check_size_of_screen(int width, int height, double text_scale) {
    const struct vz_language *languages;
    struct kiosk_stage stage;
    kiosk_stage_open(&stage, width, height, text_scale);
    size_t n = vz_locale_languages(&languages);
    for (size_t i = 0; i < n; i++) {
        vz_locale_set(languages[i].code);
        stage.ui.rtl = languages[i].rtl;
        for (int high = 0; high < 2; high++) {
            stage.ui.high_contrast = high;
            stage.view.screen = VZ_SCREEN_QUESTION;
            stage.view.after_crash = false;
            check_questions(&stage);
            check_low(&stage);
            check_overlays(&stage);
            check_others(&stage);
        }
    }
    kiosk_stage_close(&stage);
}

static int setup(void **state) {
    n_wrong = 0;
    return 0;
}

static void check_text_sizes(int width, int height) {
    check_size_of_screen(width, height, 1);
    check_size_of_screen(width, height, 1.25);
    check_size_of_screen(width, height, 1.5);
    assert_int_equal(n_wrong, 0);
}

static void test_landscape(void **state) {
    check_text_sizes(1280, 800);
}

static void test_portrait(void **state) {
    check_text_sizes(800, 1280);
}

static void test_small(void **state) {
    check_text_sizes(1024, 600);
}

static void test_large(void **state) {
    check_text_sizes(1920, 1080);
}

static void test_others(void **state) {
    check_size_of_screen(1920, 1200, 1);
    check_size_of_screen(1080, 1920, 1.5);
    check_size_of_screen(1024, 768, 1);
    check_size_of_screen(768, 1024, 1.5);
    assert_int_equal(n_wrong, 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(test_landscape, setup),
        cmocka_unit_test_setup(test_portrait, setup),
        cmocka_unit_test_setup(test_small, setup),
        cmocka_unit_test_setup(test_large, setup),
        cmocka_unit_test_setup(test_others, setup),
    };
    return cmocka_run_group_tests_name("screen_fit", tests, NULL, NULL);
}
