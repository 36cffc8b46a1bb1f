/*
 * The entities sheet and the column save_to, against the entities
 * specification.
 */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/strbuf.h"
#include "support/xlsform_case.h"

#define HEAD "survey\n,type,name,label,save_to\n"
#define ID "/data/meta/entity/@id"
#define ENTITY "//x:data/x:meta/x:entity"
#define BIND(part) "//x:bind[@nodeset='/data/meta/entity/" part "']"

static void test_a_form_that_creates(void **state) {
    XLSFORM_EXPECT(
        HEAD ",text,soort,S,soort\n"
             "entities\n,list_name,label\n,bomen,${soort}\n",
        {"//x:model/@entities:entities-version", "2024.1.0"},
        {ENTITY "/@dataset", "bomen"}, {ENTITY "/@create", "1"},
        {"count(" ENTITY "/@id)", "1"}, {"count(" ENTITY "/@update)", "0"},
        {"count(" ENTITY "/x:label)", "1"},
        {"//x:bind[@nodeset='/data/soort']/@entities:saveto", "soort"},
        {BIND("label") "/@calculate", "/data/soort"},
        {BIND("@id") "/@readonly", "true()"},
        {"//x:model/x:setvalue[@ref='" ID "']/@value", "uuid()"},
        {"//x:model/x:setvalue[@ref='" ID "']/@event",
         "odk-instance-first-load"});
}

static void test_a_form_that_creates_on_a_condition(void **state) {
    XLSFORM_EXPECT(HEAD ",integer,n,N,\nentities\n,dataset,label,create_if\n"
                        ",bomen,'x',${n} > 3\n",
                   {"count(" ENTITY "/@create)", "1"}, {ENTITY "/@create", "1"},
                   {BIND("@create") "/@calculate", "/data/n  > 3"});
}

static void test_a_form_that_updates(void **state) {
    XLSFORM_EXPECT(
        HEAD ",csv-external,bomen,,\n,text,boom,B,\n"
             "entities\n,list_name,entity_id\n,bomen,${boom}\n",
        {ENTITY "/@update", "1"}, {"count(" ENTITY "/@create)", "0"},
        {"count(" ENTITY "/x:label)", "0"},
        {BIND("@id") "/@calculate", "/data/boom"}, {"count(//x:setvalue)", "0"},
        {BIND("@baseVersion") "/@calculate",
         "instance('bomen')/root/item[name= /data/boom ]/__version"},
        {BIND("@trunkVersion") "/@calculate",
         "instance('bomen')/root/item[name= /data/boom ]/__trunkVersion"},
        {BIND("@branchId") "/@calculate",
         "instance('bomen')/root/item[name= /data/boom ]/__branchId"});
}

static void test_a_repeat_makes_one_each(void **state) {
    XLSFORM_EXPECT(
        HEAD ",begin_repeat,r,R,\n,text,soort,S,soort\n,end_repeat,,,\n"
             "entities\n,list_name,label,repeat\n,bomen,${soort},${r}\n",
        {"//x:model/@entities:entities-version", "2025.1.0"},
        {"count(//x:r[not(@jr:template)]/x:meta/x:entity)", "1"},
        {"count(" ENTITY ")", "0"},
        {"//x:bind[@nodeset='/data/r/meta/entity/label']/@calculate",
         "../../../soort"},
        {"//x:repeat/x:setvalue[@ref='/data/r/meta/entity/@id']/@event",
         "odk-new-repeat"});
}

static void test_several_entities(void **state) {
    XLSFORM_EXPECT(HEAD ",text,p,P,huis#plaats\n,begin_repeat,r,R,\n"
                        ",text,n,N,lid#naam\n,end_repeat,,,\n"
                        "entities\n,list_name,label\n,huis,${p}\n,lid,${n}\n",
                   {ENTITY "/@dataset", "huis"},
                   {"//x:r[not(@jr:template)]/x:meta/x:entity/@dataset", "lid"},
                   {"//x:bind[@nodeset='/data/p']/@entities:saveto", "plaats"},
                   {"//x:bind[@nodeset='/data/r/n']/@entities:saveto", "naam"});
}

static void test_a_question_may_be_called_label(void **state) {
    XLSFORM_EXPECT(HEAD ",text,label,L,\nentities\n,list_name,label\n"
                        ",bomen,${label}\n",
                   {BIND("label") "/@calculate", "/data/label"});
}

static void test_what_is_refused(void **state) {
    static const struct {
        const char *save_to, *entities, *words;
    } cases[] = {
        {"soort", "", "no entity is declared"},
        {"naam", "list_name,label,kleur\n,bomen,x,y", "is unexpected here"},
        {"name", "list_name,label\n,bomen,x", "'name' is reserved"},
        {"Label", "list_name,label\n,bomen,x", "'Label' is reserved"},
        {"__x", "list_name,label\n,bomen,x", "starts with __"},
        {"een naam", "list_name,label\n,bomen,x", "cannot be a property name"},
        {"x", "list_name\n,bomen", "a label is required"},
        {"x", "list_name,label\n,__b,x", "starts with __"},
        {"x", "list_name,label\n,b.c,x", "has a period"},
        {"x", "list_name,label\n,1b,x", "cannot be a list name"},
        {"x", "list_name,label,update_if\n,b,x,1", "an entity_id is required"},
        {"x", "list_name,entity_id,create_if\n,b,'x',1",
         "an update_if is required"},
        {"x", "list_name,label\n,b,x\n,c,x", "list_name#property"},
        {"d#x", "list_name,label\n,b,x\n,c,x", "one of the entities"},
        {"b#x", "list_name,label\n,b,x\n,c,x", "same part of the form"},
        {"x", "list_name,label,repeat\n,b,x,${n}", "no repeat is named 'n'"},
        {"x", "list_name,label,repeat\n,b,x,n", "written as ${name}"},
        {"x", "list_name,label,repeat\n,b,x,${r}", "outside of the repeat"},
        {"x", "list_name,label\n,b,${geen}", "no question is named 'geen'"},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
        struct vz_strbuf csv = {0};
        vz_strbuf_printf(&csv,
                         HEAD ",text,n,N,%s\n,begin_repeat,r,R,\n,note,m,M,\n"
                              ",end_repeat,,,\n%s%s\n",
                         cases[i].save_to,
                         *cases[i].entities ? "entities\n," : "",
                         cases[i].entities);
        xlsform_case_refuse(csv.data, cases[i].words);
        vz_strbuf_finish(&csv);
    }
    xlsform_case_refuse(HEAD ",begin_group,g,G,x\n,note,n,N,\n,end_group,,,\n"
                             "entities\n,list_name,label\n,b,x\n",
                        "groups and repeats can't be saved");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_form_that_creates),
        cmocka_unit_test(test_a_form_that_creates_on_a_condition),
        cmocka_unit_test(test_a_form_that_updates),
        cmocka_unit_test(test_a_repeat_makes_one_each),
        cmocka_unit_test(test_several_entities),
        cmocka_unit_test(test_a_question_may_be_called_label),
        cmocka_unit_test(test_what_is_refused),
    };
    return cmocka_run_group_tests_name("entities", tests, NULL, NULL);
}
