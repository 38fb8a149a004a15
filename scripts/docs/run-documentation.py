#!/usr/bin/env python3
"""Runs the blocks of pages, in the order of each page, in an empty folder for each.

Usage: scripts/docs/run-documentation.py BINARY PAGE...

What stands beside a page in `workflows`, `environments` and `schemas` is there. The user's ledger is in another folder,
also one for each page.

- A block below a line that is only a path, such as `workflows/first.yml`:, is written to that file.
- A block of sh is run with `bash -euo pipefail`, and must end with 0, or with N if <!-- exit code: N --> is before it.
- A block of text shows output: each of its lines must be in the output of the blocks above it, or in a file. Times,
  names of runs and what … stands for may differ.
- <!-- not run: WHY --> before a block of sh leaves its commands out; their syntax is checked.
- <!-- PostgreSQL --> before a block of sh starts a server for all blocks with this mark. PGHOST, PGPORT and PGUSER name
  it and its superuser, so psql needs no options.
- A block of diff must apply to the repository.
- A block of yaml that is no file must be YAML.
"""
import contextlib
import os
import pathlib
import re
import shutil
import signal
import subprocess
import sys
import tempfile

import yaml

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))
import postgres_server

LIMIT = 120  # seconds for a block


class Block:
    def __init__(self, language, line, before):
        """`before` is the last line of the page before the block, or all of them that are marks."""
        self.language, self.line, self.text = language, line, ""
        path = re.fullmatch(r"`([^`]+)`:", before[-1])
        codes = [code for mark in before if (code := re.fullmatch(r"<!-- exit code: (\d+) -->", mark))]
        self.path = path and path[1]
        self.code = int(codes[0][1]) if codes else 0
        self.is_left_out = any(mark.startswith("<!-- not run: ") for mark in before)
        self.needs_server = "<!-- PostgreSQL -->" in before


def blocks(page):
    found, current, before = [], None, [""]
    for number, line in enumerate(page.read_text().splitlines(), 1):
        if current is None and line.startswith("```"):
            current = Block(line[3:].strip(), number, before)
        elif current is not None and line.rstrip() == "```":
            found.append(current)
            current, before = None, [""]
        elif current is not None:
            current.text += line + "\n"
        elif line.strip():
            mark = line.strip()
            before = [*before, mark] if mark.startswith("<!--") and before[-1].startswith("<!--") else [mark]
    return found


class Server:
    """The PostgreSQL server of all pages. Started when the first block needs it."""

    def __init__(self, stack):
        self.stack = stack
        self.variables = None

    def environment(self):
        if self.variables is None:
            server = self.stack.enter_context(postgres_server.PostgresServer())
            self.variables = {"PGHOST": server.socket_folder, "PGPORT": str(server.port)}
            self.variables["PGUSER"] = postgres_server.USER
        return self.variables


def environment(binary, state, more):
    """Without keys, CI systems and proxies. What is installed beside this Python is on the path."""
    kept = {name: value for name, value in os.environ.items() if name in ("HOME", "LANG", "LC_ALL", "TMPDIR", "USER")}
    folders = [str(binary.parent), str(pathlib.Path(sys.executable).parent), os.environ["PATH"]]
    return kept | {"PATH": ":".join(folders), "NO_COLOR": "1", "XDG_STATE_HOME": str(state)} | more


def run(script, folder, variables):
    with tempfile.TemporaryFile("w+") as output:
        process = subprocess.Popen(
            ["bash", "-euo", "pipefail", "-c", script], cwd=folder, env=variables, stdin=subprocess.DEVNULL,
            stdout=output, stderr=subprocess.STDOUT, start_new_session=True)
        try:
            code = process.wait(timeout=LIMIT)
        except subprocess.TimeoutExpired:
            code = f"none within {LIMIT} s"
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGTERM)  # what the block left running
        output.seek(0)
        return code, output.read()


def comparable(line):
    """Without what differs from run to run: times and names of runs."""
    line = re.sub(r"\b(?=[A-Z]*[0-9])[A-Z0-9]{15,}\b", "#", " ".join(line.split()))
    return re.sub(r"[0-9.]+ (?:µs|ms|s)\b", "#", line)


def is_said(line, said):
    first, *others = [part.strip() for part in comparable(line).split("…")]
    for place in said:
        at = place.find(first)
        for part in others:
            at = at if at < 0 else place.find(part, at)
        if at >= 0:
            return True
    return False


def missing(block, said, folder):
    files = [path.read_text(errors="replace") for path in folder.rglob("*") if path.is_file()]
    said = [comparable(line) for line in "\n".join([said, *files]).splitlines()]
    for offset, line in enumerate(block.text.splitlines(), 1):
        if line.strip() not in ("", "…") and not is_said(line, said):
            yield f"{block.line + offset}: not in the output: {line.strip()}"


def problems(page, folder, state, binary, server, counts):
    said = ""
    for block in blocks(page):
        if block.path:
            path = folder / block.path
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(block.text)
            counts["files"] += 1
        elif block.language == "sh" and block.is_left_out:
            if subprocess.run(["bash", "-n", "-c", block.text], check=False).returncode:
                yield f"{block.line}: bash cannot read it"
            counts["not run"] += 1
        elif block.language == "sh":
            more = server.environment() if block.needs_server else {}
            code, output = run(block.text, folder, environment(binary, state, more))
            said += output
            counts["run"] += 1
            if code != block.code:
                yield f"{block.line}: exit code {code}, expected {block.code}\n{output}"
        elif block.language == "diff":
            applied = subprocess.run(
                ["git", "apply", "--check", "-"], input=block.text, cwd=page.resolve().parent, capture_output=True,
                text=True, check=False)
            counts["patches"] += 1
            if applied.returncode:
                yield f"{block.line}: the patch does not apply: {applied.stderr.strip()}"
        elif block.language == "yaml":
            try:
                yaml.safe_load(block.text)
            except yaml.YAMLError as error:
                yield f"{block.line}: {error}"
        elif block.language == "text":
            if not block.is_left_out:
                yield from missing(block, said, folder)
        else:
            yield f"{block.line}: a block of '{block.language}' that is no file"


def main():
    binary = pathlib.Path(sys.argv[1]).resolve()
    counts = {"files": 0, "run": 0, "patches": 0, "not run": 0}
    has_problems = False
    with contextlib.ExitStack() as stack:
        server = Server(stack)
        for name in sys.argv[2:]:
            page = pathlib.Path(name)
            with tempfile.TemporaryDirectory() as folder, tempfile.TemporaryDirectory() as state:
                for item in ("workflows", "environments", "schemas"):
                    if (page.parent / item).is_dir():
                        shutil.copytree(page.parent / item, pathlib.Path(folder) / item)
                for problem in problems(page, pathlib.Path(folder), pathlib.Path(state), binary, server, counts):
                    has_problems = True
                    print(f"problem: {page}:{problem}", file=sys.stderr)
    print(f"{len(sys.argv) - 2} pages: {counts['run']} blocks run, {counts['files']} files written, "
          f"{counts['patches']} patches tried, {counts['not run']} blocks only read")
    sys.exit(has_problems)


if __name__ == "__main__":
    main()
