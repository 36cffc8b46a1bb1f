/*
 * What a database behind db.h brings: the table of its functions, and the
 * beginnings of its connection and statement. For the files of this folder.
 *
 * db.c owns what every database needs alike (the cache of statements, the
 * nesting of transactions, the order of migrations, the memory of a failure)
 * and calls a driver only for a statement that has not failed.
 */
#ifndef VZ_STORAGE_DB_DB_DRIVER_H
#define VZ_STORAGE_DB_DB_DRIVER_H

#include "db.h"

#define VZ_DB_BUCKETS 64

enum vz_stmt_kind {
    VZ_STMT_KEPT, // as long as the connection
    VZ_STMT_ONCE, // finished by the caller
    VZ_STMT_SCAN, // so too; may have more rows than memory
};

struct vz_stmt {
    struct vz_db *db;
    const char *key;       // address of the SQL; NULL when not cached
    struct vz_stmt *next;  // in its bucket
    enum vz_status failed; // of prepare or bind, answered by step
};

struct vz_db {
    const struct vz_db_driver *driver;
    struct vz_stmt *buckets[VZ_DB_BUCKETS];
    struct vz_stmt broken;  // stands for a statement that was not prepared
    const char *begin_file; // where the open transaction was begun
    int begin_line;
};

// Each function does what db.h says of its namesake. A driver's connection and
// statement begin with the structs above; it sets only `failed` of them.
struct vz_db_driver {
    void (*close)(struct vz_db *db); // every statement is finished
    enum vz_status (*check)(struct vz_db *db);
    enum vz_status (*checkpoint)(struct vz_db *db);
    enum vz_status (*version)(struct vz_db *db, int64_t *version);
    enum vz_status (*set_version)(struct vz_db *db, size_t version);
    enum vz_status (*exec)(struct vz_db *db, const char *sql);
    int64_t (*changes)(struct vz_db *db);
    enum vz_status (*begin)(struct vz_db *db, bool write);
    // False when none is open, also because a failure ended it, undone.
    bool (*in_transaction)(struct vz_db *db);
    enum vz_status ended; // what the commit of such a one answers

    // NULL: not prepared, and *status says why.
    struct vz_stmt *(*prepare)(struct vz_db *db, const char *sql,
                               enum vz_stmt_kind kind, enum vz_status *status);
    void (*finish)(struct vz_stmt *stmt);
    void (*reset)(struct vz_stmt *stmt);
    void (*bind_text)(struct vz_stmt *stmt, int index, const char *text);
    void (*bind_int)(struct vz_stmt *stmt, int index, int64_t number);
    void (*bind_double)(struct vz_stmt *stmt, int index, double number);
    void (*bind_bytes)(struct vz_stmt *stmt, int index, const void *bytes,
                       size_t len);
    void (*bind_null)(struct vz_stmt *stmt, int index);
    enum vz_status (*step)(struct vz_stmt *stmt);
    const char *(*text)(struct vz_stmt *stmt, int column);
    int64_t (*integer)(struct vz_stmt *stmt, int column);
    double (*real)(struct vz_stmt *stmt, int column);
    const void *(*bytes)(struct vz_stmt *stmt, int column, size_t *len);
};

// Prepared ahead by a driver whose preparing may fail.
extern const char vz_db_rollback_sql[];

#endif
