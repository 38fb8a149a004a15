#!/usr/bin/env python3
"""A ledger that cannot be used: nothing is sent, the message says what to do, and no file of somebody else is changed.

Usage: Tests/Faults/bad_ledgers.py BINARY [WORD ...]

With words, only what has one of them in its title is tried. What needs root (small and read-only file systems) is left
out for everybody else.
"""
import collections
import contextlib
import hashlib
import inspect
import os
import pathlib
import re
import secrets
import shutil
import socket
import sqlite3
import stat
import subprocess
import sys
import tempfile

from ledgers import ROUND_TRIP, FileLedger, LedgerWorkspace, PostgresLedger, PostgresServer, SQLiteLedger
from witness import Witness
from workspace import Findings, Workspace

DAY = 86_400
NUMBERS = [f"90007{index:05}" for index in range(40)]


class Trial:
    """One bad ledger. What prepares it is a context, so that it can be undone."""

    def __init__(self, trials, title, ledger=None):
        self.trials, self.title = trials, title
        self.witness, self.findings = trials.witness, trials.findings
        self.folder = pathlib.Path(tempfile.mkdtemp(dir=trials.folder))
        self.ledger = ledger or SQLiteLedger(self.folder / "state")
        folder = self.folder / "workspace"
        self.workspace = LedgerWorkspace(trials.binary, folder, self.ledger, self.witness, ROUND_TRIP)
        self.workspace.write_people(NUMBERS[:3])

    def expect(self, what, actual, expected):
        self.findings.expect(f"{self.title}: {what}", actual, expected)

    def run(self, **more):
        """The exit code, what was printed, and how many requests arrived."""
        self.witness.forget(NUMBERS)
        code, output = self.workspace.finish("run", "workflow.yml", variables=more)
        return code, output, len(self.witness.of())

    def works(self, **more):
        """The run sends, as it does with a good ledger."""
        code, output, arrived = self.run(**more)
        self.expect("exit code", code, 0)
        self.expect("requests that arrived", arrived, 6)
        if code != 0:
            print(output[-1_000:])
        return output

    def refused(self, names, codes=(4,), hidden=(), **more):
        """The run sends nothing, and says why: it names the ledger by one of these names, and has a help."""
        before = len(self.findings.problems)
        code, output, arrived = self.run(**more)
        self.trials.tried += 1
        self.expect("requests that arrived", arrived, 0)
        self.expect(f"exit code {code} is one of {codes}", code in codes, True)
        self.expect("the message says that it is the ledger", "ledger" in output, True)
        self.expect(f"the message has one of {names}", any(str(name) in output for name in names), True)
        # As a help, or beside the part of a line that is wrong.
        self.expect("the message says what to do", bool(re.search(r"= help: \S|\^ \S", output)), True)
        outputs = output + "".join(
            path.read_text(errors="replace") for path in self.workspace.reports.rglob("*") if path.is_file())
        for secret in hidden:
            self.expect("the password is in an output", secret in outputs, False)
        if len(self.findings.problems) > before:
            print(f"  {self.title}: exit code {code}, and it printed: {output[-600:]}")

    def made(self):
        """Makes the ledger by a run that works."""
        self.works()
        return self.ledger.path


