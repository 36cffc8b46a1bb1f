/*
 * What authors are told, word for word, with its place.
 */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "support/xlsform_case.h"

#define HEAD \
    "survey\n,type,name,label,relevant,choice_filter,parameters,trigger\n"
#define LISTS "choices\n,list_name,name,label\n,l,a,A\n,l,b,B\n"

struct message {
    const char *csv, *said;
};

// Each form has that one error and is therefore not converted.
static void test_errors(void **state) {
    static const struct message cases[] = {
        {HEAD ",integer,leeftijd,L\n,note,a,A\n,note,b,B\n,note,c,C\n"
              ",note,d,D,${leeftjd} > 3\n",
         "survey row 7, column relevant: no question is named 'leeftjd' (did "
         "you mean 'leeftijd'?)"},
        {HEAD ",integer,a,A\n,note,b,B,slected(${a})\n",
         "survey row 4, column relevant: unknown function 'slected' (did you "
         "mean 'selected'?)"},
        {HEAD ",integer,a,A\n,note,b,B,(${a} > 1\n",
         "survey row 4, column relevant: a ) is missing at character 10"},
        {HEAD ",integer,a,A\n,note,b,B,${a} > ${a} ? 1\n",
         "survey row 4, column relevant: an operator is missing at character "
         "13, before '?'"},
        {HEAD ",integer,a,A\n,note,b,B,${a > 1\n",
         "survey row 4, column relevant: a ${ is never closed with a }; write "
         "a reference as ${name}"},
        {HEAD ",integer,a,A ${bb}\n", "survey row 3, column label: no question "
                                      "is named 'bb'; correct the name"},
        {HEAD ",tekst,a,A\n", "survey row 3, column type: 'tekst' is not a "
                              "question type (did you mean 'text'?)"},
        {HEAD ",hologram_of_me,a,A\n",
         "survey row 3, column type: 'hologram_of_me' is not a question type; "
         "see the list at xlsform.org"},
        {HEAD ",select_one_from_file a.csv or_other,a,A\n",
         "survey row 3, column type: or_other cannot follow a file; add the "
         "choice to the file, and a text question for the words"},
        {HEAD ",integer,a,A\n,text,a,B\n",
         "survey row 4, column name: the name 'a' is already in use (row 3); "
         "names must be unique within a group or repeat"},
        {HEAD ",integer,meta,A\n", "survey row 3, column name: the name 'meta' "
                                   "is reserved; choose another"},
        {HEAD ",integer,hoe oud,A\n",
         "survey row 3, column name: 'hoe oud' is no valid name; names must "
         "begin with a letter or _ and have only letters, digits, _, - and ."},
        {HEAD ",integer,,A\n",
         "survey row 3, column name: this question has no name; give it one"},
        {HEAD ",integer,a,\n",
         "survey row 3, column label: the question 'a' has no label or hint; "
         "people would not know what is asked"},
        {"survey\n,type,name,label,guidance_hint\n,integer,a,,g\n",
         "survey row 3, column label: the question 'a' has no label or hint; "
         "people would not know what is asked"},
        {"survey\n,type,name,label,big-image\n,integer,a,A,g.png\n",
         "survey row 3, column label: 'a' has a big-image; it needs an image "
         "as well"},
        {HEAD ",,a,A\n", "survey row 3, column type: the question 'a' has no "
                         "type; give it one"},
        {HEAD ",select_one kleuren,a,A\n" LISTS,
         "survey row 3, column type: no choice list is named 'kleuren'; add it "
         "to the sheet choices"},
        {HEAD ",select_one kleur,a,A\nchoices\n,list_name,name,label\n"
              ",kleuren,rood,R\n",
         "survey row 3, column type: no choice list is named 'kleur' (did you "
         "mean 'kleuren'?)"},
        {HEAD ",select_one,a,A\n" LISTS,
         "survey row 3, column type: 'select_one' needs the name of a choice "
         "list after it"},
        {HEAD ",select_one_from_file stad.txt,a,A\n",
         "survey row 3, column type: 'stad.txt' should end with one of the "
         "supported extensions .csv, .xml and .geojson, and have no other dot"},
        {HEAD ",begin_group,g,G\n,note,a,A\n",
         "survey row 3, column type: unmatched begin: the group 'g' is never "
         "ended; add a row 'end_group'"},
        {HEAD ",note,a,A\n,end_repeat,,\n",
         "survey row 4, column type: unmatched end: this ends a repeat that "
         "was never begun; delete the row or add its begin"},
        {HEAD ",begin_repeat,r,R\n,note,a,A\n,end_group,,\n",
         "survey row 5, column type: unmatched end: this ends a group, but the "
         "repeat 'r' (row 3) is still open; end that first"},
        {HEAD ",range,a,A,,,stap=1\n",
         "survey row 3, column parameters: 'stap' is not a parameter of range "
         "(start end step tick_interval tick_labelset placeholder)"},
        {HEAD ",range,a,A,,,step=0\n",
         "survey row 3, column parameters: step must not be 0"},
        {HEAD ",range,a,A,,,start=veel\n",
         "survey row 3, column parameters: start must be a number, not 'veel'"},
        {HEAD ",note,a,A\n,calculate,b,\n",
         "survey row 4, column calculation: missing calculation: 'b' has "
         "nothing to calculate; fill it in, or use the type hidden"},
        {HEAD ",hidden,h,\n,integer,a,A,,,,${h}\n",
         "survey row 4, column trigger: 'h' is not user-visible, so it can't "
         "be a trigger; name a question that people answer"},
        {HEAD ",select_one l,a,A,,x = ${b}\n" LISTS,
         "survey row 3, column choice_filter: no question is named 'b'; "
         "correct the name"},
        {HEAD ",begin_group,g,G\n,note,a,A\n,end_group\n,begin_group,h,H\n"
              ",note,a,A\n,end_group\n,note,b,B ${a}\n",
         "survey row 9, column label: 'a' occurs more than once, in rows 4 and "
         "7; the name must be unique where it is referred to"},
        {HEAD ",note,a,A\nchoices\n,list_name,name,label\n,l,a,A\n,l,b,B\n"
              ",l,a,C\n",
         "choices row 8, column name: choice names must be unique: the list "
         "'l' already has 'a' (row 6); rename one of the two, or set "
         "allow_choice_duplicates to yes"},
        {HEAD ",select_multiple l,a,A\nchoices\n,list_name,name,label\n"
              ",l,a b,A\n",
         "choices row 6, column name: choice names with spaces cannot be told "
         "apart: 'a b' is a choice of 'a' (survey row 3); use _ instead"},
        {HEAD ",note,a,A\nchoices\n,list_name,name,label\n,l,,A\n",
         "choices row 6, column name: choices must have a name; give one to "
         "this choice of the list 'l'"},
        {HEAD ",note,a,A\nchoices\n,name,label\n,a,A\n",
         "choices row 5: the sheet has no column 'list_name'; add it"},
        {"survey\n,type,label\n,text,A\n",
         "survey row 3, column name: this question has no name; give it one"},
        {"survey\n,name,label\n,a,A\n",
         "survey row 2: the required column 'type' was not found; add it, or "
         "the row of headers"},
        {"survey\n,type,name,name,label\n,note,a,b,B\n",
         "survey row 2, column name: duplicate column header: this column "
         "stands in the sheet twice; delete one of the two"},
        {"survey\n,type,name,label,bind::q:x\n,note,a,A,1\n",
         "survey row 3, column bind::q:x: the prefix 'q' is not declared; add "
         "it to the column namespaces of the sheet settings"},
        {HEAD ",note,a,A\nsettings\n,namespaces,namespaces\n"
              ",a='urn:a',b='urn:b' c='urn:c'\n",
         "settings row 5, column namespaces: duplicate column header: this "
         "column stands in the sheet twice; delete one of the two"},
        {"vragen\n,type,name\n,note,a\n",
         "there is no sheet 'survey'; add it, or rename the sheet with the "
         "questions"},
        {"survey\n", "the sheet 'survey' is empty; write the questions in it"},
        {HEAD ",,,\n", "survey: the sheet has no questions; add a row with a "
                       "type and a name"},
        {"", "the file is empty"},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
        struct xlsform_case test;
        xlsform_case_convert(&test, cases[i].csv);
        xlsform_case_assert_said(&test, cases[i].said);
        assert_false(test.ok);
        if (test.diagnostics.n_errors != 1) {
            fail_msg("%zu errors in: %s", test.diagnostics.n_errors,
                     cases[i].csv);
        }
        assert_int_equal(test.xml.len, 0);
        xlsform_case_finish(&test);
    }
}

