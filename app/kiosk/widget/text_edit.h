/*
 * A text that is being typed: bytes, a caret, and a limit.
 *
 * Works in graphemes, so that backspace takes away what a person sees as one
 * letter. Main thread only.
 */
#ifndef VZ_KIOSK_WIDGET_TEXT_EDIT_H
#define VZ_KIOSK_WIDGET_TEXT_EDIT_H

#include "base/strbuf.h"

// Zeroed = empty and ready; set `limit` first.
struct vz_text_edit {
    struct vz_strbuf text; // data may be NULL while empty
    size_t caret;          // byte offset, always a grapheme border
    size_t anchor;         // the other end of what is selected; caret = nothing
    size_t limit;          // graphemes
    int top;               // first line that its field shows
};

// Overwrites and frees the text.
void vz_text_edit_finish(struct vz_text_edit *edit);
// The text, never NULL; valid until the next change.
const char *vz_text_edit_get(const struct vz_text_edit *edit);
// Replaces all of it, caret at the end. False = out of memory.
bool vz_text_edit_set(struct vz_text_edit *edit, const char *text);
// Puts text in the place of what is selected, else before the caret. False
// when it is full or out of memory.
bool vz_text_edit_insert(struct vz_text_edit *edit, const char *text);
// Takes away what is selected, else the grapheme before or behind the caret;
// false = none there.
bool vz_text_edit_backspace(struct vz_text_edit *edit);
bool vz_text_edit_delete(struct vz_text_edit *edit);
// Moves the caret to an offset (a grapheme border). `selects`: what lies
// between stays selected, else nothing is.
void vz_text_edit_move(struct vz_text_edit *edit, size_t offset, bool selects);
// Moves the caret by one grapheme, or to the end of what is selected; false
// where there is nothing more.
bool vz_text_edit_left(struct vz_text_edit *edit, bool selects);
bool vz_text_edit_right(struct vz_text_edit *edit, bool selects);
// The bytes that are selected; *from = *to: none.
void vz_text_edit_selected(const struct vz_text_edit *edit, size_t *from,
                           size_t *to);
// Graphemes that can still be typed.
size_t vz_text_edit_left_over(const struct vz_text_edit *edit);
// True where a sentence begins: a capital is due.
bool vz_text_edit_at_sentence(const struct vz_text_edit *edit);

#endif
