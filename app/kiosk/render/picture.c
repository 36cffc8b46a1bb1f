#include "picture.h"

#include "base/file.h"

#include <SDL_image.h>
#include <stdint.h>
#include <string.h>
#include <strings.h>

enum kind {
    NO_PICTURE,
    PNG,
    JPEG,
    SVG,
};

struct head {
    enum kind kind;
    long w, h; // of PNG and JPEG
};

static long big_endian(const unsigned char *at, int n) {
    long value = 0;
    for (int i = 0; i < n; i++) {
        value = value << 8 | at[i];
    }
    return value;
}

// The frame header of a JPEG holds its size; what stands before is skipped.
static bool read_jpeg(const unsigned char *bytes, size_t len,
                      struct head *head) {
    size_t at = 2;
    while (at + 9 < len && bytes[at] == 0xff) {
        const unsigned char marker = bytes[at + 1];
        if (marker == 0xff) { // fill byte
            at++;
            continue;
        }
        const bool frame = marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 &&
                           marker != 0xc8 && marker != 0xcc;
        if (frame) {
            head->kind = JPEG;
            head->h = big_endian(bytes + at + 5, 2);
            head->w = big_endian(bytes + at + 7, 2);
            return true;
        }
        at += 2 + (size_t)big_endian(bytes + at + 2, 2);
    }
    return false;
}

static struct head read_head(const char *text, size_t len, const char *path) {
    const unsigned char *bytes = (const unsigned char *)text;
    struct head head = {NO_PICTURE, 0, 0};
    const char *dot = strrchr(path, '.');
    if (len > 24 && memcmp(bytes, "\x89PNG\r\n\x1a\n", 8) == 0) {
        head.kind = PNG;
        head.w = big_endian(bytes + 16, 4);
        head.h = big_endian(bytes + 20, 4);
    } else if (len > 4 && bytes[0] == 0xff && bytes[1] == 0xd8) {
        read_jpeg(bytes, len, &head);
    } else if (dot && strcasecmp(dot, ".svg") == 0) {
        head.kind = SVG;
    }
    return head;
}

static SDL_Surface *decode(struct vz_strbuf *file, const struct head *head,
                           int w, int h) {
    SDL_RWops *stream = SDL_RWFromConstMem(file->data, (int)file->len);
    SDL_Surface *surface = NULL;
    if (stream) {
        surface = head->kind == SVG   ? IMG_LoadSizedSVG_RW(stream, w, h)
                  : head->kind == PNG ? IMG_LoadPNG_RW(stream)
                                      : IMG_LoadJPG_RW(stream);
        SDL_RWclose(stream);
    }
    SDL_Surface *same =
        surface ? SDL_ConvertSurfaceFormat(surface, SDL_PIXELFORMAT_ARGB8888, 0)
                : NULL;
    SDL_FreeSurface(surface);
    return same;
}

// The mean colour of a rectangle, weighted by alpha.
static uint32_t mean(const SDL_Surface *from, int x0, int y0, int x1, int y1) {
    uint64_t sum[4] = {0};
    for (int y = y0; y < y1; y++) {
        const uint32_t *row =
            (const uint32_t *)((const uint8_t *)from->pixels +
                               (size_t)y * (size_t)from->pitch);
        for (int x = x0; x < x1; x++) {
            const uint32_t alpha = row[x] >> 24;
            sum[3] += alpha;
            for (int c = 0; c < 3; c++) {
                sum[c] += (row[x] >> (8 * c) & 0xff) * alpha;
            }
        }
    }
    const uint64_t n = (uint64_t)(x1 - x0) * (uint64_t)(y1 - y0);
    if (!sum[3] || !n) {
        return 0;
    }
    uint32_t pixel = (uint32_t)(sum[3] / n) << 24;
    for (int c = 0; c < 3; c++) {
        pixel |= (uint32_t)(sum[c] / sum[3]) << (8 * c);
    }
    return pixel;
}

static SDL_Surface *shrink(const SDL_Surface *from, int w, int h) {
    SDL_Surface *to =
        SDL_CreateRGBSurfaceWithFormat(0, w, h, 32, SDL_PIXELFORMAT_ARGB8888);
    for (int y = 0; to && y < h; y++) {
        uint32_t *row =
            (uint32_t *)((uint8_t *)to->pixels + (size_t)y * (size_t)to->pitch);
        const int y0 = (int)((long)y * from->h / h);
        const int y1 = (int)((long)(y + 1) * from->h / h);
        for (int x = 0; x < w; x++) {
            row[x] = mean(from, (int)((long)x * from->w / w), y0,
                          (int)((long)(x + 1) * from->w / w), y1);
        }
    }
    return to;
}

static SDL_Surface *fit(SDL_Surface *surface, int w, int h) {
    if (!surface || (surface->w <= w && surface->h <= h)) {
        return surface;
    }
    int fit_w = w, fit_h = (int)((long)surface->h * w / surface->w);
    if (fit_h > h) {
        fit_h = h;
        fit_w = (int)((long)surface->w * h / surface->h);
    }
    SDL_Surface *small =
        shrink(surface, fit_w > 0 ? fit_w : 1, fit_h > 0 ? fit_h : 1);
    SDL_FreeSurface(surface);
    return small;
}

SDL_Surface *vz_picture_load(const char *path, int w, int h,
                             struct vz_error *error) {
    struct vz_strbuf file = {0};
    enum vz_status status = vz_file_read(path, VZ_PICTURE_FILE_MAX, &file);
    if (status != VZ_OK) {
        vz_strbuf_finish(&file);
        vz_error_set(error, status, "%s: %s", path, vz_status_text(status));
        return NULL;
    }
    struct head head = read_head(file.data, file.len, path);
    SDL_Surface *surface = NULL;
    if (head.kind == NO_PICTURE) {
        vz_error_set(error, VZ_UNSUPPORTED, "%s is no PNG, JPEG or SVG picture",
                     path);
    } else if (head.w < 0 || head.h < 0 ||
               (head.h && head.w > VZ_PICTURE_PIXELS_MAX / head.h)) {
        vz_error_set(error, VZ_LIMIT, "%s has too many pixels", path);
    } else if (!(surface = fit(decode(&file, &head, w, h), w, h))) {
        vz_error_set(error, VZ_INVALID, "%s cannot be decoded: %s", path,
                     IMG_GetError());
    }
    vz_strbuf_finish(&file);
    return surface;
}
