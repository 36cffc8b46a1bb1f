#include "hub_sessions.h"

#include "hub_private.h"
#include "openrosa/openrosa.h"

#include <sodium.h>
#include <stdio.h>
#include <string.h>

// -------------------------------------------------------------------- roles
static const char *const roles[] = {"", "viewer", "coordinator", "admin"};

bool vz_hub_role_parse(const char *name, enum vz_hub_role *role) {
    for (int i = VZ_HUB_ROLE_VIEWER; i <= VZ_HUB_ROLE_ADMIN; i++) {
        if (name && !strcmp(name, roles[i])) {
            *role = (enum vz_hub_role)i;
            return true;
        }
    }
    return false;
}

const char *vz_hub_role_name(enum vz_hub_role role) {
    return roles[role];
}

enum vz_consent vz_hub_role_audience(enum vz_hub_role role) {
    return role >= VZ_HUB_ROLE_COORDINATOR ? VZ_CONSENT_TEAM
                                           : VZ_CONSENT_ORGANISATION;
}

// ------------------------------------------------------------------- people
static void copy(char *out, size_t size, struct vz_stmt *stmt, int column) {
    const char *text = vz_stmt_text(stmt, column);
    snprintf(out, size, "%s", text ? text : "");
}

// The columns of a person, in the order of read_person.
#define PERSON_COLUMNS "u.user_id, u.name, u.role, u.created_at"

static void read_person(struct vz_stmt *stmt, struct vz_hub_person *person) {
    *person = (struct vz_hub_person){.user_id = vz_stmt_int(stmt, 0)};
    copy(person->name, sizeof(person->name), stmt, 1);
    // A role of a newer program gives no rights here.
    vz_hub_role_parse(vz_stmt_text(stmt, 2), &person->role);
    copy(person->created_at, sizeof(person->created_at), stmt, 3);
}

enum vz_status vz_hub_person_find(struct vz_hub_store *store, const char *name,
                                  int64_t user_id,
                                  struct vz_hub_person *person) {
    struct vz_stmt *stmt =
        name ? vz_db_prepare(store->db, "SELECT " PERSON_COLUMNS
                                        " FROM users AS u WHERE u.name = ?")
             : vz_db_prepare(store->db, "SELECT " PERSON_COLUMNS
                                        " FROM users AS u WHERE u.user_id = ?");
    if (name) {
        vz_stmt_bind_text(stmt, 1, name);
    } else {
        vz_stmt_bind_int(stmt, 1, user_id);
    }
    enum vz_status status = vz_stmt_step(stmt);
    if (status == VZ_OK) {
        read_person(stmt, person);
    }
    vz_stmt_reset(stmt);
    return status;
}

enum vz_status vz_hub_people(struct vz_hub_store *store,
                             struct vz_hub_person_list *list) {
    struct vz_stmt *stmt = vz_db_prepare(
        store->db, "SELECT " PERSON_COLUMNS " FROM users AS u ORDER BY u.name");
    enum vz_status status;
    while ((status = vz_stmt_step(stmt)) == VZ_OK) {
        if (!vz_grow(&list->items, &list->cap, list->n, sizeof(*list->items))) {
            status = VZ_NOMEM;
            break;
        }
        read_person(stmt, &list->items[list->n++]);
    }
    vz_stmt_reset(stmt);
    return status == VZ_NOT_FOUND ? VZ_OK : status;
}

static enum vz_status count_admins(struct vz_hub_store *store, int64_t *n) {
    struct vz_stmt *stmt = vz_db_prepare(
        store->db, "SELECT count(*) FROM users WHERE role = 'admin'");
    enum vz_status status = vz_stmt_step(stmt);
    *n = status == VZ_OK ? vz_stmt_int(stmt, 0) : 0;
    vz_stmt_reset(stmt);
    return status;
}

