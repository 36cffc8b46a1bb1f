/*
 * Taking a story back at the kiosk: twelve digits, a question, an answer.
 *
 * The screen never says that a story is gone unless it was erased here.
 */
#include "frame.h"

#include "kiosk/locale/locale.h"
#include "kiosk/widget/layout.h"

#include <string.h>

#define GROUPS 3
#define GROUP_DIGITS 4

struct words {
    const char *title, *text, *icon;
    bool alert;
};

static struct words words_of(enum vz_withdraw_step step) {
    switch (step) {
    case VZ_WITHDRAW_WRONG:
        return (struct words){
            vz_tr("We do not know this code."),
            vz_tr("Look at the digits and type them once more."), NULL, true};
    case VZ_WITHDRAW_ASKED:
        return (struct words){
            vz_tr("Shall we remove your story?"),
            vz_tr("Nobody can read it any more. Your other answers still "
                  "count."),
            "trash", false};
    case VZ_WITHDRAW_BUSY:
        return (struct words){vz_tr("One moment"), "", "clock", false};
    case VZ_WITHDRAW_GONE:
        return (struct words){vz_tr("Your story is gone."),
                              vz_tr("Nobody can read it any more."), "check",
                              false};
    case VZ_WITHDRAW_PROMISED:
        return (struct words){
            vz_tr("We will remove your story."),
            vz_tr("That happens as soon as this kiosk has a connection."),
            "check", false};
    case VZ_WITHDRAW_FAILED:
        return (struct words){vz_tr("That did not work."),
                              vz_tr("Try it again later, or ask a worker."),
                              "warning", true};
    case VZ_WITHDRAW_TYPING:
        break;
    }
    return (struct words){vz_tr("Remove your story"),
                          vz_tr("Type the code that you got with your story."),
                          NULL, false};
}

static void add_words(struct vz_scene *scene, const struct vz_ui *ui,
                      struct vz_rect *area, const struct words *words,
                      enum vz_align align) {
    static const enum vz_type titles[] = {VZ_TYPE_TITLE, VZ_TYPE_QUESTION,
                                          VZ_TYPE_ANSWER};
    static const enum vz_type texts[] = {VZ_TYPE_LEAD, VZ_TYPE_BODY,
                                         VZ_TYPE_SMALL};
    const char *lines[] = {words->title, words->text};
    for (int i = 0; i < 2 && *lines[i]; i++) {
        struct vz_fit fit = vz_layout_fit(ui, lines[i], i ? texts : titles, 3,
                                          area->w, vz_px(ui, 200));
        struct vz_text_block block = {
            .name = i ? "text" : "title",
            .text = lines[i],
            .type = fit.type,
            .shrink = fit.shrink,
            .role = i              ? VZ_ROLE_TEXT
                    : words->alert ? VZ_ROLE_ALERT
                                   : VZ_ROLE_HEADING,
            .align = align,
        };
        int height = vz_layout_text(scene, ui, *area, &block);
        vz_layout_cut_top(area, height, vz_px(ui, i ? 28 : 12));
    }
}

// What was typed, in three stones; read from left to right in every language.
static void add_digits(const struct vz_view *view, struct vz_scene *scene,
                       struct vz_rect row) {
    const struct vz_ui *ui = view->ui;
    const char *typed = view->withdraw_code ? view->withdraw_code : "";
    size_t len = strlen(typed);
    for (int i = 0; i < GROUPS; i++) {
        size_t from = (size_t)i * GROUP_DIGITS;
        size_t n = len > from ? len - from : 0;
        n = n < GROUP_DIGITS ? n : GROUP_DIGITS;
        struct vz_box box = {
            .name = vz_scene_text(scene, "code:%d", i + 1),
            .role = VZ_ROLE_FIELD,
            .look = VZ_LOOK_CHIP_WAIT,
            .rect = vz_layout_keep_order(
                ui, row, vz_layout_column(row, GROUPS, i, vz_px(ui, 12))),
            .label = n ? vz_scene_text(scene, "%.*s", (int)n, typed + from)
                       : "",
            .type = VZ_TYPE_PIN,
            .align = VZ_ALIGN_CENTER,
            .secret = true,
        };
        vz_layout_shrink_label(ui, &box);
        vz_scene_add(scene, &box);
    }
}

