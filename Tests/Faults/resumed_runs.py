#!/usr/bin/env python3
"""A run is killed at any moment and resumed: nothing arrives twice, nothing is lost, and no verdict is wrong.

Usage: Tests/Faults/resumed_runs.py BINARY [KILLS [sqlite | postgres | restarted]]

KILLS is at least how many times a process is killed, for each place of the ledger; 100 if it is not given. The places
are SQLite, PostgreSQL, and PostgreSQL whose server is killed and started again meanwhile (a quarter of KILLS).
"""
import collections
import copy
import dataclasses
import pathlib
import random
import shutil
import signal
import sys
import tempfile
import threading
import time

from ledgers import LedgerWorkspace, PostgresLedger, PostgresServer, SQLiteLedger, ended
from witness import Arrival, Witness
from workspace import Findings, Workspace

CASES = 40
STEPS = ("send", "verify", "look", "token")
EFFECTS = ("send", "verify")
LANES = 2
# A place of the ledger that has so many problems is not tried further.
MOST_PROBLEMS = 50
# What is counted, in the order in which it is printed.
TOLD = (
    "runs", "kills", "runs cut off", "restarts of the server", "arrivals", "duplicates", "lost", "wrong verdicts",
    "wrong endings", "unknown outcomes", "values not kept", "refused without --resume")
# A resumed run that ends with this has found no run to resume.
NOTHING_TO_RESUME = (2,)
# How a step says that it needs a value which the record does not have.
NOT_KEPT = ("earlier start", "not kept", "did not keep")
# How a step says that it was refused because the ledger was out of reach.
LEDGER = ("ledger",)


@dataclasses.dataclass
class Ending:
    """How a trial has ended: what the checks compare."""

    numbers: list
    arrivals: list
    report: dict
    junit: list
    # None if the process was killed when the run had ended.
    code: int | None
    # How often a process was killed while it ran, how many steps ran at once, and when the last process started.
    cuts: int
    jobs: int
    last_start: float
    # Whether the ledger was out of reach meanwhile, so that steps may have been refused.
    is_ledger_lost: bool = False
    # The exit code of the same command without `--resume` in between, and how many requests it made.
    plain: tuple = (4, 0)


def problems_of(ending):
    """What is wrong, as pairs of a kind and what exactly. The kinds are in `TOLD`."""
    told = collections.defaultdict(list)
    for suite in ending.report["suites"]:
        for step in suite["steps"]:
            told[suite.get("case"), step.get("id")].append(step)
    arrived = collections.defaultdict(list)
    for arrival in ending.arrivals:
        arrived[arrival.number, arrival.step].append(arrival.time)
    problems, unknown, is_all_passed = [], 0, True
    for index, number in enumerate(ending.numbers):
        reason = None
        for step in STEPS:
            what, times = f"c{index} › {step}", arrived[number, step]
            if len(times) > (1 if step in EFFECTS else ending.cuts + 1):
                problems.append(("duplicates", f"{what} arrived {len(times)} times"))
            steps = told.pop((f"c{index}", step), [])
            if len(steps) != 1:
                problems.append(("lost", f"{what} is {len(steps)} times in the report"))
                is_all_passed = False
                continue
            verdict = "unknown" if steps[0].get("type") == "OutcomeUnknown" else steps[0]["verdict"]
            unknown += verdict == "unknown"
            is_all_passed &= verdict == "passed"
            kind, problem = problem_of(ending, step, verdict, steps[0], times, reason, arrived[number, "verify"])
            if problem:
                message = steps[0].get("message", "")
                problems.append((kind, f"{what} {problem}: {verdict} {steps[0].get('type', '')} {message}"))
            if verdict != "passed":
                reason = reason or verdict
    problems += [("wrong verdicts", f"{case} › {step} is not in the workflow") for case, step in told]
    return [*problems, *problems_of_end(ending, unknown, is_all_passed)]