static enum vz_status end_all(struct vz_hub_store *store, int64_t user_id) {
    struct vz_stmt *stmt =
        vz_db_prepare(store->db, "DELETE FROM sessions WHERE user_id = ?");
    vz_stmt_bind_int(stmt, 1, user_id);
    return vz_stmt_run(stmt);
}

static enum vz_status write_role(struct vz_hub_store *store,
                                 const struct vz_hub_person *person,
                                 enum vz_hub_role role, const char *actor) {
    struct vz_stmt *stmt =
        vz_db_prepare(store->db, "UPDATE users SET role = ? WHERE user_id = ?");
    vz_stmt_bind_text(stmt, 1, vz_hub_role_name(role));
    vz_stmt_bind_int(stmt, 2, person->user_id);
    enum vz_status status = vz_stmt_run(stmt);
    if (status == VZ_OK) {
        status = end_all(store, person->user_id);
    }
    return status == VZ_OK ? vz_hub_audit(store, actor, "user.role",
                                          person->name, vz_hub_role_name(role))
                           : status;
}

static enum vz_status set_role(struct vz_hub_store *store, int64_t user_id,
                               enum vz_hub_role role, const char *actor,
                               struct vz_error *error) {
    struct vz_hub_person person;
    int64_t admins = 0;
    enum vz_status status = vz_hub_person_find(store, NULL, user_id, &person);
    if (status == VZ_OK) {
        status = count_admins(store, &admins);
    }
    if (status == VZ_OK && person.role == VZ_HUB_ROLE_ADMIN &&
        role != VZ_HUB_ROLE_ADMIN && admins == 1) {
        vz_error_set(error, VZ_CONFLICT,
                     "This is the only administrator. Make another one first.");
        return VZ_CONFLICT;
    }
    return status == VZ_OK && person.role != role
               ? write_role(store, &person, role, actor)
               : status;
}

enum vz_status vz_hub_person_set_role(struct vz_hub_store *store,
                                      int64_t user_id, enum vz_hub_role role,
                                      const char *actor,
                                      struct vz_error *error) {
    bool began;
    enum vz_status status = vz_hub_enter(store, &began);
    return status == VZ_OK
               ? vz_hub_leave(store, began,
                              set_role(store, user_id, role, actor, error))
               : status;
}

// ----------------------------------------------------------------- sessions
static void encode(const unsigned char bytes[32], char out[VZ_TOKEN_SIZE]) {
    sodium_bin2base64(out, VZ_TOKEN_SIZE, bytes, 32,
                      sodium_base64_VARIANT_URLSAFE_NO_PADDING);
}

// Known to whoever holds the token and to nobody else.
static void derive_csrf(struct vz_hub_session *session) {
    static const char purpose[] = "vertelhub csrf";
    unsigned char bytes[32];
    crypto_generichash(bytes, sizeof(bytes), (const unsigned char *)purpose,
                       sizeof(purpose) - 1,
                       (const unsigned char *)session->token,
                       VZ_TOKEN_SIZE - 1);
    encode(bytes, session->csrf);
}

static void make_session(struct vz_hub_session *session) {
    unsigned char bytes[32];
    int64_t now = vz_clock_wall_ms();
    struct vz_datetime from = vz_clock_utc(now);
    struct vz_datetime until =
        vz_clock_utc(now + (int64_t)VZ_SESSION_HOURS * 3600 * 1000);
    randombytes_buf(bytes, sizeof(bytes));
    encode(bytes, session->token);
    sodium_memzero(bytes, sizeof(bytes));
    derive_csrf(session);
    vz_clock_format_iso(&from, session->created_at, VZ_ISO_SIZE);
    vz_clock_format_iso(&until, session->expires_at, VZ_ISO_SIZE);
}

static enum vz_status forget_old(struct vz_hub_store *store, const char *now) {
    struct vz_stmt *stmt =
        vz_db_prepare(store->db, "DELETE FROM sessions WHERE expires_at <= ?");
    vz_stmt_bind_text(stmt, 1, now);
    return vz_stmt_run(stmt);
}

