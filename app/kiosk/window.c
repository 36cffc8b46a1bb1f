#include "window.h"

#include "assets.h"

#include "base/clock.h"
#include "base/file.h"
#include "base/log.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define RECTS_MAX 64
// A window dragged to nothing is laid out no smaller than this, so that no
// line of text is 0 pixels high. What falls outside is not seen.
#define SCALE_MIN 0.1

static double smaller(double a, double b) {
    return a < b ? a : b;
}

void vz_window_measure(struct vz_window *window) {
    struct vz_ui *ui = &window->ui;
    SDL_Surface *surface = vz_window_surface(window);
    ui->width = surface ? surface->w : 1280;
    ui->height = surface ? surface->h : 800;
    ui->portrait = ui->height > ui->width;
    ui->scale = ui->portrait ? smaller(ui->width / 800.0, ui->height / 1280.0)
                             : smaller(ui->width / 1280.0, ui->height / 800.0);
    ui->scale = ui->scale < SCALE_MIN ? SCALE_MIN : ui->scale;
    window->whole = true;
}

void vz_window_set_look(struct vz_window *window, int text_size,
                        bool high_contrast, bool rtl) {
    static const double scales[] = {1, 1.25, 1.5};
    struct vz_ui *ui = &window->ui;
    ui->text_scale = scales[text_size < 0 ? 0 : text_size > 2 ? 2 : text_size];
    ui->rtl = rtl;
    window->whole = window->whole || ui->high_contrast != high_contrast;
    ui->high_contrast = high_contrast;
    ui->theme = &window->themes[high_contrast ? 1 : 0];
}

// A name is looked up in the themes folder; what has a slash is a path.
static char *theme_path(const struct vz_window_params *params) {
    if (strchr(params->theme, '/')) {
        return strdup(params->theme);
    }
    struct vz_error error = {0};
    char *dir = vz_assets_find(params->assets, "themes", &error);
    struct vz_strbuf name = {0};
    vz_strbuf_printf(&name, "%s.ini", params->theme);
    char *path = dir && !name.failed ? vz_path_join(dir, name.data) : NULL;
    free(dir);
    vz_strbuf_finish(&name);
    return path;
}

// A theme that cannot be read leaves the built-in one.
static void load_themes(struct vz_window *window,
                        const struct vz_window_params *params) {
    vz_theme_default(&window->themes[0]);
    vz_theme_high_contrast(&window->themes[1]);
    if (*params->theme) {
        char *path = theme_path(params);
        struct vz_error *why = &window->theme_problem;
        if (!path || !vz_theme_load(&window->themes[0], path, why)) {
            if (!path) {
                vz_error_set(why, VZ_NOT_FOUND, "theme %s: no such file",
                             params->theme);
            }
            LOGW("%s. The built-in theme is used.", why->message);
        }
        free(path);
    }
    for (size_t i = 0; *params->organisation && i < 2; i++) {
        snprintf(window->themes[i].organisation,
                 sizeof(window->themes[i].organisation), "%s",
                 params->organisation);
    }
}

static bool open_sdl_window(struct vz_window *window,
                            const struct vz_window_params *params,
                            struct vz_error *error) {
    window->windowed = params->w > 0;
    Uint32 flags = window->windowed ? SDL_WINDOW_RESIZABLE
                                    : SDL_WINDOW_FULLSCREEN_DESKTOP;
    window->window = SDL_CreateWindow(
        "Vertelzuil", SDL_WINDOWPOS_UNDEFINED, SDL_WINDOWPOS_UNDEFINED,
        window->windowed ? params->w : 1280, window->windowed ? params->h : 800,
        flags | SDL_WINDOW_ALLOW_HIGHDPI);
    if (!window->window || !SDL_GetWindowSurface(window->window)) {
        return vz_error_set(error, VZ_UNSUPPORTED,
                            "No window could be opened: %s.", SDL_GetError());
    }
    if (!window->windowed) {
        SDL_ShowCursor(SDL_DISABLE);
        // Alt-F4, Alt-Tab and the like then come here, where they mean
        // nothing, and not to a window manager.
        SDL_SetWindowKeyboardGrab(window->window, SDL_TRUE);
    }
    return true;
}

bool vz_window_is_seen(void) {
    const char *driver = SDL_GetCurrentVideoDriver();
    return strcmp(driver, "offscreen") != 0 && strcmp(driver, "dummy") != 0 &&
           SDL_GetNumVideoDisplays() > 0;
}

