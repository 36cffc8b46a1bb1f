/*
 * Dates and times. A value that is no date answers "" or NaN.
 */
#include "functions.h"

#include "base/strbuf.h"
#include "iso_date.h"

#include <ctype.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

static bool run_today(struct vz_call *call, struct vz_xvalue *out) {
    vz_xvalue_set_date(out, VZ_XPATH_DATE, vz_iso_date_today());
    return true;
}

static bool run_now(struct vz_call *call, struct vz_xvalue *out) {
    vz_xvalue_set_date(out, VZ_XPATH_DATETIME, vz_iso_date_now());
    return true;
}

// The argument as a date. A plain number is days since 1970: `number_type`.
static bool read_date(struct vz_xvalue *value, enum vz_xpath_type number_type,
                      struct vz_iso_date *date, bool *valid) {
    *valid = true;
    if (value->type == VZ_XPATH_DATE || value->type == VZ_XPATH_DATETIME) {
        *date = (struct vz_iso_date){value->type, value->number};
        return true;
    }
    if (value->type == VZ_XPATH_NUMBER) {
        *date = (struct vz_iso_date){number_type, value->number};
        *valid = isfinite(value->number);
        return true;
    }
    if (value->type == VZ_XPATH_BOOLEAN) {
        *valid = false;
        return true;
    }
    if (!vz_xvalue_to_text(value)) {
        return false;
    }
    *valid = vz_iso_date_parse_loose(value->text, date);
    if (!*valid) {
        // A node that holds a calculated number of days.
        *date = (struct vz_iso_date){
            number_type, vz_number_parse(value->text, strlen(value->text))};
        *valid = isfinite(date->days);
    }
    return true;
}

// What was meant as a date and is none becomes a date that says so when it is
// shown; nothing at all, and a truth, stay nothing.
static void answer_no_date(const struct vz_xvalue *value,
                           struct vz_xvalue *out) {
    bool text = value->type == VZ_XPATH_STRING && value->text[0] != '\0';
    if (text) {
        vz_xvalue_set_date(out, VZ_XPATH_DATE, NAN);
    }
}

// date() in plain documents keeps the time, if there is one; a number is a
// moment.
static void answer_moment(const struct vz_xvalue *value,
                          const struct vz_iso_date *date,
                          struct vz_xvalue *out) {
    if (date->type == VZ_XPATH_DATE && value->type != VZ_XPATH_NUMBER) {
        vz_xvalue_set_date(out, VZ_XPATH_DATE, date->days);
        return;
    }
    double day = vz_iso_date_day(date->days);
    bool midnight = vz_iso_date_midnight(day) == date->days;
    vz_xvalue_set_date(out, midnight ? VZ_XPATH_DATE : VZ_XPATH_DATETIME,
                       midnight ? day : date->days);
}

static bool run_date(struct vz_call *call, struct vz_xvalue *out) {
    struct vz_iso_date date;
    bool valid;
    if (!read_date(&call->args[0], VZ_XPATH_DATE, &date, &valid)) {
        return false;
    }
    if (!valid) {
        answer_no_date(&call->args[0], out);
        return true;
    }
    if (call->eval->expr->plain) {
        answer_moment(&call->args[0], &date, out);
        return true;
    }
    double days = date.type == VZ_XPATH_DATE ? floor(date.days)
                                             : vz_iso_date_day(date.days);
    vz_xvalue_set_date(out, VZ_XPATH_DATE, days);
    return true;
}

static double moment_of(const struct vz_iso_date *date) {
    return date->type == VZ_XPATH_DATE ? vz_iso_date_midnight(date->days)
                                       : date->days;
}

static bool run_date_time(struct vz_call *call, struct vz_xvalue *out) {
    struct vz_iso_date date;
    bool valid;
    if (!read_date(&call->args[0], VZ_XPATH_DATETIME, &date, &valid)) {
        return false;
    }
    if (valid) {
        vz_xvalue_set_date(out, VZ_XPATH_DATETIME, moment_of(&date));
    }
    return true;
}

static bool run_decimal_date_time(struct vz_call *call, struct vz_xvalue *out) {
    struct vz_iso_date date;
    bool valid;
    if (!read_date(&call->args[0], VZ_XPATH_DATETIME, &date, &valid)) {
        return false;
    }
    vz_xvalue_set_number(out, valid ? moment_of(&date) : NAN);
    return true;
}

static double time_of_day(const struct vz_iso_date *date) {
    struct vz_datetime time;
    if (date->type == VZ_XPATH_DATE) {
        return 0;
    }
    if (!vz_iso_date_split(VZ_XPATH_DATETIME, date->days, &time)) {
        return NAN;
    }
    double seconds = (time.hour * 60 + time.minute) * 60 + time.second;
    return (seconds + time.ms / 1000.0) / 86400;
}

