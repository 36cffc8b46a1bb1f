#include "outbox_sender.h"

#include "outbox_post.h"

#include "base/clock.h"
#include "base/log.h"
#include "openrosa/openrosa.h"

#include <ctype.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <sys/random.h>

// A server that fails for this many records in a row fails for all.
#define MAX_FAILURES_IN_A_ROW 5

// One round over the outbox.
struct round {
    struct vz_outbox_sender *sender;
    const struct vz_sync_link *link;
    struct vz_strbuf url; // of the submissions
    int64_t limit;        // bytes a post
    int failures_in_a_row;
    bool ended;            // no other record is tried
    enum vz_status status; // why
    const char *words;
};

static unsigned random_number(void) {
    unsigned number = 0;
    // Without randomness the pauses are only less spread.
    if (getrandom(&number, sizeof(number), GRND_NONBLOCK) < 0) {
        number = (unsigned)vz_clock_monotonic_us();
    }
    return number;
}

// ------------------------------------------------------------------ pauses

void vz_outbox_sender_pause(struct vz_outbox_sender *sender, int64_t pause_ms,
                            bool asked) {
    if (pause_ms == 0) {
        pause_ms = vz_outbox_pause_ms(sender->failures, random_number());
    }
    sender->failures++;
    sender->due_ms = vz_clock_monotonic_ms() + pause_ms;
    sender->pause_asked = asked;
}

void vz_outbox_sender_wake(struct vz_outbox_sender *sender) {
    if (!sender->pause_asked) {
        sender->due_ms = 0;
    }
}

bool vz_outbox_sender_is_paused(const struct vz_outbox_sender *sender) {
    return sender->due_ms > vz_clock_monotonic_ms();
}

static void end_round(struct round *round, enum vz_status status,
                      const char *words) {
    round->ended = true;
    round->status = status;
    round->words = words;
}

// ------------------------------------------------------------------ replies

// "409.18" when the reply's text carries its own status with a sub-code.
static void find_subcode(const struct vz_http_reply *reply, char out[16]) {
    char status[8];
    int len = snprintf(status, sizeof(status), "%d.", reply->status);
    out[0] = '\0';
    const char *at = strstr(vz_strbuf_text(&reply->body), status);
    size_t n = at ? (size_t)len : 0;
    while (at && n < 15 && isdigit((unsigned char)at[n])) {
        n++;
    }
    if (n > (size_t)len) {
        memcpy(out, at, n);
        out[n] = '\0';
    }
}

static enum vz_outbox_transport transport_of(enum vz_http_outcome outcome) {
    switch (outcome) {
    case VZ_HTTP_REPLIED:
        return VZ_OUTBOX_REPLIED;
    case VZ_HTTP_UNREACHED:
        return VZ_OUTBOX_UNREACHED;
    case VZ_HTTP_ELSEWHERE:
        return VZ_OUTBOX_ELSEWHERE;
    default:
        return VZ_OUTBOX_UNKNOWN;
    }
}

// Puts the reply through the policy. `response` holds what the body says, for
// the caller to finish.
static struct vz_outbox_decision judge(const struct vz_outbox_sender *sender,
                                       const struct vz_outbox_record *record,
                                       bool can_split,
                                       const struct vz_http_reply *reply,
                                       struct vz_response *response) {
    char subcode[16];
    find_subcode(reply, subcode);
    bool parsed = vz_response_parse(response, vz_strbuf_text(&reply->body),
                                    reply->body.len) == VZ_OK;
    struct vz_outbox_reply seen = {
        .transport = transport_of(reply->outcome),
        .status = reply->status,
        .openrosa_header = reply->openrosa,
        .openrosa_body = parsed,
        .subcode = subcode,
        .retry_after_s = reply->retry_after_s,
        .attempts = record->attempts,
        .conflicts = record->conflicts,
        .can_split = can_split,
        .random = random_number(),
    };
    struct vz_outbox_decision decision = vz_outbox_decide(&seen);
    if (decision.action == VZ_OUTBOX_BACK_OFF) {
        // Not the record's fault: the server's own failures count.
        seen.attempts = sender->failures;
        decision = vz_outbox_decide(&seen);
    }
    return decision;
}

// ------------------------------------------------------------------ records

