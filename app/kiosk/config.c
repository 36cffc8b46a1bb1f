#include "config.h"

#include "base/log.h"

#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum kind {
    KIND_TEXT,
    KIND_NUMBER, // int within min..max
    KIND_BOOL,
    KIND_LANGUAGES,
    KIND_HASH,
    KIND_HOURS,
};

struct key {
    const char *section, *name;
    enum kind kind;
    size_t offset;
    int min, max; // of a number; min is the weekday of opening hours
};

#define VALUE_MAX 1000 // bytes of a value that is set on the screen
#define AT(field) offsetof(struct vz_config, field)

static const struct key keys[] = {
    {"house", "organisation", KIND_TEXT, AT(organisation), 0, 0},
    {"house", "languages", KIND_LANGUAGES, AT(languages), 0, 0},
    {"house", "idle_seconds", KIND_NUMBER, AT(idle_seconds), 10, 600},
    {"house", "volume", KIND_NUMBER, AT(volume), 0, 100},
    {"house", "doors", KIND_TEXT, AT(doors), 0, 0},
    {"house", "place", KIND_TEXT, AT(place), 0, 0},
    {"house", "withdrawal_salt", KIND_TEXT, AT(withdrawal_salt), 0, 0},
    {"house", "withdrawal_url", KIND_TEXT, AT(withdrawal_url), 0, 0},
    {"house", "guardian_consent", KIND_BOOL, AT(guardian_consent), 0, 0},
    {"sound", "read_aloud", KIND_BOOL, AT(read_aloud), 0, 0},
    {"sound", "record_seconds", KIND_NUMBER, AT(record_seconds), 10, 300},
    {"sound", "worker_seconds", KIND_NUMBER, AT(worker_seconds), 10, 1200},
    {"sound", "keep_open_seconds", KIND_NUMBER, AT(keep_open_seconds), 0, 600},
    {"keys", "next", KIND_TEXT, AT(keys[0]), 0, 0},
    {"keys", "back", KIND_TEXT, AT(keys[1]), 0, 0},
    {"keys", "choose", KIND_TEXT, AT(keys[2]), 0, 0},
    {"keys", "repeat", KIND_TEXT, AT(keys[3]), 0, 0},
    {"keys", "stop", KIND_TEXT, AT(keys[4]), 0, 0},
    {"hours", "monday", KIND_HOURS, AT(hours.days[0]), 0, 0},
    {"hours", "tuesday", KIND_HOURS, AT(hours.days[1]), 1, 0},
    {"hours", "wednesday", KIND_HOURS, AT(hours.days[2]), 2, 0},
    {"hours", "thursday", KIND_HOURS, AT(hours.days[3]), 3, 0},
    {"hours", "friday", KIND_HOURS, AT(hours.days[4]), 4, 0},
    {"hours", "saturday", KIND_HOURS, AT(hours.days[5]), 5, 0},
    {"hours", "sunday", KIND_HOURS, AT(hours.days[6]), 6, 0},
    {"staff", "pin", KIND_HASH, AT(staff_pin), 0, 0},
    {"sync", "server", KIND_TEXT, AT(server), 0, 0},
    {"sync", "username", KIND_TEXT, AT(username), 0, 0},
    {"sync", "password_file", KIND_TEXT, AT(password_file), 0, 0},
    {"sync", "ca_file", KIND_TEXT, AT(ca_file), 0, 0},
    {"sync", "interval", KIND_NUMBER, AT(interval_seconds), 1, 86400},
    {"kiosk", "theme", KIND_TEXT, AT(theme), 0, 0},
    {"kiosk", "fullscreen", KIND_BOOL, AT(fullscreen), 0, 0},
    {"kiosk", "reduced_motion", KIND_BOOL, AT(reduced_motion), 0, 0},
    {"kiosk", "device_name", KIND_TEXT, AT(device_name), 0, 0},
};
#define N_KEYS (sizeof(keys) / sizeof(*keys))

static const struct vz_config defaults = {
    .organisation = "",
    .languages = "",
    .idle_seconds = 45,
    .volume = 70,
    .read_aloud = true,
    .record_seconds = 120,
    .worker_seconds = 1200,
    .keep_open_seconds = 2,
    .doors = "",
    .place = "",
    .withdrawal_salt = "",
    .withdrawal_url = "",
    .server = "",
    .interval_seconds = 900,
    .theme = "",
    .fullscreen = true,
    .device_name = "",
};

static void note_refused(struct vz_config *config, const char *text) {
    LOGW("%s, %s", config->path ? config->path : "settings", text);
    if (config->n_refused++ == 0) {
        vz_error_set(&config->refused, VZ_INVALID, "%s", text);
    }
}

static void refuse(struct vz_config *config, const struct vz_setting *setting,
                   const char *rule) {
    char text[200];
    snprintf(text, sizeof(text), "line %d: [%s] %s %s; the default is used.",
             setting->line, setting->section, setting->key, rule);
    note_refused(config, text);
}

static bool is_bool(const char *text, bool *value) {
    static const char *const words[] = {"no", "false", "0", "yes", "true", "1"};
    for (size_t i = 0; i < 6; i++) {
        if (!strcmp(text, words[i])) {
            *value = i >= 3;
            return true;
        }
    }
    return false;
}

static void take_number(struct vz_config *config, const struct key *key,
                        const struct vz_setting *setting) {
    char *end;
    long seconds = strtol(setting->value, &end, 10);
    if (*end || end == setting->value || seconds < key->min ||
        seconds > key->max) {
        char rule[64];
        snprintf(rule, sizeof(rule), "must be a whole number from %d to %d",
                 key->min, key->max);
        refuse(config, setting, rule);
        return;
    }
    *(int *)((char *)config + key->offset) = (int)seconds;
}