// In plain documents only the text of a time has one, as in Web Forms; in
// forms also a moment and the fraction of a number, as in JavaRosa.
static bool run_decimal_time(struct vz_call *call, struct vz_xvalue *out) {
    struct vz_xvalue *value = &call->args[0];
    bool plain = call->eval->expr->plain;
    if (value->type == VZ_XPATH_NUMBER && !plain) {
        vz_xvalue_set_number(out, value->number - floor(value->number));
        return true;
    }
    if (value->type == VZ_XPATH_NODESET && !vz_xvalue_to_text(value)) {
        return false;
    }
    double fraction;
    if (value->type == VZ_XPATH_STRING &&
        vz_iso_date_parse_time(value->text, &fraction)) {
        vz_xvalue_set_number(out, fraction);
        return true;
    }
    if (plain) {
        vz_xvalue_set_number(out, NAN);
        return true;
    }
    struct vz_iso_date date;
    bool valid;
    if (!read_date(value, VZ_XPATH_DATETIME, &date, &valid)) {
        return false;
    }
    vz_xvalue_set_number(out, valid ? time_of_day(&date) : NAN);
    return true;
}

// ------------------------------------------------------------ format-date

struct names {
    const char *language;
    const char *months[12];
    const char *days[7]; // Sunday first
};

