#include "bundle.h"

#include "form_fetcher.h"
#include "outbox_post.h"
#include "sync_link.h"
#include "tombstone_fetcher.h"

#include "base/clock.h"
#include "base/log.h"
#include "storage/kiosk/day_counts.h"
#include "storage/kiosk/outbox.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define SUBMISSIONS "submissions/"
#define REPLIES "replies/"
#define REPLY_MAX ((size_t)1024 * 1024)

// ---------------------------------------------------------------------- out
// A post as it would go over the wire, its one header before it.
static bool write_post(struct vz_strbuf *out,
                       const struct vz_outbox_record *record) {
    char type[VZ_OUTBOX_POST_TYPE_SIZE];
    struct vz_outbox_post post = vz_outbox_post_plan(record, 0, INT64_MAX);
    vz_outbox_post_type(type, record);
    vz_strbuf_printf(out, "Content-Type: %s\r\n\r\n", type);
    vz_outbox_post_write(out, record, &post);
    return !out->failed;
}

static enum vz_status add_record(struct vz_bundle_writer *writer,
                                 struct vz_kiosk_store *store,
                                 struct vz_outbox_record *record,
                                 struct vz_bundle_result *result) {
    char name[64];
    struct vz_strbuf post = {0};
    // From here on the hub may have it: the same bytes are all that follows.
    enum vz_status status = vz_outbox_mark_sending(store, record);
    if (status == VZ_CONFLICT) {
        return VZ_OK; // taken back at this moment
    }
    if (status == VZ_OK && !write_post(&post, record)) {
        status = VZ_NOMEM;
    }
    if (status == VZ_OK && post.len > VZ_BUNDLE_ENTRY_MAX) {
        LOGW("bundle: submission %" PRId64 " is too large", record->sequence);
    } else if (status == VZ_OK) {
        snprintf(name, sizeof(name), SUBMISSIONS "%010" PRId64 ".post",
                 record->sequence);
        vz_bundle_writer_add(writer, name, post.data, post.len);
        result->n_submissions++;
    }
    vz_strbuf_wipe(&post);
    return status;
}

static enum vz_status add_records(struct vz_bundle_writer *writer,
                                  struct vz_kiosk_store *store,
                                  struct vz_bundle_result *result) {
    struct vz_outbox_record record;
    enum vz_status status;
    int64_t sequence = 0;
    while ((status = vz_outbox_from(store, sequence, &record)) == VZ_OK) {
        sequence = record.sequence + 1;
        status = add_record(writer, store, &record, result);
        vz_outbox_record_finish(&record);
        if (status != VZ_OK) {
            break;
        }
    }
    return status == VZ_NOT_FOUND ? VZ_OK : status;
}

static enum vz_status add_counts(struct vz_bundle_writer *writer,
                                 struct vz_kiosk_store *store) {
    char *counts = NULL;
    enum vz_status status = vz_day_counts_json(store, "", &counts);
    if (status == VZ_OK) {
        vz_bundle_writer_add(writer, "counts.json", counts, strlen(counts));
    }
    free(counts);
    return status;
}

static void add_title(struct vz_bundle_writer *writer, const char *device_id) {
    char title[300];
    int len = snprintf(title, sizeof(title),
                       VZ_BUNDLE_FROM_KIOSK "device: %s\n", device_id);
    vz_bundle_writer_add(writer, VZ_BUNDLE_TITLE_ENTRY, title, (size_t)len);
}

enum vz_status vz_bundle_export(struct vz_kiosk_store *store,
                                const char *device_id, const char *path,
                                struct vz_bundle_result *result,
                                struct vz_error *error) {
    *result = (struct vz_bundle_result){0};
    struct vz_bundle_writer *writer = vz_bundle_writer_open(path, error);
    if (!writer) {
        return error->status;
    }
    add_title(writer, device_id);
    enum vz_status status = add_records(writer, store, result);
    if (status == VZ_OK) {
        status = add_counts(writer, store);
    }
    if (status != VZ_OK) {
        vz_bundle_writer_abandon(writer);
        return status;
    }
    return vz_bundle_writer_close(writer, error);
}

// ----------------------------------------------------------------------- in
static enum vz_status refuse(struct vz_kiosk_store *store,
                             const struct vz_outbox_record *record,
                             int status) {
    char reason[80];
    snprintf(reason, sizeof(reason), "The hub refused it (%d).", status);
    LOGW("bundle: submission %" PRId64 ": %s", record->sequence, reason);
    return vz_outbox_mark_failed(
        store, record,
        &(struct vz_outbox_failure){.next_attempt_ms = vz_clock_wall_ms(),
                                    .hold = VZ_OUTBOX_HELD,
                                    .reason = reason});
}

