#!/usr/bin/env python3
"""Opens a report in a real browser, filters and expands it as a reader would, and checks what is to be seen.

Usage: scripts/check/look-at-report.py REPORT.html TEXT. Needs Chromium.

TEXT is a part of the name of one suite among several.
"""
import html
import json
import pathlib
import re
import subprocess
import sys
import tempfile

PROBE = """
<script>
const seen = {};
const count = selector => document.querySelectorAll(selector).length;
const type = text => {
  const input = document.getElementById("text");
  input.value = text;
  input.dispatchEvent(new Event("input"));
};
seen.title = document.getElementById("title").textContent;
seen.suites = count("details.suite");
type(TEXT);
seen.filtered = count("details.suite");
const suite = document.querySelector("details.suite");
suite.open = true;
setTimeout(() => {
  seen.steps = suite.querySelectorAll("details.step").length;
  const step = suite.querySelector("details.step");
  step.open = true;
  setTimeout(() => {
    seen.sections = [...step.querySelectorAll("h3")].map(heading => heading.textContent);
    seen.bars = step.querySelectorAll(".bar span").length;
    type("no such text anywhere");
    seen.none = document.getElementById("end").textContent;
    type("");
    document.querySelectorAll("#states button")[0].click();
    seen.withoutPassed = count("details.suite");
    document.body.innerHTML = "<pre id=seen></pre>";
    document.getElementById("seen").textContent = JSON.stringify(seen);
  }, 50);
}, 50);
</script>
"""


def main():
    report, text = pathlib.Path(sys.argv[1]), sys.argv[2]
    page = report.read_text()
    suites = [json.loads(line) for line in page.split('id="data">\n')[1].split("</script>")[0].splitlines()][1:-1]
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder) / "page.html"
        path.write_text(page.replace("</body>", PROBE.replace("TEXT", json.dumps(text)) + "</body>"))
        result = subprocess.run(
            ["chromium", "--headless", "--no-sandbox", "--disable-gpu", "--virtual-time-budget=5000", "--dump-dom",
             path.as_uri()], capture_output=True, text=True, check=True, timeout=120)
    seen = json.loads(html.unescape(re.search(r'<pre id="seen">(.*?)</pre>', result.stdout, re.S)[1]))
    passed = [
        suite for suite in suites if not any(step["verdict"] in ("failure", "error") for step in suite["steps"])]
    found = [suite for suite in suites if text.lower() in suite["name"].lower()]
    expected = {
        "suites": min(100, len(suites)), "filtered": len(found), "steps": len(found[0]["steps"]), "bars": 5,
        "none": "nothing fits the filter", "withoutPassed": len(suites) - len(passed)}
    for name, value in expected.items():
        if seen[name] != value:
            sys.exit(f"{name}: expected {value!r}, seen {seen[name]!r}")
    if seen["sections"][-3:] != ["time", "request", "response"]:
        sys.exit(f"the sections of a step: {seen['sections']}")
    print(f"the page shows {seen['title']}; filter and expand work")


if __name__ == "__main__":
    main()
