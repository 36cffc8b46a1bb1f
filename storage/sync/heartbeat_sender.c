#include "heartbeat_sender.h"

#include "base/clock.h"
#include "base/file.h"
#include "base/log.h"
#include "storage/kiosk/day_counts.h"

#include <stdlib.h>
#include <string.h>

#define MINUTE_MS ((int64_t)60 * 1000)
#define DAY_MS (24 * 60 * MINUTE_MS)
#define BETWEEN_MS (10 * MINUTE_MS)
#define AT_LEAST_MS (60 * MINUTE_MS)
// A kiosk that was away longer gives its older counts with a bundle.
#define DAYS 60

static enum vz_status write_json(const struct vz_sync_link *link,
                                 const char *dir, char **json) {
    struct vz_heartbeat_facts facts = {
        .app_version = VZ_VERSION,
        .device_id = link->device_id,
        .clock_ms = vz_clock_wall_ms(),
        .disk_free = vz_file_disk_free(dir),
        .battery_percent = -1,
    };
    char since[VZ_DAY_SIZE];
    vz_day_text(facts.clock_ms - DAYS * DAY_MS, since);
    if (link->callbacks.on_heartbeat) {
        link->callbacks.on_heartbeat(&facts, link->callbacks.userdata);
    }
    return vz_heartbeat_json(link->store, &facts, since, json);
}

static bool is_refusal(int status) {
    return status == 404 || status == 405 || status == 501;
}

static void judge(struct vz_heartbeat_sender *sender,
                  const struct vz_http_reply *reply) {
    if (reply->outcome == VZ_HTTP_INTERRUPTED) {
        return;
    }
    if (reply->outcome != VZ_HTTP_REPLIED) {
        LOGD("sync: no heartbeat: %s", reply->problem);
    } else if (is_refusal(reply->status)) {
        sender->refused = true;
    } else if (reply->status == 204 || reply->status == 200) {
        sender->latest_ms = vz_clock_monotonic_ms() + AT_LEAST_MS;
    } else {
        LOGW("sync: the hub answered %d to a heartbeat", reply->status);
    }
}

static void post(struct vz_heartbeat_sender *sender,
                 const struct vz_sync_link *link, const char *json) {
    struct vz_strbuf url = {0};
    struct vz_http_reply reply = {0};
    vz_sync_link_url(link, &url, "heartbeat");
    if (!url.failed) {
        vz_http_client_send(link->http,
                            &(struct vz_http_request){
                                .method = VZ_HTTP_POST,
                                .url = url.data,
                                .content_type = "application/json",
                                .body = json,
                                .body_len = strlen(json),
                            },
                            &reply);
        judge(sender, &reply);
    }
    vz_http_reply_finish(&reply);
    vz_strbuf_finish(&url);
}

void vz_heartbeat_sender_run(struct vz_heartbeat_sender *sender,
                             const struct vz_sync_link *link, const char *dir,
                             bool reached) {
    int64_t now = vz_clock_monotonic_ms();
    if (!sender->latest_ms) {
        sender->latest_ms = now + AT_LEAST_MS;
    }
    if (sender->refused || now < sender->due_ms ||
        (!reached && now < sender->latest_ms)) {
        return;
    }
    char *json;
    sender->due_ms = now + BETWEEN_MS;
    if (write_json(link, dir, &json) == VZ_OK) {
        post(sender, link, json);
    }
    free(json);
}
