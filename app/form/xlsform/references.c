#include "references.h"

#include "form/xpath/suggest.h"

#include <ctype.h>
#include <string.h>

#define LAST_SAVED "last-saved#"

struct vz_reference_place
vz_reference_place_of(const struct vz_survey *survey,
                      const struct vz_survey_node *node, int column) {
    return (struct vz_reference_place){
        .node = node,
        .sheet = "survey",
        .row = node->row,
        .column = vz_survey_header(survey, column),
    };
}

static void report(struct vz_survey *survey,
                   const struct vz_reference_place *place, const char *message,
                   const char *name, const char *other) {
    vz_diagnostics_add(survey->diagnostics, VZ_SEVERITY_ERROR, place->sheet,
                       place->row, place->column, message, name, other);
}

// A form that is wrong everywhere is not searched for each mistake.
#define MAX_SUGGESTIONS 100

static void report_unknown(struct vz_survey *survey,
                           const struct vz_reference_place *place,
                           const char *name) {
    struct vz_suggest nearest;
    vz_suggest_init(&nearest, name, strlen(name));
    bool few = survey->diagnostics->n_errors < MAX_SUGGESTIONS;
    for (size_t i = 0; few && i < survey->n_nodes; i++) {
        if (survey->by_name[i]->row) {
            vz_suggest_consider(&nearest, survey->by_name[i]->name);
        }
    }
    if (nearest.best) {
        report(survey, place, "no question is named '%s' (did you mean '%s'?)",
               name, nearest.best);
    } else {
        report(survey, place, "no question is named '%s'; correct the name%s",
               name, "");
    }
}

static bool is_above(const struct vz_survey_node *above,
                     const struct vz_survey_node *node) {
    for (node = node->parent; node; node = node->parent) {
        if (node == above) {
            return true;
        }
    }
    return false;
}

// How many groups and repeats around `a` also stand around `b`.
static size_t shared_depth(const struct vz_survey_node *a,
                           const struct vz_survey_node *b) {
    size_t n = 0;
    for (const struct vz_survey_node *up = a->parent; up; up = up->parent) {
        n += is_above(up, b);
    }
    return n;
}

// Of the copies that a loop made of one row: the one in the same copy. NULL
// when no one is nearer than all others, or when they are no copies.
static struct vz_survey_node *nearest_copy(struct vz_survey_node **found,
                                           size_t n,
                                           const struct vz_survey_node *from) {
    struct vz_survey_node *best = NULL;
    size_t depth = 0;
    bool alone = false;
    for (size_t i = 0; from && i < n; i++) {
        if (found[i]->row != found[0]->row) {
            return NULL;
        }
        size_t shared = shared_depth(found[i], from);
        if (!best || shared >= depth) {
            alone = !best || shared > depth;
            best = found[i];
            depth = shared;
        }
    }
    return alone ? best : NULL;
}

static struct vz_survey_node *find_node(struct vz_survey *survey,
                                        const struct vz_reference_place *place,
                                        const char *name) {
    size_t n;
    struct vz_survey_node **found = vz_survey_named(survey, name, &n);
    // What the compiler made has no row and comes first. Only the record's own
    // name and number can be meant.
    bool own = strcmp(name, "instanceID") == 0 ||
               strcmp(name, "instanceName") == 0;
    for (; n && found[0]->row == 0 && !(own && n == 1); n--) {
        found++;
    }
    if (n == 0) {
        report_unknown(survey, place, name);
        return NULL;
    }
    struct vz_survey_node *copy = nearest_copy(found, n, place->node);
    if (n > 1 && copy) {
        return copy;
    }
    if (n > 1) {
        vz_diagnostics_add(survey->diagnostics, VZ_SEVERITY_ERROR, place->sheet,
                           place->row, place->column,
                           "'%s' occurs more than once, in rows %zu and %zu; "
                           "the name must be unique where it is referred to",
                           name, found[0]->row, found[1]->row);
        return NULL;
    }
    return found[0];
}

