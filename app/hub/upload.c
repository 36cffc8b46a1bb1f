#include "upload.h"

#include "base/file.h"
#include "base/log.h"
#include "base/memory.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#define FILE_IN_MEMORY ((size_t)64 * 1024)
#define ALL_IN_MEMORY ((size_t)1024 * 1024)

struct vz_upload_file {
    char name[VZ_PART_TEXT];
    char content_type[VZ_PART_TEXT];
    char sha256[VZ_SHA256_HEX];
    struct vz_strbuf bytes; // while it is in memory
    bool spilled;
    size_t offset, len; // in the spill file
};

// ----------------------------------------------------------------- spilling
static enum vz_status open_spill(struct vz_upload *upload) {
    int fd = open(upload->dir, O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
    if (fd < 0 && (errno == EOPNOTSUPP || errno == EISDIR)) {
        // A file system without unnamed files: a name that is gone at once.
        char *path = vz_path_join(upload->dir, "upload-XXXXXX");
        fd = path ? mkostemp(path, O_CLOEXEC) : -1;
        if (fd >= 0) {
            unlink(path);
        }
        free(path);
    }
    upload->spill = fd;
    upload->has_spill = fd >= 0;
    if (fd < 0) {
        enum vz_status status = vz_status_from_errno(errno);
        LOGE("an upload could not be written: %s", strerror(errno));
        return status;
    }
    return VZ_OK;
}

static enum vz_status spill_bytes(struct vz_upload *upload, const char *bytes,
                                  size_t len) {
    while (len > 0) {
        ssize_t n = write(upload->spill, bytes, len);
        if (n < 0 && errno == EINTR) {
            continue;
        }
        if (n < 0) {
            enum vz_status status = vz_status_from_errno(errno);
            LOGE("an upload could not be written: %s", strerror(errno));
            return status;
        }
        bytes += n;
        len -= (size_t)n;
        upload->spill_len += (size_t)n;
    }
    return VZ_OK;
}

// Moves what the present file has in memory to the spill file.
static enum vz_status begin_spill(struct vz_upload *upload,
                                  struct vz_upload_file *file) {
    enum vz_status status = !upload->has_spill ? open_spill(upload) : VZ_OK;
    if (status != VZ_OK) {
        return status;
    }
    file->spilled = true;
    file->offset = upload->spill_len;
    upload->in_memory -= file->bytes.len;
    status = spill_bytes(upload, file->bytes.data, file->bytes.len);
    vz_strbuf_finish(&file->bytes);
    return status;
}

static enum vz_status file_data(struct vz_upload *upload, const char *bytes,
                                size_t len) {
    struct vz_upload_file *file = &upload->files[upload->n_files - 1];
    file->len += len;
    if (!file->spilled && (file->len > FILE_IN_MEMORY ||
                           upload->in_memory + len > ALL_IN_MEMORY)) {
        enum vz_status status = begin_spill(upload, file);
        if (status != VZ_OK) {
            return status;
        }
    }
    if (file->spilled) {
        return spill_bytes(upload, bytes, len);
    }
    upload->in_memory += len;
    vz_strbuf_append_n(&file->bytes, bytes, len);
    return file->bytes.failed ? VZ_NOMEM : VZ_OK;
}

// -------------------------------------------------------------------- parts
// Names are stored and later written by exports: a plain file name only.
static bool is_plain_name(const char *name) {
    if (!*name || !strcmp(name, ".") || !strcmp(name, "..")) {
        return false;
    }
    for (; *name; name++) {
        if ((unsigned char)*name < 0x20 || *name == 0x7f || *name == '/' ||
            *name == '\\') {
            return false;
        }
    }
    return true;
}

static enum vz_status begin_file(struct vz_upload *upload,
                                 const struct vz_part *part) {
    if (!is_plain_name(part->filename)) {
        return VZ_INVALID;
    }
    if (!vz_grow(&upload->files, &upload->files_cap, upload->n_files,
                 sizeof(*upload->files))) {
        return VZ_NOMEM;
    }
    struct vz_upload_file *file = &upload->files[upload->n_files++];
    memset(file, 0, sizeof(*file));
    strcpy(file->name, part->filename);
    strcpy(file->content_type, part->content_type);
    upload->part = VZ_UPLOAD_FILE;
    return VZ_OK;
}

static enum vz_status on_part(const struct vz_part *part, void *userdata) {
    struct vz_upload *upload = userdata;
    crypto_hash_sha256_init(&upload->hash);
    upload->part = VZ_UPLOAD_SKIP;
    if (!strcmp(part->name, "xml_submission_file")) {
        upload->part = VZ_UPLOAD_XML;
        bool second = upload->has_xml;
        upload->has_xml = true;
        return second ? VZ_INVALID : VZ_OK;
    }
    // A field without a file name ("*isIncomplete*") says nothing of use: what
    // is missing is known from the XML.
    return part->is_file ? begin_file(upload, part) : VZ_OK;
}

static enum vz_status on_data(const char *bytes, size_t len, void *userdata) {
    struct vz_upload *upload = userdata;
    if (upload->part == VZ_UPLOAD_SKIP) {
        return VZ_OK;
    }
    crypto_hash_sha256_update(&upload->hash, (const unsigned char *)bytes, len);
    if (upload->part == VZ_UPLOAD_FILE) {
        return file_data(upload, bytes, len);
    }
    if (upload->xml.len + len > VZ_UPLOAD_XML_MAX) {
        return VZ_LIMIT;
    }
    vz_strbuf_append_n(&upload->xml, bytes, len);
    return upload->xml.failed ? VZ_NOMEM : VZ_OK;
}

static enum vz_status on_part_end(void *userdata) {
    struct vz_upload *upload = userdata;
    unsigned char hash[crypto_hash_sha256_BYTES];
    crypto_hash_sha256_final(&upload->hash, hash);
    char *hex = upload->part == VZ_UPLOAD_XML ? upload->xml_sha256
                : upload->part == VZ_UPLOAD_FILE
                    ? upload->files[upload->n_files - 1].sha256
                    : NULL;
    if (hex) {
        sodium_bin2hex(hex, VZ_SHA256_HEX, hash, sizeof(hash));
    }
    return VZ_OK;
}

// ------------------------------------------------------------------- public
enum vz_status vz_upload_init(struct vz_upload *upload,
                              const char *content_type, const char *dir) {
    *upload = (struct vz_upload){.dir = dir};
    char boundary[VZ_BOUNDARY_MAX + 1];
    enum vz_status status = vz_multipart_boundary(content_type, boundary);
    if (status != VZ_OK) {
        return status;
    }
    struct vz_multipart_callbacks callbacks = {.on_part = on_part,
                                               .on_data = on_data,
                                               .on_part_end = on_part_end,
                                               .userdata = upload};
    vz_multipart_init(&upload->multipart, boundary, &callbacks);
    return VZ_OK;
}

void vz_upload_finish(struct vz_upload *upload) {
    for (size_t i = 0; i < upload->n_files; i++) {
        vz_strbuf_finish(&upload->files[i].bytes);
    }
    free(upload->files);
    free(upload->result);
    vz_strbuf_finish(&upload->xml);
    if (upload->spill_map) {
        munmap(upload->spill_map, upload->spill_len);
    }
    if (upload->has_spill) {
        close(upload->spill);
    }
    *upload = (struct vz_upload){0};
}

enum vz_status vz_upload_feed(struct vz_upload *upload, const char *bytes,
                              size_t len) {
    upload->n_bytes += (int64_t)len;
    if (upload->n_bytes > VZ_UPLOAD_MAX && upload->multipart.status == VZ_OK) {
        upload->multipart.status = VZ_LIMIT;
    }
    return vz_multipart_feed(&upload->multipart, bytes, len);
}

static enum vz_status map_spill(struct vz_upload *upload) {
    if (upload->spill_len == 0) {
        return VZ_OK;
    }
    void *map =
        mmap(NULL, upload->spill_len, PROT_READ, MAP_PRIVATE, upload->spill, 0);
    if (map == MAP_FAILED) {
        LOGE("an upload could not be read back: %s", strerror(errno));
        return vz_status_from_errno(errno);
    }
    upload->spill_map = map;
    return VZ_OK;
}

enum vz_status vz_upload_end(struct vz_upload *upload) {
    enum vz_status status = vz_multipart_end(&upload->multipart);
    if (status == VZ_OK && !upload->has_xml) {
        status = VZ_NOT_FOUND;
    }
    if (status == VZ_OK) {
        status = map_spill(upload);
    }
    if (status != VZ_OK) {
        return status;
    }
    upload->result = vz_alloc_array(upload->n_files, sizeof(*upload->result));
    if (!upload->result) {
        return VZ_NOMEM;
    }
    for (size_t i = 0; i < upload->n_files; i++) {
        const struct vz_upload_file *file = &upload->files[i];
        const char *map = upload->spill_map;
        upload->result[i] = (struct vz_hub_file){
            .name = file->name,
            .content_type = *file->content_type ? file->content_type : NULL,
            .sha256 = file->sha256,
            .bytes = file->spilled ? map + file->offset
                                   : vz_strbuf_text(&file->bytes),
            .len = file->len,
        };
    }
    return VZ_OK;
}
