// Devices that sign in by HTTP Basic instead of a token in the address.
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "support/hub_house.h"

#include <sodium.h>
#include <stdio.h>
#include <string.h>

// The header lines of a login.
static void login(char out[400], const char *name, const char *password) {
    char text[200], encoded[300];
    int len = snprintf(text, sizeof(text), "%s:%s", name, password);
    sodium_bin2base64(encoded, sizeof(encoded), (unsigned char *)text,
                      (size_t)len, sodium_base64_VARIANT_ORIGINAL);
    snprintf(out, 400, "Authorization: Basic %s\r\n", encoded);
}

static int get_list(struct hub_house *house, const char *headers,
                    struct vz_strbuf *reply) {
    return hub_request(house, "GET", "//v1/projects/1/formList", headers, NULL,
                       0, reply);
}

static void name_and_token_open_the_same_addresses(void **state) {
    struct hub_house house;
    hub_house_open(&house);
    struct vz_strbuf reply = {0}, xml = {0}, body = {0};
    char headers[600];
    login(headers, "zuil", house.token);
    assert_int_equal(get_list(&house, headers, &reply), 200);
    // The addresses in the list need the login again and hold no token.
    assert_non_null(strstr(reply.data, "/v1/projects/1/forms/bezoek.xml<"));
    assert_null(strstr(reply.data, house.token));
    strcat(headers, HUB_BODY_TYPE);
    hub_visit(&xml, "uuid:1", "3", NULL);
    hub_body(&body, xml.data, NULL, 0);
    assert_int_equal(hub_request(&house, "POST", "//v1/projects/1/submission",
                                 headers, body.data, body.len, &reply),
                     201);
    assert_int_equal(hub_house_number(&house, "SELECT count(*) FROM submissions"
                                              " WHERE device_id IS NOT NULL"),
                     1);
    vz_strbuf_finish(&body);
    vz_strbuf_finish(&xml);
    vz_strbuf_finish(&reply);
    hub_house_close(&house);
}

static void another_name_or_password_is_asked_again(void **state) {
    struct hub_house house;
    hub_house_open(&house);
    struct vz_strbuf reply = {0};
    char headers[400];
    assert_int_equal(get_list(&house, "", &reply), 401);
    assert_non_null(strstr(reply.data, "WWW-Authenticate: Basic "));
    login(headers, "other", house.token);
    assert_int_equal(get_list(&house, headers, &reply), 401);
    login(headers, "zuil", "wrong");
    assert_int_equal(get_list(&house, headers, &reply), 401);
    assert_int_equal(get_list(&house, "Authorization: Basic !!!\r\n", &reply),
                     401);
    vz_strbuf_finish(&reply);
    hub_house_close(&house);
}

static void a_password_in_the_clear_is_refused(void **state) {
    struct hub_house house;
    hub_house_open(&house);
    hub_house_stop(&house);
    struct vz_hub_server_params params = {
        .place = &house.place, .host = "127.0.0.1", .behind_proxy = true};
    house.server = vz_hub_server_start(&params, NULL);
    assert_non_null(house.server);
    house.port = vz_hub_server_port(house.server);
    struct vz_strbuf reply = {0};
    char headers[600];
    login(headers, "zuil", house.token);
    assert_int_equal(get_list(&house, headers, &reply), 403);
    strcat(headers, "X-Forwarded-Proto: https\r\n");
    assert_int_equal(get_list(&house, headers, &reply), 200);
    vz_strbuf_finish(&reply);
    hub_house_close(&house);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(name_and_token_open_the_same_addresses),
        cmocka_unit_test(another_name_or_password_is_asked_again),
        cmocka_unit_test(a_password_in_the_clear_is_refused),
    };
    return cmocka_run_group_tests_name("login", tests, NULL, NULL);
}
