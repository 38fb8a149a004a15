"""A workspace in which ekoflow runs, and what was found wrong there. To be imported."""
import os
import subprocess
from xml.etree import ElementTree

KEYS = {"DEVELOPER_KEY": "developer/key+of\"the<tests>&", "ACCESS_KEY": "access/key+of\"the<tests>&"}
CREDENTIALS = "credentials: { developer_key: { env: DEVELOPER_KEY }, access_key: { env: ACCESS_KEY } }"


class Findings:
    """What is not as it has to be, over all trials."""

    def __init__(self):
        self.problems = []

    def add(self, problem):
        self.problems.append(problem)

    def expect(self, what, actual, expected):
        """Says whether it is as expected; if not, it is a problem."""
        if actual != expected:
            self.add(f"{what}: expected {expected!r}, actual {actual!r}")
            print(f"  wrong: {self.problems[-1]}")
        return actual == expected


class Workspace:
    """A folder with `workflow.yml` and the environment `local`."""

    def __init__(self, binary, folder):
        self.binary, self.folder = binary, folder
        self.reports = folder / "reports"
        self.journal = self.reports / "journal.jsonl"
        # Not the ledger of the person who runs the trials.
        self.state = folder / "state"

    def write(self, name, text):
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)

    def write_workflow(self, text):
        self.write("workflow.yml", f"environment: local\n{text}")

    def write_environment(self, address, more=""):
        self.write("environments/local.yml", f"name: local\n{address}\ninitiator_id: '9962981729'\n{more}\n")

    def run(self, *arguments, variables=None):
        environment = {**os.environ, "XDG_STATE_HOME": os.fspath(self.state), **(variables or {})}
        return subprocess.run(
            [self.binary, *arguments], cwd=self.folder, env=environment, capture_output=True, text=True, check=False)

    def testcases(self):
        """What became of each testcase, by its name: `passed`, `failure`, `skipped`, or the type of its error."""
        outcomes = {}
        for case in ElementTree.parse(self.reports / "junit.xml").iter("testcase"):
            problem = next((child for child in case if child.tag in ("failure", "error", "skipped")), None)
            outcome = "passed" if problem is None else problem.tag
            outcomes[case.get("name")] = problem.get("type") if outcome == "error" else outcome
        return outcomes
