#include "power.h"

#include "base/file.h"

#include <dirent.h>
#include <stdlib.h>
#include <string.h>

#define VALUE_MAX 4096 // a page, which is what sysfs gives at most

// The first line of DIR/NAME/FIELD; false when there is none.
static bool read_field(const char *dir, const char *name, const char *field,
                       struct vz_strbuf *out) {
    char *supply = vz_path_join(dir, name);
    char *path = supply ? vz_path_join(supply, field) : NULL;
    vz_strbuf_clear(out);
    bool read = path && vz_file_read(path, VALUE_MAX, out) == VZ_OK;
    free(path);
    free(supply);
    if (read && out->len > 0) {
        out->data[strcspn(out->data, "\n")] = '\0';
    }
    return read && out->len > 0;
}

static void read_battery(const char *dir, const char *name,
                         struct vz_power *power) {
    struct vz_strbuf value = {0};
    // "Device" is the battery of a mouse.
    bool battery = read_field(dir, name, "type", &value) &&
                   !strcmp(value.data, "Battery") &&
                   !(read_field(dir, name, "scope", &value) &&
                     !strcmp(value.data, "Device"));
    if (battery && read_field(dir, name, "capacity", &value)) {
        int percent = atoi(value.data);
        percent = percent < 0 ? 0 : percent > 100 ? 100 : percent;
        bool charging = read_field(dir, name, "status", &value) &&
                        strcmp(value.data, "Discharging") != 0;
        if (!power->battery || percent < power->percent) {
            *power = (struct vz_power){true, percent, charging};
        }
    }
    vz_strbuf_finish(&value);
}

struct vz_power vz_power_read(const char *dir) {
    struct vz_power power = {0};
    DIR *folder = opendir(dir);
    struct dirent *entry;
    while (folder && (entry = readdir(folder))) {
        if (entry->d_name[0] != '.') {
            read_battery(dir, entry->d_name, &power);
        }
    }
    if (folder) {
        closedir(folder);
    }
    return power;
}

bool vz_power_is_low(const struct vz_power *power) {
    return power->battery && !power->charging && power->percent < VZ_POWER_LOW;
}
