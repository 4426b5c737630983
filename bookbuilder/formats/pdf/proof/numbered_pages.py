"""Numbers the lines of the pages of a book."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from bookbuilder.formats.edition_trace import EditionTrace
from bookbuilder.formats.pdf.paginate.schedule import PaginatedBook
from bookbuilder.formats.pdf.proof.printed_lines import PrintedLine, numbered, printed_lines
from bookbuilder.formats.pdf.proof.text_columns import TextColumns
from bookbuilder.formats.text_places import SourceRun, read
from bookbuilder.formats.traced_text import parsed


@dataclass(frozen=True, slots=True, eq=False)
class NumberedPage:
    """The lines of a page with their numbers, its columns, and the side on which it stands."""

    lines: tuple[PrintedLine, ...]
    numbers: tuple[tuple[int, PrintedLine], ...]
    columns: TextColumns
    right: bool


def numbered_pages(paginated: PaginatedBook, trace: EditionTrace) -> Mapping[int, NumberedPage]:
    """Return the pages of the chapters of a book with the numbers of their lines, by their index. Numbers begin again on
    every page, or in every part: chapters that begin where others end are numbered as one."""
    book = paginated.book
    proof = book.edition.proof
    running = proof is not None and proof.lines == "chapter"
    result: dict[int, NumberedPage] = {}
    tables: dict[str, tuple[object, ...]] = {}
    part, first = -1, 1
    for index, placed in enumerate(paginated.order.pages):
        scheduled = paginated.parts[placed.part]
        if placed.page < 0 or not scheduled.part.path:
            continue
        left, _, right, _ = scheduled.compiled.pages[placed.page].box
        columns = TextColumns.of(book, right - left, right=placed.right)
        name, texts = trace.pages[index]
        if name not in tables:
            tables[name] = tuple(map(_table, read(parsed(trace.html[name].html)).texts))
        lines = printed_lines(texts(), columns.band, tables[name].__getitem__)
        if placed.part != part or not running:
            part, first = placed.part, 1
        numbers = numbered(lines, first)
        first += len(numbers)
        result[index] = NumberedPage(lines, numbers, columns, placed.right)
    return result


def _table(run: SourceRun) -> object:
    """Return the table that a text is in, the outermost one; None if it is in none."""
    around = (run.parent, *run.parent.iterancestors())
    return next((one for one in reversed(around) if str(one.tag).rpartition("}")[2] == "table"), None)
