#include "question_types.h"

#include "form/xpath/suggest.h"

#include <ctype.h>
#include <string.h>

#define SELECT_PARAMETERS "randomize seed"
#define FILE_PARAMETERS "randomize seed value label"
#define POINT_PARAMETERS                                     \
    "capture-accuracy warning-accuracy allow-mock-accuracy " \
    "reference-geometry "                                    \
    "reference_geometry"
#define SHAPE_PARAMETERS \
    "allow-mock-accuracy incremental reference-geometry reference_geometry"
#define AUDIT_PARAMETERS                                        \
    "location-priority location-min-interval location-max-age " \
    "track-changes track-changes-reasons identify-user"

static const struct vz_question_type types[] = {
    {"note", "string", VZ_BODY_INPUT, VZ_TYPE_NOTE, NULL, NULL, NULL},
    {"text", "string", VZ_BODY_INPUT, 0, NULL, NULL, "rows"},
    {"integer", "int", VZ_BODY_INPUT, 0, NULL, NULL, NULL},
    {"decimal", "decimal", VZ_BODY_INPUT, 0, NULL, NULL, NULL},
    {"range", "int", VZ_BODY_RANGE, 0, NULL, NULL,
     "start end step tick_interval tick_labelset placeholder"},
    {"date", "date", VZ_BODY_INPUT, 0, NULL, NULL, NULL},
    {"time", "time", VZ_BODY_INPUT, 0, NULL, NULL, NULL},
    {"datetime", "dateTime", VZ_BODY_INPUT, 0, NULL, NULL, NULL},
    {"select_one", "string", VZ_BODY_SELECT1, VZ_TYPE_LIST, NULL, NULL,
     SELECT_PARAMETERS},
    {"select_multiple", "string", VZ_BODY_SELECT, VZ_TYPE_LIST, NULL, NULL,
     SELECT_PARAMETERS},
    {"select_one_from_file", "string", VZ_BODY_SELECT1, VZ_TYPE_FILE, NULL,
     NULL, FILE_PARAMETERS},
    {"select_multiple_from_file", "string", VZ_BODY_SELECT, VZ_TYPE_FILE, NULL,
     NULL, FILE_PARAMETERS},
    {"rank", "odk:rank", VZ_BODY_RANK, VZ_TYPE_LIST, NULL, NULL,
     SELECT_PARAMETERS},
    {"geopoint", "geopoint", VZ_BODY_INPUT, 0, NULL, NULL, POINT_PARAMETERS},
    {"geotrace", "geotrace", VZ_BODY_INPUT, 0, NULL, NULL, SHAPE_PARAMETERS},
    {"geoshape", "geoshape", VZ_BODY_INPUT, 0, NULL, NULL, SHAPE_PARAMETERS},
    {"barcode", "barcode", VZ_BODY_INPUT, 0, NULL, NULL, NULL},
    {"image", "binary", VZ_BODY_UPLOAD, 0, "image/*", NULL, "max-pixels app"},
    {"audio", "binary", VZ_BODY_UPLOAD, 0, "audio/*", NULL, "quality"},
    {"video", "binary", VZ_BODY_UPLOAD, 0, "video/*", NULL, NULL},
    {"file", "binary", VZ_BODY_UPLOAD, 0, "application/*", NULL, NULL},
    {"acknowledge", "string", VZ_BODY_TRIGGER, 0, NULL, NULL, NULL},
    {"calculate", "string", VZ_BODY_NONE, 0, NULL, NULL, NULL},
    {"hidden", "string", VZ_BODY_NONE, 0, NULL, NULL, NULL},
    {"start", "dateTime", VZ_BODY_NONE, 0, "start", "timestamp", NULL},
    {"end", "dateTime", VZ_BODY_NONE, 0, "end", "timestamp", NULL},
    {"today", "date", VZ_BODY_NONE, 0, "today", "date", NULL},
    {"deviceid", "string", VZ_BODY_NONE, 0, "deviceid", "property", NULL},
    {"username", "string", VZ_BODY_NONE, 0, "username", "property", NULL},
    {"phonenumber", "string", VZ_BODY_NONE, 0, "phonenumber", "property", NULL},
    {"email", "string", VZ_BODY_NONE, 0, "email", "property", NULL},
    {"simserial", "string", VZ_BODY_NONE, 0, "simserial", "property", NULL},
    {"subscriberid", "string", VZ_BODY_NONE, 0, "subscriberid", "property",
     NULL},
    {"uri:deviceid", "string", VZ_BODY_NONE, 0, "uri:deviceid", "property",
     NULL},
    {"uri:username", "string", VZ_BODY_NONE, 0, "uri:username", "property",
     NULL},
    {"uri:phonenumber", "string", VZ_BODY_NONE, 0, "uri:phonenumber",
     "property", NULL},
    {"uri:email", "string", VZ_BODY_NONE, 0, "uri:email", "property", NULL},
    {"uri:simserial", "string", VZ_BODY_NONE, 0, "uri:simserial", "property",
     NULL},
    {"uri:subscriberid", "string", VZ_BODY_NONE, 0, "uri:subscriberid",
     "property", NULL},
    {"audit", "binary", VZ_BODY_NONE, VZ_TYPE_META, NULL, NULL,
     AUDIT_PARAMETERS},
    {"start-geopoint", "geopoint", VZ_BODY_NONE, VZ_TYPE_SETS_GEOPOINT, NULL,
     NULL, NULL},
    {"background-geopoint", "geopoint", VZ_BODY_NONE, VZ_TYPE_SETS_GEOPOINT,
     NULL, NULL, NULL},
    {"background-audio", "binary", VZ_BODY_NONE, VZ_TYPE_RECORDS_AUDIO, NULL,
     NULL, "quality"},
    {"xml-external", NULL, VZ_BODY_NONE, VZ_TYPE_EXTERNAL, "jr://file/%s.xml",
     NULL, NULL},
    {"csv-external", NULL, VZ_BODY_NONE, VZ_TYPE_EXTERNAL,
     "jr://file-csv/%s.csv", NULL, NULL},
    {"select_one_external", "string", VZ_BODY_INPUT,
     VZ_TYPE_LIST | VZ_TYPE_QUERY, NULL, NULL, NULL},
    {"osm", "binary", VZ_BODY_UPLOAD, VZ_TYPE_TAGS, "osm/*", NULL, NULL},
    {"percentage", "int", VZ_BODY_INPUT, 0, NULL, NULL, NULL},
    {"number_of_days_in_last_month", "int", VZ_BODY_INPUT, 0, NULL, NULL, NULL},
    {"number_of_days_in_last_six_months", "int", VZ_BODY_INPUT, 0, NULL, NULL,
     NULL},
    {"number_of_days_in_last_year", "int", VZ_BODY_INPUT, 0, NULL, NULL, NULL},
    {"phone_number", "string", VZ_BODY_INPUT, 0, NULL, NULL, NULL},
    {"begin_loop_over", NULL, VZ_BODY_NONE, VZ_TYPE_LIST | VZ_TYPE_LOOP, NULL,
     NULL, NULL},
};

