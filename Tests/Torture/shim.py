"""The library that lets one call of the program fail, and what it has counted. To be imported."""
import os
import pathlib
import re
import struct
import subprocess

RECORD = struct.Struct("=56sQ")
# Code of the Swift runtime, which ends the process if one of its own calls fails.
RUNTIME = re.compile(
    r"^_?(dispatch_|_dispatch_|swift_|_swift_|_os_|os_|_ZNK?5swift|_ZL?N?.*swift|\$ss|\$sS|__swift|block_)")


class Shim:
    """The library for a binary. It is compiled into `folder`."""

    def __init__(self, binary, folder):
        self.binary = binary
        self.library = folder / "shim.so"
        self.runtime = folder / "runtime"
        source = pathlib.Path(__file__).with_name("shim.c")
        subprocess.run(
            ["gcc", "-shared", "-fPIC", "-O2", "-Wall", "-Wextra", "-Werror", "-o", self.library, source], check=True)
        self.symbols = symbols_of(binary)
        self.runtime.write_text("".join(
            f"{start:x} {end:x}\n" for start, end, name in self.symbols if RUNTIME.match(name)))

    def variables(self, root, counts, fault=None):
        """The environment variables of a run whose files are in `root`."""
        variables = {
            "LD_PRELOAD": os.fspath(self.library), "TORTURE_ROOT": os.fspath(root),
            "TORTURE_COUNTS": os.fspath(counts), "TORTURE_RUNTIME": os.fspath(self.runtime)}
        return {**variables, "TORTURE_FAIL": str(fault)} if fault else variables

    def place(self, text):
        """The name of the function that called, from what the library tells: `ekoflow+1f3`."""
        name, _, offset = text.rpartition("+")
        if name != self.binary.name or not offset:
            return text
        address = int(offset, 16)
        found = next((symbol for start, end, symbol in self.symbols if start <= address < end), text)
        return readable(found)


def counted(path):
    """How often each kind was called; how many calls failed, and from where the first of them was made."""
    data = path.read_bytes()
    (place, failed), *records = RECORD.iter_unpack(data)
    counts = {text_of(name): count for name, count in records if count}
    return counts, failed, text_of(place)


def text_of(name):
    return name.partition(b"\0")[0].decode()


def symbols_of(binary):
    """The functions of a binary, in order: start, end and name."""
    lines = subprocess.run(
        ["nm", "--defined-only", "--numeric-sort", binary], check=True, capture_output=True, text=True).stdout
    starts = [(int(parts[0], 16), parts[2]) for parts in map(str.split, lines.splitlines())
              if len(parts) == 3 and parts[1] in "tTwWiu"]
    ends = [start for start, _ in starts[1:]] + [starts[-1][0] + 1]
    return [(start, end, name) for (start, name), end in zip(starts, ends, strict=True) if end > start]


def readable(symbol):
    """A mangled name, cut down to its words: `$s13CurlTransport8CurlLoopC3run` is `CurlTransport.CurlLoop.run`."""
    words, rest = [], symbol
    while match := re.search(r"(\d+)([A-Za-z_]+)", rest):
        length = int(match.group(1))
        words.append(match.group(2)[:length])
        rest = rest[match.start(2) + length:]
    return ".".join(words[:4]) or symbol
