# A touch becomes a row: a short visit and a story in a real window, touched
# from outside, end in the exported table with the answers touched.
. tests/support/touch.sh

short_visit() {
    touch_begin && touch door:0 &&
        wait_for '"position":"/data/hoe_was_het"' && picture 03-question &&
        touch choice:goed && touch next &&
        wait_for '"position":"/data/opbrengst"' &&
        touch choice:mensen && touch choice:hulp && picture 04-several &&
        touch next && wait_for '"position":"/data/aanraden"' &&
        touch choice:misschien && touch next &&
        wait_for '"position":"/data/iets_vertellen"' && touch choice:nee &&
        touch next && wait_for '"screen":"thanks"' && picture 10-thanks &&
        touch done && wait_for '"screen":"attract"'
}

story_visit() {
    touch_begin && picture 02-start && touch language:en && touch door:1 &&
        touch choice:age_16_25 && touch next &&
        wait_for '"position":"/data/verhaal_deel/verandering"' &&
        type_keys 'i sing here now' && picture 06-story && touch next &&
        wait_for '"position":"/data/verhaal_deel/waarom"' &&
        type_keys 'not alone' && touch next &&
        wait_for '"position":"/data/verhaal_deel/titel"' &&
        type_keys 'soup' && touch next &&
        touch choice:gezond && touch next &&
        wait_for '"position":"/data/verhaal_deel/toestemming"' &&
        picture 09-consent && touch choice:organisation && touch next &&
        wait_for '"screen":"thanks"' && picture 10-thanks-code &&
        touch done && wait_for '"screen":"attract"'
}

stored() {
    [ "$("$BUILD/vertelhub" form list --store "$house/hub.sqlite" |
        awk -F '\t' '{n += $3} END {print n}')" = "$1" ]
}

check 'a house opens' house_open "$work/house"
check 'forms are fetched' house_sync
check 'an X server starts' screen_open
check 'the kiosk shows attract' kiosk_open
picture 01-attract
check 'a short visit ends in thanks' short_visit
check 'a story ends in thanks with a code' story_visit
check 'typed text is never described' \
    sh -c '! grep -qi "sing here" "$1"' sh "$describe"
check 'both arrive at the hub' until_true stored 2
kiosk_close
check 'the kiosk ends well' test "$kiosk_status" -eq 0

table_of kort >"$work/kort.csv"
table_of verhaal >"$work/verhaal.csv"
check 'the short answers are a row' grep -q ',zuil-1,1,.*goed,mensen hulp,.*misschien.*nee' \
    "$work/kort.csv"
check 'the story is a row' grep -q 'I sing here now,,Not alone,Soup,gezond,organisation' \
    "$work/verhaal.csv"
