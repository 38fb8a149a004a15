#!/usr/bin/env python3
"""Many processes at once on a few numbers with a budget for the day: exactly the budget arrives, and nothing is false.

Usage: Tests/Faults/fleet.py BINARY [PROCESSES [plain] [stopped] [cut-off]]

PROCESSES is 50 if it is not given; each has 20 cases, and the budget is twice the number of processes. `plain` is what
is tried without more words. `stopped` stops processes for longer than they may hold a number (SIGSTOP), and lets them
go on; it takes a minute. `cut-off` takes away the network between all processes and the database in the middle of their
work, for a while and for good; it needs root, iproute2 and PostgreSQL.
"""
import collections
import pathlib
import random
import signal
import sqlite3
import sys
import tempfile
import threading
import time

import ledgers
from ledgers import ROUND_TRIP, LedgerWorkspace, PostgresLedger, PostgresServer, ended, outcomes, text_of
from namespaces import Island, Relay
from witness import Arrival, Witness
from workspace import Findings, Workspace

CASES = 20
NUMBERS = [f"90008{index:05}" for index in range(CASES)]
# How long a process holds a number if it says nothing, and how long it is stopped: longer.
LEASE, STOPPED = 30, 36
# Until every process must have ended; and without the database, which each of them waits for only once.
SECONDS, SECONDS_CUT_OFF = 300, 120
# What the message of a process that cannot go on has to name.
LEDGER = "ledger"


class Fleet:
    """So many processes with one ledger; every second one has a workspace of its own, and the others share one."""

    def __init__(self, workspace, ledger, witness, count, before=()):
        self.ledger, self.witness, self.before = ledger, witness, before
        self.budget = 2 * count
        folder = pathlib.Path(tempfile.mkdtemp(dir=workspace.folder))
        more = f"limits: {{ per_day: {self.budget} }}\n"
        self.workspaces = [
            LedgerWorkspace(
                workspace.binary, folder / ("shared" if index % 2 else str(index)), ledger, witness, ROUND_TRIP, more)
            for index in range(count)]
        for each in self.workspaces:
            each.write_people(NUMBERS)
        self.processes = []

    def start(self):
        """Starts all of them; half of them work at several cases at once."""
        for index, workspace in enumerate(self.workspaces):
            self.processes.append(workspace.start(
                "run", "workflow.yml", "--jobs", "4" if index % 4 < 2 else "1", "--shuffle", str(index + 1),
                "--json", f"reports/{index}.json", "--junit", f"reports/{index}.xml", before=self.before))

    def end(self, seconds=SECONDS):
        """The exit code of each."""
        until = time.monotonic() + seconds
        return [ended(process, max(1, until - time.monotonic())) for process in self.processes]

    def wait_for_sends(self, count):
        """Waits until this many have arrived, or all processes have ended."""
        while len(self.witness.of("send")) < count and any(process.poll() is None for process in self.processes):
            time.sleep(0.005)

    def holders(self):
        """The processes that hold a number just now."""
        rows = self.ledger.rows("SELECT pid FROM processes WHERE id IN (SELECT process FROM turns)")
        pids = {int(pid) for pid, in rows}
        return [process for process in self.processes if process.pid in pids and process.poll() is None]

    def outcomes(self):
        """What became of each step, for each process."""
        return [outcomes(workspace.report(f"{index}.json")) for index, workspace in enumerate(self.workspaces)]

    def failures(self):
        """What each false expectation says."""
        return [
            f"process {index}: {suite.get('case')} › {step['name']}: {step.get('message')} {step.get('body', '')[:300]}"
            for index, workspace in enumerate(self.workspaces)
            for suite in workspace.report(f"{index}.json")["suites"] for step in suite["steps"]
            if step["verdict"] == "failure"]

    def claimed(self):
        """The `client_ref_id` of each request that the ledger has a claim of; none if the ledger cannot be read."""
        try:
            return [reference for reference, in self.ledger.rows("SELECT reference FROM claims")]
        except (sqlite3.Error, RuntimeError) as error:
            print(f"  the ledger cannot be read: {error}")
            return []


