"""Links the parts of a book, which have come to rest, into its file: colours, fonts, numbers of objects."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bookbuilder.formats.pdf.compile.compiled_part import FIRST_FONT, FONT_ROOM, Object, decode
from bookbuilder.formats.pdf.compile.job import COLOUR_SPACES, CUT, ColourSpaces, Cut, bases, union
from bookbuilder.formats.pdf.link import linker, metadata, relocate
from bookbuilder.formats.pdf.link.linked import Attachment, Linked, LinkedPart
from bookbuilder.formats.pdf.paginate.schedule import PartScheduler
from bookbuilder.formats.pdf.press.terms import Terms


@dataclass(frozen=True, slots=True, eq=False)
class LinkedFile:
    """A linked file, and the parts as they stand in it: in the colours of its press."""

    data: bytes
    parts: Sequence[Object]


def linked(scheduler: PartScheduler, terms: Terms, attachments: Sequence[Attachment] = ()) -> LinkedFile:
    """Return the linked file, which carries `attachments`."""
    book = scheduler.book
    encoded, parts = scheduler.data, scheduler.objects
    if terms.keep != "srgb":
        encoded = _separated(scheduler, terms)
        parts = [decode(data) for data in encoded]
    faces = union(parts)
    numbers = bases(faces)
    by_digest = metadata.digests(book.fonts.files)
    cuts = [Cut(face, by_digest[face.file], numbers[name]) for name, face in faces.items()]
    made = book.runner.run(CUT, cuts)
    (shared,) = book.runner.run(COLOUR_SPACES, [ColourSpaces()])
    objects = [pair for _, found in made for pair in found] + shared
    named = {name: last for name, (last, _) in zip(faces, made, strict=True)}
    levels = [level for part in parts for level in part.headings]
    settings = metadata.file_settings(book, levels, objects, named, attachments, terms)
    *starts, free = relocate.starts(parts, FIRST_FONT + FONT_ROOM * len(faces))
    relocations = [
        relocate.Relocation(data, start, terms.links, terms.groups)
        for data, start in zip(encoded, starts, strict=True)
    ]
    relocated = book.runner.run(relocate.RELOCATE, relocations)
    placed = [
        LinkedPart(part, found, start, of.place == "main")
        for part, found, start, of in zip(parts, relocated, starts, scheduler.parts.all, strict=True)
    ]
    return LinkedFile(linker.link(Linked(placed, scheduler.imposed, settings), free), parts)


def _separated(scheduler: PartScheduler, terms: Terms) -> list[bytes]:
    """Return all parts, encoded, in the colours of the press."""
    from bookbuilder.formats.pdf.press.inks import SEPARATE, Inks

    inks = [Inks(data, terms.keep, terms.intent.icc) for data in scheduler.data]
    return scheduler.book.runner.run(SEPARATE, inks)
