#include "report.h"

#include "page.h"
#include "stones.h"
#include "suppression.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct report {
    const struct vz_report_params *params;
    const struct vz_tally *tally;
    enum vz_report_language language;
    size_t form_language; // index in the schema
    struct vz_page page;
    struct vz_strbuf text; // for one text at a time
    struct vz_strbuf period, place;
};

static const char *fixed_text(const char *key, void *userdata) {
    const struct report *report = userdata;
    return vz_report_text(report->language, key);
}

// ------------------------------------------------------------------- texts
// Each answers report->text, valid until the next of these.
static const char *fill(struct report *report, const char *key,
                        const char *const *values, size_t n) {
    vz_strbuf_clear(&report->text);
    vz_report_fill(&report->text, report->language, key, values, n);
    return vz_strbuf_text(&report->text);
}

static const char *number(struct report *report, size_t value) {
    vz_strbuf_clear(&report->text);
    vz_report_number(&report->text, report->language, value);
    return vz_strbuf_text(&report->text);
}

static const char *fill_number(struct report *report, const char *key,
                               size_t value) {
    struct vz_strbuf digits = {0};
    vz_report_number(&digits, report->language, value);
    const char *values[] = {vz_strbuf_text(&digits)};
    const char *text = fill(report, key, values, 1);
    vz_strbuf_finish(&digits);
    return text;
}

static void percent(char out[16], size_t part, size_t total) {
    snprintf(out, 16, "%zu%%", (part * 200 + total) / (total * 2));
}

// The share that was filled in with help, or that it is hidden or not known.
static void assisted_share(const struct report *report, size_t part,
                           size_t total, char out[64]) {
    if (!report->tally->asks_assisted) {
        snprintf(out, 64, "%s",
                 vz_report_text(report->language, "unknown-share"));
    } else if (vz_suppress_share(part, total, report->params->threshold)) {
        snprintf(out, 64, "%s",
                 vz_report_text(report->language, "hidden-share"));
    } else {
        percent(out, part, total);
    }
}

// The form's language that matches the report's, by its code "(nl)".
static size_t find_language(const struct vz_schema *schema,
                            enum vz_report_language language) {
    const char *code = vz_report_language_code(language);
    for (size_t i = 0; i < schema->n_languages; i++) {
        const char *name = schema->languages[i];
        size_t len = strlen(name);
        if (!strcmp(name, code) ||
            (len > 4 && name[len - 1] == ')' && name[len - 4] == '(' &&
             !strncmp(name + len - 3, code, 2))) {
            return i;
        }
    }
    return schema->default_language;
}

static const char *label_of(const struct report *report,
                            const struct vz_texts *texts, const char *name) {
    const char *label =
        vz_texts_get(report->tally->schema, texts, report->form_language);
    return label && *label ? label : name;
}

static void describe_period(struct report *report) {
    const struct vz_tally *tally = report->tally;
    if (!*tally->first_day) {
        vz_strbuf_append(&report->period,
                         vz_report_text(report->language, "no-period"));
        return;
    }
    struct vz_strbuf first = {0}, last = {0};
    vz_report_date(&first, report->language, tally->first_day);
    vz_report_date(&last, report->language, tally->last_day);
    const char *values[] = {vz_strbuf_text(&first), vz_strbuf_text(&last)};
    if (!strcmp(tally->first_day, tally->last_day)) {
        vz_strbuf_append(&report->period, values[0]);
    } else {
        vz_report_fill(&report->period, report->language, "period", values, 2);
    }
    vz_strbuf_finish(&first);
    vz_strbuf_finish(&last);
}

static void describe_place(struct report *report) {
    const struct vz_tally *tally = report->tally;
    if (report->params->place) {
        vz_strbuf_append(&report->place, report->params->place);
        return;
    }
    for (size_t i = 0; i < tally->n_devices; i++) {
        vz_strbuf_printf(&report->place, "%s%s", i ? ", " : "",
                         tally->devices[i]);
    }
    if (!tally->n_devices || tally->n_devices == VZ_TALLY_DEVICES) {
        vz_strbuf_clear(&report->place);
        vz_strbuf_append(&report->place,
                         vz_report_text(report->language, "no-place"));
    }
}

// --------------------------------------------------------------- questions
static size_t largest_shown(const struct vz_tally_question *question,
                            const bool *hidden) {
    size_t largest = 0;
    for (size_t i = 0; i < question->field->n_choices; i++) {
        if (!hidden[i] && question->counts[i] > largest) {
            largest = question->counts[i];
        }
    }
    return largest;
}

