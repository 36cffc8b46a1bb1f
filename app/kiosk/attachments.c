#include "attachments.h"

#include "base/log.h"
#include "base/memory.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void item_finish(struct vz_attachment *item) {
    if (item->bytes) {
        explicit_bzero(item->bytes, item->len);
    }
    free(item->bytes);
    free(item->name);
    *item = (struct vz_attachment){0};
}

void vz_attachments_finish(struct vz_attachments *attachments) {
    for (size_t i = 0; i < attachments->n; i++) {
        item_finish(&attachments->items[i]);
    }
    free(attachments->items);
    *attachments = (struct vz_attachments){0};
}

char *vz_attachments_name(struct vz_attachments *attachments, const char *stem,
                          const char *ending) {
    char name[96];
    snprintf(name, sizeof(name), "%s-%zu.%s", stem, ++attachments->counter,
             ending);
    return strdup(name);
}

static size_t find(const struct vz_attachments *attachments, const char *name) {
    size_t i = 0;
    while (i < attachments->n &&
           strcmp(attachments->items[i].name, name) != 0) {
        i++;
    }
    return i;
}

const struct vz_attachment *
vz_attachments_find(const struct vz_attachments *attachments,
                    const char *name) {
    size_t i = find(attachments, name);
    return i < attachments->n ? &attachments->items[i] : NULL;
}

void vz_attachments_remove(struct vz_attachments *attachments,
                           const char *name) {
    size_t i = find(attachments, name);
    if (i < attachments->n) {
        attachments->bytes -= attachments->items[i].len;
        item_finish(&attachments->items[i]);
        attachments->items[i] = attachments->items[--attachments->n];
    }
}

static bool append(struct vz_attachments *attachments,
                   const struct vz_attachment *item) {
    if (attachments->bytes + item->len > VZ_ATTACHMENTS_MAX) {
        LOGE("The files of a visit are over their limit.");
        return false;
    }
    if (!item->name || !vz_grow(&attachments->items, &attachments->cap,
                                attachments->n, sizeof(*attachments->items))) {
        LOG_OOM();
        return false;
    }
    attachments->items[attachments->n++] = *item;
    attachments->bytes += item->len;
    return true;
}

bool vz_attachments_put(struct vz_attachments *attachments, const char *name,
                        const char *content_type, void *bytes, size_t len) {
    struct vz_attachment item = {.name = strdup(name),
                                 .content_type = content_type,
                                 .bytes = bytes,
                                 .len = len};
    vz_attachments_remove(attachments, name);
    if (!append(attachments, &item)) {
        item_finish(&item);
        return false;
    }
    return true;
}
