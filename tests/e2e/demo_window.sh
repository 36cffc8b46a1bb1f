# make run with a display: the window opens, a worker writes down a testimonial
# behind number and PIN, staff leaves by PIN, and the export is there.
. tests/support/touch.sh

for part in vertelzuil vertelhub vertelform forms locale; do
    ln -s "$(realpath "$BUILD")/$part" "$work/$part"
done
house=$work/demo

# The digits that the demo printed behind a word.
printed() {
    sed -n "s/.*$1 *\([0-9]*\).*/\1/p" "$work/out" | head -1
}

# Digits one after the other, then the check key. The demo's PINs have no two
# equal digits side by side: on one key those count once within 250 ms.
pin() {
    for digit in $(echo "$1" | sed 's/./& /g'); do
        touch "pin:$digit" || return 1
    done
    touch pin:check
}

# The staff's number is 00: the same key twice, as soon as it counts.
staff_number() {
    heading=$(heading_of)
    until_true zero_again
}
zero_again() {
    [ "$(heading_of)" != "$heading" ] && return 0
    touch pin:0
    touch pin:check
    return 1
}
heading_of() {
    tr '{' '\n' <"$describe" | grep '"name":"title"'
}

start_demo() {
    BUILD=$work SDL_MOUSE_TOUCH_EVENTS=1 DEMO_OPTIONS="--describe $describe" \
        sh assets/demo/run.sh >"$work/out" 2>&1 &
    demo_pid=$!
    wait_for '"screen":"attract"'
}

to_workers_door() {
    touch_begin && touch worker && wait_for '"screen":"pin"' && pin 01
}

testimonial() {
    pin "$(printed '01, PIN')" && wait_for '"screen":"worker"' &&
        picture 14-worker && touch door:0 &&
        wait_for '"position":"/data/leeftijd"' && touch choice:age_16_25 &&
        touch next && wait_for '"position":"/data/activiteit"' &&
        touch choice:sport && touch next &&
        wait_for '"position":"/data/verhaal_deel/verhaal"' &&
        type_keys 'ik durf nu' && picture 06-testimonial && touch next &&
        go_on_to /data/verhaal_deel/toestemming && touch choice:team &&
        touch next && wait_for '"screen":"thanks"' && touch done
}

staff_leaves() {
    wait_for '"screen":"attract"' && touch_begin && touch worker &&
        wait_for '"screen":"pin"' && staff_number &&
        pin "$(printed 'staff PIN')" && wait_for '"screen":"staff"' &&
        picture 15-staff && touch exit
}

ended() {
    ! kill -0 "$demo_pid" 2>/dev/null
}

check 'an X server starts' screen_open
check 'the window opens' start_demo
check 'a worker gives a number' to_workers_door
check 'a testimonial is written down' testimonial
check 'staff leaves by PIN' staff_leaves
check 'the demo ends by itself' until_true ended
wait "$demo_pid"
check 'and well' test $? -eq 0
check 'it says where the export lies' grep -q 'export/getuigenis.zip' "$work/out"
unzip -p "$work/demo/export/getuigenis.zip" getuigenis.csv >"$work/row.csv"
check 'the testimonial is a row, marked as assisted' \
    grep -q 'age_16_25,sport,.*Ik durf nu.*,team,1' "$work/row.csv"
