/*
 * What a few rows make many of: table-list groups and loops; groups that call
 * another app; the settings of the instance.
 */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "support/xlsform_case.h"

#define LISTS "choices\n,list_name,name,label\n,l,a,Appel\n,l,b,Peer\n,m,x,X\n"

static void test_a_table_list(void **state) {
    XLSFORM_EXPECT(
        "survey\n,type,name,label,appearance,hint\n"
        ",begin group,g,G,table-list w4,H\n,select_one l,p,P,,\n"
        ",select_one l,q,Q,minimal,\n,end group,,,,\n" LISTS,
        {"//x:group/@appearance", "field-list w4"},
        {"count(//x:group/x:label)", "0"},
        {"//x:group/x:input/@ref", "/data/g/generated_table_list_label_2"},
        {"//x:group/x:input/x:label", "G"}, {"//x:group/x:input/x:hint", "H"},
        {"//x:group/x:select1[1]/@ref",
         "/data/g/reserved_name_for_field_list_labels_3"},
        {"//x:group/x:select1[1]/@appearance", "label"},
        {"//x:group/x:select1[2]/@appearance", "list-nolabel"},
        {"//x:group/x:select1[3]/@appearance", "list-nolabel"},
        {"//x:group/x:select1[3]/x:label", "Q"});
    xlsform_case_refuse("survey\n,type,name,label,appearance\n"
                        ",begin group,g,G,table-list\n,select_one l,p,P,\n"
                        ",select_one m,q,Q,\n,end group,,,\n" LISTS,
                        "all selects of a table-list have the same choices");
}

static void test_a_loop(void **state) {
    XLSFORM_EXPECT(
        "survey\n,type,name,label,relevant\n,begin loop over l,g,G,\n"
        ",integer,n,Hoeveel %(label)s?,\n,text,w,Waarom %(name)s?,../n > 1\n"
        ",end loop,,,\n" LISTS,
        {"count(//x:data/x:g/*)", "2"}, {"count(//x:data/x:g/x:a/*)", "2"},
        {"//x:group[@ref='/data/g/b']/x:label", "Peer"},
        {"//x:input[@ref='/data/g/b/n']/x:label", "Hoeveel Peer?"},
        {"//x:input[@ref='/data/g/a/w']/x:label", "Waarom a?"},
        {"//x:bind[@nodeset='/data/g/a/w']/@relevant", "../n > 1"});
    xlsform_case_refuse("survey\n,type,name,label\n,begin loop over k,g,G\n"
                        ",integer,n,N\n,end loop,,\n" LISTS,
                        "no choice list is named 'k'");
    xlsform_case_refuse("survey\n,type,name,label\n,begin loop over l,g,G\n"
                        ",integer,n,N\n" LISTS,
                        "the loop 'g' is never ended");
    xlsform_case_refuse("survey\n,type,name,label\n,begin loop over l,g,G\n"
                        ",integer,n,N\n,end group,,\n" LISTS,
                        "the loop 'g' (row 3) is still open");
}

static void test_references_stay_within_a_copy(void **state) {
    XLSFORM_EXPECT(
        "survey\n,type,name,label,relevant\n"
        ",begin loop over l,g,G,\n,integer,n,N,\n"
        ",text,w,Waarom ${n}?,${n} > 1\n,end loop,,,\n" LISTS,
        {"//x:bind[@nodeset='/data/g/a/w']/@relevant", "/data/g/a/n  > 1"},
        {"//x:bind[@nodeset='/data/g/b/w']/@relevant", "/data/g/b/n  > 1"},
        {"//x:input[@ref='/data/g/b/w']/x:label/x:output/@value",
         "/data/g/b/n"});
    xlsform_case_refuse("survey\n,type,name,label,relevant\n"
                        ",begin loop over l,g,G,\n,integer,n,N,\n"
                        ",end loop,,,\n,note,m,M,${n} > 1\n" LISTS,
                        "'n' occurs more than once");
}

static void test_a_group_with_an_intent(void **state) {
    XLSFORM_EXPECT("survey\n,type,name,label,intent\n,text,a,A,\n"
                   ",begin group,g,G,\"ex:org.app(x=${a})\"\n,text,b,B,\n"
                   ",end group,,,\n",
                   {"//x:group/@intent", "ex:org.app(x= /data/a )"});
}

static void test_compact_settings(void **state) {
    XLSFORM_EXPECT(
        "survey\n,type,name,label,compact_tag\n,text,a,A,x\n"
        "settings\n,compact_prefix,compact_delimiter,omit_instanceID\n"
        ",+,#,yes\n",
        {"//x:data/@odk:prefix", "+"}, {"//x:data/@odk:delimiter", "#"},
        {"//x:data/x:a/@odk:tag", "x"}, {"count(//x:meta)", "0"},
        {"count(//x:bind)", "1"});
    xlsform_case_refuse("survey\n,type,name,label\n,text,a,A\n"
                        "settings\n,omit_instanceID,public_key\n,yes,MIIB\n",
                        "an encrypted form needs its instanceID");
}

static void test_an_own_instance_id(void **state) {
    XLSFORM_EXPECT("survey\n,type,name,label\n,text,a,A\n"
                   "settings\n,instance_id\n,\"concat('x', ${a})\"\n",
                   {"//x:bind[@nodeset='/data/meta/instanceID']/@calculate",
                    "concat('x',  /data/a )"},
                   {"count(//x:bind/@jr:preload)", "0"});
}

static void test_what_the_submission_says(void **state) {
    XLSFORM_EXPECT(
        "survey\n,type,name,label,calculation\n,text,a,A,\n"
        ",calculate,b,,\"concat(${instanceID}, '-')\"\n"
        "settings\n,client_editable,auto_send,auto_delete\n,yes,true,false\n",
        {"//x:submission/@odk:client-editable", "true"},
        {"//x:submission/@orx:auto-send", "true"},
        {"//x:submission/@orx:auto-delete", "false"},
        {"count(//x:submission/@method)", "0"},
        {"//x:bind[@nodeset='/data/b']/@calculate",
         "concat( /data/meta/instanceID , '-')"});
    XLSFORM_EXPECT("survey\n,type,name,label\n,text,a,A\n"
                   "settings\n,client_editable\n,no\n",
                   {"count(//x:submission)", "0"});
}

static void test_spaces_and_curly_quotes(void **state) {
    XLSFORM_EXPECT(
        "survey\n,type,name,label,relevant\n"
        ",text,a,  A   B ,\n,text,b,“B”,${a} = ‘x’\n",
        {"//x:input[1]/x:label", "A B"}, {"//x:input[2]/x:label", "\"B\""},
        {"//x:bind[@nodeset='/data/b']/@relevant", "/data/a  = 'x'"});
    XLSFORM_EXPECT("survey\n,type,name,label\n,text,a,  A   B \n"
                   "settings\n,clean_text_values\n,no\n",
                   {"//x:input[1]/x:label", "A   B"});
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_table_list),
        cmocka_unit_test(test_a_loop),
        cmocka_unit_test(test_references_stay_within_a_copy),
        cmocka_unit_test(test_a_group_with_an_intent),
        cmocka_unit_test(test_compact_settings),
        cmocka_unit_test(test_an_own_instance_id),
        cmocka_unit_test(test_what_the_submission_says),
        cmocka_unit_test(test_spaces_and_curly_quotes),
    };
    return cmocka_run_group_tests_name("tables_and_loops", tests, NULL, NULL);
}
