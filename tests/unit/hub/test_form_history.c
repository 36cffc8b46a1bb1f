// Several versions of a form as one schema.
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "hub/form_history.h"
#include "support/hub_form.h"

#include <string.h>

static void fields_of_old_versions_stay(void **state) {
    struct vz_schema versions[2], merged;
    hub_form_schema(&versions[0], "1");
    hub_form_schema(&versions[1], "2");
    assert_true(vz_form_history_merge(versions, 2, &merged));
    assert_int_equal(merged.n_fields, versions[1].n_fields);
    assert_string_equal(merged.version, "1");
    const struct vz_field *extra = vz_schema_field(&merged, "extra");
    assert_non_null(extra);
    assert_string_equal(vz_texts_get(&merged, &extra->label, 1), "How often?");
    const struct vz_field *name = vz_schema_field(&merged, "pets/name");
    assert_string_equal(merged.fields[name->parent].path, "pets");
    vz_schema_finish(&merged);
    vz_schema_finish(&versions[0]);
    vz_schema_finish(&versions[1]);
}

static void choices_of_old_versions_stay(void **state) {
    const char *nl[] = {"Vroeger"}, *en_nl[] = {"Before", "Eerst"};
    struct vz_schema_choice new_choices[] = {{.name = "a"}, {.name = "b"}};
    struct vz_schema_choice old_choices[] = {
        {.name = "b"}, {.name = "gone", .label = {en_nl}}};
    struct vz_field new_field = {.path = "q",
                                 .name = "q",
                                 .type = VZ_FIELD_SELECT_ONE,
                                 .parent = -1,
                                 .label = {nl},
                                 .choices = new_choices,
                                 .n_choices = 2};
    struct vz_field old_field = new_field;
    old_field.choices = old_choices;
    const char *new_languages[] = {"nl"}, *old_languages[] = {"en", "nl"};
    struct vz_schema versions[] = {{.fields = &new_field,
                                    .n_fields = 1,
                                    .languages = new_languages,
                                    .n_languages = 1},
                                   {.fields = &old_field,
                                    .n_fields = 1,
                                    .languages = old_languages,
                                    .n_languages = 2}};
    struct vz_schema merged;
    assert_true(vz_form_history_merge(versions, 2, &merged));
    const struct vz_field *field = vz_schema_field(&merged, "q");
    assert_int_equal(field->n_choices, 3);
    assert_string_equal(field->choices[0].name, "a");
    assert_string_equal(field->choices[2].name, "gone");
    // In the order of the new version's languages.
    assert_string_equal(vz_texts_get(&merged, &field->choices[2].label, 0),
                        "Eerst");
    vz_schema_finish(&merged);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(fields_of_old_versions_stay),
        cmocka_unit_test(choices_of_old_versions_stay),
    };
    return cmocka_run_group_tests_name("form_history", tests, NULL, NULL);
}
