/*
 * XML as a stream of elements: the one place of this folder that knows
 * libxml2.
 *
 * Its tree builder is not used: libxml2 2.9 crashes in it, or gives half a
 * document, when memory runs out, and half a form list would retire forms.
 * Nothing is fetched, no entity is expanded, a document type ends the reading.
 */
#ifndef VZ_OPENROSA_SAX_H
#define VZ_OPENROSA_SAX_H

#include "base/memory.h"
#include "base/status.h"

struct vz_sax_element {
    const char *name; // local
    const char *uri;  // of the namespace, or NULL
    size_t n_attributes;
    const void *attributes; // for vz_sax_attribute
    int line;
};

// Each answers VZ_OK, or the status that ends the reading. Text may come in
// pieces and is not terminated.
struct vz_sax_callbacks {
    enum vz_status (*on_start)(void *userdata,
                               const struct vz_sax_element *element);
    enum vz_status (*on_end)(void *userdata);
    enum vz_status (*on_text)(void *userdata, const char *text, size_t len);
};

// Reads a whole document. VZ_SYNTAX: not well formed; VZ_INVALID: a document
// type; VZ_LIMIT: over 10 MB, or base/xml_scan's limit; VZ_NOMEM; or what a
// callback answered. *line says where a syntax error was found.
enum vz_status vz_sax_read(const char *xml, size_t len,
                           const struct vz_sax_callbacks *callbacks,
                           void *userdata, int *line);

// An attribute's name and, in the arena, its value (NULL: out of memory).
struct vz_sax_attribute {
    const char *name; // local; valid while the element is
    const char *uri;  // or NULL
    const char *value;
};
struct vz_sax_attribute vz_sax_attribute(const struct vz_sax_element *element,
                                         size_t index, struct vz_arena *arena);

// Text without white space around it: moves *text and shortens *len.
void vz_sax_trim(const char **text, size_t *len);

#endif
