#!/usr/bin/env bash
# Checks that a binary loads libraries only from the system's folders. With an rpath, it would load what lies beside it.
# Usage: scripts/release/check-rpath.sh BINARY
set -euo pipefail
if readelf --dynamic "$1" | grep --extended-regexp '\((RPATH|RUNPATH)\)' >&2; then
    echo "$1 has an rpath: build it with 'make release' or 'make portable'" >&2
    exit 1
fi
