/*
 * The parts of a page: what of a question page stands on the screen at once.
 *
 * Nothing scrolls. A field-list that is higher than the screen, and a label
 * that leaves no room for its answers, are cut into parts that Verder and
 * Terug walk through. Parts follow from the view alone.
 */
#ifndef VZ_KIOSK_SCREEN_QUESTION_PART_H
#define VZ_KIOSK_SCREEN_QUESTION_PART_H

#include "view.h"
#include "kiosk/widget/layout.h"

struct vz_part {
    size_t first, n; // widgets on it
    bool alone;      // one question, which has the whole page
    bool label;      // its label is shown
    bool answers;    // its answers are shown
    bool picture;    // its label's picture is shown
    size_t from, to; // the bytes of a text that is cut; to = 0: all of it
};

// What parts are planned for.
struct vz_page {
    const struct vz_view *view;
    struct vz_arena *arena; // for texts; the scene's
    struct vz_rect area;    // below the head and the banner
};

// How a question's label, hint and count stand above its answers.
struct vz_question_head {
    struct vz_fit label, hint;
    const char *label_text, *hint_text; // hint NULL = none
    bool counts;                        // says how many are chosen
    bool count_beside;                  // behind the hint, else below it
    int height;                         // 0 = nothing to say
};

// The head for a question within a height (0 = any). `alone`: on a page of its
// own. `fits` of its label says whether it does.
struct vz_question_head vz_question_head_plan(const struct vz_page *page,
                                              const struct vz_question *q,
                                              int height, bool alone);

// The size of the key beside a label that has a recorded prompt, foot included;
// 0 = it has none, or none can be heard here.
int vz_question_prompt_size(const struct vz_view *view,
                            const struct vz_question *q);

// Label and hint as one text, for a question that is cut into pieces.
const char *vz_part_text(const struct vz_page *page,
                         const struct vz_question *q);

// Parts the area below a question between its picture and its answers: `area`
// becomes what the answers have. False, and nothing is changed, when the
// question has no picture or when there is no room for both.
bool vz_part_split_picture(const struct vz_page *page, size_t widget,
                           bool answers, struct vz_rect *area,
                           struct vz_rect *picture);
// The message that stands with a question of several on a page; height 0 = it
// has none. (A question alone has it at the top of the page.)
struct vz_fit vz_part_message(const struct vz_view *view, size_t widget,
                              int width);
// The height of a message's banner, the gap below it included.
int vz_part_banner_height(const struct vz_ui *ui, const struct vz_fit *message);
// The gap between a question and its answers.
int vz_part_gap(const struct vz_ui *ui, const struct vz_question *q);

// Part `index` of the page. Answers the number of parts; *part is the last one
// when `index` is too large.
size_t vz_part_find(const struct vz_page *page, size_t index,
                    struct vz_part *part);
// The part that shows widget `widget`'s answers.
size_t vz_part_of_widget(const struct vz_page *page, size_t widget);

#endif
