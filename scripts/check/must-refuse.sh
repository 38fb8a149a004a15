# shellcheck shell=bash
# A judge that takes anything would be none: each is shown something wrong too. To be sourced.

# Usage: must_refuse COMMAND [ARGUMENT ...]. Ends the script if the command succeeds.
must_refuse() {
    if "$@" >/dev/null 2>&1; then
        echo "problem: $1 takes what is wrong" >&2
        exit 1
    fi
}
