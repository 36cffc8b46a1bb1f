#include "odata_feed.h"

#include "hub_server.h"
#include "odata_cell.h"
#include "odata_name.h"
#include "openrosa/openrosa.h"
#include "url_encode.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define PIECE 250

struct vz_odata_feed {
    struct vz_hub_server *server;
    struct vz_http_request *request; // lives as long as the reply
    struct vz_form_history history;
    struct vz_odata_options options;
    enum vz_consent audience;
    char *table;          // as the request names it
    char *here;           // address of this table, without query
    struct vz_strbuf top; // the first piece
    int64_t left;         // rows to write, INT64_MAX = all
    int64_t after;        // key of the last row written
    int64_t n;            // rows written
    bool begun, ended;
};

// A row that was read, in the piece's arena.
struct row {
    int64_t submission, number, parent;
    const char *instance;
    const char **cells;
};
struct row_set {
    struct row *items;
    size_t n, cap;
};

// One piece: its rows, and with $expand those of the repeats in it.
struct piece {
    struct vz_odata_feed *feed;
    struct vz_arena arena;
    struct vz_hub_rows *rows;
    struct vz_table *tables;
    size_t n_tables, table;
    struct row_set *sets;        // one a table
    struct vz_odata_plan *plans; // one a table
    bool more;                   // there are rows behind this piece
};

// ------------------------------------------------------------------ reading
static int64_t number_of(const char *text) {
    return text ? strtoll(text, NULL, 10) : 0;
}

static bool keep_row(struct piece *piece, size_t table, const char **cells) {
    struct row_set *set = &piece->sets[table];
    size_t n = piece->tables[table].n_columns;
    bool is_main = !*vz_hub_rows_path(piece->rows, table);
    if (!vz_arena_grow(&piece->arena, &set->items, &set->cap, set->n,
                       sizeof(*set->items))) {
        return false;
    }
    struct row row = {
        .cells = vz_arena_alloc_array(&piece->arena, n, sizeof(char *))};
    for (size_t i = 0; row.cells && i < n; i++) {
        row.cells[i] = vz_arena_strdup(&piece->arena, cells[i]);
        if (cells[i] && !row.cells[i]) {
            return false;
        }
    }
    if (!row.cells) {
        return false;
    }
    row.submission = number_of(row.cells[VZ_FEED_SUBMISSION]);
    row.instance = row.cells[VZ_FEED_INSTANCE];
    row.number = is_main ? row.submission : number_of(row.cells[VZ_FEED_ROW]);
    row.parent = is_main ? 0 : number_of(row.cells[VZ_FEED_PARENT_ROW]);
    set->items[set->n++] = row;
    return true;
}

static enum vz_status read_table(struct piece *piece, size_t table,
                                 struct vz_error *error) {
    struct vz_table *from = &piece->tables[table];
    const char **cells =
        vz_arena_alloc_array(&piece->arena, from->n_columns, sizeof(char *));
    enum vz_status status = cells ? VZ_OK : VZ_NOMEM;
    while (status == VZ_OK) {
        status = from->next(from, cells, error);
        if (status == VZ_OK && !keep_row(piece, table, cells)) {
            status = VZ_NOMEM;
        }
    }
    return status == VZ_NOT_FOUND ? VZ_OK : status;
}

// One row more than is written tells whether there is more.
static enum vz_status read_own(struct piece *piece, struct vz_error *error) {
    struct vz_odata_feed *feed = piece->feed;
    int64_t want = feed->left < PIECE ? feed->left : PIECE;
    struct vz_feed_piece which = {.last = INT64_MAX,
                                  .after = feed->after,
                                  .limit = want + 1,
                                  .skip = feed->begun ? 0 : feed->options.skip};
    vz_hub_rows_piece(piece->rows, piece->table, &which);
    enum vz_status status = read_table(piece, piece->table, error);
    struct row_set *set = &piece->sets[piece->table];
    if (set->n > (size_t)want) {
        set->n = (size_t)want;
        piece->more = true;
    }
    return status;
}

static bool is_inside(const char *path, const char *around) {
    size_t len = strlen(around);
    return strcmp(path, around) &&
           (!len || (!strncmp(path, around, len) && path[len] == '/'));
}

