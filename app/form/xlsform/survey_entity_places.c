/*
 * Where each entity stands: in the <meta> of the form, of a repeat, or of a
 * group within one of these.
 *
 * Its scope is the innermost repeat of the answers that it is made of, by
 * save_to or by reference; what is saved to it must stand in that scope, what
 * is only read may stand further out. One entity for the form as a whole
 * stands in the form's own <meta>. All others stand as deep in their scope as
 * their answers, and every part of the form holds one entity at most.
 */
#include "survey_entities.h"

#include <string.h>

// The answers of one entity, and what they say of its place.
struct request {
    struct vz_entity *entity;
    struct vz_survey_node *scope;   // the innermost repeat, or the form
    struct vz_survey_node *saving;  // the deepest part with a save_to; or NULL
    struct vz_survey_node *common;  // the part that holds all save_to; or NULL
    struct vz_survey_node *deepest; // the deepest part with any answer
    struct vz_survey_node *wanted;
};

static bool holds(const struct vz_survey_node *above,
                  const struct vz_survey_node *node) {
    while (node && node != above) {
        node = node->parent;
    }
    return node != NULL;
}

// The repeat that a part of the form is or stands in; else the form.
static struct vz_survey_node *scope_of(struct vz_survey_node *part) {
    while (part->parent && part->kind != VZ_SURVEY_REPEAT) {
        part = part->parent;
    }
    return part;
}

static size_t depth(const struct vz_survey_node *part) {
    size_t n = 0;
    for (; part->parent; part = part->parent) {
        n++;
    }
    return n;
}

static size_t repeats_above(const struct vz_survey_node *part) {
    size_t n = 0;
    for (; part->parent; part = part->parent) {
        n += part->kind == VZ_SURVEY_REPEAT;
    }
    return n;
}

static bool text_mentions(const char *text, const char *name) {
    size_t n = strlen(name);
    while (text && (text = strstr(text, "${")) != NULL) {
        text += 2;
        if (strncmp(text, "last-saved#", 11) == 0) {
            text += 11;
        }
        if (strncmp(text, name, n) == 0 && text[n] == '}') {
            return true;
        }
    }
    return false;
}

static bool mentions(const struct vz_entity *entity, const char *name) {
    return text_mentions(entity->label, name) ||
           text_mentions(entity->id, name) ||
           text_mentions(entity->create_if, name) ||
           text_mentions(entity->update_if, name);
}

static bool is_answer(const struct vz_entity *entity,
                      const struct vz_survey_node *node) {
    return node->parent && node->row &&
           (node->entity == entity || mentions(entity, node->name));
}

// Within one scope the deeper part, in a deeper scope the part there.
static struct vz_survey_node *deeper(struct vz_survey_node *known,
                                     struct vz_survey_node *part) {
    if (!known) {
        return part;
    }
    size_t a = repeats_above(known), b = repeats_above(part);
    return b > a || (b == a && depth(part) > depth(known)) ? part : known;
}

static void take_answer(struct request *request, struct vz_survey_node *node) {
    struct vz_survey_node *part = node->parent;
    struct vz_survey_node *scope = scope_of(part);
    if (!request->scope ||
        repeats_above(scope) > repeats_above(request->scope)) {
        request->scope = scope;
    }
    request->deepest = deeper(request->deepest, part);
    if (node->entity != request->entity) {
        return;
    }
    request->saving = deeper(request->saving, part);
    request->common = request->common ? request->common : part;
    while (!holds(request->common, part)) {
        request->common = request->common->parent;
    }
}

static void check_answer(struct vz_survey *survey,
                         const struct request *request,
                         struct vz_survey_node *node) {
    struct vz_survey_node *scope = scope_of(node->parent);
    bool saved = node->entity == request->entity;
    if (saved && scope != scope_of(request->wanted)) {
        vz_survey_report(survey, VZ_SEVERITY_ERROR, node, VZ_SURVEY_SAVE_TO,
                         "'%s' is saved to an entity of '%s', whose other "
                         "answers stand in another repeat or outside of it; "
                         "copy the value there with a calculate",
                         node->name, request->entity->list);
    } else if (!holds(scope, request->scope)) {
        vz_entity_report(survey, request->entity, NULL,
                         "'%s' is read here, but stands in another repeat than "
                         "the other answers of this entity",
                         node->name);
    }
}

