/*
 * The column parameters: what becomes of them, and what is refused.
 */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/strbuf.h"
#include "support/xlsform_case.h"

#include <string.h>

#define HEAD "survey\n,type,name,label,parameters,appearance\n"
#define LISTS \
    "choices\n,list_name,name,label\n,l,1,A\n,l,3,B\n,l,10,C\n,w,x,X\n"

static void test_ticks_of_a_range(void **state) {
    XLSFORM_EXPECT(
        HEAD ",range,a,A,start=1 end=10 step=1 tick_interval=1 placeholder=5 "
             "tick_labelset=l,\n" LISTS,
        {"//x:range/@odk:tick-interval", "1"},
        {"//x:range/@odk:placeholder", "5"},
        {"//x:range/x:itemset/@nodeset", "instance('l')/root/item"},
        {"//x:range/x:itemset/x:value/@ref", "name"},
        {"//x:range/x:itemset/x:label/@ref", "label"});
}

static void test_accuracy_of_places(void **state) {
    XLSFORM_EXPECT(
        HEAD ",geopoint,a,A,capture-accuracy=10 warning-accuracy=50 "
             "allow-mock-accuracy=true,\n,geoshape,b,B,incremental=yes,\n",
        {"//x:input[@ref='/data/a']/@accuracyThreshold", "10"},
        {"//x:input[@ref='/data/a']/@unacceptableAccuracyThreshold", "50"},
        {"//x:bind[@nodeset='/data/a']/@odk:allow-mock-accuracy", "true"},
        {"//x:input[@ref='/data/b']/@incremental", "true"});
}

static void test_places_to_compare_with(void **state) {
    XLSFORM_EXPECT(
        HEAD ",begin_repeat,r,R,,\n,geopoint,geometry,G,,\n"
             ",geotrace,t,T,reference_geometry=${r},\n,end_repeat,,,,\n"
             ",geoshape,a,A,reference_geometry=velden.geojson,\n"
             ",geopoint,b,B,reference_geometry=l,\n" LISTS,
        {"//x:input[@ref='/data/r/t']/x:itemset/@nodeset",
         "../../r[./geometry != '']"},
        {"//x:input[@ref='/data/r/t']/x:itemset/x:value/@ref", "geometry"},
        {"//x:input[@ref='/data/a']/x:itemset/@nodeset",
         "instance('velden')/root/item"},
        {"//x:instance[@id='velden']/@src", "jr://file/velden.geojson"},
        {"//x:input[@ref='/data/b']/x:itemset/x:label/@ref", "label"});
}

static void test_names_in_any_case_and_any_separator(void **state) {
    XLSFORM_EXPECT(HEAD ",range,a,A,\"Start=2, END = 4;step=2\",\n"
                        ",select_one l,b,B,randomize=true seed=${a},\n" LISTS,
                   {"//x:range/@start", "2"}, {"//x:range/@end", "4"},
                   {"//x:range/@step", "2"},
                   {"//x:itemset/@nodeset",
                    "randomize(instance('l')/root/item, /data/a)"});
}

static void test_what_is_refused(void **state) {
    static const struct {
        const char *row, *words;
    } cases[] = {
        {"text,a,A,rows=vier,", "rows must have an integer value"},
        {"text,a,A,rows", "name=value"},
        {"text,a,A,start=1,", "'start' is not a parameter of text"},
        {"image,a,A,max-pixels=1.5,", "max-pixels must have an integer value"},
        {"image,a,A,max-pixels=10 app=none,", "Android package"},
        {"audio,a,A,quality=best,", "quality must be set to one of"},
        {"background-audio,a,,quality=external,",
         "quality must be set to one of"},
        {"geopoint,a,A,capture-accuracy=ver,", "must be a number"},
        {"geotrace,a,A,incremental=ja,", "incremental must be set to one of"},
        {"geopoint,a,A,incremental=true,", "not a parameter of geopoint"},
        {"select_one l,a,A,randomize=ja,", "randomize must be set to one of"},
        {"select_one l,a,A,seed=3,", "a seed needs randomize=true"},
        {"select_one l,a,A,randomize=true seed=x,", "seed must be a number"},
        {"select_one l,a,A,value=x,", "not a parameter of select_one"},
        {"select_one_from_file a.csv,a,A,value=1x,", "name of a column"},
        {"range,a,A,step=0,", "step must not be 0"},
        {"range,a,A,end=4 step=9,", "longer than the range"},
        {"range,a,A,tick_interval=0,", "tick_interval must be a multiple"},
        {"range,a,A,step=2 tick_interval=3,", "tick_interval must be"},
        {"range,a,A,tick_interval=12,", "tick_interval must be"},
        {"range,a,A,placeholder=11,", "placeholder must be a step"},
        {"range,a,A,placeholder=1.5,", "placeholder must be a step"},
        {"range,a,A,tick_labelset=geen,", "no choice list is named 'geen'"},
        {"range,a,A,tick_labelset=w,", "'x' of the list 'w' is no step"},
        {"range,a,A,tick_labelset=l,no-ticks", "only the two ends"},
        {"range,a,A,tick_interval=1,picker", "vertical and no-ticks only"},
        {"audit,audit,,location-priority=balanced,", "or none of them"},
        {"audit,audit,,location-priority=best location-min-interval=1 "
         "location-max-age=2,",
         "location-priority must be set to one of"},
        {"audit,audit,,location-priority=balanced location-min-interval=9 "
         "location-max-age=2,",
         "must not be less than"},
        {"audit,audit,,track-changes=ja,",
         "track-changes must be set to one of"},
        {"audit,audit,,track-changes-reasons=on,", "must be set to one of"},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
        struct vz_strbuf csv = {0};
        vz_strbuf_printf(&csv, HEAD ",note,n,N,,\n,%s\n" LISTS, cases[i].row);
        xlsform_case_refuse(csv.data, cases[i].words);
        vz_strbuf_finish(&csv);
    }
}

static void test_a_large_picture_is_warned_of(void **state) {
    xlsform_case_warn(HEAD ",image,a,A,,\n", "max-pixels=1024");
    xlsform_case_warn(HEAD ",image,a,A,max-pixels=1024,\n", NULL);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_ticks_of_a_range),
        cmocka_unit_test(test_accuracy_of_places),
        cmocka_unit_test(test_places_to_compare_with),
        cmocka_unit_test(test_names_in_any_case_and_any_separator),
        cmocka_unit_test(test_what_is_refused),
        cmocka_unit_test(test_a_large_picture_is_warned_of),
    };
    return cmocka_run_group_tests_name("parameters", tests, NULL, NULL);
}
