#include "media_folder.h"

#include "base/file.h"
#include "base/log.h"

#include <dirent.h>
#include <errno.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define KEY_BYTES 16
#define KEY_SIZE (2 * KEY_BYTES + 1)
#define NAME_LENGTH_MAX 200

// Ends each text with its zero, so that no two lists of texts hash alike.
static void add_text(crypto_generichash_state *state, const char *text) {
    crypto_generichash_update(state, (const unsigned char *)text,
                              strlen(text) + 1);
}

static void make_key(const struct vz_kiosk_form *form,
                     const struct vz_kiosk_media_list *media, char *key) {
    crypto_generichash_state state;
    unsigned char digest[KEY_BYTES];
    crypto_generichash_init(&state, NULL, 0, sizeof(digest));
    add_text(&state, form->form_id);
    add_text(&state, form->version);
    for (size_t i = 0; i < media->n; i++) {
        add_text(&state, media->items[i].filename);
        add_text(&state, media->items[i].hash);
    }
    crypto_generichash_final(&state, digest, sizeof(digest));
    sodium_bin2hex(key, KEY_SIZE, digest, sizeof(digest));
}

// The names come from a server: nothing may be written outside the folder.
static bool is_plain(const char *name) {
    return *name && *name != '.' && !strchr(name, '/') &&
           strlen(name) <= NAME_LENGTH_MAX;
}

static void remove_entry(const char *path, const char *name) {
    char *entry = vz_path_join(path, name);
    if (entry && unlink(entry) != 0) {
        LOGW("%s could not be removed: %s.", entry, strerror(errno));
    }
    free(entry);
}

// These folders hold files only.
static void remove_folder(const char *path) {
    DIR *folder = opendir(path);
    struct dirent *entry;
    while (folder && (entry = readdir(folder))) {
        if (strcmp(entry->d_name, ".") != 0 &&
            strcmp(entry->d_name, "..") != 0) {
            remove_entry(path, entry->d_name);
        }
    }
    if (folder) {
        closedir(folder);
    }
    if (rmdir(path) != 0 && errno != ENOENT) {
        LOGW("%s could not be removed: %s.", path, strerror(errno));
    }
}

static enum vz_status write_one(const char *folder,
                                struct vz_kiosk_store *store,
                                const char *form_id, const char *filename) {
    if (!is_plain(filename)) {
        LOGE("form %s: a file with the name '%s' is left out.", form_id,
             filename);
        return VZ_OK;
    }
    struct vz_kiosk_media_list one = {0};
    char *path = vz_path_join(folder, filename);
    enum vz_status status =
        path ? vz_kiosk_store_media_file(store, form_id, filename, &one)
             : VZ_NOMEM;
    if (status == VZ_OK) {
        status = vz_file_write(path, one.items[0].bytes, one.items[0].len);
    }
    vz_kiosk_media_list_finish(&one);
    free(path);
    return status;
}

// Fills a folder under another name and gives it its own at the end.
static enum vz_status make_folder(const char *path,
                                  struct vz_kiosk_store *store,
                                  const char *form_id,
                                  const struct vz_kiosk_media_list *media) {
    struct vz_strbuf name = {0};
    vz_strbuf_printf(&name, "%s.new", path);
    char *part = vz_strbuf_take(&name);
    if (!part) {
        return VZ_NOMEM;
    }
    remove_folder(part); // what an interruption left
    enum vz_status status = vz_dir_make(part);
    for (size_t i = 0; status == VZ_OK && i < media->n; i++) {
        status = write_one(part, store, form_id, media->items[i].filename);
    }
    if (status == VZ_OK) {
        status = vz_file_rename(part, path);
    }
    if (status != VZ_OK) {
        remove_folder(part);
    }
    free(part);
    return status;
}

static char *path_of(const char *dir, const char *key) {
    char *folder = vz_path_join(dir, "media");
    char *path = folder ? vz_path_join(folder, key) : NULL;
    free(folder);
    return path;
}

enum vz_status vz_media_folder_lay(const char *dir,
                                   struct vz_kiosk_store *store,
                                   const struct vz_kiosk_form *form,
                                   char **path) {
    struct vz_kiosk_media_list media = {0};
    char key[KEY_SIZE];
    *path = NULL;
    enum vz_status status = vz_kiosk_store_media(store, form->form_id, &media);
    if (status == VZ_OK && media.n > 0) {
        make_key(form, &media, key);
        *path = path_of(dir, key);
        if (!*path) {
            status = VZ_NOMEM;
        } else if (!vz_file_exists(*path)) {
            status = make_folder(*path, store, form->form_id, &media);
        }
    }
    vz_kiosk_media_list_finish(&media);
    if (status != VZ_OK) {
        free(*path);
        *path = NULL;
    }
    return status;
}

static bool is_used(const char *name, const char *const *used, size_t n) {
    for (size_t i = 0; i < n; i++) {
        if (used[i] && !strcmp(vz_path_base(used[i]), name)) {
            return true;
        }
    }
    return false;
}

// Of a form that was installed meanwhile and is about to be offered.
static bool is_offered(const char *name, struct vz_kiosk_store *store,
                       const struct vz_kiosk_form_list *forms) {
    for (size_t i = 0; i < forms->n; i++) {
        struct vz_kiosk_media_list media = {0};
        char key[KEY_SIZE] = "";
        if (vz_kiosk_store_media(store, forms->items[i].form_id, &media) ==
            VZ_OK) {
            make_key(&forms->items[i], &media, key);
        }
        vz_kiosk_media_list_finish(&media);
        if (!strcmp(key, name)) {
            return true;
        }
    }
    return false;
}

void vz_media_folder_sweep(const char *dir, struct vz_kiosk_store *store,
                           const char *const *used, size_t n_used) {
    struct vz_kiosk_form_list forms = {0};
    char *path = vz_path_join(dir, "media");
    DIR *folder = path ? opendir(path) : NULL;
    struct dirent *entry;
    if (folder && vz_kiosk_store_forms(store, &forms) == VZ_OK) {
        while ((entry = readdir(folder))) {
            const char *name = entry->d_name;
            char *each = vz_path_join(path, name);
            if (each && *name != '.' && !is_used(name, used, n_used) &&
                !is_offered(name, store, &forms)) {
                remove_folder(each);
            }
            free(each);
        }
    }
    if (folder) {
        closedir(folder);
    }
    vz_kiosk_form_list_finish(&forms);
    free(path);
}
