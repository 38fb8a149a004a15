#!/usr/bin/env bash
# Makes an apt repository of the packages, signed by a key that is thrown away, and installs from it in a clean root.
# Usage: scripts/release/try-repository.sh FOLDER. Needs root, debootstrap, apt-utils, gnupg, python3 and the network.
#
# apt must refuse a repository whose index, signature or package was changed, and one that another key has signed.
set -euo pipefail
cd "$(dirname "$0")/../.."
. scripts/release/release.sh
folder=$(mktemp -d)
root=$folder/root
release=$folder/release
trap 'kill "${server:-}" 2>/dev/null || true; umount "$root/proc" 2>/dev/null || true
    rm -rf --one-file-system "$folder"' EXIT
mkdir "$release"
cp "$1"/*.deb "$release"

# The key is older than the signature, whose time is the commit's.
new_key() {
    (
        GNUPGHOME=$(mktemp -d)
        export GNUPGHOME
        gpg --batch --quiet --passphrase '' --faked-system-time "$((SOURCE_DATE_EPOCH - 60))!" \
            --quick-generate-key "a test of ekoflow <test@example.invalid>" ed25519 sign never
        gpg --batch --quiet --armor --export-secret-keys
        gpgconf --kill gpg-agent
        rm -r "$GNUPGHOME"
    ) 2>/dev/null
}
EKOFLOW_SIGNING_KEY=$(new_key)
export EKOFLOW_SIGNING_KEY
scripts/release/index.sh "$release"
cp -r "$release" "$folder/right"
scripts/release/index.sh "$release" >/dev/null
diff --recursive "$folder/right" "$release"

# The checksums, as somebody verifies them who has loaded a file by hand.
gpg --batch --dearmor <"$release/ekoflow.asc" >"$folder/key.gpg"
verify() { (cd "$release" && gpgv --quiet --keyring "$folder/key.gpg" SHA256SUMS.asc SHA256SUMS) 2>"$folder/log"; }
(cd "$release" && sha256sum --check --quiet SHA256SUMS)
verify
echo >>"$release/SHA256SUMS"
if verify; then echo "problem: changed checksums are verified" >&2 && exit 1; fi
cp "$folder/right/SHA256SUMS" "$release/"

python3 - "$release" "$folder/port" <<'SERVER' &
import functools, http.server, pathlib, sys
class Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_):
        pass
server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=sys.argv[1]))
pathlib.Path(sys.argv[2]).write_text(str(server.server_port))
server.serve_forever()
SERVER
server=$!

debootstrap --variant=minbase bookworm "$root" >"$folder/log" 2>&1 || { tail -n 20 "$folder/log" >&2; exit 1; }
install -D --mode=644 "$release/ekoflow.asc" "$root/etc/apt/keyrings/ekoflow.asc"
cat >"$root/etc/apt/sources.list.d/ekoflow.sources" <<SOURCE
Types: deb
URIs: http://127.0.0.1:$(cat "$folder/port")
Suites: ./
Signed-By: /etc/apt/keyrings/ekoflow.asc
SOURCE
in_root() { chroot "$root" env DEBIAN_FRONTEND=noninteractive LC_ALL=C.UTF-8 "$@"; }

in_root apt-get update -qq
in_root apt-get install -y -qq --no-install-recommends ekoflow >"$folder/log" 2>&1 || { cat "$folder/log" >&2; exit 1; }
mount -t proc proc "$root/proc"
in_root useradd --create-home tester
cp scripts/release/run-workspace.sh "$root/"
in_root su tester -c 'mkdir ~/workspace && cd ~/workspace && exec /run-workspace.sh ekoflow'
in_root apt-get remove -y -qq ekoflow >/dev/null 2>&1
test ! -e "$root/usr/bin/ekoflow"

# Reads only our index, from nothing, and installs the package.
install_again() {
    rm -rf "$root"/var/lib/apt/lists/* "$root"/var/cache/apt/*
    local ours=(-o Dir::Etc::SourceList=/etc/apt/sources.list.d/ekoflow.sources -o Dir::Etc::SourceParts=/dev/null)
    in_root apt-get "${ours[@]}" -o APT::Update::Error-Mode=any update &&
        in_root apt-get "${ours[@]}" install -y --no-install-recommends ekoflow
}
# Usage: refused WHAT MESSAGE. apt must not install, and say why.
refused() {
    if install_again >"$folder/log" 2>&1 || ! grep --quiet --extended-regexp "$2" "$folder/log"; then
        echo "problem: apt, shown $1:" >&2
        cat "$folder/log" >&2
        exit 1
    fi
    test ! -e "$root/usr/bin/ekoflow"
    echo "apt refuses $1"
}
restore() { cp "$folder/right"/* "$release/"; }

sed -i 's/^Description: .*/Description: another one/' "$release/Packages" && xz --force --keep "$release/Packages"
refused "a changed index" 'Hash Sum mismatch|unexpected size'
restore
sed -i 's/^Label: .*/Label: another/' "$release/InRelease"
refused "a changed list of the index" 'BADSIG|invalid'
restore
printf ' ' | dd of="$(echo "$release"/*.deb)" bs=1 seek=1000 conv=notrunc status=none
refused "a changed package" 'Hash Sum mismatch'
restore
EKOFLOW_SIGNING_KEY=$(new_key) scripts/release/index.sh "$release" >/dev/null
refused "another key" 'NO_PUBKEY'
restore
rm "$release/InRelease"
refused "no signature" 'not signed|no Release|InRelease'
restore
install_again >"$folder/log" 2>&1
in_root ekoflow --version
echo "the apt repository: installed from, and five wrong ones refused"