static bool is_hash(const char *text) {
    return !strncmp(text, "$argon2id$", 10) && strlen(text) < 128;
}

static void take(struct vz_config *config, const struct key *key,
                 const struct vz_setting *setting) {
    char *field = (char *)config + key->offset;
    switch (key->kind) {
    case KIND_NUMBER:
        take_number(config, key, setting);
        return;
    case KIND_BOOL:
        if (!is_bool(setting->value, (bool *)field)) {
            refuse(config, setting, "must be yes or no");
        }
        return;
    case KIND_LANGUAGES:
        if (strspn(setting->value, "abcdefghijklmnopqrstuvwxyz, -") !=
            strlen(setting->value)) {
            refuse(config, setting, "must be codes such as: nl en");
            return;
        }
        break;
    case KIND_HASH:
        if (!is_hash(setting->value)) {
            refuse(config, setting,
                   "must be a line made by `vertelzuil --set-pin`");
            return;
        }
        break;
    case KIND_HOURS:
        if (!vz_hours_read((struct vz_hours_day *)field, setting->value)) {
            refuse(config, setting,
                   "must be like 09:00-12:30 13:00-17:00, or closed, or open");
            return;
        }
        config->hours.set[key->min] = true;
        return;
    case KIND_TEXT:
        break;
    }
    *(const char **)field = setting->value;
}

static void take_worker(struct vz_config *config,
                        const struct vz_setting *setting) {
    const char *key = setting->key;
    if (strlen(key) != 2 || strspn(key, "0123456789") != 2 ||
        !strcmp(key, "00") || !is_hash(setting->value)) {
        refuse(config, setting,
               "must be a line made by `vertelzuil --set-pin NUMBER`");
        return;
    }
    config->worker_pins[(key[0] - '0') * 10 + (key[1] - '0')] = setting->value;
}

static const struct key *find_key(const char *section, const char *name) {
    for (size_t i = 0; i < N_KEYS; i++) {
        if (!strcmp(keys[i].section, section) && !strcmp(keys[i].name, name)) {
            return &keys[i];
        }
    }
    return NULL;
}

static void take_setting(struct vz_config *config,
                         const struct vz_setting *setting) {
    if (!strcmp(setting->section, "workers")) {
        take_worker(config, setting);
        return;
    }
    const struct key *key = find_key(setting->section, setting->key);
    if (key) {
        take(config, key, setting);
        return;
    }
    refuse(config, setting, "is no setting");
}

static void take_all(struct vz_config *config) {
    for (size_t i = 0; i < config->file.n; i++) {
        take_setting(config, &config->file.items[i]);
    }
}

void vz_config_load(struct vz_config *config, const char *path) {
    *config = defaults;
    if (!path) {
        return;
    }
    struct vz_error why = {0};
    if (!vz_settings_load(&config->file, path, &why)) {
        bool some = why.status == VZ_SYNTAX;
        LOGW("%s %s", why.message,
             some ? "That line is left out." : "The defaults are used.");
        config->n_refused++;
        config->refused = why;
        if (!some) {
            return;
        }
    }
    config->path = path;
    take_all(config);
}

bool vz_config_check(const char *section, const char *name, const char *value,
                     struct vz_error *error) {
    const struct key *key = find_key(section, name);
    struct vz_config config = defaults;
    const struct vz_setting setting = {section, name, value, 0};
    if (key && !strpbrk(value, "\r\n") && strlen(value) <= VALUE_MAX) {
        take(&config, key, &setting);
        if (!config.n_refused) {
            return true;
        }
    }
    return vz_error_set(error, VZ_INVALID, "[%s] %s cannot be '%.40s'.",
                        section, name, value);
}

bool vz_config_parse(struct vz_config *config, const char *text,
                     struct vz_error *error) {
    *config = defaults;
    if (!vz_settings_parse(&config->file, text, "settings", error)) {
        vz_settings_finish(&config->file);
        return false;
    }
    take_all(config);
    return true;
}

void vz_config_finish(struct vz_config *config) {
    vz_settings_finish(&config->file);
    *config = (struct vz_config){0};
}

// Does this line open a section, and which?
static bool is_section(const char *line, size_t len, const char *section) {
    size_t n = strlen(section);
    return len >= n + 2 && line[0] == '[' && !strncmp(line + 1, section, n) &&
           line[n + 1] == ']';
}

static bool is_key(const char *line, size_t len, const char *key) {
    size_t n = strlen(key);
    if (len <= n || strncmp(line, key, n) != 0) {
        return false;
    }
    const char *after = line + n;
    while (after < line + len && (*after == ' ' || *after == '\t')) {
        after++;
    }
    return after < line + len && (*after == '=' || *after == ':');
}

bool vz_config_put(struct vz_strbuf *out, const char *text, const char *section,
                   const char *key, const char *value) {
    bool inside = false, written = false;
    while (*text) {
        const char *end = strchr(text, '\n');
        size_t len = end ? (size_t)(end - text) : strlen(text);
        bool old = inside && is_key(text, len, key);
        if (text[0] == '[') {
            inside = is_section(text, len, section);
        }
        if (!old) {
            vz_strbuf_append_n(out, text, len);
            vz_strbuf_append_char(out, '\n');
        }
        if (inside && !written) {
            vz_strbuf_printf(out, "%s = %s\n", key, value);
            written = true;
        }
        text += end ? len + 1 : len;
    }
    if (!written) {
        vz_strbuf_printf(out, "[%s]\n%s = %s\n", section, key, value);
    }
    return !out->failed;
}
