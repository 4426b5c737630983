"""Links the parts of a paginated book into one file: colours, fonts, object numbers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bookbuilder.formats.book import Book
from bookbuilder.formats.pdf.compile.compiled_part import (
    FIRST_FONT,
    FONT_ROOM,
    CompiledPart,
    UsedFace,
    decode,
)
from bookbuilder.formats.pdf.compile.font_files import lost_fonts
from bookbuilder.formats.pdf.compile.job import (
    COLOUR_SPACES,
    SUBSET,
    ColourSpaces,
    FaceSubset,
    all_faces,
    first_objects,
)
from bookbuilder.formats.pdf.link import linker, metadata, relocate
from bookbuilder.formats.pdf.link.link_input import Attachment, Linked, LinkedPart
from bookbuilder.formats.pdf.paginate.schedule import PaginatedBook
from bookbuilder.formats.pdf.press.requirements import Terms


@dataclass(frozen=True, slots=True, eq=False)
class LinkedFile:
    """A linked file, the parts as they stand in it (in the colours of its press), and the faces of its fonts."""

    data: bytes
    parts: Sequence[CompiledPart]
    faces: Mapping[str, UsedFace]


def linked(paginated: PaginatedBook, terms: Terms, attachments: Sequence[Attachment] = ()) -> LinkedFile:
    """Return the linked file, which carries `attachments`. Raises `BookbuilderError` (`fonts.lost`)."""
    book = paginated.book
    encoded = [one.data for one in paginated.parts]
    parts = [one.compiled for one in paginated.parts]
    if terms.keep != "srgb":
        encoded = _separated(book, encoded, terms)
        parts = [decode(data) for data in encoded]
    faces = all_faces(parts)
    first = first_objects(faces)
    files = metadata.digests(book.fonts.files)
    if not all(face.file in files for face in faces.values()):
        raise lost_fonts(book.edition.name)
    subsets = [FaceSubset(face, files[face.file], first[name]) for name, face in faces.items()]
    fonts = book.runner.run(SUBSET, subsets)
    (colours,) = book.runner.run(COLOUR_SPACES, [ColourSpaces()])
    objects = [pair for _, of_face in fonts for pair in of_face] + colours
    dictionaries = {name: number for name, (number, _) in zip(faces, fonts, strict=True)}
    levels = [level for part in parts for level in part.headings]
    settings = metadata.file_settings(book, levels, objects, dictionaries, attachments, terms)
    *starts, free = relocate.starts(parts, FIRST_FONT + FONT_ROOM * len(faces))
    relocations = [
        relocate.Relocation(data, start, terms.links, terms.groups)
        for data, start in zip(encoded, starts, strict=True)
    ]
    relocated = book.runner.run(relocate.RELOCATE, relocations)
    linked_parts = [
        LinkedPart(part, moved, start, scheduled.part.matter == "main")
        for part, moved, start, scheduled in zip(parts, relocated, starts, paginated.parts, strict=True)
    ]
    return LinkedFile(linker.link(Linked(linked_parts, paginated.order, settings), free), parts, faces)


def _separated(book: Book, encoded: Sequence[bytes], terms: Terms) -> list[bytes]:
    # Few books have a press, and its colours load Pillow.
    from bookbuilder.formats.pdf.press.inks import SEPARATE, Separation

    separations = [Separation(data, terms.keep, terms.intent.icc) for data in encoded]
    return book.runner.run(SEPARATE, separations)
