/*
 * OpenRosa 1.0: the documents of the wire, written and read by both ends.
 *
 * Form list, manifest, response envelope, and what a submission says of
 * itself. https://docs.getodk.org/openrosa/ gives the formats.
 */
#ifndef VZ_OPENROSA_OPENROSA_H
#define VZ_OPENROSA_OPENROSA_H

#include "base/memory.h"
#include "base/status.h"
#include "base/strbuf.h"

#include <stdint.h>

#define VZ_OPENROSA_VERSION "1.0"

// ---------------------------------------------------------------- form list
struct vz_formlist_item {
    const char *form_id;
    const char *name;
    const char *version; // "" = none
    const char *hash;    // "md5:" + hex
    const char *download_url;
    const char *manifest_url; // NULL = no media
};
struct vz_formlist {
    struct vz_arena arena; // holds what parse gives
    struct vz_formlist_item *items;
    size_t n;
};
void vz_formlist_write(struct vz_strbuf *out,
                       const struct vz_formlist_item *items, size_t n);
// VZ_SYNTAX / VZ_INVALID with error: not a form list (a login page).
enum vz_status vz_formlist_parse(struct vz_formlist *list, const char *xml,
                                 size_t len, struct vz_error *error);
void vz_formlist_finish(struct vz_formlist *list);

// ----------------------------------------------------------------- manifest
struct vz_manifest_item {
    const char *filename; // checked: no '/', not "." or ".."
    const char *hash;
    const char *download_url;
    bool entity_list; // the hash tells a change but is not of the content
};
struct vz_manifest {
    struct vz_arena arena;
    struct vz_manifest_item *items;
    size_t n;
};
void vz_manifest_write(struct vz_strbuf *out,
                       const struct vz_manifest_item *items, size_t n);
enum vz_status vz_manifest_parse(struct vz_manifest *manifest, const char *xml,
                                 size_t len, struct vz_error *error);
void vz_manifest_finish(struct vz_manifest *manifest);

// ----------------------------------------------------------------- response
// A file the hub has stored durably; the kiosk compares before it lets go.
struct vz_stored_file {
    const char *name;   // "" for the XML itself
    const char *sha256; // hex
};
// The envelope, with our own <stored xmlns="urn:vertelzuil:hub" name= sha256=>
// elements that other clients ignore.
void vz_response_write(struct vz_strbuf *out, const char *message,
                       const struct vz_stored_file *files, size_t n_files);
struct vz_response {
    struct vz_arena arena;
    const char *message; // "" = none
    struct vz_stored_file *files;
    size_t n_files;
};
// VZ_SYNTAX / VZ_INVALID: this is not an OpenRosaResponse.
enum vz_status vz_response_parse(struct vz_response *response, const char *xml,
                                 size_t len);
void vz_response_finish(struct vz_response *response);

// --------------------------------------------------------------- submission
// One answer of an instance, in document order.
struct vz_submission_value {
    const char *path; // below the root: "group/question"
    const char *text; // "" = empty
    int repeat;       // index of the repeat row it lies in, -1 = the main row
};
// One instance of a repeat group found in the XML.
struct vz_submission_repeat {
    const char *path; // of the repeat group
    int parent;       // index of the enclosing repeat row, -1 = the main row
};
struct vz_submission {
    struct vz_arena arena;
    const char *form_id;       // root attribute id; NULL = missing
    const char *version;       // "" = none
    const char *instance_id;   // NULL = missing
    const char *deprecated_id; // or NULL
    const char *instance_name; // or NULL
    const char *device_id;     // from the metadata, or NULL
    int64_t sequence; // the device's own number (vz:sequence), 0 = none
    bool encrypted;
    const char **attachments; // file names the XML names (binary nodes of an
    size_t n_attachments;     //   encrypted manifest; else filled by the hub)
    struct vz_submission_value *values;
    size_t n_values;
    struct vz_submission_repeat *repeats;
    size_t n_repeats;
};
// Reads an instance in one streaming pass. `is_repeat` tells which paths are
// repeats (NULL: none are); it is asked once an element, at its start. Names
// are local names: orx:meta is "meta". An element without element children is
// a value, white space kept; text beside child elements is dropped. Without
// an attribute `id` the root's namespace is the form's id, as OpenRosa has it.
// VZ_SYNTAX: not well formed; VZ_INVALID: a document type is declared;
// VZ_LIMIT: over 10 MB, depth 100, 200,000 values, or names too long; error
// for the sender, without answers. Never expands entities. Empty on failure.
enum vz_status vz_submission_parse(struct vz_submission *submission,
                                   const char *xml, size_t len,
                                   bool (*is_repeat)(const char *path,
                                                     void *userdata),
                                   void *userdata, struct vz_error *error);
void vz_submission_finish(struct vz_submission *submission);

// --------------------------------------------------------------- tombstones
// `GET tombstones` at our hub: this line, then the SHA-256 of each instanceID
// that was erased, one a line, sorted.
#define VZ_TOMBSTONES_TITLE "vertelhub tombstones"

// ------------------------------------------------------------------- hashes
// Lower-case hex with final NUL; "" when there is no memory for a digest.
#define VZ_MD5_HEX 33
#define VZ_SHA256_HEX 65
void vz_md5_hex(const void *bytes, size_t len, char out[VZ_MD5_HEX]);
void vz_sha256_hex(const void *bytes, size_t len, char out[VZ_SHA256_HEX]);

#endif
