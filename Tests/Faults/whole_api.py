"""Every documented operation is planned as what it does, runs, and answers as documented. To be imported."""
import json

import operations
from sandbox import Sandbox


def try_all(workspace, findings):
    """All operations in one workflow: `validate`, `plan` and `run` on the sandbox."""
    with Sandbox(workspace.binary) as sandbox:
        workspace.write_environment(f"sandbox: {sandbox.origin}")
        (workspace.folder / "card.png").write_bytes(b"\x89PNG\r\n" + bytes(range(256)))
        known = operations.all_of(workspace, sandbox)
        # Operations on a transaction or an OTP come after what makes it.
        known.sort(key=lambda operation: operation.name in ("transaction", "refund", "refund_otp", "validate_token"))
        sent = [step(operation) for operation in known]
        workspace.write_workflow("steps:\n" + "".join(sent))
        findings.expect("validate: exit code", workspace.run("validate", "workflow.yml").returncode, 0)
        planned = json.loads(workspace.run("plan", "workflow.yml", "--json").stdout)["requests"]
        for operation, request in zip(known, planned, strict=True):
            effects = request.get("effects", ["reads"])
            findings.expect(f"plan of {operation.name}: effects", effects, [operation.kind])
        result = workspace.run("run", "workflow.yml")
        outcomes = workspace.testcases()
        passed = sum(outcomes.get(operation.name) == "passed" for operation in known)
        for operation in known:
            findings.expect(f"run of {operation.name}", outcomes.get(operation.name), "passed")
        findings.expect("run of every operation: exit code", result.returncode, 0)
        print(f"operations that are planned as what they do, and pass: {passed} of {len(known)}")


def step(operation):
    """A step that expects the documented answer, in HTTP 200 and by the contract."""
    before, after = "    continue_on_failure: true\n", ""
    call = operation.call()
    if operation.name == "verify_otp":
        return (
            f'  - name: verify_otp\n    id: verify\n    verify_otp: {{ mobile: "{operations.NUMBER}" }}\n'
            "    expect: { http: 200, contract: ok }\n    capture: { token: data.otp_verification_token }\n")
    if operation.name == "validate_token":
        return (
            "  - name: validate_token\n    validate_token: { otp_verification_token: '${{ steps.verify.token }}' }\n"
            "    expect: { http: 200, contract: ok }\n")
    if operation.name == "dmt_transfer":
        before, after = before + "    id: transfer\n", "    capture: { tid: data.tid }\n"
    if operation.name in ("transaction", "refund", "refund_otp"):
        tid = "${{ steps.transfer.tid }}"
        call = call.replace("v-transaction-reference", tid).replace("v-tid", tid)
    return f"  - name: {operation.name}\n{before}    call: {call}\n    expect: {{ http: 200, contract: ok }}\n{after}"
