/*
 * Measures the hub as its clients meet it: a real process, real HTTP over
 * keep-alive connections, submissions of 0.8 KB that are all new. A submission
 * counts when it was answered 201; the rows are counted afterwards. The load
 * generator runs on the same cores.
 *
 *   bench_hub [SECONDS [VERTELHUB]]
 *
 * The stores are made beside the program, which must lie on a real disk;
 * VERTELHUB is by default that of the same build. Beside the hub stands what
 * bare SQLite commits there.
 */
#include "base/clock.h"
#include "base/file.h"
#include "storage/db/db.h"
#include "storage/hub/hub_store.h"

#include <stdlib.h>
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/tcp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#define CONNECTIONS_MAX 64
#define LATENCIES_MAX 400000
#define BOUNDARY "------------------------5f2d8c3a71"

static const char form_xml[] =
    "<h:html xmlns=\"http://www.w3.org/2002/xforms\" "
    "xmlns:h=\"http://www.w3.org/1999/xhtml\">"
    "<h:head><h:title>Bench</h:title><model><instance>"
    "<data id=\"bench\" version=\"1\"><start/><end/><today/><rating/><gains/>"
    "<recommend/><age/><visits/><story><text/><title/><consent/></story>"
    "<meta><instanceID/></meta></data></instance>"
    "<bind nodeset=\"/data/start\" type=\"dateTime\"/>"
    "<bind nodeset=\"/data/end\" type=\"dateTime\"/>"
    "<bind nodeset=\"/data/today\" type=\"date\"/>"
    "<bind nodeset=\"/data/visits\" type=\"int\"/>"
    "<bind nodeset=\"/data/rating\" type=\"string\"/>"
    "<bind nodeset=\"/data/gains\" type=\"string\"/>"
    "<bind nodeset=\"/data/recommend\" type=\"string\"/>"
    "<bind nodeset=\"/data/age\" type=\"string\"/>"
    "<bind nodeset=\"/data/story/text\" type=\"string\"/>"
    "<bind nodeset=\"/data/story/title\" type=\"string\"/>"
    "<bind nodeset=\"/data/story/consent\" type=\"string\"/>"
    "</model></h:head><h:body><input ref=\"/data/visits\"/>"
    "<input ref=\"/data/story/text\"/></h:body></h:html>";

// Up to where the instance id stands, and what follows it.
static const char xml_begin[] =
    "<?xml version=\"1.0\"?><data xmlns:orx=\"http://openrosa.org/xforms\" "
    "id=\"bench\" version=\"1\"><start>2026-11-24T14:05:09.120+01:00</start>"
    "<end>2026-11-24T14:06:31.009+01:00</end><today>2026-11-24</today>"
    "<rating>goed</rating><gains>mensen rust</gains><recommend>ja</recommend>"
    "<age>45_64</age><visits>12</visits><story><text>Nu kom ik elke woensdag. "
    "Het is de enige plek waar ik geen telefoon nodig heb om mensen te zien. "
    "Ik kwam alleen voor de koffie, en nu help ik elke dinsdag mee in de "
    "keuken. Vorig jaar kende ik hier nog niemand.</text><title>Woensdag"
    "</title><consent>organisation</consent></story><orx:meta>"
    "<orx:instanceID>uuid:";
static const char xml_end[] = "</orx:instanceID></orx:meta></data>";

struct connection {
    int fd;
    char request[2048];
    size_t request_len, sent;
    char reply[4096];
    size_t received;
    int64_t begun_us;
};

struct bench {
    const char *hub;
    struct vz_hub_place place;
    bool server; // the store is on a PostgreSQL server
    char token[VZ_TOKEN_SIZE];
    pid_t pid;
    uint16_t port;
    uint64_t next_id;
    uint64_t accepted; // 201s of all runs
    float *latencies;
    size_t n_latencies;
};

static void give_up(const char *what) {
    fprintf(stderr, "bench_hub: %s: %s\n", what, strerror(errno));
    exit(1);
}

