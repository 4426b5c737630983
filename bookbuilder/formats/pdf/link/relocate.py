"""Gives a compiled part its object numbers: what the linker puts into the file as it is, as long as they stay."""

from __future__ import annotations

import re
import zlib
from collections.abc import Sequence
from dataclasses import dataclass, replace

import msgspec

from bookbuilder.formats.pdf.compile import compiled_part as objects
from bookbuilder.formats.pdf.compile.compiled_part import MARK, OWN, ROOM, Object
from bookbuilder.step import Step

_OWN = re.compile(OWN + rb"(\d+)")
_ANNOTATED = re.compile(rb" ?<</Type/OBJR/Obj " + OWN + rb"\d+ 0 R/Pg " + OWN + rb"\d+ 0 R>>")
_GROUP = re.compile(rb"/Group\s*<<[^<>]*>>")
_LINK = (b"<</Type/StructElem/S/Link/", b"<</Type/StructElem/S/Span/")


@dataclass(frozen=True, slots=True)
class Relocation:
    """A part as it was compiled, encoded, the first of its numbers, and whether its links
    and the groups of its drawings stay: a group changes nothing where all is opaque, but a press may take it for
    transparency."""

    data: bytes
    start: int
    links: bool = True
    groups: bool = True


@dataclass(frozen=True, slots=True)
class RelocatedPart:
    """A part as bytes of a file: `blob` with `offsets` of its objects, and the numbers that stand `packed` in its object
    stream `pack`. `late` are dictionaries that name pictures. `owned` is its share of the tree from pieces to elements."""

    blob: bytes
    offsets: tuple[tuple[int, int], ...]
    pack: int
    packed: tuple[int, ...]
    late: tuple[tuple[int, bytes], ...]
    owned: bytes


def starts(parts: Sequence[Object], first: int) -> list[int]:
    """Return the first number of each part, and behind all the first that is free."""
    found = []
    place = -(-first // ROOM) * ROOM
    for part in parts:
        found.append(place)
        place += -(-(part.used + 1) // ROOM) * ROOM
    return [*found, place]


def relocate(job: Relocation) -> bytes:
    """Return a part with its numbers, encoded."""
    part, start = objects.decode(job.data), job.start
    if not job.links:
        part = _plain(part)
    if not job.groups and not part.clear:
        part = replace(
            part, streams=tuple((n, _GROUP.sub(b"", head), data) for n, head, data in part.streams)
        )

    def placed(data: bytes) -> bytes:
        return _OWN.sub(lambda match: b"%d" % (start + int(match[1])), data)

    blob, offsets = bytearray(), []
    late: list[tuple[int, bytes]] = []
    items: list[tuple[int, bytes]] = []
    for number, head, stream in part.streams:
        offsets.append((start + number, len(blob)))
        blob += b"%d 0 obj\n%b\nstream\n%b\nendstream\nendobj\n" % (start + number, placed(head), stream)
    for number, data in part.items:
        (late if MARK in data else items).append((start + number, placed(data)))
    pack = start + part.used
    owned = b" ".join(b"%d %b" % (start + key, placed(value)) for key, value in part.parents)
    if items:
        offsets.append((pack, len(blob)))
        blob += object_stream(pack, items)
    relocated = RelocatedPart(
        bytes(blob), tuple(offsets), pack, tuple(number for number, _ in items), tuple(late), owned
    )
    return msgspec.msgpack.encode(relocated)


def _plain(part: Object) -> Object:
    """Return a part whose links are plain text: no element names an annotation."""
    gone = {link.number for link in part.links}
    items = tuple((number, _ANNOTATED.sub(b"", data).replace(*_LINK)) for number, data in part.items)
    return replace(part, items=items, parents=tuple(pair for pair in part.parents if pair[0] not in gone))


def _decode(data: bytes) -> RelocatedPart:
    return msgspec.msgpack.decode(data, type=RelocatedPart)


RELOCATE = Step(f"{__name__}:relocate", Relocation, _decode, lambda given: len(given.data))


def object_stream(number: int, items: Sequence[tuple[int, bytes]]) -> bytes:
    """Return objects without streams as one object stream (ISO 32000-1, 7.5.7)."""
    head, place = [], 0
    for own, data in items:
        head.append(b"%d %d" % (own, place))
        place += len(data) + 1
    first = b" ".join(head) + b"\n"
    data = zlib.compress(first + b"\n".join(data for _, data in items), 9)
    extra = b"/Type/ObjStm/N %d/First %d/Filter/FlateDecode/Length %d" % (len(items), len(first), len(data))
    return b"%d 0 obj\n<<%b>>\nstream\n%b\nendstream\nendobj\n" % (number, extra, data)
