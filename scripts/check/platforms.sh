#!/usr/bin/env bash
# Checks what a compiler on Linux cannot see: nothing that only Linux has is used for macOS too. Only the target
# CLibrary imports the C library. What differs stands in branches of `#if os(Linux)`, `#if canImport(Darwin)` or, in C,
# `#ifdef __linux__`.
# Usage: scripts/check/platforms.sh
set -euo pipefail
cd "$(dirname "$0")/../.."
. scripts/check/must-refuse.sh

# What macOS lacks.
lacking=(
    'epoll_[a-z0-9]+' 'ePoll' 'eventfd' 'signalfd' 'timerfd_[a-z]+' 'inotify_[a-z0-9]+' 'pipe2' 'accept4' 'dup3'
    'SOCK_(CLOEXEC|NONBLOCK)' 'MSG_(NOSIGNAL|CMSG_CLOEXEC)' 'fdatasync' 'fallocate' 'posix_fadvise' 'syncfs' 'renameat2'
    'O_(TMPFILE|PATH|DIRECT)' 'st_[acm]tim' 'CLOCK_BOOTTIME' 'prctl' 'PR_[A-Z_]+' 'memfd_create' 'getrandom' 'gettid'
    'sem_init' 'sem_timedwait' '__rlimit_resource_t' '__errno_location' 'program_invocation_name'
    'posix_spawn_file_actions_addclosefrom_np' 'CLinux'
)
# What macOS declares otherwise, has only for root, or has in another module.
differing=(
    'SOCK_(STREAM|DGRAM)' 'CLOCK_(MONOTONIC|MONOTONIC_RAW)' 'mknod' 'mknodat' 'f_type' 'sem_t' 'pthread_setname_np'
    'pthread_t[(][)]' 'posix_spawn_file_actions_t[(][)]' 'posix_spawnattr_t[(][)]'
    'FoundationEssentials' 'FoundationNetworking' 'FoundationXML'
)
headers='sys/(vfs|prctl|epoll|eventfd|sysinfo)[.]h|linux/[a-z_]+[.]h'
paths='/proc/(self|sys)|/proc/.[(]'

# Usage: word NAME ... A regular expression for any of the names, as a whole word.
word() { (IFS='|' && echo "(^|[^A-Za-z0-9_])($*)([^A-Za-z0-9_]|\$)"); }

# Usage: fits_all FILE ...
fits_all() {
    awk -v lacking="$(word "${lacking[@]}")|$headers|$paths" -v differing="$(word "${differing[@]}")" '
        function of(condition) {
            if (condition ~ /!os[(]Linux[)]|canImport[(]Darwin[)]|os[(]macOS[)]|__APPLE__/) return "Darwin"
            if (condition ~ /os[(]Linux[)]|canImport[(]Glibc[)]|__linux__/) return "Linux"
            return condition ~ /canImport[(]Foundation/ ? "module" : ""
        }
        function is_in(one, other,   level) {
            for (level = 1; level <= depth; level++)
                if (branch[level] != "" && (branch[level] == one || other)) return 1
            return 0
        }
        function refuse(what) {
            print FILENAME ":" FNR ": " what
            refused = 1
        }
        FNR == 1 { depth = 0 }
        { sub(/(^|[ \t])[/][/].*/, "") }
        /^[ \t]*#[ \t]*if/ { branch[++depth] = of($0); next }
        /^[ \t]*#[ \t]*(elseif|elif)/ { branch[depth] = of($0); next }
        /^[ \t]*#[ \t]*endif/ { depth--; next }
        /^[ \t]*#[ \t]*else/ {
            if (branch[depth] == "Darwin") branch[depth] = "Linux"
            else if (branch[depth] == "Linux") branch[depth] = "Darwin"
            next
        }
        /^[ \t]*(@[a-zA-Z_]+ )?([a-z]+ )?import (Glibc|Musl|Darwin)$/ {
            if (FILENAME !~ /Sources[/]CLibrary[/]/) refuse("imports the C library: import CLibrary")
        }
        $0 ~ lacking && !is_in("Linux", 0) || $0 ~ differing && !is_in("", 1) {
            refuse("not the same on macOS: write it under #if os(Linux), and beside it what macOS has")
        }
        END { exit refused }' "$@"
}

# The target CLinux is built for Linux alone, and so are the simulated machine and the library that lets calls fail.
mapfile -t files < <(
    find Sources Tests \( -path Sources/CLinux -o -path Tests/Simulation -o -path Tests/Torture \) -prune \
        -o -name '*.swift' -print -o -name '*.[ch]' -print
)
fits_all "${files[@]}"

faults=$(mktemp -d)
trap 'rm -r "$faults"' EXIT
counter=0
# Usage: must_find LINE ... as the lines of a file.
must_find() {
    counter=$((counter + 1))
    printf '%s\n' "$@" >"$faults/$counter.swift"
    must_refuse fits_all "$faults/$counter.swift"
}
must_find 'import Glibc'
must_find '#if canImport(Glibc)' '    import Glibc' '#endif'
must_find '    clock_gettime(CLOCK_BOOTTIME, &time)'
must_find '#if os(Linux)' '#endif' 'let time = status.st_mtim'
must_find '#include <sys/prctl.h>'
must_find 'let file = open("/proc/self/stat", O_RDONLY)'
must_find 'import FoundationNetworking'
must_find '#if canImport(Darwin)' 'a(st_mtim)' '#else' 'a(st_mtim)' '#endif'
printf '%s\n' '#if canImport(Darwin)' 'a(st_mtimespec)' '#else' 'a(st_mtim)' '#endif' '// st_mtim' \
    >"$faults/right.swift"
fits_all "$faults/right.swift"
echo "platforms: ${#files[@]} files use nothing of Linux alone"
