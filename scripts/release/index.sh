#!/usr/bin/env bash
# Turns a folder of packages into a release: an index for apt, checksums, and signatures of both.
# Usage: scripts/release/index.sh FOLDER. Needs apt-utils, gnupg and xz-utils.
#
# The folder is an apt repository of the flat kind: any web server can offer it, and so can the page of a release.
# EKOFLOW_SIGNING_KEY is the private key, as gpg --export-secret-keys --armor writes it. Without it, nothing is signed.
# The signatures are of the time of the commit, so the key must be older than the commit.
set -euo pipefail
cd "$(dirname "$0")/../.."
. scripts/release/release.sh
cd "$1"

rm -f Packages Packages.xz Release InRelease ekoflow.asc SHA256SUMS SHA256SUMS.asc
apt-ftparchive -o APT::FTPArchive::MD5=false -o APT::FTPArchive::SHA1=false packages . >Packages
xz --keep Packages
release=(Origin=ekoflow Label=ekoflow Suite=stable)
release+=("Architectures=$(sed -n 's/^Architecture: //p' Packages | sort --unique | paste --serial --delimiters=' ')")
date=$(LC_ALL=C date --utc --date="@$SOURCE_DATE_EPOCH" '+%a, %d %b %Y %T +0000')
apt-ftparchive -o APT::FTPArchive::MD5=false -o APT::FTPArchive::SHA1=false \
    "${release[@]/#/-oAPT::FTPArchive::Release::}" release . >.release
sed "s/^Date: .*/Date: $date/" .release >Release
rm .release

# The time of a signature is the commit's too. gpg warns of that each time.
sign() {
    gpg --batch --quiet --armor --faked-system-time "$SOURCE_DATE_EPOCH!" "$@" 2>"$GNUPGHOME/log" ||
        { cat "$GNUPGHOME/log" >&2; return 1; }
}

if [ -n "${EKOFLOW_SIGNING_KEY:-}" ]; then
    GNUPGHOME=$(mktemp -d)
    export GNUPGHOME
    trap 'gpgconf --kill gpg-agent; rm -r "$GNUPGHOME"' EXIT
    gpg --batch --quiet --import <<<"$EKOFLOW_SIGNING_KEY"
    sign --output InRelease --clear-sign Release
    gpg --batch --armor --export >ekoflow.asc
fi
find . -maxdepth 1 -type f ! -name 'SHA256SUMS*' -printf '%f\n' | LC_ALL=C sort | xargs sha256sum -- >SHA256SUMS
if [ -n "${EKOFLOW_SIGNING_KEY:-}" ]; then
    sign --output SHA256SUMS.asc --detach-sign SHA256SUMS
    echo "signed by $(gpg --batch --with-colons --list-keys | awk -F: '/^fpr/ { print $10; exit }')"
else
    echo "not signed: EKOFLOW_SIGNING_KEY is not set"
fi
