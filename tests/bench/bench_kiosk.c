/*
 * Measures the kiosk from outside, as a person meets it: a real process in a
 * real window on an X server, real touches through XTEST, real pixels read
 * back. Prints one row a figure: name, median, 95th percentile, unit, aim.
 *
 *   bench_kiosk DESCRIBE_FILE PROGRAM ARGUMENT...
 *
 * The program is started with `--describe DESCRIBE_FILE` among its arguments
 * and must open a 1280x800 window at the top left of the display.
 */
#include "base/clock.h"
#include "base/file.h"

#include <X11/Xlib.h>
#include <X11/Xutil.h>
#include <X11/extensions/XTest.h>
#include <dirent.h>
#include <jansson.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/inotify.h>
#include <sys/wait.h>
#include <unistd.h>

#define STARTS 15
#define TOUCHES 40
#define REST_MS 20000
#define DEADLINE_MS 20000

struct bench {
    const char *describe;
    char **command;
    int watch; // inotify on the folder of the describe file
    pid_t pid;
    Display *display;
};

static void give_up(const char *what) {
    fprintf(stderr, "bench_kiosk: %s\n", what);
    exit(1);
}

// ---------------------------------------------------------------- figures
static int by_size(const void *a, const void *b) {
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static void print_row(const char *name, double *samples, size_t n,
                      const char *unit, const char *aim) {
    qsort(samples, n, sizeof(*samples), by_size);
    printf("%-40s %10.3f %10.3f  %-6s %s\n", name, samples[n / 2],
           samples[(n * 95) / 100 < n ? (n * 95) / 100 : n - 1], unit, aim);
    fflush(stdout);
}

// ---------------------------------------------------------------- process
static void start(struct bench *bench) {
    unlink(bench->describe);
    bench->pid = fork();
    if (bench->pid == 0) {
        execv(bench->command[0], bench->command);
        _exit(127);
    }
}

static void stop(struct bench *bench) {
    kill(bench->pid, SIGTERM);
    waitpid(bench->pid, NULL, 0);
    bench->pid = 0;
}

// Waits until the describe file is replaced; false after the deadline.
static bool wait_described(struct bench *bench, int timeout_ms) {
    const char *name = vz_path_base(bench->describe);
    int64_t end = vz_clock_monotonic_ms() + timeout_ms;
    for (;;) {
        struct pollfd poll_fd = {.fd = bench->watch, .events = POLLIN};
        int64_t left = end - vz_clock_monotonic_ms();
        if (left <= 0 || poll(&poll_fd, 1, (int)left) <= 0) {
            return false;
        }
        _Alignas(struct inotify_event) char events[4096];
        ssize_t n = read(bench->watch, events, sizeof(events));
        for (ssize_t at = 0; at < n;) {
            struct inotify_event *event = (struct inotify_event *)(events + at);
            if (event->len && !strcmp(event->name, name)) {
                return true;
            }
            at += (ssize_t)(sizeof(*event) + event->len);
        }
    }
}

static json_t *describe(struct bench *bench) {
    json_error_t error;
    json_t *root = json_load_file(bench->describe, 0, &error);
    if (!root) {
        give_up("the describe file is not JSON");
    }
    return root;
}

// False also while the file is not there yet.
static bool on_screen(struct bench *bench, const char *screen) {
    json_t *root = json_load_file(bench->describe, 0, NULL);
    const char *name = json_string_value(json_object_get(root, "screen"));
    bool there = name && !strcmp(name, screen);
    json_decref(root);
    return there;
}

static void wait_screen(struct bench *bench, const char *screen) {
    int64_t end = vz_clock_monotonic_ms() + DEADLINE_MS;
    while (!on_screen(bench, screen)) {
        int64_t left = end - vz_clock_monotonic_ms();
        if (left <= 0 || !wait_described(bench, (int)left)) {
            fprintf(stderr, "bench_kiosk: no screen '%s'\n", screen);
            exit(1);
        }
    }
}

// The rectangle of the first box whose name starts with `name`.
static bool find_box(struct bench *bench, const char *name, int rect[4]) {
    json_t *root = describe(bench);
    json_t *boxes = json_object_get(root, "boxes");
    size_t i;
    json_t *box;
    bool found = false;
    json_array_foreach(boxes, i, box) {
        const char *own = json_string_value(json_object_get(box, "name"));
        if (!found && own && !strncmp(own, name, strlen(name))) {
            json_t *sides = json_object_get(box, "rect");
            for (size_t side = 0; side < 4; side++) {
                rect[side] =
                    (int)json_integer_value(json_array_get(sides, side));
            }
            found = true;
        }
    }
    json_decref(root);
    return found;
}

// ---------------------------------------------------------------- touching
static unsigned long pixel(struct bench *bench, int x, int y) {
    XImage *image = XGetImage(bench->display, DefaultRootWindow(bench->display),
                              x, y, 1, 1, AllPlanes, ZPixmap);
    if (!image) {
        give_up("the screen cannot be read");
    }
    unsigned long value = XGetPixel(image, 0, 0);
    XDestroyImage(image);
    return value;
}

static void press(struct bench *bench, bool down) {
    XTestFakeButtonEvent(bench->display, 1, down, CurrentTime);
    XFlush(bench->display);
}

static void move_to(struct bench *bench, int x, int y) {
    XTestFakeMotionEvent(bench->display, -1, x, y, CurrentTime);
    XSync(bench->display, False);
}

// Milliseconds until the pixel at x, y differs from `before`.
static double until_changed(struct bench *bench, int64_t from_us, int x, int y,
                            unsigned long before) {
    while (pixel(bench, x, y) == before) {
        if (vz_clock_monotonic_us() - from_us > 2000000) {
            give_up("a touch changed nothing within 2 s");
        }
    }
    return (double)(vz_clock_monotonic_us() - from_us) / 1000.0;
}

static void tap(struct bench *bench, const char *name) {
    int rect[4];
    if (!find_box(bench, name, rect)) {
        fprintf(stderr, "bench_kiosk: no box '%s'\n", name);
        exit(1);
    }
    move_to(bench, rect[0] + rect[2] / 2, rect[1] + rect[3] / 2);
    press(bench, true);
    press(bench, false);
}

// Lets a box rest longer than the guard against double touches.
static void rest(int ms) {
    poll(NULL, 0, ms);
}

// ------------------------------------------------------------ measurements
static void measure_starts(struct bench *bench) {
    double samples[STARTS];
    for (int i = 0; i < STARTS; i++) {
        int64_t from = vz_clock_monotonic_us();
        start(bench);
        if (!wait_described(bench, DEADLINE_MS)) {
            give_up("no first frame");
        }
        samples[i] = (double)(vz_clock_monotonic_us() - from) / 1000.0;
        stop(bench);
    }
    print_row("start to first frame", samples, STARTS, "ms", "< 200");
}

// Down on an answer: the face sinks from its edge. Up: it turns.
static void measure_touches(struct bench *bench) {
    double downs[TOUCHES], ups[TOUCHES];
    int rects[2][4];
    if (!find_box(bench, "choice:", rects[0])) {
        give_up("no answers on the first question");
    }
    memcpy(rects[1], rects[0], sizeof(rects[0]));
    for (int i = 0; i < TOUCHES; i++) {
        int *rect = rects[i % 2];
        int x = rect[0] + rect[2] / 2, edge = rect[1] + 1;
        int face_x = rect[0] + 24, face_y = rect[1] + rect[3] / 2;
        move_to(bench, x, rect[1] + rect[3] / 2);
        unsigned long before = pixel(bench, x, edge);
        int64_t from = vz_clock_monotonic_us();
        press(bench, true);
        downs[i] = until_changed(bench, from, x, edge, before);
        rest(150);
        before = pixel(bench, face_x, face_y);
        from = vz_clock_monotonic_us();
        press(bench, false);
        ups[i] = until_changed(bench, from, face_x, face_y, before);
        rest(400);
    }
    print_row("touch to pressed pixels", downs, TOUCHES, "ms", "< 16");
    print_row("release to chosen pixels", ups, TOUCHES, "ms", "< 16");
}

// Nanoseconds on a CPU so far, all threads.
static double cpu_ns(pid_t pid) {
    char path[64];
    snprintf(path, sizeof(path), "/proc/%d/task", (int)pid);
    DIR *tasks = opendir(path);
    double total = 0;
    for (struct dirent *entry; tasks && (entry = readdir(tasks));) {
        char file[400];
        snprintf(file, sizeof(file), "%s/%s/schedstat", path, entry->d_name);
        FILE *stat = entry->d_name[0] == '.' ? NULL : fopen(file, "r");
        double ns = 0;
        if (stat && fscanf(stat, "%lf", &ns) == 1) {
            total += ns;
        }
        if (stat) {
            fclose(stat);
        }
    }
    if (tasks) {
        closedir(tasks);
    }
    return total;
}

static void measure_rest(struct bench *bench, const char *name,
                         const char *aim) {
    double before = cpu_ns(bench->pid);
    int64_t from = vz_clock_monotonic_us();
    rest(REST_MS);
    double share = (cpu_ns(bench->pid) - before) / 10.0 /
                   (double)(vz_clock_monotonic_us() - from);
    print_row(name, &share, 1, "%", aim);
}

static void measure_memory(struct bench *bench) {
    char path[64], line[256];
    snprintf(path, sizeof(path), "/proc/%d/smaps_rollup", (int)bench->pid);
    FILE *maps = fopen(path, "r");
    double kb = 0;
    while (maps && fgets(line, sizeof(line), maps)) {
        if (sscanf(line, "Pss: %lf kB", &kb) == 1) {
            break;
        }
    }
    if (maps) {
        fclose(maps);
    }
    double mb = kb / 1024;
    print_row("memory on a question (PSS)", &mb, 1, "MB", "< 47");
}

static void open_first_question(struct bench *bench) {
    wait_screen(bench, "attract");
    rest(600); // the guard against a leftover touch
    tap(bench, "begin");
    wait_screen(bench, "start");
    rest(400);
    tap(bench, "door:0");
    wait_screen(bench, "question");
    rest(600);
}

int main(int argc, char **argv) {
    if (argc < 3) {
        fputs("usage: bench_kiosk DESCRIBE_FILE PROGRAM ARGUMENT...\n", stderr);
        return 2;
    }
    struct bench bench = {.describe = argv[1], .command = argv + 2};
    bench.display = XOpenDisplay(NULL);
    bench.watch = inotify_init1(IN_CLOEXEC);
    char *dir = strndup(argv[1], (size_t)(vz_path_base(argv[1]) - argv[1]));
    if (!bench.display || !dir ||
        inotify_add_watch(bench.watch, dir, IN_MOVED_TO) < 0) {
        give_up("no display, or no folder for the describe file");
    }
    measure_starts(&bench);
    start(&bench);
    wait_screen(&bench, "attract");
    rest(1000);
    measure_rest(&bench, "CPU on the attract loop, 20 s", "< 0.5");
    open_first_question(&bench);
    measure_rest(&bench, "CPU on a question at rest, 20 s", "< 0.1");
    measure_touches(&bench);
    measure_memory(&bench);
    stop(&bench);
    XCloseDisplay(bench.display);
    close(bench.watch);
    free(dir);
    return 0;
}
