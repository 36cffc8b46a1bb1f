// vertelhub bundle: what came on a stick, and what goes back on it.
#include "command.h"

#include "intake.h"

#include "base/clock.h"
#include "base/file.h"
#include "openrosa/bundle_file.h"
#include "openrosa/openrosa.h"
#include "storage/hub/erasure.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define SUBMISSIONS "submissions/"
#define KEEP_MS ((int64_t)60 * 24 * 3600 * 1000) // as tombstone_endpoint.c
#define URL "bundle:/"

struct bundle {
    struct vz_hub_store *store;
    struct vz_form_catalogue catalogue;
    pthread_mutex_t mutex; // the catalogue asks for one
    struct vz_hub_place place;
    struct vz_bundle_reader *in;
    struct vz_bundle_writer *out;
    size_t n_taken, n_known, n_refused;
};

// --------------------------------------------------------------- submissions
// The value of the one header, and where the body begins. NULL: it is no post.
static char *split(const struct vz_strbuf *post, const char **body) {
    static const char name[] = "Content-Type: ";
    const char *text = vz_strbuf_text(post);
    const char *end = strstr(text, "\r\n\r\n");
    if (!end || strncmp(text, name, sizeof(name) - 1) != 0) {
        return NULL;
    }
    *body = end + 4;
    text += sizeof(name) - 1;
    return vz_strndup(text, (size_t)(end - text));
}

// As a post over the wire is taken, with the store's own words at the end.
static struct vz_intake_reply take(struct bundle *bundle,
                                   struct vz_intake *intake,
                                   const struct vz_strbuf *post,
                                   struct vz_hub_receipt *receipt) {
    const char *body = NULL;
    struct vz_hub_incoming incoming;
    char *type = split(post, &body);
    if (!type) {
        return vz_intake_refusal(VZ_UNSUPPORTED);
    }
    struct vz_intake_reply reply =
        vz_intake_init(intake, &bundle->catalogue, type, bundle->place.folder);
    free(type);
    if (!reply.status) {
        size_t len = post->len - (size_t)(body - vz_strbuf_text(post));
        reply = vz_intake_feed(intake, body, len);
    }
    if (!reply.status) {
        reply = vz_intake_end(intake, 0, &incoming);
    }
    return reply.status ? reply
                        : vz_intake_stored(vz_hub_submission_add(
                              bundle->store, &incoming, receipt));
}

static void count(struct bundle *bundle, unsigned status, bool is_new) {
    if (status != 201) {
        bundle->n_refused++;
    } else if (is_new) {
        bundle->n_taken++;
    } else {
        bundle->n_known++;
    }
}

// "submissions/0000000012.post" -> "replies/0000000012.xml"
static void add_reply(struct bundle *bundle, const char *name,
                      const struct vz_strbuf *text) {
    struct vz_strbuf entry = {0};
    name += sizeof(SUBMISSIONS) - 1;
    vz_strbuf_printf(&entry, "replies/%.*s.xml", (int)strcspn(name, "."), name);
    if (bundle->out && !entry.failed) {
        vz_bundle_writer_add(bundle->out, entry.data, text->data, text->len);
    }
    vz_strbuf_finish(&entry);
}

static enum vz_status take_post(struct bundle *bundle, const char *name) {
    struct vz_intake intake = {0};
    struct vz_hub_receipt receipt = {0};
    struct vz_strbuf post = {0}, text = {0};
    enum vz_status status =
        vz_bundle_reader_read(bundle->in, name, VZ_BUNDLE_ENTRY_MAX, &post);
    if (status == VZ_OK) {
        struct vz_intake_reply reply = take(bundle, &intake, &post, &receipt);
        vz_strbuf_printf(&text, "%u\n", reply.status);
        if (reply.status == 201) {
            vz_intake_receipt(&intake, &text);
        } else {
            fprintf(stderr, "vertelhub: %s: %s\n", name, reply.message);
            vz_response_write(&text, reply.message, NULL, 0);
        }
        count(bundle, reply.status, receipt.is_new);
        status = text.failed ? VZ_NOMEM : VZ_OK;
    }
    if (status == VZ_OK) {
        add_reply(bundle, name, &text);
    }
    vz_intake_finish(&intake);
    vz_strbuf_finish(&post);
    vz_strbuf_finish(&text);
    return status;
}

