#include "kiosk_parts.h"

#include "base/log.h"
#include "kiosk/locale/locale.h"
#include "kiosk/widget/keyboard.h"

#include <stdio.h>
#include <string.h>

/*
 * What staff does behind their PIN. What is set is written to the settings
 * file first (kiosk_staff_jobs.c) and counts once it stands there.
 */

#define DAY_OPENS (9 * 60) // offered for a day that had no hours
#define DAY_CLOSES (17 * 60)
#define IDLE_LEAST 15
#define IDLE_MOST 600

static const char *const weekdays[] = {"monday",   "tuesday", "wednesday",
                                       "thursday", "friday",  "saturday",
                                       "sunday"};

void vz_kiosk_staff_say(struct vz_kiosk *kiosk, bool bad, const char *text) {
    struct vz_staff_room *room = &kiosk->staff;
    room->busy = false;
    room->bad = bad;
    snprintf(room->message, sizeof(room->message), "%s", text);
    kiosk->dirty = true;
}

static void set(struct vz_kiosk *kiosk, const char *section, const char *key,
                const char *value) {
    struct vz_staff_change change = {.section = section, .key = key};
    snprintf(change.value, sizeof(change.value), "%s", value);
    vz_kiosk_give_changes(kiosk, &change, 1);
}

static void set_number(struct vz_kiosk *kiosk, const char *key, int value) {
    char text[16];
    snprintf(text, sizeof(text), "%d", value);
    set(kiosk, "house", key, text);
}

static int between(int value, int least, int most) {
    return value < least ? least : value > most ? most : value;
}

// -------------------------------------------------------------------- house
// The languages of the house as codes, one added or taken out; the last one
// stays.
static void toggle_language(struct vz_kiosk *kiosk, int index) {
    const struct vz_language *all;
    size_t n = vz_locale_languages(&all);
    char codes[VZ_LANGUAGES_MAX * 8] = "";
    bool was = false;
    if (index < 0 || (size_t)index >= n) {
        return;
    }
    for (size_t i = 0; i < kiosk->n_languages; i++) {
        bool same = !strcmp(kiosk->languages[i].code, all[index].code);
        was = was || same;
        if (!same) {
            snprintf(codes + strlen(codes), sizeof(codes) - strlen(codes),
                     "%s%s", *codes ? " " : "", kiosk->languages[i].code);
        }
    }
    if (!was) {
        snprintf(codes + strlen(codes), sizeof(codes) - strlen(codes), "%s%s",
                 *codes ? " " : "", all[index].code);
    }
    if (*codes) {
        set(kiosk, "house", "languages", codes);
    } else {
        vz_kiosk_staff_say(kiosk, true, vz_tr("One language has to stay."));
    }
}

// The doors as formIDs, or nothing when all are offered.
static void toggle_door(struct vz_kiosk *kiosk, int index) {
    struct vz_strbuf ids = {0};
    size_t n = 0;
    for (size_t i = 0; i < kiosk->forms.n; i++) {
        bool offered = vz_kiosk_offers(kiosk, i) != ((int)i == index);
        if (offered) {
            vz_strbuf_printf(&ids, "%s%s", n++ ? " " : "",
                             vz_form_id(kiosk->forms.items[i].form));
        }
    }
    if (!n) {
        vz_kiosk_staff_say(kiosk, true, vz_tr("One door has to stay."));
    } else if (!ids.failed) {
        set(kiosk, "house", "doors", n == kiosk->forms.n ? "" : ids.data);
    }
    vz_strbuf_finish(&ids);
}

// -------------------------------------------------------------------- hours
static void set_day(struct vz_kiosk *kiosk, const struct vz_hours_day *day) {
    char text[VZ_HOURS_TEXT_SIZE];
    vz_hours_write(day, text);
    set(kiosk, "hours", weekdays[kiosk->staff.weekday], text);
}

static void set_day_kind(struct vz_kiosk *kiosk, int kind) {
    struct vz_hours_day day = {.spans = {{DAY_OPENS, DAY_CLOSES}}, .n = 1};
    if (kind == VZ_STAFF_OPEN) {
        set(kiosk, "hours", weekdays[kiosk->staff.weekday], "open");
        return;
    }
    day.n = kind == VZ_STAFF_CLOSED ? 0 : 1;
    set_day(kiosk, &day);
}