static void write_answer(struct report *report, xmlNode *scope,
                         const struct vz_tally_question *question, size_t index,
                         bool hidden, size_t unit) {
    struct vz_page *page = &report->page;
    const struct vz_schema_choice *choice = &question->field->choices[index];
    xmlNode *row = vz_page_add(page, scope, "answer");
    vz_page_text(page, row, "answer-label",
                 label_of(report, &choice->label, choice->name));
    if (hidden) {
        vz_page_text(page, row, "answer-count",
                     vz_report_text(report->language, "hidden-cell"));
        vz_page_drop(row, "shown");
        return;
    }
    size_t count = question->counts[index];
    char share[16];
    percent(share, count, question->n);
    vz_page_text(page, row, "answer-count", number(report, count));
    vz_page_text(page, row, "answer-share", share);
    vz_strbuf_clear(&report->text);
    vz_stones_append_uri(&report->text, count, unit);
    vz_page_attribute(page, row, "answer-bar", "src",
                      vz_strbuf_text(&report->text));
}

static void write_caption(struct report *report, xmlNode *scope, bool multiple,
                          size_t unit) {
    struct vz_strbuf caption = {0};
    vz_strbuf_append(&caption,
                     unit == 1
                         ? vz_report_text(report->language, "caption-stone-one")
                         : fill_number(report, "caption-stone", unit));
    if (multiple) {
        vz_strbuf_append_char(&caption, ' ');
        vz_strbuf_append(&caption,
                         vz_report_text(report->language, "caption-multiple"));
    }
    vz_page_text(&report->page, scope, "question-caption",
                 vz_strbuf_text(&caption));
    vz_strbuf_finish(&caption);
}

// What stands under every figure.
static void write_meta(struct report *report, xmlNode *scope,
                       const struct vz_tally_question *question) {
    struct vz_strbuf n = {0};
    vz_report_number(&n, report->language, question->n);
    char share[64];
    assisted_share(report, question->n_assisted, question->n, share);
    const char *values[] = {vz_strbuf_text(&n), vz_strbuf_text(&report->period),
                            vz_strbuf_text(&report->place), share};
    vz_page_text(&report->page, scope, "question-meta",
                 fill(report, "meta", values, 4));
    vz_strbuf_finish(&n);
}

static bool write_answers(struct report *report, xmlNode *scope,
                          const struct vz_tally_question *question) {
    size_t n = question->field->n_choices;
    bool *hidden = vz_alloc_array(n, sizeof(*hidden));
    if (!hidden) {
        return false;
    }
    size_t threshold = report->params->threshold;
    bool multiple = question->field->type == VZ_FIELD_SELECT_MULTIPLE;
    if (multiple) {
        vz_suppress_overlaps(question->counts, n, question->n, threshold,
                             hidden);
    } else {
        vz_suppress_parts(question->counts, n, threshold, hidden);
    }
    size_t unit = vz_stones_unit(largest_shown(question, hidden));
    bool any = false;
    for (size_t i = 0; i < n; i++) {
        write_answer(report, scope, question, i, hidden[i], unit);
        any = any || hidden[i];
    }
    free(hidden);
    write_caption(report, scope, multiple, unit);
    if (any) {
        vz_page_text(&report->page, scope, "question-hidden",
                     fill_number(report, "hidden-note", threshold));
    } else {
        vz_page_drop(scope, "some-hidden");
    }
    return true;
}

static bool write_question(struct report *report,
                           const struct vz_tally_question *question) {
    struct vz_page *page = &report->page;
    xmlNode *scope = vz_page_add(page, vz_page_root(page), "question");
    vz_page_text(
        page, scope, "question-label",
        label_of(report, &question->field->label, question->field->name));
    if (question->n < report->params->threshold) {
        vz_page_text(page, scope, "question-few",
                     fill_number(report, "too-few", report->params->threshold));
        vz_page_drop(scope, "enough");
        return true;
    }
    vz_page_drop(scope, "few");
    bool ok = write_answers(report, scope, question);
    vz_page_end(scope, "answer");
    write_meta(report, scope, question);
    return ok;
}

// ----------------------------------------------------------------- stories
static const char *theme_label(const struct report *report, const char *theme) {
    const struct vz_field *field =
        vz_schema_role(report->tally->schema, "theme");
    const struct vz_schema_choice *choice =
        field && theme ? vz_field_choice(field, theme) : NULL;
    return choice ? label_of(report, &choice->label, choice->name) : theme;
}

