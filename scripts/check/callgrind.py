"""Counts the instructions of commands, against a server that answers every request with the same bytes."""

import collections
import os
import re
import shutil
import socket
import subprocess
import sys
import threading

ENVIRONMENT = """\
name: local
base_url: http://127.0.0.1:{port}
initiator_id: "9962981729"
credentials: {{ developer_key: {{ env: DEVELOPER_KEY }}, access_key: {{ env: ACCESS_KEY }} }}
"""
SANDBOX = """\
name: sandbox
sandbox: http://127.0.0.1:{port}
initiator_id: "9962981729"
"""
KEYS = {"DEVELOPER_KEY": "3f1c2a9e-77aa-4b0d-9d1e-0123456789ab", "ACCESS_KEY": "d2fe1d99-6298-4af2-8cc5-d97dcf46df30"}
# What a sandbox says when it is asked whether it is one.
CLOCK = b'{"callers":0}'


class Server:
    """Gives the same answer to every request. With `keeps`, a connection stays open for more requests."""

    def __init__(self, keeps=False):
        self.keeps = keeps
        self.answer = b""
        self.listener = socket.create_server(("127.0.0.1", 0), backlog=64)
        self.port = self.listener.getsockname()[1]
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self):
        while True:
            connection, _ = self.listener.accept()
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            threading.Thread(target=self._give, args=(connection,), daemon=True).start()

    def _give(self, connection):
        data = b""
        with connection:
            while True:
                while (size := size_of_request(data)) is None or len(data) < size:
                    received = connection.recv(65_536)
                    if not received:
                        return
                    data += received
                asks_for_clock = b"/_sandbox/clock" in data[:data.index(b"\r\n")]
                connection.sendall(self._message(CLOCK) if asks_for_clock else self.answer)
                if not self.keeps:
                    return
                data = data[size:]

    def _message(self, content, headers=""):
        end = "" if self.keeps else "connection: close\r\n"
        return f"HTTP/1.1 200 OK\r\n{headers}{end}content-length: {len(content)}\r\n\r\n".encode() + content

    def says(self, body, headers=""):
        self.answer = self._message(body.encode(), headers)


def size_of_request(data):
    """The size of the first request in bytes; None if its headers are not complete."""
    end = data.find(b"\r\n\r\n")
    if end < 0:
        return None
    length = re.search(rb"content-length: (\d+)", data[:end].lower())
    return end + 4 + (int(length.group(1)) if length else 0)


def stripped(binary, folder):
    """A copy without symbols: callgrind reads no debugging information of this size."""
    copy = folder / "ekoflow"
    subprocess.run(["strip", "-o", copy, binary], check=True)
    return copy


class Counter:
    """Counts the instructions of a command of a stripped binary in a workspace."""

    def __init__(self, binary, folder):
        self.folder = folder
        self.binary = binary

    def instructions(self, arguments):
        """All instructions, also those of the system's libraries."""
        collected = re.search(r"Collected : (\d+)", self._run(arguments, "/dev/null").stderr)
        return int(collected.group(1))

    def own_instructions(self, arguments):
        """The instructions of the program itself. The libraries' depend on the system and on the processor."""
        file = self.folder / "callgrind.out"
        if (code := self._run(arguments, file).returncode) != 0:
            sys.exit(f"{arguments} ended with {code}, and counts nothing that can be compared")
        counts = instructions_by_object(file.read_text())
        file.unlink()
        return counts[str(self.binary)]

    def _run(self, arguments, file):
        for name in ("out", "reports", "state"):
            shutil.rmtree(self.folder / name, ignore_errors=True)
        result = subprocess.run(
            ["valgrind", "--tool=callgrind", f"--callgrind-out-file={file}", "--fair-sched=yes",
             self.binary, *arguments],
            cwd=self.folder, env={**os.environ, **KEYS, "XDG_STATE_HOME": str(self.folder / "state")},
            capture_output=True, text=True, check=False, timeout=240)
        if "Collected : " not in result.stderr:
            sys.exit(f"callgrind counted nothing: {result.stdout[-1_000:]}{result.stderr[-2_000:]}")
        return result


def instructions_by_object(profile):
    """Adds up the instructions of each file of a profile: https://valgrind.org/docs/manual/cl-format.html"""
    names, counts = {}, collections.Counter()
    current, is_call = "", False
    for line in profile.splitlines():
        if line.startswith(("ob=", "cob=")):
            # A name is written once, with a number, maybe as that of a called function; then the number stands for it.
            key, _, text = line.partition("=")
            number, _, name = text.partition(" ")
            name = names.setdefault(number, name)
            if key == "ob":
                current = name
        elif line.startswith("calls="):
            is_call = True
        elif line[:1].isdigit() or line[:1] in "+-*":
            # The line after a call has what the called function took, which is counted where that function is.
            costs = line.split()[1:]
            # A cost that is left out is 0.
            if not is_call and costs:
                counts[current] += int(costs[0])
            is_call = False
    return counts
