"""Whatever a request does, it happens at most once and within the limits, and its outcome is told. To be imported."""
import json

import at_most_once
import operations
from sandbox import Sandbox
from workspace import CREDENTIALS, KEYS

# One operation for each effect; texting by GET and by POST.
KINDS = ["customer", "customer_onboard", "dmt_transfer", "pan", "ifsc", "dmt_onboard_sender"]
ALLOWED = {"dmt_otp": 2, "dmt_transfer": 3, "bank_account": 4}
SERIES = 30


def try_all(workspace, findings):
    """Each effect with each fault; then series of calls against limits."""
    with Sandbox(workspace.binary) as sandbox:
        workspace.write_environment(f"sandbox: {sandbox.origin}")
        known = {operation.name: operation for operation in operations.all_of(workspace, sandbox)}
        try_faults(workspace, sandbox, [known[name] for name in KINDS], findings)
        try_addresses(workspace, [known[name] for name in KINDS], findings)
        workspace.write_environment(f"sandbox: {sandbox.origin}", more=(
            f'recipients: ["{operations.NUMBER}"]\n'
            f"limits: {{ max_sends: {ALLOWED['dmt_otp']}, max_transfers: "
            f"{ALLOWED['dmt_transfer'] + ALLOWED['bank_account']}, max_amount: 15004 }}"))
        try_series(workspace, sandbox, known, findings)
        try_unknown_route(workspace, sandbox, findings)


def arrived(sandbox, operation):
    return len(sandbox.get(f"calls?endpoint={operation.name}")["calls"])


def try_faults(workspace, sandbox, tried, findings):
    """With `retry`, each fault; with `poll`, nothing at all."""
    count = twice = wrong = 0
    for operation in tried:
        for kind, value, expected in at_most_once.WANTED:
            if kind == "status":
                continue
            sandbox.control("reset", {})
            sandbox.control("behaviours", {"endpoint": operation.name, kind: value})
            workspace.write_workflow(
                f"steps:\n  - name: faulty\n    call: {operation.call()}\n    timeout: 400ms\n"
                "    retry: { attempts: 3, every: 10ms }\n")
            workspace.run("run", "workflow.yml")
            came = arrived(sandbox, operation)
            what = f"{operation.name}, {kind} {value}"
            twice += not findings.expect(f"{what}: requests that arrived", came, 1)
            wrong += not findings.expect(f"{what}: outcome", workspace.testcases()["faulty"], expected)
            count += 1
        sandbox.control("reset", {})
        workspace.write_workflow(
            f"steps:\n  - call: {operation.call()}\n    poll: {{ every: 10ms, timeout: 1s }}\n")
        code = workspace.run("run", "workflow.yml").returncode
        findings.expect(f"{operation.name}, polled: exit code", code, 2)
        twice += not findings.expect(f"{operation.name}, polled: requests that arrived", arrived(sandbox, operation), 0)
    print(f"effects x faults tried: {count}; requests that arrived twice: {twice}; outcome wrong: {wrong}")


def try_addresses(workspace, tried, findings):
    """Where nothing can be sent, every effect is told as not sent."""
    workspace.write_workflow("steps:\n" + "".join(
        f"  - name: {operation.name}\n    continue_on_failure: true\n    call: {operation.call()}\n"
        for operation in tried))
    for what, address in at_most_once.addresses_without_a_server():
        workspace.write_environment(f"base_url: {address}\n{CREDENTIALS}")
        workspace.run("run", "workflow.yml", variables=KEYS)
        outcomes = {workspace.testcases()[operation.name] for operation in tried}
        findings.expect(f"{what}: outcomes of all effects", outcomes, {"NotSent"})


def try_series(workspace, sandbox, known, findings):
    """30 OTPs, 30 transfers and 30 penny drops: exactly what is allowed arrives, and the plan says so before."""
    sandbox.control("reset", {})
    steps = "".join(
        f"  - continue_on_failure: true\n    call: {known[name].call(amount=5000)}\n    expect: {{ outcome: any }}\n"
        for name in ALLOWED)
    workspace.write_workflow("cases:\n" + "".join(
        f"  - {{ case_name: c{index}, n: {index} }}\n" for index in range(SERIES)) + f"steps:\n{steps}")
    plan = workspace.run("plan", "workflow.yml", "--json")
    findings.expect("series: exit code of the plan", plan.returncode, 4)
    refused = " ".join(json.loads(plan.stdout)["environments"][0]["refused"])
    for limit in ("max_sends", "max_transfers", "max_amount"):
        findings.expect(f"series: the plan names {limit}", limit in refused, True)
    result = workspace.run("run", "workflow.yml")
    came = {name: arrived(sandbox, known[name]) for name in ALLOWED}
    moved = came["dmt_transfer"] * 5000 + came["bank_account"]
    findings.expect("series: OTPs that arrived", came["dmt_otp"], ALLOWED["dmt_otp"])
    findings.expect("series: transfers that arrived", came["dmt_transfer"], ALLOWED["dmt_transfer"])
    findings.expect("series: penny drops that arrived", came["bank_account"], ALLOWED["bank_account"])
    findings.expect("series: rupees within max_amount", moved <= 15004, True)
    findings.expect("series: exit code", result.returncode, 4)
    print(f"series of {SERIES} x 3 against limits: {came} arrived, {moved} rupees moved")


def try_unknown_route(workspace, sandbox, findings):
    """A path that only the run knows, on a server that is not the API: it runs, and counts nothing."""
    sandbox.control("reset", {})
    workspace.write_workflow(
        "steps:\n  - id: create\n    call: { method: POST, path: /x }\n    expect: { http: 404 }\n"
        "    capture: { id: { from: message } }\n"
        "  - call: { method: DELETE, path: '/x/${{ steps.create.id }}' }\n    expect: { http: 404 }\n")
    result = workspace.run("run", "workflow.yml")
    findings.expect("POST create, DELETE by its id: exit code", result.returncode, 0)
    findings.expect("POST create, DELETE by its id: counts nothing", "0 SMS sent" in result.stdout, True)