def problems_of(budget, arrivals, told, codes, failures, claimed, is_calm):
    """What is wrong. `is_calm` says that nobody was stopped or cut off: then exactly the budget arrives."""
    sends = [arrival for arrival in arrivals if arrival.step == "send"]
    counts = collections.Counter(told)
    passed, unknown = counts["send", "passed"], counts["send", "OutcomeUnknown"]
    if len(sends) > budget or (is_calm and len(sends) != budget):
        yield f"{len(sends)} sends arrived with a budget of {budget}"
    if not passed <= len(sends) <= passed + unknown or (is_calm and unknown):
        yield f"{len(sends)} sends arrived, {passed} are told as made and {unknown} as unknown"
    yield from (f"false failure: {failure}" for failure in failures)
    allowed = {"passed", "skipped", "Refused"} if is_calm else None
    yield from (f"{step} ended as {what}" for step, what in counts if allowed and what not in allowed)
    yield from (f"a process ended with {code}" for code in set(codes) - ({0, 4} if is_calm else {0, 3, 4}))
    references = [arrival.reference for arrival in arrivals if arrival.step in ("send", "verify")]
    without = sorted(set(references) - set(claimed))
    if without or "" in references:
        yield f"{len(without)} requests arrived without a claim: {without[:3]}"
    twice = [reference for reference, count in collections.Counter(references).items() if count > 1]
    if twice:
        yield f"{len(twice)} requests arrived twice: {twice[:3]}"


def judge(title, fleet, codes, findings, is_calm):
    """Compares what has arrived with what is told and claimed."""
    arrivals = fleet.witness.of("send", "verify")
    told = [(step, what) for each in fleet.outcomes() for (_, step), what in each.items()]
    problems = list(problems_of(fleet.budget, arrivals, told, codes, fleet.failures(), fleet.claimed(), is_calm))
    sends = sum(arrival.step == "send" for arrival in arrivals)
    counts = ", ".join(
        f"{step} {what} {count}" for (step, what), count in sorted(collections.Counter(told).items(), key=str))
    print(
        f"{title}: {len(fleet.processes)} processes x {CASES} cases, budget {fleet.budget}: {sends} sends arrived; "
        f"{counts}; exit codes {dict(collections.Counter(codes))}; problems: {len(problems)}", flush=True)
    for problem in problems[:10]:
        findings.add(f"{title}: {problem}")
        print("  wrong:", problem, flush=True)
    return problems


def try_plain(workspace, findings, count):
    """All at once, with each ledger."""
    with ledgers.both(workspace.folder) as places:
        for ledger in places:
            with Witness(seconds=0.005) as witness:
                fleet = Fleet(workspace, ledger, witness, count)
                fleet.start()
                judge(f"{ledger.name}, all at once", fleet, fleet.end(), findings, is_calm=True)