// Moves the beginning or the end of the chosen day; a break in it is dropped
// when the two would cross.
static void move_hours(struct vz_kiosk *kiosk, int minutes, bool end) {
    struct vz_hours_day day = kiosk->config->hours.days[kiosk->staff.weekday];
    if (!day.n) {
        return;
    }
    int from = day.spans[0].from, to = day.spans[day.n - 1].to;
    int *moved = end ? &to : &from;
    *moved = between(*moved + minutes, 0, VZ_MINUTES_A_DAY);
    if (from >= to) {
        return;
    }
    if (from >= day.spans[0].to || to <= day.spans[day.n - 1].from) {
        day.n = 1;
    }
    day.spans[0].from = from;
    day.spans[day.n - 1].to = to;
    set_day(kiosk, &day);
}

static void copy_day(struct vz_kiosk *kiosk) {
    struct vz_staff_change changes[5] = {{0}};
    const struct vz_hours *hours = &kiosk->config->hours;
    int weekday = kiosk->staff.weekday;
    for (int i = 0; i < 5; i++) {
        changes[i].section = "hours";
        changes[i].key = weekdays[i];
        snprintf(changes[i].value, sizeof(changes[i].value), "open");
        if (hours->set[weekday]) {
            vz_hours_write(&hours->days[weekday], changes[i].value);
        }
    }
    vz_kiosk_give_changes(kiosk, changes, 5);
}

// ------------------------------------------------------------------- typing
bool vz_kiosk_staff_types(const struct vz_kiosk *kiosk) {
    return kiosk->screen == VZ_SCREEN_STAFF && !kiosk->overlay &&
           kiosk->staff.page == VZ_STAFF_HUB && !kiosk->staff.busy;
}

// A scanner types the address and the code at once, parted by '#'.
static void add_char(struct vz_staff_room *room, const char *bytes, size_t n) {
    if (n == 1 && *bytes == '#' && room->field == VZ_STAFF_ADDRESS) {
        room->field = VZ_STAFF_CODE;
        room->typed[VZ_STAFF_CODE][0] = '\0';
        return;
    }
    char *text = room->typed[room->field];
    size_t len = strlen(text);
    bool plain = n == 1 && *bytes > ' ' && *bytes < 0x7f;
    if (plain && len + 1 < VZ_STAFF_TYPED_SIZE) {
        text[len] = *bytes;
        text[len + 1] = '\0';
    }
}

void vz_kiosk_staff_type(struct vz_kiosk *kiosk, const char *text) {
    if (!vz_kiosk_staff_types(kiosk)) {
        return;
    }
    kiosk->staff.message[0] = '\0';
    for (; *text; text++) {
        add_char(&kiosk->staff, text, 1);
    }
    kiosk->dirty = true;
}

static void take_char(struct vz_staff_room *room) {
    char *text = room->typed[room->field];
    size_t len = strlen(text);
    if (len) {
        text[len - 1] = '\0';
    }
}

static void enrol(struct vz_kiosk *kiosk) {
    struct vz_staff_room *room = &kiosk->staff;
    if (!*room->typed[VZ_STAFF_ADDRESS] || !*room->typed[VZ_STAFF_CODE]) {
        // Enter after the address: on to the code.
        room->field = !*room->typed[VZ_STAFF_ADDRESS] ? VZ_STAFF_ADDRESS
                                                      : VZ_STAFF_CODE;
        return;
    }
    vz_kiosk_enrol(kiosk);
}

void vz_kiosk_staff_edit(struct vz_kiosk *kiosk, enum vz_widget_key key) {
    if (!vz_kiosk_staff_types(kiosk)) {
        return;
    }
    kiosk->dirty = true;
    if (key == VZ_KEY_BACKSPACE || key == VZ_KEY_DELETE) {
        take_char(&kiosk->staff);
    } else if (key == VZ_KEY_ENTER) {
        enrol(kiosk);
    }
}

