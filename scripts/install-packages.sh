#!/usr/bin/env bash
# Installs the Debian packages that are named and missing. Does nothing, at once, if all are there.
# Usage: scripts/install-packages.sh PACKAGE ...
set -euo pipefail

command -v dpkg-query >/dev/null || { echo "install these by hand: $*" >&2; exit 0; }

missing=()
for package in "$@"; do
    status=$(dpkg-query --show --showformat='${db:Status-Status}' "$package" 2>/dev/null || true)
    [ "$status" = installed ] || missing+=("$package")
done
[ ${#missing[@]} -gt 0 ] || exit 0

as_root=()
[ "$(id -u)" -eq 0 ] || as_root=(sudo)
echo "installing: ${missing[*]}"
"${as_root[@]}" apt-get update -qq
DEBIAN_FRONTEND=noninteractive "${as_root[@]}" apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
