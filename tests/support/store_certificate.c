#include "store_certificate.h"

#include <openssl/bio.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include <stdlib.h>
#include <string.h>

static void must(int ok) {
    if (!ok) {
        abort();
    }
}

static void add_extension(X509 *x509, int nid, const char *value) {
    X509V3_CTX context;
    X509V3_set_ctx_nodb(&context);
    X509V3_set_ctx(&context, x509, x509, NULL, NULL, 0);
    X509_EXTENSION *extension = X509V3_EXT_conf_nid(NULL, &context, nid, value);
    must(extension != NULL);
    must(X509_add_ext(x509, extension, -1));
    X509_EXTENSION_free(extension);
}

static X509 *make_x509(EVP_PKEY *key) {
    X509 *x509 = X509_new();
    must(x509 != NULL);
    must(X509_set_version(x509, 2));
    ASN1_INTEGER_set(X509_get_serialNumber(x509), 1);
    X509_gmtime_adj(X509_getm_notBefore(x509), -86400);
    X509_gmtime_adj(X509_getm_notAfter(x509), 86400);
    X509_NAME *name = X509_get_subject_name(x509);
    must(X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC,
                                    (const unsigned char *)"127.0.0.1", -1, -1,
                                    0));
    must(X509_set_issuer_name(x509, name));
    must(X509_set_pubkey(x509, key));
    add_extension(x509, NID_basic_constraints, "critical,CA:TRUE");
    add_extension(x509, NID_subject_alt_name, "IP:127.0.0.1");
    must(X509_sign(x509, key, EVP_sha256()));
    return x509;
}

static char *take_text(BIO *bio) {
    char *data;
    long len = BIO_get_mem_data(bio, &data);
    char *text = strndup(data, (size_t)len);
    must(text != NULL);
    BIO_free(bio);
    return text;
}

struct store_certificate store_certificate_make(void) {
    EVP_PKEY *key = EVP_EC_gen("P-256");
    must(key != NULL);
    X509 *x509 = make_x509(key);
    BIO *certificate_bio = BIO_new(BIO_s_mem());
    BIO *key_bio = BIO_new(BIO_s_mem());
    must(PEM_write_bio_X509(certificate_bio, x509));
    must(PEM_write_bio_PrivateKey(key_bio, key, NULL, NULL, 0, NULL, NULL));
    X509_free(x509);
    EVP_PKEY_free(key);
    return (struct store_certificate){take_text(certificate_bio),
                                      take_text(key_bio)};
}

void store_certificate_finish(struct store_certificate *certificate) {
    free(certificate->certificate);
    free(certificate->key);
    *certificate = (struct store_certificate){0};
}
