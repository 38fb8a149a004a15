#!/usr/bin/env bash
# Checks the wheel with the tools of PyPI, installs it as a user would, and runs a workspace with it.
# Usage: scripts/release/try-wheel.sh WHEEL PYTHON-BIN-FOLDER. Needs python3-venv and the network.
set -euo pipefail
wheel=$(realpath "$1")
bin=$(realpath --no-symlinks "$2")
run=$(realpath "$(dirname "$0")/run-workspace.sh")
folder=$(mktemp -d)
trap 'rm -r "$folder"' EXIT

"$bin/twine" check --strict "$wheel" >/dev/null
# Another program reads the symbols too, and must come to the same tag or an older one.
"$bin/auditwheel" show "$wheel" >"$folder/audit"
grep -q "$(basename "$wheel" .whl | sed 's/.*-none-//')" "$folder/audit" || { cat "$folder/audit" >&2; exit 1; }

# The page names the file: its version and the glibc that it needs.
page=$(dirname "$run")/../../Documentation/Ekoflow.docc/Install.md
# Only on Debian 12, where releases are made: a program that is built on a newer system can need a newer glibc.
! grep -q bookworm /etc/os-release || grep -q "$(basename "$wheel" | sed s/aarch64/x86_64/)" "$page" ||
    { echo "Install.md names another wheel" >&2; exit 1; }

# Nothing but the wheel is on the path that finds ekoflow.
try() {
    mkdir "$folder/workspace"
    (cd "$folder/workspace" && env --ignore-environment PATH="$1:/usr/bin:/bin" HOME="$folder/home" "$run" "${@:2}")
    rm -r "$folder/workspace"
}

python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check --no-index "$wheel"
try "$folder/venv/bin" ekoflow
test -s "$folder/venv/share/man/man1/ekoflow.1.gz"
"$folder/venv/bin/pip" uninstall --quiet --yes ekoflow
test ! -e "$folder/venv/bin/ekoflow"

export PIPX_HOME="$folder/pipx" PIPX_BIN_DIR="$folder/pipx-bin" PIPX_MAN_DIR="$folder/pipx-man"
"$bin/pipx" install --quiet "$wheel" >"$folder/log" 2>&1 || { cat "$folder/log" >&2; exit 1; }
try "$PIPX_BIN_DIR" ekoflow
"$bin/pipx" run --quiet --spec "$wheel" ekoflow --version >/dev/null
try "$bin" uvx --quiet --offline --no-config --from "$wheel" ekoflow
echo "the wheel: installed by pip, pipx and uvx, and removed"
