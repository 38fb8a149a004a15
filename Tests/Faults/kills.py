"""What was sent is known after `kill -9`. To be imported."""
import os
import random
import signal
import subprocess
import time

from sandbox import Sandbox
from workspace import CREDENTIALS

NUMBERS = [f"90000{index:05}" for index in range(30)]
KEYS = {"DEVELOPER_KEY": "sandbox-developer-key", "ACCESS_KEY": "sandbox-access-key"}


def try_all(workspace, findings, moments):
    """Kills runs at moments all over their time, and compares what the journal tells with what has arrived."""
    workspace.write_workflow("steps:\n" + "".join(
        f'  - {{ name: "{number}", send_otp: {{ mobile: "{number}", csp_id: c }} }}\n' for number in NUMBERS))
    cut = unknown = lost = 0
    generator = random.Random(1)
    with Sandbox(workspace.binary) as sandbox:
        # Not as a sandbox: then each send is forced onto the disk before it is made.
        workspace.write_environment(f"base_url: {sandbox.origin}/ekoapi/v3\n{CREDENTIALS}")
        duration = seconds_of_run(workspace)
        for _ in range(moments):
            sandbox.control("reset", {})
            workspace.journal.unlink(missing_ok=True)
            kill_after(generator.uniform(0, duration), workspace)
            told, is_cut = told_by_journal(workspace, findings)
            cut += is_cut
            unknown += list(told.values()).count("OutcomeUnknown")
            lost += lost_results(told, {number for number in NUMBERS if sandbox.inbox(number)}, findings)
    print(f"kill -9 at {moments} moments: {cut} runs cut off, {unknown} sends of unknown outcome, results lost: {lost}")


def start(workspace):
    return subprocess.Popen(
        [workspace.binary, "run", "workflow.yml", "--show-recipients"], cwd=workspace.folder,
        env={**os.environ, **KEYS}, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def seconds_of_run(workspace):
    before = time.monotonic()
    if code := start(workspace).wait():
        raise SystemExit(f"problem: the run ended with {code}")
    return time.monotonic() - before


def kill_after(seconds, workspace):
    process = start(workspace)
    time.sleep(seconds)
    process.send_signal(signal.SIGKILL)
    process.wait()


def told_by_journal(workspace, findings):
    """The outcome of each send, by its number, and whether the run was cut off."""
    if not workspace.journal.exists() or workspace.journal.stat().st_size == 0:
        return {}, False
    result = workspace.run("report", "--from-journal")
    if result.returncode == 2:
        findings.add(f"the journal cannot be read: {result.stderr}")
        return {}, False
    return workspace.testcases(), "was cut off" in result.stdout


def lost_results(told, arrived, findings):
    """How many sends the journal tells wrongly."""
    wrong = []
    for number in NUMBERS:
        outcome = told.get(number, "nothing")
        if number in arrived and outcome not in ("passed", "OutcomeUnknown"):
            wrong.append(f"{number} was texted, and the journal tells {outcome}")
        if number not in arrived and outcome == "passed":
            wrong.append(f"{number} was not texted, and the journal tells that it passed")
    for problem in wrong:
        findings.add(problem)
    return len(wrong)
