#!/usr/bin/env python3
"""Checks the links of pages as plain Markdown, the way GitHub and GitLab show it.

Usage: scripts/docs/check-links.py PAGE...

The file of each relative link must exist, and so must the anchor in it. Addresses with a scheme are not followed.
Prints FILE:LINE of each dead link, and ends with 1 if there is one.
"""

import functools
import pathlib
import re
import sys
import urllib.parse
from collections.abc import Iterator

import page_text

SCHEMES = ("http", "https", "mailto")


@functools.cache
def anchors(file: pathlib.Path) -> dict[str, str]:
    """The anchors of a page, which is read once."""
    return page_text.anchors(file.read_text())


def fault(page: pathlib.Path, link: page_text.Link) -> str | None:
    """What is wrong with a link of the page; None if it leads somewhere."""
    scheme = re.match(r"([a-z][a-z0-9+.-]*):", link.target)
    if scheme:
        return None if scheme[1] in SCHEMES else f"'{scheme[1]}:' leads nowhere in plain Markdown"
    path, _, anchor = urllib.parse.unquote(link.target).partition("#")
    if path.startswith("/"):
        return "it must be relative to the page"
    file = page.parent / path if path else page
    if not file.exists():
        return "there is no such file"
    if link.is_picture and not file.is_file():
        return "it is not a picture"
    if not anchor or file.suffix != ".md":
        return None
    return None if anchor in anchors(file.resolve()) else f"{file.name} has no heading with this anchor"


def dead_links(page: pathlib.Path) -> Iterator[str]:
    """A line for each dead link of the page."""
    for link in page_text.links(page.read_text()):
        what = fault(page, link)
        if what:
            yield f"{page}:{link.line}: dead link '{link.target}': {what}"


def main() -> int:
    pages = [pathlib.Path(name) for name in sys.argv[1:]]
    dead = [line for page in pages for line in dead_links(page)]
    print("\n".join([*dead, f"{len(pages)} pages: {len(dead)} dead links"]))
    return 1 if dead else 0


if __name__ == "__main__":
    sys.exit(main())
