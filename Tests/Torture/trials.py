"""The trials of one command: each call that it makes fails in turn. To be imported."""
import collections
import concurrent.futures
import contextlib
import dataclasses
import itertools
import os
import pathlib
import shlex
import signal
import sys
import tempfile
import threading
import time

sys.path.append(str(pathlib.Path(__file__).resolve().parents[1] / "Faults"))
from faults import faults_of
from judgement import Ending, problems_of
from ledgers import PostgresServer
from places import Place
from shim import counted
from witnesses import StrictWitness

WORKERS = 2
# A command with so many problems is not tried further.
MOST_PROBLEMS = 2_000


@dataclasses.dataclass
class Outcomes:
    """What is counted of one command."""

    kinds: collections.Counter = dataclasses.field(default_factory=collections.Counter)
    # How many faults of each call were tried.
    calls: collections.Counter = dataclasses.field(default_factory=collections.Counter)
    codes: collections.Counter = dataclasses.field(default_factory=collections.Counter)
    problems: list = dataclasses.field(default_factory=list)
    # How often libcurl itself divided by zero.
    divisions: int = 0
    tried: int = 0
    # Faults whose call was not made: an earlier time or another thread has changed how often it is.
    missed: int = 0
    # The messages of each kind of call, for `--messages`.
    messages: dict = dataclasses.field(default_factory=lambda: collections.defaultdict(collections.Counter))


class Servers:
    """One PostgreSQL server for all, started when it is first needed."""

    def __init__(self):
        self.stack = contextlib.ExitStack()
        self.lock = threading.Lock()
        self.server = None

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.stack.close()

    def get(self):
        with self.lock:
            if self.server is None:
                self.server = self.stack.enter_context(PostgresServer())
            return self.server


class Torturer:
    """One of those who try faults at the same time, each with a place and a witness of its own."""

    def __init__(self, binary, shim, command, servers, stack):
        folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="torture-", dir=memory()))
        self.witness = stack.enter_context(StrictWitness())
        self.shim, self.command = shim, command
        self.place = Place(binary, shim, pathlib.Path(folder), command, self.witness, servers.get)
        self.before = {path: file.read_bytes() for path, file in self.place.files().items()}

    def run(self, fault=None):
        """The ending, and how often each kind was called, what failed, and where."""
        self.place.reset()
        start = time.monotonic()
        code, text = self.place.run(
            self.command.arguments, self.shim.variables(self.place.now, self.place.counts, fault))
        counts = counted(self.place.counts)
        return self.ending(code, text, start), counts

    def ending(self, code, text, start):
        self.witness.settle()
        files = {path: file.read_bytes() for path, file in self.place.files().items()}
        tokens = [phone.token for phone in list(self.witness.phones.values()) if phone.token]
        return Ending(
            code, text, files, self.witness.of(), start, list(self.witness.problems),
            self.place.claims() if self.command.sends else None, [*self.place.secrets, *tokens], self.place.claimed)

    def continued(self, fault, ending):
        """What is wrong if the run is continued without a fault."""
        if not self.command.sends or ending.code in (0, "hangs"):
            return
        arguments = [word for word in self.command.arguments if word != "--resume"]
        code, text = self.place.run([*arguments, "--resume"])
        if code == 2 and not self.witness.of():
            code, text = self.place.run(arguments)
        self.witness.settle()
        counts = collections.Counter((arrival.number, arrival.step) for arrival in self.witness.of("send", "verify"))
        for (number, step), count in counts.items():
            if count > 1:
                yield "duplicates", f"{step} of {number} arrived {count} times, the last time after --resume"
        # The ledger refuses a clock that has gone back.
        if code not in (0, 2, 3) and not (code == 4 and fault.call == "clock"):
            yield "wrong exit codes", f"--resume ended with {code}: {text[-300:]!r}"


def memory():
    """A folder in memory, so that thousands of runs wait for no disk; nil if there is none."""
    return "/dev/shm" if os.access("/dev/shm", os.W_OK) else None


def try_command(binary, shim, command, servers, tell, most=None, until=None, kind=None):
    """The outcomes of all faults of a command, or of those that there is time for. `tell` takes each problem."""
    outcomes = Outcomes()
    with contextlib.ExitStack() as stack:
        torturers = [Torturer(binary, shim, command, servers, stack) for _ in range(WORKERS)]
        good, (counts, _, _) = torturers[0].run()
        if good.code != 0:
            raise SystemExit(f"problem: '{command.name}' without a fault ended with {good.code}:\n{good.text}")
        counts = {
            name: count for name, count in counts.items() if command.concerns(name) and (not kind or kind in name)}
        outcomes.kinds.update(counts)
        faults = list(faults_of(counts, most))
        if until is not None:
            # To wait for another process takes too long here.
            faults = interleaved([fault for fault in faults if not (fault.call == "lock" and fault.is_lasting)])
        waiting, lock = iter(faults), threading.Lock()

        def work(torturer):
            while True:
                with lock:
                    fault = next(waiting, None)
                if fault is None or (until is not None and time.monotonic() > until):
                    return
                if len(outcomes.problems) > MOST_PROBLEMS:
                    return
                try_fault(torturer, fault, good, outcomes, lock, tell)

        with concurrent.futures.ThreadPoolExecutor(WORKERS) as pool:
            for done in [pool.submit(work, torturer) for torturer in torturers]:
                done.result()
    return outcomes


def interleaved(faults):
    """In an order in which the first part has all kinds, and of each kind calls from its whole run."""
    groups = [spread(list(group)) for _, group in itertools.groupby(faults, key=lambda fault: fault.kind)]
    return [fault for turn in itertools.zip_longest(*groups) for fault in turn if fault]


def spread(faults):
    """In an order in which each part of it comes from everywhere: that of the multiples of the golden ratio."""
    places = sorted(range(len(faults)), key=lambda index: index * 0.618_033_988_75 % 1)
    return [faults[place] for place in places]


def try_fault(torturer, fault, good, outcomes, lock, tell):
    ending, (counts, failed, place) = torturer.run(fault)
    if not failed:
        with lock:
            outcomes.missed += 1
        return
    problems = list(problems_of(torturer.command, fault, ending, good, torturer.before))
    problems += list(torturer.continued(fault, ending))
    is_division = is_division_of_libcurl(fault, ending.code, counts)
    if is_division:
        problems = [(what, problem) for what, problem in problems if what != "crashes"]
    with lock:
        outcomes.divisions += is_division
        outcomes.tried += 1
        outcomes.codes[ending.code] += 1
        outcomes.calls[fault.call] += 1
        outcomes.messages[fault.kind].update([message_of(ending)])
        for what, problem in problems:
            where = torturer.shim.place(place)
            outcomes.problems.append((what, fault, where, problem))
            tell(what, fault, where, problem)


def is_division_of_libcurl(fault, code, counts):
    """Whether libcurl itself divided by zero, as 7.88 does after one of its calls for memory failed.

    No program can prevent it. All else must hold.
    """
    return fault.kind == "malloc/curl" and code == -signal.SIGFPE and "division/curl" in counts


def message_of(ending):
    """The exit code, and the first line that has an error."""
    lines = [line.strip() for line in ending.text.splitlines() if "error" in line]
    return f"{ending.code}: {lines[0] if lines else ''}"


def again(script, binary, command, fault):
    """The command line that tries one fault again."""
    return shlex.join([script, os.fspath(binary), "--command", command.name, "--fault", str(fault)])