// ------------------------------------------------------------------ the hub
static void make_store(struct bench *bench) {
    struct vz_hub_store *store;
    bool added;
    // The hub derives the tables from the XForm again; the schema here only
    // has to have the same fields.
    static const char *const paths[] = {
        "start", "end",        "today",       "rating",
        "gains", "recommend",  "age",         "visits",
        "story", "story/text", "story/title", "story/consent"};
    struct vz_field fields[12];
    for (size_t i = 0; i < 12; i++) {
        fields[i] =
            (struct vz_field){.path = paths[i],
                              .name = paths[i],
                              .type = i == 8 ? VZ_FIELD_GROUP : VZ_FIELD_STRING,
                              .parent = i > 8 ? 8 : -1};
    }
    struct vz_schema schema = {.form_id = "bench",
                               .version = "1",
                               .title = "Bench",
                               .fields = fields,
                               .n_fields = 12};
    struct vz_hub_form_params form = {.schema = &schema,
                                      .xml = form_xml,
                                      .xml_len = strlen(form_xml),
                                      .actor = "bench"};
    if (vz_hub_store_open(&store, &bench->place, VZ_HUB_CREATE, NULL) !=
            VZ_OK ||
        vz_hub_form_add(store, &form, &added, NULL) != VZ_OK ||
        vz_hub_device_add(store, "bench", "bench", bench->token, NULL) !=
            VZ_OK) {
        give_up("the store cannot be made");
    }
    vz_hub_store_close(store);
}

static void start_hub(struct bench *bench) {
    char port_file[VZ_HUB_PLACE_SIZE + 20];
    snprintf(port_file, sizeof(port_file), "%s/bench_hub.port",
             bench->place.folder);
    unlink(port_file);
    bench->pid = fork();
    if (bench->pid == 0) {
        prctl(PR_SET_PDEATHSIG, SIGTERM); // a bench that gives up leaves none
        int null = open("/dev/null", O_WRONLY);
        dup2(null, STDOUT_FILENO);
        // Of a file the folder is known, and the list ends earlier.
        execl(bench->hub, bench->hub, "serve", "--store", bench->place.database,
              "--listen", "127.0.0.1:0", "--port-file", port_file,
              bench->server ? "--folder" : (char *)NULL, bench->place.folder,
              (char *)NULL);
        _exit(127);
    }
    int64_t end = vz_clock_monotonic_ms() + 10000;
    struct vz_strbuf text = {0};
    while (vz_file_read(port_file, 100, &text) != VZ_OK) {
        if (vz_clock_monotonic_ms() > end ||
            waitpid(bench->pid, NULL, WNOHANG)) {
            give_up("the hub did not start");
        }
        usleep(10000);
    }
    bench->port = (uint16_t)strtoul(text.data, NULL, 10);
    vz_strbuf_finish(&text);
    unlink(port_file);
}

