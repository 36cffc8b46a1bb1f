#include "kiosk_parts.h"

#include "describe.h"

#include "base/clock.h"
#include "base/file.h"
#include "base/log.h"
#include "kiosk/locale/locale.h"
#include "kiosk/screen/frame.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static bool is_door(const struct vz_kiosk *kiosk, size_t form) {
    bool workers = kiosk->screen == VZ_SCREEN_WORKER;
    return kiosk->forms.items[form].worker == workers &&
           vz_kiosk_offers(kiosk, form);
}

int vz_kiosk_door_form(const struct vz_kiosk *kiosk, int index) {
    for (size_t i = 0; index >= 0 && i < kiosk->forms.n; i++) {
        if (is_door(kiosk, i) && index-- == 0) {
            return (int)i;
        }
    }
    return -1;
}

static size_t fill_doors(struct vz_kiosk *kiosk, struct vz_door *doors) {
    size_t n = 0;
    for (size_t i = 0; i < kiosk->forms.n; i++) {
        if (is_door(kiosk, i)) {
            doors[n++] = vz_catalogue_door(&kiosk->forms, i);
        }
    }
    return n;
}

static void view_question(struct vz_kiosk *kiosk, struct vz_view *view) {
    struct vz_visit_page page;
    vz_visit_page(&kiosk->visit, &page);
    view->session = kiosk->visit.session;
    view->widgets = kiosk->visit.widgets;
    view->n_widgets = kiosk->visit.n_widgets;
    view->first_page = page.first;
    view->last_page = page.last;
    // Not in the middle of a sentence: first Klaar.
    view->may_go_on = page.may_go_on && !vz_kiosk_records(kiosk);
    view->empty = page.empty;
    view->error = *kiosk->visit.error ? kiosk->visit.error : NULL;
    view->at = page.at;
    view->total = page.total;
    view->title = page.title;
    view->repeat_count = page.repeat_count;
    view->removing = kiosk->visit.removing;
}

static void view_staff(struct vz_kiosk *kiosk, struct vz_view *view) {
    const struct vz_config *config = kiosk->config;
    view->status = kiosk->status;
    view->enrolled = *kiosk->server != '\0';
    view->sending = kiosk->sending_until > 0;
    view->device_name = *config->device_name ? config->device_name
                        : *config->place     ? config->place
                                             : kiosk->device_id;
    view->version = VZ_VERSION;
    view->staff = &kiosk->staff;
    view->config = config;
    view->n_all_languages = vz_locale_languages(&view->all_languages);
    view->today_started = kiosk->today_started;
    view->today_completed = kiosk->today_completed;
    view->today_abandoned = kiosk->today_abandoned;
    view->power = kiosk->power;
    view->stick = *kiosk->stick ? kiosk->stick : NULL;
    const struct vz_error *theme = &kiosk->window.theme_problem;
    view->problem = theme->status != VZ_OK ? theme->message
                    : config->n_refused    ? config->refused.message
                                           : NULL;
}

// The installed forms, for staff. NULL: out of memory.
static struct vz_form_row *form_rows(struct vz_kiosk *kiosk) {
    struct vz_form_row *rows = vz_arena_alloc_array(
        &kiosk->next.arena, kiosk->forms.n + 1, sizeof(*rows));
    for (size_t i = 0; rows && i < kiosk->forms.n; i++) {
        const struct vz_form *form = kiosk->forms.items[i].form;
        rows[i] = (struct vz_form_row){
            .title = vz_catalogue_door(&kiosk->forms, i).title,
            .form_id = vz_form_id(form),
            .version = vz_form_version(form),
            .worker = kiosk->forms.items[i].worker,
            .offered = vz_kiosk_offers(kiosk, i),
        };
    }
    return rows;
}

static void view_pin(struct vz_kiosk *kiosk, struct vz_view *view) {
    const struct vz_pin_pad *pin = &kiosk->pin;
    view->pin_staff = pin->staff;
    view->pin_step = pin->step;
    view->pin_digits =
        (int)strlen(pin->step == VZ_PIN_NUMBER ? pin->number : pin->secret);
    view->pin_tries_left = pin->tries_left;
    view->pin_wait_s = pin->wait_until ? vz_kiosk_seconds_left(pin->wait_until)
                                       : 0;
}

