#include "form_fetcher.h"

#include "base/log.h"
#include "openrosa/openrosa.h"

#include <string.h>
#include <strings.h>

#define MAX_LIST (10u * 1024 * 1024)
#define MAX_FORM (10u * 1024 * 1024)
#define MAX_MEDIA (64u * 1024 * 1024)

// One listed form on its way in.
struct fetch {
    const struct vz_sync_link *link;
    const struct vz_formlist_item *item;
    struct vz_manifest manifest;
    struct vz_kiosk_form_list installed; // with its XML, n = 0: none
    struct vz_kiosk_media_list media;    // that stand now, without bytes
    struct vz_arena arena;               // holds what is downloaded
    struct vz_installed_form form;       // to be installed
};

static bool same_hash(const char *a, const char *b) {
    return *a && !strcmp(a, b);
}

// Compares with "md5:<hex>", or the hex alone as some servers write it.
static bool matches_md5(const char *hash, const void *bytes, size_t len) {
    char md5[VZ_MD5_HEX];
    vz_md5_hex(bytes, len, md5);
    if (!strncasecmp(hash, "md5:", 4)) {
        hash += 4;
    }
    return *md5 && !strcasecmp(hash, md5);
}

// --------------------------------------------------------------- downloads

// A file into the arena; refused when it does not match `hash` (NULL: it
// cannot be checked).
static enum vz_status download(struct fetch *fetch, const char *url,
                               const char *hash, size_t max, const char *name,
                               const char **bytes, size_t *len,
                               struct vz_error *error) {
    struct vz_http_reply reply = {0};
    enum vz_status status =
        vz_sync_link_get(fetch->link, url, max, false, &reply, error);
    const char *data = vz_strbuf_text(&reply.body);
    if (status == VZ_OK && hash && !matches_md5(hash, data, reply.body.len)) {
        vz_error_set(error, VZ_CORRUPT,
                     "Form %s: %s does not match its hash and was refused.",
                     fetch->item->form_id, name);
        status = VZ_CORRUPT;
    }
    if (status == VZ_OK) {
        *len = reply.body.len;
        *bytes = vz_arena_strndup(&fetch->arena, data, *len);
        status = *bytes ? VZ_OK : VZ_NOMEM;
    }
    vz_http_reply_finish(&reply);
    return status;
}

static enum vz_status get_manifest(struct fetch *fetch,
                                   struct vz_error *error) {
    if (!fetch->item->manifest_url) {
        return VZ_OK;
    }
    struct vz_http_reply reply = {0};
    enum vz_status status = vz_sync_link_get(
        fetch->link, fetch->item->manifest_url, MAX_LIST, true, &reply, error);
    if (status == VZ_OK) {
        status = vz_manifest_parse(&fetch->manifest,
                                   vz_strbuf_text(&reply.body), reply.body.len,
                                   error);
    }
    vz_http_reply_finish(&reply);
    return status;
}

// ------------------------------------------------------------- what is here

static enum vz_status read_installed(struct fetch *fetch) {
    struct vz_kiosk_store *store = fetch->link->store;
    const char *form_id = fetch->item->form_id;
    enum vz_status status =
        vz_kiosk_store_form(store, form_id, &fetch->installed);
    if (status == VZ_NOT_FOUND) {
        return VZ_OK;
    }
    return status == VZ_OK ? vz_kiosk_store_media(store, form_id, &fetch->media)
                           : status;
}

static bool has_media(const struct fetch *fetch,
                      const struct vz_manifest_item *wanted) {
    for (size_t i = 0; i < fetch->media.n; i++) {
        if (!strcmp(fetch->media.items[i].filename, wanted->filename)) {
            return same_hash(fetch->media.items[i].hash, wanted->hash);
        }
    }
    return false;
}

static bool has_form(const struct fetch *fetch) {
    return fetch->installed.n > 0 &&
           same_hash(fetch->installed.items[0].hash, fetch->item->hash) &&
           !strcmp(fetch->installed.items[0].version, fetch->item->version);
}

static bool is_current(const struct fetch *fetch) {
    bool current = has_form(fetch) && fetch->media.n == fetch->manifest.n;
    for (size_t i = 0; current && i < fetch->manifest.n; i++) {
        current = has_media(fetch, &fetch->manifest.items[i]);
    }
    return current;
}

// --------------------------------------------------------------- installing

static enum vz_status reuse_media(struct fetch *fetch,
                                  struct vz_installed_media *media) {
    struct vz_kiosk_media_list list;
    enum vz_status status = vz_kiosk_store_media_file(
        fetch->link->store, fetch->item->form_id, media->filename, &list);
    if (status == VZ_OK) {
        media->len = list.items[0].len;
        media->bytes =
            vz_arena_strndup(&fetch->arena, list.items[0].bytes, media->len);
        status = media->bytes ? VZ_OK : VZ_NOMEM;
    }
    vz_kiosk_media_list_finish(&list);
    return status;
}

static enum vz_status get_media(struct fetch *fetch,
                                const struct vz_manifest_item *item,
                                struct vz_installed_media *media,
                                struct vz_error *error) {
    media->filename = item->filename;
    media->hash = item->hash;
    if (has_media(fetch, item)) {
        return reuse_media(fetch, media);
    }
    const char *bytes = NULL;
    enum vz_status status = download(
        fetch, item->download_url, item->entity_list ? NULL : item->hash,
        MAX_MEDIA, item->filename, &bytes, &media->len, error);
    media->bytes = bytes;
    return status;
}

