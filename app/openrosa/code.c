#include "code.h"

#include <sodium.h>
#include <stdio.h>
#include <string.h>

#define PASSES 2
#define MEMORY ((size_t)19 * 1024 * 1024)

// A totally anti-symmetric quasigroup of order 10 with zeros on the diagonal.
static const unsigned char damm[10][10] = {
    {0, 3, 1, 7, 5, 9, 8, 6, 4, 2}, {7, 0, 9, 2, 1, 5, 4, 8, 6, 3},
    {4, 2, 0, 6, 8, 7, 1, 3, 5, 9}, {1, 7, 5, 0, 9, 8, 3, 4, 2, 6},
    {6, 1, 2, 3, 0, 4, 5, 9, 7, 8}, {3, 6, 7, 4, 2, 0, 9, 5, 8, 1},
    {5, 8, 6, 9, 7, 2, 0, 1, 3, 4}, {8, 9, 4, 5, 3, 6, 2, 0, 1, 7},
    {9, 4, 3, 8, 6, 1, 7, 2, 0, 5}, {2, 5, 8, 1, 4, 3, 6, 7, 9, 0},
};

// 0 after a whole valid code; else the digit that would make it valid.
static unsigned check_digit(const char *digits, size_t n) {
    unsigned interim = 0;
    for (size_t i = 0; i < n; i++) {
        interim = damm[interim][digits[i] - '0'];
    }
    return interim;
}

void vz_code_make(char out[VZ_CODE_SIZE]) {
    for (size_t i = 0; i < VZ_CODE_DIGITS - 1; i++) {
        out[i] = (char)('0' + randombytes_uniform(10));
    }
    out[VZ_CODE_DIGITS - 1] =
        (char)('0' + check_digit(out, VZ_CODE_DIGITS - 1));
    out[VZ_CODE_DIGITS] = '\0';
}

bool vz_code_valid(const char *code) {
    return strlen(code) == VZ_CODE_DIGITS &&
           strspn(code, "0123456789") == VZ_CODE_DIGITS &&
           check_digit(code, VZ_CODE_DIGITS) == 0;
}

bool vz_code_read(const char *text, char out[VZ_CODE_SIZE]) {
    size_t n = 0;
    for (; *text; text++) {
        if (strchr(" \t\r\n.-", *text)) {
            continue;
        }
        if (n == VZ_CODE_DIGITS) {
            out[0] = '\0';
            return false;
        }
        out[n++] = *text;
    }
    out[n] = '\0';
    bool valid = vz_code_valid(out);
    if (!valid) {
        sodium_memzero(out, VZ_CODE_SIZE);
    }
    return valid;
}

void vz_code_show(const char *code, char out[VZ_CODE_SHOWN_SIZE]) {
    snprintf(out, VZ_CODE_SHOWN_SIZE, "%.4s %.4s %.4s", code, code + 4,
             code + 8);
}

bool vz_code_hash(const char *code, const char *salt,
                  char out[VZ_CODE_HASH_SIZE]) {
    unsigned char key[32], whole[32];
    crypto_generichash(whole, sizeof(whole), (const unsigned char *)salt,
                       strlen(salt), NULL, 0);
    bool ok = crypto_pwhash(key, sizeof(key), code, strlen(code), whole, PASSES,
                            MEMORY, crypto_pwhash_ALG_ARGON2ID13) == 0;
    if (ok) {
        sodium_bin2hex(out, VZ_CODE_HASH_SIZE, key, sizeof(key));
    }
    sodium_memzero(key, sizeof(key));
    return ok;
}
