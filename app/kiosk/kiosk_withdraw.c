#include "kiosk_parts.h"

#include "base/log.h"

#include <string.h>

/*
 * Taking a story back: the digits, the question, what the store answers.
 */

void vz_kiosk_open_withdraw(struct vz_kiosk *kiosk) {
    if (!vz_kiosk_can_withdraw(kiosk)) {
        return;
    }
    explicit_bzero(&kiosk->withdraw, sizeof(kiosk->withdraw));
    vz_kiosk_go(kiosk, VZ_SCREEN_WITHDRAW);
}

// Codes are hashed with the organisation's salt: without it none is known.
bool vz_kiosk_can_withdraw(const struct vz_kiosk *kiosk) {
    return *kiosk->config->withdrawal_salt != '\0';
}

static bool takes_digits(const struct vz_kiosk *kiosk) {
    return kiosk->screen == VZ_SCREEN_WITHDRAW &&
           (kiosk->withdraw.step == VZ_WITHDRAW_TYPING ||
            kiosk->withdraw.step == VZ_WITHDRAW_WRONG);
}

static void whole(struct vz_withdraw *withdraw) {
    if (vz_code_valid(withdraw->digits)) {
        withdraw->step = VZ_WITHDRAW_ASKED;
        return;
    }
    explicit_bzero(withdraw->digits, sizeof(withdraw->digits));
    withdraw->step = VZ_WITHDRAW_WRONG;
}

void vz_kiosk_withdraw_key(struct vz_kiosk *kiosk, int key) {
    struct vz_withdraw *withdraw = &kiosk->withdraw;
    size_t len = strlen(withdraw->digits);
    if (!takes_digits(kiosk)) {
        return;
    }
    kiosk->dirty = true;
    withdraw->step = VZ_WITHDRAW_TYPING;
    if (key >= 0 && key <= 9 && len < VZ_CODE_DIGITS) {
        withdraw->digits[len++] = (char)('0' + key);
        if (len == VZ_CODE_DIGITS) {
            whole(withdraw);
        }
    } else if (key == VZ_KIOSK_KEY_BACKSPACE && len > 0) {
        withdraw->digits[len - 1] = '\0';
    }
}

void vz_kiosk_withdraw_type(struct vz_kiosk *kiosk, const char *text) {
    for (; *text; text++) {
        if (*text >= '0' && *text <= '9') {
            vz_kiosk_withdraw_key(kiosk, *text - '0');
        }
    }
}

void vz_kiosk_withdraw_yes(struct vz_kiosk *kiosk) {
    struct vz_withdraw *withdraw = &kiosk->withdraw;
    if (kiosk->screen != VZ_SCREEN_WITHDRAW ||
        withdraw->step != VZ_WITHDRAW_ASKED) {
        return;
    }
    bool given = vz_kiosk_give_withdrawal(kiosk, withdraw->digits);
    withdraw->step = given ? VZ_WITHDRAW_BUSY : VZ_WITHDRAW_FAILED;
    explicit_bzero(withdraw->digits, sizeof(withdraw->digits));
    kiosk->dirty = true;
}

void vz_kiosk_withdraw_again(struct vz_kiosk *kiosk) {
    if (kiosk->screen == VZ_SCREEN_WITHDRAW) {
        vz_kiosk_open_withdraw(kiosk);
    }
}

void vz_kiosk_withdrawn(struct vz_kiosk *kiosk, enum vz_status status,
                        bool gone) {
    if (status != VZ_OK) {
        LOGE("A withdrawal could not be stored: %s.", vz_status_text(status));
    } else if (kiosk->sync) {
        vz_sync_wake(kiosk->sync);
    }
    if (kiosk->screen != VZ_SCREEN_WITHDRAW ||
        kiosk->withdraw.step != VZ_WITHDRAW_BUSY) {
        return; // the person went away: it is done all the same
    }
    kiosk->withdraw.step = status != VZ_OK ? VZ_WITHDRAW_FAILED
                           : gone          ? VZ_WITHDRAW_GONE
                                           : VZ_WITHDRAW_PROMISED;
    kiosk->dirty = true;
}
