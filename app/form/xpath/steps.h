/*
 * Walking the tree: axes, node tests, document order.
 */
#ifndef VZ_FORM_XPATH_STEPS_H
#define VZ_FORM_XPATH_STEPS_H

#include "expr.h"
#include "value.h"

// Adds to `out` what the step finds from `node`, in the order of the axis
// (nearest first), predicates not applied. Nothing above or beside `root` is
// found from what is in it; NULL = the tree's own root. False when out of
// memory or over the limit.
bool vz_steps_collect(const struct vz_step *step, const struct vz_node *node,
                      const struct vz_node *root, struct vz_xvalue *out);
bool vz_steps_match(const struct vz_step *step, const struct vz_node *node);
bool vz_steps_is_reverse(enum vz_axis axis);
// Puts a nodeset into document order and drops doubles.
bool vz_steps_sort(struct vz_xvalue *nodes);

#endif
