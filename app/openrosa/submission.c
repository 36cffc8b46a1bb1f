/*
 * What a submission says of itself, read in one pass over its bytes.
 *
 * SAX, because the hub reads every submission that arrives and needs no tree.
 * The input is from a stranger: a document type ends the reading, and bytes,
 * depth, number of values and the sum of all paths are limited (a deep chain
 * of long names above many leaves would otherwise cost gigabytes).
 */
#include "openrosa.h"

#include "sax.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#define MAX_DEPTH 100
#define MAX_VALUES 200000
#define MAX_PATH_BYTES 2000
#define MAX_PATHS_BYTES (48 * 1024 * 1024)
#define MAX_ID_BYTES 249

// An element that is open. The root is frame 0 and has the empty path.
struct frame {
    size_t path_len; // of the parent's path
    int repeat;      // row that its values belong to
    bool has_children;
    bool is_repeat;
};

struct reader {
    struct vz_submission *submission;
    bool (*is_repeat)(const char *path, void *userdata);
    void *userdata;

    const char *reason; // why it is refused, in words, or NULL
    struct frame frames[MAX_DEPTH];
    size_t depth;
    const char *root_instance_id; // of an old client; metadata goes first
    struct vz_strbuf path;        // of the innermost open element
    struct vz_strbuf text;        // since the last element began
    size_t paths_bytes;

    struct vz_submission_value *values;
    size_t n_values, values_cap;
    struct vz_submission_repeat *repeats;
    size_t n_repeats, repeats_cap;
    const char **attachments;
    size_t n_attachments, attachments_cap;
};

static enum vz_status refuse(struct reader *reader, const char *reason) {
    reader->reason = reason;
    return VZ_LIMIT;
}

// ------------------------------------------------------------ what is found

// Metadata by path; the first that is not empty counts.
static const struct {
    const char *path;
    size_t offset;
} metadata[] = {
    {"meta/instanceID", offsetof(struct vz_submission, instance_id)},
    {"meta/deprecatedID", offsetof(struct vz_submission, deprecated_id)},
    {"meta/instanceName", offsetof(struct vz_submission, instance_name)},
    {"meta/deviceID", offsetof(struct vz_submission, device_id)},
};

static const char **metadata_field(struct vz_submission *submission,
                                   const char *path) {
    for (size_t i = 0; i < sizeof(metadata) / sizeof(*metadata); i++) {
        if (!strcmp(path, metadata[i].path)) {
            return (const char **)((char *)submission + metadata[i].offset);
        }
    }
    return NULL;
}

// The value's text without white space around it into *field.
static bool keep_trimmed(struct reader *reader, const char **field) {
    const char *text = vz_strbuf_text(&reader->text);
    size_t len = reader->text.len;
    vz_sax_trim(&text, &len);
    if (len == 0 || *field) {
        return true;
    }
    *field = vz_arena_strndup(&reader->submission->arena, text, len);
    return *field;
}

static bool keep_attachment(struct reader *reader) {
    if (!vz_grow(&reader->attachments, &reader->attachments_cap,
                 reader->n_attachments, sizeof(*reader->attachments))) {
        return false;
    }
    const char **name = &reader->attachments[reader->n_attachments];
    *name = NULL;
    if (!keep_trimmed(reader, name)) {
        return false;
    }
    reader->n_attachments += *name ? 1 : 0;
    return true;
}

static bool names_encrypted_file(const char *path) {
    return !strcmp(path, "media/file") || !strcmp(path, "encryptedXmlFile");
}

static bool keep_value(struct reader *reader, const struct frame *frame) {
    if (!vz_grow(&reader->values, &reader->values_cap, reader->n_values,
                 sizeof(*reader->values))) {
        return false;
    }
    struct vz_arena *arena = &reader->submission->arena;
    struct vz_submission_value *value = &reader->values[reader->n_values];
    value->path = vz_arena_strndup(arena, reader->path.data, reader->path.len);
    value->text = vz_arena_strndup(arena, vz_strbuf_text(&reader->text),
                                   reader->text.len);
    value->repeat = frame->repeat;
    if (!value->path || !value->text) {
        return false;
    }
    reader->n_values++;
    reader->paths_bytes += reader->path.len;

    const char **field = metadata_field(reader->submission, value->path);
    if (field && !keep_trimmed(reader, field)) {
        return false;
    }
    return !reader->submission->encrypted ||
           !names_encrypted_file(value->path) || keep_attachment(reader);
}

