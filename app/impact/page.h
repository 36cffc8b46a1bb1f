/*
 * A page: a template read as XML and filled through its tree, so that no text
 * from outside can become markup.
 *
 * In a template
 *   data-slot="name"   the element's text is set by vz_page_text
 *   data-each="name"   the element is copied once for each item
 *   data-when="name"   the element is removed by vz_page_drop
 *   data-text="key"    the element's text is a fixed one in the page's language
 * These attributes do not reach the reader.
 */
#ifndef VZ_IMPACT_PAGE_H
#define VZ_IMPACT_PAGE_H

#include "base/status.h"
#include "base/strbuf.h"

#include <libxml/tree.h>

struct vz_page {
    xmlDoc *doc;
    bool failed; // out of memory somewhere; vz_page_write says so
};

// Reads a template file. On failure the page is empty.
bool vz_page_load(struct vz_page *page, const char *path,
                  struct vz_error *error);
void vz_page_finish(struct vz_page *page);

xmlNode *vz_page_root(const struct vz_page *page);

// The first element below `scope` with a slot of this name, or NULL.
xmlNode *vz_page_find(xmlNode *scope, const char *attribute, const char *name);
// Replaces the text of a slot below `scope`.
void vz_page_text(struct vz_page *page, xmlNode *scope, const char *slot,
                  const char *text);
void vz_page_attribute(struct vz_page *page, xmlNode *scope, const char *slot,
                       const char *name, const char *value);
// Copies the data-each element before its model and answers the copy.
xmlNode *vz_page_add(struct vz_page *page, xmlNode *scope, const char *each);
// Removes all models of this data-each name below `scope`, after the copies.
void vz_page_end(xmlNode *scope, const char *each);
// Removes the elements with data-when="name" below `scope`.
void vz_page_drop(xmlNode *scope, const char *when);

// Sets every data-text element from `text_for`.
void vz_page_translate(struct vz_page *page,
                       const char *(*text_for)(const char *key, void *userdata),
                       void *userdata);

// Removes the template's own attributes and appends the HTML. False when out
// of memory.
bool vz_page_write(struct vz_page *page, struct vz_strbuf *out);

#endif