// Types of the first workbooks that know what an answer looks like.
static const struct {
    const char *type, *constraint, *hint;
} ready[] = {
    {"percentage", "0 <= . and . <= 100", NULL},
    {"number_of_days_in_last_month", "0 <= . and . <= 31",
     "Enter a number 0-31."},
    {"number_of_days_in_last_six_months", "0 <= . and . <= 183",
     "Enter a number 0-183."},
    {"number_of_days_in_last_year", "0 <= . and . <= 365",
     "Enter a number 0-365."},
    {"phone_number", "regex(., '^\\d*$')", "Enter numbers only."},
};

// Keys as in `normalise`: lower case, _ for spaces.
static const struct {
    const char *alias, *name;
} aliases[] = {
    {"string", "text"},
    {"int", "integer"},
    {"select1", "select_one"},
    {"select_one_from", "select_one"},
    {"select_all_that_apply", "select_multiple"},
    {"select_all_that_apply_from", "select_multiple"},
    {"select", "select_multiple"},
    {"add_select_one_prompt_using", "select_one"},
    {"add_select_multiple_prompt_using", "select_multiple"},
    {"sim_id", "simserial"},
    {"get_sim_id", "simserial"},
    {"subscriber_id", "subscriberid"},
    {"get_subscriber_id", "subscriberid"},
    {"gps", "geopoint"},
    {"location", "geopoint"},
    {"photo", "image"},
    {"picture", "image"},
    {"trigger", "acknowledge"},
    {"date_time", "datetime"},
    {"device_id", "deviceid"},
    {"imei", "deviceid"},
    {"get_device_id", "deviceid"},
    {"get_phone_number", "phonenumber"},
    {"start_time", "start"},
    {"get_start_time", "start"},
    {"end_time", "end"},
    {"get_end_time", "end"},
    {"get_today", "today"},
    {"calculation", "calculate"},
    {"begin_loop", "begin_loop_over"},
    {"begin_table_over", "begin_loop_over"},
    {"begin_table", "begin_loop_over"},
};

