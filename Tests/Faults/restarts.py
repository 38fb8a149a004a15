#!/usr/bin/env python3
"""The same command again, three runs at once and two shards at once: nobody is texted more often than meant.

Usage: Tests/Faults/restarts.py BINARY [ROUNDS]

ROUNDS is how often each series is tried, with SQLite and with PostgreSQL; 5 if it is not given.
"""
import collections
import pathlib
import random
import signal
import sys
import tempfile
import time

import ledgers
from ledgers import ROUND_TRIP, LedgerWorkspace, ended, outcomes, text_of
from witness import Witness
from workspace import Findings, Workspace


class Series:
    """The series with one ledger. Each round has a folder and numbers of its own."""

    def __init__(self, folder, binary, ledger, findings):
        self.folder, self.binary, self.ledger, self.findings = folder, binary, ledger, findings
        self.counts = collections.Counter()
        self.generator = random.Random(ledger.name)

    def workspace(self, witness, title, people, more=""):
        """A workspace with this many cases; each has a number of its own, or all have the same if it is below 0."""
        self.counts["rounds"] += 1
        folder = self.folder / self.ledger.name / f"{title}-{self.counts['rounds']}"
        workspace = LedgerWorkspace(self.binary, folder, self.ledger, witness, ROUND_TRIP, more)
        first = 9_000_000_000 + 1_000 * self.counts["rounds"] + (500_000_000 if self.ledger.name == "SQLite" else 0)
        numbers = [str(first + (index if people > 0 else 0)) for index in range(abs(people))]
        workspace.write_people(numbers)
        return workspace, sorted(set(numbers))

    def expect(self, title, what, actual, expected):
        self.findings.expect(f"{self.ledger.name}, {title}: {what}", actual, expected)

    def killed(self):
        """Three people, killed in the middle, and the same command again."""
        title = "three people, killed"
        # Slow answers, so that the middle of the run is met.
        with Witness(seconds=0.05) as witness:
            workspace, people = self.workspace(witness, "killed", 3)
            process = workspace.start(*arguments())
            until = time.monotonic() + 30
            wanted = self.generator.randint(1, 5)
            while len(witness.of("send", "verify")) < wanted and process.poll() is None and time.monotonic() < until:
                time.sleep(0.001)
            time.sleep(self.generator.uniform(0, 0.05))
            process.send_signal(signal.SIGKILL)
            self.expect(title, "the run was killed", process.wait(), -signal.SIGKILL)
            witness.settle()
            before = len(witness.of())
            code, output = workspace.finish(*arguments())
            self.expect(title, "exit code of the same command again", code, 4)
            self.expect(title, "arrivals by the same command again", len(witness.of()) - before, 0)
            for option in ("--resume", "--again"):
                self.expect(title, f"it names {option}", option in output, True)
            code, output = workspace.finish(*arguments(), "--resume")
            told = outcomes(workspace.report())
            unknown = list(told.values()).count("OutcomeUnknown")
            self.expect(title, "exit code once resumed", code, 3 if unknown else 0)
            self.expect(title, "unknown outcomes, at most 1", unknown <= 1, True)
            sends = [len(witness.of("send", numbers=[number])) for number in people]
            made = [arrived for index, arrived in enumerate(sends) if told.get((f"c{index}", "send")) == "passed"]
            self.expect(title, "arrivals for each person, at most 1", max(sends) <= 1, True)
            self.expect(title, "arrivals for people whose send passed", set(made) - {1}, set())
            if told.get(("c0", "send")) != "OutcomeUnknown" and unknown == 0:
                self.expect(title, "arrivals for 3 people", sends, [1, 1, 1])
            self.counts["unknown"] += unknown
            code, output = workspace.finish(*arguments(), "--again")
            self.expect(title, "exit code with --again", code, 0)
            sent = [len(witness.of("send", numbers=[number])) for number in people]
            self.expect(title, "arrivals with --again", [b - a for a, b in zip(sends, sent, strict=True)], [1, 1, 1])

    def at_once(self, per_day=None):
        """Three runs at once with `--max-sends 1` on one number."""
        title = "three runs at once" + (f", per_day: {per_day}" if per_day else "")
        with Witness(seconds=0.02) as witness:
            more = f"limits: {{ per_day: {per_day} }}\n" if per_day else ""
            workspace, _ = self.workspace(witness, f"at-once-{per_day}", 1, more)
            if per_day:
                workspace.ledger = self.ledger.fresh()
            processes = [self.start(workspace, part, "--max-sends", "1") for part in "abc"]
            codes = sorted(map(str, map(ended, processes)))
            expected = ["0", "4", "4"] if per_day else ["0", "0", "0"]
            self.expect(title, "exit codes", codes, expected)
            self.expect(title, "arrivals", len(witness.of("send")), per_day or 3)
            self.no_failure(title, workspace, processes, "abc")

    def shards(self):
        """Two shards at once whose cases text one number."""
        title = "two shards at once"
        with Witness(seconds=0.02) as witness:
            workspace, _ = self.workspace(witness, "shards", -2)
            processes = [self.start(workspace, part, "--shard", f"{part}/2") for part in "12"]
            self.expect(title, "exit codes", list(map(ended, processes)), [0, 0])
            self.expect(title, "arrivals", len(witness.of("send")), 2)
            self.no_failure(title, workspace, processes, "12")

    def start(self, workspace, part, *options):
        """At once, or so much later that one reads an OTP while another sends the next."""
        time.sleep(self.generator.choice((0, 0, 0.02, 0.04)))
        return workspace.start(*arguments(part), *options)

    def no_failure(self, title, workspace, processes, parts):
        for process, part in zip(processes, parts, strict=True):
            verdicts = set(outcomes(workspace.report(f"{part}.json")).values())
            if "failure" in verdicts or not verdicts:
                self.expect(title, "verdicts", verdicts, {"passed"})
                print(text_of(process)[-1_000:])


def arguments(part="run"):
    return "run", "workflow.yml", "--json", f"reports/{part}.json", "--junit", f"reports/{part}.xml"


def try_all(workspace, findings, rounds):
    """Each series, with each ledger, this many times."""
    with ledgers.both(workspace.folder) as places:
        for ledger in places:
            series = Series(workspace.folder, workspace.binary, ledger, findings)
            before = len(findings.problems)
            for _ in range(rounds):
                series.killed()
                series.at_once()
                series.at_once(per_day=1)
                series.shards()
            print(
                f"{ledger.name}: the same command after a kill, three runs at once, two shards at once: {rounds} times "
                f"each, {series.counts['unknown']} unknown outcomes, {len(findings.problems) - before} problems",
                flush=True)


def main():
    binary = pathlib.Path(sys.argv[1]).resolve()
    findings = Findings()
    with tempfile.TemporaryDirectory() as folder:
        try_all(Workspace(binary, pathlib.Path(folder)), findings, int(sys.argv[2]) if len(sys.argv) > 2 else 5)
    sys.exit(1 if findings.problems else 0)


if __name__ == "__main__":
    main()
