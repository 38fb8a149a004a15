#!/usr/bin/env bash
# Makes the Debian package. Its program uses the system's libraries, which get their security updates from Debian.
# Usage: scripts/release/package.sh BINARY FOLDER
set -euo pipefail
cd "$(dirname "$0")/../.."
. scripts/release/release.sh
binary=$1
out=$2
version=$(version_of "$binary")
architecture=$(dpkg --print-architecture)
package=$out/ekoflow_${version}_$architecture.deb

root=$(mktemp -d)
trap 'rm -r "$root"' EXIT
chmod 755 "$root"
scripts/release/lay-out.sh "$binary" "$root/usr"
mkdir "$root/DEBIAN"
cat >"$root/DEBIAN/control" <<CONTROL
Package: ekoflow
Version: $version
Architecture: $architecture
Section: devel
Priority: optional
Maintainer: ekoflow
Depends: libc6 (>= 2.36), libcurl4 (>= 7.85), libgcc-s1, libsqlite3-0, libssl3 (>= 3.0.0), libstdc++6, libyaml-0-2
Recommends: ca-certificates, libpq5
Installed-Size: $(du -sk --apparent-size "$root/usr" | cut -f1)
Description: tests Eko's OTP API by YAML workflows
 Signed sends, checked responses and JUnit reports. Everything is checked before the first request, and no send is
 ever made twice.
CONTROL
find "$root" -exec touch --no-dereference --date="@$SOURCE_DATE_EPOCH" {} +
mkdir -p "$out"
rm -f "$out"/ekoflow_*_"$architecture.deb"
dpkg-deb --root-owner-group --build -Zxz "$root" "$package" >/dev/null
du --apparent-size --human-readable "$package"