def problem_of(ending, step, verdict, told, times, reason, verified):
    """What is wrong with one step; `reason` is what became of the first step of its case that did not pass."""
    message = told.get("message", "") + told.get("body", "")
    if verdict == "passed":
        return "wrong verdicts", None if times else "has not arrived"
    if verdict == "unknown":
        if step not in EFFECTS:
            return "wrong verdicts", "only reads"
        is_fresh = any(when > ending.last_start for when in times)
        return "wrong verdicts", "was answered in the last start" if is_fresh and not ending.is_ledger_lost else None
    if step in EFFECTS and times:
        return "lost", "has arrived"
    if verdict == "failure":
        return "wrong verdicts", "is false"
    if ending.is_ledger_lost and verdict == "error" and any(word in message for word in LEDGER):
        return "", None
    if reason:
        return "", None
    was_earlier = verified and verified[0] < ending.last_start
    if step == "token" and was_earlier and any(word in message for word in NOT_KEPT):
        return "", None
    return "wrong verdicts", "could have run"


def problems_of_end(ending, unknown, is_all_passed):
    """What is wrong with the exit code, with the number of unknown outcomes, and with the JUnit report."""
    allowed = (0,) if is_all_passed else (3, 4) if ending.is_ledger_lost and not unknown else (3,)
    if ending.code not in (*allowed, None):
        yield "wrong endings", f"exit code {ending.code} and not {allowed}"
    if ending.plain != (4, 0):
        yield "wrong endings", "the same command, without --resume: exit code {}, {} arrivals".format(*ending.plain)
    # A process has at most one request of a case under way; the ledger that is lost is a second reason.
    most = ending.jobs * (ending.cuts + ending.is_ledger_lost)
    if unknown > most:
        yield "wrong verdicts", f"{unknown} outcomes are unknown, and at most {most} can be"
    twice = [name for name, count in collections.Counter(ending.junit).items() if count > 1]
    if twice or len(ending.junit) != len(ending.numbers) * len(STEPS):
        yield "lost", f"the JUnit report has {len(ending.junit)} testcases; more than once: {twice[:3]}"


def good_ending():
    """A made-up trial in which all is well: a request of unknown outcome, and a token that was not kept."""
    numbers = ["9000000000", "9000000001", "9000000002"]
    arrivals = [Arrival(2, step, numbers[0]) for step in STEPS]
    arrivals += [Arrival(1, "send", numbers[1])]
    arrivals += [Arrival(1, step, numbers[2]) for step in STEPS[:2]] + [Arrival(2, "look", numbers[2])]
    unknown, skipped = {"verdict": "error", "type": "OutcomeUnknown"}, {"verdict": "skipped", "message": "as send"}
    verdicts = [
        [{"verdict": "passed"}] * 4, [unknown, skipped, skipped, skipped],
        [{"verdict": "passed"}] * 3 + [{"verdict": "error", "type": "NotKept", "message": "of an earlier start"}]]
    suites = [
        {"case": f"c{index}", "steps": [{"id": step, **told} for step, told in zip(STEPS, case, strict=True)]}
        for index, case in enumerate(verdicts)]
    junit = [(f"c{index}", step) for index in range(3) for step in STEPS]
    return Ending(numbers, arrivals, {"suites": suites}, junit, code=3, cuts=1, jobs=1, last_start=1.5)


def is_planted(change):
    """Whether the checks find what a change has made wrong."""
    ending = copy.deepcopy(good_ending())
    change(ending)
    return bool(problems_of(ending))


def tell(ending, case, step, **told):
    ending.report["suites"][case]["steps"][STEPS.index(step)] = {"id": step, **told}


def again(ending, index, step, when):
    ending.arrivals.append(Arrival(when, step, ending.numbers[index]))