class Trials:
    """All of them. A method whose name has no underscore at its start is a trial, and its first line is its title."""

    def __init__(self, binary, folder, witness, findings):
        self.binary, self.folder, self.witness, self.findings = binary, folder, witness, findings
        self.tried = 0
        self.server = None

    def good_ledgers(self):
        """a good ledger, in a file and on a server"""
        trial = Trial(self, "a good file")
        path = trial.made()
        trial.expect("rights of others on the file", stat.S_IMODE(path.stat().st_mode) & 0o077, 0)
        Trial(self, "a good server", PostgresLedger(self.server)).works()
        Trial(self, "a good server, by its Unix socket", PostgresLedger(self.server)).works(
            LEDGER_URL=self.server.socket_url())
        with self._file("a good file that the environment names") as (trial, path):
            trial.works()
            trial.expect("the ledger is there", path.exists(), True)
        with self._file("an empty file") as (trial, path):
            path.touch()
            trial.works()

    def foreign_files(self):
        """a file that is something else"""
        with self._file("a text file") as (trial, path):
            path.write_text("Notes of a meeting.\n" * 200)
            self._untouched(trial, path)
        with self._file("a short text file") as (trial, path):
            path.write_text("x")
            self._untouched(trial, path)
        with self._file("the database of another program") as (trial, path):
            make_database(path, "CREATE TABLE notes (text TEXT)", "INSERT INTO notes VALUES ('important')")
            self._untouched(trial, path)
        with self._file("the database of another program, with its own table 'ledger'") as (trial, path):
            make_database(path, "CREATE TABLE ledger (date TEXT, amount TEXT)", "INSERT INTO ledger VALUES ('1', '2')")
            self._untouched(trial, path)
        with self._file("the database of another program, with its mark") as (trial, path):
            make_database(path, "PRAGMA application_id = 252006674", "CREATE TABLE t (x TEXT)")
            self._untouched(trial, path)
        with self._file("a folder") as (trial, path):
            path.mkdir()
            trial.refused([path.name], codes=(2, 4))
        with self._file("a FIFO") as (trial, path):
            os.mkfifo(path)
            trial.refused([path.name], codes=(2, 4))
        with self._file("a device") as (trial, path):
            path.symlink_to("/dev/null")
            trial.refused([path.name, "/dev/null"], codes=(2, 4))
        with self._file("a path below a file", "file/ledger.db") as (trial, path):
            path.parent.write_text("x")
            trial.refused([path.name], codes=(2, 4))

    def newer_schema(self):
        """a ledger of a newer version"""
        trial = Trial(self, "a newer schema")
        path = trial.made()
        trial.ledger.rows("UPDATE ledger SET value = '999' WHERE key = 'schema'")
        trial.refused([path.name, path])
        trial = Trial(self, "a newer schema on a server", PostgresLedger(self.server))
        trial.works()
        trial.ledger.rows("UPDATE ledger SET value = '999' WHERE key = 'schema'")
        trial.refused(self._names(trial), hidden=[self.server.password])

    def clock(self):
        """the clock goes back by a day between two runs"""
        trial = Trial(self, "a clock that has gone back")
        path = trial.made()
        [(before,)] = trial.ledger.rows("SELECT value FROM ledger WHERE key = 'clock'")
        units = 10 ** (len(before) - 10)
        trial.ledger.rows(f"UPDATE ledger SET value = '{int(before) + DAY * units}' WHERE key = 'clock'")
        trial.refused([path.name, path, "clock"])
        trial.ledger.rows(f"UPDATE ledger SET value = '{int(before) - 400 * DAY * units}' WHERE key = 'clock'")
        # Nobody has used it for more than a year.
        trial.works()

    def locked(self):
        """another process holds the file for long"""
        for how in ("IMMEDIATE", "EXCLUSIVE"):
            trial = Trial(self, f"a file that another process holds: BEGIN {how}")
            path = trial.made()
            with contextlib.closing(sqlite3.connect(path, isolation_level=None)) as other:
                other.execute(f"BEGIN {how}")
                trial.refused([path.name, path])
                other.execute("ROLLBACK")
            trial.works()

    def damaged(self):
        """a file that was damaged"""
        for title, damage in DAMAGES.items():
            trial = Trial(self, f"a damaged file: {title}")
            path = trial.made()
            with contextlib.closing(sqlite3.connect(path)) as database:
                database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            damage(path)
            trial.refused([path.name, path], codes=(2, 4))

    def full_disk(self):
        """a disk without room"""
        with self._file_system(size="64k") as place:
            trial = Trial(self, "no room to make the ledger", SQLiteLedger(place))
            (place / "ekoflow").mkdir()
            fill(place, leave=0)
            trial.refused(["ledger.db"])
        with self._file_system(size="1m") as place:
            trial = Trial(self, "no room when a run starts", SQLiteLedger(place))
            trial.made()
            fill(place, leave=0)
            trial.refused(["ledger.db"])
            (place / "filled").unlink()
            trial.works()
        for leave in (16, 150, 300, 450):
            with self._file_system(size="16m") as place:
                trial = Trial(self, f"no room in the middle of a run, {leave} KiB left", SQLiteLedger(place))
                trial.made()
                trial.workspace.write_people(NUMBERS)
                fill(place, leave=leave * 1_024)
                code, output, arrived = trial.run()
                self.tried += 1
                trial.expect(f"exit code {code} is one of 3, 4", code in (3, 4), True)
                trial.expect("the message says that it is the ledger", "ledger" in output, True)
                # As the message says: make room, and continue.
                (place / "filled").unlink()
                claimed = {reference for reference, in trial.ledger.rows("SELECT reference FROM claims")}
                references = [arrival.reference for arrival in self.witness.of("send", "verify")]
                trial.expect("requests that arrived without a claim", set(references) - claimed, set())
                code, output = trial.workspace.finish("run", "workflow.yml", "--resume")
                if code == 2 and not references:
                    # The run was refused before it was in the ledger: there is nothing to continue.
                    code, output = trial.workspace.finish("run", "workflow.yml")
                counts = collections.Counter(
                    (arrival.number, arrival.step) for arrival in self.witness.of("send", "verify"))
                trial.expect("requests that arrived twice", sum(count > 1 for count in counts.values()), 0)
                trial.expect(f"exit code {code} once resumed is one of 0, 3", code in (0, 3), True)
                if code == 0:
                    trial.expect("requests that arrived once resumed", len(counts), 80)
                print(f"  {trial.title}: {arrived} of 80 requests arrived, and {len(counts)} once resumed", flush=True)
                if code not in (0, 3):
                    print(output[-600:])

    def read_only(self):
        """a file or a file system that nobody may write to"""
        with self._file_system(size="1m") as place:
            trial = Trial(self, "a read-only file system", SQLiteLedger(place))
            path = trial.made()
            mount("-o", "remount,ro", place)
            trial.refused([path.name, path])
        with self._file_system(size="1m") as place:
            trial = Trial(self, "a read-only file system without a ledger", SQLiteLedger(place))
            mount("-o", "remount,ro", place)
            trial.refused(["ledger.db"])
        trial = Trial(self, "a read-only file")
        path = trial.made()
        mount("--bind", path, path)
        try:
            mount("-o", "remount,ro,bind", path)
            trial.refused([path.name, path])
        finally:
            subprocess.run(["umount", path], check=True)

    def no_home(self):
        """no folder for the state of programs"""
        trial = Trial(self, "neither HOME nor XDG_STATE_HOME")
        output = trial.works(HOME=None, XDG_STATE_HOME=None)
        found = [path for path in trial.workspace.folder.rglob("*.db") if path.is_file()]
        trial.expect("ledgers in the workspace", len(found), 1)
        trial.expect("it says where the ledger is", any(path.name in output for path in found), True)
        output = trial.works(HOME="", XDG_STATE_HOME="")
        found = [path for path in trial.workspace.folder.rglob("*.db") if path.is_file()]
        trial.expect("ledgers in the workspace, with empty variables", len(found), 1)
        trial = Trial(self, "a folder for the state that cannot be made")
        trial.refused(["/dev/null/state"], XDG_STATE_HOME="/dev/null/state")
        # A relative path is to be ignored, says the specification of XDG.
        trial = Trial(self, "a relative XDG_STATE_HOME")
        home = trial.folder / "home"
        home.mkdir()
        trial.works(XDG_STATE_HOME="state", HOME=os.fspath(home))
        trial.expect("the ledger is below HOME", (home / ".local/state/ekoflow/ledger.db").exists(), True)

    def wrong_addresses(self):
        """a server that does not let us in, or is not there"""
        port, password, server = self.server.port, self.server.password, self.server
        wrong = "wrong-" + secrets.token_hex(8)
        with socket.socket() as taken, socket.socket() as silent:
            taken.bind(("127.0.0.1", 0))
            silent.bind(("127.0.0.1", 0))
            silent.listen()
            nobody, mute = (each.getsockname()[1] for each in (taken, silent))
            addresses = {
                "a wrong password": server.url(password=wrong),
                "a wrong password with a colon": server.url(password=wrong + "%3A%40x"),
                "a user that does not exist": f"postgresql://nobody-{wrong[6:]}:{password}@127.0.0.1:{port}/postgres",
                "a database that does not exist": server.url("no_such_database"),
                "a server that is not there": f"postgresql://tester:{password}@127.0.0.1:{nobody}/postgres",
                "a server that never answers": f"postgresql://tester:{password}@127.0.0.1:{mute}/postgres",
                "a host that does not exist": f"postgresql://tester:{password}@no-such-host.invalid/postgres",
                "a server without TLS": server.url() + "?sslmode=require",
            }
            for title, address in addresses.items():
                names = ["PostgreSQL", "127.0.0.1", "no-such-host.invalid", "LEDGER_URL"]
                self._on_server(title).refused(names, hidden=[password, wrong], LEDGER_URL=address)
            wrong_forms = {
                "another kind of address": f"mysql://tester:{wrong}@127.0.0.1:{port}/postgres",
                "an address with a space": f"postgresql://tester:{wrong}@127.0.0.1 :{port}/postgres",
                "an address without a scheme": f"tester:{wrong}@127.0.0.1:{port}/postgres",
                "a port that is no number": f"postgresql://tester:{wrong}@127.0.0.1:port/postgres",
                "a bracket that is not closed": f"postgresql://tester:{wrong}@[::1/postgres",
                "a percent sign that is no escape": f"postgresql://tester:{wrong}%zz@127.0.0.1:{port}/postgres",
                "an unknown parameter": server.url(password=wrong) + "?no_such_parameter=1",
                "an empty address": "", "no address": None,
            }
            for title, address in wrong_forms.items():
                self._on_server(title).refused(
                    ["PostgreSQL", "LEDGER_URL"], codes=(2, 4), hidden=[wrong], LEDGER_URL=address)

    def paused_server(self):
        """a server that stops answering"""
        trial = self._on_server("a server that is stopped")
        trial.works()
        self.server.pause()
        try:
            trial.refused(self._names(trial), hidden=[self.server.password])
        finally:
            self.server.resume()
        trial.works()

    def tables_of_somebody_else(self):
        """a database that something else uses"""
        trial = self._on_server("a database with another table 'ledger'")
        trial.ledger.rows("CREATE TABLE public.ledger (date TEXT, amount TEXT)")
        trial.works()
        trial = self._on_server("a database with another table 'ledger' in a schema 'ekoflow'")
        trial.ledger.rows("CREATE SCHEMA ekoflow; CREATE TABLE ekoflow.ledger (date TEXT, amount TEXT)")
        trial.refused(self._names(trial), codes=(2, 4), hidden=[self.server.password])
        trial = self._on_server("a user who may only read")
        trial.works()
        role = trial.ledger.database + "_reader"
        trial.ledger.rows(f"CREATE ROLE {role} LOGIN PASSWORD 'only-reads-{role}'")
        trial.ledger.rows(f"GRANT USAGE ON SCHEMA ekoflow TO {role}")
        trial.ledger.rows(f"GRANT SELECT ON ALL TABLES IN SCHEMA ekoflow TO {role}")
        trial.refused(
            self._names(trial), hidden=[f"only-reads-{role}"],
            LEDGER_URL=f"postgresql://{role}:only-reads-{role}@127.0.0.1:{self.server.port}/{trial.ledger.database}")

    def tls(self):
        """a server whose certificate does not verify"""
        with certified_server() as (server, certificate):
            self.server, usual = server, self.server
            try:
                trial = self._on_server("a certificate that nobody has signed")
                trial.refused(self._names(trial), hidden=[server.password],
                              LEDGER_URL=trial.ledger.variables["LEDGER_URL"] + "?sslmode=verify-full")
                trial = self._on_server("a certificate that is for another host")
                trial.refused(
                    self._names(trial), hidden=[server.password],
                    LEDGER_URL=trial.ledger.variables["LEDGER_URL"] + f"?sslmode=verify-full&sslrootcert={certificate}")
                trial = self._on_server("a certificate that verifies, but for the name of the host")
                trial.works(
                    LEDGER_URL=trial.ledger.variables["LEDGER_URL"] + f"?sslmode=verify-ca&sslrootcert={certificate}")
            finally:
                self.server = usual

    @contextlib.contextmanager
    def _file(self, title, name="the-ledger.db"):
        """A trial, and the path at which its environment has the ledger."""
        folder = pathlib.Path(tempfile.mkdtemp(dir=self.folder))
        yield Trial(self, title, FileLedger(folder / name)), folder / name
        shutil.rmtree(folder)

    def _on_server(self, title):
        return Trial(self, title, PostgresLedger(self.server))

    def _names(self, trial):
        return ["PostgreSQL", "LEDGER_URL", "127.0.0.1", trial.ledger.database]

    def _untouched(self, trial, path):
        before = hashlib.sha256(path.read_bytes()).digest()
        trial.refused([path.name], codes=(2, 4))
        trial.expect("the file is unchanged", hashlib.sha256(path.read_bytes()).digest(), before)
        beside = {other.name for other in path.parent.iterdir()} - {path.name, f"{path.name}-lock"}
        trial.expect("files beside it", beside, set())

    @contextlib.contextmanager
    def _file_system(self, size):
        place = pathlib.Path(tempfile.mkdtemp(dir=self.folder))
        mount("-t", "tmpfs", "-o", f"size={size}", "tmpfs", place)
        try:
            yield place
        finally:
            subprocess.run(["umount", place], check=True)


