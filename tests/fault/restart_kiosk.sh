# A kiosk that its session starts again crashes at three moments: each time
# attract is back within 2 s, and every visit that was finished is kept.
. tests/support/touch.sh

session_open() {
    SDL_MOUSE_TOUCH_EVENTS=1 SDL_VIDEODRIVER=x11 VERTELZUIL=$BUILD/vertelzuil \
        assets/system/session --data "$house/kiosk" \
        --settings "$house/kiosk.ini" --window 1280x800 \
        --describe "$describe" 2>>"$work/kiosk.log" &
    kiosk_pid=$! # the trap of touch.sh ends it
    wait_for '"screen":"attract"'
}

milliseconds() {
    echo $(($(date +%s%N) / 1000000))
}

# The session's one child.
child() {
    tr -d ' ' <"/proc/$kiosk_pid/task/$kiosk_pid/children"
}

# Crashes it; true when attract is back within 2 s.
crash() {
    began=$(milliseconds)
    kill -9 "$(child)" || return 1
    rm -f "$describe"
    wait_for '"screen":"attract"' || return 1
    took=$(($(milliseconds) - began))
    echo "# back after $took ms"
    [ $took -lt 2000 ]
}

visit() {
    touch_begin && touch door:0 && touch choice:goed &&
        go_on_to /data/opbrengst && go_on_to /data/aanraden &&
        go_on_to /data/iets_vertellen && touch choice:nee &&
        until_true thanks_once
}
thanks_once() {
    grep -qF '"screen":"thanks"' "$describe" && return 0
    touch next
    return 1
}

half_a_visit() {
    touch_begin && touch door:0 && touch choice:goed &&
        go_on_to /data/opbrengst
}

stored() {
    [ "$("$BUILD/vertelhub" form list --store "$house/hub.sqlite" |
        awk -F '\t' '{n += $3} END {print n}')" = "$1" ]
}

no_kiosk_left() {
    ! kill -0 "$last" 2>/dev/null
}

apologises() {
    touch_begin && grep -qF 'begon opnieuw' "$describe"
}

check 'a house opens' house_open "$work/house"
check 'forms are fetched' house_sync 2>/dev/null
house_close
check 'an X server starts' screen_open
check 'the kiosk shows attract' session_open
check 'a crash at rest' crash
check 'a visit ends in thanks' visit
check 'a crash at thanks' crash
check 'another visit ends in thanks' visit
check 'a touch of the next one' touch 'done'
check 'a visit is begun' half_a_visit
check 'a crash in the middle of it' crash
check 'the next person is told' apologises
last=$(child)
kiosk_close
check 'a signal ends the session well' test "$kiosk_status" -eq 0
check 'and the kiosk with it' no_kiosk_left
hub_start "${hub_url##*:}"
house_sync 2>>"$work/kiosk.log"
check 'both finished visits arrive' until_true stored 2