// The host of an address such as "http://user@host:8383/path", in `host`.
static void copy_host(const char *url, char *host, size_t size) {
    const char *start = strstr(url, "://");
    start = start ? start + 3 : url;
    size_t len = strcspn(start, "/?#");
    for (size_t i = 0; i < len; i++) {
        if (start[i] == '@') {
            start += i + 1;
            len -= i + 1;
            i = 0;
        }
    }
    snprintf(host, size, "%.*s", (int)len, start);
}

static void view_attract(struct vz_kiosk *kiosk, struct vz_view *view) {
    size_t language = vz_kiosk_headline_language(kiosk);
    kiosk->shown_headline = language;
    view->headline_language = language;
    vz_locale_set(kiosk->languages[language].code);
    view->headline = vz_tr("How is it here for you?");
    vz_locale_set(kiosk->languages[kiosk->language].code);
}

// Fills what every screen may need, then what this one needs.
static void fill_view(struct vz_kiosk *kiosk, struct vz_view *view) {
    kiosk->shown_s = vz_kiosk_countdown_s(kiosk);
    view->ui = &kiosk->window.ui;
    view->screen = kiosk->screen;
    view->overlay = kiosk->overlay;
    view->organisation = kiosk->config->organisation;
    view->languages = kiosk->languages;
    view->n_languages = kiosk->n_languages;
    view->text_size = kiosk->text_size;
    view->comfort = kiosk->comfort;
    view->door_part = kiosk->door_part;
    view->can_withdraw = vz_kiosk_can_withdraw(kiosk);
    view->open_weekday = kiosk->open_weekday;
    view->open_minute = kiosk->open_minute;
    view->withdraw_step = kiosk->withdraw.step;
    view->withdraw_code = kiosk->withdraw.digits;
    view->can_read = vz_kiosk_can_read(kiosk);
    view->plays_prompts = kiosk->speech.sound && kiosk->visit.media;
    view->has_sound = view->has_microphone = kiosk->speech.sound != NULL;
    view->volume = kiosk->speech.volume;
    view->slow_speech = kiosk->speech.slow;
    view->notice = *kiosk->notice ? kiosk->notice : NULL;
    kiosk->window.ui.recorder = vz_kiosk_recorder_look(kiosk);
    view->after_crash = kiosk->after_crash;
    view->assisted = kiosk->visit.assisted;
    view->seconds_left = kiosk->shown_s;
    view->seconds_whole = kiosk->whole_s;
    view->may_extend = vz_kiosk_may_extend(kiosk);
    view->code = kiosk->keeps_story ? kiosk->code_shown : NULL;
    view->qr = kiosk->keeps_story ? kiosk->qr : NULL;
    view->now_ms = vz_clock_wall_ms();
    view->n_forms = kiosk->forms.n;
    // A store that takes no more is told as a full disk.
    view->disk_free = kiosk->store_broken ? 0 : kiosk->disk_free;
    if (kiosk->screen == VZ_SCREEN_ATTRACT) {
        view_attract(kiosk, view);
    } else if (kiosk->screen == VZ_SCREEN_QUESTION) {
        view_question(kiosk, view);
    } else if (kiosk->screen == VZ_SCREEN_STAFF) {
        view_staff(kiosk, view);
    } else if (kiosk->screen == VZ_SCREEN_PIN) {
        view_pin(kiosk, view);
    }
}

static bool build(struct vz_kiosk *kiosk) {
    char host[128];
    vz_scene_clear(&kiosk->next);
    struct vz_door *doors = vz_arena_alloc_array(
        &kiosk->next.arena, kiosk->forms.n + 1, sizeof(*doors));
    struct vz_form_row *rows = form_rows(kiosk);
    if (!doors || !rows) {
        LOG_OOM();
        return false;
    }
    struct vz_view view = {.doors = doors, .forms = rows};
    const struct vz_language *language = &kiosk->languages[kiosk->language];
    vz_window_set_look(&kiosk->window, kiosk->text_size, kiosk->high_contrast,
                       language->rtl);
    kiosk->window.ui.low = kiosk->comfort[VZ_COMFORT_LOW];
    fill_view(kiosk, &view);
    view.n_doors = fill_doors(kiosk, doors);
    copy_host(kiosk->server, host, sizeof(host));
    view.server_host = host;

    vz_screen_build(&view, &kiosk->next);
    if (kiosk->next.failed) {
        LOG_OOM();
        return false;
    }
    vz_fingers_mark(&kiosk->fingers, &kiosk->next);
    vz_focus_mark(&kiosk->focus, &kiosk->next);
    vz_kiosk_mark_spoken(kiosk, &kiosk->next);
    struct vz_scene shown = kiosk->scene;
    kiosk->scene = kiosk->next;
    kiosk->next = shown;
    return true;
}

