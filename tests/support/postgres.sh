# A PostgreSQL server of a test's own, for scripts to source.
#   postgres_start FOLDER    makes and starts one there, on a socket only;
#                            sets postgres_address
#   postgres_stop, postgres_restart, postgres_kill (as a crash)
# The server never runs as root: it is lent the user `postgres`.

postgres_bin=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | tail -n 1)

postgres_as() {
    if [ "$(id -u)" = 0 ]; then
        runuser -u postgres -- "$@"
    else
        "$@"
    fi
}

postgres_ctl() {
    postgres_as "$postgres_bin/pg_ctl" -D "$postgres_data" -w -t 120 -s \
        -l "$postgres_data/log" "$@"
}

postgres_start() {
    postgres_data=$1/data
    mkdir -p "$postgres_data"
    chmod 711 "$1"
    [ "$(id -u)" = 0 ] && chown postgres "$postgres_data"
    postgres_as "$postgres_bin/initdb" -D "$postgres_data" -U hub -A trust \
        -E UTF8 --locale=C.UTF-8 >/dev/null || return 1
    {
        echo "listen_addresses = ''"
        echo "unix_socket_directories = '$postgres_data'"
        echo "max_connections = 50"
    } | postgres_as tee -a "$postgres_data/postgresql.conf" >/dev/null
    postgres_ctl start || return 1
    postgres_address="postgresql:///postgres?host=$postgres_data&user=hub"
}

postgres_stop() {
    postgres_ctl -m fast stop
}

postgres_restart() {
    postgres_ctl -m fast restart
}

postgres_kill() {
    postgres_ctl -m immediate stop
}