def garbage(path, start, size):
    """Overwrites a part of a file."""
    with path.open("r+b") as file:
        file.seek(start)
        file.write(b"\xa5" * size)


def change(path, size):
    with path.open("r+b") as file:
        file.truncate(size)


DAMAGES = {
    "its first page": lambda path: garbage(path, 0, 4_096),
    "all but its first page": lambda path: garbage(path, 4_096, path.stat().st_size - 4_096),
    "cut in half": lambda path: change(path, path.stat().st_size // 2),
    "cut within its first page": lambda path: change(path, 700),
}
# What only root can try: it mounts file systems.
OF_ROOT = ("full_disk", "read_only")


def make_database(path, *statements):
    with contextlib.closing(sqlite3.connect(path)) as database:
        for statement in statements:
            database.execute(statement)
        database.commit()


def mount(*arguments):
    subprocess.run(["mount", *arguments], check=True)


def fill(place, leave):
    """Fills a file system, except for so many bytes."""
    with (place / "filled").open("wb", buffering=0) as file, contextlib.suppress(OSError):
        while True:
            file.write(bytes(4_096))
    with (place / "filled").open("r+b") as file:
        file.truncate(max(0, (place / "filled").stat().st_size - leave))


@contextlib.contextmanager
def certified_server():
    """A server with TLS, and its certificate, which it has signed itself for another name."""
    server = PostgresServer({"ssl": "on", "ssl_cert_file": "'server.crt'", "ssl_key_file": "'server.key'"})
    certificate, key = server.data / "server.crt", server.data / "server.key"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2",
         "-subj", "/CN=another.example", "-addext", "subjectAltName=DNS:another.example", "-out", certificate,
         "-keyout", key], check=True, capture_output=True)
    key.chmod(0o600)
    if server.account:
        for path in (certificate, key):
            os.chown(path, server.account.pw_uid, server.account.pw_gid)
    with server:
        yield server, certificate


