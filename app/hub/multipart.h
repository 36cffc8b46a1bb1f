/*
 * multipart/form-data (RFC 7578), read as it comes.
 *
 * The body is fed in pieces of any size; parts and their bytes are reported at
 * once and never collected here. Input is from strangers: parts, headers and
 * names are limited, and what is no well-formed body is an error, never a
 * guess.
 */
#ifndef VZ_HUB_MULTIPART_H
#define VZ_HUB_MULTIPART_H

#include "base/status.h"

#include <stddef.h>

#define VZ_BOUNDARY_MAX 70   // RFC 2046
#define VZ_PART_TEXT 256     // bytes of a name, with its NUL
#define VZ_PART_HEADERS 4096 // bytes of one part's headers
#define VZ_PARTS_MAX 1000

// What a part's headers say.
struct vz_part {
    char name[VZ_PART_TEXT];
    char filename[VZ_PART_TEXT];     // "" = none
    char content_type[VZ_PART_TEXT]; // "" = none
    bool is_file;                    // a filename was given
};

// VZ_OK to go on; anything else ends the reading with that status.
struct vz_multipart_callbacks {
    enum vz_status (*on_part)(const struct vz_part *part, void *userdata);
    enum vz_status (*on_data)(const char *bytes, size_t len, void *userdata);
    enum vz_status (*on_part_end)(void *userdata);
    void *userdata;
};

struct vz_multipart {
    struct vz_multipart_callbacks callbacks;
    int state;
    char delimiter[VZ_BOUNDARY_MAX + 5]; // CR LF -- boundary
    size_t delimiter_len;
    size_t matched; // bytes of the delimiter seen
    char headers[VZ_PART_HEADERS];
    size_t headers_len;
    size_t n_parts;
    enum vz_status status; // of the first failure
};

// The boundary of a Content-Type header. VZ_UNSUPPORTED: another type.
// VZ_INVALID: no boundary, or none that RFC 2046 allows.
enum vz_status vz_multipart_boundary(const char *content_type,
                                     char out[VZ_BOUNDARY_MAX + 1]);

void vz_multipart_init(struct vz_multipart *multipart, const char *boundary,
                       const struct vz_multipart_callbacks *callbacks);
// VZ_SYNTAX, VZ_LIMIT, or what a callback answered; the same again afterwards.
enum vz_status vz_multipart_feed(struct vz_multipart *multipart,
                                 const char *bytes, size_t len);
// The body is over. VZ_SYNTAX when its last boundary is missing: truncated.
enum vz_status vz_multipart_end(struct vz_multipart *multipart);

#endif
