#!/usr/bin/env python3
"""Opens a report in a real browser, does what a reader does, and checks what is to be seen.

Usage: scripts/check/look-at-report.py REPORT.html TEXT. Needs Chromium, and Playwright and axe from PyPI.

TEXT is a part of the name of one suite among several. What the report may not have, such as failures, is checked in a
copy of the page with other suites.
"""

import json
import pathlib
import subprocess
import sys
import tempfile
import time

from browser import SCHEMES, SIZES, Findings, chromium, clipboard, judge_look, opened, settle
from report_suites import DATA, FAILURE, HOSTILE, START, older, page_with, suites


def verdicts(page):
    return set(page.eval_on_selector_all(".step > .row .sign", "signs => signs.map(sign => sign.ariaLabel)"))


def kind(page, name):
    return page.locator("#kinds").get_by_role("button", name=name, exact=True)


def must_filter(page, findings):
    kinds = {"not passed": {"failed", "error"}, "failed": {"failed"}, "error": {"error"}, "skipped": {"skipped"}}
    for name, expected in kinds.items():
        button = kind(page, f"{2 if name == 'not passed' else 1} {name}")
        button.click()
        findings.equal(f"after a click on '{name}'", verdicts(page), expected)
        button.click()
        findings.equal(f"after another click on '{name}'", button.get_attribute("aria-pressed"), "false")
    kind(page, "1 with warnings").click()
    findings.equal("steps with warnings", page.locator(".step .name").all_inner_texts(), ["a warning"])
    page.get_by_text("Show 3 other steps").click()
    findings.equal("all steps of a suite", page.locator(".step").count(), 4)
    kind(page, "1 with warnings").click()


def must_search(page, findings):
    found = {
        "CASE00123": 1,
        "lost000001": 1,
        "t00299": 1,
        "insufficient": 1,
        "C4711": 1,
        "90xxxxx768 case00001": 1,
        '"customer 300"': 2,
        "nothing like it": 0,
    }
    for text, count in found.items():
        page.fill("#text", text)
        expected = f"{count} of 604 steps" if count else "No step fits"
        findings.must(page.inner_text("#found").startswith(expected), f"search for {text}: {page.inner_text('#found')}")
    page.fill("#text", "")


def must_keep_address(browser, page, findings):
    kind(page, "1 skipped").click()
    page.fill("#text", "after it")
    page.select_option("#sort", "slowest")
    again = opened(browser, findings, page.url)
    findings.equal("what a pasted address shows", verdicts(again), {"skipped"})
    findings.equal("its search", again.input_value("#text"), "after it")
    findings.equal("its sort", again.input_value("#sort"), "slowest")


def must_follow_link(browser, address, findings):
    page = opened(browser, findings, address)
    page.get_by_label(f"Link to {HOSTILE}").click()
    findings.equal("a copied link", clipboard(page), f"{address}#at=mixed/send")
    for size in SIZES:
        page = opened(browser, findings, f"{address}#at=many-customer-271/verified", size)
        settle(page)
        toggle = page.locator("[data-key='many-customer-271/verified'] .toggle")
        findings.equal("the step of a link is open", toggle.get_attribute("aria-expanded"), "true")
        place = toggle.bounding_box()
        findings.must(0 <= place["y"] <= 400, f"the step of a link is at {place} of {size}")
        middle = [place["x"] + 80, place["y"] + 10]
        is_seen = page.evaluate("([x, y]) => document.elementFromPoint(x, y).closest('.step') !== null", middle)
        findings.must(is_seen, f"the step of a link is covered, {size}")
        findings.must(toggle.evaluate("it => it === document.activeElement"), "the step of a link has not the focus")


def must_copy(page, findings, folder):
    box = page.locator(".step").first
    box.get_by_text("Copy the failure").click()
    findings.equal("the copied failure", clipboard(page), FAILURE)
    box.get_by_text("Copy as curl").click()
    script = clipboard(page)
    findings.must(script.startswith("# The keys are left out"), f"curl has no note: {script}")
    show = "curl() { for word; do printf '%s\\0' \"$word\"; done; }\n"
    keys = {"EKO_DEVELOPER_KEY": "dev", "EKO_ACCESS_KEY": "access", "PATH": "/usr/bin:/bin"}
    result = subprocess.run(
        ["sh"], input=show + script, capture_output=True, text=True, check=False, env=keys, cwd=folder
    )
    words = result.stdout.split("\0")
    findings.equal("the end of curl's script", (result.returncode, result.stderr), (0, ""))
    findings.must("developer_key: dev" in words and "developer_key: hidden" not in words, f"curl's key: {words}")
    body = {"client_ref_id": "REF0000001", "mobile": "90xxxxx768", "note": HOSTILE}
    findings.must(json.dumps(body, separators=(",", ":")) in words, f"curl's body: {words}")


