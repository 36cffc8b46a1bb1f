/*
 * A form's report: one HTML page with, for each question, counts and what must
 * stand under them, and beside them the stories whose tellers agreed to it.
 */
#ifndef VZ_IMPACT_REPORT_H
#define VZ_IMPACT_REPORT_H

#include "report_text.h"
#include "tally.h"

struct vz_report_params {
    const struct vz_tally *tally;
    const char *template_path; // assets/web/report.html
    enum vz_report_language language;
    const char *place; // NULL: the names of the devices
    size_t threshold;  // cells under it are hidden
};

// Appends the page. False with error: the template, or no memory.
bool vz_report_write(const struct vz_report_params *params,
                     struct vz_strbuf *out, struct vz_error *error);

#endif