// "${name}" at `text`: the name in the arena and the place behind the }.
static char *take_name(struct vz_survey *survey,
                       const struct vz_reference_place *place,
                       const char **text) {
    const char *end = strchr(*text, '}');
    if (!end) {
        report(survey, place,
               "a ${ is never closed with a }; write a reference as "
               "${name}%s%s",
               "", "");
        return NULL;
    }
    char *name =
        vz_arena_strndup(&survey->arena, *text + 2, (size_t)(end - *text - 2));
    survey->failed = survey->failed || !name;
    *text = end + 1;
    size_t saved = strlen(LAST_SAVED);
    bool last = name && strncmp(name, LAST_SAVED, saved) == 0;
    if (name && !vz_is_xml_name(name + (last ? saved : 0))) {
        report(survey, place,
               "'${%s}' is no reference; write ${, the name of a question and "
               "}, without spaces%s",
               name, "");
        return NULL;
    }
    return name;
}

static bool share_a_repeat(const struct vz_survey_node *a,
                           const struct vz_survey_node *b) {
    for (const struct vz_survey_node *up = a->parent; up; up = up->parent) {
        if (up->kind == VZ_SURVEY_REPEAT && is_above(up, b)) {
            return true;
        }
    }
    return false;
}

// "../../group/name" from one node to another.
static void append_relative(const struct vz_survey_node *from,
                            const struct vz_survey_node *to,
                            struct vz_strbuf *out) {
    const struct vz_survey_node *common = from->parent;
    vz_strbuf_append(out, "..");
    while (!is_above(common, to)) {
        common = common->parent;
        vz_strbuf_append(out, "/..");
    }
    vz_strbuf_append(out, to->path + strlen(common->path));
}

// Follows an expression as it is copied: what is inside a predicate, and which
// arguments of indexed-repeat() must stay absolute (it indexes them itself).
struct scanner {
    char quote;      // the open quote, 0 = none
    int brackets;    // open [
    int parentheses; // open (
    int indexed;     // parentheses when indexed-repeat( was opened, 0 = none
    int argument;    // of indexed-repeat, from 0
};

static bool ends_with_name(const char *start, const char *end,
                           const char *name) {
    size_t n = strlen(name);
    while (end > start && end[-1] == ' ') {
        end--;
    }
    return (size_t)(end - start) >= n && strncmp(end - n, name, n) == 0;
}

static void scan(struct scanner *scanner, const char *start, const char *p) {
    if (scanner->quote) {
        scanner->quote = *p == scanner->quote ? 0 : scanner->quote;
        return;
    }
    switch (*p) {
    case '"':
    case '\'':
        scanner->quote = *p;
        break;
    case '[':
        scanner->brackets++;
        break;
    case ']':
        scanner->brackets--;
        break;
    case '(':
        scanner->parentheses++;
        if (!scanner->indexed && ends_with_name(start, p, "indexed-repeat")) {
            scanner->indexed = scanner->parentheses;
            scanner->argument = 0;
        }
        break;
    case ')':
        if (scanner->indexed == scanner->parentheses) {
            scanner->indexed = 0;
        }
        scanner->parentheses--;
        break;
    case ',':
        scanner->argument += scanner->indexed == scanner->parentheses;
        break;
    default:
        break;
    }
}

static bool stays_absolute(const struct scanner *scanner) {
    // Arguments: node, repeat, index, repeat, index, ...
    bool direct = scanner->indexed && scanner->indexed == scanner->parentheses;
    return direct && (scanner->argument == 0 || scanner->argument % 2 == 1);
}

static void append_path(const struct vz_reference_place *place,
                        const struct scanner *scanner,
                        const struct vz_survey_node *node,
                        struct vz_strbuf *out) {
    // Spaces around: an author may write "${a}div 2".
    vz_strbuf_append_char(out, ' ');
    if (place->item && is_above(place->item, node)) {
        vz_strbuf_append_char(out, '.');
        vz_strbuf_append(out, node->path + strlen(place->item->path));
    } else if (place->node && share_a_repeat(place->node, node) &&
               !stays_absolute(scanner)) {
        if (place->predicate || scanner->brackets > 0) {
            vz_strbuf_append(out, "current()/");
        }
        append_relative(place->node, node, out);
    } else {
        vz_strbuf_append(out, node->path);
    }
    vz_strbuf_append_char(out, ' ');
}

static bool append_reference(struct vz_survey *survey,
                             const struct vz_reference_place *place,
                             const struct scanner *scanner, const char **text,
                             struct vz_strbuf *out) {
    const char *name = take_name(survey, place, text);
    if (!name) {
        return false;
    }
    bool saved = strncmp(name, LAST_SAVED, strlen(LAST_SAVED)) == 0;
    if (saved) {
        name += strlen(LAST_SAVED);
    }
    struct vz_survey_node *node = find_node(survey, place, name);
    if (!node) {
        return false;
    }
    if (saved) {
        survey->uses_last_saved = true;
        vz_strbuf_printf(out, " instance('__last-saved')%s ", node->path);
    } else {
        append_path(place, scanner, node, out);
    }
    return true;
}