static enum vz_status mark_failed(struct round *round,
                                  const struct vz_outbox_record *record,
                                  const struct vz_outbox_decision *decision,
                                  enum vz_outbox_hold hold) {
    struct vz_outbox_failure failure = {
        .next_attempt_ms = vz_clock_wall_ms() + decision->pause_ms,
        .pause_asked = decision->pause_asked,
        .conflict = decision->action == VZ_OUTBOX_RETRY_ONCE,
        .hold = hold,
        .reason = decision->words,
    };
    enum vz_status status =
        vz_outbox_mark_failed(round->link->store, record, &failure);
    if (status == VZ_OK) {
        status = vz_outbox_note_error(round->link->store, decision->words);
    }
    LOGW("sync: submission %" PRId64 "%s: %s", record->sequence,
         hold ? " is held" : "", decision->words);
    return status;
}

static enum vz_outbox_hold hold_of(enum vz_outbox_action action) {
    switch (action) {
    case VZ_OUTBOX_HOLD:
        return VZ_OUTBOX_HELD;
    case VZ_OUTBOX_HOLD_ONE_DAY:
    case VZ_OUTBOX_HOLD_ALL:
        return VZ_OUTBOX_HELD_DAILY;
    default:
        return VZ_OUTBOX_NOT_HELD;
    }
}

static void count_failure(struct round *round,
                          const struct vz_outbox_decision *decision) {
    bool retry = decision->action == VZ_OUTBOX_RETRY;
    round->failures_in_a_row = retry ? round->failures_in_a_row + 1 : 0;
    if (decision->action == VZ_OUTBOX_HOLD_ALL) {
        vz_outbox_sender_pause(round->sender, decision->pause_ms, false);
        end_round(round, VZ_LIMIT, decision->words);
    } else if (retry && decision->pause_asked) {
        vz_outbox_sender_pause(round->sender, decision->pause_ms, true);
        end_round(round, VZ_NETWORK, decision->words);
    } else if (round->failures_in_a_row >= MAX_FAILURES_IN_A_ROW) {
        vz_outbox_sender_pause(round->sender, 0, false);
        end_round(round, VZ_NETWORK, decision->words);
    }
}

// Everything but success and smaller posts.
static enum vz_status act(struct round *round,
                          const struct vz_outbox_record *record,
                          const struct vz_outbox_decision *decision) {
    switch (decision->action) {
    case VZ_OUTBOX_STOP_SERVER:
        vz_outbox_sender_pause(round->sender, decision->pause_ms, false);
        end_round(round, VZ_DENIED, decision->words);
        return VZ_OK;
    case VZ_OUTBOX_BACK_OFF:
        vz_outbox_sender_pause(round->sender, decision->pause_ms,
                               decision->pause_asked);
        end_round(round, VZ_NETWORK, decision->words);
        return VZ_OK;
    default:
        count_failure(round, decision);
        return mark_failed(round, record, decision, hold_of(decision->action));
    }
}

static void log_conflict(const struct vz_outbox_record *record,
                         const struct vz_response *response) {
    LOGW("sync: submission %" PRId64 ": our XML is %s", record->sequence,
         record->xml_sha256);
    for (size_t i = 0; i < response->n_files; i++) {
        const char *sha256 = response->files[i].sha256;
        if (strspn(sha256, "0123456789abcdef") == strlen(sha256)) {
            LOGW("sync: submission %" PRId64 ": the server has %.64s",
                 record->sequence, sha256);
        }
    }
}

static const struct vz_outbox_decision other_bytes = {
    .action = VZ_OUTBOX_HOLD,
    .words = "The server stored other bytes than were sent.",
};

// A post was answered with success. False: the record goes no further.
static bool accept(struct round *round, struct vz_outbox_record *record,
                   const struct vz_outbox_post *post,
                   const struct vz_response *response, enum vz_status *status) {
    *status = vz_outbox_mark_accepted(round->link->store, record, post->first,
                                      post->n, response->files,
                                      response->n_files);
    if (*status == VZ_CONFLICT) {
        log_conflict(record, response);
        *status = act(round, record, &other_bytes);
        return false;
    }
    return *status == VZ_OK;
}

