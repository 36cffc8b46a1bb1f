// The house's settings: bad values leave the default and never stop a start.
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "kiosk/config.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define HASH "$argon2id$v=19$m=19456,t=2,p=1$c2FsdA$aGFzaA"

static void defaults_stand_without_a_file(void **state) {
    struct vz_config config;
    vz_config_load(&config, NULL);
    assert_int_equal(config.idle_seconds, 45);
    assert_true(config.fullscreen);
    assert_string_equal(config.organisation, "");
    assert_null(config.staff_pin);
    vz_config_finish(&config);
    vz_config_load(&config, "/nonexistent/vertelzuil.ini");
    assert_int_equal(config.idle_seconds, 45);
    vz_config_finish(&config);
}

static void good_values_are_taken(void **state) {
    struct vz_config config;
    struct vz_error error = {0};
    assert_true(vz_config_parse(&config,
                                "[house]\norganisation = De Linde\n"
                                "idle_seconds = 30\nlanguages = nl en\n"
                                "[staff]\npin = " HASH "\n"
                                "[workers]\n07 = " HASH "\n"
                                "[kiosk]\nfullscreen = no\n",
                                &error));
    assert_string_equal(config.organisation, "De Linde");
    assert_int_equal(config.idle_seconds, 30);
    assert_string_equal(config.languages, "nl en");
    assert_string_equal(config.staff_pin, HASH);
    assert_string_equal(config.worker_pins[7], HASH);
    assert_false(config.fullscreen);
    vz_config_finish(&config);
}

static void bad_values_leave_the_default(void **state) {
    struct vz_config config;
    struct vz_error error = {0};
    assert_true(vz_config_parse(&config,
                                "[house]\nidle_seconds = soon\n"
                                "languages = ../../etc\n"
                                "[staff]\npin = 123456\n"
                                "[workers]\n7 = " HASH "\n00 = " HASH "\n"
                                "[sync]\ninterval = 0\n"
                                "[kiosk]\nfullscreen = perhaps\ncolour = red\n",
                                &error));
    assert_int_equal(config.idle_seconds, 45);
    assert_string_equal(config.languages, "");
    assert_null(config.staff_pin);
    assert_null(config.worker_pins[0]);
    assert_null(config.worker_pins[7]);
    assert_int_equal(config.interval_seconds, 900);
    assert_true(config.fullscreen);
    vz_config_finish(&config);
}

static void a_line_that_makes_no_sense_costs_only_itself(void **state) {
    static const char text[] = "[house]\norganisation De Linde\n"
                               "idle_seconds = 30\n[staff]\npin = " HASH "\n";
    char path[] = "/tmp/vz-config-XXXXXX";
    int fd = mkstemp(path);
    assert_true(fd >= 0);
    assert_int_equal(write(fd, text, sizeof(text) - 1), sizeof(text) - 1);
    close(fd);
    struct vz_config config;
    vz_config_load(&config, path);
    assert_string_equal(config.organisation, "");
    assert_int_equal(config.idle_seconds, 30);
    assert_string_equal(config.staff_pin, HASH);
    vz_config_finish(&config);
    unlink(path);
}

static void put(const char *before, const char *after) {
    struct vz_strbuf out = {0};
    assert_true(vz_config_put(&out, before, "staff", "pin", "NEW"));
    assert_string_equal(vz_strbuf_text(&out), after);
    vz_strbuf_finish(&out);
}

static void a_pin_is_put_where_it_belongs(void **state) {
    put("", "[staff]\npin = NEW\n");
    put("[house]\nplace = Oost\n", "[house]\nplace = Oost\n"
                                   "[staff]\npin = NEW\n");
    put("; mine\n[staff]\npin = OLD\n\n[kiosk]\npin = kept\n",
        "; mine\n[staff]\npin = NEW\n\n[kiosk]\npin = kept\n");
    put("[staff]\npink = kept", "[staff]\npin = NEW\npink = kept\n");
}

static void opening_hours_are_read(void **state) {
    struct vz_config config;
    struct vz_error error = {0};
    assert_true(vz_config_parse(&config,
                                "[hours]\nmonday = 09:00-12:30 13:00-17:00\n"
                                "sunday = closed\ntuesday = 17:00-09:00\n",
                                &error));
    assert_true(config.hours.set[0]);
    assert_int_equal(config.hours.days[0].n, 2);
    assert_int_equal(config.hours.days[0].spans[1].from, 13 * 60);
    assert_true(config.hours.set[6]);
    assert_int_equal(config.hours.days[6].n, 0);
    assert_false(config.hours.set[1]); // refused: it stays open
    assert_int_equal(config.n_refused, 1);
    assert_non_null(strstr(config.refused.message, "tuesday"));
    vz_config_finish(&config);
}

static void what_is_refused_is_kept_for_staff(void **state) {
    struct vz_config config;
    struct vz_error error = {0};
    assert_true(vz_config_parse(
        &config, "[house]\nvolume = loud\n[kiosk]\ncolour = red\n", &error));
    assert_int_equal(config.n_refused, 2);
    assert_string_equal(config.refused.message,
                        "line 2: [house] volume must be a whole number from 0 "
                        "to 100; the default is used.");
    assert_int_equal(config.volume, 70);
    vz_config_finish(&config);
}

static void a_value_is_checked_before_it_is_written(void **state) {
    struct vz_error error = {0};
    assert_true(vz_config_check("house", "idle_seconds", "60", &error));
    assert_true(vz_config_check("hours", "friday", "open", &error));
    assert_false(vz_config_check("house", "idle_seconds", "5", &error));
    assert_string_equal(error.message, "[house] idle_seconds cannot be '5'.");
    assert_false(vz_config_check("house", "place", "a\nb = c", &error));
    assert_false(vz_config_check("house", "nothing", "1", &error));
    assert_false(vz_config_check("hours", "friday", "9-5", &error));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(defaults_stand_without_a_file),
        cmocka_unit_test(good_values_are_taken),
        cmocka_unit_test(bad_values_leave_the_default),
        cmocka_unit_test(a_line_that_makes_no_sense_costs_only_itself),
        cmocka_unit_test(a_pin_is_put_where_it_belongs),
        cmocka_unit_test(opening_hours_are_read),
        cmocka_unit_test(what_is_refused_is_kept_for_staff),
        cmocka_unit_test(a_value_is_checked_before_it_is_written),
    };
    return cmocka_run_group_tests_name("config", tests, NULL, NULL);
}
