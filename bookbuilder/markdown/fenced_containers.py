"""Parses `::: name`, blocks, `:::`, nested to any depth as pandoc's fenced divs are."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from itertools import accumulate
from typing import NamedTuple

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock

_FENCE = re.compile(r"(:{3,})[ \t]*")
_ITEM_ENDS = "item_ends"
"""The key under which a parse keeps where items end: by indent and last line, from which line on that holds, and the end."""
_FENCES = "container_fences"
"""The key under which a parse keeps the fences of an item or a quotation: by its indent, its quotation and its last line."""
_CODE = re.compile(r"((?:(?:[-+*:~]|\d{1,9}[.)])[ \t]+)*)(`{3,}(?!.*`)|~{3,})")
"""The fence of code, also behind the marks of items that begin with it."""


class _ContainerFences(NamedTuple):
    """The lines with fences behind the line that opens a container. They are read once for all containers of an item, which
    may have thousands.

    `openers` are the containers for which they hold: the one from which they were read, and those behind it outside of code.
    `colons` has how many colons a fence has that can close a container, and 0 for each that opens one; `most_colons` has the
    largest number of colons from each fence on.
    """

    openers: frozenset[int]
    lines: list[int]
    colons: list[int]
    most_colons: list[int]


def fenced_containers(md: MarkdownIt) -> None:
    """Add the rule to a parser. Its tokens are `container_directive_open` (`info`: what stands behind the colons, `map`:
    from its line to that which closes it) and `container_directive_close`."""
    md.block.ruler.before(
        "fence", "container_directive", _rule, {"alt": ["paragraph", "reference", "blockquote", "list"]}
    )


def _rule(state: StateBlock, start: int, last: int, silent: bool) -> bool:
    line = _line(state, start)
    fence = _FENCE.match(line)
    if state.is_code_block(start) or fence is None or fence.end() == len(line):
        return False
    if silent:
        return True
    length = len(fence[1])
    end = _closing_line(state, start, last, length) or _closing_line(state, start, last, 3)
    stop = end or _outer_end(state, start, last)
    parent, line_max = state.parentType, state.lineMax
    state.parentType, state.lineMax = "container", stop  # no paragraph goes on behind the closing line
    token = state.push("container_directive_open", "div", 1)
    token.markup, token.block, token.info, token.map = fence[1], True, line[length:], [start, stop]
    state.md.block.tokenize(state, start + 1, stop)
    token = state.push("container_directive_close", "div", -1)
    token.markup, token.block = _line(state, end).strip() if end else "", True
    state.parentType, state.lineMax = parent, line_max
    state.line = stop + (1 if end else 0)
    return True


def _closing_line(state: StateBlock, start: int, last: int, length: int) -> int:
    """Return the line that closes a container: the first line of only colons, at least `length` of them, that does not
    close a container inside it; 0 if there is none."""
    fences = _container_fences(state, start, last)
    first = bisect_right(fences.lines, start)
    if first == len(fences.lines) or fences.most_colons[first] < length:
        return 0
    inner = 0
    for at in range(first, len(fences.lines)):
        colons = fences.colons[at]
        if not colons:
            inner += 1
        elif inner:
            inner -= 1
        elif colons >= length:
            return fences.lines[at]
    return 0


def _container_fences(state: StateBlock, start: int, last: int) -> _ContainerFences:
    """Return the fences behind the line that opens a container, up to the end of the item around it."""
    end = _outer_end(state, start, last)
    found: dict[tuple[int, int, int], _ContainerFences] = state.env.setdefault(_FENCES, {})
    item = state.blkIndent, state.bsCount[start], end
    if item not in found or start not in found[item].openers:
        openers, lines, colons = {start}, [], []
        for line, text, in_code in _lines(state, start, end):
            if fence := _FENCE.match(text):
                lines.append(line)
                colons.append(0 if fence.end() < len(text) else len(fence[1]))
                if not in_code:
                    openers.add(line)
        most_colons = [*accumulate(reversed(colons), max)][::-1]
        found[item] = _ContainerFences(frozenset(openers), lines, colons, most_colons)
    return found[item]


def _lines(state: StateBlock, start: int, end: int) -> Iterator[tuple[int, str, bool]]:
    """Yield the lines inside a container that can hold a fence of its own, and whether they are in code that does not end;
    those of code that ends cannot."""
    waiting: list[tuple[int, str]] = []
    code, indent = "", 0
    for line in range(start + 1, end):
        if (
            code and not state.isEmpty(line) and state.sCount[line] < indent
        ):  # the item ends, and its code with it
            code, indent, waiting = "", 0, []
        if state.is_code_block(line) and not indent:
            continue
        text = _line(state, line)
        mark = _CODE.match(text)
        if code:
            waiting.append((line, text))
            if text.startswith(code) and not text.strip(code[0] + " \t"):
                code, indent, waiting = "", 0, []
        elif mark:
            code, indent = mark[2], state.sCount[line] + len(mark[1]) if mark[1] else 0
        else:
            yield line, text, False
    for line, text in waiting:
        yield line, text, True


def _outer_end(state: StateBlock, start: int, last: int) -> int:
    """Return the line at which the item around a container ends, or `last`.

    It is the same for all containers of an item, so it is looked for once: an item may have thousands.
    """
    if state.blkIndent == 0:
        return last
    item = state.blkIndent, last
    found: dict[tuple[int, int], tuple[int, int]] = state.env.setdefault(_ITEM_ENDS, {})
    first, end = found.get(item, (0, 0))
    if not first <= start < end:
        indent = state.blkIndent
        lines = range(start + 1, last)
        end = next((at for at in lines if not state.isEmpty(at) and state.sCount[at] < indent), last)
        found[item] = start, end
    return end


def _line(state: StateBlock, line: int) -> str:
    """Return a line without its indent."""
    return state.src[state.bMarks[line] + state.tShift[line] : state.eMarks[line]]
