#!/usr/bin/env python3
"""Holds the work on whatever somebody else wrote against linear: twice the input may take about twice the instructions.

Usage: scripts/check/linear.py BINARY

Instructions are counted by callgrind, so that neither the machine nor its load has a say. Each input is tried at one
size and at twice that size, and one of each command almost empty. Ends with 1 if the work grows faster than the input.
"""

import concurrent.futures
import itertools
import json
import os
import pathlib
import sys
import tempfile

from callgrind import ENVIRONMENT, Counter, Server, stripped

# Where the input is the whole work, twice the input comes to 2; sorting and growing tables take a little more.
MOST_GROWTH = 2.5

SEND = """\
environment: local
steps:
  - send_otp: { mobile: "9002336768", csp_id: c }
    expect: { body: { message: none } }
"""
CASES = """\
environment: local
cases: { csv: cases.csv }
steps:
  - send_otp: { mobile: "${{ case.m }}", csp_id: c }
"""


def bodies():
    """What a server may say, by the count of its parts."""

    def message(unit):
        return lambda count: json.dumps({"status": 0, "message": unit * count})

    units = {
        "starts of tokens": "eyJ.",
        "tokens": "eyJhbGciOiJIUzI1NiJ9.eyJz.x ",
        "the word OTP": "OTP 1 ",
        "names of secrets": "token: ",
        "letters of base64": "QUFB",
        "hexadecimal digits": "41",
        "entities": "&amp;",
        "percent signs": "%2541",
        "backslashes": "\\",
        "groups of digits": "9 0 0 2 ",
        "addresses": "://a:b@",
        "white space": " ",
        "letters": "नम",
        "invisible characters": "\u200b",
        "commands of CI systems": "##[x]::",
    }
    # All sizes stay below the one from which a response is not recorded.
    yield from ((name, message(unit), 40_000 // len(json.dumps(unit))) for name, unit in units.items())
    yield (
        "JSON in JSON",
        lambda count: json.dumps({"status": 0, "message": json.dumps([json.dumps(['"otp":'] * count)])}),
        500,
    )
    yield (
        "different OTPs",
        lambda count: json.dumps({"status": 0, "otp": [str(100_000 + i) for i in range(count)]}),
        300,
    )
    yield "members", lambda count: json.dumps({"status": 0, **{f"k{i}": i for i in range(count)}}), 1_500
    yield "no JSON", lambda count: '{"status": 0, ' + "otp=1 " * count, 100


def files():
    """Files that others wrote: the command, and the text by the count of its parts."""

    def cases(count):
        return "case_name,m\n" + "".join(f"c{i},900{1000000 + i}\n" for i in range(count))

    report = {"report": 1, "ekoflow": "0.1.0", "run": "R", "started": "2026-01-01T00:00:00Z", "suites": []}
    suite = {
        "name": "a",
        "file": "a.yml",
        "class": "a",
        "environment": "e",
        "host": "h",
        "started": "",
        "tags": [],
        "given": {},
        "ms": 1,
        "steps": [
            {
                "name": "s",
                "kind": "wait",
                "file": "a.yml",
                "line": 1,
                "expects": [],
                "ms": 1,
                "sms": "none",
                "verdict": "passed",
            }
        ],
    }
    item = {"name": "a", "request": {"method": "GET", "url": "https://a.in/b?c=d"}}
    schema = {"schema": "https://schema.getpostman.com/json/collection/v2.1.0/collection.json", "name": "c"}
    yield (
        "unknown keys",
        ["validate", "input.yml"],
        "input.yml",
        lambda n: "steps:\n  - wait: 1s\n" + "".join(f"k{i}: 1\n" for i in range(n)),
        2_000,
    )
    yield (
        "unknown keys on one line",
        ["validate", "input.yml"],
        "input.yml",
        lambda n: "steps: [{wait: 1s}]\nvars: {" + ", ".join(f"k-{i}: 1" for i in range(n)) + "}\n",
        1_000,
    )
    yield (
        "cases on one line with a comment",
        ["validate", "input.yml"],
        "input.yml",
        lambda n: "steps: [{wait: 1s}]\ncases: [" + ", ".join(["{m: 9002336768}"] * n) + "] # comment\n",
        1_000,
    )
    yield (
        "steps",
        ["validate", "input.yml"],
        "input.yml",
        lambda n: "steps:\n" + "  - send_otp: {mobile: '9002336768', csp_id: c}\n" * n,
        1_000,
    )
    yield (
        "unknown keys of an environment",
        ["validate", "environments/input.yml"],
        "environments/input.yml",
        lambda n: "name: input\n" + "".join(f"k{i}: 1\n" for i in range(n)),
        2_000,
    )
    yield "rows of cases", ["validate", "cases.yml"], "cases.csv", cases, 1_000
    yield (
        "variables",
        ["validate", "cases.yml", "--vars-file", "input.yml"],
        "input.yml",
        lambda n: "".join(f"v{i}: x\n" for i in range(n)),
        1_000,
    )
    yield (
        "a word of curl",
        ["import", "curl", "input.sh", "--workspace", "out"],
        "input.sh",
        lambda n: 'curl "https://a.in/' + '\\"' * n + '"\n',
        20_000,
    )
    yield (
        "curl commands",
        ["import", "curl", "input.sh", "--workspace", "out"],
        "input.sh",
        lambda n: "curl https://a.in/b -d '{\"a\":1}'\n" * n,
        300,
    )
    yield (
        "requests of Postman",
        ["import", "postman", "input.json", "--workspace", "out"],
        "input.json",
        lambda n: json.dumps({"info": schema, "item": [item] * n}),
        300,
    )
    yield (
        "suites of a report",
        ["report", "show", "input.json"],
        "input.json",
        lambda n: json.dumps({**report, "suites": [suite] * n}),
        500,
    )
    yield (
        "elements of a query",
        ["query", "$[?@.a > 1]", "input.json"],
        "input.json",
        lambda n: json.dumps([{"a": i} for i in range(n)]),
        3_000,
    )


class Workspace:
    """A folder with a server of its own, in which one command at a time is counted."""

    def __init__(self, binary, folder):
        self.folder = folder
        self.server = Server()
        (folder / "environments").mkdir(parents=True)
        (folder / "environments/local.yml").write_text(ENVIRONMENT.format(port=self.server.port))
        (folder / "send.yml").write_text(SEND)
        (folder / "cases.yml").write_text(CASES)
        (folder / "cases.csv").write_text("case_name,m\nc,9002336768\n")
        self.counter = Counter(binary, folder)

    def work(self, prepare, size, arguments):
        """The instructions for an input of a size."""
        prepare(self, size)
        return self.counter.instructions(arguments)


def inputs():
    """Everything that is tried: what it is, how a workspace gets so many parts of it, how many, and the command."""
    run = ["run", "send.yml", "--json", "r.json", "--html", "r.html", "--quiet"]
    for what, body, count in bodies():
        yield f"an answer of {what}", lambda w, n, body=body: w.server.says(body(n)), count, run
    headers = "x-{}: token 735102 eyJhbG\r\n".format
    yield "headers", lambda w, n: w.server.says('{"status":0}', "".join(map(headers, range(n)))), 2_000, run
    for what, arguments, path, text, count in files():
        yield what, lambda w, n, path=path, text=text: (w.folder / path).write_text(text(n)), count, arguments


def main():
    numbers = itertools.count()
    with tempfile.TemporaryDirectory() as name, concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as workers:
        folder = pathlib.Path(name)
        binary = stripped(pathlib.Path(sys.argv[1]).resolve(), folder)
        least = {}

        def judge(tried):
            what, prepare, count, arguments = tried
            workspace = Workspace(binary, folder / str(next(numbers)))
            command = tuple(arguments)
            if command not in least:
                least[command] = workspace.work(prepare, 1, arguments)
            once, twice = (workspace.work(prepare, size, arguments) for size in (count, 2 * count))
            work = once - least[command]
            growth = (twice - least[command]) / max(1, work)
            grows_faster = growth > MOST_GROWTH
            place = "wrong: " if grows_faster else ""
            instructions = f"{work / 1e6:.0f} million instructions"
            print(f"{place}{what}: {growth:.2f} times the work for twice the input ({instructions})", flush=True)
            return grows_faster

        wrong = sum(workers.map(judge, inputs()))
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
