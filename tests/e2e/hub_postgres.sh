#!/bin/sh
# The hub on a real PostgreSQL server: its store's tests once more, then two
# hubs that serve one database while that is restarted and killed under load:
# every 201 is a row, once, and the hubs recover without a hand.
case ${BUILD:=build} in /*) ;; *) BUILD=$(pwd)/$BUILD ;; esac
. tests/support/postgres.sh
work=$(mktemp -d) || exit 1
trap 'touch "$work/stop"; kill $hubs 2>/dev/null; wait
    postgres_kill 2>/dev/null; rm -rf "$work"' EXIT
hubs=

if [ -z "$postgres_bin" ]; then
    echo "ok 1 - the hub on PostgreSQL # SKIP postgresql is not installed"
    exit 0
fi
postgres_start "$work" || exit 1

# ------------------------------------------------------------ the store's tests
for test in erasure fleet hub_attachments hub_forms hub_people hub_rows \
    hub_submissions people_access typed_table; do
    VZ_TEST_POSTGRES=$postgres_address timeout 120 \
        "$BUILD/tests/unit/storage/hub/test_$test" >"$work/tap" 2>"$work/errors"
    status=$?
    sed -E 's/^((not )?ok [0-9]+ -)/\1 on PostgreSQL:/' "$work/tap"
    if [ $status -ne 0 ]; then
        echo "not ok - test_$test ended with status $status"
        sed 's/^/# /' "$work/errors"
    fi
done

# -------------------------------------------------- two hubs on one database
forms=$(pwd)/tests/data/hub
cd "$work" || exit 1
hub() {
    command=$1
    shift
    "$BUILD/vertelhub" $command "$@" --store "$postgres_address" --folder own
}
hub init >/dev/null && hub "form add" "$forms/kort.csv" >/dev/null || exit 1
token=$(hub "device add" zuil | sed -n 's/^token: //p')
for h in 1 2; do
    hub serve --listen 127.0.0.1:0 --port-file port.$h >/dev/null 2>>log &
    hubs="$hubs $!"
done
for h in 1 2; do
    i=0
    while [ ! -s port.$h ] && [ $i -lt 400 ]; do
        sleep 0.02
        i=$((i + 1))
    done
done

# One client: posts each submission until both hubs have said that it is there.
client() {
    n=0
    while [ ! -e stop ]; do
        n=$((n + 1))
        id=uuid:$1-$n
        cat >"xml.$1" <<XML
<data id="kort" version="eerste"><goed>ja</goed>\
<meta><instanceID>$id</instanceID></meta></data>
XML
        for h in $1 $((3 - $1)); do
            code=
            while [ "$code" != 201 ] && [ ! -e give-up ]; do
                code=$(curl -s -m 10 -o /dev/null -w '%{http_code}' -F \
                    "xml_submission_file=@xml.$1;type=text/xml" \
                    "http://127.0.0.1:$(cat port.$h)/v1/key/$token/projects/1/submission")
                echo "$code" >>codes
                [ "$code" = 201 ] || sleep 0.1 # as a kiosk waits, but shorter
            done
            [ "$code" = 201 ] && echo "$id" >>"stored.$1"
        done
    done
}

# Until this many more were stored; a limit in case none ever is.
wait_for_more() {
    wanted=$(($(cat stored.? | wc -l) + $1))
    i=0
    while [ "$(cat stored.? | wc -l)" -lt $wanted ] && [ $i -lt 3000 ]; do
        sleep 0.02
        i=$((i + 1))
    done
    [ $i -lt 3000 ]
}

: >stored.1
: >stored.2
client 1 &
clients=$!
client 2 &
clients="$clients $!"
recovered=ok
for k in 1 2 3 4 5 6; do
    wait_for_more 12 || recovered="not ok"
    if [ $((k % 2)) = 0 ]; then
        postgres_restart
    else
        postgres_kill
        postgres_ctl start
    fi
done
wait_for_more 12 || recovered="not ok"
[ "$recovered" = ok ] || touch give-up
touch stop
wait $clients
echo "$recovered 1 - hubs go on when the database is back"

sort -u stored.? >stored
rows() {
    "$postgres_bin/psql" -At -d "$postgres_address" -c "$1"
}
rows 'SELECT instance_id FROM submissions' | sort >there
missing=$(comm -23 stored there | wc -l)
twice=$(uniq -d there | wc -l)
[ -s stored ] && [ "$missing" = 0 ] && [ "$twice" = 0 ] && r=ok || r="not ok"
echo "$r 2 - each of $(wc -l <stored) is a row, once ($missing missing)"
typed=$(rows 'SELECT count(*) FROM form_1')
[ "$typed" = "$(wc -l <there)" ] && r=ok || r="not ok"
echo "$r 3 - and a typed row ($typed)"
grep -vqxE '201|503|000' codes && r="not ok" || r=ok
echo "$r 4 - without the database a hub says so and that it may come back"
sort codes | uniq -c | sed "s|^|# |"
[ "$r" = ok ] || cut -c 1-100 log | sort | uniq -c | sed "s|^|# |"
hub export --form kort --out out.zip >/dev/null 2>&1 &&
    [ "$(unzip -p out.zip kort.csv | wc -l)" = "$((typed + 1))" ] &&
    r=ok || r="not ok"
echo "$r 5 - the export has them all"
