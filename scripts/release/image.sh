#!/usr/bin/env bash
# Makes the container image, without a container engine: some of Debian's packages, and the program of the archive.
# Usage: scripts/release/image.sh ARCHIVE FOLDER. Needs root, buildah, mmdebstrap and the network.
set -euo pipefail
cd "$(dirname "$0")/../.."
. scripts/release/release.sh
archive=$1
out=$2
folder=$(mktemp -d)
trap 'rm -rf --one-file-system "$folder"' EXIT
mkdir "$folder/usr"
tar --extract --file "$archive" --directory "$folder/usr" --strip-components 1
version=$(version_of "$folder/usr/bin/ekoflow")
architecture=$(dpkg --print-architecture)
image=$out/ekoflow-$version-image-$architecture.tar
buildah() { command buildah --storage-driver vfs --root "$folder/storage" --runroot "$folder/run" "$@"; }

# Debian's essential packages, without those that a container does not need: nothing is installed in it later, and
# nobody logs in. The scripts that remove the first ones need the others.
first=(libpam-modules libpam-runtime login passwd util-linux-extra)
then=(bsdutils debconf diffutils hostname init-system-helpers libpam-modules-bin mount ncurses-bin openssl perl-base
    sysvinit-utils usr-is-merged util-linux)
cat >"$folder/customise.sh" <<CUSTOMISE
set -euo pipefail
root=\$1
for packages in "${first[*]}" "${then[*]}"; do
    chroot "\$root" dpkg --purge --force-depends --force-remove-essential \$packages
done
echo 'ekoflow:x:1000:1000::/home/ekoflow:/bin/sh' >>"\$root/etc/passwd"
echo 'ekoflow:x:1000:' >>"\$root/etc/group"
install --directory --owner=1000 --group=1000 "\$root/home/ekoflow" "\$root/workspace"
install --mode=755 "$folder/usr/bin/ekoflow" "\$root/usr/bin/ekoflow"
install --directory "\$root/usr/share/doc/ekoflow"
cp -r "$folder/usr/share/doc/ekoflow"/{copyright,licences,ekoflow.cdx.json} "\$root/usr/share/doc/ekoflow/"
CUSTOMISE
mmdebstrap --mode=root --variant=essential --include=usr-is-merged,ca-certificates,libpq5,tzdata \
    --hook-dir=/usr/share/mmdebstrap/hooks/merged-usr \
    --aptopt='APT::Install-Recommends "false"' \
    --dpkgopt='path-exclude=/usr/share/doc/*' --dpkgopt='path-include=/usr/share/doc/*/copyright' \
    --dpkgopt='path-exclude=/usr/share/man/*' --dpkgopt='path-exclude=/usr/share/locale/*' \
    --customize-hook="bash '$folder/customise.sh' \"\$1\"" bookworm "$folder/root.tar" 2>"$folder/log" ||
    { tail -n 20 "$folder/log" >&2; exit 1; }

container=$(buildah from scratch)
buildah add --quiet "$container" "$folder/root.tar" / >/dev/null
# What was only for the installation, and what is of this machine.
mounted=$(buildah mount "$container")
(
    cd "$mounted"
    rm -rf etc/apt etc/hostname etc/resolv.conf etc/*- var/cache/* var/lib/apt var/lib/dpkg/*-old var/log/*
)
buildah config --user 1000:1000 --workingdir /workspace --entrypoint '["ekoflow"]' \
    --cmd 'run workflows --env sandbox' --env PATH=/usr/local/bin:/usr/bin:/bin --env HOME=/home/ekoflow \
    --label org.opencontainers.image.title=ekoflow --label "org.opencontainers.image.version=$version" \
    --label org.opencontainers.image.licenses=MIT \
    ${EKOFLOW_ADDRESS:+--label "org.opencontainers.image.source=$EKOFLOW_ADDRESS"} "$container"
buildah commit --quiet --identity-label=false --timestamp "$SOURCE_DATE_EPOCH" "$container" ekoflow >/dev/null
buildah push --quiet ekoflow "oci:$folder/oci:ekoflow:$version"
# docker load also takes an OCI layout if this list is in it.
python3 - "$folder/oci" "ekoflow:$version" <<'LIST'
import json, pathlib, sys
layout = pathlib.Path(sys.argv[1])
def blob(part):
    return "blobs/" + part["digest"].replace(":", "/")
manifest = json.loads((layout / blob(json.loads((layout / "index.json").read_text())["manifests"][0])).read_text())
(layout / "manifest.json").write_text(json.dumps([{
    "Config": blob(manifest["config"]), "RepoTags": [sys.argv[2]], "Layers": [blob(part) for part in manifest["layers"]]
}]))
LIST
mkdir -p "$out"
rm -f "$out"/ekoflow-*-image-"$architecture.tar"
tar --create --file "$image" --directory "$folder/oci" --format=gnu --owner=0 --group=0 --numeric-owner --sort=name \
    --mtime="@$SOURCE_DATE_EPOCH" .
du --apparent-size --human-readable "$image"
