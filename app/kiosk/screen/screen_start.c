/*
 * The start screen: one door a form, the languages, display helpers, and the
 * worker's key.
 */
#include "frame.h"

#include "kiosk/locale/locale.h"
#include "kiosk/text/text.h"
#include "kiosk/widget/layout.h"

#include <string.h>

#define DOOR_GAP 24
#define DOOR_FOOT 8
#define DOOR_LEAST 96 // design px; more doors than that leaves come in parts
#define LANGUAGE_HEIGHT 84
#define LANGUAGE_GAP 12
#define LOW_DOOR 170       // least height of a door that stands low
#define LANGUAGE_LEAST 160 // width of a key where they stand in columns

static void add_title(struct vz_scene *scene, const struct vz_ui *ui,
                      struct vz_rect *area, const char *text, bool alert) {
    static const enum vz_type types[] = {VZ_TYPE_TITLE, VZ_TYPE_QUESTION,
                                         VZ_TYPE_ANSWER};
    struct vz_fit fit = vz_layout_fit(ui, text, types, 3, area->w,
                                      vz_px(ui, ui->portrait ? 170 : 76));
    struct vz_text_block block = {
        .name = "title",
        .text = text,
        .type = fit.type,
        .shrink = fit.shrink,
        .role = alert ? VZ_ROLE_ALERT : VZ_ROLE_HEADING,
    };
    int height = vz_layout_text(scene, ui, *area, &block);
    vz_layout_cut_top(area, height, vz_px(ui, 20));
}

static enum vz_look door_look(const struct vz_door *door, size_t i) {
    if (door->kind && (strcmp(door->kind, "story") == 0 ||
                       strcmp(door->kind, "testimonial") == 0)) {
        return VZ_LOOK_DOOR_STORY;
    }
    return door->kind || i % 2 == 0 ? VZ_LOOK_DOOR_SUN : VZ_LOOK_DOOR_STORY;
}

static const char *door_icon(const struct vz_door *door, enum vz_look look) {
    return door->icon                   ? door->icon
           : look == VZ_LOOK_DOOR_STORY ? "talk"
                                        : "smile-5-large";
}

struct door_grid {
    int columns, rows;
};

static struct door_grid door_grid(const struct vz_ui *ui, int n) {
    if (ui->portrait) {
        int columns = n <= 3 ? 1 : 2;
        return (struct door_grid){columns, (n + columns - 1) / columns};
    }
    bool large = ui->text_scale > 1.1;
    int columns = n <= 2             ? n
                  : n <= 3 && !large ? 3
                  : n <= 4           ? 2
                  : n <= 9           ? 3
                                     : 4;
    return (struct door_grid){columns, (n + columns - 1) / columns};
}

static const char *minutes_text(struct vz_scene *scene,
                                const struct vz_door *door) {
    return door->minutes ? vz_scene_text(scene,
                                         vz_trn("%d minute", "%d minutes",
                                                (unsigned long)door->minutes),
                                         door->minutes)
                         : NULL;
}

// One size for the titles of all doors.
static struct vz_fit doors_fit(const struct vz_view *view,
                               struct vz_frame_part part, int width,
                               int height) {
    static const enum vz_type types[] = {VZ_TYPE_QUESTION, VZ_TYPE_ANSWER,
                                         VZ_TYPE_BODY_BOLD, VZ_TYPE_SMALL_BOLD};
    const struct vz_ui *ui = view->ui;
    struct vz_fit least = {.type = types[0]};
    int size = 0;
    for (size_t i = part.first; i < part.first + part.n; i++) {
        struct vz_fit fit =
            vz_layout_fit(ui, view->doors[i].title, types, 4, width, height);
        int line = vz_layout_measure(ui, "", fit.type, fit.shrink, 0).height;
        if (!size || line < size) {
            size = line;
            least = fit;
        }
    }
    return least;
}

static void add_door(const struct vz_view *view, struct vz_scene *scene,
                     size_t i, struct vz_rect face, const struct vz_fit *fit) {
    const struct vz_door *door = &view->doors[i];
    enum vz_look look = door_look(door, i);
    vz_scene_add(scene, &(struct vz_box){
                            .name = vz_scene_text(scene, "door:%zu", i),
                            .role = VZ_ROLE_BUTTON,
                            .look = look,
                            .rect = face,
                            .label = door->title,
                            .type = fit->type,
                            .shrink = fit->shrink,
                            .detail = minutes_text(scene, door),
                            .icon = door_icon(door, look),
                            .slop = true,
                            .act = VZ_ACT_DOOR,
                            .a = (int)i,
                        });
}