static void write_story(struct report *report,
                        const struct vz_tally_story *story) {
    struct vz_page *page = &report->page;
    xmlNode *scope = vz_page_add(page, vz_page_root(page), "story");
    vz_page_text(page, scope, "story-text", story->text);
    if (story->title) {
        vz_page_text(page, scope, "story-title", story->title);
    } else {
        vz_page_drop(scope, "titled");
    }
    if (story->theme) {
        vz_page_text(page, scope, "story-theme",
                     theme_label(report, story->theme));
    } else {
        vz_page_drop(scope, "themed");
    }
    char key[40];
    snprintf(key, sizeof(key), "consent-%.24s",
             story->consent ? story->consent : "team");
    vz_page_text(page, scope, "story-consent",
                 vz_report_text(report->language, key));
    vz_strbuf_clear(&report->text);
    vz_report_date(&report->text, report->language, story->month);
    vz_page_text(page, scope, "story-month", vz_strbuf_text(&report->text));
}

static void write_stories(struct report *report) {
    const struct vz_tally *tally = report->tally;
    struct vz_page *page = &report->page;
    xmlNode *root = vz_page_root(page);
    for (size_t i = 0; i < tally->n_stories; i++) {
        write_story(report, &tally->stories[i]);
    }
    vz_page_end(root, "story");
    const char *note;
    if (tally->n_told == 0) {
        note = vz_report_text(report->language, "no-stories");
    } else if (tally->n_stories == tally->n_told) {
        note = fill_number(report, "stories-all", tally->n_told);
    } else {
        char shown[24], told[24];
        snprintf(shown, sizeof(shown), "%zu", tally->n_stories);
        snprintf(told, sizeof(told), "%zu", tally->n_told);
        const char *values[] = {shown, told};
        note = fill(report, "stories-newest", values, 2);
    }
    vz_page_text(page, root, "stories-note", note);
}

// -------------------------------------------------------------------- whole
static void write_head(struct report *report) {
    const struct vz_tally *tally = report->tally;
    struct vz_page *page = &report->page;
    xmlNode *root = vz_page_root(page);
    size_t threshold = report->params->threshold;
    if (!xmlSetProp(
            root, (const xmlChar *)"lang",
            (const xmlChar *)vz_report_language_code(report->language))) {
        page->failed = true;
    }
    const char *title = tally->schema->title && *tally->schema->title
                            ? tally->schema->title
                            : tally->schema->form_id;
    vz_page_text(page, root, "document-title", title);
    vz_page_text(page, root, "title", title);
    vz_page_text(page, root, "place", vz_strbuf_text(&report->place));
    vz_page_text(page, root, "period", vz_strbuf_text(&report->period));
    vz_page_text(page, root, "n",
                 tally->n < threshold ? fill_number(report, "hidden", threshold)
                                      : number(report, tally->n));
    vz_page_text(page, root, "n-stories", number(report, tally->n_told));
    char share[64];
    assisted_share(report, tally->n_assisted, tally->n, share);
    vz_page_text(page, root, "assisted-share", share);
    vz_page_text(page, root, "how",
                 fill_number(report, "how-measured", threshold));
}

static bool write_page(struct report *report, struct vz_strbuf *out) {
    const struct vz_tally *tally = report->tally;
    vz_page_translate(&report->page, fixed_text, report);
    write_head(report);
    bool ok = true;
    for (size_t i = 0; i < tally->n_questions; i++) {
        ok = ok && write_question(report, &tally->questions[i]);
    }
    vz_page_end(vz_page_root(&report->page), "question");
    write_stories(report);
    ok = ok && !report->text.failed && !report->period.failed &&
         !report->place.failed;
    return vz_page_write(&report->page, out) && ok;
}

bool vz_report_write(const struct vz_report_params *params,
                     struct vz_strbuf *out, struct vz_error *error) {
    struct report report = {
        .params = params, .tally = params->tally, .language = params->language};
    if (!vz_page_load(&report.page, params->template_path, error)) {
        return false;
    }
    report.form_language =
        find_language(params->tally->schema, params->language);
    describe_period(&report);
    describe_place(&report);
    bool ok = write_page(&report, out) || vz_error_nomem(error);
    vz_page_finish(&report.page);
    vz_strbuf_finish(&report.text);
    vz_strbuf_finish(&report.period);
    vz_strbuf_finish(&report.place);
    return ok;
}