static enum vz_status end_leaf(struct reader *reader,
                               const struct frame *frame) {
    if (reader->n_values >= MAX_VALUES) {
        return refuse(reader, "it has over 200,000 values");
    }
    if (reader->paths_bytes > MAX_PATHS_BYTES) {
        return refuse(reader, "its names are too long");
    }
    return keep_value(reader, frame) ? VZ_OK : VZ_NOMEM;
}

static bool keep_repeat(struct reader *reader, int parent) {
    if (!vz_grow(&reader->repeats, &reader->repeats_cap, reader->n_repeats,
                 sizeof(*reader->repeats))) {
        return false;
    }
    struct vz_submission_repeat *repeat = &reader->repeats[reader->n_repeats];
    repeat->parent = parent;
    repeat->path = vz_arena_strndup(&reader->submission->arena,
                                    reader->path.data, reader->path.len);
    reader->paths_bytes += reader->path.len;
    reader->n_repeats += repeat->path ? 1 : 0;
    return repeat->path;
}

// --------------------------------------------------------------------- root

static const char **root_field(struct reader *reader, const char *name) {
    return !strcmp(name, "id")           ? &reader->submission->form_id
           : !strcmp(name, "version")    ? &reader->submission->version
           : !strcmp(name, "instanceID") ? &reader->root_instance_id
                                         : NULL;
}

// vz:sequence, a whole number above 0; anything else counts as not given.
static void take_sequence(struct vz_submission *submission, const char *text) {
    char *end;
    errno = 0;
    long long number = strtoll(text, &end, 10);
    if (!errno && *text && !*end && number > 0) {
        submission->sequence = number;
    }
}

static void take_root_attribute(struct reader *reader,
                                const struct vz_sax_attribute *attribute) {
    if (attribute->uri) {
        if (!strcmp(attribute->uri, "urn:vertelzuil:form") &&
            !strcmp(attribute->name, "sequence")) {
            take_sequence(reader->submission, attribute->value);
        }
        return; // in a namespace: not OpenRosa's
    }
    if (!strcmp(attribute->name, "encrypted")) {
        reader->submission->encrypted = !strcmp(attribute->value, "yes");
    }
    const char **field = root_field(reader, attribute->name);
    if (field && *attribute->value) {
        *field = attribute->value;
    }
}

static enum vz_status start_root(struct reader *reader,
                                 const struct vz_sax_element *element) {
    struct vz_submission *submission = reader->submission;
    for (size_t i = 0; i < element->n_attributes; i++) {
        struct vz_sax_attribute attribute =
            vz_sax_attribute(element, i, &submission->arena);
        if (!attribute.value) {
            return VZ_NOMEM;
        }
        take_root_attribute(reader, &attribute);
    }
    if (!submission->form_id && element->uri) {
        submission->form_id = vz_arena_strdup(&submission->arena, element->uri);
        if (!submission->form_id) {
            return VZ_NOMEM;
        }
    }
    reader->frames[0] = (struct frame){.repeat = -1};
    reader->depth = 1;
    return VZ_OK;
}

// ------------------------------------------------------------ the elements

static enum vz_status start_repeat(struct reader *reader, struct frame *frame,
                                   int parent) {
    if (reader->n_repeats >= MAX_VALUES) {
        return refuse(reader, "it has over 200,000 repeats");
    }
    frame->is_repeat = true;
    frame->repeat = (int)reader->n_repeats;
    return keep_repeat(reader, parent) ? VZ_OK : VZ_NOMEM;
}

static enum vz_status start_child(struct reader *reader, const char *name) {
    struct frame *parent = &reader->frames[reader->depth - 1];
    struct frame *frame = &reader->frames[reader->depth];
    parent->has_children = true;
    *frame =
        (struct frame){.path_len = reader->path.len, .repeat = parent->repeat};
    if (reader->path.len) {
        vz_strbuf_append_char(&reader->path, '/');
    }
    vz_strbuf_append(&reader->path, name);
    vz_strbuf_clear(&reader->text);
    if (reader->path.failed) {
        return VZ_NOMEM;
    }
    if (reader->path.len > MAX_PATH_BYTES) {
        return refuse(reader, "its names are too long");
    }
    reader->depth++;
    bool is_repeat = reader->is_repeat &&
                     reader->is_repeat(reader->path.data, reader->userdata);
    return is_repeat ? start_repeat(reader, frame, parent->repeat) : VZ_OK;
}

