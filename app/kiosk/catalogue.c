#include "catalogue.h"

#include "media_folder.h"

#include "base/log.h"
#include "kiosk/locale/locale.h"

#include <stdlib.h>
#include <string.h>

static int minutes_of(const struct vz_form *form) {
    const char *text = vz_form_attribute(form, "minutes");
    char *end = NULL;
    long minutes = text ? strtol(text, &end, 10) : 0;
    return text && !*end && minutes > 0 && minutes <= 120 ? (int)minutes : 0;
}

// Takes `media`, the folder of the form's files or NULL.
static bool add_form(struct vz_catalogue *catalogue,
                     const struct vz_kiosk_form *installed, char *media) {
    if (!vz_grow(&catalogue->items, &catalogue->cap, catalogue->n,
                 sizeof(*catalogue->items))) {
        LOG_OOM();
        free(media);
        return false;
    }
    struct vz_error error = {0};
    struct vz_form *form = vz_form_load(installed->xml, installed->xml_len,
                                        &(struct vz_form_media){.dir = media},
                                        &error);
    if (!form) {
        LOGE("%s", error.message);
        free(media);
        return false;
    }
    const char *door = vz_form_attribute(form, "door");
    bool worker = door && !strcmp(door, "worker");
    catalogue->items[catalogue->n++] = (struct vz_catalogue_form){
        .form = form,
        .media = media,
        .worker = worker,
        .kind = vz_form_attribute(form, "kind"),
        .icon = vz_form_attribute(form, "icon"),
        .minutes = minutes_of(form),
    };
    return true;
}

static int rank(const struct vz_catalogue_form *form) {
    return !form->kind                    ? 2
           : !strcmp(form->kind, "short") ? 0
           : !strcmp(form->kind, "story") ? 1
                                          : 2;
}

static int by_kind_and_title(const void *a, const void *b) {
    const struct vz_catalogue_form *x = a, *y = b;
    int difference = rank(x) - rank(y);
    return difference ? difference
                      : strcmp(vz_form_title(x->form), vz_form_title(y->form));
}

static bool load_form(struct vz_catalogue *catalogue, const char *dir,
                      struct vz_kiosk_store *store, const char *form_id) {
    struct vz_kiosk_form_list one = {0};
    bool ok = vz_kiosk_store_form(store, form_id, &one) == VZ_OK && one.n == 1;
    char *media = NULL;
    if (ok) {
        enum vz_status status =
            vz_media_folder_lay(dir, store, &one.items[0], &media);
        if (status != VZ_OK) {
            LOGE("The files of the form %s could not be laid out: %s.", form_id,
                 vz_status_text(status));
            ok = false;
        }
    }
    ok = ok && add_form(catalogue, &one.items[0], media);
    vz_kiosk_form_list_finish(&one);
    return ok;
}

enum vz_status vz_catalogue_load(struct vz_catalogue *catalogue,
                                 const char *dir,
                                 struct vz_kiosk_store *store) {
    *catalogue = (struct vz_catalogue){0};
    struct vz_kiosk_form_list list = {0};
    enum vz_status status = vz_kiosk_store_forms(store, &list);
    for (size_t i = 0; status == VZ_OK && i < list.n; i++) {
        const char *id = list.items[i].form_id;
        if (!load_form(catalogue, dir, store, id)) {
            LOGE("The form %s cannot be offered.", id);
        }
    }
    vz_kiosk_form_list_finish(&list);
    if (catalogue->n > 1) {
        qsort(catalogue->items, catalogue->n, sizeof(*catalogue->items),
              by_kind_and_title);
    }
    return status;
}

void vz_catalogue_finish(struct vz_catalogue *catalogue) {
    for (size_t i = 0; i < catalogue->n; i++) {
        vz_form_destroy(catalogue->items[i].form);
        free(catalogue->items[i].media);
    }
    free(catalogue->items);
    *catalogue = (struct vz_catalogue){0};
}

// True when no other form has this kind, so that the kind's own words will do.
static bool only_of_kind(const struct vz_catalogue *catalogue, size_t index) {
    for (size_t i = 0; i < catalogue->n; i++) {
        if (i != index &&
            rank(&catalogue->items[i]) == rank(&catalogue->items[index])) {
            return false;
        }
    }
    return true;
}

struct vz_door vz_catalogue_door(const struct vz_catalogue *catalogue,
                                 size_t index) {
    const struct vz_catalogue_form *form = &catalogue->items[index];
    struct vz_door door = {
        .title = vz_form_title(form->form),
        .kind = form->kind,
        .icon = form->icon,
        .minutes = form->minutes,
    };
    if (rank(form) == 0 && only_of_kind(catalogue, index)) {
        door.title = vz_tr("Short questions");
    } else if (rank(form) == 1 && only_of_kind(catalogue, index)) {
        door.title = vz_tr("Tell your story");
    }
    return door;
}
