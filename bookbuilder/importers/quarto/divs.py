"""Finds the fenced divs of pandoc in lines of Markdown."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

DIV = re.compile(r"[ \t]{0,20}(:{3,})[ \t]*(.*?)[ \t]*(?::{3,})?\s*\Z")
"""A line that opens a div, with its attributes as the second group, or, without any, closes one."""


def end_of_div(lines: Sequence[str], start: int, visible: Collection[int]) -> int:
    """Return the number of the line behind the one that closes a div; all are left if nothing does."""
    open_divs = 0
    for number in range(start, len(lines)):
        if number in visible and (div := DIV.match(lines[number])):
            open_divs += 1 if div[2] else -1
            if not open_divs:
                return number + 1
    return start + 1
