/*
 * The commands of vertelform. Each answers the program's exit status: 0, 1
 * (errors in the form, or a file could not be read or written), 2 (usage).
 */
#ifndef VZ_TOOLS_VERTELFORM_H
#define VZ_TOOLS_VERTELFORM_H

#include "base/strbuf.h"
#include "form/xform/session.h"
#include "form/xlsform/xlsform.h"

#include <stdbool.h>

enum {
    VZ_EXIT_OK,
    VZ_EXIT_FAILURE,
    VZ_EXIT_USAGE,
};

#define VZ_TOOL_PROPERTIES_MAX 50
#define VZ_TOOL_LOCATIONS_MAX 1000

// What stood on the command line.
struct vz_tool_options {
    const char *command; // NULL = none
    const char *arguments[2];
    int n_arguments;
    bool json, help, version;
    bool batch;                                     // --batch
    bool kiosk;                                     // --kiosk
    const char *media;                              // --media DIR
    const char *now;                                // --now TIME, ISO 8601
    const char *zone;                               // --tz ZONE
    const char *instance;                           // --instance FILE
    const char *resume;                             // --resume FILE
    const char *properties[VZ_TOOL_PROPERTIES_MAX]; // --property NAME=VALUE
    size_t n_properties;
    const char *locations[VZ_TOOL_LOCATIONS_MAX]; // --location "lat lon .."
    size_t n_locations;
};

// False with a sentence on stderr when the line makes no sense.
bool vz_tool_options_parse(struct vz_tool_options *options, int argc,
                           char **argv);

int vz_tool_check(const struct vz_tool_options *options);
int vz_tool_convert(const struct vz_tool_options *options);
// Reads commands from stdin until its end, answers on stdout: one JSON object
// a line each.
int vz_tool_play(const struct vz_tool_options *options);
// The same for expressions.
int vz_tool_xpath(const struct vz_tool_options *options);

// Sets the clock and the time zone as --now and --tz say. False with a
// sentence on stderr when --now is no time.
bool vz_tool_set_clock(const struct vz_tool_options *options);
// Reads lines from stdin until its end and writes what `answer` makes of each
// (text for free(3), without newline; NULL = out of memory) as a line on
// stdout, flushed. False with a sentence on stderr when stdout is gone or
// memory ran out.
bool vz_tool_each_line(char *(*answer)(void *userdata, const char *line,
                                       size_t len),
                       void *userdata);

// A file that an upload holds.
struct vz_play_file {
    char *name, *path;
};

// A form being played. `session` belongs to who made it.
struct vz_play {
    struct vz_session *session;
    const char *dir; // where attachments of the instance are, or NULL
    struct vz_play_file *files;
    size_t n_files, files_cap;
    char *audit_dir; // a folder that was made for the audit log, or NULL
};
// Frees the list of files.
void vz_play_finish(struct vz_play *play);
// One command of play, as JSON text, answered as a new JSON text for free(3);
// NULL when out of memory.
char *vz_play_answer(struct vz_play *play, const char *line, size_t len);

// Reads a form of any kind (.xlsx, .csv, XForm) and leaves its XForm in `xml`.
// What is wrong is in `diagnostics`; false when there is an error. Without
// `check` an XForm is not loaded to see whether it is in order.
bool vz_tool_read_form(const char *path, bool check, struct vz_strbuf *xml,
                       struct vz_diagnostics *diagnostics);
// Adds what of a workbook does not work on the kiosk. An XForm has no rows to
// name; a file that cannot be read has been reported.
void vz_tool_check_kiosk(const char *path, struct vz_diagnostics *diagnostics);
// One line each on stderr: "FILE: error: survey row 7, column ...: ...".
void vz_tool_print_diagnostics(const char *path,
                               const struct vz_diagnostics *diagnostics);

#endif
