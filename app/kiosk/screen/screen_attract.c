/*
 * The attract screen: a question, and the pillar of greetings.
 *
 * A touch on a greeting begins in that language, a touch anywhere else in
 * Dutch.
 */
#include "frame.h"

#include "kiosk/locale/locale.h"
#include "kiosk/widget/layout.h"

#include <string.h>

#define STONES 7   // greetings first, plain stones below them
#define SPEAKING 8 // design px that the stone of the headline's language is out

struct greeting {
    const char *code, *word;
};
// Each in its own language, so they are not translated.
static const struct greeting greetings[] = {
    {"nl", "Hallo"}, {"en", "Hello"},  {"ar", "مرحبا"}, {"tr", "Merhaba"},
    {"pl", "Cześć"}, {"uk", "Привіт"}, {"ti", "ሰላም"},
};

static const char *greeting(const struct vz_language *language) {
    for (size_t i = 0; i < sizeof(greetings) / sizeof(*greetings); i++) {
        if (strcmp(greetings[i].code, language->code) == 0) {
            return greetings[i].word;
        }
    }
    return language->name;
}

static const struct {
    enum vz_look look;
    int shift; // design px
    int tail;  // of a greeting: 1 at its start side, 2 at its end, 0 none
} pillar_stones[STONES] = {
    {VZ_LOOK_STONE_STORY, 0, 1},  {VZ_LOOK_STONE_MILK, 12, 2},
    {VZ_LOOK_STONE_DARK, -12, 0}, {VZ_LOOK_STONE_SUN, 12, 0},
    {VZ_LOOK_STONE_RAIN, 0, 1},   {VZ_LOOK_STONE_MILK, -12, 2},
    {VZ_LOOK_STONE_DARK, 0, 0},
};

static void add_stone(struct vz_scene *scene, const struct vz_ui *ui,
                      struct vz_rect rect, int i,
                      const struct vz_language *language) {
    rect.x += vz_px(ui, pillar_stones[i % STONES].shift);
    struct vz_box box = {
        .name = vz_scene_text(scene, "stone:%d", i),
        .look = pillar_stones[i % STONES].look,
        .rect = rect,
        .align = VZ_ALIGN_CENTER,
    };
    if (language) {
        box.name = vz_scene_text(scene, "greet:%s", language->code);
        box.role = VZ_ROLE_BUTTON;
        box.label = greeting(language);
        box.type = VZ_TYPE_QUESTION;
        box.level = pillar_stones[i % STONES].tail;
        box.act = VZ_ACT_LANGUAGE;
        box.a = i;
    }
    vz_scene_add(scene, &box);
}

static void add_pillar(const struct vz_view *view, struct vz_scene *scene,
                       struct vz_rect rect, int stone, int gap) {
    const struct vz_ui *ui = view->ui;
    const struct vz_language *languages = view->languages;
    int n = (int)view->n_languages;
    int all = (rect.h + gap) / (stone + gap);
    all = all < STONES ? all : STONES;
    all = all > n ? all : n;
    int y = rect.y + rect.h - all * (stone + gap) + gap;
    for (int i = 0; i < all; i++) {
        struct vz_rect face = {rect.x, y + i * (stone + gap), rect.w, stone};
        if (n > 1 && i == (int)view->headline_language) {
            face.x += vz_px(ui, SPEAKING);
        }
        add_stone(scene, ui, face, i, i < n ? &languages[i] : NULL);
    }
}

// "1 minuut" is what the shortest form says; without one nothing is promised.
static int shortest(const struct vz_view *view) {
    int minutes = 0;
    for (size_t i = 0; i < view->n_doors; i++) {
        int m = view->doors[i].minutes;
        if (m > 0 && (!minutes || m < minutes)) {
            minutes = m;
        }
    }
    return minutes;
}

static bool tells(const struct vz_view *view) {
    for (size_t i = 0; i < view->n_doors; i++) {
        const char *kind = view->doors[i].kind;
        if (kind && strcmp(kind, "story") == 0) {
            return true;
        }
    }
    return false;
}

#define FACTS_MAX 3
#define FACT_ICON 34
#define FACT_GAP 12

struct fact {
    const char *name, *icon, *text;
};

