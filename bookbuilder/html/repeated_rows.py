"""Renders the rows that print repeats at the head and the foot of each page of a long table, with all that they may say
there.

Where pages end is not known yet. So a cell has an element for each thing that it may say, with the rows of the body between
which a page begins where it is said (`data-after`, `data-until`, counted from 0); the layout leaves one of them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from markupsafe import Markup

from bookbuilder.document import nodes
from bookbuilder.document.carried_sums import carried_column
from bookbuilder.document.table_notes import calls_table_note
from bookbuilder.document.table_spans import column_count, columns
from bookbuilder.document.walk import plain
from bookbuilder.html.chapter_renderer import Renderer, element

EMPTY = Markup("")


def head_rows(node: nodes.Table, aligned: nodes.Table, label: str, r: Renderer) -> tuple[Markup, Markup]:
    """Return the rows above and below the head of a table: that it goes on; its sums, and which of its groups goes on.
    `aligned` is the table with its numbers aligned."""
    # Translators: before the sum of a column at the head of a page, which the page before has added up
    return continued_row(node, label, r), _sums(node, aligned, r.say("Brought forward"), r) + _groups(node)


def continued_row(node: nodes.Table, label: str, r: Renderer) -> Markup:
    """Return the row above the head of a table that says that it goes on."""
    # Translators: at the head of a table that goes on from the page before; {label} is its name, as in "Table 3"
    words = r.say("{label} (continued)", label=label) if label else r.say("Continued")
    return _over_all(node, "continued", "th", Markup("<div>{}</div>").format(words))


def foot_row(node: nodes.Table, aligned: nodes.Table, r: Renderer) -> Markup:
    """Return the row with the sums of a table at the foot of a page; empty if none are asked for."""
    # Translators: before the sum of a column at the foot of a page, which the next page goes on to add up
    return _sums(node, aligned, r.say("Carried forward"), r)


def _over_all(node: nodes.Table, kind: str, name: str, words: Markup) -> Markup:
    width = column_count((*node.head, *node.body))
    return _row(kind, element(name, Markup(' colspan="{}"').format(width), words))


def _row(name: str, cells: Markup) -> Markup:
    return Markup('<tr class="{}" aria-hidden="true">{}</tr>\n').format(name, cells)


def _groups(node: nodes.Table) -> Markup:
    """Return the row that names the group that goes on; empty if the table has no groups: rows of one cell."""
    names = [*group_names(node), (len(node.body), ())]
    said = [_said(after, until - 1, _bare(content)) for (after, content), (until, _) in pairwise(names)]
    return _over_all(node, "group-again", "td", Markup("").join(said)) if said else EMPTY


def group_names(node: nodes.Table) -> Iterator[tuple[int, tuple[nodes.Inline, ...]]]:
    """Yield the rows of the body of a table that head a group, by their numbers, and what they say: their only cell reaches
    over all columns, and rows follow."""
    width = column_count((*node.head, *node.body))
    for number, row in enumerate(node.body[:-1]):
        match row.cells:
            case (nodes.Cell(content=content, columns=reach, rows=1),) if reach == width > 1 and content:
                yield number, content


def _said(after: int, until: int, words: Markup) -> Markup:
    return Markup('<div data-after="{}" data-until="{}">{}</div>').format(after, until, words)


def _bare(content: Sequence[nodes.Inline]) -> Markup:
    """Return inlines without anchors, notes and links: they are said once more."""
    parts = []
    for one in content:
        match one:
            case nodes.Styled("strong" | "emphasis" as kind, inner):
                parts.append(element("em" if kind == "emphasis" else kind, EMPTY, _bare(inner)))
            case _ if not calls_table_note(one):
                parts.append(Markup.escape(plain((one,))))
    return Markup("").join(parts)


def _sums(node: nodes.Table, aligned: nodes.Table, words: str, r: Renderer) -> Markup:
    """Return the row with the sums of a table, and with words in the first columns that have none."""
    carry, count = node.setting.carry, column_count((*node.head, *node.body))
    if not carry:
        return EMPTY
    alignments = _alignments(aligned)
    first = next(column for column in range(count) if column not in carry)
    behind = next((column for column in range(first, count) if column in carry), count)
    cells, column = [], 0
    while column < count:
        span, said, align = 1, EMPTY, ""
        if column == first:
            span, said = behind - first, _said(0, len(node.body) - 1, Markup.escape(words))
        elif column in carry:
            said, align = _sums_of(node, column, r), alignments.get(column, "")
        attributes = Markup(' class="align-{}"').format(align) if align else EMPTY
        attributes += Markup(' colspan="{}"').format(span) if span > 1 else EMPTY
        cells.append(element("td", attributes, said))
        column += span
    return _row("carried", Markup("").join(cells))


def _sums_of(node: nodes.Table, column: int, r: Renderer) -> Markup:
    """Return the sums of a column, each with the rows with which a page may begin below it."""
    sums = carried_column(node, column, r.medium.locale).sums
    parts, begin = [], 0
    for number in range(1, len(sums)):
        if number == len(sums) - 1 or sums[number] != sums[begin]:
            parts.append(_said(begin, number, Markup.escape(sums[begin])))
            begin = number
    return Markup("").join(parts)


def _alignments(node: nodes.Table) -> dict[int, str]:
    found: dict[int, str] = {}
    for row, begins in zip(node.body, columns(node.body), strict=True):
        for cell, begin in zip(row.cells, begins, strict=True):
            if cell.columns == 1 and cell.align:
                found.setdefault(begin, cell.align.value)
    return found
