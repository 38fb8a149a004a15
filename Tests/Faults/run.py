#!/usr/bin/env python3
"""Tries what must never happen: a request that arrives twice, a result lost to `kill -9`, a secret in an output.

Usage: Tests/Faults/run.py BINARY [KILLS]

Prints figures, and ends with 1 if one is not as it has to be. All servers are on loopback; what arrives is counted by
the sandbox's own log. KILLS says at how many moments a run is killed, 200 if it is not given, and with it how large the
trials of the ledger are: 50 processes at once for 200 kills.
"""
import functools
import pathlib
import sys
import tempfile

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


def main():
    binary = pathlib.Path(sys.argv[1]).resolve()
    moments = int(sys.argv[2]) if len(sys.argv) > 2 else 200
    findings = Findings()
    trials = [
        whole_api.try_all, effects.try_all, at_most_once.try_all, send_limits.try_all, hidden_secrets.try_all,
        functools.partial(kills.try_all, moments=moments), bad_ledgers.try_all,
        functools.partial(restarts.try_all, rounds=max(1, moments // 40)),
        functools.partial(fleet.try_all, count=max(4, moments // 4)),
        functools.partial(resumed_runs.try_all, kills=moments)]
    for trial in trials:
        with tempfile.TemporaryDirectory() as folder:
            trial(Workspace(binary, pathlib.Path(folder)), findings)
    for problem in findings.problems[:50]:
        print("problem:", problem)
    sys.exit(1 if findings.problems else 0)


if __name__ == "__main__":
    main()
