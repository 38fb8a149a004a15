"""No request arrives twice, and the outcome that is told is the right one. To be imported."""
import contextlib
import socket
import threading
import time

from sandbox import Sandbox
from workspace import CREDENTIALS, KEYS

# What a fault of the sandbox has to come to: the type of the error, or that the step passes or fails.
FAULTS = {
    "close_before": "OutcomeUnknown", "reset": "OutcomeUnknown", "close_in_headers": "OutcomeUnknown",
    "close_in_body": "OutcomeUnknown", "close_in_chunk": "OutcomeUnknown", "close_after": "passed",
    "silent": "OutcomeUnknown", "drip_headers": "OutcomeUnknown", "drip_body": "OutcomeUnknown",
    "empty_body": "UnreadableResponse", "not_json": "UnreadableResponse", "cut_json": "UnreadableResponse",
    "trailing_comma": "UnreadableResponse", "byte_order_mark": "UnreadableResponse",
    "invalid_utf8": "UnreadableResponse", "deep_json": "UnreadableResponse", "endless_body": "OutcomeUnknown",
    "endless_headers": "OutcomeUnknown", "compressed": "passed", "not_http": "OutcomeUnknown",
    "interim": "passed", "echo": "passed",
}
STATUSES = {"http": [301, 302, 303, 307, 308, 403, 500, 503], "status": [347]}
WANTED = [("fault", name, outcome) for name, outcome in FAULTS.items()]
WANTED += [(kind, code, "failure") for kind, codes in STATUSES.items() for code in codes]


def try_all(workspace, findings):
    """Each fault on a fresh and on a reused connection, with a step that would like to try again."""
    tried = twice = wrong = 0
    with Sandbox(workspace.binary) as sandbox:
        workspace.write_environment(f"sandbox: {sandbox.origin}")
        for kind, value, expected in WANTED:
            for is_reused in (False, True):
                number = f"90{tried:08}"
                sandbox.control("behaviours", {"endpoint": "send_otp", "mobile": number, kind: value})
                arrived, redirected = requests_of_run(workspace, sandbox, number, is_reused)
                what = f"{kind} {value}, {'reused' if is_reused else 'fresh'} connection"
                findings.expect(f"{what}: requests that arrived", arrived, 1)
                findings.expect(f"{what}: redirects followed", redirected, 0)
                outcome = workspace.testcases()["faulty"]
                wrong += not findings.expect(f"{what}: outcome", outcome, expected)
                twice += arrived > 1
                tried += 1
    write_workflow(workspace, "9002336768", timeout="2s")
    for what, address in addresses_without_a_server():
        workspace.write_environment(f"base_url: {address}\n{CREDENTIALS}")
        workspace.run("run", "workflow.yml", variables=KEYS)
        wrong += not findings.expect(f"{what}: outcome", workspace.testcases()["faulty"], "NotSent")
        tried += 1
    print(f"faults tried: {tried}; requests that arrived twice: {twice}; outcome wrong: {wrong}")


def write_workflow(workspace, number, timeout, before=""):
    workspace.write_workflow(
        f'steps:\n{before}  - name: faulty\n    send_otp: {{ mobile: "{number}", csp_id: c }}\n'
        f'    timeout: {timeout}\n    retry: {{ attempts: 3, every: 10ms }}\n')


def requests_of_run(workspace, sandbox, number, is_reused):
    """How many requests for the number arrived in a run, and how many came by a redirect."""
    before = '  - send_otp: { mobile: "9000000999", csp_id: c }\n' if is_reused else ""
    write_workflow(workspace, number, timeout="400ms", before=before)
    start = len(sandbox.log)
    workspace.run("run", "workflow.yml")
    # Another request behind it, so that the log has told all before.
    sandbox.control("clock", {"advance": "0s"})
    time.sleep(0.02)
    told = sandbox.log[start:]
    return sum(f"{number[:2]}xxxxx{number[-3:]}" in line for line in told), sum("/redirected" in line for line in told)


def addresses_without_a_server():
    """Addresses at which certainly nothing is sent: nobody listens, no such name, no TLS."""
    with socket.socket() as taken, socket.socket() as plain:
        taken.bind(("127.0.0.1", 0))
        yield "connection refused", f"http://127.0.0.1:{taken.getsockname()[1]}/ekoapi/v3"
        yield "name not resolved", "https://no-such-host.invalid/ekoapi/v3"
        plain.bind(("127.0.0.1", 0))
        plain.listen()
        threading.Thread(target=answer_in_plain, args=(plain,), daemon=True).start()
        yield "TLS failed", f"https://127.0.0.1:{plain.getsockname()[1]}/ekoapi/v3"


def answer_in_plain(listener):
    with contextlib.suppress(OSError):  # the listener is closed when the trial is over
        for _ in range(3):
            connection, _ = listener.accept()
            connection.recv(1_000)
            connection.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
            connection.close()
