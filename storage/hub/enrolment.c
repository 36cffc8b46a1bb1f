#include "enrolment.h"

#include "base/clock.h"
#include "hub_private.h"
#include "openrosa/openrosa.h"

#include <ctype.h>
#include <sodium.h>
#include <stdio.h>
#include <string.h>

#define DIGITS 8
#define LIFE_MS ((int64_t)VZ_ENROLMENT_HOURS * 3600 * 1000)
#define NAME_SIZE 128

static const char letters[] = "23456789ABCDEFGHJKMNPQRSTUVWXYZ";

// "K7MP-Q2XW" from what a person typed. False: it is no code.
static bool normalise(const char *text, char code[VZ_ENROLMENT_CODE_SIZE]) {
    size_t n = 0;
    for (; *text; text++) {
        int c = toupper((unsigned char)*text);
        if (c == '-' || isspace(c)) {
            continue;
        }
        if (n == DIGITS + 1 || !strchr(letters, c)) {
            return false;
        }
        code[n++] = (char)c;
        if (n == DIGITS / 2) {
            code[n++] = '-';
        }
    }
    code[n < VZ_ENROLMENT_CODE_SIZE ? n : 0] = '\0';
    return n == DIGITS + 1;
}

static void make(char code[VZ_ENROLMENT_CODE_SIZE]) {
    for (int i = 0; i < DIGITS + 1; i++) {
        code[i] = i == DIGITS / 2
                      ? '-'
                      : letters[randombytes_uniform(sizeof(letters) - 1)];
    }
    code[DIGITS + 1] = '\0';
}

static enum vz_status insert(struct vz_hub_store *store, const char *name,
                             const char *code) {
    struct vz_stmt *stmt = vz_db_prepare(
        store->db, "INSERT INTO enrolments (name, code_sha256, expires_at)"
                   " VALUES (?, ?, ?) ON CONFLICT (name) DO UPDATE SET"
                   " code_sha256 = excluded.code_sha256,"
                   " expires_at = excluded.expires_at");
    char hash[VZ_SHA256_HEX], expires[VZ_ISO_SIZE];
    struct vz_datetime end = vz_clock_utc(vz_clock_wall_ms() + LIFE_MS);
    vz_clock_format_iso(&end, expires, sizeof(expires));
    vz_sha256_hex(code, strlen(code), hash);
    vz_stmt_bind_text(stmt, 1, name);
    vz_stmt_bind_text(stmt, 2, hash);
    vz_stmt_bind_text(stmt, 3, expires);
    return vz_stmt_run(stmt);
}

static enum vz_status check_new(struct vz_hub_store *store, const char *name) {
    struct vz_stmt *stmt =
        vz_db_prepare(store->db, "SELECT 1 FROM devices WHERE name = ?");
    vz_stmt_bind_text(stmt, 1, name);
    enum vz_status status = vz_stmt_step(stmt);
    vz_stmt_reset(stmt);
    return status == VZ_OK          ? VZ_EXISTS
           : status == VZ_NOT_FOUND ? VZ_OK
                                    : status;
}

enum vz_status vz_hub_enrolment_make(struct vz_hub_store *store,
                                     const char *name, const char *actor,
                                     char code[VZ_ENROLMENT_CODE_SIZE],
                                     struct vz_error *error) {
    bool began;
    if (strlen(name) >= NAME_SIZE) {
        vz_error_set(error, VZ_INVALID, "The name is too long.");
        return VZ_INVALID;
    }
    make(code);
    enum vz_status status = vz_hub_enter(store, &began);
    if (status == VZ_OK) {
        status = check_new(store, name);
        if (status == VZ_OK) {
            status = insert(store, name, code);
        }
        if (status == VZ_OK) {
            status = vz_hub_audit(store, actor, "device.code", name, NULL);
        }
        status = vz_hub_leave(store, began, status);
    }
    if (status == VZ_EXISTS) {
        vz_error_set(error, status, "There is a device named '%s' already.",
                     name);
    } else if (status != VZ_OK) {
        vz_error_set(error, status, "The code could not be stored: %s.",
                     vz_status_text(status));
    }
    return status;
}

// Takes the code out, so that nobody else can use it.
static enum vz_status take(struct vz_hub_store *store, const char *code,
                           char name[NAME_SIZE]) {
    char hash[VZ_SHA256_HEX], now[VZ_ISO_SIZE];
    vz_sha256_hex(code, strlen(code), hash);
    vz_hub_now(now);
    struct vz_stmt *stmt =
        vz_db_prepare(store->db, "DELETE FROM enrolments WHERE code_sha256 = ?"
                                 " RETURNING name, expires_at");
    vz_stmt_bind_text(stmt, 1, hash);
    enum vz_status status = vz_stmt_step(stmt);
    bool late = false;
    if (status == VZ_OK) {
        const char *text = vz_stmt_text(stmt, 0);
        snprintf(name, NAME_SIZE, "%s", text ? text : "");
        // ISO 8601 in UTC sorts as text.
        const char *expires = vz_stmt_text(stmt, 1);
        late = !expires || strcmp(expires, now) < 0;
    }
    vz_stmt_reset(stmt);
    return status == VZ_OK && late ? VZ_NOT_FOUND : status;
}

enum vz_status vz_hub_enrolment_use(struct vz_hub_store *store,
                                    const char *text, char token[VZ_TOKEN_SIZE],
                                    struct vz_error *error) {
    char code[VZ_ENROLMENT_CODE_SIZE + 1], name[NAME_SIZE];
    if (!normalise(text, code)) {
        vz_error_set(error, VZ_DENIED, "This is no code.");
        return VZ_DENIED;
    }
    bool began;
    enum vz_status status = vz_hub_enter(store, &began);
    if (status == VZ_OK) {
        status = take(store, code, name);
        if (status == VZ_OK) {
            status = vz_hub_device_add(store, name, "enrolment", token, error);
        }
        status = vz_hub_leave(store, began, status);
    }
    if (status == VZ_NOT_FOUND || status == VZ_EXISTS) {
        vz_error_set(error, VZ_DENIED, "The code is not known (any more).");
        return VZ_DENIED;
    }
    return status;
}
