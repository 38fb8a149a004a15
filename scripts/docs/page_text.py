"""What the scripts for pages know of Markdown: prose without code, headings, anchors and links."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

FENCE = re.compile(r"\s*(```+|~~~+)")
HEADING = re.compile(r"(#{1,6})\s+(.*?)\s*#*\s*$")
LINK = re.compile(r"(!?)\[((?:[^\[\]]|\[[^\]]*\])*)\]\(\s*<?([^)\s>]+)>?(?:\s+\"[^\"]*\")?\s*\)")
AUTOLINK = re.compile(r"<(doc:[^>\s]+)>")


@dataclass(frozen=True)
class Link:
    """A link or a picture, as it is written."""

    line: int
    target: str
    is_picture: bool


def prose_lines(text: str) -> Iterator[tuple[int, str]]:
    """The lines outside fenced blocks and comments, each with its number."""
    fence = None
    is_comment = False
    for number, line in enumerate(text.splitlines(), 1):
        mark = FENCE.match(line)
        if mark and fence is None:
            fence = mark[1]
        elif mark and fence is not None and mark[1].startswith(fence):
            fence = None
        elif fence is None:
            visible, is_comment = without_comments(line, is_comment)
            yield number, visible


def without_comments(line: str, is_comment: bool) -> tuple[str, bool]:
    """The line without HTML comments, and whether a comment goes on in the next line."""
    visible = ""
    while line:
        mark = "-->" if is_comment else "<!--"
        before, found, line = line.partition(mark)
        visible += "" if is_comment else before
        is_comment = is_comment != bool(found)
    return visible, is_comment


def without_code(line: str) -> str:
    """The line without code spans, whose content is not Markdown."""
    return re.sub(r"(`+)(?:(?!\1).)+?\1", lambda code: "x" * len(code[0]), line)


def plain(heading: str) -> str:
    """The text of a heading without its marks."""
    heading = LINK.sub(lambda link: link[2], heading)
    return re.sub(r"`([^`]*)`", r"\1", heading).replace("**", "").replace("*", "")


def headings(text: str) -> list[str]:
    """The text of each heading, in order."""
    found = (HEADING.match(line) for _, line in prose_lines(text))
    return [plain(heading[2]) for heading in found if heading]


def anchors(text: str) -> dict[str, str]:
    """The anchor that GitHub and GitLab give each heading, and the heading's text."""
    found: dict[str, str] = {}
    seen: Counter[str] = Counter()
    for heading in headings(text):
        slug = re.sub(r"[^\w\- ]", "", heading.strip().lower()).replace(" ", "-")
        found[f"{slug}-{seen[slug]}" if seen[slug] else slug] = heading
        seen[slug] += 1
    return found


def links(text: str) -> Iterator[Link]:
    """The links and pictures of a page, without what is in code."""
    for number, line in prose_lines(text):
        visible = without_code(line)
        for link in LINK.finditer(visible):
            yield Link(number, link[3], link[1] == "!")
            # A picture can be the text of a link.
            for inner in LINK.finditer(link[2]):
                yield Link(number, inner[3], inner[1] == "!")
        for link in AUTOLINK.finditer(visible):
            yield Link(number, link[1], False)
