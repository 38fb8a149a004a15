#!/bin/sh
# Makes a workspace in the current folder, which is empty, runs it on the sandbox, and looks for the green report.
# Usage: run-workspace.sh COMMAND [ARGUMENT ...], the words that start ekoflow.
set -eu
"$@" --version
"$@" init >/dev/null
"$@" run workflows --env sandbox >run.log || { cat run.log >&2; exit 1; }
tail -n 2 run.log
grep -q '<testsuites .*failures="0" errors="0"' reports/junit.xml
