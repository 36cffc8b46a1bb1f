#include "support/hub_form.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct row {
    const char *path;
    enum vz_field_type type;
    int parent;
    bool visible;
    const char *role;
    const char *nl, *en;
    const char *choices; // "name=Nederlands|English;..."
};

static const struct row rows[] = {
    {"start", VZ_FIELD_DATETIME, -1, false, NULL, NULL, NULL, NULL},
    {"rating", VZ_FIELD_SELECT_ONE, -1, true, NULL, "Hoe was het?",
     "How was it?", "1=Niet fijn|Bad;2=Gaat wel|So so;3=Fijn|Good"},
    {"gains", VZ_FIELD_SELECT_MULTIPLE, -1, true, NULL, "Wat bracht het?",
     "What did it bring?", "people=Mensen|People;rest=Rust|Rest"},
    {"remark", VZ_FIELD_STRING, -1, true, NULL, "Nog iets?", "Anything else?",
     NULL},
    {"pets", VZ_FIELD_REPEAT, -1, true, NULL, "Dieren", "Pets", NULL},
    {"pets/name", VZ_FIELD_STRING, 4, true, NULL, "Naam", "Name", NULL},
    {"pets/photo", VZ_FIELD_BINARY, 4, true, NULL, "Foto", "Photo", NULL},
    {"story", VZ_FIELD_GROUP, -1, true, NULL, NULL, NULL, NULL},
    {"story/text", VZ_FIELD_STRING, 7, true, "story", "Verhaal", "Story", NULL},
    {"story/title", VZ_FIELD_STRING, 7, true, "story-title", "Titel", "Title",
     NULL},
    {"story/consent", VZ_FIELD_SELECT_ONE, 7, true, "consent", "Wie mag het?",
     "Who may see it?",
     "discard=Niemand|Nobody;count=Tellen|Count;team=Team|Team;"
     "organisation=Organisatie|Organisation;public=Iedereen|Everyone"},
    {"assisted", VZ_FIELD_STRING, -1, false, "assisted", NULL, NULL, NULL},
    {"code", VZ_FIELD_STRING, -1, false, "withdrawal", NULL, NULL, NULL},
    {"extra", VZ_FIELD_INT, -1, true, NULL, "Hoe vaak?", "How often?", NULL},
};
#define N_ROWS (sizeof(rows) / sizeof(rows[0]))

static void *need(void *memory) {
    if (!memory) {
        abort();
    }
    return memory;
}

static struct vz_texts texts(struct vz_arena *arena, const char *nl,
                             const char *en) {
    struct vz_texts made = {0};
    if (nl) {
        made.by_language = need(vz_arena_alloc_array(arena, 2, sizeof(char *)));
        made.by_language[0] = need(vz_arena_strdup(arena, nl));
        made.by_language[1] = need(vz_arena_strdup(arena, en));
    }
    return made;
}

static void add_choices(struct vz_arena *arena, struct vz_field *field,
                        const char *text) {
    char *copy = need(vz_arena_strdup(arena, text));
    struct vz_schema_choice *choices =
        need(vz_arena_alloc_array(arena, 8, sizeof(*choices)));
    char *save = NULL;
    for (char *one = strtok_r(copy, ";", &save); one;
         one = strtok_r(NULL, ";", &save)) {
        char *nl = need(strchr(one, '='));
        char *en = need(strchr(one, '|'));
        *nl = *en = '\0';
        choices[field->n_choices].name = one;
        choices[field->n_choices++].label = texts(arena, nl + 1, en + 1);
    }
    field->choices = choices;
}

void hub_form_schema(struct vz_schema *schema, const char *version) {
    *schema = (struct vz_schema){0};
    struct vz_arena *arena = &schema->arena;
    schema->form_id = "proef";
    schema->version = need(vz_arena_strdup(arena, version));
    schema->title = "Proef";
    schema->languages = need(vz_arena_alloc_array(arena, 2, sizeof(char *)));
    schema->languages[0] = "Nederlands (nl)";
    schema->languages[1] = "English (en)";
    schema->n_languages = 2;
    struct vz_field *fields =
        need(vz_arena_alloc_array(arena, N_ROWS, sizeof(*fields)));
    size_t n = !strcmp(version, "1") ? N_ROWS - 1 : N_ROWS;
    for (size_t i = 0; i < n; i++) {
        const struct row *row = &rows[i];
        const char *slash = strrchr(row->path, '/');
        fields[i].path = row->path;
        fields[i].name = slash ? slash + 1 : row->path;
        fields[i].type = row->type;
        fields[i].parent = row->parent;
        fields[i].visible = row->visible;
        fields[i].role = row->role;
        fields[i].label = texts(arena, row->nl, row->en);
        if (row->choices) {
            add_choices(arena, &fields[i], row->choices);
        }
    }
    schema->fields = fields;
    schema->n_fields = n;
}

static void element(struct vz_strbuf *out, const char *name, const char *text) {
    vz_strbuf_printf(out, "<%s>", name);
    vz_strbuf_append_xml(out, text ? text : "");
    vz_strbuf_printf(out, "</%s>", name);
}

void hub_form_xml(struct vz_strbuf *out, const struct hub_answers *answers) {
    vz_strbuf_printf(out,
                     "<?xml version=\"1.0\"?><data id=\"proef\" "
                     "version=\"%s\">",
                     answers->version ? answers->version : "1");
    element(out, "start", answers->start);
    element(out, "rating", answers->rating);
    element(out, "gains", answers->gains);
    element(out, "remark", answers->remark);
    for (size_t i = 0; i < answers->n_pets; i++) {
        char name[32];
        snprintf(name, sizeof(name), "pet%zu", i + 1);
        vz_strbuf_append(out, "<pets>");
        element(out, "name", name);
        element(out, "photo", i == 0 ? answers->photo : NULL);
        vz_strbuf_append(out, "</pets>");
    }
    vz_strbuf_append(out, "<story>");
    element(out, "text", answers->story);
    element(out, "title", answers->title);
    element(out, "consent", answers->consent);
    vz_strbuf_append(out, "</story>");
    element(out, "assisted", answers->assisted);
    element(out, "code",
            answers->withdrawal ? answers->withdrawal : "secret-hash");
    element(out, "extra", answers->extra);
    vz_strbuf_append(out, "<meta>");
    if (answers->instance_id) {
        element(out, "instanceID", answers->instance_id);
    }
    if (answers->deprecated_id) {
        element(out, "deprecatedID", answers->deprecated_id);
    }
    vz_strbuf_append(out, "</meta></data>");
    if (out->failed) {
        abort();
    }
}

bool hub_form_is_repeat(const char *path, void *userdata) {
    return !strcmp(path, "pets");
}
