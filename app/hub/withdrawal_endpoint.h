/*
 * Taking a story back: GET and POST /w, and the two files of that page.
 *
 * The code comes in the body of a form and nowhere else: never in a path or a
 * query, which servers and proxies log.
 */
#ifndef VZ_HUB_WITHDRAWAL_ENDPOINT_H
#define VZ_HUB_WITHDRAWAL_ENDPOINT_H

#include "router.h"

extern const struct vz_endpoint vz_withdrawal_page_endpoint;
extern const struct vz_endpoint vz_withdrawal_post_endpoint;
extern const struct vz_endpoint vz_withdrawal_file_endpoint;

#endif
