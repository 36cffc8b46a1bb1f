// The description: well-formed JSON, and never what a person typed.
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "kiosk/describe.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#define SECRET "my neighbour Anna"

static const struct vz_ui ui = {.width = 1280, .height = 800, .scale = 1};

static json_t *describe(struct vz_scene *scene,
                        bool (*is_typed)(void *, const char *)) {
    char *text = vz_describe(&(struct vz_description){
        .scene = scene, .ui = &ui, .language = "nl", .is_typed = is_typed});
    assert_non_null(text);
    assert_null(strstr(text, "Anna"));
    json_t *root = json_loads(text, 0, NULL);
    assert_non_null(root);
    free(text);
    return root;
}

static json_t *box_at(json_t *root, size_t index) {
    return json_array_get(json_object_get(root, "boxes"), index);
}

static const char *text_of(json_t *object, const char *key) {
    const char *text = json_string_value(json_object_get(object, key));
    return text ? text : "";
}

static void boxes_tell_what_they_are(void **state) {
    struct vz_scene scene = {
        .screen = "question", .form_id = "kort", .position = "/data/hoe"};
    vz_scene_add(&scene,
                 &(struct vz_box){.name = "next",
                                  .role = VZ_ROLE_BUTTON,
                                  .label = "Verder \"nu\"",
                                  .rect = {900, 676, 340, 88},
                                  .state = VZ_STATE_DISABLED | VZ_STATE_FOCUSED,
                                  .act = VZ_ACT_NEXT});
    vz_scene_add(&scene,
                 &(struct vz_box){.name = "decoration", .look = VZ_LOOK_PANEL});
    json_t *root = describe(&scene, NULL);
    assert_string_equal(text_of(root, "screen"), "question");
    assert_string_equal(text_of(root, "form"), "kort");
    assert_string_equal(text_of(root, "position"), "/data/hoe");
    assert_string_equal(text_of(root, "language"), "nl");
    assert_true(json_is_null(json_object_get(root, "overlay")));
    assert_int_equal(json_array_size(json_object_get(root, "boxes")), 1);
    json_t *box = box_at(root, 0);
    assert_string_equal(text_of(box, "label"), "Verder \"nu\"");
    assert_string_equal(text_of(box, "action"), "next");
    json_t *rect = json_object_get(box, "rect");
    assert_int_equal(json_integer_value(json_array_get(rect, 2)), 340);
    json_t *states = json_object_get(box, "state");
    assert_int_equal(json_array_size(states), 2);
    json_decref(root);
    vz_scene_finish(&scene);
}

static void fields_and_codes_have_only_a_length(void **state) {
    static const struct vz_box boxes[] = {
        {.name = "field", .role = VZ_ROLE_FIELD, .label = SECRET},
        {.name = "echo", .role = VZ_ROLE_TEXT, .label = SECRET, .secret = true},
        {.name = "code",
         .role = VZ_ROLE_TEXT,
         .label = SECRET,
         .type = VZ_TYPE_CODE},
        {.name = "qr",
         .role = VZ_ROLE_TEXT,
         .look = VZ_LOOK_QR,
         .label = SECRET},
    };
    struct vz_scene scene = {.screen = "question"};
    for (size_t i = 0; i < sizeof(boxes) / sizeof(*boxes); i++) {
        vz_scene_add(&scene, &boxes[i]);
    }
    json_t *root = describe(&scene, NULL);
    for (size_t i = 0; i < sizeof(boxes) / sizeof(*boxes); i++) {
        json_t *box = box_at(root, i);
        assert_null(json_object_get(box, "label"));
        assert_int_equal(json_integer_value(json_object_get(box, "length")),
                         strlen(SECRET));
    }
    json_decref(root);
    vz_scene_finish(&scene);
}

static bool has_anna(void *userdata, const char *label) {
    return strstr(label, "Anna") != NULL;
}

static void labels_that_repeat_what_was_typed_are_left_out(void **state) {
    struct vz_scene scene = {.screen = "question"};
    vz_scene_add(&scene, &(struct vz_box){.name = "question",
                                          .role = VZ_ROLE_HEADING,
                                          .label = "Why " SECRET "?"});
    json_t *root = describe(&scene, has_anna);
    assert_null(json_object_get(box_at(root, 0), "label"));
    json_decref(root);
    vz_scene_finish(&scene);
}

static void a_label_that_is_not_utf8_leaves_the_rest_whole(void **state) {
    struct vz_scene scene = {.screen = "question"};
    vz_scene_add(&scene, &(struct vz_box){.name = "bad",
                                          .role = VZ_ROLE_TEXT,
                                          .label = "\xff\xfe"});
    vz_scene_add(
        &scene,
        &(struct vz_box){.name = "good", .role = VZ_ROLE_TEXT, .label = "ja"});
    json_t *root = describe(&scene, NULL);
    assert_true(json_is_null(json_object_get(box_at(root, 0), "label")));
    assert_string_equal(text_of(box_at(root, 1), "label"), "ja");
    json_decref(root);
    vz_scene_finish(&scene);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(boxes_tell_what_they_are),
        cmocka_unit_test(fields_and_codes_have_only_a_length),
        cmocka_unit_test(labels_that_repeat_what_was_typed_are_left_out),
        cmocka_unit_test(a_label_that_is_not_utf8_leaves_the_rest_whole),
    };
    return cmocka_run_group_tests_name("describe", tests, NULL, NULL);
}
