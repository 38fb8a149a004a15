"""What is wrong with the end of a command of which one call failed. To be imported."""
import collections
import dataclasses
import json
import re
import socket
from xml.etree import ElementTree

# The exit codes of the program's table that a fault may lead to; 1 would blame the API for it.
CODES = (0, 2, 3, 4)
EFFECTS = ("send", "verify")
# What a Swift program prints before it traps.
TRAPS = ("Fatal error", "Illegal instruction", "Assertion failed", "AddressSanitizer")
# An error that says in words what is wrong, at the start of a line or below its step.
SAYS = re.compile(r"error(?:\[\w+\])?:(?: \S+){4,}")
# Files that a command may leave beside its reports, in each folder.
USUAL = re.compile(
    r"workspace/reports/journal(-\w+)?\.jsonl|workspace/reports/settled-\w+\.\w+|state/ekoflow/ledger\.db(-wal|-shm|-lock|-journal)?")
# What differs in two runs that are the same: tokens, names of runs, times. Of reports, also every number.
NAMES = re.compile(
    r"\bM[0-9A-Z]{10,}\b|\d{4}-\d\d-\d\dT[\d:.]+Z?|\b\d+(?:\.\d+)? (?:µs|ms|s)\b|token-[0-9a-z]+-[0-9a-z]+")
VARYING = re.compile(
    r"\beyJ[\w-]+\.[\w-]+\.[\w-]+|\b[a-z]{5}-[0-9a-z]+-[0-9a-z]+|\bM[0-9A-Z]{10,}\b|\d+(?:\.\d+)?|µs|\bms\b|\bs\b")


@dataclasses.dataclass
class Ending:
    """All that is left of one run of a command."""

    code: int | str
    text: str
    # By its path, the bytes of each file.
    files: dict
    # Of this run, and of the starts before it.
    arrivals: list
    start: float
    requests: list
    # The references in the ledger; none if there is no ledger, and a text if it cannot be read.
    claims: set | str | None
    secrets: list
    # The references that the ledger had before.
    claimed: set = frozenset()

    @property
    def own(self):
        """The arrivals of this run alone."""
        return [arrival for arrival in self.arrivals if arrival.time > self.start]


def same(text):
    """A text without what differs in each run. A machine whose name is not known is `localhost`."""
    return VARYING.sub("#", text.replace(f'"{socket.gethostname()}"', '"localhost"'))


def problems_of(command, fault, ending, good, before):
    """What is wrong, as pairs of a kind and what exactly. `good` is the ending without a fault, `before` the files."""
    yield from problems_of_process(fault, ending)
    yield from problems_of_files(command, fault, ending, good, before)
    yield from problems_of_secrets(ending, before)
    if command.sends:
        yield from problems_of_arrivals(command, ending)
        yield from problems_of_verdicts(command, fault, ending)
    if ending.code == 0:
        yield from problems_of_success(command, fault, ending, good)


def problems_of_process(fault, ending):
    code = ending.code
    if code == "hangs":
        yield "hangs", "it does not end"
    elif code < 0 or code > 128 or any(trap in ending.text for trap in TRAPS):
        yield "crashes", f"it ended by {code}: {ending.text.strip()[-200:]}"
    elif code not in CODES:
        yield "wrong exit codes", f"exit code {code}"
    elif code != 0:
        if fault.kind != "write/errors" and not SAYS.search(ending.text):
            yield "messages", f"exit code {code}, and no error says why: {ending.text[-300:]!r}"
        if code == 4 and not re.search(r"ledger|refused|journal|clock", ending.text):
            yield "wrong exit codes", "exit code 4, and no safety rule is named"
        if code == 2 and ending.own:
            yield "wrong exit codes", "exit code 2 says that nothing was sent"


