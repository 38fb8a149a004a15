#!/usr/bin/env python3
"""Tries what must never happen: a request that arrives twice, a result lost to `kill -9`, a secret in an output.

Usage: Tests/Faults/run.py BINARY [KILLS]

Prints figures, and ends with 1 if one is not as it has to be. All servers are on loopback; what arrives is counted by
the sandbox's own log. KILLS says at how many moments a run is killed, 200 if it is not given, and with it how large the
trials of the ledger are: 50 processes at once for 200 kills.
"""
import concurrent.futures
import contextlib
import functools
import io
import pathlib
import sys
import tempfile
import traceback

import at_most_once
import bad_ledgers
import effects
import fleet
import hidden_secrets
import kills
import restarts
import resumed_runs
import send_limits
import whole_api
from workspace import Findings, Workspace

# Trials wait most of the time: for processes that they kill, and for times to pass.
AT_ONCE = 3


def main():
    binary = pathlib.Path(sys.argv[1]).resolve()
    moments = int(sys.argv[2]) if len(sys.argv) > 2 else 200
    trials = [
        functools.partial(resumed_runs.try_all, kills=moments),
        functools.partial(restarts.try_all, rounds=max(1, moments // 40)),
        functools.partial(fleet.try_all, count=max(4, moments // 4)),
        functools.partial(kills.try_all, moments=moments),
        whole_api.try_all, effects.try_all, at_most_once.try_all, send_limits.try_all, hidden_secrets.try_all,
        bad_ledgers.try_all]
    problems = []
    with concurrent.futures.ProcessPoolExecutor(AT_ONCE) as pool:
        for text, found in pool.map(functools.partial(tried, binary), trials):
            print(text, end="", flush=True)
            problems += found
    for problem in problems[:50]:
        print("problem:", problem)
    sys.exit(1 if problems else 0)


def tried(binary, trial):
    """What a trial printed, and its problems."""
    findings = Findings()
    with tempfile.TemporaryDirectory() as folder, contextlib.redirect_stdout(io.StringIO()) as text:
        try:
            trial(Workspace(binary, pathlib.Path(folder)), findings)
        except (Exception, SystemExit):
            findings.add(f"a trial was broken off: {traceback.format_exc()}")
    return text.getvalue(), findings.problems


if __name__ == "__main__":
    main()
