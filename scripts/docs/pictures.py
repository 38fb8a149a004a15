#!/usr/bin/env python3
"""Draws the pictures of the README: a run in the console, wide and narrow, and its HTML report, also on a phone.

Usage: scripts/docs/pictures.py BINARY FOLDER. Needs Chromium and Pillow.
"""
import html
import io
import os
import pathlib
import pty
import re
import shlex
import shutil
import subprocess
import sys
import tempfile

from PIL import Image, ImageChops
from playwright.sync_api import sync_playwright

WORKFLOW = """\
name: A customer verifies an OTP
environment: sandbox
vars:
  mobile: "9002336768"

steps:
  - id: send
    name: the customer is sent an OTP
    send_otp: { mobile: "${{ vars.mobile }}", csp_id: "9002336768" }
    capture: { tid: data.tid }

  - name: the OTP is verified
    verify_otp: { mobile: "${{ vars.mobile }}" }
    expect:
      body:
        message: OTP verified
        data.mobile: ${{ vars.mobile }}
        data.otp_verification_token: { format: jwt }
"""
COLOURS = {"1": "font-weight:bold", "2": "color:#8b949e", "31": "color:#ff7b72", "32": "color:#7ee787",
           "33": "color:#e3b341", "34": "color:#79c0ff", "36": "color:#76e3ea"}
COMMAND = ["ekoflow", "run", "workflows/verify.yml", "--html", "reports/run.html"]
# Opens the suite, and of its steps the one whose expectation is false.
OPENED = """
<script>
const open = (selector, isOpen) => document.querySelectorAll(selector).forEach(item => { item.open = isOpen(item); });
setTimeout(() => {
  open("details.suite", () => true);
  open("details.step", () => true);
  setTimeout(() => open("details.step", item => item.textContent.includes("expected")), 100);
}, 100);
</script>
"""


def terminal(command, folder, binary, columns):
    """What the command writes on a terminal of so many columns."""
    output = bytearray()

    def read(descriptor):
        data = os.read(descriptor, 4096)
        output.extend(data)
        return data

    before = pathlib.Path.cwd()
    os.chdir(folder)
    os.environ["PATH"] = f"{binary.parent}:{os.environ['PATH']}"
    os.environ.update(TERM="xterm-256color")
    os.environ.pop("NO_COLOR", None)
    quiet, screen = os.open(os.devnull, os.O_WRONLY), os.dup(1)
    os.dup2(quiet, 1)
    pty.spawn(["sh", "-c", f"stty cols {columns}; exec {shlex.join(command)}"], read)
    os.dup2(screen, 1)
    os.chdir(before)
    # A line that shows progress is written over.
    lines = output.decode().replace("\r\n", "\n").split("\n")
    return "\n".join(re.split(r"\r|\x1b\[2?K", line)[-1] for line in lines).strip("\n")


def page(text):
    spans, current = "", []
    for part in re.split(r"(\x1b\[[0-9;]*m)", text):
        code = re.fullmatch(r"\x1b\[([0-9;]*)m", part)
        if code is None:
            style = ";".join(COLOURS[word] for word in current)
            spans += f'<span style="{style}">{html.escape(part)}</span>'
            continue
        for word in code[1].split(";"):
            current = [] if word in ("", "0") else current + [word]
    return (f'<meta charset="utf-8"><body style="margin:0;background:#0d1117;color:#e6edf3"><pre style="margin:20px;'
            f'font:15px/1.45 monospace"><span style="color:#8b949e">$ {" ".join(COMMAND)}</span>\n{spans}</pre>')


def screenshot(address, size):
    with tempfile.TemporaryDirectory() as folder:
        file = pathlib.Path(folder) / "picture.png"
        subprocess.run(
            ["chromium", "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", f"--window-size={size}",
             "--virtual-time-budget=3000", f"--screenshot={file}", address],
            check=True, capture_output=True, timeout=120)
        return Image.open(io.BytesIO(file.read_bytes())).convert("RGB")


def phone(address):
    """A page as a phone shows it at night."""
    with sync_playwright() as tools:
        browser = tools.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        tab = browser.new_page(viewport={"width": 390, "height": 900}, color_scheme="dark")
        tab.goto(address)
        tab.wait_for_timeout(500)
        picture = tab.screenshot()
        browser.close()
    return Image.open(io.BytesIO(picture)).convert("RGB")


def cropped(picture):
    """Without what is empty below and on the right."""
    empty = Image.new("RGB", picture.size, picture.getpixel((picture.width - 1, picture.height - 1)))
    box = ImageChops.difference(picture, empty).getbbox()
    return picture.crop((0, 0, min(picture.width, box[2] + 20), min(picture.height, box[3] + 20)))


def save(picture, path):
    cropped(picture).quantize(256).save(path, optimize=True)


def main():
    binary, target = pathlib.Path(sys.argv[1]).resolve(), pathlib.Path(sys.argv[2]).resolve()
    target.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        subprocess.run([binary, "init"], cwd=folder, check=True, capture_output=True)
        (folder / "workflows/verify.yml").write_text(WORKFLOW)
        for columns, picture in ((100, "console.png"), (60, "console-narrow.png")):
            (folder / "console.html").write_text(page(terminal(COMMAND, folder, binary, columns)))
            save(screenshot((folder / "console.html").as_uri(), "980,1000"), target / picture)
        report = folder / "reports/run.html"
        report.write_text(report.read_text().replace("</body>", OPENED + "</body>"))
        save(screenshot(report.as_uri(), "1080,900"), target / "report.png")
        save(phone(report.as_uri()), target / "report-phone.png")


if __name__ == "__main__":
    main()
