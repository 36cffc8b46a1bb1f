#include "kiosk_parts.h"

#include "base/clock.h"

#include "kiosk/input/keys.h"

#include <string.h>

// --------------------------------------------------------------------- touch
// The widget follows a finger on a box that is dragged.
static void drag(struct vz_kiosk *kiosk, int64_t id, int x, int y,
                 enum vz_drag drag) {
    const struct vz_box *box =
        vz_fingers_drag(&kiosk->fingers, &kiosk->scene, id);
    if (box) {
        vz_kiosk_touched(kiosk);
        vz_kiosk_drag(kiosk, box, x, y, drag);
    }
}

static void finger_down(struct vz_kiosk *kiosk, int64_t id, int x, int y) {
    int64_t now = vz_clock_monotonic_ms();
    if (now < kiosk->guard_until) {
        return;
    }
    vz_kiosk_touched(kiosk);
    kiosk->speech.hushed = vz_kiosk_speaks(kiosk) ? kiosk->speech.saying
                                                  : VZ_SAYING_NOTHING;
    kiosk->speech.by_keys = false;
    vz_kiosk_hush(kiosk);
    kiosk->dirty = kiosk->dirty || kiosk->focus.visible;
    vz_focus_hide(&kiosk->focus);
    vz_kiosk_staff_touched(kiosk, x, y);
    if (vz_fingers_down(&kiosk->fingers, &kiosk->scene, &kiosk->window.ui, id,
                        x, y, now)) {
        kiosk->dirty = true;
    }
    drag(kiosk, id, x, y, VZ_DRAG_START);
}

static void finger_move(struct vz_kiosk *kiosk, int64_t id, int x, int y) {
    if (vz_fingers_move(&kiosk->fingers, &kiosk->window.ui, id, x, y) ||
        vz_fingers_slide(&kiosk->fingers, &kiosk->scene, &kiosk->window.ui, id,
                         x, y)) {
        kiosk->dirty = true;
    }
    drag(kiosk, id, x, y, VZ_DRAG_MOVE);
}

static void finger_up(struct vz_kiosk *kiosk, int64_t id, int x, int y) {
    const struct vz_box *touched = NULL;
    finger_move(kiosk, id, x, y);
    drag(kiosk, id, x, y, VZ_DRAG_END);
    if (vz_fingers_up(&kiosk->fingers, &kiosk->scene, id,
                      vz_clock_monotonic_ms(), &touched)) {
        kiosk->dirty = true;
    }
    if (touched) {
        vz_kiosk_touched(kiosk);
        vz_kiosk_say_choice(kiosk, touched);
        vz_kiosk_act(kiosk, touched, x, y);
    }
}

static void on_finger(struct vz_kiosk *kiosk, const SDL_Event *event) {
    const SDL_TouchFingerEvent *touch = &event->tfinger;
    int x = (int)(touch->x * (float)kiosk->window.ui.width);
    int y = (int)(touch->y * (float)kiosk->window.ui.height);
    int64_t id = touch->fingerId;
    if (event->type == SDL_FINGERDOWN) {
        finger_down(kiosk, id, x, y);
    } else if (event->type == SDL_FINGERUP) {
        finger_up(kiosk, id, x, y);
    } else {
        finger_move(kiosk, id, x, y);
    }
}

// A mouse is a finger, unless SDL makes mouse events of fingers or fingers of
// mouse events: then the same touch would come twice.
static bool is_mouse(const struct vz_kiosk *kiosk, Uint32 which) {
    return which != SDL_TOUCH_MOUSEID && !kiosk->fingers_by_mouse;
}

static void on_mouse_button(struct vz_kiosk *kiosk, const SDL_Event *event) {
    const SDL_MouseButtonEvent *button = &event->button;
    if (!is_mouse(kiosk, button->which) || button->button != SDL_BUTTON_LEFT) {
        return;
    }
    if (event->type == SDL_MOUSEBUTTONDOWN) {
        finger_down(kiosk, VZ_MOUSE_FINGER, button->x, button->y);
    } else {
        finger_up(kiosk, VZ_MOUSE_FINGER, button->x, button->y);
    }
}

static void on_mouse_motion(struct vz_kiosk *kiosk, const SDL_Event *event) {
    if (is_mouse(kiosk, event->motion.which)) {
        finger_move(kiosk, VZ_MOUSE_FINGER, event->motion.x, event->motion.y);
    }
}

// ---------------------------------------------------------------------- keys
static void choose(struct vz_kiosk *kiosk) {
    const struct vz_box *box = vz_focus_box(&kiosk->focus, &kiosk->scene);
    if (box) {
        vz_kiosk_act(kiosk, box, box->rect.x + box->rect.w / 2,
                     box->rect.y + box->rect.h / 2);
    }
}

