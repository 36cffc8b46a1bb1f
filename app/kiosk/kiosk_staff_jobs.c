#include "kiosk_parts.h"

#include "base/file.h"
#include "base/log.h"
#include "kiosk/locale/locale.h"
#include "storage/kiosk/withdrawals.h"
#include "storage/sync/bundle.h"
#include "storage/sync/enrol.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/*
 * What staff does that takes time: writing the settings, the hub, the stick;
 * and the withdrawal of a story. As in kiosk_jobs.c, `run` is on the store
 * thread. Nobody is visiting meanwhile, so a slow hub or stick keeps nobody
 * waiting.
 */

// ----------------------------------------------------------------- settings
#define SETTINGS_MAX ((size_t)256 * 1024)

struct changes_job {
    struct vz_job job;
    const char *path; // of the settings file; lives as long as the kiosk
    struct vz_staff_change items[VZ_STAFF_CHANGES];
    size_t n;
    bool reconnect; // the hub is another one now
    struct vz_error error;
};

static bool put_all(struct changes_job *job, struct vz_strbuf *text) {
    bool ok = true;
    for (size_t i = 0; ok && i < job->n; i++) {
        const struct vz_staff_change *change = &job->items[i];
        struct vz_strbuf next = {0};
        ok = vz_config_check(change->section, change->key, change->value,
                             &job->error) &&
             (vz_config_put(&next, vz_strbuf_text(text), change->section,
                            change->key, change->value) ||
              vz_error_nomem(&job->error));
        vz_strbuf_wipe(text);
        *text = next;
    }
    return ok;
}

static void run_changes(struct vz_job *base, struct vz_kiosk_store *store) {
    struct changes_job *job = (struct changes_job *)base;
    struct vz_strbuf text = {0};
    enum vz_status status = vz_file_read(job->path, SETTINGS_MAX, &text);
    if (status != VZ_OK && status != VZ_NOT_FOUND) {
        vz_error_set(&job->error, status, "%s: %s", job->path,
                     vz_status_text(status));
    } else if (put_all(job, &text)) {
        status = vz_file_write(job->path, vz_strbuf_text(&text), text.len);
        if (status != VZ_OK) {
            vz_error_set(&job->error, status, "%s: %s", job->path,
                         vz_status_text(status));
        }
    }
    vz_strbuf_wipe(&text);
}

static void done_changes(struct vz_job *base, void *userdata) {
    struct vz_kiosk *kiosk = userdata;
    struct changes_job *job = (struct changes_job *)base;
    if (job->error.status != VZ_OK) {
        LOGE("The settings could not be written: %s", job->error.message);
        vz_kiosk_staff_say(kiosk, true, vz_tr("That could not be saved."));
        return;
    }
    vz_kiosk_take_config(kiosk, job->path);
    if (job->reconnect) {
        vz_kiosk_restart_sync(kiosk);
    }
    kiosk->dirty = true;
}

static void destroy_changes(struct vz_job *base) {
    explicit_bzero(base, sizeof(struct changes_job));
    free(base);
}

static bool give_changes(struct vz_kiosk *kiosk,
                         const struct vz_staff_change *changes, size_t n,
                         bool reconnect) {
    if (!kiosk->config->save_path) {
        vz_kiosk_staff_say(kiosk, true,
                           vz_tr("There is no settings file to write."));
        return false;
    }
    struct changes_job *job = vz_kiosk_new_job(sizeof(*job), run_changes,
                                               done_changes, destroy_changes);
    if (!job) {
        return false;
    }
    job->path = kiosk->config->save_path;
    job->n = n < VZ_STAFF_CHANGES ? n : VZ_STAFF_CHANGES;
    memcpy(job->items, changes, job->n * sizeof(*changes));
    job->reconnect = reconnect;
    return vz_kiosk_give_job(kiosk, &job->job);
}

