// vertelhub device list: how each kiosk is.
#include "command.h"

#include "base/clock.h"
#include "storage/hub/fleet.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const struct {
    enum vz_fleet_alert alert;
    const char *name;  // in JSON
    const char *words; // for a person
} alerts[] = {
    {VZ_FLEET_SILENT, "silent", "silent for a day"},
    {VZ_FLEET_DISK_LOW, "diskLow", "its disk is almost full"},
    {VZ_FLEET_HELD, "held", "submissions wait for staff"},
    {VZ_FLEET_CLOCK, "clockWrong", "its clock is wrong"},
    {VZ_FLEET_BATTERY, "batteryLow", "its battery is almost empty"},
    {VZ_FLEET_MISSING, "missing", "submissions are missing here and there"},
    {VZ_FLEET_NO_SOUND, "microphone", "its microphone failed the test"},
};
#define N_ALERTS (sizeof(alerts) / sizeof(alerts[0]))

// --------------------------------------------------------------------- text
// A kiosk's words on one line, without what a terminal would obey.
static void print_words(const char *words) {
    for (; *words; words++) {
        unsigned char c = (unsigned char)*words;
        // C1 controls are c2 80 to c2 9f in UTF-8.
        bool c1 = c == 0xc2 && (unsigned char)words[1] < 0xa0;
        putchar(c < 0x20 || c == 0x7f || c1 ? ' ' : c);
        words += c1 && words[1] ? 1 : 0;
    }
}

static void print_row(const struct vz_fleet_device *one) {
    char disk[24] = "-", battery[24] = "-", clock[32] = "-", unsent[24] = "-";
    if (one->told) {
        snprintf(unsent, sizeof(unsent), "%lld", (long long)one->unsent);
        snprintf(clock, sizeof(clock), "%+lld s",
                 (long long)(one->clock_error_ms / 1000));
    }
    if (one->told && one->disk_free >= 0) {
        snprintf(disk, sizeof(disk), "%.1f GB", (double)one->disk_free / 1e9);
    }
    if (one->told && one->battery >= 0) {
        snprintf(battery, sizeof(battery), "%lld %%%s", (long long)one->battery,
                 one->charging ? "+" : "");
    }
    print_words(one->device.name);
    printf("\t%s\t%s\t%s\t%s\t%s\t", *one->seen_at ? one->seen_at : "never",
           unsent, disk, battery, clock);
    print_words(one->told ? one->app_version : "-");
    puts(one->device.revoked ? "\trevoked" : "");
}

static void print_gaps(const struct vz_fleet_device *one) {
    if (!one->n_gaps) {
        return;
    }
    printf("\t");
    print_words(one->device.name);
    printf(" owes us ");
    for (size_t i = 0; i < one->n_gaps; i++) {
        const struct vz_fleet_gap *gap = &one->gaps[i];
        printf("%s%lld", i ? ", " : "", (long long)gap->first);
        if (gap->last > gap->first) {
            printf(" to %lld", (long long)gap->last);
        }
    }
    printf("%s; %lld of these %lld still wait there\n",
           one->n_gaps == VZ_FLEET_GAPS ? " and perhaps more" : "",
           (long long)one->waiting, (long long)one->owed);
}

static void print_held(const struct vz_fleet_device *one) {
    json_t *list = json_loads(one->held ? one->held : "[]", 0, NULL);
    for (size_t i = 0; i < json_array_size(list); i++) {
        const json_t *item = json_array_get(list, i);
        const char *reason = json_string_value(json_object_get(item, "reason"));
        printf("\theld: %lld: ",
               (long long)json_integer_value(json_object_get(item, "n")));
        print_words(reason ? reason : "");
        putchar('\n');
    }
    json_decref(list);
}

static void print_device(const struct vz_fleet_device *one) {
    print_row(one);
    print_gaps(one);
    print_held(one);
    if (one->told && *one->oldest_unsent_at) {
        printf("\toldest unsent: %s\n", one->oldest_unsent_at);
    }
    if (one->told && *one->last_error) {
        printf("\tlast error: ");
        print_words(one->last_error);
        putchar('\n');
    }
    for (size_t i = 0; i < N_ALERTS; i++) {
        if (one->alerts & alerts[i].alert) {
            printf("\tALERT: %s\n", alerts[i].words);
        }
    }
}

// --------------------------------------------------------------------- JSON
static json_t *number_or_null(int64_t number) {
    return number < 0 ? json_null() : json_integer(number);
}