static void send_post(struct round *round,
                      const struct vz_outbox_record *record,
                      const struct vz_outbox_post *post,
                      struct vz_http_reply *reply, size_t *size) {
    struct vz_strbuf body = {0};
    char type[VZ_OUTBOX_POST_TYPE_SIZE];
    vz_outbox_post_write(&body, record, post);
    vz_outbox_post_type(type, record);
    *size = body.len;
    if (body.failed) {
        LOG_OOM();
        reply->outcome = VZ_HTTP_UNREACHED;
    } else {
        const struct vz_http_request request = {.method = VZ_HTTP_POST,
                                                .url = round->url.data,
                                                .content_type = type,
                                                .body = body.data,
                                                .body_len = body.len};
        vz_http_client_send(round->link->http, &request, reply);
    }
    vz_strbuf_wipe(&body);
}

enum step {
    NEXT,  // part
    AGAIN, // in smaller posts
    DONE,  // with this record for now
};

static enum step step_of(struct round *round, struct vz_outbox_record *record,
                         const struct vz_outbox_post *post,
                         const struct vz_http_reply *reply, size_t size,
                         enum vz_status *status) {
    struct vz_response response;
    struct vz_outbox_decision decision =
        judge(round->sender, record, post->n_files > 1, reply, &response);
    enum step step = DONE;
    if (decision.action == VZ_OUTBOX_ACCEPTED) {
        bool go_on = accept(round, record, post, &response, status);
        step = go_on ? NEXT : DONE;
    } else if (decision.action == VZ_OUTBOX_SPLIT) {
        round->sender->limit_cap = (int64_t)(size / 2);
        step = AGAIN;
    } else {
        if (reply->status == 409) {
            log_conflict(record, &response);
        }
        *status = act(round, record, &decision);
    }
    vz_response_finish(&response);
    return step;
}

static int64_t limit_of(const struct round *round) {
    int64_t cap = round->sender->limit_cap;
    return cap && cap < round->limit ? cap : round->limit;
}

static const struct vz_outbox_decision not_named = {
    .action = VZ_OUTBOX_RETRY,
    .words = "The server has not confirmed every file.",
};

// All parts were accepted. Where the hub names what it stored, each name must
// have come, else everything goes again.
static enum vz_status conclude(struct round *round,
                               struct vz_outbox_record *record) {
    struct vz_kiosk_store *store = round->link->store;
    if (vz_outbox_is_stored(record)) {
        round->failures_in_a_row = 0;
        round->sender->failures = 0;
        return vz_outbox_mark_submitted(store, record);
    }
    struct vz_outbox_decision decision = not_named;
    decision.pause_ms = vz_outbox_pause_ms(record->attempts, random_number());
    enum vz_status status = vz_outbox_forget_accepted(store, record);
    return status == VZ_OK ? act(round, record, &decision) : status;
}

static enum vz_status send_parts(struct round *round,
                                 struct vz_outbox_record *record) {
    struct vz_http_reply reply = {0};
    enum vz_status status = VZ_OK;
    size_t from = 0;
    for (;;) {
        struct vz_outbox_post post =
            vz_outbox_post_plan(record, from, limit_of(round));
        size_t size;
        send_post(round, record, &post, &reply, &size);
        if (reply.outcome == VZ_HTTP_INTERRUPTED) {
            end_round(round, VZ_NETWORK, NULL);
            break;
        }
        enum step step = step_of(round, record, &post, &reply, size, &status);
        if (step == DONE) {
            break;
        }
        if (step == NEXT && post.last) {
            status = conclude(round, record);
            break;
        }
        from = step == NEXT ? post.first + post.n : from;
    }
    vz_http_reply_finish(&reply);
    return status;
}

static enum vz_status send_record(struct round *round,
                                  struct vz_outbox_record *record) {
    if (record->n_files > 0 && vz_outbox_is_stored(record)) {
        // Power was lost between the last reply and its mark.
        return conclude(round, record);
    }
    enum vz_status status = vz_outbox_mark_sending(round->link->store, record);
    if (status == VZ_CONFLICT) {
        return VZ_OK; // taken back at this moment: not ours to send any more
    }
    return status == VZ_OK ? send_parts(round, record) : status;
}

// -------------------------------------------------------------------- round

static const struct vz_outbox_decision unknown_address = {
    .action = VZ_OUTBOX_BACK_OFF,
    .words = "The server does not know the address that this kiosk has.",
};

