#include "kiosk_parts.h"

#include "base/clock.h"
#include "base/file.h"
#include "base/log.h"

#include <stdlib.h>
#include <string.h>

#define PASSWORD_MAX 1024
#define DISK_LOW (20 * 1000 * 1000) // bytes; below it no visit is begun
#define LOOK_AGAIN_MS 30000         // whether a closed kiosk can open

// On the sync thread: only posts.
static void on_forms(void *userdata) {
    struct vz_kiosk *kiosk = userdata;
    atomic_store(&kiosk->forms_changed, true);
    SDL_PushEvent(&(SDL_Event){.type = kiosk->wake_event});
}

static void on_status(void *userdata) {
    struct vz_kiosk *kiosk = userdata;
    atomic_store(&kiosk->status_changed, true);
    SDL_PushEvent(&(SDL_Event){.type = kiosk->wake_event});
}

char *vz_kiosk_read_password(const struct vz_config *config) {
    if (!config->password_file) {
        return NULL;
    }
    struct vz_strbuf text = {0};
    enum vz_status status =
        vz_file_read(config->password_file, PASSWORD_MAX, &text);
    char *password = NULL;
    if (status == VZ_OK) {
        password = vz_strndup(vz_strbuf_text(&text),
                              strcspn(vz_strbuf_text(&text), "\r\n"));
    } else {
        LOGE("%s: %s. The server is asked without a password.",
             config->password_file, vz_status_text(status));
    }
    vz_strbuf_wipe(&text);
    return password;
}

void vz_kiosk_start_sync(struct vz_kiosk *kiosk) {
    if (kiosk->sync) {
        return;
    }
    const struct vz_config *config = kiosk->config;
    kiosk->password = vz_kiosk_read_password(config);
    struct vz_sync_params params = {
        .dir = kiosk->dir,
        .server = kiosk->server,
        .username = config->username,
        .password = kiosk->password,
        .ca_file = config->ca_file,
        .device_id = kiosk->device_id,
        .form_interval_ms = (int64_t)config->interval_seconds * 1000,
    };
    kiosk->sync = vz_sync_start(&params, &(struct vz_sync_callbacks){
                                             .on_status = on_status,
                                             .on_forms = on_forms,
                                             .userdata = kiosk,
                                         });
}

void vz_kiosk_sync_spoke(struct vz_kiosk *kiosk) {
    if (atomic_exchange(&kiosk->forms_changed, false)) {
        vz_kiosk_give_forms(kiosk);
    }
    if (atomic_exchange(&kiosk->status_changed, false)) {
        kiosk->sending_until = 0;
        if (kiosk->screen == VZ_SCREEN_STAFF) {
            vz_kiosk_give_status(kiosk);
        }
    }
}

bool vz_kiosk_disk_low(const struct vz_kiosk *kiosk) {
    return kiosk->disk_free >= 0 && kiosk->disk_free < DISK_LOW;
}

// Closed while nothing can be begun or kept; open again when it can.
static void open_or_close(struct vz_kiosk *kiosk) {
    bool closed = kiosk->store_broken || vz_kiosk_disk_low(kiosk) ||
                  kiosk->forms.n == 0;
    if (closed && kiosk->screen == VZ_SCREEN_ATTRACT) {
        vz_kiosk_go(kiosk, VZ_SCREEN_CLOSED);
    } else if (!closed && kiosk->screen == VZ_SCREEN_CLOSED) {
        vz_kiosk_go(kiosk, VZ_SCREEN_ATTRACT);
    }
    kiosk->look_again_at = closed ? vz_clock_monotonic_ms() + LOOK_AGAIN_MS : 0;
}

void vz_kiosk_take_forms(struct vz_kiosk *kiosk) {
    bool resting = kiosk->screen == VZ_SCREEN_ATTRACT ||
                   kiosk->screen == VZ_SCREEN_CLOSED;
    if (!resting || kiosk->visit.session) {
        return; // at the next reset
    }
    if (kiosk->has_fresh) {
        vz_catalogue_finish(&kiosk->forms);
        kiosk->forms = kiosk->fresh;
        kiosk->fresh = (struct vz_catalogue){0};
        kiosk->has_fresh = false;
        kiosk->loaded = true;
        kiosk->dirty = true; // attract says what the forms ask
        LOGI("%zu form(s) are offered.", kiosk->forms.n);
        vz_kiosk_give_sweep(kiosk);
    }
    if (!kiosk->loaded) {
        return;
    }
    open_or_close(kiosk);
    if (kiosk->begin_wanted && kiosk->screen == VZ_SCREEN_ATTRACT) {
        vz_kiosk_go(kiosk, VZ_SCREEN_START);
    }
    kiosk->begin_wanted = false;
}
