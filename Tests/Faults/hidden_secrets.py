"""No key, signature, OTP or token is in any output, in whatever encoding, place, case or part. To be imported."""

import html
import json
import os
import re

from echo_server import TOKEN, EchoServer
from spellings import encodings
from workspace import CREDENTIALS, KEYS

OTP = "735102"
WORKFLOW = """\
vars: { otp: { env: GIVEN_OTP } }
steps:
  - id: verify
    verify_otp: { mobile: "9002336768", otp: "${{ vars.otp }}" }
    capture: { token: data.otp_verification_token }
  - name: values
    call:
      method: POST
      path: /values
      body: { given_otp: "${{ vars.otp }}", given_token: "${{ steps.verify.token }}" }
    expect:
      headers: { x-echo-0: none, x-echo-70: none, x-echo-140: none }
      body: { message: none, deep: none, long: none, longer: none, data: none }
    continue_on_failure: true
  - name: text
    call:
      method: POST
      path: /text
      body: { given_otp: "${{ vars.otp }}", given_token: "${{ steps.verify.token }}" }
    continue_on_failure: true
  - name: send
    send_otp: { mobile: "9002336768", csp_id: c }
    expect: { body: { data.names: none, message: none } }
    undocumented: [data.names]
    continue_on_failure: true
"""
COMMANDS = [
    [
        "run",
        "workflow.yml",
        "--json",
        "reports/r.json",
        "--html",
        "reports/r.html",
        "--tap",
        "reports/r.tap",
        "--github",
    ],
    ["report", "show", "reports/r.json"],
    ["plan", "workflow.yml"],
    ["plan", "workflow.yml", "--json"],
    ["plan", "workflow.yml", "--curl"],
    ["report", "--from-journal"],
    ["recheck"],
    ["doctor", "--env", "local"],
    ["list", "workflow.yml"],
    ["validate", "workflow.yml"],
]


def try_all(workspace, findings):
    """Looks for keys, signatures, the OTP and the token, in every encoding, in every output of several commands."""
    echo = EchoServer(list(KEYS.values()))
    workspace.write_environment(f"base_url: http://127.0.0.1:{echo.port}/ekoapi/v3\n{CREDENTIALS}")
    workspace.write_workflow(WORKFLOW)
    tried, before = 0, len(findings.problems)
    variables = KEYS | {"GIVEN_OTP": OTP, "GITHUB_STEP_SUMMARY": os.fspath(workspace.folder / "summary.md")}
    for command in COMMANDS:
        result = workspace.run(*command, variables=variables)
        if command[0] == "run":
            findings.expect("the output shows where secrets were", result.stdout.count("•••") > 5, True)
        outputs = {"stdout": result.stdout, "stderr": result.stderr}
        outputs |= {path.name: path.read_text() for path in workspace.reports.glob("*")}
        outputs |= {path.name: path.read_text("latin-1") for path in workspace.state.rglob("*") if path.is_file()}
        summary = workspace.folder / "summary.md"
        outputs |= {"summary": summary.read_text()} if summary.exists() else {}
        wanted = KEYS | {f"signature {index}": value for index, value in enumerate(sorted(echo.signatures))}
        wanted |= {"token": TOKEN, "OTP": OTP}
        for output, text in outputs.items():
            place = f"{output} of {' '.join(command[:2])}"
            readings = read_again(text)
            for name, secret in wanted.items():
                tried += look_for(name, secret, readings, place, findings)
            if "9002336768" in text:
                findings.add(f"a whole number in {place}")
    print(f"secrets x encodings and parts x outputs tried: {tried}; found: {len(findings.problems) - before}")


def read_again(text):
    """The text, and what a reader of HTML or of JSON sees of it."""
    strings = re.findall(r'"(?:[^"\\]|\\.)*"', text)
    unescaped = []
    for string in strings:
        try:
            unescaped.append(json.loads(string))
        except ValueError:
            unescaped.append(string)
    return "\n".join([text, html.unescape(text), *unescaped])


def look_for(name, secret, readings, place, findings):
    """How many forms and parts of the secret were looked for; each that is there is a problem."""
    forms = encodings(secret)
    if len(secret) > 12:
        # The header of a token only says how it is signed; a journal keeps it.
        first = secret.find(".") + 1 if secret == TOKEN else 0
        forms |= {f"the part at {start}": secret[start : start + 10] for start in range(first, len(secret) - 10, 3)}
    for encoding, form in forms.items():
        if form in readings:
            findings.add(f"{name} in {encoding} in {place}")
    return len(forms)
