/*
 * The forms that can be begun here, loaded and sorted.
 *
 * Loaded on the store thread from what is installed, swapped in on the main
 * thread when nobody is visiting. Immutable once loaded.
 */
#ifndef VZ_KIOSK_CATALOGUE_H
#define VZ_KIOSK_CATALOGUE_H

#include "form/xform/form.h"
#include "kiosk/screen/view.h"
#include "storage/kiosk/kiosk_store.h"

struct vz_catalogue_form {
    struct vz_form *form; // owned
    char *media;          // folder of its files, owned, or NULL: media_folder.h
    bool worker;          // behind the worker's door
    const char *kind;     // vz:door: "short", "story", "testimonial", or NULL
    const char *icon;     // vz:icon, or NULL
    int minutes;          // vz:minutes, 0 = not told
};

// Zeroed = empty.
struct vz_catalogue {
    struct vz_catalogue_form *items; // short forms first, then stories
    size_t n, cap;
};

// Loads every installed form and lays its files out below `dir`. One that
// cannot be loaded is left out and reported on the log. VZ_OK also when there
// are none.
enum vz_status vz_catalogue_load(struct vz_catalogue *catalogue,
                                 const char *dir, struct vz_kiosk_store *store);
void vz_catalogue_finish(struct vz_catalogue *catalogue);

// The door of a form, in the present language: the house's words for its kind,
// or the form's title when several forms are of that kind.
struct vz_door vz_catalogue_door(const struct vz_catalogue *catalogue,
                                 size_t index);

#endif
