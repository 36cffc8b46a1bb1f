#include "media_folder.h"
#include "kiosk_parts.h"

#include "base/clock.h"
#include "base/file.h"
#include "base/log.h"
#include "storage/kiosk/day_counts.h"

#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/*
 * Each job is a struct that begins with struct vz_job. `run` is on the store
 * thread and touches the job alone; `done` is on the main thread.
 */

bool vz_kiosk_give_job(struct vz_kiosk *kiosk, struct vz_job *job) {
    bool given = vz_store_thread_give(&kiosk->store, job);
    if (!given) {
        LOG_OOM();
    }
    return given;
}

void *vz_kiosk_new_job(size_t size,
                       void (*run)(struct vz_job *, struct vz_kiosk_store *),
                       void (*done)(struct vz_job *, void *),
                       void (*destroy)(struct vz_job *)) {
    struct vz_job *job = calloc(1, size);
    if (!job) {
        LOG_OOM();
        return NULL;
    }
    *job = (struct vz_job){run, done, destroy};
    return job;
}

static void destroy_plain(struct vz_job *job) {
    free(job);
}

// ------------------------------------------------------------ opening, forms
struct forms_job {
    struct vz_job job;
    const char *dir; // lives as long as the kiosk
    struct vz_catalogue catalogue;
    enum vz_status status;
    bool opening; // the first one: also finds out what follows
    int64_t abandoned;
    char device_id[64];
    char *server; // enrolled with, or NULL
};

// "vertelzuil:" and 16 random letters and digits, made once.
static void find_device_id(struct vz_kiosk_store *store, char *out,
                           size_t size) {
    static const char letters[] = "0123456789abcdefghijklmnopqrstuvwxyz";
    char *known = NULL;
    if (vz_kiosk_store_get(store, "device_id", &known) == VZ_OK) {
        snprintf(out, size, "%s", known);
        free(known);
        return;
    }
    char random[17] = "";
    for (size_t i = 0; i < 16; i++) {
        random[i] = letters[randombytes_uniform(sizeof(letters) - 1)];
    }
    snprintf(out, size, "vertelzuil:%s", random);
    if (vz_kiosk_store_set(store, "device_id", out) != VZ_OK) {
        LOGE("The device's id could not be stored.");
    }
}

static void run_forms(struct vz_job *base, struct vz_kiosk_store *store) {
    struct forms_job *job = (struct forms_job *)base;
    if (!store) {
        job->status = VZ_IO;
        return;
    }
    if (job->opening) {
        if (vz_kiosk_store_abandon_left(store, &job->abandoned) != VZ_OK) {
            LOGE("Visits that a crash left could not be closed.");
        }
        find_device_id(store, job->device_id, sizeof(job->device_id));
        vz_kiosk_store_get(store, "server", &job->server);
    }
    job->status = vz_catalogue_load(&job->catalogue, job->dir, store);
}

static void take_opening(struct vz_kiosk *kiosk, struct forms_job *job) {
    memcpy(kiosk->device_id, job->device_id, sizeof(kiosk->device_id));
    kiosk->after_crash = job->abandoned > 0;
    if (!*kiosk->server && job->server) {
        snprintf(kiosk->server, sizeof(kiosk->server), "%s", job->server);
    }
    if (job->abandoned > 0) {
        LOGW("%lld visit(s) were cut off when the kiosk last stopped.",
             (long long)job->abandoned);
    }
    vz_kiosk_start_sync(kiosk);
}

static void done_forms(struct vz_job *base, void *userdata) {
    struct vz_kiosk *kiosk = userdata;
    struct forms_job *job = (struct forms_job *)base;
    vz_catalogue_finish(&kiosk->fresh);
    kiosk->fresh = job->catalogue;
    job->catalogue = (struct vz_catalogue){0};
    kiosk->has_fresh = true;
    kiosk->store_broken = job->status != VZ_OK;
    if (job->opening && job->status == VZ_OK) {
        kiosk->opened = true;
        take_opening(kiosk, job);
    }
    vz_kiosk_take_forms(kiosk);
}

static void destroy_forms(struct vz_job *base) {
    struct forms_job *job = (struct forms_job *)base;
    vz_catalogue_finish(&job->catalogue);
    free(job->server);
    free(job);
}

