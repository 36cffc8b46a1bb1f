/*
 * GeoJSON (RFC 7946) as a secondary instance (ODK XForms specification,
 * "Secondary Instances - External"): each feature of a collection becomes an
 * <item> with its geometry as ODK writes geopoints, geotraces and geoshapes,
 * its id, and a child for each of its properties.
 */
#include "form_loader.h"

#include <jansson.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct geojson {
    struct vz_loader *loader;
    struct vz_names *names;
};

static struct vz_node *append(struct geojson *g, struct vz_node *parent,
                              const char *name, const char *text) {
    if (!vz_loader_count(g->loader)) {
        return NULL;
    }
    const char *interned = vz_names_intern(g->names, name);
    struct vz_node *node =
        interned ? vz_node_create(VZ_NODE_ELEMENT, NULL, interned) : NULL;
    if (!node || !vz_node_set_value(node, text)) {
        vz_node_destroy(node);
        vz_loader_nomem(g->loader);
        return NULL;
    }
    vz_node_append_child(parent, node);
    return node;
}

// ------------------------------------------------------------- geometry

// A number as the file has it, without an exponent or trailing zeros.
static void append_number(struct vz_strbuf *out, const json_t *number) {
    char text[40];
    snprintf(text, sizeof(text), "%.15f", json_number_value(number));
    char *end = text + strlen(text);
    while (end[-1] == '0') {
        *--end = '\0';
    }
    end[-(end[-1] == '.')] = '\0';
    vz_strbuf_append(out, text);
}

// Far more than degrees, and few digits.
static bool is_coordinate(const json_t *number) {
    return json_is_number(number) && fabs(json_number_value(number)) < 1e6;
}

// GeoJSON has longitude first, ODK latitude.
static bool append_position(struct vz_strbuf *out, const json_t *position) {
    const json_t *longitude = json_array_get(position, 0);
    const json_t *latitude = json_array_get(position, 1);
    if (!is_coordinate(longitude) || !is_coordinate(latitude)) {
        return false;
    }
    append_number(out, latitude);
    vz_strbuf_append_char(out, ' ');
    append_number(out, longitude);
    vz_strbuf_append(out, " 0 0");
    return true;
}

static bool append_line(struct vz_strbuf *out, const json_t *line) {
    size_t n = json_array_size(line);
    for (size_t i = 0; i < n; i++) {
        vz_strbuf_append(out, i ? "; " : "");
        if (!append_position(out, json_array_get(line, i))) {
            return false;
        }
    }
    return n > 0;
}

static bool append_geometry(struct vz_strbuf *out, const json_t *geometry) {
    const char *type = json_string_value(json_object_get(geometry, "type"));
    const json_t *at = json_object_get(geometry, "coordinates");
    if (type && !strcmp(type, "Point")) {
        return append_position(out, at);
    }
    if (type && !strcmp(type, "LineString")) {
        return append_line(out, at);
    }
    // A shape has no holes in ODK: the outer ring is what counts.
    if (type && !strcmp(type, "Polygon")) {
        return append_line(out, json_array_get(at, 0));
    }
    return false;
}

// ------------------------------------------------------------- features

// A value as text; for free(3), NULL = out of memory.
static char *text_of(const json_t *value) {
    if (json_is_string(value)) {
        return strdup(json_string_value(value));
    }
    if (json_is_boolean(value)) {
        return strdup(json_is_true(value) ? "true" : "false");
    }
    if (!value || json_is_null(value)) {
        return strdup("");
    }
    return json_dumps(value,
                      JSON_ENCODE_ANY | JSON_COMPACT | JSON_REAL_PRECISION(15));
}

static bool append_value(struct geojson *g, struct vz_node *item,
                         const char *name, const json_t *value) {
    char *text = text_of(value);
    bool ok = text ? append(g, item, name, text) != NULL
                   : vz_loader_nomem(g->loader);
    free(text);
    return ok;
}

static bool read_properties(struct geojson *g, json_t *properties, bool has_id,
                            struct vz_node *item) {
    const char *name;
    json_t *value;
    json_object_foreach(properties, name, value) {
        bool taken = !strcmp(name, "geometry") ||
                     (has_id && !strcmp(name, "id"));
        if (!taken && !append_value(g, item, name, value)) {
            return false;
        }
    }
    return true;
}

static bool read_feature(struct geojson *g, const json_t *feature,
                         struct vz_node *root) {
    struct vz_node *item = append(g, root, "item", "");
    struct vz_strbuf geometry = {0};
    json_t *id = json_object_get(feature, "id");
    if (!item) {
        return false;
    }
    bool known =
        append_geometry(&geometry, json_object_get(feature, "geometry"));
    bool ok = known || vz_error_set(g->loader->error, VZ_INVALID,
                                    "a feature's geometry is not a Point, "
                                    "LineString or Polygon with coordinates.");
    ok = ok && (!geometry.failed || vz_loader_nomem(g->loader)) &&
         append(g, item, "geometry", vz_strbuf_text(&geometry)) &&
         (!id || append_value(g, item, "id", id)) &&
         read_properties(g, json_object_get(feature, "properties"), id != NULL,
                         item);
    vz_strbuf_finish(&geometry);
    return ok;
}

static bool read_collection(struct geojson *g, const json_t *collection,
                            struct vz_node *document) {
    const char *type = json_string_value(json_object_get(collection, "type"));
    const json_t *features = json_object_get(collection, "features");
    if (!type || strcmp(type, "FeatureCollection") != 0 ||
        !json_is_array(features)) {
        return vz_error_set(g->loader->error, VZ_INVALID,
                            "it is no GeoJSON FeatureCollection.");
    }
    struct vz_node *root = append(g, document, "root", "");
    bool ok = root != NULL;
    for (size_t i = 0; ok && i < json_array_size(features); i++) {
        ok = read_feature(g, json_array_get(features, i), root);
    }
    return ok;
}

struct vz_node *vz_load_geojson(struct vz_loader *loader, const char *bytes,
                                size_t len) {
    struct geojson g = {loader, &loader->form->names};
    json_error_t cause;
    json_t *collection = json_loadb(bytes, len, 0, &cause);
    struct vz_node *document = vz_node_create(VZ_NODE_DOCUMENT, NULL, NULL);
    bool ok = true;
    if (!document) {
        ok = vz_loader_nomem(loader);
    } else if (!collection) {
        ok = vz_error_set(loader->error, VZ_SYNTAX, "line %d: %s", cause.line,
                          cause.text);
    } else {
        ok = read_collection(&g, collection, document);
    }
    json_decref(collection);
    if (!ok) {
        vz_node_destroy(document);
        return NULL;
    }
    return document;
}