// Only a reply that names every file, with the bytes that we have, ends a
// record's road.
static enum vz_status accept(struct vz_kiosk_store *store,
                             struct vz_outbox_record *record,
                             const struct vz_response *response,
                             struct vz_bundle_result *result) {
    enum vz_status status = vz_outbox_mark_accepted(
        store, record, 0, record->n_files, response->files, response->n_files);
    if (status == VZ_CONFLICT) {
        return refuse(store, record, 409);
    }
    if (status == VZ_OK && record->hub_names && vz_outbox_is_stored(record)) {
        status = vz_outbox_mark_submitted(store, record);
        result->n_submissions += status == VZ_OK;
    }
    return status;
}

// "201\n" and the response's XML.
static enum vz_status take_reply(struct vz_kiosk_store *store,
                                 struct vz_outbox_record *record,
                                 const struct vz_strbuf *reply,
                                 struct vz_bundle_result *result) {
    char *end = NULL;
    const char *text = vz_strbuf_text(reply);
    long http = strtol(text, &end, 10);
    if (end == text || *end != '\n' || http < 200 || http > 599) {
        return VZ_INVALID;
    }
    if (http >= 500) {
        return VZ_OK; // the hub could not: it stays on the next bundle
    }
    if (http != 201) {
        return refuse(store, record, (int)http);
    }
    struct vz_response response;
    const char *xml = end + 1;
    enum vz_status status =
        vz_response_parse(&response, xml, reply->len - (size_t)(xml - text));
    if (status == VZ_OK) {
        status = accept(store, record, &response, result);
    }
    vz_response_finish(&response);
    return status;
}

// The sequence number in "replies/0000000012.xml"; -1: it is no reply.
static int64_t sequence_of(const char *name) {
    static const char dir[] = REPLIES;
    char *end = NULL;
    if (!name || strncmp(name, dir, sizeof(dir) - 1) != 0) {
        return -1;
    }
    name += sizeof(dir) - 1;
    long long sequence = strtoll(name, &end, 10);
    return end != name && !strcmp(end, ".xml") && sequence > 0 ? sequence : -1;
}

static enum vz_status take_entry(struct vz_bundle_reader *reader,
                                 const char *name, int64_t sequence,
                                 struct vz_kiosk_store *store,
                                 struct vz_bundle_result *result) {
    struct vz_outbox_record record;
    struct vz_strbuf reply = {0};
    enum vz_status status = vz_outbox_from(store, sequence, &record);
    if (status == VZ_NOT_FOUND) {
        return VZ_OK; // it was confirmed before
    }
    if (status == VZ_OK && record.sequence == sequence) {
        status = vz_bundle_reader_read(reader, name, REPLY_MAX, &reply);
        if (status == VZ_OK) {
            status = take_reply(store, &record, &reply, result);
        }
    }
    vz_strbuf_finish(&reply);
    vz_outbox_record_finish(&record);
    return status;
}

static enum vz_status take_replies(struct vz_bundle_reader *reader,
                                   struct vz_kiosk_store *store,
                                   struct vz_bundle_result *result) {
    enum vz_status status = VZ_OK;
    size_t n = vz_bundle_reader_count(reader);
    for (size_t i = 0; status == VZ_OK && i < n; i++) {
        const char *name = vz_bundle_reader_name(reader, i);
        int64_t sequence = sequence_of(name);
        if (sequence > 0) {
            status = take_entry(reader, name, sequence, store, result);
        }
    }
    return status;
}

// A bundle for another kiosk numbers its replies as that one does.
static enum vz_status check_device(struct vz_bundle_reader *reader,
                                   const char *device_id,
                                   struct vz_error *error) {
    char wanted[300];
    struct vz_strbuf title = {0};
    snprintf(wanted, sizeof(wanted), "\ndevice: %s\n", device_id);
    enum vz_status status =
        vz_bundle_reader_read(reader, VZ_BUNDLE_TITLE_ENTRY, 4096, &title);
    if (status == VZ_OK && !strstr(vz_strbuf_text(&title), wanted)) {
        vz_error_set(error, VZ_INVALID, "The bundle is for another kiosk.");
        status = VZ_INVALID;
    }
    vz_strbuf_finish(&title);
    return status;
}

enum vz_status vz_bundle_import(struct vz_kiosk_store *store,
                                const char *device_id, const char *path,
                                struct vz_bundle_result *result,
                                struct vz_error *error) {
    *result = (struct vz_bundle_result){0};
    struct vz_bundle_reader *reader = NULL;
    enum vz_status status =
        vz_bundle_reader_open(&reader, path, VZ_BUNDLE_FROM_HUB, error);
    if (status == VZ_OK) {
        status = check_device(reader, device_id, error);
    }
    if (status == VZ_OK) {
        status = take_replies(reader, store, result);
    }
    struct vz_sync_link link = {
        .store = store, .server = "bundle:", .bundle = reader};
    if (status == VZ_OK) {
        status = vz_form_fetcher_run(&link, &result->forms_changed, error);
    }
    if (status == VZ_OK) {
        status = vz_tombstone_fetcher_run(&link, error);
    }
    if (status == VZ_OK) {
        status = vz_outbox_note_success(store, vz_clock_wall_ms());
    }
    vz_bundle_reader_close(reader);
    return status;
}
