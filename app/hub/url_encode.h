/*
 * Percent encoding of one part of an address.
 */
#ifndef VZ_HUB_URL_ENCODE_H
#define VZ_HUB_URL_ENCODE_H

#include "base/strbuf.h"

void vz_url_encode(struct vz_strbuf *out, const char *text);

#endif
