/*
 * One submission on its way in: the XML part and the files of a request.
 *
 * Small files stay in memory; larger ones, and all after the first megabyte,
 * go to one unnamed file in the store's folder, which the system removes
 * whatever happens.
 */
#ifndef VZ_HUB_UPLOAD_H
#define VZ_HUB_UPLOAD_H

#include "base/status.h"
#include "base/strbuf.h"
#include "multipart.h"
#include "storage/hub/hub_submissions.h"

#include <sodium.h>

#define VZ_UPLOAD_MAX ((int64_t)100 * 1000 * 1000) // bytes of one request
#define VZ_UPLOAD_XML_MAX ((size_t)10 * 1000 * 1000)

struct vz_upload_file; // one file, private

struct vz_upload {
    struct vz_multipart multipart;
    const char *dir; // of the store; borrowed
    int64_t n_bytes; // of the body so far
    struct vz_strbuf xml;
    bool has_xml;
    struct vz_upload_file *files;
    size_t n_files, files_cap;
    size_t in_memory; // bytes of files kept in memory
    bool has_spill;
    int spill; // file descriptor
    size_t spill_len;
    void *spill_map; // after vz_upload_end
    enum {
        VZ_UPLOAD_SKIP, // a part that nobody asked for
        VZ_UPLOAD_XML,
        VZ_UPLOAD_FILE,
    } part;
    crypto_hash_sha256_state hash; // of the part that is being read
    char xml_sha256[VZ_SHA256_HEX];
    struct vz_hub_file *result; // after vz_upload_end
};

// Begins with a request's Content-Type. VZ_UNSUPPORTED, VZ_INVALID. Zeroed is
// allowed to finish.
enum vz_status vz_upload_init(struct vz_upload *upload,
                              const char *content_type, const char *dir);
void vz_upload_finish(struct vz_upload *upload);

// More of the body. VZ_SYNTAX, VZ_LIMIT, VZ_INVALID (a file name that is no
// plain name, a second XML part), VZ_FULL, VZ_NOMEM. Sticky.
enum vz_status vz_upload_feed(struct vz_upload *upload, const char *bytes,
                              size_t len);
// The body is complete: the XML and its hash are in `xml` and `xml_sha256`,
// the files in `result` (n_files), until vz_upload_finish. VZ_SYNTAX: it was
// cut. VZ_NOT_FOUND: there is no part named xml_submission_file.
enum vz_status vz_upload_end(struct vz_upload *upload);

#endif
