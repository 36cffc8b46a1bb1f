# A kiosk in full screen, on an X server with this one client, cannot be left
# by any key, and goes on as ever after all of them.
. tests/support/touch.sh

windowed=

is_alive() {
    kill -0 "$kiosk_pid" 2>/dev/null
}

# What a person at a keyboard would try.
try_keys() {
    for keys in alt+F4 alt+Tab alt+space ctrl+alt+Delete ctrl+alt+BackSpace \
        ctrl+alt+F2 ctrl+q ctrl+w ctrl+c super super+d F11 Print Menu \
        Escape Escape; do
        xdotool key "$keys" || return 1
    done
    is_alive
}

covers_the_screen() {
    grep -qF '"width":1280,"height":800' "$describe"
}

check 'a house opens' house_open "$work/house"
check 'forms are fetched' house_sync
check 'an X server starts' screen_open
check 'the kiosk shows attract' kiosk_open
check 'it covers the screen' covers_the_screen
check 'keys do not end it' try_keys
check 'a touch still begins' touch_begin
check 'a visit goes on as ever' touch door:0
check 'with its first question' wait_for '"position":"/data/hoe_was_het"'
check 'keys do not end it there' try_keys
kill -TERM "$kiosk_pid"
wait "$kiosk_pid"
check 'a signal ends it well' test $? -eq 0
kiosk_pid=