// How high a door is when `n` stand in a height.
static int door_height(const struct vz_ui *ui, int n, int height) {
    int rows = door_grid(ui, n).rows;
    return (height - vz_px(ui, DOOR_FOOT) + vz_px(ui, DOOR_GAP)) / rows -
           vz_px(ui, DOOR_GAP);
}

// How many doors find room. A house has a handful of them, and all do.
static size_t doors_room(const struct vz_view *view, int height) {
    const struct vz_ui *ui = view->ui;
    int n = (int)view->n_doors, least = vz_px(ui, DOOR_LEAST);
    if (n <= 12 && n > 0 && door_height(ui, n, height) >= least) {
        return view->n_doors;
    }
    height -= vz_px(ui, 88 + VZ_FOOT + VZ_GAP); // of the keys that turn
    for (n = n < 12 ? n : 12; n > 1; n--) {
        if (door_height(ui, n, height) >= least) {
            break;
        }
    }
    return n > 0 ? (size_t)n : 1;
}

// Answers where the doors end.
static int add_doors(const struct vz_view *view, struct vz_scene *scene,
                     struct vz_rect area) {
    const struct vz_ui *ui = view->ui;
    int end = area.y + area.h;
    struct vz_frame_part part =
        vz_frame_door_part(view, scene, &area, doors_room(view, area.h));
    int n = (int)part.n;
    bool turns = view->n_doors > part.n;
    struct door_grid grid = door_grid(ui, n);
    if (!n) {
        return area.y;
    }
    int foot = vz_px(ui, 8), gap = vz_px(ui, 24);
    int most = vz_px(ui, 296);
    int height = (area.h - foot + gap) / grid.rows - gap;
    height = height < most ? height : most;
    int width = vz_layout_column(area, grid.columns, 0, gap).w;
    // The door's picture and paddings, as the painter sets them.
    int taken = vz_px(ui, width < vz_px(ui, 420) ? 200 : 290);
    int line = vz_layout_measure(ui, "", VZ_TYPE_BODY, 0, 0).height;
    struct vz_fit fit =
        doors_fit(view, part, width - taken, height - vz_px(ui, 40) - line);
    for (int i = 0; i < n; i++) {
        struct vz_rect face =
            vz_layout_column(area, grid.columns, i % grid.columns, gap);
        face.h = height;
        face.y += i / grid.columns * (height + gap);
        add_door(view, scene, part.first + (size_t)i, face, &fit);
    }
    return turns ? end : area.y + grid.rows * (height + gap) - gap + foot;
}

// How the keys of the languages stand: in one row as wide as their names, or
// in rows of equal keys when that row would be too long.
struct language_rows {
    int rows, columns; // columns 0: one row, each key as wide as its name
    enum vz_type type;
    int shrink;
    int height; // feet but for the last row's included
};

static struct vz_box language_key(const struct vz_view *view, size_t i,
                                  const struct language_rows *plan) {
    const struct vz_language *language = &view->languages[i];
    bool now = !strcmp(language->code, vz_locale_current()->code);
    return (struct vz_box){
        .role = VZ_ROLE_BUTTON,
        .look = VZ_LOOK_BUTTON,
        .state = now ? VZ_STATE_SELECTED : 0u,
        .label = language->name,
        .type = plan->type,
        .shrink = plan->shrink,
        .align = VZ_ALIGN_CENTER,
        .slop = true,
        .act = VZ_ACT_LANGUAGE,
        .a = (int)i,
    };
}

static int language_width(const struct vz_view *view, size_t i,
                          const struct language_rows *plan) {
    struct vz_box key = language_key(view, i, plan);
    return vz_layout_button_width(view->ui, &key, vz_px(view->ui, 120));
}

static struct language_rows plan_languages(const struct vz_view *view,
                                           int width) {
    static const struct {
        enum vz_type type;
        int percent;
    } sizes[] = {{VZ_TYPE_BODY_BOLD, 100},
                 {VZ_TYPE_SMALL_BOLD, 100},
                 {VZ_TYPE_SMALL_BOLD, 95},
                 {VZ_TYPE_SMALL_BOLD, 90}};
    const struct vz_ui *ui = view->ui;
    const int key = vz_px(ui, LANGUAGE_HEIGHT);
    int n = (int)view->n_languages;
    struct language_rows plan = {.rows = 1, .height = key};
    int capped = vz_frame_capped(ui);
    width -= vz_px(ui, 52 + 16);
    for (size_t t = 0; t < sizeof(sizes) / sizeof(*sizes); t++) {
        int whole = (n - 1) * vz_px(ui, LANGUAGE_GAP);
        plan.type = sizes[t].type;
        plan.shrink = (capped ? capped : 100) * sizes[t].percent / 100;
        for (int i = 0; i < n; i++) {
            whole += language_width(view, (size_t)i, &plan);
        }
        if (whole <= width) {
            return plan;
        }
    }
    int most = (width + vz_px(ui, LANGUAGE_GAP)) /
               vz_px(ui, LANGUAGE_LEAST + LANGUAGE_GAP);
    most = most > 0 ? most : 1;
    plan.rows = (n + most - 1) / most;
    plan.columns = (n + plan.rows - 1) / plan.rows;
    plan.height =
        plan.rows * key + (plan.rows - 1) * vz_px(ui, LANGUAGE_GAP + VZ_FOOT);
    return plan;
}

