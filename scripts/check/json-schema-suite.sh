#!/usr/bin/env bash
# Fetches the public test suite of JSON Schema, which the source archive of a Python library has, and runs it.
# Usage: scripts/check/json-schema-suite.sh BINARY TOOLS
set -euo pipefail

binary=$1 tools=$2
folder=.build/check/json-schema-suite
if [ ! -d "$folder/tests" ]; then
    mkdir -p "$folder"
    version=$(sed -n 's/^jsonschema==//p' scripts/tools.txt)
    "$tools/pip" download --quiet --disable-pip-version-check --no-deps --no-binary jsonschema "jsonschema==$version" \
        --dest "$folder"
    tar --extract --gzip --file "$folder"/jsonschema-*.tar.gz --directory "$folder" --strip-components 2 \
        --wildcards '*/json/tests/draft2020-12/*'
fi
"$tools/python" scripts/check/json-schema-suite.py "$binary" "$folder/tests/draft2020-12"
