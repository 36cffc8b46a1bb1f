# A house on this machine: one hub with its store, one kiosk enrolled at it.
# Sourced by the demo, the end-to-end tests and the benches.
#
#   house_open DIR    makes or reopens the house in DIR and starts its hub
#   house_sync        sends the kiosk's outbox and fetches forms, once
#   house_export      writes DIR/export/FORM.zip and FORM.html for each form
#   house_close       stops the hub
#
# Needs $BUILD (the built programs) and sets $house, $hub_pid, $hub_url,
# $staff_pin, $worker_pin; the last two are new each time.

kiosk() {
    "$BUILD/vertelzuil" --data "$house/kiosk" --settings "$house/kiosk.ini" "$@"
}

# No two equal digits side by side: easier to say and to type.
random_digits() {
    od -An -N32 -tu1 /dev/urandom | tr -dc 0-9 | tr -s 0-9 | cut -c "1-$1"
}

hub_start() {
    rm -f "$house/port"
    "$BUILD/vertelhub" serve --store "$house/hub.sqlite" \
        --listen "127.0.0.1:${1:-0}" --port-file "$house/port" \
        >>"$house/hub.log" 2>&1 &
    hub_pid=$!
    tries=0
    while [ ! -s "$house/port" ]; do
        kill -0 "$hub_pid" 2>/dev/null && [ $tries -lt 200 ] || {
            echo "The hub did not start; see $house/hub.log" >&2
            return 1
        }
        tries=$((tries + 1))
        sleep 0.05
    done
    hub_url=http://127.0.0.1:$(cat "$house/port")
}

# The token is shown once, by `device add`; it lives in files of mode 0600.
house_enrol() {
    "$BUILD/vertelhub" device add "${1:-zuil-1}" --store "$house/hub.sqlite" |
        sed -n 's/^server: //p' >"$house/device"
    [ -s "$house/device" ]
}

house_settings() {
    cat >"$house/kiosk.ini" <<INI
[house]
organisation = ${house_name:-Buurthuis De Linde}
place = ${house_place:-Entree}
withdrawal_salt = $house_salt
withdrawal_url = $hub_url/w
[sync]
server = $hub_url$(cat "$house/device")
[kiosk]
device_name = zuil-1
INI
    staff_pin=$(random_digits 6)
    worker_pin=$(random_digits 4)
    echo "$staff_pin" | kiosk --set-pin staff &&
        echo "$worker_pin" | kiosk --set-pin 01
}

house_open() {
    house=$1
    umask 077
    mkdir -p "$house"
    "$BUILD/vertelhub" init "$house" >>"$house/hub.log" || return 1
    house_salt=$(sed -n 's/^salt: //p' "$house/hub.log" | tail -n 1)
    "$BUILD/vertelhub" form add "$BUILD"/forms/*.xlsx \
        --store "$house/hub.sqlite" >>"$house/hub.log" || return 1
    [ -s "$house/device" ] || house_enrol || return 1
    hub_start && house_settings
}

house_sync() {
    kiosk --sync
}

house_export() {
    mkdir -p "$house/export"
    for form in $("$BUILD/vertelhub" form list --store "$house/hub.sqlite" |
        cut -f 1); do
        "$BUILD/vertelhub" export --form "$form" --store "$house/hub.sqlite" \
            --out "$house/export/$form.zip" >/dev/null &&
            "$BUILD/vertelhub" report --form "$form" \
                --store "$house/hub.sqlite" \
                --place "${house_name:-Buurthuis De Linde}" \
                --out "$house/export/$form.html" >/dev/null || return 1
    done
}

house_close() {
    [ -n "${hub_pid:-}" ] || return 0
    kill "$hub_pid" 2>/dev/null
    wait "$hub_pid" 2>/dev/null
    hub_pid=
}
