/*
 * What an XLSForm becomes: the XForm, looked at through XPath.
 */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "support/xlsform_case.h"

#include <string.h>

struct expectation {
    const char *xpath, *value;
};

static void check(const char *csv, const struct expectation *expected,
                  size_t n) {
    struct xlsform_case test;
    xlsform_case_convert(&test, csv);
    xlsform_case_assert_ok(&test);
    for (size_t i = 0; i < n; i++) {
        const char *value = xlsform_case_value(&test, expected[i].xpath);
        if (strcmp(value, expected[i].value) != 0) {
            print_error("%s is '%s', not '%s'\n", expected[i].xpath, value,
                        expected[i].value);
            fail();
        }
    }
    xlsform_case_finish(&test);
}
#define CHECK(csv, ...)                                       \
    check(csv, (const struct expectation[]){__VA_ARGS__},     \
          sizeof((const struct expectation[]){__VA_ARGS__}) / \
              sizeof(struct expectation))

static void test_settings(void **state) {
    CHECK("survey\n,type,name,label\n,note,n,Hoi\n"
          "settings\n,form_title,form_id,version,style,name,namespaces,"
          "attribute::vz:door,instance_name,public_key,submission_url\n"
          ",A & B,kort,20261124,pages,huis,\"vz=\"\"urn:vertelzuil:form\"\"\","
          "resident,\"concat('x', ${n})\",MIIB,https://hub.example/s\n",
          {"//h:title", "A & B"},
          {"//x:model/x:instance[1]/x:huis/@id", "kort"},
          {"//x:huis/@version", "20261124"}, {"//x:huis/@vz:door", "resident"},
          {"//h:body/@class", "pages"},
          {"//x:bind[@nodeset='/huis/meta/instanceName']/@calculate",
           "concat('x',  /huis/n )"},
          {"//x:bind[@nodeset='/huis/meta/instanceID']/@jr:preload", "uid"},
          {"count(//x:huis/x:meta/x:instanceID)", "1"},
          {"//x:submission/@base64RsaPublicKey", "MIIB"},
          {"//x:submission/@action", "https://hub.example/s"});
}

static void test_a_form_without_settings_has_the_file_name(void **state) {
    CHECK("survey\n,type,name,label\n,note,n,Hoi\n", {"//x:data/@id", "proef"},
          {"//h:title", "proef"}, {"count(//x:data/@version)", "0"},
          {"count(//x:itext)", "0"});
}

static void test_types(void **state) {
    CHECK("survey\n,type,name,label,parameters,appearance\n"
          ",note,a,A,,\n,text,b,B,rows=4,multiline\n,integer,c,C,,\n"
          ",decimal,d,D,,\n,date,e,E,,\n,time,f,F,,\n,dateTime,g,G,,\n"
          ",geopoint,h,H,capture-accuracy=5,\n,barcode,i,I,,\n"
          ",photo,j,J,max-pixels=1000,\n,audio,k,K,quality=low,\n"
          ",video,l,L,,\n,file,m,M,,\n,acknowledge,n,N,,\n"
          ",range,o,O,start=1;end=5;step=0.5,\n,range,p,P,,picker\n"
          ",hidden,q,,,\n,start,r,,,\n,end,s,,,\n,today,t,,,\n"
          ",deviceid,u,,,\n,username,v,,,\n,audit,,,track-changes=true,\n",
          {"//x:bind[@nodeset='/data/a']/@readonly", "true()"},
          {"//x:input[@ref='/data/b']/@rows", "4"},
          {"//x:input[@ref='/data/b']/@appearance", "multiline"},
          {"//x:bind[@nodeset='/data/c']/@type", "int"},
          {"//x:bind[@nodeset='/data/d']/@type", "decimal"},
          {"//x:bind[@nodeset='/data/g']/@type", "dateTime"},
          {"//x:input[@ref='/data/h']/@accuracyThreshold", "5"},
          {"//x:bind[@nodeset='/data/i']/@type", "barcode"},
          {"//x:upload[@ref='/data/j']/@mediatype", "image/*"},
          {"//x:bind[@nodeset='/data/j']/@orx:max-pixels", "1000"},
          {"//x:bind[@nodeset='/data/k']/@odk:quality", "low"},
          {"//x:upload[@ref='/data/m']/@mediatype", "application/*"},
          {"//x:bind[@nodeset='/data/m']/@type", "binary"},
          {"count(//x:trigger[@ref='/data/n'])", "1"},
          {"//x:range[@ref='/data/o']/@step", "0.5"},
          {"//x:bind[@nodeset='/data/o']/@type", "decimal"},
          {"//x:range[@ref='/data/p']/@end", "10"},
          {"//x:bind[@nodeset='/data/p']/@type", "int"},
          {"count(//h:body//*[@ref='/data/q'])", "0"},
          {"//x:bind[@nodeset='/data/r']/@jr:preloadParams", "start"},
          {"//x:bind[@nodeset='/data/t']/@type", "date"},
          {"//x:bind[@nodeset='/data/u']/@jr:preload", "property"},
          {"//x:bind[@nodeset='/data/meta/audit']/@odk:track-changes", "true"});
}

