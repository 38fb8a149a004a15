"""No more is sent than the environment allows. To be imported."""
from sandbox import Sandbox

CASES = 100
LIMIT = 10


def try_all(workspace, findings):
    """A hundred cases against a limit of ten, one after another and all at once."""
    numbers = [f"90000{index:05}" for index in range(CASES)]
    rows = "".join(f'  - {{ mobile: "{number}" }}\n' for number in numbers)
    workspace.write_workflow(
        f'cases:\n{rows}steps:\n  - send_otp: {{ mobile: "${{{{ case.mobile }}}}", csp_id: c }}\n')
    with Sandbox(workspace.binary) as sandbox:
        workspace.write_environment(f"sandbox: {sandbox.origin}", more=f"limits: {{ max_sends: {LIMIT} }}")
        for jobs in (1, CASES):
            sandbox.control("reset", {})
            result = workspace.run("run", "workflow.yml", "--jobs", str(jobs))
            arrived = sum(len(sandbox.inbox(number)) for number in numbers)
            what = f"{CASES} cases, {jobs} at once, against max_sends {LIMIT}"
            findings.expect(f"{what}: arrived", arrived, LIMIT)
            findings.expect(f"{what}: exit code", result.returncode, 4)
            print(f"{what}: {arrived} arrived")
