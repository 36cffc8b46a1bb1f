/*
 * A scene: everything that is on the screen, as a flat list of boxes.
 *
 * The road of a frame: state changes -> the screen and its widget build a new
 * scene -> the painter compares it, box by box, with the one on the screen and
 * repaints the rectangles that differ -> --describe writes the boxes. Nothing
 * else draws. The same list serves touch (hit test), keys (focus order = list
 * order) and tests. Painting order = list order.
 */
#ifndef VZ_KIOSK_SCENE_SCENE_H
#define VZ_KIOSK_SCENE_SCENE_H

#include "base/memory.h"
#include "kiosk/scene/ui.h"

#include <stddef.h>
#include <stdint.h>

// What a box is, for describe, speech and keys.
enum vz_box_role {
    VZ_ROLE_NONE, // decoration
    VZ_ROLE_TEXT,
    VZ_ROLE_HEADING,
    VZ_ROLE_BUTTON,
    VZ_ROLE_RADIO, // one of several
    VZ_ROLE_CHECKBOX,
    VZ_ROLE_KEY,   // of the on-screen keyboard or a keypad
    VZ_ROLE_FIELD, // typed text; its label is never described
    VZ_ROLE_SLIDER,
    VZ_ROLE_PROGRESS,
    VZ_ROLE_ALERT, // message that something is wrong
};
const char *vz_box_role_name(enum vz_box_role role);

// How a box is painted (design.md 4 and components.png). Colours, outline,
// foot and radius of each look are one row of the painter's table.
enum vz_look {
    VZ_LOOK_TEXT,      // no face: only the label (and icon) in text colour
    VZ_LOOK_TEXT_SOFT, // the same in inkt2
    VZ_LOOK_BUTTON,    // white, outline, foot, radius 20
    VZ_LOOK_PRIMARY,   // gracht
    VZ_LOOK_RECORD,    // tulp
    VZ_LOOK_DOOR_SUN,  // start doors, radius 40, foot 8
    VZ_LOOK_DOOR_STORY,
    VZ_LOOK_HELPER_BAR, // the white bar under the helpers
    VZ_LOOK_HELPER, // one helper in it: icon above a small label, no own foot
    VZ_LOOK_CARD,   // choice card, radius 28: tile with icon, label, marker
    VZ_LOOK_LIST_CARD, // choice without picture: label at the start, marker
    VZ_LOOK_SMILEY,    // face (level 1..5) above the label
    VZ_LOOK_SCALE,     // 0-10 key: digit
    VZ_LOOK_CONSENT,   // tile, title, detail, stones (level 1..3) in the corner
    VZ_LOOK_KEY,       // keyboard key, radius 16, foot 5
    VZ_LOOK_KEY_FUNCTION, // gracht1
    VZ_LOOK_FIELD,        // text field: 5 px border when active
    VZ_LOOK_STONE_DONE,   // progress and countdown stones
    VZ_LOOK_STONE_NOW,
    VZ_LOOK_STONE_OPEN,
    VZ_LOOK_TRACK, // slider track stones
    VZ_LOOK_THUMB, // slider thumb with its value
    VZ_LOOK_PANEL, // white panel, radius 40, no foot: nothing to touch
    VZ_LOOK_TILE,  // a picture on gracht1; decoration
    VZ_LOOK_SHADE, // dims what is below it: it cannot be touched now
    VZ_LOOK_SHEET, // panel that covers the lower part of the screen
    VZ_LOOK_ERROR, // banner: fout1, line at the start side, warning icon
    VZ_LOOK_TOAST,
    VZ_LOOK_CHIP_GOOD, // status chips: gras1, zon2, fout1
    VZ_LOOK_CHIP_WAIT,
    VZ_LOOK_CHIP_BAD,
    VZ_LOOK_STONE_INK, // level 1: full, 0: only its edge
    VZ_LOOK_STONE_SUN, // attract stones: filled; a foot when touchable
    VZ_LOOK_STONE_RAIN,
    VZ_LOOK_STONE_MILK,
    VZ_LOOK_STONE_DARK,
    VZ_LOOK_STONE_STORY,
    VZ_LOOK_BRAND,    // the mark of three stones
    VZ_LOOK_BAR_DARK, // worker bar: gracht9 with white text
    VZ_LOOK_QR,       // label = the text to encode
    VZ_LOOK_PAD,      // white, to draw on; an icon: a line to sign on behind it
    VZ_LOOK_STROKE,   // `points` as a line of ink, `level` design px wide
    VZ_LOOK_RAY,      // the same in gracht
    VZ_LOOK_TRIANGLE, // white, with its three middle lines
    VZ_LOOK_PICTURE,  // `picture`, whole, in the middle
    VZ_LOOK_COUNT_,
};