bool vz_window_open(struct vz_window *window,
                    const struct vz_window_params *params,
                    struct vz_error *error) {
    *window = (struct vz_window){0};
    load_themes(window, params);
    char *icons = vz_assets_find(params->assets, "icons", error);
    bool ok = icons && open_sdl_window(window, params, error) &&
              (window->text = vz_text_create(error)) &&
              (window->painter = vz_painter_create(icons, error));
    free(icons);
    if (!ok) {
        vz_window_close(window);
        return false;
    }
    window->ui.text = window->text;
    vz_window_measure(window);
    vz_window_set_look(window, 0, false, false);
    return true;
}

void vz_window_fit_display(struct vz_window *window) {
    SDL_Rect bounds;
    int w = 0, h = 0, index = SDL_GetWindowDisplayIndex(window->window);
    window->whole = true;
    if (window->windowed ||
        SDL_GetDisplayBounds(index < 0 ? 0 : index, &bounds) != 0) {
        return; // no screen at all: the last picture stays in memory
    }
    SDL_GetWindowSize(window->window, &w, &h);
    if (w == bounds.w && h == bounds.h) {
        return;
    }
    // Without a window manager nobody else makes it fit.
    SDL_SetWindowFullscreen(window->window, 0);
    SDL_SetWindowPosition(window->window, bounds.x, bounds.y);
    SDL_SetWindowSize(window->window, bounds.w, bounds.h);
    SDL_SetWindowFullscreen(window->window, SDL_WINDOW_FULLSCREEN_DESKTOP);
    LOGI("The screen is %d x %d now.", bounds.w, bounds.h);
}

void vz_window_close(struct vz_window *window) {
    vz_motion_end(&window->motion, NULL);
    vz_painter_destroy(window->painter);
    vz_text_destroy(window->text);
    vz_theme_finish(&window->themes[0]);
    if (window->window) {
        SDL_DestroyWindow(window->window);
    }
    *window = (struct vz_window){0};
}

SDL_Surface *vz_window_surface(struct vz_window *window) {
    return SDL_GetWindowSurface(window->window);
}

// What moves comes to rest first: the painter knows what it painted last.
static size_t paint(struct vz_window *window, const struct vz_scene *scene,
                    SDL_Surface *surface, SDL_Rect *rects) {
    size_t n = vz_painter_paint(window->painter, &window->ui, scene, surface,
                                window->whole, rects, RECTS_MAX);
    window->whole = false;
    return n;
}

// The surface, when it is of the size that everything is laid out for.
static SDL_Surface *ready_surface(struct vz_window *window) {
    SDL_Surface *surface = vz_window_surface(window);
    if (!surface) {
        return NULL; // a window on its way out
    }
    // Its size changed and the event is still to come: a rectangle outside the
    // surface would be an X error, which ends the program.
    if (surface->w != window->ui.width || surface->h != window->ui.height) {
        vz_motion_end(&window->motion, NULL);
        vz_window_measure(window);
        return NULL;
    }
    return surface;
}

static void update_area(struct vz_window *window, struct vz_rect area) {
    SDL_Rect rect = {area.x, area.y, area.w, area.h};
    SDL_UpdateWindowSurfaceRects(window->window, &rect, 1);
}

void vz_window_show(struct vz_window *window, const struct vz_scene *scene) {
    SDL_Rect rects[RECTS_MAX];
    SDL_Surface *surface = ready_surface(window);
    if (!surface) {
        return;
    }
    struct vz_rect moved = window->motion.area;
    bool moving = window->motion.runs;
    vz_motion_end(&window->motion, surface);
    size_t n = paint(window, scene, surface, rects);
    if (n > 0) {
        SDL_UpdateWindowSurfaceRects(window->window, rects, (int)n);
    }
    if (moving) {
        update_area(window, moved);
    }
}

void vz_window_turn(struct vz_window *window, const struct vz_scene *scene,
                    struct vz_rect area, int direction) {
    SDL_Rect rects[RECTS_MAX];
    SDL_Surface *surface = ready_surface(window);
    if (!surface || window->whole) {
        vz_window_show(window, scene);
        return;
    }
    vz_motion_end(&window->motion, surface);
    vz_motion_keep(&window->motion, &window->ui, surface, area, direction);
    size_t n = paint(window, scene, surface, rects);
    vz_motion_start(&window->motion, surface, vz_clock_monotonic_ms());
    if (n > 0) {
        SDL_UpdateWindowSurfaceRects(window->window, rects, (int)n);
    }
    update_area(window, window->motion.runs ? window->motion.area : area);
}

void vz_window_step(struct vz_window *window) {
    int64_t now = vz_clock_monotonic_ms();
    SDL_Surface *surface = vz_window_surface(window);
    if (!window->motion.runs || now < window->motion.next) {
        return;
    }
    struct vz_rect area = window->motion.area;
    if (!surface || surface->w != window->ui.width ||
        surface->h != window->ui.height) {
        vz_motion_end(&window->motion, NULL);
        return;
    }
    vz_motion_step(&window->motion, surface, now);
    update_area(window, area);
}
