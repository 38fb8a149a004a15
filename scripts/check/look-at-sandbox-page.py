#!/usr/bin/env python3
"""Starts a sandbox, opens its page in a real browser, does what a developer does, and checks what is to be seen.

Usage: scripts/check/look-at-sandbox-page.py BINARY [PAGE.html]. Needs Chromium, and Playwright and axe from PyPI.

With PAGE.html it shows this page in place of the binary's own.
"""

import base64
import contextlib
import hashlib
import hmac
import json
import pathlib
import re
import subprocess
import sys
import time
import urllib.error
import urllib.request

from browser import SCHEMES, SIZES, Findings, chromium, clipboard, judge_look, opened, settle

INITIATOR, MOBILE = "9962981729", "9002336768"
QUESTION = "Forget all messages, calls and behaviours?"
HOSTILE = "<img src=x onerror=alert(1)>"


@contextlib.contextmanager
def sandbox(binary):
    """A sandbox of its own. Gives its origin."""
    command = [binary, "sandbox", "--port", "0", "--seed", "1"]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True) as process:
        try:
            yield re.search(r"(http://\S+)/_sandbox/", process.stderr.readline())[1]
        finally:
            process.terminate()


def call(origin, method, path, body):
    """A signed call. Returns what the API answered."""
    timestamp = str(int(time.time() * 1000))
    key = base64.b64encode(b"sandbox-access-key")
    signature = base64.b64encode(hmac.new(key, timestamp.encode(), hashlib.sha256).digest()).decode()
    headers = {
        "developer_key": "sandbox-developer-key",
        "secret-key": signature,
        "secret-key-timestamp": timestamp,
        "content-type": "application/json",
    }
    url = f"{origin}/ekoapi/v3/tools/kyc/mobile/otp{path}"
    data = json.dumps({"initiator_id": INITIATOR, **body}).encode()
    request = urllib.request.Request(url, data=data, headers=headers, method=method)
    try:
        with urllib.request.urlopen(request, timeout=20) as response:
            return json.load(response)
    except urllib.error.HTTPError as error:
        return json.load(error)


def send(origin, mobile=MOBILE, reference="REF-1"):
    return call(origin, "POST", "", {"client_ref_id": reference, "csp_id": MOBILE, "mobile": mobile})


def is_expected(message):
    """Whether a line of the console is no error, or the one that a wrong behaviour causes."""
    return message.type != "error" or "status of 400" in message.text


class Pages:
    """Opens the sandbox's page."""

    def __init__(self, browser, findings, origin, file):
        self.browser, self.findings, self.origin = browser, findings, origin
        self.own = file and pathlib.Path(file).read_text()
        with urllib.request.urlopen(f"{origin}/_sandbox/") as response:
            self.policy = response.headers["content-security-policy"]

    def open(self, size="desktop", scheme="light"):
        page = opened(self.browser, self.findings, "about:blank", size, scheme, question=QUESTION)
        page.on("console", lambda message: self.findings.must(is_expected(message), f"console: {message.text}"))
        if self.own:
            headers = {"content-type": "text/html; charset=utf-8", "content-security-policy": self.policy}
            page.route(f"{self.origin}/_sandbox/", lambda route: route.fulfill(body=self.own, headers=headers))
        page.goto(f"{self.origin}/_sandbox/")
        page.locator("#link.live").wait_for()
        page.locator("#connect dt").first.wait_for(state="attached")
        return page


def must_connect(page, origin, findings):
    is_open = page.locator("#connect-part").get_attribute("open") is not None
    findings.must(is_open, "'How to connect' is closed at first")
    for name, value in {"Base URL": f"{origin}/ekoapi/v3", "access_key": "sandbox-access-key"}.items():
        page.get_by_role("button", name=f"Copy {name}", exact=True).click()
        findings.equal(f"the copied {name}", clipboard(page), value)
    page.get_by_role("button", name="Copy the file").click()
    expected = f'name: "local"\nsandbox: {origin}\ninitiator_id: "{INITIATOR}"\n'
    findings.equal("the environment file", clipboard(page), expected)
    findings.must("`" not in page.text_content("main"), "a backtick is shown")


def must_show_calls(page, origin, findings):
    send(origin, HOSTILE)
    otp_of = send(origin)["data"]["tid"]
    page.locator(".call").nth(1).wait_for()
    latest = page.locator(".call").first.inner_text()
    findings.must("90023 36768" in latest, f"the latest call is not the first: {latest}")
    toggle = page.locator(".call .toggle").first
    toggle.focus()
    page.keyboard.press("Enter")
    findings.equal("a call opens by keyboard", toggle.get_attribute("aria-expanded"), "true")
    findings.must("API status" in page.locator(".detail").first.inner_text(), "an open call shows nothing")
    send(origin, reference="REF-2")
    page.locator(".call").nth(2).wait_for()
    findings.equal("an open call stays open", page.locator(".detail:visible").count(), 1)
    findings.must(otp_of in page.inner_text("#messages"), "the message is not shown")
    otp = page.locator(".bubble button").first
    otp.click()
    findings.equal("the copied OTP", clipboard(page), otp.inner_text())
    # The last is what the page does not show: the first digits of the time of each call, in milliseconds.
    for words, found in {"status 461": 1, "90023 36768": 2, "ref-2": 1, "http 200": 3, str(time.time())[:6]: 0}.items():
        page.fill("#call-filter", words)
        findings.equal(f"calls found for '{words}'", page.locator(".call").count(), found)
    page.fill("#call-filter", "")
    findings.equal("elements out of strings", page.locator("img").count(), 0)