static void add_typing(const struct vz_view *view, struct vz_scene *scene) {
    const struct vz_ui *ui = view->ui;
    struct vz_rect area = vz_frame_content(ui);
    vz_layout_cut_top(&area, vz_px(ui, 132) - area.y, 0);
    struct vz_rect pad = vz_frame_pad_rect(ui, &area);
    struct words words = words_of(view->withdraw_step);
    add_words(scene, ui, &area, &words, VZ_ALIGN_START);
    struct vz_rect row = vz_layout_cut_top(&area, vz_px(ui, 88), 0);
    add_digits(view, scene, row);
    vz_frame_pad(scene, ui, pad,
                 &(struct vz_pad){"digit", VZ_ACT_WITHDRAW_KEY, false, false});
    struct vz_rect line = vz_frame_low_line(ui);
    vz_frame_button(scene, ui, &line,
                    (struct vz_box){.name = "back",
                                    .look = VZ_LOOK_BUTTON,
                                    .label = vz_tr("Back to start"),
                                    .icon = vz_layout_back_icon(ui),
                                    .act = VZ_ACT_BACK},
                    false);
    vz_frame_button(scene, ui, &line,
                    (struct vz_box){.name = "display",
                                    .look = VZ_LOOK_BUTTON,
                                    .label = vz_tr("Display"),
                                    .icon = "view",
                                    .act = VZ_ACT_OPEN_DISPLAY},
                    false);
}

static void add_keys(const struct vz_view *view, struct vz_scene *scene,
                     struct vz_rect row) {
    const struct vz_ui *ui = view->ui;
    bool asks = view->withdraw_step == VZ_WITHDRAW_ASKED;
    bool failed = view->withdraw_step == VZ_WITHDRAW_FAILED;
    struct vz_box keys[] = {
        {.name = asks ? "keep" : "done",
         .look = asks || failed ? VZ_LOOK_BUTTON : VZ_LOOK_PRIMARY,
         .label = asks ? vz_tr("No, keep it") : vz_tr("Done"),
         .icon = asks ? vz_layout_back_icon(ui) : "check",
         .act = VZ_ACT_DONE},
        {.name = asks ? "remove" : "again",
         .look = VZ_LOOK_PRIMARY,
         .label = asks ? vz_tr("Yes, remove it") : vz_tr("Again"),
         .icon = asks ? "trash" : "undo",
         .act = asks ? VZ_ACT_WITHDRAW_YES : VZ_ACT_WITHDRAW_AGAIN},
    };
    int n = asks || failed ? 2 : 1;
    for (int i = 0; i < n; i++) {
        struct vz_rect face = row;
        if (n > 1 && ui->portrait) {
            face.y -= (1 - i) * (row.h + vz_px(ui, VZ_GAP));
        } else if (n > 1) {
            face = vz_layout_column(row, 2, i, vz_px(ui, VZ_GAP));
        }
        keys[i].role = VZ_ROLE_BUTTON;
        keys[i].rect = face;
        keys[i].type = VZ_TYPE_BODY_BOLD;
        keys[i].align = VZ_ALIGN_CENTER;
        keys[i].slop = true;
        vz_layout_shrink_label(ui, &keys[i]);
        vz_scene_add(scene, &keys[i]);
    }
}

static void add_answer(const struct vz_view *view, struct vz_scene *scene) {
    const struct vz_ui *ui = view->ui;
    struct words words = words_of(view->withdraw_step);
    struct vz_rect area = vz_frame_content(ui);
    int sign = vz_px(ui, 112);
    vz_layout_cut_top(&area, area.h / 5, 0);
    struct vz_rect top = vz_layout_cut_top(&area, sign, vz_px(ui, 32));
    vz_scene_add(scene,
                 &(struct vz_box){.name = "sign",
                                  .look = VZ_LOOK_TEXT,
                                  .rect = vz_layout_center(top, sign, sign),
                                  .icon = words.icon,
                                  .icon_size = 112,
                                  .align = VZ_ALIGN_CENTER});
    add_words(scene, ui, &area, &words, VZ_ALIGN_CENTER);
    if (view->withdraw_step == VZ_WITHDRAW_BUSY) {
        return;
    }
    struct vz_rect row = vz_frame_low_line(ui);
    row.h = vz_px(ui, 112);
    row.y -= vz_px(ui, 24);
    add_keys(view, scene,
             ui->portrait ? row : vz_layout_center(row, vz_px(ui, 900), row.h));
}

void vz_screen_withdraw(const struct vz_view *view, struct vz_scene *scene) {
    struct vz_rect head = vz_frame_head(view->ui);
    vz_frame_brand(scene, view->ui, head, 46, view->organisation,
                   VZ_TYPE_BODY_BOLD, VZ_LOOK_TEXT);
    if (view->withdraw_step == VZ_WITHDRAW_TYPING ||
        view->withdraw_step == VZ_WITHDRAW_WRONG) {
        add_typing(view, scene);
    } else {
        add_answer(view, scene);
    }
}
