#include "export.h"

#include "export_geojson.h"
#include "export_stat.h"
#include "export_xlsx.h"
#include "export_zip.h"

#include <string.h>
#include <strings.h>

typedef enum vz_status write_export(const char *path,
                                    const struct vz_export_params *params,
                                    size_t *n_rows, struct vz_error *error);

static enum vz_status write_sav(const char *path,
                                const struct vz_export_params *params,
                                size_t *n_rows, struct vz_error *error) {
    return vz_export_stat(path, VZ_STAT_SAV, params, n_rows, error);
}

static enum vz_status write_dta(const char *path,
                                const struct vz_export_params *params,
                                size_t *n_rows, struct vz_error *error) {
    return vz_export_stat(path, VZ_STAT_DTA, params, n_rows, error);
}

static const struct {
    const char *name;
    write_export *write;
} formats[] = {
    [VZ_EXPORT_ZIP] = {"zip", vz_export_zip},
    [VZ_EXPORT_XLSX] = {"xlsx", vz_export_xlsx},
    [VZ_EXPORT_SAV] = {"sav", write_sav},
    [VZ_EXPORT_DTA] = {"dta", write_dta},
    [VZ_EXPORT_GEOJSON] = {"geojson", vz_export_geojson},
};

bool vz_export_format_named(const char *name, enum vz_export_format *format) {
    for (size_t i = 0; i < sizeof(formats) / sizeof(formats[0]); i++) {
        if (!strcasecmp(formats[i].name, name)) {
            *format = (enum vz_export_format)i;
            return true;
        }
    }
    return false;
}

bool vz_export_format_of_file(const char *path, enum vz_export_format *format) {
    const char *dot = strrchr(path, '.');
    return dot && vz_export_format_named(dot + 1, format);
}

// True when `name` is what `language` ("Nederlands (nl)") says before or
// within its brackets.
static bool is_part(const char *language, const char *name) {
    size_t len = strlen(name), before = strcspn(language, "(");
    const char *code = language + before + (language[before] == '(');
    while (before > 0 && language[before - 1] == ' ') {
        before--;
    }
    return (before == len && !strncasecmp(language, name, len)) ||
           (strcspn(code, ")") == len && !strncasecmp(code, name, len));
}

bool vz_export_language(const struct vz_schema *schema, const char *name,
                        size_t *language) {
    for (size_t i = 0; *name && i < schema->n_languages; i++) {
        if (!strcasecmp(schema->languages[i], name) ||
            is_part(schema->languages[i], name)) {
            *language = i;
            return true;
        }
    }
    return false;
}

enum vz_status vz_export_write(const char *path, enum vz_export_format format,
                               const struct vz_export_params *params,
                               size_t *n_rows, struct vz_error *error) {
    *n_rows = 0;
    return formats[format].write(path, params, n_rows, error);
}
