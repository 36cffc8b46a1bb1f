/*
 * The withdrawal code: 12 digits that a respondent keeps, and what the
 * submission holds of them.
 *
 * Eleven digits are random, the twelfth is a check digit by Damm's scheme
 * (H. M. Damm, "Total anti-symmetrische Quasigruppen", 2004): it shows every
 * single wrong digit and every swap of two neighbours. The submission holds
 * Argon2id(code, organisation salt), from which the code cannot be told. The
 * kiosk makes it, the hub looks for it. sodium_init must have been called.
 */
#ifndef VZ_OPENROSA_CODE_H
#define VZ_OPENROSA_CODE_H

#include <stdbool.h>
#include <stddef.h>

#define VZ_CODE_DIGITS 12
#define VZ_CODE_SIZE (VZ_CODE_DIGITS + 1) // with its NUL
#define VZ_CODE_SHOWN_SIZE 15             // "1234 5678 9012"
#define VZ_CODE_HASH_SIZE 65              // 32 bytes in hexadecimal

// A new random code.
void vz_code_make(char out[VZ_CODE_SIZE]);
// True when `code` is 12 digits and the last one fits the others.
bool vz_code_valid(const char *code);
// Reads what a person typed: white space, dots and hyphens between the digits
// count for nothing. False (and an empty `out`) when it is no valid code.
bool vz_code_read(const char *text, char out[VZ_CODE_SIZE]);
// In three groups, as shown.
void vz_code_show(const char *code, char out[VZ_CODE_SHOWN_SIZE]);

// Argon2id (19 MB, 2 passes, 32 bytes) of the 12 digits, as 64 hexadecimal
// digits. Its salt is the first 16 bytes of BLAKE2b-256 over the text `salt`,
// so that hub and kiosks of one organisation agree. Takes tens of
// milliseconds: not for the main thread. False = out of memory.
bool vz_code_hash(const char *code, const char *salt,
                  char out[VZ_CODE_HASH_SIZE]);

#endif