// Each form is converted all the same.
static void test_warnings(void **state) {
    static const struct message cases[] = {
        {HEAD ",text,verhaal,Vertel\n",
         "survey row 3: 'verhaal' takes free words, but no question asks for "
         "consent (appearance vz-consent); what is told here counts as 'team'"},
        {HEAD ",note,n,N\n,begin_repeat,r,\n,note,a,A\n,end_repeat,,\n",
         "survey row 4, column label: the repeat 'r' has no label; people will "
         "not know what they add"},
        {"survey\n,type,name,label::Nederlands (nl),label::English "
         "(en),hint::English (en)\n,note,a,A,B,C\n",
         "survey row 2: the language 'Nederlands (nl)' is missing the survey "
         "column hint"},
        {"survey\n,type,name,label,label::English (en)\n,note,a,A,B\n"
         "choices\n,list_name,name,label::English (en),image\n,l,a,A,a.png\n",
         "choices row 5: the language 'default' is missing the choices "
         "column label"},
        {HEAD ",integer,leeftijd,L\n,note,a,A,/data/leeftjd > 3\n",
         "survey row 4, column relevant: no question is named 'leeftjd' (did "
         "you mean 'leeftijd'?); the kiosk will not open this form"},
        {HEAD ",note,a,A\nsettings\n,namespaces\n,<b>='urn:x'\n",
         "settings row 6, column namespaces: write each namespace as "
         "prefix=\"uri\", with spaces between; not as '<b>='urn:x''"},
        {"survey\n,type,name,label::Dutch,label::Fries (qx)\n,note,a,A,B\n",
         "these languages have no valid machine-readable code: 'Dutch', 'Fries "
         "(qx)'; write them as 'Nederlands (nl)'"},
        {"survey\n,type,name,label,relevent\n,note,a,A,1\n",
         "survey row 2, column relevent: this column is not known and is not "
         "used (did you mean 'relevant'?)"},
        {HEAD
         ",note,a,A\nchoices\n,list_name,name,label,mijn kolom\n,l,a,A,1\n",
         "choices row 5, column mijn kolom: the column 'mijn kolom' is not "
         "used: only letters, digits and _ can be in its name"},
        {HEAD ",select_one l,q,Q\nchoices\n,list_name,name,label\n,l,a b,A\n",
         "choices row 6, column name: the name 'a b' has a space, as an answer "
         "of 'q' (survey row 3); better use _"},
        {"survey\n,type,name,label::a,label::b\n,note,n,A,\n"
         ",note,m,A,B\n",
         "survey row 3, column label::a: this text has no translation in 'b'; "
         "people will see a dash"},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
        struct xlsform_case test;
        xlsform_case_convert(&test, cases[i].csv);
        xlsform_case_assert_ok(&test);
        xlsform_case_assert_said(&test, cases[i].said);
        xlsform_case_finish(&test);
    }
}

