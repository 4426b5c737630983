"""Names the place in its file of each block that begins on a page of a proof: `01-analyse:31`."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import PurePosixPath
from typing import Any

from bookbuilder.formats.book import Book
from bookbuilder.formats.edition_trace import EditionTrace
from bookbuilder.formats.pdf.proof.numbered_pages import NumberedPage
from bookbuilder.formats.pdf.proof.printed_lines import PrintedLine
from bookbuilder.formats.source_map import SourceMap, TextPlace
from bookbuilder.formats.text_places import INLINE, read
from bookbuilder.formats.traced_text import parsed
from bookbuilder.world.source_lines import lines_of


def block_addresses(
    book: Book, trace: EditionTrace, pages: Mapping[int, NumberedPage]
) -> Mapping[int, tuple[tuple[str, PrintedLine], ...]]:
    """Return, by the index of a page, the addresses of the blocks that begin on it: the name of the chapter's file and the
    line in it, each with its first line. Of several with one address, such as the cells of a row, the first has it."""
    sources = SourceMap(trace, lambda path: lines_of(book.world.read(path)))
    blocks: dict[str, tuple[Any, ...]] = {}
    result = {}
    for index, page in sorted(pages.items()):
        html = trace.pages[index][0]
        if html not in blocks:
            blocks[html] = tuple(_block(run.parent) for run in read(parsed(trace.html[html].html)).texts)
        found: dict[str, PrintedLine] = {}
        for line in page.lines:
            begins = line.offset == 0 and (
                line.node == 0 or blocks[html][line.node - 1] is not blocks[html][line.node]
            )
            source = sources.source(TextPlace(html, line.node, line.offset)) if begins else None
            if source is not None and not source.made and source.span.line:
                stem = PurePosixPath(source.span.path).stem
                found.setdefault(f"{stem}:{source.span.line}", line)
        result[index] = tuple(found.items())
    return result


def _block(element: Any) -> Any:
    """Return the innermost element around a text that is no part of a line."""
    while element.getparent() is not None and str(element.tag).rpartition("}")[2] in INLINE:
        element = element.getparent()
    return element
