/*
 * Secondary instances in files beside the form: XML, GeoJSON, and CSV whose
 * first row names the columns (ODK XForms specification, "Secondary Instances
 * - External"). jr://instance/last-saved is the file last-saved.xml there.
 */
#include "form_loader.h"

#include "base/file.h"
#include "base/log.h"

#include <stdlib.h>
#include <string.h>

#define COLUMNS_MAX 1000

// ------------------------------------------------------------------ CSV

struct csv {
    const char *at, *end;
    struct vz_strbuf cell;
    char separator;
    bool row_ends; // the cell that was read is the last of its row
};

static void read_quoted(struct csv *csv) {
    csv->at++;
    while (csv->at < csv->end) {
        if (*csv->at == '"') {
            csv->at++;
            if (csv->at == csv->end || *csv->at != '"') {
                return;
            }
        }
        vz_strbuf_append_char(&csv->cell, *csv->at++);
    }
}

// Reads one cell (RFC 4180; rows end with LF or CRLF).
static void read_cell(struct csv *csv) {
    vz_strbuf_clear(&csv->cell);
    if (csv->at < csv->end && *csv->at == '"') {
        read_quoted(csv);
    }
    while (csv->at < csv->end && *csv->at != csv->separator &&
           *csv->at != '\n') {
        if (*csv->at != '\r') {
            vz_strbuf_append_char(&csv->cell, *csv->at);
        }
        csv->at++;
    }
    csv->row_ends = csv->at == csv->end || *csv->at == '\n';
    csv->at += csv->at < csv->end;
}

struct columns {
    const char *names[COLUMNS_MAX]; // interned
    size_t n;
};

static bool read_header(struct vz_loader *loader, struct csv *csv,
                        struct columns *columns) {
    do {
        read_cell(csv);
        if (columns->n == COLUMNS_MAX) {
            return vz_error_set(loader->error, VZ_LIMIT,
                                "A CSV file of the form has more than %d "
                                "columns.",
                                COLUMNS_MAX);
        }
        const char *name =
            vz_names_intern(&loader->form->names, vz_strbuf_text(&csv->cell));
        if (!name || csv->cell.failed) {
            return vz_loader_nomem(loader);
        }
        columns->names[columns->n++] = name;
    } while (!csv->row_ends);
    return true;
}

// NULL = error set.
static struct vz_node *append_named(struct vz_loader *loader,
                                    struct vz_node *parent, const char *name) {
    if (!vz_loader_count(loader)) {
        return NULL;
    }
    struct vz_node *node = name ? vz_node_create(VZ_NODE_ELEMENT, NULL, name)
                                : NULL;
    if (!node) {
        vz_loader_nomem(loader);
        return NULL;
    }
    vz_node_append_child(parent, node);
    return node;
}

// One row becomes <item> with a child for each named column.
static bool read_row(struct vz_loader *loader, struct csv *csv,
                     const struct columns *columns, struct vz_node *item) {
    size_t column = 0;
    do {
        read_cell(csv);
        if (csv->cell.failed) {
            return vz_loader_nomem(loader);
        }
        if (column < columns->n && columns->names[column][0]) {
            struct vz_node *cell =
                append_named(loader, item, columns->names[column]);
            if (!cell) {
                return false;
            }
            if (!vz_node_set_value(cell, vz_strbuf_text(&csv->cell))) {
                return vz_loader_nomem(loader);
            }
        }
        column++;
    } while (!csv->row_ends);
    return true;
}

static bool read_rows(struct vz_loader *loader, struct csv *csv,
                      struct vz_node *document) {
    struct vz_names *names = &loader->form->names;
    struct columns *columns = calloc(1, sizeof(*columns));
    if (!columns) {
        return vz_loader_nomem(loader);
    }
    struct vz_node *root =
        append_named(loader, document, vz_names_intern(names, "root"));
    const char *item_name = vz_names_intern(names, "item");
    bool ok = root && read_header(loader, csv, columns);
    while (ok && csv->at < csv->end) {
        if (*csv->at == '\n' || *csv->at == '\r') {
            csv->at++;
            continue;
        }
        struct vz_node *item = append_named(loader, root, item_name);
        ok = item && read_row(loader, csv, columns, item);
    }
    free(columns);
    return ok;
}