static enum vz_status take_posts(struct bundle *bundle) {
    enum vz_status status = VZ_OK;
    size_t n = vz_bundle_reader_count(bundle->in);
    for (size_t i = 0; status == VZ_OK && i < n; i++) {
        const char *name = vz_bundle_reader_name(bundle->in, i);
        if (!strncmp(name, SUBMISSIONS, sizeof(SUBMISSIONS) - 1)) {
            status = take_post(bundle, name);
        }
    }
    return status;
}

// --------------------------------------------------------------------- back
// The kiosk's own line, so that it knows its replies; our title before it.
static enum vz_status add_title(struct bundle *bundle) {
    struct vz_strbuf theirs = {0}, ours = {0};
    enum vz_status status =
        vz_bundle_reader_read(bundle->in, VZ_BUNDLE_TITLE_ENTRY, 4096, &theirs);
    const char *device = strchr(vz_strbuf_text(&theirs), '\n');
    vz_strbuf_append(&ours, VZ_BUNDLE_FROM_HUB);
    vz_strbuf_append(&ours, device ? device + 1 : "");
    if (status == VZ_OK && !ours.failed) {
        vz_bundle_writer_add(bundle->out, VZ_BUNDLE_TITLE_ENTRY, ours.data,
                             ours.len);
    }
    vz_strbuf_finish(&theirs);
    vz_strbuf_finish(&ours);
    return status;
}

// Media of one form: the files and the manifest that names them.
static enum vz_status add_media(struct bundle *bundle,
                                const struct vz_hub_form *form, size_t number) {
    struct vz_hub_media_list media;
    struct vz_strbuf manifest = {0};
    char name[80];
    enum vz_status status =
        vz_hub_form_media(bundle->store, form->form_version_id, &media);
    struct vz_manifest_item *items =
        vz_arena_alloc_array(&media.arena, media.n + 1, sizeof(*items));
    for (size_t i = 0; status == VZ_OK && items && i < media.n; i++) {
        struct vz_strbuf bytes = {0};
        snprintf(name, sizeof(name), "forms/%zu/%zu", number, i);
        status =
            vz_hub_blob_read(bundle->store, media.items[i].blob_id, &bytes);
        if (status == VZ_OK) {
            vz_bundle_writer_add(bundle->out, name, bytes.data, bytes.len);
        }
        vz_strbuf_finish(&bytes);
        items[i] = (struct vz_manifest_item){
            .filename = media.items[i].name,
            .hash = media.items[i].hash,
            .download_url = vz_arena_printf(&media.arena, URL "%s", name)};
    }
    if (status == VZ_OK && items) {
        vz_manifest_write(&manifest, items, media.n);
        snprintf(name, sizeof(name), "forms/%zu/manifest", number);
        vz_bundle_writer_add(bundle->out, name, manifest.data, manifest.len);
    }
    vz_strbuf_finish(&manifest);
    vz_hub_media_list_finish(&media);
    return status;
}

static enum vz_status add_form(struct bundle *bundle,
                               const struct vz_hub_form *form, size_t number,
                               struct vz_arena *arena,
                               struct vz_formlist_item *item) {
    struct vz_hub_form_list with_xml;
    enum vz_status status =
        vz_hub_form_version(bundle->store, form->xml_form_id, NULL, &with_xml);
    if (status != VZ_OK) {
        return status;
    }
    *item = (struct vz_formlist_item){
        .form_id = form->xml_form_id,
        .name = form->title,
        .version = form->version,
        .hash = form->hash,
        .download_url = vz_arena_printf(arena, URL "forms/%zu/form", number),
        .manifest_url =
            form->n_media
                ? vz_arena_printf(arena, URL "forms/%zu/manifest", number)
                : NULL,
    };
    char name[80];
    snprintf(name, sizeof(name), "forms/%zu/form", number);
    vz_bundle_writer_add(bundle->out, name, with_xml.items[0].xml,
                         with_xml.items[0].xml_len);
    vz_hub_form_list_finish(&with_xml);
    return form->n_media ? add_media(bundle, form, number) : VZ_OK;
}

