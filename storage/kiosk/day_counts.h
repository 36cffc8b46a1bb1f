/*
 * How many visits were begun, completed and abandoned, per form and day.
 *
 * Counts only: nothing of what anybody answered, and no id of a visit. A visit
 * counts under the day on which it began, so that of each day
 * started = completed + abandoned + those still going on. The counts outlive
 * the rows that they counted. Begin, complete and abandon count in their own
 * transactions (kiosk_instances.c); a hub is given the rows with a heartbeat.
 */
#ifndef VZ_STORAGE_KIOSK_DAY_COUNTS_H
#define VZ_STORAGE_KIOSK_DAY_COUNTS_H

#include "kiosk_store.h"

// "2026-11-24": the day at this wall time in the kiosk's own time zone.
#define VZ_DAY_SIZE 16
void vz_day_text(int64_t wall_ms, char out[VZ_DAY_SIZE]);

struct vz_day_count {
    const char *day;     // VZ_DAY_SIZE at most
    const char *form_id; // formID
    int64_t started, completed, abandoned;
};
struct vz_day_count_list {
    struct vz_arena arena;
    struct vz_day_count *items;
    size_t n;
};
// The counts from `since` on ("" = all), by day, then form. Whatever the
// answer, `list` is to be finished.
enum vz_status vz_day_counts_read(struct vz_kiosk_store *store,
                                  const char *since,
                                  struct vz_day_count_list *list);
void vz_day_count_list_finish(struct vz_day_count_list *list);

// The same rows as a JSON array for the hub:
// [{"day":"2026-11-24","form":"kort","started":3,"completed":2,"abandoned":1}]
// The text is for free(3).
enum vz_status vz_day_counts_json(struct vz_kiosk_store *store,
                                  const char *since, char **json);

#endif
