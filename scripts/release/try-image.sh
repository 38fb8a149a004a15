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

# Engines load the file in one of two forms. Both must be the same image.
of_image() {
    buildah inspect "$1" |
        python3 -c 'import json, sys; print(*json.load(sys.stdin)["OCIv1"]["config"][sys.argv[1]], sep="\n")' "$2"
}
container=$(buildah from --quiet "oci-archive:$image")
other=$(buildah from --quiet "docker-archive:$image")
mapfile -t entry < <(of_image "$container" Entrypoint)
mapfile -t command < <(of_image "$container" Cmd)
test "${entry[*]} ${command[*]}" = "$(of_image "$other" Entrypoint) $(of_image "$other" Cmd | paste -sd ' ')"
buildah run --isolation chroot "$other" -- "${entry[@]}" --version
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