// Only what is so on this kiosk.
static int collect_facts(const struct vz_view *view, struct vz_scene *scene,
                         struct fact *facts) {
    int n = 0, minutes = shortest(view);
    if (minutes) {
        facts[n++] =
            (struct fact){"fact-time", "clock",
                          vz_scene_text(scene,
                                        vz_trn("%d minute", "%d minutes",
                                               (unsigned long)minutes),
                                        minutes)};
    }
    facts[n++] = (struct fact){"fact-name", "lock", vz_tr("Without a name")};
    if (tells(view)) {
        facts[n++] = (struct fact){"fact-how", "talk", vz_tr("Tap or type")};
    }
    return n;
}

static void add_facts(const struct vz_view *view, struct vz_scene *scene,
                      struct vz_rect line) {
    struct fact facts[FACTS_MAX];
    int n = collect_facts(view, scene, facts);
    const struct vz_ui *ui = view->ui;
    int x = line.x;
    for (int i = 0; i < n; i++) {
        struct vz_fit fit = vz_layout_measure(ui, facts[i].text, VZ_TYPE_BODY,
                                              vz_frame_capped(ui), 0);
        int width = fit.width + vz_px(ui, FACT_ICON + FACT_GAP);
        if (x + width > line.x + line.w) {
            break;
        }
        x += vz_frame_fact(scene, ui, x, line.y, facts[i].name, facts[i].icon,
                           facts[i].text, VZ_TYPE_BODY);
        x += vz_px(ui, 44);
    }
}

static void add_dark_fact(struct vz_scene *scene, const struct vz_ui *ui,
                          const struct fact *fact, struct vz_rect rect) {
    vz_scene_add(scene, &(struct vz_box){
                            .name = fact->name,
                            .role = VZ_ROLE_TEXT,
                            .look = VZ_LOOK_BAR_DARK,
                            .rect = rect,
                            .label = fact->text,
                            .type = VZ_TYPE_BODY,
                            .shrink = vz_frame_capped(ui),
                            .icon = fact->icon,
                            .icon_size = FACT_ICON,
                        });
}

// The same facts on the dark base, from edge to edge.
static void add_dark_facts(const struct vz_view *view, struct vz_scene *scene,
                           struct vz_rect line) {
    struct fact facts[FACTS_MAX];
    int width[FACTS_MAX], whole = 0;
    const struct vz_ui *ui = view->ui;
    int n = collect_facts(view, scene, facts);
    for (int i = 0; i < n; i++) {
        width[i] = vz_layout_measure(ui, facts[i].text, VZ_TYPE_BODY,
                                     vz_frame_capped(ui), 0)
                       .width +
                   vz_px(ui, FACT_ICON + FACT_GAP) + 2;
        whole += width[i];
    }
    while (n > 1 && whole + (n - 1) * vz_px(ui, VZ_GAP) > line.w) {
        whole -= width[--n];
    }
    int gap = n > 1 ? (line.w - whole) / (n - 1) : 0;
    int x = n > 1 ? line.x : line.x + (line.w - whole) / 2;
    for (int i = 0; i < n; i++) {
        add_dark_fact(scene, ui, &facts[i],
                      (struct vz_rect){x, line.y, width[i], line.h});
        x += width[i] + gap;
    }
}

static void add_begin(struct vz_scene *scene, const struct vz_ui *ui,
                      struct vz_rect rect, enum vz_look look) {
    struct vz_box box = {
        .name = "begin",
        .role = VZ_ROLE_BUTTON,
        .look = look,
        .rect = rect,
        .label = vz_tr("Touch to start"),
        .type = VZ_TYPE_QUESTION,
        .align = VZ_ALIGN_CENTER,
        .icon = "touch",
        .icon_size = 64,
        .act = VZ_ACT_BEGIN,
    };
    vz_layout_shrink_label(ui, &box);
    vz_scene_add(scene, &box);
}

// Everything that is no greeting begins in Dutch.
static void add_backdrop(struct vz_scene *scene, const struct vz_ui *ui) {
    vz_scene_add(scene, &(struct vz_box){
                            .name = "anywhere",
                            .look = VZ_LOOK_TEXT,
                            .rect = {0, 0, ui->width, ui->height},
                            .act = VZ_ACT_BEGIN,
                        });
}

static int add_headline(const struct vz_view *view, struct vz_scene *scene,
                        struct vz_rect area, int height) {
    static const enum vz_type types[] = {VZ_TYPE_DISPLAY, VZ_TYPE_TITLE,
                                         VZ_TYPE_QUESTION, VZ_TYPE_ANSWER};
    const struct vz_ui *ui = view->ui;
    const char *text = view->headline;
    struct vz_fit fit = vz_layout_fit(ui, text, types, 4, area.w, height);
    struct vz_text_block block = {
        .name = "headline",
        .text = text,
        .type = fit.type,
        .shrink = fit.shrink,
        .role = VZ_ROLE_HEADING,
    };
    return vz_layout_text(scene, ui, area, &block);
}

