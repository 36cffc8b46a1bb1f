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

static bool make_audit_dir(struct vz_play *play) {
    const char *top = getenv("TMPDIR");
    char *dir = vz_path_join(top && top[0] ? top : "/tmp", "vertelform-XXXXXX");
    if (!dir || !mkdtemp(dir)) {
        free(dir);
        return false;
    }
    play->audit_dir = dir;
    return true;
}

bool vz_play_write_audit(struct vz_play *play, bool finalized) {
    if (!vz_session_audits(play->session)) {
        return true;
    }
    if (!play->audit_dir && !make_audit_dir(play)) {
        return false;
    }
    struct vz_strbuf csv = {0};
    char *path = vz_path_join(play->audit_dir, VZ_AUDIT_NAME);
    bool ok = path && vz_session_write_audit(play->session, finalized, &csv) &&
              vz_file_write(path, csv.data, csv.len) == VZ_OK;
    vz_strbuf_wipe(&csv);
    free(path);
    return ok;
}

struct listing {
    const struct vz_play *play;
    json_t *list;
};

static void list_file(const char *name, void *userdata) {
    struct listing *listing = userdata;
    const struct vz_play *play = listing->play;
    const struct vz_play_file *file = find(play, name);
    bool audit = play->audit_dir && !strcmp(name, VZ_AUDIT_NAME);
    const char *dir = audit ? play->audit_dir : play->dir;
    char *beside = file || !dir ? NULL : vz_path_join(dir, name);
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
    free(play->audit_dir);
    play->audit_dir = NULL;
    play->files = NULL;
    play->n_files = play->files_cap = 0;
}
