#!/usr/bin/env python3
"""Lets each call that can fail do so, once at a time, in every command: the program must say why, and do no harm.

Usage: Tests/Torture/run.py BINARY [--seconds SECONDS] [--most CALLS] [--command NAME] [--kind KIND] [--fault FAULT]

With SECONDS, only the run with a ledger is tried, and what there is time for. CALLS bounds how many calls of a kind
fail. NAME is one of the commands, KIND a part of the name of a kind, and FAULT one fault, for example
write/journal:3:28, whose output is printed. Prints a table, each problem with the command line that tries it again, and
ends with 1 if there are problems. With --messages, prints which messages each kind leads to.
"""
import argparse
import collections
import contextlib
import pathlib
import sys
import tempfile
import time

from commands import COMMANDS
from faults import parsed
from judgement import problems_of
from planted import check_the_checks
from shim import Shim
from trials import Servers, Torturer, again, memory, try_command

KINDS = ("crashes", "hangs", "duplicates", "lost results", "not recorded", "falsely green", "changed requests",
         "half-written reports", "files left behind", "secrets", "wrong exit codes", "messages")
# Of one kind of problem, in one command.
MOST_SHOWN = 20


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("binary", type=pathlib.Path)
    parser.add_argument("--seconds", type=float)
    parser.add_argument("--most", type=int)
    parser.add_argument("--command")
    parser.add_argument("--kind")
    parser.add_argument("--fault", type=parsed)
    parser.add_argument("--messages", action="store_true")
    return parser.parse_args()


class Teller:
    """Prints problems as they are found, so that a trial that is broken off has told them; not all of the same kind."""

    def __init__(self, binary, command):
        self.binary, self.command = binary, command
        self.shown = collections.Counter()

    def tell(self, what, fault, where, problem):
        self.shown.update([what, (what, fault.kind)])
        if self.shown[what] <= MOST_SHOWN and self.shown[what, fault.kind] <= 2:
            print(f"problem: {self.command.name}: {fault.words}, called by {where}: {what}: {problem[:400]}")
            print(f"  again: {again(sys.argv[0], self.binary, self.command, fault)}", flush=True)


def show(command, outcomes, seconds, is_told):
    codes = ", ".join(f"{code}: {count}" for code, count in sorted(outcomes.codes.items(), key=str))
    print(f"{command.name}: {len(outcomes.kinds)} kinds with {sum(outcomes.kinds.values())} calls, "
          f"{outcomes.tried} faults tried in {seconds:.0f} s ({outcomes.missed} did not happen)")
    print(f"  exit codes: {codes}")
    print("  " + ", ".join(f"{call} {count}" for call, count in sorted(outcomes.calls.items())))
    counts = collections.Counter(what for what, *_ in outcomes.problems)
    print("  " + ", ".join(f"{what}: {counts[what]}" for what in KINDS)
          + (f", divisions by zero in libcurl: {outcomes.divisions}" if outcomes.divisions else ""), flush=True)
    if is_told:
        for kind, messages in sorted(outcomes.messages.items()):
            print(f"  {kind} ({outcomes.kinds[kind]} calls)")
            for message, count in messages.most_common(12):
                print(f"    {count} x {message}")


def try_one(binary, shim, command, fault, servers):
    """One fault, with all that was printed."""
    with contextlib.ExitStack() as stack:
        torturer = Torturer(binary, shim, command, servers, stack)
        good, _ = torturer.run()
        ending, (_, failed, place) = torturer.run(fault)
        print(ending.text)
        print(f"exit code {ending.code}; {failed} calls failed, the first by {shim.place(place)}; "
              f"{len(ending.arrivals)} requests arrived")
        problems = list(problems_of(command, fault, ending, good, torturer.before))
        problems += list(torturer.continued(fault, ending))
        for what, problem in problems:
            print(f"problem: {what}: {problem}")
        return 1 if problems else 0


def main():
    asked = arguments()
    binary = asked.binary.resolve()
    commands = [command for command in COMMANDS if asked.command in (None, command.name)]
    if not commands:
        sys.exit(f"no such command: {asked.command}; there are: " + ", ".join(command.name for command in COMMANDS))
    if unseen := list(check_the_checks()):
        sys.exit("problem: " + "\nproblem: ".join(unseen))
    if asked.seconds:
        commands = commands[:1]
    count = 0
    with tempfile.TemporaryDirectory(dir=memory()) as folder, Servers() as servers:
        shim = Shim(binary, pathlib.Path(folder))
        if asked.fault:
            return try_one(binary, shim, commands[0], asked.fault, servers)
        for command in commands:
            start = time.monotonic()
            until = start + asked.seconds if asked.seconds else None
            tell = Teller(binary, command).tell
            outcomes = try_command(binary, shim, command, servers, tell, asked.most, until, asked.kind)
            show(command, outcomes, time.monotonic() - start, asked.messages)
            count += len(outcomes.problems)
    return 1 if count else 0


if __name__ == "__main__":
    sys.exit(main())
