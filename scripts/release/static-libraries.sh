#!/usr/bin/env bash
# Builds the static libraries of the portable binary from Debian's sources: zlib, OpenSSL, libcurl, libyaml, SQLite.
# Usage: scripts/release/static-libraries.sh FOLDER. Makes include, lib and licences in it. What is up to date is kept.
#
# The sources and their checksums are in sources.sha256. To take a newer version, write its files there, with the
# checksums of Debian's signed index (`apt-cache showsrc`, with a deb-src entry for bookworm and bookworm-security).
set -euo pipefail
pins=$(realpath "$(dirname "$0")/sources.sha256")
mkdir -p "$1/sources" "$1/keys" "$1/include" "$1/lib/pkgconfig" "$1/licences"
out=$(realpath "$1")

# No path outside the source and no time gets into a library, so the same sources and compiler give the same bytes.
export SOURCE_DATE_EPOCH=0 LC_ALL=C TZ=UTC CC=gcc
flags=(-O2 -fPIC -g0 -ffunction-sections -fdata-sections -fstack-protector-strong -D_FORTIFY_SOURCE=2)
export CFLAGS="${flags[*]}"
jobs=-j$(nproc)

zlib() {
    quietly ./configure --static --prefix=/usr
    quietly make "$jobs" libz.a
    cp libz.a "$out/lib"
    cp zlib.h zconf.h "$out/include"
}

# No TLS below 1.2, and no weaker keys than Debian allows. Without what TLS, PEM files and PKCS#12 files do not need.
# Optimized for size, because what takes long in it is written for each processor by hand.
openssl() {
    local without=(
        shared tests module engine dso legacy comp async ui-console filenames makedepend autoload-config
        ssl3 tls1 tls1_1 dtls srp srtp psk ct cms ts cmp ocsp rfc3779 nextprotoneg gost sm2 sm3 sm4 aria camellia
        seed idea cast bf rc2 rc4 md4 mdc2 rmd160 whirlpool blake2 siphash dsa ec2m ocb siv
    )
    quietly env --unset=CFLAGS perl Configure "linux-$(uname -m)" --prefix=/usr --libdir=lib --openssldir=/etc/ssl \
        "${without[@]/#/no-}" -DOPENSSL_TLS_SECURITY_LEVEL=2 "${flags[@]/-O2/-Os}"
    quietly make "$jobs" build_generated libcrypto.a libssl.a
    cp libcrypto.a libssl.a "$out/lib"
    cp -r include/openssl "$out/include"
}

# HTTP and HTTPS, with proxies of HTTP, HTTPS and SOCKS. The program itself looks for CA certificates.
curl_() {
    local without=(
        shared dependency-tracking debug openssl-auto-load-config crypto-auth ntlm ntlm-wb tls-srp ftp file ldap ldaps
        rtsp dict telnet tftp pop3 imap smb smtp gopher mqtt manual libcurl-option cookies doh mime dateparse netrc
        progress-meter get-easy-options alt-svc headers-api hsts websockets unix-sockets ares
    )
    local no_library=(brotli zstd libpsl libgsasl libssh2 libssh librtmp libidn2 nghttp2 gssapi ca-bundle ca-path)
    PKG_CONFIG=false quietly ./configure --prefix=/usr --enable-static --enable-symbol-hiding --enable-http \
        --enable-proxy --enable-http-auth --enable-threaded-resolver --enable-ipv6 --with-openssl="$out" \
        --with-zlib="$out" "${without[@]/#/--disable-}" "${no_library[@]/#/--without-}"
    quietly make "$jobs" -C lib libcurl.la
    cp lib/.libs/libcurl.a "$out/lib"
    mkdir -p "$out/include/curl"
    cp include/curl/*.h "$out/include/curl"
}

libyaml() {
    IFS=. read -r major minor patch <<<"$(version libyaml)"
    (cd src && quietly $CC "${flags[@]}" -c -I../include -DYAML_VERSION_MAJOR="$major" \
        -DYAML_VERSION_MINOR="$minor" -DYAML_VERSION_PATCH="$patch" \
        -DYAML_VERSION_STRING="\"$major.$minor.$patch\"" ./*.c)
    rm -f "$out/lib/libyaml.a"
    ar rcsD "$out/lib/libyaml.a" src/*.o
    cp include/yaml.h "$out/include"
}

# Debian's options, without extensions, full-text search and other modules.
sqlite3() {
    local options=(
        THREADSAFE=1 SECURE_DELETE USE_URI=1 MAX_SCHEMA_RETRY=25 MAX_VARIABLE_NUMBER=250000 ALLOW_ROWID_IN_VIEW
        LIKE_DOESNT_MATCH_BLOBS OMIT_LOOKASIDE=1 OMIT_LOAD_EXTENSION OMIT_JSON OMIT_DEPRECATED OMIT_SHARED_CACHE
        OMIT_PROGRESS_CALLBACK
    )
    quietly ./configure --prefix=/usr --disable-shared --disable-readline --disable-tcl --disable-load-extension
    quietly make sqlite3.c sqlite3.h
    quietly $CC "${flags[@]}" -fno-strict-aliasing -DHAVE_FDATASYNC=1 -DHAVE_USLEEP=1 -DHAVE_LOCALTIME_R=1 \
        -DHAVE_GMTIME_R=1 "${options[@]/#/-DSQLITE_}" -c sqlite3.c
    rm -f "$out/lib/libsqlite3.a"
    ar rcsD "$out/lib/libsqlite3.a" sqlite3.o
    cp sqlite3.h "$out/include"
}

# Says what a command said only if it fails.
quietly() { "$@" >"$out/log" 2>&1 || { tail -n 30 "$out/log" >&2 && exit 1; }; }

# The pinned file of a source: `pinned NAME orig`, `pinned NAME debian`.
pinned() { sed -n "s,^[0-9a-f]*  \(.*/$1/.*\.$2\.tar\..*\),\1,p" "$pins"; }