static enum vz_status insert_session(struct vz_hub_store *store,
                                     int64_t user_id,
                                     const struct vz_hub_session *session) {
    struct vz_stmt *stmt = vz_db_prepare(
        store->db, "INSERT INTO sessions (token_sha256, user_id, created_at,"
                   " expires_at) VALUES (?, ?, ?, ?)");
    char hash[VZ_SHA256_HEX];
    vz_sha256_hex(session->token, strlen(session->token), hash);
    vz_stmt_bind_text(stmt, 1, hash);
    vz_stmt_bind_int(stmt, 2, user_id);
    vz_stmt_bind_text(stmt, 3, session->created_at);
    vz_stmt_bind_text(stmt, 4, session->expires_at);
    return vz_stmt_run(stmt);
}

enum vz_status vz_hub_session_start(struct vz_hub_store *store,
                                    const struct vz_hub_person *person,
                                    struct vz_hub_session *session) {
    bool began;
    make_session(session);
    enum vz_status status = vz_hub_enter(store, &began);
    if (status != VZ_OK) {
        return status;
    }
    status = forget_old(store, session->created_at);
    if (status == VZ_OK) {
        status = insert_session(store, person->user_id, session);
    }
    if (status == VZ_OK) {
        status = vz_hub_audit(store, person->name, "session.start",
                              person->name, NULL);
    }
    return vz_hub_leave(store, began, status);
}

enum vz_status vz_hub_session_find(struct vz_hub_store *store,
                                   const char *token,
                                   struct vz_hub_person *person,
                                   struct vz_hub_session *session) {
    if (strlen(token) != VZ_TOKEN_SIZE - 1) {
        return VZ_NOT_FOUND;
    }
    struct vz_stmt *stmt = vz_db_prepare(
        store->db, "SELECT " PERSON_COLUMNS ", s.created_at, s.expires_at"
                   " FROM sessions AS s JOIN users AS u"
                   " ON u.user_id = s.user_id"
                   " WHERE s.token_sha256 = ? AND s.expires_at > ?");
    char hash[VZ_SHA256_HEX], now[VZ_ISO_SIZE];
    vz_sha256_hex(token, strlen(token), hash);
    vz_hub_now(now);
    vz_stmt_bind_text(stmt, 1, hash);
    vz_stmt_bind_text(stmt, 2, now);
    enum vz_status status = vz_stmt_step(stmt);
    if (status == VZ_OK) {
        read_person(stmt, person);
        copy(session->created_at, VZ_ISO_SIZE, stmt, 4);
        copy(session->expires_at, VZ_ISO_SIZE, stmt, 5);
        memcpy(session->token, token, VZ_TOKEN_SIZE);
        derive_csrf(session);
    }
    vz_stmt_reset(stmt);
    return status;
}

static enum vz_status delete_session(struct vz_hub_store *store,
                                     const char *token, const char *actor) {
    struct vz_stmt *stmt =
        vz_db_prepare(store->db, "DELETE FROM sessions WHERE token_sha256 = ?");
    char hash[VZ_SHA256_HEX];
    vz_sha256_hex(token, strlen(token), hash);
    vz_stmt_bind_text(stmt, 1, hash);
    enum vz_status status = vz_stmt_run(stmt);
    if (status == VZ_OK && vz_db_changes(store->db) == 0) {
        return VZ_NOT_FOUND;
    }
    return status == VZ_OK
               ? vz_hub_audit(store, actor, "session.end", actor, NULL)
               : status;
}

enum vz_status vz_hub_session_end(struct vz_hub_store *store, const char *token,
                                  const char *actor) {
    bool began;
    enum vz_status status = vz_hub_enter(store, &began);
    return status == VZ_OK
               ? vz_hub_leave(store, began, delete_session(store, token, actor))
               : status;
}
