/*
 * What a reply to a submission means, and what to do: one pure function.
 *
 * The table behind it is the union of what OpenRosa servers were seen to
 * answer (ODK Central, KoboToolbox, proxies and captive portals in front of
 * them). No action deletes a record.
 */
#ifndef VZ_STORAGE_SYNC_OUTBOX_POLICY_H
#define VZ_STORAGE_SYNC_OUTBOX_POLICY_H

#include <stdbool.h>
#include <stdint.h>

enum vz_outbox_transport {
    VZ_OUTBOX_REPLIED,
    VZ_OUTBOX_UNREACHED, // nothing was sent
    VZ_OUTBOX_UNKNOWN,   // it broke after something may have been sent
    VZ_OUTBOX_ELSEWHERE, // redirected to another host
};

struct vz_outbox_reply {
    enum vz_outbox_transport transport;
    int status;
    bool openrosa_header;
    bool openrosa_body;    // an OpenRosaResponse was parsed
    const char *subcode;   // "409.18" when the body carries one, else ""
    int64_t retry_after_s; // 0 = not asked
    int attempts;          // of this record that failed before
    int conflicts;         // refusals of it that were tried once more
    bool can_split;        // the post can be made smaller
    unsigned random;       // for the jitter
};

enum vz_outbox_action {
    VZ_OUTBOX_ACCEPTED,     // next part, or done
    VZ_OUTBOX_RETRY,        // the same bytes after a pause; other records go on
    VZ_OUTBOX_RETRY_ONCE,   // as RETRY, and counts as a conflict
    VZ_OUTBOX_HOLD,         // until staff looks; other records go on
    VZ_OUTBOX_HOLD_ONE_DAY, // held, tried again daily; other records go on
    VZ_OUTBOX_HOLD_ALL,     // the same, and no other record is tried either
    VZ_OUTBOX_SPLIT,        // smaller posts, at once
    VZ_OUTBOX_STOP_SERVER,  // nothing is sent to it until staff has looked
    VZ_OUTBOX_BACK_OFF,     // not our server: nothing is sent for a while
};

struct vz_outbox_decision {
    enum vz_outbox_action action;
    int64_t pause_ms;
    bool pause_asked;  // by the server
    const char *words; // for staff: a constant sentence, to be translated
};

struct vz_outbox_decision vz_outbox_decide(const struct vz_outbox_reply *reply);

// The pause after `attempts` failures: 30 s, doubled each time, at most 1 h,
// with a quarter more or less.
int64_t vz_outbox_pause_ms(int attempts, unsigned random);

#endif