void vz_kiosk_give_changes(struct vz_kiosk *kiosk,
                           const struct vz_staff_change *changes, size_t n) {
    kiosk->staff.message[0] = '\0';
    give_changes(kiosk, changes, n, false);
}

// -------------------------------------------------------------- withdrawals
struct withdrawal_job {
    struct vz_job job;
    char code[VZ_CODE_SIZE];
    char salt[128];
    bool gone;
    enum vz_status status;
};

static void run_withdrawal(struct vz_job *base, struct vz_kiosk_store *store) {
    struct withdrawal_job *job = (struct withdrawal_job *)base;
    char hash[VZ_CODE_HASH_SIZE];
    job->status = !store ? VZ_IO
                  : !vz_code_hash(job->code, job->salt, hash)
                      ? VZ_NOMEM
                      : vz_withdrawal_ask(store, hash, &job->gone);
}

static void done_withdrawal(struct vz_job *base, void *userdata) {
    struct withdrawal_job *job = (struct withdrawal_job *)base;
    vz_kiosk_withdrawn(userdata, job->status, job->gone);
}

static void destroy_withdrawal(struct vz_job *base) {
    explicit_bzero(base, sizeof(struct withdrawal_job));
    free(base);
}

bool vz_kiosk_give_withdrawal(struct vz_kiosk *kiosk, const char *code) {
    struct withdrawal_job *job = vz_kiosk_new_job(
        sizeof(*job), run_withdrawal, done_withdrawal, destroy_withdrawal);
    if (!job) {
        return false;
    }
    snprintf(job->code, sizeof(job->code), "%s", code);
    snprintf(job->salt, sizeof(job->salt), "%s",
             kiosk->config->withdrawal_salt);
    return vz_kiosk_give_job(kiosk, &job->job);
}

// ---------------------------------------------------------------- enrolment
struct enrol_job {
    struct vz_job job;
    char address[VZ_STAFF_TYPED_SIZE], code[VZ_STAFF_TYPED_SIZE];
    char ca_file[VZ_STAFF_TYPED_SIZE];
    struct vz_enrolment enrolment;
    struct vz_error error;
};

static void run_enrol(struct vz_job *base, struct vz_kiosk_store *store) {
    struct enrol_job *job = (struct enrol_job *)base;
    vz_enrol(job->address, job->code, *job->ca_file ? job->ca_file : NULL,
             &job->enrolment, &job->error);
}

static void done_enrol(struct vz_job *base, void *userdata) {
    struct vz_kiosk *kiosk = userdata;
    struct enrol_job *job = (struct enrol_job *)base;
    const struct vz_enrolment *got = &job->enrolment;
    if (job->error.status != VZ_OK) {
        LOGW("Enrolment: %s", job->error.message);
        vz_kiosk_staff_say(
            kiosk, true,
            job->error.status == VZ_DENIED
                ? vz_tr("The hub does not know this code, or it was used.")
                : vz_tr("The hub cannot be reached at this address."));
        return;
    }
    struct vz_staff_change changes[] = {
        {.section = "sync", .key = "server"},
        {.section = "house", .key = "withdrawal_salt"},
        {.section = "house", .key = "withdrawal_url"},
    };
    snprintf(changes[0].value, sizeof(changes[0].value), "%s", got->server);
    snprintf(changes[1].value, sizeof(changes[1].value), "%s", got->salt);
    snprintf(changes[2].value, sizeof(changes[2].value), "%s",
             got->withdrawal_url);
    explicit_bzero(kiosk->staff.typed, sizeof(kiosk->staff.typed));
    kiosk->staff.field = VZ_STAFF_ADDRESS;
    vz_kiosk_staff_say(kiosk, false, vz_tr("This kiosk is connected."));
    give_changes(kiosk, changes, 3, true);
    explicit_bzero(changes, sizeof(changes));
}

static void destroy_enrol(struct vz_job *base) {
    explicit_bzero(base, sizeof(struct enrol_job));
    free(base);
}

