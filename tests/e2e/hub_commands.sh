#!/bin/sh
# The commands of vertelhub as a person types them: what they print, what they
# answer to the shell, and that a wrong step says what to do next.
case ${BUILD:=build} in /*) ;; *) BUILD=$(pwd)/$BUILD ;; esac
hub=$BUILD/vertelhub
forms=$(pwd)/tests/data/hub
assets=$(pwd)/assets
work=$(mktemp -d) || exit 1
trap '[ -n "${server:-}" ] && kill "$server" 2>/dev/null; rm -rf "$work"' EXIT
cd "$work" || exit 1
number=0

# ok NAME STATUS: the verdict on the command before.
ok() {
    number=$((number + 1))
    if [ "$2" -eq 0 ]; then
        echo "ok $number - $1"
    else
        echo "not ok $number - $1"
        sed 's/^/# /' out err 2>/dev/null
    fi
}
# expect NAME STATUS PATTERN COMMAND...: runs it; its output must match.
expect() {
    name=$1 status=$2 pattern=$3
    shift 3
    "$@" >out 2>err </dev/null
    got=$?
    cat out err | grep -q -- "$pattern"
    ok "$name" $((got != status || $?))
}

expect 'help lists the commands' 0 'form add FILE' "$hub" --help
expect 'each command has its help' 0 '--consent LEVEL' "$hub" export --help
expect 'the version is printed' 0 '^vertelhub [0-9]' "$hub" --version
expect 'without a command the help is given' 2 'Usage:' "$hub"
expect 'an unknown command is named' 2 "no command 'frobnicate'" \
    "$hub" frobnicate
expect 'an unknown option is named' 2 'no option --colour' \
    "$hub" init --colour red
expect 'a missing value is named' 2 'needs a value' "$hub" init --store
expect 'an empty value is a mistake' 2 'is empty' "$hub" init --store ''
expect 'an empty argument is a mistake' 2 'is empty' "$hub" init ''
expect 'a missing name is named' 2 'NAME is missing' "$hub" device add
expect 'without a store init is told' 1 'vertelhub init' "$hub" form list
expect 'init makes a store' 0 'store/hub.sqlite' "$hub" init store
[ "$(stat -c %a store/hub.sqlite)" = 600 ]
ok 'nobody else can read it' $?
expect 'init again keeps it' 0 'store/hub.sqlite' "$hub" init store
expect 'a workbook is published' 0 "'kort' version" \
    "$hub" form add "$forms/kort.csv" --store store
expect 'the same again is no mistake' 0 'published already' \
    "$hub" form add "$forms/kort.csv" --store store
sed 's/Was het goed/Was het fijn/' "$forms/kort.csv" >kort.csv
expect 'changed content needs a new version' 1 'Give the changed form a new' \
    "$hub" form add kort.csv --store store
printf 'survey\n,type,name,label,relevant\n,text,a,A,\n,text,b,B,${c} = 1\n' \
    >wrong.csv
expect 'a mistake is told with its row' 1 'row [0-9]' \
    "$hub" form add wrong.csv --store store
expect 'no file, no form' 1 'none.xlsx cannot be read' \
    "$hub" form add none.xlsx --store store
expect 'the list shows the form' 0 '^kort	' "$hub" form list --store store
expect 'a device gets a token' 0 '^server: http://h:1/v1/key/.*/projects/1$' \
    "$hub" device add zuil --url http://h:1 --store store
token=$(sed -n 's/^token: //p' out)
salt=$(sed -n 's/^salt: //p' out)
expect 'all kiosks get the same salt' 0 "^salt: ${salt:-none}$" \
    "$hub" init store
expect 'a wrong address is told' 2 'http://HOST:PORT' \
    "$hub" device add zuil-2 --url hub.example --store store
expect 'a slash behind the address is no harm' 0 '^server: http://h/v1/key/' \
    "$hub" device add zuil-2 --url http://h/ --store store
expect 'a name is one line' 1 'name of one line' \
    "$hub" device add "$(printf 'a\nb')" --store store
expect 'a name is given once' 1 "named 'zuil' already" \
    "$hub" device add zuil --store store
printf 'a long password\n' | "$hub" user add ada --store store >out 2>err
ok 'a password comes from standard input' $?
printf 'short\n' | "$hub" user add eve --store store >out 2>err
[ $? -eq 1 ] && grep -q 'shorter than' err
ok 'a short password is refused' $?
expect 'a password is no argument' 2 'one argument too many' \
    "$hub" user add bob secret --store store
expect 'a public address needs encryption' 2 '--tls-cert' \
    "$hub" serve --listen 0.0.0.0:8383 --store store
expect 'an address is checked' 2 'ADDRESS:PORT' \
    "$hub" serve --listen nowhere --store store
expect 'an unknown form names those there are' 1 'The forms are: kort' \
    "$hub" export --form krot --out x.zip --store store
expect 'an empty export is an export' 0 "0 submissions of 'kort'" \
    "$hub" export --form kort --out kort.zip --store store
expect 'a level of consent is checked' 2 'team, organisation or public' \
    "$hub" export --form kort --out x.zip --consent count --store store
expect 'a report is a page' 0 'kort.html' \
    "$hub" report --form kort --out kort.html --assets "$assets" --store store
expect 'a threshold has a least' 2 'number from 5' \
    "$hub" report --form kort --out x.html --threshold 2 --store store
expect 'an empty rebuild is a rebuild' 0 "0 submissions of 'kort'" \
    "$hub" rebuild --form kort --store store

expect 'an erasure is by code or by id' 2 'either --code or --instance' \
    "$hub" erase --store store
expect 'a code is no argument' 2 'one argument too many' \
    "$hub" erase --code 572572572572 --store store
expect 'an unknown id is told' 1 'no submission of this id' \
    "$hub" erase --instance uuid:none --store store
echo 123456789012 | "$hub" erase --code --store store >out 2>err
[ $? -eq 1 ] && grep -q 'look closely' err
ok 'a wrong code is told' $?
echo 5725-7257 2572 | "$hub" erase --code --store store >out 2>err &&
    grep -q 'when it comes' out && ! grep -rq 572572572572 store
ok 'a code that comes early waits, and is not on the disk' $?

"$hub" serve --store store --listen 127.0.0.1:0 --port-file port >out 2>err &
server=$!
i=0
while [ ! -s port ] && kill -0 "$server" 2>/dev/null && [ $i -lt 200 ]; do
    sleep 0.05
    i=$((i + 1))
done
base=http://127.0.0.1:$(cat port)/v1/key/$token/projects/1
curl -sf "$base/formList" >list && grep -q '<formID>kort</formID>' list
ok 'serve answers on the port that it wrote' $?
sed 's/eerste/next/' "$forms/kort.csv" >kort.csv
"$hub" form add kort.csv --store store >out 2>err &&
    curl -sf "$base/formList" | grep -q '<version>next</version>'
ok 'a form published meanwhile is offered' $?
kill -TERM "$server"
wait "$server"
ok 'SIGTERM ends it with 0' $?
server=
printf 'no database, only a text that is long enough to be one' >bad.sqlite
cp bad.sqlite before
"$hub" form list --store bad.sqlite >out 2>err
[ $? -eq 1 ] && cmp -s bad.sqlite before
ok 'a file that is no store is refused and not touched' $?
grep -rq "$token" store
ok 'the token is not on the disk' $(($? == 0))
echo "1..$number"
