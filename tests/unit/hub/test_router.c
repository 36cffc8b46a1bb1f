// Routes: which path and method reach which endpoint.
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "hub/router.h"

#include <string.h>

static const struct vz_endpoint one, two, three;
static const struct vz_route routes[] = {
    {"GET", "/key/{token}/list", VZ_PERMIT_DEVICE, &one},
    {"GET", "/key/{token}/forms/{form}.xml", VZ_PERMIT_DEVICE, &two},
    {"HEAD", "/key/{token}/submission", VZ_PERMIT_DEVICE, &one},
    {"POST", "/key/{token}/submission", VZ_PERMIT_DEVICE, &three},
};

static enum vz_route_result find(const char *method, const char *path,
                                 const struct vz_route **route,
                                 struct vz_route_params *params,
                                 char allow[VZ_ALLOW_SIZE]) {
    return vz_route_find(routes, 4, method, path, route, params, allow);
}

static void placeholders_take_what_literals_leave(void **state) {
    const struct vz_route *route;
    struct vz_route_params params;
    char allow[VZ_ALLOW_SIZE];
    assert_int_equal(
        find("GET", "/key/T0k/forms/my.form.xml", &route, &params, allow),
        VZ_ROUTE_FOUND);
    assert_ptr_equal(route->endpoint, &two);
    assert_string_equal(vz_route_param(&params, "token"), "T0k");
    assert_string_equal(vz_route_param(&params, "form"), "my.form");
    assert_null(vz_route_param(&params, "for"));
}

static void get_answers_head_unless_head_has_a_row(void **state) {
    const struct vz_route *route;
    struct vz_route_params params;
    char allow[VZ_ALLOW_SIZE];
    assert_int_equal(find("HEAD", "/key/t/list", &route, &params, allow),
                     VZ_ROUTE_FOUND);
    assert_ptr_equal(route->endpoint, &one);
    assert_string_equal(vz_route_param(&params, "token"), "t");
    assert_int_equal(find("HEAD", "/key/t/submission", &route, &params, allow),
                     VZ_ROUTE_FOUND);
    assert_ptr_equal(route->endpoint, &one);
}

static void another_method_says_which_are_allowed(void **state) {
    const struct vz_route *route;
    struct vz_route_params params;
    char allow[VZ_ALLOW_SIZE];
    assert_int_equal(find("PUT", "/key/t/submission", &route, &params, allow),
                     VZ_ROUTE_NO_METHOD);
    assert_string_equal(allow, "HEAD, POST");
}

static void near_misses_are_no_path(void **state) {
    static const char *const paths[] = {"",
                                        "/",
                                        "/key",
                                        "/key/",
                                        "/key//list",
                                        "/key/t/list/",
                                        "/key/t/list/x",
                                        "/key/t/forms/.xml",
                                        "/key/t/forms/a.xm",
                                        "/key/t/lists"};
    const struct vz_route *route;
    struct vz_route_params params;
    char allow[VZ_ALLOW_SIZE];
    for (size_t i = 0; i < sizeof(paths) / sizeof(paths[0]); i++) {
        assert_int_equal(find("GET", paths[i], &route, &params, allow),
                         VZ_ROUTE_NO_PATH);
    }
}

static void an_overlong_part_is_no_path(void **state) {
    char path[600] = "/key/";
    memset(path + 5, 'a', 400);
    strcpy(path + 405, "/list");
    const struct vz_route *route;
    struct vz_route_params params;
    char allow[VZ_ALLOW_SIZE];
    assert_int_equal(find("GET", path, &route, &params, allow),
                     VZ_ROUTE_NO_PATH);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(placeholders_take_what_literals_leave),
        cmocka_unit_test(get_answers_head_unless_head_has_a_row),
        cmocka_unit_test(another_method_says_which_are_allowed),
        cmocka_unit_test(near_misses_are_no_path),
        cmocka_unit_test(an_overlong_part_is_no_path),
    };
    return cmocka_run_group_tests_name("router", tests, NULL, NULL);
}
