/*
 * Digests as hex, by OpenSSL. app/openrosa is the door of libcrypto.
 */
#include "openrosa.h"

#include <openssl/evp.h>

#include <string.h>

static void digest_hex(const EVP_MD *algorithm, const void *bytes, size_t len,
                       char *out, size_t out_size) {
    static const char digits[] = "0123456789abcdef";
    unsigned char digest[EVP_MAX_MD_SIZE];
    unsigned n = 0;
    out[0] = '\0';
    // Without memory there is no digest: the text stays empty and equals none.
    if (!EVP_Digest(bytes, len, digest, &n, algorithm, NULL) ||
        n * 2 + 1 > out_size) {
        return;
    }
    for (unsigned i = 0; i < n; i++) {
        out[i * 2] = digits[digest[i] >> 4];
        out[i * 2 + 1] = digits[digest[i] & 15];
    }
    out[n * 2] = '\0';
}

void vz_md5_hex(const void *bytes, size_t len, char out[VZ_MD5_HEX]) {
    digest_hex(EVP_md5(), bytes, len, out, VZ_MD5_HEX);
}

void vz_sha256_hex(const void *bytes, size_t len, char out[VZ_SHA256_HEX]) {
    digest_hex(EVP_sha256(), bytes, len, out, VZ_SHA256_HEX);
}
