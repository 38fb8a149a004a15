#!/usr/bin/env python3
"""Reads the JUnit reports of every kind of run with the readers that people have, which must agree on the counts.

Usage: scripts/check/read-junit.py BINARY
"""
import pathlib
import subprocess
import sys
import tempfile
from xml.etree import ElementTree

import junitparser
import xunitparser
from junit2htmlreport.parser import Junit

SEND = '  - {{ name: "{name}", send_otp: {{ mobile: "{mobile}", csp_id: c }}, continue_on_failure: true }}\n'
NUMBERS = {"passed": "9002336768", "refused": "0000110347", "lost": "0000140001", "unavailable": "0000120503"}
POLL = ('  - name: polled\n    call: { method: GET, path: /tools/kyc/mobile/otp/validate-token }\n'
        '    expect: { body: { status: 7 } }\n    poll: { every: 1ms, timeout: 20ms }\n    continue_on_failure: true\n')
SKIPPED = '  - { name: skipped, when: false, wait: 1ms }\n'
STEPS = {name: SEND.format(name=name, mobile=mobile) for name, mobile in NUMBERS.items()}
STEPS |= {"polled": POLL, "skipped": SKIPPED, "all": ""}
STEPS["all"] = "".join(STEPS.values())
KINDS = {
    **{name: ([name], []) for name in STEPS},
    "two suites": (["passed", "refused"], []),
    "many suites": (list(STEPS), []),
    "repeated": (["passed", "lost"], ["--repeat", "3"]),
    "parallel": (list(STEPS), ["--jobs", "4"]),
    "interrupted": (["passed", "polled"], ["--timeout", "1ms"]),
    "not started": (["no such file"], []),
}


def counts(path):
    """The testcases, failures, errors and skipped testcases that the document itself has."""
    root = ElementTree.parse(path).getroot()
    return tuple(len(root.findall(f".//testcase{child}")) for child in ("", "/failure", "/error", "/skipped"))


def by_junitparser(path):
    """The same, as junitparser reads it."""
    cases = [case for suite in junitparser.JUnitXml.fromfile(str(path)) for case in suite]
    kinds = (junitparser.Failure, junitparser.Error, junitparser.Skipped)
    return (len(cases), *(sum(isinstance(result, kind) for case in cases for result in case.result) for kind in kinds))


def by_xunitparser(path):
    """The same, as xunitparser reads it, which checks the totals too."""
    with path.open() as file:
        suite, result = xunitparser.parse(file)
    return (len(list(suite)), len(result.failures), len(result.errors), len(result.skipped))


def by_junit2html(path):
    """The same, as junit2html shows it."""
    report = Junit(str(path))
    report.html()
    suites = report.suites
    failed = sum(len(suite.failed()) for suite in suites)
    return (sum(len(suite.all()) for suite in suites), failed, sum(len(suite.skipped()) for suite in suites))


def problems(binary, folder):
    """What a reader sees otherwise than the document says it, one line each."""
    for name, steps in STEPS.items():
        (folder / f"{name}.yml").write_text(f"name: {name}\nsteps:\n{steps}")
    for kind, (names, options) in KINDS.items():
        for form in ([], ["--junit-strict"]):
            path = folder / "junit.xml"
            path.unlink(missing_ok=True)
            paths = [f"{name}.yml" for name in names]
            subprocess.run([binary, "run", *paths, "--env", "sandbox", "--junit", path, *form, *options],
                           cwd=folder, capture_output=True, check=False)
            right = counts(path)
            for reader in (by_junitparser, by_xunitparser):
                try:
                    read = reader(path)
                except Exception as error:  # whatever a reader raises is a report that it cannot read
                    yield f"{kind} {form}: {reader.__name__}: {error!r}"
                    continue
                if read != right:
                    yield f"{kind} {form}: {reader.__name__}: {read} in place of {right}"
            total, failed, skipped = by_junit2html(path)
            if (total, failed, skipped) != (right[0], right[1] + right[2], right[3]):
                yield f"{kind} {form}: junit2html: {(total, failed, skipped)} in place of {right}"
            cases = ElementTree.parse(path).iter("testcase")
            identities = [(case.get("classname"), case.get("name")) for case in cases]
            if len(set(identities)) < len(identities):
                yield f"{kind} {form}: two testcases of one class and name"


def main():
    """Prints the problems; the exit code is 1 if there are any."""
    binary = str(pathlib.Path(sys.argv[1]).resolve())
    with tempfile.TemporaryDirectory() as folder:
        found = list(problems(binary, pathlib.Path(folder)))
    for problem in found:
        print(problem)
    if found:
        sys.exit(1)
    print(f"{len(KINDS)} kinds of run in two forms: junitparser, xunitparser and junit2html read what is there")


main()
