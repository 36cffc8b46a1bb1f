#!/bin/sh
# Runs test programs and scripts, each in a process of its own with a time
# limit, reads their TAP and prints the sum. Two run side by side.
#   BUILD=build sh tests/support/run.sh PROGRAM...
BUILD=${BUILD:-build}
LSAN_OPTIONS=suppressions=tests/support/lsan.supp:print_suppressions=0
export BUILD LSAN_OPTIONS CMOCKA_MESSAGE_OUTPUT=TAP
logs=$BUILD/test-logs
[ "${1:-}" = --one ] || rm -rf "$logs"
mkdir -p "$logs"

# One test: its output goes to a log, its failures to the screen.
run_one() {
    name=$(echo "$1" | sed "s|^$BUILD/||; s|^tests/||; s|/|_|g; s|\.sh$||")
    log=$logs/$name.log
    case $1 in
    *.sh) timeout -k 5 600 sh "$1" >"$log" 2>&1 ;;
    *) timeout -k 5 240 "$1" >"$log" 2>&1 ;;
    esac
    status=$?
    # cmocka says "not ok N # SKIP" of a test that was skipped.
    sed -i 's/^not ok\(.*# *SKIP\)/ok\1/' "$log"
    if [ $status -ne 0 ] && ! grep -q '^not ok' "$log"; then
        echo "not ok - $name ended with status $status" >>"$log"
    elif ! grep -qE '^(not )?ok' "$log"; then
        echo "not ok - $name ran no test" >>"$log"
    fi
    if grep -q '^not ok' "$log"; then
        echo "FAIL $name (see $log)"
        grep -A 12 '^not ok' "$log" | head -60
    else
        echo "pass $name ($(grep -c '^ok' "$log"))"
    fi
}

if [ "${1:-}" = --one ]; then
    run_one "$2"
    exit 0
fi
printf '%s\n' "$@" | xargs -P 2 -I{} sh "$0" --one {}
skipped=$(cat "$logs"/*.log | grep -c '^ok.*# *[Ss][Kk][Ii][Pp]')
passed=$(($(cat "$logs"/*.log | grep -c '^ok') - skipped))
failed=$(cat "$logs"/*.log | grep -c '^not ok')
[ "$skipped" -gt 0 ] && grep -h '^ok.*# *[Ss][Kk][Ii][Pp]' "$logs"/*.log
echo "$passed passed, $failed failed, $skipped skipped"
[ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