static void give_forms(struct vz_kiosk *kiosk, bool opening) {
    struct forms_job *job =
        vz_kiosk_new_job(sizeof(*job), run_forms, done_forms, destroy_forms);
    if (job) {
        job->dir = kiosk->dir;
        job->opening = opening;
        vz_kiosk_give_job(kiosk, &job->job);
    }
}

void vz_kiosk_give_forms(struct vz_kiosk *kiosk) {
    give_forms(kiosk, !kiosk->opened);
}

// -------------------------------------------------------------- form's files
struct sweep_job {
    struct vz_job job;
    const char *dir; // lives as long as the kiosk
    char **used;     // folders of the forms that are offered now
    size_t n;
};

static void run_sweep(struct vz_job *base, struct vz_kiosk_store *store) {
    struct sweep_job *job = (struct sweep_job *)base;
    if (store) {
        vz_media_folder_sweep(job->dir, store, (const char *const *)job->used,
                              job->n);
    }
}

static void destroy_sweep(struct vz_job *base) {
    struct sweep_job *job = (struct sweep_job *)base;
    for (size_t i = 0; i < job->n; i++) {
        free(job->used[i]);
    }
    free(job->used);
    free(job);
}

static bool list_used(const struct vz_catalogue *forms, struct sweep_job *job) {
    job->used = vz_alloc_array(forms->n + 1, sizeof(*job->used));
    for (size_t i = 0; job->used && i < forms->n; i++) {
        const char *media = forms->items[i].media;
        if (media && !(job->used[job->n++] = strdup(media))) {
            return false;
        }
    }
    return job->used != NULL;
}

void vz_kiosk_give_sweep(struct vz_kiosk *kiosk) {
    struct sweep_job *job =
        vz_kiosk_new_job(sizeof(*job), run_sweep, NULL, destroy_sweep);
    if (!job) {
        return;
    }
    job->dir = kiosk->dir;
    if (!list_used(&kiosk->forms, job)) {
        LOG_OOM();
        destroy_sweep(&job->job); // the next change of forms sweeps
        return;
    }
    vz_kiosk_give_job(kiosk, &job->job);
}

// ------------------------------------------------------------------- visits
// Begins, abandons or completes an instance, or makes its withdrawal hash.
struct visit_job {
    struct vz_job job;
    char instance_id[64];
    char form_id[128], version[64];
    int64_t sequence; // the device's own number for the visit
    char code[VZ_CODE_SIZE];
    char *salt;
    char hash[VZ_CODE_HASH_SIZE];
    char *xml;
    size_t xml_len;
    struct vz_attachments files; // those that the submission names
    enum vz_status status;
};

static void destroy_visit(struct vz_job *base) {
    struct visit_job *job = (struct visit_job *)base;
    if (job->xml) {
        explicit_bzero(job->xml, job->xml_len);
    }
    free(job->xml);
    vz_attachments_finish(&job->files);
    free(job->salt);
    explicit_bzero(job, sizeof(*job));
    free(job);
}

// A job for the present visit. NULL (logged) when out of memory.
static struct visit_job *visit_job(struct vz_kiosk *kiosk,
                                   void (*run)(struct vz_job *,
                                               struct vz_kiosk_store *),
                                   void (*done)(struct vz_job *, void *)) {
    struct visit_job *job =
        vz_kiosk_new_job(sizeof(*job), run, done, destroy_visit);
    if (job) {
        snprintf(job->instance_id, sizeof(job->instance_id), "%s",
                 vz_session_instance_id(kiosk->visit.session));
    }
    return job;
}

// Is the visit that the job was for still the one that is going on?
static bool is_current(const struct vz_kiosk *kiosk,
                       const struct visit_job *job) {
    return kiosk->visit.session &&
           !strcmp(vz_session_instance_id(kiosk->visit.session),
                   job->instance_id);
}

static void run_begin(struct vz_job *base, struct vz_kiosk_store *store) {
    struct visit_job *job = (struct visit_job *)base;
    job->status = !store ? VZ_IO
                         : vz_kiosk_store_begin(store, job->instance_id,
                                                job->form_id, job->version,
                                                &job->sequence);
}

static void done_begin(struct vz_job *base, void *userdata) {
    struct visit_job *job = (struct visit_job *)base;
    if (is_current(userdata, job)) {
        vz_kiosk_visit_begun(userdata, job->status, job->sequence);
    }
}

