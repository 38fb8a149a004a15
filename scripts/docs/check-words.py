#!/usr/bin/env python3
"""Checks the plain English of pages: words for which there is a plainer one, and sentences that are too long.

Usage: scripts/docs/check-words.py PAGE...
       scripts/docs/check-words.py --sample

Code, links' addresses and comments are not read. Prints FILE:LINE of each find. A word is an error, and the script ends
with 1; a long sentence is a warning. --sample tries each rule on a sentence that breaks it.
"""

import pathlib
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass

import page_text

MOST_WORDS = 30


@dataclass(frozen=True)
class Rule:
    """Words to avoid, what to write instead, and a sentence that has them."""

    pattern: str
    instead: str
    sample: str


RULES = [
    Rule(r"mend(s|ed|ing)?", "fix", "After an expectation was mended, run it again."),
    Rule(r"go(es)? first", "overrides, takes precedence", "The option goes first."),
    Rule(r"goes before", "overrides, wins over", "3 goes before 4."),
    Rule(r"(that|those) of", "the noun again", "The limit is that of the environment."),
    Rule(r"the (one|ones) of", "the noun again", "The keys are the ones of staging."),
    Rule(r"an? texts?(?! (message|editor|file))", "a string", "The value is a text."),
    Rule(r"texts (that|with|which|without|of)", "strings", "Two texts that look alike differ."),
    Rule(r"commands? of curl", "curl command", "It prints the commands of curl."),
    Rule(r"collections? of Postman", "Postman collection", "Import a collection of Postman."),
    Rule(r"page of HTML", "HTML page", "The answer is a page of HTML."),
    Rule(r"grav(est|er)", "most serious, more serious", "The gravest counts."),
    Rule(r"members?", "property, field", "The object has three members."),
    Rule(r"authorit(y|ies)", "CA certificate", "The authorities of the system are trusted."),
    Rule(r"(CI|the|an|each|every) engines?(?! of)", "CI system", "The engine starts the job again."),
    Rule(r"where (none|nothing) (is|was)", "if", "The default is 30 s where none is given."),
    Rule(r"where it is (left out|given|set|missing|not)", "if", "The default is 30 s where it is left out."),
    Rule(r"(True|true|Nil|nil) where", "True if, nil if", "True where the file exists."),
    Rule(r"at every turn", "on every run", "It says so at every turn."),
    Rule(r"passed over", "skipped, ignored", "Such a step is passed over."),
    Rule(r"comes? out", "results, is printed", "Read what comes out."),
    Rule(r"stands? (in|under|beside|behind|at)", "is in", "The key stands in the file."),
    Rule(r"stand-ins? for (?!the API)", "replacement", "A stand-in for the phone is there."),
    Rule(r"as it (is|stands)", "leave it out", "The value is sent as it is."),
    Rule(r"taken away while", "spot (preemptible) runners", "Runners that are taken away while they work."),
    Rule(r"give each another", "give each a different", "Give each another name."),
    Rule(r"did not live to", "was killed before it could", "The run did not live to write its report."),
    Rule(r"whom? has \w+ed", "if you have", "Who has changed it runs it again."),
    Rule(r"has to", "must", "The value has to be given."),
    Rule(r"be it", "also if it is", "A value, be it null."),
    Rule(r"but for", "except", "All numbers but for the last."),
    Rule(r"in such a (way|manner)", "so", "It is written in such a way."),
    Rule(r"utili[sz]e[sd]?", "use", "It utilizes the file."),
    Rule(r"former run", "earlier run", "The times of a former run."),
    Rule(r"(simply|easily|obviously)", "leave it out", "You can simply run it."),
]
PATTERNS = [(rule, re.compile(rf"\b(?:{rule.pattern})\b", re.IGNORECASE)) for rule in RULES]


@dataclass(frozen=True)
class Find:
    """Something to reword, at a line."""

    line: int
    what: str
    is_error: bool


def readable(line: str) -> str:
    """The prose of a line: without code, addresses and marks of Markdown."""
    line = re.sub(r"(`+)(?:(?!\1).)+?\1", "CODE", line)
    line = page_text.LINK.sub(lambda link: link[2], line)
    return line.replace("**", "").replace("…", ".")


def words(text: str) -> list[Find]:
    """The words to avoid."""
    found = []
    for number, line in page_text.prose_lines(text):
        for rule, pattern in PATTERNS:
            for word in pattern.finditer(readable(line)):
                found.append(Find(number, f"'{word[0]}': write {rule.instead}", True))
    return found


def paragraphs(text: str) -> Iterator[tuple[int, str]]:
    """Each paragraph and list item in one line, with the number of its first line. Tables and headings end one."""
    start, parts = 0, []
    for number, line in [*page_text.prose_lines(text), (0, "")]:
        is_end = not line.strip() or line.lstrip().startswith(("|", "#"))
        if is_end or re.match(r"\s*([-*]|\d+\.) ", line):
            if parts:
                yield start, " ".join(parts)
            parts = []
        if not is_end:
            start = start if parts else number
            parts.append(readable(line).strip())


def long_sentences(text: str) -> list[Find]:
    """The sentences with too many words."""
    found = []
    for number, paragraph in paragraphs(text):
        for sentence in re.split(r"(?<=[.!?:;])\s+", paragraph):
            count = len(re.findall(r"[\w'-]+", sentence))
            if count > MOST_WORDS:
                found.append(Find(number, f"{count} words in a sentence: {' '.join(sentence.split()[:8])} …", False))
    return found


def untried() -> list[Rule]:
    """The rules that do not find their own sample."""
    return [
        rule for rule in RULES if not any(find.what.endswith(f"write {rule.instead}") for find in words(rule.sample))
    ]


def main() -> int:
    if sys.argv[1:] == ["--sample"]:
        blind = untried()
        print("\n".join([*(f"finds nothing: {rule.pattern}" for rule in blind), f"{len(RULES)} rules tried"]))
        return 1 if blind or not long_sentences("word " * (MOST_WORDS + 1)) else 0
    errors = 0
    for name in sys.argv[1:]:
        text = pathlib.Path(name).read_text()
        for find in sorted(words(text) + long_sentences(text), key=lambda find: find.line):
            errors += find.is_error
            print(f"{name}:{find.line}: {'error' if find.is_error else 'warning'}: {find.what}")
    print(f"{len(sys.argv) - 1} pages: {errors} words to replace")
    return 1 if errors else 0


if __name__ == "__main__":
    sys.exit(main())