static void test_a_consent_question_silences_the_warning(void **state) {
    struct xlsform_case test;
    xlsform_case_convert(
        &test, "survey\n,type,name,label,appearance\n,text,verhaal,V,\n"
               ",select_one l,toestemming,T,vz-consent\n" LISTS);
    xlsform_case_assert_ok(&test);
    assert_int_equal(test.diagnostics.n, 0);
    xlsform_case_finish(&test);
}

static void
test_all_mistakes_are_told_in_the_order_of_the_workbook(void **state) {
    struct xlsform_case test;
    xlsform_case_convert(&test, HEAD ",note,a,A,${x}\n,tekst,b,B\n"
                                     ",note,c,C,${y}\n"
                                     "choices\n,list_name,name,label\n,l,,A\n");
    assert_int_equal(test.diagnostics.n_errors, 4);
    size_t rows[4];
    for (size_t i = 0; i < 4; i++) {
        rows[i] = test.diagnostics.items[i].row;
    }
    assert_int_equal(rows[0], 3);
    assert_int_equal(rows[1], 4);
    assert_int_equal(rows[2], 5);
    assert_int_equal(rows[3], 8);
    xlsform_case_finish(&test);
}

static void test_a_cycle_is_told_at_its_row(void **state) {
    struct xlsform_case test;
    xlsform_case_convert(&test, "survey\n,type,name,label,calculation\n"
                                ",note,n,N,\n,calculate,a,,${b} + 1\n"
                                ",calculate,b,,${a} + 1\n");
    assert_false(test.ok);
    assert_int_equal(test.diagnostics.n_errors, 1);
    assert_string_equal(test.diagnostics.items[0].sheet, "survey");
    assert_int_equal(test.diagnostics.items[0].row, 4);
    xlsform_case_finish(&test);
}

static void test_messages_have_an_end(void **state) {
    struct vz_strbuf csv = {0};
    vz_strbuf_append(&csv, HEAD);
    for (size_t i = 0; i < 3000; i++) {
        vz_strbuf_printf(&csv, ",tekst,q%zu,A\n", i);
    }
    struct xlsform_case test;
    xlsform_case_convert(&test, csv.data);
    assert_int_equal(test.diagnostics.n_errors, 3000);
    assert_true(test.diagnostics.n <= 1000);
    xlsform_case_finish(&test);
    vz_strbuf_finish(&csv);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_errors),
        cmocka_unit_test(test_warnings),
        cmocka_unit_test(test_a_consent_question_silences_the_warning),
        cmocka_unit_test(
            test_all_mistakes_are_told_in_the_order_of_the_workbook),
        cmocka_unit_test(test_a_cycle_is_told_at_its_row),
        cmocka_unit_test(test_messages_have_an_end),
    };
    return cmocka_run_group_tests_name("conversion_messages", tests, NULL,
                                       NULL);
}
