#!/usr/bin/env bash
# Lints every shell script with ShellCheck and every Python file with ruff, whatever they are called.
# Usage: scripts/check/lint-scripts.sh PYTHON-BIN-FOLDER
set -euo pipefail
cd "$(dirname "$0")/../.."
bin=$1
. scripts/check/must-refuse.sh

# Usage: sources ENDING INTERPRETERS. The files with this ending, or whose first line names one of the interpreters.
sources() {
    find . -type d \( -name .git -o -name '.build*' -o -name reports \) -prune -o -type f -exec \
        awk -v ending="[.]$1\$" -v line="^#!.*[/ ]($2)( |\$)" \
        'FILENAME ~ ending || (FNR == 1 && $0 ~ line) { print FILENAME } { nextfile }' {} +
}

check_shell() { "$bin/shellcheck" "$@"; }
check_python() { "$bin/ruff" check --quiet --no-cache --config scripts/ruff.toml "$@"; }

check_width() {
    awk 'length > 120 { print FILENAME ":" FNR ": longer than 120 characters"; wide = 1 } END { exit wide }' "$@"
}

mapfile -t shell < <(sources sh 'ba?sh')
mapfile -t python < <(sources py 'python3?')
check_shell "${shell[@]}"
check_width "${shell[@]}"
check_python "${python[@]}"

faults=$(mktemp -d)
trap 'rm -r "$faults"' EXIT
printf '#!/usr/bin/env bash\nrm %s\n' "\$1" >"$faults/unquoted.sh"
printf '# %0120d\n' 0 >"$faults/wide.sh"
printf '"""Says hello."""\nimport os\n' >"$faults/unused.py"
must_refuse check_shell "$faults/unquoted.sh"
must_refuse check_width "$faults/wide.sh"
must_refuse check_python "$faults/unused.py"
echo "scripts: ${#shell[@]} of shell and ${#python[@]} of Python, nothing to complain about"