static void test_binds_and_yes_no(void **state) {
    CHECK("survey\n,Type,Name,Label,Required,Relevance,Constraint,"
          "Constraint Message,Read Only,Calculation,required_message\n"
          ",integer,a,A,yes,,. > 3 and . < 5,te klein,,,moet\n"
          ",text,b,B,FALSE,${a} = 4,,,TRUE,,\n"
          ",calculate,c,,,,,,,${a} * 2,\n",
          {"//x:bind[@nodeset='/data/a']/@required", "true()"},
          {"//x:bind[@nodeset='/data/a']/@constraint", ". > 3 and . < 5"},
          {"//x:bind[@nodeset='/data/a']/@jr:constraintMsg", "te klein"},
          {"//x:bind[@nodeset='/data/a']/@jr:requiredMsg", "moet"},
          {"//x:bind[@nodeset='/data/b']/@required", "false()"},
          {"//x:bind[@nodeset='/data/b']/@relevant", "/data/a  = 4"},
          {"//x:bind[@nodeset='/data/b']/@readonly", "true()"},
          {"//x:bind[@nodeset='/data/c']/@calculate", "/data/a  * 2"});
}

static void test_translations(void **state) {
    CHECK(
        "survey\n,type,name,label::Nederlands (nl),label::English (en),"
        "hint::English (en),constraint_message::English (en),constraint,"
        "media::image,guidance_hint\n"
        ",integer,a,Hoe oud?,How old?,Years,too small,. > 3,oud.png,lang\n"
        ",text,b,Alleen hier,,,,,,\n"
        "settings\n,default_language\n,English (en)\n",
        {"//x:translation[@default='true()']/@lang", "English (en)"},
        {"//x:translation[@lang='Nederlands (nl)']/x:text[@id="
         "'/data/a:label']/x:value[not(@form)]",
         "Hoe oud?"},
        {"//x:translation[@lang='English (en)']/x:text[@id="
         "'/data/a:label']/x:value[@form='image']",
         "jr://images/oud.png"},
        {"count(//x:translation[@lang='Nederlands (nl)']/x:text[@id="
         "'/data/a:label']/x:value)",
         "1"},
        {"//x:translation[@lang='English (en)']/x:text[@id='/data/a:hint']/"
         "x:value[@form='guidance']",
         "lang"},
        {"//x:translation[@lang='English (en)']/x:text[@id="
         "'/data/a:jr:constraintMsg']/x:value",
         "too small"},
        {"//x:translation[@lang='English (en)']/x:text[@id='/data/b:label']",
         "-"},
        {"//x:translation[@lang='Nederlands (nl)']/x:text[@id='/data/a:hint']/"
         "x:value",
         "-"},
        {"//x:input[@ref='/data/a']/x:label/@ref", "jr:itext('/data/a:label')"},
        {"//x:bind[@nodeset='/data/a']/@jr:constraintMsg",
         "jr:itext('/data/a:jr:constraintMsg')"});
}

static void test_a_label_without_language_is_the_default(void **state) {
    CHECK("survey\n,type,name,label,label::English (en)\n,note,a,Hoi,Hi\n",
          {"//x:translation[@default='true()']/@lang", "default"},
          {"//x:translation[@lang='default']/x:text", "Hoi"},
          {"//x:translation[@lang='English (en)']/x:text", "Hi"});
}

