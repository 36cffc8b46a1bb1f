/*
 * Who may come in: devices with their tokens, users with their passwords.
 *
 * A token carries 256 random bits, so a plain SHA-256 of it is enough to store
 * and a look-up by hash needs no comparison in constant time. Passwords are
 * chosen by people and get Argon2id.
 */
#include "hub_private.h"
#include "openrosa/openrosa.h"

#include <assert.h>
#include <sodium.h>
#include <string.h>

#define PASSWORD_MIN 10
#define ARGON_PASSES 2
#define ARGON_MEMORY ((size_t)19 * 1024 * 1024)

// Compared against when there is no such user, so that both answers take as
// long. It is the hash of a random text.
static const char no_user[] =
    "$argon2id$v=19$m=19456,t=2,p=1$Q+lhbdnxtE3P8G1eTkYvvA$"
    "4bJqYk2m3bCzq8mNnqz9u4yS8Xz1fG0a1yqfHk2J1v0";

#define NAME_BYTES_MAX 100

// A name stands in lists, tables and the export: one line of text that is
// there to be seen.
static enum vz_status check_name(const char *what, const char *name,
                                 struct vz_error *error) {
    size_t len = strlen(name);
    bool fits = len > 0 && len <= NAME_BYTES_MAX && name[0] != ' ' &&
                name[len - 1] != ' ';
    for (size_t i = 0; fits && i < len; i++) {
        fits = (unsigned char)name[i] >= ' ' && name[i] != 0x7f;
    }
    if (fits) {
        return VZ_OK;
    }
    vz_error_set(error, VZ_INVALID,
                 "The %s needs a name of one line, from 1 to %d bytes.", what,
                 NAME_BYTES_MAX);
    return VZ_INVALID;
}

static void hash_token(const char *token, char out[VZ_SHA256_HEX]) {
    vz_sha256_hex(token, strlen(token), out);
}

static void make_token(char token[VZ_TOKEN_SIZE]) {
    unsigned char bytes[32];
    randombytes_buf(bytes, sizeof(bytes));
    sodium_bin2base64(token, VZ_TOKEN_SIZE, bytes, sizeof(bytes),
                      sodium_base64_VARIANT_URLSAFE_NO_PADDING);
    sodium_memzero(bytes, sizeof(bytes));
}

static enum vz_status insert_device(struct vz_hub_store *store,
                                    const char *name, const char *token) {
    struct vz_stmt *stmt = vz_db_prepare(
        store->db, "INSERT INTO devices (name, token_sha256, created_at)"
                   " VALUES (?, ?, ?) ON CONFLICT (name) DO NOTHING");
    char hash[VZ_SHA256_HEX];
    char now[VZ_ISO_SIZE];
    hash_token(token, hash);
    vz_hub_now(now);
    vz_stmt_bind_text(stmt, 1, name);
    vz_stmt_bind_text(stmt, 2, hash);
    vz_stmt_bind_text(stmt, 3, now);
    enum vz_status status = vz_stmt_run(stmt);
    if (status == VZ_OK && vz_db_changes(store->db) == 0) {
        return VZ_EXISTS;
    }
    return status;
}

static enum vz_status fail(struct vz_error *error, enum vz_status status,
                           const char *what, const char *name) {
    if (status == VZ_EXISTS) {
        vz_error_set(error, status, "There is a %s named '%s' already.", what,
                     name);
    } else if (status != VZ_OK) {
        vz_error_set(error, status, "The %s could not be stored: %s.", what,
                     vz_status_text(status));
    }
    return status;
}

enum vz_status vz_hub_device_add(struct vz_hub_store *store, const char *name,
                                 const char *actor, char token[VZ_TOKEN_SIZE],
                                 struct vz_error *error) {
    enum vz_status status = check_name("device", name, error);
    if (status != VZ_OK) {
        return status;
    }
    make_token(token);
    bool began;
    status = vz_hub_enter(store, &began);
    if (status != VZ_OK) {
        return fail(error, status, "device", name);
    }
    status = insert_device(store, name, token);
    if (status == VZ_OK) {
        status = vz_hub_audit(store, actor, "device.add", name, NULL);
    }
    return fail(error, vz_hub_leave(store, began, status), "device", name);
}

enum vz_status vz_hub_device_by_token(struct vz_hub_store *store,
                                      const char *token, const char *name,
                                      int64_t *device_id) {
    struct vz_stmt *stmt = vz_db_prepare(
        store->db, "SELECT device_id FROM devices WHERE"
                   " token_sha256 = ?1 AND (name = ?2 OR ?2 IS NULL)"
                   " AND revoked_at IS NULL");
    char hash[VZ_SHA256_HEX];
    hash_token(token, hash);
    vz_stmt_bind_text(stmt, 1, hash);
    vz_stmt_bind_text(stmt, 2, name);
    enum vz_status status = vz_stmt_step(stmt);
    if (status == VZ_OK) {
        *device_id = vz_stmt_int(stmt, 0);
    }
    vz_stmt_reset(stmt);
    return status;
}