// The rows of the repeats in this table, of the submissions of this piece.
static enum vz_status read_inner(struct piece *piece, struct vz_error *error) {
    const struct row_set *own = &piece->sets[piece->table];
    enum vz_status status = VZ_OK;
    if (!piece->feed->options.expand || own->n == 0) {
        return VZ_OK;
    }
    int64_t first = own->items[0].submission;
    int64_t last = own->items[own->n - 1].submission;
    struct vz_feed_piece which = {
        .first = first < last ? first : last,
        .last = first < last ? last : first,
        .after = piece->feed->options.ascending ? 0 : INT64_MAX,
        .limit = INT64_MAX};
    const char *around = vz_hub_rows_path(piece->rows, piece->table);
    for (size_t i = 0; i < piece->n_tables && status == VZ_OK; i++) {
        if (is_inside(vz_hub_rows_path(piece->rows, i), around)) {
            vz_hub_rows_piece(piece->rows, i, &which);
            status = read_table(piece, i, error);
        }
    }
    return status;
}

static bool find_table(struct piece *piece) {
    struct vz_strbuf name = {0};
    bool found = false;
    for (size_t i = 0; i < piece->n_tables && !found; i++) {
        vz_strbuf_clear(&name);
        vz_odata_table_name(&name, vz_hub_rows_path(piece->rows, i));
        found = !strcmp(vz_strbuf_text(&name), piece->feed->table);
        piece->table = i;
    }
    vz_strbuf_finish(&name);
    return found;
}

static enum vz_status open_piece(struct piece *piece, struct vz_error *error) {
    struct vz_odata_feed *feed = piece->feed;
    struct vz_hub_rows_params params = {.form_id = feed->history.form_id,
                                        .schema = &feed->history.merged,
                                        .audience = feed->audience,
                                        .feed = true,
                                        .ascending = feed->options.ascending,
                                        .filter = &feed->options.filter};
    struct vz_hub_store *store = vz_hub_server_lock(feed->server);
    enum vz_status status =
        vz_hub_rows_open(&piece->rows, store, &params, error);
    if (status != VZ_OK) {
        return status;
    }
    piece->tables = vz_hub_rows_tables(piece->rows, &piece->n_tables);
    piece->sets = vz_arena_alloc_array(&piece->arena, piece->n_tables,
                                       sizeof(*piece->sets));
    piece->plans = vz_arena_alloc_array(&piece->arena, piece->n_tables,
                                        sizeof(*piece->plans));
    if (!piece->sets || !piece->plans) {
        return VZ_NOMEM;
    }
    if (!find_table(piece)) {
        vz_error_set(error, VZ_NOT_FOUND, "There is no such table.");
        return VZ_NOT_FOUND;
    }
    for (size_t i = 0; i < piece->n_tables; i++) {
        if (!vz_odata_plan_init(
                &piece->plans[i], piece->rows, i, &feed->history.merged,
                i == piece->table ? &feed->options.select : NULL)) {
            return VZ_NOMEM;
        }
    }
    return VZ_OK;
}

static void close_piece(struct piece *piece) {
    vz_hub_rows_close(piece->rows);
    vz_hub_server_unlock(piece->feed->server);
    for (size_t i = 0; piece->plans && i < piece->n_tables; i++) {
        vz_odata_plan_finish(&piece->plans[i]);
    }
    vz_arena_wipe(&piece->arena);
}

// ------------------------------------------------------------------ writing
static const struct {
    const char *name;
    enum vz_feed_column column;
    enum vz_field_type type;
} system_fields[] = {
    {"submissionDate", VZ_FEED_RECEIVED, VZ_FIELD_DATETIME},
    {"updatedAt", VZ_FEED_REVIEWED, VZ_FIELD_DATETIME},
    {"submitterId", VZ_FEED_DEVICE_ID, VZ_FIELD_STRING},
    {"submitterName", VZ_FEED_DEVICE, VZ_FIELD_STRING},
    {"attachmentsPresent", VZ_FEED_PRESENT, VZ_FIELD_INT},
    {"attachmentsExpected", VZ_FEED_EXPECTED, VZ_FIELD_INT},
    {"reviewState", VZ_FEED_REVIEW_STATE, VZ_FIELD_STRING},
    {"deviceId", VZ_FEED_CLIENT, VZ_FIELD_STRING},
    {"formVersion", VZ_FEED_VERSION, VZ_FIELD_STRING},
};

