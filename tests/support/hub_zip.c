#include "support/hub_zip.h"

#include <archive.h>
#include <archive_entry.h>
#include <string.h>

static void read_entry(struct archive *archive, struct vz_strbuf *out) {
    char piece[4096];
    la_ssize_t n;
    while ((n = archive_read_data(archive, piece, sizeof(piece))) > 0) {
        vz_strbuf_append_n(out, piece, (size_t)n);
    }
}

bool hub_zip_read(const char *path, const char *name, struct vz_strbuf *out) {
    struct archive *archive = archive_read_new();
    archive_read_support_format_zip(archive);
    bool found = false;
    if (archive_read_open_filename(archive, path, 10240) == ARCHIVE_OK) {
        struct archive_entry *entry;
        while (!found &&
               archive_read_next_header(archive, &entry) == ARCHIVE_OK) {
            if (!strcmp(archive_entry_pathname_utf8(entry), name)) {
                read_entry(archive, out);
                found = true;
            }
        }
    }
    archive_read_free(archive);
    return found;
}
