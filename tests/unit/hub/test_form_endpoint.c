// Form list, forms and media over real HTTP, and who is let in.
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "openrosa/openrosa.h"
#include "support/hub_house.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

static void the_form_list_leads_to_form_and_media(void **state) {
    struct hub_house house;
    hub_house_open(&house);
    struct vz_strbuf reply = {0};
    assert_int_equal(
        hub_request(&house, "GET", "/formList", "", NULL, 0, &reply), 200);
    hub_expect(&reply, "X-OpenRosa-Version: 1.0\r\n");
    hub_expect(&reply, "Content-Type: text/xml; charset=utf-8\r\n");
    struct vz_formlist list;
    const char *xml = hub_reply_body(&reply);
    assert_int_equal(vz_formlist_parse(&list, xml, strlen(xml), NULL), VZ_OK);
    assert_int_equal(list.n, 1);
    assert_string_equal(list.items[0].form_id, "bezoek");
    char host[80];
    snprintf(host, sizeof(host), "http://hub.test:%u", (unsigned)house.port);
    assert_memory_equal(list.items[0].download_url, host, strlen(host));
    const char *path = list.items[0].download_url + strlen(host);
    assert_memory_equal(path, house.base, strlen(house.base));
    path += strlen(house.base);
    assert_int_equal(hub_request(&house, "GET", path, "", NULL, 0, &reply),
                     200);
    char hash[VZ_MD5_HEX + 4] = "md5:";
    vz_md5_hex(hub_reply_body(&reply), strlen(hub_reply_body(&reply)),
               hash + 4);
    assert_string_equal(hash, list.items[0].hash);
    vz_formlist_finish(&list);

    assert_int_equal(hub_request(&house, "GET", "/forms/bezoek/manifest", "",
                                 NULL, 0, &reply),
                     200);
    hub_expect(&reply, "<filename>a b.txt</filename>");
    hub_expect(&reply, "/forms/bezoek/attachments/a%20b.txt");
    assert_int_equal(hub_request(&house, "GET",
                                 "/forms/bezoek/attachments/a%20b.txt", "",
                                 NULL, 0, &reply),
                     200);
    assert_string_equal(hub_reply_body(&reply), "media");
    vz_strbuf_finish(&reply);
    hub_house_close(&house);
}

static void the_form_id_filters_the_list(void **state) {
    struct hub_house house;
    hub_house_open(&house);
    struct vz_strbuf reply = {0};
    hub_request(&house, "GET", "/formList?formID=bezoek&deviceID=x", "", NULL,
                0, &reply);
    hub_expect(&reply, "<formID>bezoek</formID>");
    hub_request(&house, "GET", "/formList?formID=other", "", NULL, 0, &reply);
    assert_null(strstr(reply.data, "<formID>"));
    vz_strbuf_finish(&reply);
    hub_house_close(&house);
}

static void every_refusal_speaks_openrosa(void **state) {
    static const struct {
        const char *method, *path;
        int status;
    } cases[] = {
        {"GET", "/forms/none.xml", 404},
        {"GET", "/forms/none/manifest", 404},
        {"GET", "/forms/bezoek/attachments/none", 404},
        {"GET", "/nothing", 404},
        {"GET", "//", 404},
        {"PUT", "/submission", 405},
        {"DELETE", "/formList", 405},
        {"GET", "//v1/key/wrong/projects/1/formList", 401},
        {"POST", "//v1/key/wrong/projects/1/submission", 401},
    };
    struct hub_house house;
    hub_house_open(&house);
    struct vz_strbuf reply = {0};
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        assert_int_equal(hub_request(&house, cases[i].method, cases[i].path, "",
                                     NULL, 0, &reply),
                         cases[i].status);
        hub_expect(&reply, "X-OpenRosa-Version: 1.0\r\n");
        struct vz_response response;
        const char *xml = hub_reply_body(&reply);
        assert_int_equal(vz_response_parse(&response, xml, strlen(xml)), VZ_OK);
        assert_true(*response.message);
        vz_response_finish(&response);
    }
    vz_strbuf_finish(&reply);
    hub_house_close(&house);
}

// A Host header with markup or a line break does not reach the reply.
static void a_false_host_is_not_repeated(void **state) {
    struct hub_house house;
    hub_house_open(&house);
    struct vz_strbuf request = {0}, reply = {0};
    vz_strbuf_printf(&request,
                     "GET %s/formList HTTP/1.1\r\nHost: evil\"><x>\r\n\r\n",
                     house.base);
    int fd = hub_connect(house.port);
    hub_send(fd, request.data, request.len);
    assert_int_equal(hub_receive(fd, &reply), 200);
    close(fd);
    assert_null(strstr(reply.data, "evil"));
    hub_expect(&reply, "<downloadUrl>http://127.0.0.1:");
    vz_strbuf_finish(&request);
    vz_strbuf_finish(&reply);
    hub_house_close(&house);
}

static void a_revoked_token_opens_nothing(void **state) {
    struct hub_house house;
    hub_house_open(&house);
    struct vz_hub_store *store;
    assert_int_equal(vz_hub_store_open(&store, &house.place, 0, NULL), VZ_OK);
    assert_int_equal(vz_hub_device_revoke(store, "zuil", "test"), VZ_OK);
    vz_hub_store_close(store);
    struct vz_strbuf xml = {0}, reply = {0};
    hub_visit(&xml, "uuid:1", "3", NULL);
    assert_int_equal(hub_post(&house, xml.data, NULL, 0, &reply), 401);
    assert_null(strstr(reply.data, house.token));
    vz_strbuf_finish(&xml);
    vz_strbuf_finish(&reply);
    hub_house_close(&house);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_form_list_leads_to_form_and_media),
        cmocka_unit_test(the_form_id_filters_the_list),
        cmocka_unit_test(every_refusal_speaks_openrosa),
        cmocka_unit_test(a_false_host_is_not_repeated),
        cmocka_unit_test(a_revoked_token_opens_nothing),
    };
    return cmocka_run_group_tests_name("form_endpoint", tests, NULL, NULL);
}