static void add_languages(const struct vz_view *view, struct vz_scene *scene,
                          const struct language_rows *plan,
                          struct vz_rect row) {
    const struct vz_ui *ui = view->ui;
    int icon = vz_px(ui, 52), gap = vz_px(ui, LANGUAGE_GAP);
    struct vz_rect globe = vz_layout_cut_start(&row, icon, vz_px(ui, 16));
    vz_scene_add(scene, &(struct vz_box){
                            .name = "languages-icon",
                            .look = VZ_LOOK_TEXT,
                            .rect = vz_layout_center(globe, icon, icon),
                            .icon = "globe",
                            .icon_size = 52,
                            .align = VZ_ALIGN_CENTER,
                        });
    row.h = vz_px(ui, LANGUAGE_HEIGHT);
    for (size_t i = 0; i < view->n_languages; i++) {
        struct vz_box box = language_key(view, i, plan);
        box.name = vz_scene_text(scene, "language:%s", view->languages[i].code);
        if (plan->columns) {
            int column = (int)i % plan->columns;
            box.rect = vz_layout_column(row, plan->columns, column, gap);
            box.rect.y +=
                (int)i / plan->columns * (row.h + gap + vz_px(ui, VZ_FOOT));
            vz_layout_shrink_label(ui, &box);
        } else {
            box.rect =
                vz_layout_cut_start(&row, language_width(view, i, plan), gap);
        }
        vz_scene_add(scene, &box);
    }
}

static int label_size(const struct vz_ui *ui, const struct vz_box *box) {
    int shrink = box->shrink ? box->shrink : 100;
    return vz_text_style(ui, box->type).size * shrink / 100;
}

// Gives the keys as much width as their labels ask for; false when the row is
// too short for that.
static bool place_by_label(const struct vz_ui *ui, struct vz_rect row,
                           struct vz_box *keys, int n) {
    const int gap = vz_px(ui, 16);
    int left = row.w - (n - 1) * gap, x = row.x;
    for (int i = 0; i < n; i++) {
        keys[i].rect = row;
        keys[i].rect.w = vz_layout_button_width(ui, &keys[i], 0);
        left -= keys[i].rect.w;
    }
    for (int i = 0; i < n && left >= 0; i++) {
        keys[i].rect.x = x;
        keys[i].rect.w += left / n;
        x += keys[i].rect.w + gap;
    }
    return left >= 0;
}

// Equal keys, their labels all of the size that suits the longest.
static void place_equally(const struct vz_ui *ui, struct vz_rect row,
                          struct vz_box *keys, int n) {
    const struct vz_box *least = keys;
    for (int i = 0; i < n; i++) {
        keys[i].rect = vz_layout_column(row, n, i, vz_px(ui, 16));
        vz_layout_shrink_label(ui, &keys[i]);
        least = label_size(ui, &keys[i]) < label_size(ui, least) ? &keys[i]
                                                                 : least;
    }
    for (int i = 0; i < n; i++) {
        keys[i].type = least->type;
        keys[i].shrink = least->shrink;
    }
}

static void add_display_row(struct vz_scene *scene, const struct vz_ui *ui,
                            struct vz_rect row, struct vz_box *keys, int n) {
    for (int i = 0; i < n; i++) {
        keys[i].role = VZ_ROLE_BUTTON;
        keys[i].look = VZ_LOOK_BUTTON;
        keys[i].type = VZ_TYPE_BODY_BOLD;
        keys[i].align = VZ_ALIGN_CENTER;
        keys[i].slop = true;
    }
    if (!place_by_label(ui, row, keys, n)) {
        place_equally(ui, row, keys, n);
    }
    for (int i = 0; i < n; i++) {
        vz_scene_add(scene, &keys[i]);
    }
}

