/*
 * vertelform: forms without a screen.
 */
#include "vertelform.h"

#include <stdio.h>
#include <string.h>

static const char help[] =
    "vertelform: check and convert forms without a screen\n"
    "\n"
    "  vertelform check FORM [--json]\n"
    "      Says what is wrong with a form, one line a mistake, with sheet,\n"
    "      row and column. FORM is an XLSForm (.xlsx, or a one-file .csv) or\n"
    "      an XForm (.xml). --json: one JSON object on stdout instead.\n"
    "  vertelform convert IN OUT\n"
    "      OUT.xml: the XForm of a workbook (or a checked copy of an XForm).\n"
    "      OUT.xlsx: the Excel workbook of a one-file .csv.\n"
    "  vertelform play FORM [--media DIR] [--now TIME] [--tz ZONE]\n"
    "      [--property deviceid=TEXT] [--property username=TEXT]\n"
    "      Fills in a form: one JSON object a line on stdin, one a line on\n"
    "      stdout. {\"do\": \"state\"}, next, prev, jump (ref), get (ref),\n"
    "      answer (ref, value), add-repeat, languages, language (name),\n"
    "      validate, finalise. An answer is text, several choices with spaces\n"
    "      between; \"\" clears. A command that fails answers with \"error\" "
    "and\n"
    "      \"kind\". A form that does not load ends the program with status "
    "2.\n"
    "  vertelform --help, --version\n"
    "\n"
    "Examples\n"
    "  vertelform check kort.xlsx\n"
    "  vertelform convert kort.csv kort.xlsx\n"
    "  vertelform convert kort.xlsx kort.xml\n"
    "  echo '{\"do\": \"next\"}' | vertelform play kort.xlsx\n"
    "\n"
    "Exit status: 0 the form is in order; 1 it is not, or a file could not be\n"
    "read or written; 2 the command line makes no sense.\n";

static const struct {
    const char *name;
    int n_arguments;
    int (*run)(const struct vz_tool_options *options);
    const char *usage;
} commands[] = {
    {"check", 1, vz_tool_check, "vertelform check FORM [--json]"},
    {"convert", 2, vz_tool_convert, "vertelform convert IN OUT"},
    {"play", 1, vz_tool_play, "vertelform play FORM [options]"},
};

static int run_command(const struct vz_tool_options *options) {
    for (size_t i = 0; i < sizeof(commands) / sizeof(*commands); i++) {
        if (strcmp(commands[i].name, options->command) != 0) {
            continue;
        }
        if (options->n_arguments != commands[i].n_arguments) {
            fprintf(stderr, "vertelform: usage: %s\n", commands[i].usage);
            return VZ_EXIT_USAGE;
        }
        return commands[i].run(options);
    }
    fprintf(stderr,
            "vertelform: there is no command '%s'; see vertelform --help\n",
            options->command);
    return VZ_EXIT_USAGE;
}

int main(int argc, char **argv) {
    struct vz_tool_options options;
    if (!vz_tool_options_parse(&options, argc, argv)) {
        return VZ_EXIT_USAGE;
    }
    if (options.help) {
        fputs(help, stdout);
        return VZ_EXIT_OK;
    }
    if (options.version) {
        puts("vertelform " VZ_VERSION);
        return VZ_EXIT_OK;
    }
    if (!options.command) {
        fputs("vertelform: name a command: check, convert or play; see "
              "vertelform "
              "--help\n",
              stderr);
        return VZ_EXIT_USAGE;
    }
    return run_command(&options);
}
