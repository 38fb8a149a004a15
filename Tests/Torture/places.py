"""Where a command runs: its folders, its server and its ledger, the same before each trial. To be imported."""
import copy
import os
import pathlib
import shutil
import sqlite3
import sys

sys.path.append(str(pathlib.Path(__file__).resolve().parents[1] / "Faults"))
from ledgers import LedgerWorkspace, ended
from workspace import KEYS

# A ledger that another process holds is waited for, for 45 s, and opened again.
SECONDS = 150


class Place:
    """The folders `workspace`, `state` and `tmp` in one root: in every trial as the command has prepared them."""

    def __init__(self, binary, shim, root, command, witness, server):
        self.root, self.command, self.witness, self.shim = root.resolve(), command, witness, shim
        self.kept = self.root / "kept"
        self.now = self.root / "now"
        self.counts = self.root / "counts"
        for name in ("workspace", "state", "tmp"):
            (self.now / name).mkdir(parents=True)
        self.ledger = command.ledger(self.now, server)
        self.workspace = LedgerWorkspace(
            binary, self.now / "workspace", self.ledger, witness, steps=command.steps, more=command.more)
        self.variables = {
            "HOME": os.fspath(self.now), "TMPDIR": os.fspath(self.now / "tmp"),
            "XDG_STATE_HOME": os.fspath(self.now / "state"), "NO_COLOR": "1",
            "GITHUB_STEP_SUMMARY": os.fspath(self.workspace.reports / "summary.md"), "GITHUB_ACTIONS": None, "CI": None}
        command.prepare(self)
        self.claimed = self.claims() if command.sends else set()
        shutil.copytree(self.now, self.kept)
        self.known = copy.deepcopy((witness.phones, witness.numbers_of_tokens, witness.arrivals))

    @property
    def secrets(self):
        """What no output may have."""
        server = getattr(self.ledger, "server", None)
        return [*KEYS.values(), *([server.password] if server else [])]

    def reset(self):
        """As the command has prepared it, also what the server knows."""
        shutil.rmtree(self.now)
        shutil.copytree(self.kept, self.now)
        self.counts.unlink(missing_ok=True)
        self.witness.settle()
        self.witness.phones, self.witness.numbers_of_tokens, self.witness.arrivals = copy.deepcopy(self.known)
        self.witness.problems.clear()
        if hasattr(self.ledger, "server"):
            self.ledger.rows("DROP SCHEMA IF EXISTS ekoflow CASCADE")

    def run(self, arguments, variables=None):
        """The exit code, or `hangs`, and what was printed."""
        process = self.workspace.start(*arguments, variables={**self.variables, **(variables or {})})
        code = ended(process, SECONDS)
        text = process.output.read_text(errors="replace")
        process.output.unlink()
        return code, text

    def claims(self):
        """The references in the ledger; what is wrong with it if it cannot be read."""
        if hasattr(self.ledger, "path") and not self.ledger.path.exists():
            return set()
        try:
            return {reference for reference, in self.ledger.rows("SELECT reference FROM claims")}
        except (sqlite3.Error, RuntimeError) as problem:
            is_new = "no such table" in str(problem) or "does not exist" in str(problem)
            return set() if is_new else str(problem)

    def files(self):
        """Each file of the workspace, of the ledger and of the temporary folder, by its path."""
        return {
            os.fspath(path.relative_to(self.now)): path for path in self.now.rglob("*") if path.is_file()}
