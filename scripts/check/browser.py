"""A browser for the checks of the web pages: Chromium, driven by Playwright, with axe for accessibility."""

import contextlib
import shutil
import sys
import traceback

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Error, sync_playwright

SIZES = {"desktop": {"width": 1280, "height": 900}, "phone": {"width": 390, "height": 844}}
SCHEMES = ["light", "dark"]


class Findings:
    """What was wrong, to be told at the end."""

    def __init__(self):
        self.all = []

    def must(self, is_so, message):
        if not is_so:
            self.all.append(message)

    def equal(self, what, seen, expected):
        self.must(seen == expected, f"{what}: expected {expected!r}, seen {seen!r}")

    def end(self, summary):
        """Ends the program: with 1 if something was wrong."""
        if self.all:
            sys.exit("\n".join(f"problem: {message}" for message in self.all))
        print(summary)


@contextlib.contextmanager
def chromium(findings):
    """A browser. What is waited for in vain is a finding."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        try:
            yield browser
        except Error as error:
            frames = traceback.extract_tb(error.__traceback__)
            line = next(frame for frame in reversed(frames) if "look-at" in frame.filename)
            findings.must(False, f"{line.name}, line {line.lineno}: {error.message}")
        finally:
            browser.close()


def opened(browser, findings, address, size="desktop", scheme="light", script=None, question=None):
    """A page of its own at the address. Its errors are findings, and so are its dialogs, except for the one question.

    `script` runs before the page's own.
    """
    context = browser.new_context(viewport=SIZES[size], color_scheme=scheme, reduced_motion="reduce")
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.on("pageerror", lambda error: findings.must(False, f"{address}: {error}"))
    page.on("dialog", lambda dialog: answer(dialog, findings, question))
    if script:
        page.add_init_script(script)
    page.goto(address)
    page.set_default_timeout(30_000)
    return page


def answer(dialog, findings, question):
    findings.must(dialog.message == question, f"a dialog: {dialog.message}")
    dialog.accept()


def settle(page):
    """Waits until the page has drawn what was asked for."""
    page.evaluate("() => new Promise(done => requestAnimationFrame(() => setTimeout(done, 50)))")


def judge_look(page, findings, name):
    """Whether axe finds nothing, and nothing is wider than the window."""
    settle(page)
    for violation in Axe().run(page).response["violations"]:
        node = violation["nodes"][0]
        findings.must(False, f"{name}: axe: {violation['help']}: {node['html'][:200]}: {node['failureSummary'][:300]}")
    width = page.evaluate("document.documentElement.scrollWidth")
    findings.must(width <= page.viewport_size["width"], f"{name}: the page scrolls sideways, {width} pixels")


def clipboard(page):
    return page.evaluate("navigator.clipboard.readText()")
