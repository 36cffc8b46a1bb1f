/*
 * People who sign in to a hub_house: "ada" the admin, "cor" the coordinator
 * and "vic" the viewer, all with one password.
 */
#ifndef VZ_TESTS_HUB_PERSON_H
#define VZ_TESTS_HUB_PERSON_H

#include "support/hub_house.h"

#define HUB_PASSWORD "long enough 1"

// Adds the three to the store of a house.
void hub_person_add_all(struct hub_house *house);

// Signs in; `header` becomes "Authorization: Bearer ...\r\n".
#define HUB_HEADER_SIZE 400
void hub_person_sign_in(struct hub_house *house, const char *name,
                        char header[HUB_HEADER_SIZE]);

// "Authorization: Basic ...\r\n".
void hub_person_basic(const char *name, const char *password,
                      char header[HUB_HEADER_SIZE]);

// One request below /v1 with a JSON body, or none; answers the status.
int hub_person_ask(struct hub_house *house, const char *method,
                   const char *path, const char *header, const char *json,
                   struct vz_strbuf *reply);

// Reads a reply of any length, which the hub streams.
void hub_person_read_all(struct hub_house *house, const char *path,
                         const char *header, struct vz_strbuf *reply);

// The text value of a key in a reply's JSON, copied.
void hub_person_value(const struct vz_strbuf *reply, const char *key, char *out,
                      size_t size);

#endif
