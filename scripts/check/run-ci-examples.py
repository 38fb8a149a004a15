#!/usr/bin/env python3
"""Runs the scripts of the CI examples twice, as a CI system does that starts a job again, and counts what arrives.

Usage: scripts/check/run-ci-examples.py BINARY

The environment 'staging' leads to a sandbox, and has a ledger in a file in place of PostgreSQL. Each example must make
each request once in its two starts, and again if the variables of the CI system say that it is another run. A sandbox
needs no key. An example without its key must be found.
"""
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import time
import urllib.request

import yaml

PROJECT = pathlib.Path(__file__).resolve().parents[2]
EXAMPLES = PROJECT / "Documentation/Examples"
WORKFLOW = """\
name: Send {number}
environment: staging
tags: [smoke]
steps:
  - send_otp: {{ mobile: "900233676{number}", csp_id: "9002336768" }}
"""
ENVIRONMENT = """\
name: staging
base_url: {address}/ekoapi/v3
initiator_id: "9962981729"
credentials: {{ developer_key: {{ env: EKO_STAGING_DEVELOPER_KEY }}, access_key: {{ env: EKO_STAGING_ACCESS_KEY }} }}
recipients: ["9002336761", "9002336762", "9002336763"]
ledger: {{ file: ../ledger.db }}
"""


def gitlab():
    """The script of the GitLab example."""
    return yaml.safe_load((EXAMPLES / "gitlab.yml").read_text())["otp"]["script"][0]


def component(environment):
    """The script of the GitLab component, with its inputs filled in as GitLab does it."""
    text = (PROJECT / "templates/ekoflow.yml").read_text().replace("parallel: $[[ inputs.machines ]]", "parallel: 3")
    header, job = yaml.safe_load_all(text)
    script = "\n".join(job["ekoflow"]["script"])
    for name, value in header["spec"]["inputs"].items():
        filled = environment if name == "environment" else value.get("default", "")
        script = script.replace(f"$[[ inputs.{name} ]]", str(filled))
    return script


def action():
    """The script of the GitHub action."""
    steps = yaml.safe_load((PROJECT / "action.yml").read_text())["runs"]["steps"]
    return next(step["run"] for step in steps if step["name"] == "Run the workflows")


def kubernetes():
    """The script of the Kubernetes example. Its volume is the folder here."""
    job = next(yaml.safe_load_all((EXAMPLES / "kubernetes.yml").read_text()))
    return job["spec"]["template"]["spec"]["containers"][0]["args"][0].replace("/reports/", "reports/")


def azure():
    """The script of the Azure example. Azure replaces $(A.B) by the variable."""
    steps = yaml.safe_load((EXAMPLES / "azure-pipelines.yml").read_text())["jobs"][0]["steps"]
    script = next(step["bash"] for step in steps if "ekoflow run" in step.get("bash", ""))
    return re.sub(r"\$\(([A-Za-z]+)\.([A-Za-z]+)\)", lambda name: f"${{{name[1].upper()}_{name[2].upper()}}}", script)


def jenkins():
    """The script of the Jenkinsfile. Groovy reads two backslashes as one; these strings have none."""
    return (EXAMPLES / "Jenkinsfile").read_text().split("'''")[1]


PARTS = {"CI_NODE_INDEX": "1", "CI_NODE_TOTAL": "3"}
INPUTS = {"WORKFLOWS": "workflows", "SHARD": "1/3", "JOBS": "8", "OPTIONS": "--tags smoke", "RUN_KEY": "auto"}
GITHUB = {"GITHUB_REPOSITORY": "qa/otp", "GITHUB_JOB": "send"}
POSITION = {"SYSTEM_JOBPOSITIONINPHASE": "1", "SYSTEM_TOTALJOBSINPHASE": "3"}
# Name, script, variables of the CI system, the variable by which it tells another run, how often the request arrives.
CASES = [
    ("gitlab", gitlab(), {**PARTS, "CI_JOB_NAME_SLUG": "otp-1-3"}, "CI_PIPELINE_ID", 1),
    ("component", component("staging"), {**PARTS, "CI_JOB_NAME_SLUG": "ekoflow-1-3"}, "CI_PIPELINE_ID", 1),
    ("component on a sandbox", component("sandbox"), {**PARTS, "CI_JOB_NAME_SLUG": "ekoflow"}, "CI_PIPELINE_ID", 0),
    ("action", action(), {**INPUTS, **GITHUB, "ENVIRONMENT": "staging"}, "GITHUB_RUN_ID", 1),
    ("action on a sandbox", action(), {**INPUTS, **GITHUB, "ENVIRONMENT": "sandbox"}, "GITHUB_RUN_ID", 0),
    ("kubernetes", kubernetes(), {"JOB_COMPLETION_INDEX": "0", "EKOFLOW_SHARDS": "3"}, "JOB_UID", 1),
    ("azure", azure(), POSITION, "BUILD_BUILDID", 1),
    ("jenkins", jenkins(), {"PART": "1"}, "BUILD_TAG", 1),
]
# What a CI system says to another part of the run.
OTHER_PARTS = {
    "gitlab": {"CI_NODE_INDEX": "2", "CI_JOB_NAME_SLUG": "otp-2-3"},
    "component": {"CI_NODE_INDEX": "2", "CI_JOB_NAME_SLUG": "ekoflow-2-3"},
    "kubernetes": {"JOB_COMPLETION_INDEX": "1"},
    "jenkins": {"PART": "2"},
}


