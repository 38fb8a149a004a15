"""The witness of the fault trials, which also looks at each request: is all of it there? To be imported."""
import pathlib
import sys

sys.path.append(str(pathlib.Path(__file__).resolve().parents[1] / "Faults"))
from witness import INBOX, LOOK, STEPS, Witness

# What every request to the API has.
FIELDS = ("developer_key", "secret-key", "secret-key-timestamp", "user-agent", "accept")


class StrictWitness(Witness):
    """Remembers what was wrong with requests: a field or a parameter that is missing, a method or a path of nobody."""

    def __init__(self):
        super().__init__()
        self.problems = []

    def answer(self, method, target, body, fields):
        path = target.partition("?")[0]
        if not path.startswith(INBOX):
            self.problems += [f"{method} {path} arrived {problem}" for problem in problems_of(
                method, path, target, body, fields)]
        return super().answer(method, target, body, fields)


def problems_of(method, path, target, body, fields):
    """What is wrong with a request."""
    if (method, path) not in STEPS and not (method == "GET" and path.startswith(LOOK)):
        yield "that no step makes"
    for name in FIELDS:
        if name not in fields:
            yield f"without the field {name}"
    if body and "json" not in fields.get("content-type", ""):
        yield "with a body, and without its type"
    if method != "GET" and not body:
        yield "without a body"
    if method == "GET" and body:
        yield "with the body of another request"
    told = target + body.decode(errors="replace")
    for name in ("initiator_id", "client_ref_id"):
        if name not in told and not path.startswith(LOOK):
            yield f"without {name}"
