/*
 * Memory runs out at the first, second, third... allocation of a conversion:
 * each time a message or the whole form, never a crash, never a leak.
 */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "support/base_memory.h"
#include "support/xlsform_package.h"
#include "form/xlsform/xlsform.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

// Converts with allocation n failing; false when there was no such allocation.
static bool convert(const char *bytes, size_t len, long n,
                    const struct vz_strbuf *whole) {
    struct vz_strbuf xml = {0};
    struct vz_diagnostics diagnostics = {0};
    base_memory_fail_at(n + 1);
    bool ok = vz_xlsform_convert_bytes(bytes, len, "proef.csv", NULL, &xml,
                                       &diagnostics);
    const bool failed = base_memory_end();
    assert_int_equal(ok, diagnostics.n_errors == 0);
    if (ok) {
        // Nobody noticed: then nothing may be missing.
        assert_string_equal(xml.data, whole->data);
    } else {
        assert_true(failed);
        assert_int_equal(xml.len, 0);
    }
    vz_strbuf_finish(&xml);
    vz_diagnostics_finish(&diagnostics);
    return failed;
}

static void fail_each(const char *bytes, size_t len) {
    struct vz_strbuf whole = {0};
    struct vz_diagnostics diagnostics = {0};
    assert_true(vz_xlsform_convert_bytes(bytes, len, "proef.csv", NULL, &whole,
                                         &diagnostics));
    long n = 0;
    while (convert(bytes, len, n, &whole)) {
        n++;
    }
    assert_true(n > 50);
    vz_strbuf_finish(&whole);
    vz_diagnostics_finish(&diagnostics);
}

static const char csv[] =
    "survey\n,type,name,label::nl,label::en,hint,relevant,default,trigger,"
    "calculation,choice_filter,repeat_count,bind::vz:role,constraint,"
    "constraint_message,image\n"
    ",integer,a,A ${b},A,h,,1 + 1,,,,,age-band,. > 2,te ${b} klein,a.png\n"
    ",text,b,B,B,,${a} > 1,vast,,,,,,,,\n"
    ",begin_repeat,r,R,R,,,,,,,${a} + 1,,,,\n"
    ",select_one l,c,C,C,,,,,,x = ${a},,,,,\n"
    ",select_one m or_other,f,F,F,,,,,,,,,,,\n"
    ",text,d,D,D,,,${b},,,,,,,,\n,end_repeat,,,,,,,,,,,,,,\n"
    ",calculate,e,,,,,,${a},\"pulldata('p','q','r',${a})\",,,,,,\n"
    "choices\n,list_name,name,label::nl,label::en,x\n,l,a,A,A,1\n,l,b,B,B,2\n,"
    "m,c,C,C,\n"
    "settings\n,form_id,namespaces,attribute::vz:door,instance_name\n"
    ",f,\"vz=\"\"urn:v\"\"\",resident,\"concat(${a}, 'x')\"\n";

// What one row makes several of.
static const char long_csv[] =
    "survey\n,type,name,label,appearance,parameters,save_to\n"
    ",begin group,t,T,table-list,,\n,select_one l,p,P,,,\n,end group,,,,,\n"
    ",begin loop over l,o,O,,,\n,text,q,Hoe %(label)s?,,,\n"
    ",end loop,,,,,\n"
    ",begin repeat,r,R,,,\n,text,n,N,,,mens#naam\n,end repeat,,,,,\n"
    ",select_one ${n},s,S,,randomize=true seed=3,\n"
    ",select_one m,u,U,search('x'),,\n"
    ",select_one_external e,v,V,,,\n"
    ",range,w,W,,tick_labelset=k,\n"
    ",set form title,titel,,,,\n,percentage,pc,,label,,\n"
    ",phone number,pn,instance('l')/root/item[name = ${pc}]/label.,,,\n"
    ",geopoint,g,G,,reference-geometry=l,\n"
    ",begin group,h,H,,,\n,text,i,I,,,huis#straat\n,end group,,,,,\n"
    "choices\n,list_name,name,label\n,l,a,A\n,l,b,B\n,m,c,C\n,k,1,E\n"
    "external_choices\n,list_name,name\n,e,f\n"
    "entities\n,list_name,label,entity_id,create_if,update_if\n"
    ",mens,${n},${n},1,2\n,huis,${i},,,\n"
    "settings\n,instance_id,namespaces,auto_send\n,uid,a=b,misschien\n";

static void test_what_makes_more_of_a_row(void **state) {
    fail_each(long_csv, strlen(long_csv));
}

static void test_a_csv(void **state) {
    fail_each(csv, strlen(csv));
}

static void test_an_xlsx(void **state) {
    struct vz_strbuf bytes = {0};
    xlsform_package_make(
        &(struct xlsform_package){
            .survey = "<row><c t='s'><v>0</v></c><c t='s'><v>1</v></c>"
                      "<c t='str'><v>label</v></c></row>"
                      "<row><c t='inlineStr'><is><t>note</t></is></c>"
                      "<c t='str'><v>n</v></c><c t='str'><v>N</v></c></row>",
            .choices = "<row><c t='str'><v>list_name</v></c><c t='s'><v>1</v>"
                       "</c></row><row><c t='str'><v>l</v></c><c s='1'><v>5"
                       "</v></c></row>",
            .strings = "<si><t>type</t></si><si><t>name</t></si>",
            .styles = "<numFmts><numFmt numFmtId='170' formatCode='d'/>"
                      "</numFmts><cellXfs><xf numFmtId='0'/>"
                      "<xf numFmtId='170'/></cellXfs>",
        },
        &bytes);
    fail_each(bytes.data, bytes.len);
    vz_strbuf_finish(&bytes);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_csv),
        cmocka_unit_test(test_what_makes_more_of_a_row),
        cmocka_unit_test(test_an_xlsx),
    };
    return cmocka_run_group_tests_name("conversion_memory", tests, NULL, NULL);
}