static void write_name(struct vz_strbuf *out, const char *name) {
    char last = out->len ? out->data[out->len - 1] : '{';
    if (last != '{' && last != '[') {
        vz_strbuf_append_char(out, ',');
    }
    vz_json_text(out, name);
    vz_strbuf_append_char(out, ':');
}

static bool selects(struct piece *piece, const char *path, bool group) {
    return vz_odata_selects(&piece->feed->options.select, path, group);
}

static void write_system(struct vz_strbuf *out, struct piece *piece,
                         const struct row *row) {
    char path[64];
    if (!selects(piece, "__system", true)) {
        return;
    }
    write_name(out, "__system");
    vz_strbuf_append_char(out, '{');
    for (size_t i = 0; i < sizeof(system_fields) / sizeof(system_fields[0]);
         i++) {
        snprintf(path, sizeof(path), "__system/%s", system_fields[i].name);
        if (selects(piece, path, false)) {
            write_name(out, system_fields[i].name);
            vz_odata_cell(out, system_fields[i].type,
                          row->cells[system_fields[i].column], false);
        }
    }
    const char *encrypted = row->cells[VZ_FEED_ENCRYPTED];
    if (selects(piece, "__system/status", false)) {
        write_name(out, "status");
        vz_json_text(out, encrypted && !strcmp(encrypted, "1") ? "notDecrypted"
                                                               : NULL);
    }
    if (selects(piece, "__system/edits", false)) {
        write_name(out, "edits");
        vz_strbuf_append(out, row->cells[VZ_FEED_DEPRECATED] ? "1" : "0");
    }
    if (selects(piece, "__system/deletedAt", false)) {
        write_name(out, "deletedAt");
        vz_strbuf_append(out, "null");
    }
    vz_strbuf_append_char(out, '}');
}

// A row of a repeat has no name of its own that its sender gave it.
static void write_row_id(struct vz_strbuf *out, const char *path,
                         const char *instance, int64_t number) {
    struct vz_strbuf text = {0};
    char hash[VZ_SHA256_HEX];
    vz_strbuf_printf(&text, "%s\n%s\n%lld", instance, path, (long long)number);
    vz_sha256_hex(vz_strbuf_text(&text), text.len, hash);
    hash[40] = '\0';
    vz_json_text(out, hash);
    vz_strbuf_finish(&text);
}

// The path of the repeat around this one, "" = the submission.
static const char *path_around(struct piece *piece, size_t table) {
    const char *path = vz_hub_rows_path(piece->rows, table), *best = "";
    for (size_t i = 0; i < piece->n_tables; i++) {
        const char *other = vz_hub_rows_path(piece->rows, i);
        if (is_inside(path, other) && strlen(other) > strlen(best)) {
            best = other;
        }
    }
    return best;
}

static void write_keys(struct vz_strbuf *out, struct piece *piece, size_t table,
                       const struct row *row) {
    const char *path = vz_hub_rows_path(piece->rows, table);
    if (!*path) {
        if (selects(piece, "__id", false)) {
            write_name(out, "__id");
            vz_json_text(out, row->instance);
        }
        write_system(out, piece, row);
        return;
    }
    const char *around = path_around(piece, table);
    struct vz_strbuf name = {0};
    selects(piece, "__id", false); // the keys of a repeat are always there
    write_name(out, "__id");
    write_row_id(out, path, row->instance, row->number);
    vz_strbuf_append(&name, *around ? "__Submissions-" : "__Submissions");
    vz_odata_path(&name, around, '-');
    vz_strbuf_append(&name, "-id");
    write_name(out, vz_strbuf_text(&name));
    if (*around) {
        write_row_id(out, around, row->instance, row->parent);
    } else {
        vz_json_text(out, row->instance);
    }
    vz_strbuf_finish(&name);
}

static void write_row(struct vz_strbuf *out, struct piece *piece, size_t table,
                      const struct row *row);

// The rows of a repeat in a row, oldest first.
static void write_inner(struct vz_strbuf *out, struct piece *piece,
                        size_t outer, const struct row *row, size_t table) {
    const struct row_set *set = &piece->sets[table];
    bool in_main = !*vz_hub_rows_path(piece->rows, outer);
    size_t written = 0;
    vz_strbuf_append_char(out, '[');
    for (size_t i = 0; i < set->n; i++) {
        bool down = !piece->feed->options.ascending;
        const struct row *inner = &set->items[down ? set->n - 1 - i : i];
        if (inner->submission == row->submission &&
            (in_main || inner->parent == row->number)) {
            vz_strbuf_append(out, written++ ? "," : "");
            write_row(out, piece, table, inner);
        }
    }
    vz_strbuf_append_char(out, ']');
}

