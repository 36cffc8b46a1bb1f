#!/bin/sh
# make lint: the rules of the house that a compiler does not know.
#   layers      who may include whom
#   doors       one folder or file for each third-party library
#   headers     own header first; each header compiles by itself; no cycles
#   sizes       functions, files and lines within their budget
#   words       no marks of unfinished work, no text built into SQL, no
#               forbidden allocation, one base name one file
# Prints each breach as file:line: what; ends with 1 if there was any.
cd "$(dirname "$0")/../.." || exit 2
out=$(mktemp)
trap 'rm -f "$out"' EXIT
sources=$(git ls-files --cached --others --exclude-standard 'app/*.[ch]' \
    'storage/*.[ch]')
tests=$(git ls-files --cached --others --exclude-standard 'tests/*.[ch]')

# ------------------------------------------------------------------- layers
# A room, then the rooms it may include. base is open to all.
layers='
app/base
app/openrosa
app/form/xpath
app/form/xform app/form/xpath
app/form/xlsform app/form/xpath app/form/xform
storage/db
storage/export
storage/kiosk storage/db app/openrosa
storage/hub storage/db app/openrosa
storage/sync storage/kiosk app/openrosa
app/impact storage/hub storage/export
app/kiosk app/form app/openrosa storage/kiosk storage/sync
app/hub app/form app/openrosa storage/db storage/hub storage/export app/impact
app/tools app/form
'
echo "$layers" | awk -v sources="$sources" '
NF { room[NF0 = $1] = $0 }
function room_of(path,   r, best) {
    best = ""
    for (r in room)
        if (index(path, r "/") == 1 && length(r) > length(best)) best = r
    return best
}
END {
    n = split(sources, files, "\n")
    for (i = 1; i <= n; i++) {
        file = files[i]; own = room_of(file); line = 0
        if (own == "") { print file ":1: lies in no room of the layer table"; continue }
        while ((getline text < file) > 0) {
            line++
            if (text !~ /^#include "[^"]*\//) continue
            split(text, q, "\""); path = q[2]
            if (path !~ /^storage\//) path = "app/" path
            target = room_of(path)
            if (target == own || target == "app/base") continue
            ok = 0; m = split(room[own], may, " ")
            for (j = 2; j <= m; j++) if (index(path, may[j] "/") == 1) ok = 1
            if (!ok) print file ":" line ": " own " may not include " path
        }
        close(file)
    }
}' >>"$out"

# -------------------------------------------------------------------- doors
# header pattern, then the only places that may include it.
while read -r header doors; do
    [ -n "$header" ] || continue
    grep -nE "#include <$header" $sources | while IFS= read -r hit; do
        file=${hit%%:*}
        ok=
        for door in $doors; do
            case $file in "$door"*) ok=1 ;; esac
        done
        [ -n "$ok" ] || echo "$(echo "$hit" | cut -d: -f1,2): <$header is for $doors only"
    done
done >>"$out" <<'DOORS'
SDL\.h app/kiosk/
SDL_ttf app/kiosk/text/
SDL_image app/kiosk/render/
(hb|ft2build|freetype|fribidi|fontconfig|uni(gbrk|case|linebrk|wbrk|norm|str|ctype|script)) app/kiosk/text/
libintl app/kiosk/locale/
qrencode app/kiosk/render/
espeak app/kiosk/speech/
(sndfile|opus) app/kiosk/audio/
libxml app/form/ app/openrosa/ app/hub/ app/impact/
zip\.h app/form/xlsform/workbook.c app/openrosa/bundle_file.c
xlsxwriter app/form/xlsform/workbook_writer.c storage/export/
readstat storage/export/stat_writer
archive storage/export/
sqlite3 storage/db/db_sqlite.c
libpq storage/db/db_postgres.c
curl storage/sync/http_client.c
microhttpd app/hub/http_server
openssl app/openrosa/ app/form/xpath/
pcre2 app/form/xpath/pattern.c
ini\.h app/base/settings.c
pthread\.h app/base/thread.h
DOORS

# ------------------------------------------------------------------ headers
flags=$(pkg-config --cflags sdl2 SDL2_ttf SDL2_image freetype2 harfbuzz \
    fribidi fontconfig libxml-2.0 jansson libsodium)
for file in $sources; do
    case $file in
    *.c)
        header=${file%.c}.h
        [ -f "$header" ] || continue
        first=$(grep -m1 '^#include' "$file")
        [ "$first" = "#include \"$(basename "$header")\"" ] ||
            echo "$file:1: its own header comes first"
        ;;
    *.h)
        gcc -std=c11 -D_GNU_SOURCE -Iapp -I. $flags -fsyntax-only -x c \
            "$file" 2>/dev/null ||
            echo "$file:1: does not compile by itself"
        ;;
    esac