static double stop_hub(struct bench *bench) {
    struct rusage usage;
    kill(bench->pid, SIGTERM);
    waitpid(bench->pid, NULL, 0);
    getrusage(RUSAGE_CHILDREN, &usage);
    return (double)(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) * 1e3 +
           (double)(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e3;
}

static long read_pss_kb(pid_t pid) {
    char path[64];
    snprintf(path, sizeof(path), "/proc/%d/smaps_rollup", (int)pid);
    struct vz_strbuf text = {0};
    vz_file_read(path, 100000, &text);
    const char *pss = text.data ? strstr(text.data, "\nPss:") : NULL;
    long kb = pss ? strtol(pss + 5, NULL, 10) : -1;
    vz_strbuf_finish(&text);
    return kb;
}

// --------------------------------------------------------------- connections
static void next_request(struct bench *bench, struct connection *connection) {
    char body[1600];
    uint64_t id = bench->next_id++;
    // Ids as random as real ones, so that the index is met as in life.
    uint64_t mixed = (id + 1) * UINT64_C(0x9E3779B97F4A7C15);
    int len = snprintf(
        body, sizeof(body),
        "--" BOUNDARY "\r\nContent-Disposition: form-data; "
        "name=\"xml_submission_file\"; filename=\"s.xml\"\r\n"
        "Content-Type: text/xml\r\n\r\n%s%08x-%04x-4%03x-8%03x-%012llx%s\r\n"
        "--" BOUNDARY "--\r\n",
        xml_begin, (unsigned)(mixed >> 32), (unsigned)(mixed >> 16 & 0xffff),
        (unsigned)(mixed >> 4 & 0xfff), (unsigned)(mixed & 0xfff),
        (unsigned long long)id, xml_end);
    connection->request_len = (size_t)snprintf(
        connection->request, sizeof(connection->request),
        "POST /v1/key/%s/projects/1/submission HTTP/1.1\r\nHost: h\r\n"
        "X-OpenRosa-Version: 1.0\r\nContent-Length: %d\r\n"
        "Content-Type: multipart/form-data; boundary=" BOUNDARY "\r\n\r\n%s",
        bench->token, len, body);
    if (connection->request_len >= sizeof(connection->request)) {
        give_up("the request is too long");
    }
    connection->sent = connection->received = 0;
    connection->begun_us = vz_clock_monotonic_us();
}

static void send_more(struct connection *connection) {
    ssize_t n = send(connection->fd, connection->request + connection->sent,
                     connection->request_len - connection->sent, MSG_NOSIGNAL);
    if (n < 0 && errno != EAGAIN) {
        give_up("send");
    }
    connection->sent += n > 0 ? (size_t)n : 0;
}

// True when a whole reply is there; checks that it is 201.
static bool receive_more(struct connection *connection) {
    ssize_t n = recv(connection->fd, connection->reply + connection->received,
                     sizeof(connection->reply) - 1 - connection->received, 0);
    if (n < 0 && errno == EAGAIN) {
        return false;
    }
    if (n <= 0) {
        give_up("the hub closed a connection");
    }
    connection->received += (size_t)n;
    connection->reply[connection->received] = '\0';
    const char *body = strstr(connection->reply, "\r\n\r\n");
    const char *length = strstr(connection->reply, "\r\nContent-Length: ");
    if (!body || !length) {
        return false;
    }
    size_t whole =
        (size_t)(body + 4 - connection->reply) + strtoul(length + 18, NULL, 10);
    if (connection->received < whole) {
        return false;
    }
    if (strncmp(connection->reply, "HTTP/1.1 201", 12) != 0) {
        fprintf(stderr, "%s\n", connection->reply);
        give_up("a submission was not stored");
    }
    return true;
}

static void open_connection(const struct bench *bench,
                            struct connection *connection, int poll) {
    struct sockaddr_in address = {.sin_family = AF_INET,
                                  .sin_port = htons(bench->port),
                                  .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    int one = 1;
    connection->fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (connect(connection->fd, (struct sockaddr *)&address, sizeof(address))) {
        give_up("connect");
    }
    setsockopt(connection->fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof(one));
    fcntl(connection->fd, F_SETFL, O_NONBLOCK);
    struct epoll_event event = {.events = EPOLLIN, .data.ptr = connection};
    epoll_ctl(poll, EPOLL_CTL_ADD, connection->fd, &event);
}

static int by_size(const void *a, const void *b) {
    float x = *(const float *)a, y = *(const float *)b;
    return (x > y) - (x < y);
}

static void note_latency(struct bench *bench,
                         const struct connection *connection) {
    if (bench->n_latencies < LATENCIES_MAX) {
        bench->latencies[bench->n_latencies++] =
            (float)(vz_clock_monotonic_us() - connection->begun_us) / 1000;
    }
}

// Posts over n connections for a while, then lets each finish its last one.
static uint64_t post(struct bench *bench, struct connection *connections,
                     size_t n, int poll, int64_t duration_us) {
    int64_t end = vz_clock_monotonic_us() + duration_us;
    uint64_t done = 0;
    size_t busy = n;
    for (size_t i = 0; i < n; i++) {
        next_request(bench, &connections[i]);
        send_more(&connections[i]);
    }
    while (busy) {
        struct epoll_event events[CONNECTIONS_MAX];
        int ready = epoll_wait(poll, events, CONNECTIONS_MAX, 10000);
        if (ready <= 0) {
            give_up("the hub does not answer");
        }
        for (int i = 0; i < ready; i++) {
            struct connection *connection = events[i].data.ptr;
            if (!receive_more(connection)) {
                continue;
            }
            note_latency(bench, connection);
            done++;
            if (vz_clock_monotonic_us() >= end) {
                busy--;
                continue;
            }
            next_request(bench, connection);
            send_more(connection);
        }
    }
    return done;
}

static void run(struct bench *bench, size_t n, double seconds,
                const char *aim) {
    struct connection *connections = vz_alloc_array(n, sizeof(*connections));
    int poll = epoll_create1(EPOLL_CLOEXEC);
    if (!connections || poll < 0) {
        give_up("epoll");
    }
    for (size_t i = 0; i < n; i++) {
        open_connection(bench, &connections[i], poll);
    }
    bench->n_latencies = 0;
    int64_t begun = vz_clock_monotonic_us();
    uint64_t done = post(bench, connections, n, poll, (int64_t)(seconds * 1e6));
    double took = (double)(vz_clock_monotonic_us() - begun) / 1e6;
    bench->accepted += done;
    qsort(bench->latencies, bench->n_latencies, sizeof(float), by_size);
    printf("hub, %2zu connections %24.0f /s   p50 %.2f ms, p99 %.2f ms%s\n", n,
           (double)done / took, bench->latencies[bench->n_latencies / 2],
           bench->latencies[bench->n_latencies * 99 / 100], aim);
    fflush(stdout);
    for (size_t i = 0; i < n; i++) {
        close(connections[i].fd);
    }
    close(poll);
    free(connections);
}

// ------------------------------------------------------------- bare SQLite
static void bare_sqlite(const char *folder, size_t group, double seconds) {
    char path[512];
    snprintf(path, sizeof(path), "%s/bench_bare.sqlite", folder);
    struct vz_db *db;
    if (vz_db_open(&db, path, 0, NULL) != VZ_OK ||
        vz_db_exec(db, "CREATE TABLE IF NOT EXISTS bare"
                       " (id TEXT PRIMARY KEY, xml TEXT)") != VZ_OK) {
        give_up("bare SQLite");
    }
    uint64_t n = 0;
    int64_t begun = vz_clock_monotonic_us();
    while (vz_clock_monotonic_us() - begun < (int64_t)(seconds * 1e6)) {
        vz_db_begin(db);
        for (size_t i = 0; i < group; i++) {
            struct vz_stmt *stmt =
                vz_db_prepare(db, "INSERT INTO bare (id, xml) VALUES (?, ?)");
            char id[64];
            snprintf(id, sizeof(id), "uuid:%llx-%zu-%llu",
                     (unsigned long long)(n * UINT64_C(0x9E3779B97F4A7C15)),
                     group, (unsigned long long)n);
            vz_stmt_bind_text(stmt, 1, id);
            vz_stmt_bind_text(stmt, 2, xml_begin);
            vz_stmt_run(stmt);
            n++;
        }
        vz_db_commit(db);
    }
    double took = (double)(vz_clock_monotonic_us() - begun) / 1e6;
    printf("bare SQLite, groups of %-3zu %17.0f /s\n", group, (double)n / took);
    vz_db_close(db);
    unlink(path);
}

static void count_rows(const struct bench *bench) {
    struct vz_hub_store *store;
    if (vz_hub_store_open(&store, &bench->place, 0, NULL) != VZ_OK) {
        give_up("the store cannot be read back");
    }
    struct vz_stmt *stmt = vz_db_prepare(
        vz_hub_store_db(store), "SELECT (SELECT count(*) FROM submissions),"
                                " (SELECT count(*) FROM form_1)");
    vz_stmt_step(stmt);
    uint64_t rows = (uint64_t)vz_stmt_int(stmt, 0);
    uint64_t typed = (uint64_t)vz_stmt_int(stmt, 1);
    vz_stmt_reset(stmt);
    vz_hub_store_close(store);
    printf("answered 201: %llu, stored rows: %llu, typed rows: %llu\n",
           (unsigned long long)bench->accepted, (unsigned long long)rows,
           (unsigned long long)typed);
    if (rows != bench->accepted || typed != bench->accepted) {
        errno = 0;
        give_up("the rows do not match");
    }
}

// On the server that VZ_BENCH_POSTGRES names, which must be empty, or a file.
static void place_store(struct bench *bench, const char *folder) {
    const char *server = getenv("VZ_BENCH_POSTGRES");
    char path[512];
    snprintf(path, sizeof(path), "%s/bench_hub.sqlite", folder);
    bench->server = server != NULL;
    if (!server) {
        unlink(path);
    }
    if (vz_hub_place_init(&bench->place, server ? server : path,
                          server ? folder : NULL, NULL) != VZ_OK) {
        give_up("the store has no place");
    }
    printf("%s\n", server ? "The hub's store on PostgreSQL"
                          : "The hub's store on SQLite");
}

int main(int argc, char **argv) {
    char folder[400], hub[480];
    ssize_t len = readlink("/proc/self/exe", folder, sizeof(folder) - 1);
    if (len <= 0) {
        give_up("the program does not know where it lies");
    }
    folder[len] = '\0';
    *strrchr(folder, '/') = '\0';
    snprintf(hub, sizeof(hub), "%s/../../vertelhub", folder);
    double seconds = argc > 1 ? strtod(argv[1], NULL) : 3;
    struct bench bench = {.hub = argc > 2 ? argv[2] : hub};
    place_store(&bench, folder);
    bench.latencies = vz_alloc_array(LATENCIES_MAX, sizeof(float));
    if (!bench.latencies) {
        give_up("memory");
    }
    make_store(&bench);
    start_hub(&bench);
    run(&bench, 1, seconds, "   (aim 1,225 /s)");
    run(&bench, 8, seconds, "   (aim 3,240 /s)");
    run(&bench, 16, seconds, "");
    run(&bench, 32, seconds, "   (aim 3,880 /s)");
    long pss = read_pss_kb(bench.pid);
    double cpu_ms = stop_hub(&bench);
    printf("hub, CPU a submission %22.3f ms\n",
           cpu_ms / (double)bench.accepted);
    printf("hub, memory (PSS) after the load %11.1f MB\n", (double)pss / 1024);
    count_rows(&bench);
    if (!bench.server) {
        bare_sqlite(folder, 1, seconds);
        bare_sqlite(folder, 64, seconds);
        unlink(bench.place.database);
    }
    free(bench.latencies);
    return 0;
}