PLANTED = {
    "a send that arrived twice": lambda it: again(it, 0, "send", 3),
    "an unknown send that arrived twice": lambda it: again(it, 1, "send", 3),
    "a read three times in two starts": lambda it: [again(it, 0, "look", 2), again(it, 0, "look", 3)],
    "a step that is not in the report": lambda it: it.report["suites"][0]["steps"].pop(),
    "a case that is not in the report": lambda it: it.report["suites"].pop(0),
    "a case that is twice in the report": lambda it: it.report["suites"].append(it.report["suites"][0]),
    "a testcase that is not in the JUnit report": lambda it: it.junit.pop(),
    "a testcase that is twice in the JUnit report": lambda it: it.junit.__setitem__(0, it.junit[1]),
    "an arrival that is told as skipped": lambda it: tell(it, 1, "send", verdict="skipped"),
    "an arrival that is told as not sent": lambda it: tell(it, 1, "send", verdict="error", type="NotSent"),
    "passed without an arrival": lambda it: tell(it, 1, "verify", verdict="passed"),
    "a read that passed without an arrival": lambda it: tell(it, 1, "look", verdict="passed"),
    "a failure": lambda it: tell(it, 1, "verify", verdict="failure"),
    "a failure of a request that arrived": lambda it: tell(it, 0, "verify", verdict="failure"),
    "skipped without a reason": lambda it: tell(it, 0, "look", verdict="skipped"),
    "an error without a reason": lambda it: tell(it, 2, "token", verdict="error", type="NoValue", message="none"),
    "not kept, although it was captured in this start": lambda it: tell(
        it, 0, "token", verdict="error", type="NotKept", message="of an earlier start"),
    "unknown, although it was answered in this start": lambda it: tell(
        it, 0, "verify", verdict="error", type="OutcomeUnknown"),
    "a read of unknown outcome": lambda it: tell(it, 2, "look", verdict="error", type="OutcomeUnknown"),
    "more unknown outcomes than requests under way": lambda it: tell(
        it, 2, "verify", verdict="error", type="OutcomeUnknown"),
    "a refusal by the ledger that was never out of reach": lambda it: tell(
        it, 2, "token", verdict="error", type="NoLedger", message="the ledger cannot be used"),
    "exit code 0 with an unknown outcome": lambda it: setattr(it, "code", 0),
    "exit code 1": lambda it: setattr(it, "code", 1),
    "a plain run that is not refused": lambda it: setattr(it, "plain", (0, 0)),
    "a plain run that sends": lambda it: setattr(it, "plain", (4, 1)),
    "a run that does not end": lambda it: setattr(it, "code", "hangs"),
}


def check_the_checks(findings):
    """Each check must find what is planted for it, and nothing in what is well."""
    findings.expect("made-up trial in which all is well", problems_of(good_ending()), [])
    for what, change in PLANTED.items():
        findings.expect(f"planted: {what}: is found", is_planted(change), True)


