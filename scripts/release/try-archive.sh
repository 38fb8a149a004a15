#!/usr/bin/env bash
# Unpacks the archive and runs a workspace with it.
# Usage: scripts/release/try-archive.sh ARCHIVE
set -euo pipefail
run=$(realpath "$(dirname "$0")/run-workspace.sh")
folder=$(mktemp -d)
trap 'rm -r "$folder"' EXIT
tar --extract --file "$1" --directory "$folder" --strip-components 1
mkdir "$folder/workspace"
cd "$folder/workspace"
env --ignore-environment PATH="$folder/bin:/usr/bin:/bin" HOME="$folder" "$run" ekoflow
test -s "$folder/share/doc/ekoflow/copyright"
echo "the archive: unpacked and used"