static void find_wanted(struct vz_survey *survey, struct request *request) {
    struct vz_entity *entity = request->entity;
    for (struct vz_survey_node *node = survey->root; node;
         node = vz_survey_following(node)) {
        if (is_answer(entity, node)) {
            take_answer(request, node);
        }
    }
    if (!request->scope) {
        request->scope = request->wanted = survey->root;
        return;
    }
    request->wanted = request->deepest;
    if (request->common) {
        request->wanted = deeper(scope_of(request->saving), request->common);
    }
    for (struct vz_survey_node *node = survey->root; node;
         node = vz_survey_following(node)) {
        if (is_answer(entity, node)) {
            check_answer(survey, request, node);
        }
    }
}

static struct vz_survey_node *named_repeat(struct vz_survey *survey,
                                           const struct vz_entity *entity) {
    const char *text = entity->repeat;
    size_t n = strlen(text);
    if (n < 4 || strncmp(text, "${", 2) != 0 || text[n - 1] != '}') {
        vz_entity_report(survey, entity, "repeat",
                         "'%s' must name one repeat, written as ${name}", text);
        return NULL;
    }
    const char *name = vz_arena_strndup(&survey->arena, text + 2, n - 3);
    size_t count = 0;
    struct vz_survey_node **found = name ? vz_survey_named(survey, name, &count)
                                         : NULL;
    for (size_t i = 0; i < count; i++) {
        if (found[i]->kind == VZ_SURVEY_REPEAT) {
            return found[i];
        }
    }
    survey->failed = survey->failed || !name;
    vz_entity_report(survey, entity, "repeat", "no repeat is named '%s'", name);
    return NULL;
}

// The parts from its answers up to its place belong to this entity.
static void reserve(struct vz_survey *survey, const struct request *request,
                    struct vz_survey_node *place) {
    request->entity->place = place;
    place->reserved = request->entity;
    for (struct vz_survey_node *node = survey->root; node;
         node = vz_survey_following(node)) {
        struct vz_survey_node *part =
            node->entity == request->entity ? node->parent : NULL;
        for (; part && part != place && part->parent; part = part->parent) {
            part->reserved = request->entity;
        }
    }
}

// Another entity that an answer would be saved to; NULL: none is in the way.
static const struct vz_entity *rival(struct vz_survey *survey,
                                     const struct request *request) {
    for (const struct vz_survey_node *node = survey->root; node;
         node = vz_survey_following(node)) {
        if (node->entity == request->entity && node->parent->reserved) {
            return node->parent->reserved;
        }
    }
    return NULL;
}

static void allocate(struct vz_survey *survey, const struct request *request) {
    const struct vz_entity *other = NULL;
    for (struct vz_survey_node *part = request->wanted; part;
         part = part->parent) {
        if (!part->reserved) {
            reserve(survey, request, part);
            return;
        }
        other = rival(survey, request);
        if (other || part == request->scope) {
            other = other ? other : part->reserved;
            break;
        }
    }
    vz_diagnostics_add(survey->diagnostics, VZ_SEVERITY_ERROR, "entities",
                       request->entity->row, "list_name",
                       "'%s' would stand in the same part of the form as the "
                       "entity of row %zu; put the questions of each in a "
                       "group or repeat of its own",
                       request->entity->list, other ? other->row : 0);
}

// A repeat that the sheet names holds all that is saved.
static void check_named(struct vz_survey *survey,
                        const struct request *request) {
    for (const struct vz_survey_node *node = survey->root; node;
         node = vz_survey_following(node)) {
        if (node->entity == request->entity && !holds(request->wanted, node)) {
            vz_survey_report(survey, VZ_SEVERITY_ERROR, node, VZ_SURVEY_SAVE_TO,
                             "'%s' stands outside of the repeat that the sheet "
                             "entities names",
                             node->name);
        }
    }
}

void vz_entity_find_places(struct vz_survey *survey) {
    for (size_t i = 0; i < survey->n_entities; i++) {
        struct request request = {.entity = &survey->entities[i]};
        size_t before = survey->diagnostics->n_errors;
        find_wanted(survey, &request);
        if (request.entity->repeat) {
            request.wanted = named_repeat(survey, request.entity);
            if (request.wanted) {
                check_named(survey, &request);
            }
        } else if (survey->n_entities == 1 && request.scope == survey->root) {
            request.wanted = survey->root;
        }
        if (request.wanted && survey->diagnostics->n_errors == before) {
            allocate(survey, &request);
        }
    }
}
