#!/usr/bin/env bash
# Checks what a portable binary needs, exports and gives away.
# Usage: scripts/release/check-portable.sh BINARY
set -euo pipefail
binary=$1
fail() { echo "$binary: $*" >&2 && exit 1; }

needed=$(readelf --dynamic --wide "$binary" | sed -n 's/.*(NEEDED).*\[\(.*\)\]/\1/p')
other=$(grep --invert-match --extended-regexp '^(libc|libm)\.so\.6$|^libgcc_s\.so\.1$|^ld-linux' <<<"$needed" || true)
[ -z "$other" ] || fail "needs more than the C library: $other"

scripts/release/check-rpath.sh "$binary"

# A library that is loaded later, with an OpenSSL of its own, would find these.
exported=$(nm --dynamic --defined-only "$binary" | sed -n 1,3p)
[ -z "$exported" ] || fail "exports functions: $exported"

# Of the folder in which it was built, and of the user's.
for path in "$PWD" "$HOME/"; do
    ! grep --quiet --text --fixed-strings "$path" "$binary" || fail "contains the path $path"
done

glibc=$(objdump --dynamic-syms "$binary" | grep --only-matching 'GLIBC_[0-9.]*' | sort --unique --version-sort |
    tail -n 1)
echo "$binary: $(du --apparent-size --block-size=kB "$binary" | cut -f1), needs glibc ${glibc#GLIBC_} or newer"