def must_copy_without_clipboard(browser, address, findings):
    without = "Object.defineProperty(navigator, 'clipboard', { value: undefined })"
    page = opened(browser, findings, address, script=without)
    page.locator(".step").first.get_by_text("Copy the failure").click()
    findings.equal("after copying", page.inner_text("#notice"), "Failure copied")
    page.focus("#text")
    page.keyboard.press("Control+V")
    pasted = page.input_value("#text")
    findings.must(pasted.startswith("failure: body.message"), f"copied without a clipboard: {pasted}")


def must_show_step(page, findings, size):
    box = page.locator(".step").first
    checks = box.locator(".checks li").all_inner_texts()
    expected = ["✓ http = 200", "✓ within 420 µs < 3 s", "✓ body.status = 0", "✗ body.message see above"]
    findings.equal("expectations", [" ".join(check.split()) for check in checks], expected)
    findings.equal("a failure is told once", box.inner_text().count('"Insufficient balance"'), 2)
    findings.must("Error: outcome unknown" in page.inner_text("#list"), "an internal name of an error is shown")
    findings.must("No response was received." in page.inner_text("#list"), "a request without a response is not shown")
    findings.equal("coloured JSON", box.locator("pre .number").all_inner_texts(), ["0"])
    gap = box.locator(".bar").evaluate("""bar =>
      bar.getBoundingClientRect().right - bar.lastChild.getBoundingClientRect().right""")
    findings.must(abs(gap) < 2, f"the time bar is not filled, {gap} pixels are left")
    text, carets, lines, scrolls = box.locator(".excerpt").evaluate(
        """(excerpt, start) => {
      const range = document.createRange(), line = excerpt.childNodes[1];
      range.setStart(line, start);
      range.setEnd(line, start + 1);
      const carets = excerpt.querySelector(".carets").getClientRects();
      const scrolls = excerpt.scrollWidth > excerpt.clientWidth;
      return [range.getBoundingClientRect().left, carets[0].left, carets.length, scrolls];
    }""",
        START,
    )
    findings.must(abs(text - carets) < 1 and lines == 1, f"the carets are at {carets}, their text at {text}, {size}")
    findings.equal(f"the line scrolls within its box, {size}", scrolls, size == "phone")


def must_work_by_keyboard(page, findings):
    page.locator("#kinds button").nth(1).focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    findings.equal("a filter by keyboard", verdicts(page), {"failed"})
    outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    findings.equal("the focus is visible", outline, "solid")
    page.keyboard.press("Enter")
    page.locator(".group .toggle").first.focus()
    page.keyboard.press("Space")
    findings.equal("a group by keyboard", page.locator(".group .suite:visible").count(), 0)


def must_expand(page, findings):
    page.get_by_role("button", name="Expand all").click()
    settle(page)
    seen = "all => all.filter(one => one.getBoundingClientRect().top < innerHeight).map(one => one.ariaExpanded)"
    findings.equal("expanded", set(page.locator(".toggle").evaluate_all(seen)), {"true"})
    page.get_by_role("button", name="Collapse all").click()
    settle(page)
    findings.equal("collapsed", set(page.locator(".toggle").evaluate_all(seen)), {"false"})


def must_show_tabs(page, findings):
    page.get_by_role("link", name="Slowest").click()
    findings.equal("slowest steps", page.locator("#slowest tbody tr").count(), 10)
    page.get_by_role("link", name="Timeline").click()
    findings.equal("lanes and bars", (page.locator(".lane").count(), page.locator(".lane a").count()), (8, 301))
    page.get_by_role("link", name="Documented answers").click()
    findings.must(page.locator("#coverage li").count() > 50, "the documented answers are not listed")
    page.get_by_role("link", name="Steps").click()


