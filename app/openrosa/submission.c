/*
 * What a submission says of itself, read in one pass over its bytes.
 *
 * SAX, because the hub reads every submission that arrives and needs no tree.
 * The input is from a stranger: a document type ends the reading, and bytes,
 * depth, number of values and the sum of all paths are limited (a deep chain
 * of long names above many leaves would otherwise cost gigabytes).
 */
#include "document.h"
#include "openrosa.h"

#include <libxml/parser.h>
#include <libxml/parserInternals.h>
#include <libxml/xmlerror.h>

#include <stdlib.h>
#include <string.h>

#define MAX_BYTES (10 * 1024 * 1024)
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

    xmlParserCtxt *parser;
    enum vz_status status; // the first failure of ours
    const char *reason;    // in words, or NULL
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

static void stop(struct reader *reader, enum vz_status status,
                 const char *reason) {
    if (reader->status == VZ_OK) {
        reader->status = status;
        reader->reason = reason;
    }
    xmlStopParser(reader->parser);
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
    vz_document_trim(&text, &len);
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

static void end_leaf(struct reader *reader, const struct frame *frame) {
    if (reader->n_values >= MAX_VALUES) {
        stop(reader, VZ_LIMIT, "it has over 200,000 values");
    } else if (reader->paths_bytes > MAX_PATHS_BYTES) {
        stop(reader, VZ_LIMIT, "its names are too long");
    } else if (reader->text.failed || !keep_value(reader, frame)) {
        stop(reader, VZ_NOMEM, NULL);
    }
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

// libxml2 leaves an ampersand of an attribute as the reference "&#38;" when
// entities are not replaced (and never any other).
static const char *attribute_value(struct vz_arena *arena, const char *start,
                                   const char *end) {
    char *value = vz_arena_strndup(arena, start, (size_t)(end - start));
    if (value) {
        char *to = value;
        for (const char *from = value; *from; to++) {
            bool reference = !strncmp(from, "&#38;", 5);
            *to = *from;
            from += reference ? 5 : 1;
        }
        *to = '\0';
    }
    return value;
}

static const char **root_field(struct reader *reader, const char *name) {
    return !strcmp(name, "id")           ? &reader->submission->form_id
           : !strcmp(name, "version")    ? &reader->submission->version
           : !strcmp(name, "instanceID") ? &reader->root_instance_id
                                         : NULL;
}

static bool take_root_attribute(struct reader *reader,
                                const xmlChar **attribute) {
    struct vz_submission *submission = reader->submission;
    const char *name = (const char *)attribute[0];
    const char *start = (const char *)attribute[3];
    const char *end = (const char *)attribute[4];
    if (attribute[2]) {
        return true; // in a namespace: not OpenRosa's
    }
    if (!strcmp(name, "encrypted")) {
        submission->encrypted = end - start == 3 && !memcmp(start, "yes", 3);
    }
    const char **field = root_field(reader, name);
    if (!field || start == end) {
        return true;
    }
    *field = attribute_value(&submission->arena, start, end);
    return *field;
}

static void start_root(struct reader *reader, const xmlChar *uri,
                       int n_attributes, const xmlChar **attributes) {
    struct vz_submission *submission = reader->submission;
    for (int i = 0; i < n_attributes; i++) {
        // Five pointers each: name, prefix, namespace, value, its end.
        if (!take_root_attribute(reader, attributes + (size_t)i * 5)) {
            stop(reader, VZ_NOMEM, NULL);
        }
    }
    if (!submission->form_id && uri) {
        submission->form_id =
            vz_arena_strdup(&submission->arena, (const char *)uri);
        if (!submission->form_id) {
            stop(reader, VZ_NOMEM, NULL);
        }
    }
    reader->frames[0] = (struct frame){.repeat = -1};
    reader->depth = 1;
}

// ------------------------------------------------------------ SAX callbacks

static void start_child(struct reader *reader, const char *name) {
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
        stop(reader, VZ_NOMEM, NULL);
        return;
    }
    if (reader->path.len > MAX_PATH_BYTES) {
        stop(reader, VZ_LIMIT, "its names are too long");
        return;
    }
    reader->depth++;
    if (reader->is_repeat &&
        reader->is_repeat(reader->path.data, reader->userdata)) {
        frame->is_repeat = true;
        frame->repeat = (int)reader->n_repeats;
        if (reader->n_repeats >= MAX_VALUES) {
            stop(reader, VZ_LIMIT, "it has over 200,000 repeats");
        } else if (!keep_repeat(reader, parent->repeat)) {
            stop(reader, VZ_NOMEM, NULL);
        }
    }
}

static void on_start(void *userdata, const xmlChar *name, const xmlChar *prefix,
                     const xmlChar *uri, int n_namespaces,
                     const xmlChar **namespaces, int n_attributes,
                     int n_defaulted, const xmlChar **attributes) {
    struct reader *reader = userdata;
    if (reader->status != VZ_OK) {
        return;
    }
    if (reader->depth == 0) {
        start_root(reader, uri, n_attributes, attributes);
    } else if (reader->depth == MAX_DEPTH) {
        stop(reader, VZ_LIMIT, "its elements are nested over 100 deep");
    } else {
        start_child(reader, (const char *)name);
    }
}

static void on_end(void *userdata, const xmlChar *name, const xmlChar *prefix,
                   const xmlChar *uri) {
    struct reader *reader = userdata;
    if (reader->status != VZ_OK || reader->depth == 0) {
        return;
    }
    const struct frame *frame = &reader->frames[--reader->depth];
    if (reader->depth == 0) {
        return; // the root
    }
    if (!frame->has_children && !frame->is_repeat) {
        end_leaf(reader, frame);
    }
    reader->path.len = frame->path_len;
    reader->path.data[frame->path_len] = '\0';
}

static void on_text(void *userdata, const xmlChar *text, int len) {
    struct reader *reader = userdata;
    if (reader->status == VZ_OK) {
        vz_strbuf_append_n(&reader->text, (const char *)text, (size_t)len);
    }
}

static void on_document_type(void *userdata, const xmlChar *name,
                             const xmlChar *external_id,
                             const xmlChar *system_id) {
    stop(userdata, VZ_INVALID, "it declares a document type");
}

static void on_error(void *userdata, xmlError *error) {
    // Kept in the parser's lastError; nothing is printed.
}

static const xmlSAXHandler handler = {
    .initialized = XML_SAX2_MAGIC,
    .internalSubset = on_document_type,
    .startElementNs = on_start,
    .endElementNs = on_end,
    .characters = on_text,
    .ignorableWhitespace = on_text,
    .cdataBlock = on_text,
    .serror = on_error,
};

// ------------------------------------------------------------------ results

// What the parser itself found wrong, when we did not.
static void judge(struct reader *reader) {
    if (reader->status != VZ_OK) {
        return;
    }
    if (!reader->submission->instance_id) {
        reader->submission->instance_id = reader->root_instance_id;
    }
    if (reader->parser->errNo == XML_ERR_NO_MEMORY) {
        reader->status = VZ_NOMEM;
    } else if (!reader->parser->wellFormed) {
        reader->status = VZ_SYNTAX;
    } else if (reader->submission->instance_id &&
               strlen(reader->submission->instance_id) > MAX_ID_BYTES) {
        reader->status = VZ_LIMIT;
        reader->reason = "its instanceID is over 249 characters";
    }
}

static void run_parser(struct reader *reader, const char *xml, size_t len) {
    reader->parser = xmlCreateMemoryParserCtxt(xml, (int)len);
    if (!reader->parser) {
        reader->status = VZ_NOMEM;
        return;
    }
    *reader->parser->sax = handler;
    reader->parser->userData = reader;
    xmlCtxtUseOptions(reader->parser, XML_PARSE_NONET);
    xmlParseDocument(reader->parser);
    judge(reader);
}

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

static void settle_all(struct reader *reader) {
    struct vz_submission *submission = reader->submission;
    struct vz_arena *arena = &submission->arena;
    submission->n_values = reader->n_values;
    submission->n_repeats = reader->n_repeats;
    submission->n_attachments = reader->n_attachments;
    submission->version = submission->version ? submission->version : "";
    if (!settle(arena, &submission->values, reader->values, reader->n_values,
                sizeof(*reader->values)) ||
        !settle(arena, &submission->repeats, reader->repeats, reader->n_repeats,
                sizeof(*reader->repeats)) ||
        !settle(arena, &submission->attachments, reader->attachments,
                reader->n_attachments, sizeof(*reader->attachments))) {
        reader->status = VZ_NOMEM;
    }
}

static void tell(const struct reader *reader, struct vz_error *error) {
    if (reader->status == VZ_NOMEM) {
        vz_error_nomem(error);
    } else if (reader->reason) {
        vz_error_set(error, reader->status, "The submission is refused: %s.",
                     reader->reason);
    } else {
        vz_error_set(error, reader->status,
                     "The submission is not well-formed XML (line %d).",
                     reader->parser ? reader->parser->lastError.line : 1);
    }
}

static void finish_reader(struct reader *reader) {
    xmlFreeParserCtxt(reader->parser);
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
    if (len == 0) {
        reader.status = VZ_SYNTAX;
    } else if (len > MAX_BYTES) {
        reader.status = VZ_LIMIT;
        reader.reason = "it is over 10 MB";
    } else {
        run_parser(&reader, xml, len);
    }
    if (reader.status == VZ_OK) {
        settle_all(&reader);
    }
    enum vz_status status = reader.status;
    if (status != VZ_OK) {
        tell(&reader, error);
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
