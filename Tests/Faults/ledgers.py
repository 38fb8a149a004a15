"""Where a trial has its ledger: in a file of SQLite, or on a PostgreSQL server. To be imported."""
import contextlib
import json
import os
import pathlib
import sqlite3
import subprocess
import sys
import tempfile
from xml.etree import ElementTree

sys.path.append(str(pathlib.Path(__file__).resolve().parents[2] / "scripts"))
from postgres_server import PostgresServer
from workspace import CREDENTIALS, KEYS, Workspace

SECONDS = 60
# Sends, verifies, and reads twice: once with what a record may keep, and once with a token, which it may not keep.
PEOPLE = """\
cases: { csv: people.csv }
steps:
  - id: send
    send_otp: { mobile: "${{ case.mobile }}", csp_id: c }
    capture: { tid: data.tid }
  - id: verify
    verify_otp: { mobile: "${{ case.mobile }}" }
    capture: { token: data.otp_verification_token }
  - id: look
    call: { method: GET, path: "/look/${{ case.mobile }}/${{ steps.send.tid }}" }
    expect: { http: 200, body: { data.mobile: "${{ case.mobile }}" } }
  - id: token
    validate_token: { otp_verification_token: "${{ steps.verify.token }}" }
"""
# Sends and verifies: a second send makes the first OTP void, and the verification fails.
ROUND_TRIP = PEOPLE[: PEOPLE.index("  - id: look")]


class SQLiteLedger:
    """In its default place, below a folder for the state of programs."""

    name, lines = "SQLite", ""

    def __init__(self, folder):
        self.folder = pathlib.Path(folder)
        self.path = self.folder / "ekoflow" / "ledger.db"
        self.variables = {"XDG_STATE_HOME": os.fspath(self.folder)}

    def fresh(self):
        """Another, empty ledger."""
        self.folder.mkdir(parents=True, exist_ok=True)
        return SQLiteLedger(tempfile.mkdtemp(dir=self.folder))

    def rows(self, query):
        """What a query answers, each value as text."""
        with contextlib.closing(sqlite3.connect(self.path, timeout=SECONDS)) as database:
            rows = database.execute(query).fetchall()
            database.commit()
        return [tuple("" if value is None else str(value) for value in row) for row in rows]


class FileLedger(SQLiteLedger):
    """In a file that the environment names."""

    def __init__(self, path):
        super().__init__(path.parent)
        self.path = path
        self.lines = f"ledger: {{ file: {path} }}\n"


class PostgresLedger:
    """In a new database of a server."""

    name = "PostgreSQL"
    lines = "ledger: { postgres: { env: LEDGER_URL } }\n"

    def __init__(self, server):
        self.server, self.database = server, server.create_database()
        self.variables = {"LEDGER_URL": server.url(self.database)}

    def fresh(self):
        """Another, empty ledger."""
        return PostgresLedger(self.server)

    def rows(self, query):
        """What a query answers, each value as text."""
        answer = self.server.sql(f"SET search_path TO ekoflow, public; {query}", self.database)
        return [tuple(line.split("|")) for line in answer.splitlines()]


@contextlib.contextmanager
def both(folder):
    """A ledger of each kind."""
    with PostgresServer() as server:
        yield [SQLiteLedger(pathlib.Path(folder) / "state"), PostgresLedger(server)]


class LedgerWorkspace(Workspace):
    """A workspace whose environment `local` is no sandbox, so that its runs need the ledger."""

    def __init__(self, binary, folder, ledger, witness, steps=PEOPLE, more=""):
        super().__init__(binary, folder)
        self.ledger = ledger
        folder.mkdir(parents=True, exist_ok=True)
        self.write_workflow(steps)
        self.write_environment(
            f"base_url: {witness.origin}/ekoapi/v3\n{CREDENTIALS}\notp_source: sandbox", f"{ledger.lines}{more}")

    def write_people(self, numbers):
        self.write("people.csv", "case_name,mobile\n" + "".join(
            f"c{index},{number}\n" for index, number in enumerate(numbers)))

    def start(self, *arguments, variables=None, before=()):
        """Starts the program; what it prints is in `output-of-NUMBER.txt` afterwards, see `output()`."""
        environment = {**os.environ, **KEYS, **self.ledger.variables, **(variables or {})}
        environment = {name: value for name, value in environment.items() if value is not None}
        with (self.folder / "output.txt").open("wb") as output:
            process = subprocess.Popen(
                [*before, self.binary, *arguments], cwd=self.folder, env=environment, stdin=subprocess.DEVNULL,
                stdout=output, stderr=subprocess.STDOUT)
        path = self.folder / f"output-of-{process.pid}.txt"
        (self.folder / "output.txt").rename(path)
        process.output = path
        return process

    def finish(self, *arguments, variables=None, seconds=SECONDS):
        """Runs the program to its end: its exit code, or `hangs`, and what it printed on both streams."""
        process = self.start(*arguments, variables=variables)
        return ended(process, seconds), text_of(process)

    def report(self, name="run.json"):
        """The JSON report, or an empty one if there is none."""
        path = self.reports / name
        return json.loads(path.read_text()) if path.exists() else {"suites": []}

    def junit(self):
        """The name of each testcase, with its class."""
        path = self.reports / "junit.xml"
        cases = ElementTree.parse(path).iter("testcase") if path.exists() else ()
        return [(case.get("classname"), case.get("name")) for case in cases]


def ended(process, seconds=SECONDS):
    """The exit code; a process that does not end in time is killed."""
    try:
        return process.wait(seconds)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
        return "hangs"


def text_of(process):
    """All that a process has printed."""
    return process.output.read_text(errors="replace")


def outcomes(report):
    """What became of each step: its verdict, or the type of its error; by the case and the step."""
    return {
        (suite.get("case"), step.get("id")): step["type"] if step["verdict"] == "error" else step["verdict"]
        for suite in report["suites"] for step in suite["steps"]}
