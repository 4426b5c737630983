"""Links only the edited parts, already compiled, into a provisional PDF for the preview, before the rest is laid out.

It reuses the font subsets of the previous build, so it takes almost no time; if the new text needs glyphs that these lack,
none is made.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from bookbuilder.formats.book import Book
from bookbuilder.formats.early_pages import EarlyPages
from bookbuilder.formats.pdf.compile.compiled_part import FIRST_FONT, FONT_ROOM, UsedFace
from bookbuilder.formats.pdf.compile.job import (
    COLOUR_SPACES,
    SUBSET,
    ColourSpaces,
    FaceSubset,
    all_faces,
    first_objects,
)
from bookbuilder.formats.pdf.link import linker, metadata, relocate
from bookbuilder.formats.pdf.link.link_input import Linked, LinkedPart
from bookbuilder.formats.pdf.paginate import edition_memory
from bookbuilder.formats.pdf.paginate.page_order import PageSequence, SomePages
from bookbuilder.formats.pdf.paginate.scheduled_part import ScheduledPart
from bookbuilder.formats.pdf.press.requirements import Terms

_KIND = "faces"


def early_pages(
    book: Book, parts: Sequence[ScheduledPart], order: PageSequence, edited: Sequence[int], terms: Terms
) -> EarlyPages | None:
    """Return the pages of the edited parts (by their indexes) in their predicted order; None if the previous font
    subsets lack a glyph, or a page number is longer than the room that was left for it."""
    faces = edition_memory.recalled(book, _KIND, dict[str, UsedFace])
    compiled = [parts[at].compiled for at in edited]
    files = metadata.digests(book.fonts.files)
    if not all(_holds(faces, face) for face in all_faces(compiled).values()):
        return None
    if not all(face.file in files for face in faces.values()):
        return None
    first = first_objects(faces)
    wanted = [FaceSubset(face, files[face.file], first[name]) for name, face in faces.items()]
    # From the cache alone: an edit is not to wait for fonts.
    subsets = book.runner.found(SUBSET, wanted)
    (colours,) = book.runner.found(COLOUR_SPACES, [ColourSpaces()])
    fonts = [subset for subset in subsets if subset is not None]
    if colours is None or len(fonts) < len(faces):
        return None
    *starts, free = relocate.starts(compiled, FIRST_FONT + FONT_ROOM * len(faces))
    linked_parts = [
        LinkedPart(
            parts[at].compiled,
            relocate.RELOCATE.decode(
                relocate.relocate(relocate.Relocation(parts[at].data, start, terms.links, terms.groups))
            ),
            start,
            main=True,
        )
        for at, start in zip(edited, starts, strict=True)
    ]
    objects = [pair for _, of_face in fonts for pair in of_face] + colours
    dictionaries = {name: number for name, (number, _) in zip(faces, fonts, strict=True)}
    settings = metadata.file_settings(book, (), objects, dictionaries, (), terms)
    places = [at for at, page in enumerate(order.pages) if page.part in edited and page.page >= 0]
    pages = [replace(order.pages[at], part=[*edited].index(order.pages[at].part)) for at in places]
    some = SomePages(tuple(pages), {}, whole=order)
    try:
        data = linker.link(Linked(linked_parts, some, settings, provisional=True), free)
    except ValueError:  # `prefilled_streams.filled`
        return None
    return EarlyPages(data, tuple(places))


def remember(book: Book, faces: Mapping[str, UsedFace]) -> None:
    """Keep what the fonts of an edition were subset for."""
    edition_memory.remember(book, _KIND, {**faces})


def _holds(faces: Mapping[str, UsedFace], face: UsedFace) -> bool:
    """Whether the faces of the build before have all glyphs that a part uses of a face."""
    known = faces.get(face.hash)
    return known is not None and known.file == face.file and face.glyphs.keys() <= known.glyphs.keys()
