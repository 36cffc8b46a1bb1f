#include "bundle_file.h"

#include "base/file.h"
#include "base/memory.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <zip.h>

struct vz_bundle_writer {
    char *path, *part; // where it will lie; what is being written
    zip_t *zip;
    bool failed;
};

struct vz_bundle_reader {
    zip_t *zip;
    size_t n;
};

// ------------------------------------------------------------------ writing
struct vz_bundle_writer *vz_bundle_writer_open(const char *path,
                                               struct vz_error *error) {
    struct vz_bundle_writer *writer = calloc(1, sizeof(*writer));
    struct vz_strbuf part = {0};
    vz_strbuf_printf(&part, "%s.part", path);
    int why = 0;
    if (writer) {
        writer->path = strdup(path);
        writer->part = vz_strbuf_take(&part);
    }
    if (!writer || !writer->path || !writer->part) {
        vz_strbuf_finish(&part);
        vz_bundle_writer_abandon(writer);
        vz_error_nomem(error);
        return NULL;
    }
    writer->zip = zip_open(writer->part, ZIP_CREATE | ZIP_TRUNCATE, &why);
    if (!writer->zip) {
        vz_error_set(error, VZ_IO, "%s cannot be written", path);
        vz_bundle_writer_abandon(writer);
        return NULL;
    }
    return writer;
}

void vz_bundle_writer_add(struct vz_bundle_writer *writer, const char *name,
                          const void *bytes, size_t len) {
    // The zip frees the copy when it is closed.
    void *copy = malloc(len ? len : 1);
    zip_source_t *source = NULL;
    if (copy) {
        memcpy(copy, bytes ? bytes : "", len);
        source = zip_source_buffer(writer->zip, copy, len, 1);
    }
    if (!source) {
        free(copy);
        writer->failed = true;
        return;
    }
    if (zip_file_add(writer->zip, name, source, ZIP_FL_ENC_UTF_8) < 0) {
        zip_source_free(source);
        writer->failed = true;
    }
}

static bool sync_file(const char *path) {
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    bool ok = fd >= 0 && fsync(fd) == 0;
    if (fd >= 0) {
        close(fd);
    }
    return ok;
}

static enum vz_status finish_zip(struct vz_bundle_writer *writer) {
    if (writer->failed) {
        return VZ_NOMEM;
    }
    if (zip_close(writer->zip) != 0) {
        zip_error_t *why = zip_get_error(writer->zip);
        int number = zip_error_code_system(why);
        return number ? vz_status_from_errno(number) : VZ_IO;
    }
    writer->zip = NULL;
    // The stick may be pulled out as soon as this is answered.
    if (!sync_file(writer->part) || rename(writer->part, writer->path) != 0) {
        return VZ_IO;
    }
    return VZ_OK;
}

enum vz_status vz_bundle_writer_close(struct vz_bundle_writer *writer,
                                      struct vz_error *error) {
    enum vz_status status = finish_zip(writer);
    if (status != VZ_OK) {
        vz_error_set(error, status, "%s cannot be written: %s", writer->path,
                     vz_status_text(status));
    }
    vz_bundle_writer_abandon(writer);
    return status;
}

void vz_bundle_writer_abandon(struct vz_bundle_writer *writer) {
    if (!writer) {
        return;
    }
    if (writer->zip) {
        zip_discard(writer->zip);
    }
    if (writer->part) {
        vz_file_remove(writer->part);
    }
    free(writer->path);
    free(writer->part);
    free(writer);
}

// ------------------------------------------------------------------ reading
// A relative path that stays inside: "a/b.xml".
static bool is_inside(const char *name) {
    if (!name || !*name || *name == '/' || strchr(name, '\\')) {
        return false;
    }
    for (const char *part = name; part; part = strchr(part, '/')) {
        part += *part == '/';
        if (!strncmp(part, "..", 2) && (!part[2] || part[2] == '/')) {
            return false;
        }
    }
    return true;
}

