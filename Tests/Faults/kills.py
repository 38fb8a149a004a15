"""What was sent, moved and changed is known after `kill -9`. To be imported."""
import os
import random
import shutil
import signal
import subprocess
import time

import operations
from sandbox import Sandbox
from workspace import CREDENTIALS

# One operation for each effect; texting by GET and by POST.
KINDS = ["send_otp", "customer", "dmt_transfer", "pan", "ifsc", "dmt_onboard_sender"]
KEYS = {"DEVELOPER_KEY": "sandbox-developer-key", "ACCESS_KEY": "sandbox-access-key"}


def try_all(workspace, findings, moments):
    """Kills runs at moments all over their time, and compares what the journal tells with what has arrived."""
    cut = unknown = lost = 0
    generator = random.Random(1)
    with Sandbox(workspace.binary) as sandbox:
        # Not as a sandbox: then each request is forced onto the disk before it is made.
        workspace.write_environment(f"base_url: {sandbox.origin}/ekoapi/v3\n{CREDENTIALS}")
        known = {operation.name: operation for operation in operations.all_of(workspace, sandbox)}
        references = [f"{name}-{index}"[-20:] for index in range(5) for name in KINDS]
        workspace.write_workflow("steps:\n" + "".join(
            step(known[KINDS[index % len(KINDS)]], reference) for index, reference in enumerate(references)))
        duration = seconds_of_run(workspace)
        for _ in range(moments):
            sandbox.control("reset", {})
            workspace.journal.unlink(missing_ok=True)
            # With the ledger, the next run would be refused as long as this one is not resumed.
            shutil.rmtree(workspace.state, ignore_errors=True)
            kill_after(generator.uniform(0, duration), workspace)
            told, is_cut = told_by_journal(workspace, findings)
            cut += is_cut
            unknown += list(told.values()).count("OutcomeUnknown")
            arrived = {call["request"].get("client_ref_id") for call in sandbox.get("calls")["calls"]}
            lost += lost_results(told, references, arrived, findings)
    print(f"kill -9 at {moments} moments over all effects: {cut} runs cut off, {unknown} requests of unknown outcome, "
          f"results lost: {lost}")


def step(operation, reference):
    call = operation.call().replace('"with": {', f'"with": {{"client_ref_id": "{reference}", ', 1)
    return f'  - {{ name: "{reference}", call: {call} }}\n'


def start(workspace):
    environment = {**os.environ, **KEYS, "XDG_STATE_HOME": os.fspath(workspace.state)}
    return subprocess.Popen(
        [workspace.binary, "run", "workflow.yml", "--show-recipients"], cwd=workspace.folder, env=environment,
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


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
    """The outcome of each step, by its name, and whether the run was cut off."""
    if not workspace.journal.exists() or workspace.journal.stat().st_size == 0:
        return {}, False
    result = workspace.run("report", "--from-journal")
    if result.returncode == 2:
        findings.add(f"the journal cannot be read: {result.stderr}")
        return {}, False
    return workspace.testcases(), "was cut off" in result.stdout


def lost_results(told, references, arrived, findings):
    """How many requests the journal tells wrongly."""
    wrong = []
    for reference in references:
        outcome = told.get(reference, "nothing")
        if reference in arrived and outcome not in ("passed", "OutcomeUnknown"):
            wrong.append(f"{reference} arrived, and the journal tells {outcome}")
        if reference not in arrived and outcome == "passed":
            wrong.append(f"{reference} did not arrive, and the journal tells that it passed")
    for problem in wrong:
        findings.add(problem)
    return len(wrong)
