/*
 * Measures what a screen costs inside: setting a long Arabic paragraph, cold
 * and from the cache, and the frames of a turning page at two sizes. One row a
 * figure: name, median, 99th percentile, unit, aim.
 */
#include "base/clock.h"
#include "kiosk/render/motion.h"
#include "support/ui_gallery.h"
#include "support/ui_stage.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define LETTERS 2000
#define TIMES 200

static int by_size(const void *a, const void *b) {
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static void print_row(const char *name, double *samples, size_t n,
                      const char *aim) {
    qsort(samples, n, sizeof(*samples), by_size);
    printf("%-40s %10.3f %10.3f  %-6s %s\n", name, samples[n / 2],
           samples[n * 99 / 100 < n ? n * 99 / 100 : n - 1], "ms", aim);
    fflush(stdout);
}

static double since_ms(int64_t from_us) {
    return (double)(vz_clock_monotonic_us() - from_us) / 1000.0;
}

// Words of different lengths, with digits and a bracket now and then.
static void fill_paragraph(char *text, size_t size) {
    static const char *const words[] = {"\u0643\u0627\u0646",
                                        "\u0627\u0644\u0646\u0627\u0633",
                                        "\u0647\u0646\u0627",
                                        "(2026)",
                                        "\u0645\u0639\u0643\u0645",
                                        "\u0648\u0627\u0644\u062c\u064a\u0631"
                                        "\u0627\u0646\u060c"};
    size_t letters = 0;
    *text = '\0';
    for (size_t i = 0; letters < LETTERS; i = (i * 5 + 1) % 6) {
        size_t len = strlen(text);
        snprintf(text + len, size - len, "%s ", words[i]);
        letters = vz_grapheme_count(text);
    }
}

static void measure_paragraph(struct ui_stage *stage) {
    static char text[4 * LETTERS + 100];
    double cold[TIMES], cached[TIMES];
    struct vz_text_style style = vz_text_style(&stage->ui, VZ_TYPE_BODY);
    style.rtl = true;
    fill_paragraph(text, sizeof(text));
    vz_text_lay_out(stage->ui.text, text, &style, 1200); // finds the fonts
    for (int i = 0; i < TIMES; i++) {
        vz_text_trim(stage->ui.text);
        int64_t from = vz_clock_monotonic_us();
        vz_text_lay_out(stage->ui.text, text, &style, 1200);
        cold[i] = since_ms(from);
        from = vz_clock_monotonic_us();
        vz_text_lay_out(stage->ui.text, text, &style, 1200);
        cached[i] = since_ms(from);
    }
    print_row("2,000 Arabic letters, cold", cold, TIMES, "< 5");
    print_row("2,000 Arabic letters, cached", cached, TIMES, "< 0.1");
}

// One frame of a page that turns, whole screen.
static void measure_turn(struct ui_stage *stage, int width, int height) {
    double frames[TIMES], first[TIMES];
    char name[64];
    size_t n;
    const struct ui_gallery_page *pages = ui_gallery_pages(&n);
    const struct vz_rect all = {0, 0, width, height};
    struct vz_motion motion = {0};
    ui_stage_resize(stage, width, height);
    for (int i = 0; i < TIMES; i++) {
        ui_gallery_build(&pages[i % 2], &stage->ui, &stage->scene);
        int64_t from = vz_clock_monotonic_us();
        vz_motion_keep(&motion, &stage->ui, stage->surface, all, 1);
        ui_stage_paint(stage, true);
        vz_motion_start(&motion, stage->surface, 0);
        first[i] = since_ms(from);
        from = vz_clock_monotonic_us();
        vz_motion_step(&motion, stage->surface, 90);
        frames[i] = since_ms(from);
        vz_motion_end(&motion, stage->surface);
    }
    snprintf(name, sizeof(name), "page turn, first frame, %dx%d", width,
             height);
    print_row(name, first, TIMES, "< 16");
    snprintf(name, sizeof(name), "page turn, a frame, %dx%d", width, height);
    print_row(name, frames, TIMES, "< 16");
}

int main(void) {
    struct ui_stage stage;
    if (!ui_stage_init(&stage, 1280, 800)) {
        return 1;
    }
    printf("%-40s %10s %10s  %-6s %s\n", "figure", "median", "p 99", "unit",
           "aim");
    measure_paragraph(&stage);
    measure_turn(&stage, 1280, 800);
    measure_turn(&stage, 1920, 1080);
    ui_stage_finish(&stage);
    return 0;
}
