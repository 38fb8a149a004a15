#!/usr/bin/env bash
# Makes something again, in another folder, and compares it with what is there.
# Usage: scripts/release/same-twice.sh SCRIPT ARGUMENT FOLDER. The script makes its files of ARGUMENT, in a folder.
set -euo pipefail
script=$1
argument=$2
first=$3
second=$(mktemp -d)
trap 'rm -r "$second"' EXIT

"$script" "$argument" "$second" >/dev/null
for file in "$second"/*; do
    cmp "$first/$(basename "$file")" "$file"
    echo "made twice, the same: $(sha256sum "$file" | cut -c 1-16)… $(basename "$file")"
done