static void write_repeat(struct vz_strbuf *out, struct piece *piece,
                         size_t outer, const struct row *row,
                         const struct vz_odata_op *op) {
    struct vz_strbuf name = {0}, link = {0};
    const char *path = vz_hub_rows_path(piece->rows, op->table);
    vz_strbuf_printf(&name, "%s@odata.navigationLink", op->name);
    vz_strbuf_append(&link, "Submissions('");
    vz_url_encode(&link, row->instance ? row->instance : "");
    vz_strbuf_append(&link, "')/");
    vz_odata_path(&link, path, '.');
    write_name(out, vz_strbuf_text(&name));
    vz_json_text(out, vz_strbuf_text(&link));
    vz_strbuf_finish(&name);
    vz_strbuf_finish(&link);
    if (piece->feed->options.expand) {
        write_name(out, op->name);
        write_inner(out, piece, outer, row, op->table);
    }
}

static void write_row(struct vz_strbuf *out, struct piece *piece, size_t table,
                      const struct row *row) {
    const struct vz_odata_plan *plan = &piece->plans[table];
    vz_strbuf_append_char(out, '{');
    write_keys(out, piece, table, row);
    for (size_t i = 0; i < plan->n; i++) {
        const struct vz_odata_op *op = &plan->ops[i];
        switch (op->kind) {
        case VZ_ODATA_OPEN:
            write_name(out, op->name);
            vz_strbuf_append_char(out, '{');
            break;
        case VZ_ODATA_CLOSE:
            vz_strbuf_append_char(out, '}');
            break;
        case VZ_ODATA_CELL:
            write_name(out, op->name);
            vz_odata_cell(out, op->field->type, row->cells[op->column],
                          piece->feed->options.wkt);
            break;
        case VZ_ODATA_REPEAT:
            write_repeat(out, piece, table, row, op);
            break;
        }
    }
    vz_strbuf_append_char(out, '}');
}

static enum vz_status write_begin(struct piece *piece, struct vz_strbuf *out) {
    struct vz_odata_feed *feed = piece->feed;
    const char *slash = strrchr(feed->here, '/');
    vz_strbuf_append(out, "{\"@odata.context\":\"");
    vz_strbuf_append_n(out, feed->here, (size_t)(slash - feed->here));
    vz_strbuf_printf(out, "/$metadata#%s\"", feed->table);
    if (feed->options.count) {
        int64_t n;
        enum vz_status status =
            vz_hub_rows_count(piece->rows, piece->table, &n);
        if (status != VZ_OK) {
            return status;
        }
        vz_strbuf_printf(out, ",\"@odata.count\":%lld", (long long)n);
    }
    vz_strbuf_append(out, ",\"value\":[");
    return VZ_OK;
}

static void write_end(struct piece *piece, struct vz_strbuf *out) {
    struct vz_odata_feed *feed = piece->feed;
    vz_strbuf_append_char(out, ']');
    if (piece->more) {
        vz_strbuf_printf(out, ",\"@odata.nextLink\":\"%s?", feed->here);
        vz_odata_next_query(out, feed->request, feed->after);
        vz_strbuf_append_char(out, '"');
    }
    vz_strbuf_append_char(out, '}');
}

static enum vz_status write_piece(struct piece *piece, struct vz_strbuf *out) {
    struct vz_odata_feed *feed = piece->feed;
    const struct row_set *own = &piece->sets[piece->table];
    enum vz_status status = feed->begun ? VZ_OK : write_begin(piece, out);
    for (size_t i = 0; i < own->n && status == VZ_OK; i++) {
        vz_strbuf_append(out, feed->n++ ? "," : "");
        write_row(out, piece, piece->table, &own->items[i]);
        feed->after = own->items[i].number;
    }
    feed->begun = true;
    feed->left -= (int64_t)own->n;
    if (!piece->more || feed->left == 0) {
        feed->ended = true;
        write_end(piece, out);
    }
    return out->failed ? VZ_NOMEM : status;
}