static enum vz_status check_entries(struct vz_bundle_reader *reader,
                                    const char *path, const char *title,
                                    struct vz_error *error) {
    struct vz_strbuf text = {0};
    if (reader->n > VZ_BUNDLE_ENTRIES_MAX) {
        vz_error_set(error, VZ_LIMIT, "%s has too many entries", path);
        return VZ_LIMIT;
    }
    enum vz_status status =
        vz_bundle_reader_read(reader, VZ_BUNDLE_TITLE_ENTRY, 4096, &text);
    bool right = status == VZ_OK &&
                 !strncmp(vz_strbuf_text(&text), title, strlen(title));
    vz_strbuf_finish(&text);
    for (size_t i = 0; right && i < reader->n; i++) {
        right = is_inside(vz_bundle_reader_name(reader, i));
    }
    if (status == VZ_NOMEM) {
        vz_error_nomem(error);
        return status;
    }
    if (!right) {
        vz_error_set(error, VZ_INVALID, "%s is no bundle that fits here", path);
        return VZ_INVALID;
    }
    return VZ_OK;
}

enum vz_status vz_bundle_reader_open(struct vz_bundle_reader **out,
                                     const char *path, const char *title,
                                     struct vz_error *error) {
    int why = 0;
    *out = NULL;
    zip_t *zip = zip_open(path, ZIP_RDONLY | ZIP_CHECKCONS, &why);
    if (!zip) {
        enum vz_status status = vz_file_exists(path) ? VZ_SYNTAX : VZ_NOT_FOUND;
        vz_error_set(error, status, "%s %s", path,
                     status == VZ_SYNTAX ? "is no zip file" : "is not there");
        return status;
    }
    struct vz_bundle_reader *reader = calloc(1, sizeof(*reader));
    if (!reader) {
        zip_discard(zip);
        vz_error_nomem(error);
        return VZ_NOMEM;
    }
    zip_int64_t n = zip_get_num_entries(zip, 0);
    *reader = (struct vz_bundle_reader){zip, n > 0 ? (size_t)n : 0};
    enum vz_status status = check_entries(reader, path, title, error);
    if (status != VZ_OK) {
        vz_bundle_reader_close(reader);
        return status;
    }
    *out = reader;
    return VZ_OK;
}

void vz_bundle_reader_close(struct vz_bundle_reader *reader) {
    if (reader) {
        zip_discard(reader->zip);
        free(reader);
    }
}

size_t vz_bundle_reader_count(const struct vz_bundle_reader *reader) {
    return reader->n;
}

const char *vz_bundle_reader_name(const struct vz_bundle_reader *reader,
                                  size_t index) {
    return zip_get_name(reader->zip, index, ZIP_FL_ENC_GUESS);
}

enum vz_status vz_bundle_reader_read(struct vz_bundle_reader *reader,
                                     const char *name, size_t max,
                                     struct vz_strbuf *out) {
    zip_stat_t stat;
    if (zip_stat(reader->zip, name, 0, &stat) != 0 ||
        !(stat.valid & ZIP_STAT_SIZE)) {
        return VZ_NOT_FOUND;
    }
    if (stat.size > max || max > VZ_BUNDLE_ENTRY_MAX) {
        return VZ_LIMIT;
    }
    size_t len = (size_t)stat.size;
    if (!vz_strbuf_reserve(out, len + 1)) {
        return VZ_NOMEM;
    }
    zip_file_t *file = zip_fopen_index(reader->zip, stat.index, 0);
    // One byte more than it should have: that is where a lie about the size,
    // and a wrong checksum, come to light.
    char end;
    bool good = file &&
                zip_fread(file, out->data + out->len, len) ==
                    (zip_int64_t)len &&
                zip_fread(file, &end, 1) == 0;
    if (file) {
        zip_fclose(file);
    }
    if (!good) {
        return VZ_CORRUPT;
    }
    out->len += len;
    out->data[out->len] = '\0';
    return VZ_OK;
}