const char *vz_overlay_name(enum vz_overlay overlay) {
    static const char *const names[] = {
        [VZ_OVERLAY_STOP] = "stop",
        [VZ_OVERLAY_IDLE] = "idle",
        [VZ_OVERLAY_LANGUAGES] = "languages",
        [VZ_OVERLAY_DISPLAY] = "display",
        [VZ_OVERLAY_SAVE_FAILED] = "save-failed",
    };
    size_t n = sizeof(names) / sizeof(*names);
    return (size_t)overlay < n ? names[overlay] : NULL;
}

static bool is_typed(void *userdata, const char *label) {
    struct vz_kiosk *kiosk = userdata;
    return vz_visit_is_typed(&kiosk->visit, label);
}

// After the pixels, so that a slow disk never delays them.
static void describe(struct vz_kiosk *kiosk) {
    char *text = vz_describe(&(struct vz_description){
        .scene = &kiosk->scene,
        .ui = &kiosk->window.ui,
        .overlay = vz_overlay_name(kiosk->overlay),
        .language = kiosk->languages[kiosk->language].code,
        .is_typed = is_typed,
        .userdata = kiosk,
    });
    const char *path = kiosk->options->describe;
    enum vz_status status = text ? vz_file_replace(path, text, strlen(text))
                                 : VZ_NOMEM;
    if (status != VZ_OK) {
        LOGW("%s: %s.", path, vz_status_text(status));
    }
    free(text);
}

static struct vz_place place_of(struct vz_kiosk *kiosk) {
    struct vz_place place = {.screen = kiosk->screen,
                             .overlay = kiosk->overlay};
    if (kiosk->screen == VZ_SCREEN_QUESTION && kiosk->visit.n_widgets) {
        struct vz_visit_page page;
        vz_visit_page(&kiosk->visit, &page);
        place.at = page.at;
        place.part = kiosk->visit.widgets[0].part;
    }
    return place;
}

// 1 = onwards, -1 = back, 0 = it is the same page.
static int way(const struct vz_place *from, const struct vz_place *to) {
    if (from->screen != to->screen) {
        return to->screen > from->screen ? 1 : -1;
    }
    if (from->at != to->at) {
        return to->at > from->at ? 1 : -1;
    }
    return to->part > from->part ? 1 : to->part < from->part ? -1 : 0;
}

// From question to question head and foot stand still.
static struct vz_rect turning_area(const struct vz_kiosk *kiosk,
                                   const struct vz_place *from) {
    const struct vz_ui *ui = &kiosk->window.ui;
    struct vz_rect area = {0, 0, ui->width, ui->height};
    if (from->screen == VZ_SCREEN_QUESTION &&
        kiosk->screen == VZ_SCREEN_QUESTION) {
        area.y = vz_px(ui, kiosk->visit.assisted ? 84 : 72);
        area.h = vz_frame_foot(ui).y - vz_px(ui, 8) - area.y;
    }
    return area;
}

static void show(struct vz_kiosk *kiosk) {
    struct vz_place from = kiosk->place, to = place_of(kiosk);
    bool still = !kiosk->moves || kiosk->config->reduced_motion ||
                 kiosk->comfort[VZ_COMFORT_CALM] || from.overlay || to.overlay;
    int direction = still ? 0 : way(&from, &to);
    kiosk->place = to;
    if (direction) {
        vz_window_turn(&kiosk->window, &kiosk->scene,
                       turning_area(kiosk, &from), direction);
    } else {
        vz_window_show(&kiosk->window, &kiosk->scene);
    }
}

void vz_kiosk_show(struct vz_kiosk *kiosk) {
    if (!kiosk->dirty && !kiosk->window.whole) {
        vz_window_step(&kiosk->window);
        return;
    }
    kiosk->dirty = false;
    if (!build(kiosk)) {
        return;
    }
    show(kiosk);
    if (kiosk->options->describe) {
        describe(kiosk);
    }
    vz_kiosk_page_shown(kiosk);
}
