# kill -9 in the middle of a visit leaves nothing of the answers; kill -9 as
# soon as thanks is shown loses nothing, and what was said arrives once.
. tests/support/touch.sh

no_canary() {
    ! grep -rqa 'kanarie' "$house/kiosk"
}

to_story() {
    touch_begin && touch door:1 && touch choice:age_16_25 && touch next &&
        wait_for '"position":"/data/verhaal_deel/verandering"' &&
        type_keys 'kanarie'
}

finish_story() {
    go_on_to /data/verhaal_deel/waarom && go_on_to /data/verhaal_deel/titel &&
        go_on_to /data/verhaal_deel/thema &&
        go_on_to /data/verhaal_deel/toestemming &&
        touch choice:team && touch next && wait_for '"screen":"thanks"'
}

rows() {
    table_of verhaal | grep -c 'Kanarie'
}

check 'a house opens' house_open "$work/house"
check 'forms are fetched' house_sync
check 'an X server starts' screen_open

kiosk_open
check 'a story is being typed' to_story
kiosk_kill
check 'killed before the end, nothing of it is on the disk' no_canary
kiosk_open
check 'the screen is back at attract' wait_for '"screen":"attract"'
kiosk_close

house_close
kiosk_open
check 'a story is typed while the hub is away' to_story
check 'it is finished' finish_story
kiosk_kill
hub_start "${hub_url##*:}"
house_sync 2>>"$work/kiosk.log"
check 'killed at thanks, it arrives' test "$(rows)" = 1
house_sync 2>>"$work/kiosk.log"
check 'and only once' test "$(rows)" = 1