// Excel writes semicolons where a comma is the decimal sign; the header tells.
static char separator_of(const struct csv *csv) {
    size_t len = (size_t)(csv->end - csv->at);
    const char *line_end = memchr(csv->at, '\n', len);
    len = line_end ? (size_t)(line_end - csv->at) : len;
    return !memchr(csv->at, ',', len) && memchr(csv->at, ';', len) ? ';' : ',';
}

static struct vz_node *load_csv(struct vz_loader *loader,
                                const struct vz_strbuf *bytes) {
    struct vz_node *document = vz_node_create(VZ_NODE_DOCUMENT, NULL, NULL);
    if (!document) {
        vz_loader_nomem(loader);
        return NULL;
    }
    struct csv csv = {.at = bytes->data, .end = bytes->data + bytes->len};
    if (bytes->len >= 3 && !memcmp(csv.at, "\xef\xbb\xbf", 3)) {
        csv.at += 3;
    }
    csv.separator = separator_of(&csv);
    bool ok = read_rows(loader, &csv, document);
    vz_strbuf_finish(&csv.cell);
    if (!ok) {
        vz_node_destroy(document);
        return NULL;
    }
    return document;
}

// ------------------------------------------------------------------ XML

static struct vz_node *load_xml(struct vz_loader *loader,
                                const struct vz_strbuf *bytes) {
    struct vz_xml_tree tree;
    if (!vz_xml_tree_parse(&tree, bytes->data, bytes->len, loader->error)) {
        return NULL;
    }
    struct vz_node *document = vz_load_tree(loader, tree.root);
    vz_xml_tree_finish(&tree);
    return document;
}

// ---------------------------------------------------------------- files

static bool ends_with(const char *name, const char *ending) {
    size_t len = strlen(name);
    size_t n = strlen(ending);
    return len >= n && !strcmp(name + len - n, ending);
}

static bool parse_file(struct vz_loader *loader, const char *name,
                       const struct vz_strbuf *bytes,
                       struct vz_node **document) {
    if (bytes->len == 0) {
        return true;
    }
    if (ends_with(name, ".csv")) {
        *document = load_csv(loader, bytes);
    } else if (ends_with(name, ".geojson")) {
        *document = vz_load_geojson(loader, bytes->data, bytes->len);
    } else {
        *document = load_xml(loader, bytes);
    }
    if (!*document && loader->error->status != VZ_NOMEM) {
        struct vz_error cause = *loader->error;
        vz_error_set(loader->error, cause.status, "%s: %s", name,
                     cause.message);
    }
    return *document != NULL;
}

bool vz_load_external(struct vz_loader *loader, const char *src,
                      struct vz_node **document) {
    const struct vz_form *form = loader->form;
    bool last_saved = !strcmp(src, "jr://instance/last-saved");
    const char *name = last_saved ? "last-saved.xml" : vz_media_name(src);
    bool readable = ends_with(name, ".csv") || ends_with(name, ".xml") ||
                    ends_with(name, ".geojson");
    // Before the first one is saved there is none.
    if (loader->no_files || (last_saved && !form->media_dir)) {
        return true;
    }
    if (!form->media_dir || !readable || strchr(name, '/')) {
        LOGW("form %s: %s is not read; lists that need it are empty", form->id,
             src);
        return true;
    }
    char *path = vz_path_join(form->media_dir, name);
    if (!path) {
        return vz_loader_nomem(loader);
    }
    struct vz_strbuf bytes = {0};
    enum vz_status status = vz_file_read(path, VZ_FORM_BYTES_MAX, &bytes);
    free(path);
    bool ok = true;
    if (status == VZ_OK) {
        ok = parse_file(loader, name, &bytes, document);
    } else if (status == VZ_NOMEM) {
        ok = vz_loader_nomem(loader);
    } else if (!last_saved) {
        LOGW("form %s: the media file %s is not there (%s); lists that need "
             "it are empty",
             form->id, name, vz_status_name(status));
    }
    vz_strbuf_finish(&bytes);
    return ok;
}
