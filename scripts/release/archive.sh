#!/usr/bin/env bash
# Makes the archive for any Linux, from the portable program, and the list of what is in it.
# Usage: scripts/release/archive.sh BINARY FOLDER
set -euo pipefail
cd "$(dirname "$0")/../.."
. scripts/release/release.sh
binary=$1
out=$2
name=ekoflow-$(version_of "$binary")
architecture=$(dpkg --print-architecture)

root=$(mktemp -d)
trap 'rm -r "$root"' EXIT
scripts/release/lay-out.sh "$binary" "$root/$name"
mkdir -p "$out"
rm -f "$out"/ekoflow-*-linux-"$architecture.tar.xz"
tar --create --xz --file "$out/$name-linux-$architecture.tar.xz" --directory "$root" \
    --format=gnu --owner=0 --group=0 --numeric-owner --sort=name --mtime="@$SOURCE_DATE_EPOCH" "$name"
install -m 644 "$root/$name/share/doc/ekoflow/ekoflow.cdx.json" "$out/ekoflow-linux-$architecture.cdx.json"
du --apparent-size --human-readable "$out/$name-linux-$architecture.tar.xz"
