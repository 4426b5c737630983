"""Links the parts of a paginated book into one file: colours, fonts, object numbers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

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
    Objects,
    all_faces,
    first_objects,
)
from bookbuilder.formats.pdf.link import linker, metadata, relocate
from bookbuilder.formats.pdf.link.link_input import Attachment, Linked, LinkedPart, PageAdditions
from bookbuilder.formats.pdf.paginate.schedule import PaginatedBook
from bookbuilder.formats.pdf.press.requirements import Terms

_AT_ONCE = 32
"""Parts that are sent to the workers together: what is sent is copied, and so is what comes back."""
_MANY_PAGES = 1000
"""A file of more pages takes more memory to link than to start workers again for another edition would be worth."""


@dataclass(frozen=True, slots=True, eq=False)
class LinkedFile:
    """A linked file, the parts as they stand in it (in the colours of its press), and the faces of its fonts."""

    data: bytes
    parts: Sequence[CompiledPart]
    faces: Mapping[str, UsedFace]


def linked(
    paginated: PaginatedBook,
    terms: Terms,
    attachments: Sequence[Attachment] = (),
    mark: CompiledPart | None = None,
    additions: PageAdditions | None = None,
) -> LinkedFile:
    """Return the linked file, which carries `attachments` and has the `mark` of a draft or the `additions` of a proof on its
    pages. Raises `BookbuilderError` (`fonts.lost`)."""
    book = paginated.book
    if terms.keep != "srgb":
        paginated = _separated(paginated, terms)
    parts = [one.compiled for one in paginated.parts]
    faces = all_faces([*parts, mark] if mark else parts)
    subsets = face_subsets(book, faces)
    if subsets is None:
        raise lost_fonts(book.edition.name)
    fonts = dict(zip(faces, book.runner.run(SUBSET, subsets), strict=True))
    (colours,) = book.runner.run(COLOUR_SPACES, [ColourSpaces()])
    if terms.keep == "srgb" and terms.intent.icc:  # inks are looked for in all content (`press.coverage`)
        parts = [decode(one.data) for one in paginated.parts]
    return LinkedFile(
        link_parts(paginated, fonts, colours, terms, attachments, mark, additions), parts, faces
    )


def face_subsets(book: Book, faces: Mapping[str, UsedFace]) -> list[FaceSubset] | None:
    """Return which subsets the fonts of a file are; None if a font file is no longer the one that was laid out with."""
    files, first = metadata.digests(book.fonts.files), first_objects(faces)
    if not all(face.file in files for face in faces.values()):
        return None
    return [FaceSubset(face, files[face.file], first[name]) for name, face in faces.items()]


def link_parts(
    paginated: PaginatedBook,
    fonts: Mapping[str, tuple[int, Objects]],
    colours: Objects,
    terms: Terms,
    attachments: Sequence[Attachment] = (),
    mark: CompiledPart | None = None,
    additions: PageAdditions | None = None,
    *,
    provisional: bool = False,
) -> bytes:
    """Return the file of parts. `fonts` are the number of the dictionary and the objects of each face, `colours` the objects
    of the colour spaces, `mark` and `additions` are those of `FileSettings`; page numbers may be `provisional`."""
    book, parts = paginated.book, paginated.parts
    levels = (level for one in parts for level in one.compiled.headings)
    objects = [pair for _, of_face in fonts.values() for pair in of_face] + colours
    dictionaries = {name: number for name, (number, _) in fonts.items()}
    settings = metadata.file_settings(book, levels, objects, dictionaries, attachments, terms)
    settings = replace(settings, mark=mark, additions=additions)
    *starts, free = relocate.starts([one.compiled for one in parts], FIRST_FONT + FONT_ROOM * len(fonts))
    relocations = [
        relocate.Relocation(one.data, start, terms.links, terms.groups)
        for one, start in zip(parts, starts, strict=True)
    ]
    relocated = [
        one
        for at in range(0, len(relocations), _AT_ONCE)
        for one in book.runner.run(relocate.RELOCATE, relocations[at : at + _AT_ONCE])
    ]
    linked_parts = [
        LinkedPart(one.compiled, moved, start, one.part.matter == "main")
        for one, moved, start in zip(parts, relocated, starts, strict=True)
    ]
    if len(paginated.order.pages) > _MANY_PAGES:
        book.runner.end_idle_workers()
    return linker.link(Linked(linked_parts, paginated.order, settings, provisional), free)


def _separated(paginated: PaginatedBook, terms: Terms) -> PaginatedBook:
    # Few books have a press, and its colours load Pillow.
    from bookbuilder.formats.pdf.press.inks import SEPARATE, Separation

    separations = [Separation(one.data, terms.keep, terms.intent.icc) for one in paginated.parts]
    encoded = paginated.book.runner.run(SEPARATE, separations)
    parts = zip(paginated.parts, encoded, strict=True)
    return replace(
        paginated, parts=tuple(replace(one, data=data, compiled=decode(data)) for one, data in parts)
    )
