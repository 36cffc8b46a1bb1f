#include "kiosk_parts.h"

#include "base/clock.h"

#include <string.h>

#define KEY_BACKSPACE 10
#define KEY_CHECK 11
#define NUMBER_DIGITS 2
// The staff's own number: there is no worker 00.
#define STAFF_NUMBER "00"

void vz_kiosk_open_pin(struct vz_kiosk *kiosk, bool staff) {
    explicit_bzero(&kiosk->pin, sizeof(kiosk->pin));
    kiosk->pin.staff = staff;
    kiosk->pin.step = staff ? VZ_PIN_SECRET : VZ_PIN_NUMBER;
    kiosk->pin.tries_left = -1;
    vz_kiosk_go(kiosk, VZ_SCREEN_PIN);
}

static const char *hash_of(const struct vz_kiosk *kiosk) {
    const struct vz_pin_pad *pin = &kiosk->pin;
    if (pin->staff) {
        return kiosk->config->staff_pin;
    }
    int number = (pin->number[0] - '0') * 10 + (pin->number[1] - '0');
    return kiosk->config->worker_pins[number];
}

static void number_given(struct vz_kiosk *kiosk) {
    struct vz_pin_pad *pin = &kiosk->pin;
    if (strlen(pin->number) == NUMBER_DIGITS) {
        pin->staff = !strcmp(pin->number, STAFF_NUMBER);
        pin->step = VZ_PIN_SECRET;
        pin->tries_left = -1;
    }
}

static void check(struct vz_kiosk *kiosk) {
    struct vz_pin_pad *pin = &kiosk->pin;
    if (pin->step == VZ_PIN_NUMBER) {
        number_given(kiosk);
        return;
    }
    size_t least = pin->staff ? VZ_PIN_STAFF_DIGITS : VZ_PIN_WORKER_DIGITS_MIN;
    if (strlen(pin->secret) < least) {
        return;
    }
    pin->checking = vz_kiosk_give_pin(kiosk, pin->staff ? "staff" : pin->number,
                                      hash_of(kiosk), pin->secret);
}

static void add_digit(struct vz_kiosk *kiosk, int digit) {
    struct vz_pin_pad *pin = &kiosk->pin;
    bool number = pin->step == VZ_PIN_NUMBER;
    char *text = number ? pin->number : pin->secret;
    size_t most = number       ? NUMBER_DIGITS
                  : pin->staff ? VZ_PIN_STAFF_DIGITS
                               : VZ_PIN_DIGITS_MAX;
    size_t len = strlen(text);
    if (len < most) {
        text[len] = (char)('0' + digit);
        text[len + 1] = '\0';
    }
    if (number) {
        number_given(kiosk);
    }
}

static void take_digit(struct vz_kiosk *kiosk) {
    struct vz_pin_pad *pin = &kiosk->pin;
    char *text = pin->step == VZ_PIN_NUMBER ? pin->number : pin->secret;
    size_t len = strlen(text);
    if (len > 0) {
        text[len - 1] = '\0';
    } else if (pin->step == VZ_PIN_SECRET && *pin->number) {
        // Back to the number, to correct it.
        pin->step = VZ_PIN_NUMBER;
        pin->staff = false;
        pin->number[1] = '\0';
    }
}

void vz_kiosk_pin_key(struct vz_kiosk *kiosk, int key) {
    if (kiosk->pin.checking || kiosk->pin.wait_until) {
        return;
    }
    kiosk->dirty = true;
    if (key == KEY_CHECK) {
        check(kiosk);
    } else if (key == KEY_BACKSPACE) {
        take_digit(kiosk);
    } else if (key >= 0 && key <= 9) {
        add_digit(kiosk, key);
    }
}

void vz_kiosk_pin_checked(struct vz_kiosk *kiosk,
                          const struct vz_pin_verdict *verdict) {
    struct vz_pin_pad *pin = &kiosk->pin;
    if (kiosk->screen != VZ_SCREEN_PIN || !pin->checking) {
        return; // the person went away meanwhile
    }
    pin->checking = false;
    explicit_bzero(pin->secret, sizeof(pin->secret));
    kiosk->dirty = true;
    if (verdict->result == VZ_PIN_RIGHT) {
        kiosk->worker_in = !pin->staff;
        memcpy(kiosk->worker, pin->number, sizeof(kiosk->worker));
        bool staff = pin->staff;
        explicit_bzero(pin, sizeof(*pin));
        vz_kiosk_go(kiosk, staff ? VZ_SCREEN_STAFF : VZ_SCREEN_WORKER);
        if (staff) {
            vz_kiosk_give_status(kiosk);
        }
        return;
    }
    pin->tries_left = verdict->tries_left;
    if (verdict->wait_s > 0) {
        pin->wait_until =
            vz_clock_monotonic_ms() + (int64_t)verdict->wait_s * 1000;
    }
}