def try_all(workspace, findings, words=()):
    """Each bad ledger."""
    with PostgresServer() as server, Witness() as witness:
        trials = Trials(workspace.binary, workspace.folder, witness, findings)
        trials.server = server
        before = len(findings.problems)
        left_out = []
        for name, trial in inspect.getmembers(trials, inspect.ismethod):
            if name.startswith("_") or (words and not any(word in trial.__doc__ for word in words)):
                continue
            if name in OF_ROOT and os.geteuid() != 0:
                left_out.append(trial.__doc__)
                continue
            try:
                trial()
            except (OSError, RuntimeError, ValueError, sqlite3.Error, subprocess.SubprocessError) as error:
                findings.add(f"{trial.__doc__}: cannot be tried further: {error}")
                print("  wrong:", findings.problems[-1])
        print(
            f"bad ledgers: {trials.tried} tried, {len(findings.problems) - before} problems"
            + "".join(f"; left out without root: {title}" for title in left_out), flush=True)


def main():
    binary = pathlib.Path(sys.argv[1]).resolve()
    findings = Findings()
    with tempfile.TemporaryDirectory() as folder:
        try_all(Workspace(binary, pathlib.Path(folder)), findings, sys.argv[2:])
    sys.exit(1 if findings.problems else 0)


if __name__ == "__main__":
    main()