class Sandbox:
    """A sandbox that counts what arrives."""

    def __init__(self, binary, folder):
        file = folder / "environments/local.yml"
        self.process = subprocess.Popen(
            [binary, "sandbox", "--port", "0", "--environment", file],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        until = time.monotonic() + 10
        while not (found := re.search(r"^sandbox: (\S+)", file.read_text() if file.exists() else "", re.MULTILINE)):
            if time.monotonic() > until:
                sys.exit("the sandbox does not start")
            time.sleep(0.05)
        self.address = found[1]

    def sends(self):
        """How many SMS it was asked for."""
        with urllib.request.urlopen(f"{self.address}/_sandbox/calls?endpoint=send_otp") as answer:
            return len(json.load(answer)["calls"])


def main():
    """Tries each example."""
    binary = pathlib.Path(sys.argv[1]).resolve()
    problems = []
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        subprocess.run([binary, "init"], cwd=folder, check=True, stdout=subprocess.DEVNULL)
        for file in (folder / "workflows").rglob("*.yml"):
            file.unlink()
        for number in (1, 2, 3):
            (folder / f"workflows/send{number}.yml").write_text(WORKFLOW.format(number=number))
        (folder / "reports").mkdir()
        sandbox = Sandbox(binary, folder)
        try:
            (folder / "environments/staging.yml").write_text(ENVIRONMENT.format(address=sandbox.address))
            for what, script, variables, run, expected in CASES:
                problems += tried(what, script, variables, run, expected, sandbox, folder, binary)
                if what in OTHER_PARTS:
                    problems += joined(what, script, variables | OTHER_PARTS[what], run, folder, binary)
            what, script, variables, run, expected = CASES[0]
            keyless = re.sub('--run-key "[^"]*"', "", script)
            if not list(tried(what, keyless, variables, run, expected, sandbox, folder, binary)):
                problems.append("an example without a key was not found")
        finally:
            sandbox.process.terminate()
            sandbox.process.wait()
    for problem in problems:
        print(f"problem: {problem}", file=sys.stderr)
    print(f"CI examples: {len(CASES)} started three times, {len(problems)} problems")
    sys.exit(bool(problems))


def started(script, variables, run, number, folder, binary):
    """Starts an example in the run with this number."""
    # Names can have spaces.
    value = f"jenkins-QA team-OTP tests-{number}" if run == "BUILD_TAG" else f"4711{number}"
    environment = {
        "PATH": f"{binary.parent}:{os.environ['PATH']}",
        "HOME": str(folder),
        "EKO_STAGING_DEVELOPER_KEY": "sandbox-developer-key",
        "EKO_STAGING_ACCESS_KEY": "sandbox-access-key",
        **variables,
        run: value,
    }
    return subprocess.run(
        ["bash", "-euo", "pipefail", "-c", script], cwd=folder, env=environment, capture_output=True, text=True,
        check=False)


def joined(what, script, variables, run, folder, binary):
    """Starts another part of the last run, whose report can be joined with the first part's. Returns what is wrong."""
    done = started(script, variables, run, 2, folder, binary)
    if done.returncode:
        yield f"{what}: another part ended with {done.returncode}\n{done.stdout}{done.stderr}"
        return
    reports = sorted(folder.glob("reports/run-*.json"))
    merge = subprocess.run(
        [binary, "report", "merge", *reports, "--json", "merged.json"], cwd=folder, capture_output=True, text=True,
        check=False)
    # The third part is missing.
    if merge.returncode != 3 or len(reports) != 2:
        yield f"{what}: joining {len(reports)} parts ended with {merge.returncode}\n{merge.stdout}{merge.stderr}"
    for report in reports:
        report.unlink()


def tried(what, script, variables, run, expected, sandbox, folder, binary):
    """Starts an example twice as one run, and once as another run. Returns what is wrong."""
    for start, number, arrivals in [("first", 1, expected), ("second", 1, 0), ("another run's", 2, expected)]:
        before = sandbox.sends()
        done = started(script, variables, run, number, folder, binary)
        if done.returncode:
            yield f"{what}: the {start} start ended with {done.returncode}\n{done.stdout}{done.stderr}"
        elif sandbox.sends() - before != arrivals:
            yield f"{what}: in the {start} start {sandbox.sends() - before} requests arrived, expected {arrivals}"


if __name__ == "__main__":
    main()
