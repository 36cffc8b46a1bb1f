#include "odata_cell.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

void vz_json_text(struct vz_strbuf *out, const char *text) {
    if (!text) {
        vz_strbuf_append(out, "null");
        return;
    }
    vz_strbuf_append_char(out, '"');
    for (; *text; text++) {
        unsigned char c = (unsigned char)*text;
        if (c == '"' || c == '\\') {
            vz_strbuf_append_char(out, '\\');
            vz_strbuf_append_char(out, (char)c);
        } else if (c < ' ') {
            vz_strbuf_printf(out, "\\u%04x", c);
        } else {
            vz_strbuf_append_char(out, (char)c);
        }
    }
    vz_strbuf_append_char(out, '"');
}

static void write_int(struct vz_strbuf *out, const char *text) {
    char *end;
    long long number = strtoll(text, &end, 10);
    if (end == text || *end) {
        vz_strbuf_append(out, "null");
    } else {
        vz_strbuf_printf(out, "%lld", number);
    }
}

static void write_decimal(struct vz_strbuf *out, const char *text) {
    char *end;
    double number = strtod(text, &end);
    if (end == text || *end || !isfinite(number)) {
        vz_strbuf_append(out, "null");
    } else {
        vz_strbuf_printf(out, "%.15g", number);
    }
}

static void write_boolean(struct vz_strbuf *out, const char *text) {
    bool is = !strcmp(text, "true") || !strcmp(text, "1");
    bool is_not = !strcmp(text, "false") || !strcmp(text, "0");
    vz_strbuf_append(out, is ? "true" : is_not ? "false" : "null");
}

// ------------------------------------------------------------------- places
// "latitude longitude altitude accuracy", of which the first two are needed.
struct point {
    double at[4];
    int n;
};

static bool read_point(const char **text, struct point *point) {
    *text += strspn(*text, " ");
    for (point->n = 0; point->n < 4 && **text && **text != ';'; point->n++) {
        char *end;
        point->at[point->n] = strtod(*text, &end);
        if (end == *text || !isfinite(point->at[point->n])) {
            return false;
        }
        *text = end + strspn(end, " ");
    }
    return point->n >= 2 && (!**text || **text == ';');
}

static void write_point(struct vz_strbuf *out, const struct point *point,
                        bool wkt) {
    const char *between = wkt ? " " : ",";
    vz_strbuf_printf(out, "%s%.15g%s%.15g", wkt ? "" : "[", point->at[1],
                     between, point->at[0]);
    if (point->n > 2) {
        vz_strbuf_printf(out, "%s%.15g", between, point->at[2]);
    }
    vz_strbuf_append(out, wkt ? "" : "]");
}

static bool write_points(struct vz_strbuf *out, const char *text, bool wkt) {
    struct point point;
    for (size_t n = 0; *text; n++) {
        if (!read_point(&text, &point)) {
            return false;
        }
        vz_strbuf_append(out, n ? "," : "");
        write_point(out, &point, wkt);
        text += *text == ';';
        text += strspn(text, " ");
    }
    return true;
}

static const struct {
    enum vz_field_type type;
    const char *json, *json_end, *wkt, *wkt_end;
} shapes[] = {
    {VZ_FIELD_GEOPOINT, "{\"type\":\"Point\",\"coordinates\":", "}",
     "\"POINT (", ")\""},
    {VZ_FIELD_GEOTRACE, "{\"type\":\"LineString\",\"coordinates\":[", "]}",
     "\"LINESTRING (", ")\""},
    {VZ_FIELD_GEOSHAPE, "{\"type\":\"Polygon\",\"coordinates\":[[", "]]}",
     "\"POLYGON ((", "))\""},
};

static void write_place(struct vz_strbuf *out, enum vz_field_type type,
                        const char *text, bool wkt) {
    struct vz_strbuf made = {0};
    size_t i = 0;
    while (shapes[i].type != type) {
        i++;
    }
    vz_strbuf_append(&made, wkt ? shapes[i].wkt : shapes[i].json);
    bool ok = write_points(&made, text, wkt);
    vz_strbuf_append(&made, wkt ? shapes[i].wkt_end : shapes[i].json_end);
    vz_strbuf_append(out, ok ? vz_strbuf_text(&made) : "null");
    out->failed |= made.failed;
    vz_strbuf_finish(&made);
}

void vz_odata_cell(struct vz_strbuf *out, enum vz_field_type type,
                   const char *text, bool wkt) {
    if (!text || !*text) {
        vz_strbuf_append(out, "null");
        return;
    }
    switch (type) {
    case VZ_FIELD_INT:
        write_int(out, text);
        break;
    case VZ_FIELD_DECIMAL:
        write_decimal(out, text);
        break;
    case VZ_FIELD_BOOLEAN:
        write_boolean(out, text);
        break;
    case VZ_FIELD_GEOPOINT:
    case VZ_FIELD_GEOTRACE:
    case VZ_FIELD_GEOSHAPE:
        write_place(out, type, text, wkt);
        break;
    default:
        vz_json_text(out, text);
        break;
    }
}

const char *vz_odata_type(enum vz_field_type type) {
    switch (type) {
    case VZ_FIELD_INT:
        return "Edm.Int64";
    case VZ_FIELD_DECIMAL:
        return "Edm.Decimal";
    case VZ_FIELD_BOOLEAN:
        return "Edm.Boolean";
    case VZ_FIELD_DATE:
        return "Edm.Date";
    case VZ_FIELD_DATETIME:
        return "Edm.DateTimeOffset";
    case VZ_FIELD_GEOPOINT:
        return "Edm.GeographyPoint";
    case VZ_FIELD_GEOTRACE:
        return "Edm.GeographyLineString";
    case VZ_FIELD_GEOSHAPE:
        return "Edm.GeographyPolygon";
    default:
        return "Edm.String";
    }
}
