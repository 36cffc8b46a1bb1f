/*
 * The sync thread and one whole round.
 *
 * Stopping goes in three waves: interrupt (the flag, the condition, the
 * transfer), join, free. The thread waits on its condition or in a transfer,
 * and nowhere else for longer than a statement of SQLite takes.
 */
#include "sync.h"

#include "form_fetcher.h"
#include "heartbeat_sender.h"
#include "http_client.h"
#include "outbox_sender.h"
#include "sync_link.h"
#include "tombstone_fetcher.h"
#include "withdrawal_sender.h"

#include "base/clock.h"
#include "base/log.h"
#include "base/thread.h"
#include "storage/kiosk/outbox.h"

#include <stdlib.h>
#include <string.h>

// The thread looks again after this long even when nothing is due: the wall
// clock may have jumped.
#define MAX_WAIT_MS 60000
#define FORM_INTERVAL_MS (15 * 60 * 1000)
#define PRUNE_INTERVAL_MS (24 * 3600 * 1000)

// What a round needs, and what is remembered between rounds. Belongs to the
// thread that runs it.
struct rounds {
    struct vz_sync_link link;
    struct vz_outbox_sender sender;
    struct vz_heartbeat_sender heartbeat;
    const char *dir; // of the store
    int64_t form_interval_ms;
    int64_t forms_due_ms; // monotonic
    int form_failures;
    int64_t prune_due_ms; // monotonic
    bool reached;         // the server, in the present round
};

struct vz_sync {
    struct vz_thread thread;
    pthread_mutex_t mutex;
    pthread_cond_t changed;
    bool stopping;     // under the mutex
    bool woken;        // under the mutex
    bool release_held; // under the mutex
    char *dir, *server, *device_id;
    struct vz_http_client *http; // NULL: not enrolled
    struct rounds rounds;        // the thread's
};

// ------------------------------------------------------------------- rounds

static void fetch_forms(struct rounds *rounds, struct vz_error *error) {
    bool changed;
    enum vz_status status = vz_form_fetcher_run(&rounds->link, &changed, error);
    int64_t now = vz_clock_monotonic_ms();
    if (status == VZ_OK) {
        rounds->form_failures = 0;
        rounds->forms_due_ms = now + rounds->form_interval_ms;
        rounds->reached = true;
        return;
    }
    int64_t pause = vz_outbox_pause_ms(rounds->form_failures++, 500);
    rounds->forms_due_ms = now + pause;
    error->status = status;
    if (!error->message[0]) {
        return; // interrupted: that is no news for staff
    }
    if (vz_outbox_note_error(rounds->link.store, error->message) == VZ_OK) {
        vz_sync_link_tell_status(&rounds->link);
    }
}

// Another server than our hub tells of no erasures, and the next try comes
// with the forms.
static void fetch_tombstones(struct rounds *rounds) {
    struct vz_error error = {0};
    enum vz_status status = vz_tombstone_fetcher_run(&rounds->link, &error);
    if (status != VZ_OK && status != VZ_NOT_FOUND && error.message[0]) {
        LOGW("sync: erasures were not had: %s", error.message);
    }
}

// After the outbox, so that the hub has what is asked back.
static void send_withdrawals(struct rounds *rounds) {
    struct vz_error error = {0};
    if (vz_withdrawal_sender_run(&rounds->link, &error) != VZ_OK &&
        error.message[0]) {
        LOGW("sync: %s", error.message);
    }
}

static void prune(struct rounds *rounds) {
    int64_t n;
    rounds->prune_due_ms = vz_clock_monotonic_ms() + PRUNE_INTERVAL_MS;
    if (vz_outbox_prune(rounds->link.store, vz_clock_wall_ms(),
                        VZ_OUTBOX_KEEP_DAYS, &n) == VZ_OK &&
        n > 0) {
        LOGI("sync: %lld old rows were removed", (long long)n);
    }
}

// Forms when they are due, then the outbox unless it is paused. `error` holds
// the first failure.
static enum vz_status run_round(struct rounds *rounds, struct vz_error *error) {
    struct vz_error forms_error = {0};
    rounds->reached = false;
    if (rounds->forms_due_ms <= vz_clock_monotonic_ms()) {
        fetch_forms(rounds, &forms_error);
        if (forms_error.status == VZ_OK) {
            fetch_tombstones(rounds);
        }
    }
    enum vz_status status = VZ_BUSY;
    if (!vz_outbox_sender_is_paused(&rounds->sender)) {
        status = vz_outbox_sender_run(&rounds->sender, &rounds->link, error);
        rounds->reached = rounds->reached || status == VZ_OK;
        status = status == VZ_NOT_FOUND ? VZ_OK : status;
        if (status == VZ_OK) {
            send_withdrawals(rounds);
        }
    }
    if (forms_error.status != VZ_OK && (status == VZ_OK || status == VZ_BUSY)) {
        *error = forms_error;
        return forms_error.status;
    }
    return status;
}

