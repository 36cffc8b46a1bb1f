#include "kiosk_seed.h"

#include "form/xlsform/xlsform.h"
#include "storage/kiosk/kiosk_store.h"

#include <stdio.h>
#include <stdlib.h>

static void give_up(const char *path) {
    fprintf(stderr, "kiosk_seed: %s cannot be installed\n", path);
    abort();
}

void kiosk_seed_form(const char *dir, const char *form_id, const char *path) {
    kiosk_seed_form_and_file(dir, form_id, path, NULL);
}

void kiosk_seed_form_and_file(const char *dir, const char *form_id,
                              const char *path,
                              const struct kiosk_seed_file *file) {
    struct vz_strbuf xml = {0};
    struct vz_diagnostics diagnostics = {0};
    struct vz_error error = {0};
    struct vz_kiosk_store *store = NULL;
    bool damaged = false;
    if (!vz_xlsform_convert(path, form_id, &xml, &diagnostics) ||
        vz_kiosk_store_open(&store, dir, false, &damaged, &error) != VZ_OK) {
        give_up(path);
    }
    struct vz_installed_media media = {0};
    if (file) {
        media = (struct vz_installed_media){file->name, "md5:1", file->bytes,
                                            file->len};
    }
    struct vz_installed_form form = {
        .form_id = form_id,
        .version = "1",
        .name = form_id,
        .hash = "md5:0",
        .xml = vz_strbuf_text(&xml),
        .xml_len = xml.len,
        .media = &media,
        .n_media = file ? 1 : 0,
    };
    if (vz_kiosk_store_install_form(store, &form) != VZ_OK) {
        give_up(path);
    }
    vz_kiosk_store_close(store);
    vz_diagnostics_finish(&diagnostics);
    vz_strbuf_finish(&xml);
}
