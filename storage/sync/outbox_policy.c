#include "outbox_policy.h"

#include <stddef.h>
#include <string.h>

#define SECOND_MS INT64_C(1000)
#define HOUR_MS (3600 * SECOND_MS)
#define DAY_MS (24 * HOUR_MS)
#define FIRST_PAUSE_MS (30 * SECOND_MS)

// How long the pause of a rule is.
enum pause {
    NONE,
    GROWING, // 30 s, doubled each time, at most 1 h
    HOUR,
    DAY,
};

struct rule {
    const char *code; // status, or status and sub-code
    enum vz_outbox_action action;
    enum pause pause;
    const char *words;
};

// The first that fits counts: a sub-code stands before its status. Only what
// came from an OpenRosa server is looked up here.
static const struct rule rules[] = {
    {"400", VZ_OUTBOX_HOLD, NONE,
     "The server refuses this submission as not well formed."},
    {"402", VZ_OUTBOX_HOLD_ALL, DAY,
     "The account at the server is over its limit."},
    {"404", VZ_OUTBOX_HOLD, NONE,
     "The server does not know this form or version."},
    {"405", VZ_OUTBOX_HOLD_ONE_DAY, DAY, "The form is closed at the server."},
    {"409.2", VZ_OUTBOX_HOLD_ONE_DAY, DAY, "The form is closed at the server."},
    {"409.18", VZ_OUTBOX_RETRY_ONCE, GROWING,
     "The server says that this submission was deleted there."},
    {"409", VZ_OUTBOX_RETRY_ONCE, GROWING,
     "The server has other content under the same id."},
    {"410", VZ_OUTBOX_RETRY_ONCE, GROWING,
     "The server says that this submission was deleted or replaced there."},
    {"423", VZ_OUTBOX_RETRY, GROWING,
     "The server is still working on this submission."},
};

// These need no OpenRosa header: what stands before the server may say them.
static const struct rule proxy_rules[] = {
    {"401", VZ_OUTBOX_STOP_SERVER, HOUR,
     "The server does not accept this kiosk's key."},
    {"403", VZ_OUTBOX_STOP_SERVER, HOUR,
     "The server does not accept this kiosk's key."},
    {"407", VZ_OUTBOX_BACK_OFF, GROWING, "The network asks for a login."},
    {"408", VZ_OUTBOX_RETRY, GROWING, "The server did not answer in time."},
    {"429", VZ_OUTBOX_RETRY, GROWING, "The server asks to wait."},
    {"511", VZ_OUTBOX_BACK_OFF, GROWING, "The network asks for a login."},
};

static const struct rule unreached = {"", VZ_OUTBOX_BACK_OFF, GROWING,
                                      "The server cannot be reached."};
static const struct rule unknown = {
    "", VZ_OUTBOX_RETRY, GROWING,
    "The connection broke; it is not known whether all arrived."};
static const struct rule portal = {"", VZ_OUTBOX_BACK_OFF, GROWING,
                                   "The network asks for a login."};
static const struct rule failing = {"", VZ_OUTBOX_RETRY, GROWING,
                                    "The server has a failure of its own."};
static const struct rule too_large = {"", VZ_OUTBOX_HOLD, NONE,
                                      "A file is too large for the server."};
static const struct rule refused = {"", VZ_OUTBOX_HOLD, NONE,
                                    "The server refuses this submission."};
static const struct rule strange = {
    "", VZ_OUTBOX_RETRY, GROWING,
    "Something between this kiosk and the server refuses the submission."};
static const struct rule split = {"", VZ_OUTBOX_SPLIT, NONE,
                                  "The post is too large for the server."};
static const struct rule accepted = {"", VZ_OUTBOX_ACCEPTED, NONE, ""};

// Three digits, and with a sub-code all of it.
static bool fits(const struct rule *rule, const struct vz_outbox_reply *reply) {
    char status[4] = {(char)('0' + reply->status / 100 % 10),
                      (char)('0' + reply->status / 10 % 10),
                      (char)('0' + reply->status % 10), '\0'};
    return !strcmp(rule->code, status) ||
           (reply->subcode && !strcmp(rule->code, reply->subcode));
}

static const struct rule *find(const struct rule *table, size_t n,
                               const struct vz_outbox_reply *reply) {
    for (size_t i = 0; i < n; i++) {
        if (fits(&table[i], reply)) {
            return &table[i];
        }
    }
    return NULL;
}

static const struct rule *rule_of_status(const struct vz_outbox_reply *reply) {
    int status = reply->status;
    const struct rule *rule =
        find(proxy_rules, sizeof(proxy_rules) / sizeof(*proxy_rules), reply);
    if (rule) {
        return rule;
    }
    if (status == 413) {
        return reply->can_split ? &split : &too_large;
    }
    if (status >= 500) {
        return &failing;
    }
    if (status < 400) {
        bool stored = (status == 201 || status == 202) &&
                      reply->openrosa_header && reply->openrosa_body;
        return stored ? &accepted : &portal;
    }
    if (!reply->openrosa_header) {
        return &strange;
    }
    rule = find(rules, sizeof(rules) / sizeof(*rules), reply);
    return rule ? rule : &refused;
}

static const struct rule *rule_of(const struct vz_outbox_reply *reply) {
    switch (reply->transport) {
    case VZ_OUTBOX_UNREACHED:
        return &unreached;
    case VZ_OUTBOX_UNKNOWN:
        return &unknown;
    case VZ_OUTBOX_ELSEWHERE:
        return &portal;
    case VZ_OUTBOX_REPLIED:
        break;
    }
    return rule_of_status(reply);
}

int64_t vz_outbox_pause_ms(int attempts, unsigned random) {
    int64_t pause = FIRST_PAUSE_MS;
    for (int i = 0; i < attempts && pause < HOUR_MS; i++) {
        pause *= 2;
    }
    if (pause > HOUR_MS) {
        pause = HOUR_MS;
    }
    // Many kiosks that lost the same hub must not come back together. The
    // jitter keeps within the cap.
    int64_t quarter = pause / 4;
    int64_t jittered = pause - quarter + random % 1000 * quarter / 500;
    return jittered < HOUR_MS ? jittered : HOUR_MS;
}

static int64_t pause_of(const struct rule *rule,
                        const struct vz_outbox_reply *reply) {
    switch (rule->pause) {
    case GROWING:
        return vz_outbox_pause_ms(reply->attempts, reply->random);
    case HOUR:
        return HOUR_MS;
    case DAY:
        return DAY_MS;
    case NONE:
        break;
    }
    return 0;
}

struct vz_outbox_decision
vz_outbox_decide(const struct vz_outbox_reply *reply) {
    const struct rule *rule = rule_of(reply);
    struct vz_outbox_decision decision = {
        .action = rule->action,
        .pause_ms = pause_of(rule, reply),
        .words = rule->words,
    };
    if (rule->action == VZ_OUTBOX_RETRY_ONCE && reply->conflicts > 0) {
        decision.action = VZ_OUTBOX_HOLD;
        decision.pause_ms = 0;
    }
    // Kobo needs half a minute at least when it works on the same id.
    if (reply->status == 423 && decision.pause_ms < FIRST_PAUSE_MS) {
        decision.pause_ms = FIRST_PAUSE_MS;
    }
    int64_t asked = reply->retry_after_s > DAY_MS / SECOND_MS
                        ? DAY_MS
                        : reply->retry_after_s * SECOND_MS;
    if (asked > decision.pause_ms && rule->pause == GROWING &&
        decision.action != VZ_OUTBOX_HOLD) {
        decision.pause_ms = asked;
        decision.pause_asked = true;
    }
    return decision;
}
