#include "heartbeat_endpoint.h"

#include "hub_server.h"
#include "rest_reply.h"

#include "base/clock.h"
#include "base/memory.h"
#include "storage/hub/fleet.h"

#include <stdlib.h>
#include <string.h>

#define BODY_MAX ((size_t)512 * 1024)
#define ITEMS_MAX 1000 // of any list
#define TEXT_MAX 2000  // bytes
#define NUMBER_MAX ((json_int_t)1 << 53)
#define CLOCK_MAX ((json_int_t)253402300799999) // the end of the year 9999

// ------------------------------------------------------------------ reading
// A whole number from 0; absent and null are `otherwise`. False: anything else.
static bool take_number(const json_t *object, const char *key, json_int_t max,
                        int64_t otherwise, int64_t *out) {
    const json_t *value = json_object_get(object, key);
    *out = otherwise;
    if (!value || json_is_null(value)) {
        return true;
    }
    *out = json_integer_value(value);
    return json_is_integer(value) && *out >= 0 && *out <= max;
}

// A text of at most `max` bytes; absent and null are NULL.
static bool take_text(const json_t *object, const char *key, size_t max,
                      const char **out) {
    const json_t *value = json_object_get(object, key);
    *out = json_string_value(value);
    return !value || json_is_null(value) ||
           (*out && json_string_length(value) <= max);
}

static bool is_list(const json_t *value) {
    return json_is_array(value) && json_array_size(value) <= ITEMS_MAX;
}

static bool is_microphone(const char *word) {
    return !word || !strcmp(word, "works") || !strcmp(word, "silent") ||
           !strcmp(word, "absent");
}

static bool is_day(const char *text) {
    static const char pattern[] = "dddd-dd-dd";
    size_t i = 0;
    for (; text && pattern[i]; i++) {
        bool digit = text[i] >= '0' && text[i] <= '9';
        if (pattern[i] == 'd' ? !digit : text[i] != '-') {
            return false;
        }
    }
    return text && !text[i];
}

static bool take_day(const json_t *item, struct vz_fleet_day *day) {
    return take_text(item, "day", TEXT_MAX, &day->day) && is_day(day->day) &&
           take_text(item, "form", TEXT_MAX, &day->form_id) && day->form_id &&
           take_number(item, "started", NUMBER_MAX, 0, &day->started) &&
           take_number(item, "completed", NUMBER_MAX, 0, &day->completed) &&
           take_number(item, "abandoned", NUMBER_MAX, 0, &day->abandoned);
}

static bool take_days(const json_t *list, struct vz_arena *arena,
                      struct vz_heartbeat *beat) {
    size_t n = json_array_size(list);
    struct vz_fleet_day *days = NULL;
    size_t cap = 0;
    if (!is_list(list)) {
        return false;
    }
    for (size_t i = 0; i < n; i++) {
        if (!vz_arena_grow(arena, &days, &cap, i, sizeof(*days)) ||
            !take_day(json_array_get(list, i), &days[i])) {
            return false;
        }
    }
    beat->days = days;
    beat->n_days = n;
    return true;
}

static bool take_range(const json_t *pair, struct vz_fleet_range *range) {
    const json_t *first = json_array_get(pair, 0);
    const json_t *last = json_array_get(pair, 1);
    range->first = json_integer_value(first);
    range->last = json_integer_value(last);
    return json_array_size(pair) == 2 && json_is_integer(first) &&
           json_is_integer(last) && range->first >= 1 &&
           range->last >= range->first && range->last <= NUMBER_MAX;
}

static bool take_ranges(const json_t *object, const char *key,
                        enum vz_fleet_state state, struct vz_arena *arena,
                        struct vz_heartbeat *beat) {
    const json_t *list = json_object_get(object, key);
    size_t n = json_array_size(list);
    struct vz_fleet_range *ranges = NULL;
    size_t cap = 0;
    if (!is_list(list)) {
        return false;
    }
    for (size_t i = 0; i < n; i++) {
        if (!vz_arena_grow(arena, &ranges, &cap, i, sizeof(*ranges)) ||
            !take_range(json_array_get(list, i), &ranges[i])) {
            return false;
        }
    }
    beat->ranges[state] = ranges;
    beat->n_ranges[state] = n;
    return true;
}

