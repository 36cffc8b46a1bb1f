/*
 * Names of questions, groups, repeats, lists, sheets and columns: what may
 * stand where, and what is said when two are alike.
 */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "support/xlsform_case.h"

#define HEAD "survey\n,type,name,label,relevant\n"

static void test_names_that_are_refused(void **state) {
    static const struct {
        const char *csv, *words;
    } cases[] = {
        {HEAD ",text,a:b,A,\n", "is no valid name"},
        {HEAD ",text,1a,A,\n", "is no valid name"},
        {HEAD ",text,$a,A,\n", "is no valid name"},
        {HEAD ",text,-a,A,\n", "is no valid name"},
        {HEAD ",begin_group,g h,G,\n,note,a,A,\n,end_group,,,\n",
         "is no valid name"},
        {HEAD ",begin_group,,G,\n,note,a,A,\n,end_group,,,\n",
         "this group has no name"},
        {HEAD ",text,a,A,\n,begin_group,a,G,\n,note,b,B,\n,end_group,,,\n",
         "the name 'a' is already in use (row 3)"},
        {HEAD ",begin_repeat,r,R,\n,note,a,A,\n,end_repeat,,,\n"
              ",begin_group,g,G,\n,begin_repeat,r,R,\n,note,b,B,\n"
              ",end_repeat,,,\n,end_group,,,\n",
         "names of repeats must be unique"},
        {HEAD ",begin_repeat,data,R,\n,note,a,A,\n,end_repeat,,,\n",
         "must not be the same as the survey root"},
        {HEAD ",audit,log,,\n,note,a,A,\n", "must always be named 'audit'"},
        {HEAD ",background-geopoint,p,,\n,note,a,A,\n", "needs a trigger"},
        {"survey\n,type,name,label,relevant,relevance\n,note,a,A,1,1\n",
         "stands in the sheet twice"},
        {HEAD ",note,a,A,\n,,,Zonder type,\n", "has no type"},
        {"survey\n,type,name,label,media::smell\n,note,a,A,x\n",
         "this medium is not supported"},
        {HEAD ",xml-external,x,,\n,begin_group,g,G,\n,xml-external,x,,\n"
              ",note,a,A,\n,end_group,,,\n",
         "instance names must be unique"},
        {"survey\n,type,name,label,default\n,note,a,A,\n,calculate,b,,vast\n",
         "nothing to calculate"},
        {HEAD ",note,a,A,\nsettings\n,attribute::\n,x\n",
         "cannot be an attribute"},
        {"surveys\n,type,name,label\n,note,a,A\n", "is it the sheet 'surveys'"},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
        xlsform_case_refuse(cases[i].csv, cases[i].words);
    }
}

static void test_names_that_are_accepted(void **state) {
    xlsform_case_warn(HEAD ",text,_a-b.c9,A,\n,text,vraag_één,B,\n"
                           ",begin_group,g,G,\n,text,x,X,\n,end_group,,,\n"
                           ",begin_group,h,H,\n,text,x,X,\n"
                           ",begin_group,g,G,\n,text,y,Y,\n,end_group,,,\n"
                           ",end_group,,,\n",
                      NULL);
    xlsform_case_warn(HEAD ",begin_group,g,,\n,note,a,A,\n,end_group,,,\n",
                      NULL);
}

static void test_names_that_are_warned_of(void **state) {
    xlsform_case_warn(HEAD ",note,a,A,\n,,,,1 = 1\n", "is skipped");
    xlsform_case_warn(HEAD ",note,a,A,\n,simserial,s,,\n",
                      "no longer supported on most devices");
    xlsform_case_warn(HEAD ",text,naam,A,\n,text,Naam,B,\n",
                      "is a case-insensitive match");
    xlsform_case_warn(HEAD ",note,a,A,\nstettings\n,form_id\n,x\n",
                      "its name is similar to 'settings'");
    xlsform_case_warn(HEAD ",note,a,A,\nsettings\n,form_id,id_string\n,x,y\n",
                      "form_id and id_string are both specified");
    xlsform_case_warn(HEAD ",note,a,A,\n_settings\n,form_id\n,x\n", NULL);
}

static void test_own_attributes_do_not_clash(void **state) {
    XLSFORM_EXPECT("survey\n,type,name,label,bind::nodeset,body::ref,"
                   "body::accept,bind::jr:preload\n"
                   ",start,s,,,,,date\n,image,a,A,/x,/y,image/png,\n",
                   {"count(//x:bind[@nodeset='/data/a'])", "1"},
                   {"//x:upload/@ref", "/data/a"},
                   {"//x:upload/@accept", "image/png"},
                   {"//x:bind[@nodeset='/data/s']/@jr:preload", "date"});
}

static void test_defaults_that_are_text(void **state) {
    XLSFORM_EXPECT("survey\n,type,name,label,default\n"
                   ",text,a,A,C++ of Java\n,text,b,B,rock & roll\n"
                   ",date,c,C,2026-11-24\n,text,d,D,a-b-c\n"
                   ",geopoint,e,E,52.1 -5.2 0 0\n,integer,f,F,-1\n"
                   ",text,g,G,[naam]\n",
                   {"count(//x:setvalue)", "0"},
                   {"//x:data/x:a", "C++ of Java"},
                   {"//x:data/x:e", "52.1 -5.2 0 0"}, {"//x:data/x:f", "-1"});
}

static void test_defaults_that_are_calculated(void **state) {
    XLSFORM_EXPECT("survey\n,type,name,label,default\n"
                   ",integer,a,A,1 + 2\n,integer,b,B,4 - 1\n"
                   ",decimal,c,C,6 div 4\n,text,d,D,${a}\n"
                   ",date,e,E,today()\n,integer,f,F,/data/a * 2\n"
                   ",text,g,G,once(uuid())\n",
                   {"count(//x:model/x:setvalue)", "7"},
                   {"count(//x:data/*[not(*)][text()])", "0"},
                   {"//x:setvalue[@ref='/data/d']/@value", "/data/a"},
                   {"//x:setvalue[@ref='/data/b']/@value", "4 - 1"});
}

static void test_the_last_submission_in_a_label(void **state) {
    XLSFORM_EXPECT(
        "survey\n,type,name,label,choice_filter,default\n"
        ",text,a,A ${last-saved#a},,\n",
        {"//x:instance[@id='__last-saved']/@src", "jr://instance/last-saved"},
        {"//x:label/x:output/@value", "instance('__last-saved')/data/a"});
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_names_that_are_refused),
        cmocka_unit_test(test_names_that_are_accepted),
        cmocka_unit_test(test_names_that_are_warned_of),
        cmocka_unit_test(test_own_attributes_do_not_clash),
        cmocka_unit_test(test_defaults_that_are_text),
        cmocka_unit_test(test_defaults_that_are_calculated),
        cmocka_unit_test(test_the_last_submission_in_a_label),
    };
    return cmocka_run_group_tests_name("names", tests, NULL, NULL);
}