void vz_kiosk_staff_key(struct vz_kiosk *kiosk, int key, int letter) {
    struct vz_staff_room *room = &kiosk->staff;
    char text[VZ_KEYBOARD_TEXT_SIZE];
    if (!vz_kiosk_staff_types(kiosk)) {
        return;
    }
    kiosk->dirty = true;
    switch (key) {
    case VZ_KEYBOARD_CHAR: {
        struct vz_keyboard keyboard = {.capital = room->capital};
        vz_keyboard_text(&keyboard, (uint32_t)letter, text);
        room->capital = false;
        vz_kiosk_staff_type(kiosk, text);
        return;
    }
    case VZ_KEYBOARD_BACKSPACE:
        take_char(room);
        return;
    case VZ_KEYBOARD_ENTER:
        enrol(kiosk);
        return;
    case VZ_KEYBOARD_SHIFT:
        room->capital = !room->capital;
        return;
    case VZ_KEYBOARD_LAYER:
        room->numbers = !room->numbers;
        return;
    }
}

// -------------------------------------------------------------------- touch
void vz_kiosk_staff_touched(struct vz_kiosk *kiosk, int x, int y) {
    struct vz_staff_room *room = &kiosk->staff;
    if (kiosk->screen == VZ_SCREEN_STAFF && room->page == VZ_STAFF_TEST) {
        room->dots[room->n_dots++ % VZ_STAFF_DOTS] =
            (struct vz_staff_dot){x, y};
        kiosk->dirty = true;
    }
}

// --------------------------------------------------------------------- acts
static void go(struct vz_kiosk *kiosk, int page) {
    struct vz_staff_room *room = &kiosk->staff;
    if (page < 0 || page >= VZ_STAFF_PAGES_ || room->busy) {
        return;
    }
    int weekday = room->weekday;
    explicit_bzero(room, sizeof(*room));
    room->page = (enum vz_staff_page)page;
    room->weekday = weekday;
    vz_kiosk_give_status(kiosk); // and is there a stick by now?
}

void vz_kiosk_staff_act(struct vz_kiosk *kiosk, int act, int b) {
    struct vz_staff_room *room = &kiosk->staff;
    const struct vz_config *config = kiosk->config;
    if (kiosk->screen != VZ_SCREEN_STAFF) {
        return; // nothing of this is for anybody else
    }
    kiosk->dirty = true;
    switch ((enum vz_staff_act)act) {
    case VZ_STAFF_GO:
        go(kiosk, b);
        return;
    case VZ_STAFF_TURN:
        room->part = between(room->part + b, 0, 1000);
        return;
    case VZ_STAFF_LANGUAGE:
        toggle_language(kiosk, b);
        return;
    case VZ_STAFF_DOOR:
        toggle_door(kiosk, b);
        return;
    case VZ_STAFF_IDLE:
        set_number(kiosk, "idle_seconds",
                   between(config->idle_seconds + b, IDLE_LEAST, IDLE_MOST));
        return;
    case VZ_STAFF_VOLUME:
        set_number(kiosk, "volume", between(config->volume + b, 0, 100));
        return;
    case VZ_STAFF_DAY:
        room->weekday = between(b, 0, 6);
        return;
    case VZ_STAFF_DAY_KIND:
        set_day_kind(kiosk, b);
        return;
    case VZ_STAFF_FROM:
    case VZ_STAFF_TO:
        move_hours(kiosk, b, act == VZ_STAFF_TO);
        return;
    case VZ_STAFF_COPY_DAY:
        copy_day(kiosk);
        return;
    case VZ_STAFF_FIELD:
        room->field = b == VZ_STAFF_CODE ? VZ_STAFF_CODE : VZ_STAFF_ADDRESS;
        return;
    case VZ_STAFF_ENROL:
        enrol(kiosk);
        return;
    case VZ_STAFF_EXPORT:
    case VZ_STAFF_IMPORT:
        vz_kiosk_use_stick(kiosk, act == VZ_STAFF_EXPORT);
        return;
    case VZ_STAFF_SOUND:
        vz_kiosk_test_sound(kiosk);
        return;
    case VZ_STAFF_MICROPHONE:
        vz_kiosk_test_microphone(kiosk);
        return;
    }
}