// Success is noted when the server was reached and nothing is left to be sent.
static enum vz_status note_round(struct rounds *rounds, enum vz_status status) {
    struct vz_kiosk_status counts;
    if (status != VZ_OK) {
        return status;
    }
    status = vz_kiosk_store_status(rounds->link.store, &counts);
    if (status == VZ_OK && counts.waiting == 0 && rounds->reached) {
        status = vz_outbox_note_success(rounds->link.store, vz_clock_wall_ms());
        vz_sync_link_tell_status(&rounds->link);
    }
    return status == VZ_OK && counts.waiting > 0 ? VZ_BUSY : status;
}

// ------------------------------------------------------------------- thread

struct call {
    bool woken;
    bool release_held;
};

// Waits until there is something to do. False: stop.
static bool wait_for_call(struct vz_sync *sync, int64_t wait_ms,
                          struct call *call) {
    struct timespec deadline = vz_deadline_after(wait_ms);
    pthread_mutex_lock(&sync->mutex);
    while (!sync->stopping && !sync->woken &&
           pthread_cond_timedwait(&sync->changed, &sync->mutex, &deadline) ==
               0) {
    }
    call->woken = sync->woken;
    call->release_held = sync->release_held;
    sync->woken = sync->release_held = false;
    bool go_on = !sync->stopping;
    pthread_mutex_unlock(&sync->mutex);
    return go_on;
}

static void heed(struct rounds *rounds, const struct call *call) {
    if (call->release_held) {
        vz_outbox_release_held(rounds->link.store);
    }
    if (call->woken) {
        vz_outbox_forget_pauses(rounds->link.store);
        vz_outbox_sender_wake(&rounds->sender);
        if (rounds->form_failures > 0) {
            rounds->forms_due_ms = 0;
        }
    }
}

// Milliseconds until something is due.
static int64_t time_to_wait(struct rounds *rounds) {
    int64_t now = vz_clock_monotonic_ms();
    int64_t wait = rounds->forms_due_ms - now;
    int64_t due_ms;
    if (vz_outbox_next_due(rounds->link.store, &due_ms) == VZ_OK) {
        int64_t record = due_ms - vz_clock_wall_ms();
        int64_t server = rounds->sender.due_ms - now;
        int64_t later = record > server ? record : server;
        wait = later < wait ? later : wait;
    }
    return wait < 0 ? 0 : wait > MAX_WAIT_MS ? MAX_WAIT_MS : wait;
}

static int64_t work(struct rounds *rounds, const struct call *call) {
    struct vz_error error = {0};
    heed(rounds, call);
    note_round(rounds, run_round(rounds, &error));
    vz_heartbeat_sender_run(&rounds->heartbeat, &rounds->link, rounds->dir,
                            rounds->reached);
    if (rounds->prune_due_ms <= vz_clock_monotonic_ms()) {
        prune(rounds);
    }
    int64_t wait = time_to_wait(rounds);
    // What is due at once although a round just ran cannot be written down.
    return wait < 1000 ? 1000 : wait;
}

static void run_sync(void *userdata) {
    struct vz_sync *sync = userdata;
    struct rounds *rounds = &sync->rounds;
    struct call call = {.woken = true};
    int64_t wait_ms = 0;
    while (wait_for_call(sync, wait_ms, &call)) {
        if (!sync->http) {
            wait_ms = MAX_WAIT_MS;
            continue;
        }
        struct vz_error error = {0};
        if (!rounds->link.store &&
            vz_kiosk_store_open(&rounds->link.store, sync->dir, false, NULL,
                                &error) != VZ_OK) {
            LOGE("sync: %s", error.message);
            wait_ms = MAX_WAIT_MS;
            continue;
        }
        wait_ms = work(rounds, &call);
    }
    vz_kiosk_store_close(rounds->link.store);
    rounds->link.store = NULL;
}

// ------------------------------------------------------------------ lifetime

static bool is_enrolled(const struct vz_sync_params *params) {
    return params->server && *params->server;
}

static struct vz_http_client *create_http(const struct vz_sync_params *params,
                                          struct vz_error *error) {
    const struct vz_http_client_params http = {.server = params->server,
                                               .username = params->username,
                                               .password = params->password,
                                               .ca_file = params->ca_file};
    return vz_http_client_create(&http, error);
}

static bool copy_text(char **to, const char *text) {
    *to = text ? strdup(text) : NULL;
    return *to || !text;
}

static bool init_lock(struct vz_sync *sync) {
    if (pthread_mutex_init(&sync->mutex, NULL)) {
        return false;
    }
    if (!vz_condition_init(&sync->changed)) {
        pthread_mutex_destroy(&sync->mutex);
        return false;
    }
    return true;
}

