"""Writes the grid tables of pandoc as tables that our parser reads: with bars, or as a list if cells hold blocks."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from bookbuilder.importers.markdown_sources.markdown_lines import outside_code
from bookbuilder.locales.segment_breaks import removes_line_break

_BORDER = re.compile(r"([ \t]*)\+(?:[-=:]+\+)+[ \t]*\Z")
_CAPTION = re.compile(r"(?:[Tt]able)?:[ \t]+(?P<words>\S.*?)(?:[ \t]*\{(?P<attributes>#[^{}]*)\})?\Z")
_BLOCKS = re.compile(r"(?:[-*+]|\d{1,9}[.)]|#\.)[ \t]|>|`{3}|~{3}|#{1,6} |    ")
"""How a line of a cell begins that is no part of a paragraph."""


@dataclass(frozen=True, slots=True)
class _Row:
    """A row: for each column the lines of its cell, or None if the cell to its left reaches over it."""

    cells: tuple[tuple[str, ...] | None, ...]


@dataclass(frozen=True, slots=True)
class _Grid:
    """A table: its rows, how many of them head it, and how its columns are aligned, as tables with bars say it."""

    rows: tuple[_Row, ...]
    head: int
    aligns: tuple[str, ...]


def without_grids(lines: Sequence[str]) -> list[str]:
    """Return lines with other tables for the grid tables among them. One in which a cell reaches over several rows stays.

    >>> print("\\n".join(without_grids(["+---+---+", "| a | b |", "+:=:+===+", "| c | d |", "|   | e |", "+---+---+"])))
    | a | b |
    |:-:|---|
    | c | d e |
    """
    visible = [False] * len(lines)
    for number in outside_code(lines):
        visible[number] = True
    out: list[str] = []
    number = 0
    while number < len(lines):
        border = _BORDER.match(lines[number]) if visible[number] else None
        end = _end(lines, number, border[1]) if border else number
        grid = _grid([line.strip() for line in lines[number:end]]) if border and end > number + 2 else None
        if border is None or grid is None:
            out.append(lines[number])
            number += 1
            continue
        number = _add(out, grid, border[1], lines, end)
    return out


def _end(lines: Sequence[str], start: int, indent: str) -> int:
    """Return the line behind the table that begins at a line."""
    end = start
    while end < len(lines) and lines[end].startswith((f"{indent}+", f"{indent}|")):
        end += 1
    return end


def _grid(lines: Sequence[str]) -> _Grid | None:
    """Return the table that lines draw; None for one that is broken, or in which a cell reaches over several rows."""
    edges = sorted(
        {place for line in lines if _BORDER.match(line) for place, sign in _signs(line) if sign == "+"}
    )
    rows: list[_Row] = []
    head, aligns = 0, ["---"] * (len(edges) - 1)
    pending: list[str] = []
    for line in lines:
        if line.startswith("+"):
            if not _BORDER.match(line) or len(line) != edges[-1] + 1:
                return None
            if pending:
                row = _row(pending, edges)
                if row is None:
                    return None
                rows.append(row)
            if "=" in line and not head:
                head = len(rows)
            if ":" in line and (not rows or "=" in line):
                aligns = _aligns(line, edges)
            pending = []
        else:
            pending.append(line)
    if pending or not rows or len(edges) < 2:
        return None
    return _Grid(tuple(rows), head if head < len(rows) else 0, tuple(aligns))


def _signs(line: str) -> Iterator[tuple[int, str]]:
    """Yield the signs of a line with the column of a terminal in which they stand: wide ones take two."""
    place = 0
    for sign in line:
        yield place, sign
        place += 0 if unicodedata.combining(sign) else 2 if unicodedata.east_asian_width(sign) in "WF" else 1


def _row(lines: Sequence[str], edges: Sequence[int]) -> _Row | None:
    """Return a row that lines draw; None if its bars stand elsewhere."""
    placed = [list(_signs(line)) for line in lines]
    bars = [{place for place, sign in signs if sign == "|"} for signs in placed]
    kept = [edge for edge in edges if all(edge in one for one in bars)]
    if kept[:1] != [edges[0]] or kept[-1:] != [edges[-1]]:
        return None
    cells: list[tuple[str, ...] | None] = []
    for first, last in pairwise(kept):
        texts = ["".join(sign for place, sign in signs if first < place < last).rstrip() for signs in placed]
        indent = min((len(text) - len(text.lstrip()) for text in texts if text), default=0)
        cells.append(_trimmed([text[indent:] for text in texts]))
        cells += [None] * (len([edge for edge in edges if first < edge < last]))
    return _Row(tuple(cells))


def _trimmed(texts: list[str]) -> tuple[str, ...]:
    while texts and not texts[-1]:
        texts.pop()
    while texts and not texts[0]:
        texts.pop(0)
    return tuple(texts)


def _aligns(line: str, edges: Sequence[int]) -> list[str]:
    parts = [line[first + 1 : last] for first, last in pairwise(edges)]
    forms = {(True, True): ":-:", (True, False): ":--", (False, True): "--:"}
    return [forms.get((part.startswith(":"), part.endswith(":")), "---") for part in parts]


def _add(out: list[str], grid: _Grid, indent: str, lines: Sequence[str], end: int) -> int:
    """Add a table in our form; return the number of the next line, which is behind its caption if that is part of it."""
    if not any(_is_block(cell) for row in grid.rows for cell in row.cells if cell):
        out += [f"{indent}{line}" for line in _barred(grid)]
        return end
    number = end
    while number < len(lines) and not lines[number].strip():
        number += 1
    caption = _CAPTION.match(lines[number].strip()) if number < len(lines) else None
    if caption is None:
        out += [f"{indent}{line}" for line in _barred(grid)]
        return end
    words, number = [caption["words"]], number + 1
    attributes = caption["attributes"] or ""
    while not attributes and number < len(lines) and lines[number].strip():
        more = re.match(r"(.*?)(?:[ \t]*\{(#[^{}]*)\})?\Z", lines[number].strip())
        words, number = [*words, more[1] if more else ""], number + 1
        attributes = (more[2] if more else None) or ""
    listed = _listed(grid)
    fence = ":" * max((len(run) + 1 for line in listed for run in re.findall(r":{3,}", line)), default=3)
    options = " ".join(filter(None, (attributes, f"head={max(grid.head, 1)}")))
    out += [
        f"{indent}{line}".rstrip() for line in (f"{fence} table {{{options}}}", *listed, "", *words, fence)
    ]
    return number


def _is_block(cell: tuple[str, ...]) -> bool:
    """Whether a cell is more than a paragraph."""
    return "" in cell or any(_BLOCKS.match(line) for line in cell)


def _barred(grid: _Grid) -> list[str]:
    """Return a table with bars, whose cells are one line each."""
    rows = [
        f"| {' | '.join('<<' if cell is None else _line(cell) for cell in row.cells)} |" for row in grid.rows
    ]
    head = max(grid.head, 1)
    rule = f"|{'|'.join(grid.aligns)}|"
    return [*([f"{{head={head}}}"] if head > 1 else []), rows[0], rule, *rows[1:]]


def _line(cell: tuple[str, ...]) -> str:
    """Return the lines of a cell as one; blocks are parted by line breaks."""
    text = ""
    for before, line in zip(("", *cell), cell, strict=False):
        line = line.strip()
        if not line or not text:
            text += line
        elif not before or _BLOCKS.match(line):
            text += f"<br>{line}"
        else:
            text += line if removes_line_break(text[-1], line[0]) else f" {line}"
    bars = [at for at, sign in enumerate(text) if sign == "|" and text[at - 1 : at] != "\\"]
    for at in reversed(bars):  # also in code (GFM, 4.10)
        text = f"{text[:at]}\\{text[at:]}"
    return text


def _listed(grid: _Grid) -> list[str]:
    """Return a table as a list of rows that are lists of cells."""
    out: list[str] = []
    for row in grid.rows:
        for column, cell in enumerate(row.cells):
            text = ("<<",) if cell is None else cell or ("",)
            out += [
                ("* - " if not column else "  - ") + text[0],
                *(f"    {line}" if line else "" for line in text[1:]),
            ]
    return [line.rstrip() for line in out]