def must_show_head(browser, page, folder, findings):
    info = {"command": f"ekoflow run {HOSTILE}", "commit": "abc1234", "ci": "javascript:alert(1)"}
    ends = {"Failed": {}, "Interrupted": {"interrupted": True}, "Cut off": {"cut_off": True}}
    for word, total in ends.items():
        opened_page = opened(browser, findings, page_with(page, folder, "head", suites(), info, **total))
        findings.equal("the verdict", opened_page.inner_text("h1").split("\n")[-1], word)
        findings.must(opened_page.title().startswith(word), f"the title is {opened_page.title()}")
        findings.must(HOSTILE in opened_page.inner_text("#about"), "the command line is not shown")
        findings.equal("a link that is no address", opened_page.locator("#about a").count(), 0)
    info["ci"] = "https://ci.example.com/jobs/1"
    linked = opened(browser, findings, page_with(page, folder, "head", suites(), info))
    findings.equal("the link to the job", linked.locator("#about a").get_attribute("href"), info["ci"])


def must_be_quick(browser, page, folder, findings):
    many = [one | {"class": f"{one['class']}{index}"} for index in range(17) for one in suites()]
    begin = time.monotonic()
    large = opened(browser, findings, page_with(page, folder, "large", many))
    large.fill("#text", "CASE00123")
    kind(large, "17 failed").click()
    kind(large, "17 failed").click()
    large.get_by_role("button", name="Expand all").click()
    settle(large)
    took = time.monotonic() - begin
    findings.must(large.inner_text("#found").startswith("17 of 10268 steps"), large.inner_text("#found"))
    findings.must(took < 20, f"ten thousand steps took {took:.1f} s")


def look_at_states(browser, address, findings):
    for size in SIZES:
        for scheme in SCHEMES:
            for state in ("", "#show=skipped", "#at=mixed/send", "#tab=slowest", "#tab=timeline", "#tab=coverage"):
                page = opened(browser, findings, address + state, size, scheme)
                judge_look(page, findings, f"{size}, {scheme}, {state or 'start'}")
                page.context.close()


def look_at_run(browser, report, text, findings):
    """The report that was given: a search for the suite, and its steps."""
    lines = [json.loads(line) for line in report.read_text().split(DATA)[1].split("</script>")[0].splitlines()]
    found = [suite for suite in lines[1:-1] if text.lower() in suite["name"].lower()]
    page = opened(browser, findings, report.as_uri())
    page.fill("#text", f'"{text}"')
    settle(page)
    findings.equal("steps found", page.locator(".step").count(), sum(len(suite["steps"]) for suite in found))
    page.locator(".step .toggle").first.click()
    titles = page.locator(".step").first.locator(".title").all_inner_texts()
    findings.equal("the sections of a step", titles[-3:], ["Time", "Request", "Response"])
    page.fill("#text", "no such text anywhere")
    findings.equal("nothing found", page.inner_text("#found"), "No step fits the filter.")
    judge_look(page, findings, "nothing found")


def main():
    report, text = pathlib.Path(sys.argv[1]).resolve(), sys.argv[2]
    findings, page = Findings(), report.read_text()
    with tempfile.TemporaryDirectory() as name, chromium(findings) as browser:
        folder = pathlib.Path(name)
        look_at_run(browser, report, text, findings)
        address = page_with(page, folder, "mixed", suites())
        desktop = opened(browser, findings, address)
        must_filter(desktop, findings)
        must_search(desktop, findings)
        must_copy(desktop, findings, folder)
        must_work_by_keyboard(opened(browser, findings, address), findings)
        must_show_tabs(desktop, findings)
        must_expand(desktop, findings)
        must_keep_address(browser, opened(browser, findings, address), findings)
        must_follow_link(browser, address, findings)
        must_copy_without_clipboard(browser, address, findings)
        for size in SIZES:
            shown = opened(browser, findings, address, size)
            settle(shown)
            must_show_step(shown, findings, size)
            findings.equal("elements out of strings", shown.locator("img").count(), 0)
        must_show_head(browser, page, folder, findings)
        old = opened(browser, findings, page_with(page, folder, "old", [older(suite) for suite in suites()]))
        findings.must("Insufficient balance" in old.inner_text(".step"), "an older report does not show its failure")
        findings.equal("a timeline without times", old.get_by_role("link", name="Timeline").count(), 0)
        must_be_quick(browser, page, folder, findings)
        look_at_states(browser, page_with(page, folder, "few", suites()[:20]), findings)
    findings.end("the report: filters, search, links, copies, keyboard, phone, dark and axe are as they should be")


if __name__ == "__main__":
    main()