static enum vz_status get_all_media(struct fetch *fetch,
                                    struct vz_error *error) {
    size_t n = fetch->manifest.n;
    struct vz_installed_media *media =
        vz_arena_alloc_array(&fetch->arena, n, sizeof(*media));
    enum vz_status status = media ? VZ_OK : VZ_NOMEM;
    for (size_t i = 0; status == VZ_OK && i < n; i++) {
        status = get_media(fetch, &fetch->manifest.items[i], &media[i], error);
    }
    fetch->form.media = media;
    fetch->form.n_media = n;
    return status;
}

static enum vz_status get_form(struct fetch *fetch, struct vz_error *error) {
    const struct vz_formlist_item *item = fetch->item;
    fetch->form.form_id = item->form_id;
    fetch->form.version = item->version;
    fetch->form.name = item->name;
    fetch->form.hash = item->hash;
    if (has_form(fetch)) {
        // Only media changed.
        fetch->form.xml = fetch->installed.items[0].xml;
        fetch->form.xml_len = fetch->installed.items[0].xml_len;
        return VZ_OK;
    }
    return download(fetch, item->download_url, item->hash, MAX_FORM, "the form",
                    &fetch->form.xml, &fetch->form.xml_len, error);
}

static enum vz_status update(struct fetch *fetch, bool *changed,
                             struct vz_error *error) {
    enum vz_status status = get_manifest(fetch, error);
    if (status == VZ_OK) {
        status = read_installed(fetch);
    }
    if (status != VZ_OK || is_current(fetch)) {
        return status;
    }
    status = get_form(fetch, error);
    if (status == VZ_OK) {
        status = get_all_media(fetch, error);
    }
    if (status == VZ_OK) {
        status = vz_kiosk_store_install_form(fetch->link->store, &fetch->form);
    }
    if (status == VZ_OK) {
        *changed = true;
        LOGI("sync: installed form %s version %s with %zu files",
             fetch->form.form_id, fetch->form.version, fetch->form.n_media);
    }
    return status;
}

static enum vz_status update_form(const struct vz_sync_link *link,
                                  const struct vz_formlist_item *item,
                                  bool *changed, struct vz_error *error) {
    struct fetch fetch = {.link = link, .item = item};
    enum vz_status status = update(&fetch, changed, error);
    if (status != VZ_OK && status != VZ_NETWORK && error->status == VZ_OK) {
        vz_error_set(error, status, "Form %s cannot be installed: %s.",
                     item->form_id, vz_status_text(status));
    }
    if (error->message[0]) {
        LOGW("sync: form %s: %s", item->form_id, error->message);
    }
    vz_manifest_finish(&fetch.manifest);
    vz_kiosk_form_list_finish(&fetch.installed);
    vz_kiosk_media_list_finish(&fetch.media);
    vz_arena_finish(&fetch.arena);
    return status;
}

// ----------------------------------------------------------------- the list

static bool is_listed(const struct vz_formlist *list, size_t n,
                      const char *form_id) {
    for (size_t i = 0; i < n; i++) {
        if (!strcmp(list->items[i].form_id, form_id)) {
            return true;
        }
    }
    return false;
}

static enum vz_status retire_others(const struct vz_sync_link *link,
                                    const struct vz_formlist *list,
                                    bool *changed) {
    struct vz_kiosk_form_list installed;
    enum vz_status status = vz_kiosk_store_forms(link->store, &installed);
    for (size_t i = 0; status == VZ_OK && i < installed.n; i++) {
        const char *form_id = installed.items[i].form_id;
        if (!is_listed(list, list->n, form_id)) {
            status = vz_kiosk_store_retire_form(link->store, form_id);
            *changed = *changed || status == VZ_OK;
            LOGI("sync: form %s is no longer listed", form_id);
        }
    }
    vz_kiosk_form_list_finish(&installed);
    return status;
}

static enum vz_status get_list(const struct vz_sync_link *link,
                               struct vz_formlist *list,
                               struct vz_error *error) {
    *list = (struct vz_formlist){0};
    struct vz_strbuf url = {0};
    struct vz_http_reply reply = {0};
    vz_sync_link_url(link, &url, "formList");
    enum vz_status status = VZ_NOMEM;
    if (!url.failed) {
        status =
            vz_sync_link_get(link, url.data, MAX_LIST, true, &reply, error);
    }
    if (status == VZ_OK) {
        status = vz_formlist_parse(list, vz_strbuf_text(&reply.body),
                                   reply.body.len, error);
    }
    vz_http_reply_finish(&reply);
    vz_strbuf_finish(&url);
    return status;
}

// One form that fails does not stop the others. The first failure is told.
static enum vz_status update_all(const struct vz_sync_link *link,
                                 const struct vz_formlist *list, bool *changed,
                                 struct vz_error *error) {
    enum vz_status first = VZ_OK;
    for (size_t i = 0; i < list->n; i++) {
        if (is_listed(list, i, list->items[i].form_id)) {
            LOGW("sync: form %s is listed twice", list->items[i].form_id);
            continue;
        }
        struct vz_error problem = {0};
        enum vz_status status =
            update_form(link, &list->items[i], changed, &problem);
        if (status != VZ_OK && first == VZ_OK) {
            first = status;
            *error = problem;
        }
    }
    return first;
}

enum vz_status vz_form_fetcher_run(const struct vz_sync_link *link,
                                   bool *changed, struct vz_error *error) {
    *changed = false;
    struct vz_formlist list;
    enum vz_status status = get_list(link, &list, error);
    if (status != VZ_OK) {
        if (error->message[0]) { // else it was cut off by our own end
            LOGW("sync: no form list: %s", error->message);
        }
        return status;
    }
    status = update_all(link, &list, changed, error);
    enum vz_status retired = retire_others(link, &list, changed);
    vz_formlist_finish(&list);
    if (*changed) {
        vz_sync_link_tell_forms(link);
    }
    return status == VZ_OK ? retired : status;
}
