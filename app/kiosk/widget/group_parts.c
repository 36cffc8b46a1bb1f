#include "group_parts.h"

#include "base/log.h"
#include "kiosk/locale/locale.h"
#include "layout.h"
#include "plain_text.h"
#include "range_steps.h"
#include "widget_ops.h"

#include <limits.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <wchar.h>
#include <wctype.h>

static bool is_percentage(const struct vz_question *q) {
    struct vz_range_steps steps;
    return vz_range_steps_init(&steps, q) && steps.start == 0 &&
           steps.last * steps.step == 100 && steps.whole;
}

bool vz_group_parts_init(struct vz_group_parts *parts,
                         const struct vz_event *event, const char *appearance,
                         size_t n) {
    *parts = (struct vz_group_parts){0};
    if (!event || event->kind != VZ_EVENT_GROUP ||
        !vz_appearance_has(event->appearance, appearance)) {
        return false;
    }
    for (size_t i = 0; i < event->n_questions; i++) {
        const struct vz_question *q = &event->questions[i];
        if (is_percentage(q) && parts->n < n) {
            parts->ranges[parts->n++] = q;
        } else if (q->control == VZ_CONTROL_SELECT && !parts->na &&
                   q->n_choices > 0) {
            parts->na = q;
        } else {
            return false;
        }
    }
    return parts->n == n;
}

int vz_group_parts_value(const struct vz_question *range) {
    char *end;
    const double value = strtod(range->value, &end);
    if (end == range->value || !(value >= 0)) {
        return -1;
    }
    return value > 100 ? 100 : (int)(value + 0.5);
}

bool vz_group_parts_is_na(const struct vz_group_parts *parts) {
    return parts->na && parts->na->value[0];
}

struct texts {
    char *refs[VZ_GROUP_RANGES_MAX], *na_ref, *na_name;
    size_t n;
};

static void texts_finish(struct texts *texts) {
    for (size_t i = 0; i < VZ_GROUP_RANGES_MAX; i++) {
        free(texts->refs[i]);
    }
    free(texts->na_ref);
    free(texts->na_name);
}

static bool texts_copy(struct texts *texts,
                       const struct vz_group_parts *parts) {
    bool ok = true;
    *texts = (struct texts){.n = parts->n};
    for (size_t i = 0; i < parts->n; i++) {
        texts->refs[i] = strdup(parts->ranges[i]->ref);
        ok = ok && texts->refs[i];
    }
    if (parts->na) {
        texts->na_ref = strdup(parts->na->ref);
        texts->na_name = strdup(parts->na->choices[0].name);
        ok = ok && texts->na_ref && texts->na_name;
    }
    return ok;
}

static bool answer(struct vz_session *session, const char *ref,
                   const char *value) {
    const char *now = vz_session_value(session, ref);
    if (now && strcmp(now, value) == 0) {
        return true;
    }
    enum vz_answer result = vz_session_answer(session, ref, value);
    return result == VZ_ANSWER_OK || result == VZ_ANSWER_CONSTRAINT;
}

bool vz_group_parts_store(struct vz_widget *widget,
                          const struct vz_group_parts *parts,
                          enum vz_group_answer what, const int *shares) {
    struct texts texts;
    bool ok = texts_copy(&texts, parts);
    if (!ok) {
        LOG_OOM();
    }
    for (size_t i = 0; ok && i < texts.n; i++) {
        char value[16] = "";
        if (what == VZ_GROUP_SHARES) {
            snprintf(value, sizeof(value), "%d", shares[i]);
        }
        ok = answer(widget->session, texts.refs[i], value);
    }
    if (ok && texts.na_ref) {
        ok = answer(widget->session, texts.na_ref,
                    what == VZ_GROUP_NA ? texts.na_name : "");
    }
    texts_finish(&texts);
    return ok;
}

void vz_group_parts_add_na(struct vz_widget *widget, struct vz_scene *scene,
                           const struct vz_group_parts *parts,
                           struct vz_rect face, int command) {
    if (!parts->na) {
        return;
    }
    const struct vz_choice *choice = &parts->na->choices[0];
    struct vz_box box = {
        .name = "na",
        .role = VZ_ROLE_CHECKBOX,
        .look = VZ_LOOK_BUTTON,
        .rect = face,
        .state = vz_group_parts_is_na(parts) ? VZ_STATE_SELECTED : 0u,
        .label = *choice->label ? vz_plain_text(&scene->arena, choice->label)
                                : vz_tr("Does not apply"),
        .type = VZ_TYPE_BODY_BOLD,
        .align = VZ_ALIGN_CENTER,
        .slop = true,
        .act = VZ_ACT_WIDGET,
        .a = command,
    };
    vz_layout_shrink_label(widget->ui, &box);
    vz_scene_add(scene, &box);
}

void vz_group_parts_round(const double shares[3], int whole, int out[3]) {
    double rest[3];
    int left = whole;
    for (int i = 0; i < 3; i++) {
        const double exact = shares[i] * whole / 100;
        out[i] = (int)floor(exact + 1e-9);
        rest[i] = exact - out[i];
        left -= out[i];
    }
    while (left-- > 0) {
        int most = 0;
        for (int i = 1; i < 3; i++) {
            most = rest[i] > rest[most] + 1e-9 ? i : most;
        }
        out[most]++;
        rest[most] = -1;
    }
}

const char *vz_group_parts_in_sentence(struct vz_arena *arena,
                                       const char *label) {
    label = vz_plain_text(arena, label);
    mbstate_t in = {0}, out = {0};
    wchar_t first, second;
    const size_t len = mbrtowc(&first, label, strlen(label), &in);
    if (len == 0 || len > MB_LEN_MAX) {
        return label;
    }
    const size_t more = mbrtowc(&second, label + len, strlen(label + len), &in);
    // "NS" and "A" stay as they are.
    if (more == 0 || more > MB_LEN_MAX || iswupper((wint_t)second)) {
        return label;
    }
    char small[MB_LEN_MAX];
    const size_t size = wcrtomb(small, (wchar_t)towlower((wint_t)first), &out);
    char *copy = size == len ? vz_arena_strdup(arena, label) : NULL;
    if (!copy) {
        return label;
    }
    memcpy(copy, small, size);
    return copy;
}
