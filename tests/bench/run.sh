#!/bin/sh
# make bench: what it costs, measured from outside, beside the limit where
# there is one. Each row: figure, median, 95th percentile, unit, aim.
set -u
BUILD=${BUILD:-build}
. tests/support/touch.sh
. tests/support/postgres.sh

printf '%-40s %10s %10s  %-6s %s\n' figure median 'p 95' unit aim
house_open "$work/house" && house_sync 2>/dev/null && screen_open || exit 1
"$BUILD/tests/bench/bench_kiosk" "$describe" "$BUILD/vertelzuil" \
    --data "$house/kiosk" --settings "$house/kiosk.ini" \
    --window 1280x800 --describe "$describe" 2>"$work/bench.log" || {
    tail -3 "$work/bench.log"
    exit 1
}
house_close
for bench in "$BUILD"/tests/bench/bench_*; do
    case $bench in *.d | */bench_kiosk) continue ;; esac
    echo
    "$bench" || exit 1
done

# In a folder that the server's user may enter.
if [ -n "$postgres_bin" ]; then
    server=$(mktemp -d)
    echo
    postgres_start "$server" &&
        VZ_BENCH_POSTGRES=$postgres_address "$BUILD/tests/bench/bench_hub"
    postgres_stop
    rm -rf "$server"
fi

# From kill -9 to attract on the screen, under the session that starts it again.
sh tests/fault/restart_kiosk.sh 2>/dev/null | awk '/^# back after/ {
    printf "%-40s %10d %10s  %-6s %s\n", "crash to attract", $4, "", "ms", "< 2000"
}'
