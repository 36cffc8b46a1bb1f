#include "text_edit.h"

#include "kiosk/text/text.h"

#include <string.h>

void vz_text_edit_finish(struct vz_text_edit *edit) {
    vz_strbuf_wipe(&edit->text);
    edit->caret = edit->anchor = 0;
    edit->top = 0;
}

const char *vz_text_edit_get(const struct vz_text_edit *edit) {
    return edit->text.data && edit->text.len ? edit->text.data : "";
}

bool vz_text_edit_set(struct vz_text_edit *edit, const char *text) {
    vz_strbuf_wipe(&edit->text);
    vz_strbuf_append(&edit->text, text);
    edit->caret = edit->text.failed ? 0 : edit->text.len;
    edit->anchor = edit->caret;
    return !edit->text.failed;
}

// A buffer that grew leaves its old bytes behind unwiped, so the new text is
// written into fresh memory and the old one overwritten.
static bool replace(struct vz_text_edit *edit, size_t from, size_t to,
                    const char *text) {
    const char *old = vz_text_edit_get(edit);
    struct vz_strbuf next = {0};
    if (!vz_strbuf_reserve(&next, edit->text.len + strlen(text) + 1)) {
        return false;
    }
    vz_strbuf_append_n(&next, old, from);
    vz_strbuf_append(&next, text);
    vz_strbuf_append(&next, old + to);
    if (next.failed) {
        vz_strbuf_wipe(&next);
        return false;
    }
    vz_strbuf_wipe(&edit->text);
    edit->text = next;
    edit->caret = edit->anchor = from + strlen(text);
    return true;
}

void vz_text_edit_selected(const struct vz_text_edit *edit, size_t *from,
                           size_t *to) {
    bool before = edit->anchor < edit->caret;
    *from = before ? edit->anchor : edit->caret;
    *to = before ? edit->caret : edit->anchor;
}

// True when something was selected, which is gone then; false also when out of
// memory.
static bool drop_selected(struct vz_text_edit *edit) {
    size_t from, to;
    vz_text_edit_selected(edit, &from, &to);
    return from < to && replace(edit, from, to, "");
}

bool vz_text_edit_insert(struct vz_text_edit *edit, const char *text) {
    size_t from, to;
    vz_text_edit_selected(edit, &from, &to);
    size_t room = vz_text_edit_left_over(edit);
    for (size_t at = from; at < to;
         at = vz_grapheme_next(vz_text_edit_get(edit), at)) {
        room++;
    }
    return vz_grapheme_count(text) <= room && replace(edit, from, to, text);
}

bool vz_text_edit_backspace(struct vz_text_edit *edit) {
    if (edit->anchor != edit->caret) {
        return drop_selected(edit);
    }
    if (!edit->caret) {
        return false;
    }
    size_t from = vz_grapheme_prev(vz_text_edit_get(edit), edit->caret);
    return replace(edit, from, edit->caret, "");
}

bool vz_text_edit_delete(struct vz_text_edit *edit) {
    if (edit->anchor != edit->caret) {
        return drop_selected(edit);
    }
    if (edit->caret >= edit->text.len) {
        return false;
    }
    size_t to = vz_grapheme_next(vz_text_edit_get(edit), edit->caret);
    return replace(edit, edit->caret, to, "");
}

void vz_text_edit_move(struct vz_text_edit *edit, size_t offset, bool selects) {
    edit->caret = offset < edit->text.len ? offset : edit->text.len;
    edit->anchor = selects ? edit->anchor : edit->caret;
}

bool vz_text_edit_left(struct vz_text_edit *edit, bool selects) {
    size_t from, to;
    vz_text_edit_selected(edit, &from, &to);
    if (!selects && from < to) {
        vz_text_edit_move(edit, from, false);
        return true;
    }
    if (!edit->caret) {
        return false;
    }
    vz_text_edit_move(
        edit, vz_grapheme_prev(vz_text_edit_get(edit), edit->caret), selects);
    return true;
}

bool vz_text_edit_right(struct vz_text_edit *edit, bool selects) {
    size_t from, to;
    vz_text_edit_selected(edit, &from, &to);
    if (!selects && from < to) {
        vz_text_edit_move(edit, to, false);
        return true;
    }
    if (edit->caret >= edit->text.len) {
        return false;
    }
    vz_text_edit_move(
        edit, vz_grapheme_next(vz_text_edit_get(edit), edit->caret), selects);
    return true;
}

size_t vz_text_edit_left_over(const struct vz_text_edit *edit) {
    size_t n = vz_grapheme_count(vz_text_edit_get(edit));
    return n < edit->limit ? edit->limit - n : 0;
}

bool vz_text_edit_at_sentence(const struct vz_text_edit *edit) {
    const char *text = vz_text_edit_get(edit);
    size_t start, to;
    vz_text_edit_selected(edit, &start, &to);
    size_t at = start;
    while (at > 0 && (text[at - 1] == ' ' || text[at - 1] == '\n')) {
        at--;
    }
    // "www.vb" is no new sentence: a full stop counts once a space follows.
    return at == 0 || (at < start && strchr(".?!", text[at - 1]));
}
