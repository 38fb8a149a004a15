#!/usr/bin/env python3
"""Runs many seeds of the simulation, two processes at once, and says which seeds break a rule.

Usage: Tests/Simulation/simulate.py BINARY [--seeds FIRST-LAST | --seconds N] [--most N]

Without a range, the seeds begin at 1. `--most` is after how many broken seeds it stops; 1 if it is not given. Some
seeds run twice, in other company, and must do the same both times. Exit code 1 if a rule is broken.
"""
import argparse
import concurrent.futures
import os
import pathlib
import struct
import subprocess
import sys
import tempfile
import threading
import time

BATCH = 400
AT_ONCE = 2
# A batch that takes longer hangs.
MOST_SECONDS = 300
TOLD = ("seeds", "runs", "arrivals", "killed runs", "failures of power", "broken seeds")


class Simulation:
    """What was found so far."""

    def __init__(self, binary, most):
        self.binary, self.most = binary, most
        self.sums = [0] * len(TOLD)
        self.broken = {}
        self.lock = threading.Lock()

    @property
    def is_over(self):
        return len(self.broken) >= self.most

    def ask(self, *words, progress=None):
        variables = {**os.environ, **({"EKOFLOW_SIMULATION_PROGRESS": progress} if progress else {})}
        return subprocess.run(
            [self.binary, *map(str, words)], env=variables, capture_output=True, text=True, check=False,
            timeout=MOST_SECONDS, errors="replace")

    def batch(self, first, count):
        if self.is_over:
            return
        with tempfile.NamedTemporaryFile() as progress:
            try:
                result = self.ask("run", first, count, progress=progress.name)
                problem = f"the simulation ended with {result.returncode}: {result.stderr.strip()[-500:]}"
                output = result.stdout
            except subprocess.TimeoutExpired:
                problem, output = f"the simulation hangs for {MOST_SECONDS} s", ""
            reached = struct.unpack("Q", progress.read(8).ljust(8, b"\0"))[0]
        lines = output.splitlines()
        done = next((line.split()[1:] for line in lines if line.startswith("done ")), None)
        with self.lock:
            for line in lines:
                if line.startswith("violation "):
                    _, seed, text = line.split(" ", 2)
                    self.breaks(int(seed), text)
            if done:
                self.sums = [total + int(part) for total, part in zip(self.sums, done, strict=True)]
            else:
                self.breaks(reached, problem)

    def breaks(self, seed, text):
        self.broken[seed] = text
        print(f"seed {seed}: {text}\nIts shortest trace: {self.binary} shrink {seed}", flush=True)

    def differing(self, seeds):
        """The seeds that do something else in other company."""
        def hashes(first, count):
            output = self.ask("hash", first, count).stdout
            return dict(line.split() for line in output.splitlines() if line[:1].isdigit())
        together = hashes(seeds[0], len(seeds))
        return [seed for seed in seeds[:: max(1, len(seeds) // 10)]
                if together.get(str(seed)) != hashes(seed, 1).get(str(seed))]


def ranges(options):
    """The first seeds of batches, and their lengths."""
    first, last = map(int, options.seeds.split("-")) if options.seeds else (1, 1 << 60)
    while first <= last:
        yield first, min(BATCH, last - first + 1)
        first += BATCH


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("binary")
    parser.add_argument("--seeds")
    parser.add_argument("--seconds", type=float)
    parser.add_argument("--most", type=int, default=1)
    options = parser.parse_args()
    simulation = Simulation(str(pathlib.Path(options.binary).resolve()), options.most)
    start = time.monotonic()
    end = start + options.seconds if options.seconds else float("inf")
    batches = ranges(options)
    with concurrent.futures.ThreadPoolExecutor(AT_ONCE) as pool:
        def work():
            while not simulation.is_over and time.monotonic() < end:
                with simulation.lock:
                    batch = next(batches, None)
                if batch is None:
                    return
                simulation.batch(*batch)
        for worker in [pool.submit(work) for _ in range(AT_ONCE)]:
            worker.result()
    seconds = time.monotonic() - start
    print(", ".join(f"{number} {word}" for number, word in zip(simulation.sums, TOLD, strict=True))
          + f" in {seconds:.0f} s: {seconds / max(1, simulation.sums[1]) * 1000:.2f} ms for each run")
    differing = [] if simulation.broken else simulation.differing(range(1, 101))
    for seed in differing:
        print(f"seed {seed} does something else when it runs alone")
    sys.exit(1 if simulation.broken or differing else 0)


if __name__ == "__main__":
    main()
