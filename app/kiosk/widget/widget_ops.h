/*
 * The variants of a widget, one file each, and what they share.
 */
#ifndef VZ_KIOSK_WIDGET_WIDGET_OPS_H
#define VZ_KIOSK_WIDGET_WIDGET_OPS_H

#include "widget.h"

extern const struct vz_widget_ops vz_widget_note;
extern const struct vz_widget_ops vz_widget_trigger;
extern const struct vz_widget_ops vz_widget_consent;
extern const struct vz_widget_ops vz_widget_smiley;
extern const struct vz_widget_ops vz_widget_scale;
extern const struct vz_widget_ops vz_widget_rating;
extern const struct vz_widget_ops vz_widget_slider;
extern const struct vz_widget_ops vz_widget_rank;
extern const struct vz_widget_ops vz_widget_select;
extern const struct vz_widget_ops vz_widget_date;
extern const struct vz_widget_ops vz_widget_number;
extern const struct vz_widget_ops vz_widget_text;
extern const struct vz_widget_ops vz_widget_audio;
extern const struct vz_widget_ops vz_widget_unsupported;
extern const struct vz_widget_ops vz_widget_triad;
extern const struct vz_widget_ops vz_widget_dyad;
extern const struct vz_widget_ops vz_widget_draw;
extern const struct vz_widget_ops vz_widget_picker;
extern const struct vz_widget_ops vz_widget_search;
extern const struct vz_widget_ops vz_widget_upright;

// A natural height that no screen has: the widget wants a page of its own.
#define VZ_EXTENT_PAGE 1000000

// Stores an answer. VZ_WIDGET_ANSWERED, or VZ_WIDGET_NOTHING when the session
// refused it.
enum vz_widget_result vz_widget_answer(struct vz_widget *widget,
                                       const char *value);
// The state a box of an answer needs: selected, and error when the screen
// shows a message for the question.
unsigned vz_widget_state(const struct vz_widget *widget, bool selected);
// A choice of a select was touched: chosen, or not any more.
enum vz_widget_result vz_widget_choose(struct vz_widget *widget, size_t choice);
// A range's answer: its step `index` (kept within the range), or `by` steps
// from what it is; the first step of an empty one is the middle.
struct vz_range_steps;
enum vz_widget_result vz_widget_range_set(struct vz_widget *widget,
                                          const struct vz_range_steps *steps,
                                          int index);
enum vz_widget_result vz_widget_range_step(struct vz_widget *widget, int by);
// True when `value`, names separated by spaces, holds `name`.
bool vz_widget_names_have(const char *value, const char *name);

#endif
