#!/bin/sh
# make run: the whole road on this machine. A hub, a kiosk enrolled at it, the
# shipped forms; answers go into the kiosk's window and come out as a table.
# Without a display three visits are played on the same road instead.
# DEMO_OPTIONS are further options for the kiosk in its window.
set -u
BUILD=${BUILD:-build}
. assets/demo/house.sh
trap house_close EXIT
trap 'exit 130' INT TERM

demo=$BUILD/demo
house_open "$demo" || exit 1

tell_where() {
    echo
    echo "The export (open the CSV inside in Excel):"
    ls "$demo"/export/*.zip | sed 's/^/  /'
    echo "A report page of each form:"
    ls "$demo"/export/*.html | sed 's/^/  /'
}

play_visits() {
    shots=$demo/pictures
    mkdir -p "$shots"
    for visit in assets/demo/*.visit; do
        echo "  $(sed -n '1s/^# //p' "$visit")"
        SDL_VIDEODRIVER=offscreen kiosk --window 1280x800 \
            --script "$visit" --shots "$shots" 2>>"$demo/kiosk.log" || {
            echo "The visit $visit could not be played; see $demo/kiosk.log" >&2
            return 1
        }
    done
    house_sync 2>>"$demo/kiosk.log"
}

house_sync 2>>"$demo/kiosk.log" || exit 1
if kiosk --check-display 2>/dev/null; then
    cat <<TXT

The kiosk opens in a window. Touch it, or use the mouse or the keyboard.
  staff PIN   $staff_pin           (Medewerker, then 00)
  worker      01, PIN $worker_pin    (Medewerker; the form for testimonials)
Close the window, or leave through the staff screen, to end.

TXT
    kiosk --window 1280x800 ${DEMO_OPTIONS:-} 2>>"$demo/kiosk.log" || exit 1
    house_sync 2>>"$demo/kiosk.log" ||
        echo "Some answers wait on the kiosk; see $demo/kiosk.log"
else
    echo
    echo "No display can be opened here, so three visits are played instead:"
    play_visits || exit 1
    echo
    echo "Pictures of the screens:"
    echo "  $demo/pictures/"
fi
house_export || exit 1
tell_where
