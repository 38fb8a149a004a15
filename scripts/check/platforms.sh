#!/usr/bin/env bash
# Checks what a compiler on Linux cannot see: nothing that only Linux has is used for macOS too. Only the target CLibrary imports
# the C library, and what differs stands under `#if os(Linux)`, `#if canImport(Darwin)` or, in C, `#ifdef __linux__`.
# Usage: scripts/check/platforms.sh
set -euo pipefail
cd "$(dirname "$0")/../.."
. scripts/check/must-refuse.sh

# Names that Darwin lacks, or that mean something else there; and modules of Foundation that are one module there.
functions='epoll_[a-z0-9]+|eventfd|signalfd|timerfd_[a-z]+|inotify_[a-z0-9]+|pipe2|accept4|dup3|prctl|renameat2|memfd_create'
functions+='|getrandom|gettid|fdatasync|fallocate|posix_fadvise|syncfs|mknod|mknodat|sem_init|sem_timedwait'
functions+='|pthread_setname_np|__errno_location|posix_spawn_file_actions_addclosefrom_np'
types='sem_t|pthread_t[(][)]|__rlimit_resource_t|posix_spawn_file_actions_t[(][)]|posix_spawnattr_t[(][)]|ePoll|st_[acm]tim|f_type'
constants='SOCK_STREAM|SOCK_DGRAM|SOCK_CLOEXEC|SOCK_NONBLOCK|MSG_NOSIGNAL|MSG_CMSG_CLOEXEC|O_TMPFILE|O_PATH|O_DIRECT|PR_[A-Z_]+'
constants+='|CLOCK_BOOTTIME|CLOCK_MONOTONIC|CLOCK_MONOTONIC_RAW|program_invocation_name'
modules='CLinux|FoundationEssentials|FoundationNetworking|FoundationXML'
places='sys/vfs[.]h|sys/prctl[.]h|sys/epoll[.]h|sys/eventfd[.]h|sys/sysinfo[.]h|linux/[a-z_]+[.]h|/proc/(self|sys)|/proc/.[(]'

# Usage: fits_all FILE ...
fits_all() {
    awk -v names="(^|[^A-Za-z0-9_])($functions|$types|$constants|$modules)([^A-Za-z0-9_]|\$)" -v places="$places" '
        function of(condition) {
            if (condition ~ /!os\(Linux\)|canImport\(Darwin\)|os\(macOS\)|__APPLE__/) return "Darwin"
            if (condition ~ /os\(Linux\)|canImport\(Glibc\)|__linux__/) return "Linux"
            return condition ~ /canImport\(Foundation/ ? "one" : ""
        }
        function is_one_system(   level) {
            for (level = 1; level <= depth; level++) if (branch[level] != "") return 1
            return 0
        }
        function refuse(what) {
            print FILENAME ":" FNR ": " what
            refused = 1
        }
        FNR == 1 { depth = 0 }
        { sub(/(^|[ \t])\/\/.*/, "") }
        /^[ \t]*#[ \t]*if/ { branch[++depth] = of($0); next }
        /^[ \t]*#[ \t]*(elseif|elif)/ { branch[depth] = of($0); next }
        /^[ \t]*#[ \t]*endif/ { depth--; next }
        /^[ \t]*#[ \t]*else/ { next }
        /^[ \t]*(@[a-z_A-Z]+ )?(public |package |internal |private )?import (Glibc|Musl|Darwin)$/ {
            if (FILENAME !~ /Sources\/CLibrary\//) refuse("imports the C library: import CLibrary")
            else if (!is_one_system()) refuse("imports the C library of one system for all")
        }
        ($0 ~ names || $0 ~ places) && !is_one_system() {
            refuse("only Linux has this: write it under #if os(Linux), and beside it what macOS has")
        }
        END { exit refused }' "$@"
}

# The target CLinux is built for Linux alone.
mapfile -t files < <(find Sources Tests -type f ! -path 'Sources/CLinux/*' \( -name '*.swift' -o -name '*.c' -o -name '*.h' \) | sort)
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
printf '%s\n' '#if canImport(Darwin)' 'a(st_mtimespec)' '#else' 'a(st_mtim)' '#endif' '// st_mtim' >"$faults/right.swift"
fits_all "$faults/right.swift"
echo "platforms: ${#files[@]} files use nothing of Linux alone"