class Series:
    """Trials with one place of the ledger, several at a time, until processes were killed often enough."""

    def __init__(self, binary, folder, witness, findings, name, ledger_of_lane, kills, server=None):
        self.binary, self.folder, self.witness, self.findings = binary, folder, witness, findings
        self.name, self.ledger_of_lane, self.kills, self.server = name, ledger_of_lane, kills, server
        self.lock = threading.Lock()
        self.counts = collections.Counter()
        self.generator = random.Random(name)
        self.lengths = {}

    def run(self):
        ledgers = [self.ledger_of_lane(lane) for lane in range(1 if self.server else LANES)]
        for jobs in (1, 8):
            self.lengths[jobs] = self.seconds_of_run(ledgers[0], jobs)
        lanes = [threading.Thread(target=self._lane, args=(ledger,)) for ledger in ledgers]
        for lane in lanes:
            lane.start()
        for lane in lanes:
            lane.join()
        print(f"{self.name}: " + ", ".join(f"{what}: {self.counts[what]}" for what in TOLD), flush=True)

    def seconds_of_run(self, ledger, jobs):
        workspace, numbers = self.workspace(ledger)
        before = time.monotonic()
        code, output = workspace.finish(*arguments(jobs))
        seconds = time.monotonic() - before
        if code != 0:
            raise SystemExit(f"problem: {self.name}: a run that nobody kills ended with {code}:\n{output[-2000:]}")
        self.forget(workspace, numbers)
        return seconds

    def workspace(self, ledger):
        with self.lock:
            self.counts["runs"] += 1
            trial = self.counts["runs"]
        folder = self.folder / self.name.replace(" ", "-") / str(trial)
        workspace = LedgerWorkspace(self.binary, folder, ledger, self.witness)
        numbers = [f"9{trial:05}{index:04}" for index in range(CASES)]
        workspace.write_people(numbers)
        return workspace, numbers

    def forget(self, workspace, numbers):
        self.witness.forget(numbers)
        shutil.rmtree(workspace.folder)

    def _lane(self, ledger):
        before = len(self.findings.problems)
        counted = "restarts of the server" if self.server else "kills"
        while self.counts[counted] < self.kills and len(self.findings.problems) - before < MOST_PROBLEMS:
            with self.lock:
                jobs, deaths = self.generator.choice((1, 8)), self.generator.choice((1, 1, 1, 2, 3))
                moments = [self.generator.uniform(0, 1.05 * self.lengths[jobs]) for _ in range(deaths)]
                is_keyed, is_outage = self.generator.random() < 0.55, self.generator.random() < 0.8
            workspace, numbers = self.workspace(ledger)
            ending = self.trial(workspace, numbers, jobs, moments, is_keyed, bool(self.server) and is_outage)
            self.judge(workspace, ending)

    def trial(self, workspace, numbers, jobs, moments, is_keyed, is_outage):
        """Kills a run and its successors at these moments, then lets the last one end."""
        key = ("--run-key", workspace.folder.name) if is_keyed else ()
        outage = threading.Thread(target=self.outage, args=(moments[0],)) if is_outage else None
        if outage:
            outage.start()
            # Half of the outages meet a process that nobody kills.
            moments = moments if moments[0] < 0.5 * self.lengths[jobs] else []
        cuts, is_first, plain = 0, True, (4, 0)
        for moment in [*moments, None]:
            more = key or (() if is_first else ("--resume",))
            self.witness.settle()
            last_start = time.monotonic()
            process = workspace.start(*arguments(jobs), *more)
            code = self.end(process, moment)
            cuts += code == -signal.SIGKILL
            if code == "hangs":
                break
            is_first = False
            if code in NOTHING_TO_RESUME and more == ("--resume",):
                code, last_start = self.without_a_run(workspace, numbers, jobs)
                break
            if moment and code != -signal.SIGKILL:
                break
            if moment and not is_keyed and not is_outage and self.is_in_the_middle(numbers):
                plain = self.plain(workspace, numbers, jobs)
        if outage:
            outage.join()
            if code in (3, 4):
                resumed, _ = workspace.finish(*arguments(jobs), *(key or ("--resume",)))
                if resumed not in NOTHING_TO_RESUME:
                    code = resumed
                elif not self.witness.of(numbers=numbers):
                    # The run was refused before it was in the ledger.
                    code, last_start = self.without_a_run(workspace, numbers, jobs)
        return Ending(
            numbers, self.witness.of(numbers=numbers), workspace.report(), workspace.junit(), code, cuts, jobs,
            last_start, is_outage, plain)

    def is_in_the_middle(self, numbers):
        """Whether to try the command without `--resume`; some of the time, and only if it certainly must be refused."""
        return self.generator.random() < 0.5 and 1 < len(self.witness.of(*EFFECTS, numbers=numbers)) < CASES

    def plain(self, workspace, numbers, jobs):
        """The same command again: its exit code, and how many requests it made."""
        self.witness.settle()
        before = len(self.witness.of(numbers=numbers))
        code, _ = workspace.finish(*arguments(jobs))
        with self.lock:
            self.counts["refused without --resume"] += 1
        return code, len(self.witness.of(numbers=numbers)) - before

    def end(self, process, moment):
        if moment is None:
            return ended(process)
        time.sleep(moment)
        process.send_signal(signal.SIGKILL)
        code = process.wait()
        with self.lock:
            self.counts["kills"] += code == -signal.SIGKILL
        return code

    def without_a_run(self, workspace, numbers, jobs):
        """Nothing to resume: the run was killed before it began, or when it had ended."""
        self.witness.settle()
        start = time.monotonic()
        if not self.witness.of(numbers=numbers):
            return workspace.finish(*arguments(jobs))[0], start
        if not workspace.report()["suites"]:
            workspace.finish("report", "--from-journal", "--json", "reports/run.json")
        return None, start

    def outage(self, moment):
        """Kills the server at this moment, and starts it again."""
        time.sleep(moment)
        self.server.kill()
        with self.lock:
            pause = self.generator.choice((0, 0.2, 1))
        time.sleep(pause)
        self.server.start()
        with self.lock:
            self.counts["restarts of the server"] += 1

    def judge(self, workspace, ending):
        problems = problems_of(ending)
        steps = [step for suite in ending.report["suites"] for step in suite["steps"]]
        with self.lock:
            self.counts["runs cut off"] += ending.cuts > 0
            self.counts["arrivals"] += len(ending.arrivals)
            self.counts["unknown outcomes"] += sum(step.get("type") == "OutcomeUnknown" for step in steps)
            self.counts["values not kept"] += sum(
                step["verdict"] != "passed" and any(word in step.get("message", "") for word in NOT_KEPT)
                for step in steps)
            self.counts.update(kind for kind, _ in problems)
            for kind, problem in problems[:3]:
                self.findings.add(f"{self.name}, {workspace.folder.name}, --jobs {ending.jobs}, "
                                  f"{ending.cuts} cuts: {kind}: {problem}")
                print(f"  wrong: {self.findings.problems[-1]}", flush=True)
        if problems:
            print(f"  what it printed last: {last_output(workspace)[-600:]!r}", flush=True)
        self.forget(workspace, ending.numbers)