void vz_kiosk_enrol(struct vz_kiosk *kiosk) {
    struct enrol_job *job =
        vz_kiosk_new_job(sizeof(*job), run_enrol, done_enrol, destroy_enrol);
    if (!job) {
        return;
    }
    const struct vz_config *config = kiosk->config;
    snprintf(job->address, sizeof(job->address), "%s",
             kiosk->staff.typed[VZ_STAFF_ADDRESS]);
    snprintf(job->code, sizeof(job->code), "%s",
             kiosk->staff.typed[VZ_STAFF_CODE]);
    snprintf(job->ca_file, sizeof(job->ca_file), "%s",
             config->ca_file ? config->ca_file : "");
    kiosk->staff.busy = vz_kiosk_give_job(kiosk, &job->job);
}

// -------------------------------------------------------------------- stick
struct stick_job {
    struct vz_job job;
    bool export;
    char path[VZ_STICK_PATH_SIZE + 128]; // of the bundle
    char device_id[64];
    struct vz_bundle_result result;
    enum vz_status status;
};

static void run_stick(struct vz_job *base, struct vz_kiosk_store *store) {
    struct stick_job *job = (struct stick_job *)base;
    struct vz_error error = {0};
    job->status = !store ? VZ_IO
                  : job->export
                      ? vz_bundle_export(store, job->device_id, job->path,
                                         &job->result, &error)
                      : vz_bundle_import(store, job->device_id, job->path,
                                         &job->result, &error);
    if (job->status != VZ_OK) {
        LOGW("%s: %s", job->path,
             error.message[0] ? error.message : vz_status_text(job->status));
    }
}

static void say_stick(struct vz_kiosk *kiosk, const struct stick_job *job) {
    char text[200];
    long long n = (long long)job->result.n_submissions;
    if (job->status == VZ_NOT_FOUND && !job->export) {
        vz_kiosk_staff_say(kiosk, true,
                           vz_tr("There is nothing of the hub on this stick."));
    } else if (job->status != VZ_OK) {
        vz_kiosk_staff_say(kiosk, true,
                           job->status == VZ_FULL
                               ? vz_tr("The stick is full.")
                               : vz_tr("The stick cannot be used."));
    } else {
        const char *format =
            job->export
                ? vz_trn("%lld answer is on the stick.",
                         "%lld answers are on the stick.", (unsigned long)n)
                : vz_trn("The hub has %lld answer more.",
                         "The hub has %lld answers more.", (unsigned long)n);
        snprintf(text, sizeof(text), format, n);
        vz_kiosk_staff_say(kiosk, false, text);
    }
}

static void done_stick(struct vz_job *base, void *userdata) {
    struct vz_kiosk *kiosk = userdata;
    struct stick_job *job = (struct stick_job *)base;
    say_stick(kiosk, job);
    if (job->result.forms_changed) {
        vz_kiosk_give_forms(kiosk);
    }
    vz_kiosk_give_status(kiosk);
}

static void destroy_stick(struct vz_job *base) {
    free(base);
}

void vz_kiosk_use_stick(struct vz_kiosk *kiosk, bool export) {
    struct stick_job *job =
        vz_kiosk_new_job(sizeof(*job), run_stick, done_stick, destroy_stick);
    if (!job || kiosk->staff.busy || !*kiosk->stick) {
        free(job);
        return;
    }
    // The device's own part of its id: "vertelzuil:1a2b" -> 1a2b.
    const char *colon = strchr(kiosk->device_id, ':');
    snprintf(job->path, sizeof(job->path), "%s/vertelzuil-%s%s.zip",
             kiosk->stick, colon ? colon + 1 : kiosk->device_id,
             export ? "" : "-from-hub");
    memcpy(job->device_id, kiosk->device_id, sizeof(job->device_id));
    job->export = export;
    kiosk->staff.message[0] = '\0';
    kiosk->staff.busy = vz_kiosk_give_job(kiosk, &job->job);
}
