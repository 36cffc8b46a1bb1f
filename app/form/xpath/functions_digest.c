/*
 * Hashes, signatures and base64.
 */
#include "functions.h"

#include "base/strbuf.h"

#include <string.h>

#include <openssl/evp.h>

static const EVP_MD *algorithm_of(const char *name) {
    static const struct {
        const char *name;
        const EVP_MD *(*get)(void);
    } algorithms[] = {
        {"MD5", EVP_md5},        {"SHA-1", EVP_sha1},
        {"SHA-256", EVP_sha256}, {"SHA-384", EVP_sha384},
        {"SHA-512", EVP_sha512},
    };
    for (size_t i = 0; i < sizeof(algorithms) / sizeof(algorithms[0]); i++) {
        if (strcmp(algorithms[i].name, name) == 0) {
            return algorithms[i].get();
        }
    }
    return NULL;
}

static bool answer_hex(const unsigned char *bytes, size_t len,
                       struct vz_xvalue *out) {
    struct vz_strbuf buf = {0};
    for (size_t i = 0; i < len; i++) {
        vz_strbuf_printf(&buf, "%02x", bytes[i]);
    }
    return vz_xvalue_take_text(out, vz_strbuf_take(&buf));
}

static bool answer_base64(const unsigned char *bytes, size_t len,
                          struct vz_xvalue *out) {
    char text[EVP_MAX_MD_SIZE * 2];
    EVP_EncodeBlock((unsigned char *)text, bytes, (int)len);
    return vz_xvalue_copy_text(out, text, strlen(text));
}

bool vz_functions_know_digest(const char *algorithm, const char *encoding) {
    bool known = encoding == NULL || strcmp(encoding, "base64") == 0 ||
                 strcmp(encoding, "hex") == 0;
    return known && algorithm_of(algorithm) != NULL;
}

// digest(text, algorithm, encoding?): base64 unless hex is asked for. An
// algorithm or encoding that is unknown, and was not yet when the expression
// was compiled, answers "" in a form, which must go on, and fails elsewhere.
static bool run_digest(struct vz_call *call, struct vz_xvalue *out) {
    const char *text = call->args[0].text;
    const char *name = call->args[1].text;
    const char *encoding = call->n_args > 2 ? call->args[2].text : NULL;
    unsigned char hash[EVP_MAX_MD_SIZE];
    unsigned len = 0;
    if (!vz_functions_know_digest(name, encoding)) {
        return !call->eval->expr->plain ||
               vz_error_set(call->eval->context->error, VZ_INVALID,
                            VZ_DIGEST_UNKNOWN);
    }
    if (EVP_Digest(text, strlen(text), hash, &len, algorithm_of(name), NULL) !=
        1) {
        return false;
    }
    return encoding != NULL && strcmp(encoding, "hex") == 0
               ? answer_hex(hash, len, out)
               : answer_base64(hash, len, out);
}

static int base64_digit(char c) {
    static const char digits[] =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    const char *at = c != '\0' ? strchr(digits, c) : NULL;
    return at != NULL ? (int)(at - digits) : -1;
}

// Appends the decoded bytes. `*valid` is false when it is not base64.
static void decode_base64(const char *at, struct vz_strbuf *out, bool *valid) {
    unsigned bits = 0;
    int n_bits = 0;
    *valid = true;
    for (; *at != '\0' && *at != '='; at++) {
        int digit = base64_digit(*at);
        if (digit >= 0) {
            bits = (bits << 6 | (unsigned)digit) & 0xFFFFFF;
            n_bits += 6;
        } else if (strchr(" \t\r\n", *at) == NULL) {
            *valid = false;
            return;
        }
        if (n_bits >= 8) {
            n_bits -= 8;
            vz_strbuf_append_char(out, (char)(bits >> n_bits & 0xFF));
        }
    }
}

// Text that is not base64 answers "". What is decoded ends at a zero byte: the
// result is text.
static bool run_base64_decode(struct vz_call *call, struct vz_xvalue *out) {
    struct vz_strbuf buf = {0};
    bool valid;
    decode_base64(call->args[0].text, &buf, &valid);
    if (!valid) {
        vz_strbuf_finish(&buf);
        return true;
    }
    return vz_xvalue_take_text(out, vz_strbuf_take(&buf));
}

#define ED25519_SIGNATURE 64

static bool is_signed(const struct vz_strbuf *contents,
                      const struct vz_strbuf *key) {
    const unsigned char *bytes = (const unsigned char *)contents->data;
    EVP_PKEY *public = EVP_PKEY_new_raw_public_key(
        EVP_PKEY_ED25519, NULL, (const unsigned char *)vz_strbuf_text(key),
        key->len);
    EVP_MD_CTX *context = EVP_MD_CTX_new();
    bool ok = public != NULL && context != NULL &&
              EVP_DigestVerifyInit(context, NULL, NULL, NULL, public) == 1 &&
              EVP_DigestVerify(context, bytes, ED25519_SIGNATURE,
                               bytes + ED25519_SIGNATURE,
                               contents->len - ED25519_SIGNATURE) == 1;
    EVP_MD_CTX_free(context);
    EVP_PKEY_free(public);
    return ok;
}

// extract-signed(contents, key), both base64: an Ed25519 signature with the
// message after it, and the raw public key. The message, if the signature is
// right, else "".
static bool run_extract_signed(struct vz_call *call, struct vz_xvalue *out) {
    struct vz_strbuf contents = {0};
    struct vz_strbuf key = {0};
    bool valid[2];
    decode_base64(call->args[0].text, &contents, &valid[0]);
    decode_base64(call->args[1].text, &key, &valid[1]);
    bool ok = !contents.failed && !key.failed;
    if (ok && valid[0] && valid[1] && contents.len > ED25519_SIGNATURE &&
        is_signed(&contents, &key)) {
        ok = vz_xvalue_copy_text(out, contents.data + ED25519_SIGNATURE,
                                 contents.len - ED25519_SIGNATURE);
    }
    vz_strbuf_finish(&contents);
    vz_strbuf_finish(&key);
    return ok;
}

const struct vz_function vz_functions_digest[] = {
    {"digest", "ss?s", run_digest, 0},
    {"base64-decode", "s", run_base64_decode, 0},
    {"extract-signed", "ss", run_extract_signed, 0},
    {NULL, NULL, NULL, 0},
};