static enum vz_status on_start(void *userdata,
                               const struct vz_sax_element *element) {
    struct reader *reader = userdata;
    if (reader->depth == 0) {
        return start_root(reader, element);
    }
    if (reader->depth == MAX_DEPTH) {
        return refuse(reader, "its elements are nested over 100 deep");
    }
    return start_child(reader, element->name);
}

static enum vz_status on_end(void *userdata) {
    struct reader *reader = userdata;
    const struct frame *frame = &reader->frames[--reader->depth];
    if (reader->depth == 0) {
        return VZ_OK; // the root
    }
    enum vz_status status = VZ_OK;
    if (!frame->has_children && !frame->is_repeat) {
        status = end_leaf(reader, frame);
    }
    reader->path.len = frame->path_len;
    reader->path.data[frame->path_len] = '\0';
    return status;
}

static enum vz_status on_text(void *userdata, const char *text, size_t len) {
    struct reader *reader = userdata;
    vz_strbuf_append_n(&reader->text, text, len);
    return reader->text.failed ? VZ_NOMEM : VZ_OK;
}

static const struct vz_sax_callbacks callbacks = {on_start, on_end, on_text};

// ------------------------------------------------------------------ results

// Moves a grown array into the arena, where the caller looks for it.
static bool settle(struct vz_arena *arena, void *to, const void *items,
                   size_t n, size_t size) {
    void *copy = vz_arena_alloc_array(arena, n, size);
    if (copy && n) {
        memcpy(copy, items, n * size);
    }
    memcpy(to, &copy, sizeof(copy));
    return copy;
}

static enum vz_status settle_all(struct reader *reader) {
    struct vz_submission *submission = reader->submission;
    struct vz_arena *arena = &submission->arena;
    submission->n_values = reader->n_values;
    submission->n_repeats = reader->n_repeats;
    submission->n_attachments = reader->n_attachments;
    submission->version = submission->version ? submission->version : "";
    if (!submission->instance_id) {
        submission->instance_id = reader->root_instance_id;
    }
    if (submission->instance_id &&
        strlen(submission->instance_id) > MAX_ID_BYTES) {
        return refuse(reader, "its instanceID is over 249 characters");
    }
    return settle(arena, &submission->values, reader->values, reader->n_values,
                  sizeof(*reader->values)) &&
                   settle(arena, &submission->repeats, reader->repeats,
                          reader->n_repeats, sizeof(*reader->repeats)) &&
                   settle(arena, &submission->attachments, reader->attachments,
                          reader->n_attachments, sizeof(*reader->attachments))
               ? VZ_OK
               : VZ_NOMEM;
}

static void tell(const struct reader *reader, enum vz_status status, int line,
                 struct vz_error *error) {
    switch (status) {
    case VZ_SYNTAX:
        vz_error_set(error, status,
                     "The submission is not well-formed XML (line %d).", line);
        break;
    case VZ_INVALID:
        vz_error_set(error, status,
                     "The submission is refused: it declares a document "
                     "type.");
        break;
    case VZ_LIMIT:
        vz_error_set(error, status, "The submission is refused: %s.",
                     reader->reason ? reader->reason : "it is over 10 MB");
        break;
    default:
        vz_error_nomem(error);
        break;
    }
}

static void finish_reader(struct reader *reader) {
    vz_strbuf_finish(&reader->path);
    vz_strbuf_wipe(&reader->text);
    free(reader->values);
    free(reader->repeats);
    free(reader->attachments);
}

enum vz_status vz_submission_parse(struct vz_submission *submission,
                                   const char *xml, size_t len,
                                   bool (*is_repeat)(const char *path,
                                                     void *userdata),
                                   void *userdata, struct vz_error *error) {
    *submission = (struct vz_submission){0};
    struct reader reader = {
        .submission = submission, .is_repeat = is_repeat, .userdata = userdata};
    int line;
    enum vz_status status = vz_sax_read(xml, len, &callbacks, &reader, &line);
    if (status == VZ_OK) {
        status = settle_all(&reader);
    }
    if (status != VZ_OK) {
        tell(&reader, status, line, error);
        vz_submission_finish(submission);
    }
    finish_reader(&reader);
    return status;
}

void vz_submission_finish(struct vz_submission *submission) {
    if (submission) {
        vz_arena_finish(&submission->arena);
        *submission = (struct vz_submission){0};
    }
}
