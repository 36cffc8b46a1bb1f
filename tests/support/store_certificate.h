/*
 * A certificate for 127.0.0.1 that signs itself, for tests of TLS.
 */
#ifndef VZ_TESTS_STORE_CERTIFICATE_H
#define VZ_TESTS_STORE_CERTIFICATE_H

// PEM texts for free(3); aborts when they cannot be made.
struct store_certificate {
    char *certificate;
    char *key;
};
struct store_certificate store_certificate_make(void);
void store_certificate_finish(struct store_certificate *certificate);

#endif
