/*
 * The commands of vertelform. Each answers the program's exit status: 0, 1
 * (errors in the form, or a file could not be read or written), 2 (usage).
 */
#ifndef VZ_TOOLS_VERTELFORM_H
#define VZ_TOOLS_VERTELFORM_H

#include "base/strbuf.h"
#include "form/xlsform/xlsform.h"

#include <stdbool.h>

enum {
    VZ_EXIT_OK,
    VZ_EXIT_FAILURE,
    VZ_EXIT_USAGE,
};

// What stood on the command line.
struct vz_tool_options {
    const char *command; // NULL = none
    const char *arguments[2];
    int n_arguments;
    bool json, help, version;
    const char *media;                // --media DIR
    const char *now;                  // --now TIME, ISO 8601
    const char *zone;                 // --tz ZONE
    const char *device_id, *username; // --property deviceid=..., username=...
};

// False with a sentence on stderr when the line makes no sense.
bool vz_tool_options_parse(struct vz_tool_options *options, int argc,
                           char **argv);

int vz_tool_check(const struct vz_tool_options *options);
int vz_tool_convert(const struct vz_tool_options *options);
// Reads commands from stdin until its end, answers on stdout: one JSON object
// a line each.
int vz_tool_play(const struct vz_tool_options *options);

// One command of play, as JSON text, answered as a new JSON text for free(3);
// NULL when out of memory.
struct vz_session;
char *vz_play_answer(struct vz_session *session, const char *line, size_t len);

// Reads a form of any kind (.xlsx, .csv, XForm) and leaves its XForm in `xml`.
// What is wrong is in `diagnostics`; false when there is an error.
bool vz_tool_read_form(const char *path, struct vz_strbuf *xml,
                       struct vz_diagnostics *diagnostics);
// One line each on stderr: "FILE: error: survey row 7, column ...: ...".
void vz_tool_print_diagnostics(const char *path,
                               const struct vz_diagnostics *diagnostics);

#endif
