#!/usr/bin/env python3
"""Runs the parts of the GitHub action and of the GitLab component that install a release, against a server of our own.

Usage: scripts/check/install-in-ci.py BINARY

The server is on the loopback address, and has a release: the archive and its checksums. Both scripts must install it
and find ekoflow. They must stop, and leave no program, if the archive is not the one that the checksum is of, if the
list does not have it, if a checksum that was given is of another file, if the release is missing, and without TLS.
"""
import contextlib
import functools
import hashlib
import http.server
import pathlib
import platform
import shutil
import ssl
import subprocess
import sys
import tarfile
import tempfile
import threading

import trustme
import yaml

PROJECT = pathlib.Path(__file__).resolve().parents[2]
VERSION = "9.8.7"
ARCHIVE = f"ekoflow-{VERSION}-linux-{'arm64' if platform.machine() == 'aarch64' else 'amd64'}.tar.xz"
RELEASE = f"qa/ekoflow/releases/download/v{VERSION}"


def action():
    steps = yaml.safe_load((PROJECT / "action.yml").read_text())["runs"]["steps"]
    return next(step["run"] for step in steps if step["name"] == "Install ekoflow")


def component(version, address, sha256):
    text = (PROJECT / "templates/ekoflow.yml").read_text().replace("parallel: $[[ inputs.machines ]]", "parallel: 3")
    script = list(yaml.safe_load_all(text))[1]["ekoflow"]["script"][0]
    for name, value in [("version", version), ("address", address), ("sha256", sha256)]:
        script = script.replace(f"$[[ inputs.{name} ]]", value)
    return script


def shared(script):
    """The lines that both scripts have."""
    lines = [line.strip() for line in script.splitlines()]
    first = next(at for at, line in enumerate(lines) if line.startswith("case $(uname"))
    last = next(at for at, line in enumerate(lines) if line.startswith("tar --extract"))
    return lines[first:last + 1]


class Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_):
        pass


@contextlib.contextmanager
def served(folder, authority):
    """A web server for the folder: by TLS if there is a certificate authority. Gives its address."""
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=folder))
    if authority:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        authority.issue_cert("127.0.0.1").configure_cert(context)
        server.socket = context.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"{'https' if authority else 'http'}://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()


def release(root, binary):
    """Makes the files of a release in the folder, and returns the checksum of its archive."""
    folder = root / RELEASE
    folder.mkdir(parents=True)
    with tarfile.open(folder / ARCHIVE, "w:xz", preset=0) as archive:
        archive.add(binary, f"ekoflow-{VERSION}/bin/ekoflow")
    checksum = hashlib.sha256((folder / ARCHIVE).read_bytes()).hexdigest()
    (folder / "SHA256SUMS").write_text(f"{'0' * 64}  another.deb\n{checksum}  {ARCHIVE}\n")
    return checksum


def install(what, server, address, sha256, authority_file, checked=True):
    """Installs in a new folder. Returns the exit code, whether there is a program then, and the output."""
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder) / "path"
        variables = {"PATH": "/usr/bin:/bin:/usr/sbin:/sbin", "CURL_CA_BUNDLE": authority_file, "TMPDIR": folder}
        if what == "action":
            script = action()
            variables |= {
                "VERSION": VERSION, "SHA256": sha256, "ADDRESS": address, "RUNNER_TEMP": folder,
                "GITHUB_PATH": str(path), "GITHUB_SERVER_URL": server, "GITHUB_REPOSITORY": "qa/otp-tests",
                "ACTION": "/home/runner/work/_actions/qa/ekoflow/v9.8.7",
            }
            script += '\nPATH=$(cat "$GITHUB_PATH"):$PATH'
        else:
            script = component(VERSION, address or f"{server}/{RELEASE}", sha256)
        if not checked:
            script = script.replace("sha256sum --check", "true")
        done = subprocess.run(
            ["bash", "-eo", "pipefail", "-c", f"{script}\ncommand -v ekoflow\nekoflow --version"], cwd=folder,
            env=variables, capture_output=True, text=True, check=False)
        left = list(pathlib.Path(folder).rglob("bin/ekoflow"))
        return done.returncode, bool(left), done.stdout + done.stderr


def problems(binary):
    if shared(action()) != shared(component("", "", "")):
        yield "action.yml and the GitLab component do not install with the same lines"
    with tempfile.TemporaryDirectory() as name:
        root = pathlib.Path(name)
        checksum = release(root, binary)
        altered = root / "altered" / RELEASE
        shutil.copytree(root / RELEASE, altered)
        with tarfile.open(altered / ARCHIVE, "w:xz", preset=0) as archive:
            archive.add(binary, f"ekoflow-{VERSION}/bin/ekoflow")
            archive.add(__file__, "more")
        unnamed = root / "unnamed" / RELEASE
        shutil.copytree(root / RELEASE, unnamed)
        (unnamed / "SHA256SUMS").write_text(f"{checksum}  another.tar.xz\n")
        authority = trustme.CA()
        with authority.cert_pem.tempfile() as file, served(name, authority) as server, served(name, None) as plain:
            # What it is, the address, the checksum, whether ekoflow must be installed.
            cases = [
                ("a release", "", "", True),
                ("a checksum that was given", "", checksum, True),
                ("an altered archive", f"{server}/altered/{RELEASE}", "", False),
                ("an altered archive, and a checksum that was given", f"{server}/altered/{RELEASE}", checksum, False),
                ("a checksum of another file", "", hashlib.sha256(b"").hexdigest(), False),
                ("a list without the archive", f"{server}/unnamed/{RELEASE}", "", False),
                ("no such release", f"{server}/nothing", "", False),
                ("no TLS", f"{plain}/{RELEASE}", "", False),
            ]
            for what in ("action", "component"):
                for case, address, sha256, expected in cases:
                    code, is_there, output = install(what, server, address, sha256, file)
                    if (code == 0, is_there) != (expected, expected):
                        yield f"{what}, {case}: exit code {code}, {'a' if is_there else 'no'} program\n{output}"
                if install(what, server, f"{server}/altered/{RELEASE}", "", file, checked=False)[0]:
                    yield f"{what}: an altered archive cannot be installed at all, so these cases show nothing"


def main():
    found = list(problems(pathlib.Path(sys.argv[1]).resolve()))
    for problem in found:
        print(f"problem: {problem}", file=sys.stderr)
    print(f"installing in CI: action and component, {len(found)} problems")
    sys.exit(bool(found))


if __name__ == "__main__":
    main()
