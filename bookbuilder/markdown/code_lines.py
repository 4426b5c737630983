"""Reads which lines of code have numbers, and which are marked: `numbers`, `numbers=10`, `marks="3-5, 8"`."""

from __future__ import annotations

import re
from collections.abc import Mapping

from bookbuilder.diagnostics import Report, Rule, Span

NUMBERS = Rule(
    "code.numbers",
    "numbers={value} is no number of a line",
    "`numbers` numbers the lines of code: from 1, or as they are in the file that the code is taken from. `numbers=10`"
    " numbers them from 10.",
)
MARKS = Rule(
    "code.marks",
    "marks={value} are no lines of this code, which has those from {first} to {last}",
    'Lines are marked by their numbers, one by one or from one to another: `marks="3-5, 8"`. They count as `numbers` does,'
    " also where no numbers are printed.",
)
_YES, _NO = ("", "yes"), "no"
_RANGE = re.compile(r"(\d{1,7})(?:[-\u2013](\d{1,7}))?", re.ASCII)


def first_number(options: Mapping[str, str], usual: int, places: Mapping[str, Span], report: Report) -> int:
    """Return the number of the first line of code, 0 if its lines have none; `usual` is it if the author says no other.
    Reports `code.numbers`."""
    value = options.get("numbers", _NO)
    if value == _NO:
        return 0
    if value in _YES:
        return usual
    if value.isascii() and value.isdecimal() and 0 < int(value) < 10_000_000:
        return int(value)
    report(NUMBERS, places["numbers"], hint="write numbers, or numbers=10", value=value)
    return usual


def marked_lines(
    options: Mapping[str, str], first: int, count: int, places: Mapping[str, Span], report: Report
) -> tuple[tuple[int, int], ...]:
    """Return the first and the last line of each part that is marked, counted from 1; `first` is the number of the first of
    the `count` lines. Reports `code.marks`."""
    value = options.get("marks", "")
    result = []
    last = first + count - 1
    for part in re.split(r"[,;\s]+", value.strip()) if value else ():
        match = _RANGE.fullmatch(part)
        start, end = (int(match[1]), int(match[2] or match[1])) if match else (0, 0)
        if not first <= start <= end <= last:
            hint = 'write them as marks="3-5, 8"' if not match else ""
            report(MARKS, places["marks"], hint=hint, value=part, first=first, last=last)
            continue
        result.append((start - first + 1, end - first + 1))
    return tuple(sorted(result))
