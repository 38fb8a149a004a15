#!/usr/bin/env python3
"""Holds the work of a step against what it was: the program's own instructions, counted by callgrind over fixed runs.

Usage: scripts/check/instructions.py BINARY [--update]

A figure that is more than a tenth above the committed one, in instructions.json, is a regression, and the check ends
with 1. With --update, the figures are written anew. No clock has a say, but on a loaded machine threads wait for one
another more often, and that takes instructions too: what seems too much is counted again, and the least counts.
"""

import json
import pathlib
import sys
import tempfile

from callgrind import ENVIRONMENT, SANDBOX, Counter, Server, stripped

FIGURES = pathlib.Path(__file__).with_name("instructions.json")
MOST = 1.1
ATTEMPTS = 3
FEW, MANY = 100, 600
ANSWER = json.dumps({
    "status": 0, "response_status_id": 0, "response_type_id": 1623, "message": "OTP has been sent",
    "data": {"client_ref_id": "211101129871", "initiator_id": "9962981729", "tid": "2886978474",
             "otp_expiry_timestamp": "Fri May 22 16:04:04 IST 2026"}})
STEP = '  - send_otp: { mobile: "9002336768", csp_id: "9002336768" }\n'
EXAMPLE = FIGURES.parents[2] / "workflows/send.yml"
WORKFLOW = EXAMPLE.read_text().replace("environment: staging", "environment: sandbox")
CASE = '  - send_otp: { mobile: "${{ case.mobile }}", csp_id: "9002336768" }\n'


def write_workspace(folder, port):
    (folder / "environments").mkdir()
    (folder / "environments/sandbox.yml").write_text(SANDBOX.format(port=port))
    (folder / "environments/local.yml").write_text(ENVIRONMENT.format(port=port))
    for count in (FEW, MANY):
        (folder / f"steps-{count}.yml").write_text("environment: sandbox\nsteps:\n" + STEP * count)
        (folder / f"cases-{count}.csv").write_text(
            "case_name,mobile\n" + "".join(f"customer {n},9{n:09}\n" for n in range(count)))
        (folder / f"files-{count}").mkdir()
        for number in range(count):
            (folder / f"files-{count}/{number}.yml").write_text(WORKFLOW)
        (folder / f"cases-{count}.yml").write_text(
            f"environment: sandbox\ncases: {{ csv: cases-{count}.csv }}\nsteps:\n" + CASE)


def runs():
    """What is counted, and the command for a count of steps."""
    yield "a send, one after another", lambda count: ["run", f"steps-{count}.yml", "--quiet"]
    yield "a case, 32 at once", lambda count: ["run", f"cases-{count}.yml", "--jobs", "32", "--quiet"]
    yield "a case with a ledger, 32 at once", lambda count: [
        "run", f"cases-{count}.yml", "--env", "local", "--jobs", "32", "--quiet"]
    yield "a step that is validated", lambda count: ["validate", f"steps-{count}.yml"]
    yield "a file that is validated", lambda count: ["validate", f"files-{count}"]


def count_all(binary, figures):
    """Instructions for each step, without what a command does once. What is above its figure is counted again."""
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        server = Server(keeps=True)
        server.says(ANSWER, "content-type: application/json\r\n")
        write_workspace(folder, server.port)
        counter = Counter(stripped(binary, folder), folder)
        counts = {}
        for what, command in runs():
            for _ in range(ATTEMPTS):
                work = counter.own_instructions(command(MANY)) - counter.own_instructions(command(FEW))
                counts[what] = min(counts.get(what, sys.maxsize), work // (MANY - FEW))
                if not is_regression(counts[what], figures.get(what, 0)):
                    break
        return counts


def is_regression(count, figure):
    return count > MOST * figure


def main():
    figures = json.loads(FIGURES.read_text()) if FIGURES.exists() else {}
    counts = count_all(pathlib.Path(sys.argv[1]).resolve(), figures)
    if "--update" in sys.argv:
        FIGURES.write_text(json.dumps(counts, indent=2) + "\n")
        figures = counts
    wrong = set(counts) != set(figures)
    for what, count in counts.items():
        figure = figures.get(what, 0)
        is_worse = is_regression(count, figure)
        wrong |= is_worse
        place = "wrong: " if is_worse else ""
        print(f"{place}{what}: {count:,} instructions, committed {figure:,}: {count / max(1, figure):.2f}")
        if count * MOST < figure:
            print("  this is less: commit the new figure with --update, so that it is kept")
        # The check itself must see a program that does a tenth more.
        if not is_regression(round(1.11 * count) + 1, count):
            sys.exit("the check would not see a regression")
    if wrong:
        sys.exit("a step takes more work: make it less, or write the new figures with --update and say why")


if __name__ == "__main__":
    main()
