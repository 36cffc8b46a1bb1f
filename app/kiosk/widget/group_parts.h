/*
 * A field-list group that is one question: vz-triad (three ranges) and vz-dyad
 * (one), each with a select_multiple that says "does not apply".
 */
#ifndef VZ_KIOSK_WIDGET_GROUP_PARTS_H
#define VZ_KIOSK_WIDGET_GROUP_PARTS_H

#include "form/xform/session.h"
#include "kiosk/scene/scene.h"

#define VZ_GROUP_RANGES_MAX 3

struct vz_widget;

// Valid until the session next changes.
struct vz_group_parts {
    const struct vz_question *ranges[VZ_GROUP_RANGES_MAX];
    const struct vz_question *na; // or NULL
    size_t n;
};

// False when the event is no group with this appearance, exactly `n` ranges of
// 0 to 100, and nothing else but one select.
bool vz_group_parts_init(struct vz_group_parts *parts,
                         const struct vz_event *event, const char *appearance,
                         size_t n);
// A range's value, or -1 when it has none.
int vz_group_parts_value(const struct vz_question *range);
// True when "does not apply" is chosen.
bool vz_group_parts_is_na(const struct vz_group_parts *parts);

// What is stored: shares for the ranges, or that it does not apply, or nothing
// at all. Any list of names is copied first: answers make `parts` invalid.
enum vz_group_answer {
    VZ_GROUP_NOTHING,
    VZ_GROUP_NA,
    VZ_GROUP_SHARES,
};
// False when the session refused one of them.
bool vz_group_parts_store(struct vz_widget *widget,
                          const struct vz_group_parts *parts,
                          enum vz_group_answer answer, const int *shares);

// The key that says "does not apply", named "na"; `command` comes back in `a`.
void vz_group_parts_add_na(struct vz_widget *widget, struct vz_scene *scene,
                           const struct vz_group_parts *parts,
                           struct vz_rect face, int command);

// `whole` parted over three shares of 100, by largest remainder.
void vz_group_parts_round(const double shares[3], int whole, int out[3]);
// A label as it stands in a sentence: its capital goes. In the arena.
const char *vz_group_parts_in_sentence(struct vz_arena *arena,
                                       const char *label);

#endif
