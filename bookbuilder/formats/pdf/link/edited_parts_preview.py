"""Links only the edited parts, already compiled, into a provisional PDF for the preview, before the rest is laid out.

It reuses the font subsets of the previous build, so it takes almost no time; if the new text needs glyphs that these lack,
none is made.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from bookbuilder.build_step import DirectRunner
from bookbuilder.formats.book import Book
from bookbuilder.formats.early_pages import EarlyPages
from bookbuilder.formats.pdf.compile.compiled_part import UsedFace
from bookbuilder.formats.pdf.compile.job import COLOUR_SPACES, SUBSET, ColourSpaces, all_faces
from bookbuilder.formats.pdf.link.assemble import face_subsets, link_parts
from bookbuilder.formats.pdf.paginate import edition_memory
from bookbuilder.formats.pdf.paginate.page_order import PageSequence, SomePages
from bookbuilder.formats.pdf.paginate.schedule import PaginatedBook
from bookbuilder.formats.pdf.paginate.scheduled_part import ScheduledPart
from bookbuilder.formats.pdf.press.requirements import Terms

_KIND = "faces"


def early_pages(
    book: Book, parts: Sequence[ScheduledPart], order: PageSequence, edited: Sequence[int], terms: Terms
) -> EarlyPages | None:
    """Return the pages of the edited parts (by their indexes) in their predicted order; None if the previous font
    subsets lack a glyph, or a page number is longer than the room that was left for it."""
    faces = edition_memory.recalled(book, _KIND, dict[str, UsedFace])
    chosen = tuple(parts[at] for at in edited)
    subsets = face_subsets(book, faces)
    used = all_faces([one.compiled for one in chosen]).values()
    if subsets is None or not all(_holds(faces, face) for face in used):
        return None
    # From the cache alone: an edit is not to wait for fonts.
    found = book.runner.found(SUBSET, subsets)
    fonts = {name: font for name, font in zip(faces, found, strict=True) if font is not None}
    (colours,) = book.runner.found(COLOUR_SPACES, [ColourSpaces()])
    if colours is None or len(fonts) < len(faces):
        return None
    index = {at: place for place, at in enumerate(edited)}
    places = tuple(at for at, page in enumerate(order.pages) if page.part in index and page.page >= 0)
    pages = tuple(replace(order.pages[at], part=index[order.pages[at].part]) for at in places)
    # In this process: the others are laying out the rest of the book.
    some = PaginatedBook(replace(book, runner=DirectRunner()), chosen, SomePages(pages, {}, whole=order))
    try:
        data = link_parts(some, fonts, colours, terms, provisional=True)
    except ValueError:  # `prefilled_streams.filled`
        return None
    return EarlyPages(data, places)


def remember(book: Book, faces: Mapping[str, UsedFace]) -> None:
    """Keep what the fonts of an edition were subset for."""
    edition_memory.remember(book, _KIND, {**faces})


def _holds(faces: Mapping[str, UsedFace], face: UsedFace) -> bool:
    """Whether the faces of the build before have all glyphs that a part uses of a face."""
    known = faces.get(face.hash)
    return known is not None and known.file == face.file and face.glyphs.keys() <= known.glyphs.keys()
