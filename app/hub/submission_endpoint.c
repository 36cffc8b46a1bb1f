#include "submission_endpoint.h"

#include "hub_server.h"
#include "intake.h"
#include "openrosa_reply.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

// A submission from the first byte of its body to the reply.
struct submission {
    struct vz_exchange *exchange;
    struct vz_intake intake;
    struct vz_writer_job job;
};

static void free_submission(void *state) {
    struct submission *submission = state;
    vz_intake_finish(&submission->intake);
    free(submission);
}

// True when something is wrong, and told.
static bool told(struct vz_exchange *exchange, struct vz_intake_reply reply) {
    if (reply.status) {
        vz_openrosa_reply(exchange, reply.status, reply.message);
    }
    return reply.status != 0;
}

static void accept_length(struct vz_exchange *exchange) {
    char limit[24];
    snprintf(limit, sizeof(limit), "%lld", (long long)VZ_UPLOAD_MAX);
    vz_http_reply_header(exchange->request, "X-OpenRosa-Accept-Content-Length",
                         limit);
}

static void submission_head_end(struct vz_exchange *exchange) {
    accept_length(exchange);
    vz_http_reply(exchange->request, 204, NULL, NULL);
}

static void submission_begin(struct vz_exchange *exchange) {
    accept_length(exchange);
    if (vz_http_content_length(exchange->request) > VZ_UPLOAD_MAX) {
        told(exchange, vz_intake_refusal(VZ_LIMIT));
        return;
    }
    struct submission *submission = calloc(1, sizeof(*submission));
    if (!submission) {
        told(exchange, vz_intake_refusal(VZ_NOMEM));
        return;
    }
    submission->exchange = exchange;
    exchange->state = submission;
    exchange->free_state = free_submission;
    told(exchange,
         vz_intake_init(&submission->intake,
                        vz_hub_server_catalogue(exchange->server),
                        vz_http_header(exchange->request, "Content-Type"),
                        vz_hub_server_folder(exchange->server)));
}

static void submission_body(struct vz_exchange *exchange, const char *bytes,
                            size_t len) {
    struct submission *submission = exchange->state;
    told(exchange, vz_intake_feed(&submission->intake, bytes, len));
}

static void reply_stored(struct submission *submission) {
    struct vz_strbuf body = {0};
    if (vz_intake_receipt(&submission->intake, &body)) {
        vz_http_reply(submission->exchange->request, 201, VZ_OPENROSA_TYPE,
                      &body);
    } else {
        // It is durable; the client asks again and hears the same.
        vz_openrosa_reply(submission->exchange, 503,
                          "The hub is out of memory. Send it again.");
    }
    vz_strbuf_finish(&body);
}

// On the writer's thread, after the commit.
static void stored(struct vz_writer_job *job) {
    struct submission *submission = job->owner;
    struct vz_exchange *exchange = submission->exchange;
    if (job->status == VZ_OK) {
        reply_stored(submission);
    } else {
        told(exchange, vz_intake_stored(job->status));
    }
    vz_http_resume(exchange->request);
}

static void submission_end(struct vz_exchange *exchange) {
    struct submission *submission = exchange->state;
    submission->job =
        (struct vz_writer_job){.done = stored, .owner = submission};
    if (told(exchange, vz_intake_end(&submission->intake, exchange->device_id,
                                     &submission->job.incoming))) {
        return;
    }
    // Suspended first: the writer may be done before this function returns.
    vz_http_defer(exchange->request);
    if (!vz_writer_push(vz_hub_server_writer(exchange->server),
                        &submission->job)) {
        vz_openrosa_reply(exchange, 503, "The hub is stopping.");
        vz_http_resume(exchange->request);
    }
}

const struct vz_endpoint vz_submission_head_endpoint = {
    .end = submission_head_end};
const struct vz_endpoint vz_submission_endpoint = {
    .begin = submission_begin,
    .body = submission_body,
    .end = submission_end,
};
