/*
 * Labels without markup: form authors write a little Markdown and HTML in
 * labels (as ODK clients allow); the kiosk shows words.
 *
 * Taken out: links (their text stays), emphasis, headings, tags; items of a
 * list get a bullet. Bold words and headings can be kept bold; nothing is
 * slanted. Everything else stays as written.
 */
#ifndef VZ_KIOSK_WIDGET_PLAIN_TEXT_H
#define VZ_KIOSK_WIDGET_PLAIN_TEXT_H

#include "base/memory.h"

// The text itself when it holds no markup, else a copy in the arena; the text
// as it is when out of memory.
const char *vz_plain_text(struct vz_arena *arena, const char *text);
// The same with bold words and headings between VZ_TEXT_BOLD, to be shown.
const char *vz_marked_text(struct vz_arena *arena, const char *text);

#endif
