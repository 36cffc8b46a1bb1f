#include "view.h"

#include "frame.h"

typedef void build_fn(const struct vz_view *view, struct vz_scene *scene);

static const struct {
    const char *name;
    build_fn *build;
} screens[] = {
    [VZ_SCREEN_ATTRACT] = {"attract", vz_screen_attract},
    [VZ_SCREEN_START] = {"start", vz_screen_start},
    [VZ_SCREEN_QUESTION] = {"question", vz_screen_question},
    [VZ_SCREEN_SAVING] = {"saving", vz_screen_saving},
    [VZ_SCREEN_THANKS] = {"thanks", vz_screen_thanks},
    [VZ_SCREEN_PIN] = {"pin", vz_screen_pin},
    [VZ_SCREEN_WORKER] = {"worker", vz_screen_worker},
    [VZ_SCREEN_STAFF] = {"staff", vz_screen_staff},
    [VZ_SCREEN_CLOSED] = {"closed", vz_screen_closed},
    [VZ_SCREEN_QUIET] = {"quiet", vz_screen_quiet},
    [VZ_SCREEN_WITHDRAW] = {"withdraw", vz_screen_withdraw},
};

static const struct {
    build_fn *build;
    bool covers; // the screen below is not shown at all
} overlays[] = {
    [VZ_OVERLAY_NONE] = {NULL, false},
    [VZ_OVERLAY_STOP] = {vz_screen_stop, false},
    [VZ_OVERLAY_IDLE] = {vz_screen_idle, true},
    [VZ_OVERLAY_LANGUAGES] = {vz_screen_languages, false},
    [VZ_OVERLAY_DISPLAY] = {vz_screen_display, false},
    [VZ_OVERLAY_SAVE_FAILED] = {vz_screen_save_failed, true},
};

const char *vz_screen_name(enum vz_screen screen) {
    return screens[screen].name;
}

void vz_screen_build(const struct vz_view *view, struct vz_scene *scene) {
    scene->screen = screens[view->screen].name;
    scene->background = "vla";
    if (!overlays[view->overlay].covers) {
        screens[view->screen].build(view, scene);
    }
    if (overlays[view->overlay].build) {
        vz_frame_freeze(scene);
        overlays[view->overlay].build(view, scene);
    }
    if (view->notice) {
        vz_frame_notice(scene, view->ui, view->notice);
    }
    if (view->ui->rtl) {
        vz_scene_mirror(scene, view->ui);
    }
}