static enum vz_status revoke(struct vz_hub_store *store, const char *name) {
    struct vz_stmt *stmt =
        vz_db_prepare(store->db, "UPDATE devices SET revoked_at = ? WHERE"
                                 " name = ? AND revoked_at IS NULL");
    char now[VZ_ISO_SIZE];
    vz_hub_now(now);
    vz_stmt_bind_text(stmt, 1, now);
    vz_stmt_bind_text(stmt, 2, name);
    enum vz_status status = vz_stmt_run(stmt);
    if (status == VZ_OK && vz_db_changes(store->db) == 0) {
        return VZ_NOT_FOUND;
    }
    return status;
}

enum vz_status vz_hub_device_revoke(struct vz_hub_store *store,
                                    const char *name, const char *actor) {
    bool began;
    enum vz_status status = vz_hub_enter(store, &began);
    if (status != VZ_OK) {
        return status;
    }
    status = revoke(store, name);
    if (status == VZ_OK) {
        status = vz_hub_audit(store, actor, "device.revoke", name, NULL);
    }
    return vz_hub_leave(store, began, status);
}

static enum vz_status insert_user(struct vz_hub_store *store, const char *name,
                                  const char *hash, const char *role) {
    struct vz_stmt *stmt = vz_db_prepare(
        store->db, "INSERT INTO users (name, password_hash, role, created_at)"
                   " VALUES (?, ?, ?, ?) ON CONFLICT (name) DO NOTHING");
    char now[VZ_ISO_SIZE];
    vz_hub_now(now);
    vz_stmt_bind_text(stmt, 1, name);
    vz_stmt_bind_text(stmt, 2, hash);
    vz_stmt_bind_text(stmt, 3, role);
    vz_stmt_bind_text(stmt, 4, now);
    enum vz_status status = vz_stmt_run(stmt);
    if (status == VZ_OK && vz_db_changes(store->db) == 0) {
        return VZ_EXISTS;
    }
    return status;
}

enum vz_status vz_hub_user_add(struct vz_hub_store *store, const char *name,
                               const char *password, const char *role,
                               const char *actor, struct vz_error *error) {
    enum vz_status status = check_name("user", name, error);
    if (status != VZ_OK) {
        return status;
    }
    if (strlen(password) < PASSWORD_MIN) {
        vz_error_set(error, VZ_INVALID,
                     "The password is shorter than %d characters. Choose a "
                     "longer one.",
                     PASSWORD_MIN);
        return VZ_INVALID;
    }
    char hash[crypto_pwhash_STRBYTES];
    if (crypto_pwhash_str_alg(hash, password, strlen(password), ARGON_PASSES,
                              ARGON_MEMORY, crypto_pwhash_ALG_ARGON2ID13)) {
        vz_error_nomem(error);
        return VZ_NOMEM;
    }
    bool began;
    status = vz_hub_enter(store, &began);
    if (status != VZ_OK) {
        return fail(error, status, "user", name);
    }
    status = insert_user(store, name, hash, role);
    if (status == VZ_OK) {
        status = vz_hub_audit(store, actor, "user.add", name, role);
    }
    return fail(error, vz_hub_leave(store, began, status), "user", name);
}

static_assert(VZ_PASSWORD_HASH_SIZE >= crypto_pwhash_STRBYTES,
              "a hash fits its buffer");

enum vz_status vz_hub_password_hash(struct vz_hub_store *store,
                                    const char *name,
                                    char hash[VZ_PASSWORD_HASH_SIZE]) {
    struct vz_stmt *stmt = vz_db_prepare(
        store->db, "SELECT password_hash FROM users WHERE name = ?");
    memset(hash, 0, VZ_PASSWORD_HASH_SIZE);
    memcpy(hash, no_user, sizeof(no_user));
    vz_stmt_bind_text(stmt, 1, name);
    enum vz_status status = vz_stmt_step(stmt);
    const char *text = status == VZ_OK ? vz_stmt_text(stmt, 0) : NULL;
    if (text && strlen(text) < crypto_pwhash_STRBYTES) {
        memset(hash, 0, VZ_PASSWORD_HASH_SIZE);
        memcpy(hash, text, strlen(text));
    }
    vz_stmt_reset(stmt);
    return status;
}

bool vz_hub_password_fits(const char hash[VZ_PASSWORD_HASH_SIZE],
                          const char *password) {
    return crypto_pwhash_str_verify(hash, password, strlen(password)) == 0;
}

enum vz_status vz_hub_user_check(struct vz_hub_store *store, const char *name,
                                 const char *password) {
    char hash[VZ_PASSWORD_HASH_SIZE];
    enum vz_status status = vz_hub_password_hash(store, name, hash);
    if (status != VZ_OK && status != VZ_NOT_FOUND) {
        return status;
    }
    bool fits = vz_hub_password_fits(hash, password);
    return fits && status == VZ_OK ? VZ_OK : VZ_DENIED;
}