static const struct {
    const char *name;
    enum vz_bracket bracket;
} brackets[] = {
    {"begin_group", VZ_BRACKET_BEGIN_GROUP},
    {"begin_lgroup", VZ_BRACKET_BEGIN_REPEAT},
    {"begin_looped_group", VZ_BRACKET_BEGIN_REPEAT},
    {"begin_repeat", VZ_BRACKET_BEGIN_REPEAT},
    {"end_group", VZ_BRACKET_END_GROUP},
    {"end_lgroup", VZ_BRACKET_END_REPEAT},
    {"end_looped_group", VZ_BRACKET_END_REPEAT},
    {"end_repeat", VZ_BRACKET_END_REPEAT},
    {"end_loop", VZ_BRACKET_END_LOOP},
    {"end_table", VZ_BRACKET_END_LOOP},
};

#define MAX_NAME 48

static bool normalise(const char *name, char out[MAX_NAME]) {
    size_t n = strlen(name);
    if (n >= MAX_NAME) {
        return false;
    }
    for (size_t i = 0; i <= n; i++) {
        out[i] = name[i] == ' ' ? '_' : (char)tolower((unsigned char)name[i]);
    }
    return true;
}

// "q picture", "add date prompt" and the like from the first workbooks.
static void strip_old_words(char *name) {
    if (strncmp(name, "q_", 2) == 0) {
        memmove(name, name + 2, strlen(name + 2) + 1);
        return;
    }
    size_t n = strlen(name);
    if (n > 11 && strncmp(name, "add_", 4) == 0 &&
        strcmp(name + n - 7, "_prompt") == 0) {
        name[n - 7] = '\0';
        memmove(name, name + 4, strlen(name + 4) + 1);
    }
}

const struct vz_question_type *vz_question_type_find(const char *name) {
    char key[MAX_NAME];
    if (!normalise(name, key)) {
        return NULL;
    }
    strip_old_words(key);
    const char *wanted = key;
    for (size_t i = 0; i < sizeof(aliases) / sizeof(*aliases); i++) {
        if (strcmp(aliases[i].alias, key) == 0) {
            wanted = aliases[i].name;
        }
    }
    for (size_t i = 0; i < sizeof(types) / sizeof(*types); i++) {
        if (strcmp(types[i].name, wanted) == 0) {
            return &types[i];
        }
    }
    return NULL;
}

const char *vz_question_type_constraint(const struct vz_question_type *type,
                                        const char **hint) {
    for (size_t i = 0; i < sizeof(ready) / sizeof(*ready); i++) {
        if (strcmp(ready[i].type, type->name) == 0) {
            *hint = ready[i].hint;
            return ready[i].constraint;
        }
    }
    return NULL;
}

const char *vz_question_type_nearest(const char *name) {
    struct vz_suggest nearest;
    vz_suggest_init(&nearest, name, strlen(name));
    for (size_t i = 0; i < sizeof(types) / sizeof(*types); i++) {
        vz_suggest_consider(&nearest, types[i].name);
    }
    for (size_t i = 0; i < sizeof(brackets) / sizeof(*brackets); i++) {
        vz_suggest_consider(&nearest, brackets[i].name);
    }
    return nearest.best;
}

bool vz_bracket_find(const char *name, enum vz_bracket *bracket) {
    char key[MAX_NAME];
    if (!normalise(name, key)) {
        return false;
    }
    for (size_t i = 0; i < sizeof(brackets) / sizeof(*brackets); i++) {
        if (strcmp(brackets[i].name, key) == 0) {
            *bracket = brackets[i].bracket;
            return true;
        }
    }
    return false;
}