def problems_of_files(command, fault, ending, good, before):
    wanted = {f"workspace/{path}" for path in command.reports}
    folders = tuple(f"workspace/{path}" for path in command.files)
    for path, data in ending.files.items():
        if path in wanted:
            if data != before.get(path) and (problem := problem_of_report(path, data)):
                yield "half-written reports", f"{path} {problem}"
        elif folders and path.startswith(folders):
            if path not in good.files:
                yield "files left behind", path
            elif data != good.files[path] and data != before.get(path):
                yield "half-written reports", f"{path} differs from what is written without a fault"
        elif path not in before and not USUAL.fullmatch(path) and fault.call != "unlink":
            yield "files left behind", path
        if re.search(r"journal(-\w+)?\.jsonl$", path) and fault.call != "ftruncate":
            yield from problems_of_journal(path, data)
    journals = [data for path, data in ending.files.items() if "/reports/journal" in path]
    for path, data in before.items():
        if "/reports/journal" in path and not any(journal.startswith(data) for journal in journals):
            yield "lost results", f"no journal has any more what {path} had"
        if path not in ending.files and path not in wanted and not USUAL.fullmatch(path):
            yield "lost results", f"{path} is gone"


def problem_of_report(path, data):
    """Why a report cannot be read; empty if it is whole."""
    text = data.decode(errors="replace")
    try:
        if path.endswith(".xml"):
            ElementTree.fromstring(text)
        elif path.endswith(".json"):
            json.loads(text)
        elif path.endswith(".html") and not text.rstrip().endswith("</html>"):
            return "has no end"
        elif path.endswith(".tap"):
            plan = re.search(r"^1\.\.(\d+)", text, re.MULTILINE)
            points = re.findall(r"^(?:not )?ok \d+", text, re.MULTILINE)
            if not plan or len(points) != int(plan.group(1)):
                return "has not as many tests as its plan"
    except (ValueError, ElementTree.ParseError) as problem:
        return f"cannot be read: {problem}"
    return ""


def problems_of_journal(path, data):
    for number, line in enumerate(data.splitlines(keepends=True), 1):
        try:
            json.loads(line)
        except ValueError:
            yield "half-written reports", f"line {number} of {path} is broken: {line[:60]!r}"


def problems_of_secrets(ending, before):
    written = {path: data for path, data in ending.files.items() if data != before.get(path)}
    for path, data in {"the output": ending.text.encode(), **written}.items():
        for secret in ending.secrets:
            if secret.encode() in data:
                yield "secrets", f"{secret[:12]}… is in {path}"


def journals_of(ending):
    return b"".join(data for path, data in ending.files.items() if "/reports/journal" in path)


def problems_of_arrivals(command, ending):
    counts = collections.Counter((arrival.number, arrival.step) for arrival in ending.arrivals)
    for (number, step), count in counts.items():
        if count > (1 if step in EFFECTS else command.readings):
            yield "duplicates", f"{step} of {number} arrived {count} times"
    for problem in ending.requests:
        yield "changed requests", problem
    if isinstance(ending.claims, str):
        yield "lost results", f"the ledger cannot be read any more: {ending.claims}"
    elif ending.claimed - (ending.claims or set()):
        yield "lost results", "the ledger has lost requests that it had"
    journal = journals_of(ending)
    for arrival in ending.arrivals:
        if arrival.step in EFFECTS and arrival.reference.encode() not in journal:
            yield "not recorded", f"{arrival.step} of {arrival.number} arrived, and no journal has {arrival.reference}"
        if arrival.step in EFFECTS and isinstance(ending.claims, set) and arrival.reference not in ending.claims:
            yield "not recorded", f"{arrival.step} of {arrival.number} arrived, and is not in the ledger"


