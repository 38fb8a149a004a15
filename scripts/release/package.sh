#!/usr/bin/env bash
# Makes the release archive, the Debian package and the list of what is in them.
# Usage: scripts/release/package.sh BINARY FOLDER
set -euo pipefail
cd "$(dirname "$0")/../.."
binary=$1
out=$2
version=$("$binary" --version | awk '{ print $NF }')
architecture=$(dpkg --print-architecture)
# The same program gives the same packages.
SOURCE_DATE_EPOCH=$(git log -1 --format=%ct 2>/dev/null || echo 0)
export SOURCE_DATE_EPOCH

rm -rf "$out"
root="$out/root"
mkdir -p "$root/DEBIAN" "$root/usr/bin" "$root/usr/share/man/man1" "$root/usr/share/bash-completion/completions" \
    "$root/usr/share/zsh/vendor-completions" "$root/usr/share/fish/vendor_completions.d" \
    "$root/usr/share/doc/ekoflow/schemas"
install -m 755 "$binary" "$root/usr/bin/ekoflow"
strip --strip-all "$root/usr/bin/ekoflow"
"$binary" reference --manual "$root/usr/share/man/man1"
gzip -9n "$root"/usr/share/man/man1/*.1
"$binary" --generate-completion-script bash >"$root/usr/share/bash-completion/completions/ekoflow"
"$binary" --generate-completion-script zsh >"$root/usr/share/zsh/vendor-completions/_ekoflow"
"$binary" --generate-completion-script fish >"$root/usr/share/fish/vendor_completions.d/ekoflow.fish"
# The pages, with what they link to, so that every link leads somewhere.
documentation="$root/usr/share/doc/ekoflow"
install -m 644 CHANGELOG.md SECURITY.md action.yml "$documentation/"
# What is only in the repository is named, without a link.
sed 's/\[\(.CONTRIBUTING.md.\)\](CONTRIBUTING.md)/\1/' README.md >"$documentation/README.md"
cp --recursive --no-preserve=mode Documentation workflows environments templates "$documentation/"
install -m 644 LICENSE "$root/usr/share/doc/ekoflow/copyright"
ln --symbolic copyright "$documentation/LICENSE"
install -m 644 schemas/* "$root/usr/share/doc/ekoflow/schemas/"
links="$PWD/scripts/docs/check-links.py"
(cd "$documentation" && python3 "$links" README.md CHANGELOG.md SECURITY.md Documentation/Ekoflow.docc/*.md)
scripts/release/sbom.py "$version" >"$root/usr/share/doc/ekoflow/ekoflow.cdx.json"

cat >"$root/DEBIAN/control" <<CONTROL
Package: ekoflow
Version: $version
Architecture: $architecture
Section: devel
Priority: optional
Maintainer: ekoflow
Depends: libc6 (>= 2.36), libcurl4 (>= 7.85), libgcc-s1, libsqlite3-0, libssl3 (>= 3.0.0), libstdc++6, libyaml-0-2
Recommends: ca-certificates, libpq5
Installed-Size: $(du -sk "$root/usr" | cut -f1)
Description: tests Eko's OTP API by YAML workflows
 Signed sends, checked responses and JUnit reports. Everything is checked before the first request, and no send is
 ever made twice.
CONTROL
find "$root" -exec touch --no-dereference --date="@$SOURCE_DATE_EPOCH" {} +
dpkg-deb --root-owner-group --build -Zxz "$root" "$out/ekoflow_${version}_$architecture.deb" >/dev/null
tar --create --xz --file "$out/ekoflow-$version-linux-$architecture.tar.xz" --directory "$root/usr" \
    --owner=0 --group=0 --sort=name --mtime="@$SOURCE_DATE_EPOCH" --transform "s,^\.,ekoflow-$version," .
cp "$root/usr/share/doc/ekoflow/ekoflow.cdx.json" "$out/"
rm -rf "$root"
cd "$out"
sha256sum -- *.deb *.tar.xz >SHA256SUMS
du --apparent-size --human-readable -- *.deb *.tar.xz
