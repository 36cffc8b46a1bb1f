#include "ui_gallery.h"

#include <stdio.h>

#define SEL VZ_STATE_SELECTED
#define OFF VZ_STATE_DISABLED
#define ACT .act = VZ_ACT_WIDGET
#define MID .align = VZ_ALIGN_CENTER
#define BOX(look_, x_, y_, w_, h_, ...)                                 \
    {                                                                   \
        .look = VZ_LOOK_##look_, .rect = {x_, y_, w_, h_}, .caret = -1, \
        __VA_ARGS__                                                     \
    }
#define TEXT(x_, y_, w_, h_, type_, label_) \
    BOX(TEXT, x_, y_, w_, h_, .type = VZ_TYPE_##type_, .label = label_)
#define ICON(icon_) .icon = icon_
#define LABEL(type_, label_) .type = VZ_TYPE_##type_, .label = label_

#define FOOT                                                                 \
    BOX(BUTTON, 40, 676, 191, 88, LABEL(BODY_BOLD, "Terug"), MID,            \
        ICON("back"), ACT),                                                  \
        BOX(HELPER_BAR, 373, 676, 518, 88, MID),                             \
        BOX(HELPER, 376, 679, 128, 82, LABEL(MIN, "Lees voor"),              \
            ICON("speaker"), ACT),                                           \
        BOX(HELPER, 504, 679, 128, 82, LABEL(MIN, "Taal"), ICON("globe"),    \
            ACT),                                                            \
        BOX(HELPER, 632, 679, 128, 82, LABEL(MIN, "Weergave"), ICON("view"), \
            ACT),                                                            \
        BOX(HELPER, 760, 679, 128, 82, LABEL(MIN, "Stoppen"), ICON("close"), \
            ACT),                                                            \
        BOX(PRIMARY, 1033, 676, 207, 88, LABEL(BODY_BOLD, "Verder"), MID,    \
            ICON("next"), .icon_after = true, ACT)
#define HEAD(text_)                                           \
    BOX(BRAND, 40, 16, 33, 40, MID),                          \
        BOX(TEXT_SOFT, 93, 20, 500, 32, LABEL(SMALL, text_)), \
        BOX(STONE_DONE, 888, 27, 64, 18, MID),                \
        BOX(STONE_NOW, 960, 27, 64, 18, MID),                 \
        BOX(STONE_OPEN, 1032, 27, 64, 18, MID),               \
        BOX(STONE_OPEN, 1104, 27, 64, 18, MID),               \
        BOX(STONE_OPEN, 1176, 27, 64, 18, MID)

#define STATE_CARD(x_, state_, role_)                                     \
    BOX(CARD, x_, 96, 184, 190, LABEL(BODY_BOLD, "Thuis"), ICON("house"), \
        .state = state_, ACT)
static const struct vz_box states[] = {
    TEXT(40, 20, 800, 38, BODY_BOLD, "Grote antwoordkaart: alle toestanden"),
    STATE_CARD(40, 0, 0),
    STATE_CARD(243, VZ_STATE_PRESSED, 0),
    STATE_CARD(446, SEL, 0),
    STATE_CARD(649, OFF, 0),
    STATE_CARD(852, VZ_STATE_FOCUSED, 0),
    STATE_CARD(1055, VZ_STATE_ERROR, 0),
    BOX(BUTTON, 40, 324, 88, 88, ICON("minus"), MID, .icon_size = 40, ACT),
    BOX(TRACK, 148, 355, 368, 26, .level = 7, .n_levels = 11),
    BOX(THUMB, 372, 324, 88, 88, LABEL(ANSWER, "7"), MID, .state = SEL),
    BOX(BUTTON, 536, 324, 88, 88, ICON("plus"), MID, .icon_size = 40, ACT),
    BOX(LIST_CARD, 40, 444, 584, 88, LABEL(BODY_BOLD, "Een veilige plek"),
        ICON("home"), .marker = VZ_MARKER_SQUARE, .state = SEL, ACT),
    BOX(LIST_CARD, 40, 550, 584, 88, LABEL(BODY_BOLD, "Iets leren"),
        ICON("school"), .marker = VZ_MARKER_SQUARE, ACT),
    BOX(LIST_CARD, 40, 656, 584, 88, LABEL(ANSWER, "Zeg ik liever niet"),
        .marker = VZ_MARKER_ROUND, ACT),
    BOX(BUTTON, 656, 324, 180, 88, LABEL(BODY_BOLD, "A"), MID, ACT),
    BOX(BUTTON, 852, 324, 180, 88, LABEL(TITLE, "A"), MID, .state = SEL, ACT),
    BOX(BUTTON, 1048, 324, 180, 88, LABEL(BODY_BOLD, "Kan niet"), MID,
        .state = OFF, ACT),
    BOX(ERROR, 656, 444, 584, 110, LABEL(BODY_BOLD, "Dat lukte niet."),
        .detail = "Je antwoord staat er nog."),
    BOX(BUTTON, 1044, 461, 176, 70, LABEL(BODY_BOLD, "Opnieuw"), MID, ACT),
    BOX(TOAST, 656, 576, 480, 66, LABEL(BODY, "Je hebt nu Nederlands gekozen"),
        ICON("check")),
    BOX(CHIP_GOOD, 656, 664, 160, 48, LABEL(SMALL_BOLD, "Goed"), ICON("check")),
    BOX(CHIP_WAIT, 836, 664, 160, 48, LABEL(SMALL_BOLD, "Wacht"),
        ICON("warning")),
    BOX(CHIP_BAD, 1016, 664, 160, 48, LABEL(SMALL_BOLD, "Kapot"),
        ICON("close")),
    BOX(PRIMARY, 656, 724, 200, 66, LABEL(BODY_BOLD, "Ja"), MID, ICON("check"),
        .state = VZ_STATE_FOCUSED, ACT),
    BOX(PRIMARY, 880, 724, 200, 66, LABEL(BODY_BOLD, "Verder"), MID,
        .state = OFF, ICON("next"), .icon_after = true, ACT),
};

#define CHOICE(x_, y_, label_, icon_, state_)                       \
    BOX(CARD, x_, y_, 384, 196, LABEL(ANSWER, label_), ICON(icon_), \
        .marker = VZ_MARKER_SQUARE, .state = state_, ACT)
static const struct vz_box several[] = {
    HEAD("Vraag 3 van 5"),
    TEXT(40, 80, 1200, 58, QUESTION, "Wat deed je hier vandaag?"),
    BOX(TEXT_SOFT, 40, 142, 1200, 38,
        LABEL(BODY, "Je mag er meer kiezen. 2 gekozen")),
    CHOICE(40, 216, "Eten en drinken", "food", 0),
    CHOICE(448, 216, "Mensen ontmoeten", "people", SEL),
    CHOICE(856, 216, "Sport en spel", "sport", 0),
    CHOICE(40, 438, "Leren en huiswerk", "school", SEL),
    CHOICE(448, 438, "Hulp of advies", "talk", 0),
    CHOICE(856, 438, "Muziek en maken", "music", OFF),
    FOOT,
};

#define SMILEY(i_, label_, state_)                                             \
    BOX(SMILEY, 40 + (i_ - 1) * 244, 204, 224, 384, LABEL(SMILEY, label_),     \
        .level = i_, .n_levels = 5, .state = state_, .align = VZ_ALIGN_CENTER, \
        ACT)
static const struct vz_box smileys[] = {
    HEAD("Vraag 2 van 5"),
    TEXT(40, 80, 1200, 58, QUESTION, "Hoe voel jij je hier vandaag?"),
    SMILEY(1, "Heel slecht", 0),
    SMILEY(2, "Slecht", 0),
    SMILEY(3, "Gaat wel", 0),
    SMILEY(4, "Goed", SEL),
    SMILEY(5, "Heel goed", 0),
    FOOT,
};

#define KEY_0_10(i_, label_, state_, level_)                        \
    BOX(SCALE, 40 + (i_)*110, 456 - 20 * (i_), 98, 120 + 20 * (i_), \
        LABEL(DIGIT, label_), .state = state_, .level = level_, MID, ACT)
static const struct vz_box scale[] = {
    HEAD("Vraag 4 van 5"),
    TEXT(40, 80, 1200, 58, QUESTION, "Hoe veilig voel jij je in deze buurt?"),
    BOX(TEXT_SOFT, 40, 142, 1200, 38,
        LABEL(BODY, "Kies een cijfer van 0 tot en met 10.")),
    KEY_0_10(0, "0", 0, 1),
    KEY_0_10(1, "1", 0, 1),
    KEY_0_10(2, "2", 0, 1),
    KEY_0_10(3, "3", 0, 1),
    KEY_0_10(4, "4", 0, 1),
    KEY_0_10(5, "5", 0, 1),
    KEY_0_10(6, "6", 0, 1),
    KEY_0_10(7, "7", 0, 1),
    KEY_0_10(8, "8", SEL, 0),
    KEY_0_10(9, "9", 0, 0),
    KEY_0_10(10, "10", 0, 0),
    TEXT(40, 604, 600, 38, BODY, "0 = helemaal niet veilig"),
    BOX(TEXT, 640, 604, 600, 38, LABEL(BODY, "10 = heel veilig"),
        .align = VZ_ALIGN_END),
    FOOT,
};

#define KEY(col_, row_, label_, state_)                     \
    BOX(KEY, 40 + 110 * (col_), 314 + 88 * (row_), 100, 74, \
        LABEL(KEY, label_), .state = state_, MID, ACT)
static const struct vz_box typing[] = {
    HEAD("Vraag 5 van 5"),
    TEXT(40, 80, 1200, 58, QUESTION, "Wat kan hier beter?"),
    {.look = VZ_LOOK_FIELD,
     .rect = {40, 152, 1200, 142},
     .label = "Op zaterdag is er niets te doen. Ik wil graag samen\nkoken met "
              "de buren, en d",
     .type = VZ_TYPE_FIELD,
     .state = VZ_STATE_ACTIVE,
     .caret = 75,
     .secret = true},
    KEY(0, 0, "q", 0),
    KEY(1, 0, "w", 0),
    KEY(2, 0, "e", 0),
    KEY(3, 0, "r", 0),
    KEY(4, 0, "t", 0),
    KEY(5, 0, "y", 0),
    KEY(6, 0, "u", 0),
    KEY(7, 0, "i", 0),
    KEY(8, 0, "o", 0),
    KEY(9, 0, "p", 0),
    BOX(KEY_FUNCTION, 1140, 314, 100, 74, ICON("keyboard-backspace"), MID, ACT),
    KEY(0, 1, "a", 0),
    KEY(1, 1, "s", 0),
    KEY(2, 1, "d", VZ_STATE_PRESSED),
    KEY(3, 1, "f", 0),
    KEY(4, 1, "g", 0),
    KEY(5, 1, "h", 0),
    KEY(6, 1, "j", 0),
    KEY(7, 1, "k", 0),
    KEY(8, 1, "l", 0),
    KEY(9, 1, "\u00e9", VZ_STATE_FOCUSED),
    BOX(KEY_FUNCTION, 1140, 402, 100, 74, ICON("enter"), MID, ACT),
    BOX(KEY_FUNCTION, 40, 490, 100, 74, ICON("shift"), MID, .state = SEL, ACT),
    KEY(1, 2, "z", 0),
    KEY(2, 2, "x", 0),
    KEY(3, 2, "c", 0),
    KEY(4, 2, "v", 0),
    KEY(5, 2, "b", 0),
    KEY(6, 2, "n", 0),
    KEY(7, 2, "m", 0),
    KEY(8, 2, ",", 0),
    KEY(9, 2, ".", 0),
    KEY(10, 2, "?", OFF),
    BOX(KEY_FUNCTION, 40, 578, 155, 74, LABEL(BODY, "123"), MID, ACT),
    BOX(KEY_FUNCTION, 205, 578, 155, 74, LABEL(BODY, "\u00e9\u00eb\u00ef"), MID,
        ACT),
    BOX(KEY, 370, 578, 540, 74, LABEL(BODY, "spatie"), ICON("space"), MID, ACT),
    BOX(RECORD, 920, 578, 320, 74, LABEL(BODY_BOLD, "Praten"), MID,
        ICON("microphone"), ACT),
    FOOT,
};

#define CONSENT(x_, icon_, label_, detail_, level_, state_)                 \
    BOX(CONSENT, x_, 172, 384, 326, LABEL(ANSWER, label_), ICON(icon_),     \
        .detail = detail_, .level = level_, .n_levels = 3, .state = state_, \
        ACT)
static const struct vz_box consent[] = {
    HEAD("Jouw verhaal"),
    TEXT(40, 80, 1200, 58, QUESTION, "Wie mag jouw verhaal lezen?"),
    CONSENT(40, "house", "Het buurthuis", "Alleen de mensen die hier werken.",
            1, 0),
    CONSENT(448, "town-hall", "Ook de gemeente",
            "Zonder je naam. In een rapport over de buurt.", 2, SEL),
    CONSENT(856, "globe", "Iedereen",
            "Zonder je naam. Ook op een poster of website.", 3, 0),
    BOX(TEXT, 40, 540, 470, 88,
        LABEL(SMALL, "Je mag later van mening veranderen. Je krijgt een "
                     "code."),
        ICON("info"), .icon_size = 36),
    BOX(BUTTON, 529, 540, 346, 88, LABEL(BODY_BOLD, "Alleen meetellen"),
        ICON("chart"), MID, ACT),
    BOX(BUTTON, 895, 540, 345, 88, LABEL(BODY_BOLD, "Gooi verhaal weg"),
        ICON("trash"), MID, ACT),
    FOOT,
};

#define LANGUAGE(x_, w_, label_, state_)                         \
    BOX(BUTTON, x_, 524, w_, 84, LABEL(SMALL_BOLD, label_), MID, \
        .state = state_, ACT)
static const struct vz_box start[] = {
    BOX(BRAND, 40, 14, 37, 44, MID),
    TEXT(97, 18, 500, 38, BODY_BOLD, "Buurthuis De Linde"),
    BOX(TEXT, 840, 18, 400, 38, LABEL(SMALL, "Je naam is niet nodig"),
        ICON("lock"), .align = VZ_ALIGN_END),
    TEXT(40, 82, 1200, 66, TITLE, "Hallo! Wat wil je doen?"),
    BOX(DOOR_SUN, 40, 168, 588, 296, LABEL(QUESTION, "Korte vragen"),
        .detail = "1 minuut", ACT),
    BOX(DOOR_STORY, 652, 168, 588, 296, LABEL(QUESTION, "Vertel je verhaal"),
        .detail = "5 minuten", ICON("talk"), ACT),
    BOX(TEXT, 40, 540, 52, 52, ICON("globe"), .icon_size = 52, MID),
    LANGUAGE(108, 202, "Nederlands", SEL),
    LANGUAGE(322, 144, "English", 0),
    LANGUAGE(478, 128, "\u0627\u0644\u0639\u0631\u0628\u064a\u0629", 0),
    LANGUAGE(618, 139, "T\u00fcrk\u00e7e", 0),
    LANGUAGE(769, 129, "Polski", 0),
    LANGUAGE(910, 198,
             "\u0423\u043a\u0440\u0430\u0457\u043d\u0441\u044c\u043a\u0430", 0),
    LANGUAGE(1120, 120, "\u1275\u130d\u122d\u129b", 0),
    BOX(BUTTON, 40, 676, 318, 88, LABEL(BODY_BOLD, "Grotere letters"), MID,
        ICON("text-size"), ACT),
    BOX(BUTTON, 374, 676, 303, 88, LABEL(BODY_BOLD, "Meer contrast"), MID,
        ICON("contrast"), ACT),
    BOX(HELPER_BAR, 1078, 676, 162, 88, MID),
    BOX(HELPER, 1081, 679, 156, 82, LABEL(MIN, "Medewerker"), ICON("worker"),
        ACT),
};

#define STONE(look_, y_, label_, level_)                                   \
    BOX(look_, 854, y_, 328, 88, LABEL(QUESTION, label_), .level = level_, \
        MID, ACT)
static const struct vz_box attract[] = {
    BOX(BRAND, 56, 44, 47, 56, MID),
    TEXT(117, 53, 500, 38, BODY_BOLD, "Buurthuis De Linde"),
    TEXT(56, 150, 740, 208, DISPLAY, "Hoe is het hier voor jou?"),
    TEXT(56, 376, 740, 96, LEAD,
         "Vertel het hier. Zo weet het buurthuis wat goed gaat en wat beter "
         "kan."),
    BOX(PRIMARY, 56, 520, 560, 128, LABEL(QUESTION, "Raak aan en begin"), MID,
        ICON("touch"), .icon_size = 64, ACT),
    BOX(TEXT, 56, 706, 300, 40, LABEL(BODY, "1 minuut"), ICON("clock"),
        .icon_size = 36),
    BOX(TEXT, 266, 706, 300, 40, LABEL(BODY, "Zonder naam"), ICON("lock"),
        .icon_size = 36),
    BOX(BAR_DARK, 812, 748, 412, 52, MID),
    STONE(STONE_STORY, 44, "Hallo", 0),
    STONE(STONE_MILK, 145, "Hello", 2),
    STONE(STONE_RAIN, 246, "\u0645\u0631\u062d\u0628\u0627", 0),
    STONE(STONE_SUN, 347, "Merhaba", 0),
    STONE(STONE_RAIN, 448, "Cze\u015b\u0107", 1),
    STONE(STONE_MILK, 549, "\u041f\u0440\u0438\u0432\u0456\u0442", 2),
    STONE(STONE_SUN, 650, "\u1230\u120b\u121d", 0),
};

#define COUNT(i_, look_) BOX(look_, 663 + (i_)*28, 611, 22, 22, MID)
static const struct vz_box thanks[] = {
    TEXT(56, 52, 800, 104, DISPLAY, "Dank je wel!"),
    TEXT(56, 164, 800, 48, LEAD, "Jouw verhaal is nu een steen in de zuil."),
    BOX(PANEL, 56, 244, 780, 300, MID),
    TEXT(100, 276, 700, 76, BODY,
         "Wil je jouw verhaal later weghalen?\nMaak een foto van deze code."),
    TEXT(100, 384, 560, 128, TITLE, "4829 1763 0518"),
    BOX(QR, 664, 376, 140, 140,
        .label = "https://hub.example/weg/482917630518"),
    BOX(STONE_STORY, 912, 76, 250, 106, ICON("heart"), .icon_size = 64),
    BOX(SHADE, 0, 560, 1280, 16, MID),
    BOX(STONE_RAIN, 926, 214, 230, 66, MID),
    BOX(STONE_DARK, 924, 436, 230, 66, MID),
    BOX(STONE_MILK, 912, 288, 230, 66, MID),
    BOX(STONE_DONE, 924, 362, 230, 66, MID),
    BOX(PANEL, 0, 576, 1280, 224, MID),
    TEXT(56, 604, 600, 38, BODY, "Over 48 seconden maken we het scherm leeg"),
    BOX(STONE_INK, 663, 611, 22, 22, .level = 1, MID),
    COUNT(1, STONE_DONE),
    COUNT(2, STONE_DONE),
    COUNT(3, STONE_NOW),
    COUNT(4, STONE_OPEN),
    COUNT(5, STONE_INK),
    BOX(BUTTON, 56, 662, 246, 94, LABEL(BODY_BOLD, "Meer tijd"), MID,
        ICON("clock"), ACT),
    BOX(PRIMARY, 840, 662, 384, 94, LABEL(BODY_BOLD, "Klaar, maak leeg"), MID,
        ICON("check"), ACT),
};

#define PIN(x_, y_, label_) \
    BOX(KEY, x_, y_, 141, 118, LABEL(PIN, label_), MID, ACT)
static const struct vz_box pin[] = {
    BOX(BAR_DARK, 0, 0, 1280, 84, MID),
    BOX(BRAND, 40, 19, 38, 46, MID),
    BOX(BAR_DARK, 96, 0, 600, 84, LABEL(BODY_BOLD, "Voor medewerkers")),
    BOX(BAR_DARK, 740, 0, 500, 84, LABEL(SMALL, "Niet openbaar"), ICON("lock"),
        .align = VZ_ALIGN_END),
    BOX(TILE, 40, 140, 120, 120, ICON("worker"), .icon_size = 84, MID),
    TEXT(40, 290, 700, 66, TITLE, "Typ je pincode"),
    BOX(TEXT_SOFT, 40, 366, 700, 38,
        LABEL(BODY, "Je krijgt deze code van je co\u00f6rdinator.")),
    BOX(STONE_DONE, 40, 440, 64, 64, MID),
    BOX(STONE_DONE, 122, 440, 64, 64, MID),
    BOX(STONE_OPEN, 204, 440, 64, 64, MID),
    BOX(STONE_OPEN, 286, 440, 64, 64, MID),
    PIN(776, 132, "1"),
    PIN(937, 132, "2"),
    PIN(1099, 132, "3"),
    PIN(776, 272, "4"),
    PIN(937, 272, "5"),
    PIN(1099, 272, "6"),
    BOX(KEY_FUNCTION, 776, 412, 141, 118, ICON("keyboard-backspace"),
        .icon_size = 52, MID, ACT),
    PIN(937, 412, "0"),
    BOX(PRIMARY, 1099, 412, 141, 118, ICON("check"), .icon_size = 56, MID, ACT),
    BOX(SHEET, 0, 560, 1280, 240, MID),
    TEXT(56, 590, 800, 58, QUESTION, "Wil je stoppen?"),
    BOX(BUTTON, 56, 676, 300, 88, LABEL(BODY_BOLD, "Ja, wis alles"),
        ICON("trash"), MID, ACT),
    BOX(PRIMARY, 900, 676, 324, 88, LABEL(BODY_BOLD, "Nee, ga door"), MID, ACT),
};

#define SMILEY_AR(i_, label_, state_)                                      \
    BOX(SMILEY, 40 + (i_ - 1) * 244, 204, 224, 384, LABEL(SMILEY, label_), \
        .level = i_, .n_levels = 5, .state = state_, ACT)
static const struct vz_box arabic[] = {
    HEAD("\u0627\u0644\u0633\u0624\u0627\u0644 2 \u0645\u0646 5"),
    TEXT(40, 86, 1200, 75, QUESTION,
         "\u0643\u064a\u0641 \u062a\u0634\u0639\u0631 \u0647\u0646\u0627 "
         "\u0627\u0644\u064a\u0648\u0645\u061f"),
    SMILEY_AR(1, "\u0633\u064a\u0626 \u062c\u062f\u064b\u0627", 0),
    SMILEY_AR(2, "\u0633\u064a\u0626", 0),
    SMILEY_AR(3, "\u0639\u0627\u062f\u064a", 0),
    SMILEY_AR(4, "\u062c\u064a\u062f", SEL),
    SMILEY_AR(5, "\u062c\u064a\u062f \u062c\u062f\u064b\u0627", 0),
    BOX(BUTTON, 40, 676, 176, 88, LABEL(BODY_BOLD, "\u0631\u062c\u0648\u0639"),
        MID, ICON("next"), ACT),
    BOX(HELPER_BAR, 377, 676, 518, 88, MID),
    BOX(HELPER, 380, 679, 128, 82,
        LABEL(MIN, "\u0627\u0642\u0631\u0623 \u0644\u064a"), ICON("speaker"),
        ACT),
    BOX(HELPER, 508, 679, 128, 82, LABEL(MIN, "\u0627\u0644\u0644\u063a\u0629"),
        ICON("globe"), ACT),
    BOX(HELPER, 636, 679, 128, 82, LABEL(MIN, "\u0627\u0644\u0639\u0631\u0636"),
        ICON("view"), ACT),
    BOX(HELPER, 764, 679, 128, 82, LABEL(MIN, "\u0625\u0646\u0647\u0627\u0621"),
        ICON("close"), ACT),
    BOX(PRIMARY, 1056, 676, 184, 88,
        LABEL(BODY_BOLD, "\u0627\u0644\u062a\u0627\u0644\u064a"), MID,
        ICON("back"), .icon_after = true, .state = OFF, ACT),
};

static const short signature[] = {
    0,   76, 30,  16, 66,  0,  84,  30, 60,  90, 94,  90, 130, 52, 150, 62,
    150, 96, 190, 60, 210, 68, 206, 98, 250, 62, 270, 60, 262, 98, 330, 88};
static const short ray_people[] = {38, 144, 74, 0};
static const short ray_place[] = {164, 0, 0, 192};
static const short ray_doing[] = {0, 0, 236, 192};
#define POINTS(name_) \
    .points = name_, .n_points = sizeof(name_) / sizeof(*name_) / 2
static const struct vz_box drawings[] = {
    HEAD("Jouw verhaal"),
    TEXT(40, 80, 700, 58, QUESTION, "Wat maakte het verschil?"),
    BOX(TRIANGLE, 152, 264, 476, 336, MID),
    BOX(RAY, 316, 264, 90, 160, .level = 4, POINTS(ray_people)),
    BOX(RAY, 152, 408, 180, 200, .level = 4, POINTS(ray_place)),
    BOX(RAY, 392, 408, 250, 200, .level = 4, POINTS(ray_doing)),
    BOX(THUMB, 310, 364, 88, 88, ICON("drag"), MID, .marker = VZ_MARKER_ROUND,
        .state = SEL),
    BOX(PAD, 700, 196, 540, 214, ICON("pencil"), MID),
    BOX(STROKE, 770, 236, 340, 110, POINTS(signature)),
    BOX(BUTTON, 1060, 212, 164, 72, LABEL(SMALL_BOLD, "Opnieuw"), MID,
        ICON("undo"), .icon_size = 32, ACT),
    BOX(PICTURE, 700, 440, 540, 200, MID, .picture = "assets/icons/house.svg"),
    FOOT,
};

#define PAGE(name_, background_) \
    { #name_, background_, name_, sizeof(name_) / sizeof(*name_) }
static const struct ui_gallery_page pages[] = {
    PAGE(states, "vla"), PAGE(several, "vla"), PAGE(smileys, "vla"),
    PAGE(scale, "vla"),  PAGE(typing, "vla"),  PAGE(consent, "vla"),
    PAGE(start, "vla"),  PAGE(attract, "zon"), PAGE(thanks, "zon"),
    PAGE(pin, "vla"),    PAGE(arabic, "vla"),  PAGE(drawings, "vla"),
};

const struct ui_gallery_page *ui_gallery_pages(size_t *n) {
    *n = sizeof(pages) / sizeof(*pages);
    return pages;
}

void ui_gallery_build(const struct ui_gallery_page *page,
                      const struct vz_ui *ui, struct vz_scene *scene) {
    vz_scene_clear(scene);
    scene->screen = page->name;
    scene->background = page->background;
    for (size_t i = 0; i < page->n; i++) {
        struct vz_box box = page->boxes[i];
        const struct vz_rect r = box.rect;
        box.rect = (struct vz_rect){vz_px(ui, r.x), vz_px(ui, r.y),
                                    vz_px(ui, r.w), vz_px(ui, r.h)};
        box.name = vz_scene_text(scene, "%s:%zu", page->name, i);
        vz_scene_add(scene, &box);
    }
    if (ui->rtl) {
        vz_scene_mirror(scene, ui);
    }
}
