/*
 * A hub store in a folder of its own, with the form of hub_form.h published.
 */
#ifndef VZ_TESTS_HUB_SHELF_H
#define VZ_TESTS_HUB_SHELF_H

#include "storage/db/db.h"
#include "storage/hub/erasure.h"
#include "storage/hub/hub_submissions.h"
#include "support/hub_form.h"
#include "support/store_folder.h"

struct hub_shelf {
    char folder[STORE_PATH_SIZE];
    struct vz_hub_place place;
    struct vz_hub_store *store;
    struct vz_schema schema; // version 1
    int64_t form_id, version_id;
};

void hub_shelf_open(struct hub_shelf *shelf);
void hub_shelf_close(struct hub_shelf *shelf);

// Publishes a version of the form; answers what vz_hub_form_add does.
enum vz_status hub_shelf_publish(struct hub_shelf *shelf,
                                 const struct vz_schema *schema,
                                 const char *xml);

// Stores a submission made of answers, with files (may be none).
enum vz_status hub_shelf_add(struct hub_shelf *shelf,
                             const struct hub_answers *answers,
                             const struct vz_hub_file *files, size_t n_files,
                             struct vz_hub_receipt *receipt);

// How an erasure in this store finds the schema.
struct vz_hub_erasure hub_shelf_erasure(struct hub_shelf *shelf);

// The number that a query answers, and the texts of its rows with a space
// between them, which are static.
int64_t hub_shelf_number(struct hub_shelf *shelf, const char *sql);
const char *hub_shelf_text(struct hub_shelf *shelf, const char *sql);

#endif
