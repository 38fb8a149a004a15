#!/usr/bin/env python3
"""Runs steps whose names and expected values are what breaks reports, and reads every report with public readers.
Then writes such strings into all fields of a report, as somebody else could, and reads what is made of it.

Usage: scripts/check/hostile-reports.py BINARY. Needs junitparser, lxml and xmllint.

The strings are the same in each run.
"""
import json
import os
import pathlib
import random
import re
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
    "##teamcity[x]", "\r::error::y", "\n\u00a0\u3000::warning::z", "\u2029::error::", "#\u200d#vso[x]", "#\u00ad#[x]",
    "section_start:1700000000:x\r\x1b[0K", "\nsection_end:1:x", "\U000e0041\U000e0042", "\u2066", "\x9b2J",
    "# SKIP", "# TODO", "not ok 1", "1..0", "\n---\n", "\n...\n", "Bail out!", "%0A", "%n%s%x", "é", "e\u0301",
    "नमस्ते", "😀", "👨\u200d👩\u200d👧", "+91 90023 36768 ", " 9002336768;", "../../etc/passwd", "C:\\x",
    "null", "yes", "- a: b", "#", "@", "*x", "!!int", "x" * 5_000, "{", "}", "[", "]", "|", ">", ":", ": ", ", "]
COMMANDS = ["[[ATTACHMENT|", "##vso[", "##[", "##teamcity["]
INVISIBLE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\U000e0000-\U000e0fff]")


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
        for command in [*COMMANDS, "9002336768"]:
            must(command not in text, f"{output} has {command!r}")
        seen = INVISIBLE.search(text)
        must(seen is None, f"{output} has {seen and seen.group()!r}")
        must(not re.search(r"section_(start|end):\d", text), f"{output} has a section of GitLab")
        # GitHub's own commands are wanted with --github, and of them only these.
        lines = [line.lstrip() for line in text.splitlines()]
        acts = [line for line in lines if line.startswith("::") and not line.startswith("::error file=")]
        must(not acts, f"{output} has a line that starts with ::, {acts[:1]}")


def foreign(value, text):
    """The report with this text in all of its strings but the ones that say what it is."""
    if isinstance(value, dict):
        kept = ("verdict", "sms", "kind", "role")
        return {name: item if name in kept else foreign(item, text) for name, item in value.items()}
    if isinstance(value, list):
        return [foreign(item, text) for item in value]
    return value + text if isinstance(value, str) else value


def judge_foreign(binary, folder):
    """What is made of reports that somebody else wrote. Returns how many there were."""
    report = json.loads((folder / "run.json").read_text())
    del report["suites"][0]["steps"][20:]
    texts = [text.replace("9002336768", "").replace("90023 36768", "") for text in PIECES if len(text) < 100]
    joined = "".join(texts)
    for text in [*texts, joined]:
        (folder / "foreign.json").write_text(json.dumps(foreign(report, text)))
        summary = folder / "summary.md"
        summary.write_text("")
        outputs = {
            "show": ekoflow(binary, folder, "report", "show", "foreign.json"),
            "convert": ekoflow(
                binary, folder, "report", "convert", "foreign.json", "--github", "--junit", "foreign.xml", "--html",
                "foreign.html", "--tap", "foreign.tap", "--json", "again.json", summary=summary)}
        for name in ("foreign.xml", "foreign.html", "foreign.tap", "again.json", "summary.md"):
            outputs[name] = (folder / name).read_text()
        judge_commands(outputs)
    (folder / "empty.json").write_text(json.dumps(report | {"suites": []}))
    difference = subprocess.run(
        [binary, "diff", "empty.json", "foreign.json"], cwd=folder, capture_output=True, text=True, check=False)
    must(difference.returncode == 1, f"new steps that did not pass: diff ends with {difference.returncode}")
    judge_commands({"diff": difference.stdout})
    return len(texts) + 1


def ekoflow(binary, folder, *arguments, summary=None):
    """What a run prints whose expectations do not hold."""
    variables = os.environ | ({"GITHUB_STEP_SUMMARY": str(summary)} if summary else {})
    result = subprocess.run(
        [binary, *arguments], cwd=folder, capture_output=True, text=True, check=False, env=variables)
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
        foreign_reports = judge_foreign(binary, folder)
        print(f"hostile strings: {COUNT}; reports read: {len(reports)}; reports of others: {foreign_reports}")


if __name__ == "__main__":
    main()
