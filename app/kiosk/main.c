/*
 * vertelzuil: the kiosk's program.
 */
#include "kiosk.h"
#include "kiosk_parts.h"

#include "base/file.h"
#include "base/log.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#define PIN_LINE_MAX 64
#define SETTINGS_MAX (256 * 1024)

enum { EXIT_USAGE = 2 };

static int fail(const char *message) {
    fprintf(stderr, "vertelzuil: %s\n", message);
    return EXIT_FAILURE;
}

// $NAME/vertelzuil, or ~/FALLBACK/vertelzuil, for free(3). NULL when there is
// neither.
static char *xdg_dir(const char *name, const char *fallback) {
    const char *base = getenv(name);
    if (base && *base == '/') {
        return vz_path_join(base, "vertelzuil");
    }
    const char *home = getenv("HOME");
    char *dir = home && *home ? vz_path_join(home, fallback) : NULL;
    char *path = dir ? vz_path_join(dir, "vertelzuil") : NULL;
    free(dir);
    return path;
}

static char *settings_path(const struct vz_options *options) {
    if (options->settings) {
        return strdup(options->settings);
    }
    char *dir = xdg_dir("XDG_CONFIG_HOME", ".config");
    char *path = dir ? vz_path_join(dir, "vertelzuil.ini") : NULL;
    free(dir);
    return path;
}

// ------------------------------------------------------------------ set-pin
static bool read_pin(const char *who, char *pin, size_t size,
                     struct vz_error *error) {
    if (!fgets(pin, (int)size, stdin)) {
        pin[0] = '\0';
    }
    pin[strcspn(pin, "\r\n")] = '\0';
    size_t len = strlen(pin);
    bool staff = !strcmp(who, "staff");
    bool fits = staff ? len == VZ_PIN_STAFF_DIGITS
                      : len >= VZ_PIN_WORKER_DIGITS_MIN &&
                            len <= VZ_PIN_DIGITS_MAX;
    if (strspn(pin, "0123456789") == len && fits) {
        return true;
    }
    return vz_error_set(error, VZ_INVALID,
                        staff ? "Give a PIN of %d digits on the standard "
                                "input."
                              : "Give a PIN of %d to 12 digits on the "
                                "standard input.",
                        staff ? VZ_PIN_STAFF_DIGITS : VZ_PIN_WORKER_DIGITS_MIN);
}

static bool write_pin(const char *path, const char *who, const char *hash,
                      struct vz_error *error) {
    struct vz_strbuf old = {0}, new = {0};
    bool staff = !strcmp(who, "staff");
    enum vz_status status = vz_file_read(path, SETTINGS_MAX, &old);
    if (status == VZ_NOT_FOUND) {
        status = VZ_OK; // the file is made
    }
    if (status == VZ_OK) {
        status = vz_config_put(&new, vz_strbuf_text(&old),
                               staff ? "staff" : "workers", staff ? "pin" : who,
                               hash)
                     ? vz_file_write(path, new.data, new.len)
                     : VZ_NOMEM;
    }
    vz_strbuf_finish(&old);
    vz_strbuf_finish(&new);
    return status == VZ_OK ||
           vz_error_set(error, status,
                        "%s could not be written (%s). Name another file "
                        "with --settings.",
                        path, vz_status_text(status));
}

// With --settings the file is written, else the line is printed.
static int set_pin(const struct vz_options *options) {
    char pin[PIN_LINE_MAX] = "", hash[VZ_PIN_HASH_SIZE];
    const char *who = options->set_pin;
    struct vz_error error = {0};
    bool ok = read_pin(who, pin, sizeof(pin), &error);
    if (ok && (!vz_pin_init() || !vz_pin_hash(pin, hash))) {
        ok = vz_error_nomem(&error);
    }
    explicit_bzero(pin, sizeof(pin));
    if (ok && options->settings) {
        ok = write_pin(options->settings, who, hash, &error);
    } else if (ok) {
        printf("%s = %s\n", strcmp(who, "staff") ? who : "pin", hash);
    }
    return ok ? EXIT_SUCCESS : fail(error.message);
}