# The version of a source, as the authors give it.
version() { pinned "$1" orig | sed 's/.*_\([0-9.]*[0-9]\).*/\1/'; }

# The server from which this machine takes Debian's packages; or the one that DEBIAN_SERVER names. Servers keep only the
# newest versions, so an older source can need a server that keeps all.
server() {
    local uri
    # apt's own names of fields look like commands of the shell.
    # shellcheck disable=SC2016
    uri=${DEBIAN_SERVER:-$(apt-get indextargets --format '$(REPO_URI)' 'Created-By: Packages' | grep /debian/ | sed q)}
    [ -n "$uri" ] || { echo "apt knows no server of Debian: set DEBIAN_SERVER to the address of one" >&2 && exit 1; }
    uri=${uri%/}
    echo "${uri%/debian}"
}

# Fetches what is pinned and not there.
fetch() {
    local server
    cd "$out/sources"
    sha256sum --check --strict --status "$pins" 2>/dev/null && return
    server=$(server)
    while read -r checksum path; do
        echo "$checksum  $path" | sha256sum --check --status 2>/dev/null && continue
        echo "fetching ${path##*/}"
        command curl --fail --silent --show-error --location --retry 3 --create-dirs --output "$path" "$server/$path"
    done <"$pins"
    sha256sum --check --strict --quiet "$pins"
}

# `build NAME FUNCTION LICENCE [LEFT OUT PATCH ...]`: unpacks a source with Debian's patches, and builds it if anything
# that it is made of has changed.
build() {
    local name=$1 function=$2 licence=$3 key patch
    key=$({ grep "/$name/" "$pins" && declare -f "$function" && $CC --version && echo "$CFLAGS $(uname -m)"; } |
        sha256sum)
    # A library is built again after the libraries that it uses.
    [ "$name" != curl ] || key+=$(cat "$out/keys/openssl" "$out/keys/zlib")
    [ "$(cat "$out/keys/$name" 2>/dev/null)" != "$key" ] || return 0
    echo "building $name"
    rm -rf "$out/work"
    mkdir "$out/work"
    cd "$out/work"
    tar --extract --strip-components=1 --file "$out/sources/$(pinned "$name" orig)"
    if [ -n "$(pinned "$name" debian)" ]; then
        tar --extract --file "$out/sources/$(pinned "$name" debian)"
        sed 's/#.*//' debian/patches/series | while read -r patch _; do
            [[ -z $patch || " ${*:4} " == *" $patch "* ]] ||
                patch --strip=1 --silent --force <"debian/patches/$patch"
        done
    fi
    "$function"
    cp "$out/work/$licence" "$out/licences/$name"
    rm -rf "$out/work" "$out/log"
    echo "$key" >"$out/keys/$name"
}

# Tells the Swift package where a library is: `pkg_config MODULE NAME FLAG ...`
pkg_config() {
    printf '%s\n' "Name: $1" "Description: $1, static" "Version: $(version "$2")" "Cflags: -I$out/include" \
        "Libs: -L$out/lib ${*:3}" >"$out/lib/pkgconfig/$1.pc"
}

fetch
build zlib zlib LICENSE
build openssl openssl LICENSE.txt
# The last two patches are for other TLS libraries.
build curl curl_ COPYING 90_gnutls.patch 99_nss.patch
build libyaml libyaml License
build sqlite3 sqlite3 LICENSE.md
pkg_config libcurl curl -lcurl -lssl -lcrypto -lz
pkg_config libcrypto openssl -lcrypto
pkg_config yaml-0.1 libyaml -lyaml
pkg_config sqlite3 sqlite3 -lsqlite3