// The short names that a calendar in that language uses; for Tigrinya those of
// Eritrea.
static const struct names languages[] = {
    {"en",
     {"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct",
      "Nov", "Dec"},
     {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"}},
    {"nl",
     {"jan", "feb", "mrt", "apr", "mei", "jun", "jul", "aug", "sep", "okt",
      "nov", "dec"},
     {"zo", "ma", "di", "wo", "do", "vr", "za"}},
    {"de",
     {"Jan", "Feb", "Mär", "Apr", "Mai", "Jun", "Jul", "Aug", "Sep", "Okt",
      "Nov", "Dez"},
     {"So", "Mo", "Di", "Mi", "Do", "Fr", "Sa"}},
    {"fr",
     {"janv.", "févr.", "mars", "avr.", "mai", "juin", "juil.", "août", "sept.",
      "oct.", "nov.", "déc."},
     {"dim.", "lun.", "mar.", "mer.", "jeu.", "ven.", "sam."}},
    {"es",
     {"ene", "feb", "mar", "abr", "may", "jun", "jul", "ago", "sep", "oct",
      "nov", "dic"},
     {"dom", "lun", "mar", "mié", "jue", "vie", "sáb"}},
    {"pt",
     {"jan", "fev", "mar", "abr", "mai", "jun", "jul", "ago", "set", "out",
      "nov", "dez"},
     {"dom", "seg", "ter", "qua", "qui", "sex", "sáb"}},
    {"it",
     {"gen", "feb", "mar", "apr", "mag", "giu", "lug", "ago", "set", "ott",
      "nov", "dic"},
     {"dom", "lun", "mar", "mer", "gio", "ven", "sab"}},
    {"tr",
     {"Oca", "Şub", "Mar", "Nis", "May", "Haz", "Tem", "Ağu", "Eyl", "Eki",
      "Kas", "Ara"},
     {"Paz", "Pzt", "Sal", "Çar", "Per", "Cum", "Cmt"}},
    {"pl",
     {"sty", "lut", "mar", "kwi", "maj", "cze", "lip", "sie", "wrz", "paź",
      "lis", "gru"},
     {"niedz.", "pon.", "wt.", "śr.", "czw.", "pt.", "sob."}},
    {"uk",
     {"січ", "лют", "бер", "кві", "тра", "чер", "лип", "сер", "вер", "жов",
      "лис", "гру"},
     {"нд", "пн", "вт", "ср", "чт", "пт", "сб"}},
    {"ar",
     {"يناير", "فبراير", "مارس", "أبريل", "مايو", "يونيو", "يوليو", "أغسطس",
      "سبتمبر", "أكتوبر", "نوفمبر", "ديسمبر"},
     {"الأحد", "الاثنين", "الثلاثاء", "الأربعاء", "الخميس", "الجمعة", "السبت"}},
    {"am",
     {"ጃንዩ", "ፌብሩ", "ማርች", "ኤፕረ", "ሜይ", "ጁን", "ጁላይ", "ኦገስ", "ሴፕቴ", "ኦክተ", "ኖቬም",
      "ዲሴም"},
     {"እሑድ", "ሰኞ", "ማክሰ", "ረቡዕ", "ሐሙስ", "ዓርብ", "ቅዳሜ"}},
    {"ti",
     {"ጥሪ", "ለካቲ", "መጋቢ", "ሚያዝ", "ግንቦ", "ሰነ", "ሓምለ", "ነሓሰ", "መስከ", "ጥቅም", "ሕዳር",
      "ታሕሳ"},
     {"ሰንበ", "ሰኑይ", "ሰሉስ", "ረቡዕ", "ሓሙስ", "ዓርቢ", "ቀዳም"}},
};

static const struct names *names_for(const struct vz_eval *eval) {
    const struct vz_xpath_host *host = eval->context->host;
    const char *code = NULL;
    if (host != NULL && host->language != NULL) {
        code = host->language(host->userdata);
    }
    for (size_t i = 0; i < sizeof(languages) / sizeof(languages[0]); i++) {
        if (code != NULL && strncasecmp(code, languages[i].language, 2) == 0 &&
            !isalpha((unsigned char)code[2])) {
            return &languages[i];
        }
    }
    return &languages[0];
}

static int weekday(const struct vz_datetime *time) {
    int64_t days = vz_days_from_date(time->year, time->month, time->day);
    return (int)(((days + 4) % 7 + 7) % 7); // 1970-01-01 was a Thursday
}

static bool append_date_part(struct vz_strbuf *buf, char letter,
                             const struct vz_datetime *time,
                             const struct names *names) {
    switch (letter) {
    case 'Y':
        vz_strbuf_printf(buf, "%04d", time->year);
        return true;
    case 'y':
        vz_strbuf_printf(buf, "%02d", time->year % 100);
        return true;
    case 'm':
        vz_strbuf_printf(buf, "%02d", time->month);
        return true;
    case 'n':
        vz_strbuf_printf(buf, "%d", time->month);
        return true;
    case 'b':
        vz_strbuf_append(buf, names->months[time->month - 1]);
        return true;
    case 'd':
        vz_strbuf_printf(buf, "%02d", time->day);
        return true;
    case 'e':
        vz_strbuf_printf(buf, "%d", time->day);
        return true;
    case 'a':
        vz_strbuf_append(buf, names->days[weekday(time)]);
        return true;
    default:
        return false;
    }
}

static bool append_time_part(struct vz_strbuf *buf, char letter,
                             const struct vz_datetime *time) {
    switch (letter) {
    case 'H':
        vz_strbuf_printf(buf, "%02d", time->hour);
        return true;
    case 'h':
        vz_strbuf_printf(buf, "%d", time->hour);
        return true;
    case 'M':
        vz_strbuf_printf(buf, "%02d", time->minute);
        return true;
    case 'S':
        vz_strbuf_printf(buf, "%02d", time->second);
        return true;
    case '3':
        vz_strbuf_printf(buf, "%03d", time->ms);
        return true;
    default:
        return false;
    }
}

// Unknown letters stay as they are written; %% is one %.
static void append_part(struct vz_strbuf *buf, char letter, bool with_time,
                        const struct vz_datetime *time,
                        const struct names *names) {
    if (append_date_part(buf, letter, time, names) ||
        (with_time && append_time_part(buf, letter, time))) {
        return;
    }
    vz_strbuf_append_char(buf, '%');
    if (letter != '%') {
        vz_strbuf_append_char(buf, letter);
    }
}

static bool format(struct vz_call *call, bool with_time,
                   struct vz_xvalue *out) {
    struct vz_iso_date date;
    struct vz_datetime time;
    bool valid;
    enum vz_xpath_type number = with_time ? VZ_XPATH_DATETIME : VZ_XPATH_DATE;
    if (!read_date(&call->args[0], number, &date, &valid)) {
        return false;
    }
    if (!valid || !vz_iso_date_split(date.type, date.days, &time)) {
        return true;
    }
    struct vz_strbuf buf = {0};
    for (const char *at = call->args[1].text; *at != '\0'; at++) {
        if (*at == '%' && at[1] != '\0') {
            append_part(&buf, *++at, with_time, &time, names_for(call->eval));
        } else {
            vz_strbuf_append_char(&buf, *at);
        }
    }
    return vz_xvalue_take_text(out, vz_strbuf_take(&buf));
}

static bool run_format_date(struct vz_call *call, struct vz_xvalue *out) {
    return format(call, false, out);
}

static bool run_format_date_time(struct vz_call *call, struct vz_xvalue *out) {
    return format(call, true, out);
}

const struct vz_function vz_functions_date[] = {
    {"today", "", run_today, VZ_FUNCTION_VOLATILE},
    {"now", "", run_now, VZ_FUNCTION_VOLATILE},
    {"date", "v", run_date, 0},
    {"date-time", "v", run_date_time, 0},
    {"format-date", "vs", run_format_date, 0},
    {"format-date-time", "vs", run_format_date_time, 0},
    {"decimal-date-time", "v", run_decimal_date_time, 0},
    {"decimal-time", "v", run_decimal_time, 0},
    {NULL, NULL, NULL, 0},
};
