/*
 * After a repeat: is there another one to tell about? One more, done, or take
 * the last one away (asked a second time).
 */
#include "frame.h"

#include "kiosk/locale/locale.h"
#include "kiosk/widget/layout.h"
#include "kiosk/widget/plain_text.h"

#define CARD_HEIGHT 196

struct key {
    const char *name, *label, *icon;
    enum vz_act act;
    int a;
    enum vz_look look;
};

static void add_key(struct vz_scene *scene, const struct vz_ui *ui,
                    struct vz_rect face, const struct key *key) {
    struct vz_box box = {
        .name = key->name,
        .role = VZ_ROLE_BUTTON,
        .look = key->look,
        .rect = face,
        .label = key->label,
        .type = key->look == VZ_LOOK_CARD ? VZ_TYPE_ANSWER : VZ_TYPE_BODY_BOLD,
        .align = VZ_ALIGN_CENTER,
        .icon = key->icon,
        .slop = true,
        .act = key->act,
        .a = key->a,
    };
    vz_layout_shrink_label(ui, &box);
    vz_scene_add(scene, &box);
}

static void add_words(const struct vz_view *view, struct vz_scene *scene,
                      struct vz_rect *area, const char *name, const char *text,
                      enum vz_type type) {
    const enum vz_type types[] = {type, VZ_TYPE_BODY, VZ_TYPE_SMALL};
    struct vz_fit fit =
        vz_layout_fit(view->ui, text, types, 3, area->w, vz_px(view->ui, 180));
    struct vz_text_block block = {
        .name = name,
        .text = text,
        .type = fit.type,
        .shrink = fit.shrink,
        .role = type == VZ_TYPE_QUESTION ? VZ_ROLE_HEADING : VZ_ROLE_TEXT};
    int height = vz_layout_text(scene, view->ui, *area, &block);
    vz_layout_cut_top(area, height, vz_px(view->ui, 4));
}

// Two keys side by side, or one above the other on a high screen; answers the
// height they take.
static int add_two(const struct vz_view *view, struct vz_scene *scene,
                   struct vz_rect area, int height,
                   const struct key *const keys[2]) {
    const struct vz_ui *ui = view->ui;
    int gap = vz_px(ui, VZ_GAP), pitch = 0;
    for (int i = 0; i < 2; i++) {
        struct vz_rect face = vz_layout_column(area, 2, i, gap);
        if (ui->portrait) {
            face = area;
            pitch = height + gap + vz_px(ui, VZ_FOOT);
            face.y += i * pitch;
        }
        face.h = height;
        add_key(scene, ui, face, keys[i]);
    }
    return pitch + height + vz_px(ui, VZ_FOOT);
}

// Keys stand low on a high screen.
static struct vz_rect keys_area(const struct vz_view *view, struct vz_rect area,
                                int height) {
    const struct vz_ui *ui = view->ui;
    int slack = area.h - height;
    area.y += slack > 0 ? (ui->portrait ? slack : slack / 3) : 0;
    return area;
}

static void ask_removal(const struct vz_view *view, struct vz_scene *scene,
                        struct vz_rect area) {
    const struct vz_ui *ui = view->ui;
    const struct key no = {"keep",
                           vz_tr("No, keep it"),
                           vz_layout_back_icon(ui),
                           VZ_ACT_REPEAT_REMOVE,
                           VZ_REMOVE_KEEP,
                           VZ_LOOK_BUTTON};
    const struct key yes = {"remove-yes",  vz_tr("Yes, take it away"),
                            "trash",       VZ_ACT_REPEAT_REMOVE,
                            VZ_REMOVE_YES, VZ_LOOK_PRIMARY};
    add_words(view, scene, &area, "question", vz_tr("Take the last one away?"),
              VZ_TYPE_QUESTION);
    add_words(view, scene, &area, "hint",
              vz_tr("Then we erase what you told about it."), VZ_TYPE_BODY);
    int key = vz_px(ui, 112);
    int height = key * (ui->portrait ? 2 : 1) + vz_px(ui, 40);
    add_two(view, scene, keys_area(view, area, height), key,
            (const struct key *const[2]){&no, &yes});
}

static void ask_for_more(const struct vz_view *view, struct vz_scene *scene,
                         const char *label, struct vz_rect area) {
    const struct vz_ui *ui = view->ui;
    size_t n = view->repeat_count;
    const struct key more = {"repeat-add",
                             n ? vz_tr("Yes, one more") : vz_tr("Yes"),
                             "plus",
                             VZ_ACT_REPEAT_ADD,
                             0,
                             VZ_LOOK_CARD};
    const struct key done = {
        "repeat-done", vz_tr("No, go on"), "check", VZ_ACT_NEXT, 0,
        VZ_LOOK_CARD};
    const struct key remove = {"remove",      vz_tr("Take the last one away"),
                               "trash",       VZ_ACT_REPEAT_REMOVE,
                               VZ_REMOVE_ASK, VZ_LOOK_BUTTON};
    if (label && *label) {
        add_words(view, scene, &area, "question",
                  vz_plain_text(&scene->arena, label), VZ_TYPE_QUESTION);
    }
    const char *ask =
        n ? vz_scene_text(scene,
                          vz_trn("You have told about %zu. One more?",
                                 "You have told about %zu. One more?",
                                 (unsigned long)n),
                          n)
          : vz_tr("Is there one to tell about?");
    add_words(view, scene, &area, "hint", ask,
              label && *label ? VZ_TYPE_BODY : VZ_TYPE_QUESTION);
    vz_layout_cut_top(&area, 0, vz_px(ui, 22));
    int card = vz_px(ui, CARD_HEIGHT), key = vz_px(ui, VZ_ANSWER_MIN);
    int below = n ? key + vz_px(ui, VZ_FOOT + VZ_GAP) : 0;
    int both = (ui->portrait ? 2 * card + vz_px(ui, VZ_GAP + VZ_FOOT) : card) +
               vz_px(ui, VZ_FOOT);
    area = keys_area(view, area, both + below);
    int used = add_two(view, scene, area, card,
                       (const struct key *const[2]){&more, &done});
    if (n) {
        struct vz_rect face =
            vz_layout_center(area, vz_px(ui, ui->portrait ? 720 : 560), key);
        face.y = area.y + used + vz_px(ui, VZ_GAP);
        add_key(scene, ui, face, &remove);
    }
}

void vz_screen_repeat(const struct vz_view *view, struct vz_scene *scene,
                      const char *label, struct vz_rect area) {
    if (view->removing) {
        ask_removal(view, scene, area);
    } else {
        ask_for_more(view, scene, label, area);
    }
}
