// Pictures of forms: what is read, what is refused, how they arrive.
#include "base/clock.h"
#include "base/file.h"
#include "kiosk/render/picture.h"
#include "kiosk/render/picture_cache.h"

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <SDL_image.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static char folder[] = "/tmp/vz-pictures-XXXXXX";
static char path[128];

static const char *in_folder(const char *name) {
    snprintf(path, sizeof(path), "%s/%s", folder, name);
    return path;
}

static int make_folder(void **state) {
    assert_non_null(mkdtemp(folder));
    SDL_Surface *red = SDL_CreateRGBSurfaceWithFormat(0, 400, 200, 32,
                                                      SDL_PIXELFORMAT_ARGB8888);
    SDL_FillRect(red, NULL, 0xffff0000);
    assert_int_equal(IMG_SavePNG(red, in_folder("red.png")), 0);
    assert_int_equal(IMG_SaveJPG(red, in_folder("red.jpg"), 90), 0);
    SDL_FreeSurface(red);
    static const char svg[] =
        "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 10 10'>"
        "<rect width='10' height='10' fill='#0000ff'/></svg>";
    assert_int_equal(vz_file_write(in_folder("blue.svg"), svg, sizeof(svg) - 1),
                     VZ_OK);
    return 0;
}

static int remove_folder(void **state) {
    static const char *const names[] = {"red.png", "red.jpg", "blue.svg",
                                        "text.png", "bomb.png"};
    for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++) {
        unlink(in_folder(names[i]));
    }
    return rmdir(folder);
}

static void check_size(const char *name, int w, int h, int want_w, int want_h) {
    struct vz_error error = {0};
    SDL_Surface *picture = vz_picture_load(in_folder(name), w, h, &error);
    assert_non_null(picture);
    assert_int_equal(picture->w, want_w);
    assert_int_equal(picture->h, want_h);
    SDL_FreeSurface(picture);
}

static void test_pictures_fit_the_room_and_keep_their_shape(void **state) {
    check_size("red.png", 100, 100, 100, 50);
    check_size("red.jpg", 1000, 100, 200, 100);
    check_size("red.png", 1000, 1000, 400, 200); // never larger than it is
    check_size("blue.svg", 64, 64, 64, 64);
}

static void test_colours_survive(void **state) {
    struct vz_error error = {0};
    SDL_Surface *picture =
        vz_picture_load(in_folder("red.png"), 33, 33, &error);
    assert_non_null(picture);
    assert_int_equal(*(const uint32_t *)picture->pixels, 0xffff0000);
    SDL_FreeSurface(picture);
}

static void check_refused(const char *name, const void *bytes, size_t len,
                          enum vz_status status) {
    struct vz_error error = {0};
    assert_int_equal(vz_file_write(in_folder(name), bytes, len), VZ_OK);
    assert_null(vz_picture_load(in_folder(name), 10, 10, &error));
    assert_int_equal(error.status, status);
}

static void test_what_is_no_picture_is_refused(void **state) {
    struct vz_error error = {0};
    check_refused("text.png", "hello", 5, VZ_UNSUPPORTED);
    assert_null(vz_picture_load(in_folder("none.png"), 10, 10, &error));
    // 60,000 x 60,000 pixels, as the header says.
    static const unsigned char bomb[] = {
        0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n', 0, 0,    0,    13, 'I',
        'H',  'D', 'R', 0,   0,    0xea, 0x60, 0,    0, 0xea, 0x60, 8,  2};
    check_refused("bomb.png", bomb, sizeof(bomb), VZ_LIMIT);
}

static const SDL_Surface *await(struct vz_picture_cache *cache,
                                const char *name) {
    const int64_t end = vz_clock_monotonic_ms() + 10000;
    bool waits = true;
    const SDL_Surface *picture = NULL;
    while (waits && vz_clock_monotonic_ms() < end) {
        vz_pictures_collect(cache);
        picture = vz_pictures_get(cache, in_folder(name), 40, 40, &waits);
        poll(NULL, 0, 1);
    }
    assert_false(waits);
    return picture;
}

static void test_a_picture_arrives_from_its_thread(void **state) {
    struct vz_picture_cache cache = {0};
    bool waits = false;
    assert_null(vz_pictures_get(&cache, in_folder("red.png"), 40, 40, &waits));
    assert_true(waits);
    const SDL_Surface *picture = await(&cache, "red.png");
    assert_non_null(picture);
    assert_int_equal(picture->h, 20);
    assert_null(await(&cache, "none.png"));
    vz_pictures_clear(&cache);
    assert_int_equal(cache.bytes, 0);
    vz_pictures_finish(&cache);
}

static void test_painted_in_the_middle(void **state) {
    struct vz_error error = {0};
    SDL_Surface *picture =
        vz_picture_load(in_folder("red.png"), 40, 40, &error);
    SDL_Surface *page =
        SDL_CreateRGBSurfaceWithFormat(0, 80, 80, 32, SDL_PIXELFORMAT_RGB888);
    const struct vz_rect area = {0, 0, 80, 80}, clip = {0, 0, 60, 80};
    vz_pictures_paint(picture, page, &clip, area);
    const uint32_t *middle =
        (const uint32_t *)((const uint8_t *)page->pixels + 40 * page->pitch);
    assert_int_equal(middle[19] & 0xffffff, 0);
    assert_int_equal(middle[20] & 0xffffff, 0xff0000);
    assert_int_equal(middle[59] & 0xffffff, 0xff0000);
    assert_int_equal(middle[60] & 0xffffff, 0);
    SDL_FreeSurface(page);
    SDL_FreeSurface(picture);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_pictures_fit_the_room_and_keep_their_shape),
        cmocka_unit_test(test_colours_survive),
        cmocka_unit_test(test_what_is_no_picture_is_refused),
        cmocka_unit_test(test_a_picture_arrives_from_its_thread),
        cmocka_unit_test(test_painted_in_the_middle),
    };
    return cmocka_run_group_tests_name("picture", tests, make_folder,
                                       remove_folder);
}
