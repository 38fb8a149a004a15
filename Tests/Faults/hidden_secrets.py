"""No key and no signature is in any output, in whatever encoding. To be imported."""
import re

from echo_server import EchoServer, encodings
from workspace import CREDENTIALS, KEYS

WORKFLOW = """\
steps:
  - name: message
    send_otp: { mobile: "9002336768", csp_id: c }
    expect: { body: { message: none, long: none }, headers: { x-echo: none } }
    continue_on_failure: true
  - name: capture
    id: capture
    send_otp: { mobile: "9002336768", csp_id: c }
    expect: { http: 200 }
    capture: { all: message }
  - name: later
    send_otp: { mobile: "9002336768", csp_id: "${{ steps.capture.all }}" }
    expect: { http: 204, body: { message: none } }
"""
COMMANDS = [
    ["run", "workflow.yml"], ["plan", "workflow.yml"], ["plan", "workflow.yml", "--json"],
    ["plan", "workflow.yml", "--curl"], ["report", "--from-journal"], ["recheck"], ["doctor", "--env", "local"],
    ["list", "workflow.yml"], ["validate", "workflow.yml"],
]


def try_all(workspace, findings):
    """Looks for both keys and all signatures, in every encoding, in every output of several commands."""
    echo = EchoServer(list(KEYS.values()))
    workspace.write_environment(f"base_url: http://127.0.0.1:{echo.port}/ekoapi/v3\n{CREDENTIALS}")
    workspace.write_workflow(WORKFLOW)
    tried, before = 0, len(findings.problems)
    for command in COMMANDS:
        result = workspace.run(*command, variables=KEYS)
        if command[0] == "run":
            findings.expect("the output shows where secrets were", result.stdout.count("•••") > 5, True)
        outputs = {"stdout": result.stdout, "stderr": result.stderr}
        outputs |= {path.name: path.read_text() for path in workspace.reports.glob("*")}
        wanted = KEYS | {f"signature {index}": value for index, value in enumerate(echo.signatures)}
        for output, text in outputs.items():
            place = f"{output} of {' '.join(command)}"
            tried += look_for_secrets(wanted, text, place, findings)
            # A journal has texts of the same shape in the place of signatures.
            tried += 1
            if output != "journal.jsonl" and re.search(r"(?<![A-Za-z0-9+/])[A-Za-z0-9+/]{43}=", text):
                findings.add(f"a signature in {place}")
            if "9002336768" in text:
                findings.add(f"a whole number in {place}")
    print(f"secrets x encodings x outputs tried: {tried}; found: {len(findings.problems) - before}")


def look_for_secrets(wanted, text, place, findings):
    """How many forms of the secrets were looked for; each that is there is a problem."""
    tried = 0
    for name, secret in wanted.items():
        for encoding, form in encodings(secret).items():
            tried += 1
            if form in text:
                findings.add(f"{name} in {encoding} in {place}")
    return tried
