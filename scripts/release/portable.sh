#!/usr/bin/env bash
# Builds the portable binary: everything but the C library and libgcc_s, which the C library itself loads, is in it.
# The same sources give the same bytes in any folder.
# Usage: scripts/release/portable.sh FOLDER. Makes FOLDER/ekoflow. The libraries and objects are kept in the folder.
set -euo pipefail
cd "$(dirname "$0")/../.."
mkdir -p "$1"
out=$(realpath "$1")
libraries="$out/libraries"
scripts/release/static-libraries.sh "$libraries"
# The linker takes the first libstdc++ that it finds, and here is only the static one.
ln --symbolic --force "$(gcc -print-file-name=libstdc++.a)" "$libraries/lib/libstdc++.a"
gcc -O2 -fPIC -fno-math-errno -c scripts/release/hypotf.c -o "$libraries/hypotf.o"

# The compiler writes how long the path of some files is, even if it leaves the path itself out. So the program is built
# in a copy, whose path has always the same length.
length=200
[ ${#out} -lt $length ] || { echo "the path $out is longer than $length characters" >&2 && exit 1; }
printf -v filler '%*s' $((length - ${#out})) ''
copy="$out/${filler// /-}"
mkdir -p "$copy"
rm -rf "$copy/Sources" "$copy/Tests"
cp --archive Package.* Sources Tests "$copy/"

options=(
    --configuration release --product ekoflow --static-swift-stdlib --package-path "$copy" --scratch-path "$copy/build"
    -debug-info-format none --disable-local-rpath
    # So that the linker can leave out a single function that nobody calls. The compiler would keep objects that were
    # built without this option.
    -Xswiftc -Xfrontend -Xswiftc -function-sections
    -Xswiftc -Xfrontend -Xswiftc -disable-incremental-llvm-codegen
    # No path of this machine is in the binary.
    -Xswiftc -file-prefix-map -Xswiftc "$copy=." -Xcc "-ffile-prefix-map=$copy=."
    # Before the system's folders, for the modules that pkg-config does not know.
    -Xcc "-I$libraries/include" -Xlinker "-L$libraries/lib"
    -Xswiftc -use-ld=lld -Xlinker "$libraries/hypotf.o"
)
# No function is exported. So what nobody calls is left out, and a library that is loaded later (libpq, which has its
# own OpenSSL) does not find the functions of this OpenSSL.
for option in --no-export-dynamic --exclude-libs=ALL --gc-sections --build-id=none --strip-all \
    --no-eh-frame-hdr --script="$PWD/scripts/release/portable.ld"; do
    options+=(-Xlinker "$option")
done
export EKOFLOW_STATIC=1 PKG_CONFIG_PATH="$libraries/lib/pkgconfig" SOURCE_DATE_EPOCH=0
swift build "${options[@]}"
ln --symbolic --force --no-dereference "$copy/build/checkouts" "$out/checkouts"
[ -e Package.resolved ] || cp "$copy/Package.resolved" .
install -m 755 "$(swift build "${options[@]}" --show-bin-path)/ekoflow" "$out/ekoflow"
scripts/release/check-portable.sh "$out/ekoflow"
