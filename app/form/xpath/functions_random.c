/*
 * Chance: random numbers, identifiers, and reproducible shuffling.
 */
#include "functions.h"

#include <math.h>
#include <string.h>

#include <openssl/evp.h>
#include <sys/random.h>

// Park and Miller's minimal standard generator: the seed of a form gives the
// same order here as in other ODK clients.
#define PARK_MILLER_MODULUS 2147483647
#define PARK_MILLER_FACTOR 16807

static uint64_t system_bits(void) {
    uint64_t bits = 0;
    // Up to 256 bytes are given whole, and only before the system's first
    // seeding can it wait.
    while (getrandom(&bits, sizeof(bits), 0) != sizeof(bits)) {
    }
    return bits;
}

// From [0, 1).
static double draw(const struct vz_eval *eval) {
    const struct vz_xpath_host *host = eval->context->host;
    if (host != NULL && host->random != NULL) {
        double number = host->random(host->userdata);
        return number >= 0 && number < 1 ? number : 0;
    }
    return (double)(system_bits() >> 11) / 9007199254740992.0; // 2^53
}

static bool run_random(struct vz_call *call, struct vz_xvalue *out) {
    vz_xvalue_set_number(out, draw(call->eval));
    return true;
}

static void append_hex(char *out, uint64_t bits, int n_digits) {
    static const char digits[] = "0123456789abcdef";
    for (int i = n_digits - 1; i >= 0; i--) {
        out[i] = digits[bits & 15];
        bits >>= 4;
    }
}

// RFC 4122, version 4.
static bool random_uuid(struct vz_xvalue *out) {
    uint64_t high = system_bits();
    uint64_t low = system_bits();
    high = (high & ~(uint64_t)0xF000) | 0x4000;
    low = (low & ~((uint64_t)3 << 62)) | ((uint64_t)2 << 62);
    char text[] = "xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx";
    append_hex(text, high >> 32, 8);
    append_hex(text + 9, high >> 16, 4);
    append_hex(text + 14, high, 4);
    append_hex(text + 19, low >> 48, 4);
    append_hex(text + 24, low, 12);
    return vz_xvalue_copy_text(out, text, 36);
}

#define MAX_GUID 1000

static bool run_uuid(struct vz_call *call, struct vz_xvalue *out) {
    static const char letters[] = "0123456789abcdefghijklmnopqrstuv";
    if (call->n_args == 0) {
        return random_uuid(out);
    }
    double wanted = call->args[0].number;
    if (!(wanted >= 1)) {
        return true;
    }
    size_t len = wanted > MAX_GUID ? MAX_GUID : (size_t)wanted;
    char text[MAX_GUID];
    for (size_t i = 0; i < len; i++) {
        text[i] = letters[system_bits() & 31];
    }
    return vz_xvalue_copy_text(out, text, len);
}

// --------------------------------------------------------------- randomize

// As Java converts double to long: NaN is 0, too large is the largest.
static int64_t to_long(double number) {
    if (isnan(number)) {
        return 0;
    }
    if (number >= 9223372036854775808.0) {
        return INT64_MAX;
    }
    if (number <= -9223372036854775808.0) {
        return INT64_MIN;
    }
    return (int64_t)number;
}

// Text that is no number seeds by the first 64 bits of its SHA-256.
static int64_t seed_of_text(const char *text) {
    unsigned char hash[EVP_MAX_MD_SIZE] = {0};
    EVP_Digest(text, strlen(text), hash, NULL, EVP_sha256(), NULL);
    uint64_t seed = 0;
    for (int i = 0; i < 8; i++) {
        seed = seed << 8 | hash[i];
    }
    return (int64_t)seed;
}

static bool seed_of(struct vz_xvalue *value, int64_t *seed) {
    double number;
    if (!vz_xvalue_number(value, VZ_SCALE_DAYS, &number)) {
        return false;
    }
    *seed = to_long(number);
    if (!isnan(number) || value->type == VZ_XPATH_NUMBER) {
        return true;
    }
    if (!vz_xvalue_to_text(value)) {
        return false;
    }
    *seed = value->text[0] != '\0' ? seed_of_text(value->text) : 0;
    return true;
}

static int64_t first_state(int64_t seed) {
    int64_t state = seed % PARK_MILLER_MODULUS;
    return state <= 0 ? state + PARK_MILLER_MODULUS - 1 : state;
}

static double next_number(int64_t *state) {
    *state = *state * PARK_MILLER_FACTOR % PARK_MILLER_MODULUS;
    return (double)(*state - 1) / (PARK_MILLER_MODULUS - 1);
}

// Fisher and Yates, inside out: item i takes the place of a random earlier
// one, which moves to the end. Done in place, as each item is read before its
// place is written.
static void shuffle(struct vz_call *call, int64_t *state,
                    struct vz_xvalue *nodes) {
    for (size_t i = 0; i < nodes->n; i++) {
        double number = state != NULL ? next_number(state) : draw(call->eval);
        size_t j = (size_t)floor(number * (double)(i + 1));
        j = j > i ? i : j;
        const struct vz_node *node = nodes->many[i];
        nodes->many[i] = nodes->many[j];
        nodes->many[j] = node;
    }
}

static bool run_randomize(struct vz_call *call, struct vz_xvalue *out) {
    int64_t state = 0;
    bool seeded = call->n_args > 1;
    if (seeded && !seed_of(&call->args[1], &state)) {
        return false;
    }
    state = first_state(state);
    vz_xvalue_move(out, &call->args[0]);
    if (out->n > 1) {
        shuffle(call, seeded ? &state : NULL, out);
    }
    return true;
}

const struct vz_function vz_functions_random[] = {
    {"random", "", run_random, VZ_FUNCTION_VOLATILE},
    {"uuid", "?n", run_uuid, VZ_FUNCTION_VOLATILE},
    {"randomize", "N?v", run_randomize,
     VZ_FUNCTION_NODESET | VZ_FUNCTION_VOLATILE_ALONE},
    {NULL, NULL, NULL, 0},
};
