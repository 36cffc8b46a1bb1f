// The turn of a page: where it begins, where it ends, and what it leaves.
#include "kiosk/render/motion.h"

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

#define W 200
#define H 40

static const struct vz_ui ui = {
    .width = W, .height = H, .scale = 1, .text_scale = 1};

static uint32_t *pixel(SDL_Surface *surface, int x, int y) {
    return (uint32_t *)((uint8_t *)surface->pixels + y * surface->pitch) + x;
}

static void fill(SDL_Surface *surface, uint32_t color) {
    for (int y = 0; y < H; y++) {
        for (int x = 0; x < W; x++) {
            *pixel(surface, x, y) = color;
        }
    }
}

static int set_up(void **state) {
    *state =
        SDL_CreateRGBSurfaceWithFormat(0, W, H, 32, SDL_PIXELFORMAT_RGB888);
    return *state ? 0 : -1;
}

static int tear_down(void **state) {
    SDL_FreeSurface(*state);
    return 0;
}

// A page with a white line at x over black, after a black one.
static void turn(SDL_Surface *surface, struct vz_motion *motion, int direction,
                 int line) {
    const struct vz_rect area = {0, 10, W, 20};
    fill(surface, 0);
    assert_true(vz_motion_keep(motion, &ui, surface, area, direction));
    for (int y = 0; y < H; y++) {
        *pixel(surface, line, y) = 0xffffff;
    }
    vz_motion_start(motion, surface, 1000);
    assert_true(motion->runs);
}

static int brightest(SDL_Surface *surface, int y) {
    int best = 0;
    for (int x = 1; x < W; x++) {
        best = (*pixel(surface, x, y) & 255) > (*pixel(surface, best, y) & 255)
                   ? x
                   : best;
    }
    return best;
}

static void it_slides_in_and_comes_to_rest(void **state) {
    SDL_Surface *surface = *state;
    struct vz_motion motion = {0};
    turn(surface, &motion, 1, 100);
    int first = brightest(surface, 15);
    assert_in_range(first, 110, 140);             // from the right
    assert_int_equal(brightest(surface, 5), 100); // outside nothing moves
    uint32_t faint = *pixel(surface, first, 15) & 255;
    vz_motion_step(&motion, surface, 1100);
    int later = brightest(surface, 15);
    assert_in_range(later, 100, first - 1);
    assert_true((*pixel(surface, later, 15) & 255) > faint);
    vz_motion_step(&motion, surface, 1221);
    assert_false(motion.runs);
    assert_int_equal(*pixel(surface, 100, 15) & 0xffffff, 0xffffff);
    assert_int_equal(*pixel(surface, 101, 15) & 0xffffff, 0);
    assert_null(motion.before);
}

static void it_goes_back_the_other_way(void **state) {
    SDL_Surface *surface = *state;
    struct vz_motion motion = {0};
    turn(surface, &motion, -1, 100);
    assert_in_range(brightest(surface, 15), 60, 95);
    vz_motion_end(&motion, surface);
    assert_int_equal(brightest(surface, 15), 100);
}

static void an_end_without_a_surface_leaves_nothing(void **state) {
    SDL_Surface *surface = *state;
    struct vz_motion motion = {0};
    turn(surface, &motion, 1, 100);
    vz_motion_end(&motion, NULL);
    assert_false(motion.runs);
    assert_null(motion.after);
    vz_motion_step(&motion, surface, 2000); // at rest: nothing to do
}

// Every pixel of both edges is written at every moment.
static void edges_go_on(void **state) {
    SDL_Surface *surface = *state;
    struct vz_motion motion = {0};
    const struct vz_rect all = {0, 0, W, H};
    for (int direction = -1; direction <= 1; direction += 2) {
        fill(surface, 0x808080);
        assert_true(vz_motion_keep(&motion, &ui, surface, all, direction));
        vz_motion_start(&motion, surface, 0);
        for (int64_t now = 0; motion.runs; now += 7) {
            fill(surface, 0);
            vz_motion_step(&motion, surface, now);
            for (int x = 0; x < W; x++) {
                assert_int_equal(*pixel(surface, x, H - 1) & 0xffffff,
                                 0x808080);
            }
        }
    }
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(it_slides_in_and_comes_to_rest),
        TEST(it_goes_back_the_other_way),
        TEST(an_end_without_a_surface_leaves_nothing),
        TEST(edges_go_on),
    };
    return cmocka_run_group_tests_name("motion", tests, NULL, NULL);
}