static int add_lead(struct vz_scene *scene, const struct vz_ui *ui,
                    struct vz_rect area, int height) {
    static const enum vz_type types[] = {VZ_TYPE_LEAD, VZ_TYPE_BODY,
                                         VZ_TYPE_SMALL};
    const char *text = vz_tr("Tell it here. Then the house knows what goes "
                             "well and what can be better.");
    struct vz_fit fit = vz_layout_fit(ui, text, types, 3, area.w, height);
    if (!fit.fits) {
        return 0;
    }
    struct vz_text_block block = {
        .name = "lead",
        .text = text,
        .type = fit.type,
        .shrink = fit.shrink,
        .role = VZ_ROLE_TEXT,
    };
    return vz_layout_text(scene, ui, area, &block);
}

static void build_landscape(const struct vz_view *view,
                            struct vz_scene *scene) {
    const struct vz_ui *ui = view->ui;
    int left = vz_px(ui, 56);
    int pillar = vz_px(ui, 412);
    struct vz_rect side = {ui->width - left - pillar, vz_px(ui, 44), pillar,
                           ui->height - vz_px(ui, 44 + 52 + VZ_FOOT + 4)};
    vz_scene_add(scene,
                 &(struct vz_box){.name = "base",
                                  .look = VZ_LOOK_BAR_DARK,
                                  .rect = {side.x, ui->height - vz_px(ui, 52),
                                           pillar, vz_px(ui, 52)}});
    struct vz_rect stones = vz_layout_center(side, vz_px(ui, 328), side.h);
    add_pillar(view, scene, stones, vz_px(ui, 88), vz_px(ui, 13));

    struct vz_rect text = {left, vz_px(ui, 150), side.x - 2 * left, 0};
    int facts = ui->height - vz_px(ui, 52 + 40);
    struct vz_rect begin = {left, facts - vz_px(ui, 60 + 128), vz_px(ui, 560),
                            vz_px(ui, 128)};
    int room = begin.y - vz_px(ui, 24) - text.y;
    int used = add_headline(view, scene, text, room * 7 / 10);
    text.y += used + vz_px(ui, 18);
    add_lead(scene, ui, text, room - used - vz_px(ui, 18));
    add_begin(scene, ui, begin, VZ_LOOK_PRIMARY);
    add_facts(view, scene, (struct vz_rect){left, facts, side.x - left, 0});
}

static void build_portrait(const struct vz_view *view, struct vz_scene *scene) {
    const struct vz_ui *ui = view->ui;
    int margin = vz_px(ui, 48);
    int base = vz_px(ui, 292);
    struct vz_rect dark = {0, ui->height - base, ui->width, base};
    vz_scene_add(scene, &(struct vz_box){.name = "base",
                                         .look = VZ_LOOK_BAR_DARK,
                                         .rect = dark});
    struct vz_rect text = {margin, vz_px(ui, 140), ui->width - 2 * margin, 0};
    add_headline(view, scene, text, vz_px(ui, 210));
    int top = vz_px(ui, 364);
    struct vz_rect pillar = {0, top, ui->width,
                             dark.y - top - vz_px(ui, VZ_FOOT)};
    add_pillar(view, scene, vz_layout_center(pillar, vz_px(ui, 380), pillar.h),
               vz_px(ui, 78), vz_px(ui, 12));
    struct vz_rect begin = {margin, dark.y + vz_px(ui, 42),
                            ui->width - 2 * margin, vz_px(ui, 132)};
    add_begin(scene, ui, begin, VZ_LOOK_BUTTON);
    add_dark_facts(view, scene,
                   (struct vz_rect){margin, begin.y + begin.h + vz_px(ui, 32),
                                    begin.w, vz_px(ui, 46)});
}

void vz_screen_attract(const struct vz_view *view, struct vz_scene *scene) {
    const struct vz_ui *ui = view->ui;
    int margin = vz_px(ui, ui->portrait ? 48 : 56);
    scene->background = "zon";
    add_backdrop(scene, ui);
    struct vz_rect line = {margin, vz_px(ui, 44), ui->width / 2, vz_px(ui, 56)};
    vz_frame_brand(scene, ui, line, 56, view->organisation, VZ_TYPE_BODY_BOLD,
                   VZ_LOOK_TEXT);
    if (ui->portrait) {
        build_portrait(view, scene);
    } else {
        build_landscape(view, scene);
    }
}
