"""Finds headings, notes and definitions of links in the lines of Markdown, without what stands in code."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")
_INNER_FENCE = re.compile(r"((?:[ \t]{0,20}>)*)([ \t]*)(`{3,}(?!.*`)|~{3,})")
"""A fence of code at any indent, as in an item of a list, or in a quotation."""
_ATX = re.compile(r" {0,3}(#{1,6})(?=[ \t]|$)")
LONGEST = 2_000
"""Characters of the longest line that is read as a heading."""
_SETEXT = re.compile(r" {0,3}(=+|-+)[ \t]*$")
_NO_PARAGRAPH = re.compile(
    r"\s*$| {0,3}(?:#{1,6}(?:\s|$)|>|[-*+] |\d{1,9}[.)] |\||:{3,}|<|(?:[*_-] *){3,}$)|    |\t"
)
_NOTE = re.compile(r"\[\^([^\]\s]+)\]:")
_DEFINITION = re.compile(r" {0,3}\[(?!\^)([^\]]{1,200})\]:\s*\S")


def code_spans(text: str) -> Iterator[tuple[int, int]]:
    """Yield where code in a line of text begins and ends: between two runs of as many backquotes (CommonMark 6.1).

    >>> list(code_spans("a ``b ` c`` d `e"))
    [(2, 11)]
    """
    runs = [(match.start(), match.end()) for match in re.finditer("`+", text)]
    later: dict[int, deque[int]] = {}
    for number, (start, end) in enumerate(runs):
        later.setdefault(end - start, deque()).append(number)
    behind = -1
    for number, (start, end) in enumerate(runs):
        alike = later[end - start]
        alike.popleft()
        if number > behind and alike:
            behind = alike[0]
            yield start, runs[behind][1]


def matches_outside_code(pattern: re.Pattern[str], text: str) -> Iterator[re.Match[str]]:
    """Yield the matches of a pattern in a line of text, or in several, that do not begin in code."""
    spans = [*code_spans(text), (len(text) + 1, len(text) + 1)]
    at = 0
    for match in pattern.finditer(text):
        while spans[at][1] <= match.start():
            at += 1
        if match.start() < spans[at][0]:
            yield match


def changed_outside_code(pattern: re.Pattern[str], change: Callable[[re.Match[str]], str], text: str) -> str:
    """Return a text with all matches of a pattern changed that do not begin in code."""
    parts, kept = [], 0
    for match in matches_outside_code(pattern, text):
        parts += [text[kept : match.start()], change(match)]
        kept = match.end()
    return "".join([*parts, text[kept:]])


@dataclass(frozen=True, slots=True)
class LineHeading:
    """A heading: its first line, its number of lines, level and words."""

    line: int
    lines: int
    level: int
    words: str


def outside_code(lines: Sequence[str]) -> Iterator[int]:
    """Yield the numbers of lines that are not in a fence of code, also one in a list or quotation, or in a comment."""
    code: _OpenCode | None = None
    comment = False
    for number, line in enumerate(lines):
        if code and code.ends_before(line):
            code = None
        match = _INNER_FENCE.match(line)
        if code:
            if match and code.is_closed_by(match[1], match[3]) and not line[match.end() :].strip():
                code = None
        elif comment:
            comment = "-->" not in line
        elif match:
            code = _OpenCode(match[3], match[1].count(">"), len(match[2].expandtabs(4)))
        elif line.lstrip().startswith("<!--") and "-->" not in line:
            comment = True
        else:
            yield number


@dataclass(frozen=True, slots=True)
class _OpenCode:
    """A fence of code that is open: its marks, how many quotations it stands in, and its indent."""

    fence: str
    quotations: int
    indent: int

    def is_closed_by(self, quotations: str, fence: str) -> bool:
        """Whether a fence behind these marks of quotations closes it."""
        return fence.startswith(self.fence) and quotations.count(">") == self.quotations

    def ends_before(self, line: str) -> bool:
        """Whether a line is none of its list or quotation any more, which ends the code as well."""
        if self.quotations:
            return line.count(">", 0, len(line) - len(line.lstrip(" \t>"))) < self.quotations
        return self.indent > 3 and bool(line.strip()) and not line.startswith((" ", "\t"))


def headings(lines: Sequence[str]) -> list[LineHeading]:
    """Return the headings of a text, in order."""
    found: list[LineHeading] = []
    before = -2
    for number in outside_code(lines):
        line = lines[number]
        if len(line) > LONGEST:
            pass
        elif match := _ATX.match(line):
            found.append(LineHeading(number, 1, len(match[1]), _words(line[match.end() :])))
        elif (
            (match := _SETEXT.match(line)) and before == number - 1 and not _NO_PARAGRAPH.match(lines[before])
        ):
            start = before
            while (
                start
                and not _NO_PARAGRAPH.match(lines[start - 1])
                and (not found or found[-1].line + found[-1].lines < start)
            ):
                start -= 1
            words = " ".join(one.strip() for one in lines[start:number])
            found.append(LineHeading(start, number - start + 1, 1 if match[1][0] == "=" else 2, words))
        before = number
    return found


def _words(text: str) -> str:
    """Return the words of a heading, without the hashes that close it."""
    words = text.strip()
    bare = words.rstrip("#")
    return bare.rstrip() if not bare or bare[-1] in " \t" else words


def with_levels(lines: Sequence[str], levels: dict[int, int]) -> list[str]:
    """Return lines whose headings have other levels (by the number of their line)."""
    out = list(lines)
    for heading in headings(lines):
        level = levels.get(heading.line, heading.level)
        if level != heading.level:
            out[heading.line] = f"{'#' * level} {heading.words}"
            for extra in range(1, heading.lines):
                out[heading.line + extra] = ""
    return out


def definitions(lines: Sequence[str]) -> tuple[dict[str, list[str]], dict[str, str], dict[int, str]]:
    """Return the notes of a text by label (as their lines), its definitions of links by label in lower case, and the
    labels of notes by the lines that they take."""
    notes: dict[str, list[str]] = {}
    links: dict[str, str] = {}
    taken: dict[int, str] = {}
    label = ""
    current: list[str] | None = None
    waiting: list[int] = []
    visible = set(outside_code(lines))
    for number, line in enumerate(lines):
        match = _NOTE.match(line) if number in visible else None
        if match:
            label = match[1]
            current, waiting = notes.setdefault(match[1], []), []
            current.append(line)
            taken[number] = label
        elif current is not None and not line.strip():
            waiting.append(number)
        elif current is not None and (line.startswith(("    ", "\t")) or not waiting):
            if not line.startswith(("    ", "\t")) and (_ATX.match(line) or _FENCE.match(line)):
                current = None
                continue
            current += ["" for _ in waiting]
            current.append(line)
            taken |= dict.fromkeys((*waiting, number), label)
            waiting = []
        else:
            current = None
            if number in visible and (found := _DEFINITION.match(line)):
                links.setdefault(found[1].lower(), line.strip())
    return notes, links, taken
