"""Links the parts of a book, which have come to rest, into its file: colours, fonts, numbers of objects."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bookbuilder.formats.pdf.compile.compiled_part import FIRST_FONT, FONT_ROOM, Object, decode
from bookbuilder.formats.pdf.compile.job import Cut, bases, colour_objects, cut_objects, union
from bookbuilder.formats.pdf.link import linker, metadata, relocate
from bookbuilder.formats.pdf.paginate.schedule import PartScheduler
from bookbuilder.formats.pdf.press.terms import Terms

ROOT = "bookbuilder.formats.pdf"


@dataclass(frozen=True, slots=True, eq=False)
class Linked:
    """A linked file, and the parts as they stand in it: in the colours of its press."""

    data: bytes
    parts: Sequence[Object]


def linked(scheduler: PartScheduler, terms: Terms, attachments: Sequence[linker.Attachment] = ()) -> Linked:
    """Return the linked file, which carries `attachments`."""
    book = scheduler.book
    encoded, sources, parts = scheduler.data, scheduler.sources, scheduler.objects
    if terms.keep != "srgb":
        encoded, sources = _separated(scheduler, terms)
        parts = [decode(data) for data in encoded]
    faces = union(parts)
    numbers = bases(faces)
    by_digest = metadata.digests(book.fonts.files)
    cuts = [Cut(face, by_digest[face.file], numbers[name]) for name, face in faces.items()]
    sizes = [len(cut.face.glyphs) for cut in cuts]
    fonts = f"{ROOT}.engine.font_subsets"
    made = [
        cut_objects(data) for data in book.work.run(f"{fonts}:cut", cuts, [cut.key for cut in cuts], sizes)
    ]
    (shared,) = book.work.run(f"{fonts}:colours", [None], ["colours"], [0])
    objects = [pair for _, found in made for pair in found] + colour_objects(shared)
    named = {name: last for name, (last, _) in zip(faces, made, strict=True)}
    levels = [level for part in parts for level in part.headings]
    whole = metadata.whole(book, levels, objects, named, attachments, terms)
    *starts, free = relocate.starts(parts, FIRST_FONT + FONT_ROOM * len(faces))
    seats = [
        relocate.Seat(data, source, start, terms.links, terms.groups)
        for data, source, start in zip(encoded, sources, starts, strict=True)
    ]
    sizes = [len(seat.data) for seat in seats]
    seated = book.work.run(f"{ROOT}.link.relocate:seat", seats, [seat.key for seat in seats], sizes)
    placed = [
        linker.Placed(part, relocate.decode(data), start, of.place == "main")
        for part, data, start, of in zip(parts, seated, starts, scheduler.parts.all, strict=True)
    ]
    return Linked(linker.link(placed, scheduler.imposed, whole, free), parts)


def _separated(scheduler: PartScheduler, terms: Terms) -> tuple[list[bytes], list[str]]:
    """Return all parts, encoded, in the colours of the press, and the keys of what they were made from."""
    from bookbuilder.formats.pdf.press.inks import Inks

    inks = [
        Inks(data, source, terms.keep, terms.intent.icc)
        for data, source in zip(scheduler.data, scheduler.sources, strict=True)
    ]
    keys, sizes = [one.key for one in inks], [len(one.data) for one in inks]
    return scheduler.book.work.run(f"{ROOT}.press.inks:separate", inks, keys, sizes), keys
