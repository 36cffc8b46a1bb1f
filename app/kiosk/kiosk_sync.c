#include "kiosk_parts.h"

#include "base/file.h"
#include "base/log.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define PASSWORD_MAX 1024

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

// On the sync thread: reads what the system tells and one atomic number.
static void on_heartbeat(struct vz_heartbeat_facts *facts, void *userdata) {
    struct vz_kiosk *kiosk = userdata;
    struct vz_power power = vz_power_read(VZ_POWER_DIR);
    facts->battery_percent = power.battery ? power.percent : -1;
    facts->charging = power.charging;
    facts->microphone =
        (enum vz_microphone)atomic_load(&kiosk->microphone_found);
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
                                             .on_heartbeat = on_heartbeat,
                                             .userdata = kiosk,
                                         });
}

void vz_kiosk_restart_sync(struct vz_kiosk *kiosk) {
    vz_sync_stop(kiosk->sync);
    kiosk->sync = NULL;
    if (kiosk->password) {
        explicit_bzero(kiosk->password, strlen(kiosk->password));
        free(kiosk->password);
        kiosk->password = NULL;
    }
    snprintf(kiosk->server, sizeof(kiosk->server), "%s", kiosk->config->server);
    vz_kiosk_start_sync(kiosk);
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
