// Our SQL in PostgreSQL's words.
#ifndef VZ_STORAGE_DB_POSTGRES_SQL_H
#define VZ_STORAGE_DB_POSTGRES_SQL_H

#include "base/strbuf.h"

// Appends `sql` (one statement or several) with `?` and `?1` as `$1`, and,
// where a table is made or changed, the types' words of db.h in PostgreSQL's.
// What stands in quotes stays. *n_parameters is the highest number used.
void vz_postgres_sql(struct vz_strbuf *out, const char *sql, int *n_parameters);

#endif
