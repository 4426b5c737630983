"""What can be written behind an option of a chart: its kind, its data file, columns of that, facts, ways to stack."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from dataclasses import replace

from bookbuilder.chapter_index.chapter_index import ChapterIndex
from bookbuilder.charts.chart_kind import chart_kinds
from bookbuilder.charts.kind_names import STACKS
from bookbuilder.diagnostics import Findings, Span
from bookbuilder.facts import Amount, Number, Percentage, Quantity
from bookbuilder.language_server.book_index import BookIndex
from bookbuilder.language_server.completion_place import DirectivePlace
from bookbuilder.language_server.printed_fact import printed_value
from bookbuilder.language_server.suggestion import Sort, Suggestion
from bookbuilder.markdown.data_files.data_rows import DataRows
from bookbuilder.markdown.data_files.read_rows import CSV, XLSX, read_rows
from bookbuilder.markdown.find_stored_files import stored_file

CHART = "chart"
DATA = "data"
"""The folder of the book where data files stand that are not beside a chapter."""
_SEVERAL = ("facts", "y")
"""Options that name several things, with spaces between them."""
_SOURCE = re.compile(r'(?:^|\s)src=(?:"([^"]+)"|([^\s"]+))')
_SHEET = re.compile(r'(?:^|\s)sheet=(?:"([^"]+)"|([^\s"]+))')
_NUMBERS = (Amount, Number, Percentage, Quantity)


def last_word(place: DirectivePlace) -> DirectivePlace:
    """Return a place in a list of names with the last of them alone as its prefix."""
    if place.name != CHART or place.key not in _SEVERAL:
        return place
    quoted = re.search(r"(?:^|\s)('[^']*)\Z", place.prefix)
    return replace(place, prefix=quoted[1] if quoted else place.prefix.rpartition(" ")[2])


def chart_values(
    index: BookIndex, chapter: ChapterIndex, place: DirectivePlace, behind: str
) -> Iterator[Suggestion]:
    """Yield what can be written as the value of an option of a chart. `behind` is the rest of the line."""
    match place.key:
        case "kind":
            for kind in chart_kinds().values():
                yield Suggestion(kind.name, Sort.WORD, kind.doc)
        case "stack":
            yield from (Suggestion(word, Sort.WORD) for word in STACKS)
        case "src":
            folder = posixpath.dirname(chapter.path)
            for path in (*index.world.files(folder), *index.world.files(DATA)):
                if path.lower().endswith((*CSV, *XLSX)):
                    beside = path.startswith(f"{folder}/")
                    name = path.removeprefix(f"{folder}/") if beside else path
                    yield Suggestion(name, Sort.FILE, written=_quoted(name, place))
        case "x" | "y":
            rows = data_rows(index, chapter.path, place.given + behind.partition("}")[0])
            for cell in rows.names if rows else ():
                example = next((row[rows.names.index(cell)].text for row in rows.rows), "") if rows else ""
                name = f"'{cell.text}'" if place.key == "y" and " " in cell.text else cell.text
                yield Suggestion(cell.text, Sort.KEY, example, written=_quoted(name, place))
        case "facts":
            locale = index.locales.get(chapter.locale)
            for name, fact in index.facts.items():
                if locale and isinstance(fact, _NUMBERS):
                    yield Suggestion(name, Sort.FACT, printed_value(name, index, locale))
        case _:
            return


def _quoted(name: str, place: DirectivePlace) -> str:
    """Return a name with quotation marks, if it needs them and none are open."""
    is_open = place.given.count('"') % 2 == 1
    return name if is_open or " " not in name else f'"{name}"'


def data_rows(index: BookIndex, path: str, options: str) -> DataRows | None:
    """Return the rows of the data file that options of a chart name; None if there is none, or it cannot be read."""
    source, sheet = _SOURCE.search(options), _SHEET.search(options)
    if source is None:
        return None
    stored = stored_file(source[1] or source[2], path, index.world)
    named = (sheet[1] or sheet[2]) if sheet else ""
    return read_rows(stored, named, Span(path), Findings())