// No record was sent yet, so none is to blame.
static void judge_probe(struct round *round,
                        const struct vz_http_reply *reply) {
    struct vz_outbox_reply seen = {
        .transport = transport_of(reply->outcome),
        .status = reply->status,
        .attempts = round->sender->failures,
        .random = random_number(),
    };
    if (seen.transport == VZ_OUTBOX_UNKNOWN) {
        seen.transport = VZ_OUTBOX_UNREACHED;
    }
    struct vz_outbox_decision decision = seen.transport == VZ_OUTBOX_REPLIED &&
                                                 seen.status == 404
                                             ? unknown_address
                                             : vz_outbox_decide(&seen);
    act(round, NULL, &decision);
}

// Some servers know no HEAD: their POST will tell. But where HEAD finds no
// such address or no valid key, each record would be held for nothing.
static bool lets_post(const struct vz_http_reply *reply) {
    if (reply->outcome != VZ_HTTP_REPLIED) {
        return false;
    }
    switch (reply->status) {
    case 204:
        return reply->openrosa;
    case 401:
    case 403:
    case 404:
        return false;
    default:
        return reply->status >= 400;
    }
}

// Asks once a round what the server takes.
static void probe(struct round *round) {
    struct vz_http_reply reply = {0};
    const struct vz_http_request request = {.method = VZ_HTTP_HEAD,
                                            .url = round->url.data};
    vz_http_client_send(round->link->http, &request, &reply);
    round->limit = reply.accept_length ? reply.accept_length
                                       : VZ_OUTBOX_DEFAULT_LIMIT;
    if (reply.outcome == VZ_HTTP_INTERRUPTED) {
        end_round(round, VZ_NETWORK, NULL);
    } else if (!lets_post(&reply)) {
        judge_probe(round, &reply);
    } else if (reply.status == 204) {
        // Where a redirect led to, on the same host.
        vz_strbuf_clear(&round->url);
        vz_strbuf_append(&round->url, vz_strbuf_text(&reply.url));
    }
    vz_http_reply_finish(&reply);
}

static enum vz_status send_all(struct round *round) {
    struct vz_outbox_record record;
    enum vz_status status;
    while (!round->ended &&
           (status = vz_outbox_next(round->link->store, vz_clock_wall_ms(),
                                    &record)) == VZ_OK) {
        status = send_record(round, &record);
        vz_outbox_record_finish(&record);
        if (status != VZ_OK) {
            // What cannot be written down must not be repeated at once.
            vz_outbox_sender_pause(round->sender, 0, false);
            return status;
        }
        vz_sync_link_tell_status(round->link);
    }
    return round->ended ? round->status
                        : (status == VZ_NOT_FOUND ? VZ_OK : status);
}

// VZ_OK: something is. VZ_NOT_FOUND, or what the store failed with.
static enum vz_status find_due(const struct vz_sync_link *link) {
    int64_t due_ms, now_ms = vz_clock_wall_ms();
    enum vz_status status = vz_outbox_next_due(link->store, &due_ms);
    bool later = due_ms > now_ms && due_ms <= now_ms + VZ_OUTBOX_MAX_PAUSE_MS;
    return status == VZ_OK && later ? VZ_NOT_FOUND : status;
}

static enum vz_status tell(struct round *round, enum vz_status status,
                           struct vz_error *error) {
    if (round->ended && round->words) {
        vz_outbox_note_error(round->link->store, round->words);
        vz_error_set(error, status, "%s", round->words);
        LOGW("sync: %s", round->words);
        vz_sync_link_tell_status(round->link);
    } else if (status != VZ_OK) {
        vz_error_set(error, status, "The outbox stopped: %s.",
                     vz_status_text(status));
    }
    return status;
}

enum vz_status vz_outbox_sender_run(struct vz_outbox_sender *sender,
                                    const struct vz_sync_link *link,
                                    struct vz_error *error) {
    enum vz_status status = find_due(link);
    if (status != VZ_OK) {
        return status;
    }
    struct round round = {.sender = sender, .link = link};
    vz_sync_link_url(link, &round.url, "submission");
    status = VZ_NOMEM;
    if (!round.url.failed) {
        probe(&round);
        status = round.ended ? round.status : send_all(&round);
    }
    status = tell(&round, status, error);
    vz_strbuf_finish(&round.url);
    return status;
}
