/*
 * Texts in the session's language, with what <output> shows filled in.
 */
#include "session_internal.h"

#include <stdlib.h>
#include <string.h>

// Texts that show choice names that show texts: a form can be written so.
#define DEPTH_MAX 8

// What an <output> shows, in the arena. NULL = out of memory.
static const char *eval_output(struct vz_session *session,
                               const struct vz_text_part *part,
                               const struct vz_node *node) {
    if (!part->value) {
        return "";
    }
    struct vz_xpath_host host;
    struct vz_xpath_context context = vz_session_context(session, node, &host);
    char *text;
    if (!vz_xpath_eval_string(part->value, &context, &text)) {
        return NULL;
    }
    const char *copy = vz_arena_strdup(&session->texts, text ? text : "");
    vz_text_forget(text);
    return copy;
}

// Only the arena holds the text and its pieces, because it is overwritten when
// it is dropped; a growing buffer would leave copies behind.
static const char *join(struct vz_session *session, const struct vz_text *text,
                        const struct vz_node *node) {
    const char **pieces =
        vz_arena_alloc_array(&session->texts, text->n, sizeof(*pieces));
    size_t len = 0;
    for (size_t i = 0; pieces && i < text->n; i++) {
        const struct vz_text_part *part = &text->parts[i];
        pieces[i] = part->is_output ? eval_output(session, part, node)
                                    : part->text;
        if (!pieces[i]) {
            return NULL;
        }
        len += strlen(pieces[i]);
    }
    char *whole = pieces ? vz_arena_alloc(&session->texts, len + 1) : NULL;
    if (!whole) {
        return NULL;
    }
    char *at = whole;
    for (size_t i = 0; i < text->n; i++) {
        at = stpcpy(at, pieces[i]);
    }
    return whole;
}

static const char *render(struct vz_session *session,
                          const struct vz_text *text,
                          const struct vz_node *node) {
    if (text->n == 0 || session->depth >= DEPTH_MAX) {
        return "";
    }
    if (text->n == 1 && !text->parts[0].is_output) {
        return text->parts[0].text;
    }
    session->depth++;
    const char *whole = join(session, text, node);
    session->depth--;
    return whole;
}

const char *vz_session_itext(struct vz_session *session,
                             const struct vz_itext *itext,
                             enum vz_text_form form,
                             const struct vz_node *node) {
    const struct vz_text *text =
        vz_itext_text(session->form, itext, session->language, form);
    return text ? render(session, text, node) : NULL;
}

static const char *render_ref(struct vz_session *session,
                              const struct vz_xpath_expr *expr,
                              const struct vz_node *node) {
    struct vz_text_part part = {.is_output = true, .value = expr};
    struct vz_text text = {&part, 1};
    return render(session, &text, node);
}

const char *vz_session_text(struct vz_session *session,
                            const struct vz_caption *caption,
                            enum vz_text_form form,
                            const struct vz_node *node) {
    if (!caption->present) {
        return NULL;
    }
    if (caption->itext) {
        const char *text =
            vz_session_itext(session, caption->itext, form, node);
        if (text || form != VZ_TEXT_PLAIN) {
            return text;
        }
    }
    if (form != VZ_TEXT_PLAIN) {
        return NULL;
    }
    return caption->ref ? render_ref(session, caption->ref, node)
                        : render(session, &caption->text, node);
}

const char *vz_session_ref(struct vz_session *session,
                           const struct vz_node *node) {
    if (node->model >= 0 && !session->form->in_repeat[node->model]) {
        return session->form->paths[node->model];
    }
    struct vz_strbuf path = {0};
    vz_node_append_path(&path, node);
    const char *copy =
        path.failed ? NULL
                    : vz_arena_strdup(&session->texts, vz_strbuf_text(&path));
    vz_strbuf_finish(&path);
    return copy;
}

const char *vz_session_child_ref(struct vz_session *session,
                                 const struct vz_node *parent, int32_t model) {
    const struct vz_node *child = session->form->models[model];
    const char *above = vz_session_ref(session, parent);
    return above ? vz_arena_printf(&session->texts, "%s/%s%s%s", above,
                                   child->prefix ? child->prefix : "",
                                   child->prefix ? ":" : "", child->name)
                 : NULL;
}
