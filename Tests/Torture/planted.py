"""Made-up endings with something wrong: each must be found, so that no check is blind. To be imported."""
import copy
import dataclasses
import json
import pathlib
import sys

sys.path.append(str(pathlib.Path(__file__).resolve().parents[1] / "Faults"))
from commands import COMMANDS
from faults import Fault
from judgement import Ending, problems_of
from witness import Arrival

FAULT = Fault("write/journal", 1, 28)
NUMBER = "9000000001"
KEY = "a-made-up-key"
REPORTS = "workspace/reports/"
STEPS = [
    {"id": step, "verdict": "passed", "request": {"client_ref_id": f"M{step}"}}
    for step in ("send", "verify")]
# What the run has written.
WRITTEN = {f"{REPORTS}{name}" for name in (
    "journal.jsonl", "junit.xml", "run.json", "run.html", "run.tap", "summary.md")}


def good_ending():
    """All is well: two steps, two arrivals, and each report."""
    arrivals = [Arrival(1, step, NUMBER, f"M{step}") for step in ("send", "verify")]
    files = {
        f"{REPORTS}journal.jsonl": b'{"event":"request","client_ref_id":"Msend"}\n{"client_ref_id":"Mverify"}\n',
        f"{REPORTS}journal-Mold.jsonl": b"{}\n", f"{REPORTS}junit.xml": b"<testsuites><testcase/></testsuites>",
        f"{REPORTS}run.json": json.dumps({"suites": [{"case": "c0", "steps": STEPS}]}).encode(),
        f"{REPORTS}run.html": b"<html>2 of 2</html>\n", f"{REPORTS}run.tap": b"1..1\nok 1\n",
        f"{REPORTS}summary.md": b"2 steps\n", "workspace/workflow.yml": b"steps: []\n"}
    return Ending(0, "2 steps: 2 passed\n", files, arrivals, 0, [], {"Msend", "Mverify"}, [KEY])


def tell(ending, **told):
    report = json.loads(ending.files[f"{REPORTS}run.json"])
    report["suites"][0]["steps"][0] |= told
    ending.files[f"{REPORTS}run.json"] = json.dumps(report).encode()


def ends(ending, code, text):
    ending.code, ending.text = code, text


def writes(ending, name, data):
    ending.files[f"{REPORTS}{name}"] = data


def retries(ending):
    """The first step was made twice, and the reports tell it."""
    tell(ending, earlier=[{"type": "Transport"}])
    writes(ending, "summary.md", b"2 steps, 1 of them again\n")


# What is found, what is wrong, and how it is made.
PLANTED = [
    ("crashes", "a trap", lambda it: ends(it, -4, "Fatal error: no memory")),
    ("crashes", "a trap whose signal was caught", lambda it: ends(it, 3, "Fatal error: no memory")),
    ("hangs", "a hang", lambda it: ends(it, "hangs", "")),
    ("wrong exit codes", "a failure that blames the API", lambda it: ends(it, 1, "error: http: expected 200")),
    ("wrong exit codes", "nothing was sent, and two arrived", lambda it: ends(it, 2, "error: a b c d")),
    ("wrong exit codes", "refused without a rule", lambda it: ends(it, 4, "error: a b c d")),
    ("messages", "no reason", lambda it: ends(it, 3, "")),
    ("messages", "only a code", lambda it: ends(it, 3, "error: 28\n")),
    ("half-written reports", "a cut JUnit report", lambda it: writes(it, "junit.xml", b"<testsuites>")),
    ("half-written reports", "a cut JSON report", lambda it: writes(it, "run.json", b'{"suites": [')),
    ("half-written reports", "a cut HTML report", lambda it: writes(it, "run.html", b"<html>")),
    ("half-written reports", "a cut TAP report", lambda it: writes(it, "run.tap", b"1..2\nok 1\n")),
    ("half-written reports", "a broken line of a journal", lambda it: writes(it, "journal.jsonl", b'{"M')),
    ("files left behind", "a part of a report", lambda it: writes(it, "junit.xml.1234-5", b"")),
    ("files left behind", "a temporary file", lambda it: it.files.__setitem__("tmp/ekoflow-report.x", b"")),
    ("secrets", "a key in the output", lambda it: ends(it, 0, f"2 steps: 2 passed {KEY}\n")),
    ("secrets", "a key in a file", lambda it: writes(it, "journal-Mx.jsonl", json.dumps(KEY).encode())),
    ("duplicates", "a second send", lambda it: it.arrivals.append(it.arrivals[0])),
    ("changed requests", "a request without a field", lambda it: it.requests.append("PUT arrived without a key")),
    ("not recorded", "an arrival that no journal has", lambda it: writes(it, "journal.jsonl", b"{}\n")),
    ("not recorded", "an arrival that the ledger lacks", lambda it: it.claims.discard("Msend")),
    ("lost results", "an arrival that is told as skipped", lambda it: tell(it, verdict="skipped")),
    ("lost results", "an arrival that is told as not sent", lambda it: tell(it, verdict="error", type="NotSent")),
    ("lost results", "passed without an arrival", lambda it: it.arrivals.pop(0)),
    ("lost results", "no JUnit report", lambda it: it.files.pop(f"{REPORTS}junit.xml")),
    ("lost results", "the report of another run", lambda it: writes(it, "run.json", b'{"suites": []}')),
    ("lost results", "a report without a word", lambda it: writes(it, "summary.md", b"2\n")),
    ("lost results", "a report with one more word", lambda it: writes(it, "summary.md", b"2 steps more\n")),
    ("lost results", "a report of a second attempt that lacks a word",
     lambda it: (retries(it), writes(it, "summary.md", b"2\n"))),
    ("lost results", "an entry that the ledger has lost", lambda it: setattr(it, "claimed", {"Mold"})),
    ("lost results", "a damaged ledger", lambda it: setattr(it, "claims", "database disk image is malformed")),
    ("lost results", "a journal that was emptied", lambda it: writes(it, "journal-Mold.jsonl", b"")),
    ("lost results", "a workflow that is gone", lambda it: it.files.pop("workspace/workflow.yml")),
    ("falsely green", "exit code 0, and one did not arrive", lambda it: it.arrivals.pop(1)),
]


def check_the_checks():
    """What is not found, in words."""
    command = dataclasses.replace(COMMANDS[0], sends=("send", "verify"))
    good = good_ending()
    before = {path: data for path, data in good.files.items() if path not in WRITTEN}

    def found(ending):
        return {what for what, _ in problems_of(command, FAULT, ending, good, before)}

    for title, change in [("a run in which all is well", lambda it: None), ("a run with a second attempt", retries)]:
        ending = copy.deepcopy(good)
        change(ending)
        if found(ending):
            yield f"made up, and nothing is wrong: {title}; found: {found(ending)}"
    for what, title, change in PLANTED:
        ending = copy.deepcopy(good)
        change(ending)
        if what not in found(ending):
            yield f"planted, and not found: {title} ({what}); found: {found(ending)}"
