#include "text_edit.h"

#include "kiosk/text/text.h"

#include <string.h>

void vz_text_edit_finish(struct vz_text_edit *edit) {
    vz_strbuf_wipe(&edit->text);
    edit->caret = 0;
    edit->top = 0;
}

const char *vz_text_edit_get(const struct vz_text_edit *edit) {
    return edit->text.data && edit->text.len ? edit->text.data : "";
}

bool vz_text_edit_set(struct vz_text_edit *edit, const char *text) {
    vz_strbuf_wipe(&edit->text);
    vz_strbuf_append(&edit->text, text);
    edit->caret = edit->text.failed ? 0 : edit->text.len;
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
    edit->caret = from + strlen(text);
    return true;
}

bool vz_text_edit_insert(struct vz_text_edit *edit, const char *text) {
    return vz_grapheme_count(text) <= vz_text_edit_left_over(edit) &&
           replace(edit, edit->caret, edit->caret, text);
}

bool vz_text_edit_backspace(struct vz_text_edit *edit) {
    if (!edit->caret) {
        return false;
    }
    size_t from = vz_grapheme_prev(vz_text_edit_get(edit), edit->caret);
    return replace(edit, from, edit->caret, "");
}

bool vz_text_edit_delete(struct vz_text_edit *edit) {
    if (edit->caret >= edit->text.len) {
        return false;
    }
    size_t to = vz_grapheme_next(vz_text_edit_get(edit), edit->caret);
    return replace(edit, edit->caret, to, "");
}

bool vz_text_edit_left(struct vz_text_edit *edit) {
    if (!edit->caret) {
        return false;
    }
    edit->caret = vz_grapheme_prev(vz_text_edit_get(edit), edit->caret);
    return true;
}

bool vz_text_edit_right(struct vz_text_edit *edit) {
    if (edit->caret >= edit->text.len) {
        return false;
    }
    edit->caret = vz_grapheme_next(vz_text_edit_get(edit), edit->caret);
    return true;
}

size_t vz_text_edit_left_over(const struct vz_text_edit *edit) {
    size_t n = vz_grapheme_count(vz_text_edit_get(edit));
    return n < edit->limit ? edit->limit - n : 0;
}

bool vz_text_edit_at_sentence(const struct vz_text_edit *edit) {
    const char *text = vz_text_edit_get(edit);
    size_t at = edit->caret;
    while (at > 0 && (text[at - 1] == ' ' || text[at - 1] == '\n')) {
        at--;
    }
    // "www.vb" is no new sentence: a full stop counts once a space follows.
    return at == 0 || (at < edit->caret && strchr(".?!", text[at - 1]));
}