// --------------------------------------------------------------------- sync
static int sync_once(const struct vz_options *options,
                     const struct vz_config *config, const char *dir) {
    struct vz_kiosk_store *store = NULL;
    struct vz_error error = {0};
    char *device_id = NULL, *server = NULL;
    bool damaged = false;
    if (vz_kiosk_store_open(&store, dir, false, &damaged, &error) != VZ_OK) {
        return fail(error.message);
    }
    vz_kiosk_store_get(store, "device_id", &device_id);
    vz_kiosk_store_get(store, "server", &server);
    vz_kiosk_store_close(store);
    char *password = vz_kiosk_read_password(config);
    struct vz_sync_params params = {
        .dir = dir,
        .server = options->server   ? options->server
                  : *config->server ? config->server
                                    : server,
        .username = config->username,
        .password = password,
        .ca_file = config->ca_file,
        .device_id = device_id ? device_id : "",
        .form_interval_ms = (int64_t)config->interval_seconds * 1000,
    };
    enum vz_status status = VZ_INVALID;
    if (!params.server || !*params.server) {
        vz_error_set(&error, VZ_INVALID,
                     "There is no server to send to. Name it with --server "
                     "URL or in the settings, [sync] server.");
    } else {
        status = vz_sync_once(&params, &error);
    }
    free(password);
    free(device_id);
    free(server);
    if (status == VZ_OK) {
        return EXIT_SUCCESS;
    }
    return fail(error.message[0] ? error.message : vz_status_text(status));
}

// ---------------------------------------------------------------------- run
static int run_window(const struct vz_options *options,
                      const struct vz_config *config, const char *dir) {
    int lock;
    // Starting ends the visits that a crash left open; a second kiosk would
    // end the one that somebody is in the middle of. Any other failure is told
    // by the store, on the screen.
    vz_dir_make(dir);
    if (vz_dir_lock(dir, &lock) == VZ_BUSY) {
        return fail("Another kiosk is running on this store. End that one, or "
                    "name another folder with --data DIR.");
    }
    struct vz_kiosk *kiosk = calloc(1, sizeof(*kiosk));
    struct vz_error error = {0};
    if (!kiosk) {
        vz_dir_unlock(lock);
        return fail(vz_status_text(VZ_NOMEM));
    }
    int status = EXIT_FAILURE;
    if (vz_kiosk_init(kiosk, options, config, dir, &error)) {
        status = vz_kiosk_run(kiosk);
        vz_kiosk_finish(kiosk);
    } else {
        fail(error.message);
    }
    free(kiosk);
    vz_dir_unlock(lock);
    return status;
}

static int run(const struct vz_options *options) {
    struct vz_config config;
    char *path = settings_path(options);
    char *dir = options->data ? strdup(options->data)
                              : xdg_dir("XDG_DATA_HOME", ".local/share");
    if (!dir) {
        free(path);
        return fail("There is no home folder. Name one with --data DIR.");
    }
    char *save_path = path;
    // The default file may be missing; one that was named should be there.
    if (!options->settings && path && !vz_file_exists(path)) {
        path = NULL;
    }
    vz_config_load(&config, path);
    config.save_path = save_path;
    int status = options->sync ? sync_once(options, &config, dir)
                               : run_window(options, &config, dir);
    vz_config_finish(&config);
    free(save_path);
    free(dir);
    return status;
}

// Drivers without a screen do not count, though SDL would take them.
static int check_display(void) {
    if (SDL_Init(SDL_INIT_VIDEO) != 0) {
        return fail("No display can be opened here.");
    }
    bool seen = vz_window_is_seen();
    SDL_Quit();
    return seen ? EXIT_SUCCESS : fail("No display can be opened here.");
}

int main(int argc, char **argv) {
    struct vz_options options;
    struct vz_error error = {0};
    umask(077); // what the kiosk writes is for its user alone
    if (!vz_options_parse(&options, argc, argv, &error)) {
        fail(error.message);
        return EXIT_USAGE;
    }
    if (options.help) {
        vz_options_print_help(stdout);
        return EXIT_SUCCESS;
    }
    if (options.version) {
        puts("vertelzuil " VZ_VERSION);
        return EXIT_SUCCESS;
    }
    if (options.check_display) {
        return check_display();
    }
    return options.set_pin ? set_pin(&options) : run(&options);
}
