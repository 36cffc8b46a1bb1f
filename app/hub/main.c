/*
 * vertelhub: the program of the hub. Each command has a file of its own.
 */
#include "command.h"

#include <sys/stat.h>

static const struct vz_command *const commands[] = {
    &vz_init_command,          &vz_serve_command,       &vz_form_add_command,
    &vz_form_list_command,     &vz_device_add_command,  &vz_device_code_command,
    &vz_device_revoke_command, &vz_user_add_command,    &vz_export_command,
    &vz_report_command,        &vz_rebuild_command,     &vz_erase_command,
    &vz_bundle_import_command, &vz_device_list_command,
};

int main(int argc, char **argv) {
    umask(077); // stories and tokens: for this user alone
    return (int)vz_commands_run(
        commands, sizeof(commands) / sizeof(commands[0]), argc, argv);
}