def must_show_bodies(page, findings):
    """What a call looks like if the sandbox keeps its request and response."""
    page.evaluate(
        """hostile => {
      addCall({ time: Date.now(), method: "POST", path: "/a", http: 200, status: 0, request: { name: hostile },
        response: { status: 0 } }, true);
      showCalls();
    }""",
        HOSTILE,
    )
    page.locator(".call .toggle").first.click()
    detail = page.locator(".detail").first
    findings.equal("parts of a call", detail.locator("h4").all_inner_texts(), ["Request parameters", "Response"])
    findings.must(HOSTILE in detail.inner_text(), "the request is not shown as it is")


def must_control(page, origin, findings):
    page.select_option("#endpoint", "send_otp")
    page.fill("#mobile", "90023 36768")
    page.fill("#times", "2")
    page.select_option("#kind", "status")
    page.fill("#value", "347")
    page.get_by_role("button", name="Add", exact=True).click()
    rule = page.locator("#rules li", has_text="status 347: send_otp, 90023 36768, 2 times more")
    rule.wait_for()
    findings.equal("the answer on demand", send(origin)["status"], 347)
    page.locator("#rules li", has_text="once more").wait_for()
    page.fill("#times", "")
    page.select_option("#kind", "fault")
    page.select_option("#fault", "not_json")
    findings.must("HTML" in page.inner_text("#meaning"), "a fault has no explanation")
    page.get_by_role("button", name="Add", exact=True).click()
    page.locator("#rules li").nth(1).wait_for()
    page.get_by_role("button", name="Remove fault not_json").click()
    page.locator("#rules li", has_text="not_json").wait_for(state="detached")
    findings.equal("the rule that stays", page.locator("#rules li").count(), 1)
    page.get_by_role("button", name="Remove all").click()
    page.get_by_text("None: the sandbox answers correctly.").wait_for()
    findings.equal("the answer again", send(origin)["status"], 0)
    page.select_option("#kind", "delay")
    page.fill("#value", "soon")
    page.get_by_role("button", name="Add", exact=True).click()
    page.locator("#problem", has_text="delay").wait_for()
    page.get_by_role("button", name="+ 10 min").click()
    page.locator("#clock", has_text="10 min 0 s ahead").wait_for()
    page.locator(".message .pill", has_text="expired").first.wait_for()
    page.get_by_role("button", name="Back to the machine's clock").click()
    page.locator("#clock:not(:has-text('ahead'))").wait_for()


def must_reset(page, findings):
    page.get_by_role("button", name="Reset the sandbox").click()
    page.get_by_text("No calls yet.").wait_for()
    findings.equal("messages after a reset", page.locator(".message").count(), 0)


def must_fit_phone(page, findings):
    settle(page)
    place = page.locator(".call").first.bounding_box()
    findings.must(place["y"] < 700, f"on a phone the calls begin at {place['y']:.0f} pixels")
    page.get_by_role("button", name="Messages").click()
    findings.equal("one part at a time", page.locator("#calls-part, #control-part").filter(visible=True).count(), 0)
    page.get_by_role("button", name="Control").click()
    findings.must(page.get_by_role("button", name="Reset the sandbox").is_visible(), "the phone has no controls")


def look_at_states(pages, origin, findings, when):
    for size in SIZES:
        for scheme in SCHEMES:
            page = pages.open(size, scheme)
            for tab in ["calls", "messages", "control"]:
                page.evaluate("tab => chooseTab(tab)", tab)
                page.evaluate("() => { for (const box of document.querySelectorAll('details')) box.open = true; }")
                judge_look(page, findings, f"{when}, {size}, {scheme}, {tab}")
            page.context.close()


def main():
    binary, file = sys.argv[1], sys.argv[2] if len(sys.argv) > 2 else None
    findings = Findings()
    with sandbox(binary) as origin, chromium(findings) as browser:
        pages = Pages(browser, findings, origin, file)
        page = pages.open()
        must_connect(page, origin, findings)
        look_at_states(pages, origin, findings, "empty")
        must_show_calls(page, origin, findings)
        must_control(page, origin, findings)
        must_show_bodies(page, findings)
        for index in range(120):
            send(origin, f"90{index:08}")
        must_fit_phone(pages.open("phone"), findings)
        look_at_states(pages, origin, findings, "with calls")
        must_reset(page, findings)
    findings.end("the sandbox's page: connection, calls, behaviours, clock, phone, dark and axe are as they should be")


if __name__ == "__main__":
    main()
