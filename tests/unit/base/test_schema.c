// A form's fields: looked up by path, role and choice, told in a language.
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/schema.h"

static const char *languages[] = {"Nederlands (nl)", "English (en)"};
static const char *both[] = {"Verhaal", "Story"};
static const char *dutch_only[] = {"Ja", NULL};
static const struct vz_schema_choice choices[] = {
    {.name = "yes", .label = {dutch_only}},
    {.name = "no", .label = {NULL}},
};
static const struct vz_field fields[] = {
    {.path = "group", .name = "group", .type = VZ_FIELD_GROUP, .parent = -1},
    {.path = "group/story",
     .name = "story",
     .type = VZ_FIELD_STRING,
     .role = "story",
     .label = {both}},
    {.path = "group/more",
     .name = "more",
     .type = VZ_FIELD_SELECT_ONE,
     .choices = choices,
     .n_choices = 2},
};
static const struct vz_schema schema = {
    .languages = languages,
    .n_languages = 2,
    .default_language = 0,
    .fields = fields,
    .n_fields = 3,
};

static void a_text_falls_back_to_the_default_language(void **state) {
    const struct vz_texts *story = &fields[1].label;
    assert_string_equal(vz_texts_get(&schema, story, 1), "Story");
    assert_string_equal(vz_texts_get(&schema, story, 7), "Verhaal");
    assert_string_equal(vz_texts_get(&schema, &choices[0].label, 1), "Ja");
    assert_null(vz_texts_get(&schema, &choices[1].label, 0));
}

static void fields_and_choices_are_found_by_name(void **state) {
    assert_ptr_equal(vz_schema_field(&schema, "group/more"), &fields[2]);
    assert_null(vz_schema_field(&schema, "more"));
    assert_ptr_equal(vz_schema_role(&schema, "story"), &fields[1]);
    assert_null(vz_schema_role(&schema, "consent"));
    assert_ptr_equal(vz_field_choice(&fields[2], "no"), &choices[1]);
    assert_null(vz_field_choice(&fields[1], "no"));
}

// What the ladder of consent empties and filters hangs on this list.
static void four_roles_tell(void **state) {
    static const char *const tell[] = {"story", "story-title", "why",
                                       "quote-name"};
    static const char *const other[] = {"theme",    "consent",  "age-band",
                                        "assisted", "activity", "withdrawal"};
    for (size_t i = 0; i < 4; i++) {
        assert_true(vz_role_tells(tell[i]));
    }
    for (size_t i = 0; i < 6; i++) {
        assert_false(vz_role_tells(other[i]));
    }
    assert_false(vz_role_tells(NULL));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_text_falls_back_to_the_default_language),
        cmocka_unit_test(fields_and_choices_are_found_by_name),
        cmocka_unit_test(four_roles_tell),
    };
    return cmocka_run_group_tests_name("schema", tests, NULL, NULL);
}