def problems_of_verdicts(command, fault, ending):
    """Is each arrival told, and is nothing told that has not arrived? From the JSON report, if it is of this run."""
    data = ending.files.get("workspace/reports/run.json")
    arrived = {(arrival.number, arrival.step) for arrival in ending.arrivals}
    references = {arrival.reference for arrival in ending.own if arrival.reference}
    try:
        report = json.loads(data or b"null")
    except ValueError:
        return
    told = [] if report is None else [
        (suite.get("case"), step) for suite in report["suites"] for step in suite["steps"]]
    known = {reference for _, step in told if (reference := reference_of(step))}
    is_own = bool(references & known) or not references
    if not is_own and has_died(ending):
        # Its death is a problem of its own. What it did is in its journal, and is told when it is continued.
        return
    if not is_own:
        if ending.code == 0 or "run.json cannot be written" not in ending.text.replace("reports/", ""):
            yield "lost results", f"run.json is not of this run, whose exit code is {ending.code}"
        return
    for case, step in told:
        number = f"900000000{int(case[1:]) + 1}" if case else ""
        place = number, step.get("id")
        if step["verdict"] == "passed" and place not in arrived and references:
            yield "lost results", f"{case} › {place[1]} passed, and has not arrived"
        is_told = step["verdict"] == "passed" or step.get("type") == "OutcomeUnknown" or is_made(step)
        if place in arrived and place[1] in EFFECTS and not is_told:
            yield "lost results", f"{case} › {place[1]} has arrived, and is told as {step}"[:300]
        if step["verdict"] == "failure":
            yield "lost results", f"{case} › {place[1]} is told as a failure: {step.get('message')}"


def has_died(ending):
    """Whether a signal ended it."""
    return isinstance(ending.code, int) and ending.code < 0


def is_made(step):
    """Whether a step says itself that its request was, or may have been, made."""
    return step.get("effect", {}).get("outcome", "none") not in ("none", "did_not_happen", "not_sent")


def reference_of(step):
    found = re.search(r'"client_ref_id": ?"?(\w+)', json.dumps(step))
    return found.group(1) if found else ""


def problems_of_success(command, fault, ending, good):
    """Exit code 0: all must be as without a fault."""
    if command.sends:
        counts = {(arrival.number, arrival.step) for arrival in ending.arrivals}
        wanted = {(arrival.number, arrival.step) for arrival in good.arrivals}
        if counts != wanted:
            yield "falsely green", f"{len(counts)} of {len(wanted)} requests arrived"
    # A step that only reads is tried again, and its report tells the attempt that failed.
    is_retried = earlier_attempts(ending) > earlier_attempts(good)
    for name in command.reports:
        path = f"workspace/{name}"
        if path not in ending.files:
            yield "lost results", f"exit code 0, and there is no {path}"
        # A time that libcurl does not tell is left out.
        elif fault.call != "curl_easy_getinfo":
            yield from differences_of_report(path, ending.files[path], good.files.get(path, b""), is_retried)
    folders = tuple(f"workspace/{start}" for start in command.files)
    for path in good.files:
        if folders and path.startswith(folders) and path not in ending.files:
            yield "lost results", f"exit code 0, and there is no {path}"
    is_same = NAMES.sub("#", ending.text) == NAMES.sub("#", good.text)
    # An import says what it could not compare.
    is_told = command.files and fault.reason and fault.reason in ending.text.lower()
    if not command.sends and not command.reports and not is_same and not is_told:
        yield "falsely green", f"exit code 0, and the output differs: {ending.text[-300:]!r}"


def earlier_attempts(ending):
    """How many attempts before the last the JSON report tells."""
    return ending.files.get("workspace/reports/run.json", b"").count(b'"earlier"')


def differences_of_report(path, data, other, is_retried):
    """Reports must have the same words, but for what differs in each run. A report of more attempts has more."""
    words, others = (
        collections.Counter(re.split(r"[\s,{}[\]]+", same(text.decode(errors="replace")))) for text in (data, other))
    if others - words or (words != others and not is_retried):
        unlike = ", ".join(f"{name} {' '.join(left)[:120]!r}"
                           for name, left in (("more", words - others), ("less", others - words)))
        yield "lost results", f"exit code 0, and {path} differs from that of a run without a fault: {unlike}"
