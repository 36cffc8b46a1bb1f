/*
 * vertelform: forms without a screen.
 */
#include "vertelform.h"

#include <stdio.h>
#include <string.h>

static const char help[] =
    "vertelform: forms without a screen\n"
    "\n"
    "  vertelform check FORM [--kiosk] [--json]\n"
    "      Says what is wrong with a form, one line a mistake, with sheet,\n"
    "      row and column. FORM is an XLSForm (.xlsx, or a one-file .csv) or\n"
    "      an XForm (.xml). --kiosk: also what of a workbook does not work,\n"
    "      or looks otherwise, on the kiosk. --json: one JSON object on\n"
    "      stdout instead.\n"
    "  vertelform convert IN OUT\n"
    "      OUT.xml: the XForm of a workbook (or a checked copy of an XForm).\n"
    "      Choices of the sheet external_choices go beside it, in\n"
    "      itemsets.csv, when a question asks for them.\n"
    "      OUT.xlsx: the Excel workbook of a one-file .csv.\n"
    "  vertelform play FORM [options]\n"
    "      Fills in a form: one JSON object a line on stdin, one a line on\n"
    "      stdout. See \"Play\" below.\n"
    "  vertelform xpath [--batch] [--now TIME] [--tz ZONE]\n"
    "      Evaluates expressions: one JSON object a line. See \"XPath\".\n"
    "  vertelform --help, --version\n"
    "\n"
    "Play\n"
    "  --media DIR         the form's media: external instances, "
    "last-saved.xml\n"
    "  --instance FILE     edits a submission: it gets a new instanceID, the\n"
    "                      former one is kept as deprecatedID; its "
    "attachments\n"
    "                      lie beside the file\n"
    "  --resume FILE       goes on with a draft under its own instanceID\n"
    "  --now TIME          stops the clock at 2026-11-24T14:00:00+01:00\n"
    "  --tz ZONE           the time zone, as in Europe/Amsterdam\n"
    "  --property NAME=VALUE\n"
    "                      what preloads ask for: deviceid, username,\n"
    "                      phonenumber, email; may be given several times\n"
    "  --location \"LAT LON ALT ACC\"\n"
    "                      what odk:setgeopoint stores; given several times,\n"
    "                      each action takes the next one, the last one stays\n"
    "  Commands are {\"do\": NAME} with, where needed, ref, value or name:\n"
    "    state             where the session is: {\"kind\", \"ref\", "
    "\"label\",\n"
    "                      \"hint\", \"type\", \"appearance\", \"required\",\n"
    "                      \"readonly\", \"relevant\", \"value\", "
    "\"choices\",\n"
    "                      \"valid\"}. kind is start, question, group, "
    "repeat,\n"
    "                      prompt (add another? ref is the repeat's path) or\n"
    "                      end. Label and hint are text, or {\"text\",\n"
    "                      \"image\", \"audio\", \"video\"}, or null.\n"
    "    next, prev        moves one position, then as state\n"
    "    jump (ref)        to that position; the root's path: to the start; a\n"
    "                      repeat without [n]: to its prompt\n"
    "    get (ref)         as state, for any node: groups, repeats "
    "(\"count\"),\n"
    "                      nodes without a control, what is not relevant;\n"
    "                      /data/@version is an attribute\n"
    "    answer (ref, value)\n"
    "                      stores a text and answers like get; several "
    "choices\n"
    "                      or ranks have spaces between; \"\" clears; a "
    "trigger\n"
    "                      takes OK, an upload the path of a file. A value\n"
    "                      against a constraint is stored and not \"valid\".\n"
    "    choices (ref)     {\"choices\": [{\"value\", \"label\", "
    "\"properties\"}]}\n"
    "    add-repeat (ref)  adds one to /data/person and goes there; without a\n"
    "                      ref at a prompt\n"
    "    remove-repeat (ref)\n"
    "                      removes /data/person[2]\n"
    "    languages         {\"languages\": [...]}\n"
    "    language (name)   speaks that one from now on\n"
    "    outline           {\"events\": [{\"kind\", \"ref\"}]}: all positions\n"
    "    validate          {\"violations\": [{\"ref\", \"kind\": "
    "\"constraint\"\n"
    "                      or \"required\", \"message\"}]}\n"
    "    submission        {\"xml\", \"attachments\": [{\"name\", \"path\"}]}\n"
    "    finalise (reason) the same after validation, with end times; the\n"
    "                      session goes on. A form that wants to know why a\n"
    "                      submission is edited needs the reason. A form that\n"
    "                      asks for an audit log gets one as attachment, in a\n"
    "                      new folder below TMPDIR, from these commands\n"
    "  Without a ref the present position is meant. A ref is an XPath with\n"
    "  positions: /data/person[2]/name. Names in answers have the form's\n"
    "  prefixes (/data/orx:meta/orx:instanceID), in commands they may.\n"
    "  odk:recordaudio records nothing here: its node stays as it is, and an\n"
    "  answer with the path of a file fills it. A command that fails answers\n"
    "  {\"error\", \"kind\"} and the session goes on; kind is syntax, usage,\n"
    "  start, end, not_found, type, readonly, file, invalid, limit (too many\n"
    "  repeats, actions without end), form (an action that names several "
    "nodes)\n"
    "  or nomem.\n"
    "\n"
    "XPath\n"
    "  {\"doc\": XML, \"expr\": TEXT, \"context\": PATH, \"as\": \"string\",\n"
    "  \"number\", \"boolean\" or \"nodes\", \"root\": PATH, \"language\": "
    "NAME}\n"
    "  is answered with {\"value\"} or {\"error\"}. context is the node to\n"
    "  start from (the root when left out); root is the node that / means,\n"
    "  while instance(), jr:itext() and jr:choice-name() see the whole\n"
    "  document, in that language. Without as a value keeps its own type.\n"
    "  Numbers are numbers, or \"NaN\", \"Infinity\", \"-Infinity\"; nodes "
    "are\n"
    "  paths with positions.\n"
    "  Prefixes mean what the document declares, else what they mean in most\n"
    "  forms (h, jr, odk, orx, xf); a name without a prefix is in no\n"
    "  namespace. With --batch a line with an error does not change the\n"
    "  exit status.\n"
    "\n"
    "Examples\n"
    "  vertelform check kort.xlsx\n"
    "  vertelform convert kort.csv kort.xlsx\n"
    "  vertelform convert kort.xlsx kort.xml\n"
    "  echo '{\"do\": \"next\"}' | vertelform play kort.xlsx\n"
    "  printf '%s\\n' '{\"do\": \"answer\", \"ref\": \"/data/age\", \"value\": "
    "\"4\"}' \\\n"
    "      '{\"do\": \"validate\"}' '{\"do\": \"finalise\"}' |\n"
    "      vertelform play form.xml --tz Europe/Amsterdam \\\n"
    "      --property username=anna --location \"52.1 4.3 0 5\"\n"
    "  echo '{\"doc\": \"<a><b/><b/></a>\", \"expr\": \"count(/a/b)\"}' |\n"
    "      vertelform xpath --batch\n"
    "\n"
    "Exit status: 0 the form is in order; 1 it is not, or a file could not be\n"
    "read or written; 2 the command line makes no sense, or play could not\n"
    "load the form or the instance.\n";

static const struct {
    const char *name;
    int n_arguments;
    int (*run)(const struct vz_tool_options *options);
    const char *usage;
} commands[] = {
    {"check", 1, vz_tool_check, "vertelform check FORM [--kiosk] [--json]"},
    {"convert", 2, vz_tool_convert, "vertelform convert IN OUT"},
    {"play", 1, vz_tool_play, "vertelform play FORM [options]"},
    {"xpath", 0, vz_tool_xpath, "vertelform xpath [--batch]"},
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
        fputs("vertelform: name a command: check, convert, play or xpath; "
              "see vertelform --help\n",
              stderr);
        return VZ_EXIT_USAGE;
    }
    return run_command(&options);
}