static void free_sync(struct vz_sync *sync) {
    vz_http_client_destroy(sync->http);
    pthread_cond_destroy(&sync->changed);
    pthread_mutex_destroy(&sync->mutex);
    free(sync->dir);
    free(sync->server);
    free(sync->device_id);
    free(sync);
}

static bool init_sync(struct vz_sync *sync, const struct vz_sync_params *params,
                      const struct vz_sync_callbacks *callbacks,
                      struct vz_error *error) {
    if (!copy_text(&sync->dir, params->dir) ||
        !copy_text(&sync->server, params->server) ||
        !copy_text(&sync->device_id, params->device_id)) {
        return vz_error_nomem(error);
    }
    if (is_enrolled(params)) {
        sync->http = create_http(params, error);
        if (!sync->http) {
            return false;
        }
    }
    struct rounds *rounds = &sync->rounds;
    rounds->link.http = sync->http;
    rounds->dir = sync->dir;
    rounds->link.server = sync->server;
    rounds->link.device_id = sync->device_id;
    if (callbacks) {
        rounds->link.callbacks = *callbacks;
    }
    rounds->form_interval_ms = params->form_interval_ms > 0
                                   ? params->form_interval_ms
                                   : FORM_INTERVAL_MS;
    return true;
}

struct vz_sync *vz_sync_start(const struct vz_sync_params *params,
                              const struct vz_sync_callbacks *callbacks) {
    struct vz_sync *sync = calloc(1, sizeof(*sync));
    if (!sync || !init_lock(sync)) {
        LOG_OOM();
        free(sync);
        return NULL;
    }
    struct vz_error error = {0};
    if (!init_sync(sync, params, callbacks, &error)) {
        LOGE("sync: %s", error.message);
        free_sync(sync);
        return NULL;
    }
    if (!vz_thread_start(&sync->thread, "sync", run_sync, sync)) {
        free_sync(sync);
        return NULL;
    }
    return sync;
}

static void call_thread(struct vz_sync *sync, bool release_held, bool stop) {
    pthread_mutex_lock(&sync->mutex);
    sync->woken = true;
    sync->release_held = sync->release_held || release_held;
    sync->stopping = sync->stopping || stop;
    pthread_cond_signal(&sync->changed);
    pthread_mutex_unlock(&sync->mutex);
}

void vz_sync_wake(struct vz_sync *sync) {
    call_thread(sync, false, false);
}

void vz_sync_retry_held(struct vz_sync *sync) {
    call_thread(sync, true, false);
}

void vz_sync_stop(struct vz_sync *sync) {
    if (!sync) {
        return;
    }
    call_thread(sync, false, true);
    if (sync->http) {
        vz_http_client_interrupt(sync->http);
    }
    vz_thread_join(&sync->thread);
    free_sync(sync);
}

// What is held is no failure of this round, but would else wait unseen.
static void tell_held(struct rounds *rounds) {
    struct vz_kiosk_status counts;
    if (vz_kiosk_store_status(rounds->link.store, &counts) == VZ_OK &&
        counts.held > 0) {
        LOGW("sync: %lld submission(s) are held back; \"Send now\" on the "
             "kiosk's staff screen tries them again.",
             (long long)counts.held);
    }
}

static enum vz_status run_once(struct rounds *rounds, struct vz_error *error) {
    enum vz_status status = vz_outbox_forget_pauses(rounds->link.store);
    if (status == VZ_OK) {
        status = run_round(rounds, error);
    }
    status = note_round(rounds, status);
    vz_heartbeat_sender_run(&rounds->heartbeat, &rounds->link, rounds->dir,
                            rounds->reached);
    tell_held(rounds);
    return status;
}

enum vz_status vz_sync_once(const struct vz_sync_params *params,
                            struct vz_error *error) {
    struct vz_error own = {0};
    if (!is_enrolled(params)) {
        vz_error_set(error, VZ_INVALID,
                     "This kiosk is not enrolled: it has no server address.");
        return VZ_INVALID;
    }
    struct rounds rounds = {
        .dir = params->dir,
        .link = {.server = params->server, .device_id = params->device_id}};
    enum vz_status status =
        vz_kiosk_store_open(&rounds.link.store, params->dir, false, NULL, &own);
    if (status == VZ_OK) {
        rounds.link.http = create_http(params, &own);
        status = rounds.link.http ? run_once(&rounds, &own) : own.status;
    }
    vz_http_client_destroy(rounds.link.http);
    vz_kiosk_store_close(rounds.link.store);
    if (status != VZ_OK && !own.message[0]) {
        vz_error_set(&own, status, "%s",
                     status == VZ_BUSY
                         ? "Some submissions still wait to be sent."
                         : vz_status_text(status));
    }
    if (error) {
        *error = own;
    }
    return status;
}
