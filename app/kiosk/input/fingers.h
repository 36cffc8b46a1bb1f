/*
 * Fingers on the screen, several at once: which box each one is on, and when
 * that becomes a touch.
 *
 * A touch counts when the finger is lifted inside the box it came down on;
 * sliding off takes it back. The same box twice within 250 ms is one touch
 * (80 ms on keys, where two thumbs may roll over). Knows boxes by name, so a
 * scene may be rebuilt under a finger. A mouse is one more finger.
 */
#ifndef VZ_KIOSK_INPUT_FINGERS_H
#define VZ_KIOSK_INPUT_FINGERS_H

#include "kiosk/scene/scene.h"

#include <stdint.h>

#define VZ_FINGERS_MAX 10
#define VZ_FINGER_NAME 96
#define VZ_MOUSE_FINGER (-1)

struct vz_finger {
    bool down;
    bool off;   // slid off: lifting it does nothing
    bool held;  // the hold took the touch: lifting it does nothing
    bool slid;  // and then it went to a box that it may be lifted on
    bool drags; // its box follows it, also outside
    int64_t id;
    char name[VZ_FINGER_NAME]; // of the box it came down on
    struct vz_rect rect;       // of that box
    int64_t hold_at;           // monotonic ms of the next hold; 0 = none
};

// Zeroed = no finger.
struct vz_fingers {
    struct vz_finger all[VZ_FINGERS_MAX];
    char last[VZ_FINGER_NAME]; // box of the last touch that counted
    int64_t last_ms;
};

// Each answers true when something to show changed (a box is pressed or not).
bool vz_fingers_down(struct vz_fingers *fingers, const struct vz_scene *scene,
                     const struct vz_ui *ui, int64_t id, int x, int y,
                     int64_t now);
bool vz_fingers_move(struct vz_fingers *fingers, const struct vz_ui *ui,
                     int64_t id, int x, int y);
// A finger that the hold took moves on: lifting it on a box that `slides` is a
// touch of that box.
bool vz_fingers_slide(struct vz_fingers *fingers, const struct vz_scene *scene,
                      const struct vz_ui *ui, int64_t id, int x, int y);
// The box that a finger drags, or NULL. Lifting that finger is no touch.
const struct vz_box *vz_fingers_drag(const struct vz_fingers *fingers,
                                     const struct vz_scene *scene, int64_t id);
// *touched becomes the box of the scene that was touched, or NULL.
bool vz_fingers_up(struct vz_fingers *fingers, const struct vz_scene *scene,
                   int64_t id, int64_t now, const struct vz_box **touched);
// The screen became another: what fingers came down on is gone, so lifting them
// does nothing. (A box of the same name may stand on the new screen.)
void vz_fingers_lapse(struct vz_fingers *fingers);
// Lifts all fingers without a touch.
void vz_fingers_cancel(struct vz_fingers *fingers);

// When the next hold is due, monotonic ms; 0 = none.
int64_t vz_fingers_hold_at(const struct vz_fingers *fingers);
// The box of a hold that is due, or NULL. The next one is set up already. Call
// vz_fingers_held when something came of it.
const struct vz_box *vz_fingers_hold(struct vz_fingers *fingers,
                                     const struct vz_scene *scene, int64_t now);
void vz_fingers_held(struct vz_fingers *fingers, const char *name);

// Marks the boxes below fingers as pressed.
void vz_fingers_mark(const struct vz_fingers *fingers, struct vz_scene *scene);

#endif
