#!/usr/bin/env python3
"""Makes the wheel, a package of PyPI that brings the program: pipx install ekoflow.

Usage: scripts/release/wheel.py BINARY FOLDER. Needs binutils, and a program that needs no library but those of glibc.

The tag of the wheel says which systems can run it, and is read from the program: the newest glibc of its symbols.
EKOFLOW_ADDRESS is the repository's address on the web. Without it, the description has no links into the repository.
"""
import base64
import hashlib
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import time
import zipfile

PROJECT = pathlib.Path(__file__).resolve().parents[2]
# What the C library consists of, and libgcc_s, which it loads itself: every system with glibc has them.
GLIBC = re.compile(r"(libc|libm|libgcc_s|libpthread|libdl|librt|libresolv|libutil|ld-linux-.*)\.so\.\d+")
# Where pip puts what the layout has: programs below bin, the rest below the prefix of the environment.
PLACES = {
    "bin/ekoflow": "scripts/ekoflow",
    "share/man/man1": "data/share/man/man1",
    "share/bash-completion/completions/ekoflow": "data/share/bash-completion/completions/ekoflow",
    "share/zsh/vendor-completions/_ekoflow": "data/share/zsh/site-functions/_ekoflow",
    "share/fish/vendor_completions.d/ekoflow.fish": "data/share/fish/vendor_completions.d/ekoflow.fish",
}
METADATA = """\
Metadata-Version: 2.4
Name: ekoflow
Version: {version}
Summary: Tests Eko's OTP API by YAML workflows: signed sends, checked responses, JUnit reports.
License-Expression: MIT AND Apache-2.0 AND curl AND Zlib
{licences}Keywords: api,eko,junit,otp,sms,testing,yaml
Classifier: Environment :: Console
Classifier: Intended Audience :: Developers
Classifier: Operating System :: POSIX :: Linux
Classifier: Topic :: Software Development :: Testing
{addresses}Description-Content-Type: text/markdown

{description}"""


def told(*command):
    return subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True, cwd=PROJECT).stdout


def platform(binary):
    """The tag of the systems that can run the program, for example manylinux_2_36_x86_64."""
    machine = re.search(r"Machine:\s+(.*)", told("readelf", "--file-header", binary))[1]
    architecture = {"AArch64": "aarch64"}.get(machine, "x86_64" if "X86-64" in machine else None)
    if not architecture:
        sys.exit(f"no wheel for '{machine}'")
    libraries = re.findall(r"\(NEEDED\).*\[(.*)\]", told("readelf", "--dynamic", binary))
    foreign = [library for library in libraries if not GLIBC.fullmatch(library)]
    if foreign:
        sys.exit(f"a wheel must run without {', '.join(foreign)}: take the program of 'make portable'")
    symbols = told("readelf", "--version-info", "--wide", binary)
    needed = [tuple(map(int, version.split("."))) for version in re.findall(r"Name: GLIBC_(\d+\.\d+)", symbols)]
    return "manylinux_{}_{}_{}".format(*max(needed), architecture)


def description(address, version):
    """The README. Its links into the repository lead to the address, or are plain words if there is none."""
    def link(found):
        is_picture, text, target = found.groups()
        if re.match(r"[a-z]+:", target):
            return found[0]
        if address:
            return f"{is_picture}[{text}]({address}/{'raw' if is_picture else 'blob'}/v{version}/{target})"
        return "" if is_picture else text

    text = (PROJECT / "README.md").read_text()
    text = re.sub(r"<!--.*?-->\n", "", text)
    if not address:
        # The line that introduces pictures goes with them.
        text = re.sub(r"[^\n]+:\n\n(?=!\[)", "", text)
    text = re.sub(r"(!?)\[((?:[^\[\]]|\[[^\]]*\])*)\]\(([^)]*)\)", link, text)
    return re.sub(r"\n{3,}", "\n\n", text)


def metadata(version, licences):
    address = os.environ.get("EKOFLOW_ADDRESS", "").rstrip("/")
    addresses = [f"Project-URL: Repository, {address}", f"Project-URL: Releases, {address}/releases"] if address else []
    return METADATA.format(
        version=version, licences="".join(f"License-File: {name}\n" for name in licences),
        addresses="".join(line + "\n" for line in addresses), description=description(address, version))


def contents(binary, version, tag):
    """The files of the wheel without RECORD: name, bytes, whether it is a program."""
    data, info = f"ekoflow-{version}.data", f"ekoflow-{version}.dist-info"
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([PROJECT / "scripts/release/lay-out.sh", binary, folder], check=True)
        for place, inside in sorted(PLACES.items()):
            path = pathlib.Path(folder) / place
            for file in sorted(path.iterdir()) if path.is_dir() else [path]:
                name = f"{inside}/{file.name}" if path.is_dir() else inside
                yield f"{data}/{name}", file.read_bytes(), name.startswith("scripts/")
        documentation = pathlib.Path(folder) / "share/doc/ekoflow"
        licences = {"LICENSE": documentation / "copyright"}
        licences |= {f"libraries/{file.name}": file for file in sorted((documentation / "licences").iterdir())}
        for name, file in licences.items():
            yield f"{info}/licenses/{name}", file.read_bytes(), False
        yield f"{info}/sboms/ekoflow.cdx.json", (documentation / "ekoflow.cdx.json").read_bytes(), False
    yield f"{info}/METADATA", metadata(version, licences).encode(), False
    wheel = f"Wheel-Version: 1.0\nGenerator: ekoflow\nRoot-Is-Purelib: false\nTag: {tag}\n"
    yield f"{info}/WHEEL", wheel.encode(), False


def main():
    binary = pathlib.Path(sys.argv[1]).resolve()
    out = pathlib.Path(sys.argv[2])
    version = told(binary, "--version").split()[-1]
    tag = f"py3-none-{platform(binary)}"
    moment = time.gmtime(int(told("bash", "-c", ". scripts/release/release.sh && echo $SOURCE_DATE_EPOCH")))[:6]
    out.mkdir(parents=True, exist_ok=True)
    for older in out.glob("ekoflow-*.whl"):
        older.unlink()
    path = out / f"ekoflow-{version}-{tag}.whl"
    record = ""

    with zipfile.ZipFile(path, "w") as wheel:
        def add(name, content, is_program=False):
            entry = zipfile.ZipInfo(name, moment)
            entry.create_system = 3  # Unix, so that the rights below are read
            entry.external_attr = (0o100755 if is_program else 0o100644) << 16
            wheel.writestr(entry, content, zipfile.ZIP_DEFLATED, 9)

        for name, content, is_program in contents(binary, version, tag):
            add(name, content, is_program)
            digest = base64.urlsafe_b64encode(hashlib.sha256(content).digest()).decode().rstrip("=")
            record += f"{name},sha256={digest},{len(content)}\n"
        name = f"ekoflow-{version}.dist-info/RECORD"
        add(name, f"{record}{name},,\n")
    print(f"{path.stat().st_size / 1e6:.1f} MB\t{path}")


if __name__ == "__main__":
    main()
