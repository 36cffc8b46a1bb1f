# What people and window managers do to the window in the middle of a visit:
# turned, made tiny, torn away. What was typed stays, and is kept or is gone as
# the visit was finished or not.
. tests/support/touch.sh

window_id() {
    xdotool search --class . | tail -1
}

# The screen takes the size that it is given, from WIDTHxHEIGHT.
resize() {
    xdotool windowsize "$(window_id)" "${1%x*}" "${1#*x}"
    wait_for "\"width\":${1%x*},\"height\":${1#*x}"
}

every_size() {
    for shape in 800x1280 300x200 10x10 1x1 1280x400 600x1024 1280x800; do
        resize "$shape" || return 1
    done
}

to_story() {
    touch_begin && touch door:1 && touch choice:age_16_25 && touch next &&
        wait_for '"position":"/data/verhaal_deel/verandering"' &&
        type_keys 'rond en plat'
}

# A second kiosk on the store would end the visit of the first.
second_refused() {
    "$BUILD/vertelzuil" --data "$house/kiosk" --settings "$house/kiosk.ini" \
        --window 800x600 2>"$work/second.log"
    [ $? -eq 1 ] && grep -q 'Another kiosk' "$work/second.log"
}

finish_story() {
    type_keys ' en rond' && go_on_to /data/verhaal_deel/waarom &&
        go_on_to /data/verhaal_deel/titel && go_on_to /data/verhaal_deel/thema &&
        go_on_to /data/verhaal_deel/toestemming && touch choice:team &&
        touch next && wait_for '"screen":"thanks"'
}

tear_away() {
    to_story && type_keys 'ijzer' && xdotool windowclose "$(window_id)"
    wait "$kiosk_pid"
    kiosk_pid=
    ! grep -rqai 'ijzer' "$house/kiosk"
}

check 'a house opens' house_open "$work/house"
check 'forms are fetched' house_sync
check 'an X server starts' screen_open
kiosk_open
check 'a story is being typed' to_story
check 'the window takes every size' every_size
check 'a second kiosk is refused meanwhile' second_refused
check 'the visit goes on after it' finish_story
house_sync 2>>"$work/kiosk.log"
table_of verhaal >"$work/verhaal.csv"
check 'nothing that was typed is lost' \
    grep -q 'Rond en plat en rond' "$work/verhaal.csv"
kiosk_close
kiosk_open
check 'a window torn away leaves nothing of the visit' tear_away
kiosk_open
check 'and the next one opens' wait_for '"screen":"attract"'
