"""The commands that are tortured, each with its workspace. To be imported."""
import dataclasses
import pathlib
import shutil
import sys
from collections.abc import Callable

sys.path.append(str(pathlib.Path(__file__).resolve().parents[1] / "Faults"))
from faults import DIE, Fault
from ledgers import PEOPLE, ROUND_TRIP, PostgresLedger, SQLiteLedger
from workspace import CREDENTIALS

NUMBERS = ["9000000001", "9000000002", "9000000003"]
REPORTS = {
    "--junit": "reports/junit.xml", "--json": "reports/run.json", "--html": "reports/run.html",
    "--tap": "reports/run.tap"}
WRITE_ALL = [word for pair in REPORTS.items() for word in pair]
LOOKS_ONLY = PEOPLE[: PEOPLE.index("  - id: token")]
# With everything that a step can have: a retry, a file, a program that gives a key.
RETRIES = PEOPLE.replace("    expect: { http: 200", "    retry: { attempts: 3, every: 10ms }\n    expect: { http: 200")
TIMEOUT = "timeout: 2s\n"
CURL = """\
curl -X POST http://127.0.0.1/ekoapi/v3/tools/kyc/mobile/otp -H 'content-type: application/json' \\
  -H 'developer_key: {key}' -d '{{"mobile": "9002336768", "csp_id": "c", "initiator_id": "9962981729"}}'
"""
OPENAPI = """\
openapi: 3.0.0
info: { title: Numbers, version: "1" }
servers: [{ url: "http://127.0.0.1/ekoapi/v3" }]
paths:
  /look/{mobile}:
    get:
      tags: [look]
      parameters: [{ name: mobile, in: path, required: true, schema: { type: string, example: "9002336768" } }]
      responses: { "200": { description: found } }
  /numbers:
    get: { tags: [numbers], responses: { "200": { description: all } } }
"""


def user_ledger(folder, _):
    return SQLiteLedger(folder / "state")


def postgres_ledger(_, server):
    return PostgresLedger(server())


@dataclasses.dataclass(frozen=True)
class Command:
    """One subject: what is run, and in which workspace."""

    name: str
    arguments: list
    prepare: Callable
    steps: str = PEOPLE
    # Further lines of the environment.
    more: str = TIMEOUT
    ledger: Callable = user_ledger
    people: int = 2
    # The reports that the command writes, beside what else it may leave.
    reports: tuple = ()
    files: tuple = ()
    # The steps that arrive at the witness; none for a command that sends nothing, or whose server is its own.
    sends: tuple = ()
    # How often a step that only reads may arrive.
    readings: int = 1
    # Only these kinds of calls: what the other commands make too is not tried again.
    only: tuple = ()
    without: tuple = ()

    def concerns(self, kind):
        is_asked = not self.only or any(word in kind for word in self.only)
        return is_asked and not any(word in kind for word in self.without)


def run_all(*more):
    return ["run", "workflow.yml", *more, *WRITE_ALL, "--github"]


RUN_FILES = (*REPORTS.values(), "reports/summary.md")


def people(place):
    place.workspace.write_people(NUMBERS[: place.command.people])


def made_ledger(place):
    """As most runs find it: a ledger, and the reports and the journal of an earlier run.

    The folder above has an environment of the same name, which must not take the place of its own.
    """
    people(place)
    own = (place.workspace.folder / "environments/local.yml").read_text()
    above = place.now / "environments"
    above.mkdir()
    (above / "local.yml").write_text(own.replace("/ekoapi/v3", "/another/ekoapi/v3"))
    finish(place, run_all(), 0)
    place.witness.forget(NUMBERS)


def in_sandbox(place):
    people(place)
    place.workspace.write_environment("sandbox: embedded", place.command.more)
    finish(place, run_all(), 0)


def with_programs(place):
    """A key comes from a program, another from a file."""
    people(place)
    place.workspace.write("access.txt", "access/key+of\"the<tests>&\n")
    lines = CREDENTIALS.replace("{ env: DEVELOPER_KEY }", "{ command: [printenv, DEVELOPER_KEY] }").replace(
        "{ env: ACCESS_KEY }", "{ file: ../access.txt }")
    place.workspace.write_environment(
        f"base_url: {place.witness.origin}/ekoapi/v3\n{lines}\notp_source: sandbox", place.command.more)


