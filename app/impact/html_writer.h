/*
 * A DOM as HTML5 text.
 *
 * libxml2's own serialisers write XHTML or HTML 4, and browsers read both
 * wrong in places: `<script/>`, `<br></br>`.
 */
#ifndef VZ_IMPACT_HTML_WRITER_H
#define VZ_IMPACT_HTML_WRITER_H

#include "base/strbuf.h"

#include <libxml/tree.h>

// Appends the document with its doctype. Text and attribute values are
// escaped; the text of <style> is the template's and is written as it is.
void vz_html_write(struct vz_strbuf *out, xmlDoc *doc);

#endif