// Rows of the type scale (design.md 2.4).
enum vz_type {
    VZ_TYPE_BODY,
    VZ_TYPE_BODY_BOLD,
    VZ_TYPE_DISPLAY,
    VZ_TYPE_TITLE,
    VZ_TYPE_QUESTION,
    VZ_TYPE_LEAD,
    VZ_TYPE_LEAD_BOLD, // titles of the consent cards
    VZ_TYPE_ANSWER,
    VZ_TYPE_SMILEY,
    VZ_TYPE_DIGIT, // scale digits 44/52
    VZ_TYPE_PIN,   // 54
    VZ_TYPE_SMALL,
    VZ_TYPE_SMALL_BOLD,
    VZ_TYPE_MIN,
    VZ_TYPE_CODE,
    VZ_TYPE_FIELD, // 34/46
    VZ_TYPE_KEY,   // 36
    VZ_TYPE_COUNT_,
};

enum vz_align {
    VZ_ALIGN_START, // reading direction
    VZ_ALIGN_CENTER,
    VZ_ALIGN_END,
};

enum vz_box_state {
    VZ_STATE_SELECTED = 1 << 0,
    VZ_STATE_DISABLED = 1 << 1,
    VZ_STATE_PRESSED = 1 << 2, // set by the input layer
    VZ_STATE_FOCUSED = 1 << 3, // set by the input layer, after a key was used
    VZ_STATE_ERROR = 1 << 4,
    VZ_STATE_ACTIVE = 1 << 5, // a field that takes the typing
    VZ_STATE_SPOKEN = 1 << 6, // being read aloud now
};

enum vz_marker {
    VZ_MARKER_NONE,
    VZ_MARKER_ROUND,  // single choice
    VZ_MARKER_SQUARE, // several
    VZ_MARKER_PLACE,  // a stone with the number `level` in it, or empty
};

// What happens when a box is touched. The screen handles what it put there;
// VZ_ACT_WIDGET goes to the question's widget with its two numbers.
enum vz_act {
    VZ_ACT_NONE, // cannot be touched
    VZ_ACT_WIDGET,
    VZ_ACT_BEGIN,    // attract -> start
    VZ_ACT_DOOR,     // a = form index
    VZ_ACT_LANGUAGE, // a = interface language index
    VZ_ACT_OPEN_LANGUAGES,
    VZ_ACT_OPEN_DISPLAY, // "Weergave": text size and contrast
    VZ_ACT_TEXT_SIZE,    // a = 0, 1, 2
    VZ_ACT_CONTRAST,     // a = 0, 1
    VZ_ACT_COMFORT,      // a = enum vz_comfort, b = 0, 1
    VZ_ACT_CLOSE,        // the sheet or message on top
    VZ_ACT_NEXT,
    VZ_ACT_BACK,
    VZ_ACT_STOP, // asks first
    VZ_ACT_STOP_YES,
    VZ_ACT_STAY, // "Ja, ik ben er" / "Nee, ga door"
    VZ_ACT_MORE_TIME,
    VZ_ACT_DONE,    // thanks -> attract
    VZ_ACT_WORKER,  // the worker's door: PIN pad
    VZ_ACT_PIN_KEY, // a = digit; 10 = backspace, 11 = check
    VZ_ACT_SEND_NOW,
    VZ_ACT_EXIT,
    VZ_ACT_RETRY,
    VZ_ACT_READ_ALOUD,
    VZ_ACT_PROMPT,        // plays a label's recorded prompt; widget = whose
    VZ_ACT_VOLUME,        // a = 0 soft, 1, 2 loud
    VZ_ACT_SPEED,         // of speech: a = 0 slow, 1 usual
    VZ_ACT_RECORD,        // a = enum vz_record_key; widget = whose
    VZ_ACT_TALK,          // from typing to telling; widget = whose
    VZ_ACT_REPEAT_ADD,    // one more of what was asked about
    VZ_ACT_REPEAT_REMOVE, // a = enum vz_remove
    VZ_ACT_DOOR_PART,     // a = +1 or -1: other doors
    VZ_ACT_STAFF,         // a = enum vz_staff_act, b = what about
    VZ_ACT_STAFF_KEY,     // a, b of a key of the on-screen keyboard
    VZ_ACT_WITHDRAW,      // opens the screen that takes a story back
    VZ_ACT_WITHDRAW_KEY,  // a = digit; 10 = backspace
    VZ_ACT_WITHDRAW_YES,
    VZ_ACT_WITHDRAW_AGAIN,
};

