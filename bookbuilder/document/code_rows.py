"""The rows of code that is set line by line: with long lines, which go on in a next one, with numbers, or with marks."""

from __future__ import annotations

from bookbuilder.document import nodes

SHORT = 30
"""Letters that have room in any line of a page or of a phone."""
DEEPEST = 12
"""Letters: what is indented by more goes on as if it were not."""

WITH_TABS = 6
"""With the two letters of the sign it is as wide as a tab: browsers count tabs from there."""


def has_rows(node: nodes.Code) -> bool:
    """Whether code is set line by line."""
    return bool(node.first_line or node.marks) or any(len(line) > SHORT for line in node.text.split("\n"))


def code_rows(node: nodes.Code) -> list[tuple[str, bool]]:
    """Return the lines of code, each with whether it is marked; a line end at the end begins no line."""
    marked = {number for first, last in node.marks for number in range(first, last + 1)}
    lines = node.text.removesuffix("\n").split("\n")
    return [(line, number in marked) for number, line in enumerate(lines, 1)]


def hang(line: str) -> int:
    """Return by how many letters a line is indented, an even number, as far as what goes on of it is indented as well.

    >>> hang("    x"), hang("\\tx"), hang(" " * 40 + "x"), hang("x")
    (4, 6, 12, 0)
    """
    if "\t" in line:
        return WITH_TABS
    return min(len(line) - len(line.lstrip(" ")), DEEPEST) // 2 * 2