static enum vz_status make_piece(struct vz_odata_feed *feed,
                                 struct vz_strbuf *out,
                                 struct vz_error *error) {
    struct piece piece = {.feed = feed};
    enum vz_status status = open_piece(&piece, error);
    if (status == VZ_OK) {
        status = read_own(&piece, error);
    }
    if (status == VZ_OK) {
        status = read_inner(&piece, error);
    }
    if (status == VZ_OK) {
        status = write_piece(&piece, out);
    }
    close_piece(&piece);
    return status;
}

// ------------------------------------------------------------------ opening
static bool set_addresses(struct vz_odata_feed *feed,
                          struct vz_exchange *exchange,
                          const struct vz_odata_request *request) {
    struct vz_strbuf here = {0};
    vz_exchange_append_origin(exchange, &here);
    vz_strbuf_append(&here, "/v1/projects/1/forms/");
    vz_url_encode(&here, request->form);
    vz_strbuf_append(&here, ".svc/");
    vz_strbuf_append(&here, request->table);
    feed->here = vz_strbuf_take(&here);
    feed->table = strdup(request->table);
    return feed->here && feed->table &&
           (!request->instance ||
            vz_row_filter_add_id(&feed->options.filter, request->instance));
}

static enum vz_status begin(struct vz_odata_feed *feed,
                            const struct vz_odata_request *request,
                            struct vz_error *error) {
    struct vz_hub_store *store = vz_hub_server_lock(feed->server);
    enum vz_status status =
        vz_form_history_load(&feed->history, store, request->form, error);
    vz_hub_server_unlock(feed->server);
    if (status == VZ_OK) {
        status = make_piece(feed, &feed->top, error);
    }
    bool is_main = !strcmp(request->table, "Submissions");
    if (status == VZ_OK && request->instance && is_main && feed->n == 0) {
        return VZ_NOT_FOUND;
    }
    const struct vz_odata_select *select = &feed->options.select;
    for (size_t i = 0; status == VZ_OK && feed->n && i < select->n; i++) {
        if (!select->met[i]) {
            vz_error_set(error, VZ_INVALID, "There is no '%.100s' in $select.",
                         select->paths[i]);
            return VZ_INVALID;
        }
    }
    return status;
}

struct vz_odata_feed *vz_odata_feed_open(struct vz_exchange *exchange,
                                         const struct vz_odata_request *request,
                                         struct vz_odata_options *options,
                                         struct vz_error *error) {
    struct vz_odata_feed *feed = calloc(1, sizeof(*feed));
    if (!feed) {
        vz_error_nomem(error);
        vz_odata_options_finish(options);
        return NULL;
    }
    feed->server = exchange->server;
    feed->request = exchange->request;
    feed->options = *options;
    *options = (struct vz_odata_options){0};
    feed->audience = vz_hub_role_audience(exchange->person.role);
    feed->left = feed->options.top < 0 ? INT64_MAX : feed->options.top;
    feed->after = feed->options.after >= 0  ? feed->options.after
                  : feed->options.ascending ? 0
                                            : INT64_MAX;
    enum vz_status status = set_addresses(feed, exchange, request)
                                ? begin(feed, request, error)
                                : VZ_NOMEM;
    if (status == VZ_OK) {
        return feed;
    }
    if (error->status == VZ_OK) {
        vz_error_set(error, status, "%s", vz_status_text(status));
    }
    error->status = status;
    vz_odata_feed_close(feed);
    return NULL;
}

struct vz_strbuf *vz_odata_feed_whole(struct vz_odata_feed *feed) {
    return feed->ended ? &feed->top : NULL;
}

bool vz_odata_feed_more(void *userdata, struct vz_strbuf *out, bool *broken) {
    struct vz_odata_feed *feed = userdata;
    struct vz_error error = {0};
    if (feed->top.len) {
        vz_strbuf_append_n(out, feed->top.data, feed->top.len);
        vz_strbuf_finish(&feed->top);
    } else if (!feed->ended) {
        *broken = make_piece(feed, out, &error) != VZ_OK;
    }
    return !*broken && !feed->ended;
}

void vz_odata_feed_close(void *userdata) {
    struct vz_odata_feed *feed = userdata;
    if (feed) {
        vz_form_history_finish(&feed->history);
        vz_odata_options_finish(&feed->options);
        vz_strbuf_wipe(&feed->top);
        free(feed->table);
        free(feed->here);
        free(feed);
    }
}