bool vz_kiosk_give_begin(struct vz_kiosk *kiosk) {
    struct visit_job *job = visit_job(kiosk, run_begin, done_begin);
    if (!job) {
        return false;
    }
    const struct vz_form *form = kiosk->visit.form;
    snprintf(job->form_id, sizeof(job->form_id), "%s", vz_form_id(form));
    snprintf(job->version, sizeof(job->version), "%s", vz_form_version(form));
    return vz_kiosk_give_job(kiosk, &job->job);
}

static void run_hash(struct vz_job *base, struct vz_kiosk_store *store) {
    struct visit_job *job = (struct visit_job *)base;
    bool ok = vz_code_hash(job->code, job->salt, job->hash);
    job->status = ok ? VZ_OK : VZ_NOMEM;
}

static void done_hash(struct vz_job *base, void *userdata) {
    struct visit_job *job = (struct visit_job *)base;
    if (is_current(userdata, job)) {
        vz_kiosk_visit_hashed(userdata,
                              job->status == VZ_OK ? job->hash : NULL);
    }
}

bool vz_kiosk_give_hash(struct vz_kiosk *kiosk) {
    struct visit_job *job = visit_job(kiosk, run_hash, done_hash);
    if (!job) {
        return false;
    }
    memcpy(job->code, kiosk->visit.code, sizeof(job->code));
    job->salt = strdup(kiosk->config->withdrawal_salt);
    if (!job->salt) {
        destroy_visit(&job->job);
        LOG_OOM();
        return false;
    }
    return vz_kiosk_give_job(kiosk, &job->job);
}

static void run_abandon(struct vz_job *base, struct vz_kiosk_store *store) {
    struct visit_job *job = (struct visit_job *)base;
    enum vz_status status =
        store ? vz_kiosk_store_abandon(store, job->instance_id) : VZ_IO;
    if (status != VZ_OK && status != VZ_NOT_FOUND) {
        // The next start does it: abandon_left.
        LOGE("An abandoned visit could not be marked as such.");
    }
}

void vz_kiosk_give_abandon(struct vz_kiosk *kiosk) {
    struct visit_job *job = visit_job(kiosk, run_abandon, NULL);
    if (job) {
        vz_kiosk_give_job(kiosk, &job->job);
    }
}

static void run_complete(struct vz_job *base, struct vz_kiosk_store *store) {
    struct visit_job *job = (struct visit_job *)base;
    const struct vz_attachments *from = &job->files;
    struct vz_outbox_file *files = vz_alloc_array(from->n + 1, sizeof(*files));
    if (!store || !files) {
        job->status = store ? VZ_NOMEM : VZ_IO;
        free(files);
        return;
    }
    for (size_t i = 0; i < from->n; i++) {
        files[i] = (struct vz_outbox_file){
            from->items[i].name, from->items[i].content_type,
            from->items[i].bytes, from->items[i].len};
    }
    job->status = vz_kiosk_store_complete(store, job->instance_id, job->xml,
                                          job->xml_len, files, from->n);
    free(files);
}

struct collecting {
    const struct vz_attachments *from;
    struct vz_attachments *to;
    bool ok;
};

// A copy, because storing may fail and be tried again.
static void collect_file(const char *name, void *userdata) {
    struct collecting *collecting = userdata;
    const struct vz_attachment *file =
        vz_attachments_find(collecting->from, name);
    void *bytes = file ? malloc(file->len + 1) : NULL;
    if (bytes) {
        memcpy(bytes, file->bytes, file->len);
    }
    collecting->ok = bytes &&
                     vz_attachments_put(collecting->to, name,
                                        file->content_type, bytes, file->len) &&
                     collecting->ok;
}

static void done_complete(struct vz_job *base, void *userdata) {
    struct visit_job *job = (struct visit_job *)base;
    if (is_current(userdata, job)) {
        vz_kiosk_visit_stored(userdata, job->status);
    }
}

bool vz_kiosk_give_complete(struct vz_kiosk *kiosk, struct vz_strbuf *xml) {
    struct visit_job *job = visit_job(kiosk, run_complete, done_complete);
    if (!job) {
        vz_strbuf_wipe(xml);
        return false;
    }
    job->xml_len = xml->len;
    job->xml = vz_strbuf_take(xml);
    struct collecting collecting = {&kiosk->visit.attachments, &job->files,
                                    true};
    vz_session_each_attachment(kiosk->visit.session, collect_file, &collecting);
    if (!collecting.ok) {
        LOGE("A submission names a file that is not there.");
        destroy_visit(&job->job);
        return false;
    }
    return vz_kiosk_give_job(kiosk, &job->job);
}

