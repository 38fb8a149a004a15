#!/usr/bin/env python3
"""Builds a static web site of the pages, with DocC.

Usage: scripts/docs/build-site.py [--pages FOLDER] [--output FOLDER] [--base-path PATH]

The pages have links that plain Markdown understands. They are copied to the folder OUTPUT-pages, and in the copies the
links have DocC's form. Any web server can serve OUTPUT: its start page is index.html. PATH is the path at which it will
be served, if that is not the root of the host.
"""

import argparse
import pathlib
import re
import shutil
import subprocess
import sys
import urllib.parse

import page_text

ROOT = "Ekoflow.md"
METADATA = "@Metadata {\n    @TechnologyRoot\n}\n"
START = """\
<!doctype html>
<meta charset="utf-8">
<title>ekoflow</title>
<meta http-equiv="refresh" content="0; url={address}">
<p><a href="{address}">The documentation of ekoflow</a></p>
"""


def fragment(heading: str) -> str:
    """The anchor that DocC gives a heading."""
    return "-".join(re.sub(r"[`'\"]", "", heading).split())


class Site:
    """The copies of the pages, in the form that DocC reads."""

    def __init__(self, pages: pathlib.Path, copies: pathlib.Path) -> None:
        self.pages, self.copies = pages, copies

    def write(self) -> None:
        shutil.rmtree(self.copies, ignore_errors=True)
        shutil.copytree(self.pages, self.copies)
        for copy in self.copies.glob("*.md"):
            text = self.with_links(copy.name, copy.read_text())
            copy.write_text(self.as_root(text) if copy.name == ROOT else text)

    def with_links(self, page: str, text: str) -> str:
        """The page with links of DocC; what is in code stays."""
        lines = text.splitlines()
        for number, line in page_text.prose_lines(text):
            if "](" in line and line == lines[number - 1]:
                lines[number - 1] = self.with_links_of_line(page, line)
        return "\n".join(lines) + "\n"

    def with_links_of_line(self, page: str, line: str) -> str:
        visible = page_text.without_code(line)
        done, at = "", 0
        for link in page_text.LINK.finditer(visible):
            start, end = link.span()
            text = line[link.start(2) : link.end(2)]
            done += line[at:start] + self.link(page, link[1], text, link[3])
            at = end
        return done + line[at:]

    def link(self, page: str, mark: str, text: str, target: str) -> str:
        """One link or picture. A file that is not part of the site is only named."""
        if re.match(r"[a-z][a-z0-9+.-]*:", target):
            return f"{mark}[{text}]({target})"
        path, _, anchor = urllib.parse.unquote(target).partition("#")
        name = pathlib.PurePath(path or page)
        if mark:
            return f"![{text}]({name.name})"
        if len(name.parts) > 1 or not (self.pages / name).is_file():
            return text
        heading = page_text.anchors((self.pages / name).read_text()).get(anchor)
        return f"[{text}](doc:{name.stem}{'#' + fragment(heading) if heading else ''})"

    @staticmethod
    def as_root(text: str) -> str:
        """The index as the root of the site. A list of topics holds only links: DocC adds the summary of each page."""
        head, topics, list_of_pages = text.partition("\n## Topics\n")
        list_of_pages = re.sub(r"^- \[[^\]]*\]\((doc:[^)]*)\).*$", r"- <\1>", list_of_pages, flags=re.MULTILINE)
        list_of_pages = re.sub(r"(\n- <[^>]*>)(?:\n  [^\n]+)+", r"\1", list_of_pages)
        title, _, rest = head.partition("\n")
        return title + "\n\n" + METADATA + rest + topics + list_of_pages


def build(site: Site, output: pathlib.Path, base_path: str) -> None:
    """Runs DocC, whose warnings are errors, and adds the start page."""
    shutil.rmtree(output, ignore_errors=True)
    command = ["docc", "convert", str(site.copies), "--warnings-as-errors", "--output-path", str(output)]
    if base_path:
        command += ["--hosting-base-path", base_path]
    subprocess.run(command, check=True, stdout=sys.stderr)
    base = f"/{base_path.strip('/')}" if base_path.strip("/") else ""
    address = f"{base}/documentation/{pathlib.Path(ROOT).stem.lower()}/"
    (output / "index.html").write_text(START.format(address=address))


def main() -> int:
    parser = argparse.ArgumentParser(description="Builds a static web site of the pages, with DocC.")
    parser.add_argument("--pages", type=pathlib.Path, default=pathlib.Path("Documentation/Ekoflow.docc"))
    parser.add_argument("--output", type=pathlib.Path, default=pathlib.Path(".build/site"))
    parser.add_argument("--base-path", default="")
    options = parser.parse_args()
    site = Site(options.pages, options.output.with_name(options.output.name + "-pages") / options.pages.name)
    site.write()
    try:
        build(site, options.output, options.base_path)
    except subprocess.CalledProcessError:
        print("docc refuses the pages, see above", file=sys.stderr)
        return 1
    print(f"site: {options.output}/index.html")
    return 0


if __name__ == "__main__":
    sys.exit(main())
