#include "outbox_post.h"

#include <stdio.h>
#include <string.h>

// Above what the lines around a part take, but for its names.
#define PART_OVERHEAD 320

static size_t part_size(const struct vz_outbox_attachment *file) {
    // A name stands twice, and escaped it is at most three times as long.
    return PART_OVERHEAD + 6 * strlen(file->name) + strlen(file->content_type) +
           file->len;
}

static size_t skip_accepted(const struct vz_outbox_record *record,
                            size_t from) {
    while (from < record->n_files && record->files[from].accepted) {
        from++;
    }
    return from;
}

struct vz_outbox_post vz_outbox_post_plan(const struct vz_outbox_record *record,
                                          size_t from, int64_t limit) {
    size_t size = 3 * PART_OVERHEAD + record->xml_len;
    size_t i = skip_accepted(record, from);
    struct vz_outbox_post post = {.first = i};
    while (i < record->n_files && post.n_files < VZ_OUTBOX_MAX_FILES) {
        size += part_size(&record->files[i]);
        if (post.n_files > 0 && size > (size_t)(limit > 0 ? limit : 0)) {
            break;
        }
        post.n_files++;
        i = skip_accepted(record, i + 1);
    }
    post.n = i - post.first;
    post.last = i == record->n_files;
    return post;
}

static void append_boundary(struct vz_strbuf *out,
                            const struct vz_outbox_record *record,
                            const char *end) {
    vz_strbuf_printf(out, "--vz-%s%s\r\n", record->xml_sha256, end);
}

// As browsers do: only what would end the quoted string is replaced.
static void append_quoted(struct vz_strbuf *out, const char *name) {
    vz_strbuf_append_char(out, '"');
    for (const char *c = name; *c; c++) {
        if (*c == '"' || *c == '\r' || *c == '\n') {
            vz_strbuf_printf(out, "%%%02X", (unsigned char)*c);
        } else {
            vz_strbuf_append_char(out, *c);
        }
    }
    vz_strbuf_append_char(out, '"');
}

static void append_part(struct vz_strbuf *out,
                        const struct vz_outbox_record *record, const char *name,
                        const char *filename, const char *content_type) {
    append_boundary(out, record, "");
    vz_strbuf_append(out, "Content-Disposition: form-data; name=");
    append_quoted(out, name);
    if (filename) {
        vz_strbuf_append(out, "; filename=");
        append_quoted(out, filename);
    }
    if (content_type) {
        vz_strbuf_printf(out, "\r\nContent-Type: %s", content_type);
    }
    vz_strbuf_append(out, "\r\n\r\n");
}

void vz_outbox_post_write(struct vz_strbuf *out,
                          const struct vz_outbox_record *record,
                          const struct vz_outbox_post *post) {
    append_part(out, record, "xml_submission_file", "submission.xml",
                "text/xml");
    vz_strbuf_append_n(out, record->xml, record->xml_len);
    vz_strbuf_append(out, "\r\n");
    if (!post->last) {
        // Collect says so; servers know it from the XML.
        append_part(out, record, "*isIncomplete*", NULL, NULL);
        vz_strbuf_append(out, "yes\r\n");
    }
    for (size_t i = post->first; i < post->first + post->n; i++) {
        const struct vz_outbox_attachment *file = &record->files[i];
        if (!file->accepted) {
            append_part(out, record, file->name, file->name,
                        file->content_type);
            vz_strbuf_append_n(out, file->bytes, file->len);
            vz_strbuf_append(out, "\r\n");
        }
    }
    append_boundary(out, record, "--");
}

void vz_outbox_post_type(char out[VZ_OUTBOX_POST_TYPE_SIZE],
                         const struct vz_outbox_record *record) {
    snprintf(out, VZ_OUTBOX_POST_TYPE_SIZE,
             "multipart/form-data; boundary=vz-%s", record->xml_sha256);
}
