/*
 * What a screen costs to build and to paint, and what a thousand visits leave
 * in memory. In this process, without a window: the figures of a real one are
 * bench_kiosk's. Prints one row a figure: name, median, 99th percentile, unit,
 * aim.
 */
#include "base/clock.h"
#include "base/log.h"
#include "kiosk/render/painter.h"
#include "support/kiosk_play.h"
#include "support/kiosk_stage.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define FRAMES 60
#define VISITS 1000
#define WARM 100

static int by_size(const void *a, const void *b) {
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static void print_row(const char *name, double *samples, size_t n,
                      const char *unit, const char *aim) {
    qsort(samples, n, sizeof(*samples), by_size);
    printf("%-40s %10.3f %10.3f  %-6s %s\n", name, samples[n / 2],
           samples[(n * 99) / 100 < n ? (n * 99) / 100 : n - 1], unit, aim);
    fflush(stdout);
}

// ------------------------------------------------------------------- frames
// A frame of a page change: the scene is built and the whole of it painted.
static void measure_frames(int width, int height) {
    static const char *const names[] = {"feel",  "did", "safe", "why",
                                        "order", "who", "born"};
    struct kiosk_stage stage;
    struct vz_error error = {0};
    double samples[FRAMES];
    char row[64];
    SDL_Rect rects[64];
    kiosk_stage_open(&stage, width, height, 1);
    struct vz_painter *painter = vz_painter_create("assets/icons", &error);
    SDL_Surface *surface = SDL_CreateRGBSurfaceWithFormat(
        0, width, height, 32, SDL_PIXELFORMAT_RGB888);
    if (!painter || !surface) {
        fprintf(stderr, "bench_screens: %s\n", error.message);
        exit(1);
    }
    for (size_t q = 0; q < sizeof(names) / sizeof(*names); q++) {
        kiosk_stage_go(&stage, names[q]);
        for (int i = -5; i < FRAMES; i++) {
            int64_t began = vz_clock_monotonic_us();
            kiosk_stage_build(&stage);
            vz_painter_paint(painter, &stage.ui, &stage.scene, surface, true,
                             rects, 64);
            if (i >= 0) {
                samples[i] = (double)(vz_clock_monotonic_us() - began) / 1000;
            }
        }
        snprintf(row, sizeof(row), "whole frame, %s, %dx%d", names[q], width,
                 height);
        print_row(row, samples, FRAMES, "ms", "< 16");
    }
    vz_painter_destroy(painter);
    SDL_FreeSurface(surface);
    kiosk_stage_close(&stage);
}

// ------------------------------------------------------------------- memory
static double resident_mb(void) {
    FILE *file = fopen("/proc/self/smaps_rollup", "r");
    char line[200];
    long kb = 0;
    while (file && fgets(line, sizeof(line), file)) {
        if (sscanf(line, "Pss: %ld kB", &kb) == 1) {
            break;
        }
    }
    if (file) {
        fclose(file);
    }
    return (double)kb / 1024;
}

static void visit(struct kiosk_play *play) {
    kiosk_play_enter(play, "kort");
    kiosk_play_tap(play, "choice:goed");
    kiosk_play_tap(play, "next");
    kiosk_play_tap(play, "stop");
    kiosk_play_tap(play, "stop-yes");
}

static void measure_sessions(void) {
    struct kiosk_play play;
    double samples[VISITS];
    kiosk_play_init(&play);
    kiosk_play_start(&play);
    for (int i = 0; i < WARM; i++) {
        visit(&play);
    }
    double before = resident_mb();
    for (int i = 0; i < VISITS; i++) {
        struct timespec began, ended;
        clock_gettime(CLOCK_MONOTONIC, &began);
        visit(&play);
        clock_gettime(CLOCK_MONOTONIC, &ended);
        samples[i] = (double)(ended.tv_sec - began.tv_sec) * 1000 +
                     (double)(ended.tv_nsec - began.tv_nsec) / 1e6;
    }
    double after = resident_mb();
    print_row("a visit of two pages, stopped", samples, VISITS, "ms", "");
    print_row("memory after 100 visits (PSS)", &before, 1, "MB", "");
    print_row("memory after 1,000 more", &after, 1, "MB", "no more");
    kiosk_play_finish(&play);
}

int main(void) {
    vz_log_set_level(VZ_LOG_ERROR + 1);
    measure_frames(1280, 800);
    measure_frames(1920, 1080);
    measure_sessions();
    return 0;
}
