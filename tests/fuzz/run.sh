#!/bin/sh
# Runs fuzz targets one after the other, each for FUZZ_SECONDS, from the corpus
# in tests/data/fuzz and the forms in tests/data/forms, with the words of
# tests/data/fuzz/*.dict. New inputs and findings go below BUILD. Ends with 1
# when a target found something.
#   BUILD=build/fuzz FUZZ_SECONDS=600 sh tests/fuzz/run.sh TARGET...
BUILD=${BUILD:-build/fuzz}
FUZZ_SECONDS=${FUZZ_SECONDS:-600}
mkdir -p "$BUILD/found" "$BUILD/corpus/xform" "$BUILD/corpus/workbook"
for form in tests/data/forms/*/form.*; do
    case $form in
    *.csv) kind=workbook ;;
    *) kind=xform ;;
    esac
    cp "$form" "$BUILD/corpus/$kind/$(basename "$(dirname "$form")")"
done
failed=0
for target in "$@"; do
    name=${target#fuzz_}
    mkdir -p "$BUILD/corpus/$name"
    log=$BUILD/$target.log
    dict=tests/data/fuzz/$name.dict
    "$BUILD/$target" -max_total_time="$FUZZ_SECONDS" -timeout=30 \
        -entropic=0 -rss_limit_mb=1024 -max_len=65536 -close_fd_mask=3 -print_final_stats=1 \
        -artifact_prefix="$BUILD/found/$name-" $([ -f "$dict" ] && echo "-dict=$dict") \
        "$BUILD/corpus/$name" "tests/data/fuzz/$name" >"$log" 2>&1
    status=$?
    runs=$(sed -n 's/^stat::number_of_executed_units: *//p' "$log")
    if [ $status -eq 0 ]; then
        echo "$target: ${runs:-0} executions, nothing found"
    else
        echo "$target: ${runs:-0} executions, FOUND something (see $log)"
        failed=1
    fi
done
exit $failed
