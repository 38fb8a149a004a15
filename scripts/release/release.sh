# shellcheck shell=bash
# What the scripts of a release share. To be sourced after the folder is the repository.

# Files get the time of the commit, so that the same program gives the same bytes.
if [ -z "${SOURCE_DATE_EPOCH:-}" ]; then
    SOURCE_DATE_EPOCH=315532800 # 1980, the earliest time of a zip file
    [ ! -e .git ] || SOURCE_DATE_EPOCH=$(git log -1 --format=%ct)
fi
export SOURCE_DATE_EPOCH

# Usage: version_of BINARY
version_of() { "$1" --version | awk '{ print $NF }'; }

# Removes rights of the user's umask from the result.
umask 022
