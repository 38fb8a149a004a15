#!/usr/bin/env bash
# Lays out the files of a package below FOLDER, as they are below /usr: the program, manual, completions and pages.
# Usage: scripts/release/lay-out.sh BINARY FOLDER
set -euo pipefail
cd "$(dirname "$0")/../.."
. scripts/release/release.sh
binary=$1
usr=$2
documentation=$usr/share/doc/ekoflow

mkdir -p "$usr/bin" "$usr/share/man/man1" "$usr/share/bash-completion/completions" \
    "$usr/share/zsh/vendor-completions" "$usr/share/fish/vendor_completions.d" "$documentation/schemas"
install -m 755 "$binary" "$usr/bin/ekoflow"
strip --strip-all "$usr/bin/ekoflow"
scripts/release/check-rpath.sh "$binary"
"$binary" reference --manual "$usr/share/man/man1"
gzip -9n "$usr"/share/man/man1/*.1
"$binary" --generate-completion-script bash >"$usr/share/bash-completion/completions/ekoflow"
"$binary" --generate-completion-script zsh >"$usr/share/zsh/vendor-completions/_ekoflow"
"$binary" --generate-completion-script fish >"$usr/share/fish/vendor_completions.d/ekoflow.fish"

# The pages, with what they link to, so that every link leads somewhere.
install -m 644 CHANGELOG.md SECURITY.md action.yml "$documentation/"
# What is only in the repository is named, without a link.
sed 's/\[\(.CONTRIBUTING.md.\)\](CONTRIBUTING.md)/\1/' README.md >"$documentation/README.md"
cp --recursive --no-preserve=mode Documentation workflows environments templates "$documentation/"
install -m 644 LICENSE "$documentation/copyright"
ln --symbolic copyright "$documentation/LICENSE"
install -m 644 schemas/* "$documentation/schemas/"
links="$PWD/scripts/docs/check-links.py"
(cd "$documentation" && python3 "$links" README.md CHANGELOG.md SECURITY.md Documentation/Ekoflow.docc/*.md) >/dev/null

# Who passes a program on must pass on the licences of what is linked into it: Swift packages, and the C libraries of
# the portable program.
mkdir "$documentation/licences"
built=$(dirname "$binary")
checkouts=.build/checkouts
options=()
if ! readelf --dynamic "$binary" | grep libcurl >/dev/null; then
    options+=(--portable)
    install -m 644 "$built"/libraries/licences/* "$documentation/licences/"
    checkouts=$built/checkouts
fi
for licence in "$checkouts"/*/LICENSE*; do
    install -m 644 "$licence" "$documentation/licences/$(basename "$(dirname "$licence")")"
done
scripts/release/sbom.py "$(version_of "$binary")" "${options[@]}" >"$documentation/ekoflow.cdx.json"
find "$usr" -exec touch --no-dereference --date="@$SOURCE_DATE_EPOCH" {} +
