# Drives the real kiosk window from outside: an X server of its own, touches
# by xdotool (which SDL turns into fingers), the screen read from --describe.
# Sourced by end-to-end tests; prints TAP.
#
#   check NAME COMMAND...   one test: passes when the command does
#   screen_open / screen_close      the X server
#   kiosk_open [OPTION]... / kiosk_close / kiosk_kill; with windowed= set to
#                                   nothing it fills the screen
#   wait_for WHAT           until the screen has it: "screen":"start" etc.
#   touch NAME              the box of this name, in its middle
#   picture NAME            the screen as PNG into $pictures
BUILD=${BUILD:-build}
# Sanitizers report through the exit status, which `wait` hands on.
work=$(mktemp -d "${TMPDIR:-/tmp}/vz-e2e.XXXXXX")
describe=$work/screen.json
pictures=$BUILD/pictures
mkdir -p "$pictures"
. assets/demo/house.sh

check() {
    name=$1
    shift
    if "$@"; then
        echo "ok - $name"
    else
        echo "not ok - $name"
        return 1
    fi
}

finish() {
    kiosk_close
    house_close
    screen_close
    rm -rf "$work"
}
trap finish EXIT
trap 'exit 130' INT TERM

# True once COMMAND succeeds, within 20 s.
until_true() {
    tries=0
    until "$@" 2>/dev/null; do
        tries=$((tries + 1))
        [ $tries -lt 400 ] || {
            echo "# waited in vain for: $*"
            [ -f "$describe" ] && head -c 300 "$describe"
            return 1
        }
        sleep 0.05
    done
}

screen_open() {
    Xvfb -displayfd 3 -screen 0 "${1:-1280x800}x24" -nolisten tcp \
        3>"$work/display" 2>"$work/xvfb.log" &
    xvfb_pid=$!
    until_true test -s "$work/display" || return 1
    DISPLAY=:$(cat "$work/display")
    export DISPLAY
}

screen_close() {
    [ -z "${xvfb_pid:-}" ] || kill "$xvfb_pid" 2>/dev/null
    xvfb_pid=
}

kiosk_open() {
    rm -f "$describe"
    # exec, so that the process id is the kiosk's own.
    SDL_MOUSE_TOUCH_EVENTS=1 SDL_VIDEODRIVER=x11 "$BUILD/vertelzuil" \
        --data "$house/kiosk" --settings "$house/kiosk.ini" \
        ${windowed---window 1280x800} --describe "$describe" "$@" \
        2>>"$work/kiosk.log" &
    kiosk_pid=$!
    wait_for '"screen":"attract"'
}

kiosk_close() {
    [ -n "${kiosk_pid:-}" ] || return 0
    kill "$kiosk_pid" 2>/dev/null
    wait "$kiosk_pid" 2>/dev/null
    kiosk_status=$?
    kiosk_pid=
}

kiosk_kill() {
    kill -9 "$kiosk_pid"
    wait "$kiosk_pid" 2>/dev/null
    kiosk_pid=
}

wait_for() {
    until_true grep -qF -- "$1" "$describe"
}

# x,y,w,h of a box.
rect_of() {
    tr '{' '\n' <"$describe" | grep -F "\"name\":\"$1\"" |
        sed -n 's/.*"rect":\[\([-0-9,]*\)\].*/\1/p' | head -1
}

touch() {
    wait_for "\"name\":\"$1\"" || return 1
    rect=$(rect_of "$1")
    xdotool mousemove $(echo "$rect" | awk -F, '{
        print int($1 + $3 / 2), int($2 + $4 / 2) }') mousedown 1 mouseup 1
}

# From attract to start. For 300 ms after a reset touches do not count, so a
# person, and this, touches again.
touch_begin() {
    wait_for '"screen":"attract"' || return 1
    until_true begin_once
}
begin_once() {
    grep -qF '"screen":"start"' "$describe" && return 0
    touch begin
    return 1
}

# Touches Verder until the position is REF: a second touch on one key within
# 250 ms does not count, so a page that is skipped at once needs another.
go_on_to() {
    until_true go_on_once "$1"
}
go_on_once() {
    grep -qF "\"position\":\"$1\"" "$describe" && return 0
    touch next
    return 1
}

# On the on-screen keyboard: lower case and spaces. No double letters: one key
# twice within 80 ms counts once.
type_keys() {
    for key in $(echo "$1" | sed 's/ /_/g; s/./& /g'); do
        [ "$key" = _ ] && key=space
        touch "key:$key" || return 1
    done
}

picture() {
    import -window root "$pictures/$1.png"
}

# The CSV of a form, from a fresh export, on stdout.
table_of() {
    "$BUILD/vertelhub" export --form "$1" --store "$house/hub.sqlite" \
        --out "$work/$1.zip" >/dev/null &&
        unzip -p "$work/$1.zip" "$1.csv"
}
