#!/usr/bin/env python3
"""Writes what the program is made of as CycloneDX 1.6: the packages linked into it, and the system's libraries.

Usage: scripts/release/sbom.py VERSION > ekoflow.cdx.json. Reads Package.resolved, which a build writes.
"""
import json
import pathlib
import subprocess
import sys

PROJECT = pathlib.Path(__file__).resolve().parents[2]


def package(pin):
    owner_and_name = pin["location"].removeprefix("https://github.com/").removesuffix(".git")
    version = pin["state"]["version"]
    return {
        "type": "library", "name": pin["identity"], "version": version,
        "purl": f"pkg:swift/github.com/{owner_and_name}@{version}",
        "externalReferences": [{"type": "vcs", "url": pin["location"]}],
    }


def library(name, tool):
    told = subprocess.run(["pkg-config", "--modversion", tool], check=True, capture_output=True, text=True)
    return {
        "type": "library", "name": name, "version": told.stdout.strip(),
        "properties": [{
            "name": "ekoflow:linked",
            "value": "dynamically, from the system; the version is the build machine's",
        }],
    }


def main():
    version = sys.argv[1]
    pins = json.loads((PROJECT / "Package.resolved").read_text())["pins"]
    components = [package(pin) for pin in sorted(pins, key=lambda pin: pin["identity"])]
    components += [
        library("libcurl", "libcurl"), library("libyaml", "yaml-0.1"), library("OpenSSL", "libcrypto"),
        library("SQLite", "sqlite3"),
    ]
    json.dump({
        "bomFormat": "CycloneDX", "specVersion": "1.6", "version": 1,
        "metadata": {"component": {"type": "application", "name": "ekoflow", "version": version}},
        "components": components,
    }, sys.stdout, indent=2)
    print()


if __name__ == "__main__":
    main()
