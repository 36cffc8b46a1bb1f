/*
 * People and their sessions: who signed in, until when, and as what.
 *
 * A session's token is 256 random bits and stands nowhere; the store holds its
 * SHA-256. The CSRF token is derived from it, so that it needs no storing.
 */
#ifndef VZ_STORAGE_HUB_HUB_SESSIONS_H
#define VZ_STORAGE_HUB_HUB_SESSIONS_H

#include "base/clock.h"
#include "consent_ladder.h"
#include "hub_store.h"

// Each may do what those before it may.
enum vz_hub_role {
    VZ_HUB_ROLE_NONE,
    VZ_HUB_ROLE_VIEWER,      // sees counts, and stories that may leave the team
    VZ_HUB_ROLE_COORDINATOR, // of the team: reads stories, reviews, reports
    VZ_HUB_ROLE_ADMIN,       // also forms, devices and people
};
// False when it is none of the three.
bool vz_hub_role_parse(const char *name, enum vz_hub_role *role);
const char *vz_hub_role_name(enum vz_hub_role role);
// What a role reads as: a viewer as somebody of the organisation, the others
// as the team that the teller spoke to.
enum vz_consent vz_hub_role_audience(enum vz_hub_role role);

#define VZ_PERSON_NAME_SIZE 128
struct vz_hub_person {
    int64_t user_id; // 0 = nobody
    enum vz_hub_role role;
    char name[VZ_PERSON_NAME_SIZE];
    char created_at[VZ_ISO_SIZE];
};
struct vz_hub_person_list {
    struct vz_hub_person *items; // for free(3)
    size_t n, cap;
};
// By name, or by number when `name` is NULL. VZ_NOT_FOUND.
enum vz_status vz_hub_person_find(struct vz_hub_store *store, const char *name,
                                  int64_t user_id,
                                  struct vz_hub_person *person);
// All of them, by name.
enum vz_status vz_hub_people(struct vz_hub_store *store,
                             struct vz_hub_person_list *list);
// Gives a person another role and ends their sessions, so that none outlives
// what it was given for. The role that they have changes nothing. VZ_NOT_FOUND;
// VZ_CONFLICT: the last admin stays one.
enum vz_status vz_hub_person_set_role(struct vz_hub_store *store,
                                      int64_t user_id, enum vz_hub_role role,
                                      const char *actor,
                                      struct vz_error *error);

#define VZ_SESSION_HOURS 24
struct vz_hub_session {
    char token[VZ_TOKEN_SIZE];
    char csrf[VZ_TOKEN_SIZE];
    char created_at[VZ_ISO_SIZE], expires_at[VZ_ISO_SIZE];
};
// Signs a person in, and forgets sessions that are over.
enum vz_status vz_hub_session_start(struct vz_hub_store *store,
                                    const struct vz_hub_person *person,
                                    struct vz_hub_session *session);
// Who holds a token. VZ_NOT_FOUND: unknown, ended or expired.
enum vz_status vz_hub_session_find(struct vz_hub_store *store,
                                   const char *token,
                                   struct vz_hub_person *person,
                                   struct vz_hub_session *session);
// VZ_NOT_FOUND: there is none.
enum vz_status vz_hub_session_end(struct vz_hub_store *store, const char *token,
                                  const char *actor);

#endif