def try_stopped(workspace, findings, count):
    """A quarter of the processes is stopped while they hold a number, for longer than they may hold it."""
    generator = random.Random(2)
    with ledgers.both(workspace.folder) as places:
        for ledger in places:
            with Witness(seconds=0.1) as witness:
                fleet = Fleet(workspace, ledger.fresh(), witness, count)
                fleet.start()
                threads, stopped = [], []
                for sends in sorted(generator.randrange(1, fleet.budget) for _ in range(max(1, count // 4))):
                    fleet.wait_for_sends(sends)
                    holders = [each for each in fleet.holders() if each.pid not in stopped]
                    if holders:
                        holder = generator.choice(holders)
                        stopped.append(holder.pid)
                        holder.send_signal(signal.SIGSTOP)
                        threads.append(threading.Thread(target=go_on_later, args=(holder,)))
                        threads[-1].start()
                codes = fleet.end()
                for thread in threads:
                    thread.join()
                judge(f"{ledger.name}, {len(stopped)} stopped", fleet, codes, findings, is_calm=False)
                findings.expect(f"{ledger.name}: some were stopped", bool(stopped), True)


def go_on_later(process):
    """Lets a stopped process go on when its leases are over."""
    time.sleep(STOPPED)
    process.send_signal(signal.SIGCONT)


def try_cut_off(workspace, findings, count):
    """The network to the database is taken away from all, in the middle: for a while, and for good."""
    for seconds in (3, None):
        with (
            PostgresServer() as server, Island() as island, Relay(island.here, server.port) as relay,
            Witness(0.02, island.listener()) as witness,
        ):
            ledger = PostgresLedger(server)
            # The password is not worth much: the cable ends on this machine.
            address = f"tester:{server.password}@{island.here}:{relay.port}/{ledger.database}?sslmode=disable"
            ledger.variables["LEDGER_URL"] = f"postgresql://{address}"
            fleet = Fleet(workspace, ledger, witness, count, before=island.enter)
            fleet.start()
            fleet.wait_for_sends(fleet.budget // 3)
            island.pull_out()
            if seconds:
                time.sleep(seconds)
                island.plug_in()
            codes = fleet.end(SECONDS if seconds else SECONDS_CUT_OFF)
            title = f"cut off for {seconds} s" if seconds else "cut off for good"
            problems = judge(title, fleet, codes, findings, is_calm=False)
            if not seconds:
                in_the_middle = 0 < len(witness.of("send")) < fleet.budget
                findings.expect(f"{title}: the cable was pulled out in the middle", in_the_middle, True)
            silent = [
                text_of(process)[-300:] for process, code in zip(fleet.processes, codes, strict=True)
                if not seconds and code and LEDGER not in text_of(process)]
            if silent:
                findings.add(f"{title}: {len(silent)} processes do not name the ledger: {silent[0]!r}")
            if problems or silent:
                print(text_of(fleet.processes[0])[-1_000:])


def check_the_checks(findings):
    """Each check must find what is planted for it, and nothing in what is well."""
    well = [("send", "passed")] * 2 + [("verify", "passed"), ("send", "Refused"), ("verify", "skipped")]

    def problems(
        budget=2, arrived=("r1", "r2"), told=well, codes=(0, 4), failures=(), claimed=("r1", "r2", "v1"), **more
    ):
        arrivals = [Arrival(0, "send", "9", reference) for reference in arrived] + [Arrival(0, "verify", "9", "v1")]
        return bool(list(problems_of(budget, arrivals, told, codes, failures, claimed, **{"is_calm": True, **more})))

    findings.expect("made-up fleet in which all is well", problems(), False)
    unknown = [("send", "passed"), ("send", "OutcomeUnknown")]
    findings.expect("made-up stopped fleet in which all is well", problems(told=unknown, is_calm=False), False)
    planted = {
        "more sends than the budget": problems(budget=1), "fewer sends than the budget": problems(budget=3),
        "a false failure": problems(failures=["verify"], is_calm=False),
        "a failure by its verdict": problems(told=[*well, ("verify", "failure")]),
        "a send that is not told": problems(told=[("send", "passed")]),
        "an unknown outcome without a reason": problems(told=unknown),
        "a process that hangs": problems(codes=(0, "hangs"), is_calm=False),
        "a process that crashed": problems(codes=(-11,), is_calm=False),
        "an arrival without a claim": problems(claimed=("r1", "v1")),
        "an arrival without a reference": problems(arrived=("r1", ""), is_calm=False),
        "a request that arrived twice": problems(arrived=("r1", "r1"), is_calm=False),
    }
    for what, is_found in planted.items():
        findings.expect(f"planted: {what}: is found", is_found, True)


TRIALS = {"plain": try_plain, "stopped": try_stopped, "cut-off": try_cut_off}


def try_all(workspace, findings, count, words=("plain",)):
    """What the words name."""
    check_the_checks(findings)
    for word in words:
        TRIALS[word](workspace, findings, count)


def main():
    binary = pathlib.Path(sys.argv[1]).resolve()
    count = int(sys.argv[2]) if len(sys.argv) > 2 else 50
    findings = Findings()
    with tempfile.TemporaryDirectory() as folder:
        try_all(Workspace(binary, pathlib.Path(folder)), findings, count, sys.argv[3:] or ("plain",))
    sys.exit(1 if findings.problems else 0)


if __name__ == "__main__":
    main()