static void test_choices(void **state) {
    CHECK(
        "survey\n,type,name,label,choice_filter,parameters\n"
        ",select_one provincie,p,P,,\n"
        ",select one stad,s,S,provincie = ${p},randomize=true;seed=42\n"
        ",select_multiple stad or_other,m,M,,\n"
        ",rank stad,r,R,,\n"
        ",select_one_from_file dorpen.csv,d,D,,\n"
        ",select_one_from_file kaart.geojson,k,K,,label=naam\n"
        "choices\n,list name,name,label,provincie\n"
        ",provincie,ut,Utrecht,\n,stad,ams,Amersfoort,ut\n,stad,zei,Zeist,ut\n",
        {"//x:instance[@id='stad']//x:item[1]/x:label", "Amersfoort"},
        {"//x:instance[@id='stad']//x:item[1]/x:provincie", "ut"},
        {"count(//x:instance[@id='stad']//x:item)", "3"},
        {"//x:instance[@id='stad']//x:item[3]/x:name", "other"},
        {"//x:select1[@ref='/data/p']/x:itemset/@nodeset",
         "instance('provincie')/root/item"},
        {"//x:select1[@ref='/data/p']/x:itemset/x:value/@ref", "name"},
        {"//x:select1[@ref='/data/s']/x:itemset/@nodeset",
         "randomize(instance('stad')/root/item[provincie =  /data/p ], 42)"},
        {"//x:bind[@nodeset='/data/m_other']/@relevant",
         "selected(../m, 'other')"},
        {"//x:input[@ref='/data/m_other']/x:label", "Specify other."},
        {"//odk:rank/x:itemset/x:label/@ref", "label"},
        {"//x:bind[@nodeset='/data/r']/@type", "odk:rank"},
        {"//x:instance[@id='dorpen']/@src", "jr://file-csv/dorpen.csv"},
        {"//x:instance[@id='kaart']/@src", "jr://file/kaart.geojson"},
        {"//x:select1[@ref='/data/k']/x:itemset/x:value/@ref", "id"},
        {"//x:select1[@ref='/data/k']/x:itemset/x:label/@ref", "naam"});
}

static void test_translated_choices_keep_extra_columns(void **state) {
    CHECK("survey\n,type,name,label::nl,label::en\n,select_one l,q,V,Q\n"
          "choices\n,list_name,name,label::nl,label::en,icon,image::en\n"
          ",l,a,Appel,Apple,apple,a.png\n",
          {"//x:instance[@id='l']//x:item/x:itextId", "l-0"},
          {"//x:instance[@id='l']//x:item/x:icon", "apple"},
          {"//x:translation[@lang='en']/x:text[@id='l-0']/x:value[1]", "Apple"},
          {"//x:translation[@lang='en']/x:text[@id='l-0']/x:value[@form="
           "'image']",
           "jr://images/a.png"},
          {"//x:itemset/x:label/@ref", "jr:itext(itextId)"});
}

static void test_groups_and_repeats(void **state) {
    CHECK("survey\n,type,name,label,relevant,appearance,repeat_count\n"
          ",integer,n,N,,,\n,begin group,g,G,${n} > 1,field-list,\n"
          ",text,a,A,,,\n,end group,,,,,\n,begin_repeat,r,R,,,${n}\n"
          ",text,b,B,,,\n,begin_repeat,s,S,,,${n} + 1\n,text,c,C,,,\n"
          ",end_repeat,,,,,\n,end_repeat,,,,,\n",
          {"//x:group[@ref='/data/g']/@appearance", "field-list"},
          {"//x:bind[@nodeset='/data/g']/@relevant", "/data/n  > 1"},
          {"//x:group[@ref='/data/r']/x:label", "R"},
          {"//x:group/x:repeat[@nodeset='/data/r']/@jr:count", "/data/n"},
          {"//x:repeat[@nodeset='/data/r/s']/@jr:count", "../s_count"},
          {"//x:bind[@nodeset='/data/r/s_count']/@calculate", "/data/n  + 1"},
          {"count(//x:data/x:r[@jr:template])", "1"},
          {"count(//x:data/x:r[not(@jr:template)]/x:b)", "1"},
          {"count(//x:data/x:r[@jr:template]/x:s[@jr:template])", "1"},
          {"count(//x:data/x:r[not(@jr:template)]/x:s)", "1"});
}