// A list of objects written anew with these two keys and nothing else; `number`
// NULL: both are texts. *sum gets the total of the numbers.
static const char *rewrite(const json_t *list, struct vz_arena *arena,
                           const char *text, const char *number,
                           const char *other, int64_t *sum) {
    json_t *out = json_array();
    bool fits = is_list(list);
    for (size_t i = 0; fits && i < json_array_size(list); i++) {
        const json_t *item = json_array_get(list, i);
        const char *words, *more = NULL;
        int64_t n = 0;
        fits = take_text(item, text, TEXT_MAX, &words) && words &&
               (number ? take_number(item, number, INT32_MAX, 0, &n)
                       : take_text(item, other, TEXT_MAX, &more));
        *sum += n;
        json_t *value = number ? json_integer(n)
                               : json_string(more ? more : "");
        if (fits) {
            json_array_append_new(out,
                                  json_pack("{s:s, s:o}", text, words,
                                            number ? number : other, value));
        } else {
            json_decref(value);
        }
    }
    char *dump = fits ? json_dumps(out, JSON_COMPACT) : NULL;
    const char *copy = dump ? vz_arena_strdup(arena, dump) : NULL;
    free(dump);
    json_decref(out);
    return copy;
}

static bool take_numbers(const json_t *object, struct vz_heartbeat *beat) {
    return take_number(object, "clock_ms", CLOCK_MAX, 0, &beat->clock_ms) &&
           take_number(object, "unsent", NUMBER_MAX, 0, &beat->unsent) &&
           take_number(object, "oldest_unsent_ms", CLOCK_MAX, 0,
                       &beat->oldest_unsent_ms) &&
           take_number(object, "disk_free", INT64_MAX, -1, &beat->disk_free) &&
           take_number(object, "battery", 100, -1, &beat->battery) &&
           take_number(object, "begun", NUMBER_MAX, 0, &beat->begun) &&
           take_number(object, "completed", NUMBER_MAX, 0, &beat->completed) &&
           take_number(object, "abandoned", NUMBER_MAX, 0, &beat->abandoned);
}

static bool take_texts(const json_t *object, struct vz_arena *arena,
                       struct vz_heartbeat *beat) {
    int64_t charging, none = 0;
    bool ok = take_text(object, "version", 60, &beat->app_version) &&
              take_text(object, "device", TEXT_MAX, &beat->client_id) &&
              take_text(object, "last_error", TEXT_MAX, &beat->last_error) &&
              take_text(object, "microphone", 15, &beat->microphone) &&
              take_number(object, "charging", 1, 0, &charging) &&
              beat->app_version && is_microphone(beat->microphone);
    if (!ok) {
        return false;
    }
    beat->charging = charging == 1;
    beat->last_error = beat->last_error ? beat->last_error : "";
    beat->forms = rewrite(json_object_get(object, "forms"), arena, "form", NULL,
                          "version", &none);
    beat->held = rewrite(json_object_get(object, "held"), arena, "reason", "n",
                         NULL, &beat->n_held);
    return beat->forms && beat->held;
}

static bool read_beat(const json_t *object, struct vz_arena *arena,
                      struct vz_heartbeat *beat) {
    *beat = (struct vz_heartbeat){0};
    return take_numbers(object, beat) && take_texts(object, arena, beat) &&
           take_ranges(object, "abandoned_numbers", VZ_FLEET_ABANDONED, arena,
                       beat) &&
           take_ranges(object, "open_numbers", VZ_FLEET_OPEN, arena, beat) &&
           take_ranges(object, "waiting_numbers", VZ_FLEET_WAITING, arena,
                       beat) &&
           take_days(json_object_get(object, "days"), arena, beat);
}

// ----------------------------------------------------------------- endpoint
static void body(struct vz_exchange *exchange, const char *bytes, size_t len) {
    if (len > BODY_MAX - vz_rest_bytes(exchange)->len) {
        vz_rest_refuse(exchange, "413.1", NULL);
        return;
    }
    vz_rest_body(exchange, bytes, len);
}

static void store(struct vz_exchange *exchange,
                  const struct vz_heartbeat *beat) {
    struct vz_hub_store *store = vz_hub_server_lock(exchange->server);
    enum vz_status status =
        vz_fleet_store(store, exchange->device_id, vz_clock_wall_ms(), beat);
    vz_hub_server_unlock(exchange->server);
    if (status == VZ_OK) {
        vz_http_reply(exchange->request, 204, NULL, NULL);
    } else {
        vz_rest_refuse_status(exchange, status, NULL);
    }
}

static void end(struct vz_exchange *exchange) {
    json_t *object = vz_rest_object(exchange);
    struct vz_arena arena = {0};
    struct vz_heartbeat beat;
    if (!object) {
        return;
    }
    if (read_beat(object, &arena, &beat)) {
        store(exchange, &beat);
    } else {
        vz_rest_refuse(exchange, "400.8", "This is no heartbeat of a kiosk.");
    }
    vz_arena_finish(&arena);
    json_decref(object);
}

const struct vz_endpoint vz_heartbeat_endpoint = {
    .begin = vz_rest_begin,
    .body = body,
    .end = end,
};