// What a person may ask of the kiosk, for this visit.
enum vz_comfort {
    VZ_COMFORT_CALM, // nothing moves
    VZ_COMFORT_TIME, // twice the time before the kiosk asks or empties itself
    VZ_COMFORT_LOW,  // what can be touched stands in the lower half
    VZ_COMFORT_COUNT_,
};

struct vz_box {
    const char *name; // stable and unique in the scene: "next", "choice:goed"
    enum vz_box_role role;
    enum vz_look look;
    struct vz_rect rect; // the face; the painter adds the foot below it
    unsigned state;      // enum vz_box_state
    const char *label;   // as shown; "" or NULL = none
    enum vz_type type;   // of the label
    enum vz_align align;
    const char *detail; // second text below the label (VZ_TYPE_BODY), or NULL
    const char *icon;   // name in assets/icons without ".svg", or NULL
    int icon_size;      // design px; 0 = the look's own
    bool icon_after;    // icon behind the label (Verder ->)
    enum vz_marker marker;
    // Smiley 1..5, consent stones 1..3, filled track stones, place of a rank,
    // first line that a field shows.
    int level;
    int n_levels; // of how many (3 or 5 smileys, track stones)
    int caret;    // VZ_LOOK_FIELD: byte offset in label; -1 = none
    // Bytes of label that are marked: selected in a field, else the word that
    // is read aloud now (VZ_STATE_SPOKEN).
    int mark_from, mark_to;
    bool secret; // the label is what a person typed: never described or logged
    bool slop;   // touch area grows by 8 design px on all sides
    bool drags;  // of VZ_ACT_WIDGET: the widget follows the finger
    bool slides; // a finger that opened it by a hold may slide here and lift
    enum vz_act act;
    int a, b;   // numbers of the action
    int widget; // of VZ_ACT_WIDGET: which of the page's widgets it belongs to
    int shrink; // label and detail at so many % of their type (0 = 100)
    const char *picture; // path of a picture file, or NULL
    const char *spoken;  // what is said in place of the label, or NULL
    const short *points; // x, y, x, y, ... from the rectangle's corner, or NULL
    size_t n_points;     // pairs
};

// Taking away the last instance of a repeat.
enum vz_remove {
    VZ_REMOVE_ASK,
    VZ_REMOVE_YES,
    VZ_REMOVE_KEEP,
};

// Built anew at each change; strings are copied into its arena. Zeroed = empty.
struct vz_scene {
    struct vz_arena arena;
    struct vz_box *boxes;
    size_t n, cap;
    const char *screen;     // "attract", "start", "question", ...
    const char *position;   // form position for describe (a ref), or NULL
    const char *form_id;    // or NULL
    const char *background; // theme colour name: "vla", "zon"
    bool failed;            // out of memory while building: keep the old scene
};

void vz_scene_finish(struct vz_scene *scene);
// Empties it for the next build; its texts are overwritten.
void vz_scene_clear(struct vz_scene *scene);
// Appends a copy of `box` (strings too). Answers the copy, valid until the
// next add, or NULL after marking the scene as failed.
struct vz_box *vz_scene_add(struct vz_scene *scene, const struct vz_box *box);
// printf into the scene's arena, for names and labels; "" when out of memory.
const char *vz_scene_text(struct vz_scene *scene, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

// The topmost touchable, not disabled box at a point, or NULL.
const struct vz_box *vz_scene_hit(const struct vz_scene *scene,
                                  const struct vz_ui *ui, int x, int y);
const struct vz_box *vz_scene_find(const struct vz_scene *scene,
                                   const char *name);
// Mirrors all rectangles at the vertical axis, for right-to-left languages.
void vz_scene_mirror(struct vz_scene *scene, const struct vz_ui *ui);
// True when the two boxes look the same.
bool vz_box_same(const struct vz_box *a, const struct vz_box *b);

#endif
