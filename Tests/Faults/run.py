#!/usr/bin/env python3
"""Tries what must never happen: a request that arrives twice, a wrong outcome, a result lost to `kill -9`, a secret in an output.

Usage: scripts/faults BINARY [KILLS]. Prints figures, and exits with 1 where one is not as it has to be. All servers are on
loopback; what arrives is counted by the sandbox's own log.
"""
import base64
import json
import os
import pathlib
import random
import re
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
import urllib.parse
import urllib.request
import xml.etree.ElementTree as ElementTree

BINARY = pathlib.Path(sys.argv[1]).resolve()
KILLS = int(sys.argv[2]) if len(sys.argv) > 2 else 200
KEYS = {"DEVELOPER_KEY": "developer/key+of\"the<tests>&", "ACCESS_KEY": "access/key+of\"the<tests>&"}
problems = []


class Sandbox:
    """`ekoflow sandbox` with its log: a line for each whole request that arrives."""

    def __init__(self):
        self.log = []
        self.process = subprocess.Popen(
            [BINARY, "sandbox", "--port", "0", "--log"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        self.origin = next(line.split()[1] for line in self.process.stdout if line.startswith("sandbox:"))
        self.reader = threading.Thread(target=self.read, daemon=True)
        self.reader.start()

    def read(self):
        for line in self.process.stderr:
            self.log.append(line)

    def control(self, path, body):
        request = urllib.request.Request(
            f"{self.origin}/_sandbox/{path}", json.dumps(body).encode(), {"content-type": "application/json"})
        return json.load(urllib.request.urlopen(request, timeout=30))

    def inbox(self, number):
        return json.load(urllib.request.urlopen(f"{self.origin}/_sandbox/inbox/{number}", timeout=30))["messages"]

    def stop(self):
        self.process.terminate()
        self.process.wait(timeout=30)


def expect(what, actual, expected):
    if actual != expected:
        problems.append(f"{what}: expected {expected!r}, actual {actual!r}")
        print(f"  wrong: {problems[-1]}")


def write(folder, name, text):
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)


def run(folder, *arguments, environment=None):
    return subprocess.run(
        [BINARY, *arguments], cwd=folder, env={**os.environ, **(environment or {})}, capture_output=True, text=True)


def testcases(folder):
    """Each testcase's name and what became of it: `passed`, `failure`, `skipped`, or the type of its error."""
    outcomes = {}
    for case in ElementTree.parse(folder / "reports/junit.xml").iter("testcase"):
        problem = next((child for child in case if child.tag in ("failure", "error", "skipped")), None)
        outcomes[case.get("name")] = (
            "passed" if problem is None else problem.get("type") if problem.tag == "error" else problem.tag)
    return outcomes


def environment_file(folder, base, name="local", more=""):
    write(folder, f"environments/{name}.yml", f"name: {name}\n{base}\ninitiator_id: '9962981729'\n{more}")


# What a fault has to come to: the type of the error, or that the step passes or fails.
FAULTS = {
    "close_before": "OutcomeUnknown", "reset": "OutcomeUnknown", "close_in_headers": "OutcomeUnknown",
    "close_in_body": "OutcomeUnknown", "close_in_chunk": "OutcomeUnknown", "close_after": "passed",
    "silent": "OutcomeUnknown", "drip_headers": "OutcomeUnknown", "drip_body": "OutcomeUnknown",
    "empty_body": "UnreadableResponse", "not_json": "UnreadableResponse", "cut_json": "UnreadableResponse",
    "trailing_comma": "UnreadableResponse", "byte_order_mark": "UnreadableResponse",
    "invalid_utf8": "UnreadableResponse", "deep_json": "UnreadableResponse", "endless_body": "OutcomeUnknown",
    "endless_headers": "OutcomeUnknown", "compressed": "UnreadableResponse", "not_http": "OutcomeUnknown",
    "interim": "passed", "echo": "passed",
}
STATUSES = {"http": [301, 302, 303, 307, 308, 403, 500, 503], "status": [347]}


def at_most_once(folder):
    """Each fault on a fresh and on a reused connection, with a step that would like to try again."""
    sandbox = Sandbox()
    environment_file(folder, f"sandbox: {sandbox.origin}")
    tried = twice = wrong = 0
    wanted = [("fault", name, outcome) for name, outcome in FAULTS.items()]
    wanted += [(kind, code, "failure") for kind, codes in STATUSES.items() for code in codes]
    for kind, value, outcome in wanted:
        for reused in (False, True):
            number = f"90{tried:08}"
            before = '  - send_otp: { mobile: "9000000999", csp_id: c }\n' if reused else ""
            write(folder, "workflow.yml", (
                f'environment: local\nsteps:\n{before}  - name: faulty\n'
                f'    send_otp: {{ mobile: "{number}", csp_id: c }}\n    timeout: 400ms\n'
                '    retry: { attempts: 3, every: 10ms }\n'))
            sandbox.control("behaviours", {"endpoint": "send_otp", "mobile": number, kind: value})
            start = len(sandbox.log)
            run(folder, "run", "workflow.yml")
            tried += 1
            # Another request behind it, so that the log has told all before.
            sandbox.control("clock", {"advance": "0s"})
            time.sleep(0.02)
            arrived = sum(f"{number[:2]}xxxxx{number[-3:]}" in line for line in sandbox.log[start:])
            redirected = sum("/redirected" in line for line in sandbox.log[start:])
            expect(f"{kind} {value}: requests that arrived", arrived, 1)
            expect(f"{kind} {value}: redirects followed", redirected, 0)
            actual = testcases(folder)["faulty"]
            expect(f"{kind} {value}, {'reused' if reused else 'fresh'} connection: outcome", actual, outcome)
            twice += arrived > 1
            wrong += actual != outcome
    sandbox.stop()
    write(folder, "workflow.yml", (
        'environment: local\nsteps:\n  - name: faulty\n    send_otp: { mobile: "9002336768", csp_id: c }\n'
        '    timeout: 2s\n    retry: { attempts: 3, every: 10ms }\n'))
    for what, base in not_sent_addresses():
        environment_file(folder, f"base_url: {base}\ncredentials: {{ developer_key: {{ env: DEVELOPER_KEY }}, access_key: {{ env: ACCESS_KEY }} }}", name="local")
        run(folder, "run", "workflow.yml", environment=KEYS)
        tried += 1
        actual = testcases(folder)["faulty"]
        expect(f"{what}: outcome", actual, "NotSent")
        wrong += actual != "NotSent"
    print(f"faults tried: {tried}; requests that arrived twice: {twice}; outcome wrong: {wrong}")


def not_sent_addresses():
    """Addresses at which certainly nothing is sent: nobody listens, no such name, no TLS."""
    with socket.socket() as taken, socket.socket() as plain:
        taken.bind(("127.0.0.1", 0))
        yield "connection refused", f"http://127.0.0.1:{taken.getsockname()[1]}/ekoapi/v3"
        yield "name not resolved", "https://no-such-host.invalid/ekoapi/v3"
        plain.bind(("127.0.0.1", 0))
        plain.listen()

        def answer_in_plain():
            for _ in range(3):
                connection, _ = plain.accept()
                connection.recv(1_000)
                connection.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
                connection.close()

        threading.Thread(target=answer_in_plain, daemon=True).start()
        yield "TLS failed", f"https://127.0.0.1:{plain.getsockname()[1]}/ekoapi/v3"


def limits(folder):
    """A hundred cases against a limit of ten."""
    sandbox = Sandbox()
    environment_file(folder, f"sandbox: {sandbox.origin}", more="limits: { max_sends: 10 }\n")
    rows = "".join(f'  - {{ mobile: "90000{index:05}" }}\n' for index in range(100))
    write(folder, "workflow.yml", f'environment: local\ncases:\n{rows}steps:\n  - send_otp: {{ mobile: "${{{{ case.mobile }}}}", csp_id: c }}\n')
    for jobs in (1, 100):
        sandbox.control("reset", {})
        result = run(folder, "run", "workflow.yml", "--jobs", str(jobs))
        arrived = sum(len(sandbox.inbox(f"90000{index:05}")) for index in range(100))
        expect(f"100 cases, {jobs} at once, against max_sends 10: arrived", arrived, 10)
        expect(f"100 cases, {jobs} at once, against max_sends 10: exit code", result.returncode, 4)
        print(f"100 cases, {jobs} at once, against max_sends 10: {arrived} arrived")
    sandbox.stop()


def kills(folder):
    """Kills runs at moments all over their time, and compares what the journal tells with what has arrived."""
    sandbox = Sandbox()
    environment_file(folder, f"base_url: {sandbox.origin}/ekoapi/v3\ncredentials: {{ developer_key: {{ env: SANDBOX_DEVELOPER_KEY }}, access_key: {{ env: SANDBOX_ACCESS_KEY }} }}")
    numbers = [f"90000{index:05}" for index in range(30)]
    steps = "".join(f'  - {{ name: "{number}", send_otp: {{ mobile: "{number}", csp_id: c }} }}\n' for number in numbers)
    write(folder, "workflow.yml", f"environment: local\nsteps:\n{steps}")
    variables = {**os.environ, "SANDBOX_DEVELOPER_KEY": "sandbox-developer-key", "SANDBOX_ACCESS_KEY": "sandbox-access-key"}
    command = [BINARY, "run", "workflow.yml", "--show-recipients"]
    start = time.monotonic()
    subprocess.run(command, cwd=folder, env=variables, stdout=subprocess.DEVNULL, check=True)
    duration = time.monotonic() - start
    lost = unknown = cut = 0
    generator = random.Random(1)
    for _ in range(KILLS):
        sandbox.control("reset", {})
        (folder / "reports/journal.jsonl").unlink(missing_ok=True)
        process = subprocess.Popen(command, cwd=folder, env=variables, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(generator.uniform(0, duration))
        process.send_signal(signal.SIGKILL)
        process.wait()
        arrived = {number for number in numbers if sandbox.inbox(number)}
        journal = folder / "reports/journal.jsonl"
        told = {}
        if journal.exists() and journal.stat().st_size > 0:
            result = run(folder, "report", "--from-journal")
            if result.returncode == 2:
                problems.append(f"the journal cannot be read: {result.stderr}")
            else:
                told = testcases(folder)
                cut += "was cut off" in result.stdout
        for number in numbers:
            outcome = told.get(number, "nothing")
            unknown += outcome == "OutcomeUnknown"
            if number in arrived and outcome not in ("passed", "OutcomeUnknown"):
                lost += 1
                problems.append(f"{number} was texted, and the journal tells {outcome}")
            if number not in arrived and outcome == "passed":
                lost += 1
                problems.append(f"{number} was not texted, and the journal tells that it passed")
    sandbox.stop()
    print(f"kill -9 at {KILLS} moments: {cut} runs cut off, {unknown} sends of unknown outcome, results lost: {lost}")


def encodings(secret):
    """A secret as tools and servers may write it; of base64 the part that is its own at each alignment."""
    data = secret.encode()
    forms = {
        "raw": secret, "JSON": json.dumps(secret)[1:-1], "JSON with slashes": json.dumps(secret)[1:-1].replace("/", "\\/"),
        "XML": secret.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;"),
        "percent": urllib.parse.quote(secret, safe=""), "form": urllib.parse.quote_plus(secret),
        "hex": data.hex(), "HEX": data.hex().upper(),
    }
    for offset in range(3):
        text = base64.b64encode(bytes(offset) + data).decode()
        part = text[(offset * 8 + 5) // 6:(offset + len(data)) * 8 // 6]
        forms[f"base64 at {offset}"] = part
        forms[f"base64url at {offset}"] = part.replace("+", "-").replace("/", "_")
    return forms


class Echo:
    """A server that answers each request with all encodings of what it was told, and with its headers."""

    def __init__(self):
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        self.signatures = set()
        threading.Thread(target=self.serve, daemon=True).start()

    def serve(self):
        while True:
            connection, _ = self.listener.accept()
            threading.Thread(target=self.answer, args=(connection,), daemon=True).start()

    def answer(self, connection):
        data = b""
        while b"\r\n\r\n" not in data:
            part = connection.recv(65_536)
            if not part:
                return
            data += part
        head = data.split(b"\r\n\r\n")[0].decode("latin-1")
        self.signatures |= {line[12:] for line in head.split("\r\n") if line.lower().startswith("secret-key: ")}
        values = [line.split(": ", 1)[1] for line in head.split("\r\n")[1:] if ": " in line]
        told = head + "".join(form for value in values + list(KEYS.values()) for form in encodings(value).values())
        # An excerpt is cut at 400 characters, also within a secret.
        body = json.dumps({"status": 1, "message": told, "long": "x" * 390 + KEYS["ACCESS_KEY"] * 3}).encode()
        connection.sendall(
            b"HTTP/1.1 200 OK\r\nx-echo: " + KEYS["DEVELOPER_KEY"].encode() + b"\r\ncontent-type: application/json\r\nconnection: close\r\n"
            + f"content-length: {len(body)}\r\n\r\n".encode() + body)
        connection.close()


def secrets(folder):
    """Looks for both keys and all signatures, in every encoding, in every output of several commands."""
    echo = Echo()
    environment_file(folder, f"base_url: http://127.0.0.1:{echo.port}/ekoapi/v3\ncredentials: {{ developer_key: {{ env: DEVELOPER_KEY }}, access_key: {{ env: ACCESS_KEY }} }}")
    write(folder, "workflow.yml", """environment: local
steps:
  - name: message
    send_otp: { mobile: "9002336768", csp_id: c }
    expect: { body: { message: none, long: none }, headers: { x-echo: none } }
    continue_on_failure: true
  - name: capture
    id: capture
    send_otp: { mobile: "9002336768", csp_id: c }
    expect: { http: 200 }
    capture: { all: message }
  - name: later
    send_otp: { mobile: "9002336768", csp_id: "${{ steps.capture.all }}" }
    expect: { http: 204, body: { message: none } }
""")
    tried = found = 0
    commands = [["run", "workflow.yml"], ["plan", "workflow.yml"], ["plan", "workflow.yml", "--json"], ["plan", "workflow.yml", "--curl"], ["report", "--from-journal"], ["recheck"], ["doctor", "--env", "local"], ["list", "workflow.yml"], ["validate", "workflow.yml"]]
    for command in commands:
        result = run(folder, *command, environment=KEYS)
        if command[0] == "run":
            expect("the output shows where secrets were", result.stdout.count("•••") > 5, True)
        outputs = {"stdout": result.stdout, "stderr": result.stderr}
        for file in (folder / "reports").glob("*"):
            outputs[file.name] = file.read_text()
        wanted = {**KEYS, **{f"signature {index}": value for index, value in enumerate(echo.signatures)}}
        for name, secret in wanted.items():
            for encoding, form in encodings(secret).items():
                for output, text in outputs.items():
                    tried += 1
                    if form in text:
                        found += 1
                        problems.append(f"{name} in {encoding} in {output} of {command[0]}")
        for output, text in outputs.items():
            tried += 1
            # A journal has texts of the same shape in the place of signatures.
            if output != "journal.jsonl" and re.search(r"(?<![A-Za-z0-9+/])[A-Za-z0-9+/]{43}=", text):
                found += 1
                problems.append(f"a signature in {output} of {command[0]}")
            if "9002336768" in text and command[0] not in ("list",):
                found += 1
                problems.append(f"a whole number in {output} of {command[0]}")
    print(f"secrets x encodings x outputs tried: {tried}; found: {found}")


def main():
    for trial in (at_most_once, limits, secrets, kills):
        with tempfile.TemporaryDirectory() as name:
            trial(pathlib.Path(name))
    for problem in problems[:50]:
        print("problem:", problem)
    sys.exit(1 if problems else 0)


main()
