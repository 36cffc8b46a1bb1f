# make run without a display: three visits, pictures, export, report.
BUILD=${BUILD:-build}
work=$(mktemp -d "${TMPDIR:-/tmp}/vz-demo.XXXXXX")
trap 'rm -rf "$work"' EXIT
for part in vertelzuil vertelhub vertelform forms locale; do
    ln -s "$(realpath "$BUILD")/$part" "$work/$part"
done

env -u DISPLAY -u WAYLAND_DISPLAY BUILD="$work" sh assets/demo/run.sh \
    >"$work/out" 2>&1
status=$?
[ $status -eq 0 ] && echo 'ok - it ends by itself' || {
    echo "not ok - it ended with $status"
    sed 's/^/# /' "$work/out"
}
has() {
    if [ -s "$2" ]; then echo "ok - $1"; else echo "not ok - $1 ($2)"; fi
}
has 'there are pictures' "$work/demo/pictures/16-thanks-code.png"
has 'there is an export' "$work/demo/export/verhaal.zip"
has 'there is a report' "$work/demo/export/verhaal.html"
if unzip -p "$work/demo/export/verhaal.zip" verhaal.csv |
    grep -q 'I cook here with my neighbours'; then
    echo 'ok - the typed story is in the export'
else
    echo 'not ok - the typed story is not in the export'
fi
if [ "$(unzip -p "$work/demo/export/kort.zip" kort.csv | wc -l)" -eq 2 ]; then
    echo 'ok - who walked away left no row'
else
    echo 'not ok - the short form has other rows than the one visit'
fi
