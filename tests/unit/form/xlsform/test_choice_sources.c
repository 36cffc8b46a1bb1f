/*
 * Where the choices of a select come from: a list, a file, answers given
 * before, a search in a file, an external list; and or_other.
 */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "support/xlsform_case.h"

#define HEAD "survey\n,type,name,label,choice_filter,parameters,appearance\n"
#define LISTS "choices\n,list_name,name,label\n,l,a,A\n,l,b,B\n"

static void test_answers_of_a_repeat(void **state) {
    XLSFORM_EXPECT(
        HEAD ",begin_repeat,r,R,,,\n,text,naam,N,,,\n,integer,oud,O,,,\n"
             ",select_one ${naam},broer,B,,,\n,end_repeat,,,,,\n"
             ",select_one ${naam},hoofd,H,,,\n"
             ",select_multiple ${naam},kind,K,${oud} < 18,randomize=true,\n",
        {"//x:select1[@ref='/data/hoofd']/x:itemset/@nodeset",
         "/data/r[./naam != '']"},
        {"//x:select1[@ref='/data/hoofd']/x:itemset/x:value/@ref", "naam"},
        {"//x:select1[@ref='/data/hoofd']/x:itemset/x:label/@ref", "naam"},
        {"//x:select[@ref='/data/kind']/x:itemset/@nodeset",
         "randomize(/data/r[ ./oud  < 18])"},
        {"//x:select1[@ref='/data/r/broer']/x:itemset/@nodeset",
         "../../r[./naam != '']"});
}

static void test_an_answer_outside_of_repeats(void **state) {
    XLSFORM_EXPECT(
        HEAD ",text,a,A,,,\n,select_one ${a},b,B,,,\n"
             ",begin_group,g,G,,,\n,text,c,C,,,\n"
             ",select_one ${c},d,D,,,\n,end_group,,,,,\n",
        {"//x:select1[@ref='/data/b']/x:itemset/@nodeset", "/data[./a != '']"},
        {"//x:select1[@ref='/data/g/d']/x:itemset/@nodeset",
         "/data/g[./c != '']"});
}

static void test_a_search_has_its_items_in_the_body(void **state) {
    XLSFORM_EXPECT(HEAD ",select_one l,q,Q,,,search('fruit')\n" LISTS,
                   {"count(//x:instance[@id='l'])", "0"},
                   {"count(//x:itemset)", "0"},
                   {"//x:select1/@appearance", "search('fruit')"},
                   {"//x:select1/x:item[2]/x:label", "B"},
                   {"//x:select1/x:item[2]/x:value", "b"});
    XLSFORM_EXPECT("survey\n,type,name,label::English (en),appearance\n"
                   ",select_one l,q,Q,minimal search('fruit')\n"
                   "choices\n,list_name,name,label::English (en)\n,l,a,A\n",
                   {"//x:select1/x:item/x:label/@ref", "jr:itext('l-0')"},
                   {"//x:text[@id='l-0']/x:value", "A"});
}

static void test_an_external_list_is_a_query(void **state) {
    XLSFORM_EXPECT(HEAD ",text,s,S,,,\n,select_one_external stad,q,Q,s=${s},,\n"
                        "external_choices\n,list_name,name,s\n,stad,ams,nh\n",
                   {"//x:input[@ref='/data/q']/@query",
                    "instance('stad')/root/item[s= /data/s ]"},
                   {"//x:bind[@nodeset='/data/q']/@type", "string"},
                   {"count(//x:instance[@id='stad'])", "0"});
    xlsform_case_refuse(HEAD ",select_one_external dorp,q,Q,,,\n"
                             "external_choices\n,list_name,name\n,stad,ams\n",
                        "no list in the sheet external_choices");
}

static void test_or_other(void **state) {
    XLSFORM_EXPECT(HEAD ",select_one l or_other,p,P,,,\n"
                        ",select_one l or_other,q,Q,,,\n"
                        ",select_one m or_other,r,R,,,\n" LISTS
                        ",m,other,Anders\n",
                   {"count(//x:instance[@id='l']//x:item)", "3"},
                   {"//x:instance[@id='l']//x:item[3]/x:label", "Other"},
                   {"count(//x:instance[@id='m']//x:item)", "1"},
                   {"//x:bind[@nodeset='/data/q_other']/@relevant",
                    "selected(../q, 'other')"});
    xlsform_case_refuse(HEAD ",select_one l or_other,p,P,x = 1,,\n" LISTS,
                        "a choice filter is not supported with or_other");
    xlsform_case_warn("survey\n,type,name,label::English (en)\n"
                      ",select_one l or_other,p,P\n"
                      "choices\n,list_name,name,label::English (en)\n,l,a,A\n",
                      "not recommended");
}

static void test_other_serves_every_language(void **state) {
    XLSFORM_EXPECT(
        "survey\n,type,name,label::Nederlands (nl),label::English (en)\n"
        ",select_one l or_other,p,P,Q\n"
        "choices\n,list_name,name,label::Nederlands (nl),label::English (en)\n"
        ",l,a,A,B\n",
        {"//x:translation[1]/x:text[@id='l-1']/x:value", "Other"},
        {"//x:translation[2]/x:text[@id='l-1']/x:value", "Other"});
}

static void test_files(void **state) {
    XLSFORM_EXPECT(
        HEAD ",select_one_from_file a.csv,p,P,,value=id label=naam,\n"
             ",select_multiple_from_file b.xml,q,Q,x = 1,,\n"
             ",csv-external,c,,,,\n,xml-external,d,,,,\n"
             ",note,n,\"N\",,,\n",
        {"//x:instance[@id='a']/@src", "jr://file-csv/a.csv"},
        {"//x:instance[@id='b']/@src", "jr://file/b.xml"},
        {"//x:instance[@id='c']/@src", "jr://file-csv/c.csv"},
        {"//x:instance[@id='d']/@src", "jr://file/d.xml"},
        {"//x:select1/x:itemset/x:value/@ref", "id"},
        {"//x:select1/x:itemset/x:label/@ref", "naam"},
        {"//x:select/x:itemset/@nodeset", "instance('b')/root/item[x = 1]"});
}

static void test_tags_of_a_map(void **state) {
    XLSFORM_EXPECT(HEAD ",osm huis,o,O,,,\n,osm,p,P,,,\n"
                        "choices\n,list_name,name,label\n,building,yes,Ja\n"
                        "osm\n,list name,name,label\n,huis,building,Gebouw\n"
                        ",huis,name,Naam\n,weg,name,Weg\n",
                   {"//x:upload[@ref='/data/o']/@mediatype", "osm/*"},
                   {"//x:bind[@nodeset='/data/o']/@type", "binary"},
                   {"count(//x:upload[@ref='/data/o']/x:tag)", "2"},
                   {"//x:tag[@key='building']/x:label", "Gebouw"},
                   {"//x:tag[@key='building']/x:item/x:value", "yes"},
                   {"count(//x:upload[@ref='/data/p']/x:tag)", "0"});
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_answers_of_a_repeat),
        cmocka_unit_test(test_an_answer_outside_of_repeats),
        cmocka_unit_test(test_a_search_has_its_items_in_the_body),
        cmocka_unit_test(test_an_external_list_is_a_query),
        cmocka_unit_test(test_or_other),
        cmocka_unit_test(test_other_serves_every_language),
        cmocka_unit_test(test_files),
        cmocka_unit_test(test_tags_of_a_map),
    };
    return cmocka_run_group_tests_name("choice_sources", tests, NULL, NULL);
}
