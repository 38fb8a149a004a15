#!/usr/bin/env python3
"""Writes what the program is made of as CycloneDX 1.6. The same program gives the same list.

Usage: scripts/release/sbom.py VERSION [--portable] > ekoflow.cdx.json. Reads Package.resolved, which a build writes.
With --portable, the C libraries are those of sources.sha256, linked statically. Without, they are the system's.
"""
import argparse
import json
import pathlib
import re
import subprocess
import sys
import uuid

PROJECT = pathlib.Path(__file__).resolve().parents[2]
SOURCES = PROJECT / "scripts/release/sources.sha256"
# Makes the identifiers of the lists different from everybody else's. There is nothing to fetch.
NAMESPACE = uuid.uuid5(uuid.NAMESPACE_URL, "https://ekoflow.invalid/sbom")

SWIFT_LICENCE = "Apache-2.0 WITH Swift-exception"
# A new package is added here, after a look at its licence.
PACKAGE_LICENCES = {
    "flyingfox": "MIT",
    "swift-argument-parser": SWIFT_LICENCE,
    "swift-subprocess": "Apache-2.0",
    "swift-system": SWIFT_LICENCE,
}
GCC_LICENCE = "GPL-3.0-or-later WITH GCC-exception-3.1"

# Debian's name of the source, the name that people know, its licence and the tool that knows the system's version.
LIBRARIES = [
    ("curl", "libcurl", "curl", "libcurl"),
    ("libyaml", "libyaml", "MIT", "yaml-0.1"),
    ("openssl", "OpenSSL", "Apache-2.0", "libcrypto"),
    ("sqlite3", "SQLite", "blessing", "sqlite3"),
    ("zlib", "zlib", "Zlib", "zlib"),
]
# What each of them uses.
USES = {"curl": ["openssl", "zlib"]}


def component(name, version, reference, licence, linked, **more):
    return {
        "type": "library", "bom-ref": reference, "name": name, "version": version,
        "licenses": [{"expression": licence}] if " WITH " in licence else [{"license": {"id": licence}}], **more,
        "properties": [{"name": "ekoflow:linked", "value": linked}],
    }


def package(pin):
    owner_and_name = pin["location"].removeprefix("https://github.com/").removesuffix(".git")
    version = pin["state"]["version"]
    purl = f"pkg:swift/github.com/{owner_and_name}@{version}"
    return component(
        pin["identity"], version, purl, PACKAGE_LICENCES[pin["identity"]], "statically",
        purl=purl, externalReferences=[{"type": "vcs", "url": pin["location"]}])


def output(*command):
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()


def static_library(source, name, licence):
    """A library of sources.sha256, with the path on Debian's servers and the checksum of each file of its source."""
    files = []
    for line in SOURCES.read_text().splitlines():
        checksum, path = line.split()
        if f"/{source}/" in path:
            files.append((checksum, path))
    if not files:
        sys.exit(f"{SOURCES.name} has no source of {source}")
    # Debian's file has Debian's version, with its patches. Without it, the source is the authors' own.
    version = re.sub(r"\.(orig|debian)\.tar\..*", "", files[-1][1].rpartition("/")[2].partition("_")[2])
    is_patched = any(".debian.tar." in path for _, path in files)
    purl = (
        f"pkg:deb/debian/{source}@{version.replace('+', '%2B')}?arch=source" if is_patched
        else f"pkg:generic/{source}@{version}")
    return component(
        name, version, purl, licence, "statically, into the portable binary", purl=purl,
        externalReferences=[
            {"type": "source-distribution", "url": path,
             "hashes": [{"alg": "SHA-256", "content": checksum}]} for checksum, path in files])


def system_library(name, licence, tool):
    return component(
        name, output("pkg-config", "--modversion", tool), f"system:{tool}", licence,
        "dynamically, from the system; the version is the build machine's")


def runtimes(portable):
    """The parts of the compilers that are in the program."""
    told = output("swift", "--version")
    swift = re.search(r"Swift version (\S+)", told).group(1)
    parts = [
        component(name, swift, f"swift:{name}", SWIFT_LICENCE, "statically")
        for name in ["Swift standard library", "Swift Dispatch", "Swift Foundation Essentials"]]
    gcc = output("gcc", "-dumpfullversion")
    shared = "dynamically, from the system"
    return parts + [
        component("libgcc", gcc, "gcc:libgcc", GCC_LICENCE, shared),
        component(
            "libstdc++", gcc, "gcc:libstdc++", GCC_LICENCE,
            "statically, into the portable binary" if portable else shared),
    ]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("version")
    parser.add_argument("--portable", action="store_true")
    arguments = parser.parse_args()
    version = arguments.version
    pins = json.loads((PROJECT / "Package.resolved").read_text())["pins"]
    components = [package(pin) for pin in sorted(pins, key=lambda pin: pin["identity"])]
    dependencies = {}
    if arguments.portable:
        libraries = {source: static_library(source, name, licence) for source, name, licence, _ in LIBRARIES}
        for source, uses in USES.items():
            dependencies[libraries[source]["bom-ref"]] = sorted(libraries[used]["bom-ref"] for used in uses)
        components += libraries.values()
    else:
        direct = [library for library in LIBRARIES if library[0] != "zlib"]
        components += [system_library(name, licence, tool) for _, name, licence, tool in direct]
    components += runtimes(arguments.portable)
    program = f"pkg:generic/ekoflow@{version}"
    dependencies[program] = sorted(part["bom-ref"] for part in components)
    for part in components:
        dependencies.setdefault(part["bom-ref"], [])
    content = {
        "metadata": {"component": {
            "type": "application", "bom-ref": program, "name": "ekoflow", "version": version, "purl": program}},
        "components": components,
        "dependencies": [
            {"ref": reference, **({"dependsOn": uses} if uses else {})}
            for reference, uses in sorted(dependencies.items())],
    }
    # A number that only the content decides, so that the same program has the same list.
    number = uuid.uuid5(NAMESPACE, json.dumps(content, sort_keys=True))
    json.dump({
        "bomFormat": "CycloneDX", "specVersion": "1.6", "serialNumber": f"urn:uuid:{number}", "version": 1, **content,
    }, sys.stdout, indent=2)
    print()


if __name__ == "__main__":
    main()
