/*
 * The files behind a played form's uploads.
 *
 * An answer names a file anywhere; the instance holds a name without folders
 * that is its own among the attachments.
 */
#include "play_state.h"

#include "base/file.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const struct vz_play_file *find(const struct vz_play *play,
                                       const char *name) {
    for (size_t i = 0; i < play->n_files; i++) {
        if (!strcmp(play->files[i].name, name)) {
            return &play->files[i];
        }
    }
    return NULL;
}

// "photo.jpg", or "photo-2.jpg" where another file has that name.
static char *free_name(const struct vz_play *play, const char *path) {
    const char *base = vz_path_base(path);
    const char *dot = strrchr(base, '.');
    size_t stem = dot && dot != base ? (size_t)(dot - base) : strlen(base);
    struct vz_strbuf name = {0};
    vz_strbuf_append(&name, base);
    for (int n = 2; !name.failed; n++) {
        const struct vz_play_file *taken = find(play, vz_strbuf_text(&name));
        if (!taken || !strcmp(taken->path, path)) {
            break;
        }
        vz_strbuf_clear(&name);
        vz_strbuf_printf(&name, "%.*s-%d%s", (int)stem, base, n, base + stem);
    }
    return vz_strbuf_take(&name);
}

const char *vz_play_add_file(struct vz_play *play, const char *path) {
    char *name = free_name(play, path);
    const struct vz_play_file *known = name ? find(play, name) : NULL;
    if (known || !name) {
        free(name);
        return known ? known->name : NULL;
    }
    char *copy = strdup(path);
    if (!copy || !vz_grow(&play->files, &play->files_cap, play->n_files,
                          sizeof(*play->files))) {
        free(copy);
        free(name);
        return NULL;
    }
    play->files[play->n_files++] = (struct vz_play_file){name, copy};
    return name;
}

struct listing {
    const struct vz_play *play;
    json_t *list;
};

static void list_file(const char *name, void *userdata) {
    struct listing *listing = userdata;
    const struct vz_play_file *file = find(listing->play, name);
    char *beside = file || !listing->play->dir
                       ? NULL
                       : vz_path_join(listing->play->dir, name);
    bool there = beside && vz_file_exists(beside);
    json_t *object = json_object();
    vz_play_set_text(object, "name", name);
    vz_play_set_text(object, "path", file ? file->path : there ? beside : NULL);
    json_array_append_new(listing->list, object);
    free(beside);
}

json_t *vz_play_attachments(const struct vz_play *play) {
    struct listing listing = {play, json_array()};
    vz_session_each_attachment(play->session, list_file, &listing);
    return listing.list;
}

void vz_play_finish(struct vz_play *play) {
    for (size_t i = 0; i < play->n_files; i++) {
        free(play->files[i].name);
        free(play->files[i].path);
    }
    free(play->files);
    play->files = NULL;
    play->n_files = play->files_cap = 0;
}
