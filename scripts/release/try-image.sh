#!/usr/bin/env bash
# Starts the image as a container engine would, with a workspace at /workspace, and looks at what it may do and has.
# Usage: scripts/release/try-image.sh IMAGE.tar. Needs root and buildah.
set -euo pipefail
image=$(realpath "$1")
run=$(realpath "$(dirname "$0")/run-workspace.sh")
folder=$(mktemp -d)
chmod 755 "$folder"
buildah() { command buildah --storage-driver vfs --root "$folder/storage" --runroot "$folder/run" "$@"; }
trap 'rm -rf --one-file-system "$folder"' EXIT

# Both forms in which engines load the file must be the same image.
for form in oci-archive docker-archive; do
    buildah inspect --format '{{.FromImageDigest}} {{.OCIv1.Config}}' "$(buildah from --quiet "$form:$image")"
done
container=$(buildah from --quiet "oci-archive:$image")
of_image() { buildah inspect --format "{{join .OCIv1.Config.$1 \" \"}}" "$container"; }
read -r -a entry <<<"$(of_image Entrypoint)"
read -r -a command <<<"$(of_image Cmd)"
mkdir "$folder/workspace"
chown 1000:1000 "$folder/workspace"
cp "$run" "$folder/run-workspace.sh"
in_container() {
    buildah run --isolation chroot --volume "$folder/workspace:/workspace" \
        --volume "$folder/run-workspace.sh:/run-workspace.sh:ro" "$container" -- "$@"
}

in_container /run-workspace.sh "${entry[@]}"
# What the image runs if nobody says what.
in_container "${entry[@]}" "${command[@]}" | tail -n 2
test "$(stat --format %u "$folder/workspace/reports/junit.xml")" = 1000
test "$(in_container id -u)" = 1000
in_container sh -c '! touch /usr/bin/ekoflow 2>/dev/null'
in_container sh -c 'test -s /etc/ssl/certs/ca-certificates.crt && /usr/sbin/ldconfig -p | grep libpq.so.5 >/dev/null'
echo "the image: $(du --apparent-size --block-size=MB "$image" | cut -f 1), run as user 1000 on a workspace"
