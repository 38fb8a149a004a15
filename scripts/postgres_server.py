#!/usr/bin/env python3
"""A PostgreSQL server of its own, in a temporary folder, for tests: started in a second, and gone afterwards.

Usage: scripts/postgres_server.py COMMAND ARG ...
Runs the command with EKOFLOW_TEST_POSTGRES, the URL of an empty database of a superuser, and returns its exit code.

       scripts/postgres_server.py --serve [--tls] [--listen ADDRESS] [NAME=VALUE ...]
Starts a server with these lines of postgresql.conf for one test. Prints what the test needs to know as NAME=VALUE, a
line for each and an empty line. Then it does what it reads, a command on each line (kill, start, stop, pause, resume),
and prints 'done' after each. The server ends with the input.
"""

import contextlib
import os
import pathlib
import pwd
import re
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time

USER = "tester"
# Only Linux has it; elsewhere, ps tells the same.
PROCESSES = pathlib.Path("/proc")
SETTINGS = {
    "fsync": "on",
    "max_connections": "200",
    "shared_buffers": "32MB",
    "log_min_messages": "warning",
}


class PostgresServer:
    """A server on a free port of 127.0.0.1 and on a Unix socket. TCP asks for the password, the socket does not."""

    def __init__(self, settings=None, tls=False, address="127.0.0.1"):
        """Makes the server's files. `settings` are further lines of postgresql.conf. `tls` makes a certificate."""
        self.binaries = find_binaries()
        self.password = secrets.token_urlsafe(12)
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="ekoflow-postgres-"))
        self.data = self.folder / "data"
        self.address = address
        self.port = free_port(address)
        self.certificate = self.folder / "server.crt" if tls else None
        self.postmaster = None
        self.account = account() if os.geteuid() == 0 else None
        if self.account:
            os.chown(self.folder, self.account.pw_uid, self.account.pw_gid)
        try:
            self._initialise({**SETTINGS, **(settings or {})})
        except BaseException:
            shutil.rmtree(self.folder, ignore_errors=True)
            raise

    def __enter__(self):
        try:
            self.start()
        except BaseException:
            self.remove()
            raise
        return self

    def __exit__(self, *_):
        self.remove()

    @property
    def socket_folder(self):
        """The folder of the Unix socket."""
        return str(self.folder)

    def url(self, database="postgres", password=None):
        """The URL of a database, with the superuser's name and password."""
        return f"postgresql://{USER}:{password or self.password}@{self.address}:{self.port}/{database}"

    def socket_url(self, database="postgres"):
        """The URL of a database through the Unix socket, which asks for no password."""
        return f"postgresql:///{database}?host={self.folder}&port={self.port}&user={USER}"

    def start(self, seconds=30):
        """Starts the server and waits until it answers."""
        log = (self.folder / "log").open("ab")
        with log:
            self.postmaster = subprocess.Popen(
                [self.binaries / "postgres", "-D", self.data],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
                cwd=self.folder,
                **self._identity(),
            )
        until = time.monotonic() + seconds
        while not self._answers():
            if self.postmaster.poll() is not None or time.monotonic() > until:
                raise RuntimeError("the server does not start:\n" + self.log())
            time.sleep(0.02)

    def stop(self):
        """Stops the server in order, as an administrator does."""
        self._end(signal.SIGINT)

    def kill(self):
        """Kills the postmaster and its children at once, as a failure of power does to them."""
        if not self.postmaster:
            return
        children = descendants(self.postmaster.pid)
        for process in [self.postmaster.pid, *children]:
            with contextlib.suppress(ProcessLookupError):
                os.kill(process, signal.SIGKILL)
        self.postmaster.wait()
        self.postmaster = None
        until = time.monotonic() + 10
        while any(is_running(child) for child in children) and time.monotonic() < until:
            time.sleep(0.01)

    def pause(self):
        """Stops all processes of the server, so that it does not answer and does not close its connections."""
        self._signal_all(signal.SIGSTOP)

    def resume(self):
        """Continues after `pause()`."""
        self._signal_all(signal.SIGCONT)

    def remove(self):
        """Ends the server and removes its files."""
        try:
            self.kill()
        finally:
            shutil.rmtree(self.folder, ignore_errors=True)

    def create_database(self, name=None):
        """Creates an empty database and returns its name."""
        name = name or "db_" + secrets.token_hex(4)
        self.sql(f'CREATE DATABASE "{name}"')
        return name

    def sql(self, statement, database="postgres"):
        """Executes a statement as the superuser and returns what psql prints."""
        done = subprocess.run(
            [self.binaries / "psql", "-XAtqd", self.socket_url(database), "-v", "ON_ERROR_STOP=1", "-c", statement],
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            raise RuntimeError(done.stderr)
        return done.stdout.strip()

    def log(self):
        """What the server has written so far."""
        return (self.folder / "log").read_text(errors="replace")

    def _initialise(self, settings):
        secret = self.folder / "password"
        secret.write_text(self.password + "\n")
        if self.account:
            os.chown(secret, self.account.pw_uid, self.account.pw_gid)
        done = subprocess.run(
            [
                *(self.binaries / "initdb", "--pgdata", self.data, "--username", USER, "--pwfile", secret),
                *("--auth-local", "trust", "--auth-host", "scram-sha-256"),
                *("--encoding", "UTF8", "--no-locale", "--no-sync", "--no-instructions"),
            ],
            capture_output=True,
            text=True,
            check=False,
            cwd=self.folder,
            **self._identity(),
        )
        secret.unlink()
        if done.returncode:
            raise RuntimeError("initdb failed:\n" + done.stdout + done.stderr)
        if self.certificate:
            self._make_certificate()
            settings = {"ssl": "on", "ssl_cert_file": f"'{self.certificate}'", **settings}
            settings["ssl_key_file"] = f"'{self.folder / 'server.key'}'"
        if self.address != "127.0.0.1":
            with (self.data / "pg_hba.conf").open("a") as file:
                file.write("host all all all scram-sha-256\n")
        settings = {
            "listen_addresses": f"'{self.address}'",
            "port": str(self.port),
            "unix_socket_directories": f"'{self.folder}'",
            **settings,
        }
        with (self.data / "postgresql.conf").open("a") as file:
            file.writelines(f"{name} = {value}\n" for name, value in settings.items())

    def _make_certificate(self):
        key = self.folder / "server.key"
        subprocess.run(
            [
                *("openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"),
                *("-days", "2", "-subj", "/CN=ekoflow test", "-addext", f"subjectAltName=IP:{self.address}"),
                *("-keyout", key, "-out", self.certificate),
            ],
            check=True,
            capture_output=True,
        )
        key.chmod(0o600)
        if self.account:
            os.chown(key, self.account.pw_uid, self.account.pw_gid)

    def _identity(self):
        if not self.account:
            return {}
        return {"user": self.account.pw_uid, "group": self.account.pw_gid, "extra_groups": []}

    def _answers(self):
        return (
            subprocess.run(
                [self.binaries / "pg_isready", "-q", "-h", self.folder, "-p", str(self.port)], check=False
            ).returncode
            == 0
        )

    def _end(self, number, seconds=30):
        if not self.postmaster:
            return
        self.postmaster.send_signal(number)
        try:
            self.postmaster.wait(seconds)
        except subprocess.TimeoutExpired:
            self.kill()
        self.postmaster = None

    def _signal_all(self, number):
        for process in [self.postmaster.pid, *descendants(self.postmaster.pid)]:
            with contextlib.suppress(ProcessLookupError):
                os.kill(process, number)


def find_binaries():
    """The folder of PostgreSQL's programs: the newest of Debian's, or the one in PATH."""
    candidates = pathlib.Path("/usr/lib/postgresql").glob("*/bin/postgres")
    found = sorted(candidates, key=lambda path: int(re.sub(r"\D", "", path.parent.parent.name) or 0))
    if found:
        return found[-1].parent
    in_path = shutil.which("postgres")
    if not in_path:
        sys.exit("PostgreSQL is not installed: 'make test' installs Debian's package")
    return pathlib.Path(in_path).resolve().parent


def account():
    """The user who runs the server if root starts it, because PostgreSQL refuses root."""
    for name in ("postgres", "nobody"):
        with contextlib.suppress(KeyError):
            return pwd.getpwnam(name)
    sys.exit("PostgreSQL refuses to run as root, and there is neither a user 'postgres' nor 'nobody'")


def free_port(address):
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind((address, 0))
        return probe.getsockname()[1]


def descendants(root):
    """The processes that a process has started, and theirs."""
    parents = {process: parent for process, (_, parent) in processes().items()}
    found = [root]
    for process in found:
        found += [child for child, parent in parents.items() if parent == process]
    return found[1:]


def is_running(process):
    """False if a process has ended, also if nobody has asked yet how."""
    return processes(process).get(process, ("Z", 0))[0] != "Z"


def processes(number=None):
    """The states and the parents of all processes, or of one, by their numbers."""
    if not PROCESSES.is_dir():
        which = ["-A"] if number is None else ["-p", str(number)]
        listed = subprocess.run(["ps", *which, "-o", "pid=,stat=,ppid="], capture_output=True, text=True, check=False)
        lines = [line.split() for line in listed.stdout.splitlines()]
        return {int(process): (state[0], int(parent)) for process, state, parent in lines}
    found = {}
    for entry in PROCESSES.glob(f"{number or '[0-9]*'}/stat"):
        with contextlib.suppress(OSError):
            state, parent = entry.read_text(errors="replace").rpartition(")")[2].split()[:2]
            found[int(entry.parent.name)] = (state, int(parent))
    return found


def serve(arguments):
    """Runs a server for a test that tells it what to do."""
    tls, address, settings = False, "127.0.0.1", {}
    arguments = iter(arguments)
    for argument in arguments:
        if argument == "--tls":
            tls = True
        elif argument == "--listen":
            address = next(arguments)
        else:
            name, _, value = argument.partition("=")
            settings[name] = value
    with PostgresServer(settings, tls, address) as server:
        print(f"url={server.url()}", f"socket_url={server.socket_url()}", sep="\n")
        print(f"certificate={server.certificate}" if tls else "certificate=", "", sep="\n", flush=True)
        actions = {"kill": server.kill, "start": server.start, "stop": server.stop}
        actions |= {"pause": server.pause, "resume": server.resume}
        for line in sys.stdin:
            actions[line.strip()]()
            print("done", flush=True)
    return 0


def run(command):
    """Runs a command with a server."""
    with PostgresServer() as server:
        environment = {**os.environ, "EKOFLOW_TEST_POSTGRES": server.url(server.create_database())}
        process = subprocess.Popen(command, env=environment)
        try:
            code = process.wait()
        except BaseException:
            process.terminate()
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(10)
            raise
        return 128 - code if code < 0 else code


def main(arguments):
    """Leaves no server behind when it is asked to end."""
    if not arguments or arguments[0] in ("-h", "--help"):
        sys.exit(__doc__.strip())

    def end(number, _):
        sys.exit(128 + number)

    signal.signal(signal.SIGTERM, end)
    signal.signal(signal.SIGHUP, end)
    return serve(arguments[1:]) if arguments[0] == "--serve" else run(arguments)


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(130)
