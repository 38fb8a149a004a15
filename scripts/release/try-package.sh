#!/usr/bin/env bash
# Installs the Debian package into a clean root, and uses it there as somebody would who has nothing else.
# Usage: scripts/release/try-package.sh PACKAGE.deb PYTHON. Needs root, debootstrap and the network.
set -euo pipefail
package=$(realpath "$1")
python=$(realpath --no-symlinks "$2")
project=$(realpath "$(dirname "$0")/../..")
root=$(mktemp -d)
chmod 755 "$root"
trap 'umount "$root/proc" 2>/dev/null || true; rm -rf --one-file-system "$root"' EXIT
debootstrap --variant=minbase --include=man-db,bash-completion bookworm "$root" >"$root.log" 2>&1 ||
    { tail -20 "$root.log" >&2; exit 1; }
rm -f "$root.log"
cp "$package" "$root/ekoflow.deb"
DEBIAN_FRONTEND=noninteractive chroot "$root" \
    apt-get install -y -qq --no-install-recommends /ekoflow.deb >/dev/null 2>&1
mount -t proc proc "$root/proc"
chroot "$root" useradd --create-home tester
cat >"$root/try.sh" <<'TRY'
set -euo pipefail
ekoflow --version
mkdir workspace && cd workspace
ekoflow init >/dev/null
ekoflow run workflows --env sandbox | tail -n 2
test -s reports/junit.xml
man ekoflow | grep -q recheck
man ekoflow-run | grep -q -- --jobs
# Scripts of completion are not written for set -u.
bash <<'COMPLETION' | grep -qx recheck
. /usr/share/bash-completion/bash_completion
. /usr/share/bash-completion/completions/ekoflow
COMP_WORDS=(ekoflow rec) COMP_CWORD=1 COMP_LINE='ekoflow rec' COMP_POINT=11
_ekoflow ekoflow rec ekoflow
printf '%s\n' "${COMPREPLY[@]}"
COMPLETION
TRY
chroot "$root" su - tester -c 'bash /try.sh'

# The tutorial is read here, and each ekoflow in it is the one in the clean root.
mkdir "$root/tutorial" "$root/wrapper"
cat >"$root/wrapper/ekoflow" <<WRAPPER
#!/bin/sh
exec chroot "$root" /bin/sh -c 'cd "\$1" && shift && exec ekoflow "\$@"' sh "\${PWD#"$root"}" "\$@"
WRAPPER
chmod +x "$root/wrapper/ekoflow"
TMPDIR="$root/tutorial" "$python" "$project/scripts/docs/run-documentation.py" "$root/wrapper/ekoflow" \
    "$project/Documentation/Ekoflow.docc/Tutorial.md"
echo "in a clean root: the tutorial, the manual and completion work"