static json_t *text_or_null(const char *text) {
    return *text ? json_string(text) : json_null();
}

static json_t *gaps_json(const struct vz_fleet_device *one) {
    json_t *list = json_array();
    for (size_t i = 0; i < one->n_gaps; i++) {
        json_array_append_new(
            list, json_pack("{s:I, s:I, s:I}", "first",
                            (json_int_t)one->gaps[i].first, "last",
                            (json_int_t)one->gaps[i].last, "waiting",
                            (json_int_t)one->gaps[i].waiting));
    }
    return list;
}

static json_t *alerts_json(const struct vz_fleet_device *one) {
    json_t *list = json_array();
    for (size_t i = 0; i < N_ALERTS; i++) {
        if (one->alerts & alerts[i].alert) {
            json_array_append_new(list, json_string(alerts[i].name));
        }
    }
    return list;
}

static void add_heartbeat(json_t *out, const struct vz_fleet_device *one) {
    json_t *more = json_pack(
        "{s:s, s:o, s:o, s:I, s:o, s:I, s:o, s:o, s:o, s:b, s:o, s:s,"
        " s:I, s:I, s:I}",
        "version", one->app_version, "forms", json_loads(one->forms, 0, NULL),
        "held", json_loads(one->held, 0, NULL), "unsent",
        (json_int_t)one->unsent, "oldestUnsentAt",
        text_or_null(one->oldest_unsent_at), "clockErrorMs",
        (json_int_t)one->clock_error_ms, "gaps", gaps_json(one), "diskFree",
        number_or_null(one->disk_free), "battery", number_or_null(one->battery),
        "charging", one->charging, "microphone", text_or_null(one->microphone),
        "lastError", one->last_error, "begun", (json_int_t)one->begun,
        "completed", (json_int_t)one->completed, "abandoned",
        (json_int_t)one->abandoned);
    json_object_update(out, more);
    json_decref(more);
}

static json_t *device_json(const struct vz_fleet_device *one) {
    json_t *out = json_pack("{s:s, s:o, s:b, s:o}", "name", one->device.name,
                            "lastSeen", text_or_null(one->seen_at), "revoked",
                            one->device.revoked, "alerts", alerts_json(one));
    if (one->told) {
        add_heartbeat(out, one);
    }
    return out;
}

static bool print_json(const struct vz_fleet *fleet) {
    json_t *list = json_array();
    for (size_t i = 0; i < fleet->n; i++) {
        json_array_append_new(list, device_json(&fleet->items[i]));
    }
    char *text = json_dumps(list, JSON_INDENT(1));
    if (text) {
        puts(text);
    }
    free(text);
    json_decref(list);
    return text;
}

// ------------------------------------------------------------------ command
static bool print_text(const struct vz_fleet *fleet) {
    puts("name\tlast seen\tunsent\tdisk free\tbattery\tclock error\tversion");
    for (size_t i = 0; i < fleet->n; i++) {
        print_device(&fleet->items[i]);
    }
    return true;
}

static enum vz_exit list(const struct vz_arguments *arguments) {
    struct vz_hub_store *store = vz_command_open_store(arguments, 0);
    if (!store) {
        return VZ_EXIT_FAILURE;
    }
    struct vz_fleet fleet;
    struct vz_error error = {0};
    enum vz_status status = vz_fleet_read(store, vz_clock_wall_ms(), &fleet);
    if (status == VZ_OK) {
        bool told = vz_argument(arguments, "json") ? print_json(&fleet)
                                                   : print_text(&fleet);
        status = told ? VZ_OK : VZ_NOMEM;
    }
    vz_fleet_finish(&fleet);
    vz_hub_store_close(store);
    if (status != VZ_OK) {
        vz_error_set(&error, status, "The devices could not be read: %s.",
                     vz_status_text(status));
        return vz_command_fail(&error);
    }
    return VZ_EXIT_OK;
}

const struct vz_command vz_device_list_command = {
    .name = "device list",
    .positional = "",
    .help = "how each kiosk is: last seen, unsent, disk, gaps, alerts",
    .more = "A kiosk numbers its visits. What did not come, and what it does "
            "not call abandoned\nor still open, it owes; what still waits "
            "there will come by itself.\n",
    .run = list,
    .options = {VZ_STORE_OPTION,
                {"json", NULL, "as a JSON array, for other programs"}},
};