static enum vz_status add_forms(struct bundle *bundle) {
    struct vz_hub_form_list list;
    struct vz_strbuf text = {0};
    enum vz_status status = vz_hub_forms_current(bundle->store, NULL, &list);
    if (status != VZ_OK) {
        return status;
    }
    struct vz_formlist_item *items =
        vz_arena_alloc_array(&list.arena, list.n + 1, sizeof(*items));
    status = items ? VZ_OK : VZ_NOMEM;
    for (size_t i = 0; status == VZ_OK && i < list.n; i++) {
        status = add_form(bundle, &list.items[i], i, &list.arena, &items[i]);
    }
    if (status == VZ_OK) {
        vz_formlist_write(&text, items, list.n);
        status = text.failed ? VZ_NOMEM : VZ_OK;
    }
    if (status == VZ_OK) {
        vz_bundle_writer_add(bundle->out, "formList", text.data, text.len);
    }
    vz_strbuf_finish(&text);
    vz_hub_form_list_finish(&list);
    return status;
}

static enum vz_status add_tombstones(struct bundle *bundle) {
    struct vz_strbuf text = {0};
    vz_strbuf_append(&text, VZ_TOMBSTONES_TITLE "\n");
    enum vz_status status =
        vz_hub_tombstones(bundle->store, vz_clock_wall_ms() - KEEP_MS, &text);
    if (status == VZ_OK) {
        vz_bundle_writer_add(bundle->out, "tombstones", text.data, text.len);
    }
    vz_strbuf_finish(&text);
    return status;
}

static enum vz_status add_back(struct bundle *bundle) {
    enum vz_status status = add_title(bundle);
    if (status == VZ_OK) {
        status = add_forms(bundle);
    }
    return status == VZ_OK ? add_tombstones(bundle) : status;
}

// ------------------------------------------------------------------ command
static enum vz_status run_bundle(struct bundle *bundle, const char *in,
                                 const char *out, struct vz_error *error) {
    enum vz_status status =
        vz_bundle_reader_open(&bundle->in, in, VZ_BUNDLE_FROM_KIOSK, error);
    if (status != VZ_OK) {
        return status;
    }
    if (out && !(bundle->out = vz_bundle_writer_open(out, error))) {
        return error->status;
    }
    status = take_posts(bundle);
    if (status == VZ_OK && out) {
        status = add_back(bundle);
    }
    if (status != VZ_OK) {
        vz_error_set(error, status, "%s could not be taken whole: %s.", in,
                     vz_status_text(status));
        vz_bundle_writer_abandon(bundle->out);
        return status;
    }
    return out ? vz_bundle_writer_close(bundle->out, error) : VZ_OK;
}

// "vertelzuil-1a2b.zip" -> "vertelzuil-1a2b-from-hub.zip", beside it.
static char *reply_path(const char *in) {
    struct vz_strbuf path = {0};
    size_t len = strlen(in);
    size_t stem = len > 4 && !strcmp(in + len - 4, ".zip") ? len - 4 : len;
    vz_strbuf_append_n(&path, in, stem);
    vz_strbuf_append(&path, "-from-hub.zip");
    return vz_strbuf_take(&path);
}

static enum vz_exit import(const struct vz_arguments *arguments) {
    struct bundle bundle = {.mutex = PTHREAD_MUTEX_INITIALIZER};
    struct vz_error error = {0};
    const char *in = arguments->positional[0];
    char *out = reply_path(in);
    if (out && vz_command_place(arguments, &bundle.place)) {
        bundle.store = vz_command_open_store(arguments, 0);
    }
    if (!bundle.store) {
        free(out);
        return VZ_EXIT_FAILURE;
    }
    vz_form_catalogue_init(&bundle.catalogue, bundle.store, &bundle.mutex);
    enum vz_status status = run_bundle(&bundle, in, out, &error);
    vz_bundle_reader_close(bundle.in);
    vz_form_catalogue_finish(&bundle.catalogue);
    vz_hub_store_close(bundle.store);
    if (status == VZ_OK) {
        printf("%zu new, %zu known, %zu refused.\n"
               "for the kiosk: %s\n",
               bundle.n_taken, bundle.n_known, bundle.n_refused, out);
    }
    free(out);
    return status == VZ_OK ? VZ_EXIT_OK : vz_command_fail(&error);
}

const struct vz_command vz_bundle_import_command = {
    .name = "bundle import",
    .positional = "FILE",
    .min = 1,
    .max = 1,
    .help = "take what a kiosk put on a stick, and write what goes back",
    .more = "Each submission is taken as if it came over the network; what is "
            "known already\nis known. Beside FILE.zip a FILE-from-hub.zip is "
            "written with the answers, the\nforms and the erasures: the kiosk "
            "reads it on its staff screen.\n",
    .run = import,
    .options = {VZ_STORE_OPTION},
};
