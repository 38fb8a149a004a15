#!/usr/bin/env python3
"""Runs steps whose names and expected values are what breaks reports, and reads every report with public readers.

Usage: scripts/check/hostile-reports.py BINARY. Needs junitparser, lxml and xmllint.

The strings are the same in each run.
"""
import json
import pathlib
import random
import subprocess
import sys
import tempfile

import junitparser
import lxml.etree

PROJECT = pathlib.Path(__file__).resolve().parents[2]
COUNT = 500
PIECES = [
    "\x1b[31mred\x1b[0m", "\x01", "\x08", "\x7f", "\x85", "\u2028", "\ufeff", "\u202e", "\ufffd", "\ud7ff",
    "\U0010ffff",
    "]]>", "<![CDATA[", "<a b='c'>", "&amp;", "&#0;", "&lol;", "<!--", "-->", "<!DOCTYPE x>", "</testcase>",
    "</script>", "<script>",
    "\"", "'", "`", "\\", "\\u0000", "\\n", "\n", "\r", "\r\n", "\t", " ", "  ", "",
    "[[ATTACHMENT|/etc/passwd]]", "::error::x", "\n::error file=a::x", "##vso[task.complete]", "##[error]",
    "##teamcity[x]",
    "# SKIP", "# TODO", "not ok 1", "1..0", "\n---\n", "\n...\n", "Bail out!", "%0A", "%n%s%x", "é", "e\u0301",
    "नमस्ते", "😀", "👨\u200d👩\u200d👧", "+91 90023 36768 ", " 9002336768;", "../../etc/passwd", "C:\\x",
    "null", "yes", "- a: b", "#", "@", "*x", "!!int", "x" * 5_000, "{", "}", "[", "]", "|", ">", ":", ": ", ", "]
COMMANDS = ["[[ATTACHMENT|", "##vso[", "##[", "##teamcity["]


def strings():
    numbers = random.Random(1)
    for index in range(COUNT):
        text = PIECES[index] if index < len(PIECES) else "".join(numbers.choices(PIECES, k=numbers.randrange(2, 7)))
        # What looks like an expression is an error of the workflow, and told as one.
        yield text.replace("${", "$ {").replace("{{", "{ {")


def write_workspace(folder):
    (folder / "environments").mkdir()
    (folder / "environments/sandbox.yml").write_text((PROJECT / "environments/sandbox.yml").read_text())
    steps = [
        {"name": f"step {index} {text}", "continue_on_failure": True,
         "send_otp": {"mobile": "9002336768", "csp_id": "9002336768"},
         "expect": {"body": {"message": f"{text} expected"}}}
        for index, text in enumerate(strings())]
    workflow = {"name": "hostile <&>\"'", "environment": "sandbox", "steps": steps}
    # JSON is YAML if YAML's own escapes stand for all that is not ASCII.
    text = json.dumps(workflow, ensure_ascii=False)
    (folder / "hostile.yml").write_text("".join(c if " " <= c <= "~" else f"\\U{ord(c):08X}" for c in text))
    return [step["name"] for step in steps]


def must(is_so, message):
    if not is_so:
        raise SystemExit(f"problem: {message}")


def is_plain(text):
    return text.isprintable() and text.isascii() and not any(c in text for c in "#[:") and "90023" not in text


def judge_junit(path, names, schema=None):
    by_schema = ["--schema", schema] if schema else []
    subprocess.run(["xmllint", "--noout", *by_schema, path], check=True, stderr=subprocess.DEVNULL)
    root = lxml.etree.parse(str(path)).getroot()
    cases = root.findall("testsuite/testcase")
    must(len(cases) == COUNT, f"{path.name}: {len(cases)} testcases")
    different = {(case.get("classname"), case.get("name")) for case in cases}
    must(len(different) == COUNT, f"{path.name}: two testcases are the same")
    for index, (case, name) in enumerate(zip(cases, names, strict=True)):
        must(case.get("name").startswith(f"step {index} "), f"{path.name}: step {index} is named {case.get('name')!r}")
        if is_plain(name):
            must(case.get("name") == name, f"{path.name}: {name!r} is named {case.get('name')!r}")
        failure = case.find("failure")
        tells = failure is not None and failure.text.strip() and failure.get("message")
        must(tells, f"{path.name}: step {index} does not tell why")
    read = [case for suite in junitparser.JUnitXml.fromfile(str(path)) for case in suite]
    must([case.name for case in read] == [case.get("name") for case in cases], f"{path.name}: the readers do not agree")
    must(all(case.is_failure for case in read), f"{path.name}: a failure is none")


def judge_json(path):
    steps = json.loads(path.read_text())["suites"][0]["steps"]
    must(len(steps) == COUNT and all(step["verdict"] == "failure" for step in steps), "the JSON tells another run")


def judge_tap(path):
    lines = path.read_text().split("\n")
    points = [line for line in lines if line.lstrip().startswith("not ok ") and not line.startswith("      ")]
    must(len(points) >= COUNT, f"the TAP has {len(points)} test points")


def judge_page(path):
    data = lxml.etree.HTML(path.read_text()).find(".//script[@id='data']").text
    must(len([json.loads(line) for line in data.strip().split("\n")]) == 3, "the page's data cannot be read")


def judge_commands(outputs):
    """Nothing that a terminal or a CI engine would act on is in an output, and no whole number."""
    for output, text in outputs.items():
        for command in [*COMMANDS, "\x1b[31m", "9002336768"]:
            must(command not in text, f"{output} has {command!r}")
        acts = any(line.lstrip().startswith("::") for line in text.splitlines())
        must(not acts, f"{output} has a line that starts with ::")


def ekoflow(binary, folder, *arguments):
    """What a run prints whose expectations do not hold."""
    result = subprocess.run([binary, *arguments], cwd=folder, capture_output=True, text=True, check=False)
    must(result.returncode == 1, f"{' '.join(arguments[:2])} ended with {result.returncode}: {result.stderr[:2000]}")
    return result.stdout


def main():
    binary = pathlib.Path(sys.argv[1]).resolve()
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        names = write_workspace(folder)
        console = ekoflow(
            binary, folder, "run", "hostile.yml",
            "--junit", "rich.xml", "--json", "run.json", "--html", "run.html", "--tap", "run.tap")
        ekoflow(binary, folder, "report", "convert", "run.json", "--junit", "strict.xml", "--junit-strict")
        judge_junit(folder / "rich.xml", names)
        judge_junit(folder / "strict.xml", names, schema=PROJECT / "schemas/junit-strict.xsd")
        judge_json(folder / "run.json")
        judge_tap(folder / "run.tap")
        judge_page(folder / "run.html")
        reports = [path for path in folder.glob("*.*") if path.is_file() and path.name != "hostile.yml"]
        judge_commands({"console": console} | {path.name: path.read_text() for path in sorted(reports)})
        print(f"hostile strings: {COUNT}; reports read: {len(reports)}")


if __name__ == "__main__":
    main()