bool vz_references_expand(struct vz_survey *survey,
                          const struct vz_reference_place *place,
                          const char *text, struct vz_strbuf *out) {
    struct scanner scanner = {0};
    const char *p = text;
    bool ok = true;
    while (*p) {
        if (p[0] == '$' && p[1] == '{') {
            const char *before = p;
            ok = append_reference(survey, place, &scanner, &p, out) && ok;
            p += p == before ? 2 : 0; // never closed
            continue;
        }
        scan(&scanner, text, p);
        vz_strbuf_append_char(out, *p++);
    }
    survey->failed = survey->failed || out->failed;
    return ok && !survey->failed;
}

static bool is_name_character(char c) {
    return isalnum((unsigned char)c) || c == '_' || c == '-' || c == '.' ||
           c == ':';
}

// The length of "instance('list')/root/item[name = ${a}]/label" at `text`; 0
// when none starts there. It ends at a space outside of brackets.
static size_t instance_length(const char *start, const char *text) {
    static const char call[] = "instance(";
    size_t n = sizeof(call) - 1;
    if (strncmp(text, call, n) != 0 ||
        (text > start && is_name_character(text[-1]))) {
        return 0;
    }
    char quote = text[n];
    const char *end =
        quote == '\'' || quote == '"' ? strchr(text + n + 1, quote) : NULL;
    if (!end || end[1] != ')' || end[2] != '/') {
        return 0;
    }
    int open = 0;
    for (end += 2; *end && (open > 0 || !isspace((unsigned char)*end)); end++) {
        open += (*end == '[') - (*end == ']');
    }
    // What ends the sentence is not of the path.
    while (open == 0 && strchr(".,;:!?", end[-1])) {
        end--;
    }
    return open == 0 ? (size_t)(end - text) : 0;
}

// Where the next thing stands that a text shows the value of.
static const char *next_output(const char *start, const char *text,
                               size_t *instance) {
    *instance = 0;
    for (; *text; text++) {
        *instance = *text == 'i' ? instance_length(start, text) : 0;
        if (*instance || strncmp(text, "${", 2) == 0) {
            break;
        }
    }
    return text;
}

bool vz_references_text(struct vz_survey *survey,
                        const struct vz_reference_place *place,
                        const char *text, struct vz_strbuf *out) {
    struct scanner scanner = {0};
    struct vz_strbuf value = {0};
    const char *start = text;
    bool ok = true;
    while (ok && *text) {
        size_t instance;
        const char *mark = next_output(start, text, &instance);
        const char *plain =
            vz_arena_strndup(&survey->arena, text, (size_t)(mark - text));
        const char *path = vz_arena_strndup(&survey->arena, mark, instance);
        ok = plain && path;
        survey->failed = survey->failed || !ok;
        vz_strbuf_append_xml(out, ok ? plain : "");
        text = mark;
        if (ok && *mark) {
            vz_strbuf_clear(&value);
            ok = instance
                     ? vz_references_expand(survey, place, path, &value)
                     : append_reference(survey, place, &scanner, &text, &value);
            text += instance;
            vz_strbuf_append(out, "<output value=\"");
            vz_strbuf_append_xml(out, vz_strbuf_text(&value));
            vz_strbuf_append(out, "\"/>");
        }
    }
    survey->failed = survey->failed || value.failed || out->failed;
    ok = ok && !survey->failed;
    vz_strbuf_finish(&value);
    return ok;
}

void vz_references_path(const struct vz_survey_node *from,
                        const struct vz_survey_node *to,
                        struct vz_strbuf *out) {
    bool around = to->kind == VZ_SURVEY_REPEAT && is_above(to, from);
    if (share_a_repeat(from, to) || around) {
        append_relative(from, to, out);
    } else {
        vz_strbuf_append(out, to->path);
    }
}

struct vz_survey_node *
vz_references_node(struct vz_survey *survey,
                   const struct vz_reference_place *place, const char *text) {
    if (strncmp(text, "${", 2) != 0) {
        report(survey, place,
               "'%s' must name one question, written as ${name}%s", text, "");
        return NULL;
    }
    char *name = take_name(survey, place, &text);
    return name ? find_node(survey, place, name) : NULL;
}