static void add_display_keys(const struct vz_view *view, struct vz_scene *scene,
                             struct vz_rect row) {
    const struct vz_ui *ui = view->ui;
    const int next = (view->text_size + 1) % 3;
    struct vz_box keys[3];
    int n = 0;
    if (view->can_read) {
        keys[n++] = (struct vz_box){.name = "read-aloud",
                                    .label = vz_tr("Read aloud"),
                                    .icon = "speaker",
                                    .act = VZ_ACT_READ_ALOUD};
    }
    // Three are too many for a narrow screen; the panel has the sizes too.
    if (!ui->portrait || !view->can_read) {
        keys[n++] = (struct vz_box){.name = "text-size",
                                    .label = next ? vz_tr("Larger text")
                                                  : vz_tr("Normal text"),
                                    .icon = "text-size",
                                    .act = VZ_ACT_TEXT_SIZE,
                                    .a = next};
    }
    keys[n++] = (struct vz_box){.name = "display",
                                .label = vz_tr("Display"),
                                .icon = "view",
                                .act = VZ_ACT_OPEN_DISPLAY};
    int most = vz_px(ui, n * 324 + 16);
    if (!ui->portrait && row.w > most) {
        row.w = most;
    }
    add_display_row(scene, ui, row, keys, n);
}

// On a high screen the worker's key has a row of its own.
static void add_foot(const struct vz_view *view, struct vz_scene *scene) {
    const struct vz_ui *ui = view->ui;
    struct vz_rect line = vz_frame_foot(ui);
    struct vz_rect row = line;
    if (ui->portrait) {
        row = vz_layout_cut_top(&line, vz_px(ui, 88), vz_px(ui, 24));
    }
    line.h = row.h = vz_px(ui, 88);
    int helpers = view->can_withdraw ? 2 : 1;
    int width = helpers * vz_px(ui, 168 * (ui->text_scale > 1 ? 1.2 : 1));
    struct vz_rect worker = vz_layout_cut_end(&line, width, vz_px(ui, 16));
    add_display_keys(view, scene, ui->portrait ? row : line);
    vz_frame_helpers(scene, ui, worker,
                     (struct vz_helper[]){
                         {.name = "worker",
                          .label = vz_tr("Worker"),
                          .icon = "worker",
                          .act = VZ_ACT_WORKER},
                         {.name = "withdraw",
                          .label = vz_tr("My code"),
                          .icon = "trash",
                          .act = VZ_ACT_WITHDRAW},
                     },
                     helpers);
}

static void add_head(const struct vz_view *view, struct vz_scene *scene) {
    const struct vz_ui *ui = view->ui;
    struct vz_rect head = vz_frame_head(ui);
    const char *promise = vz_tr("Your name is not needed");
    int shrink = vz_frame_capped(ui);
    struct vz_fit fit =
        vz_layout_measure(ui, promise, VZ_TYPE_SMALL, shrink, 0);
    int width = fit.width + vz_px(ui, 46);
    if (width < head.w / 2 || !view->organisation[0]) {
        int y = (head.h -
                 (fit.height > vz_px(ui, 34) ? fit.height : vz_px(ui, 34))) /
                2;
        vz_frame_fact(scene, ui, head.x + head.w - width, y, "promise", "lock",
                      promise, VZ_TYPE_SMALL);
        head.w -= width + vz_px(ui, 16);
    }
    vz_frame_brand(scene, ui, head, 46, view->organisation, VZ_TYPE_BODY_BOLD,
                   VZ_LOOK_TEXT);
}

void vz_screen_start(const struct vz_view *view, struct vz_scene *scene) {
    const struct vz_ui *ui = view->ui;
    struct vz_rect area = vz_frame_content(ui);
    add_head(view, scene);
    add_title(scene, ui, &area,
              view->after_crash ? vz_tr("Sorry, the kiosk started again. "
                                        "Your answers are gone.")
                                : vz_tr("Hello! What would you like to do?"),
              view->after_crash);
    struct language_rows plan = plan_languages(view, area.w);
    struct vz_rect languages = vz_layout_cut_bottom(
        &area, plan.height + vz_px(ui, VZ_FOOT),
        vz_px(ui, plan.rows > 1 && !ui->portrait ? 24 : 48));
    languages.h = plan.height;
    int least = vz_px(ui, ui->portrait ? 2 * LOW_DOOR + VZ_GAP : LOW_DOOR);
    int sunk = area.y + area.h - least - ui->height / 2;
    if (ui->low && view->n_doors <= 2) {
        // More doors fill the screen; two can stand in its lower half.
        int top = sunk < 0 ? ui->height / 2 + sunk : ui->height / 2;
        vz_layout_cut_top(&area, top > area.y ? top - area.y : 0, 0);
    }
    int end = add_doors(view, scene, area);
    // Between the doors and the foot, as far from the one as from the other.
    int low = vz_frame_foot(ui).y - plan.height - vz_px(ui, VZ_FOOT);
    languages.y = ui->portrait ? languages.y : (end + low) / 2;
    add_languages(view, scene, &plan, languages);
    add_foot(view, scene);
}