static void use_key(struct vz_kiosk *kiosk, const struct vz_key *key,
                    bool shift) {
    kiosk->dirty = true;
    // Typing goes to the question until the focus is somewhere to be seen.
    if (key->edits && !kiosk->focus.visible && vz_kiosk_types(kiosk)) {
        vz_kiosk_widget_did(
            kiosk, vz_widget_key(kiosk->visit.widgets, kiosk->visit.n_widgets,
                                 shift ? key->edit_shifted : key->edit));
        return;
    }
    if (key->edits && !kiosk->focus.visible && vz_kiosk_staff_types(kiosk)) {
        vz_kiosk_staff_edit(kiosk, key->edit);
        return;
    }
    if (key->edit == VZ_KEY_BACKSPACE && key->edits &&
        kiosk->screen == VZ_SCREEN_WITHDRAW) {
        vz_kiosk_withdraw_key(kiosk, VZ_KIOSK_KEY_BACKSPACE);
        return;
    }
    switch (key->use) {
    case VZ_KEY_USE_NONE:
        return;
    case VZ_KEY_USE_FOCUS:
        vz_focus_move(&kiosk->focus, &kiosk->scene,
                      shift && key->move == VZ_FOCUS_NEXT ? VZ_FOCUS_PREVIOUS
                                                          : key->move);
        return;
    case VZ_KEY_USE_CHOOSE:
        choose(kiosk);
        return;
    case VZ_KEY_USE_BACK:
        vz_kiosk_back(kiosk);
    }
}

// With these a key is a command to a desktop, and there is none here.
#define COMMAND_KEYS (KMOD_CTRL | KMOD_ALT | KMOD_GUI)

static void on_key(struct vz_kiosk *kiosk, const SDL_Event *event) {
    const SDL_KeyboardEvent *pressed = &event->key;
    enum vz_switch five =
        vz_switches_find(&kiosk->switches, pressed->keysym.scancode);
    if (five != VZ_SWITCH_COUNT_ && !pressed->repeat &&
        vz_clock_monotonic_ms() >= kiosk->guard_until) {
        vz_kiosk_touched(kiosk);
        kiosk->speech.hushed = VZ_SAYING_NOTHING;
        vz_kiosk_switch(kiosk, five);
        return;
    }
    const struct vz_key *key = vz_key_find(pressed->keysym.sym);
    if (!key || (pressed->keysym.mod & COMMAND_KEYS) ||
        vz_clock_monotonic_ms() < kiosk->guard_until ||
        (pressed->repeat && key->use == VZ_KEY_USE_CHOOSE)) {
        return;
    }
    vz_kiosk_touched(kiosk);
    use_key(kiosk, key, (pressed->keysym.mod & KMOD_SHIFT) != 0);
}

static void on_text(struct vz_kiosk *kiosk, const SDL_Event *event) {
    if (vz_clock_monotonic_ms() < kiosk->guard_until) {
        return;
    }
    if (vz_kiosk_staff_types(kiosk) || kiosk->screen == VZ_SCREEN_WITHDRAW) {
        vz_kiosk_touched(kiosk);
        vz_focus_hide(&kiosk->focus);
        vz_kiosk_staff_type(kiosk, event->text.text);
        vz_kiosk_withdraw_type(kiosk, event->text.text);
        return;
    }
    if (!vz_kiosk_types(kiosk)) {
        return;
    }
    vz_kiosk_touched(kiosk);
    vz_focus_hide(&kiosk->focus);
    vz_kiosk_widget_did(kiosk, vz_widget_type(kiosk->visit.widgets,
                                              kiosk->visit.n_widgets,
                                              event->text.text));
}

// -------------------------------------------------------------------- window
static void on_window(struct vz_kiosk *kiosk, const SDL_Event *event) {
    switch (event->window.event) {
    case SDL_WINDOWEVENT_SIZE_CHANGED:
        vz_fingers_cancel(&kiosk->fingers);
        vz_window_measure(&kiosk->window);
        break;
    case SDL_WINDOWEVENT_EXPOSED:
    case SDL_WINDOWEVENT_RESTORED:
        kiosk->window.whole = true;
        break;
    }
}

// Turned, unplugged, plugged in: no touch of before means anything now.
static void on_display(struct vz_kiosk *kiosk, const SDL_Event *event) {
    vz_fingers_cancel(&kiosk->fingers);
    vz_window_fit_display(&kiosk->window);
}

// The frame's close button. In full screen nothing but the staff screen and a
// signal ends the kiosk.
static void on_quit(struct vz_kiosk *kiosk, const SDL_Event *event) {
    if (kiosk->window.windowed) {
        kiosk->running = false;
    }
}

static const struct {
    Uint32 type;
    void (*handle)(struct vz_kiosk *, const SDL_Event *);
} handlers[] = {
    {SDL_FINGERDOWN, on_finger},
    {SDL_FINGERUP, on_finger},
    {SDL_FINGERMOTION, on_finger},
    {SDL_MOUSEBUTTONDOWN, on_mouse_button},
    {SDL_MOUSEBUTTONUP, on_mouse_button},
    {SDL_MOUSEMOTION, on_mouse_motion},
    {SDL_KEYDOWN, on_key},
    {SDL_TEXTINPUT, on_text},
    {SDL_WINDOWEVENT, on_window},
    {SDL_DISPLAYEVENT, on_display},
    {SDL_QUIT, on_quit},
};

void vz_kiosk_event(struct vz_kiosk *kiosk, const SDL_Event *event) {
    if (event->type == kiosk->wake_event) {
        vz_store_thread_collect(&kiosk->store);
        vz_kiosk_sync_spoke(kiosk);
        kiosk->dirty = vz_painter_collect(kiosk->window.painter) ||
                       kiosk->dirty;
        return;
    }
    if (event->type == kiosk->speech.event) {
        vz_kiosk_sound_spoke(kiosk);
        return;
    }
    if (event->type == kiosk->end_event) {
        kiosk->running = false;
        return;
    }
    for (size_t i = 0; i < sizeof(handlers) / sizeof(*handlers); i++) {
        if (handlers[i].type == event->type) {
            handlers[i].handle(kiosk, event);
            return;
        }
    }
}