// ---------------------------------------------------------------------- PINs
struct pin_job {
    struct vz_job job;
    char who[8];
    char hash[VZ_PIN_HASH_SIZE];
    char pin[VZ_PIN_DIGITS_MAX + 1];
    struct vz_pin_verdict verdict;
};

static void run_pin(struct vz_job *base, struct vz_kiosk_store *store) {
    struct pin_job *job = (struct pin_job *)base;
    if (!store) {
        job->verdict = (struct vz_pin_verdict){.result = VZ_PIN_FAILED};
        return;
    }
    job->verdict =
        vz_pin_check(store, job->who, *job->hash ? job->hash : NULL, job->pin);
}

static void done_pin(struct vz_job *base, void *userdata) {
    vz_kiosk_pin_checked(userdata, &((struct pin_job *)base)->verdict);
}

static void destroy_pin(struct vz_job *base) {
    explicit_bzero(base, sizeof(struct pin_job));
    free(base);
}

bool vz_kiosk_give_pin(struct vz_kiosk *kiosk, const char *who,
                       const char *hash, const char *pin) {
    struct pin_job *job =
        vz_kiosk_new_job(sizeof(*job), run_pin, done_pin, destroy_pin);
    if (!job) {
        return false;
    }
    snprintf(job->who, sizeof(job->who), "%s", who);
    snprintf(job->hash, sizeof(job->hash), "%s", hash ? hash : "");
    snprintf(job->pin, sizeof(job->pin), "%s", pin);
    return vz_kiosk_give_job(kiosk, &job->job);
}

// -------------------------------------------------------------------- status
struct status_job {
    struct vz_job job;
    const char *dir; // lives as long as the kiosk
    struct vz_kiosk_status status;
    int64_t disk_free;
    struct vz_power power;
    char stick[VZ_STICK_PATH_SIZE];
    int64_t started, completed, abandoned; // today
    enum vz_status result;
};

static void count_today(struct status_job *job, struct vz_kiosk_store *store) {
    char today[VZ_DAY_SIZE];
    struct vz_day_count_list list;
    vz_day_text(vz_clock_wall_ms(), today);
    vz_day_counts_read(store, today, &list);
    for (size_t i = 0; i < list.n && !strcmp(list.items[i].day, today); i++) {
        job->started += list.items[i].started;
        job->completed += list.items[i].completed;
        job->abandoned += list.items[i].abandoned;
    }
    vz_day_count_list_finish(&list);
}

static void run_status(struct vz_job *base, struct vz_kiosk_store *store) {
    struct status_job *job = (struct status_job *)base;
    job->disk_free = vz_file_disk_free(job->dir);
    job->power = vz_power_read(VZ_POWER_DIR);
    vz_stick_find(VZ_STICK_MOUNTS, job->stick);
    job->result = store ? vz_kiosk_store_status(store, &job->status) : VZ_IO;
    if (job->result == VZ_OK) {
        count_today(job, store);
    }
}

// Staff sees it on their screen; the log tells it once.
static void take_power(struct vz_kiosk *kiosk, const struct vz_power *power) {
    if (vz_power_is_low(power) && !vz_power_is_low(&kiosk->power)) {
        LOGW("The battery is at %d %% and not charging.", power->percent);
    }
    kiosk->power = *power;
}

static void done_status(struct vz_job *base, void *userdata) {
    struct vz_kiosk *kiosk = userdata;
    struct status_job *job = (struct status_job *)base;
    if (job->result == VZ_OK) {
        kiosk->status = job->status;
        kiosk->today_started = job->started;
        kiosk->today_completed = job->completed;
        kiosk->today_abandoned = job->abandoned;
    }
    take_power(kiosk, &job->power);
    memcpy(kiosk->stick, job->stick, sizeof(kiosk->stick));
    kiosk->disk_free = job->disk_free;
    kiosk->dirty = kiosk->dirty || kiosk->screen == VZ_SCREEN_STAFF;
    vz_kiosk_take_forms(kiosk);
}

void vz_kiosk_give_status(struct vz_kiosk *kiosk) {
    struct status_job *job =
        vz_kiosk_new_job(sizeof(*job), run_status, done_status, destroy_plain);
    if (job) {
        job->dir = kiosk->dir;
        vz_kiosk_give_job(kiosk, &job->job);
    }
}
