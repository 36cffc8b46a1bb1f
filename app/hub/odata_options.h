/*
 * What an OData request asks for: its system query options.
 */
#ifndef VZ_HUB_ODATA_OPTIONS_H
#define VZ_HUB_ODATA_OPTIONS_H

#include "odata_plan.h"

struct vz_http_request;

struct vz_odata_options {
    int64_t top;   // -1 = all
    int64_t skip;  // rows
    int64_t after; // key of the row before; -1 = begin at the first
    bool count, expand, wkt, ascending;
    struct vz_row_filter filter;
    struct vz_odata_select select;
};

// Reads them. VZ_UNSUPPORTED: one that is not known, or together with another;
// VZ_INVALID: one whose value is none.
enum vz_status vz_odata_options_read(struct vz_odata_options *options,
                                     struct vz_http_request *request,
                                     struct vz_error *error);
void vz_odata_options_finish(struct vz_odata_options *options);

// The token that goes on after a row, and the query of the next page.
void vz_odata_next_query(struct vz_strbuf *out, struct vz_http_request *request,
                         int64_t after);

#endif
