#!/usr/bin/env bash
# Fuzzes each subject of Tests/FuzzSubjects for a set time, two of them at once.
#
# Usage: scripts/check/fuzz.sh SECONDS [SUBJECT ...]
#
# It starts from the inputs beside the tests and from what earlier runs have found on the way (in .build-fuzz/corpus).
# An input that traps, hangs for 10 seconds, takes 2 GiB or spoils memory is kept as .build-fuzz/found/SUBJECT-*, and
# the exit code is 1. Fix the cause, and move the input to Tests/FuzzSubjectsTests/Inputs/SUBJECT: the tests run it from
# then on. What the Swift runtime sets up once and never frees is no leak.
#
# For how long each subject was fuzzed in all, over the runs of this folder, is added up in .build-fuzz/spent.
set -euo pipefail
cd "$(dirname "$0")/../.."
seconds=$1
shift
subjects=("$@")

folder=.build-fuzz
EKOFLOW_FUZZ=1 swift build -c release --product ekoflow-fuzz --scratch-path "$folder" \
    -Xswiftc -sanitize=fuzzer,address -Xswiftc -use-ld=lld >"$folder.log" 2>&1 || { cat "$folder.log"; exit 1; }
rm -f "$folder.log"
binary=$folder/release/ekoflow-fuzz
mkdir -p "$folder/found" "$folder/spent"
[ ${#subjects[@]} -gt 0 ] || read -ra subjects <<<"$(FUZZ_SUBJECT=none "$binary" | sed 's/.*: //; s/,//g')"

fuzz() {
    local subject=$1 log=$folder/$1.log
    mkdir -p "$folder/corpus/$subject"
    local before spent=$folder/spent/$1
    before=$(cat "$spent" 2>/dev/null || echo 0)
    # Swift's own report of a crash would crash in this program.
    export SWIFT_BACKTRACE=enable=no ASAN_OPTIONS=detect_leaks=0
    if FUZZ_SUBJECT=$subject "$binary" -max_total_time="$seconds" -timeout=10 \
        -rss_limit_mb=2048 -max_len=4096 -use_value_profile=1 -dict=Tests/Fuzzer/words.dict -print_final_stats=1 \
        -artifact_prefix="$folder/found/$subject-" "$folder/corpus/$subject" "Tests/FuzzSubjectsTests/Inputs/$subject" \
        >"$log" 2>&1; then
        echo $((before + seconds)) >"$spent"
        local inputs kept
        inputs=$(sed -n 's/^stat::number_of_executed_units: *//p' "$log")
        kept=$(find "$folder/corpus/$subject" -type f | wc -l)
        echo "$subject: $inputs inputs in $seconds s, nothing found ($((before + seconds)) s in all, $kept inputs kept)"
    else
        echo "$subject: found something" && grep -E "Fatal|ERROR|SUMMARY|Test unit written" "$log"
        return 1
    fi
}
export -f fuzz
export folder seconds binary
printf '%s\n' "${subjects[@]}" | xargs -P 2 -I {} bash -c 'fuzz {}'