def cut_off(place):
    """A run was killed while it read, with the results of all before in the ledger, and is to be resumed."""
    people(place)
    fault = Fault("recv/api", 8, DIE)
    # Time for the ledger to have what came of the request before.
    place.witness.seconds = 0.1
    code, text = place.run(run_all(), place.shim.variables(place.now, place.counts, fault))
    if code != -9:
        raise SystemExit(f"problem: the run to be resumed ended with {code}:\n{text}")
    place.witness.settle()
    place.witness.seconds = 0


def finished(place):
    """Two runs have ended, and their journals and the report of the second are there."""
    people(place)
    for _ in range(2):
        finish(place, run_all(), 0)
        place.witness.forget(NUMBERS)
    for path in ("junit.xml", "run.html", "run.tap", "summary.md"):
        (place.workspace.reports / path).unlink()


def to_validate(place):
    people(place)
    folder = place.workspace.folder
    (folder / "more").mkdir()
    for path in ("second.yml", "more/third.yml"):
        shutil.copy(folder / "workflow.yml", folder / path)
    shutil.copy(folder / "people.csv", folder / "more/people.csv")


def curl_commands(place):
    place.workspace.write("commands.txt", CURL.format(key="a-key-of-nobody"))


def open_api(place):
    place.workspace.write("api.yml", OPENAPI)


def finish(place, arguments, expected):
    code, text = place.run(arguments)
    if code != expected:
        raise SystemExit(f"problem: '{place.command.name}' cannot be prepared: {code}\n{text}")


ALL_SENDS = ("send", "verify", "look", "token")
DATABASE = ("/database", "/pq", "PQ", "dlopen", "dlsym")
TOUCHES = ("/input", "/folder", "/output", "/errors", "getrandom", "readdir")
COMMANDS = [
    Command("run", run_all(), made_ledger, reports=RUN_FILES, sends=ALL_SENDS),
    Command("run, first use of the ledger", run_all(), people, reports=RUN_FILES, sends=ALL_SENDS, people=1,
            only=("/folder", "/ledger", "/wal", "/shm", "/queue", "sqlite", "dlopen", "dlsym", "/journal", "/report")),
    # The sandbox has the same clock: after two days, its OTP is refused, as it should be.
    Command("run in the sandbox", run_all(), in_sandbox, steps=ROUND_TRIP, more="", reports=RUN_FILES, people=1,
            without=("clock",)),
    Command("run with jobs, retries and programs", run_all("--jobs", "3"), with_programs, steps=RETRIES, people=3,
            reports=RUN_FILES, sends=ALL_SENDS, readings=3,
            only=("/api", "/pipe", "thread", "fork", "exec", "pidfd", "/input", "/journal", "curl_", "PQ")),
    Command("run with PostgreSQL", run_all(), people, ledger=postgres_ledger, reports=RUN_FILES, sends=ALL_SENDS,
            people=1, only=DATABASE, more=TIMEOUT),
    Command("run --resume", run_all("--resume"), cut_off, steps=LOOKS_ONLY, people=3, reports=RUN_FILES,
            sends=("send", "verify", "look"), readings=2,
            only=("/ledger", "/wal", "/shm", "/queue", "sqlite", "/journal", "/report", "/api", "/input", "/folder")),
    Command("recheck", ["recheck", *WRITE_ALL], finished, reports=tuple(REPORTS.values())),
    Command("report convert", ["report", "convert", "reports/run.json", "--junit", "reports/junit.xml", "--html",
                               "reports/run.html", "--tap", "reports/run.tap"],
            finished, reports=("reports/junit.xml", "reports/run.html", "reports/run.tap")),
    Command("report --from-journal", ["report", "--from-journal", *WRITE_ALL], finished,
            reports=tuple(REPORTS.values())),
    Command("report show", ["report", "show"], finished),
    Command("report list", ["report", "list"], finished),
    Command("validate", ["validate", ".", "environments"], to_validate),
    # A file that cannot be parsed for lack of memory is a remark beside it, so memory is left out.
    Command("import curl", ["import", "curl", "commands.txt"], curl_commands, files=("workflows/",), only=TOUCHES),
    Command("import openapi", ["import", "openapi", "api.yml"], open_api, files=("workflows/", "environments/"),
            only=TOUCHES),
]

