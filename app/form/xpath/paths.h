/*
 * Evaluation of paths: bound ways through the primary instance, and walks.
 */
#ifndef VZ_FORM_XPATH_PATHS_H
#define VZ_FORM_XPATH_PATHS_H

#include "eval.h"

// The nodes of a path in document order (or the order that its base gave when
// it has no steps), without those that are not relevant. `out` is not finished
// first. False when out of memory or over the limit.
bool vz_paths_eval(struct vz_eval *eval, const struct vz_path *path,
                   const struct vz_focus *focus, struct vz_xvalue *out);

// All instances of a bound path's target below `top`, an instance of a node on
// its way; ones that are not relevant too.
bool vz_paths_below(const struct vz_bound *bound, const struct vz_node *top,
                    struct vz_xvalue *out);
// Takes the nodes that are not relevant out of a nodeset.
void vz_paths_drop_irrelevant(struct vz_xvalue *nodes);
// The document of the primary instance.
const struct vz_node *vz_paths_document(const struct vz_eval *eval);

#endif
