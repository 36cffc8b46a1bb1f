#!/bin/sh
# kill -9 of the hub under load, again and again: every 201 is a row, once, and
# the store is whole.
case ${BUILD:=build} in /*) ;; *) BUILD=$(pwd)/$BUILD ;; esac
hub=$BUILD/vertelhub
forms=$(pwd)/tests/data/hub
work=$(mktemp -d) || exit 1
trap 'touch "$work/stop"; [ -n "${server:-}" ] && kill -9 "$server" 2>/dev/null
    wait; rm -rf "$work"' EXIT
cd "$work" || exit 1
kills=25

"$hub" init store >/dev/null && "$hub" form add "$forms/kort.csv" --store \
    store >/dev/null || exit 1
token=$("$hub" device add zuil --store store | sed -n 's/^token: //p')

start() {
    rm -f port
    "$hub" serve --store store --listen 127.0.0.1:0 --port-file port \
        >/dev/null 2>>log &
    server=$!
    i=0
    while [ ! -s port ] && [ $i -lt 400 ]; do
        sleep 0.02
        i=$((i + 1))
    done
}

# One client: posts new submissions for ever, and writes down each 201.
client() {
    n=0
    while [ ! -e stop ]; do
        n=$((n + 1))
        id=uuid:$1-$n
        cat >"xml.$1" <<XML
<data id="kort" version="eerste"><goed>ja</goed>\
<meta><instanceID>$id</instanceID></meta></data>
XML
        code=$(curl -s -m 10 -o /dev/null -w '%{http_code}' \
            -F "xml_submission_file=@xml.$1;type=text/xml" -F "f.txt=@xml.$1" \
            "http://127.0.0.1:$(cat port 2>/dev/null)/v1/key/$token/projects/1/submission")
        [ "$code" = 201 ] && echo "$id" >>"stored.$1"
    done
}

start
for c in 1 2 3; do
    : >"stored.$c"
    client $c &
done
k=0
while [ $k -lt $kills ]; do
    wanted=$(($(cat stored.? | wc -l) + 3 + k % 7))
    i=0
    while [ "$(cat stored.? | wc -l)" -lt $wanted ] && [ $i -lt 2000 ]; do
        sleep 0.01
        i=$((i + 1))
    done
    kill -9 "$server"
    wait "$server" 2>/dev/null
    start
    k=$((k + 1))
done
touch stop
kill -TERM "$server"
wait

sort stored.? >stored
sqlite3 store/hub.sqlite 'SELECT instance_id FROM submissions' | sort >rows
missing=$(comm -23 stored rows | wc -l)
[ -s stored ] && [ "$missing" -eq 0 ]
[ $? -eq 0 ] && echo "ok 1 - every 201 of $(wc -l <stored) is a row" ||
    echo "not ok 1 - $missing of $(wc -l <stored) answered 201 have no row"
[ -z "$(uniq -d rows)" ] && echo 'ok 2 - no row is there twice' ||
    echo 'not ok 2 - a row is there twice'
half=$(sqlite3 store/hub.sqlite 'SELECT count(*) FROM submissions AS s
    WHERE NOT EXISTS (SELECT 1 FROM form_1 AS t
        WHERE t.submission_id = s.submission_id)
    OR NOT EXISTS (SELECT 1 FROM attachments AS a JOIN blobs USING (blob_id)
        WHERE a.submission_id = s.submission_id AND size =
        (SELECT sum(length(bytes)) FROM blob_chunks AS c
            WHERE c.blob_id = a.blob_id))')
[ "$half" = 0 ] && echo 'ok 3 - no submission is half stored' ||
    echo "not ok 3 - $half submissions are half stored"
check=$(sqlite3 store/hub.sqlite 'PRAGMA integrity_check')
[ "$check" = ok ] && echo 'ok 4 - the store is whole' ||
    echo "not ok 4 - $check"
echo 1..4