static void test_old_names_and_old_headers(void **state) {
    CHECK("survey\n,Command,Tag,Caption:English,image:English,Skip Logic,"
          "noot\n"
          ",begin group,g,G,,,\n,q picture,a,A,a.png,,\n,gps,b,B,,1 = 1,zo\n"
          ",Select One from l,c,C,,,\n,end group,,,,,\n"
          ",,,,,,een rij met een opmerking\n"
          "choices\n,List Name,Value,Caption:English\n,l,a,Aa\n",
          {"//x:upload[@ref='/data/g/a']/@mediatype", "image/*"},
          {"//x:bind[@nodeset='/data/g/b']/@type", "geopoint"},
          {"//x:bind[@nodeset='/data/g/b']/@relevant", "1 = 1"},
          {"//x:translation[@lang='English']/x:text[@id='/data/g/a:label']/"
           "x:value[@form='image']",
           "jr://images/a.png"},
          {"//x:translation[@lang='English']/x:text[@id='l-0']", "Aa"});
}

static void test_references_inside_repeats_are_relative(void **state) {
    CHECK("survey\n,type,name,label,relevant,calculation,choice_filter\n"
          ",integer,n,N,,,\n,begin_repeat,r,R,,,\n,integer,a,A,,,\n"
          ",begin_group,g,G,,,\n,text,b,B ${a},${a} > ${n},,\n"
          ",select_one l,d,D,,,w = ${a}\n,end_group,,,,,\n,end_repeat,,,,,\n"
          ",calculate,t,,,sum(${a}) + count(${r}),\n"
          ",calculate,u,,,\"indexed-repeat(${a}, ${r}, ${n})\",\n"
          ",calculate,v,,,instance('l')/root/item[w = ${n}]/name,\n"
          "choices\n,list_name,name,label,w\n,l,x,X,1\n",
          {"//x:bind[@nodeset='/data/r/g/b']/@relevant", "../../a  >  /data/n"},
          {"//x:input[@ref='/data/r/g/b']/x:label/x:output/@value", "../../a"},
          {"//x:select1/x:itemset/@nodeset",
           "instance('l')/root/item[w =  current()/../../a ]"},
          {"//x:bind[@nodeset='/data/t']/@calculate",
           "sum( /data/r/a ) + count( /data/r )"},
          {"//x:bind[@nodeset='/data/u']/@calculate",
           "indexed-repeat( /data/r/a ,  /data/r ,  /data/n )"});
}

static void test_defaults_and_triggers(void **state) {
    CHECK("survey\n,type,name,label,default,trigger,calculation\n"
          ",text,a,A,vast & zeker,,\n,date,b,B,today(),,\n"
          ",text,c,C,Let op (zie hint),,\n,date,d,D,2026-11-24,,\n"
          ",calculate,e,,,${a},now()\n,integer,f,F,1 + 2,,\n"
          ",begin_repeat,r,R,,,\n,text,g,G,${a},,\n,end_repeat,,,,,\n"
          ",image,i,I,huis.png,,\n",
          {"//x:data/x:a", "vast & zeker"}, {"//x:data/x:b", ""},
          {"//x:model/x:setvalue[@ref='/data/b']/@value", "today()"},
          {"//x:model/x:setvalue[@ref='/data/b']/@event",
           "odk-instance-first-load"},
          {"//x:data/x:c", "Let op (zie hint)"}, {"//x:data/x:d", "2026-11-24"},
          {"//x:input[@ref='/data/a']/x:setvalue/@ref", "/data/e"},
          {"//x:input[@ref='/data/a']/x:setvalue/@value", "now()"},
          {"count(//x:bind[@nodeset='/data/e']/@calculate)", "0"},
          {"//x:setvalue[@ref='/data/f']/@value", "1 + 2"},
          {"//x:repeat/x:setvalue[@ref='/data/r/g']/@event", "odk-new-repeat"},
          {"//x:data/x:i", "jr://images/huis.png"});
}

static void test_own_attributes(void **state) {
    CHECK("survey\n,type,name,label,bind::vz:role,body:: vz:size,"
          "instance::x,bind::type,bind::required\n"
          ",text,a,A,story,big,7,string,yes\n"
          "settings\n,namespaces\n,\"vz=\"\"urn:vertelzuil:form\"\" "
          "q='urn:q'\"\n",
          {"//x:bind[@nodeset='/data/a']/@vz:role", "story"},
          {"//x:input/@vz:size", "big"}, {"//x:data/x:a/@x", "7"},
          {"//x:bind[@nodeset='/data/a']/@required", "true()"},
          {"count(//x:bind[@nodeset='/data/a']/@type)", "1"});
}