def arguments(jobs):
    return "run", "workflow.yml", "--jobs", str(jobs), "--json", "reports/run.json"


def last_output(workspace):
    newest = max(workspace.folder.glob("output-of-*.txt"), key=lambda path: path.stat().st_mtime)
    return newest.read_text(errors="replace")


def try_all(workspace, findings, kills, places=("sqlite", "postgres", "restarted")):
    """Each place of the ledger."""
    check_the_checks(findings)
    with Witness() as witness:
        def series(name, ledger_of_lane, count, server=None):
            Series(workspace.binary, workspace.folder, witness, findings, name, ledger_of_lane, count, server).run()

        if "sqlite" in places:
            series("SQLite", lambda lane: SQLiteLedger(workspace.folder / f"state-{lane}"), kills)
        if "postgres" in places:
            with PostgresServer() as server:
                series("PostgreSQL", lambda _: PostgresLedger(server), kills)
        if "restarted" in places:
            with PostgresServer() as server:
                series("PostgreSQL that is killed", lambda _: PostgresLedger(server), max(1, kills // 4), server)


def main():
    binary = pathlib.Path(sys.argv[1]).resolve()
    kills = int(sys.argv[2]) if len(sys.argv) > 2 else 100
    places = sys.argv[3:] or ("sqlite", "postgres", "restarted")
    findings = Findings()
    with tempfile.TemporaryDirectory() as folder:
        try_all(Workspace(binary, pathlib.Path(folder)), findings, kills, places)
    sys.exit(1 if findings.problems else 0)


if __name__ == "__main__":
    main()
