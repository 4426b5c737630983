"""Prints marks: a table on a terminal, a line for each elsewhere."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from bookbuilder.cli.shared.paths_in_messages import local_place
from bookbuilder.cli.shared.print_findings import Console, print_line
from bookbuilder.phrases import Phrase
from bookbuilder.printed_text import visible
from bookbuilder.proof.desk import STATE_WORDS, MarkState
from bookbuilder.proof.mark_findings import mark_findings

if TYPE_CHECKING:
    from bookbuilder.diagnostics import Diagnostic, Span
    from bookbuilder.proof.mark import ProofMark


NO_STATES: Mapping[str, MarkState] = MappingProxyType({})
"""For marks that have come in just now."""
NO_SOURCES: Mapping[str, Span] = MappingProxyType({})
"""For marks of which nobody has asked what their words translate."""


def print_marks(
    console: Console,
    marks: Sequence[ProofMark],
    book: Path,
    states: Mapping[str, MarkState] = NO_STATES,
    sources: Mapping[str, Span] = NO_SOURCES,
) -> None:
    """Print marks with their places, who made them, what they say and, where it is known, what became of them and where the
    text is that their words translate."""
    said = console.translation
    rows = [
        (
            mark.id,
            local_place(book, str(mark.start))
            if mark.start.path
            else said.text(Phrase("page {page}", page=mark.page))
            if mark.page
            else mark.origin,
            ", ".join(filter(None, (mark.date[:10], _state(mark, states, console)))),
            _sentence(finding, sources.get(mark.id), book, console),
        )
        for mark, finding in zip(marks, mark_findings(marks), strict=True)
    ]
    if not console.is_terminal:
        for name, place, date, sentence in rows:
            print_line(
                console, (f"{place}: ", ""), (sentence, ""), (f" [{name}{f', {date}' if date else ''}]", "")
            )
        return
    if rows:
        from rich.table import Table

        table = Table(box=None, pad_edge=False, header_style="dim")
        for title in (Phrase("Mark"), Phrase("Place"), Phrase("Day"), Phrase("What it says")):
            table.add_column(said.text(title), overflow="fold")
        for row in rows:
            table.add_row(*map(visible, row))
        console.print(table, soft_wrap=False)


def _state(mark: ProofMark, states: Mapping[str, MarkState], console: Console) -> str:
    state = states.get(mark.id)
    return console.translation.text(STATE_WORDS[state]) if state else ""


def _sentence(finding: Diagnostic, source: Span | None, book: Path, console: Console) -> str:
    message, *hints = map(console.translation.text, finding.phrases)
    if source:
        place = local_place(book, str(source))
        hints.append(console.translation.text(Phrase("a translation of {place}", place=place)))
    return " ".join([message, *(f"({hint})" for hint in hints if hint)])