static void test_text_with_markup_stays_text(void **state) {
    CHECK("survey\n,type,name,label,hint\n"
          ",note,a,<b>Vet</b> & \"zo\",\"regel 1\nregel 2\"\n",
          {"//x:input/x:label", "<b>Vet</b> & \"zo\""},
          {"//x:input/x:hint", "regel 1\nregel 2"});
}

static void test_no_language_is_marked_as_default_unasked(void **state) {
    XLSFORM_EXPECT(
        "survey\n,type,name,label::Nederlands (nl),hint\n,integer,a,A,h\n",
        {"count(//x:translation)", "1"},
        {"count(//x:translation/@default)", "0"}, {"//x:input/x:hint", "h"});
}

static void test_a_named_default_language_wins_over_none(void **state) {
    XLSFORM_EXPECT("survey\n,type,name,label,label::Nederlands (nl)\n"
                   ",note,a,Hello,Hallo\n,note,b,Alleen zo,\n"
                   "settings\n,default_language\n,Nederlands (nl)\n",
                   {"count(//x:translation)", "1"},
                   {"//x:text[@id='/data/a:label']/x:value", "Hallo"},
                   {"//x:input[@ref='/data/b']/x:label", "Alleen zo"});
}

static void test_untranslated_media_are_in_the_default_language(void **state) {
    XLSFORM_EXPECT(
        "survey\n,type,name,label::English (en),image\n,note,a,A,a.png\n",
        {"//x:translation[@lang='default']/@default", "true()"},
        {"//x:translation[@lang='default']/x:text/x:value[@form='image']",
         "jr://images/a.png"},
        {"//x:translation[@lang='default']/x:text/x:value[not(@form)]", "-"},
        {"count(//x:translation[@lang='English (en)']/x:text/x:value)", "1"});
}

static void test_a_hint_alone_gets_an_empty_label(void **state) {
    XLSFORM_EXPECT("survey\n,type,name,label,hint\n,integer,a,,h\n",
                   {"count(//x:input/x:label[not(node())])", "1"},
                   {"//x:input/x:hint", "h"});
}

static void test_what_is_calculated_unlabelled_is_not_shown(void **state) {
    XLSFORM_EXPECT(
        "survey\n,type,name,label,calculation,trigger,"
        "bind::jr:noAppErrorString\n"
        ",integer,a,A,,,geen app\n,integer,b,,1 + 1,,\n"
        ",date,c,,now(),${a},\n,integer,d,D,2 + 2,,\n",
        {"count(//h:body/*)", "2"},
        {"//x:bind[@nodeset='/data/b']/@calculate", "1 + 1"},
        {"//x:input[@ref='/data/a']/x:setvalue/@ref", "/data/c"},
        {"//x:bind[@nodeset='/data/a']/@jr:noAppErrorString", "geen app"});
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_settings),
        cmocka_unit_test(test_a_form_without_settings_has_the_file_name),
        cmocka_unit_test(test_types),
        cmocka_unit_test(test_binds_and_yes_no),
        cmocka_unit_test(test_translations),
        cmocka_unit_test(test_a_label_without_language_is_the_default),
        cmocka_unit_test(test_no_language_is_marked_as_default_unasked),
        cmocka_unit_test(test_a_named_default_language_wins_over_none),
        cmocka_unit_test(test_untranslated_media_are_in_the_default_language),
        cmocka_unit_test(test_a_hint_alone_gets_an_empty_label),
        cmocka_unit_test(test_what_is_calculated_unlabelled_is_not_shown),
        cmocka_unit_test(test_choices),
        cmocka_unit_test(test_translated_choices_keep_extra_columns),
        cmocka_unit_test(test_groups_and_repeats),
        cmocka_unit_test(test_old_names_and_old_headers),
        cmocka_unit_test(test_references_inside_repeats_are_relative),
        cmocka_unit_test(test_defaults_and_triggers),
        cmocka_unit_test(test_own_attributes),
        cmocka_unit_test(test_text_with_markup_stays_text),
    };
    return cmocka_run_group_tests_name("conversion", tests, NULL, NULL);
}