done >>"$out"

# -------------------------------------------------------------------- sizes
# Functions over 120 lines, files over 1,200 and lines over 100 columns are
# refused; the medians and 95th percentiles are printed below.
sizes=$(mktemp)
ctags -x --kinds-C=f --fields=+e --_xformat='%{end} %n %N %F' $sources \
    2>/dev/null | awk '{print $1 - $2 + 1, $3, $4 ":" $2}' | sort -n >"$sizes"
awk '$1 > 120 {print $3 ": " $2 " has " $1 " lines, at most 120"}' "$sizes" \
    >>"$out"
for file in $sources; do
    n=$(wc -l <"$file")
    [ "$n" -le 1200 ] || echo "$file:1200: has $n lines, at most 1,200"
done >>"$out"
awk '{ gsub(/[\200-\277]/, ""); if (length($0) > 100)
    print FILENAME ":" FNR ": " length($0) " columns, at most 100" }' \
    $sources $tests >>"$out"

# -------------------------------------------------------------------- words
grep -nwE 'TODO|FIXME|XXX' $sources $tests |
    grep -v 'mkstemp\|mkdtemp\|XXXXXX' |
    sed 's/^\([^:]*:[0-9]*\):.*/\1: finish it or leave it out/' >>"$out"
grep -nE '^[^/]*malloc\([^)]*[a-z0-9] \* [a-z]' $sources |
    sed 's/^\([^:]*:[0-9]*\):.*/\1: use vz_alloc_array for products/' >>"$out"
grep -nE '(printf|vz_strbuf_printf)\([^;]*"[^"]*(INSERT INTO|SELECT |UPDATE |DELETE FROM)[^"]*%s' \
    $sources | grep -v '^storage/hub/typed_table' |
    sed 's/^\([^:]*:[0-9]*\):.*/\1: bind values; only typed_table.c builds SQL/' >>"$out"
grep -nE '^static [^(=]*;$' $(echo "$sources" | grep '\.c$') |
    grep -vE 'const|_Thread_local|atomic|volatile sig_atomic_t' |
    sed 's/^\([^:]*:[0-9]*\):.*/\1: mutable state at file scope/' >>"$out"
echo "$sources" | sed 's|.*/||' | sort | uniq -d | grep -v '^main\.c$' |
    sed 's/$/:1: two files have this name/' >>"$out"

# ------------------------------------------------------------------ verdict
n=$(wc -l <"$sizes")
awk -v n="$n" 'NR == int((n + 1) / 2) {median = $1}
    NR == int(n * 0.95 + 0.5) {p95 = $1} {max = $1}
    END {printf "functions: %d, median %d, p95 %d, longest %d lines\n",
        n, median, p95, max}' "$sizes"
wc -l $(echo "$sources" | grep '\.c$') | grep -v total | sort -n |
    awk '{size[NR] = $1} END {printf "files: %d, median %d, p95 %d lines\n",
        NR, size[int((NR + 1) / 2)], size[int(NR * 0.95 + 0.5)]}'
rm -f "$sizes"
if [ -s "$out" ]; then
    cat "$out"
    echo "lint: $(wc -l <"$out") breaches"
    exit 1
fi
echo "lint: clean"
